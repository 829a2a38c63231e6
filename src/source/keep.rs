//! Of sources that were read, the lines that are still to be quoted.

use std::collections::{BTreeMap, BTreeSet};

use super::{SourceFile, SourceId, SourceMap, Span};

impl SourceMap {
    /// The same sources with the lines of `spans` alone.
    pub(crate) fn only(&self, spans: impl IntoIterator<Item = Span>) -> Self {
        let mut wanted: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
        for span in spans {
            wanted.entry(span.source).or_default().push(span);
        }
        let parts = self.parts.iter().map(|(first, files)| {
            let files = (*first..).zip(files).map(|(id, file)| {
                let spans = wanted.get(&SourceId(id));
                file.only(spans.map_or(&[][..], Vec::as_slice))
            });
            (*first, files.collect())
        });
        Self { parts: parts.collect() }
    }
}

impl SourceFile {
    fn only(&self, spans: &[Span]) -> Self {
        let mut lines: BTreeSet<(usize, usize)> = BTreeSet::new();
        for span in spans {
            let Some(at) = self.piece_index(span.start) else { continue };
            let Some(piece) = self.pieces.get(at) else { continue };
            let line =
                |offset: u64| u32::try_from(offset.saturating_sub(piece.start)).map_or(0, |at| piece.line_index(at));
            // The line behind a span that ends with its line has its end position.
            lines.extend((line(span.start)..=line(span.end())).map(|line| (at, line)));
        }
        let mut file = Self::new(self.name.clone());
        for (at, line) in lines {
            let Some(piece) = self.pieces.get(at) else { continue };
            let Some(&start) = piece.line_starts.get(line) else { continue };
            let end = piece.line_starts.get(line + 1).map_or(piece.text.len(), |&next| next as usize);
            let raw = piece.text.get(start as usize..end).unwrap_or_default();
            let number = piece.first_line.saturating_add(u32::try_from(line).unwrap_or(u32::MAX));
            file.keep(piece.start + u64::from(start), number, raw);
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cited_can_still_be_quoted_and_nothing_else() {
        let mut sources = SourceMap::from_id(3);
        let id = sources.add(SourceFile::new("edge.txt"));
        let mut start = 0;
        for number in 1..=9 {
            let raw = format!("line {number}\r\n");
            sources.get_mut(id).unwrap().keep(start, number, &raw);
            start += raw.len() as u64;
        }
        let at = |line: u64, from: u64, len: u32| Span { source: id, start: (line - 1) * 8 + from, len };
        let cited = [at(7, 5, 1), at(2, 0, 4), at(4, 5, 4)];
        let kept = sources.only(cited);
        for span in cited {
            assert_eq!(kept.slice(span), sources.slice(span));
            assert_eq!(kept.position(span), sources.position(span));
            assert_eq!(kept.end_position(span), sources.end_position(span));
            assert_eq!(kept.quote_line(span), sources.quote_line(span));
        }
        assert_eq!(kept.slice(at(1, 0, 4)), None);
        assert_eq!(kept.slice(at(9, 0, 4)), None);
        assert_eq!(kept.get(id).map(SourceFile::name), Some("edge.txt"));
    }
}
