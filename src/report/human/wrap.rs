//! Lines no wider than the terminal.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Wraps at blanks, and between the characters of languages that have none; following lines are indented by two more.
pub(super) fn paragraph(out: &mut String, indent: &str, text: &str, width: usize) {
    for line in text.lines() {
        let mut column = 0;
        out.push_str(indent);
        for (at, word) in line.split(' ').enumerate() {
            let mut before = usize::from(at > 0 && column > 0);
            for piece in pieces(word) {
                let len = columns(piece);
                if column > 0 && indent.len() + column + before + len > width {
                    let _ = write!(out, "\n{indent}  ");
                    column = 2;
                } else if before > 0 {
                    out.push(' ');
                    column += 1;
                }
                before = 0;
                out.push_str(piece);
                column += len;
            }
        }
        out.push('\n');
    }
}

/// The parts of a word between which a line may end: before and after each wide character, but not before what closes and
/// not after what opens.
fn pieces(word: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut before: Option<char> = None;
    for (at, c) in word.char_indices() {
        let wide = |c: char| c.width() == Some(2);
        let between = before.is_some_and(|before| (wide(before) || wide(c)) && !OPENING.contains(before));
        if between && !CLOSING.contains(c) {
            cuts.push(at);
        }
        before = Some(c);
    }
    let ends = cuts.iter().copied().skip(1).chain([word.len()]);
    cuts.iter().zip(ends).filter_map(|(&from, to)| word.get(from..to)).collect()
}

/// What may not begin a line in Japanese, and what may not end one.
const CLOSING: &str = "、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;'\"";
const OPENING: &str = "（「『【〔〈《([{'\"";

/// Columns of a word without its colour codes.
pub(in crate::report) fn columns(word: &str) -> usize {
    let mut plain = String::with_capacity(word.len());
    let mut escaped = false;
    for c in word.chars() {
        match c {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            _ if escaped => {}
            _ => plain.push(c),
        }
    }
    plain.width()
}

/// Filled with blanks to so many columns.
pub(in crate::report) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        paragraph(&mut out, "", text, width);
        out
    }

    #[test]
    fn at_blanks_and_between_wide_characters() {
        assert_eq!(wrapped("ab cd ef", 5), "ab cd\n  ef\n");
        assert_eq!(wrapped("ab  cd", 80), "ab  cd\n");
        assert_eq!(wrapped("送信元ポート 4500 を失います。", 14), "送信元ポート\n  4500 を失い\n  ます。\n");
        assert_eq!(wrapped("\u{1b}[1;31mFAIL\u{1b}[0m ab", 7), "\u{1b}[1;31mFAIL\u{1b}[0m ab\n");
        for text in ["アドレスは「192.0.2.1」です。", "a、b、c の共有アドレス"] {
            for width in 4..30 {
                let text_again: String = wrapped(text, width).split("\n  ").collect();
                assert_eq!(text_again.replace(['\n', ' '], ""), text.replace(' ', ""), "{width}");
            }
        }
    }

    #[test]
    fn wide_characters_are_two_columns() {
        assert_eq!((columns("判定"), columns("PASS"), padded("判定", 6).as_str()), (4, 4, "判定  "));
    }
}
