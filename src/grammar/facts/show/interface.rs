//! What an interface was like when somebody looked.

use std::net::Ipv4Addr;

use crate::net::{InterfaceName, Prefix};
use crate::source::{Span, Spanned};

/// One interface in the output of `show ip interface brief` or `show ip interface`. What the command does not print is
/// `None`.
#[derive(Debug, Clone)]
pub struct InterfaceState {
    /// Its name.
    pub name: Spanned<InterfaceName>,
    /// The line that begins with its name.
    pub span: Span,
    /// Its primary address.
    pub address: Option<Spanned<SeenAddress>>,
    /// How it came by the address, lower case: `dhcp`, `ipcp`, `nvram`, `manual`, `unset`, ...
    pub method: Option<Spanned<String>>,
    /// The state of the line.
    pub link: Option<Spanned<LinkState>>,
    /// Whether the line protocol is up.
    pub protocol_up: Option<Spanned<bool>>,
    /// `Secondary address`.
    pub secondary: Vec<Spanned<Prefix>>,
    /// `Inbound access list is ...`; `None` inside: not set.
    pub acl_in: Option<Spanned<Option<String>>>,
    /// `Outgoing access list is ...`; `None` inside: not set.
    pub acl_out: Option<Spanned<Option<String>>>,
    /// `MTU is N bytes`: of IP packets.
    pub mtu: Option<Spanned<u32>>,
    /// `VPN Routing/Forwarding "NAME"`.
    pub vrf: Option<Spanned<String>>,
    /// `ICMP unreachables are always sent` or `never sent`.
    pub unreachables: Option<Spanned<bool>>,
}

impl InterfaceState {
    /// An interface of which only the name is known.
    pub fn new(name: Spanned<InterfaceName>, span: Span) -> Self {
        Self {
            name,
            span,
            address: None,
            method: None,
            link: None,
            protocol_up: None,
            secondary: Vec::new(),
            acl_in: None,
            acl_out: None,
            mtu: None,
            vrf: None,
            unreachables: None,
        }
    }
}

/// The address of an interface as a show command prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenAddress {
    /// `unassigned`, or `Internet protocol processing disabled`.
    Unassigned,
    /// Without a mask (`show ip interface brief`).
    Bare(Ipv4Addr),
    /// With its mask.
    Prefix(Prefix),
}

impl SeenAddress {
    /// Whether it was printed without its mask.
    pub fn is_bare(self) -> bool {
        matches!(self, Self::Bare(_))
    }

    /// The address with its mask; one that is printed without it stands for itself alone.
    pub fn prefix(self) -> Option<Prefix> {
        match self {
            Self::Unassigned => None,
            Self::Bare(address) => Prefix::new(address, 32),
            Self::Prefix(prefix) => Some(prefix),
        }
    }
}

/// The state of an interface's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// `up`.
    Up,
    /// `down`, `reset`, `deleted`, ...: no shutdown is configured.
    Down,
    /// `administratively down`: `shutdown` is configured.
    AdministrativelyDown,
}
