//! Spare public addresses: which of those named can be handed out, and why not the others.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use crate::fix::Situation;
use crate::model::{Device, NatKind, StaticGlobal};
use crate::net::{is_cgnat, is_private};

/// Spare addresses in the order named.
#[derive(Debug, Clone, Default)]
pub(super) struct Spares {
    pub(super) free: Vec<Ipv4Addr>,
    /// Why the others are not handed out, one sentence each.
    pub(super) unfit: Vec<String>,
    /// Index of the device, inside local, spare address.
    given: Vec<(usize, Ipv4Addr, Ipv4Addr)>,
}

impl Spares {
    pub(super) fn of(situation: &Situation<'_>) -> Self {
        let mut used = HashMap::new();
        for device in &situation.network.devices {
            add_used(device, &mut used);
        }
        let mut spares = Self::default();
        for &address in &situation.intent.spare_addresses {
            let devices = &situation.network.devices;
            let why = used
                .get(&address)
                .map(|why| (*why).to_owned())
                .or_else(|| not_public(address).map(str::to_owned))
                .or_else(|| devices.iter().find_map(|device| reserved_in(device, address)));
            match why {
                Some(why) => spares.unfit.push(format!("spare address {address} is not used: {why}")),
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

/// Addresses that a configuration or a watched row uses already.
fn add_used(device: &Device, used: &mut HashMap<Ipv4Addr, &'static str>) {
    let mut add = |addresses: &mut dyn Iterator<Item = Ipv4Addr>, why: &'static str| {
        addresses.for_each(|address| {
            used.entry(address).or_insert(why);
        });
    };
    let interfaces = || device.interfaces.iter();
    add(&mut interfaces().flat_map(|i| i.prefixes().map(|prefix| prefix.address)), "an interface has it");
    let virtual_ones = interfaces().flat_map(|i| i.redundancy.iter().filter_map(|group| group.value.address));
    add(&mut { virtual_ones }, "it is a virtual address of a redundancy group");
    let hops = device.routes.iter().filter_map(|route| Some(route.next_hop.as_ref()?.value));
    add(&mut { hops }, "it is the next hop of a route");
    let fixed = device.nat_rules.iter().filter_map(|rule| match &rule.kind {
        NatKind::Static(fixed) => match &fixed.global.value {
            StaticGlobal::Address(endpoint) => endpoint.address.v4(),
            StaticGlobal::Interface(..) => None,
        },
        NatKind::Dynamic(_) => None,
    });
    add(&mut { fixed }, "a static NAT line uses it");
    let rows = device.table.rows.iter().filter_map(|row| row.inside_global.as_ref()?.address.v4());
    let counted = device.table.occupied.addresses().filter_map(crate::net::Address::v4);
    add(&mut rows.chain(counted), "the translation table shows it in use");
}

/// Why nobody on the Internet can answer to an address.
fn not_public(address: Ipv4Addr) -> Option<&'static str> {
    let [first, ..] = address.octets();
    if is_private(address) {
        Some("it is a private address (RFC 1918)")
    } else if is_cgnat(address) {
        Some("it is a carrier's shared address (RFC 6598)")
    } else if address.is_loopback() || address.is_link_local() || first == 0 {
        Some("it has a meaning on the host or link only")
    } else if first >= 224 {
        Some("it is no unicast address")
    } else {
        None
    }
}

/// Why a router keeps an address from being anybody's.
fn reserved_in(device: &Device, address: Ipv4Addr) -> Option<String> {
    if let Some(pool) = device.pools.values().filter(|pool| pool.contains(address)).min_by_key(|pool| pool.span) {
        return Some(format!("it belongs to pool {}", pool.name.value));
    }
    let prefixes = device.interfaces.iter().flat_map(|interface| interface.prefixes().map(move |p| (interface, p)));
    // A subnet of two addresses or one (/31, /32) has neither a network nor a broadcast address.
    prefixes.filter(|(_, prefix)| prefix.length < 31 && prefix.contains(address)).find_map(|(interface, prefix)| {
        let network = u32::from(prefix.network());
        let broadcast = network | (u32::MAX >> u32::from(prefix.length).min(31));
        let broadcast = if prefix.length == 0 { u32::MAX } else { broadcast };
        match u32::from(address) {
            a if a == network => Some(format!("it is the network address of {}", interface.name)),
            a if a == broadcast => Some(format!("it is the broadcast address of {}", interface.name)),
            _ => None,
        }
    })
}
