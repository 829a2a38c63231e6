//! `ip nat outside source`: the inside sees a peer by another address than the outside does.

use super::matching::{Packet, Tri, access_list};
use super::route_map::{Exit, route_map};
use super::{Flow, words};
use crate::locale::{Text, say};
use crate::model::{Device, NatKind, NatRule, Selector, StaticGlobal, StaticNat};
use crate::net::{Address, Prefix};
use crate::source::Span;

/// What a rule does to the peer of a flow, as a statement, with its line.
pub(super) fn peer_is_translated(device: &Device, flow: &Flow) -> Option<(Span, Text)> {
    let rules = device.nat_rules.of_outside_sources();
    let mut found = rules.filter_map(|rule| Some((rule.statement.span, says(device, rule, flow)?)));
    found.next()
}

fn says(device: &Device, rule: &NatRule, flow: &Flow) -> Option<Text> {
    match &rule.kind {
        NatKind::Static(fixed) => by_static(fixed, flow),
        NatKind::Dynamic(dynamic) => {
            let packet = Packet { destination: None, destination_port: None, ..Packet::of(flow).answer() };
            let judgement = match &dynamic.selector.value {
                Selector::AccessList(name) => access_list(device, name, &packet),
                Selector::RouteMap(name) => route_map(device, name, &packet, Exit::default()),
            };
            (judgement.permitted != Tri::No).then(|| say!("eval-outside-pool", peer = words::peer(flow.peer)))
        }
    }
}

fn by_static(fixed: &StaticNat, flow: &Flow) -> Option<Text> {
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
        return Some(say!("eval-outside-if-peer", global, local));
    };
    if covers(&global.address, peer) == Some(true) {
        return Some(say!("eval-outside-answers", global, local));
    }
    (covers(&local.address, peer) == Some(true)).then(|| say!("eval-outside-sent", local, global))
}
