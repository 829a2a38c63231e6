//! What stands in front of every line of a quotation or a log: marks, bullets, times.

use super::stamp::Stamp;

/// The kind of a prefix; two of the same kind look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `>` of mail, Markdown and chats, plain or escaped; `|`, `#` and box drawing of others.
    Mark(char),
    /// `*` or `-` and a blank.
    Bullet(char),
    /// A time.
    Stamp(String),
}

impl Kind {
    /// Whether a single line can prove it: no router starts a line like that.
    pub(super) fn is_strong(&self) -> bool {
        matches!(self, Self::Mark('>') | Self::Stamp(_))
    }
}

/// A kind of prefix that the lines of a source wear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layer {
    pub(super) kind: Kind,
    /// A blank behind the prefix belongs to it, not to the text.
    pub(super) blank: bool,
}

/// The prefix that `text` starts with, perhaps behind blanks, and how far it goes without the blank behind it.
pub(super) fn first(text: &str) -> Option<(Kind, usize)> {
    let start = text.trim_start_matches(|c| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{200b}' | '\u{feff}'));
    let (kind, len) = at_start(start)?;
    Some((kind, text.len() - start.len() + len))
}

fn at_start(text: &str) -> Option<(Kind, usize)> {
    let bytes = text.as_bytes();
    let blank_next = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'\t' | b'\r' | b'\n'));
    match bytes.first()? {
        b'>' => Some((Kind::Mark('>'), 1)),
        b'&' if text.starts_with("&gt;") => Some((Kind::Mark('>'), 4)),
        b'|' => Some((Kind::Mark('|'), 1)),
        b'#' if blank_next(1) => Some((Kind::Mark('#'), 1)),
        mark @ (b'*' | b'-') if blank_next(1) && bytes.len() > 2 => Some((Kind::Bullet(char::from(*mark)), 1)),
        byte if byte.is_ascii() => Stamp::read(text).map(|stamp| (Kind::Stamp(stamp.shape), stamp.len)),
        _ => {
            let mark = text.chars().next()?;
            matches!(mark, '│' | '┃' | '▌' | '•').then(|| (Kind::Mark(mark), mark.len_utf8()))
        }
    }
}

/// How deep prefixes are stacked: a thread that was quoted again and again.
const DEPTH: usize = 12;

/// Whether a line may start with one of the prefixes. Cheap: asked of every line of a configuration.
pub(super) fn may_start(first: u8) -> bool {
    matches!(first, b'>' | b'&' | b'|' | b'#' | b'*' | b'-' | b'[' | b'<' | b'(' | b'0'..=b'9' | b'A'..=b'Z' | 0x80..)
}

/// Bytes of the prefixes of these kinds that `text` starts with.
pub(super) fn strip(text: &str, worn: &[Layer]) -> usize {
    let mut at = 0;
    for _ in 0..DEPTH {
        let Some(rest) = text.get(at..) else { break };
        let Some((kind, len)) = first(rest) else { break };
        let Some(layer) = worn.iter().find(|layer| layer.kind == kind) else { break };
        at += len;
        let blank = rest.as_bytes().get(len) == Some(&b' ');
        // `> > text`: between two marks a blank is never the text's.
        let again = || rest.get(len + 1..).and_then(first).is_some_and(|(next, _)| worn.iter().any(|l| l.kind == next));
        if blank && (layer.blank || again()) {
            at += 1;
        }
    }
    at
}

/// All prefixes that `text` starts with, of whatever kind: where each ends, without the blank behind it.
pub(super) fn all(text: &str) -> Vec<(Kind, usize)> {
    let (mut at, mut found) = (0, Vec::new());
    while let Some((kind, len)) = text.get(at..).and_then(first).filter(|_| found.len() < DEPTH) {
        at += len;
        found.push((kind, at));
        at += usize::from(text.as_bytes().get(at) == Some(&b' '));
    }
    found
}
