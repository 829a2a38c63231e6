//! Banners and macros: text between delimiters, which may look like anything, also like configuration.

use super::harmless;
use crate::capture::Line;
use crate::grammar::lex::{abbreviates, split_word, trim_start};

/// How many lines a banner may have before its end is taken to be missing.
const LONGEST: usize = 500;

/// What follows a banner's first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// This many further lines belong to it, the last one closing it.
    Lines(usize),
    /// No closing delimiter: this many further lines are taken for its text.
    Open(usize),
    /// There is no delimiter at all.
    NoDelimiter,
}

/// The text behind `banner [KIND]`, or behind another command that takes a delimited text; `None` when it is no banner.
///
/// `banner [motd|login|exec|incoming|slip-ppp|prompt-timeout|config-save] DELIMITER ...`,
/// `aaa authentication {banner|fail-message} DELIMITER ...`
pub(crate) fn text_of(command: &str) -> Option<&str> {
    const KINDS: [&str; 7] = ["motd", "login", "exec", "incoming", "slip-ppp", "prompt-timeout", "config-save"];
    // Asked of every line.
    if !command.starts_with(['b', 'B', 'a', ' ', '\t']) {
        return None;
    }
    let (first, rest) = split_word(command);
    if abbreviates(first, "banner", 3) {
        let (kind, after) = split_word(rest);
        let named = KINDS.iter().any(|full| abbreviates(kind, full, 3));
        return Some(trim_start(if named { after } else { rest }));
    }
    if first != "aaa" {
        return None;
    }
    let (second, rest) = split_word(rest);
    let (third, rest) = split_word(rest);
    let text = second == "authentication" && matches!(third, "banner" | "fail-message");
    text.then_some(trim_start(rest))
}

/// Whether a command begins a macro of smart ports. Its commands follow, up to a line with nothing but `@`; the
/// configuration shows them so, and none is in force until somebody applies the macro
/// (<https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/lanswitch/command/lsw-cr-book/lsw-m1.html>).
///
/// `macro name NAME`
pub(super) fn names_a_macro(command: &str) -> bool {
    if !command.starts_with(['m', 'M']) {
        return false;
    }
    let (first, rest) = split_word(command);
    let (second, name) = split_word(rest);
    abbreviates(first, "macro", 3) && abbreviates(second, "name", 1) && !trim_start(name).is_empty()
}

/// How many further lines a macro has, the last one closing it; `None` when none does.
pub(super) fn macro_extent<'a>(following: impl Iterator<Item = Line<'a>>) -> Option<usize> {
    following.take(LONGEST).position(|line| line.text.trim_ascii() == "@").map(|index| index + 1)
}

/// Where the banner ends that begins with `text` and goes on in `following`.
pub(super) fn extent<'a>(text: &str, following: impl Iterator<Item = Line<'a>> + Clone) -> Extent {
    let Some(delimiter) = delimiter(text) else { return Extent::NoDelimiter };
    if text.get(delimiter.len()..).is_some_and(|rest| rest.contains(delimiter)) {
        return Extent::Lines(0);
    }
    let within = following.take(LONGEST);
    // What the router says to whoever types a banner names the delimiter, and is no part of the text.
    let hint = |line: &Line<'_>| line.text.trim_start().starts_with("Enter TEXT message");
    match within.clone().position(|line| line.text.contains(delimiter) && !hint(&line)) {
        Some(index) => Extent::Lines(index + 1),
        None => Extent::Open(within.take_while(|line| !resumes(line.text)).count()),
    }
}

/// `^C` is how IOS prints the byte 3, and prints it whatever was typed; anything else is one character.
pub(crate) fn delimiter(text: &str) -> Option<&str> {
    if text.starts_with("^C") {
        return text.get(..2);
    }
    let first = text.chars().next()?;
    text.get(..first.len_utf8())
}

/// Whether configuration has plainly begun again.
pub(crate) fn resumes(text: &str) -> bool {
    text.starts_with('!') || harmless::begins_configuration(text)
}

#[cfg(test)]
mod tests {
    use std::iter::empty;

    use super::*;

    #[test]
    fn commands_that_take_a_delimited_text() {
        assert_eq!(text_of("banner motd ^C hi"), Some("^C hi"));
        assert_eq!(text_of("banner #hi#"), Some("#hi#"));
        assert_eq!(text_of("aaa authentication banner ^C"), Some("^C"));
        assert_eq!(text_of("aaa authentication login default local"), None);
    }

    #[test]
    fn commands_that_begin_a_macro() {
        assert!(names_a_macro("macro name EDGE"));
        for other in ["macro name", "macro apply EDGE", "macro description EDGE", "mac address-table aging-time 600"] {
            assert!(!names_a_macro(other), "{other}");
        }
    }

    #[test]
    fn one_line_banners_of_every_delimiter() {
        for text in ["^C hi ^C", "#hi#", "^hi^", "\u{3}hi\u{3}", "^CChi^C", "\u{e9}hi\u{e9}"] {
            assert_eq!(extent(text, empty()), Extent::Lines(0), "{text}");
        }
        assert_eq!(extent("", empty()), Extent::NoDelimiter);
        assert_eq!(extent("^C", empty()), Extent::Open(0));
    }
}
