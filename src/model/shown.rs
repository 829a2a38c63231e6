//! Routes, access lists and hardware addresses that show commands saw, and how much of each was pasted.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use super::{ArpEntry, Extent, RouteTable, ShownList};
use crate::capture::SegmentHead;
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
    tables: Vec<RouteTable>,
}

impl ShownRoutes {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// All of them.
    pub fn tables(&self) -> &[RouteTable] {
        &self.tables
    }

    /// The latest table that shows which route the router uses for `address`; `None` for an address of the Internet that
    /// nobody named, for which a whole table must be there. A table with a line that could not be read shows nothing for
    /// sure.
    pub fn deciding(&self, vrf: Option<&str>, address: Option<Ipv4Addr>) -> Option<&RouteTable> {
        let fits = |table: &&RouteTable| match table.extent {
            Extent::Whole => true,
            Extent::For(asked) => Some(asked) == address,
            Extent::Part => false,
        };
        let of_vrf = self.tables.iter().rev().filter(|table| table.vrf.as_deref() == vrf);
        of_vrf.filter(fits).find(|table| table.unread.is_none())
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
            let same = |known: &RouteTable| (&known.vrf, known.extent) == (&table.vrf, table.extent);
            // A later snapshot replaces the earlier one; the last of several VRFs may be cut, those before it are not.
            self.tables.retain(|known| !same(known));
            self.tables.push(table);
        }
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

    pub(super) fn take(
        tables: &mut Vec<Self>,
        entries: Vec<ArpEntry>,
        unread: bool,
        head: &SegmentHead,
        cut: Option<Span>,
    ) {
        // Without the command above it, its beginning may be missing.
        let whole = is_whole(head, cut) && head.command.is_some() && !unread;
        let entries = entries.into_iter().map(|entry| (entry.address, entry));
        match tables.iter_mut().find(|table| table.vrf == head.vrf) {
            // `show ip arp ADDRESS` adds to what was there.
            Some(known) if !whole => known.entries.extend(entries),
            Some(known) => *known = Self { vrf: head.vrf.clone(), whole, entries: entries.collect() },
            None => tables.push(Self { vrf: head.vrf.clone(), whole, entries: entries.collect() }),
        }
    }
}
