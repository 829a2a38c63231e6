//! Which fixed port of a shared address an appliance gets.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::hosts::{Host, Way};
use crate::eval::{Packet, dropped, router_speaks_ike, whole_address_owner};
use crate::fix::Situation;
use crate::locale::{Text, say};
use crate::model::{Device, GlobalPort, Interface, NatKind, NatSetting, NatSide, Translation};
use crate::net::{Address, Endpoint, Protocol};
use crate::source::Spanned;

/// What HCX's port list names beside 4500: what Application Path Resiliency sends from. A firewall written by that list
/// lets them through.
pub(super) const LISTED: std::ops::RangeInclusive<u16> = 4501..=4628;

/// Ports that people recognise in a table. No service that NAT looks into (SIP, RTSP, H.323, ...) is among them or next
/// to them.
const READABLE: [u16; 5] = [14500, 24500, 34500, 44500, 54500];

/// The neighbours of the first of them, for a site of many appliances.
const NEIGHBOURS: std::ops::RangeInclusive<u16> = 14501..=14628;

/// Entries of inbound lists, times flows, up to which the lists have a say in the choice of a port: each port that may
/// be chosen asks all of them. Beyond it the proof adds the entries that are missing.
const PATIENCE: usize = 10_000;

/// Ports given out, and the hosts of the plan: what they have now they will not need.
#[derive(Debug, Default)]
pub(super) struct Taken {
    ports: HashSet<(GlobalPort, u16)>,
    leaving: HashSet<Ipv4Addr>,
}

impl Taken {
    pub(super) fn of<'h>(leaving: impl Iterator<Item = &'h Host<'h>>) -> Self {
        Self { ports: HashSet::new(), leaving: leaving.map(|host| host.flow.flow.local).collect() }
    }

    pub(super) fn add(&mut self, host: &Host<'_>, port: u16) {
        self.ports.extend(host.ways.iter().map(|way| (way.global.clone(), port)));
    }
}

/// The ports to try, best first. While Application Path Resiliency may be on, any appliance behind the address may send
/// from all of 4500-4628, so beside the wanted port none of these is given out.
pub(super) fn candidates(wanted: u16, path_resiliency: Option<bool>) -> Vec<u16> {
    let others = READABLE.into_iter().chain(NEIGHBOURS);
    let listed = LISTED.filter(|_| path_resiliency == Some(false));
    std::iter::once(wanted).chain(listed).chain(others).collect()
}

impl Situation<'_> {
    /// 4500 for one, another for the rest; of those free, the first that the inbound lists admit.
    pub(super) fn port_for(&self, device: &Device, host: &Host<'_>, taken: &Taken) -> Result<u16, Text> {
        let (wanted, protocol) = (host.flow.flow.local_port, host.flow.flow.protocol);
        let globals: Vec<GlobalPort> = host.ways.iter().flat_map(|way| names(device, way)).collect();
        let own_ike = globals.iter().any(|global| router_speaks_ike(device, global).is_some());
        let mut reserved: HashSet<u16> = HashSet::new();
        for global in &globals {
            reserved.extend(device.static_ports(protocol, global).map(|(port, _)| port));
        }
        let free = |port: &u16| {
            let to_router = own_ike && matches!(port, 500 | 4500);
            !to_router
                && !reserved.contains(port)
                && host.ways.iter().all(|way| is_free(device, host, way, taken, protocol, *port))
        };
        let mut all = candidates(wanted, self.intent.path_resiliency);
        if host.keeps {
            all.truncate(1);
        }
        let mut free = all.into_iter().filter(free);
        // One that the lists admit as they are, if there is one; looking further costs.
        let first = free.next();
        let admitted = first.into_iter().chain(free).find(|port| self.admits(device, host, *port));
        admitted.or(first).ok_or_else(|| {
            let global = host.ways.first().map(|way| way.global.in_words()).unwrap_or_default();
            let by = if own_ike { "ike" } else { "static" };
            if host.keeps { say!("fix-not-reservable", wanted, global, by) } else { say!("fix-no-port-free", global) }
        })
    }

    /// Whether no inbound list drops the answers to a port.
    fn admits(&self, device: &Device, host: &Host<'_>, port: u16) -> bool {
        let inspected = device.inspects();
        inspected || host.ways.iter().all(|way| self.admits_on(device, host, way, port))
    }

    fn admits_on(&self, device: &Device, host: &Host<'_>, way: &Way<'_>, port: u16) -> bool {
        let lists = inbound_lists(device, way);
        let entries = |list: &&Spanned<String>| device.acls.get(&list.value).map_or(0, |l| l.entries.len());
        let work = lists.iter().map(entries).sum::<usize>();
        if work.saturating_mul(host.flows.len()) > PATIENCE {
            return true;
        }
        let flows = host.flows.iter().filter_map(|&at| self.flows.get(at));
        flows.into_iter().all(|flow| {
            let answer = Packet {
                protocol: flow.flow.protocol,
                source: flow.flow.peer,
                source_port: Some(flow.flow.peer_port),
                destination: way.global.address().and_then(Address::v4),
                destination_port: Some(port),
            };
            lists.iter().all(|list| dropped(device, Some(*list), &answer, "its answers", &mut Vec::new()).is_none())
        })
    }

    /// Why no port of the shared address will do.
    pub(super) fn no_port(&self, device: &Device, host: &Host<'_>) -> Option<Text> {
        let first = host.ways.first()?;
        if self.intent.path_resiliency == Some(true) {
            return Some(say!("fix-path-resiliency"));
        }
        if let Some(never) = host.flow.standing.never.as_ref().filter(|never| !is_about_ports(device, never.span)) {
            return Some(say!("fix-never", global = first.global.in_words(), reason = &never.reason));
        }
        host.ways.iter().find_map(|way| {
            let globals: Vec<GlobalPort> = names(device, way).collect();
            let owner = whole_address_owner(device, &globals.iter().collect::<Vec<_>>(), &host.flow.flow)?;
            Some(say!("fix-whole-address", global = way.global.in_words(), owner))
        })
    }
}

/// Why a host gets another port than the one it wants: with several ways, what one of them has against it.
pub(super) fn why_not(device: &Device, host: &Host<'_>, taken: &mut Taken, port: u16) -> Option<Text> {
    let wanted = host.flow.flow.local_port;
    let against = host.ways.iter().find_map(|way| against(device, host, way, taken, port));
    against.or_else(|| {
        let given = |way: &&Way<'_>| taken.ports.contains(&(way.global.clone(), wanted));
        let way = host.ways.iter().find(given).or(host.ways.first())?;
        Some(say!("fix-one-host-only", wanted, global = way.global.in_words()))
    })
}

/// What one way has against it. What a stranger may lose is offered to one host only.
fn against(device: &Device, host: &Host<'_>, way: &Way<'_>, taken: &mut Taken, port: u16) -> Option<Text> {
    let (wanted, protocol, global) = (host.flow.flow.local_port, host.flow.flow.protocol, &way.global);
    let shared = global.in_words();
    let setting = host.flow.standing.never.as_ref();
    if names(device, way).any(|global| router_speaks_ike(device, &global).is_some()) {
        return Some(say!("fix-own-ipsec", global = shared, wanted));
    }
    if let Some(never) = setting.filter(|_| !is_allowed(device, way, protocol, wanted)) {
        return Some(never.reason.clone());
    }
    let statics = names(device, way).find_map(|global| {
        let mut statics = device.static_ports(protocol, &global);
        statics.find_map(|(held, rule)| (held == wanted).then(|| rule.clone()))
    });
    if let Some(NatKind::Static(fixed)) = statics.map(|rule| rule.kind) {
        return Some(say!("fix-static-of-other", wanted, global = shared, host = &fixed.local.value.address));
    }
    let row = global.address().and_then(|address| holder(device, taken, protocol, address, wanted));
    let local = row.filter(|_| taken.ports.insert((global.clone(), wanted)))?;
    let (local, local_port) = (&local.address, local.port().unwrap_or(wanted));
    Some(say!("fix-stranger-holds", local, wanted, global = shared, protocol, local_port, port))
}

/// The inbound lists that answers to a shared address meet.
pub(super) fn inbound_lists<'d>(device: &'d Device, way: &Way<'_>) -> Vec<&'d Spanned<String>> {
    let is_way = |interface: &&Interface| match &way.interface {
        Some(name) => interface.name.value == *name,
        None => interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside),
    };
    let live = device.interfaces.iter().filter(|i| i.shutdown.is_none()).filter(is_way);
    live.filter_map(|interface| interface.acl_in.as_ref()).collect()
}

fn is_free(device: &Device, host: &Host<'_>, way: &Way<'_>, taken: &Taken, protocol: Protocol, port: u16) -> bool {
    let given = taken.ports.contains(&(way.global.clone(), port));
    let own = host.keeps && port == host.flow.flow.local_port;
    let held = |address: &Address| !own && is_held(device, taken, protocol, address, port);
    !given && !way.global.address().is_some_and(held) && is_allowed(device, way, protocol, port)
}

/// Whether somebody has the port who is not part of the plan. Rows on ports of HCX were kept; of others it is known only
/// that there is one.
fn is_held(device: &Device, taken: &Taken, protocol: Protocol, address: &Address, port: u16) -> bool {
    if !device.table.is_occupied(protocol, address, port) {
        return false;
    }
    let on_it = |row: &&Translation| {
        let global = row.inside_global.as_ref();
        row.protocol == Some(protocol) && global.is_some_and(|g| g.address == *address && g.port() == Some(port))
    };
    let leaving = |row: &Translation| {
        let local = row.inside_local.as_ref().and_then(|local| local.address.v4());
        local.is_some_and(|local| taken.leaving.contains(&local))
    };
    let mut rows = device.table.rows.iter().filter(on_it).peekable();
    rows.peek().is_none() || !rows.all(leaving)
}

/// The stranger that has a port by a live row.
fn holder(device: &Device, taken: &Taken, protocol: Protocol, address: &Address, port: u16) -> Option<Endpoint> {
    let mut rows = device.table.rows.iter().filter(|row| {
        let global = row.inside_global.as_ref();
        row.protocol == Some(protocol) && global.is_some_and(|g| g.address == *address && g.port() == Some(port))
    });
    let stranger = |local: &&Endpoint| local.address.v4().is_none_or(|local| !taken.leaving.contains(&local));
    rows.find_map(|row| row.inside_local.as_ref().filter(stranger)).cloned()
}

/// Whether the settings of IOS-XE let NAT have a port of an interface address.
fn is_allowed(device: &Device, way: &Way<'_>, protocol: Protocol, port: u16) -> bool {
    way.interface.is_none() || device.lends(protocol, port)
}

/// Whether a setting takes some ports away, and leaves others.
fn is_about_ports(device: &Device, span: crate::source::Span) -> bool {
    let setting = device.nat_settings.iter().find(|setting| setting.span == span);
    setting.is_some_and(|setting| {
        matches!(setting.value, NatSetting::InterfaceOverloadBlock { .. } | NatSetting::InterfaceOverloadRange { .. })
    })
}

/// The shared address as the table shows it and as the configuration names it: the same, unless it comes by DHCP or PPP.
fn names(device: &Device, way: &Way<'_>) -> impl Iterator<Item = GlobalPort> {
    let named = way.interface.as_ref().map(|name| GlobalPort::of_interface(device, name));
    named.into_iter().chain([way.global.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ports of services that NAT of IOS-XE looks into (datapath listing of a published sample).
    const INSPECTED: [u16; 21] =
        [5060, 1719, 1718, 138, 137, 111, 8554, 69, 53, 554, 496, 1723, 1720, 139, 135, 389, 21, 514, 513, 512, 500];

    #[test]
    fn no_port_of_path_resiliency_while_it_may_be_on() {
        assert_eq!(candidates(4500, None)[..3], [4500, 14500, 24500]);
        assert_eq!(candidates(4500, Some(false))[..3], [4500, 4501, 4502]);
        for path_resiliency in [None, Some(true)] {
            assert!(candidates(4500, path_resiliency).iter().all(|port| !LISTED.contains(port)));
        }
    }

    #[test]
    fn what_is_handed_out_is_nobodys() {
        let all = candidates(4500, Some(false));
        let once: HashSet<u16> = all.iter().copied().collect();
        assert_eq!(once.len(), all.len());
        assert!(all.iter().all(|port| *port >= 1024 && !INSPECTED.contains(port)));
    }
}
