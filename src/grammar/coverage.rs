//! The account of every input line.

use crate::capture::Line;
use crate::locale::Text;
use crate::source::Span;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Its meaning is in the model.
    Modelled,
    /// Recognised, and cannot matter to NAT.
    Harmless,
    /// Recognised, could matter, and is not modelled.
    Unsupported,
    /// Recognised by its first words, and then something was wrong.
    Malformed,
    /// Not recognised.
    Unrecognized,
}

impl State {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modelled => "modelled",
            Self::Harmless => "harmless",
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
            Self::Unrecognized => "unrecognized",
        }
    }
}

/// What a line that is not modelled may touch, so that a verdict which depends on it can be hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Nothing in particular.
    None,
    /// Which packets are translated, and to what.
    Nat,
    /// Which interface a packet enters or leaves by.
    Routing,
    /// Whether a packet is let through.
    Filter,
    /// Rows of the translation table.
    Table,
}

/// A line that is not plainly understood, and what that may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The part of the line that was the trouble; the whole line when no part is to blame.
    pub span: Span,
    /// Its 1-based number.
    pub line: u32,
    /// Unsupported, malformed or unrecognized.
    pub state: State,
    /// What it touches.
    pub subject: Subject,
    /// The effect in words: "may change NAT", "expected an IPv4 address".
    pub effect: Text,
}

/// How many notes are kept in full. The totals always count every line.
const NOTES: usize = 10_000;

/// How many lines that could matter are kept for each subject: one is enough to hedge a verdict.
const DOUBTS: usize = 1_000;

/// The ledger: totals, and every line that is not plainly understood.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    counts: [u64; 5],
    notes: Vec<Note>,
    dropped_notes: u64,
    /// What could matter, kept apart: no amount of other notes may push it out.
    doubts: Vec<Note>,
    doubts_of: [usize; 5],
}

impl Coverage {
    /// Counts one line that needs no words.
    pub fn count(&mut self, state: State) {
        self.counts[state as usize] += 1;
    }

    /// Counts some lines that need no words.
    pub fn count_many(&mut self, state: State, lines: u64) {
        self.counts[state as usize] += lines;
    }

    /// Counts one line and says why it is not modelled.
    pub fn note(&mut self, note: Note) {
        self.count(note.state);
        let matters = !matches!(note.state, State::Modelled | State::Harmless) && note.subject != Subject::None;
        if matters {
            self.doubt(&note);
        }
        if self.notes.len() < NOTES {
            self.notes.push(note);
        } else {
            self.dropped_notes += 1;
        }
    }

    fn doubt(&mut self, note: &Note) {
        let of_subject = &mut self.doubts_of[note.subject as usize];
        if *of_subject < DOUBTS {
            *of_subject += 1;
            self.doubts.push(note.clone());
        }
    }

    /// Counts one line, and says why it is not modelled where such a note is kept still: words that nobody reads are
    /// not made.
    pub(super) fn note_of(
        &mut self,
        line: &Line<'_>,
        span: Span,
        (state, subject): (State, Subject),
        effect: impl FnOnce() -> Text,
    ) {
        let doubt = subject != Subject::None && self.doubts_of[subject as usize] < DOUBTS;
        if self.notes.len() < NOTES || doubt {
            self.note(Note { span, line: line.number, state, subject, effect: effect() });
        } else {
            self.count(state);
            self.dropped_notes += 1;
        }
    }

    /// Lines in this state.
    pub fn of(&self, state: State) -> u64 {
        self.counts[state as usize]
    }

    /// All lines.
    pub fn lines(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The notes, in input order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Notes that were counted but not kept, because there were too many.
    pub fn dropped_notes(&self) -> u64 {
        self.dropped_notes
    }

    /// Lines that could matter and are not modelled, taken out of the ledger.
    pub(crate) fn take_doubts(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.doubts)
    }

    /// Takes back notes whose lines have turned out to be harmless; the answer is how many of them had not been recognised.
    pub(crate) fn settle(&mut self, harmless: impl Fn(&Note) -> bool) -> u64 {
        let (counts, mut unrecognized) = (&mut self.counts, 0);
        self.notes.retain(|note| {
            let settled = harmless(note);
            if settled {
                counts[note.state as usize] -= 1;
                counts[State::Harmless as usize] += 1;
                unrecognized += u64::from(note.state == State::Unrecognized);
            }
            !settled
        });
        unrecognized
    }

    /// Adds another ledger to this one.
    pub fn absorb(&mut self, other: Self) {
        for (total, more) in self.counts.iter_mut().zip(other.counts) {
            *total += more;
        }
        self.dropped_notes += other.dropped_notes;
        for doubt in &other.doubts {
            self.doubt(doubt);
        }
        for note in other.notes {
            if self.notes.len() < NOTES {
                self.notes.push(note);
            } else {
                self.dropped_notes += 1;
            }
        }
    }
}
