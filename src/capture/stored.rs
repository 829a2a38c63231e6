//! The lines of a segment as they are kept, and the way through them.

use super::Line;
use crate::source::{KeptLines, SourceFile, SourceId, SourceMap, Span};

/// Cleaned lines that were kept.
#[derive(Debug, Clone)]
pub(crate) enum Stored {
    /// Lines that needed no cleaning and stand one after the other. The source knows where each begins, so a million of
    /// them cost nothing here.
    Run {
        /// The first byte.
        start: u64,
        /// One past the last line end.
        end: u64,
        /// Number of the first line.
        number: u32,
        /// How many.
        lines: u32,
    },
    /// A line whose text differs from the source's.
    Edited(Box<EditedLine>),
}

/// A line that was cleaned.
#[derive(Debug, Clone)]
pub(crate) struct EditedLine {
    pub(super) number: u32,
    pub(super) span: Span,
    pub(super) edited: Edited,
}

/// Cleaned text and where its runs came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edited {
    pub(super) text: String,
    /// `(offset in text, offset in the raw line)` of each run that was copied as it stood, ascending. A character that
    /// stands for more bytes than its own has two: one to their beginning, one from which the rest goes on.
    pub(super) runs: Vec<(u32, u32)>,
}

/// Lines that were kept, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct StoredLines<'a> {
    stored: std::slice::Iter<'a, Stored>,
    source: SourceId,
    file: Option<&'a SourceFile>,
    /// What is left of the run in which the next line stands, and the number of that line.
    run: KeptLines<'a>,
    number: u32,
}

impl<'a> StoredLines<'a> {
    pub(super) fn of(stored: &'a [Stored], source: SourceId, sources: &'a SourceMap) -> Self {
        let file = sources.get(source);
        Self { stored: stored.iter(), source, file, run: KeptLines::default(), number: 0 }
    }
}

impl<'a> Iterator for StoredLines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        self.nth(0)
    }

    /// Lines of a run are passed over without a look at each.
    fn nth(&mut self, mut skipped: usize) -> Option<Line<'a>> {
        loop {
            let left = self.run.len();
            if skipped < left {
                let (start, text) = self.run.nth(skipped)?;
                let number = self.number.saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
                self.number = number.saturating_add(1);
                let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
                return Some(Line { text, number, span: Span { source: self.source, start, len }, runs: &[] });
            }
            skipped -= left;
            self.run = KeptLines::default();
            match self.stored.next()? {
                Stored::Run { start, number, lines, .. } => {
                    self.run = self.file.map(|file| file.lines(*start, *lines as usize)).unwrap_or_default();
                    self.number = *number;
                }
                Stored::Edited(line) if skipped == 0 => {
                    let (text, runs) = (line.edited.text.as_str(), line.edited.runs.as_slice());
                    return Some(Line { text, number: line.number, span: line.span, runs });
                }
                Stored::Edited(_) => skipped -= 1,
            }
        }
    }
}
