//! What gave a part of the capture away, in words.

use std::fmt;

use crate::locale::Text;

/// What a line says that decided something, or what an input is that was not read.
#[derive(Clone, Copy)]
pub enum Clue {
    /// It has these words: "`nat (`".
    Line(&'static str),
    /// What it is: "header of the table".
    Told(fn() -> Text),
}

impl Clue {
    /// In a few words.
    pub fn in_words(self) -> Text {
        match self {
            Self::Line(words) => words.into(),
            Self::Told(words) => words(),
        }
    }
}

impl fmt::Display for Clue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_words().fmt(f)
    }
}

impl fmt::Debug for Clue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_string().fmt(f)
    }
}

impl PartialEq for Clue {
    fn eq(&self, other: &Self) -> bool {
        self.in_words() == other.in_words()
    }
}

impl Eq for Clue {}
