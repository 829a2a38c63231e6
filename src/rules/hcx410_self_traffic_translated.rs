//! HCX410: the list of a NAT rule takes the packets of the router itself.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::passing::{concerned, passing};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Packet, router_speaks_ike, selected_by};
use crate::locale::say;
use crate::model::{
    AclProtocol, AddressMatch, Device, Direction, GlobalPort, Interface, NatKind, NatRule, NatSide, PortMatch, Selector,
};
use crate::net::Protocol;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX410",
    name: "self-traffic-translated",
    severity: Severity::Warning,
    summary: || say!("hcx410-summary"),
    needs: "config",
    cure: Cure::None,
};

const IKE_NAT_T: u16 = 4500;

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut outside: Vec<(usize, &Device, &Interface, Vec<usize>)> = Vec::new();
    for (at, passing) in passing(context).filter(|(_, passing)| passing.device.is_xe()) {
        let index = passing.flow.device;
        for interface in passing.ways.iter().filter_map(|way| way.egress).filter(|egress| is_outside(egress)) {
            match outside.iter_mut().find(|known| known.0 == index && known.2.name == interface.name) {
                Some((.., members)) if members.contains(&at) => {}
                Some((.., members)) => members.push(at),
                None => outside.push((index, passing.device, interface, vec![at])),
            }
        }
    }
    let mut findings = Vec::new();
    let mut of_device = (None, HashSet::new());
    for (index, device, interface, members) in &outside {
        if of_device.0 != Some(index) {
            of_device = (Some(index), entries_for_all(device));
        }
        let rules = device.nat_rules.dynamic().iter().filter(|rule| takes_self(rule, interface));
        findings.extend(
            rules.filter_map(|rule| finding(context, *index, (device, &of_device.1), interface, rule, members)),
        );
    }
    findings
}

fn is_outside(interface: &Interface) -> bool {
    interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside)
}

/// Whether a rule shares an address and looks at packets of the interface's VRF.
fn takes_self(rule: &NatRule, interface: &Interface) -> bool {
    rule.direction == Direction::InsideSource && rule.options.overload.is_some() && rule.vrf() == interface.vrf_name()
}

fn finding(
    context: &Context<'_>,
    index: usize,
    (device, for_all): (&Device, &HashSet<Span>),
    interface: &Interface,
    rule: &NatRule,
    members: &[usize],
) -> Option<Finding> {
    let own = interface.primary().map(|prefix| prefix.address);
    let entries = selected_by(device, rule, &nat_t(own), interface)?;
    let ike = router_speaks_ike(device, &GlobalPort::of_interface(device, &interface.name.value));
    if ike.is_none() && !entries.iter().any(|entry| for_all.contains(entry)) {
        return None;
    }
    let name = &interface.name;
    let address = match own {
        Some(own) => format!("{own}, the router's own address on {name},"),
        None => format!("the address of {name},"),
    };
    let (NatKind::Dynamic(dynamic), entry) = (&rule.kind, entries.last().copied()) else { return None };
    let by = match &dynamic.selector.value {
        Selector::AccessList(list) => format!("access list {list}"),
        Selector::RouteMap(map) => format!("route-map {map}"),
    };
    let what = if ike.is_some() { ", its IPsec included" } else { "" };
    let message = format!(
        "{by} permits {address} so NAT looks at the router's own packets too{what}: they can leave by another port, or take \
         one that an appliance needs"
    );
    let mut finding = META
        .finding(Some(index), message)
        .at(entry.unwrap_or(rule.statement.span), "permits the router itself")
        .because(rule.statement.span, "the NAT rule that uses it");
    if let Some(ike) = ike {
        finding = finding.because(ike, "the router itself speaks IPsec here");
    }
    let (names, flows) = concerned(context, members);
    Some(
        finding
            .severity(if ike.is_some() { Severity::Warning } else { Severity::Note })
            .help(help(own, interface))
            // The advice is documented; what becomes of a packet of the router on a given release is not.
            .confidence(Confidence::Likely)
            .concerning(names, flows),
    )
}

/// The router's own NAT-T: from its address to a peer that nobody named.
fn nat_t(own: Option<Ipv4Addr>) -> Packet {
    Packet {
        protocol: Protocol::UDP,
        source: own,
        source_port: Some(IKE_NAT_T),
        destination: None,
        destination_port: Some(IKE_NAT_T),
    }
}

/// Entries for any packet from any source to any destination. There can be a million others.
fn entries_for_all(device: &Device) -> HashSet<Span> {
    let entries = device.acls.values().flat_map(|acl| &acl.entries);
    let for_all = entries.filter(|entry| {
        entry.protocol == AclProtocol::Is(Protocol::Any)
            && (&entry.source, &entry.destination) == (&AddressMatch::Any, &AddressMatch::Any)
            && (&entry.source_port, &entry.destination_port) == (&PortMatch::Any, &PortMatch::Any)
            && entry.condition.is_none()
    });
    for_all.map(|entry| entry.span).collect()
}

fn help(own: Option<Ipv4Addr>, interface: &Interface) -> String {
    let deny = match own {
        Some(own) => {
            format!("'deny {own}' (standard list) or 'deny ip host {own} any' (extended), above the entry that permits")
        }
        None => format!("the inside networks in place of 'any': the address of {} is not in the text", interface.name),
    };
    format!(
        "Cisco says to deny the outside address in the list of the rule, and not to use 'permit ip any any' in it. Type {deny}; 'no' in \
         front undoes it. The inside hosts must still be permitted below, and entries that exist stay until they are cleared."
    )
}
