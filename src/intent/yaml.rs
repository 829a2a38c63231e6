//! YAML as a tree in which every key and value knows its place.
//!
//! A derived `Deserialize` stops at the first mistake and knows the place of values but not of keys. An inventory is
//! typed by hand at night: all its mistakes are told at once, and an unknown key is underlined itself.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{MessageFormatter as _, UserMessageFormatter};

use crate::source::{SourceFile, SourceId, SourceMap, Span};

/// One mistake in a YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Where, and what stands there; the first is the culprit. Empty when the file as a whole is meant.
    pub labels: Vec<(Span, String)>,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What a node holds. Every scalar is text: what it should be is the reader's business.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) text: String,
    pub(super) span: Span,
}

/// Registers the text of a YAML file in `sources`, line by line.
pub(super) fn register(name: &str, text: &str, sources: &mut SourceMap) -> SourceId {
    let mut file = SourceFile::new(name);
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        file.keep(start, number, line);
        start += line.len() as u64;
    }
    sources.add(file)
}

/// Reads a YAML text that has been registered as `source`.
pub(super) fn parse(text: &str, source: SourceId) -> Result<Node, Problem> {
    let place = Place { text, source };
    serde_yaml::from_str::<serde_yaml::Spanned<Raw>>(text).map(|raw| place.node(raw)).map_err(|error| {
        let error = error.without_snippet();
        let mut message = UserMessageFormatter.format_message(error).into_owned();
        message.retain(|c| !c.is_control());
        let labels = error.location().and_then(|at| place.span(at)).map(|span| (span, "here".to_owned()));
        Problem {
            message: format!("this is not YAML: {message}"),
            help: "each key once, indented with blanks; `hcxnat init` prints a file to start from".to_owned(),
            labels: labels.into_iter().collect(),
        }
    })
}

/// What serde hands over, before places have been looked up.
enum Raw {
    Null,
    /// `None` for what YAML takes for a number or a truth value: the text as typed is wanted, `4.10` and not 4.1.
    Scalar(Option<String>),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, a list or a mapping")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar(None))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Some(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

/// Turns the parser's locations into spans.
struct Place<'t> {
    text: &'t str,
    source: SourceId,
}

impl Place<'_> {
    fn node(&self, raw: serde_yaml::Spanned<Raw>) -> Node {
        let span = self.span(raw.defined);
        let whole = span.unwrap_or(Span { source: self.source, start: 0, len: 0 });
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Scalar(Some(text)) => Value::Scalar(text),
            Raw::Scalar(None) => Value::Scalar(self.slice(whole).trim().to_owned()),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, value)| (self.key(key), self.node(value))).collect())
            }
        };
        let span = match &value {
            // A collection is pointed at by its first key: its own extent is many lines.
            Value::Map(entries) => entries.first().map_or(whole, |(key, _)| key.span),
            Value::List(items) => items.first().map_or(whole, |item| item.span),
            Value::Null | Value::Scalar(_) => whole,
        };
        Node { value, span }
    }

    fn key(&self, key: serde_yaml::Spanned<String>) -> Key {
        let span = self.span(key.defined).unwrap_or(Span { source: self.source, start: 0, len: 0 });
        Key { text: key.value, span }
    }

    fn slice(&self, span: Span) -> &str {
        let start = usize::try_from(span.start).unwrap_or(usize::MAX);
        self.text.get(start..start.saturating_add(span.len as usize)).unwrap_or("")
    }

    /// The place of a location, cut to its first line and to the text.
    fn span(&self, location: serde_yaml::Location) -> Option<Span> {
        let start = self.offset(location)?;
        let rest = self.text.get(start..)?;
        let line = rest.lines().next().unwrap_or("").trim_end();
        let wanted = location.span().byte_len().and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
        let word = line.find(char::is_whitespace).unwrap_or(line.len());
        let len = if wanted == 0 { word } else { wanted.min(line.len()) };
        let len = if line.is_char_boundary(len) { len } else { line.len() };
        Some(Span { source: self.source, start: start as u64, len: u32::try_from(len).ok()? })
    }

    fn offset(&self, location: serde_yaml::Location) -> Option<usize> {
        if let Some(offset) = location.span().byte_offset() {
            return usize::try_from(offset).ok();
        }
        let index = usize::try_from(location.line().checked_sub(1)?).ok()?;
        let line_start: usize = self.text.split_inclusive('\n').take(index).map(str::len).sum();
        let column = usize::try_from(location.column().saturating_sub(1)).ok()?;
        let line = self.text.get(line_start..)?;
        Some(line_start + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at))
    }
}

/// Walks a tree, checks it, and collects what is wrong.
#[derive(Debug, Default)]
pub(super) struct Checker {
    pub(super) problems: Vec<Problem>,
}

impl Checker {
    /// Notes one mistake at one place.
    pub(super) fn wrong(
        &mut self,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Problem { message: message.into(), help: help.into(), labels: vec![(span, label.into())] };
        self.problems.push(problem);
    }

    /// The entries of a mapping, of which only `known` keys may occur.
    pub(super) fn map<'n>(&mut self, node: &'n Node, what: &str, known: &[&'static str]) -> Fields<'n> {
        let entries: &[(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null | Value::Scalar(_) | Value::List(_) => {
                let keys = known.join(", ");
                let is = if matches!(node.value, Value::Null) { "empty" } else { "not a mapping" };
                self.wrong(node.span, is, format!("{what} is {is}"), format!("its keys: {keys}"));
                &[]
            }
        };
        let mut mistyped = Vec::new();
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.text.as_str())) {
            let keys = format!("the keys of {what}: {}", known.join(", "));
            let help = match nearest(&key.text, known.iter().copied()) {
                Some(near) => {
                    mistyped.push(near);
                    format!("did you mean `{near}`? {keys}")
                }
                None => keys,
            };
            self.wrong(key.span, "unknown key", format!("{what} has no key `{}`", key.text), help);
        }
        Fields { entries, mistyped, span: node.span }
    }

    /// The text of a scalar that is not empty.
    pub(super) fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(text) if !text.trim().is_empty() => Some(text.trim()),
            Value::Scalar(_) | Value::Null => {
                self.wrong(node.span, "empty", format!("{what} is empty"), "write a value, or take the key out");
                None
            }
            Value::List(_) | Value::Map(_) => {
                self.wrong(node.span, "not a value", format!("{what} is a single value"), "write it behind the colon");
                None
            }
        }
    }

    /// The items of a list; one lone value counts as a list of one, an absent value as none.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Scalar(_) => std::slice::from_ref(node),
            Value::Null => &[],
            Value::Map(_) => {
                self.wrong(node.span, "not a list", format!("{what} is a list"), "start each of its items with `- `");
                &[]
            }
        }
    }

    /// The text of a key that must be there.
    pub(super) fn required<'n>(&mut self, fields: &Fields<'n>, key: &str, what: &str, help: &str) -> Option<&'n str> {
        if let Some(node) = fields.get(key) {
            return self.text(node, &format!("the {key} of {what}"));
        }
        // What is no mapping, or has the key with a typing error, has been complained about already.
        if !fields.entries.is_empty() && !fields.mistyped.contains(&key) {
            self.wrong(fields.span, format!("no {key}"), format!("{what} has no {key}"), help);
        }
        None
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, node: &Node, what: &str) -> Option<bool> {
        match self.text(node, what)?.to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => {
                let message = format!("{what} is neither true nor false");
                self.wrong(node.span, "not a truth value", message, "write true or false");
                None
            }
        }
    }

    /// Complains unless `version` is there and is 1.
    pub(super) fn version_1(&mut self, fields: &Fields<'_>, what: &str) {
        let Some(text) = self.required(fields, "version", what, "start the file with `version: 1`") else { return };
        if let (Some(node), true) = (fields.get("version"), text != "1") {
            let message = format!("version {text} of {what} is not known");
            self.wrong(node.span, "this program reads version 1", message, "write `version: 1`");
        }
    }
}

/// The entries of one mapping.
#[derive(Debug, Clone)]
pub(super) struct Fields<'n> {
    entries: &'n [(Key, Node)],
    /// Known keys that an unknown one was probably meant to be.
    mistyped: Vec<&'static str>,
    /// Its first key.
    pub(super) span: Span,
}

impl<'n> Fields<'n> {
    /// Whether a key is missing, and no typing error explains that.
    pub(super) fn lacks(&self, key: &str) -> bool {
        self.get(key).is_none() && !self.mistyped.contains(&key)
    }

    /// What is no mapping has no keys, and has been complained about.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(known, _)| known.text == key).map(|(_, node)| node)
    }
}

/// The one of `known` that a typing error could have turned into `word`: at most a third of its letters differ.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_ascii_lowercase();
    let best = known.into_iter().map(|k| (distance(&word, &k.to_ascii_lowercase()), k)).min_by_key(|(d, _)| *d)?;
    (best.0 <= (best.1.chars().count() / 3).max(1)).then_some(best.1)
}

/// Letters to insert, remove or replace to turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, y) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(x != *y)).min(left + 1).min(*slot + 1);
            diagonal = *slot;
            *slot = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word() {
        let known = ["uplinks", "address", "role"];
        assert_eq!(nearest("uplink", known), Some("uplinks"));
        assert_eq!(nearest("adress", known), Some("address"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("HCX110", ["HCX101", "HCX102"]), Some("HCX101"));
        for (a, b, steps) in [("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("same", "same", 0)] {
            assert_eq!(distance(a, b), steps, "{a} {b}");
        }
    }

    #[test]
    fn every_scalar_and_key_slices_back() {
        let text = "version: 1\nrelease: 4.10\nümlaut: {deep: [a, 'b c', 00:50:56:86:67:1a]}\nday: 2027-01-31\nnone:\n";
        let mut sources = SourceMap::default();
        let id = register("i.yaml", text, &mut sources);
        let root = parse(text, id).unwrap();
        let mut seen = Vec::new();
        walk(&root, &mut |span, value| seen.push((sources.slice(span).unwrap().to_owned(), value.to_owned())));
        for (slice, value) in &seen {
            assert_eq!(slice.trim_matches('\''), value);
        }
        let values: Vec<_> = seen.iter().map(|(_, value)| value.as_str()).collect();
        assert!(values.contains(&"4.10") && values.contains(&"2027-01-31") && values.contains(&"00:50:56:86:67:1a"));
        assert_eq!(seen.len(), 12);
    }

    fn walk(node: &Node, see: &mut impl FnMut(Span, &str)) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(text) => see(node.span, text),
            Value::List(items) => items.iter().for_each(|item| walk(item, see)),
            Value::Map(entries) => entries.iter().for_each(|(key, value)| {
                see(key.span, &key.text);
                walk(value, see);
            }),
        }
    }
}
