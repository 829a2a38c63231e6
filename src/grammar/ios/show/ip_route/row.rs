//! One line of a table of routes.

use std::net::Ipv4Addr;

use crate::grammar::facts::RouteOrigin;
use crate::grammar::lex::{number, split_word};
use crate::net::{InterfaceName, Prefix};

/// What a line begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Begin<'a> {
    /// `10.0.0.0/24 is subnetted, 2 subnets` (subnets below have this length), or `is variably subnetted` (each has its own).
    Heading(Option<u8>),
    /// Letters and a prefix.
    Route(Route<'a>),
    /// `[110/2] via ...`: one more way.
    More,
    /// Neither.
    Other,
}

/// The beginning of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route<'a> {
    pub(super) origin: RouteOrigin,
    /// The prefix as printed, with or without its length.
    pub(super) network: &'a str,
    /// What follows it.
    pub(super) rest: &'a str,
}

/// One way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Way<'a> {
    pub(super) distance: Option<u8>,
    pub(super) next_hop: Option<Ipv4Addr>,
    /// As printed.
    pub(super) interface: Option<&'a str>,
    /// It goes on in the table of another VRF.
    pub(super) elsewhere: bool,
}

impl Route<'_> {
    /// The prefix; `subnets` is the length that the heading gives, and without one a network has that of its class.
    pub(super) fn prefix(&self, subnets: Option<u8>) -> Option<Prefix> {
        let Some((address, length)) = self.network.split_once('/') else {
            let address: Ipv4Addr = self.network.parse().ok()?;
            return Prefix::new(address, subnets.or_else(|| class(address))?);
        };
        Prefix::new(address.parse().ok()?, length.parse().ok()?)
    }
}

/// The length of a network of class A, B or C (RFC 791, section 3.2).
fn class(address: Ipv4Addr) -> Option<u8> {
    match address.octets() {
        [0, 0, 0, 0] => Some(0),
        [0..=127, ..] => Some(8),
        [128..=191, ..] => Some(16),
        [192..=223, ..] => Some(24),
        _ => None,
    }
}

/// Most words that letters take: `O E2`, `S   +`, `B   *  %`.
const LETTERS: usize = 4;

pub(super) fn begin(text: &str) -> Begin<'_> {
    if text.starts_with('[') || text.starts_with("via ") || text.starts_with("is directly connected") {
        return Begin::More;
    }
    let (first, rest) = split_word(text);
    if let Some(heading) = subnetted(first, rest) {
        return heading;
    }
    let mut rest = text;
    for at in 0..=LETTERS {
        let (word, after) = split_word(rest);
        if at > 0 && is_network(word) {
            let letters = text.get(..text.len() - rest.len()).unwrap_or("");
            return origin(letters).map_or(Begin::Other, |origin| {
                Begin::Route(Route { origin, network: word, rest: after.trim_ascii() })
            });
        }
        if !are_letters(word, at == 0) {
            break;
        }
        rest = after;
    }
    Begin::Other
}

/// `S*`, `O*E2`, `i`, `L1`, `+`: a protocol is one letter, but for static routes between VRFs (`SI`).
fn are_letters(word: &str, first: bool) -> bool {
    let mut parts = word.split(['*', '+', '%', '&', '~', '!']);
    let protocol = parts.next().unwrap_or("");
    let longest = if first && protocol != "SI" { 1 } else { 2 };
    let short = |part: &str, longest| part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !word.is_empty() && short(protocol, longest) && parts.all(|part| short(part, 2))
}

fn subnetted<'a>(network: &str, rest: &str) -> Option<Begin<'a>> {
    let (address, length) = network.split_once('/')?;
    address.parse::<Ipv4Addr>().ok()?;
    let rest = rest.trim_ascii();
    if rest.starts_with("is variably subnetted") {
        return Some(Begin::Heading(None));
    }
    rest.starts_with("is subnetted").then(|| Begin::Heading(length.parse().ok()))
}

fn is_network(word: &str) -> bool {
    let address = word.split('/').next().unwrap_or("");
    address.parse::<Ipv4Addr>().is_ok()
}

/// The letters of IOS and IOS-XE, from the legends that they print. Case tells `L` (local) from `l` (LISP).
fn origin(letters: &str) -> Option<RouteOrigin> {
    use RouteOrigin::{Connected, Local, Other, Protocol, Static};
    let first = letters.trim_start_matches(['*', '+', '%', ' ']).chars().next()?;
    Some(match first {
        'C' => Connected,
        'L' => Local,
        'S' | 'U' => Static,
        'R' => Protocol("RIP"),
        'M' => Protocol("Mobile IP"),
        'B' => Protocol("BGP"),
        'D' => Protocol("EIGRP"),
        'O' => Protocol("OSPF"),
        'i' => Protocol("IS-IS"),
        'o' => Protocol("ODR"),
        'H' => Protocol("NHRP"),
        'l' => Protocol("LISP"),
        'P' => Protocol("a server (periodic static route)"),
        'I' => Protocol("IGRP"),
        'E' => Protocol("EGP"),
        other if other.is_ascii_alphabetic() => Other,
        _ => return None,
    })
}

/// `[D/M] via A [(VRF)] [, AGE] [, IF]`, `is directly connected [, AGE], IF`, `is a summary, AGE, IF`
pub(super) fn way(text: &str) -> Option<Way<'_>> {
    let mut way = Way::default();
    let mut rest = text.trim_ascii();
    if let Some(measure) = rest.strip_prefix('[') {
        let (measure, after) = measure.split_once(']')?;
        let distance = measure.split('/').next().unwrap_or("");
        way.distance = Some(number(0_u8, u8::MAX, "ledger-distance")(distance).ok()?.1);
        rest = after.trim_ascii();
    }
    let mut parts = rest.split(',');
    let head = parts.next().unwrap_or("").trim_ascii();
    if let Some(gateway) = head.strip_prefix("via ") {
        let (gateway, vrf) = split_word(gateway);
        way.next_hop = Some(gateway.parse().ok()?);
        way.elsewhere = vrf.trim_ascii().starts_with('(');
    } else if let Some(vrf) = head.strip_prefix("is directly connected") {
        way.elsewhere = vrf.trim_ascii().starts_with('(');
    } else if !(head.is_empty() && way.distance.is_some() || head.starts_with("is a summary")) {
        // `is possibly down, routing via A`: it is about to go.
        return None;
    }
    let known = |part: &&str| InterfaceName::parse(part).is_some();
    way.interface = parts.map(str::trim_ascii).find(known);
    Some(way)
}

/// What other systems print for the same command.
pub(super) fn foreign(text: &str) -> Option<&'static str> {
    if text.contains("ubest/mbest") || text.starts_with("IP Route Table for VRF") {
        return Some("ledger-nxos-output");
    }
    if text.starts_with("VRF: ") || text.contains("K - kernel") {
        return Some("ledger-eos-output");
    }
    if text.contains("(!) - FRR Backup path") || text.contains("(>) - Diversion path") {
        return Some("ledger-iosxr-output");
    }
    // `S* 0.0.0.0 0.0.0.0 [1/0] via ...`: a mask, and names for interfaces.
    let Begin::Route(route) = begin(text) else { return None };
    let masked = split_word(route.rest).0.parse::<Ipv4Addr>().is_ok();
    masked.then_some("ledger-asa-output")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(line: &str, subnets: Option<u8>) -> (&'static str, String, Way<'_>) {
        let Begin::Route(route) = begin(line.trim()) else { panic!("{line}") };
        let prefix = route.prefix(subnets).unwrap();
        (route.origin.as_str(), prefix.to_string(), way(route.rest).unwrap())
    }

    #[test]
    fn letters_and_prefixes() {
        for (line, origin, prefix) in [
            ("S*    0.0.0.0/0 [1/0] via 203.0.113.254", "static", "0.0.0.0/0"),
            ("O*E2  0.0.0.0/0 [110/1] via 10.0.0.2, 00:12:34, GigabitEthernet0/1", "OSPF", "0.0.0.0/0"),
            ("O IA     10.1.0.0/16 [110/2] via 10.0.0.2, 00:12:34, Gi0/1", "OSPF", "10.1.0.0/16"),
            ("D EX  192.0.2.0/24 [170/3072] via 10.0.0.2, 1d03h, Gi0/1", "EIGRP", "192.0.2.0/24"),
            ("i L1     10.5.20.8/30 [115/20] via 10.5.20.2, 00:20:22, Ethernet0/1", "IS-IS", "10.5.20.8/30"),
            ("B        198.51.100.0/24 [20/0] via 203.0.113.254, 3d04h", "BGP", "198.51.100.0/24"),
            ("L        10.0.0.1/32 is directly connected, GigabitEthernet0/1", "local", "10.0.0.1/32"),
            ("S   +    10.9.0.0/16 [1/0] via 10.0.0.2", "static", "10.9.0.0/16"),
            ("C    192.0.2.0 is directly connected, Ethernet0", "connected", "192.0.2.0/24"),
            ("l     10.7.0.0/16 [250/1], 00:00:10, Null0", "LISP", "10.7.0.0/16"),
        ] {
            assert_eq!(route(line, None).0, origin, "{line}");
            assert_eq!(route(line, None).1, prefix, "{line}");
        }
        assert_eq!(route("C       10.1.1.0 is directly connected, FastEthernet0/0", Some(24)).1, "10.1.1.0/24");
    }

    #[test]
    fn ways() {
        let way_of = |text| way(text).map(|way| (way.distance, way.next_hop.map(|hop| hop.to_string()), way.interface));
        let hop = |text: &str| Some(text.to_owned());
        assert_eq!(way_of("[1/0] via 10.0.0.2, Tunnel1"), Some((Some(1), hop("10.0.0.2"), Some("Tunnel1"))));
        assert_eq!(way_of("[20/0] via 10.0.0.2, 3d04h"), Some((Some(20), hop("10.0.0.2"), None)));
        assert_eq!(way_of("is directly connected, 00:00:11, Tunnel0"), Some((None, None, Some("Tunnel0"))));
        assert_eq!(way_of("is a summary, 00:10:10, Null0"), Some((None, None, Some("Null0"))));
        assert!(way("[20/0] via 10.0.0.2 (RED), 00:01:02").is_some_and(|way| way.elsewhere));
        for text in ["", "is possibly down, routing via 10.0.0.2, Gi0/1", "[x/0] via 10.0.0.2", "[1/0] via outside"] {
            assert_eq!(way(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_route() {
        for line in
            ["Load for five secs: 14%/1%", "10.0.0.1", "", "then 10.0.0.0/8 works", "*Mar  1 00:01:00: %SYS-5-X: y"]
        {
            assert_eq!(begin(line), Begin::Other, "{line}");
        }
        assert_eq!(begin("10.0.0.0/24 is subnetted, 2 subnets"), Begin::Heading(Some(24)));
        assert_eq!(begin("10.0.0.0/8 is variably subnetted, 5 subnets, 3 masks"), Begin::Heading(None));
        assert_eq!(begin("[110/2] via 10.0.0.3, 00:12:34, Gi0/2"), Begin::More);
        assert!(foreign("S        10.0.0.0 255.0.0.0 [1/0] via 10.1.1.1, inside").is_some());
        assert!(foreign("10.0.0.0/24, ubest/mbest: 1/0, attached").is_some());
    }
}
