//! A long configuration is read in parts, side by side.
//!
//! A part begins where nothing depends on the lines before it but what they have named. It is read as if there were none
//! of them; where that turns out to be wrong, it is read again behind them. So the parts come to what the whole comes to.

use rayon::prelude::*;

use super::Reader;
use super::draft::Block;
use crate::capture::Line;

/// Lines of a part: enough to be worth a thread.
pub(super) const LINES: usize = 1 << 13;

/// What a part may begin with: commands that end every block but text, and that mean the same whatever was open.
const BEGINNINGS: [&str; 8] = [
    "interface ",
    "ip access-list standard ",
    "ip access-list extended ",
    "access-list ",
    "ip nat inside source ",
    "ip route ",
    "ip prefix-list ",
    "route-map ",
];

/// Some lines, and all that follow them.
struct Part<I> {
    /// How many lines stand before it.
    start: usize,
    lines: I,
    /// How many lines are its own, as far as there are as many.
    count: usize,
}

/// A part that was read on its own.
struct Read<I> {
    part: Part<I>,
    reader: Reader,
    /// How many lines it took: its own, and the rest of a banner.
    lines: usize,
}

impl<'a, I: Iterator<Item = Line<'a>> + Clone> Part<I> {
    fn read(self) -> Read<I> {
        let mut reader = Reader::new();
        let lines = reader.lines(self.lines.clone(), self.count);
        Read { part: self, reader, lines }
    }
}

/// Reads a configuration in parts of `size` lines or more.
pub(super) fn read<'a>(lines: impl Iterator<Item = Line<'a>> + Clone + Send, size: usize) -> Reader {
    let (first, others) = split(lines, size);
    if others.is_empty() {
        return first.read().reader;
    }
    let (first, others) = rayon::join(|| first.read(), || others.into_par_iter().map(Part::read).collect::<Vec<_>>());
    others.into_iter().fold((first.reader, first.lines), join).0
}

/// Joins a part to what was read before it, and to the number of lines that was.
fn join<'a, I: Iterator<Item = Line<'a>> + Clone>((mut before, at): (Reader, usize), next: Read<I>) -> (Reader, usize) {
    let Read { part, reader, lines } = next;
    let follows = at == part.start && lines <= part.count && !matches!(before.draft.block, Block::Opaque);
    if follows && before.draft.join(reader.draft) {
        before.margin = reader.margin;
        before.coverage.absorb(reader.coverage);
        return (before, at + lines);
    }
    // The banner before it may have taken the first lines.
    let taken = at - part.start;
    let lines = before.lines(part.lines.skip(taken), part.count.saturating_sub(taken));
    (before, at + lines)
}

/// The first part, and the others.
fn split<'a, I: Iterator<Item = Line<'a>> + Clone>(lines: I, size: usize) -> (Part<I>, Vec<Part<I>>) {
    let (mut first, mut others) = (Part { start: 0, lines: lines.clone(), count: usize::MAX }, Vec::new());
    let (mut rest, mut at) = (lines, 0);
    while rest.nth(size - 1).is_some() {
        at += size;
        loop {
            let lines = rest.clone();
            let Some(line) = rest.next() else { return (first, others) };
            at += 1;
            if BEGINNINGS.iter().any(|beginning| line.text.starts_with(beginning)) {
                let part = others.last_mut().unwrap_or(&mut first);
                part.count = at - 1 - part.start;
                others.push(Part { start: at - 1, lines, count: usize::MAX });
                break;
            }
        }
    }
    (first, others)
}
