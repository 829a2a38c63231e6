//! From the lines of a segment to facts, and a coverage state for every line.
//!
//! One folder a dialect, one file a command family. `nom` is used here and nowhere else. A configuration becomes
//! [`facts::ConfigFacts`]; a translation table is handed row by row to a [`Rows`] visitor and never collected.

mod coverage;
pub mod facts;
pub mod ios;
mod lex;
mod read;
mod row;
mod vsphere;

pub use coverage::{Coverage, Note, State, Subject};
pub use row::{Cell, CellAddress, PlainEnd, PlainRow, Row};

use std::net::Ipv4Addr;

use crate::capture::{self, Dialect, Input, InputError, Keep, Kind, Line, Passed, Segment, SegmentHead, Sink};
use crate::source::{SourceMap, Span, Spanned};

use facts::{ConfigFacts, ShowFacts, VsphereFacts};

/// What receives the rows of translation tables as they pass.
pub trait Rows {
    /// One row. The answer says whether its text must stay quotable.
    fn row(&mut self, head: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep;

    /// Tells rows that matter from others, so that plain ones can be read many at once. Without one every row comes by
    /// [`Self::row`].
    fn sieve(&self) -> Option<&dyn Sieve> {
        None
    }

    /// Some rows have passed the sieve. Those that it wants whole come by [`Self::row`] and are not among them.
    fn sifted(&mut self, head: &SegmentHead, rows: &SiftedRows) {
        let _ = (head, rows);
    }
}

/// Rows that have passed a sieve.
#[derive(Debug, Clone, Default)]
pub struct SiftedRows {
    /// How many.
    pub all: u64,
    /// How many of them have an outside column: flows, not statics or bindings.
    pub live: u64,
    /// The ports that [`Sifted::Port`] named.
    pub ports: Vec<(Ipv4Addr, u16)>,
}

/// Decides what of a plain row matters. Several threads ask at once.
pub trait Sieve: Sync {
    /// What matters.
    fn sift(&self, row: &PlainRow) -> Sifted;
}

/// What of a plain row matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sifted {
    /// That it is there.
    Nothing,
    /// That this inside global port is in use.
    Port(Ipv4Addr, u16),
    /// All of it.
    Whole,
}

/// What a table said of itself, beside its rows.
#[derive(Debug, Clone, Default)]
pub struct TableSummary {
    /// Rows handed to the visitor.
    pub rows: u64,
    /// Lines that look like rows and could not be read.
    pub malformed: u64,
    /// `Total number of translations: N`, the last one.
    pub total: Option<Spanned<u64>>,
    /// A total that is more than the rows above it.
    pub short: Option<Span>,
    /// The header line, when there is one.
    pub header: Option<Span>,
    /// Columns are named `Source global`, `Source local`: `show ip nat nvi translations`.
    pub nvi: bool,
}

/// What a segment turned out to say.
#[derive(Debug, Clone)]
pub enum Facts {
    /// A configuration.
    Config(Box<ConfigFacts>),
    /// A translation table, whose rows have passed.
    Table(TableSummary),
    /// Another show command.
    Show(Box<ShowFacts>),
    /// What vCenter or ESXi says.
    Vsphere(VsphereFacts),
    /// Nothing that is read: another command, another vendor, prose.
    None,
}

/// A segment and its facts.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The segment; its lines have been released.
    pub segment: Segment,
    /// What it says.
    pub facts: Facts,
    /// Its lines that could matter and are not modelled.
    pub doubts: Vec<Note>,
    /// Lines of it that were not recognised.
    pub unrecognized: u64,
}

impl Parsed {
    /// Whether it belongs to no router: it says where MAC addresses are configured or seen.
    pub(crate) fn tells_of_macs(&self) -> bool {
        match &self.facts {
            Facts::Vsphere(_) => true,
            Facts::Show(facts) => matches!(**facts, ShowFacts::MacTable(_)),
            Facts::Config(_) | Facts::Table(_) | Facts::None => false,
        }
    }
}

/// Reads every input into `sources`, row by row to `rows`, and returns the facts of each segment in order.
/// `platform` overrides the dialect that is detected.
///
/// # Errors
/// When an input cannot be read.
pub fn parse(
    inputs: &[Input],
    sources: &mut SourceMap,
    platform: Option<Dialect>,
    rows: &mut dyn Rows,
) -> Result<(Vec<Parsed>, Coverage), InputError> {
    let mut reader = Reader {
        rows,
        platform,
        parsed: Vec::new(),
        coverage: Coverage::default(),
        current: Coverage::default(),
        table: ios::show::Table::default(),
    };
    for input in inputs {
        capture::read(input, sources, &mut reader)?;
    }
    Ok((reader.parsed, reader.coverage))
}

struct Reader<'r> {
    rows: &'r mut dyn Rows,
    platform: Option<Dialect>,
    parsed: Vec<Parsed>,
    coverage: Coverage,
    /// The ledger of the segment that is being read.
    current: Coverage,
    table: ios::show::Table,
}

impl Sink for Reader<'_> {
    fn streamed(&mut self, head: &SegmentHead, line: &Line<'_>) -> Keep {
        self.table.line(head, line, self.rows, &mut self.current)
    }

    fn block(&mut self, head: &SegmentHead, bytes: &[u8]) -> Passed {
        self.table.block(head, bytes, self.rows, &mut self.current)
    }

    fn segment(&mut self, sources: &SourceMap, mut segment: Segment) {
        if let (Some(platform), Kind::RunningConfig) = (self.platform, segment.head.kind) {
            segment.dialect = platform;
        }
        let facts = match segment.head.kind {
            Kind::NatTranslations => Facts::Table(self.table.finish()),
            Kind::RunningConfig if segment.dialect.is_ios() => {
                Facts::Config(Box::new(ios::config::parse(segment.lines(sources), &mut self.current)))
            }
            Kind::Show(command) if self.platform.is_none_or(Dialect::is_ios) => {
                match ios::show::parse(command, segment.lines(sources), &mut self.current) {
                    Some(facts) => {
                        let named = facts.dialect().filter(|_| self.platform.is_none());
                        segment.dialect = named.unwrap_or(segment.dialect);
                        Facts::Show(Box::new(facts))
                    }
                    None => Facts::None,
                }
            }
            Kind::Vsphere(form) => {
                let lines = segment.lines(sources);
                vsphere::parse(form, &segment.head, lines, &mut self.current).map_or(Facts::None, Facts::Vsphere)
            }
            Kind::RunningConfig | Kind::Show(_) | Kind::OtherCommand | Kind::Text => {
                ios::unread(&segment, sources, &mut self.current);
                Facts::None
            }
        };
        let doubts = self.current.take_doubts();
        let unrecognized = self.current.of(State::Unrecognized);
        self.coverage.absorb(std::mem::take(&mut self.current));
        self.parsed.push(Parsed { segment: segment.released(), facts, doubts, unrecognized });
    }
}
