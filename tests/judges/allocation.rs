//! Classic IOS hands out ports: an allocator of 65,536 flags against the prediction.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use hcxnat::eval::{Flow, Outcome};
use hcxnat::net::Protocol;
use proptest::prelude::*;
use proptest::sample::select;

use super::{the_answer, trace};

const INTERFACE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 1);
const POOL: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 9);
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 20);
const HOST: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 200);

/// An entry of the table, or a static of the configuration, of some other host.
#[derive(Debug, Clone)]
struct Taken {
    protocol: &'static str,
    /// On the shared address, or on another one.
    shared: bool,
    port: u16,
    local: u8,
    local_port: u16,
    /// The peer; a binding has none.
    peer: Option<u8>,
    vrf: Option<&'static str>,
}

/// A router that shares one address, and who uses it.
#[derive(Debug, Clone)]
struct Router {
    /// The rule overloads an interface rather than a pool.
    by_interface: bool,
    /// The inside lives in this VRF.
    vrf: Option<&'static str>,
    rows: Vec<Taken>,
    statics: Vec<Taken>,
}

impl Router {
    fn address(&self) -> Ipv4Addr {
        if self.by_interface { INTERFACE } else { POOL }
    }

    fn config(&self) -> String {
        let of_vrf = self.vrf.map(|vrf| format!(" vrf {vrf}")).unwrap_or_default();
        let target = if self.by_interface { "interface GigabitEthernet0/0" } else { "pool PUBLIC" };
        let forwarding = self.vrf.map(|vrf| format!(" ip vrf forwarding {vrf}\n")).unwrap_or_default();
        let mut out = String::from("version 15.7\nhostname EDGE\n!\n");
        for vrf in ["RED", "BLUE"] {
            let _ = write!(out, "ip vrf {vrf}\n rd 65000:{}\n!\n", vrf.len());
        }
        let _ = write!(
            out,
            "interface GigabitEthernet0/0\n ip address {INTERFACE} 255.255.255.0\n ip nat outside\n!\n\
             interface GigabitEthernet0/1\n{forwarding} ip address 10.0.0.254 255.255.255.0\n ip nat inside\n!\n\
             ip nat pool PUBLIC {POOL} {POOL} prefix-length 24\n\
             ip nat inside source list 1 {target}{of_vrf} overload\n",
        );
        for fixed in &self.statics {
            let Taken { protocol, port, local, local_port, .. } = fixed;
            let global = match (fixed.shared, self.by_interface && fixed.peer.is_some()) {
                (true, true) => "interface GigabitEthernet0/0".to_owned(),
                (true, false) => self.address().to_string(),
                (false, _) => ELSEWHERE.to_string(),
            };
            let of_vrf = fixed.vrf.map(|vrf| format!(" vrf {vrf}")).unwrap_or_default();
            let _ = writeln!(
                out,
                "ip nat inside source static {protocol} 10.0.0.{local} {local_port} {global} {port}{of_vrf}"
            );
        }
        let gateway = self.vrf.map_or_else(
            || "ip route 0.0.0.0 0.0.0.0 203.0.113.254".to_owned(),
            |vrf| format!("ip route vrf {vrf} 0.0.0.0 0.0.0.0 203.0.113.254 global"),
        );
        let _ = write!(out, "{gateway}\naccess-list 1 permit 10.0.0.0 0.0.0.255\nend\n");
        out
    }

    /// The configuration, and the table: one section for the global table and one for each VRF.
    fn capture(&self, own: &[String]) -> String {
        let mut out = self.config();
        for vrf in [None, Some("RED"), Some("BLUE")] {
            let of_vrf = vrf.map(|vrf| format!(" vrf {vrf}")).unwrap_or_default();
            let _ = writeln!(out, "EDGE#show ip nat translations{of_vrf}");
            let _ = writeln!(out, "Pro Inside global      Inside local       Outside local      Outside global");
            if vrf == self.vrf {
                out.extend(own.iter().flat_map(|row| [row, "\n"]));
            }
            for row in self.rows.iter().filter(|row| row.vrf == vrf) {
                let Taken { protocol, port, local, local_port, .. } = row;
                let global = if row.shared { self.address() } else { ELSEWHERE };
                let outside = row.peer.map_or_else(|| "---".to_owned(), |peer| format!("198.51.100.{peer}:4500"));
                let _ = writeln!(out, "{protocol:<3} {global}:{port} 10.0.0.{local}:{local_port} {outside} {outside}");
            }
        }
        out.push_str("EDGE#\n");
        out
    }

    /// Which ports of the shared address are taken for a protocol.
    fn taken(&self, protocol: &str) -> Vec<bool> {
        let mut taken = vec![false; 65_536];
        for entry in self.rows.iter().chain(&self.statics).filter(|entry| entry.shared && entry.protocol == protocol) {
            taken[usize::from(entry.port)] = true;
        }
        taken
    }
}

/// Keep the port if it is free; else the lowest free one of its group (Cisco NAT FAQ).
fn allocate(taken: &[bool], port: u16) -> Option<u16> {
    let group = match port {
        0..=511 => 1..=511,
        512..=1023 => 512..=1023,
        1024.. => 1024..=65_535,
    };
    let free = |port: &u16| !taken[usize::from(*port)];
    Some(port).filter(free).or_else(|| group.into_iter().find(free))
}

fn taken(protocols: Vec<&'static str>, ports: impl Strategy<Value = u16>) -> impl Strategy<Value = Taken> {
    let vrf = select(vec![None, None, Some("RED"), Some("BLUE")]);
    let ends = (1..100_u8, prop_oneof![Just(4500), Just(500), 1024..u16::MAX], prop::option::weighted(0.8, 1..200_u8));
    (select(protocols), prop::bool::weighted(0.8), ports, ends, vrf).prop_map(
        |(protocol, shared, port, (local, local_port, peer), vrf)| Taken {
            protocol,
            shared,
            port,
            local,
            local_port,
            peer,
            vrf,
        },
    )
}

/// Few ports, so that they meet; `watched`: only those that HCX sends from, and where substitutes are looked for.
fn port(watched: bool) -> BoxedStrategy<u16> {
    if watched {
        prop_oneof![3 => Just(4500), 2 => 4501..4504_u16, 1 => Just(4628)].boxed()
    } else {
        prop_oneof![2 => Just(4500), 2 => 1..4_u16, 1 => 500..514_u16, 1 => Just(1023), 2 => 1024..1028_u16, 1 => Just(65535)]
            .boxed()
    }
}

fn any_port() -> impl Strategy<Value = u16> {
    prop_oneof![3 => port(true), 2 => port(false), 4 => 1020..1034_u16, 1 => 1..=u16::MAX]
}

fn router() -> impl Strategy<Value = Router> {
    let rows = prop::collection::vec(taken(vec!["udp", "udp", "udp", "tcp", "icmp", "esp"], any_port()), 0..40);
    let statics = prop::collection::vec(taken(vec!["udp", "udp", "tcp"], any_port()), 0..5);
    // Ports from the bottom of the group up are busy, in one VRF.
    let busy = (0..14_u16, taken(vec!["udp"], Just(0)));
    (any::<bool>(), select(vec![None, Some("RED")]), rows, busy, statics).prop_map(
        |(by_interface, vrf, mut rows, (busy, like), statics)| {
            rows.extend((1024..1024 + busy).map(|port| Taken { port, shared: true, ..like.clone() }));
            Router { by_interface, vrf, rows, statics }
        },
    )
}

fn flow(protocol: Protocol, local_port: u16, router: &Router) -> Flow {
    let peer = Some(Ipv4Addr::new(198, 51, 100, 11));
    let vrf = router.vrf.map(ToOwned::to_owned);
    Flow { protocol, local: HOST, local_port, peer, peer_port: 4500, vrf }
}

fn check(router: &Router, protocol: Protocol, port: u16) {
    let flow = flow(protocol, port, router);
    let text = router.capture(&[]);
    let traced = trace(&text, &flow);
    let predicted = &the_answer(&traced, &text).predicted;
    let expected = allocate(&router.taken(&protocol.to_string()), port);
    let outcome = if expected == Some(port) { Outcome::Kept } else { Outcome::Remapped };
    // A port that is kept need not be named once more.
    let named = predicted.expected_port.or(Some(port).filter(|_| predicted.outcome == Outcome::Kept));
    // Of ports 1 to 511 a real table shows substitutes that are not the lowest: there no number is named.
    let expected = expected.filter(|free| port > 511 || *free == port);
    assert_eq!((predicted.outcome, named), (outcome, expected), "{flow}: {predicted:?}\n{text}");
    assert_eq!(predicted.inside_global, Some(router.address().into()), "{text}");
}

proptest! {
    #![proptest_config(super::cases(2))]

    #[test]
    fn a_port_of_hcx_is_kept_or_becomes_the_lowest_free_one(router in router(), port in port(true)) {
        check(&router, Protocol::UDP, port);
    }

    #[test]
    fn any_port_of_any_protocol(router in router(), port in port(false), udp in any::<bool>()) {
        check(&router, if udp { Protocol::UDP } else { Protocol::TCP }, port);
    }

    /// An existing entry wins (Cisco, "NAT: access lists and route-maps"): the host leaves as its entry says, whoever
    /// holds its port.
    #[test]
    fn its_own_entry_counts(mut router in router(), port in port(true), own in any_port()) {
        router.rows.retain(|row| !(row.shared && row.protocol == "udp" && row.port == own));
        router.statics.retain(|fixed| !(fixed.shared && fixed.protocol == "udp" && fixed.port == own));
        let (flow, global) = (flow(Protocol::UDP, port, &router), router.address());
        let row = format!("udp {global}:{own} {HOST}:{port} 198.51.100.11:4500 198.51.100.11:4500");
        let text = router.capture(&[row]);
        let traced = trace(&text, &flow);
        let answer = the_answer(&traced, &text);
        let outcome = if own == port { Outcome::Kept } else { Outcome::Remapped };
        let seen: Vec<_> = answer.observed.iter().map(|seen| seen.inside_global.to_string()).collect();
        prop_assert_eq!(&seen, &[format!("{global}:{own}")], "{}", &text);
        prop_assert_eq!(answer.predicted.outcome, outcome, "{:?}\n{}", &answer.predicted, &text);
        prop_assert_eq!(answer.predicted.expected_port, Some(own), "{:?}\n{}", &answer.predicted, &text);
    }
}

/// The port is held by the same host from another source port: that is another socket, and the port is taken.
#[test]
fn its_own_other_port_counts_as_well() {
    let mut router = Router { by_interface: true, vrf: None, rows: Vec::new(), statics: Vec::new() };
    let row = "udp 203.0.113.1:4500 10.0.0.200:5000 198.51.100.11:4500 198.51.100.11:4500".to_owned();
    let outcome = |router: &Router, own: &[String]| {
        let text = router.capture(own);
        let traced = trace(&text, &flow(Protocol::UDP, 4500, router));
        let predicted = &the_answer(&traced, &text).predicted;
        (predicted.outcome, predicted.expected_port)
    };
    assert_eq!(outcome(&router, &[row]), (Outcome::Remapped, Some(1024)));
    let (protocol, shared, vrf) = ("udp", true, None);
    router.statics.push(Taken { protocol, shared, port: 4500, local: 200, local_port: 5000, peer: None, vrf });
    assert_eq!(outcome(&router, &[]), (Outcome::Remapped, Some(1024)));
}

/// A group without a free port: nothing outside it is handed out.
#[test]
fn a_full_group_has_nothing_to_give() {
    let row = |port| Taken { protocol: "udp", shared: true, port, local: 1, local_port: 1, peer: Some(1), vrf: None };
    let rows = (1..=511).map(row).collect();
    let router = Router { by_interface: true, vrf: None, rows, statics: Vec::new() };
    let text = router.capture(&[]);
    let traced = trace(&text, &flow(Protocol::UDP, 500, &router));
    let predicted = &the_answer(&traced, &text).predicted;
    assert_ne!(predicted.outcome, Outcome::Kept, "{predicted:?}");
    assert_eq!(predicted.expected_port, None, "{predicted:?}");
}
