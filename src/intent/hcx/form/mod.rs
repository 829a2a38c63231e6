//! The forms that exports come in. Each yields objects of keys and values that know their place.

mod csv;
mod json;
mod pasted;

use super::known::is_column;
use crate::intent::yaml::{Key, Node, Problem, Value};
use crate::source::{SourceId, Span};

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    /// With what stands between its cells.
    Csv(u8),
    /// `Format-List` and `Format-Table`.
    Pasted,
}

/// The form of a text that HCX or PowerCLI wrote; `None` for anything else, an inventory among it.
pub(super) fn of(text: &str) -> Option<Form> {
    if json::looks_like(text) {
        return Some(Form::Json);
    }
    csv::delimiter(text).map(Form::Csv).or_else(|| pasted::looks_like(text).then_some(Form::Pasted))
}

/// The objects of an export.
pub(super) fn read(form: Form, file: File<'_>) -> Result<Read, Problem> {
    match form {
        Form::Json => json::read(file),
        Form::Csv(delimiter) => csv::read(file, delimiter),
        Form::Pasted => Ok(pasted::read(file)),
    }
}

/// What was found in a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) objects: Vec<Node>,
    /// Lines that belong to none.
    pub(super) unread: Vec<Span>,
}

/// A registered text.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'t> {
    pub(super) text: &'t str,
    pub(super) source: SourceId,
}

impl<'t> File<'t> {
    /// The place of a part of the text; its beginning for what is no part of it.
    pub(super) fn span(&self, part: &str) -> Span {
        let start = part.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        let within = start.filter(|start| start + part.len() <= self.text.len());
        let (start, len) = within.map_or((0, 0), |start| (start as u64, part.len()));
        Span { source: self.source, start, len: u32::try_from(len).unwrap_or(u32::MAX) }
    }

    /// A value as a program printed it; blank is none.
    fn scalar(&self, part: &str) -> Node {
        let text = part.trim();
        let value = if text.is_empty() { Value::Null } else { Value::Scalar(text.to_owned()) };
        Node { value, span: self.span(text) }
    }

    fn key(&self, part: &str) -> Key {
        let text = part.trim();
        Key { text: text.to_owned(), span: self.span(text) }
    }

    /// An object, pointed at by its first key.
    fn object(&self, entries: Vec<(Key, Node)>) -> Node {
        let first = entries.iter().map(|(_, node)| node.span).find(|span| span.len > 0);
        let span = first.or(entries.first().map(|(key, _)| key.span)).unwrap_or_else(|| self.span(""));
        Node { value: Value::Map(entries), span }
    }

    /// Its lines without their ends.
    fn lines(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text.lines()
    }
}

/// What a shell prints around the output of a command.
fn is_prompt(line: &str) -> bool {
    let line = line.trim_start();
    let typed = line.split_once('>').is_some_and(|(before, _)| before.starts_with("PS ") || before == "PS");
    typed || line.starts_with("PowerCLI ") || line.starts_with("curl ")
}
