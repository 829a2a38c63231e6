//! Static NAT as a typed command: printed for the user, and turned into what it makes of the model for the proof.

use std::fmt;
use std::net::Ipv4Addr;

use crate::model::{Direction, NatKind, NatOptions, NatRule, StaticGlobal, StaticNat};
use crate::net::{Endpoint, InterfaceName, Protocol};
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
    /// The host has another static: without `extendable` IOS calls the address "already mapped".
    pub(super) ambiguous: bool,
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
        if self.extendable() { f.write_str(" extendable") } else { Ok(()) }
    }
}

impl StaticCommand {
    /// IOS adds the word by itself to port statics; typed, it is there on every release, and the line is the one that
    /// the running-config prints. The interface form has none.
    fn extendable(&self) -> bool {
        match self.form {
            Form::Address(_) => self.ambiguous,
            Form::AddressPort { .. } => true,
            Form::InterfacePort { .. } => false,
        }
    }

    /// Whether it fixes one port of an address that others use too.
    pub(super) fn is_port(&self) -> bool {
        !matches!(self.form, Form::Address(_))
    }

    /// The port that it gives the host, where it gives but one.
    pub(super) fn global_port(&self) -> Option<u16> {
        match self.form {
            Form::Address(_) => None,
            Form::AddressPort { global_port, .. } | Form::InterfacePort { global_port, .. } => Some(global_port),
        }
    }

    /// Whether it translates a port of its host.
    pub(super) fn is_about(&self, port: u16) -> bool {
        match self.form {
            Form::Address(_) => true,
            Form::AddressPort { local_port, .. } | Form::InterfacePort { local_port, .. } => local_port == port,
        }
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
        let extendable = self.extendable().then(|| Spanned::new((), at));
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
            }
            .into(),
        }
    }
}

/// A place of its own for line `number` of a plan. A statement is known by its place, so no two may share one; the
/// first byte of a statement in the text is left to that statement.
pub(super) fn place(at: Span, number: usize) -> Span {
    Span { start: at.start.saturating_add(1), len: u32::try_from(number).unwrap_or(u32::MAX), ..at }
}
