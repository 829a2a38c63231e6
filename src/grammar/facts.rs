//! What a configuration says, one struct a statement, every part with its place in the user's text.
//!
//! The facts are vendor-neutral in form: a second dialect is another grammar that yields these.

mod filter;
mod firewall;
mod path;

use std::net::Ipv4Addr;

pub use firewall::{
    ClassMatch, Firewall, InspectClass, InspectPolicy, InspectRule, Inspection, PolicyClass, ZoneAction, ZonePair,
};
pub use path::{CryptoMapEntry, PrefixListEntry, RouteMapClause, RouteMapMatch, RouteMapSet, StaticRoute};

use crate::net::{Endpoint, InterfaceName, Prefix, Protocol};
use crate::source::{Span, Spanned};

pub use filter::{AclEntry, AclProtocol, Action, AddressMatch, GroupMember, IcmpMatch, ObjectGroup, PortMatch};

/// All facts of one configuration.
#[derive(Debug, Clone, Default)]
pub struct ConfigFacts {
    /// `hostname`.
    pub hostname: Option<Spanned<String>>,
    /// `version`.
    pub version: Option<Spanned<String>>,
    /// `Building configuration...` or `Current configuration : N bytes` above it.
    pub heading: Option<Span>,
    /// The closing `end`.
    pub end: Option<Span>,
    /// The first place where a person has left lines out: `<output omitted>`, `[...]`.
    pub omitted: Option<Span>,
    /// Interfaces, in order; a name that occurs twice has been merged.
    pub interfaces: Vec<Interface>,
    /// NAT rules in the order written.
    pub nat_rules: Vec<NatRule>,
    /// Rules taken back by a `no ip nat ...` line in the same text.
    pub withdrawn_nat_rules: Vec<NatRule>,
    /// Address pools.
    pub pools: Vec<Pool>,
    /// Timeouts, limits, settings and services.
    pub nat_settings: Vec<Spanned<NatSetting>>,
    /// Access-list entries of all lists, in the order written.
    pub acl_entries: Vec<AclEntry>,
    /// Access lists that are declared, be it without an entry.
    pub acl_headers: Vec<Spanned<String>>,
    /// Object groups.
    pub object_groups: Vec<ObjectGroup>,
    /// Route-map clauses of all route-maps.
    pub route_maps: Vec<RouteMapClause>,
    /// Prefix-list entries of all lists.
    pub prefix_lists: Vec<PrefixListEntry>,
    /// Static routes.
    pub routes: Vec<StaticRoute>,
    /// VRFs.
    pub vrfs: Vec<Spanned<String>>,
    /// Signs that the router itself speaks IKE, beside what hangs on interfaces.
    pub crypto: Vec<Spanned<CryptoFact>>,
    /// `router ospf 1` and the like: routes that no configuration shows.
    pub routing_protocols: Vec<Spanned<String>>,
    /// Zones, and what is inspected.
    pub firewall: Firewall,
    /// Entries of crypto maps.
    pub crypto_maps: Vec<CryptoMapEntry>,
}

/// One interface and what stands under it.
#[derive(Debug, Clone)]
pub struct Interface {
    /// Its name.
    pub name: Spanned<InterfaceName>,
    /// The header line.
    pub span: Span,
    /// `ip address ...`, primary.
    pub address: Option<Spanned<Addressing>>,
    /// `ip address ... secondary`.
    pub secondary: Vec<Spanned<Prefix>>,
    /// `ip nat inside|outside|enable`.
    pub nat: Option<Spanned<NatSide>>,
    /// `ip vrf forwarding` or `vrf forwarding`.
    pub vrf: Option<Spanned<String>>,
    /// `shutdown`.
    pub shutdown: Option<Span>,
    /// `ip access-group NAME in`.
    pub acl_in: Option<Spanned<String>>,
    /// `ip access-group NAME out`.
    pub acl_out: Option<Spanned<String>>,
    /// `mtu`, bytes.
    pub mtu: Option<Spanned<u32>>,
    /// `ip mtu`, bytes.
    pub ip_mtu: Option<Spanned<u32>>,
    /// `no ip unreachables`.
    pub no_unreachables: Option<Span>,
    /// `pppoe-client dial-pool-number N`: PPPoE sessions of this line serve that dialer pool.
    pub pppoe_pool: Option<Spanned<u32>>,
    /// `dialer pool N`.
    pub dialer_pool: Option<Spanned<u32>>,
    /// `ppp ipcp route default`: the other end of the line becomes the default route.
    pub default_by_ppp: bool,
    /// `standby`, `vrrp`, `glbp` addresses.
    pub redundancy: Vec<Spanned<Redundancy>>,
    /// `crypto map NAME`.
    pub crypto_map: Option<Spanned<String>>,
    /// `tunnel protection ipsec profile NAME`.
    pub tunnel_protection: Option<Spanned<String>>,
    /// `tunnel source ADDRESS|INTERFACE`.
    pub tunnel_source: Option<Spanned<TunnelSource>>,
    /// `ip policy route-map NAME`.
    pub policy_route_map: Option<Spanned<String>>,
    /// `zone-member security NAME`.
    pub zone: Option<Spanned<String>>,
    /// `ip inspect NAME in|out`.
    pub inspect: Vec<Inspection>,
    /// `service-policy input|output NAME`.
    pub policies: Vec<Spanned<String>>,
}

impl Interface {
    /// An interface of which only the header is known.
    pub fn new(name: Spanned<InterfaceName>, span: Span) -> Self {
        Self {
            name,
            span,
            address: None,
            secondary: Vec::new(),
            nat: None,
            vrf: None,
            shutdown: None,
            acl_in: None,
            acl_out: None,
            mtu: None,
            ip_mtu: None,
            no_unreachables: None,
            pppoe_pool: None,
            dialer_pool: None,
            default_by_ppp: false,
            redundancy: Vec::new(),
            crypto_map: None,
            tunnel_protection: None,
            tunnel_source: None,
            policy_route_map: None,
            zone: None,
            inspect: Vec::new(),
            policies: Vec::new(),
        }
    }

    /// The primary address, where the configuration states it.
    pub fn primary(&self) -> Option<Prefix> {
        match self.address.as_ref()?.value {
            Addressing::Static(prefix) => Some(prefix),
            Addressing::Dhcp | Addressing::Negotiated | Addressing::Unnumbered(_) => None,
        }
    }

    /// Every prefix on the interface, primary first.
    pub fn prefixes(&self) -> impl Iterator<Item = Prefix> {
        self.primary().into_iter().chain(self.secondary.iter().map(|prefix| prefix.value))
    }
}

/// Where an interface gets its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressing {
    /// Written out.
    Static(Prefix),
    /// `ip address dhcp`.
    Dhcp,
    /// `ip address negotiated` (PPP).
    Negotiated,
    /// `ip unnumbered INTERFACE`.
    Unnumbered(InterfaceName),
}

/// `ip nat inside|outside|enable` on an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NatSide {
    /// `ip nat inside`.
    Inside,
    /// `ip nat outside`.
    Outside,
    /// `ip nat enable` (NVI).
    Enable,
}

/// A first-hop redundancy address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redundancy {
    /// `standby`, `vrrp` or `glbp`.
    pub protocol: &'static str,
    /// Group number.
    pub group: u16,
    /// Virtual address, unless learned.
    pub address: Option<Ipv4Addr>,
    /// `standby 1 name NAME`.
    pub name: Option<String>,
}

/// `tunnel source`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TunnelSource {
    /// An address.
    Address(Ipv4Addr),
    /// An interface.
    Interface(InterfaceName),
}

/// Signs that the router itself terminates IPsec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CryptoFact {
    /// `crypto isakmp policy`.
    IsakmpPolicy,
    /// `crypto ikev2 profile|proposal|policy`.
    Ikev2,
    /// `crypto map NAME ...`.
    Map(String),
    /// `crypto map NAME local-address INTERFACE`.
    MapLocalAddress(String, InterfaceName),
    /// `crypto ipsec profile NAME`.
    IpsecProfile(String),
    /// `crypto ipsec client ezvpn NAME`.
    EzVpn(String),
    /// `crypto gdoi group NAME`.
    Gdoi(String),
    /// `no crypto isakmp enable`.
    IsakmpDisabled,
}

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
    pub options: NatOptions,
}

impl NatRule {
    /// The pool that a dynamic rule takes addresses from.
    pub fn pool_name(&self) -> Option<&str> {
        let NatKind::Dynamic(dynamic) = &self.kind else { return None };
        let Target::Pool(name) = &dynamic.target.value else { return None };
        Some(name)
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
