//! What rules ask beside the verdict: the interfaces a flow passes, and what a list or a NAT rule does to another packet
//! on the same way.

use std::net::Ipv4Addr;

use super::Flow;
use super::engine::{dropped, ways};
use super::matching::{Packet, Tri, access_list, deciding, entry_matches, first_match};
use super::route_map::{Exit, route_map};
use crate::model::{AclProtocol, Device, IcmpMatch, Interface, NatKind, NatRule, Selector};
use crate::net::Protocol;
use crate::source::{Span, Spanned};

/// The interfaces on one way of a flow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<'d> {
    /// Where it arrives; `None` when the configuration does not say.
    pub(crate) ingress: Option<&'d Interface>,
    /// Where it leaves.
    pub(crate) egress: Option<&'d Interface>,
    /// Whether the configuration decides the egress, or it is merely one that qualifies.
    pub(crate) decided: bool,
}

/// The ways a flow may take, as the engine follows it, whether or not a list drops it there.
pub(crate) fn passages<'d>(device: &'d Device, flow: &Flow) -> Vec<Passage<'d>> {
    let mut passages = Vec::new();
    for (ingress, egress) in ways(device, flow) {
        if egress.all.is_empty() {
            passages.push(Passage { ingress, egress: None, decided: false });
        }
        let all = egress.all.iter();
        passages.extend(all.map(|way| Passage { ingress, egress: Some(way.interface), decided: egress.decided }));
    }
    passages
}

/// The entry of a list on an interface that drops an ICMP message for sure, or the place where the list is put on the
/// interface when no entry decides. The message comes from a router that nobody named.
pub(crate) fn icmp_dropped(
    device: &Device,
    list: &Spanned<String>,
    to: Option<Ipv4Addr>,
    message: (u8, u8),
) -> Option<Span> {
    match icmp_fate(device, list, (None, to), message) {
        Fate::Dropped(entry) => Some(entry),
        Fate::Passes(_) | Fate::Open => None,
    }
}

/// What a list on an interface does to a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It passes for sure, by these entries; by none where the list has no entries, which permits everything.
    Passes(Vec<Span>),
    /// It is dropped for sure, by this entry, or by the end of the list that is put on the interface here.
    Dropped(Span),
    /// The capture does not decide.
    Open,
}

/// What a list on an interface does to an ICMP message (type and code) between two hosts; `None` is one that nobody named.
pub(crate) fn icmp_fate(
    device: &Device,
    list: &Spanned<String>,
    (source, destination): (Option<Ipv4Addr>, Option<Ipv4Addr>),
    (kind, code): (u8, u8),
) -> Fate {
    // An undefined list on an interface permits everything.
    let Some(acl) = device.acls.get(&list.value).filter(|acl| !acl.entries.is_empty()) else {
        let known = device.config_is_whole() && !device.has_list(&list.value);
        return if known { Fate::Passes(Vec::new()) } else { Fate::Open };
    };
    let packet = Packet { protocol: Protocol::ICMP, source, source_port: None, destination, destination_port: None };
    let is_it = |wanted: IcmpMatch| wanted.kind == kind && wanted.code.is_none_or(|wanted| wanted == code);
    let entries = acl.entries.iter().map(|entry| (entry.action, entry.span, entry));
    let judgement = first_match(entries, |entry, _, _| {
        let matches = entry_matches(device, entry, &packet, &|_| Tri::Maybe);
        match entry.protocol {
            _ if entry.icmp.is_some_and(|wanted| !is_it(wanted)) => Tri::No,
            // The types of a service group are not read.
            AclProtocol::ObjectGroup(_) if matches == Tri::Yes => Tri::Maybe,
            _ => matches,
        }
    });
    match judgement.permitted {
        // Another print of the list may say otherwise.
        Tri::Yes if device.is_disputed(&list.value) => Fate::Open,
        Tri::Yes => Fate::Passes(judgement.evidence),
        Tri::No => Fate::Dropped(deciding(list, &judgement)),
        Tri::Maybe => Fate::Open,
    }
}

/// The same for a packet with ports, where the list lets another one pass for sure.
pub(crate) fn dropped_unlike(device: &Device, list: &Spanned<String>, packet: &Packet, other: &Packet) -> Option<Span> {
    let mut open = Vec::new();
    let passes = dropped(device, Some(list), other, "", &mut open).is_none() && open.is_empty();
    dropped(device, Some(list), packet, "", &mut open).filter(|_| passes)
}

/// Whether an access list permits a packet for sure, and by which entries. An undefined one permits nothing here.
pub(crate) fn permits(device: &Device, list: &str, packet: &Packet) -> Option<Vec<Span>> {
    let judgement = access_list(device, list, packet);
    (judgement.permitted == Tri::Yes).then_some(judgement.evidence)
}

/// The entries by which the list or route-map of a dynamic NAT rule takes a packet for sure that leaves by `egress`.
pub(crate) fn selected_by(device: &Device, rule: &NatRule, packet: &Packet, egress: &Interface) -> Option<Vec<Span>> {
    let NatKind::Dynamic(dynamic) = &rule.kind else { return None };
    match &dynamic.selector.value {
        Selector::AccessList(name) => permits(device, name, packet),
        Selector::RouteMap(name) => {
            let exit = Exit { interface: Some(&egress.name.value), ..Exit::default() };
            let judgement = route_map(device, name, packet, exit);
            (judgement.permitted == Tri::Yes).then_some(judgement.evidence)
        }
    }
}
