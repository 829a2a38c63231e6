//! Translation tables: every row read, every line accounted for.

mod common;

use std::path::Path;
use std::process::{Command, Stdio};

use common::{corpus, fixtures, manifest, memory, physical_lines, read, report};
use hcxnat::capture::{Keep, Line, SegmentHead};
use hcxnat::grammar::{self, Facts, Row, Rows, State};
use hcxnat::source::SourceMap;
use proptest::prelude::*;

#[test]
fn fixtures_of_the_command() {
    for path in fixtures("ios/show/nat-translations") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        check(&bytes);
        insta::with_settings!({ snapshot_path => "snapshots/nat-translations", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, report(&bytes));
        });
    }
}

/// Every line in exactly one state; a row printed is a row read.
fn check(bytes: &[u8]) {
    let (_, parsed, coverage, rows) = read(bytes);
    assert!(parsed.iter().all(|parsed| !matches!(parsed.facts, Facts::Config(_))));
    assert_eq!(coverage.lines(), physical_lines(bytes) as u64);
    assert_eq!(coverage.of(State::Modelled), rows.lines.len() as u64);
    let printed = rows.printed.join("\n");
    let (_, _, _, again) = read(printed.as_bytes());
    assert_eq!(again.printed, rows.printed);
}

#[test]
fn tables_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let mut rows = 0;
    for (path, kind, _) in manifest(&corpus) {
        let text = std::fs::read(&path).unwrap();
        let shown = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_table = kind.contains("table")
            && !shown.contains("asa")
            && path.extension().is_none_or(|extension| extension != "md");
        if !is_table || !String::from_utf8_lossy(&text).contains("Inside global") {
            continue;
        }
        let (_, parsed, coverage, listing) = read(&text);
        let malformed: u64 = parsed.iter().map(|p| if let Facts::Table(t) = &p.facts { t.malformed } else { 0 }).sum();
        println!(
            "{:4} rows {malformed} malformed {} unrecognized  {shown}",
            listing.lines.len(),
            coverage.of(State::Unrecognized)
        );
        assert_eq!(coverage.of(State::Unrecognized) + malformed, 0, "{shown}: {:?}", coverage.notes());
        assert_eq!(listing.lines.len(), looks_like_rows(&text), "{shown}");
        rows += listing.lines.len();
    }
    assert!(rows > 0);
}

/// A count by other means: lines whose first word is a protocol and that hold an address.
fn looks_like_rows(text: &[u8]) -> usize {
    let protocols = ["tcp", "udp", "icmp", "esp", "gre", "any", "---"];
    let text = String::from_utf8_lossy(text).to_lowercase();
    let is_row = |line: &&str| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|word| protocols.contains(&word)) && words.count() == 4
    };
    text.lines().filter(is_row).count()
}

struct Count(u64);

impl Rows for Count {
    fn row(&mut self, _head: &SegmentHead, _row: &Row<'_>, _line: &Line<'_>) -> Keep {
        self.0 += 1;
        Keep::No
    }
}

/// Tables of a generator that knows how many rows it wrote.
#[test]
fn generated_tables() {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/gen.py");
    let generator = std::env::var_os("HCXNAT_GENERATOR").map_or(generator, Into::into);
    if !generator.is_file() {
        println!("skipped: no table generator at {}; set HCXNAT_GENERATOR", generator.display());
        return;
    }
    for layout in ["ios", "ios-xe-total", "verbose", "vrf"] {
        let made = Command::new("python3")
            .arg(&generator)
            .args(["translations", "--rows", "5000", "--layout", layout, "--out", "/dev/stdout"])
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let text = made.stdout;
        let mut rows = Count(0);
        let (parsed, coverage) = grammar::parse(&[memory(&text)], &mut SourceMap::default(), None, &mut rows).unwrap();
        let malformed = coverage.of(State::Malformed) + coverage.of(State::Unrecognized);
        assert_eq!((rows.0, malformed), (5000, 0), "{layout}: {:?}", coverage.notes());
        assert_eq!(coverage.lines(), physical_lines(&text) as u64);
        if layout == "vrf" {
            assert!(parsed.iter().filter(|parsed| parsed.segment.head.vrf.is_some()).count() > 1);
        }
    }
}

/// `HCXNAT_TABLE=FILE cargo test --release --test tables speed -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, not a test"]
fn speed() {
    let path = std::env::var_os("HCXNAT_TABLE").expect("set HCXNAT_TABLE to a table");
    let size = std::fs::metadata(&path).unwrap().len();
    let started = std::time::Instant::now();
    let mut rows = Count(0);
    grammar::parse(&[hcxnat::capture::Input::File(path.into())], &mut SourceMap::default(), None, &mut rows).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("").to_owned();
    #[allow(clippy::cast_precision_loss, reason = "a measurement")]
    let (rate, bytes) = (rows.0 as f64 / seconds / 1e6, size as f64 / seconds / 1e6);
    println!("{} rows in {seconds:.3} s: {rate:.1} M rows/s, {bytes:.0} MB/s, {peak}", rows.0);
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<[u8; 4]>().prop_map(|[a, b, c, d]| format!("{a}.{b}.{c}.{d}")),
        1 => Just("x.x.x.x".to_owned()),
        1 => Just("144.*.*.*".to_owned()),
    ]
}

fn column() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just("---".to_owned()),
        2 => address(),
        5 => (address(), any::<u16>()).prop_map(|(address, port)| format!("{address}:{port}")),
    ]
}

proptest! {
    /// Whatever the spacing, a row is read, and what is printed of it reads back as the same row.
    #[test]
    fn a_row_survives_printing(
        protocol in prop::sample::select(vec!["udp", "tcp", "icmp", "esp", "gre", "any", "---", "88", "UDP"]),
        columns in prop::array::uniform4(column()),
        blanks in prop::sample::select(vec![" ", "  ", "\t", "      "]),
    ) {
        prop_assume!(columns.iter().any(|column| column.contains(|c: char| c.is_ascii_digit())));
        let header = "Pro Inside global      Inside local       Outside local      Outside global";
        let line = format!("{header}\n{protocol}{blanks}{}\n", columns.join(blanks));
        let (_, _, coverage, rows) = read(line.as_bytes());
        prop_assert_eq!(coverage.of(State::Modelled), 1);
        let (_, _, _, again) = read(format!("{header}\n{}\n", rows.printed[0]).as_bytes());
        prop_assert_eq!(&again.lines, &rows.lines);
        prop_assert_eq!(&again.printed, &rows.printed);
    }

    /// No junk below a header panics or gets lost.
    #[test]
    fn junk_in_a_table(lines in proptest::collection::vec("(udp|tcp|icmp|---|esp)?[ \t]?[0-9.:x*-]{0,40}[ a-z:]{0,9}", 0..30)) {
        let text = format!("Pro Inside global Inside local Outside local Outside global\n{}", lines.join("\n"));
        let (_, _, coverage, _) = read(text.as_bytes());
        prop_assert_eq!(coverage.lines(), physical_lines(text.as_bytes()) as u64);
    }
}
