//! HCX209: two rules take an appliance, and which of them the router tries first is not documented.

use std::net::Ipv4Addr;

use super::context::{and_list, rule_evidence};
use super::statics::source_static;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Observed};
use crate::locale::say;
use crate::model::{Device, Direction, NatKind, NatRule, Selector, Target};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX209",
    name: "order-dependent",
    severity: Severity::Warning,
    summary: || say!("hcx209-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: Vec<(usize, Span, Vec<Span>, Vec<usize>)> = Vec::new();
    let ambiguous = context.flows.iter().enumerate().filter(|(_, flow)| !flow.standing.order.is_empty());
    for (index, flow) in ambiguous {
        let here = flow.standing.host_is_here || !flow.observed.is_empty();
        // An entry shows which rule the router has tried first.
        let shown = |seen: &Observed| Some(&seen.inside_global.address) == flow.predicted.inside_global.as_ref();
        let open = here && !flow.observed.iter().any(shown);
        let Some(device) = context.device(flow).filter(|_| open) else { continue };
        let Some(assumed) = flow.predicted.rule.and_then(|span| device.nat_rules.at(span)) else { continue };
        let mut others: Vec<Span> = Vec::new();
        for other in flow.standing.order.iter().filter_map(|span| device.nat_rules.at(*span)) {
            let span = other.statement.span;
            let two_statics = source_static(assumed).is_some() && source_static(other).is_some();
            if span != assumed.statement.span && !two_statics && !others.contains(&span) {
                others.push(span);
            }
        }
        if others.is_empty() {
            continue;
        }
        let assumed = assumed.statement.span;
        let same = |(device, rule, rivals, _): &&mut (usize, Span, Vec<Span>, Vec<usize>)| {
            (*device, *rule) == (flow.device, assumed) && *rivals == others
        };
        match groups.iter_mut().find(same) {
            Some((.., members)) => members.push(index),
            None => groups.push((flow.device, assumed, others, vec![index])),
        }
    }
    groups
        .into_iter()
        .filter_map(|(at, assumed, others, members)| finding(context, at, assumed, &others, members))
        .collect()
}

fn finding(context: &Context<'_>, at: usize, assumed: Span, others: &[Span], members: Vec<usize>) -> Option<Finding> {
    let device = context.network.devices.get(at)?;
    let assumed = device.nat_rules.at(assumed)?;
    let rivals: Vec<&NatRule> = others.iter().filter_map(|span| device.nat_rules.at(*span)).collect();
    let flows = context.at(&members);
    let names = context.names(flows.iter().copied());
    let by: Vec<String> = rivals.iter().map(|rule| title(rule)).collect();
    let message = format!(
        "which NAT rule takes {} depends on an order that Cisco does not document: {} is taken to come first, and {} \
         would take {} too, with another result",
        and_list(&names),
        title(assumed),
        and_list(&by),
        if names.len() == 1 { "it" } else { "them" },
    );
    let mut finding = META.finding(Some(at), message).at(assumed.statement.span, "taken to be tried first");
    for rule in &rivals {
        finding = finding.because(rule.statement.span, "would take it too");
    }
    for flow in &flows {
        for span in rule_evidence(flow) {
            finding = finding.because(span, format!("by this line the first one takes {}", flow.flow.local));
        }
    }
    let nvi = assumed.direction == Direction::NviSource;
    let lab = !nvi && !device.is_xe();
    Some(
        finding
            .help(help(device, flows.first()?.flow.local, assumed, &rivals, nvi))
            .severity(if lab { Severity::Note } else { Severity::Warning })
            .confidence(if lab { Confidence::Possible } else { Confidence::Likely })
            .concerning(names, members),
    )
}

/// `list 1 to pool P`, as in a message.
fn title(rule: &NatRule) -> String {
    match &rule.kind {
        NatKind::Static(fixed) => format!("the static of {}", fixed.local.value),
        NatKind::Dynamic(dynamic) => {
            let selector = match &dynamic.selector.value {
                Selector::AccessList(name) => format!("list {name}"),
                Selector::RouteMap(name) => format!("route-map {name}"),
            };
            let target = match &dynamic.target.value {
                Target::Pool(name) => format!("pool {name}"),
                Target::Interface(name) => name.to_string(),
            };
            format!("{selector} to {target}")
        }
    }
}

fn help(device: &Device, host: Ipv4Addr, assumed: &NatRule, rivals: &[&NatRule], nvi: bool) -> String {
    let known = if nvi {
        "On NVI ('ip nat source') one writer saw rules tried in the order in which they were entered. "
    } else if device.is_xe() {
        "Whether IOS-XE tries lists by number, by name or as they were entered was not found. "
    } else {
        "Numbered lists ascending, then named ones, then route-maps, was seen in one lab on classic IOS. "
    };
    let list = rivals.iter().chain([&assumed]).find_map(|rule| match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::AccessList(name) => Some(format!("access list {name}")),
            Selector::RouteMap(name) => Some(format!("the list of route-map {name}")),
        },
        NatKind::Static(_) => None,
    });
    let list = list.unwrap_or_else(|| "the list of the other rule".to_owned());
    let fixed = if nvi { "" } else { " A static NAT for the appliance settles it as well: statics come before lists." };
    format!(
        "{known}Make the lists disjoint: decide which rule is meant, and let the list of the other one deny the \
         appliance above the entry that permits it, for example 'deny host {host}' (extended: 'deny ip host {host} \
         any') in {list}. 'no' in front of that entry takes it back. Entries made before stay until they are \
         cleared.{fixed}"
    )
}
