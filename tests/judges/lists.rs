//! Access lists at random, and how a router prints them.

use std::fmt::{self, Display, Write as _};
use std::net::Ipv4Addr;

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// An address pattern of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Addresses {
    Any,
    Host(Ipv4Addr),
    Wildcard(Ipv4Addr, Ipv4Addr),
    /// Index of a network group, modulo how many there are.
    Group(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ports {
    Any,
    Eq(Vec<u16>),
    Neq(u16),
    Lt(u16),
    Gt(u16),
    Range(u16, u16),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Protocol {
    Ip,
    Tcp,
    Udp,
    Icmp,
    Esp,
    /// Index of a service group, modulo how many there are.
    Group(usize),
}

/// One entry; a standard list prints only the action and the source.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) permit: bool,
    pub(crate) protocol: Protocol,
    pub(crate) source: Addresses,
    pub(crate) source_ports: Ports,
    pub(crate) destination: Addresses,
    pub(crate) destination_ports: Ports,
}

/// A line of a list as typed.
#[derive(Debug, Clone)]
pub(crate) enum Line {
    Entry(Option<u32>, Entry),
    Remark(&'static str),
}

/// A member of a network group.
#[derive(Debug, Clone)]
pub(crate) enum Member {
    Any,
    Host(Ipv4Addr),
    /// `A MASK`, or with the flag `A /LENGTH`.
    Prefix(Ipv4Addr, u8, bool),
    Range(Ipv4Addr, Ipv4Addr),
    /// Another group of the same kind, before this one.
    Nested(Index),
}

/// A member of a service group.
#[derive(Debug, Clone)]
pub(crate) enum Service {
    Ip,
    Icmp,
    /// TCP, UDP or both; source ports, destination ports.
    Ports(Transport, Ports, Ports),
    Nested(Index),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Transport {
    Tcp,
    Udp,
    Both,
}

/// How the list is spelled.
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
#[derive(Debug, Clone)]
pub(crate) struct Style {
    pub(crate) name: &'static str,
    pub(crate) standard: bool,
    /// `access-list N ...` rather than a block.
    pub(crate) flat: bool,
    /// Ports by name, `deny` padded as in a running-config, and `log` behind.
    pub(crate) names: bool,
    pub(crate) padded: bool,
    pub(crate) log: bool,
    /// After how many lines the block is opened a second time.
    pub(crate) reopened: Option<usize>,
}

/// A list and the groups it may name.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) style: Style,
    pub(crate) lines: Vec<Line>,
    pub(crate) networks: Vec<Vec<Member>>,
    pub(crate) services: Vec<Vec<Service>>,
}

/// Inside hosts and peers: few, so that patterns meet them often.
pub(crate) fn inside() -> impl Strategy<Value = Ipv4Addr> {
    (0..2_u8, 1..9_u8).prop_map(|(c, d)| Ipv4Addr::new(10, 0, c, d))
}

pub(crate) fn peer() -> impl Strategy<Value = Ipv4Addr> {
    prop_oneof![1..9_u8, 120..130_u8].prop_map(|d| Ipv4Addr::new(198, 51, 100, d))
}

pub(crate) fn port() -> impl Strategy<Value = u16> {
    prop_oneof![4 => select(vec![1, 80, 500, 511, 512, 1023, 1024, 4499, 4500, 4501, 65535]), 1 => 1..=u16::MAX]
}

fn address() -> impl Strategy<Value = Ipv4Addr> {
    prop_oneof![3 => inside(), 3 => peer(), 1 => Just(Ipv4Addr::new(192, 0, 2, 2)), 1 => any::<u32>().prop_map(Into::into)]
}

/// Wildcards need not be contiguous: any bits may be left out of the comparison.
fn wildcard() -> impl Strategy<Value = Ipv4Addr> {
    let usual = ["0.0.0.0", "0.0.0.1", "0.0.0.255", "0.0.0.254", "0.0.1.255", "0.0.255.255", "0.255.255.255"];
    let odd = ["255.255.255.255", "255.255.255.0", "255.255.255.254", "0.0.255.0", "0.0.1.0", "254.255.255.255"];
    let named = select([usual.as_slice(), &odd].concat()).prop_map(|text| text.parse().unwrap());
    prop_oneof![
        4 => named,
        1 => any::<[u32; 2]>().prop_map(|[a, b]| Ipv4Addr::from(a & b)),
        1 => any::<[u32; 3]>().prop_map(|[a, b, c]| Ipv4Addr::from(a | b | c)),
    ]
}

fn addresses() -> impl Strategy<Value = Addresses> {
    prop_oneof![
        6 => Just(Addresses::Any),
        2 => address().prop_map(Addresses::Host),
        5 => (address(), wildcard()).prop_map(|(base, wildcard)| Addresses::Wildcard(base, wildcard)),
        2 => (0..8_usize).prop_map(Addresses::Group),
    ]
}

fn ports() -> impl Strategy<Value = Ports> {
    prop_oneof![
        4 => Just(Ports::Any),
        2 => prop::collection::vec(port(), 1..4).prop_map(Ports::Eq),
        1 => port().prop_map(Ports::Neq),
        1 => port().prop_map(Ports::Lt),
        1 => port().prop_map(|port| Ports::Gt(port - 1)),
        2 => (port(), port()).prop_map(|(a, b)| Ports::Range(a.min(b), a.max(b))),
    ]
}

/// Service groups know no `neq` and no lists of ports.
fn service_ports() -> impl Strategy<Value = Ports> {
    ports().prop_map(|ports| match ports {
        Ports::Eq(ports) => Ports::Eq(vec![ports[0]]),
        Ports::Neq(port) => Ports::Eq(vec![port]),
        other => other,
    })
}

fn protocol() -> impl Strategy<Value = Protocol> {
    prop_oneof![
        3 => Just(Protocol::Ip),
        2 => Just(Protocol::Tcp),
        4 => Just(Protocol::Udp),
        1 => Just(Protocol::Icmp),
        1 => Just(Protocol::Esp),
        4 => (0..8_usize).prop_map(Protocol::Group),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    let parts = (any::<bool>(), protocol(), addresses(), ports(), addresses(), ports());
    parts.prop_map(|(permit, protocol, source, source_ports, destination, destination_ports)| {
        let with_ports = matches!(protocol, Protocol::Tcp | Protocol::Udp);
        let only = |ports| if with_ports { ports } else { Ports::Any };
        let (source_ports, destination_ports) = (only(source_ports), only(destination_ports));
        Entry { permit, protocol, source, source_ports, destination, destination_ports }
    })
}

fn member() -> impl Strategy<Value = Member> {
    prop_oneof![
        1 => Just(Member::Any),
        4 => address().prop_map(Member::Host),
        4 => (address(), 0..33_u8, any::<bool>()).prop_map(|(base, length, slash)| Member::Prefix(base, length, slash)),
        5 => (address(), address()).prop_map(|(a, b)| Member::Range(a.min(b), a.max(b))),
        3 => any::<Index>().prop_map(Member::Nested),
    ]
}

fn service() -> impl Strategy<Value = Service> {
    let transport = select(vec![Transport::Tcp, Transport::Udp, Transport::Both]);
    prop_oneof![
        1 => Just(Service::Ip),
        1 => Just(Service::Icmp),
        6 => (transport, service_ports(), service_ports()).prop_map(|(t, from, to)| Service::Ports(t, from, to)),
        4 => any::<Index>().prop_map(Service::Nested),
    ]
}

fn style() -> impl Strategy<Value = Style> {
    const NAMES: &[(&str, bool, bool)] = &[
        ("7", true, true),
        ("99", true, false),
        ("1300", true, true),
        ("NAT-STD", true, false),
        ("101", false, true),
        ("199", false, false),
        ("2699", false, true),
        ("NAT-EXT", false, false),
        ("eq", false, false),
        ("any", true, false),
    ];
    let switches = (any::<[bool; 3]>(), prop::option::weighted(0.2, 0..6_usize));
    (select(NAMES), switches).prop_map(|((name, standard, flat), ([names, padded, log], reopened))| Style {
        name,
        standard,
        flat,
        names,
        padded,
        log,
        reopened: reopened.filter(|_| !flat),
    })
}

const REMARKS: &[&str] = &["permit ip any any", "the next line is for IX", "10 deny any", "!", "end of the list"];

/// Lines with the numbers that a router would accept: it refuses a number that is taken, and an entry that is there
/// already (Cisco, "IP Access List Entry Sequence Numbering").
fn accepted(lines: Vec<Line>, style: &Style, repeat: Option<Index>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::new();
    for line in lines {
        let Line::Entry(number, entry) = line else {
            kept.push(line);
            continue;
        };
        let taken = numbered(&kept);
        let number = number
            .filter(|_| !style.flat)
            .map(|wanted| (wanted..1000).find(|number| taken.iter().all(|(other, _)| other != number)).unwrap());
        let there = taken.iter().any(|(_, other)| style.text(other) == style.text(&entry));
        kept.push(if there { Line::Remark(REMARKS[0]) } else { Line::Entry(number, entry) });
    }
    // At the end a repetition changes nothing, whether it is refused or not.
    let entries: Vec<_> = numbered(&kept).into_iter().map(|(_, entry)| entry.clone()).collect();
    kept.extend(repeat.filter(|_| !entries.is_empty()).map(|at| Line::Entry(None, at.get(&entries).clone())));
    kept
}

/// The entries with their sequence numbers, in the order typed. One without a number goes to the end of the list: ten
/// above the highest number there is.
pub(crate) fn numbered(lines: &[Line]) -> Vec<(u32, &Entry)> {
    let mut found: Vec<(u32, &Entry)> = Vec::new();
    for line in lines {
        if let Line::Entry(number, entry) = line {
            let highest = found.iter().map(|(number, _)| *number).max().unwrap_or(0);
            found.push((number.unwrap_or(highest + 10), entry));
        }
    }
    found
}

pub(crate) fn list() -> impl Strategy<Value = List> {
    let numbers = prop_oneof![
        2 => Just(None).boxed(),
        3 => (1..120_u32).prop_map(Some).boxed(),
        1 => prop::option::of(1..120_u32).boxed(),
    ];
    let line = (numbers, entry(), prop::option::weighted(0.15, select(REMARKS)))
        .prop_map(|(number, entry, remark)| remark.map_or(Line::Entry(number, entry), Line::Remark));
    let groups = (
        prop::collection::vec(prop::collection::vec(member(), 1..4), 1..4),
        prop::collection::vec(prop::collection::vec(service(), 1..4), 1..4),
    );
    let repeat = prop::option::weighted(0.2, any::<Index>());
    (style(), prop::collection::vec(line, 0..8), groups, repeat).prop_map(
        |(style, lines, (mut networks, mut services), repeat)| {
            let lines = accepted(lines, &style, repeat);
            // The first group has none before it to name.
            networks[0].retain(|member| !matches!(member, Member::Nested(_)));
            networks[0].push(Member::Host(Ipv4Addr::new(10, 0, 0, 1)));
            services[0].retain(|member| !matches!(member, Service::Nested(_)));
            services[0].push(Service::Icmp);
            List { style, lines, networks, services }
        },
    )
}

impl Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ip => "ip",
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Icmp => "icmp",
            Self::Esp => "esp",
            Self::Group(group) => return write!(f, "object-group SERVICE-{group}"),
        })
    }
}

fn mask(length: u8) -> Ipv4Addr {
    Ipv4Addr::from((0..u32::from(length)).fold(0, |mask, bit| mask | 0x8000_0000 >> bit))
}

impl Style {
    fn port(&self, port: u16, udp: bool) -> String {
        match (self.names, port, udp) {
            (true, 500, true) => "isakmp".to_owned(),
            (true, 4500, true) => "non500-isakmp".to_owned(),
            (true, 80, false) => "www".to_owned(),
            (true, 512, false) => "exec".to_owned(),
            (true, 512, true) => "biff".to_owned(),
            _ => port.to_string(),
        }
    }

    fn ports(&self, ports: &Ports, udp: bool) -> String {
        let port = |port: &u16| self.port(*port, udp);
        match ports {
            Ports::Any => String::new(),
            Ports::Eq(ports) => format!(" eq {}", ports.iter().map(port).collect::<Vec<_>>().join(" ")),
            Ports::Neq(one) => format!(" neq {}", port(one)),
            Ports::Lt(bound) => format!(" lt {}", port(bound)),
            Ports::Gt(bound) => format!(" gt {}", port(bound)),
            Ports::Range(first, last) => format!(" range {} {}", port(first), port(last)),
        }
    }

    fn addresses(&self, addresses: &Addresses) -> String {
        match addresses {
            Addresses::Any => "any".to_owned(),
            Addresses::Host(host) if self.standard && !self.names => host.to_string(),
            Addresses::Host(host) => format!("host {host}"),
            Addresses::Wildcard(base, wildcard) => format!("{base} {wildcard}"),
            // A standard list knows no groups.
            Addresses::Group(_) if self.standard => "any".to_owned(),
            Addresses::Group(group) => format!("object-group NETWORK-{group}"),
        }
    }

    fn text(&self, entry: &Entry) -> String {
        let action = match (entry.permit, self.padded) {
            (true, _) => "permit",
            (false, true) => "deny  ",
            (false, false) => "deny",
        };
        let log = if self.log { " log" } else { "" };
        let source = self.addresses(&entry.source);
        if self.standard {
            return format!("{action} {source}{log}");
        }
        let udp = entry.protocol == Protocol::Udp;
        let (from, to) = (self.ports(&entry.source_ports, udp), self.ports(&entry.destination_ports, udp));
        format!("{action} {} {source}{from} {}{to}{log}", entry.protocol, self.addresses(&entry.destination))
    }
}

impl List {
    /// Which group an index means.
    pub(crate) fn network(&self, group: usize) -> usize {
        group % self.networks.len()
    }

    /// Which group an index means.
    pub(crate) fn service(&self, group: usize) -> usize {
        group % self.services.len()
    }

    /// The group that a member of group `of` names: one before it.
    pub(crate) fn nested(of: usize, member: Index) -> usize {
        member.index(of)
    }

    /// The list as a router prints it.
    pub(crate) fn text(&self) -> String {
        let (style, mut out) = (&self.style, String::new());
        let kind = if style.standard { "standard" } else { "extended" };
        let header = format!("ip access-list {kind} {}\n", style.name);
        if !style.flat {
            out.push_str(&header);
        }
        let entry_start = if style.flat { format!("access-list {} ", style.name) } else { " ".to_owned() };
        for (at, line) in self.lines.iter().enumerate() {
            if style.reopened == Some(at) {
                let _ = write!(out, "!\n{header}");
            }
            let _ = match line {
                Line::Remark(text) => writeln!(out, "{entry_start}remark {text}"),
                Line::Entry(None, entry) => writeln!(out, "{entry_start}{}", style.text(&self.resolved(entry))),
                Line::Entry(Some(number), entry) => {
                    writeln!(out, "{entry_start}{number} {}", style.text(&self.resolved(entry)))
                }
            };
        }
        out
    }

    /// With the indices of groups that exist.
    fn resolved(&self, entry: &Entry) -> Entry {
        let group = |addresses: &Addresses| match addresses {
            Addresses::Group(group) => Addresses::Group(self.network(*group)),
            other => other.clone(),
        };
        let protocol = match entry.protocol {
            Protocol::Group(group) => Protocol::Group(self.service(group)),
            other => other,
        };
        Entry { protocol, source: group(&entry.source), destination: group(&entry.destination), ..entry.clone() }
    }

    /// The object groups as a router prints them.
    pub(crate) fn groups(&self) -> String {
        let mut out = String::new();
        for (at, members) in self.networks.iter().enumerate() {
            let _ = writeln!(out, "object-group network NETWORK-{at}\n description number {at}");
            for member in members {
                let _ = match member {
                    Member::Any => writeln!(out, " any"),
                    Member::Host(host) => writeln!(out, " host {host}"),
                    Member::Prefix(base, length, true) => writeln!(out, " {base} /{length}"),
                    Member::Prefix(base, length, false) => writeln!(out, " {base} {}", mask(*length)),
                    Member::Range(first, last) => writeln!(out, " range {first} {last}"),
                    Member::Nested(index) => writeln!(out, " group-object NETWORK-{}", Self::nested(at, *index)),
                };
            }
        }
        for (at, members) in self.services.iter().enumerate() {
            let _ = writeln!(out, "object-group service SERVICE-{at}");
            for member in members {
                let _ = match member {
                    Service::Ip => writeln!(out, " ip"),
                    Service::Icmp => writeln!(out, " icmp"),
                    Service::Ports(transport, from, to) => {
                        writeln!(out, " {}", self.service_text(*transport, from, to))
                    }
                    Service::Nested(index) => writeln!(out, " group-object SERVICE-{}", Self::nested(at, *index)),
                };
            }
        }
        out
    }

    fn service_text(&self, transport: Transport, from: &Ports, to: &Ports) -> String {
        let (name, udp) = match transport {
            Transport::Tcp => ("tcp", false),
            Transport::Udp => ("udp", true),
            Transport::Both => ("tcp-udp", true),
        };
        let from = match from {
            Ports::Any => String::new(),
            some => format!(" source{}", self.style.ports(some, udp)),
        };
        // `udp 4500` is short for `udp eq 4500`.
        let to = self.style.ports(to, udp);
        let to = if self.style.padded { to.replacen(" eq", "", 1) } else { to };
        format!("{name}{from}{to}")
    }
}
