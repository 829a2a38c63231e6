//! What an access-list entry matches: protocol, addresses, ports.

use std::net::Ipv4Addr;

use nom::Parser;
use nom::combinator::{cut, opt};

use crate::grammar::facts::{AclProtocol, AddressMatch, IcmpMatch, PortMatch};
use crate::grammar::lex::{Expected, Res, address, choice, is_redacted, number, split_word, trim_start, word};
use crate::net::{Protocol, Wildcard, port_by_name, quad};

/// `{NAME | NUMBER | object-group GROUP}`
pub(super) fn protocol(input: &str) -> Res<'_, AclProtocol> {
    const WHAT: &str = "ledger-protocol-such-as";
    let (rest, name) = word(WHAT)(input)?;
    if name.eq_ignore_ascii_case("object-group") {
        return word("ledger-object-group").map(|group: &str| AclProtocol::ObjectGroup(group.into())).parse(rest);
    }
    // `any` is how tables and we ourselves name what IOS calls `ip` here.
    let exact = Protocol::parse(name).filter(|_| !matches!(name, "any" | "ipv4"));
    let protocol = exact.or_else(|| choice(PROTOCOLS, WHAT)(input).ok().map(|(_, protocol)| protocol));
    protocol.map(|protocol| (rest, AclProtocol::Is(protocol))).ok_or_else(|| Expected::soft(input, WHAT))
}

/// Protocols as people abbreviate them when they type.
const PROTOCOLS: &[(&str, Protocol)] = &[
    ("ip", Protocol::Any),
    ("tcp", Protocol::TCP),
    ("udp", Protocol::UDP),
    ("icmp", Protocol::ICMP),
    ("igmp", Protocol::Number(2)),
    ("gre", Protocol::GRE),
    ("esp", Protocol::ESP),
    ("eigrp", Protocol::Number(88)),
    ("ahp", Protocol::Number(51)),
];

/// Whether port conditions may follow the addresses.
pub(super) fn protocol_has_ports(protocol: &AclProtocol) -> bool {
    match protocol {
        AclProtocol::Is(protocol) => protocol.has_ports() || *protocol == Protocol::Number(132),
        AclProtocol::ObjectGroup(_) => true,
    }
}

/// What an address column begins with.
#[derive(Clone, Copy)]
enum Column {
    Any,
    Host,
    Group,
    Interface,
}

/// `{any | host A | A WILDCARD | object-group NAME | addrgroup NAME | interface IF}`; `A` alone in a standard list.
pub(super) fn addresses(standard: bool, input: &str) -> Res<'_, AddressMatch> {
    const COLUMNS: &[(&str, Column)] = &[
        ("any", Column::Any),
        ("host", Column::Host),
        ("object-group", Column::Group),
        ("addrgroup", Column::Group),
        ("interface", Column::Interface),
    ];
    if trim_start(input).starts_with(|c: char| c.is_ascii_digit()) {
        return address_wildcard(standard, input);
    }
    match choice(COLUMNS, "")(input) {
        Ok((rest, Column::Any)) => Ok((rest, AddressMatch::Any)),
        Ok((rest, Column::Host)) => host(rest),
        Ok((rest, Column::Group)) => {
            word("ledger-object-group").map(|group: &str| AddressMatch::ObjectGroup(group.into())).parse(rest)
        }
        Ok((rest, Column::Interface)) => {
            word("ledger-interface").map(|name: &str| AddressMatch::Unknown(name.into())).parse(rest)
        }
        Err(_) => address_wildcard(standard, input),
    }
}

/// `{A | NAME}`
pub(super) fn host(input: &str) -> Res<'_, AddressMatch> {
    let (rest, text) = word("ledger-ipv4-address")(input)?;
    if let Some(address) = quad(text) {
        return Ok((rest, AddressMatch::Wildcard(address, Wildcard(Ipv4Addr::UNSPECIFIED))));
    }
    // `host vpn.example.com` is resolved by the router, not by us; 10.0.0 is a mistake and no name.
    if !text.starts_with(|c: char| c.is_ascii_digit()) || is_redacted(text) {
        return Ok((rest, AddressMatch::Unknown(text.into())));
    }
    Err(Expected::soft(input, "ledger-ipv4-address"))
}

/// `A [WILDCARD]`
fn address_wildcard(standard: bool, input: &str) -> Res<'_, AddressMatch> {
    const WHAT: &str = "ledger-any-host-or-address";
    let (rest, first) = word(WHAT)(input)?;
    let Some(base) = quad(first) else {
        if !is_redacted(first) {
            return Err(Expected::soft(input, WHAT));
        }
        let (rest, _) = opt(address).parse(rest)?;
        return Ok((rest, AddressMatch::Unknown(first.into())));
    };
    let (rest, wildcard) = match (address(rest), standard) {
        (Ok((rest, wildcard)), _) => (rest, wildcard),
        // A standard list stores a host as the bare address.
        (Err(_), true) => (rest, Ipv4Addr::UNSPECIFIED),
        (Err(_), false) => return Err(Expected::hard(rest, "ledger-wildcard-such-as")),
    };
    let matched = if wildcard == Ipv4Addr::BROADCAST {
        AddressMatch::Any
    } else {
        AddressMatch::Wildcard(base, Wildcard(wildcard))
    };
    Ok((rest, matched))
}

/// How ports are compared.
#[derive(Clone, Copy)]
enum Compare {
    Eq,
    Neq,
    Lt,
    Gt,
    Range,
    Group,
}

const COMPARES: &[(&str, Compare)] = &[
    ("eq", Compare::Eq),
    ("neq", Compare::Neq),
    ("lt", Compare::Lt),
    ("gt", Compare::Gt),
    ("range", Compare::Range),
    ("portgroup", Compare::Group),
];

/// `[{eq|neq} P [P ...] | {lt|gt} P | range P P | portgroup NAME]`
pub(super) fn ports(allowed: bool, input: &str) -> Res<'_, PortMatch> {
    if !allowed {
        return Ok((input, PortMatch::Any));
    }
    let (first, rest) = split_word(input);
    let Some((_, compare)) = COMPARES.iter().find(|(name, _)| name.eq_ignore_ascii_case(first)) else {
        return Ok((input, PortMatch::Any));
    };
    match compare {
        Compare::Eq => several(rest, PortMatch::Eq),
        Compare::Neq => several(rest, PortMatch::Neq),
        Compare::Lt => one(rest, PortMatch::Lt),
        Compare::Gt => one(rest, PortMatch::Gt),
        Compare::Range => range(rest),
        Compare::Group => {
            cut(word("ledger-port-group")).map(|group: &str| PortMatch::ObjectGroup(group.into())).parse(rest)
        }
    }
}

/// A port from 0 to 65535, or a name; a name we do not know is kept.
fn named_port(input: &str) -> Res<'_, Result<u16, Box<str>>> {
    const WHAT: &str = "ledger-port";
    let (rest, text) = word(WHAT)(input)?;
    let port = text.parse().ok().or_else(|| port_by_name(text));
    let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic());
    match port {
        Some(port) => Ok((rest, Ok(port))),
        None if is_name => Ok((rest, Err(text.into()))),
        None => Err(Expected::soft(input, WHAT)),
    }
}

/// `P [P ...]`
pub(super) fn several(input: &str, make: fn(Box<[u16]>) -> PortMatch) -> Res<'_, PortMatch> {
    let (mut rest, first) = cut(named_port).parse(input)?;
    let mut ports: Vec<u16> = first.as_ref().map_or_else(|_| Vec::new(), |port| vec![*port]);
    // Words may follow that are not ports (`log`), so only names we know continue the list.
    while let Ok((after, Ok(port))) = named_port(rest) {
        ports.push(port);
        rest = after;
    }
    Ok((rest, first.map_or_else(PortMatch::Unknown, |_| make(ports.into()))))
}

/// `P`
pub(super) fn one(input: &str, make: fn(u16) -> PortMatch) -> Res<'_, PortMatch> {
    let (rest, port) = cut(named_port).parse(input)?;
    Ok((rest, port.map_or_else(PortMatch::Unknown, make)))
}

/// `P P`
fn range(input: &str) -> Res<'_, PortMatch> {
    let (rest, (low, high)) = cut((named_port, named_port)).parse(input)?;
    let matched = match (low, high) {
        (Ok(low), Ok(high)) => PortMatch::Range(low.min(high), low.max(high)),
        (Err(name), _) | (_, Err(name)) => PortMatch::Unknown(name),
    };
    Ok((rest, matched))
}

/// `{TYPE [CODE] | NAME}`
pub(super) fn icmp(input: &str) -> Res<'_, IcmpMatch> {
    const WHAT: &str = "ledger-icmp-type";
    if let Ok((rest, kind)) = number(0, u8::MAX, WHAT)(input) {
        let (rest, code) = opt(number(0, u8::MAX, "ledger-icmp-code")).parse(rest)?;
        return Ok((rest, IcmpMatch { kind, code }));
    }
    let (rest, (kind, code)) = choice(ICMP, WHAT)(input)?;
    Ok((rest, IcmpMatch { kind, code }))
}

/// The names IOS has for ICMP messages (Cisco IOS security command reference, `permit`), by type and code (RFC 792, and
/// the IANA registry of ICMP parameters).
const ICMP: &[(&str, (u8, Option<u8>))] = &[
    ("administratively-prohibited", (3, Some(13))),
    ("alternate-address", (6, None)),
    ("conversion-error", (31, None)),
    ("dod-host-prohibited", (3, Some(10))),
    ("dod-net-prohibited", (3, Some(9))),
    ("echo", (8, None)),
    ("echo-reply", (0, None)),
    ("general-parameter-problem", (12, Some(0))),
    ("host-isolated", (3, Some(8))),
    ("host-precedence-unreachable", (3, Some(14))),
    ("host-redirect", (5, Some(1))),
    ("host-tos-redirect", (5, Some(3))),
    ("host-tos-unreachable", (3, Some(12))),
    ("host-unknown", (3, Some(7))),
    ("host-unreachable", (3, Some(1))),
    ("information-reply", (16, None)),
    ("information-request", (15, None)),
    ("mask-reply", (18, None)),
    ("mask-request", (17, None)),
    ("mobile-redirect", (32, None)),
    ("net-redirect", (5, Some(0))),
    ("net-tos-redirect", (5, Some(2))),
    ("net-tos-unreachable", (3, Some(11))),
    ("net-unreachable", (3, Some(0))),
    ("network-unknown", (3, Some(6))),
    ("no-room-for-option", (12, Some(2))),
    ("option-missing", (12, Some(1))),
    ("packet-too-big", (3, Some(4))),
    ("parameter-problem", (12, None)),
    ("port-unreachable", (3, Some(3))),
    ("precedence-unreachable", (3, Some(15))),
    ("protocol-unreachable", (3, Some(2))),
    ("reassembly-timeout", (11, Some(1))),
    ("redirect", (5, None)),
    ("router-advertisement", (9, None)),
    ("router-solicitation", (10, None)),
    ("source-quench", (4, None)),
    ("source-route-failed", (3, Some(5))),
    ("time-exceeded", (11, None)),
    ("timestamp-reply", (14, None)),
    ("timestamp-request", (13, None)),
    ("traceroute", (30, None)),
    ("ttl-exceeded", (11, Some(0))),
    ("unreachable", (3, None)),
];
