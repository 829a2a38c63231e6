//! What must hold of any bytes. The fuzz targets search for some of which it does not; `tests/seeds.rs` asks it of the
//! seeds, among them everything that a search has found.
#![allow(missing_docs, clippy::missing_panics_doc, reason = "each says what it checks by its name, and panics if not")]
#![allow(clippy::unwrap_used, reason = "a check may fail that way")]

use hcxnat::capture::{self, Input, Keep, Line, Segment, SegmentHead, Sink};
use hcxnat::grammar::{self, Coverage, Facts, Parsed, Row, Rows, State};
use hcxnat::intent::Intent;
use hcxnat::model::{self, Watch};
use hcxnat::redact::{Key, Redactor};
use hcxnat::report::{HumanOptions, Report, Style, human, json};
use hcxnat::source::{SourceMap, Span};
use hcxnat::{Settings, analyze};

fn memory(bytes: &[u8]) -> Input {
    Input::Memory { name: "paste".to_owned(), bytes: bytes.to_vec() }
}

/// What is typed to get this output, in front of it.
fn after(command: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("R1#{command}\n").as_bytes(), bytes].concat()
}

/// Whether a terminal wrote each place of the line once, so that what it shows stands there.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c == '\t' || !c.is_control()) && !text.to_ascii_lowercase().contains("more")
}

/// Whether a chat, a page or a speller may have been at it.
fn dressed(text: &str) -> bool {
    text.contains(['&', '<', '>']) || !text.is_ascii()
}

#[derive(Default)]
struct Books {
    numbers: Vec<u32>,
    segments: Vec<Segment>,
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
            let raw = sources.slice(line.span()).unwrap();
            for word in line.text.split_whitespace() {
                let shown = sources.slice(line.span_of(word)).unwrap();
                let undressed = !raw.contains(line.text);
                assert!(undressed || !is_plain(raw) || shown == word, "{shown:?} {word:?}");
            }
        }
        self.segments.push(segment);
    }
}

/// Every line is in one segment, in order, and every word leads back to the bytes it came from.
pub fn capture(bytes: &[u8]) {
    let (mut sources, mut books) = (SourceMap::default(), Books::default());
    // Bytes that begin like an archive are a broken one, or several captures.
    if capture::read(&memory(bytes), &mut sources, &mut books).is_err() || sources.iter().count() != 1 {
        return;
    }
    let expected: Vec<u32> = (1..).take(books.numbers.len()).collect();
    assert_eq!(books.numbers, expected);
    let mut next = 1;
    for segment in &books.segments {
        assert_eq!(segment.head.first_line, next);
        next = segment.last_line + 1;
        let head = &segment.head;
        let spans = segment.evidence.iter().map(|evidence| evidence.span).chain(segment.cut);
        let spans = spans.chain(head.prompt_host.iter().chain(&head.command).map(|text| text.span));
        spans.for_each(|span| assert!(sources.slice(span).is_some()));
    }
}

/// Every row, one by one.
#[derive(Default)]
struct OneByOne {
    rows: u64,
    /// The place of each cell, that of its line, and its text.
    cells: Vec<(Span, Span, String)>,
}

impl Rows for OneByOne {
    fn row(&mut self, _: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep {
        self.rows += 1;
        let cells = [row.inside_global, row.inside_local, row.outside_local, row.outside_global].into_iter().flatten();
        self.cells.extend(cells.map(|cell| (line.span_of(cell.text), line.span(), cell.text.to_owned())));
        Keep::Yes
    }
}

fn parse(bytes: &[u8]) -> (SourceMap, Vec<Parsed>, Coverage, OneByOne) {
    let (mut sources, mut rows) = (SourceMap::default(), OneByOne::default());
    let (parsed, coverage) = grammar::parse(&[memory(bytes)], &mut sources, None, &mut rows).unwrap();
    for note in coverage.notes() {
        assert!(sources.slice(note.span).is_some() && sources.quote(note.span).is_some(), "{note:?}");
        assert_eq!(sources.position(note.span).unwrap().line, note.line);
    }
    let lines: u64 =
        parsed.iter().map(|parsed| u64::from(parsed.segment.last_line + 1 - parsed.segment.head.first_line)).sum();
    assert_eq!(coverage.lines(), lines);
    (sources, parsed, coverage, rows)
}

/// Every line of a configuration is in the account once.
pub fn config(bytes: &[u8]) {
    let (sources, parsed, ..) = parse(&after("show running-config", bytes));
    for parsed in &parsed {
        if let Facts::Config(facts) = &parsed.facts {
            let rules = facts.nat_rules.iter().map(|rule| rule.statement.span);
            let named =
                facts.hostname.iter().map(|name| name.span).chain(facts.pools.iter().map(|pool| pool.name.span));
            rules.chain(named).for_each(|span| assert!(sources.slice(span).is_some()));
        }
    }
}

/// A table is the same whether it is read in blocks or line by line.
pub fn nat_translations(bytes: &[u8]) {
    let text = after("show ip nat translations", bytes);
    let (sources, _, slow, rows) = parse(&text);
    for (span, line, shown) in &rows.cells {
        let raw = sources.slice(*span).unwrap();
        // Of a line that was overwritten the place of a cell may hold what cannot be seen any more.
        let line = sources.slice(*line).unwrap();
        assert!(!is_plain(line) || raw == shown || dressed(line), "{raw:?} {shown:?}");
    }
    let network = model::read(&[memory(&text)], SourceMap::default(), &Watch::hcx([]), None).unwrap();
    let fast = &network.coverage;
    assert_eq!(format!("{:?}", slow.notes()), format!("{:?}", fast.notes()));
    for state in [State::Modelled, State::Harmless, State::Unsupported, State::Malformed, State::Unrecognized] {
        assert_eq!(slow.of(state), fast.of(state), "{state:?}");
    }
    // Of two tables of one router the later one counts.
    if network.devices.iter().all(|device| device.table.earlier_snapshots == 0) {
        assert_eq!(rows.rows, network.devices.iter().map(|device| device.table.row_count).sum::<u64>());
    }
}

/// The other commands, with the number of one in front of its output.
const SHOWS: [&str; 16] = [
    "ip nat statistics",
    "ip nat pool",
    "ip nat portblock dynamic global",
    "version",
    "ip interface brief",
    "ip interface",
    "access-lists",
    "ip route",
    "ip arp",
    "crypto isakmp sa",
    "crypto ikev2 sa",
    "standby brief",
    "ip route 198.51.100.7",
    "ip nat pool name P",
    "crypto ikev2 sa detailed",
    "ip nat nvi statistics",
];

/// The output of any show command, read alone and beside a configuration.
pub fn show(bytes: &[u8]) {
    let Some((first, output)) = bytes.split_first() else { return };
    let Some(command) = SHOWS.get(usize::from(*first) % SHOWS.len()) else { return };
    let text = after(&format!("show {command}"), output);
    let (sources, parsed, ..) = parse(&text);
    for parsed in &parsed {
        for line in parsed.segment.lines(&sources) {
            assert!(sources.slice(line.span()).is_some());
        }
    }
    // What it changes in a judgement: one is enough, many a second.
    let both = [&after("show running-config", ROUTER.as_bytes()), &*text].concat();
    let named = Intent::from_addresses(&[[10, 0, 0, 5].into()], &[], &[]);
    if let Ok(report) = analyze(&[memory(&both)], &named, SourceMap::default(), &Settings::default()) {
        told(&report);
    }
}

/// A router about which every command has something to say.
const ROUTER: &str = "\
version 15.7
hostname R1
interface GigabitEthernet0/0
 ip address dhcp
 ip nat outside
 ip access-group OUT in
interface GigabitEthernet0/1
 ip address 10.0.0.2 255.255.255.0
 ip nat inside
 standby 1 ip 10.0.0.1
ip nat pool P 203.0.113.8 203.0.113.9 prefix-length 29
ip nat inside source list 1 pool P overload
ip access-list extended OUT
 permit udp any eq 4500 any
access-list 1 permit 10.0.0.0 0.0.0.255
end
";

/// The whole of `check`: every label can be quoted, and no control character reaches a terminal.
pub fn check(bytes: &[u8]) {
    let appliance = |last: u8| [10, 0, 0, last].into();
    let named = Intent::from_addresses(&[appliance(5)], &[appliance(6)], &[]);
    for intent in [named, Intent::default()] {
        // What begins like an archive may be a broken one.
        let Ok(report) = analyze(&[memory(bytes)], &intent, SourceMap::default(), &Settings::default()) else { return };
        told(&report);
    }
}

/// Labels can be quoted, and no control character is printed.
fn told(report: &Report) {
    for label in report.findings.iter().flat_map(|finding| &finding.labels) {
        assert!(report.network.sources.slice(label.span).is_some(), "{label:?}");
    }
    let screen = human(report, &HumanOptions { style: Style::PLAIN, closing: None });
    let controls = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!screen.contains(controls) && !String::from_utf8(json::check(report)).unwrap().contains(controls));
}

fn copy(bytes: &[u8]) -> Option<String> {
    let mut redactor = Redactor::new(Key::from_text("fuzz"));
    redactor.learn(&memory(bytes)).ok()?;
    let mut copy = String::new();
    redactor.copy(&memory(bytes), &mut |piece| copy.push_str(piece)).unwrap().then_some(copy)
}

/// A copy has as many lines, and no controls.
pub fn redact(bytes: &[u8]) {
    let (mut sources, mut books) = (SourceMap::default(), Books::default());
    let Some(copy) = copy(bytes) else { return };
    capture::read(&memory(bytes), &mut sources, &mut books).unwrap();
    let ends = if copy.contains('\n') { '\n' } else { '\r' };
    let lines = copy.split_inclusive(ends).count();
    // Of a last line that is blank and does not end nothing is left.
    let left = books.numbers.len().saturating_sub(usize::from(!bytes.ends_with(b"\n")));
    assert!((left..=books.numbers.len()).contains(&lines), "{lines} lines of {}", books.numbers.len());
    assert!(copy.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')), "{copy:?}");
}
