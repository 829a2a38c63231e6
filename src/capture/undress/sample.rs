//! The lines ahead, looked at to tell what all of them wear.

use super::layer::{self, Kind, Layer};
use super::{Bench, is_odd};
use crate::capture::prompt::{Prompt, bare_command};
use crate::capture::shape::{Shape, hostname, is_version};

/// How far ahead a decision looks.
const LINES: usize = 48;
const BYTES: usize = 8 << 10;

/// The text after a line.
#[derive(Debug, Clone, Copy)]
pub(in crate::capture) struct Ahead<'a> {
    pub(in crate::capture) bytes: &'a [u8],
    /// What ends its lines.
    pub(in crate::capture) end: u8,
}

impl<'a> Ahead<'a> {
    /// The next lines, without line ends; one that is no UTF-8 comes as far as it is.
    pub(in crate::capture) fn lines(self) -> impl Iterator<Item = &'a str> {
        let near = self.bytes.get(..BYTES.min(self.bytes.len())).unwrap_or(&[]);
        let whole = near.len() == self.bytes.len();
        // A line that is cut off by the end of the look is no witness.
        let near = match memchr::memrchr(self.end, near) {
            Some(last) if !whole => near.get(..=last).unwrap_or(near),
            _ => near,
        };
        near.split_inclusive(move |&byte| byte == self.end).map(|line| {
            let text = match std::str::from_utf8(line) {
                Ok(text) => text,
                Err(error) => {
                    line.get(..error.valid_up_to()).and_then(|start| std::str::from_utf8(start).ok()).unwrap_or("")
                }
            };
            text.trim_end_matches(['\r', '\n'])
        })
    }
}

/// What some consecutive lines have in common.
#[derive(Debug)]
pub(super) struct Sample {
    /// The first prefix of each.
    pub(super) kind: Kind,
    /// For each kind of prefix: on how many lines, and whether a text ever followed it without a blank.
    kinds: Vec<(Kind, usize, bool)>,
    /// Lines that were looked at.
    lines: u32,
    /// Lines with text.
    texts: usize,
    /// Lines whose text a router may have printed.
    router: usize,
    /// The same, and lines that may stand among them.
    fitting: usize,
    /// Lines whose text is nothing else.
    sure: usize,
}

impl Sample {
    /// The line and those after it, as long as they start with a prefix of this kind.
    pub(super) fn take(kind: Kind, line: &str, ahead: Ahead<'_>, bench: &mut Bench) -> Self {
        let mut sample = Self { kind, kinds: Vec::new(), lines: 0, texts: 0, router: 0, fitting: 0, sure: 0 };
        for line in std::iter::once(line).chain(ahead.lines()).take(LINES) {
            if !line.trim_ascii().is_empty() && !sample.add(line, bench) {
                break;
            }
            sample.lines += 1;
        }
        sample
    }

    /// Adds a line; `false` when it does not wear what the others do.
    fn add(&mut self, line: &str, bench: &mut Bench) -> bool {
        let found = prefixes(line, bench);
        if found.first().is_none_or(|(kind, _)| *kind != self.kind) {
            return false;
        }
        let mut counted: Vec<Kind> = Vec::new();
        for (kind, tight) in found {
            if !self.kinds.iter().any(|(known, ..)| *known == kind) {
                self.kinds.push((kind.clone(), 0, false));
            }
            for known in self.kinds.iter_mut().filter(|known| known.0 == kind) {
                known.1 += usize::from(!counted.contains(&kind));
                known.2 |= tight;
            }
            counted.push(kind);
        }
        let text = bench.bare(line);
        if !text.trim_ascii().is_empty() {
            self.texts += 1;
            let router = is_router(text);
            self.router += usize::from(router);
            self.fitting +=
                usize::from(router || text.starts_with(' ') || matches!(text.trim_ascii(), "end" | "exit" | "!"));
            self.sure += usize::from(is_sure(text));
        }
        true
    }

    /// Whether the lines agree, and are a router's without the prefix.
    pub(super) fn is_believed(&self) -> bool {
        match self.kind {
            _ if self.router == 0 => false,
            Kind::Mark('>') | Kind::Stamp(_) => self.sure > 0 || self.router * 3 >= self.texts,
            Kind::Mark(_) => self.texts >= 3 && self.router * 2 >= self.texts,
            Kind::Bullet(_) => self.texts >= 3 && self.sure > 0 && self.fitting == self.texts,
        }
    }

    /// The prefixes that most of the lines wear.
    pub(super) fn layers(&self) -> impl Iterator<Item = Layer> {
        let lines = self.kinds.iter().map(|&(_, lines, _)| lines).max().unwrap_or(0);
        self.kinds
            .iter()
            .filter(move |(kind, on, _)| *kind == self.kind || on * 2 > lines)
            .map(|(kind, _, tight)| Layer { kind: kind.clone(), blank: !tight })
    }

    /// How many lines were looked at.
    pub(super) fn lines(&self) -> u32 {
        self.lines
    }
}

/// The kind of prefix that a line starts with.
pub(super) fn kind(line: &str, bench: &mut Bench) -> Option<Kind> {
    prefixes(line, bench).into_iter().next().map(|(kind, _)| kind)
}

/// The prefixes of a line, each with whether a text follows it without a blank; what markup hides is found as well.
fn prefixes(line: &str, bench: &mut Bench) -> Vec<(Kind, bool)> {
    let found = layer::all(line);
    let mut prefixes = tightness(line, found);
    if is_odd(line) {
        let from = layer::all(line).last().map_or(0, |&(_, end)| end);
        bench.undress(line, from, |_| 0);
        bench.read_back();
        let rest = bench.text.strip_prefix(' ').filter(|_| from > 0).unwrap_or(&bench.text);
        prefixes.extend(tightness(rest, layer::all(rest)));
    }
    prefixes
}

fn tightness(line: &str, found: Vec<(Kind, usize)>) -> Vec<(Kind, bool)> {
    let ends: Vec<usize> = found.iter().map(|&(_, end)| end).collect();
    let last = ends.last().copied();
    found
        .into_iter()
        .map(|(kind, end)| {
            let next = line.as_bytes().get(end);
            (kind, last == Some(end) && next.is_some_and(|&byte| byte != b' '))
        })
        .collect()
}

fn is_router(text: &str) -> bool {
    is_sure(text) || Shape::of(text) != Shape::Other
}

/// A prompt, a command, a row, a heading.
fn is_sure(text: &str) -> bool {
    matches!(Shape::of(text), Shape::TableHeader | Shape::TableRow | Shape::ConfigHeading)
        || Prompt::parse(text).is_some_and(|prompt| prompt.is_certain(|_| false))
        || bare_command(text).is_some()
        || text.trim_ascii_start().starts_with("ip nat ")
}

/// The blanks that this line and those after it start with, where they are a configuration that was indented as a whole;
/// and how many lines were looked at.
pub(super) fn indent<'l>(line: &'l str, ahead: Ahead<'_>, bench: &mut Bench) -> (&'l str, u32) {
    let text = line.trim_start_matches([' ', '\t']);
    let indent = line.get(..line.len() - text.len()).unwrap_or("");
    let (mut looked, mut texts, mut router, mut headers) = (0, 0, 0, 0);
    // Lines indented just so, one after the other: of what is indented further more may be said.
    let (mut alike, mut deeper) = (0_u32, false);
    for line in std::iter::once(line).chain(ahead.lines()).take(LINES) {
        if !line.trim_ascii().is_empty() {
            let Some(text) = line.strip_prefix(indent) else { break };
            texts += 1;
            deeper |= text.starts_with([' ', '\t']);
            let text = bench.bare(text);
            router += usize::from(is_router(text));
            headers += usize::from(begins(text));
        }
        looked += 1;
        alike += u32::from(!deeper);
    }
    let enough = indent.len() >= 2 || indent == "\t";
    let believed = enough && texts >= 3 && headers > 0 && router * 3 >= texts;
    if believed { (indent, looked) } else { ("", alike.max(1)) }
}

/// What stands at the left margin of a configuration and nowhere else, or begins a session.
fn begins(text: &str) -> bool {
    let nat = text.strip_prefix("ip nat ").is_some_and(|rest| {
        let mut words = rest.split_ascii_whitespace();
        words.next().is_some_and(|side| matches!(side, "inside" | "outside" | "pool")) && words.next().is_some()
    });
    let block = text.starts_with("interface ") || text.starts_with("router ") || text.starts_with("ip access-list ");
    nat || hostname(text).is_some()
        || is_version(text)
        || (block && Shape::of(text) == Shape::ConfigLine)
        || (!text.starts_with(' ') && Prompt::parse(text).is_some_and(|prompt| prompt.is_certain(|_| false)))
        || Shape::of(text) == Shape::ConfigHeading
}
