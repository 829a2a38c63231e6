//! What of a line may leave the program.
//!
//! Captures hold passwords, keys and communities, and terminals obey control characters. Both are replaced byte for
//! byte, so that every column and every underline stays where it was. In doubt a word is masked: only the lines that
//! NAT is judged by must stay legible, and those are told by how they begin.

mod words;

#[cfg(test)]
mod tests;

use words::{KEPT, Lead};

/// The line with its secrets and control characters replaced, in the same number of bytes.
pub fn mask_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let secret_from = if is_dump(line) { Some(0) } else { secret_start(line) };
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let secret = secret_from.is_some_and(|from| at + word.len() > from) && !is_kept(word.trim_end());
        // The secret may begin within the word, after a `=`.
        let from = if secret { secret_from.unwrap_or(0).saturating_sub(at) } else { word.len() };
        let url = url_credentials(word).unwrap_or((0, 0));
        for (offset, c) in word.char_indices() {
            let hidden = (offset >= from || (url.0..url.1).contains(&offset)) && !c.is_whitespace();
            let instead = match c {
                _ if hidden => Some('*'),
                c if is_control(c) => Some('?'),
                _ => None,
            };
            match instead {
                Some(instead) => (0..c.len_utf8()).for_each(|_| out.push(instead)),
                None => out.push(c),
            }
        }
        at += word.len();
    }
    out
}

/// `masked`, with the characters of `line` that start where `hidden` says masked as well, in the same number of bytes.
pub(super) fn hide(line: &str, masked: &str, hidden: impl Fn(usize) -> bool) -> String {
    let mut out = String::with_capacity(masked.len());
    for (at, c) in line.char_indices() {
        match masked.get(at..at + c.len_utf8()) {
            Some(_) if hidden(at) && !c.is_whitespace() => (0..c.len_utf8()).for_each(|_| out.push('*')),
            Some(shown) => out.push_str(shown),
            None => {}
        }
    }
    out
}

/// A text of ours that may hold names from a capture, fit for a terminal: control characters replaced, line ends kept.
pub fn mask_controls(text: &str) -> String {
    replaced(text, |c| is_control(c) && c != '\n')
}

/// A name of somebody else's choice, fit for the middle of a line: a line end in it would begin a line of its own.
pub fn mask_name(name: &str) -> String {
    replaced(name, is_control)
}

/// Mostly there is nothing to replace.
fn replaced(text: &str, bad: impl Fn(char) -> bool) -> String {
    if text.contains(&bad) { text.chars().map(|c| if bad(c) { '?' } else { c }).collect() } else { text.to_owned() }
}

/// What [`mask_line`] leaves of `part`, a slice of `line`, when it masks none of it as a secret; `None` when it does,
/// or when `part` is not of this line.
pub fn unmasked<'a>(line: &str, part: &'a str) -> Option<&'a str> {
    let from = (part.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
    let masked = mask_line(line);
    let shown = masked.get(from..from + part.len())?;
    let hidden = shown.chars().zip(part.chars()).any(|(shown, was)| shown == '*' && was != '*');
    (!hidden).then_some(part)
}

fn is_kept(word: &str) -> bool {
    KEPT.iter().any(|kept| kept.eq_ignore_ascii_case(word))
        || word.len() == 1 && word.chars().all(|c| c.is_ascii_digit())
}

/// Controls, and the invisible characters that reorder or hide text on a terminal. A tab is kept: it is layout.
fn is_control(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// Byte offset from which the words of the line are secret.
fn secret_start(line: &str) -> Option<usize> {
    let mut lead = Lead::default();
    let mut at = 0;
    for part in line.split_inclusive(char::is_whitespace) {
        let start = at;
        at += part.len();
        let word = plain(part);
        if word.is_empty() {
            continue;
        }
        if let Some(end) = words::foreign(&part.to_lowercase()) {
            return Some(start + end);
        }
        // `password=hunter2`, `"password":"hunter2"`, `?key=...`: the secret is in the same word.
        if let Some(value) = assigned(part, line) {
            return Some(start + value);
        }
        // A prompt may stand before the first word, or the name of a file.
        let bare = word.trim_end_matches(':');
        let word = bare.rsplit(['#', '>', ':']).next().filter(|_| lead.is_empty()).unwrap_or(&word);
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if word.is_empty() {
            continue;
        }
        let next = line.get(at..).and_then(|rest| rest.split_whitespace().next());
        // `show running-config | section key hunter2`: what is looked for behind the name of a secret is one.
        let filtered = line.get(..start).is_some_and(|before| before.contains('|'));
        if filtered && next.is_some() && words::names_a_secret(word) {
            return Some(at);
        }
        if let Some(next) = next
            && lead.is_trigger(word, &plain(next))
        {
            return Some(at);
        }
        lead.push(word);
    }
    None
}

/// A word as it looks on a screen, in lower case: escape sequences gone, what was backspaced over gone.
fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut chars = word.trim_end().chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{8}' => drop(out.pop()),
            '\u{1b}' if chars.as_str().starts_with('[') => {
                // Up to the letter that ends the sequence.
                let _ = chars.by_ref().skip(1).find(|c| matches!(c, '@'..='~'));
            }
            c if is_control(c) => {}
            c => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// Offset in `word`, one of `line`, of what is assigned to a secret's name in it.
fn assigned(word: &str, line: &str) -> Option<usize> {
    let mut signs = word.match_indices(['=', ':', '>']);
    signs.find_map(|(at, sign)| {
        let (before, after) = (word.get(..at)?, word.get(at + 1..)?);
        // `<password>hunter2</password>`, but not a prompt.
        if sign == ">" && !before.contains('<') {
            return None;
        }
        let name = before.trim_end_matches(['"', '\'']);
        let name = name.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next()?;
        let name = plain(name);
        let secret = words::names_a_secret(&name) || matches!(name.as_str(), "pass" | "pw");
        let has_value = || after.trim_end().contains(|c| !matches!(c, '"' | '\'' | ',' | ';'));
        (secret && has_value() && !is_device_key(&name, after, line)).then_some(at + 1)
    })
}

/// `"key":4000,"deviceInfo":{`: vSphere numbers the devices of a virtual machine. The number is no secret, and the rest of
/// the line is the device.
fn is_device_key(name: &str, value: &str, line: &str) -> bool {
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let number = (1..=5).contains(&digits) && value.get(digits..).is_some_and(|rest| rest.starts_with(",\""));
    let device = || ["\"deviceInfo\":", "\"DeviceInfo\":"].iter().any(|info| line.contains(info));
    name == "key" && number && device()
}

/// The password of an URL in this word, or all of what stands before its `@` when there is no colon; of `user:password@host`
/// too.
fn url_credentials(word: &str) -> Option<(usize, usize)> {
    let Some(start) = word.find("://").map(|at| at + 3) else {
        let colon = word.find(':')?;
        return word.rfind('@').filter(|at| *at > colon).map(|at| (colon + 1, at));
    };
    // A password may hold a slash or an `@`: the last `@` ends it.
    let end = start + word.get(start..)?.rfind('@')?;
    let user = word.get(start..end)?.find(':').map_or(0, |colon| colon + 1);
    Some((start + user, end))
}

/// The body of a certificate or a key: `  30820241 308201AA A0030201 ...`, or one long word of base64.
pub fn is_dump(line: &str) -> bool {
    let hex = |word: &str| word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut words = line.split_ascii_whitespace().peekable();
    let first = words.peek().copied().unwrap_or_default();
    if first.len() == 8 {
        return words.all(|word| hex(word) || word == "quit");
    }
    let base64 = first.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    // The last line of a key may be short.
    let padded = first.len() >= 8 && first.ends_with('=');
    let mixed = first.bytes().any(|byte| byte.is_ascii_digit()) && first.bytes().any(|byte| byte.is_ascii_alphabetic());
    words.nth(1).is_none() && base64 && (padded || first.len() >= 40 && mixed)
}
