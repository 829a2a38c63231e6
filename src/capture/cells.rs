//! Characters on a workbench, each with the bytes of the raw line it stands for.

use super::{Edited, wrap};

/// One character of a line that is being cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// What is shown.
    pub(super) shown: char,
    /// Offset of what it stands for in the raw line.
    pub(super) raw: usize,
    /// Bytes of what it stands for: its own, or more where it replaces `&gt;` or a dash.
    pub(super) len: usize,
}

impl Cell {
    /// A character as it stands at `raw`.
    pub(super) fn verbatim(shown: char, raw: usize) -> Self {
        Self { shown, raw, len: shown.len_utf8() }
    }

    /// A character that stands for several: for all from the first of them in the raw line to the last, which need not
    /// be their order where a cursor went back.
    pub(super) fn over(shown: char, cells: &[Self]) -> Self {
        let raw = cells.iter().map(|cell| cell.raw).min().unwrap_or(0);
        let end = cells.iter().map(|cell| cell.raw + cell.len).max().unwrap_or(raw);
        Self { shown, raw, len: end - raw }
    }
}

/// The text of the cells and its way back, without the blanks at its end; a line as wide as a terminal keeps those.
pub(super) fn collect(cells: &[Cell], edited: &mut Edited) {
    let end = cells.iter().rposition(|cell| !cell.shown.is_whitespace()).map_or(0, |last| last + 1);
    let end = if end > 0 && wrap::is_width(cells.len()) { cells.len() } else { end };
    edited.text.clear();
    edited.runs.clear();
    let mut expected = None;
    for cell in cells.get(..end).unwrap_or(&[]) {
        let at = small(edited.text.len());
        let bytes = cell.shown.len_utf8();
        if expected != Some(cell.raw) {
            edited.runs.push((at, small(cell.raw)));
        }
        if cell.len > bytes {
            // It stands for more than itself: from the first run to the second.
            if expected == Some(cell.raw) {
                edited.runs.push((at, small(cell.raw)));
            }
            edited.runs.push((at, small(cell.raw + cell.len - bytes)));
        }
        edited.text.push(cell.shown);
        expected = Some(cell.raw + cell.len.max(bytes));
    }
    if edited.runs.is_empty() {
        edited.runs.push((0, 0));
    }
}

impl Edited {
    /// Adds the text of another line, which begins `base` bytes into what both stand in.
    pub(super) fn append(&mut self, text: &str, runs: &[(u32, u32)], base: usize) {
        let (shift, base) = (small(self.text.len()), small(base));
        let whole = [(0, 0)];
        let runs = if runs.is_empty() { &whole } else { runs };
        self.runs.extend(runs.iter().map(|&(clean, raw)| (clean + shift, raw + base)));
        self.text.push_str(text);
    }
}

/// Offsets within a line, which is at most a megabyte long.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Offset in the raw line of what the character at `at` in the cleaned text stands for.
pub(super) fn first(runs: &[(u32, u32)], at: usize) -> usize {
    let index = runs.partition_point(|&(clean, _)| clean as usize <= at);
    let run = |back: usize| index.checked_sub(back).and_then(|i| runs.get(i));
    match (run(1), run(2)) {
        (Some(&(clean, _)), Some(&(before, raw))) if clean as usize == at && before == clean => raw as usize,
        (Some(&(clean, raw)), _) => raw as usize + (at - clean as usize),
        (None, _) => at,
    }
}

/// Offset in the raw line of the last byte that the byte at `at` in the cleaned text stands for.
pub(super) fn last(runs: &[(u32, u32)], at: usize) -> usize {
    let index = runs.partition_point(|&(clean, _)| clean as usize <= at);
    match index.checked_sub(1).and_then(|i| runs.get(i)) {
        Some(&(clean, raw)) => raw as usize + (at - clean as usize),
        None => at,
    }
}

/// The runs of the part of a cleaned text that starts at `from` and is `len` bytes long.
pub(super) fn part(runs: &[(u32, u32)], from: usize, len: usize) -> Vec<(u32, u32)> {
    let shift = small(from);
    let later = runs.iter().skip_while(|&&(clean, _)| clean < shift).take_while(|&&(clean, _)| {
        // Of a text that is empty the place alone is of interest.
        (clean as usize) < from + len
    });
    let mut part: Vec<(u32, u32)> = later.map(|&(clean, raw)| (clean - shift, raw)).collect();
    if part.first().is_none_or(|&(clean, _)| clean > 0) {
        part.insert(0, (0, small(first(runs, from))));
    }
    part
}
