//! What several tests need: a reader that checks the books as it goes.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hcxnat::capture::{self, Input, Keep, Line, Segment, SegmentHead, Sink};
use hcxnat::grammar::{self, Cell, CellAddress, Coverage, Facts, Parsed, Row, Rows};
use hcxnat::source::{SourceMap, Span};

/// Every row in one line, every row kept.
#[derive(Default)]
pub(crate) struct Listing {
    pub(crate) lines: Vec<String>,
    pub(crate) cells: Vec<(Span, String)>,
    pub(crate) printed: Vec<String>,
}

fn cell(cell: Option<Cell<'_>>) -> String {
    let Some(cell) = cell else { return "-".to_owned() };
    let address = match cell.address {
        CellAddress::V4(address) => address.to_string(),
        CellAddress::Opaque(token) => format!("opaque({token})"),
    };
    let port = cell.port.map(|port| format!(" port {port}")).unwrap_or_default();
    let id = cell.id.map(|id| format!(" id {id}")).unwrap_or_default();
    format!("{address}{port}{id}")
}

impl Rows for Listing {
    fn row(&mut self, _head: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep {
        let columns = [row.inside_global, row.inside_local, row.outside_local, row.outside_global];
        let protocol = row.protocol.map_or_else(|| "-".to_owned(), |protocol| protocol.to_string());
        self.lines.push(format!("{}: {protocol} | {}", line.number, columns.map(cell).join(" | ")));
        self.cells.extend(columns.iter().flatten().map(|cell| (line.span_of(cell.text), cell.text.to_owned())));
        self.printed.push(row.to_string());
        Keep::Yes
    }
}

pub(crate) fn memory(text: &[u8]) -> Input {
    Input::Memory { name: "paste".to_owned(), bytes: text.to_vec() }
}

/// Counts the lines of each segment, streamed and stored, and checks that none is in two.
#[derive(Default)]
pub(crate) struct Books {
    pub(crate) numbers: Vec<u32>,
    pub(crate) segments: Vec<Segment>,
}

impl Sink for Books {
    fn streamed(&mut self, head: &SegmentHead, line: &Line<'_>) -> Keep {
        assert!(line.number >= head.first_line);
        self.numbers.push(line.number);
        Keep::Yes
    }

    fn segment(&mut self, sources: &SourceMap, segment: Segment) {
        for line in segment.lines(sources) {
            assert!((segment.head.first_line..=segment.last_line).contains(&line.number));
            self.numbers.push(line.number);
        }
        self.segments.push(segment);
    }
}

pub(crate) fn segments(text: &[u8]) -> (SourceMap, Books) {
    let (mut sources, mut books) = (SourceMap::default(), Books::default());
    capture::read(&memory(text), &mut sources, &mut books).unwrap();
    (sources, books)
}

/// Physical lines as the capture counts them.
pub(crate) fn physical_lines(text: &[u8]) -> usize {
    text.split_inclusive(|&byte| byte == b'\n').count()
}

/// What a router printed where this stands, by plainer means than the program's.
pub(crate) fn undressed(raw: &str) -> String {
    let mut text = raw.to_owned();
    for _ in 0..4 {
        for (odd, plain) in [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&nbsp;", " "),
            ("&quot;", "\""),
            ("&#8212;", "---"),
            ("\u{a0}", " "),
            ("\u{200b}", ""),
            ("\u{2014}", "---"),
        ] {
            text = text.replace(odd, plain);
        }
    }
    text
}

/// Reads a paste and checks what must hold of any.
pub(crate) fn read(text: &[u8]) -> (SourceMap, Vec<Parsed>, Coverage, Listing) {
    let mut rows = Listing::default();
    let mut sources = SourceMap::default();
    let (parsed, coverage) = grammar::parse(&[memory(text)], &mut sources, None, &mut rows).unwrap();
    for (span, shown) in &rows.cells {
        let raw = sources.slice(*span).expect("a kept row is quotable");
        // A cell into which the terminal wrote twice is the exception.
        if !raw.contains(['\r', '\x08', '\x1b', '\0', '\n']) {
            assert_eq!(&undressed(raw), shown);
        }
    }
    let handed: u64 = parsed.iter().map(|parsed| if let Facts::Table(t) = &parsed.facts { t.rows } else { 0 }).sum();
    assert_eq!(handed, rows.lines.len() as u64);
    (sources, parsed, coverage, rows)
}

/// One compact line a segment, then the rows, then the notes.
pub(crate) fn report(text: &[u8]) -> String {
    let (sources, parsed, coverage, rows) = read(text);
    let mut out = String::new();
    for Parsed { segment, facts, .. } in &parsed {
        let head = &segment.head;
        let _ = write!(out, "{}-{} {:?}", head.first_line, segment.last_line, head.kind);
        if let Some(host) = &head.prompt_host {
            let _ = write!(out, " @{host}");
            assert_eq!(sources.slice(host.span).map(undressed).as_ref(), Some(&host.value));
        }
        if let Some(command) = &head.command {
            let _ = write!(out, " `{command}`");
            assert_eq!(
                sources.slice(command.span).map(undressed).as_ref().map(|text| text.trim()),
                Some(command.value.as_str())
            );
        }
        if let Some(vrf) = &head.vrf {
            let _ = write!(out, " vrf={vrf}");
        }
        if let Some(filter) = &head.filter {
            let _ = write!(out, " filter={} {:?}", filter.value.verb, filter.value.pattern);
        }
        if let Some(cut) = segment.cut {
            let _ = write!(out, " cut at {:?}", sources.quote(cut));
        }
        if let Facts::Table(table) = facts {
            let _ = write!(out, " rows={} malformed={}", table.rows, table.malformed);
            let total = table.total.map(|total| format!(" total={total}")).unwrap_or_default();
            let header = if table.header.is_some() { " header" } else { "" };
            let _ = write!(out, "{total}{header}{}", if table.nvi { " nvi" } else { "" });
        } else if segment.dialect.as_str() != "unknown" {
            let _ = write!(out, " {}", segment.dialect.as_str());
        }
        out.push('\n');
        for evidence in &segment.evidence {
            let line = sources.position(evidence.span).map_or(0, |position| position.line);
            let _ = writeln!(out, "    {line}: {}", evidence.says);
        }
    }
    for row in &rows.lines {
        let _ = writeln!(out, "  {row}");
    }
    for note in coverage.notes() {
        let quoted = sources.quote(note.span).unwrap_or_default();
        let _ = writeln!(out, "! {} {}: {} `{quoted}`", note.line, note.state.as_str(), note.effect);
    }
    out
}

pub(crate) fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures").join(folder);
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    found.sort();
    found
}

/// Where real captures lie, when this machine has them.
pub(crate) fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("HCXNAT_CORPUS").map_or(beside, PathBuf::from);
    if !folder.join("manifest.tsv").is_file() {
        println!("skipped: {} holds no manifest.tsv; set HCXNAT_CORPUS to a corpus", folder.display());
        return None;
    }
    Some(folder)
}

/// Path, kind and platform of every file of the corpus.
pub(crate) fn manifest(corpus: &Path) -> Vec<(PathBuf, String, String)> {
    let table = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let field = |line: &str, index: usize| line.split('\t').nth(index).unwrap_or("").to_owned();
    table.lines().skip(1).map(|line| (corpus.join(field(line, 0)), field(line, 4), field(line, 5))).collect()
}
