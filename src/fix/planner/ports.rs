//! Which fixed port of a shared address an appliance gets.

use std::collections::HashSet;

use super::hosts::{Host, Way, target_interface};
use crate::eval::{Packet, dropped, router_speaks_ike, whole_address_owner};
use crate::fix::Situation;
use crate::model::{Device, GlobalPort, Interface, NatSide};
use crate::net::Address;

/// Global ports handed out on a shared address after 4500: the rest of the range that HCX's port list names, because a
/// firewall written by that list lets them through.
const NEXT_PORTS: std::ops::RangeInclusive<u16> = 4501..=4628;

/// Entries of inbound lists, times flows, up to which the lists have a say in the choice of a port: each port that may
/// be chosen asks all of them. Beyond it the proof adds the entries that are missing.
const PATIENCE: usize = 10_000;

pub(super) type Taken = HashSet<(GlobalPort, u16)>;

impl Situation<'_> {
    /// 4500 for one, the next of HCX's range for the others; of those free, the first that the inbound lists admit.
    pub(super) fn port_for(&self, device: &Device, host: &Host<'_>, taken: &Taken) -> Result<u16, String> {
        let mut own_ike = false;
        let mut reserved: HashSet<u16> = HashSet::new();
        for global in host.ways.iter().flat_map(|way| names(device, way)) {
            own_ike |= router_speaks_ike(device, &global).is_some();
            reserved.extend(device.static_ports(host.flow.flow.protocol, &global).map(|(port, _)| port));
        }
        let (wanted, protocol) = (host.flow.flow.local_port, host.flow.flow.protocol);
        let free = |port: &u16| {
            !reserved.contains(port)
                && host.ways.iter().all(|way| {
                    let held =
                        |address: &Address| *port != wanted && device.table.is_occupied(protocol, address, *port);
                    !way.global.address().is_some_and(held) && !taken.contains(&(way.global.clone(), *port))
                })
        };
        let first = (!own_ike).then_some(wanted);
        let all: Vec<u16> = first.into_iter().chain(NEXT_PORTS).filter(free).collect();
        let admitted = all.iter().copied().find(|port| self.admits(device, host, *port));
        admitted.or(all.first().copied()).ok_or_else(|| {
            let shared = host.ways.first().map_or_else(String::new, |way| way.global.to_string());
            format!("no port from 4500 to 4628 is free on {shared}")
        })
    }

    /// Whether no inbound list drops the answers to a port.
    fn admits(&self, device: &Device, host: &Host<'_>, port: u16) -> bool {
        let inspected = device.interfaces.iter().any(|interface| !interface.inspect.is_empty());
        inspected || host.ways.iter().all(|way| self.admits_on(device, host, way, port))
    }

    fn admits_on(&self, device: &Device, host: &Host<'_>, way: &Way<'_>, port: u16) -> bool {
        let is_way = |interface: &&Interface| match target_interface(way.rule) {
            Some(name) => interface.name.value == *name,
            None => interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside),
        };
        let lists = device.interfaces.iter().filter(|i| i.shutdown.is_none()).filter(is_way);
        let lists: Vec<_> = lists.filter_map(|interface| interface.acl_in.as_ref()).collect();
        let entries =
            |list: &&&crate::source::Spanned<String>| device.acls.get(&list.value).map_or(0, |l| l.entries.len());
        let work = lists.iter().map(|list| entries(&list)).sum::<usize>();
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
    pub(super) fn no_port(&self, device: &Device, host: &Host<'_>) -> Option<String> {
        let first = host.ways.first()?;
        if self.intent.path_resiliency == Some(true) {
            let why = "with Application Path Resiliency an appliance uses ports 4500-4628, which one port static cannot \
                       carry: it needs a public address of its own";
            return Some(why.to_owned());
        }
        if let Some(never) = &host.flow.standing.never {
            return Some(format!(
                "it cannot have a port of {} ({}): it needs a public address of its own",
                first.global, never.reason
            ));
        }
        host.ways.iter().find_map(|way| {
            let globals = names(device, way);
            let owner = whole_address_owner(device, &globals.iter().collect::<Vec<_>>(), &host.flow.flow)?;
            Some(format!(
                "a static gives the whole of {} to {owner}, so no port of it can be given to another host: it needs a \
                 public address of its own",
                way.global
            ))
        })
    }
}

/// The shared address as the table shows it and as the configuration names it: the same, unless it comes by DHCP or PPP.
fn names(device: &Device, way: &Way<'_>) -> Vec<GlobalPort> {
    let named = target_interface(way.rule).map(|name| GlobalPort::of_interface(device, name));
    named.into_iter().filter(|named| *named != way.global).chain([way.global.clone()]).collect()
}
