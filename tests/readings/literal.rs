//! Python literals, as far as Genie's expected outputs use them: dictionaries, lists, tuples, strings, numbers, constants.

use serde_json::{Map, Value};

/// The value of `name = LITERAL`.
pub(crate) fn assigned(text: &str) -> Option<Value> {
    let (_, literal) = text.split_once('=')?;
    let mut rest = Rest(literal);
    let value = rest.value()?;
    rest.blank();
    rest.0.is_empty().then_some(value)
}

struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn blank(&mut self) {
        loop {
            self.0 = self.0.trim_start();
            let Some(comment) = self.0.strip_prefix('#') else { return };
            self.0 = comment.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    fn takes(&mut self, sign: char) -> bool {
        self.blank();
        let rest = self.0.strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn value(&mut self) -> Option<Value> {
        self.blank();
        match self.0.chars().next()? {
            '{' => self.dictionary(),
            '[' => self.list('[', ']'),
            '(' => self.list('(', ')'),
            '"' | '\'' => self.text().map(Value::String),
            _ => self.word(),
        }
    }

    fn dictionary(&mut self) -> Option<Value> {
        self.takes('{');
        let mut map = Map::new();
        while !self.takes('}') {
            let key = match self.value()? {
                Value::String(key) => key,
                other => other.to_string(),
            };
            if !self.takes(':') {
                return None;
            }
            map.insert(key, self.value()?);
            self.takes(',');
        }
        Some(Value::Object(map))
    }

    fn list(&mut self, open: char, close: char) -> Option<Value> {
        self.takes(open);
        let mut list = Vec::new();
        while !self.takes(close) {
            list.push(self.value()?);
            self.takes(',');
        }
        Some(Value::Array(list))
    }

    /// Strings that stand side by side are one.
    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        while let Some(quote) = self.0.chars().next().filter(|c| "\"'".contains(*c)) {
            let mut chars = self.0.char_indices().skip(1);
            let end = loop {
                match chars.next()? {
                    (_, '\\') => text.push(match chars.next()?.1 {
                        'n' => '\n',
                        't' => '\t',
                        other => other,
                    }),
                    (at, c) if c == quote => break at,
                    (_, c) => text.push(c),
                }
            };
            self.0 = &self.0[end + 1..];
            self.blank();
        }
        Some(text)
    }

    fn word(&mut self) -> Option<Value> {
        let end = self.0.find(|c: char| !c.is_alphanumeric() && !"+-._".contains(c)).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        match word {
            "True" => Some(Value::Bool(true)),
            "False" => Some(Value::Bool(false)),
            "None" => Some(Value::Null),
            number => serde_json::from_str(number).ok(),
        }
    }
}

#[test]
fn literals() {
    let text =
        "expected_output = {\n  # a comment\n  'a': {1: \"x\\'y\", 'b': [1, -2.5, None,], 'c': ('d' 'e',)},\n}\n";
    let value = assigned(text).unwrap();
    assert_eq!(value, serde_json::json!({"a": {"1": "x'y", "b": [1, -2.5, null], "c": ["de"]}}));
    assert_eq!(assigned("x = {'a': 1"), None);
    assert_eq!(assigned("x = {'a'} y"), None);
}
