//! `ip nat outside source`: the inside sees a peer by another address than the outside does.

use super::Flow;
use super::matching::{Packet, Tri, access_list};
use super::route_map::{Exit, route_map};
use crate::model::{Device, NatKind, NatRule, Selector, StaticGlobal, StaticNat};
use crate::net::{Address, Prefix};
use crate::source::Span;

/// What a rule does to the peer of a flow, as a statement, with its line.
pub(super) fn peer_is_translated(device: &Device, flow: &Flow) -> Option<(Span, String)> {
    let rules = device.nat_rules.of_outside_sources();
    let mut found = rules.filter_map(|rule| Some((rule.statement.span, says(device, rule, flow)?)));
    found.next()
}

fn says(device: &Device, rule: &NatRule, flow: &Flow) -> Option<String> {
    match &rule.kind {
        NatKind::Static(fixed) => by_static(fixed, flow),
        NatKind::Dynamic(dynamic) => {
            let packet = Packet { destination: None, destination_port: None, ..Packet::of(flow).answer() };
            let judgement = match &dynamic.selector.value {
                Selector::AccessList(name) => access_list(device, name, &packet),
                Selector::RouteMap(name) => route_map(device, name, &packet, Exit::default()),
            };
            let peer = flow.peer.map_or_else(|| "the peer".to_owned(), |peer| peer.to_string());
            (judgement.permitted != Tri::No).then(|| {
                format!("the answers of {peer} may reach the inside with an address of a pool, which is not the one it sent to")
            })
        }
    }
}

fn by_static(fixed: &StaticNat, flow: &Flow) -> Option<String> {
    let StaticGlobal::Address(global) = &fixed.global.value else { return None };
    let local = &fixed.local.value;
    let other_port = global.port().is_some_and(|port| port != flow.peer_port);
    if fixed.protocol.is_some_and(|protocol| protocol != flow.protocol) || other_port || global == local {
        return None;
    }
    let covers = |address: &Address, peer| match fixed.network {
        Some(length) => Prefix::new(address.v4()?, length).map(|prefix| prefix.contains(peer)),
        None => Some(address.v4()? == peer),
    };
    let Some(peer) = flow.peer else {
        return Some(format!(
            "if the peer is {global}, the inside must send to {local}, and sees its answers come from there"
        ));
    };
    if covers(&global.address, peer) == Some(true) {
        return Some(format!(
            "the answers of {global} reach the inside as {local}: the appliance must send to that address"
        ));
    }
    (covers(&local.address, peer) == Some(true))
        .then(|| format!("what is sent to {local} goes on to {global}, and lists on the outside see that address"))
}
