//! HCX209: two rules take an appliance, and which of them the router tries first is not documented.

use std::net::Ipv4Addr;

use super::context::rule_evidence;
use super::statics::source_static;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Observed};
use crate::locale::{Text, say};
use crate::model::{Device, NatKind, NatRule, Selector, Target};
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
    let others: Vec<Text> = rivals.iter().map(|rule| title(rule)).collect();
    let (count, names_told, first) = (names.len(), &names, title(assumed));
    let mut finding = META
        .finding(Some(at), say!("hcx209-depends", count, names = names_told, first, others))
        .at(assumed.statement.span, say!("hcx209-first"));
    for rule in &rivals {
        finding = finding.because(rule.statement.span, say!("hcx209-other"));
    }
    for flow in &flows {
        for span in rule_evidence(flow) {
            finding = finding.because(span, say!("hcx209-list-line", host = flow.flow.local));
        }
    }
    let nvi = assumed.is_nvi();
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
fn title(rule: &NatRule) -> Text {
    match &rule.kind {
        NatKind::Static(fixed) => say!("hcx209-static", local = &fixed.local.value),
        NatKind::Dynamic(dynamic) => {
            let selector = match &dynamic.selector.value {
                Selector::AccessList(name) => say!("hcx209-list", name),
                Selector::RouteMap(name) => say!("hcx209-route-map", name),
            };
            let target = match &dynamic.target.value {
                Target::Pool(name) => say!("hcx209-pool", name),
                Target::Interface(name) => name.to_string().into(),
            };
            say!("hcx209-dynamic", selector, target)
        }
    }
}

fn help(device: &Device, host: Ipv4Addr, assumed: &NatRule, rivals: &[&NatRule], nvi: bool) -> Text {
    let platform = match (nvi, device.is_xe()) {
        (true, _) => "nvi",
        (false, true) => "xe",
        (false, false) => "classic",
    };
    let list = rivals.iter().chain([&assumed]).find_map(|rule| match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::AccessList(name) => Some(say!("hcx209-of-list", name)),
            Selector::RouteMap(name) => Some(say!("hcx209-of-route-map", name)),
        },
        NatKind::Static(_) => None,
    });
    let list = list.unwrap_or_else(|| say!("hcx209-of-other"));
    say!("hcx209-help", platform, host, list)
}
