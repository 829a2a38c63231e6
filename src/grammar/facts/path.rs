//! What sends a packet another way: policy routing and crypto maps.

use std::net::Ipv4Addr;

use crate::net::InterfaceName;
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

/// `crypto map NAME SEQ ipsec-isakmp`.
#[derive(Debug, Clone)]
pub struct CryptoMapEntry {
    /// The map.
    pub name: String,
    /// The header line.
    pub span: Span,
    /// `match address ACL`: what is encrypted.
    pub list: Option<Spanned<String>>,
}
