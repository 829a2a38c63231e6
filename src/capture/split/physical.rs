//! A line as it lies in its source, and what of it is kept there.

use crate::capture::clean::{Cleaned, without_end};
use crate::capture::{Line, cells};
use crate::source::{SourceFile, SourceId, Span, mask_line};

/// A line of the input, cleaned.
#[derive(Debug)]
pub(in crate::capture) struct Physical<'a> {
    /// 1-based.
    pub(in crate::capture) number: u32,
    /// Offset in the source.
    pub(in crate::capture) start: u64,
    /// As it stands, line end included.
    pub(in crate::capture) raw: &'a str,
    /// The lines after it that the terminal cut off it, as they stand.
    pub(in crate::capture) more: &'a [&'a str],
    /// As a terminal showed it.
    pub(in crate::capture) cleaned: Cleaned<'a>,
    /// What was typed on this line did not count: the router refuses it on the next lines, or it was typed on.
    pub(in crate::capture) refused: bool,
}

impl Physical<'_> {
    /// Where the line lies, with what was cut off it.
    pub(in crate::capture) fn span(&self, source: SourceId) -> Span {
        let before: usize = self
            .more
            .split_last()
            .map_or(0, |(_, between)| self.raw.len() + between.iter().map(|raw| raw.len()).sum::<usize>());
        let last = self.more.last().copied().unwrap_or(self.raw);
        let len = u32::try_from(before + without_end(last).len()).unwrap_or(u32::MAX);
        Span { source, start: self.start, len }
    }

    /// The line as it is handed over.
    pub(in crate::capture) fn line(&self, source: SourceId) -> Line<'_> {
        Line { text: self.cleaned.text, number: self.number, span: self.span(source), runs: self.cleaned.runs }
    }

    /// Keeps its text for quotation. The answer says whether it stands with what was kept before.
    pub(in crate::capture) fn keep(&self, file: &mut SourceFile) -> bool {
        let joined = file.keep(self.start, self.number, self.raw);
        let (mut start, mut number) = (self.start + self.raw.len() as u64, self.number + 1);
        for raw in self.more {
            file.keep(start, number, raw);
            (start, number) = (start + raw.len() as u64, number + 1);
        }
        if !self.cleaned.runs.is_empty() {
            self.hide(file);
        }
        joined
    }

    /// What is secret of the text is secret where it came from, which may not look so: behind a time stamp, or below the
    /// line that it was cut off.
    pub(in crate::capture) fn hide(&self, file: &mut SourceFile) {
        let Cleaned { text, runs, .. } = &self.cleaned;
        let masked = mask_line(text);
        let differ =
            masked.bytes().zip(text.bytes()).enumerate().filter(|(_, (shown, was))| shown != was && *shown == b'*');
        let mut secret: Vec<_> = differ.map(|(at, _)| (cells::first(runs, at), cells::last(runs, at))).collect();
        // A terminal may have been written to in any order.
        secret.sort_unstable();
        for (first, last) in secret {
            file.hide(self.start + first as u64..=self.start + last as u64);
        }
    }

    /// Number and place of each line that was cut off it.
    pub(in crate::capture) fn rest(&self, source: SourceId) -> impl Iterator<Item = (u32, Span)> {
        let mut start = self.start + self.raw.len() as u64;
        (self.number + 1..).zip(self.more).map(move |(number, raw)| {
            let len = u32::try_from(without_end(raw).len()).unwrap_or(u32::MAX);
            let span = Span { source, start, len };
            start += raw.len() as u64;
            (number, span)
        })
    }
}

/// Lines of the input as they stand.
#[derive(Debug, Clone, Copy)]
pub(in crate::capture) struct Lines<'a> {
    pub(in crate::capture) text: &'a str,
    /// There may be something odd in them.
    pub(in crate::capture) dirty: bool,
    /// Number of the first, 1-based.
    pub(in crate::capture) number: u32,
    /// Its offset in the source.
    pub(in crate::capture) start: u64,
}
