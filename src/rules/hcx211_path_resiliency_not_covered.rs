//! HCX211: with Application Path Resiliency, ports beside 4500 are left to a shared address.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::context::{leaves_instead, protocol};
use super::statics::{may_be_in_its_vrf, source_static};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow};
use crate::locale::say;
use crate::model::{Device, NatKind};
use crate::net::Address;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX211",
    name: "path-resiliency-not-covered",
    severity: Severity::Warning,
    summary: || say!("hcx211-summary"),
    needs: "config and inventory",
    cure: Cure::None,
};

/// Rows of moved ports that are shown; more would say nothing new.
const SHOWN: usize = 4;

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.intent.path_resiliency != Some(true) {
        return Vec::new();
    }
    let mut groups: Vec<(usize, Span, Vec<u16>, Vec<usize>)> = Vec::new();
    for (index, flow) in context.flows.iter().enumerate() {
        let Some(device) = context.device(flow) else { continue };
        let standing = &flow.standing;
        let whole = flow.observed.iter().any(|seen| seen.inside_global.port().is_none());
        let rule = standing.fixed_by.or(standing.shared.as_ref().map(|(_, rule)| *rule));
        let here = standing.host_is_here || !flow.observed.is_empty() || standing.fixed_by.is_some();
        let Some(rule) = rule.filter(|_| here && !whole) else { continue };
        let Some(covered) = range(context, flow).and_then(|range| covered(device, flow, &range)) else { continue };
        // Several statics of one host are one group; hosts behind one overload rule are another.
        let same = |(known, at, ports, members): &&mut (usize, Span, Vec<u16>, Vec<usize>)| {
            let of_host = context
                .at(members)
                .iter()
                .any(|other| other.flow.local == flow.flow.local && other.flow.vrf == flow.flow.vrf);
            *known == flow.device && *ports == covered && (*at == rule || of_host)
        };
        match groups.iter_mut().find(same) {
            Some((.., members)) => members.push(index),
            None => groups.push((flow.device, rule, covered, vec![index])),
        }
    }
    groups
        .into_iter()
        .filter_map(|(at, rule, covered, members)| finding(context, at, rule, &covered, members))
        .collect()
}

/// The source ports that the requirements name for Application Path Resiliency.
fn range(context: &Context<'_>, flow: &JudgedFlow) -> Option<RangeInclusive<u16>> {
    let role = &context.appliances.get(flow.appliance)?.role;
    let mut rows = context.intent.requirements.of(role).filter(|row| row.protocol == flow.flow.protocol);
    rows.find(|row| row.path_resiliency)?.source_ports.clone()
}

/// The ports of the range that statics give the host, in order; `None` where that is every port.
fn covered(device: &Device, flow: &JudgedFlow, range: &RangeInclusive<u16>) -> Option<Vec<u16>> {
    // A static of a network leaves every port as it is.
    let fixed_by = flow.standing.fixed_by.and_then(|rule| device.nat_rules.at(rule));
    if fixed_by.is_some_and(|rule| matches!(&rule.kind, NatKind::Static(fixed) if fixed.network.is_some())) {
        return None;
    }
    let mut ports = BTreeSet::new();
    for (rule, fixed) in device.nat_rules.for_host(flow.flow.local).filter_map(|rule| source_static(rule)) {
        let own = fixed.local.value.address == Address::V4(flow.flow.local) && may_be_in_its_vrf(flow, rule);
        match (own, fixed.protocol) {
            (true, None) => return None,
            (true, Some(protocol)) if protocol == flow.flow.protocol => ports.extend(fixed.local.value.port()),
            _ => {}
        }
    }
    let ports: Vec<u16> = ports.into_iter().filter(|port| range.contains(port)).collect();
    (ports.len() < range.clone().count()).then_some(ports)
}

fn finding(context: &Context<'_>, at: usize, rule: Span, covered: &[u16], members: Vec<usize>) -> Option<Finding> {
    let flows = context.at(&members);
    let first = *flows.first()?;
    let names = context.names(flows.iter().copied());
    let range = range(context, first)?;
    let (start, end) = (range.start(), range.end());
    let fixed = match covered {
        [] => say!("hcx211-no-static"),
        [port] => say!("hcx211-one-static", port = *port),
        ports => say!("hcx211-some-statics", carried = ports.len(), all = range.clone().count()),
    };
    let (count, udp) = (names.len(), protocol(first));
    let message = say!("hcx211-left", count, names = &names, udp, start = *start, end = *end, fixed);
    let label = match &first.standing.shared {
        Some((global, _)) if covered.is_empty() => say!("hcx211-shared", address = global.in_words()),
        _ => say!("hcx211-static"),
    };
    let host = first.flow.local;
    let statics = if covered.is_empty() { "none" } else { "some" };
    let mut finding = META.finding(Some(at), message).at(rule, label);
    let ranges = flows.iter().flat_map(|flow| &flow.more_ports);
    let moved = ranges.flat_map(|range| range.observed.iter().map(move |seen| (range.ports.start(), seen)));
    for (port, seen) in moved.filter(|(_, seen)| !seen.kept).take(SHOWN) {
        finding = finding.because(seen.span, leaves_instead(seen, *port)).severity(Severity::Error);
    }
    Some(
        finding
            .help(say!("hcx211-help", host, statics))
            // That some tunnels down means degraded, and not down, is an inference from the ports list.
            .confidence(Confidence::Likely)
            .concerning(names, members),
    )
}
