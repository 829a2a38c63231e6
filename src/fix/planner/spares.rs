//! Spare public addresses: which of those named can be handed out, and why not the others.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use crate::fix::Situation;
use crate::locale::{Text, say};
use crate::model::{Device, NatKind, NatRule, StaticGlobal};
use crate::net::{is_cgnat, is_private};

/// Spare addresses in the order named.
#[derive(Debug, Clone, Default)]
pub(super) struct Spares {
    pub(super) free: Vec<Ipv4Addr>,
    /// Why the others are not handed out, one sentence each.
    pub(super) unfit: Vec<Text>,
    /// Index of the device, inside local, spare address.
    given: Vec<(usize, Ipv4Addr, Ipv4Addr)>,
}

impl Spares {
    pub(super) fn of(situation: &Situation<'_>) -> Self {
        let mut used: HashMap<Ipv4Addr, fn() -> Text> = HashMap::new();
        for device in &situation.network.devices {
            add_used(device, &mut used);
        }
        let uplinks = situation.appliances.iter().flat_map(|appliance| &appliance.uplinks);
        for peer in uplinks.flat_map(|uplink| &uplink.peers) {
            used.entry(*peer).or_insert(|| say!("fix-spare-of-peer"));
        }
        let mut spares = Self::default();
        for &address in &situation.intent.spare_addresses {
            let devices = &situation.network.devices;
            let why = used
                .get(&address)
                .map(|why| why())
                .or_else(|| not_public(address))
                .or_else(|| devices.iter().find_map(|device| reserved_in(device, address)));
            match why {
                Some(why) => spares.unfit.push(say!("fix-spare-unfit", address, why)),
                None if !spares.free.contains(&address) => spares.free.push(address),
                None => {}
            }
        }
        spares
    }

    /// The one that the other router of a redundancy pair gives to a host: both have the same statics.
    fn of_the_pair(&self, devices: &[Device], device: usize, local: Ipv4Addr) -> Option<Ipv4Addr> {
        let virtual_ones = |at: usize| {
            let groups = devices.get(at).into_iter().flat_map(|device| &device.interfaces).flat_map(|i| &i.redundancy);
            groups.filter_map(|group| group.value.address).collect::<Vec<Ipv4Addr>>()
        };
        let own = virtual_ones(device);
        let pair = |other: usize| other != device && virtual_ones(other).iter().any(|address| own.contains(address));
        self.given.iter().find(|(other, host, _)| *host == local && pair(*other)).map(|(.., address)| *address)
    }

    /// Hands one out.
    pub(super) fn take(&mut self, devices: &[Device], device: usize, local: Ipv4Addr) -> Option<Ipv4Addr> {
        let address = match self.of_the_pair(devices, device, local) {
            Some(address) => address,
            None if self.free.is_empty() => return None,
            None => self.free.remove(0),
        };
        self.given.push((device, local, address));
        Some(address)
    }
}

/// Addresses that a configuration or a watched row uses already, with what says so.
fn add_used(device: &Device, used: &mut HashMap<Ipv4Addr, fn() -> Text>) {
    let mut add = |addresses: &mut dyn Iterator<Item = Ipv4Addr>, why: fn() -> Text| {
        addresses.for_each(|address| {
            used.entry(address).or_insert(why);
        });
    };
    let interfaces = || device.interfaces.iter();
    add(&mut interfaces().flat_map(|i| i.prefixes().map(|prefix| prefix.address)), || say!("fix-spare-of-interface"));
    let virtual_ones = interfaces().flat_map(|i| i.redundancy.iter().filter_map(|group| group.value.address));
    add(&mut { virtual_ones }, || say!("fix-spare-virtual"));
    let hops = device.routes.iter().filter_map(|route| Some(route.next_hop.as_ref()?.value));
    add(&mut { hops }, || say!("fix-spare-next-hop"));
    let fixed = device.nat_rules.iter().filter_map(|rule| match &rule.kind {
        NatKind::Static(fixed) => match &fixed.global.value {
            StaticGlobal::Address(endpoint) => endpoint.address.v4(),
            StaticGlobal::Interface(..) => None,
        },
        NatKind::Dynamic(_) => None,
    });
    add(&mut { fixed }, || say!("fix-spare-static"));
    let rows = device.table.rows.iter().filter_map(|row| row.inside_global.as_ref()?.address.v4());
    let counted = device.table.occupied.addresses().filter_map(crate::net::Address::v4);
    add(&mut rows.chain(counted), || say!("fix-spare-in-table"));
}

/// Why nobody on the Internet can answer to an address.
fn not_public(address: Ipv4Addr) -> Option<Text> {
    let [first, ..] = address.octets();
    if is_private(address) {
        Some(say!("fix-spare-private"))
    } else if is_cgnat(address) {
        Some(say!("fix-spare-carrier"))
    } else if address.is_loopback() || address.is_link_local() || first == 0 {
        Some(say!("fix-spare-local"))
    } else if first >= 224 {
        Some(say!("fix-spare-multicast"))
    } else {
        None
    }
}

/// Why a router keeps an address from being anybody's.
fn reserved_in(device: &Device, address: Ipv4Addr) -> Option<Text> {
    let given = |rule: &NatRule| matches!(&rule.kind, NatKind::Static(fixed) if fixed.host_of(address).is_some());
    if device.nat_rules.of_networks().any(given) {
        return Some(say!("fix-spare-static"));
    }
    // Its own addresses have no age in that table.
    if device
        .seen
        .arp
        .values()
        .filter_map(|table| table.get(address))
        .any(|entry| entry.age.is_some() && entry.mac.is_some())
    {
        return Some(say!("fix-spare-seen"));
    }
    if let Some(pool) = device.pools.values().filter(|pool| pool.contains(address)).min_by_key(|pool| pool.span) {
        return Some(say!("fix-spare-of-pool", pool = &pool.name.value));
    }
    let prefixes = device.interfaces.iter().flat_map(|interface| interface.prefixes().map(move |p| (interface, p)));
    // A subnet of two addresses or one (/31, /32) has neither a network nor a broadcast address.
    prefixes.filter(|(_, prefix)| prefix.length < 31 && prefix.contains(address)).find_map(|(interface, prefix)| {
        let network = u32::from(prefix.network());
        let broadcast = network | (u32::MAX >> u32::from(prefix.length).min(31));
        let broadcast = if prefix.length == 0 { u32::MAX } else { broadcast };
        let name = || interface.name.to_string();
        match u32::from(address) {
            a if a == network => Some(say!("fix-spare-network", interface = name())),
            a if a == broadcast => Some(say!("fix-spare-broadcast", interface = name())),
            _ => None,
        }
    })
}
