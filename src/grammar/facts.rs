//! What a configuration says, one struct a statement, every part with its place in the user's text.
//!
//! The facts are vendor-neutral in form: a second dialect is another grammar that yields these.

mod filter;
mod firewall;
mod nat;
mod path;
mod show;
mod vsphere;

use std::net::Ipv4Addr;

pub use filter::{
    AccessList, AclEntry, AclProtocol, Action, AddressMatch, GroupMember, IcmpMatch, ObjectGroup, PortMatch,
};
pub use firewall::{
    ClassMatch, Firewall, InspectClass, InspectPolicy, InspectRule, Inspection, PolicyClass, ZoneAction, ZonePair,
};
pub use nat::{
    Direction, DynamicNat, NatKind, NatOptions, NatRule, NatSetting, NatTail, Pool, Selector, StaticGlobal, StaticNat,
    Target,
};
pub use path::{CryptoMapEntry, PrefixListEntry, RouteMapClause, RouteMapMatch, RouteMapSet, StaticRoute};
pub use show::{
    ArpEntry, EntryLimit, Extent, IkeEnd, IkeSa, InterfaceList, InterfaceState, LinkState, MacTableEntry, MappingUse,
    Member, NatStatistics, PoolUse, PortBlock, PortUse, Release, RouteOrigin, RouteTable, SeenAddress, ShowFacts,
    ShownList, ShownPath, ShownRoute, StandbyGroup, StandbyState,
};
pub use vsphere::{Adapter, EsxiPort, EventKind, EventTime, SecurityPolicy, VsphereEvent, VsphereFacts};

use crate::net::{InterfaceName, Prefix};
use crate::source::{Span, Spanned};

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
    /// `exit` or another word that is typed at a router and never printed by one.
    pub typed: Option<Span>,
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
    /// Access lists in the order of their declaration, be it without an entry.
    pub access_lists: Vec<AccessList>,
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
    /// The address that a show command saw on it, where the configuration does not state one: it gets it by DHCP or PPP,
    /// or borrows it, or the line was not pasted. A configuration alone never has it.
    pub learned: Option<Spanned<Prefix>>,
    /// `ip address ... secondary`.
    pub secondary: Vec<Spanned<Prefix>>,
    /// `ip nat inside|outside|enable`.
    pub nat: Option<Spanned<NatSide>>,
    /// `ip nat enable` beside `ip nat inside` or `ip nat outside`.
    pub nat_enable: Option<Span>,
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
    /// `crypto ipsec client ezvpn NAME [outside]`: the router is the client of an Easy VPN server, and speaks to it from here.
    pub easy_vpn: Option<Span>,
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

/// Whether a router comes with this name: many have it, and it tells nobody whose it is.
pub(crate) fn is_from_the_factory(name: &str) -> bool {
    matches!(name, "Router" | "Switch")
}

impl Interface {
    /// An interface of which only the header is known.
    pub fn new(name: Spanned<InterfaceName>, span: Span) -> Self {
        Self {
            name,
            span,
            address: None,
            learned: None,
            secondary: Vec::new(),
            nat: None,
            nat_enable: None,
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
            easy_vpn: None,
            tunnel_protection: None,
            tunnel_source: None,
            policy_route_map: None,
            zone: None,
            inspect: Vec::new(),
            policies: Vec::new(),
        }
    }

    /// The primary address, where the configuration states it, else as it was seen.
    pub fn primary(&self) -> Option<Prefix> {
        self.stated().or(self.learned.as_ref().map(|learned| learned.value))
    }

    /// The primary address, where the configuration states it.
    pub fn stated(&self) -> Option<Prefix> {
        match self.address.as_ref()?.value {
            Addressing::Static(prefix) => Some(prefix),
            Addressing::Dhcp | Addressing::Negotiated | Addressing::Unnumbered(_) => None,
        }
    }

    /// Whether it has an address that the configuration does not state.
    pub fn gets_its_address(&self) -> bool {
        self.address.is_some() && self.stated().is_none()
    }

    /// The line that says what its primary address is: the configuration's, or the one of a show command.
    pub fn address_line(&self) -> Option<Span> {
        let stated = self.address.as_ref().map(|address| address.span);
        self.learned.as_ref().map(|learned| learned.span).or(stated)
    }

    /// The VRF that it is in.
    pub fn vrf_name(&self) -> Option<&str> {
        self.vrf.as_ref().map(|vrf| vrf.value.as_str())
    }

    /// Whether it is an end of a tunnel of the router's own.
    pub(crate) fn is_tunnel(&self) -> bool {
        self.tunnel_source.is_some() || self.tunnel_protection.is_some()
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
