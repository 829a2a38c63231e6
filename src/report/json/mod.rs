//! JSON, version 1. Structs of their own, so that a change of the inside never changes the outside by accident.
//!
//! Keys are only ever added. Lines and columns are 1-based and point at the text as pasted; columns count characters.

mod check;
mod checklist;
mod diff;
mod macs;
mod ndjson;
mod observed;
mod observed_path;
mod parse;
#[cfg(test)]
mod tests;
mod trace;

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::grammar::{Coverage, Note, State};
use crate::locale::Text;
use crate::net::{Address, Endpoint, Ident};
use crate::source::{SourceMap, Span, mask_controls, mask_name};

pub use check::{check, write_check};
pub use checklist::checklist;
pub use diff::diff;
pub use ndjson::ndjson;
pub(super) use parse::{ParseV1, RowV1, device_v1, segments_v1};
pub use trace::trace;

/// The program that wrote the file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ToolV1 {
    name: &'static str,
    version: &'static str,
}

pub(super) const TOOL: ToolV1 = ToolV1 { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// One column of a table, or one end of a rule.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EndpointV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// What stands where an address should.
    #[serde(skip_serializing_if = "Option::is_none")]
    opaque: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    /// ICMP id or ESP SPI.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl EndpointV1 {
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        let id = match &endpoint.ident {
            Some(Ident::Other(id)) => Some(mask_controls(id)),
            Some(Ident::Port(_)) | None => None,
        };
        Self { port: endpoint.port(), id, ..Self::address(&endpoint.address) }
    }

    pub(super) fn address(address: &Address) -> Self {
        let (address, opaque) = match address {
            Address::V4(address) => (Some(address.to_string()), None),
            Address::Opaque(token) => (None, Some(mask_controls(token))),
        };
        Self { address, opaque, port: None, id: None }
    }

    /// The port of a static on the address of an interface: the address is the interface's business.
    pub(super) fn port_alone(port: u16) -> Self {
        Self { address: None, opaque: None, port: Some(port), id: None }
    }
}

/// The account of every line.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CoverageV1 {
    lines: u64,
    modelled: u64,
    harmless: u64,
    unsupported: u64,
    malformed: u64,
    unrecognized: u64,
    notes: Vec<NoteV1>,
    /// Notes that are counted above and not listed, because there are too many.
    #[serde(skip_serializing_if = "is_zero")]
    notes_dropped: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NoteV1 {
    source: String,
    line: u32,
    state: &'static str,
    effect: String,
    text: String,
}

impl CoverageV1 {
    pub(super) fn of(coverage: &Coverage, sources: &SourceMap) -> Self {
        let note = |note: &Note| NoteV1 {
            source: source_name(sources, note.span),
            line: note.line,
            state: note.state.as_str(),
            effect: mask_controls(&note.effect.to_string()),
            text: sources.quote_line(note.span).unwrap_or_default(),
        };
        Self {
            lines: coverage.lines(),
            modelled: coverage.of(State::Modelled),
            harmless: coverage.of(State::Harmless),
            unsupported: coverage.of(State::Unsupported),
            malformed: coverage.of(State::Malformed),
            unrecognized: coverage.of(State::Unrecognized),
            notes: coverage.notes().iter().map(note).collect(),
            notes_dropped: coverage.dropped_notes(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

pub(super) fn source_name(sources: &SourceMap, span: Span) -> String {
    sources.get(span.source).map(|file| mask_name(file.name())).unwrap_or_default()
}

/// The line a span starts on; `null` rather than a made-up line when its text was not kept.
pub(super) fn line(sources: &SourceMap, span: Span) -> Option<u32> {
    sources.position(span).map(|at| at.line)
}

pub(in crate::report) fn clean(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| mask_controls(text)).collect()
}

/// The same in English, which programs read.
pub(in crate::report) fn told(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| mask_controls(&text.to_string())).collect()
}

/// Two blanks of indentation and a line end at the end, as every tool that reads or shows JSON likes it.
pub(in crate::report) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Nothing can go wrong in memory.
    let _ = write_pretty(&mut bytes, value);
    bytes
}

fn write_pretty(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, value)?;
    to.write_all(b"\n")
}

/// A list whose items are made one by one as they are written.
struct Each<'r, T, V>(&'r [T], &'r dyn Fn(&T) -> V);

impl<T, V: Serialize> Serialize for Each<'_, T, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}
