//! HCX410: the list of a NAT rule takes the packets of the router itself.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::passing::{concerned, passing};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Packet, router_speaks_ike, selected_by};
use crate::locale::{Text, say};
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
    let name = interface.name.value.as_str();
    let address = match own {
        Some(own) => say!("hcx410-own", own, interface = name),
        None => say!("hcx410-own-unseen", interface = name),
    };
    let (NatKind::Dynamic(dynamic), entry) = (&rule.kind, entries.last().copied()) else { return None };
    let by = match &dynamic.selector.value {
        Selector::AccessList(list) => say!("hcx410-list", list),
        Selector::RouteMap(map) => say!("hcx410-map", map),
    };
    let message = if ike.is_some() { say!("hcx410-ipsec", by, address) } else { say!("hcx410-message", by, address) };
    let mut finding = META
        .finding(Some(index), message)
        .at(entry.unwrap_or(rule.statement.span), say!("hcx410-permits"))
        .because(rule.statement.span, say!("hcx410-rule"));
    if let Some(ike) = ike {
        finding = finding.because(ike, say!("hcx410-speaks"));
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

fn help(own: Option<Ipv4Addr>, interface: &Interface) -> Text {
    let deny = match own {
        Some(own) => say!("hcx410-deny", own),
        None => say!("hcx410-deny-unseen", interface = interface.name.value.as_str()),
    };
    say!("hcx410-help", deny)
}
