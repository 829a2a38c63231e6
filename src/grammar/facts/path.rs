//! Which way packets go: routes, route-maps, prefix-lists, crypto maps.

use std::net::Ipv4Addr;

use super::Action;
use crate::net::{InterfaceName, Prefix};
use crate::source::{Span, Spanned};

/// A `set` line of a route-map, as far as it moves packets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteMapSet {
    /// `set ip next-hop A [B ...]`.
    NextHop(Vec<Ipv4Addr>),
    /// `set ip next-hop verify-availability [A SEQ track N]`: the next hop, where one is named, while the object is up.
    TrackedNextHop(Option<Ipv4Addr>),
    /// `set interface IF [IF ...]`.
    Interface(Vec<InterfaceName>),
    /// `set ip default next-hop A [B ...]`: only where no route but the default one fits.
    DefaultNextHop(Vec<Ipv4Addr>),
    /// `set default interface IF [IF ...]`.
    DefaultInterface(Vec<InterfaceName>),
    /// `set vrf NAME`, `set global`, `set ip next-hop recursive A`, ...: moves packets in a way that is not modelled.
    OtherWay(String),
    /// `set local-preference` and the like: for routing protocols, or marks the packet.
    Other,
}

/// `crypto map NAME SEQ {ipsec-isakmp|gdoi}`.
#[derive(Debug, Clone)]
pub struct CryptoMapEntry {
    /// The map.
    pub name: String,
    /// The header line.
    pub span: Span,
    /// `match address ACL`: what is encrypted.
    pub list: Option<Spanned<String>>,
    /// `gdoi`: a key server says what is encrypted; a list here only takes something away.
    pub group: bool,
}

/// One clause of a route-map.
#[derive(Debug, Clone)]
pub struct RouteMapClause {
    /// The route-map's name.
    pub name: Spanned<String>,
    /// The clause's header line.
    pub span: Span,
    /// Permit or deny.
    pub action: Action,
    /// Sequence number (IOS numbers from 10 when absent).
    pub sequence: u32,
    /// Match lines. Different kinds are ANDed, values within a line ORed.
    pub matches: Vec<Spanned<RouteMapMatch>>,
    /// Its `set` lines.
    pub sets: Vec<Spanned<RouteMapSet>>,
}

/// A match line of a route-map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteMapMatch {
    /// `match ip address A B ...`.
    IpAddress(Vec<String>),
    /// `match ip address prefix-list A B ...`.
    PrefixList(Vec<String>),
    /// `match interface A B ...`: the interface the packet leaves by.
    Interface(Vec<InterfaceName>),
    /// `match ip next-hop A ...`: access lists for the next hop.
    NextHop(Vec<String>),
    /// Not modelled.
    Other(String),
}

/// `ip prefix-list NAME [seq N] permit|deny PREFIX [ge N] [le N]`.
#[derive(Debug, Clone)]
pub struct PrefixListEntry {
    /// The list's name.
    pub name: Spanned<String>,
    /// The statement.
    pub span: Span,
    /// Sequence number, when printed.
    pub sequence: Option<u32>,
    /// Permit or deny.
    pub action: Action,
    /// The prefix.
    pub prefix: Prefix,
    /// `ge`.
    pub ge: Option<u8>,
    /// `le`.
    pub le: Option<u8>,
}

/// `ip route ...`.
#[derive(Debug, Clone)]
pub struct StaticRoute {
    /// The statement.
    pub span: Span,
    /// `vrf NAME`.
    pub vrf: Option<Spanned<String>>,
    /// Destination.
    pub prefix: Prefix,
    /// Outgoing interface.
    pub interface: Option<Spanned<InterfaceName>>,
    /// Next hop.
    pub next_hop: Option<Spanned<Ipv4Addr>>,
    /// `dhcp`: the gateway learned by DHCP.
    pub dhcp: bool,
    /// Administrative distance, 1 when absent.
    pub distance: u8,
    /// `track N`.
    pub track: Option<Spanned<String>>,
    /// `global`: the next hop is in the global table.
    pub global: bool,
}

impl StaticRoute {
    /// A route of which the gateway is not known yet.
    pub fn new(span: Span, vrf: Option<Spanned<String>>, prefix: Prefix) -> Self {
        Self {
            span,
            vrf,
            prefix,
            interface: None,
            next_hop: None,
            dhcp: false,
            distance: 1,
            track: None,
            global: false,
        }
    }
}
