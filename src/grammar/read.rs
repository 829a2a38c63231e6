//! The output of one command, line by line, with the account of its lines.

use super::{Coverage, State, Subject};
use crate::capture::Line;
use crate::locale::{Text, say};

/// What a line turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read<'a> {
    /// Its meaning is in the facts.
    Modelled,
    /// A heading, a legend, a counter that says nothing about NAT.
    Harmless,
    /// Known by its form, and not modelled: the message that says why.
    Unsupported(&'static str),
    /// Known by its first words; then came this, and something else was expected: the message that names it.
    Malformed(&'a str, &'static str),
    /// No line of this command.
    Unknown,
}

/// How many lines of a segment are pointed at that do not belong there. The rest is counted.
const SHOWN: usize = 20;

/// Keeps the ledger of one segment.
pub(super) struct Ledger<'c> {
    /// The command, for notes.
    pub(super) title: &'static str,
    pub(super) coverage: &'c mut Coverage,
    noted: usize,
}

impl<'c> Ledger<'c> {
    pub(super) fn new(title: &'static str, coverage: &'c mut Coverage) -> Self {
        Self { title, coverage, noted: 0 }
    }

    pub(super) fn enter(&mut self, line: &Line<'_>, read: &Read<'_>) {
        match *read {
            Read::Modelled => self.coverage.count(State::Modelled),
            Read::Harmless => self.coverage.count(State::Harmless),
            Read::Unsupported(effect) => self.note(line, line.text, State::Unsupported, || Text::named(effect)),
            Read::Malformed(part, what) => {
                self.note(line, part, State::Malformed, || say!("ledger-expected-alone", what = Text::named(what)));
            }
            Read::Unknown => {
                let command = self.title;
                self.note(line, line.text, State::Unrecognized, || say!("ledger-no-line-of", command));
            }
        }
    }

    /// What such a command leaves out the engine does not know: nothing rests on its absence.
    fn note(&mut self, line: &Line<'_>, part: &str, state: State, effect: impl FnOnce() -> Text) {
        if self.noted == SHOWN {
            return self.coverage.count(state);
        }
        self.noted += 1;
        self.coverage.note_of(line, line.span_of(part), (state, Subject::None), effect);
    }
}
