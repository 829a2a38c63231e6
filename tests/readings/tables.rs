//! Translation tables: ours beside the projects' own readings, and beside a reading by words.

use hcxnat::capture::{Keep, Line, SegmentHead};
use hcxnat::grammar::{self, Cell, CellAddress, Facts, Row, Rows};
use hcxnat::source::SourceMap;
use serde_json::Value;

use crate::common::memory;

/// Protocol, inside global, inside local, outside local, outside global: `tcp 203.0.113.1:4500 - ...`.
pub(crate) type Reading = Vec<String>;

/// One line for a row, whoever read it. `---` and what is missing are the same.
fn line(protocol: Option<&str>, columns: [Option<String>; 4]) -> String {
    let dash = |text: &str| text.is_empty() || text.chars().all(|c| c == '-');
    let protocol = protocol.filter(|text| !dash(text)).unwrap_or("-").to_ascii_lowercase();
    let columns = columns.map(|column| column.filter(|text| !dash(text)).unwrap_or_else(|| "-".to_owned()));
    format!("{protocol} {}", columns.join(" "))
}

#[derive(Default)]
struct Ours(Reading);

fn shown(cell: Cell<'_>) -> String {
    let address = match cell.address {
        CellAddress::V4(address) => address.to_string(),
        CellAddress::Opaque(token) => token.to_owned(),
    };
    match (cell.port, cell.id) {
        (Some(port), _) => format!("{address}:{port}"),
        (None, Some(id)) => format!("{address}:{id}"),
        (None, None) => address,
    }
}

impl Rows for Ours {
    fn row(&mut self, _: &SegmentHead, row: &Row<'_>, _: &Line<'_>) -> Keep {
        let columns = [row.inside_global, row.inside_local, row.outside_local, row.outside_global];
        let protocol = row.protocol.map(|protocol| protocol.to_string());
        self.0.push(line(protocol.as_deref(), columns.map(|cell| cell.map(shown))));
        Keep::No
    }
}

/// Our rows, and the totals that the tables print.
pub(crate) fn ours(bytes: &[u8]) -> (Reading, Vec<u64>) {
    let mut rows = Ours::default();
    let (parsed, _) = grammar::parse(&[memory(bytes)], &mut SourceMap::default(), None, &mut rows).unwrap();
    let totals = parsed.iter().filter_map(|parsed| match &parsed.facts {
        Facts::Table(table) => table.total.map(|total| total.value),
        Facts::Config(_) | Facts::Show(_) | Facts::Vsphere(_) | Facts::None => None,
    });
    (rows.0, totals.collect())
}

/// Whose reading it is, and so which of its errors are mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Project {
    /// Writes `addr:port` and drops what is neither TCP, UDP nor ICMP.
    Genie,
    /// Names each port; calls a row without a protocol `static`.
    Muninn,
    /// Its template has the ports of the outside columns the wrong way round.
    NtcTemplates,
}

/// Rows of a structured reading, wherever in it they stand.
pub(crate) fn theirs(value: &Value, project: Project) -> Reading {
    let mut rows = Vec::new();
    collect(value, project, &mut rows);
    rows
}

fn collect(value: &Value, project: Project, rows: &mut Reading) {
    match value {
        Value::Object(map) if map.contains_key("protocol") => rows.push(of_row(map, project)),
        Value::Object(map) => map.values().for_each(|value| collect(value, project, rows)),
        Value::Array(list) => list.iter().for_each(|value| collect(value, project, rows)),
        _ => {}
    }
}

fn of_row(map: &serde_json::Map<String, Value>, project: Project) -> String {
    let text = |key: &str| match map.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let of = |column: &str, port_of: &str| {
        let address = text(column).or_else(|| text(&format!("{column}_ip")))?;
        let port = text(&format!("{port_of}_port")).filter(|port| !port.is_empty());
        Some(port.map_or(address.clone(), |port| format!("{address}:{port}")))
    };
    let (local, global) = match project {
        Project::NtcTemplates => ("outside_global", "outside_local"),
        Project::Genie | Project::Muninn => ("outside_local", "outside_global"),
    };
    let columns = [
        of("inside_global", "inside_global"),
        of("inside_local", "inside_local"),
        of("outside_local", local),
        of("outside_global", global),
    ];
    let protocol = text("protocol").filter(|word| project != Project::Muninn || word != "static");
    line(protocol.as_deref(), columns)
}

/// The total that a structured reading holds.
pub(crate) fn total(value: &Value) -> Option<u64> {
    let Value::Object(map) = value else { return None };
    let own = ["number_of_translations", "total_translations"].iter().find_map(|key| map.get(*key)?.as_u64());
    own.or_else(|| map.values().find_map(total))
}

/// Rows by words: a protocol, and four words that are an address with or without a number behind a colon, or dashes. Words
/// may stand behind anything that a chat or a list puts before them.
pub(crate) fn by_words(bytes: &[u8]) -> Reading {
    let text = String::from_utf8_lossy(bytes);
    text.lines().filter_map(row_by_words).collect()
}

fn row_by_words(line_: &str) -> Option<String> {
    let words: Vec<&str> = line_.split_whitespace().collect();
    let at = words.iter().position(|word| is_protocol(word))?;
    if at > 1 {
        return None;
    }
    let columns: Vec<&str> = words.get(at + 1..)?.to_vec();
    // Two dashes, and four that the paste has split, are dashes.
    let columns: [&str; 4] = columns.try_into().ok()?;
    if !columns.iter().all(|word| is_column(word)) || columns.iter().all(|word| word.starts_with('-')) {
        return None;
    }
    Some(line(Some(words[at]), columns.map(|word| Some(word.to_owned()))))
}

fn is_protocol(word: &str) -> bool {
    ["tcp", "udp", "icmp", "esp", "gre", "any", "unk"].contains(&word.to_ascii_lowercase().as_str())
        || word == "---"
        || word.parse::<u8>().is_ok()
}

/// Three dots and digits, or what somebody has made of them.
fn is_column(word: &str) -> bool {
    // A wildcard mask stands in an access list.
    if word.starts_with("0.0.") {
        return false;
    }
    let address = word.split_once(':').map_or(word, |(address, _)| address);
    let parts: Vec<&str> = address.split('.').collect();
    let dashes = word.len() >= 2 && word.chars().all(|c| c == '-');
    dashes || parts.len() >= 3 && parts.iter().all(|part| !part.is_empty() && part.len() <= 3)
}
