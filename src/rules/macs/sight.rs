//! Where an address was seen in use: in ARP tables, by switches, on ESXi hosts.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;

use crate::locale::{Text, say};
use crate::net::Mac;
use crate::rules::Context;
use crate::source::Span;

/// An address in use.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Sighting {
    pub(in crate::rules) span: Span,
    pub(in crate::rules) mac: Mac,
    /// The IPv4 address that it answers for.
    pub(in crate::rules) address: Option<Ipv4Addr>,
    /// By whom it was seen.
    pub(in crate::rules) by: Text,
}

/// All sightings of the addresses that matter.
#[derive(Debug, Default)]
pub(super) struct Sight {
    by_mac: HashMap<Mac, Vec<Sighting>>,
}

impl Sight {
    pub(super) fn of(context: &Context<'_>) -> Self {
        let macs = &context.network.macs;
        let changed = macs.events.iter().filter_map(|event| event.change()).flat_map(|(old, new, _)| [old, new]);
        let configured = macs.adapters.iter().map(|adapter| adapter.mac);
        let uplinks = context.appliances.iter().flat_map(|appliance| &appliance.uplinks);
        let named = uplinks.filter_map(|uplink| uplink.mac.as_ref().map(|mac| mac.value));
        let wanted: HashSet<Mac> = changed.chain(configured).chain(named).collect();
        let mut sight = Self::default();
        let mut add = |span, mac, address, by: Text| {
            if wanted.contains(&mac) {
                sight.by_mac.entry(mac).or_default().push(Sighting { span, mac, address, by });
            }
        };
        for (_, device) in super::routers(context) {
            for entry in device.seen.arp.values().flat_map(crate::model::ArpTable::in_order) {
                // The router's own addresses, and what somebody typed, have no age.
                if let (Some(mac), Some(_)) = (entry.mac, entry.age) {
                    add(
                        entry.span,
                        mac,
                        Some(entry.address),
                        say!("vsp6-arp-table-of", router = super::router(device)),
                    );
                }
            }
        }
        for row in macs.table.iter().filter(|row| row.dynamic) {
            add(row.span, row.mac, None, say!("vsp6-mac-table"));
        }
        for port in &macs.ports {
            add(port.span, port.mac, None, say!("vsp6-port-list"));
        }
        sight
    }

    /// Where an address was seen.
    pub(super) fn at(&self, mac: Mac) -> &[Sighting] {
        self.by_mac.get(&mac).map_or(&[], Vec::as_slice)
    }
}
