//! Which NAT rule comes first, and what the order of a paste does not say.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

use hcxnat::eval::{Confidence, Flow, Outcome, Verdict};
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::report::Report;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::{memory, the_answer, trace};

const EDGE: &str = "\
version 15.7
hostname EDGE
interface GigabitEthernet0/0
 ip address 192.0.2.2 255.255.255.252
 ip nat outside
interface GigabitEthernet0/1
 ip address 10.1.2.1 255.255.255.0
 ip nat inside
ip route 0.0.0.0 0.0.0.0 192.0.2.1
";

fn flow() -> Flow {
    "udp 10.1.2.3:4500 > 198.51.100.11:4500".parse().unwrap()
}

/// The statement of the rule that takes the flow.
fn winner(text: &str) -> Option<String> {
    let traced = trace(text, &flow());
    let rule = the_answer(&traced, text).predicted.rule?;
    Some(traced.network.sources.slice(rule).unwrap().to_owned())
}

/// In every order of the text, the first rule of `ordered` takes the flow; without it, the second, and so on.
fn taken_in_turn(ordered: &[String], support: &str) {
    for at in 0..ordered.len() {
        let left = &ordered[at..];
        for turned in [0, left.len() / 2] {
            for backwards in [false, true] {
                let mut rules = left.to_vec();
                rules.rotate_left(turned);
                if backwards {
                    rules.reverse();
                }
                let text = format!("{EDGE}{}\n{support}end\n", rules.join("\n"));
                assert_eq!(winner(&text).as_ref(), Some(&ordered[at]), "{text}");
            }
        }
    }
    assert_eq!(winner(&format!("{EDGE}{support}end\n")), None);
}

/// The order that Batfish publishes for dynamic rules, found by its authors in GNS3: lists with numbers ascending, then
/// other lists by name, capital letters first, then route-maps by name
/// (batfish/batfish, `CiscoIosDynamicNat.natCompare`, and the table of `CiscoIosDynamicNatTest.testNatCompare`).
#[test]
fn dynamic_rules_in_the_order_of_batfish() {
    let lists = ["1", "3", "20", "Z", "a", "b"];
    let route_maps = ["0a", "10", "2", "Z", "a"];
    let (mut rules, mut support) = (Vec::new(), String::new());
    let mut pool = |target: String| {
        let number = rules.len() + 1;
        rules.push(format!("ip nat inside source {target} pool P{number} overload"));
        writeln!(support, "ip nat pool P{number} 203.0.113.{number} 203.0.113.{number} prefix-length 24").unwrap();
    };
    for list in lists {
        pool(format!("list {list}"));
    }
    for map in route_maps {
        pool(format!("route-map {map}"));
    }
    for list in lists {
        writeln!(support, "ip access-list standard {list}\n permit 10.1.0.0 0.0.255.255").unwrap();
    }
    for map in route_maps {
        writeln!(support, "route-map {map} permit 10\n match ip address 1").unwrap();
    }
    taken_in_turn(&rules, &support);
}

/// Statics come before dynamic rules (`CiscoIosNatUtil.getTypePrecedence`), and of statics the one with the longer local
/// prefix (`CiscoIosStaticNatTest.testNatCompare`). Batfish knows no ports; that a static with the port of the flow comes
/// before one without is ours, and uncertain.
#[test]
fn statics_in_the_order_of_batfish() {
    let rules = [
        "ip nat inside source static udp 10.1.2.3 4500 203.0.113.9 4500 extendable",
        "ip nat inside source static 10.1.2.3 203.0.113.10 extendable",
        "ip nat inside source static network 10.1.2.0 198.18.2.0 /24",
        "ip nat inside source static network 10.1.0.0 198.18.0.0 /16",
        "ip nat inside source list 1 interface GigabitEthernet0/0 overload",
    ];
    let rules = rules.map(ToOwned::to_owned);
    taken_in_turn(&rules, "access-list 1 permit 10.1.0.0 0.0.255.255\n");
}

/// Rules that name the other host, another protocol or another port are no rules for the flow, wherever they stand.
#[test]
fn rules_for_others_take_nothing() {
    let rules = "ip nat inside source static tcp 10.1.2.3 4500 203.0.113.9 4500\n\
                 ip nat inside source static udp 10.1.2.3 4501 203.0.113.9 4501\n\
                 ip nat inside source static udp 10.1.2.4 4500 203.0.113.10 4500\n\
                 ip nat inside source static 10.1.2.4 203.0.113.11\n\
                 ip nat inside source static network 10.1.3.0 198.18.3.0 /24\n\
                 ip nat outside source static 198.51.100.11 10.1.2.3\n";
    assert_eq!(winner(&format!("{EDGE}{rules}end\n")), None);
}

/// Parts of a configuration whose place says nothing. Lines that belong together stay together; of equal things, of
/// which the first counts, there is one only. The first three lead to the hosts: where nothing does, the interface that
/// is named first stands for all.
const PARTS: &[&str] = &[
    "interface GigabitEthernet0/1\n ip address 10.1.2.1 255.255.255.0\n ip nat inside\n ip access-group IN-IN in\n",
    "interface GigabitEthernet0/3\n ip address 10.1.3.1 255.255.255.0\n ip nat inside\n ip access-group IN-IN in\n",
    "ip route 10.1.4.0 255.255.255.0 10.1.3.254\n",
    "interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n ip nat outside\n ip access-group OUT-IN in\n",
    "interface GigabitEthernet0/2\n ip address 192.0.2.2 255.255.255.252\n ip nat outside\n",
    "interface Loopback0\n ip address 10.255.0.1 255.255.255.255\n",
    "ip route 0.0.0.0 0.0.0.0 203.0.113.254\n",
    "ip route 198.51.100.0 255.255.255.128 192.0.2.1\n",
    "ip route 198.51.100.64 255.255.255.192 192.0.2.1 200\n",
    "ip nat inside source list 10 interface GigabitEthernet0/0 overload\n",
    "ip nat inside source list 9 pool P9 overload\n",
    "ip nat inside source list NAT pool P9 overload\n",
    "ip nat inside source route-map ISP-2 interface GigabitEthernet0/2 overload\n",
    "ip nat inside source route-map ISP-1 interface GigabitEthernet0/0 overload\n",
    "ip nat inside source static udp 10.1.2.3 4500 203.0.113.9 4500 extendable\n",
    "ip nat inside source static tcp 10.1.2.4 4500 203.0.113.1 4500 extendable\n",
    "ip nat inside source static network 10.1.3.0 198.18.3.0 /26\n",
    "ip nat inside source static network 10.1.3.0 198.19.3.0 /27\n",
    "ip nat pool P9 203.0.113.9 203.0.113.10 prefix-length 24\n",
    "ip nat translation udp-timeout 120\n",
    "access-list 9 permit 10.1.4.0 0.0.0.255\n",
    "access-list 10 deny   10.1.2.5\naccess-list 10 permit 10.1.2.0 0.0.0.255\n",
    "ip access-list extended NAT\n 10 deny   udp host 10.1.3.40 any eq 500\n",
    "ip access-list extended NAT\n 20 permit udp object-group HOSTS any\n",
    "ip access-list extended NAT\n 15 deny   ip host 10.1.3.41 any\n",
    "ip access-list extended OUT-IN\n 20 permit udp any host 203.0.113.1\n",
    "ip access-list extended OUT-IN\n 10 permit udp any host 203.0.113.9 eq 4500\n",
    "ip access-list extended IN-IN\n 5 deny   ip host 10.1.2.4 host 198.51.100.12\n",
    "ip access-list extended IN-IN\n 30 permit ip any any\n",
    "object-group network HOSTS\n 10.1.3.0 255.255.255.0\n group-object MORE\n",
    "object-group network MORE\n host 10.1.4.3\n",
    "route-map ISP-1 permit 10\n match ip address 9 10\n match interface GigabitEthernet0/0\n",
    "route-map ISP-2 permit 20\n match ip address 9 NAT\n match interface GigabitEthernet0/2\n",
    "route-map ISP-2 deny 10\n match ip address 10\n",
    "crypto isakmp policy 10\n encr aes\n",
    "line vty 0 4\n login\n",
];

const ROWS: &[&str] = &[
    "udp 203.0.113.1:4500 10.1.2.6:4500 198.51.100.20:4500 198.51.100.20:4500",
    "udp 203.0.113.1:1024 10.1.2.4:4500 198.51.100.12:4500 198.51.100.12:4500",
    "udp 203.0.113.1:1025 10.1.2.5:1025 198.51.100.12:53 198.51.100.12:53",
    "udp 203.0.113.9:1024 10.1.4.3:4500 198.51.100.11:4500 198.51.100.11:4500",
    "tcp 203.0.113.1:4500 10.1.2.4:4500 198.51.100.30:443 198.51.100.30:443",
    "udp 203.0.113.9:4500 10.1.2.3:4500 --- ---",
    "udp 203.0.113.9:4500 10.1.2.3:4500 198.51.100.82:4500 198.51.100.82:4500",
    "udp 203.0.113.1:1026 10.1.2.9:4500 198.51.100.81:500 198.51.100.81:500",
    "--- 198.18.3.40 10.1.3.40 --- ---",
    "icmp 203.0.113.1:4500 10.1.2.9:4500 198.51.100.81:4500 198.51.100.81:4500",
];

fn capture<'t>(parts: impl IntoIterator<Item = &'t str>, rows: Option<Vec<&str>>) -> String {
    let config: String = parts.into_iter().collect();
    let table = rows.map_or_else(String::new, |rows| {
        let header = "Pro Inside global Inside local Outside local Outside global";
        format!("EDGE#show ip nat translations\n{header}\n{}\nEDGE#\n", rows.join("\n"))
    });
    format!("version 15.7\nhostname EDGE\n{config}end\n{table}")
}

fn intent() -> Intent {
    let hosts =
        [([10, 1, 2, 3], 11), ([10, 1, 2, 4], 12), ([10, 1, 3, 40], 11), ([10, 1, 4, 3], 80), ([10, 1, 2, 5], 81)];
    let appliance = |(address, peer): ([u8; 4], u8)| {
        let mut uplink = Uplink::new(Ipv4Addr::from(address));
        uplink.peers.push(Ipv4Addr::new(198, 51, 100, peer));
        let name = uplink.address.to_string();
        Appliance { name, role: "IX".to_owned(), uplinks: vec![uplink], inferred: false, possible: false }
    };
    Intent { appliances: hosts.map(appliance).to_vec(), ..Intent::default() }
}

/// What a reader is told, line by line, places in the text left out. Where several interfaces may be meant they are
/// named in the order of the text, so the steps are left out as well.
fn told(text: &str) -> Vec<String> {
    let report: Report = analyze(&[memory(text)], &intent(), SourceMap::default(), &Settings::default()).unwrap();
    let line = |span| report.network.sources.slice(span).unwrap_or_default().to_owned();
    // Hosts are named in the order of the text.
    let in_no_order = |text: &String| {
        let mut words: Vec<_> = text.split([' ', ',']).map(ToOwned::to_owned).collect();
        words.sort();
        words
    };
    // Of several reasons against a plan the first in the text is told.
    let mut out = vec![format!("{:?} {} {:?}", report.verdict, report.no_plan.is_empty(), report.paste_next)];
    for flow in &report.flows {
        let predicted = &flow.predicted;
        let seen: BTreeSet<_> = flow.observed.iter().map(|seen| seen.inside_global.to_string()).collect();
        let rule = predicted.rule.map(line);
        let (outcome, global, port) = (predicted.outcome, &predicted.inside_global, predicted.expected_port);
        out.push(format!(
            "{}: {:?}, {outcome:?} {global:?} {port:?} {:?} by {rule:?}, seen {seen:?}",
            flow.flow, flow.verdict, predicted.confidence
        ));
    }
    let mut findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            // Of several rows that show the same, the first is quoted.
            let quoted = finding.labels.len();
            let (severity, confidence) = (finding.severity, finding.confidence);
            format!(
                "{} {severity:?} {confidence:?} {:?} {quoted}",
                finding.code,
                in_no_order(&finding.message.to_string())
            )
        })
        .collect();
    findings.sort();
    out.extend(findings);
    for plan in &report.plans {
        // Entries for several hosts are typed in the order in which the text names the hosts.
        let (commands, clear): (BTreeSet<_>, BTreeSet<_>) =
            (plan.commands.iter().collect(), plan.clear.iter().collect());
        out.push(format!("{commands:?} {clear:?} {:?}", plan.proof.verdict_after));
    }
    out
}

fn same(one: &str, other: &str) {
    let (told_one, told_other) = (told(one), told(other));
    let differ: Vec<_> = told_one.iter().zip(&told_other).filter(|(one, other)| one != other).collect();
    assert!(told_one == told_other, "{differ:#?}\n{one}\n--- or\n{other}");
}

/// Some of `all` and its first few, in order and in another order.
fn some(all: &'static [&'static str], always: usize) -> impl Strategy<Value = (Vec<&'static str>, Vec<&'static str>)> {
    let (always, rest) = all.split_at(always);
    let least = prop_oneof![3 => Just(rest.len() - 1), 1 => Just(rest.len() / 2)];
    let chosen = least.prop_flat_map(|least| subsequence(rest.to_vec(), least..=rest.len()));
    let chosen = chosen.prop_map(move |chosen| [always, chosen.as_slice()].concat());
    // Sorted by numbers that shrink to nought, a failure ends as two parts exchanged.
    (chosen, prop::collection::vec(0..100_u8, all.len())).prop_map(|(chosen, keys)| {
        let mut shuffled: Vec<_> = keys.into_iter().zip(chosen.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        (chosen, shuffled.into_iter().map(|(_, part)| part).collect())
    })
}

proptest! {
    #![proptest_config(super::cases(1))]

    #[test]
    fn the_place_of_a_part_says_nothing((parts, shuffled) in some(PARTS, 3), rows in prop::option::of(some(ROWS, 0))) {
        let rows = rows.map(|(rows, _)| rows);
        let (one, other) = (capture(parts, rows.clone()), capture(shuffled, rows));
        same(&one, &other);
    }

    /// A table is printed in the order of a hash: which row stands first says nothing of who was there first.
    #[test]
    fn the_place_of_a_row_says_nothing((parts, _) in some(PARTS, 3), (rows, shuffled) in some(ROWS, 0)) {
        let (one, other) = (capture(parts.clone(), Some(rows)), capture(parts, Some(shuffled)));
        same(&one, &other);
    }
}

/// The parts are not so many that nothing ever happens.
#[test]
fn the_whole_of_it_has_every_outcome() {
    let report = analyze(
        &[memory(&capture(PARTS.iter().copied(), None))],
        &intent(),
        SourceMap::default(),
        &Settings::default(),
    )
    .unwrap();
    let outcomes: Vec<Outcome> = report.flows.iter().map(|flow| flow.predicted.outcome).collect();
    assert!(report.network.coverage.notes().is_empty(), "{:?}", report.network.coverage.notes());
    for wanted in [Outcome::Kept, Outcome::Remapped, Outcome::Dropped, Outcome::Untranslated] {
        assert!(outcomes.contains(&wanted), "{outcomes:?}");
    }
}

/// Nothing says by which interface the host arrives, and the list on one of them drops it. That is an open question,
/// whichever stands first.
#[test]
fn every_way_in_counts() {
    let free = "interface GigabitEthernet0/1\n ip address 10.1.1.1 255.255.255.0\n ip nat inside\n";
    let barred =
        "interface GigabitEthernet0/2\n ip address 10.1.2.1 255.255.255.0\n ip nat inside\n ip access-group BAR in\n";
    let rest = "interface GigabitEthernet0/0\n ip address 192.0.2.2 255.255.255.252\n ip nat outside\n\
                ip nat inside source static udp 10.9.9.9 4500 203.0.113.9 4500 extendable\n\
                ip route 0.0.0.0 0.0.0.0 192.0.2.1\n\
                ip access-list extended BAR\n deny   udp any any\n permit ip any any\n";
    let mut uplink = Uplink::new(Ipv4Addr::new(10, 9, 9, 9));
    uplink.peers.push(Ipv4Addr::new(198, 51, 100, 11));
    let appliance = Appliance {
        name: "IX".to_owned(),
        role: "IX".to_owned(),
        uplinks: vec![uplink],
        inferred: false,
        possible: false,
    };
    let intent = Intent { appliances: vec![appliance], ..Intent::default() };
    for ways in [[free, barred], [barred, free]] {
        let text = capture([ways[0], ways[1], rest], None);
        let report = analyze(&[memory(&text)], &intent, SourceMap::default(), &Settings::default()).unwrap();
        assert_eq!(report.verdict, Verdict::Inconclusive, "{text}");
    }
}

/// A static has a row without a peer and one for each flow. That one of these goes to the same peer makes the collision
/// certain, wherever it stands.
#[test]
fn the_row_towards_the_peer_counts_wherever_it_stands() {
    let binding = "udp 192.0.2.2:4500 10.1.2.9:4500 --- ---";
    let live = "udp 192.0.2.2:4500 10.1.2.9:4500 198.51.100.11:4500 198.51.100.11:4500";
    let rule =
        "ip nat inside source list 1 interface GigabitEthernet0/0 overload\naccess-list 1 permit 10.1.0.0 0.0.255.255";
    for rows in [[binding, live], [live, binding]] {
        let header = "Pro Inside global Inside local Outside local Outside global";
        let table = format!("EDGE#show ip nat translations\n{header}\n{}\nEDGE#\n", rows.join("\n"));
        let text = format!("{EDGE}{rule}\nend\n{table}");
        let traced = trace(&text, &flow());
        let predicted = &the_answer(&traced, &text).predicted;
        assert_eq!((predicted.outcome, predicted.confidence), (Outcome::Remapped, Confidence::Certain), "{text}");
    }
}
