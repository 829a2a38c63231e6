//! Access lists against an evaluator that reads the generated entries, not the text.

use std::net::Ipv4Addr;

use hcxnat::eval::{Confidence, Flow, Outcome};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::lists::{
    Addresses, Entry, List, Member, Ports, Protocol, Service, Transport, inside, list, numbered, peer, port,
};
use super::{the_answer, trace};

/// A packet as a list sees it; the protocol is TCP or UDP.
#[derive(Debug, Clone, Copy)]
struct Packet {
    udp: bool,
    source: (Ipv4Addr, u16),
    destination: (Ipv4Addr, u16),
}

fn ports(wanted: &Ports, port: u16) -> bool {
    match wanted {
        Ports::Any => true,
        Ports::Eq(ports) => ports.contains(&port),
        Ports::Neq(other) => port != *other,
        Ports::Lt(bound) => port < *bound,
        Ports::Gt(bound) => port > *bound,
        Ports::Range(first, last) => *first <= port && port <= *last,
    }
}

/// Bit by bit: a set bit of the wildcard is not compared.
fn bits_agree(base: Ipv4Addr, wildcard: Ipv4Addr, address: Ipv4Addr) -> bool {
    let bit = |address: Ipv4Addr, at: u32| u32::from(address) >> at & 1;
    (0..32).all(|at| bit(wildcard, at) == 1 || bit(base, at) == bit(address, at))
}

fn in_group(list: &List, group: usize, address: Ipv4Addr) -> bool {
    list.networks[group].iter().any(|member| match member {
        Member::Any => true,
        Member::Host(host) => *host == address,
        Member::Prefix(base, length, _) => {
            (0..u32::from(*length)).all(|at| u32::from(*base) >> (31 - at) & 1 == u32::from(address) >> (31 - at) & 1)
        }
        Member::Range(first, last) => *first <= address && address <= *last,
        Member::Nested(index) => in_group(list, List::nested(group, *index), address),
    })
}

fn is_service(list: &List, group: usize, packet: &Packet) -> bool {
    list.services[group].iter().any(|member| match member {
        Service::Ip => true,
        Service::Icmp => false,
        Service::Ports(transport, from, to) => {
            let fits = *transport == Transport::Both || (*transport == Transport::Udp) == packet.udp;
            fits && ports(from, packet.source.1) && ports(to, packet.destination.1)
        }
        Service::Nested(index) => is_service(list, List::nested(group, *index), packet),
    })
}

fn matches(list: &List, entry: &Entry, packet: &Packet) -> bool {
    let addresses = |wanted: &Addresses, address: Ipv4Addr| match wanted {
        Addresses::Any => true,
        Addresses::Host(host) => *host == address,
        Addresses::Wildcard(base, wildcard) => bits_agree(*base, *wildcard, address),
        Addresses::Group(_) if list.style.standard => true,
        Addresses::Group(group) => in_group(list, list.network(*group), address),
    };
    if list.style.standard {
        return addresses(&entry.source, packet.source.0);
    }
    let protocol = match entry.protocol {
        Protocol::Ip => true,
        Protocol::Tcp => !packet.udp,
        Protocol::Udp => packet.udp,
        Protocol::Icmp | Protocol::Esp => false,
        Protocol::Group(group) => is_service(list, list.service(group), packet),
    };
    protocol
        && addresses(&entry.source, packet.source.0)
        && ports(&entry.source_ports, packet.source.1)
        && addresses(&entry.destination, packet.destination.0)
        && ports(&entry.destination_ports, packet.destination.1)
}

/// Of the entries that match, the one with the lowest number decides; none, no.
fn permits(list: &List, packet: &Packet) -> bool {
    let entries = numbered(&list.lines);
    let matching = entries.iter().filter(|(_, entry)| matches(list, entry, packet));
    matching.min_by_key(|(number, _)| *number).is_some_and(|(_, entry)| entry.permit)
}

/// An undefined or empty list on an interface lets everything through; in a NAT rule it translates nothing.
fn lets_through(list: &List, packet: &Packet) -> bool {
    numbered(&list.lines).is_empty() || permits(list, packet)
}

/// Where the list is used.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    NatRule,
    RouteMap,
    InsideIn,
    OutsideOut,
    OutsideIn,
}

const GLOBAL: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

/// A whole configuration, and a translation table with these rows.
fn capture(list: &List, place: Place, list_first: bool, rows: &str) -> String {
    let name = list.style.name;
    let on = |here: Place, direction: &str| {
        if here == place { format!(" ip access-group {name} {direction}\n") } else { String::new() }
    };
    let selector = match place {
        Place::NatRule => format!("list {name}"),
        Place::RouteMap => "route-map RM".to_owned(),
        _ => "list EVERYONE".to_owned(),
    };
    let route_map = match place {
        Place::RouteMap => format!("route-map RM permit 10\n match ip address {name}\n!\n"),
        _ => String::new(),
    };
    // Names of lists are told apart by case, and a list by its whole name.
    let other_case = if name == name.to_lowercase() { format!("X{name}") } else { name.to_lowercase() };
    let decoys = format!(
        "ip access-list extended {other_case}\n permit ip any any\nip access-list extended L-{name}\n deny   ip any any\n"
    );
    let (groups, lines) = (list.groups(), list.text());
    let (before, after) = if list_first { (format!("{groups}{lines}"), String::new()) } else { (groups, lines) };
    format!(
        "version 15.7\nhostname EDGE\n!\n{before}!\ninterface GigabitEthernet0/0\n ip address {GLOBAL} 255.255.255.252\n \
         ip nat outside\n{}{}!\ninterface GigabitEthernet0/1\n ip address 10.0.255.254 255.255.0.0\n ip nat inside\n{}!\n\
         ip nat inside source {selector} interface GigabitEthernet0/0 overload\nip route 0.0.0.0 0.0.0.0 192.0.2.1\n!\n\
         ip access-list standard EVERYONE\n permit any\n{decoys}{after}!\n{route_map}end\nEDGE#show ip nat translations\n\
         Pro Inside global Inside local Outside local Outside global\n{rows}EDGE#\n",
        on(Place::OutsideOut, "out"),
        on(Place::OutsideIn, "in"),
        on(Place::InsideIn, "in"),
    )
}

fn flow() -> impl Strategy<Value = Flow> {
    (any::<bool>(), inside(), port(), peer(), port()).prop_map(|(udp, local, local_port, peer, peer_port)| Flow {
        protocol: if udp { hcxnat::net::Protocol::UDP } else { hcxnat::net::Protocol::TCP },
        local,
        local_port,
        peer: Some(peer),
        peer_port,
        vrf: None,
    })
}

/// What the naive evaluator expects: whether NAT takes the packet, whether it leaves, whether its answers come back.
fn expected(list: &List, place: Place, flow: &Flow) -> (Outcome, bool) {
    let udp = flow.protocol == hcxnat::net::Protocol::UDP;
    let (local, peer) = ((flow.local, flow.local_port), (flow.peer.unwrap(), flow.peer_port));
    // The table is empty or has the flow's own row, so the port is kept.
    let global = (GLOBAL, flow.local_port);
    let packet = |source, destination| Packet { udp, source, destination };
    let drop_unless = |passes: bool| if passes { Outcome::Kept } else { Outcome::Dropped };
    match place {
        Place::NatRule | Place::RouteMap if permits(list, &packet(local, peer)) => (Outcome::Kept, true),
        Place::NatRule | Place::RouteMap => (Outcome::Untranslated, true),
        Place::InsideIn => (drop_unless(lets_through(list, &packet(local, peer))), true),
        Place::OutsideOut => (drop_unless(lets_through(list, &packet(global, peer))), true),
        Place::OutsideIn => (Outcome::Kept, lets_through(list, &packet(peer, global))),
    }
}

/// The flow in the table, as it is once it has spoken.
fn own_row(flow: &Flow) -> String {
    let (peer, port) = (flow.peer.unwrap(), flow.local_port);
    let outside = format!("{peer}:{}", flow.peer_port);
    format!("{} {GLOBAL}:{port} {}:{port} {outside} {outside}\n", flow.protocol, flow.local)
}

fn check(list: &List, place: Place, list_first: bool, flow: &Flow, rows: &str) {
    let text = capture(list, place, list_first, rows);
    let traced = trace(&text, flow);
    let answer = the_answer(&traced, &text);
    let (outcome, answered) = expected(list, place, flow);
    let says = || format!("{flow}, {place:?}: {:?}\n{:#?}\n{text}", answer.predicted, answer.trace);
    assert_eq!(answer.predicted.outcome, outcome, "{}", says());
    // A list of which every line is read leaves nothing open; one without a line may not be defined at all. That the port is kept is likely only, and so is what an
    // outbound list makes of it.
    if outcome != Outcome::Kept && place != Place::OutsideOut && !numbered(&list.lines).is_empty() {
        assert_eq!(answer.predicted.confidence, Confidence::Certain, "{}", says());
    }
    if place == Place::OutsideIn {
        let device = &traced.network.devices[0];
        let judged = hcxnat::eval::judge(device, 0, &[(0, flow.clone())], 0, None);
        assert_eq!(judged[0].standing.return_dropped_by.is_none(), answered, "{}", says());
        assert!(judged[0].standing.open.is_empty(), "{:?}{}", judged[0].standing.open, says());
    }
}

/// A port on the edge of a condition, on either side of it.
fn edge(ports: &Ports, pick: u8) -> Option<u16> {
    let near = match ports {
        Ports::Any => return None,
        Ports::Eq(ports) => ports.iter().flat_map(|port| [*port, *port, port.wrapping_add(1)]).collect(),
        Ports::Neq(port) => vec![*port, port.wrapping_sub(1)],
        Ports::Lt(bound) => vec![bound - 1, *bound],
        Ports::Gt(bound) => vec![*bound, bound + 1],
        Ports::Range(first, last) => vec![first - 1, *first, *last, last.wrapping_add(1)],
    };
    near.get(usize::from(pick) % near.len()).copied()
}

/// An address on the edge of a pattern: its base, with one bit turned or none.
fn near(list: &List, addresses: &Addresses, pick: u8) -> Option<Ipv4Addr> {
    let turned = |base: Ipv4Addr| if pick < 32 { Ipv4Addr::from(u32::from(base) ^ 1 << pick) } else { base };
    match addresses {
        Addresses::Any => None,
        Addresses::Host(base) | Addresses::Wildcard(base, _) => Some(turned(*base)),
        Addresses::Group(group) => {
            let members = &list.networks[list.network(*group)];
            members.get(usize::from(pick) % members.len()).and_then(|member| match member {
                Member::Host(base) | Member::Prefix(base, ..) => Some(turned(*base)),
                Member::Range(first, last) => {
                    let step = |address: Ipv4Addr, by: u32| Ipv4Addr::from(u32::from(address).wrapping_add(by));
                    [step(*first, u32::MAX), *first, *last, step(*last, 1)].get(usize::from(pick) % 4).copied()
                }
                Member::Any | Member::Nested(_) => None,
            })
        }
    }
}

/// The flow, turned towards one entry: where that names a port or an address, the flow has one on its edge.
fn aimed(list: &List, place: Place, mut flow: Flow, at: Index, picks: [u8; 4]) -> Flow {
    let entries = numbered(&list.lines);
    if entries.is_empty() {
        return flow;
    }
    let entry = at.get(&entries).1;
    let (mut protocol, mut ports) = (entry.protocol, (entry.source_ports.clone(), entry.destination_ports.clone()));
    if let Protocol::Group(group) = protocol {
        let mut group = list.service(group);
        let member = |group: usize| &list.services[group][usize::from(picks[0]) % list.services[group].len()];
        while let Service::Nested(index) = member(group) {
            group = List::nested(group, *index);
        }
        if let Service::Ports(transport, from, to) = member(group) {
            protocol = match transport {
                Transport::Tcp => Protocol::Tcp,
                Transport::Udp => Protocol::Udp,
                Transport::Both => protocol,
            };
            ports = (from.clone(), to.clone());
        }
    }
    match protocol {
        Protocol::Tcp => flow.protocol = hcxnat::net::Protocol::TCP,
        Protocol::Udp => flow.protocol = hcxnat::net::Protocol::UDP,
        _ => {}
    }
    let mut sides = [(&entry.source, ports.0), (&entry.destination, ports.1)];
    if place == Place::OutsideIn {
        sides.swap(0, 1);
    }
    let inside = |address: &Ipv4Addr| address.octets()[..2] == [10, 0] && address.octets()[2..] != [255, 254];
    let outside =
        |address: &Ipv4Addr| !inside(address) && address.octets()[..3] != [192, 0, 2] && address.octets()[0] != 10;
    flow.local = near(list, sides[0].0, picks[0]).filter(inside).unwrap_or(flow.local);
    flow.local_port = edge(&sides[0].1, picks[1]).unwrap_or(flow.local_port);
    flow.peer = near(list, sides[1].0, picks[2]).filter(outside).or(flow.peer);
    flow.peer_port = edge(&sides[1].1, picks[3]).unwrap_or(flow.peer_port);
    flow
}

/// The flow, and what it becomes when turned towards entries.
fn flows(list: &List, place: Place, flow: &Flow, aims: Vec<(Index, [u8; 4])>) -> Vec<Flow> {
    let aimed = aims.into_iter().map(|(at, picks)| aimed(list, place, flow.clone(), at, picks));
    std::iter::once(flow.clone()).chain(aimed).collect()
}

fn aims() -> impl Strategy<Value = Vec<(Index, [u8; 4])>> {
    prop::collection::vec((any::<Index>(), any::<[u8; 4]>()), 1..5)
}

proptest! {
    #![proptest_config(super::cases(3))]

    #[test]
    fn a_list_before_nat_says_what_its_entries_say(
        list in list(),
        place in select(vec![Place::NatRule, Place::NatRule, Place::RouteMap, Place::InsideIn]),
        list_first in any::<bool>(),
        flow in flow(),
        aims in aims(),
    ) {
        for flow in flows(&list, place, &flow, aims) {
            check(&list, place, list_first, &flow, "");
        }
    }

    /// The row of the flow tells with which port it leaves. Of other protocols than UDP no rows are kept.
    #[test]
    fn a_list_behind_nat_says_what_its_entries_say(
        list in list(),
        place in select(vec![Place::OutsideOut, Place::OutsideIn]),
        flow in flow(),
        aims in aims(),
    ) {
        for flow in flows(&list, place, &flow, aims) {
            let flow = Flow { protocol: hcxnat::net::Protocol::UDP, ..flow };
            check(&list, place, false, &flow, &own_row(&flow));
        }
    }

    /// Without a row the port is kept as well, and the list sees it.
    #[test]
    fn a_list_behind_nat_sees_a_port_that_will_be_kept(
        list in list(),
        place in select(vec![Place::OutsideOut, Place::OutsideIn]),
        flow in flow(),
        aims in aims(),
    ) {
        for flow in flows(&list, place, &flow, aims) {
            check(&list, place, false, &flow, "");
        }
    }

    /// Whatever is spelled otherwise says the same: the same entries in the order of their numbers, without numbers.
    #[test]
    fn numbers_only_order(list in list(), flow in flow()) {
        let mut entries: Vec<_> = numbered(&list.lines);
        entries.sort_by_key(|(number, _)| *number);
        let lines = entries.into_iter().map(|(_, entry)| super::lists::Line::Entry(None, entry.clone())).collect();
        let sorted = List { lines, ..list.clone() };
        let outcome = |list: &List| {
            let text = capture(list, Place::NatRule, true, "");
            the_answer(&trace(&text, &flow), &text).predicted.outcome
        };
        prop_assert_eq!(outcome(&list), outcome(&sorted), "{}\n{}", list.text(), sorted.text());
    }
}

/// The judge has both verdicts to give: a generator that never permits would agree with anything.
#[test]
fn the_generator_permits_and_denies() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut count = [0_u32; 2];
    for _ in 0..400 {
        let list = list().new_tree(&mut runner).unwrap().current();
        let flow = flow().new_tree(&mut runner).unwrap().current();
        let (outcome, _) = expected(&list, Place::NatRule, &flow);
        count[usize::from(outcome == Outcome::Kept)] += 1;
    }
    assert!(count.iter().all(|count| *count > 60), "{count:?}");
}
