//! Statics of appliances, as the rules that speak of them need them.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

use super::context::Context;
use crate::eval::JudgedFlow;
use crate::model::{Device, Direction, NatKind, NatOptions, NatRule, StaticGlobal, StaticNat};
use crate::net::Endpoint;

/// A static whose inside local is an appliance's uplink, in whatever VRF; statics of networks left out.
pub(super) struct Own<'a> {
    /// Index of the device.
    pub(super) at: usize,
    pub(super) device: &'a Device,
    pub(super) rule: &'a NatRule,
    pub(super) fixed: &'a StaticNat,
    pub(super) host: Ipv4Addr,
    /// Indices of the host's flows on this device.
    pub(super) flows: Vec<usize>,
}

/// The statics of appliances. A router can have 100,000 others.
pub(super) fn of_appliances<'a>(context: &Context<'a>) -> Vec<Own<'a>> {
    let mut flows: HashMap<(usize, Ipv4Addr), Vec<usize>> = HashMap::new();
    for (index, flow) in context.flows.iter().enumerate() {
        flows.entry((flow.device, flow.flow.local)).or_default().push(index);
    }
    let mut found = Vec::new();
    for (at, device) in context.devices() {
        let hosts = flows.keys().filter(|(index, _)| *index == at).map(|(_, host)| *host);
        for (rule, fixed) in device.nat_rules.of_locals(hosts).filter_map(source_static) {
            let Some(host) = fixed.local.value.address.v4() else { continue };
            if let Some(flows) = flows.get(&(at, host)) {
                found.push(Own { at, device, rule, fixed, host, flows: flows.clone() });
            }
        }
    }
    found
}

/// A static for inside sources, networks left out.
pub(super) fn source_static(rule: &NatRule) -> Option<(&NatRule, &StaticNat)> {
    let NatKind::Static(fixed) = &rule.kind else { return None };
    let source = matches!(rule.direction, Direction::InsideSource | Direction::NviSource);
    (source && fixed.network.is_none()).then_some((rule, fixed))
}

impl Own<'_> {
    /// `SM1-IX-I1 (10.0.0.5)`.
    pub(super) fn who(&self, context: &Context<'_>) -> String {
        context.who(&Endpoint::bare(self.host))
    }

    /// Whether the static is in the VRF that the inventory names, or it names none.
    pub(super) fn in_its_vrf(&self, context: &Context<'_>) -> bool {
        context.at(&self.flows).iter().any(|flow| may_be_in_its_vrf(flow, self.rule))
    }
}

/// Whether a flow may be in the VRF of a static: that of a flow without one is not known.
pub(super) fn may_be_in_its_vrf(flow: &JudgedFlow, rule: &NatRule) -> bool {
    flow.flow.vrf.is_none() || flow.flow.vrf.as_deref() == rule.vrf()
}

/// A static as it is typed.
pub(super) fn typed(rule: &NatRule, fixed: &StaticNat, options: &NatOptions) -> String {
    let side = if rule.is_nvi() { "" } else { "inside " };
    let mut text = format!("ip nat {side}source static ");
    let (local, global) = (&fixed.local.value, &fixed.global.value);
    let spaced = |endpoint: &Endpoint| match endpoint.port() {
        Some(port) => format!("{} {port}", endpoint.address),
        None => endpoint.address.to_string(),
    };
    if let Some(protocol) = fixed.protocol {
        let _ = write!(text, "{protocol} ");
    }
    let _ = match global {
        StaticGlobal::Address(global) => write!(text, "{} {}", spaced(local), spaced(global)),
        StaticGlobal::Interface(name, Some(port)) => write!(text, "{} interface {name} {port}", spaced(local)),
        StaticGlobal::Interface(name, None) => write!(text, "{} interface {name}", spaced(local)),
    };
    let named = [("vrf", &options.vrf), ("redundancy", &options.redundancy), ("route-map", &options.route_map)];
    for (word, name) in named {
        if let Some(name) = name {
            let _ = write!(text, " {word} {}", name.value);
        }
        if word == "vrf" && options.match_in_vrf.is_some() {
            text.push_str(" match-in-vrf");
        }
    }
    for other in &options.other {
        let _ = write!(text, " {}", other.value);
    }
    if options.extendable.is_some() {
        text.push_str(" extendable");
    }
    text
}

/// `'no LINE'`: what takes a static back.
pub(super) fn untyped(rule: &NatRule, fixed: &StaticNat) -> String {
    let options = NatOptions { extendable: None, other: Vec::new(), ..NatOptions::clone(&rule.options) };
    format!("'no {}'", typed(rule, fixed, &options))
}
