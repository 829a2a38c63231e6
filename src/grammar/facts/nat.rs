//! NAT rules, pools and settings.

use std::net::Ipv4Addr;
use std::ops::Deref;
use std::sync::Arc;

use crate::net::{Endpoint, InterfaceName, Prefix, Protocol};
use crate::source::{Span, Spanned};

/// Which way and on which side a rule translates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `ip nat inside source`.
    InsideSource,
    /// `ip nat outside source`.
    OutsideSource,
    /// `ip nat inside destination`.
    InsideDestination,
    /// `ip nat source` (NVI).
    NviSource,
}

impl Direction {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InsideSource => "inside-source",
            Self::OutsideSource => "outside-source",
            Self::InsideDestination => "inside-destination",
            Self::NviSource => "nvi-source",
        }
    }
}

/// One NAT rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NatRule {
    /// The whole statement.
    pub statement: Spanned<()>,
    /// Direction.
    pub direction: Direction,
    /// What it does.
    pub kind: NatKind,
    /// The unordered tail.
    pub options: NatTail,
}

impl NatRule {
    /// Whether it is one of `ip nat source`, which knows no inside and no outside.
    pub fn is_nvi(&self) -> bool {
        self.direction == Direction::NviSource
    }

    /// The pool that a dynamic rule takes addresses from.
    pub fn pool_name(&self) -> Option<&str> {
        let NatKind::Dynamic(dynamic) = &self.kind else { return None };
        let Target::Pool(name) = &dynamic.target.value else { return None };
        Some(name)
    }

    /// The interface that it takes its inside global address from.
    pub fn interface_name(&self) -> Option<&InterfaceName> {
        match &self.kind {
            NatKind::Dynamic(DynamicNat { target: Spanned { value: Target::Interface(name), .. }, .. }) => Some(name),
            NatKind::Static(StaticNat { global: Spanned { value: StaticGlobal::Interface(name, _), .. }, .. }) => {
                Some(name)
            }
            NatKind::Dynamic(_) | NatKind::Static(_) => None,
        }
    }

    /// The VRF that it names.
    pub fn vrf(&self) -> Option<&str> {
        self.options.vrf.as_ref().map(|vrf| vrf.value.as_str())
    }
}

/// Static or dynamic.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NatKind {
    /// `static ...`.
    Static(StaticNat),
    /// `list|route-map ...`.
    Dynamic(DynamicNat),
}

/// `static [tcp|udp|esp|network] LOCAL [PORT] GLOBAL|interface IF [PORT]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaticNat {
    /// `None` for an address or network static.
    pub protocol: Option<Protocol>,
    /// Inside local (for `outside source`: outside local).
    pub local: Spanned<Endpoint>,
    /// Inside global (for `outside source`: outside global).
    pub global: Spanned<StaticGlobal>,
    /// The prefix length of `static network`.
    pub network: Option<u8>,
}

impl StaticNat {
    /// The inside local address that `static network` gives this inside global one to: the prefix is exchanged, the host
    /// part stays.
    pub fn host_of(&self, global: Ipv4Addr) -> Option<Ipv4Addr> {
        let StaticGlobal::Address(endpoint) = &self.global.value else { return None };
        let outside = Prefix::new(endpoint.address.v4()?, self.network?)?;
        let inside = Prefix::new(self.local.value.address.v4()?, self.network?)?;
        let host = u32::from(global) ^ u32::from(outside.network());
        outside.contains(global).then(|| Ipv4Addr::from(u32::from(inside.network()) | host))
    }
}

/// What a static translates to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StaticGlobal {
    /// An address, with a port in a port static.
    Address(Endpoint),
    /// `interface IF [PORT]`.
    Interface(InterfaceName, Option<u16>),
}

/// `list ACL|route-map RM  interface IF|pool POOL`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DynamicNat {
    /// Which packets.
    pub selector: Spanned<Selector>,
    /// To which addresses.
    pub target: Spanned<Target>,
}

/// What selects packets for a dynamic rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Selector {
    /// `list NAME`.
    AccessList(String),
    /// `route-map NAME`.
    RouteMap(String),
}

/// Where a dynamic rule takes addresses from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// `interface NAME`.
    Interface(InterfaceName),
    /// `pool NAME`.
    Pool(String),
}

/// The tail of a NAT rule. Releases print it in different orders, so it is a set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NatOptions {
    /// `overload`.
    pub overload: Option<Spanned<()>>,
    /// `overload extended`.
    pub extended: Option<Spanned<()>>,
    /// `extendable`.
    pub extendable: Option<Spanned<()>>,
    /// `vrf NAME`.
    pub vrf: Option<Spanned<String>>,
    /// `match-in-vrf`.
    pub match_in_vrf: Option<Spanned<()>>,
    /// `route-map NAME` on a static.
    pub route_map: Option<Spanned<String>>,
    /// `redundancy NAME|ID`.
    pub redundancy: Option<Spanned<String>>,
    /// `egress-interface IF`.
    pub egress_interface: Option<Spanned<InterfaceName>>,
    /// `track N`: the rule is there only while the object is up.
    pub track: Option<Spanned<String>>,
    /// `pool NAME` on a static (XE).
    pub pool: Option<Spanned<String>>,
    /// Everything else, as typed and in full: `no-alias`, `no-payload`, `reversible`, `mapping-id 10`, `add-route`, ...
    pub other: Vec<Spanned<String>>,
}

/// The options of a rule. Most rules have none, and then they take no room: there can be a million
/// statics. Those of others are shared with the rules of a trial.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NatTail(Option<Arc<NatOptions>>);

impl From<NatOptions> for NatTail {
    fn from(options: NatOptions) -> Self {
        Self((options != NONE).then(|| Arc::new(options)))
    }
}

impl Deref for NatTail {
    type Target = NatOptions;

    fn deref(&self) -> &NatOptions {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

static NONE: NatOptions = NatOptions {
    overload: None,
    extended: None,
    extendable: None,
    vrf: None,
    match_in_vrf: None,
    route_map: None,
    redundancy: None,
    egress_interface: None,
    track: None,
    pool: None,
    other: Vec::new(),
};

/// `ip nat pool`.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Its name.
    pub name: Spanned<String>,
    /// The header line.
    pub span: Span,
    /// First and last address of each range, in order of use.
    pub ranges: Vec<Spanned<(Ipv4Addr, Ipv4Addr)>>,
    /// From `netmask` or `prefix-length`.
    pub prefix_length: Option<u8>,
    /// `type match-host|rotary`.
    pub kind: Option<Spanned<String>>,
}

impl Pool {
    /// How many addresses it has; a range that ends before it starts has none.
    pub fn size(&self) -> u64 {
        let size = |(first, last): (Ipv4Addr, Ipv4Addr)| {
            (u64::from(u32::from(last)) + 1).saturating_sub(u64::from(u32::from(first)))
        };
        self.ranges.iter().map(|range| size(range.value)).sum()
    }

    /// Whether `address` is one of them.
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        self.ranges.iter().any(|range| (range.value.0..=range.value.1).contains(&address))
    }
}

/// A global NAT statement that is not a rule or a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NatSetting {
    /// `ip nat translation KIND-timeout SECONDS|never`; `None` is never. `kind` is the word before `-timeout`, or "" for
    /// plain `timeout`.
    Timeout {
        /// `udp`, `tcp`, `icmp`, `dns`, `finrst`, `syn`, ...
        kind: String,
        /// Seconds; `None` is `never`.
        seconds: Option<u32>,
    },
    /// `ip nat translation port-timeout {tcp|udp} PORT SECONDS`.
    PortTimeout {
        /// TCP or UDP.
        protocol: Protocol,
        /// Destination port.
        port: u16,
        /// Seconds; `None` is `never`.
        seconds: Option<u32>,
    },
    /// `ip nat translation max-entries ...`.
    MaxEntries {
        /// `""`, `all-host`, `all-vrf`, `host A`, `list L`, `vrf V`, `redundancy R`.
        scope: String,
        /// Entries.
        limit: u32,
    },
    /// `ip nat settings interface-overload port range start A end B` (XE).
    InterfaceOverloadRange {
        /// First port NAT may use on an interface address.
        start: u16,
        /// Last.
        end: u16,
    },
    /// `ip nat settings interface-overload block port {tcp|udp} N` (XE).
    InterfaceOverloadBlock {
        /// TCP or UDP.
        protocol: Protocol,
        /// The port NAT must not use.
        port: u16,
    },
    /// `ip nat settings mode cgn` (XE).
    Cgn,
    /// `ip nat settings pap [...]` (XE); `bpa` when it allocates ports in blocks.
    Pap {
        /// Bulk port allocation: a host gets only ports of its own sets.
        bpa: bool,
    },
    /// `ip nat service enable-sym-port`.
    SymPort,
    /// `ip nat service list ACL IKE preserve-port`.
    IkePreservePort {
        /// The access list of global addresses.
        acl: String,
    },
    /// `no ip nat create flow-entries`.
    NoFlowEntries,
    /// Recognised, no influence on which UDP port is chosen.
    Other(String),
}
