//! What may keep a static NAT rule from doing what it says.

use std::net::Ipv4Addr;

use super::judge::router_speaks_ike;
use super::route::Ways;
use super::{About, Flow, Open};
use crate::locale::{Text, say};
use crate::model::{Device, Direction, GlobalPort, NatKind, NatRule, StaticGlobal, StaticNat, Target};
use crate::net::{Address, Endpoint, Protocol};

/// A reason not to take a static at its word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hazard {
    /// Another static gives the same endpoint to this host.
    Contested(Endpoint),
    /// It may not work on this platform, or not for this address: why.
    Doubtful(Text),
    /// Nothing speaks against it, and that it works was not found documented: why.
    Unproven(Text),
}

/// Whether a static is for the host of a flow.
pub(super) fn is_for(rule: &NatRule, flow: &Flow) -> bool {
    let NatKind::Static(fixed) = &rule.kind else { return false };
    fixed.local.value.address == Address::V4(flow.local) && (flow.vrf.is_none() || rule.vrf() == flow.vrf.as_deref())
}

/// Whether a static is for the very port from which a flow comes, or for every port of its host.
pub(super) fn is_from(rule: &NatRule, flow: &Flow) -> bool {
    let NatKind::Static(fixed) = &rule.kind else { return false };
    is_for(rule, flow) && fixed.local.value.port().is_none_or(|port| port == flow.local_port)
}

/// The statics that translate inside sources to `global`, network statics left out.
fn statics<'d>(
    device: &'d Device,
    global: &GlobalPort,
) -> impl Iterator<Item = (&'d NatRule, &'d StaticNat)> + use<'d> {
    device.nat_rules.of_global(device, global).filter_map(|rule| match &rule.kind {
        NatKind::Static(fixed) if rule.direction != Direction::OutsideSource && fixed.network.is_none() => {
            Some((rule, fixed))
        }
        NatKind::Static(_) | NatKind::Dynamic(_) => None,
    })
}

/// That an address to which nothing leads is one on the outside of NAT: the inside global of a static, or of a pool. It is
/// what people see of an appliance, and not what the appliance has. An entry of its own shows that it is a host.
pub(super) fn is_global(device: &Device, flow: &Flow, ingress: &Ways<'_>) -> Option<Open> {
    let own = Address::V4(flow.local);
    if ingress.decided || device.table.rows.of_local(&own).next().is_some() {
        return None;
    }
    let place = |span, says| Some(Open { about: About::Place, span: Some(span), says });
    if device.nat_rules.iter().any(|rule| is_for(rule, flow)) {
        return None;
    }
    if let Some((rule, fixed)) = statics(device, &GlobalPort::Address(own)).next() {
        let host = fixed.local.value.address.to_string();
        return place(rule.statement.span, say!("eval-global-of-static", address = flow.local, host));
    }
    let of_pool = |rule: &&NatRule| device.pool_of(rule).is_some_and(|pool| pool.contains(flow.local));
    let sources = device.nat_rules.iter().filter(|rule| rule.direction == Direction::InsideSource);
    let pool = device.pool_of(sources.into_iter().find(of_pool)?)?;
    place(pool.span, say!("eval-global-of-pool", address = flow.local, pool = &pool.name.value))
}

/// What speaks against `rule`, a static that gives `flow` a port of `global`.
pub(super) fn hazard(device: &Device, rule: &NatRule, global: &GlobalPort, flow: &Flow) -> Option<Hazard> {
    let NatKind::Static(fixed) = &rule.kind else { return None };
    let (_, port) = GlobalPort::of_static(device, fixed);
    let own = Endpoint::with_port(flow.local, flow.local_port);
    let endpoint = (Some(flow.protocol), Some(port.unwrap_or(flow.local_port)));
    if let Some(Address::Opaque(hidden)) = global.address() {
        // A router refuses a second static for one endpoint: two that look alike have lost what told them apart.
        let mut others = statics(device, global).filter(|(other, _)| !is_for(other, flow));
        let other = others.next().map(|(_, theirs)| &theirs.local.value.address);
        return other.map(|who| Hazard::Doubtful(say!("eval-hidden-alike", hidden = hidden.as_ref(), who)));
    }
    for (other, theirs) in statics(device, global) {
        let conditional = rule.options.route_map.is_some() || other.options.route_map.is_some();
        let (_, their_port) = GlobalPort::of_static(device, theirs);
        if conditional {
            continue;
        }
        let another = !is_for(other, flow);
        if another && (fixed.protocol, port) == (theirs.protocol, their_port) {
            return Some(Hazard::Contested(theirs.local.value.clone()));
        }
        let who = &theirs.local.value;
        if another && theirs.protocol.is_none() {
            let global = global.in_words();
            return Some(Hazard::Doubtful(say!("eval-whole-to-another", global, who = &who.address)));
        }
        // Which of a port and a whole address comes first is not documented: answers may go to the other one.
        if (theirs.protocol, their_port) == endpoint && (another || *who != own) {
            let port = their_port.unwrap_or(flow.local_port);
            return Some(Hazard::Doubtful(say!("eval-port-to-another", port, global = global.in_words(), who)));
        }
    }
    let by_network = overlapped(device, rule, global, flow);
    by_network
        .or_else(|| disguised(device, rule, fixed, global, flow))
        .or_else(|| without_group(device, rule))
        .or_else(|| doubt(device, fixed, global, flow))
}

/// A static for a network and another one that give one address to two hosts: which of them has it is not documented.
fn overlapped(device: &Device, rule: &NatRule, global: &GlobalPort, flow: &Flow) -> Option<Hazard> {
    let address = global.address()?.v4()?;
    let mut others = device.nat_rules.of_networks().filter(|other| other.statement.span != rule.statement.span);
    let network = others.find(|other| {
        let NatKind::Static(theirs) = &other.kind else { return false };
        theirs.host_of(address).is_some_and(|host| host != flow.local)
    })?;
    let NatKind::Static(theirs) = &network.kind else { return None };
    let who = theirs.host_of(address)?;
    Some(Hazard::Doubtful(say!("eval-network-to-another", global = global.in_words(), who)))
}

/// A static of another host for the same port, where one of the two names an interface with an address by DHCP or PPP and
/// the other an address that no interface is known to have: it may be the same one.
fn disguised(device: &Device, rule: &NatRule, fixed: &StaticNat, global: &GlobalPort, flow: &Flow) -> Option<Hazard> {
    let port = GlobalPort::of_static(device, fixed).1?;
    let unplaced = |global: &GlobalPort| {
        let connected = |address| device.connected(address).next().is_some();
        global.address().is_some_and(|address| address.v4().is_none_or(|v4| !connected(v4)))
    };
    let by_name = |global: &GlobalPort| matches!(global, GlobalPort::Interface(_));
    if !by_name(global) && !unplaced(global) || rule.options.route_map.is_some() {
        return None;
    }
    let candidates: &mut dyn Iterator<Item = &NatRule> =
        if by_name(global) { &mut device.nat_rules.iter() } else { &mut device.nat_rules.of_interfaces() };
    let mut others = candidates.filter_map(|other| match &other.kind {
        NatKind::Static(theirs) if theirs.protocol == fixed.protocol && !is_for(other, flow) => Some((other, theirs)),
        NatKind::Static(_) | NatKind::Dynamic(_) => None,
    });
    let (_, theirs) = others.find(|(other, theirs)| {
        let (their_global, their_port) = GlobalPort::of_static(device, theirs);
        let pair = || if by_name(global) { unplaced(&their_global) } else { by_name(&their_global) };
        their_port == Some(port) && other.options.route_map.is_none() && pair()
    })?;
    let who = &theirs.local.value;
    Some(Hazard::Doubtful(say!("eval-port-perhaps-same", port, who)))
}

/// A static that follows an HSRP group which no interface has. A number is a redundancy group of IOS-XE, and a name that
/// IOS makes up itself begins with `hsrp-`.
fn without_group(device: &Device, rule: &NatRule) -> Option<Hazard> {
    let group = &rule.options.redundancy.as_ref()?.value;
    let made_up = group.parse::<u8>().is_ok() || group.to_ascii_lowercase().starts_with("hsrp-");
    let mut groups = device.interfaces.iter().flat_map(|interface| &interface.redundancy);
    let known = groups.any(|known| known.value.name.as_ref() == Some(group));
    (device.config_is_whole() && !made_up && !known).then(|| Hazard::Doubtful(say!("eval-no-group", group)))
}

fn doubt(device: &Device, fixed: &StaticNat, global: &GlobalPort, flow: &Flow) -> Option<Hazard> {
    let address = global.address().and_then(Address::v4);
    let by_name = matches!(fixed.global.value, StaticGlobal::Interface(..));
    let owned = by_name || address.is_some_and(|a| device.owner_of(a).is_some() || device.is_virtual(a));
    if let Some(why) = address.filter(|_| !by_name).and_then(|address| no_host(device, address, flow)) {
        return Some(Hazard::Doubtful(say!("eval-no-static-address", global = global.in_words(), why)));
    }
    let whole = fixed.protocol.is_none();
    // On classic IOS `static LOCAL interface NAME` is a form of its own.
    if whole && (is_shared(device, global) || owned && (!by_name || device.is_xe())) {
        return Some(Hazard::Doubtful(say!("eval-whole-shared", global = global.in_words())));
    }
    // Cisco, "Configuring NAT for high availability" (IOS-XE 17): the transport port manager is not told.
    if device.is_xe() && owned && !by_name {
        return Some(Hazard::Doubtful(say!("eval-xe-own-address", global = global.in_words())));
    }
    if router_speaks_ike(device, global).is_some() {
        return Some(Hazard::Unproven(say!("eval-router-ipsec-static", global = global.in_words())));
    }
    if !(device.is_xe() && by_name) {
        return None;
    }
    let withheld = |(protocol, port): &(Protocol, u16)| !device.lends(*protocol, *port);
    if let Some((_, port)) = fixed.protocol.zip(GlobalPort::of_static(device, fixed).1).filter(withheld) {
        return Some(Hazard::Doubtful(say!("eval-xe-port-withheld", port)));
    }
    // The form is in the model of IOS-XE 17; the text that rules out the address does not mention it.
    Some(Hazard::Unproven(say!("eval-xe-interface-static")))
}

/// Why an address cannot be that of a host behind NAT: no host's at all, one of the wire it lies on, or another's.
pub(super) fn no_host(device: &Device, address: Ipv4Addr, flow: &Flow) -> Option<Text> {
    if address.is_unspecified() || address.is_multicast() || address.is_broadcast() || address.is_loopback() {
        return Some(say!("eval-host-none"));
    }
    if flow.peer == Some(address) {
        return Some(say!("eval-host-peer"));
    }
    if device.is_next_hop(address) {
        return Some(say!("eval-host-next-hop"));
    }
    let edge = |length: u8| {
        let host_bits = u32::MAX.checked_shr(u32::from(length)).unwrap_or(0);
        length < 31 && [0, host_bits].contains(&(u32::from(address) & host_bits))
    };
    let mut wires = device.connected(address);
    wires.any(|(length, _)| edge(length)).then(|| say!("eval-host-edge"))
}

/// Whether a dynamic rule translates to the address.
fn is_shared(device: &Device, global: &GlobalPort) -> bool {
    device.nat_rules.dynamic().iter().any(|rule| match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.target.value {
            Target::Interface(name) => GlobalPort::of_interface(device, name) == *global,
            Target::Pool(name) => device.pools.get(name).is_some_and(|pool| {
                let address = global.address().and_then(Address::v4);
                pool.ranges.iter().any(|range| address.is_some_and(|a| (range.value.0..=range.value.1).contains(&a)))
            }),
        },
        NatKind::Static(_) => false,
    })
}

/// The host to whom a static gives all of a shared address, when it is another one.
pub(crate) fn whole_address_owner(device: &Device, globals: &[&GlobalPort], flow: &Flow) -> Option<Address> {
    let mut statics = globals.iter().flat_map(|global| statics(device, global));
    let (_, fixed) = statics.find(|(rule, fixed)| fixed.protocol.is_none() && !is_for(rule, flow))?;
    Some(fixed.local.value.address.clone())
}
