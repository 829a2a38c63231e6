//! The part of the sources that one diagnostic quotes, as miette wants it.
//!
//! miette 7.6 merges two labels into one block, with every line between them, when it believes they are close, and it
//! takes the closeness from a `line_count` counted from the start of the file. Cisco puts NAT rules hundreds of lines
//! before the access lists they name, so this type cuts the excerpts itself: labels that are near share a block,
//! distant ones and ones in other files get their own, and a block is all that miette can see.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::{SourceMap, Span, mask_line, mask_name};

/// Lines between two labels up to which they share a block.
const NEAR: u32 = 3;

/// Masked blocks of source lines, laid end to end in an offset space of their own.
#[derive(Debug, Clone, Default)]
pub struct Excerpts {
    blocks: Vec<Block>,
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
    pub fn cut(sources: &SourceMap, spans: &[Span], context: u32) -> Self {
        let mut wanted: Vec<(Span, usize, u32)> = Vec::new();
        for (order, &span) in spans.iter().enumerate() {
            wanted.extend(sources.position(span).map(|position| (span, order, position.line)));
        }
        wanted.sort_unstable();
        let mut groups: Vec<(usize, Span, u32, u32)> = Vec::new();
        for (span, order, line) in wanted {
            match groups.last_mut() {
                Some((told, first, _, last)) if first.source == span.source && line <= *last + NEAR => {
                    *last = line.max(*last);
                    *told = order.min(*told);
                }
                _ => groups.push((order, span, line, line)),
            }
        }
        groups.sort_unstable();
        let mut excerpts = Self::default();
        for (_, span, first, last) in groups {
            excerpts.push_block(sources, span, first.saturating_sub(context).max(1), last + context);
        }
        excerpts
    }

    fn push_block(&mut self, sources: &SourceMap, span: Span, from: u32, to: u32) {
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
            text.push_str(&mask_line(line));
            // A carriage return is blanked rather than kept: terminals obey it.
            text.extend(piece.text[begin + line.len()..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        let start = self.blocks.last().map_or(0, |block| block.start + block.text.len() + 1);
        self.blocks.push(Block {
            name: mask_name(file.name()),
            source: span.source,
            first_line: piece.first_line + u32::try_from(first).unwrap_or(0),
            source_start: piece.start + u64::from(starts_at),
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
    fn neighbours_are_masked_too() {
        let (sources, rule, _) = two_distant_labels();
        let excerpts = Excerpts::cut(&sources, &[rule], 1);
        assert!(!excerpts.blocks[0].text.contains("s405"), "{}", excerpts.blocks[0].text);
        assert!(!excerpts.blocks[0].text.contains('\r'));
    }
}
