//! Routes, access lists, hardware addresses and tunnels that show commands saw, and how much of each was pasted.

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use super::{ArpEntry, Extent, IkeSa, RouteTable, ShownList};
use crate::capture::SegmentHead;
use crate::net::InterfaceName;
use crate::source::Span;

/// Whether a command prints all there is: no pipe, no argument but a VRF, and nothing cut off.
fn is_whole(head: &SegmentHead, cut: Option<Span>) -> bool {
    head.filter.is_none() && cut.is_none()
}

/// Access lists by name; of two prints of one list the later counts.
#[derive(Debug, Clone, Default)]
pub struct ShownLists {
    by_name: HashMap<String, ShownList>,
}

impl ShownLists {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The list of that name.
    pub fn get(&self, name: &str) -> Option<&ShownList> {
        self.by_name.get(name)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut ShownList> {
        self.by_name.get_mut(name)
    }

    /// All of them, in the order printed.
    pub fn in_order(&self) -> Vec<&ShownList> {
        let mut lists: Vec<_> = self.by_name.values().collect();
        lists.sort_by_key(|list| list.span);
        lists
    }

    /// Takes whole lists only: those of `show access-lists NAME` and of `| begin` are whole, those behind another filter are
    /// not (`| section` may print entries without the line above them), and the last one before a cut is not.
    pub(super) fn take(&mut self, mut lists: Vec<ShownList>, head: &SegmentHead, cut: Option<Span>) {
        let verb = head.filter.as_ref().map_or("part", |filter| filter.value.verb);
        if !matches!(verb, "part" | "begin") {
            return;
        }
        if cut.is_some() {
            lists.pop();
        }
        self.by_name.extend(lists.into_iter().map(|list| (list.name.value.to_string(), list)));
    }
}

/// Tables of routes, in the order printed.
#[derive(Debug, Clone, Default)]
pub struct ShownRoutes {
    /// `None` for one that a later snapshot has replaced.
    tables: Vec<Option<RouteTable>>,
    latest: HashMap<(Option<String>, Extent), usize>,
}

impl ShownRoutes {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// All of them.
    pub fn tables(&self) -> impl Iterator<Item = &RouteTable> {
        self.tables.iter().flatten()
    }

    /// The latest table that shows which route the router uses for `address`; `None` for an address of the Internet that
    /// nobody named, for which a whole table must be there. A table with a line that could not be read shows nothing for
    /// sure.
    pub fn deciding(&self, vrf: Option<&str>, address: Option<Ipv4Addr>) -> Option<&RouteTable> {
        if self.is_empty() {
            return None;
        }
        let extents = [Some(Extent::Whole), address.map(Extent::For)].into_iter().flatten();
        let mut found: Vec<usize> =
            extents.filter_map(|extent| self.latest.get(&(vrf.map(str::to_owned), extent)).copied()).collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        let tables = found.into_iter().filter_map(|at| self.tables.get(at)?.as_ref());
        tables.into_iter().find(|table| table.unread.is_none())
    }

    pub(super) fn take(&mut self, tables: Vec<RouteTable>, head: &SegmentHead, cut: Option<Span>) {
        let asked = head.filter.as_ref().filter(|filter| filter.value.verb == "part");
        let asked = asked.and_then(|filter| filter.value.pattern.parse().ok()).filter(|_| cut.is_none());
        for mut table in tables {
            // Without the command above it a table is whole where its beginning is there.
            let begins = head.command.is_some() || table.last_resort.is_some();
            table.extent = match asked {
                Some(address) => Extent::For(address),
                None if is_whole(head, cut) && begins => Extent::Whole,
                None => Extent::Part,
            };
            table.vrf = table.vrf.or_else(|| head.vrf.clone().filter(|vrf| vrf != "*"));
            // A later snapshot replaces the earlier one.
            let earlier = self.latest.insert((table.vrf.clone(), table.extent), self.tables.len());
            if let Some(slot) = earlier.and_then(|at| self.tables.get_mut(at)) {
                *slot = None;
            }
            self.tables.push(Some(table));
        }
    }
}

/// Security associations of IKE; of each version the later snapshot counts.
#[derive(Debug, Clone, Default)]
pub struct ShownTunnels {
    by_version: BTreeMap<u8, Vec<IkeSa>>,
    /// Those that are up: version and place, by an address that is or may be the router's.
    up: HashMap<Ipv4Addr, (u8, usize)>,
}

impl ShownTunnels {
    /// Whether no such command was pasted.
    pub fn is_empty(&self) -> bool {
        self.by_version.is_empty()
    }

    /// All of them, IKEv1 first.
    pub fn all(&self) -> impl Iterator<Item = &IkeSa> {
        self.by_version.values().flatten()
    }

    /// One that is up and ends at `address`.
    pub fn up_at(&self, address: Ipv4Addr) -> Option<&IkeSa> {
        let (version, at) = self.up.get(&address)?;
        self.by_version.get(version)?.get(*at)
    }

    pub(super) fn take(&mut self, version: u8, associations: Vec<IkeSa>) {
        self.up.retain(|_, (known, _)| *known != version);
        for (at, sa) in associations.iter().enumerate().filter(|(_, sa)| sa.up) {
            // Of IKEv1 the short form does not say which of the two ends this router is.
            let ends = if version == 1 { 2 } else { 1 };
            for end in sa.ends.iter().take(ends) {
                self.up.entry(end.address).or_insert((version, at));
            }
        }
        self.by_version.insert(version, associations);
    }
}

/// `show ip arp` of one VRF or of the global table.
#[derive(Debug, Clone, Default)]
pub struct ArpTable {
    /// `vrf NAME`.
    pub vrf: Option<String>,
    /// Whether it is all of it: only then does absence mean anything.
    pub whole: bool,
    entries: HashMap<Ipv4Addr, ArpEntry>,
    /// An entry of each interface.
    on: HashMap<InterfaceName, Span>,
}

impl ArpTable {
    /// The entry of an address.
    pub fn get(&self, address: Ipv4Addr) -> Option<&ArpEntry> {
        self.entries.get(&address)
    }

    /// All entries, in the order printed.
    pub fn in_order(&self) -> Vec<&ArpEntry> {
        let mut entries: Vec<_> = self.entries.values().collect();
        entries.sort_by_key(|entry| entry.span);
        entries
    }

    /// An entry of that interface.
    pub fn first_on(&self, interface: &InterfaceName) -> Option<Span> {
        self.on.get(interface).copied()
    }

    pub(super) fn take(
        tables: &mut BTreeMap<Option<String>, Self>,
        entries: Vec<ArpEntry>,
        unread: bool,
        head: &SegmentHead,
        cut: Option<Span>,
    ) {
        // Without the command above it, its beginning may be missing.
        let whole = is_whole(head, cut) && head.command.is_some() && !unread;
        let table = tables.entry(head.vrf.clone()).or_default();
        // `show ip arp ADDRESS` adds to what was there.
        if whole {
            *table = Self::default();
        }
        table.vrf.clone_from(&head.vrf);
        table.whole |= whole;
        for entry in entries {
            if let Some(interface) = &entry.interface {
                table.on.entry(interface.clone()).or_insert(entry.span);
            }
            table.entries.insert(entry.address, entry);
        }
    }
}
