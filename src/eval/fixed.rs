//! What may keep a static NAT rule from doing what it says.

use super::Flow;
use crate::model::{Device, Direction, GlobalPort, NatKind, NatRule, StaticGlobal, StaticNat, Target};
use crate::net::{Address, Endpoint};

/// A reason not to take a static at its word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hazard {
    /// Another static gives the same endpoint to this host.
    Contested(Endpoint),
    /// It may not work on this platform, or not for this address: why.
    Doubtful(String),
}

/// Whether a static is for the host of a flow.
pub(super) fn is_for(rule: &NatRule, flow: &Flow) -> bool {
    let NatKind::Static(fixed) = &rule.kind else { return false };
    let vrf = rule.options.vrf.as_ref().map(|vrf| &vrf.value);
    fixed.local.value.address == Address::V4(flow.local) && (flow.vrf.is_none() || vrf == flow.vrf.as_ref())
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

/// The address and port on the outside that a static takes; no port: all of them.
pub(crate) fn global_of(device: &Device, fixed: &StaticNat) -> (GlobalPort, Option<u16>) {
    match &fixed.global.value {
        StaticGlobal::Address(endpoint) => (GlobalPort::Address(endpoint.address.clone()), endpoint.port()),
        StaticGlobal::Interface(name, port) => (GlobalPort::of_interface(device, name), *port),
    }
}

/// What speaks against `rule`, a static that gives `flow` a port of `global`.
pub(super) fn hazard(device: &Device, rule: &NatRule, global: &GlobalPort, flow: &Flow) -> Option<Hazard> {
    let NatKind::Static(fixed) = &rule.kind else { return None };
    let (_, port) = global_of(device, fixed);
    for (other, theirs) in statics(device, global).filter(|(other, _)| !is_for(other, flow)) {
        let conditional = rule.options.route_map.is_some() || other.options.route_map.is_some();
        let (_, their_port) = global_of(device, theirs);
        if conditional {
            continue;
        }
        if (fixed.protocol, port) == (theirs.protocol, their_port) {
            return Some(Hazard::Contested(theirs.local.value.clone()));
        }
        if theirs.protocol.is_none() {
            let who = &theirs.local.value.address;
            return Some(Hazard::Doubtful(format!("another static gives the whole of {global} to {who}")));
        }
    }
    doubt(device, fixed, global)
}

fn doubt(device: &Device, fixed: &StaticNat, global: &GlobalPort) -> Option<Hazard> {
    let StaticGlobal::Address(endpoint) = &fixed.global.value else { return None };
    let owner = endpoint.address.v4().and_then(|address| device.owner_of(address));
    if fixed.protocol.is_none() && fixed.network.is_none() && (owner.is_some() || is_shared(device, global)) {
        let why = format!("a static for the whole of {global}, which others use too, is a hazard of its own");
        return Some(Hazard::Doubtful(why));
    }
    // Cisco, "Configuring NAT for high availability" (IOS-XE 17): the transport port manager is not told.
    let why = || format!("IOS-XE does not support a static that names {global}, an address the router owns");
    (device.is_xe() && owner.is_some()).then(|| Hazard::Doubtful(why()))
}

/// Whether a dynamic rule translates to the address.
fn is_shared(device: &Device, global: &GlobalPort) -> bool {
    device.nat_rules.iter().any(|rule| match &rule.kind {
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
