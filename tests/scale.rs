//! Captures of a size nobody pastes by hand: what is read of them, and that reading them ends. Each of these took minutes
//! when its cost grew with the square of its lines.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use hcxnat::capture::Input;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::model::{self, Network, Watch};
use hcxnat::source::SourceMap;

fn network(texts: &[&str]) -> Network {
    let input =
        |(at, text): (usize, &&str)| Input::Memory { name: format!("{at}.txt"), bytes: text.as_bytes().to_vec() };
    let inputs: Vec<Input> = texts.iter().enumerate().map(input).collect();
    model::read(&inputs, SourceMap::default(), &Watch::hcx([]), None).unwrap()
}

/// `count` times what `line` writes for a number.
fn lines(count: u32, line: impl Fn(&mut String, u32)) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        line(&mut text, number);
        text
    })
}

fn statics(count: u32, prefix: &str) -> String {
    lines(count, |text, i| {
        let (a, b) = (i / 250, i % 250 + 1);
        writeln!(text, "{prefix}ip nat inside source static 10.0.{a}.{b} 198.18.{a}.{b}").unwrap();
    })
}

fn locals(network: &Network) -> Vec<String> {
    let rules = network.devices.iter().flat_map(|device| &device.nat_rules);
    rules.map(|rule| network.sources.slice(rule.statement.span).unwrap().to_owned()).collect()
}

#[test]
fn nameless_tables_find_their_owner() {
    let row = "udp 19.0.0.1:4500 10.0.0.1:4500 --- ---\n";
    let header = "Pro Inside global Inside local Outside local Outside global\n";
    let tables = lines(40_000, |text, _| text.extend(["show ip nat translations\n", header]));
    let alone = network(&[&format!("{tables}{row}")]);
    assert_eq!((alone.devices.len(), alone.segments.len()), (1, 40_000));
    assert_eq!(alone.devices[0].table.earlier_snapshots, 39_999);

    let named = network(&["hostname R1\nip nat inside source static 10.0.0.1 19.0.0.1\n", &tables]);
    assert_eq!(named.devices.len(), 1);
    assert_eq!(named.devices[0].name.as_deref(), Some("R1"));

    // The only name of its own source comes before that of another; of two names elsewhere none is chosen.
    let table = format!("show ip nat translations\n{row}");
    let (one, two) = ("hostname R1\n!\n".to_owned(), format!("hostname R2\n!\n{table}"));
    let two_names = network(&[&one, &two, &table]);
    let owners: Vec<_> = two_names.segments.iter().map(|segment| segment.device).collect();
    assert_eq!(owners, [Some(0), Some(1), Some(1), Some(2)]);
}

#[test]
fn tables_of_many_vrfs_are_kept_apart() {
    let text = lines(20_000, |text, i| {
        writeln!(text, "R1#show ip nat translations vrf v{}\nudp 19.0.0.1:4500 10.0.0.1:4500 --- ---", i % 10_000)
            .unwrap();
    });
    let network = network(&[&text]);
    let table = &network.devices[0].table;
    assert_eq!((table.earlier_snapshots, table.rows.len(), table.occupied.iter().count()), (10_000, 10_000, 10_000));
}

#[test]
fn hosts_are_known_by_their_prompts() {
    let text = lines(20_000, |text, i| writeln!(text, "r{i}#show clock").unwrap());
    assert_eq!(network(&[&text]).segments.len(), 20_000);
}

#[test]
fn fragments_add_up_without_repeats() {
    let command = "R1#show running-config | section nat\n";
    let fragment = format!("{command}{}R1#\n", statics(20_000, ""));
    assert_eq!(locals(&network(&[&fragment.repeat(3)])).len(), 20_000);

    let command = "R1#show running-config | section interface\n";
    let interfaces = |side: &str| {
        lines(20_000, |text, i| writeln!(text, "interface GigabitEthernet0/0.{i}\n ip nat {side}").unwrap())
    };
    let text = format!("{command}{}R1#\n{command}{}R1#\n", interfaces("inside"), interfaces("outside"));
    let network = network(&[&text]);
    let [device] = network.devices.as_slice() else { panic!("one device") };
    assert_eq!(device.interfaces.len(), 20_000);
    assert!(device.interfaces.iter().all(|found| found.nat.as_ref().unwrap().value == model::NatSide::Outside));
}

#[test]
fn rules_taken_back_are_gone() {
    let both = format!("hostname R1\n{}{}", statics(20_000, ""), statics(20_000, "no "));
    assert_eq!(locals(&network(&[&both])), Vec::<String>::new());

    let rule = "ip nat inside source static 10.0.0.1 198.18.0.1";
    for (first, second, left) in [
        (format!("{rule}\nno {rule}\n"), String::new(), 0),
        (format!("no {rule}\n{rule}\n"), String::new(), 1),
        (format!("{rule}\n"), format!("no {rule}\n"), 0),
        (format!("{rule}\n"), format!("no {rule}\n{rule}\n"), 1),
        (format!("{rule}\n"), format!("{rule}\nno {rule}\n"), 0),
        (format!("no {rule}\n"), format!("{rule}\n"), 1),
    ] {
        let (first, second) = (format!("hostname R1\n{first}"), format!("hostname R1\n{second}"));
        assert_eq!(locals(&network(&[&first, &second])).len(), left, "{first}{second}");
    }
}

#[test]
fn members_taken_back_are_gone() {
    let members = |prefix: &str| {
        lines(20_000, |text, i| writeln!(text, " {prefix}host 10.0.{}.{}", i / 250, i % 250 + 1).unwrap())
    };
    let text = format!("hostname R1\nobject-group network G\n{}{} host 10.0.0.7\n", members(""), members("no "));
    let network = network(&[&text]);
    let members = &network.devices[0].object_groups["G"].members;
    assert_eq!(
        members.iter().map(|member| network.sources.slice(member.span)).collect::<Vec<_>>(),
        [Some("host 10.0.0.7")]
    );
}

#[test]
fn names_that_every_entry_repeats_are_short() {
    let (name, entries) = ("A".repeat(100_000), " permit ip any any\n".repeat(2_000));
    let list = network(&[&format!("hostname R1\nip access-list extended {name}\n{entries}")]);
    assert!(list.devices[0].acls.is_empty());
    assert_eq!(list.coverage.of(hcxnat::grammar::State::Malformed), 1);

    let rows = "udp 19.0.0.1:4500 10.0.0.1:4500 --- ---\n".repeat(2_000);
    let table = network(&[&format!("R1#show ip nat translations vrf {name}\n{rows}")]);
    assert!(table.devices.iter().all(|device| device.table.rows.iter().all(|row| row.vrf.is_none())));
}

#[test]
fn dynamic_rules_in_match_order() {
    let rules = [
        "ip nat inside source route-map A interface Dialer1 overload",
        "ip nat inside source list B interface Dialer1 overload",
        "ip nat inside source list 101 interface Dialer1 overload",
        "ip nat inside source list A interface Dialer1 overload",
        "ip nat inside source list 9 interface Dialer1 overload",
        "ip nat inside source static 10.0.0.1 198.18.0.1",
        "ip nat inside source static udp 10.0.0.1 4500 198.18.0.1 4500 extendable",
    ];
    let network = network(&[&format!("hostname R1\n{}\n", rules.join("\n"))]);
    assert_eq!(locals(&network), [6, 5, 4, 2, 3, 1, 0].map(|at: usize| rules[at]));
}

#[test]
fn ports_are_counted_by_address() {
    let rows = "udp 19.0.0.1:4500 10.0.0.1:1 --- ---\nudp 19.0.0.2:4500 10.0.0.1:2 --- ---\nudp 19.0.0.1:7 10.0.0.1:3 --- ---\n\
                udp x.x.x.x:9 10.0.0.1:4 --- ---\nudp x.x.x.x:10 10.0.0.1:5 --- ---\ntcp 19.0.0.1:80 10.0.0.1:80 --- ---\n";
    let network = network(&[&format!("show ip nat translations vrf A\n{rows}show ip nat translations\n{rows}")]);
    let table = &network.devices[0].table;
    assert_eq!((table.row_count, table.occupied.iter().count()), (12, 6));
    let mut lens: Vec<_> = table
        .occupied
        .iter()
        .map(|(vrf, _, address, set)| (vrf.map(str::to_owned), address.to_string(), set.len()))
        .collect();
    lens.sort();
    let expected = |vrf: Option<&str>| {
        [("19.0.0.1", 2), ("19.0.0.2", 1), ("x.x.x.x", 2)]
            .map(|(address, len)| (vrf.map(str::to_owned), address.to_owned(), len))
    };
    assert_eq!(lens, [expected(None), expected(Some("A"))].concat());
}

/// Statics for port 4500, interfaces and routes, `count` of each: hosts that nobody named are judged by them all.
fn edge(count: u32) -> String {
    let interfaces = lines(count, |text, i| {
        let (a, b) = (i / 250, i % 250);
        writeln!(text, "interface GigabitEthernet0/1.{i}\n ip address 172.16.{a}.{b} 255.255.255.255\n ip nat inside")
            .unwrap();
    });
    let routes = lines(count, |text, i| {
        writeln!(text, "ip route 10.{}.{}.0 255.255.255.0 203.0.113.2", 100 + i / 250, i % 250).unwrap();
    });
    let statics = lines(count, |text, i| {
        let (a, b) = (i / 250, i % 250 + 1);
        writeln!(text, "ip nat inside source static udp 10.0.{a}.{b} 4500 198.18.{a}.{b} 4500").unwrap();
    });
    format!(
        "version 15.7\nhostname R1\ninterface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.252\n ip nat outside\n\
         {interfaces}ip route 0.0.0.0 0.0.0.0 203.0.113.2\n{routes}{statics}end\n"
    )
}

fn check(text: &str) {
    let input = [Input::Memory { name: "edge.txt".to_owned(), bytes: text.as_bytes().to_vec() }];
    let report =
        hcxnat::analyze(&input, &Intent::default(), SourceMap::default(), &hcxnat::Settings::default()).unwrap();
    assert!(!report.flows.is_empty());
}

/// The shortest of three runs.
fn time(run: impl Fn()) -> Duration {
    let run = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..3).map(run).min().unwrap()
}

#[test]
fn a_flow_does_not_look_at_every_interface_and_route() {
    // Twice as much of everything took eight times as long.
    let [once, twice] = [250, 500].map(edge).map(|text| time(|| check(&text)));
    assert!(twice < once * 6, "{once:?} and {twice:?}");
}

#[test]
fn rows_of_statics_look_up_their_rules() {
    // Every row looked at every rule: 40,000 of each took eleven seconds.
    let capture = |count: u32| {
        let rows = lines(count, |text, i| {
            let (a, b) = (i / 250, i % 250 + 1);
            writeln!(text, "udp 198.18.{a}.{b}:4500 10.1.{a}.{b}:4500 --- ---").unwrap();
        });
        format!(
            "version 15.7\nhostname R1\ninterface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.252\n ip nat outside\n\
             {}end\nR1#show ip nat translations\n{rows}",
            statics(count, "")
        )
    };
    let [once, four_times] = [3_000, 12_000].map(capture).map(|text| time(|| drop(network(&[&text]))));
    assert!(four_times < once * 6, "{once:?} and {four_times:?}");
}

#[test]
fn nested_object_groups_and_a_circle_end() {
    let depth = 10_000;
    let groups = lines(depth, |text, i| {
        let next = (i + 1) % depth;
        writeln!(text, "object-group network G{i}\n group-object G{next}\n host 10.1.{}.{}", i / 250, i % 250).unwrap();
    });
    let text = format!(
        "version 15.7\nhostname R1\n{groups}ip access-list extended NAT\n permit ip object-group G0 any\n\
         interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.252\n ip nat outside\n\
         interface GigabitEthernet0/1\n ip address 10.0.0.1 255.0.0.0\n ip nat inside\n\
         ip nat inside source list NAT interface GigabitEthernet0/0 overload\nip route 0.0.0.0 0.0.0.0 203.0.113.2\nend\n"
    );
    let input = [Input::Memory { name: "groups.txt".to_owned(), bytes: text.into_bytes() }];
    let appliance = Appliance {
        name: "IX".to_owned(),
        role: "IX".to_owned(),
        uplinks: vec![Uplink::new(std::net::Ipv4Addr::new(10, 1, 39, 249))],
        inferred: false,
        possible: false,
    };
    let intent = Intent { appliances: vec![appliance], ..Intent::default() };
    let report = hcxnat::analyze(&input, &intent, SourceMap::default(), &hcxnat::Settings::default()).unwrap();
    // The last group of the circle has the address.
    assert_eq!(report.flows[0].predicted.inside_global, Some(std::net::Ipv4Addr::new(203, 0, 113, 1).into()));
}

#[test]
fn entries_of_lists_that_alternate_keep_their_order() {
    let text = lines(2_000, |text, i| {
        let list = 101 + i % 2;
        writeln!(text, "access-list {list} permit udp host 10.0.{}.{} any", i / 250, i % 250).unwrap();
    });
    let network = network(&[&format!("hostname R1\n{text}")]);
    for (list, first) in [("101", " 10.0.0.0 "), ("102", " 10.0.0.1 ")] {
        let entries = &network.devices[0].acls[list].entries;
        assert!(entries.len() == 1_000 && entries.is_sorted_by_key(|entry| entry.span), "{list}");
        assert!(network.sources.slice(entries[0].span).unwrap().contains(first));
    }
}
