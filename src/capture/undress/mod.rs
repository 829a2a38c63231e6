//! What people and programs put around a router's output: quotation marks, times, markup, typography.
//!
//! A line goes through a short chain: prefixes are taken off, the terminal is replayed, entities and odd characters
//! become what the router printed. Each step works on cells that remember where they came from. Which prefixes a
//! source wears is decided by looking ahead, and only where the lines around agree: what merely looks like a time or a
//! quotation stays text. A line without anything to take off is passed on as it stands.

mod layer;
mod markup;
mod noise;
mod sample;
mod stamp;
mod typography;

use memchr::memchr2;

use super::Edited;
use super::cells::{self, Cell};
use super::clean::{Cleaned, LONGEST, without_end};
use super::pager;
use super::prompt::Prompt;
use super::terminal::{Terminal, has_controls};
use layer::Layer;
use sample::Sample;

pub(super) use noise::is_interrupted;
pub(super) use sample::Ahead;

/// What is being read where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing yet, or prose.
    Prose,
    /// The text of a banner, which may look like anything.
    Banner,
    /// A translation table.
    Table,
    /// A configuration.
    Config,
    /// Statements typed in configuration mode, and the router's answers.
    Typed,
    /// Another command.
    Other,
}

/// Takes off what the lines of one source wear.
#[derive(Debug, Default)]
pub(super) struct Undresser {
    bench: Bench,
    edited: Edited,
    habits: Habits,
}

/// What the lines of a source have been found to wear.
#[derive(Debug, Clone, Default)]
pub(super) struct Habits {
    /// The prefixes that have been recognised.
    worn: Vec<Layer>,
    /// The blanks that every line starts with.
    indent: String,
    /// Lines before this one have been looked at, and wear nothing that could be told.
    seen: u32,
    /// Such blanks were there and are not any more.
    outdented: bool,
    /// A block of code began on the line of its first text, and may end so.
    fenced: bool,
}

impl Undresser {
    /// The line as the router printed it. `dirty` says whether the text around it has anything odd in it; without it, a
    /// line that starts like a router's is passed on at the cost of a look at its first byte.
    pub(super) fn line<'a>(
        &'a mut self,
        raw: &'a str,
        number: u32,
        dirty: bool,
        ahead: Ahead<'_>,
        context: Context,
    ) -> Cleaned<'a> {
        // Where text was indented as a whole, more of it may be.
        let again = context == Context::Config && self.habits.outdented && raw.starts_with([' ', '\t']);
        let suspect = again || raw.as_bytes().first().is_some_and(|&byte| is_suspect(byte, context));
        if !dirty && !suspect && context != Context::Typed && self.takes_nothing() {
            return Cleaned::plain(raw);
        }
        let line = without_end(raw);
        if line.len() > LONGEST {
            return Cleaned::plain(raw);
        }
        if suspect && number >= self.habits.seen {
            let context = if again { Context::Prose } else { context };
            self.look(line.strip_prefix(FENCE).unwrap_or(line), number, ahead, context);
        }
        let from = self.prefix(line);
        let worn = &self.habits.worn;
        let rest = line.get(from..).unwrap_or("");
        let (text, pager) = if dirty && is_odd(rest) {
            if !self.bench.undress(line, from, |text| lead(text, worn)) {
                return Cleaned::plain(raw);
            }
            cells::collect(&self.bench.terminal.cells, &mut self.edited);
            (self.edited.text.as_str(), find_pager(rest).map(|at| at.start + from..at.end + from))
        } else {
            self.edited.runs.clear();
            if from > 0 {
                self.edited.runs.push((0, u32::try_from(from).unwrap_or(u32::MAX)));
            }
            (rest, None)
        };
        if is_between(text, context) {
            self.edited.runs.clear();
            self.edited.runs.push((0, 0));
            return Cleaned { text: "", runs: &self.edited.runs, pager: None };
        }
        let fenced = self.habits.fenced || line.contains(FENCE);
        self.habits.fenced = fenced && !text.ends_with(FENCE);
        let text = if fenced { text.strip_suffix(FENCE).unwrap_or(text) } else { text };
        Cleaned { text, runs: &self.edited.runs, pager }
    }

    /// Whether the lines of the source are known to wear nothing so far.
    pub(super) fn takes_nothing(&self) -> bool {
        let Habits { worn, indent, outdented, fenced, .. } = &self.habits;
        worn.is_empty() && indent.is_empty() && !outdented && !fenced
    }

    /// What is known of the source's lines.
    pub(super) fn habits(&self) -> Habits {
        self.habits.clone()
    }

    /// Forgets what was learned since.
    pub(super) fn restore(&mut self, habits: Habits) {
        self.habits = habits;
    }

    /// Whether what was typed on the line `raw` did not count: the router refuses it in the lines ahead, or it was typed on.
    pub(super) fn is_void(&self, raw: &str, ahead: Ahead<'_>) -> bool {
        // Nothing was typed where there is no prompt.
        memchr2(b'#', b'>', raw.as_bytes()).is_some() && (self.is_refused(ahead) || self.is_completed(raw, ahead))
    }

    fn is_refused(&self, ahead: Ahead<'_>) -> bool {
        for text in self.texts(ahead).take(ANSWERS) {
            match noise::is_declined(&text) {
                Some(true) => return true,
                None if noise::is_refusal(&text) => return true,
                None if !noise::is_caret(&text) && !noise::is_noise(&text) => return false,
                _ => {}
            }
        }
        false
    }

    /// Whether the line after `raw` has what was typed on it once more, and its last word whole: Tab completed it.
    fn is_completed(&self, raw: &str, ahead: Ahead<'_>) -> bool {
        let (raw, next) = (self.bare(raw), self.texts(ahead).next().unwrap_or_default());
        let (Some(half), Some(whole)) = (Prompt::parse(&raw), Prompt::parse(&next)) else { return false };
        let same = half.configures() && (half.host, half.mode) == (whole.host, whole.mode);
        let last = half.typed.rsplit(' ').next().unwrap_or("");
        let spelled = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        // One number is no beginning of another, and of two names behind `no` neither is.
        same && spelled
            && !half.typed.starts_with("no ")
            && whole.typed.strip_prefix(half.typed).is_some_and(|rest| !rest.starts_with(' ') && !rest.is_empty())
    }

    /// The lines ahead that are not blank, without what they wear.
    fn texts(&self, ahead: Ahead<'_>) -> impl Iterator<Item = String> {
        ahead.lines().map(|line| self.bare(line)).filter(|text| !text.is_empty())
    }

    fn bare(&self, line: &str) -> String {
        line.get(lead(line, &self.habits.worn)..).unwrap_or("").trim_ascii().to_owned()
    }

    /// Bytes of the prefixes and of the indent that the line starts with.
    fn prefix(&mut self, line: &str) -> usize {
        if !self.habits.indent.is_empty() {
            match line.starts_with(&self.habits.indent) {
                true => {
                    return self.habits.indent.len()
                        + lead(line.get(self.habits.indent.len()..).unwrap_or(""), &self.habits.worn);
                }
                false if !line.trim_ascii().is_empty() => {
                    self.habits.indent.clear();
                    self.habits.outdented = true;
                }
                false => {}
            }
        }
        lead(line, &self.habits.worn)
    }

    /// Decides what this line and those after it wear.
    fn look(&mut self, line: &str, number: u32, ahead: Ahead<'_>, context: Context) {
        if context == Context::Banner {
            return;
        }
        if context == Context::Prose && line.starts_with([' ', '\t']) && layer::first(line).is_none() {
            let (indent, lines) = sample::indent(line, ahead, &mut self.bench);
            self.habits.indent = indent.to_owned();
            self.habits.seen = number + lines;
            if !is_odd(line) {
                return;
            }
        }
        let Some(kind) = sample::kind(line, &mut self.bench) else { return };
        if self.habits.worn.iter().any(|layer| layer.kind == kind) {
            return;
        }
        let sample = Sample::take(kind, line, ahead, &mut self.bench);
        // What a weak mark stood before is over.
        self.habits.worn.retain(|layer| layer.kind.is_strong());
        if sample.is_believed() {
            for layer in sample.layers() {
                if !self.habits.worn.iter().any(|worn| worn.kind == layer.kind) {
                    self.habits.worn.push(layer);
                }
            }
        } else {
            self.habits.seen = number + sample.lines();
        }
    }
}

/// How many lines the router may print below a statement before it refuses it: messages, questions, a caret.
const ANSWERS: usize = 8;

/// Whether a line is no part of what is being read: a logger, a chat or the router wrote it in between.
fn is_between(text: &str, context: Context) -> bool {
    match context {
        Context::Prose | Context::Config => noise::is_noise(text),
        Context::Typed => {
            let answers = noise::is_caret(text) || noise::is_refusal(text) || noise::is_declined(text).is_some();
            answers || noise::is_noise(text)
        }
        Context::Table | Context::Banner | Context::Other => false,
    }
}

/// What a block of code is put between.
const FENCE: &str = "```";

/// Bytes of the prefixes, and of a fence that text follows on the same line.
fn lead(text: &str, worn: &[Layer]) -> usize {
    let from = if worn.is_empty() { 0 } else { layer::strip(text, worn) };
    let rest = text.get(from..).unwrap_or("");
    let Some(behind) = rest.strip_prefix(FENCE).filter(|_| !noise::is_noise(rest)) else { return from };
    let from = from + FENCE.len();
    from + if worn.is_empty() { 0 } else { layer::strip(behind, worn) }
}

/// Whether a line that starts with this byte is worth a second look, in a text that is otherwise clean.
fn is_suspect(first: u8, context: Context) -> bool {
    match first {
        b' ' | b'\t' => matches!(context, Context::Prose | Context::Typed),
        b'=' | b'`' | b'~' | b'%' | b'.' | b'^' | 0..b'\t' | b'\r' | b'\x1b' => true,
        _ => layer::may_start(first),
    }
}

/// Whether the line has anything that a step of the chain takes away.
fn is_odd(line: &str) -> bool {
    has_controls(line) || pager_at_start(line).is_some() || markup::is_there(line) || typography::is_there(line)
}

fn pager_at_start(line: &str) -> Option<std::ops::Range<usize>> {
    if !pager::may_start(line) {
        return None;
    }
    let blanks = line.len() - line.trim_ascii_start().len();
    let length = pager::length(line.get(blanks..)?.chars())?;
    Some(blanks..blanks + length)
}

/// Where a pager stands in a line: at its start, or anywhere where a terminal obeyed.
fn find_pager(line: &str) -> Option<std::ops::Range<usize>> {
    if let Some(found) = pager_at_start(line) {
        return Some(found);
    }
    if !has_controls(line) {
        return None;
    }
    let bytes = line.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr2(b'-', b'<', bytes.get(from..)?) {
        let at = from + found;
        let dashes = bytes.get(at + 1..)?.iter().take_while(|byte| **byte == b'-').count();
        let begins = bytes.get(at + 1 + dashes..)?.iter().find(|byte| !matches!(byte, b' ' | b'(' | b'['));
        if dashes > 0
            && matches!(begins, Some(b'm' | b'M'))
            && let Some(length) = line.get(at..).and_then(|rest| pager::length(rest.chars()))
        {
            return Some(at..at + length);
        }
        from = at + 1 + dashes;
    }
    None
}

/// Where a line is worked on.
#[derive(Debug, Default)]
struct Bench {
    terminal: Terminal,
    spare: Vec<Cell>,
    text: String,
}

/// How often markup may be escaped again: a ticket that was copied into a chat.
const ROUNDS: usize = 5;

impl Bench {
    /// Runs `line` from `from` on through the chain; `prefix` says how many bytes of a text are taken off its start.
    /// Whether that changed anything; if so, the result is in the cells.
    fn undress(&mut self, line: &str, from: usize, prefix: impl Fn(&str) -> usize) -> bool {
        let rest = line.get(from..).unwrap_or("");
        let mut changed = from > 0 || has_controls(rest);
        self.terminal.replay(rest, from);
        for _ in 0..ROUNDS {
            let before = changed;
            changed |= self.drop_first(Terminal::behind_pagers);
            let mut again = false;
            // All of it before dashes are looked at: one may stand right before a tag that is escaped itself.
            for _ in 0..ROUNDS {
                self.read_back();
                if !markup::is_there(&self.text) || !markup::undo(&mut self.terminal.cells, &mut self.spare) {
                    break;
                }
                again = true;
            }
            if typography::is_there(&self.text) || again {
                self.read_back();
                if typography::is_there(&self.text) {
                    typography::undo(&mut self.terminal.cells, &mut self.spare);
                    again = true;
                }
            }
            if again {
                self.read_back();
            }
            let bytes = prefix(&self.text);
            let cells = self.text.get(..bytes).map_or(0, |start| start.chars().count());
            again |= self.drop_first(|_| cells);
            changed |= again;
            if !again && (before == changed || !pager::may_start(&self.text)) {
                break;
            }
        }
        changed
    }

    fn drop_first(&mut self, count: impl FnOnce(&mut Terminal) -> usize) -> bool {
        let count = count(&mut self.terminal).min(self.terminal.cells.len());
        self.terminal.cells.drain(..count);
        count > 0
    }

    fn read_back(&mut self) {
        self.text.clear();
        self.text.extend(self.terminal.cells.iter().map(|cell| cell.shown));
    }

    /// The text that a line comes to when everything that could be a prefix is taken off.
    fn bare<'b>(&'b mut self, line: &str) -> &'b str {
        self.undress(line, 0, |text| {
            let end = layer::all(text).last().map_or(0, |&(_, end)| end);
            end + usize::from(end > 0 && text.as_bytes().get(end) == Some(&b' '))
        });
        self.read_back();
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capture::clean::may_be_dirty;

    const PIECES: &[&str] = &[
        "> ",
        ">",
        "| ",
        "[10:11:12] ",
        "2026-11-22 10:11:12.123 ",
        "&gt; ",
        "&amp;",
        "&amp;lt;",
        "&nbsp;",
        "&#8220;",
        "<br>",
        "<strong>",
        "</strong>",
        "\u{a0}",
        "\u{200b}",
        "\u{2014}",
        "\u{2019}",
        "--More-- ",
        "\r",
        "\x08",
        "\u{9b}2K",
        "\x1b[3D",
        "udp",
        " 203.0.113.1:4500",
        "R1#show run",
        "é",
        "東",
        "---",
        " ",
        "```",
        "\0",
    ];

    /// What a piece of raw text may have come to.
    fn stands_for(raw: &str, shown: char) -> bool {
        let blank = raw.chars().all(|c| c.is_whitespace() || matches!(c, '\u{a0}' | '\u{200b}'));
        // Where a cursor went back, the end of an entity may stand before its beginning.
        let edited = raw.contains(['\r', '\x08', '\x1b', '\u{9b}']);
        let entity = raw.starts_with('&') || (edited && raw.contains('&'));
        raw.starts_with(shown)
            || (shown == ' ' && (blank || raw == "&nbsp;" || raw.starts_with("&amp;nbsp")))
            || (shown == '-' && raw.contains('\u{2014}'))
            || (matches!(shown, '\'' | '"')
                && (raw.chars().all(|c| matches!(c, '\u{2019}' | '\u{201c}')) || raw == "&#8220;"))
            || (entity && matches!(shown, '>' | '<' | '&' | ' ' | '"'))
            // A number of which the cursor has overwritten a part.
            || (entity && raw.contains('#'))
    }

    /// The first character of the text that does not stand where its run says.
    fn lost(text: &str, context: Context) -> Option<String> {
        let (mut undresser, mut rest) = (Undresser::default(), text);
        for (number, raw) in (1..).zip(text.split_inclusive('\n')) {
            rest = &rest[raw.len()..];
            let ahead = Ahead { bytes: rest.as_bytes(), end: b'\n' };
            let cleaned = undresser.line(raw, number, may_be_dirty(text), ahead, context);
            for (at, shown) in cleaned.text.char_indices() {
                let to = at + shown.len_utf8() - 1;
                let (first, last) = (cells::first(cleaned.runs, at), cells::last(cleaned.runs, to));
                let place = raw.get(first..=last);
                // A blank that the cursor left behind stands for what is written after it.
                if place.is_none_or(|place| shown != ' ' && !stands_for(place, shown)) {
                    return Some(format!("{raw:?} {place:?} {shown:?}"));
                }
            }
        }
        None
    }

    /// Found by the test below: what a cursor that went back put beside what stood there before.
    #[test]
    fn what_was_overwritten_keeps_its_place() {
        for text in ["| \u{2014}\x1b[3D\u{a0}\u{2014}\n", "x\u{2014}\r\u{2014}\n", "xmp;\r&a\n", "x#233;\u{e9}\r&\n"] {
            for context in [Context::Prose, Context::Config, Context::Typed, Context::Table] {
                assert_eq!(lost(text, context), None, "{context:?}");
            }
        }
    }

    proptest! {
        /// Of every line, whatever it wears: each character of the text stands where its run says, and the text of each
        /// word can be sliced out of the line.
        #[test]
        fn the_way_back_is_exact(
            lines in prop::collection::vec(prop::collection::vec(0..PIECES.len(), 0..12), 1..12),
            context in prop::sample::select(vec![Context::Prose, Context::Config, Context::Typed, Context::Table]),
        ) {
            let text: String = lines.iter().map(|line| line.iter().map(|&at| PIECES[at]).collect::<String>() + "\n").collect();
            lost(&text, context).map_or(Ok(()), |lost| Err(TestCaseError::fail(lost)))?;
        }

        /// Text without anything to take off is passed on as it stands.
        #[test]
        fn clean_text_is_borrowed(raw in "[a-z!][a-zA-Z0-9 ./:-]{0,60}") {
            prop_assume!(!raw.contains("--"));
            let mut undresser = Undresser::default();
            let cleaned = undresser.line(&raw, 1, may_be_dirty(&raw), Ahead { bytes: b"", end: b'\n' }, Context::Config);
            prop_assert_eq!((cleaned.text, cleaned.runs), (raw.as_str(), &[][..]));
        }
    }
}
