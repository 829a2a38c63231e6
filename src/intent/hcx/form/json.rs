//! JSON: answers of the REST interface, and `ConvertTo-Json`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{File, Problem, Read, is_prompt};
use crate::intent::yaml::{Key, Node, Value};
use crate::source::Span;

/// Nothing that HCX or PowerCLI writes is nested deeper: `ConvertTo-Json` stops at 100.
const DEEPEST: usize = 128;

/// Whether a text is JSON, and not an inventory: that is YAML, which may be written with braces too.
pub(super) fn looks_like(text: &str) -> bool {
    let text = body(text);
    let Some(inside) = text.strip_prefix('{') else { return text.starts_with('[') };
    // Keys without quotation marks are YAML.
    let quoted = inside.trim_start().starts_with(['"', '}']);
    let entries = serde_json::Deserializer::from_str(text).into_iter::<Entries<'_>>().next();
    quoted && !matches!(entries, Some(Ok(Entries(entries))) if entries.iter().any(|(key, _)| key == "version"))
}

/// Every value of the text: answers pasted one below the other are read as well.
pub(super) fn read(file: File<'_>) -> Result<Read, Problem> {
    let text = body(file.text);
    let mut objects = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let node = value.map_err(|error| (error, text)).and_then(|value| node(file, value, DEEPEST));
        objects.push(node.map_err(|(error, within)| broken(file, within, &error))?);
    }
    Ok(Read { objects, unread: Vec::new() })
}

/// The text without prompts before and after it.
fn body(text: &str) -> &str {
    let mut body = text.trim();
    while let Some(line) = body.lines().next().filter(|line| is_prompt(line)) {
        body = body.get(line.len()..).unwrap_or("").trim_start();
    }
    while let Some(line) = body.lines().next_back().filter(|line| is_prompt(line)) {
        body = body.get(..body.len() - line.len()).unwrap_or("").trim_end();
    }
    body
}

fn node<'t>(file: File<'t>, raw: &'t RawValue, deeper: usize) -> Result<Node, (serde_json::Error, &'t str)> {
    let json = raw.get();
    let wrong = |error| (error, json);
    if deeper == 0 {
        return Err(wrong(serde::de::Error::custom("nested too deep")));
    }
    let value = match json.as_bytes().first() {
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(json).map_err(wrong)?;
            let entry = |(text, raw)| Ok((key(file, text, raw), node(file, raw, deeper - 1)?));
            return Ok(file.object(entries.into_iter().map(entry).collect::<Result<_, _>>()?));
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json).map_err(wrong)?;
            let items = items.into_iter().map(|raw| node(file, raw, deeper - 1));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Value::Scalar(serde_json::from_str(json).map_err(wrong)?),
        Some(b'n') => Value::Null,
        _ => Value::Scalar(json.to_owned()),
    };
    // Without its quotation marks a text is what the user looks for; a list would be many lines.
    let shown = match &value {
        Value::Scalar(_) => json.trim_matches('"'),
        _ => json.lines().next().unwrap_or(json),
    };
    Ok(Node { value, span: file.span(shown) })
}

/// A key stands before its value, a colon and blanks between them.
fn key(file: File<'_>, text: String, value: &RawValue) -> Key {
    let at = file.span(value.get());
    let before = file.text.get(..usize::try_from(at.start).unwrap_or(0)).unwrap_or("");
    let before = before.trim_end().trim_end_matches(':').trim_end().trim_end_matches('"');
    let len = text.len().min(before.len());
    // Not so where it is written with escapes.
    let span = before.get(before.len() - len..).filter(|found| *found == text).map(|found| file.span(found));
    Key { text, span: span.unwrap_or(at) }
}

fn broken(file: File<'_>, within: &str, error: &serde_json::Error) -> Problem {
    // Lines and columns count from the beginning of what was being read.
    let line = within.lines().nth(error.line().saturating_sub(1)).unwrap_or("");
    let rest = line.char_indices().nth(error.column().saturating_sub(1)).and_then(|(at, _)| line.get(at..));
    let rest = rest.filter(|rest| !rest.is_empty()).unwrap_or(line);
    let word = rest.find(char::is_whitespace).map_or(rest, |end| rest.get(..end.max(1)).unwrap_or(rest));
    let span: Span = file.span(word);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let eof = error.is_eof();
    Problem {
        message: format!("this is not JSON: {message}"),
        help: if eof {
            "the end is missing: paste all of it, or write it to a file with `| ConvertTo-Json -Depth 100 | Out-File x.json`"
        } else {
            "paste the answer as it came, from the first brace or bracket to the last"
        }
        .to_owned(),
        labels: vec![(span, if eof { "it breaks off here" } else { "here" }.to_owned())],
    }
}

/// The entries of an object in the order of the text.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}
