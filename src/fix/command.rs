//! Static NAT and access-list entries as typed commands: printed for the user, and turned into what they make of the
//! model for the proof.

use std::fmt;
use std::net::Ipv4Addr;

use crate::model::{
    AclEntry, AclProtocol, Action, AddressMatch, Direction, NatKind, NatOptions, NatRule, PortMatch, StaticGlobal,
    StaticNat,
};
use crate::net::{Endpoint, InterfaceName, Protocol, Wildcard};
use crate::source::{Span, Spanned};

/// `ip nat inside source static ...`, in one of the forms a plan uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StaticCommand {
    pub(super) local: Ipv4Addr,
    pub(super) form: Form,
    pub(super) vrf: Option<String>,
    pub(super) match_in_vrf: bool,
    /// `redundancy NAME`: only the active router of the group answers for the global address.
    pub(super) redundancy: Option<String>,
    pub(super) route_map: Option<String>,
}

/// What the inside local address becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// `static LOCAL GLOBAL`: every port as it is.
    Address(Ipv4Addr),
    /// `static udp LOCAL PORT GLOBAL PORT extendable`.
    AddressPort { protocol: Protocol, local_port: u16, global: Ipv4Addr, global_port: u16 },
    /// `static udp LOCAL PORT interface IF PORT`: the form for an address that the router itself owns, and the only
    /// one that survives a change of that address.
    InterfacePort { protocol: Protocol, local_port: u16, interface: InterfaceName, global_port: u16 },
}

impl fmt::Display for StaticCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local;
        f.write_str("ip nat inside source static ")?;
        match &self.form {
            Form::Address(global) => write!(f, "{local} {global}")?,
            Form::AddressPort { protocol, local_port, global, global_port } => {
                write!(f, "{protocol} {local} {local_port} {global} {global_port}")?;
            }
            Form::InterfacePort { protocol, local_port, interface, global_port } => {
                write!(f, "{protocol} {local} {local_port} interface {interface} {global_port}")?;
            }
        }
        if let Some(vrf) = &self.vrf {
            write!(f, " vrf {vrf}")?;
        }
        if self.match_in_vrf {
            f.write_str(" match-in-vrf")?;
        }
        if let Some(group) = &self.redundancy {
            write!(f, " redundancy {group}")?;
        }
        if let Some(route_map) = &self.route_map {
            write!(f, " route-map {route_map}")?;
        }
        // IOS adds the word by itself to port statics; typed, it is there on every release.
        if matches!(self.form, Form::AddressPort { .. }) { f.write_str(" extendable") } else { Ok(()) }
    }
}

impl StaticCommand {
    /// Whether it fixes one port of an address that others use too.
    pub(super) fn is_port(&self) -> bool {
        !matches!(self.form, Form::Address(_))
    }

    /// The rule that the router makes of this line. `at` stands for the place it does not have in the capture.
    pub(super) fn rule(&self, at: Span) -> NatRule {
        let spanned = |endpoint| Spanned::new(endpoint, at);
        let (protocol, local, global) = match &self.form {
            Form::Address(global) => (None, Endpoint::bare(self.local), StaticGlobal::Address(Endpoint::bare(*global))),
            Form::AddressPort { protocol, local_port, global, global_port } => (
                Some(*protocol),
                Endpoint::with_port(self.local, *local_port),
                StaticGlobal::Address(Endpoint::with_port(*global, *global_port)),
            ),
            Form::InterfacePort { protocol, local_port, interface, global_port } => (
                Some(*protocol),
                Endpoint::with_port(self.local, *local_port),
                StaticGlobal::Interface(interface.clone(), Some(*global_port)),
            ),
        };
        let extendable = matches!(self.form, Form::AddressPort { .. }).then(|| Spanned::new((), at));
        NatRule {
            statement: Spanned::new((), at),
            direction: Direction::InsideSource,
            kind: NatKind::Static(StaticNat {
                protocol,
                local: spanned(local),
                global: Spanned::new(global, at),
                network: None,
            }),
            options: NatOptions {
                extendable,
                vrf: self.vrf.clone().map(|vrf| Spanned::new(vrf, at)),
                redundancy: self.redundancy.clone().map(|group| Spanned::new(group, at)),
                match_in_vrf: self.match_in_vrf.then(|| Spanned::new((), at)),
                route_map: self.route_map.clone().map(|name| Spanned::new(name, at)),
                ..NatOptions::default()
            },
        }
    }
}

/// `permit udp host PEER eq 4500 host GLOBAL eq PORT`, an entry of an extended list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Permit {
    pub(super) list: String,
    /// Without one it goes to the end of the list.
    pub(super) sequence: Option<u32>,
    /// Index of the entry before which it comes.
    pub(super) position: usize,
    pub(super) protocol: Protocol,
    pub(super) peer: Option<Ipv4Addr>,
    pub(super) peer_port: u16,
    pub(super) global: Option<Ipv4Addr>,
    pub(super) ports: (u16, u16),
}

impl fmt::Display for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = |address: Option<Ipv4Addr>| address.map_or_else(|| "any".to_owned(), |a| format!("host {a}"));
        if let Some(sequence) = self.sequence {
            write!(f, "{sequence} ")?;
        }
        write!(f, "permit {} {} eq {} {}", self.protocol, host(self.peer), self.peer_port, host(self.global))?;
        match self.ports {
            (first, last) if first == last => write!(f, " eq {first}"),
            (first, last) => write!(f, " range {first} {last}"),
        }
    }
}

impl Permit {
    /// What takes it back, inside its list.
    pub(super) fn undo(&self) -> String {
        self.sequence.map_or_else(|| format!("no {self}"), |sequence| format!("no {sequence}"))
    }

    /// The entry that the router makes of it.
    pub(super) fn entry(&self, at: Span) -> AclEntry {
        let host = |address: Option<Ipv4Addr>| match address {
            Some(address) => AddressMatch::Wildcard(address, Wildcard(Ipv4Addr::UNSPECIFIED)),
            None => AddressMatch::Any,
        };
        let (first, last) = self.ports;
        AclEntry {
            list: Spanned::new(self.list.clone(), at),
            span: at,
            sequence: self.sequence,
            action: Action::Permit,
            protocol: AclProtocol::Is(self.protocol),
            source: host(self.peer),
            source_port: PortMatch::Eq(vec![self.peer_port]),
            destination: host(self.global),
            destination_port: PortMatch::Range(first, last),
            icmp: None,
            condition: None,
        }
    }
}

/// A place of its own for line `number` of a plan. A statement is known by its place, so no two may share one; the
/// first byte of a statement in the text is left to that statement.
pub(super) fn place(at: Span, number: usize) -> Span {
    Span { start: at.start.saturating_add(1), len: u32::try_from(number).unwrap_or(u32::MAX), ..at }
}
