//! Every line that a finding rests on is on the screen, whatever lies between it and the next.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up must fail")]

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use hcxnat::capture::Input;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::report::{HumanOptions, Report, Style, human};
use hcxnat::rules::Label;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};
use proptest::prelude::*;

/// Labels that one finding shows; the others are counted.
const SHOWN: usize = 12;

const CONFIG: &str = "\
hostname EDGE
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.252
 ip nat outside
interface GigabitEthernet0/1
 ip address 192.19.72.1 255.255.255.0
 ip nat inside
ip nat pool PUBLIC 19.155.80.72 19.155.80.72 prefix-length 29
ip nat inside source list NAT-ACL pool PUBLIC overload
ip nat inside source list GONE interface Dialer1 overload
ip access-list standard NAT-ACL
 permit 192.19.72.0 0.0.0.255
ip route 0.0.0.0 0.0.0.0 203.0.113.2
end
";

/// Rows that rules look at, and rows that nobody does (every second one).
fn row(kind: usize, number: usize) -> String {
    let (global, local, peer) = match kind {
        0 => (4500, "192.19.72.202:4500".to_owned(), "203.0.113.11:4500"),
        1 => (1543, "192.19.72.203:4500".to_owned(), "203.0.113.12:4500"),
        2 => (4500, "192.19.72.50:4500".to_owned(), "203.0.113.12:4500"),
        3 => (1024 + number, "192.19.72.202:4500".to_owned(), "203.0.113.12:4500"),
        4 => (4500, "192.19.72.203:4500".to_owned(), "203.0.113.11:4500"),
        _ => (20_000 + number, format!("192.19.72.77:{}", 20_000 + number), "198.51.100.7:443"),
    };
    format!("udp 19.155.80.72:{global} {local} {peer} {peer}")
}

fn capture(kinds: &[usize], ends: &str) -> String {
    let mut text = format!("EDGE#show running-config\n{CONFIG}EDGE#show ip nat translations\n");
    text.push_str("Pro Inside global Inside local Outside local Outside global\n");
    for (number, kind) in kinds.iter().enumerate() {
        writeln!(text, "{}", row(*kind, number)).unwrap();
    }
    text.push_str("EDGE#\n");
    text.replace('\n', ends)
}

fn analysed(text: &str, named: bool) -> Report {
    let appliance = |name: &str, last| Appliance {
        name: name.to_owned(),
        role: name.to_owned(),
        uplinks: vec![Uplink::new(Ipv4Addr::new(192, 19, 72, last))],
        inferred: false,
        possible: false,
    };
    let mut intent = Intent::default();
    if named {
        intent.appliances = vec![appliance("IX", 202), appliance("NE", 203)];
    }
    let input = Input::Memory { name: "paste".to_owned(), bytes: text.as_bytes().to_vec() };
    analyze(&[input], &intent, SourceMap::default(), &Settings::default()).unwrap()
}

/// The line is quoted with its number, or named.
fn is_shown(report: &Report, screen: &str, label: &Label) -> bool {
    let sources = &report.network.sources;
    let (Some(at), Some(text)) = (sources.position(label.span), sources.quote_line(label.span)) else {
        return screen.contains(&label.message.to_string());
    };
    let (gutter, place) = (format!("{} | ", at.line), format!("paste:{}:", at.line));
    screen.lines().any(|line| {
        let line = line.trim_start();
        (line.starts_with(&gutter) && line.contains(text.trim())) || line.contains(&place)
    })
}

fn check(kinds: &[usize], ends: &str, named: bool) -> usize {
    let report = analysed(&capture(kinds, ends), named);
    let screen = human(&report, &HumanOptions { style: Style { width: 1000, ..Style::PLAIN }, closing: None });
    for finding in &report.findings {
        for label in finding.labels.iter().take(SHOWN) {
            assert!(is_shown(&report, &screen, label), "{} hides {label:?}\n{screen}", finding.code);
        }
    }
    report.findings.iter().map(|finding| finding.labels.len()).sum()
}

#[test]
fn rows_with_a_forgotten_row_between_them() {
    for ends in ["\n", "\r\n"] {
        assert!(check(&[0, 5, 1], ends, true) > 1);
        assert!(check(&[1, 5, 0, 5, 5, 2, 3], ends, true) > 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_label_is_on_the_screen(
        kinds in prop::collection::vec(0..9_usize, 0..40),
        crlf in any::<bool>(),
        named in any::<bool>(),
    ) {
        check(&kinds, if crlf { "\r\n" } else { "\n" }, named);
    }
}
