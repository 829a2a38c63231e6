//! A copy of a capture that can be shown to others, on which the findings are the same.
//!
//! The copy has the same lines. Addresses become others of the same kind, in the same relation to each other
//! (`address`); words that are not IOS's own, and those that stand where a name or prose stands, become words without
//! meaning, the same for the same one; secrets are taken out. Nothing is understood for it but words, so that a line
//! which the grammar does not know is treated as carefully as one that it knows.

mod address;
mod key;
mod line;
mod plan;
mod words;

pub use key::Key;

use std::collections::HashSet;
use std::net::Ipv4Addr;

use crate::capture::{self, Input, InputError, Shown};
use crate::grammar::ios::config;
use address::Addresses;
use words::Words;

/// Lines that a banner may have before its end is taken to be missing.
const LONGEST_BANNER: usize = 500;

/// How many names are remembered.
const NAMES: usize = 1 << 16;

/// Makes copies that fit each other.
#[derive(Debug)]
pub struct Redactor {
    addresses: Addresses,
    words: Words,
    /// Names of devices and users that could pass for something else: `SW1`, `1w2d`, `sam`.
    hot: HashSet<String>,
}

impl Redactor {
    /// Without a key of the user's, [`Key::random`].
    pub fn new(key: Key) -> Self {
        Self { addresses: Addresses::new(key.clone()), words: Words::new(key), hot: HashSet::new() }
    }

    /// Reads an input for what must be known of all inputs before the first is copied: names, and ranges of addresses.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn learn(&mut self, input: &Input) -> Result<(), InputError> {
        capture::each_line(input, &mut |shown| self.learn_line(shown.text)).map(|_| ())
    }

    /// Hands the copy of an input to `each`, piece by piece, line ends included. The answer is `false` for data that is no
    /// text, of which there is no copy.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn copy(&mut self, input: &Input, each: &mut dyn FnMut(&str)) -> Result<bool, InputError> {
        let mut copy = Copy { redactor: self, wide: None, banner: None, opaque: false, each };
        let text = capture::each_line(input, &mut |shown| copy.line(shown))?;
        while copy.wide.is_some() || copy.banner.is_some() {
            copy.flush();
            copy.close_banner();
        }
        Ok(text)
    }

    /// What an address is in the copies.
    pub fn address(&mut self, address: Ipv4Addr) -> Ipv4Addr {
        self.addresses.v4(address)
    }

    /// A name of the user's choice, of a file for instance, as it is in the copies.
    pub fn name(&mut self, name: &str) -> String {
        line::redact(self, name)
    }

    fn is_hot(&self, name: &str) -> bool {
        self.hot.contains(name)
    }

    fn learn_line(&mut self, text: &str) {
        let mut words = text.split_whitespace();
        let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        if matches!(first, "hostname" | "username" | "switchname") {
            self.learn_name(second);
        } else if let Some((host, _)) = capture::prompt(text) {
            self.learn_name(host.rsplit_once(':').map_or(host, |(_, name)| name));
        }
        if ["pool", "range", "excluded-address", "address"].iter().any(|word| text.contains(word)) {
            let quads: Vec<Option<Ipv4Addr>> = text.split_whitespace().map(|word| word.parse().ok()).collect();
            for pair in quads.windows(2) {
                if let [Some(low), Some(high)] = pair
                    && address::mask_length(*high).is_none()
                    && !text.contains("static")
                {
                    self.addresses.keep_order(*low, *high);
                }
            }
        }
    }

    /// What is IOS's own word names nobody, and cannot be told from its other uses.
    fn learn_name(&mut self, name: &str) {
        for label in name.split('.') {
            let letters = label.bytes().any(|byte| byte.is_ascii_alphabetic());
            let own = self.words.knows(label) && !label.ends_with(|c: char| c.is_ascii_digit());
            if letters
                && !crate::grammar::facts::is_from_the_factory(label)
                && label.len() > 1
                && self.hot.len() < NAMES
                && !own
            {
                self.hot.insert(label.to_owned());
            }
        }
    }
}

/// A copy in the making.
struct Copy<'c> {
    redactor: &'c mut Redactor,
    /// A line that a terminal may have cut at its margin, and its end.
    wide: Option<(String, String)>,
    banner: Option<Banner>,
    /// Inside a certificate or a key.
    opaque: bool,
    each: &'c mut dyn FnMut(&str),
}

/// A banner whose end has not come yet.
struct Banner {
    delimiter: String,
    held: Vec<(String, String)>,
}

impl Copy<'_> {
    fn line(&mut self, shown: &Shown<'_>) {
        if let Some(pager) = shown.pager
            && (shown.text.is_empty() || capture::prompt(shown.text).is_some())
        {
            self.flush();
            // Where it was answered by `q`, or not at all, the output is cut, and the copy must say so too.
            (self.each)(pager);
            if !shown.text.is_empty() {
                (self.each)("         ");
            }
        }
        self.text(shown.text, shown.end);
    }

    fn text(&mut self, text: &str, end: &str) {
        if let Some((first, first_end)) = self.wide.take() {
            if capture::joins(&first, text) {
                // One line again: the copy has other widths. The second stays, and is empty.
                self.ordinary(&(first + text), &first_end);
                return (self.each)(end);
            }
            self.ordinary(&first, &first_end);
        }
        let Some(banner) = &mut self.banner else {
            if capture::is_width(text.len()) {
                self.wide = Some((text.to_owned(), end.to_owned()));
                return;
            }
            return self.ordinary(text, end);
        };
        let hint = text.trim_start().starts_with("Enter TEXT message");
        let closed = !hint && text.contains(banner.delimiter.as_str());
        banner.held.push((text.to_owned(), end.to_owned()));
        if !closed && banner.held.len() < LONGEST_BANNER {
            return;
        }
        if closed && let Some(banner) = self.banner.take() {
            for (text, end) in &banner.held {
                self.banner_text(text, end, &banner.delimiter);
            }
        } else {
            self.close_banner();
        }
    }

    /// The line after a wide one was not its rest.
    fn flush(&mut self) {
        if let Some((text, end)) = self.wide.take() {
            self.ordinary(&text, &end);
        }
    }

    /// No end has come: the configuration goes on where it plainly does.
    fn close_banner(&mut self) {
        let Some(banner) = self.banner.take() else { return };
        let mut lines = banner.held.iter();
        while let Some((text, end)) = lines.next() {
            if config::resumes(text) {
                self.ordinary(text, end);
                return lines.for_each(|(text, end)| self.text(text, end));
            }
            self.banner_text(text, end, &banner.delimiter);
        }
    }

    fn banner_text(&mut self, text: &str, end: &str, delimiter: &str) {
        let new = if text.trim_start().starts_with("Enter TEXT message") {
            line::redact(self.redactor, text)
        } else {
            let shown = if delimiter == "\u{3}" { "^C" } else { delimiter };
            let parts: Vec<String> = text.split(delimiter).map(|part| line::blanked(part, delimiter)).collect();
            parts.join(shown)
        };
        (self.each)(&new);
        (self.each)(end);
    }

    fn ordinary(&mut self, text: &str, end: &str) {
        let trimmed = text.trim();
        if let Some(body) = banner_body(trimmed) {
            return self.open_banner(text, body, end);
        }
        let hex = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '+' | '/' | '=');
        self.opaque &= !matches!(trimmed, "quit" | "exit") && trimmed.chars().all(hex);
        let new = if self.opaque && !trimmed.is_empty() {
            let words = text.split_inclusive(' ').map(|word| (word.trim_end_matches(' '), word));
            words.map(|(word, with)| line::dump(word) + with.get(word.len()..).unwrap_or("")).collect()
        } else {
            line::redact(self.redactor, text)
        };
        self.opaque |= trimmed == "key-string" || trimmed.starts_with("certificate ");
        (self.each)(&new);
        (self.each)(end);
    }

    /// The first line of a banner, or all of it.
    fn open_banner(&mut self, text: &str, body: &str, end: &str) {
        let head = text.trim_end().len() - body.len();
        let (head, body) = text.split_at_checked(head).unwrap_or((text, ""));
        let Some(delimiter) = config::delimiter(body) else { return (self.each)(&format!("{text}{end}")) };
        let (delimiter, rest) = (delimiter.to_owned(), body.get(delimiter.len()..).unwrap_or(""));
        let new = line::redact(self.redactor, head);
        (self.each)(&new);
        (self.each)(if delimiter == "\u{3}" { "^C" } else { &delimiter });
        if !rest.contains(delimiter.as_str()) {
            self.banner = Some(Banner { delimiter: delimiter.clone(), held: Vec::new() });
        }
        self.banner_text(rest, end, &delimiter);
    }
}

/// What follows `banner motd`, behind a prompt perhaps.
fn banner_body(text: &str) -> Option<&str> {
    let typed = capture::prompt(text).map_or(text, |(_, typed)| typed);
    config::banner_text(typed).filter(|body| !body.is_empty())
}
