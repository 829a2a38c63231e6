//! `show ip nat translations`.
//!
//! Rows are read by words, not by columns: long ports push columns to the right, pastes squeeze blanks and tabs. What
//! is no row is a header, a total, a continuation of `verbose`, something the router says of itself, or noted.

mod block;
mod row;

use memchr::memmem;

use super::chatter;
use crate::capture::{Keep, Line, Passed, SegmentHead};
use crate::grammar::{Coverage, Rows, State, Subject, TableSummary};
use crate::locale::{Text, say};
use crate::source::{Span, Spanned};
use row::Trouble;

/// Reads one table at a time, line by line.
#[derive(Debug, Default)]
pub struct Table {
    summary: TableSummary,
    /// Rows above the last total, read or not.
    totalled: u64,
    /// The header lacks `Pro`.
    without_protocol: bool,
}

impl Table {
    /// Reads one line of a table segment.
    pub fn line(&mut self, head: &SegmentHead, line: &Line<'_>, rows: &mut dyn Rows, coverage: &mut Coverage) -> Keep {
        let read = match row::read(line.text) {
            Err(Trouble::NoRow) if self.without_protocol => row::without_protocol(line.text).ok_or(Trouble::NoRow),
            read => read,
        };
        match read {
            Ok(row) => {
                self.summary.rows += 1;
                coverage.count(State::Modelled);
                rows.row(head, &row, line)
            }
            Err(Trouble::NoRow) => self.other(line, coverage),
            Err(Trouble::Malformed { part, wrong }) => {
                self.summary.malformed += 1;
                note(line, line.span_of(part), State::Malformed, || wrong.told(part), coverage)
            }
        }
    }

    /// Reads as many lines at once as are plain, from the start of `bytes`.
    pub fn block(&mut self, head: &SegmentHead, bytes: &[u8], rows: &mut dyn Rows, coverage: &mut Coverage) -> Passed {
        let Some(sieve) = rows.sieve() else { return Passed::default() };
        let found = block::scan(bytes, sieve);
        self.summary.rows += found.rows.all;
        coverage.count_many(State::Modelled, found.rows.all);
        coverage.count_many(State::Harmless, found.beside);
        if found.rows.all > 0 {
            rows.sifted(head, &found.rows);
        }
        found.passed
    }

    /// A line that does not start like a row.
    fn other(&mut self, line: &Line<'_>, coverage: &mut Coverage) -> Keep {
        let text = line.text.trim_ascii();
        if text.is_empty() {
            coverage.count(State::Harmless);
            // A prompt or a pager leaves no text of its line, but the segment points at it.
            return if line.text.is_empty() && line.span().len > 0 { Keep::Yes } else { Keep::No };
        }
        if self.is_header(text) {
            self.summary.header.get_or_insert(line.span());
            coverage.count(State::Harmless);
            return Keep::Yes;
        }
        if is_header_without_protocol(text) {
            self.summary.header.get_or_insert(line.span());
            self.without_protocol = true;
            return note(line, line.span(), State::Unsupported, || say!("ledger-no-protocol-column"), coverage);
        }
        if let Some(number) = total(text) {
            return self.total(line, number, coverage);
        }
        if chatter::is_refusal(text) {
            return note(line, line.span(), State::Malformed, || say!("ledger-table-refused"), coverage);
        }
        if chatter::is_continuation(line.text) || chatter::is_of_the_router(text) {
            coverage.count(State::Harmless);
            // By this line NX-OS gives itself away.
            return if text.starts_with("Flags:0x") { Keep::Yes } else { Keep::No };
        }
        note(line, line.span(), State::Unrecognized, || say!("ledger-no-table-line"), coverage)
    }

    /// The total counts what stands above it, down from the total before. Fewer rows than that were lost on the way; more
    /// of them are all there, from two outputs perhaps.
    fn total(&mut self, line: &Line<'_>, number: &str, coverage: &mut Coverage) -> Keep {
        let all = self.summary.rows + self.summary.malformed;
        let read = all - std::mem::replace(&mut self.totalled, all);
        let Ok(value) = number.parse::<u64>() else {
            coverage.count(State::Harmless);
            return Keep::Yes;
        };
        let span = line.span_of(number);
        self.summary.total = Some(Spanned::new(value, span));
        if value > read {
            self.summary.short.get_or_insert(span);
        }
        if value >= read {
            coverage.count(State::Harmless);
            return Keep::Yes;
        }
        let effect = || say!("ledger-total", total = value.to_string(), rows = read.to_string());
        coverage.note_of(line, span, (State::Unsupported, Subject::None), effect);
        Keep::Yes
    }

    fn is_header(&mut self, text: &str) -> bool {
        let mut words = text.split_ascii_whitespace();
        let pro = words.next().is_some_and(|word| word.eq_ignore_ascii_case("pro"));
        let side = words.next().unwrap_or("");
        let source = side.eq_ignore_ascii_case("source");
        if !pro || !(source || side.eq_ignore_ascii_case("inside")) {
            return false;
        }
        self.summary.nvi |= source;
        true
    }

    /// The segment is over.
    pub fn finish(&mut self) -> TableSummary {
        std::mem::take(self).summary
    }
}

fn is_header_without_protocol(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let mut next = |wanted: &str| words.next().is_some_and(|word| word.eq_ignore_ascii_case(wanted));
    ["inside", "global", "inside", "local"].into_iter().all(&mut next)
}

/// The columns of a row as printed, `None` for dashes; `None` when the line is no row.
pub(crate) fn cells(text: &str) -> Option<[Option<&str>; 4]> {
    let row = row::read(text).ok()?;
    let columns = [row.inside_global, row.inside_local, row.outside_local, row.outside_global];
    Some(columns.map(|column| column.map(|cell| cell.text)))
}

/// The number in `Total number of translations: N`.
fn total(text: &str) -> Option<&str> {
    let at = memmem::find(text.as_bytes(), b"Total number of translations")?;
    let (before, rest) = (text.get(..at)?, text.get(at..)?.split_once(':')?.1);
    before.is_empty().then(|| rest.trim_ascii())
}

/// Notes a line. It is kept as long as its note is.
fn note(line: &Line<'_>, span: Span, state: State, effect: impl FnOnce() -> Text, coverage: &mut Coverage) -> Keep {
    coverage.note_of(line, span, (state, Subject::Table), effect);
    if coverage.dropped_notes() == 0 { Keep::Yes } else { Keep::No }
}
