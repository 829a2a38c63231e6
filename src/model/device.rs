//! The vendor-neutral picture of what was captured.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::sync::OnceLock;

use super::reach::Reach;
use super::{
    AclEntry, CryptoFact, CryptoMapEntry, Firewall, Interface, LinkState, Macs, NatRule, NatRules, NatSetting,
    ObjectGroup, Pool, PrefixListEntry, RouteMapClause, Seen, SeenAddress, ShownList, StaticRoute, Table,
};
use crate::capture::{Dialect, Evidence, Kind};
use crate::grammar::{Coverage, Note};
use crate::locale::{Text, say};
use crate::net::{InterfaceName, Protocol};
use crate::source::{SourceId, SourceMap, Span, Spanned};

/// Everything that was read.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The texts, for quoting.
    pub sources: SourceMap,
    /// The devices, in the order in which they first appear.
    pub devices: Vec<Device>,
    /// What each part of the capture was taken for.
    pub segments: Vec<SegmentSummary>,
    /// The account of every line.
    pub coverage: Coverage,
    /// What vSphere and switches say of MAC addresses.
    pub macs: Macs,
    /// Something in the input that was not opened and may hold what any of the devices printed, in words.
    pub unopened: Option<Spanned<Text>>,
}

/// What keeps packets from passing an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It was down.
    Down,
    /// It had no address, and wants one of a provider.
    Unaddressed,
}

/// What a part of the capture was taken for, and why.
#[derive(Debug, Clone)]
pub struct SegmentSummary {
    /// The input it lies in.
    pub source: SourceId,
    /// 1-based, inclusive.
    pub first_line: u32,
    /// 1-based, inclusive.
    pub last_line: u32,
    /// Index into [`Network::devices`]; `None` for text that belongs to no device.
    pub device: Option<usize>,
    /// What it is the output of.
    pub kind: Kind,
    /// A configuration that is saved (`show startup-config`), not the one that runs.
    pub saved: bool,
    /// Whose syntax.
    pub dialect: Dialect,
    /// Why we think so.
    pub evidence: Vec<Evidence>,
}

/// How much of a running-config there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ConfigState {
    /// None at all.
    #[default]
    Absent,
    /// Some lines of one: what is not in it may still be on the router.
    Fragment,
    /// Cut off in the middle, here.
    Cut(Span),
    /// Passed through a filter (`| section nat`), here.
    Filtered(Span),
    /// From `version` or a heading to `end`, or close enough.
    Complete,
}

/// One router.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// Its host name; `None` when the capture does not say.
    pub name: Option<String>,
    /// Whose syntax its configuration is in.
    pub dialect: Option<Dialect>,
    /// As in its `version` line.
    pub version: Option<Spanned<String>>,
    /// How much of its configuration there is.
    pub config: ConfigState,
    /// Where whole configurations begin that a later one in the same capture supersedes.
    pub earlier_configs: Vec<Span>,
    /// Interfaces, in the order written.
    pub interfaces: Vec<Interface>,
    /// NAT rules, in match order: statics first, then dynamic ones.
    pub nat_rules: NatRules,
    /// Address pools by name.
    pub pools: HashMap<String, Pool>,
    /// Timeouts, limits, settings, services.
    pub nat_settings: Vec<Spanned<NatSetting>>,
    /// Access lists by name or number.
    pub acls: HashMap<String, Acl>,
    /// Object groups by name.
    pub object_groups: HashMap<String, ObjectGroup>,
    /// Route-maps by name; clauses in sequence order.
    pub route_maps: HashMap<String, Vec<RouteMapClause>>,
    /// Prefix lists by name; entries in sequence order.
    pub prefix_lists: HashMap<String, Vec<PrefixListEntry>>,
    /// Static routes.
    pub routes: Vec<StaticRoute>,
    /// Signs that the router speaks IKE itself.
    pub crypto: Vec<Spanned<CryptoFact>>,
    /// `router ospf 1`, ...: routes that no configuration shows.
    pub routing_protocols: Vec<Spanned<String>>,
    /// Zones, and what is inspected.
    pub firewall: Firewall,
    /// Entries of crypto maps.
    pub crypto_maps: Vec<CryptoMapEntry>,
    /// Text of another router stands among its own, for all that can be told.
    pub is_mixed: bool,
    /// The translation table.
    pub table: Table,
    /// Access lists that `show access-lists` prints otherwise than the configuration has them.
    pub disputed_lists: HashSet<String>,
    /// What show commands saw, apart from what is configured.
    pub seen: Seen,
    /// Lines of this device that could matter and are not modelled.
    pub doubts: Vec<Note>,
    /// Lines of this device that were not recognised: one of them may be a NAT rule.
    pub unrecognized: u64,
    /// As [`Network::unopened`].
    pub unopened: Option<Spanned<Text>>,
    pub(super) index: Index,
    pub(super) reach: OnceLock<Reach>,
}

/// Ways to an interface that do not lead past all the others: there can be 100,000.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    by_name: HashMap<InterfaceName, usize>,
    /// Sorted, and of one address the first interface only.
    by_address: Vec<(Ipv4Addr, usize)>,
    /// Interfaces with `tunnel protection`.
    protected: Vec<usize>,
}

impl Index {
    pub(super) fn of(interfaces: &[Interface]) -> Self {
        let mut index = Self {
            by_name: HashMap::with_capacity(interfaces.len()),
            by_address: Vec::with_capacity(interfaces.len()),
            protected: Vec::new(),
        };
        for (at, interface) in interfaces.iter().enumerate() {
            index.by_name.entry(interface.name.value.clone()).or_insert(at);
            for prefix in interface.prefixes() {
                index.by_address.push((prefix.address, at));
            }
            if interface.tunnel_protection.is_some() {
                index.protected.push(at);
            }
        }
        index.by_address.sort_unstable();
        index.by_address.dedup_by_key(|(address, _)| *address);
        index
    }
}

/// An access list.
#[derive(Debug, Clone)]
pub struct Acl {
    /// Where it is first declared.
    pub span: Span,
    /// Entries in the order in which the router tries them.
    pub entries: Vec<AclEntry>,
    /// The entries of other versions of it that parts of the configuration show.
    pub others: Vec<Vec<AclEntry>>,
}

impl Device {
    /// Whether the capture has several versions of an access list.
    pub fn is_disputed(&self, list: &str) -> bool {
        self.disputed_lists.contains(list) || self.acls.get(list).is_some_and(|list| !list.others.is_empty())
    }

    /// The name to show: the host name, or "the router".
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or("the router")
    }

    /// The same in a sentence.
    pub(crate) fn in_words(&self) -> Text {
        self.name.as_deref().map_or_else(|| say!("report-the-router"), Text::from)
    }

    /// What a report says of the device itself: its name, its system, and how much of it was read.
    pub(crate) fn outline(&self) -> Self {
        let table = &self.table;
        Self {
            name: self.name.clone(),
            dialect: self.dialect,
            version: self.version.clone(),
            config: self.config.clone(),
            table: Table {
                state: table.state.clone(),
                row_count: table.row_count,
                live_count: table.live_count,
                header: table.header,
                ..Table::default()
            },
            ..Self::default()
        }
    }

    /// Adds a NAT rule as if it had been configured.
    pub fn add_rule(&mut self, rule: NatRule) {
        self.nat_rules.insert(rule);
    }

    /// The interface of that name.
    pub fn interface(&self, name: &InterfaceName) -> Option<&Interface> {
        self.interfaces.get(*self.index.by_name.get(name)?)
    }

    /// The pool that a dynamic rule takes addresses from, where it is defined.
    pub fn pool_of(&self, rule: &NatRule) -> Option<&Pool> {
        self.pools.get(rule.pool_name()?)
    }

    /// Whether an access list has entries; one that has none, put on an interface, permits everything.
    pub fn has_list(&self, name: &str) -> bool {
        match self.acls.get(name) {
            Some(acl) => !acl.entries.is_empty(),
            None => self.shown_only(name).is_some_and(|list| !list.entries.is_empty()),
        }
    }

    /// A list that the configuration does not define, and `show access-lists` prints all the same.
    pub fn shown_only(&self, name: &str) -> Option<&ShownList> {
        self.seen.lists.get(name).filter(|_| !self.acls.contains_key(name))
    }

    /// The interface that owns `address`, be it as a secondary.
    pub fn owner_of(&self, address: Ipv4Addr) -> Option<&Interface> {
        let owners = &self.index.by_address;
        let at = owners.binary_search_by_key(&address, |(address, _)| *address).ok()?;
        self.interfaces.get(owners.get(at)?.1)
    }

    /// The line of a show command that says who has `address`, where only that says so.
    pub fn learned_at(&self, address: Ipv4Addr) -> Option<Span> {
        let learned = self.owner_of(address)?.learned.as_ref()?;
        (learned.value.address == address).then_some(learned.span)
    }

    /// What a show command saw that keeps packets from passing an interface, and its line. It tells of one moment.
    pub fn trouble_of(&self, interface: &Interface) -> Option<(Span, Trouble)> {
        let seen = self.seen.interfaces.get(&interface.name.value).filter(|_| interface.shutdown.is_none())?;
        let link = seen.link.as_ref().filter(|link| link.value != LinkState::Up);
        let protocol = seen.protocol_up.as_ref().filter(|up| !up.value);
        let address = seen.address.as_ref().filter(|address| address.value == SeenAddress::Unassigned);
        let nameless = address.filter(|_| interface.address.is_some() && interface.stated().is_none());
        let down = link.map(|link| link.span).or(protocol.map(|up| up.span)).map(|span| (span, Trouble::Down));
        down.or(nameless.map(|address| (address.span, Trouble::Unaddressed)))
    }

    /// Tunnels under `tunnel protection`.
    pub fn protected_tunnels(&self) -> impl Iterator<Item = &Interface> {
        self.index.protected.iter().filter_map(|&at| self.interfaces.get(at))
    }

    /// Whether the device runs IOS-XE as far as the capture shows.
    pub fn is_xe(&self) -> bool {
        self.dialect == Some(Dialect::IosXe)
    }

    /// Whether the settings of IOS-XE let NAT have a port of an interface's address.
    pub(crate) fn lends(&self, protocol: Protocol, port: u16) -> bool {
        self.nat_settings.iter().all(|setting| match setting.value {
            NatSetting::InterfaceOverloadBlock { protocol: of, port: blocked } => (of, blocked) != (protocol, port),
            NatSetting::InterfaceOverloadRange { start, end } => (start..=end).contains(&port),
            _ => true,
        })
    }

    /// Whether the configuration may be taken as the whole one: only then does absence mean anything.
    pub fn config_is_whole(&self) -> bool {
        self.config == ConfigState::Complete
    }

    /// Inside global ports that statics of the configuration reserve on `address` for `protocol`.
    pub fn static_ports<'d, 'g>(
        &'d self,
        protocol: Protocol,
        global: &'g super::GlobalPort,
    ) -> impl Iterator<Item = (u16, &'d NatRule)> + use<'d, 'g> {
        let statics = self.nat_rules.of_global(self, global);
        statics.filter_map(move |rule| global.reserved_by(self, protocol, rule).map(|port| (port, rule)))
    }
}
