//! Rows read many at once and rows read one by one are the same rows.

#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

use common::memory;
use hcxnat::capture::{Keep, Line, SegmentHead};
use hcxnat::grammar::{self, Row, Rows, State};
use hcxnat::model::{self, Watch};
use hcxnat::net::{Address, Protocol};
use hcxnat::source::SourceMap;
use proptest::prelude::*;

/// Every row by itself: without a sieve nothing is read in blocks.
#[derive(Default)]
struct OneByOne {
    rows: u64,
    live: u64,
    ports: BTreeSet<(String, u16)>,
    kept: Vec<u32>,
}

impl Rows for OneByOne {
    fn row(&mut self, _: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep {
        self.rows += 1;
        let outside = row.outside_local.or(row.outside_global);
        self.live += u64::from(row.inside_local.is_some() && outside.is_some());
        let udp = row.protocol == Some(Protocol::UDP);
        let covered = row.protocol.is_none_or(|protocol| protocol.covers(Protocol::UDP));
        if let (true, Some(cell)) = (udp, row.inside_global)
            && let Some(port) = cell.port
        {
            self.ports.insert((cell.endpoint().address.to_string(), port));
        }
        let watched = |port: Option<u16>| port.is_some_and(|port| (4500..=4628).contains(&port));
        let appliance = Address::V4(APPLIANCE);
        let local = row.inside_local.is_some_and(|cell| watched(cell.port) || cell.endpoint().address == appliance);
        if covered && (local || row.inside_global.is_some_and(|cell| watched(cell.port))) {
            self.kept.push(line.number);
        }
        Keep::No
    }
}

const APPLIANCE: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);

fn agree(text: &[u8]) {
    let mut rows = OneByOne::default();
    let (_, slow) = grammar::parse(&[memory(text)], &mut SourceMap::default(), None, &mut rows).unwrap();
    let network = model::read(&[memory(text)], SourceMap::default(), &Watch::hcx([APPLIANCE]), None).unwrap();
    assert_eq!(format!("{:?}", slow.notes()), format!("{:?}", network.coverage.notes()));
    let states =
        [State::Modelled, State::Harmless, State::Unsupported, State::Malformed, State::Unrecognized].into_iter();
    for state in states {
        assert_eq!(slow.of(state), network.coverage.of(state), "{state:?}");
    }
    let tables: Vec<_> = network.devices.iter().map(|device| &device.table).collect();
    assert_eq!(rows.rows, tables.iter().map(|table| table.row_count).sum::<u64>());
    assert_eq!(rows.live, tables.iter().map(|table| table.live_count).sum::<u64>());
    let lines = |span| network.sources.position(span).unwrap().line;
    let kept: Vec<u32> = tables.iter().flat_map(|table| &table.rows).map(|row| lines(row.span)).collect();
    assert_eq!(rows.kept, kept);
    for row in tables.iter().flat_map(|table| &table.rows) {
        assert!(network.sources.slice(row.span).unwrap().contains(&row.inside_global.as_ref().unwrap().to_string()));
    }
    let occupied = tables.iter().flat_map(|table| table.occupied.iter());
    let ports: BTreeSet<(String, u16)> =
        occupied.flat_map(|(_, _, address, ports)| ports.iter().map(move |port| (address.to_string(), port))).collect();
    assert_eq!(rows.ports, ports);
}

fn line() -> impl Strategy<Value = String> {
    let quad = prop_oneof![
        8 => (0..4_u8, 0..4_u8).prop_map(|(a, b)| format!("203.0.113.{}", a * 4 + b)),
        1 => Just("256.1.1.1".to_owned()),
        1 => Just("01.2.3.4".to_owned()),
        1 => Just("x.x.x.x".to_owned()),
    ];
    let port = prop_oneof![5 => 1024..65535_u32, 2 => 4495..4505_u32, 1 => 65530..70000_u32];
    let row = (prop_oneof!["udp", "tcp", "icmp", "---", "esp"], quad, port.clone(), 0..9_u8, port).prop_map(
        |(protocol, global, port, host, local)| {
            format!("{protocol} {global}:{port}  10.0.0.{host}:{local}  198.51.100.7:4500 198.51.100.7:4500")
        },
    );
    prop_oneof![
        20 => row,
        1 => Just("--- 203.0.113.9        10.0.0.5           ---                ---".to_owned()),
        1 => Just("    create 00:02:11, use 00:02:11 timeout:86400000, left 23:57:48, Map-Id(In): 1,".to_owned()),
        1 => Just("    flags: --More-- none".to_owned()),
        1 => Just("  RuleID : 4".to_owned()),
        1 => Just("    udp 203.0.113.1:4500   10.0.0.9:80  198.51.100.7:9 198.51.100.7:9".to_owned()),
        1 => Just("   tcp203.0.113.1:1024   10.0.0.9:80  198.51.100.7:9 198.51.100.7:9".to_owned()),
        1 => Just("    unk 203.0.113.1:1024   10.0.0.9:80  198.51.100.7:9 198.51.100.7:9".to_owned()),
        1 => Just("*Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: Line protocol".to_owned()),
        1 => Just(String::new()),
        1 => Just("udp 203.0.113.1:1024192.168.1.2:9 198.51.100.7:9 198.51.100.7:9".to_owned()),
        1 => Just("udp 203.0.113.1:80   10.0.0.9:80\t198.51.100.7:9 198.51.100.7:9 ".to_owned()),
        1 => Just("udp 203.0.113.1:80   10.0.0.9:80  198.51.100.7:9 198.51.100.7:9 R1#".to_owned()),
        1 => Just("Total number of translations: 7".to_owned()),
        1 => Just("caf\u{e9} \u{1b}[K".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn blocks_and_lines_agree(
        lines in proptest::collection::vec(line(), 1..120),
        often in prop_oneof![3 => Just(1_usize), 1 => Just(60)],
        end in prop_oneof![Just("\n"), Just("\r\n")],
        last in any::<bool>(),
    ) {
        let mut text = format!("Pro Inside global      Inside local       Outside local      Outside global{end}");
        for _ in 0..often {
            for line in &lines {
                let _ = write!(text, "{line}{end}");
            }
        }
        if last {
            text.truncate(text.trim_end().len());
        }
        agree(text.as_bytes());
    }
}

/// Large enough to be shared among threads, with something odd now and then.
#[test]
fn a_long_table() {
    let mut text =
        String::from("R1#show ip nat translations\nPro Inside global Inside local Outside local Outside global\n");
    for at in 0..40_000_u32 {
        let (port, host) = (1024 + at % 60_000, at % 200);
        let _ =
            writeln!(text, "udp 203.0.113.{}:{port}  10.0.0.{host}:{port}  198.51.100.7:53  198.51.100.7:53", at % 7);
        if at % 9_973 == 0 {
            text.push_str("esp 203.0.113.1:0  10.0.0.7:AB12 198.51.100.7:0 198.51.100.7:0\n\n");
        }
    }
    agree(text.as_bytes());
}
