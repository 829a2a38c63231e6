//! The part of the sources that one diagnostic quotes, as miette wants it.
//!
//! miette 7.6 merges two labels into one block, with every line between them, when it believes they are close, and it
//! takes the closeness from a `line_count` counted from the start of the file. Cisco puts NAT rules hundreds of lines
//! before the access lists they name, so this type cuts the excerpts itself: labels that are near share a block,
//! distant ones and ones in other files get their own, and a block is all that miette can see.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::{SourceMap, Span, mask_name};

/// Lines between two labels up to which they share a block.
const NEAR: u32 = 3;

/// A line of more bytes (JSON has them) is shown around its labels only; miette cannot place a label in column 65536.
const LONG: usize = 1000;

/// What of such a line is shown on both sides.
const AROUND: usize = 60;

/// Masked blocks of source lines, laid end to end in an offset space of their own.
#[derive(Debug, Clone, Default)]
pub struct Excerpts {
    blocks: Vec<Block>,
}

/// A label, or several near each other, before the block is cut.
#[derive(Debug)]
struct Wanted {
    span: Span,
    /// The piece of the source that holds it.
    piece: usize,
    /// When it is told.
    order: usize,
    first: u32,
    last: u32,
    /// One past the last byte of all labels in it.
    end: u64,
}

impl Wanted {
    fn of(sources: &SourceMap, span: Span, order: usize) -> Option<Self> {
        let piece = sources.get(span.source)?.piece_index(span.start)?;
        let first = sources.position(span)?.line;
        // The last byte, because a span that ends with its line ends at the start of the next one.
        let end = Span { start: span.end().saturating_sub(1).max(span.start), ..span };
        let last = sources.position(end).map_or(first, |at| at.line);
        Some(Self { span, piece, order, first, last, end: span.end() })
    }

    fn is_near(&self, next: &Self) -> bool {
        self.span.source == next.span.source && self.piece == next.piece && next.first <= self.last + NEAR
    }
}

#[derive(Debug, Clone)]
struct Block {
    name: String,
    source: super::SourceId,
    first_line: u32,
    /// Where the block starts in the source, and in our own offset space.
    source_start: u64,
    start: usize,
    text: String,
    lines: u32,
}

impl Excerpts {
    /// Cuts the blocks that show `spans`, with up to `context` lines around each. Spans whose text was not kept are
    /// left out; [`Excerpts::place`] answers `None` for them. Blocks come in the order of `spans`, so that the primary
    /// label and then its reasons are read in the order in which they are told.
    ///
    /// A block lies in one piece of its source: of two rows of a table that are kept, the forgotten row between them
    /// cannot be shown.
    pub fn cut(sources: &SourceMap, spans: &[Span], context: u32) -> Self {
        let mut wanted: Vec<Wanted> = Vec::new();
        for (order, &span) in spans.iter().enumerate() {
            wanted.extend(Wanted::of(sources, span, order));
        }
        wanted.sort_unstable_by_key(|wanted| (wanted.span, wanted.order));
        let mut groups: Vec<Wanted> = Vec::new();
        for next in wanted {
            match groups.last_mut() {
                Some(group) if group.is_near(&next) => {
                    group.last = next.last.max(group.last);
                    group.end = next.end.max(group.end);
                    group.order = next.order.min(group.order);
                }
                _ => groups.push(next),
            }
        }
        groups.sort_unstable_by_key(|group| group.order);
        let mut excerpts = Self::default();
        for group in groups {
            let from = group.first.saturating_sub(context).max(1);
            excerpts.push_block(sources, &group, from, group.last.saturating_add(context));
        }
        excerpts
    }

    fn push_block(&mut self, sources: &SourceMap, group: &Wanted, from: u32, to: u32) {
        let span = group.span;
        let Some(file) = sources.get(span.source) else { return };
        let Some((piece, _)) = file.locate(span.start) else { return };
        let first = from.saturating_sub(piece.first_line) as usize;
        let last = (to.saturating_sub(piece.first_line) as usize).min(piece.line_starts.len() - 1);
        let starts_at = piece.line_starts[first];
        let mut text = String::new();
        for index in first..=last {
            let begin = piece.line_starts[index] as usize;
            let end = piece.line_starts.get(index + 1).map_or(piece.text.len(), |&next| next as usize);
            let line = piece.line(index);
            text.push_str(&file.masked(piece, index));
            // A carriage return is blanked rather than kept: terminals obey it.
            text.extend(piece.text[begin + line.len()..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        let mut source_start = piece.start + u64::from(starts_at);
        if first == last && text.len() > LONG {
            let (from, part) = around(&text, span.start - source_start, group.end - source_start);
            source_start += from as u64;
            text = part;
        }
        let start = self.blocks.last().map_or(0, |block| block.start + block.text.len() + 1);
        self.blocks.push(Block {
            name: mask_name(file.name()),
            source: span.source,
            first_line: piece.first_line + u32::try_from(first).unwrap_or(0),
            source_start,
            start,
            lines: u32::try_from(last - first + 1).unwrap_or(1),
            text,
        });
    }

    /// Where `span` lies in the offset space of these excerpts, for a miette label.
    pub fn place(&self, span: Span) -> Option<SourceSpan> {
        let block = self.blocks.iter().find(|block| {
            block.source == span.source
                && span.start >= block.source_start
                && span.end() <= block.source_start + block.text.len() as u64
        })?;
        let start = block.start + usize::try_from(span.start - block.source_start).ok()?;
        Some((start, span.len as usize).into())
    }
}

/// The part of a long line with its labels in it, of all of them only where they are not far apart, and where it begins.
fn around(line: &str, start: u64, end: u64) -> (usize, String) {
    let start = usize::try_from(start).unwrap_or(0).min(line.len());
    let end = usize::try_from(end).unwrap_or(0).clamp(start, start.saturating_add(LONG));
    let boundary = |at: &usize| line.is_char_boundary(*at);
    let from = (0..=start.saturating_sub(AROUND)).rev().find(boundary).unwrap_or(0);
    let to = (end.saturating_add(AROUND)..line.len()).find(boundary).unwrap_or(line.len());
    (from, line.get(from..to).unwrap_or("").to_owned())
}

impl SourceCode for Excerpts {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let block = self
            .blocks
            .iter()
            .find(|block| span.offset() >= block.start && end <= block.start + block.text.len())
            // Also what stops miette from merging two blocks: a span over both is out of bounds.
            .ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            block.name.clone(),
            block.text.as_bytes(),
            (block.start, block.text.len()).into(),
            block.first_line.saturating_sub(1) as usize,
            0,
            block.lines as usize,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn two_distant_labels() -> (SourceMap, Span, Span) {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("edge.txt"));
        let mut start = 0;
        let mut spans = Vec::new();
        for number in 1..=700 {
            let raw = match number {
                406 => "ip nat inside source list 1 interface Gi0/0 overload\r\n".to_owned(),
                608 => "access-list 1 permit 192.19.72.0 0.0.0.255\r\n".to_owned(),
                _ => format!("snmp-server community s{number} RO\r\n"),
            };
            if matches!(number, 406 | 608) {
                spans.push(Span { source: id, start, len: 6 });
            }
            sources.get_mut(id).unwrap().keep(start, number, &raw);
            start += raw.len() as u64;
        }
        (sources, spans[0], spans[1])
    }

    #[test]
    fn labels_200_lines_apart_do_not_drag_in_what_lies_between() {
        let (sources, rule, acl) = two_distant_labels();
        let excerpts = Excerpts::cut(&sources, &[acl, rule], 1);
        assert_eq!(excerpts.blocks.iter().map(|b| (b.first_line, b.lines)).collect::<Vec<_>>(), [(607, 3), (405, 3)]);
        let (a, b) = (excerpts.place(rule).unwrap(), excerpts.place(acl).unwrap());
        let contents = excerpts.read_span(&a, 1, 1).unwrap();
        assert_eq!((contents.line(), contents.line_count()), (404, 3));
        let both = (b.offset(), a.offset() + a.len() - b.offset()).into();
        assert!(excerpts.read_span(&both, 1, 1).is_err());
    }

    #[test]
    fn a_forgotten_line_between_two_labels_hides_neither() {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("table.txt"));
        let row = |at: u64| format!("udp 19.155.80.72:{at:04}\n");
        let len = row(0).len() as u64;
        for number in [1, 3, 4, 6] {
            sources.get_mut(id).unwrap().keep(u64::from(number) * len, number, &row(u64::from(number)));
        }
        let spans = [6, 1, 3, 4].map(|number| Span { source: id, start: number * len, len: 21 });
        let excerpts = Excerpts::cut(&sources, &spans, 1);
        let cut: Vec<_> = excerpts.blocks.iter().map(|block| (block.first_line, block.lines)).collect();
        assert_eq!(cut, [(6, 1), (1, 1), (3, 2)]);
        for (span, text) in spans.iter().zip(["0006", "0001", "0003", "0004"]) {
            let place = excerpts.place(*span).unwrap();
            let contents = excerpts.read_span(&place, 0, 0).unwrap();
            let from = place.offset() - contents.span().offset();
            assert!(contents.data()[from..from + place.len()].ends_with(text.as_bytes()));
        }
    }

    #[test]
    fn a_label_over_several_lines_has_them_all() {
        let (sources, rule, _) = two_distant_labels();
        let long = Span { len: 100, ..rule };
        let excerpts = Excerpts::cut(&sources, &[long], 0);
        assert_eq!(excerpts.blocks[0].lines, 3);
        assert!(excerpts.place(long).is_some());
    }

    #[test]
    fn a_long_line_is_shown_around_its_label() {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("metrics.json"));
        let text = format!("{}\"192.19.72.2022\"{}", "\u{fc}".repeat(40_000), " 1".repeat(40_000));
        sources.get_mut(id).unwrap().keep(0, 1, &text);
        let at = |start| Span { source: id, start, len: 14 };
        let spans = [at(80_001), at(100_000)];
        let excerpts = Excerpts::cut(&sources, &spans, 0);
        let place = excerpts.place(spans[0]).unwrap();
        let contents = excerpts.read_span(&place, 0, 0).unwrap();
        assert!(contents.data().len() < LONG + 2 * AROUND + 4);
        assert_eq!(&contents.data()[place.offset()..place.offset() + 14], b"192.19.72.2022");
        // What is far away is no part of it.
        assert!(excerpts.place(spans[1]).is_none());
    }

    #[test]
    fn neighbours_are_masked_too() {
        let (sources, rule, _) = two_distant_labels();
        let excerpts = Excerpts::cut(&sources, &[rule], 1);
        assert!(!excerpts.blocks[0].text.contains("s405"), "{}", excerpts.blocks[0].text);
        assert!(!excerpts.blocks[0].text.contains('\r'));
    }
}
