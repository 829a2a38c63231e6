//! `show ip interface [NAME]`.

use std::net::Ipv4Addr;

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{InterfaceState, LinkState, SeenAddress, ShowFacts};
use crate::net::{InterfaceName, Prefix};
use crate::source::Spanned;

/// The interfaces read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    interfaces: Vec<InterfaceState>,
}

/// Lines that the command has for every interface, and that do not matter here.
const HARMLESS: &[&str] = &[
    "Broadcast address",
    "Peer address",
    "Helper address",
    "Directed broadcast",
    "Multicast reserved groups",
    "Proxy ARP",
    "Local Proxy ARP",
    "Security level",
    "Split horizon",
    "ICMP redirects",
    "ICMP mask replies",
    "IP ",
    "RTP/IP",
    "TCP/IP",
    "Associated unicast routing topologies",
    "Topology ",
    "Router Discovery",
    "Probe proxy name",
    "BGP Policy Mapping",
    "Input features",
    "Output features",
    "Post encapsulation features",
    "IPv4 WCCP",
    "WCCP Redirect",
    "Outgoing Common access list",
    "Inbound Common access list",
    "Downstream",
    "Sampled",
    "Unicast RPF",
    "Policy routing is",
    // `disabled` may be printed of interfaces with NAT too: nothing follows from it.
    "Network address translation is",
];

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if let Some((name, state)) = text.split_once(" is ").filter(|(_, state)| state.contains(", line protocol is "))
        {
            return self.begin(line, name, state);
        }
        let Some(interface) = self.interfaces.last_mut() else { return Read::Unknown };
        let of_address = read_address(interface, line, text);
        if let Some(read) = of_address.or_else(|| read_list(interface, line, text)) {
            return read;
        }
        if let Some(mtu) = text.strip_prefix("MTU is ") {
            let number = mtu.split_ascii_whitespace().next().unwrap_or("");
            let Ok(bytes) = number.parse() else { return Read::Malformed(mtu, "ledger-number-of-bytes") };
            interface.mtu = Some(Spanned::new(bytes, line.span_of(number)));
            return Read::Modelled;
        }
        if let Some(vrf) = text.strip_prefix("VPN Routing/Forwarding ") {
            let name = vrf.trim_ascii().trim_matches('"');
            interface.vrf = Some(Spanned::new(name.to_owned(), line.span_of(name)));
            return Read::Modelled;
        }
        if let Some(sent) = text.strip_prefix("ICMP unreachables are ") {
            interface.unreachables = Some(Spanned::new(!sent.starts_with("never"), line.span_of(text)));
            return Read::Modelled;
        }
        let address = text.split(',').all(|part| part.trim_ascii().parse::<Ipv4Addr>().is_ok());
        if address || HARMLESS.iter().any(|start| text.starts_with(start)) { Read::Harmless } else { Read::Unknown }
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.interfaces.is_empty()).then_some(ShowFacts::Interfaces(self.interfaces))
    }
}

impl Output {
    /// `GigabitEthernet0/0 is up, line protocol is up`.
    fn begin<'a>(&mut self, line: &Line<'a>, name: &'a str, state: &'a str) -> Read<'a> {
        let Some(interface) = InterfaceName::parse_any(name) else {
            return Read::Unsupported("ledger-unknown-interface-kind");
        };
        let mut seen = InterfaceState::new(Spanned::new(interface, line.span_of(name)), line.span());
        let (link, protocol) = state.split_once(", line protocol is ").unwrap_or((state, ""));
        // `up (spoofing)` is how a dialer waits for its call.
        let link_state = match link.split_once(" (").map_or(link, |(word, _)| word) {
            "up" => LinkState::Up,
            "administratively down" => LinkState::AdministrativelyDown,
            _ => LinkState::Down,
        };
        seen.link = Some(Spanned::new(link_state, line.span_of(link)));
        let protocol = protocol.trim_ascii();
        seen.protocol_up = Some(Spanned::new(protocol.starts_with("up"), line.span_of(protocol)));
        self.interfaces.push(seen);
        Read::Modelled
    }
}

/// The lines about addresses.
fn read_address<'a>(interface: &mut InterfaceState, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
    if let Some(address) = text.strip_prefix("Internet address is ").map(str::trim_ascii) {
        let Some(prefix) = prefix(address) else { return Some(expected_prefix(address)) };
        interface.address = Some(Spanned::new(SeenAddress::Prefix(prefix), line.span_of(address)));
    } else if let Some(address) = text.strip_prefix("Secondary address ").map(str::trim_ascii) {
        let Some(prefix) = prefix(address) else { return Some(expected_prefix(address)) };
        interface.secondary.push(Spanned::new(prefix, line.span_of(address)));
    } else if text.starts_with("Internet protocol processing disabled")
        || text.starts_with("Internet address will be negotiated")
    {
        interface.address = Some(Spanned::new(SeenAddress::Unassigned, line.span_of(text)));
    } else if let Some(unnumbered) = text.strip_prefix("Interface is unnumbered. Using address of ") {
        return Some(read_unnumbered(interface, line, unnumbered));
    } else {
        let method = text.strip_prefix("Address determined by ")?.trim_ascii();
        interface.method = Some(Spanned::new(method.to_ascii_lowercase(), line.span_of(method)));
    }
    Some(Read::Modelled)
}

/// `Outgoing access list is NAME`, `Inbound  access list is not set`: one blank or two.
fn read_list<'a>(interface: &mut InterfaceState, line: &Line<'_>, text: &str) -> Option<Read<'a>> {
    let mut words = text.split_ascii_whitespace();
    let direction = words.next()?;
    if [words.next(), words.next(), words.next()] != [Some("access"), Some("list"), Some("is")] {
        return None;
    }
    let (slot, name) = match direction {
        "Inbound" => (&mut interface.acl_in, words.next()?),
        "Outgoing" => (&mut interface.acl_out, words.next()?),
        _ => return None,
    };
    *slot = Some(Spanned::new((name != "not").then(|| name.to_owned()), line.span_of(text)));
    Some(Read::Modelled)
}

fn expected_prefix(found: &str) -> Read<'_> {
    Read::Malformed(found, "ledger-interface-prefix-such-as")
}

/// `Loopback0 (10.0.0.1)`.
fn read_unnumbered<'a>(interface: &mut InterfaceState, line: &Line<'_>, text: &'a str) -> Read<'a> {
    let address = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(address, _)| address);
    let Some(bare) = address.and_then(|address| address.parse::<Ipv4Addr>().ok()) else {
        return Read::Malformed(text, "ledger-interface-and-its-address");
    };
    let span = line.span_of(address.unwrap_or(text));
    let seen = if bare.is_unspecified() { SeenAddress::Unassigned } else { SeenAddress::Bare(bare) };
    interface.address = Some(Spanned::new(seen, span));
    Read::Modelled
}

fn prefix(text: &str) -> Option<Prefix> {
    let (address, length) = text.split_once('/')?;
    Prefix::new(address.parse().ok()?, length.trim_ascii().parse().ok()?)
}
