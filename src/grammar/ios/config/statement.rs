//! What passes between the dispatcher and the command families.

use crate::capture::Line;
use crate::grammar::Subject;
use crate::grammar::lex::{Expected, trim};
use crate::locale::Text;
use crate::source::Span;

/// One command: a line, perhaps behind `no`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'a> {
    /// The line it stands on.
    pub(super) line: Line<'a>,
    /// The whole command, `no` included, without the blanks around it.
    pub(super) text: &'a str,
    /// What follows the words that chose the family.
    pub(super) rest: &'a str,
    /// Whether it stands behind `no` or `default`.
    pub(super) negated: bool,
}

impl<'a> Statement<'a> {
    /// The same command, further along.
    pub(super) fn at(&self, rest: &'a str) -> Self {
        Self { rest, ..*self }
    }

    /// The place of the whole command.
    pub(super) fn span(&self) -> Span {
        self.line.span_of(self.text)
    }

    /// The place of the command from `from` (a slice of it) to its end.
    pub(super) fn span_from(&self, from: &'a str) -> Span {
        self.line.span_of(trim(from))
    }

    /// Recognised, could matter, not modelled; `effect` names the message that says how.
    pub(super) fn unsupported(&self, subject: Subject, effect: &'static str) -> Outcome<'a> {
        Outcome::Unsupported { at: self.text, subject, effect: Text::named(effect) }
    }
}

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome<'a> {
    /// A fact came of it.
    Modelled,
    /// Known, and cannot matter.
    Harmless,
    /// Known, could matter, not modelled.
    Unsupported {
        /// The part to point at.
        at: &'a str,
        /// What it touches.
        subject: Subject,
        /// How.
        effect: Text,
    },
    /// Begun like a known command, and then something was wrong.
    Malformed {
        /// What it touches.
        subject: Subject,
        /// What was wrong.
        error: Expected<'a>,
    },
    /// Not a command of this place.
    Unknown,
}

/// What a family's parser answers.
pub(super) type Read<'a> = Result<Outcome<'a>, nom::Err<Expected<'a>>>;

/// A failed parse, as what became of the line.
pub(super) fn settle(subject: Subject, read: Read<'_>) -> Outcome<'_> {
    match read {
        Ok(outcome) => outcome,
        Err(nom::Err::Error(error) | nom::Err::Failure(error)) => Outcome::Malformed { subject, error },
        Err(nom::Err::Incomplete(_)) => Outcome::Unknown,
    }
}
