//! The capture room, from bytes to segments.

mod common;

use std::collections::BTreeMap;

use common::{corpus, fixtures, manifest, physical_lines, report, segments};
use hcxnat::capture::{Dialect, Kind};
use proptest::prelude::*;

#[test]
fn pasted_transcripts() {
    for path in fixtures("paste") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        check_books(&bytes);
        insta::with_settings!({ snapshot_path => "snapshots/paste", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, report(&bytes));
        });
    }
}

/// Every physical line in exactly one segment, in order.
fn check_books(bytes: &[u8]) {
    let (_, books) = segments(bytes);
    let expected: Vec<u32> = (1..).take(books.numbers.len()).collect();
    assert_eq!(books.numbers, expected);
    let mut next = 1;
    for segment in &books.segments {
        assert_eq!(segment.head.first_line, next);
        next = segment.last_line + 1;
    }
}

#[test]
fn the_corpus_keeps_its_books() {
    let Some(corpus) = corpus() else { return };
    for (path, _, _) in manifest(&corpus) {
        let bytes = std::fs::read(&path).unwrap();
        check_books(&bytes);
        let (_, _, coverage, _) = common::read(&bytes);
        if !bytes.contains(&0) {
            assert_eq!(coverage_of_tables_and_prose(&bytes, coverage.lines()), Ok(()), "{}", path.display());
        }
    }
}

/// The account is complete where no configuration is, whatever the configuration grammar does.
fn coverage_of_tables_and_prose(bytes: &[u8], counted: u64) -> Result<(), String> {
    let (_, books) = segments(bytes);
    if books.segments.iter().any(|segment| segment.head.kind == Kind::RunningConfig) {
        return Ok(());
    }
    let expected = physical_lines(bytes) as u64;
    if counted == expected { Ok(()) } else { Err(format!("{counted} of {expected} lines accounted for")) }
}

/// Configurations of other vendors, which must not be read as IOS, and the other way round.
#[test]
fn dialects_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let mut table: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for (path, kind, platform) in manifest(&corpus) {
        if !kind.starts_with("config") {
            continue;
        }
        let (_, books) = segments(&std::fs::read(&path).unwrap());
        let configurations = books.segments.iter().filter(|segment| segment.head.kind == Kind::RunningConfig);
        let longest = configurations.max_by_key(|segment| segment.last_line - segment.head.first_line);
        let dialect = longest.map_or("none", |segment| segment.dialect.as_str());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        table.entry((platform, dialect)).or_default().push(name);
    }
    for ((platform, dialect), files) in &table {
        println!("{platform:8} {dialect:12} {}", files.len());
        if std::env::var_os("HCXNAT_LIST").is_some() {
            for file in files {
                println!("    {file}");
            }
        }
    }
    let is_ios = |dialect: &str| [Dialect::Ios, Dialect::IosXe].iter().any(|ios| ios.as_str() == dialect);
    for ((platform, dialect), files) in &table {
        let others: Vec<_> = files.iter().filter(|file| !MISLABELLED.iter().any(|name| file.contains(name))).collect();
        let open = ["none", "unknown"].contains(dialect);
        let wrong = match platform.as_str() {
            "ios" | "iosxe" => !is_ios(dialect) && !open,
            _ => is_ios(dialect),
        };
        assert!(!wrong || others.is_empty(), "{platform} read as {dialect}: {others:?}");
    }
}

/// Files whose label in the corpus is not what they hold: neighbours of another vendor in a snapshot, and files written by
/// hand for a parser that takes every dialect at once (a prefix length behind `ip address`, `ip router ospf`, an EOS image).
const MISLABELLED: &[&str] = &[
    "ios-bgp-listener",
    "ios_xr_l2vpn",
    "ios_xr_multicast",
    "vlan_access_map2",
    "withdrawals__configs__",
    "ios-shutdown-ospf-interface",
    "vrrp_multiple_best",
    "configs__cisco_ospf",
    "interface_exit",
    "as2-no-advertise-inactive",
    "bgp-filter-inactive",
    "ebgp-accept-routerid-match",
    "ibgp-reject-routerid-match",
    "testrigs__rip__",
    "configs__cisco_aaa",
    "srsim-ceos-ebgp",
    "eos_switchport_order",
    "hp_comware",
    "standalone-asac",
    "a2a2-devprog",
    "testconfigs__ios-acl",
];

#[test]
fn prose_without_end_is_counted_and_not_kept() {
    let line = "the quick brown fox jumps over the lazy dog\n\n";
    let text = line.repeat(150_000);
    let (_, _, coverage, _) = common::read(text.as_bytes());
    assert_eq!(coverage.lines(), 300_000);
    assert_eq!(coverage.of(hcxnat::grammar::State::Harmless), 150_000);
}

#[test]
fn one_enormous_line() {
    let mut text = vec![b'x'; 100 << 20];
    text.extend_from_slice(b"\nudp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500\n");
    let (sources, books) = segments(&text);
    assert_eq!(books.numbers, [1, 2]);
    let table = &books.segments[1].head;
    assert_eq!((table.kind, table.first_line), (Kind::NatTranslations, 2));
    drop(sources);
}

#[test]
fn encodings() {
    let text = "hostname Zürich\ninterface GigabitEthernet0/0\n";
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(little.iter().copied()).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(utf16.iter().flat_map(|unit| unit.to_be_bytes())).collect();
    let utf8 = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [&little, &marked, &big, &utf8, &windows] {
        let (sources, books) = segments(bytes);
        let lines: Vec<_> = books.segments[0].lines(&sources).map(|line| line.text.to_owned()).collect();
        assert_eq!(lines, ["hostname Zürich", "interface GigabitEthernet0/0"]);
        let second = books.segments[0].lines(&sources).nth(1).unwrap();
        assert_eq!(sources.slice(second.span_of(second.text)), Some("interface GigabitEthernet0/0"));
    }
}

#[test]
fn data_is_one_line_of_no_text() {
    let data: Vec<u8> = (0..20_000_u32).flat_map(|i| [0, (i % 7) as u8, 0, 0, (i % 251) as u8]).collect();
    let (_, parsed, coverage, _) = common::read(&data);
    assert_eq!(parsed.len(), 1);
    assert_eq!(parsed[0].segment.head.kind, Kind::Text);
    assert_eq!(parsed[0].segment.evidence[0].says.to_string(), "binary data, not text");
    assert_eq!(coverage.lines(), 1);
    assert_eq!(coverage.of(hcxnat::grammar::State::Unrecognized), 1);
}

#[test]
fn old_line_ends_are_lines_too() {
    let (_, books) = segments(b"hostname R1\rinterface GigabitEthernet0/0\r ip nat inside\r!\r");
    assert_eq!(books.numbers, [1, 2, 3, 4]);
}

#[test]
fn paths_become_inputs() {
    use hcxnat::capture::{Input, InputError, expand};
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    assert!(matches!(expand(&[folder.path()]), Err(InputError::EmptyDirectory(_))));
    std::fs::create_dir(path("site")).unwrap();
    for name in ["b.txt", "a.txt", ".hidden", "site/c.txt"] {
        std::fs::write(path(name), "x").unwrap();
    }
    let found: Vec<_> = expand(&[folder.path().to_path_buf(), "-".into()])
        .unwrap()
        .into_iter()
        .map(|input| match input {
            Input::File(path) => path.strip_prefix(folder.path()).unwrap().display().to_string(),
            Input::Stdin => "-".to_owned(),
            Input::Memory { name, .. } => name,
        })
        .collect();
    assert_eq!(found, ["a.txt", "b.txt", "site/c.txt", "-"]);
    let missing = expand(&[path("nowhere")]).unwrap_err().to_string();
    assert!(missing.starts_with("cannot read"), "{missing}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_are_all_accounted_for(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        check_books(&bytes);
        common::read(&bytes);
    }

    /// Shuffled pieces of real-looking captures: any order, any cut.
    #[test]
    fn any_order_of_lines(picks in proptest::collection::vec(0..PIECES.len(), 0..60), crlf in any::<bool>()) {
        let end = if crlf { "\r\n" } else { "\n" };
        let text: String = picks.iter().flat_map(|&pick| [PIECES[pick], end]).collect();
        check_books(text.as_bytes());
        let (_, _, coverage, _) = common::read(text.as_bytes());
        prop_assert_eq!(coverage_of_tables_and_prose(text.as_bytes(), coverage.lines()), Ok(()));
    }
}

const PIECES: &[&str] = &[
    "R1#show ip nat translations",
    "R1#show ip nat translations vrf BLUE | include 4500",
    "R1#",
    "R2#sh run",
    "R1(config)#ip nat inside source list 1 interface Gi0/0 overload",
    "R1(config)#do sh ip nat tr",
    "R1#conf t",
    "Pro Inside global      Inside local       Outside local      Outside global",
    "udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500",
    "--- 203.0.113.1 10.0.0.5 --- ---",
    "    create 00:02:11, use 00:02:11 timeout:86400000, left 23:57:48, Map-Id(In): 1,",
    "Total number of translations: 2",
    "hostname R1",
    "version 15.7",
    "banner motd ^C",
    "no entry ^C",
    "interface GigabitEthernet0/0",
    " ip nat outside",
    "!",
    "end",
    "",
    " --More-- ",
    " --More-- \r         \rinterface GigabitEthernet0/1",
    "Building configuration...",
    "*Dec 19 04:51:25.675: %LINK-3-UPDOWN: Interface Gi0/0, changed state to up",
    "some prose",
    "udp 203.0.113.1:99999 a b",
    "\u{1b}[0m",
];
