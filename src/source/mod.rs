//! The text the user gave us, and the way back to it.
//!
//! A [`Span`] is a place in one source. A [`SourceFile`] keeps the text that reports may quote: all of a configuration,
//! but of a translation table only the rows somebody cites, so that a table of ten million rows costs nothing.
//! Offsets count bytes of the decoded text (for UTF-8 input: the bytes of the file, a byte-order mark not counted).

mod excerpt;
mod keep;
mod mask;

pub use excerpt::Excerpts;
pub use mask::{is_dump, mask_controls, mask_line, mask_name, unmasked};

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;

/// Which source a span points into. Handed out by [`SourceMap::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

impl SourceId {
    /// Which source of its map it is, counted from 0.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A byte range of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source pointed into.
    pub source: SourceId,
    /// First byte, counted from the start of the decoded source.
    pub start: u64,
    /// Length in bytes.
    pub len: u32,
}

impl Span {
    /// One past the last byte.
    pub fn end(self) -> u64 {
        self.start + u64::from(self.len)
    }

    /// The smallest span that holds both; `self` when they lie in different sources.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        let start = self.start.min(other.start);
        let len = u32::try_from(self.end().max(other.end()) - start).unwrap_or(u32::MAX);
        Self { source: self.source, start, len }
    }
}

/// A value and the text it was read from. Equality and hash look at the value alone.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: Hash> Hash for Spanned<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A place as people say it: 1-based line, and 1-based column counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based.
    pub line: u32,
    /// 1-based, in characters.
    pub column: u32,
}

/// One input: a file, standard input, or text built in.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: String,
    begins_input: bool,
    pieces: Vec<Piece>,
    /// First and last byte of what is secret though its line does not look so, ascending.
    hidden: Vec<(u64, u64)>,
}

/// A run of whole lines that was kept.
#[derive(Debug, Clone)]
struct Piece {
    start: u64,
    first_line: u32,
    text: String,
    /// Offset in `text` of each line's first byte.
    line_starts: Vec<u32>,
}

impl Piece {
    fn end(&self) -> u64 {
        self.start + self.text.len() as u64
    }

    /// Index of the line that holds the byte at `offset` (relative to the piece).
    fn line_index(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The line without its line end.
    fn line(&self, index: usize) -> &str {
        let start = self.line_starts.get(index).copied().unwrap_or(0) as usize;
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        without_end(self.text.get(start..end).unwrap_or(""))
    }
}

/// The line without its line end.
pub(crate) fn without_end(line: &str) -> &str {
    let mut bytes = line.as_bytes();
    while let [rest @ .., b'\n' | b'\r'] = bytes {
        bytes = rest;
    }
    line.get(..bytes.len()).unwrap_or(line)
}

impl SourceFile {
    /// A source of which nothing has been kept yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), begins_input: false, pieces: Vec::new(), hidden: Vec::new() }
    }

    /// The same, as the first source of an input: an archive has as many as it has members.
    #[must_use]
    pub(crate) fn begins_input(self) -> Self {
        Self { begins_input: true, ..self }
    }

    /// The path as the user wrote it, with the member behind it when it is an archive, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Keeps one physical line, line end included, so that spans into it can be quoted.
    ///
    /// Lines must come in order; a line that follows the last kept one joins its piece, and the answer is yes.
    pub fn keep(&mut self, start: u64, number: u32, raw: &str) -> bool {
        match self.pieces.last_mut() {
            Some(piece) if piece.end() == start && piece.text.len() + raw.len() < u32::MAX as usize => {
                piece.line_starts.push(u32::try_from(piece.text.len()).unwrap_or(u32::MAX));
                piece.text.push_str(raw);
                true
            }
            _ => {
                self.pieces.push(Piece { start, first_line: number, text: raw.to_owned(), line_starts: vec![0] });
                false
            }
        }
    }

    /// The same for lines that stand one after the other and end at `ends`.
    pub(crate) fn keep_lines(&mut self, start: u64, number: u32, lines: &str, ends: &[usize]) -> bool {
        let before = ends.split_last().map_or(&[][..], |(_, before)| before);
        let starts = std::iter::once(0).chain(before.iter().copied());
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        match self.pieces.last_mut() {
            Some(piece) if piece.end() == start && piece.text.len() + lines.len() < u32::MAX as usize => {
                piece.line_starts.extend(starts.map(|at| offset(piece.text.len() + at)));
                piece.text.push_str(lines);
                true
            }
            _ => {
                let line_starts = starts.map(offset).collect();
                self.pieces.push(Piece { start, first_line: number, text: lines.to_owned(), line_starts });
                false
            }
        }
    }

    /// Some lines from the one that begins at `start` on, as far as they are of one piece: where each begins, and its
    /// text without the line end.
    pub(crate) fn lines(&self, start: u64, count: usize) -> KeptLines<'_> {
        let Some((piece, offset)) = self.locate(start) else { return KeptLines::default() };
        let starts = piece.line_starts.get(piece.line_index(offset)..).unwrap_or_default();
        KeptLines { base: piece.start, text: &piece.text, starts, left: count.min(starts.len()) }
    }

    /// Hides bytes from every quotation. Places come in order, or overlap the last one.
    pub(crate) fn hide(&mut self, bytes: RangeInclusive<u64>) {
        match self.hidden.last_mut() {
            Some((_, last)) if *bytes.start() <= *last + 1 => *last = (*last).max(*bytes.end()),
            _ => self.hidden.push((*bytes.start(), *bytes.end())),
        }
    }

    /// A line of a piece, fit to leave the program.
    fn masked(&self, piece: &Piece, index: usize) -> String {
        let line = piece.line(index);
        let masked = mask_line(line);
        let start = piece.start + u64::from(piece.line_starts.get(index).copied().unwrap_or(0));
        let first = self.hidden.partition_point(|&(_, last)| last < start);
        let hidden = self.hidden.get(first..).unwrap_or(&[]);
        if hidden.first().is_none_or(|&(from, _)| from >= start + line.len() as u64) {
            return masked;
        }
        mask::hide(line, &masked, |at| {
            let at = start + at as u64;
            hidden.iter().take_while(|&&(from, _)| from <= at).any(|&(_, last)| at <= last)
        })
    }

    fn locate(&self, offset: u64) -> Option<(&Piece, u32)> {
        let piece = self.pieces.get(self.piece_index(offset)?)?;
        Some((piece, u32::try_from(offset - piece.start).ok()?))
    }

    /// Which of the pieces holds the byte at `offset`.
    fn piece_index(&self, offset: u64) -> Option<usize> {
        let index = self.pieces.partition_point(|piece| piece.start <= offset).checked_sub(1)?;
        self.pieces.get(index).is_some_and(|piece| offset <= piece.end()).then_some(index)
    }
}

/// Lines that were kept: where each begins, and its text without the line end.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptLines<'a> {
    base: u64,
    text: &'a str,
    /// Where the next line begins, and all behind it.
    starts: &'a [u32],
    left: usize,
}

impl<'a> Iterator for KeptLines<'a> {
    type Item = (u64, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let (&start, after) = self.starts.split_first()?;
        self.starts = after;
        let end = after.first().map_or(self.text.len(), |&next| next as usize);
        let line = self.text.get(start as usize..end).unwrap_or("");
        Some((self.base + u64::from(start), without_end(line)))
    }

    fn nth(&mut self, skipped: usize) -> Option<Self::Item> {
        let skipped = skipped.min(self.left);
        self.left -= skipped;
        self.starts = self.starts.get(skipped..).unwrap_or_default();
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for KeptLines<'_> {}

/// All sources of one run.
///
/// Inputs may be read apart, each into a map of its own whose ids begin somewhere else, and their maps be joined.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    /// Files by the id of the first of them; ids ascend.
    parts: Vec<(u32, Vec<SourceFile>)>,
}

impl SourceMap {
    /// An empty map that hands out ids from `first` on.
    pub(crate) fn from_id(first: u32) -> Self {
        Self { parts: vec![(first, Vec::new())] }
    }

    /// Adds a source and hands out its id.
    pub fn add(&mut self, file: SourceFile) -> SourceId {
        if self.parts.is_empty() {
            self.parts.push((0, Vec::new()));
        }
        let id = self.next_id();
        if let Some((_, files)) = self.parts.last_mut() {
            files.push(file);
        }
        SourceId(id)
    }

    /// The id that the next source gets.
    pub(crate) fn next_id(&self) -> u32 {
        let next = |(first, files): &(u32, Vec<SourceFile>)| {
            first.saturating_add(u32::try_from(files.len()).unwrap_or(u32::MAX))
        };
        self.parts.last().map_or(0, next)
    }

    /// Takes the sources of other maps, whose ids are others.
    pub(crate) fn join(&mut self, others: impl IntoIterator<Item = Self>) {
        self.parts.extend(others.into_iter().flat_map(|other| other.parts));
        self.parts.sort_by_key(|(first, _)| *first);
    }

    /// A source by id; `None` for an id of another map.
    pub fn get(&self, id: SourceId) -> Option<&SourceFile> {
        let part = self.parts.partition_point(|(first, _)| *first <= id.0).checked_sub(1)?;
        let (first, files) = self.parts.get(part)?;
        files.get((id.0 - first) as usize)
    }

    /// The same, to keep lines in it.
    pub fn get_mut(&mut self, id: SourceId) -> Option<&mut SourceFile> {
        let part = self.parts.partition_point(|(first, _)| *first <= id.0).checked_sub(1)?;
        let (first, files) = self.parts.get_mut(part)?;
        files.get_mut((id.0 - *first) as usize)
    }

    /// Bytes of text that were kept.
    pub(crate) fn kept(&self) -> usize {
        let files = self.parts.iter().flat_map(|(_, files)| files);
        files.flat_map(|file| &file.pieces).map(|piece| piece.text.len()).sum()
    }

    /// Every source with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.parts.iter().flat_map(|(first, files)| (*first..).map(SourceId).zip(files))
    }

    /// Of each input that was read, in order, its sources.
    pub(crate) fn of_inputs(&self) -> Vec<Vec<SourceId>> {
        let mut inputs: Vec<Vec<SourceId>> = Vec::new();
        for (id, file) in self.iter() {
            match inputs.last_mut() {
                Some(input) if !file.begins_input => input.push(id),
                _ => inputs.push(vec![id]),
            }
        }
        inputs
    }

    /// The user's own text at `span`; `None` when the lines there were not kept.
    pub fn slice(&self, span: Span) -> Option<&str> {
        let (piece, offset) = self.get(span.source)?.locate(span.start)?;
        piece.text.get(offset as usize..offset as usize + span.len as usize)
    }

    /// The same, fit to leave the program: secrets and control characters masked.
    pub fn quote(&self, span: Span) -> Option<String> {
        let (piece, offset) = self.get(span.source)?.locate(span.start)?;
        let index = piece.line_index(offset);
        let line_start = piece.line_starts.get(index).copied()?;
        let masked = self.get(span.source)?.masked(piece, index);
        let from = (offset - line_start) as usize;
        let to = (from + span.len as usize).min(masked.len());
        masked.get(from..to).map(ToOwned::to_owned)
    }

    /// The whole line on which `span` starts, masked, without its line end.
    pub fn quote_line(&self, span: Span) -> Option<String> {
        let (piece, offset) = self.get(span.source)?.locate(span.start)?;
        Some(self.get(span.source)?.masked(piece, piece.line_index(offset)))
    }

    /// The lines around a span's first one, masked, as far as they were kept with it: the number of the first, and each
    /// without its line end.
    pub(crate) fn quote_around(&self, span: Span, context: u32) -> Option<(u32, Vec<String>)> {
        let file = self.get(span.source)?;
        let (piece, offset) = file.locate(span.start)?;
        let (index, context) = (piece.line_index(offset), context as usize);
        let (first, last) = (index.saturating_sub(context), (index + context).min(piece.line_starts.len() - 1));
        let lines = (first..=last).map(|index| file.masked(piece, index)).collect();
        Some((piece.first_line + u32::try_from(first).ok()?, lines))
    }

    /// Line and column of a span's first byte; `None` when the line was not kept.
    pub fn position(&self, span: Span) -> Option<Position> {
        self.position_of(span.source, span.start)
    }

    /// Line and column one past a span's last byte.
    pub fn end_position(&self, span: Span) -> Option<Position> {
        self.position_of(span.source, span.end())
    }

    fn position_of(&self, source: SourceId, offset: u64) -> Option<Position> {
        let (piece, offset) = self.get(source)?.locate(offset)?;
        let index = piece.line_index(offset);
        let start = piece.line_starts.get(index).copied()?;
        let before = piece.text.get(start as usize..offset as usize)?;
        let column = u32::try_from(before.chars().count()).ok()? + 1;
        Some(Position { line: piece.first_line + u32::try_from(index).ok()?, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> (SourceMap, SourceId) {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("edge.txt"));
        let file = sources.get_mut(id).unwrap();
        file.keep(0, 1, "hostname Zürich\r\n");
        file.keep(18, 2, "end\n");
        // Lines 3 to 1002 were read and dropped.
        file.keep(50_000, 1003, "udp 19.155.80.72:1543\n");
        (sources, id)
    }

    #[test]
    fn a_span_slices_back_across_a_gap() {
        let (sources, id) = map();
        let span = Span { source: id, start: 50_004, len: 12 };
        assert_eq!(sources.slice(span), Some("19.155.80.72"));
        assert_eq!(sources.position(span), Some(Position { line: 1003, column: 5 }));
        assert_eq!(sources.slice(Span { source: id, start: 40_000, len: 3 }), None);
    }

    #[test]
    fn maps_that_were_filled_apart_are_joined() {
        let mut sources = SourceMap::default();
        let inventory = sources.add(SourceFile::new("inventory.yaml"));
        let [mut late, mut early] = [40, 7].map(SourceMap::from_id);
        let ids = [late.add(SourceFile::new("b.txt")), early.add(SourceFile::new("a.txt"))];
        sources.join([late, early]);
        let names: Vec<_> = sources.iter().map(|(id, file)| (id, file.name())).collect();
        assert_eq!(names, [(inventory, "inventory.yaml"), (ids[1], "a.txt"), (ids[0], "b.txt")]);
        for (id, name) in names {
            assert_eq!(sources.get(id).map(SourceFile::name), Some(name));
        }
        assert!(sources.get(SourceId(8)).is_none() && sources.get(SourceId(41)).is_none());
        assert!(sources.get_mut(ids[0]).is_some());
    }

    #[test]
    fn columns_count_characters() {
        let (sources, id) = map();
        let span = Span { source: id, start: 12, len: 4 };
        assert_eq!(sources.slice(span), Some("rich"));
        assert_eq!(sources.position(span), Some(Position { line: 1, column: 12 }));
        assert_eq!(sources.position(Span { source: id, start: 18, len: 3 }).unwrap().line, 2);
    }
}
