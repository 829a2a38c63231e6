//! `show ip nat translations`.
//!
//! Rows are read by words, not by columns: long ports push columns to the right, pastes squeeze blanks and tabs. What
//! is no row is a header, a total, a continuation of `verbose`, something the router says of itself, or noted.

mod block;
mod chatter;
mod row;

use memchr::memmem;

use crate::capture::{Keep, Line, Passed, SegmentHead};
use crate::grammar::{Coverage, Note, Rows, State, Subject, TableSummary};
use crate::source::{Span, Spanned};
use row::Trouble;

/// Reads one table at a time, line by line.
#[derive(Debug, Default)]
pub struct Table {
    summary: TableSummary,
}

impl Table {
    /// Reads one line of a table segment.
    pub fn line(&mut self, head: &SegmentHead, line: &Line<'_>, rows: &mut dyn Rows, coverage: &mut Coverage) -> Keep {
        match row::read(line.text) {
            Ok(row) => {
                self.summary.rows += 1;
                coverage.count(State::Modelled);
                rows.row(head, &row, line)
            }
            Err(Trouble::NoRow) => self.other(line, coverage),
            Err(Trouble::Malformed { part, effect }) => {
                self.summary.malformed += 1;
                note(line, line.span_of(part), State::Malformed, effect, coverage)
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
        if let Some(number) = total(text) {
            coverage.count(State::Harmless);
            if let Ok(value) = number.parse() {
                self.summary.total = Some(Spanned::new(value, line.span_of(number)));
            }
            return Keep::Yes;
        }
        if chatter::is_refusal(text) {
            let effect = "the router refused the command: this is no table".to_owned();
            return note(line, line.span(), State::Malformed, effect, coverage);
        }
        if chatter::is_continuation(line.text) || chatter::is_of_the_router(text) {
            coverage.count(State::Harmless);
            return Keep::No;
        }
        note(line, line.span(), State::Unrecognized, "no line of a translation table".to_owned(), coverage)
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
        std::mem::take(&mut self.summary)
    }
}

/// The number in `Total number of translations: N`.
fn total(text: &str) -> Option<&str> {
    let at = memmem::find(text.as_bytes(), b"Total number of translations")?;
    let (before, rest) = (text.get(..at)?, text.get(at..)?.split_once(':')?.1);
    before.is_empty().then(|| rest.trim_ascii())
}

/// Notes a line. It is kept as long as its note is.
fn note(line: &Line<'_>, span: Span, state: State, effect: String, coverage: &mut Coverage) -> Keep {
    coverage.note(Note { span, line: line.number, state, subject: Subject::Table, effect });
    if coverage.dropped_notes() == 0 { Keep::Yes } else { Keep::No }
}
