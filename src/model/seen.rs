//! What show commands saw on a router, kept apart from what is configured.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::Ipv4Addr;

use super::shown::{ArpTable, ShownLists, ShownRoutes};
use super::{IkeSa, StandbyGroup};
use crate::capture::SegmentHead;
use crate::grammar::facts::{InterfaceState, ShowFacts};
use crate::net::InterfaceName;
use crate::source::Span;

/// What was observed on a router, at the moments when its commands were typed. Of two snapshots the later one counts.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Interfaces, by name.
    pub interfaces: HashMap<InterfaceName, InterfaceState>,
    /// Access lists, by name.
    pub lists: ShownLists,
    /// Tables of routes.
    pub routes: ShownRoutes,
    /// Tables of hardware addresses, one a VRF.
    pub arp: Vec<ArpTable>,
    /// Tunnels of the router itself, by version of IKE.
    pub ike: BTreeMap<u8, Vec<IkeSa>>,
    /// HSRP groups.
    pub standby: Vec<StandbyGroup>,
    /// Active routers of such groups that are in the capture too, by their addresses.
    pub partners: HashSet<Ipv4Addr>,
}

impl Seen {
    /// Whether no show command said anything.
    pub fn is_empty(&self) -> bool {
        self.interfaces.is_empty()
            && self.lists.is_empty()
            && self.routes.is_empty()
            && self.arp.is_empty()
            && self.ike.is_empty()
            && self.standby.is_empty()
    }

    /// Takes what one command said over what was known before.
    pub(super) fn take(&mut self, facts: ShowFacts, head: &SegmentHead, cut: Option<Span>) {
        match facts {
            ShowFacts::Interfaces(interfaces) => interfaces.into_iter().for_each(|interface| self.interface(interface)),
            ShowFacts::AccessLists(lists) => self.lists.take(lists, head, cut),
            ShowFacts::Routes(tables) => self.routes.take(tables, head, cut),
            ShowFacts::Arp(entries) => ArpTable::take(&mut self.arp, entries, head, cut),
            ShowFacts::Ike(version, associations) => drop(self.ike.insert(version, associations)),
            ShowFacts::Standby(groups) => self.standby = groups,
        }
    }

    fn interface(&mut self, later: InterfaceState) {
        let Some(known) = self.interfaces.get_mut(&later.name.value) else {
            self.interfaces.insert(later.name.value.clone(), later);
            return;
        };
        // `show ip interface brief` prints no mask and less of the rest, and does not take back what the other said.
        let bare = later.address.as_ref().and_then(|address| address.value.prefix()).map(|prefix| prefix.address);
        let same = |earlier: &InterfaceState| earlier.address.as_ref()?.value.prefix().map(|prefix| prefix.address);
        let keeps_mask = bare.is_some() && same(known) == bare;
        let earlier = std::mem::replace(known, later);
        if keeps_mask && known.address.as_ref().is_some_and(|address| address.value.is_bare()) {
            known.address = earlier.address;
        }
        known.method = known.method.take().or(earlier.method);
    }
}
