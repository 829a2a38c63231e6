//! Markdown (GitHub's) in which a text of somebody else's stays text: what is not a method of the writer is escaped.

use std::fmt::Write as _;

use crate::source::mask_name;

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Shown as it stands.
    Text(String),
    /// The same in bold.
    Strong(String),
    /// Shown in a fixed font.
    Code(String),
}

/// Text.
pub(super) fn text(text: impl Into<String>) -> Piece {
    Piece::Text(text.into())
}

/// Bold.
pub(super) fn strong(text: impl Into<String>) -> Piece {
    Piece::Strong(text.into())
}

/// Fixed font.
pub(super) fn code(text: impl Into<String>) -> Piece {
    Piece::Code(text.into())
}

/// A document in the making.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    out: String,
}

impl Markdown {
    /// A heading.
    pub(super) fn heading(&mut self, level: usize, title: &str) {
        self.block();
        let _ = writeln!(self.out, "{} {}", "#".repeat(level), escaped(title));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, pieces: &[Piece]) {
        self.block();
        let line = line(pieces, false);
        let _ = writeln!(self.out, "{line}");
    }

    /// An item of a list, which begins with [`Self::block`]; `level` counts from 0.
    pub(super) fn item(&mut self, level: usize, pieces: &[Piece]) {
        let line = line(pieces, false);
        let _ = writeln!(self.out, "{}- {line}", "  ".repeat(level));
    }

    /// A blank line before what follows.
    pub(super) fn block(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Lines as they stand, in a fence that none of them can close. `indent` is that of the list item it belongs to.
    pub(super) fn fence(&mut self, indent: usize, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        if indent == 0 {
            self.block();
        }
        let lines: Vec<String> = lines.iter().map(|line| mask_name(line)).collect();
        let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
        let (fence, pad) = ("`".repeat(longest.max(2) + 1), " ".repeat(indent));
        let _ = writeln!(self.out, "{pad}{fence}text");
        for line in &lines {
            let _ = writeln!(self.out, "{}", format!("{pad}{line}").trim_end());
        }
        let _ = writeln!(self.out, "{pad}{fence}");
    }

    /// A table.
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<Piece>]) {
        self.block();
        let _ = writeln!(self.out, "| {} |", head.join(" | "));
        let _ = writeln!(self.out, "|{}", " --- |".repeat(head.len()));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|piece| line(std::slice::from_ref(piece), true)).collect();
            let _ = writeln!(self.out, "| {} |", cells.join(" | "));
        }
    }

    pub(super) fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

fn line(pieces: &[Piece], in_table: bool) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&escaped(text)),
            Piece::Strong(text) => {
                let _ = write!(out, "**{}**", escaped(text));
            }
            Piece::Code(text) => out.push_str(&span(text, in_table)),
        }
    }
    out
}

/// A text in which nothing is markup: one line, and every character that could begin some is escaped.
fn escaped(text: &str) -> String {
    let text = mask_name(&text.replace('\n', " "));
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let anywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '$' | '@');
        // What begins a line could be a list, a heading or a rule.
        let at_start = at == 0 && matches!(c, '-' | '+' | '=');
        let number = matches!(c, '.' | ')') && at > 0 && text.get(..at).is_some_and(is_number);
        // Between letters an underscore emphasises nothing.
        let inner = c == '_' && is_inner(&text, at);
        // A link that nobody meant to write.
        let link = c == ':' && text.get(at..).is_some_and(|rest| rest.starts_with("://"));
        if anywhere && !inner || at_start || number || link {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_inner(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + 1..).and_then(|text| text.chars().next());
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

/// A code span whose fence is longer than any run of backticks in it. In a table a pipe ends the cell even there.
fn span(text: &str, in_table: bool) -> String {
    let text = mask_name(&text.replace('\n', " "));
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    let text = if in_table { text.replace('|', "\\|") } else { text };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_text() {
        for (raw, shown) in [
            ("# HCX <b>*x*</b>", r"\# HCX \<b\>\*x\*\</b\>"),
            ("- no item", r"\- no item"),
            ("12. no item", r"12\. no item"),
            ("a | b", r"a \| b"),
            ("![x](http://evil)", r"!\[x\](http\://evil)"),
            ("NAT_ACL and _x_", r"NAT_ACL and \_x\_"),
            ("two\nlines", "two lines"),
            ("@everyone &amp; $x$", r"\@everyone \&amp; \$x\$"),
        ] {
            assert_eq!(escaped(raw), shown, "{raw}");
        }
    }

    #[test]
    fn no_text_closes_its_fence() {
        for (raw, inline, cell) in [
            ("plain", "`plain`", "`plain`"),
            ("a|b", "`a|b`", r"`a\|b`"),
            ("a ``` b", "````a ``` b````", "````a ``` b````"),
            ("`x`", "`` `x` ``", "`` `x` ``"),
        ] {
            assert_eq!((span(raw, false).as_str(), span(raw, true).as_str()), (inline, cell));
        }
        let mut markdown = Markdown::default();
        markdown.fence(0, &["description ```".to_owned(), "````".to_owned()]);
        assert_eq!(markdown.finish(), "`````text\ndescription ```\n````\n`````\n");
    }
}
