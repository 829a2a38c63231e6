//! HCX402: the inbound list of the outside interface, or the outbound list of the inside one, drops the answers.

use super::context::protocol;
use super::filter::{Filter, filters, is_hopeless, leaves_as, outside_name};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, in_use};
use crate::locale::{Text, say};
use crate::net::{Address, Endpoint, Protocol};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX402",
    name: "return-port-filtered",
    severity: Severity::Error,
    summary: || say!("hcx402-summary"),
    needs: "config",
    cure: Cure::Permit,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    filters(context, |_, flow| dropped(flow)).into_iter().filter_map(|filter| finding(context, filter)).collect()
}

fn dropped(flow: &JudgedFlow) -> Option<(Span, Span)> {
    Some((flow.standing.return_dropped_by?, flow.standing.return_dropped_at?)).filter(|_| !is_hopeless(flow))
}

fn finding(context: &Context<'_>, filter: Filter<'_>) -> Option<Finding> {
    let flows = context.at(&filter.members);
    let first = *flows.first()?;
    let who: Vec<_> = flows.iter().map(|flow| context.who(&Endpoint::bare(flow.flow.local))).collect();
    let to: Vec<Text> = flows.iter().map(|flow| seen_by(&filter, flow)).collect();
    let (list, interface, direction) = (filter.list, filter.interface(), filter.direction());
    let (protocol, port, who) = (protocol(first), first.flow.peer_port, &who);
    let message = say!("hcx402-message", protocol, port, who, to = to.clone(), direction, list, interface);
    let mut finding = META.finding(Some(filter.device), message);
    if filter.at_the_end() {
        finding = finding.at(filter.line, say!("hcx402-end-denies", direction));
    } else {
        finding = finding
            .at(filter.entry, say!("hcx402-denies", to))
            .because(filter.line, say!("hcx402-puts-list", interface, direction));
    }
    for flow in &flows {
        for seen in &flow.observed {
            finding = finding.because(seen.span, say!("hcx402-row", outside = &seen.inside_global));
        }
        if let Some(rule) = flow.predicted.rule {
            finding = finding.because(rule, say!("hcx402-translates", local = flow.flow.local));
        }
    }
    let whole = filter.confidence(context.network.devices.get(filter.device));
    let least = flows.iter().map(|flow| confidence(flow)).min().unwrap_or(Confidence::Possible);
    Some(
        finding
            .help(help(&filter, &flows))
            // A firewall feature that the text does not show may let answers in.
            .confidence(least.min(whole).min(Confidence::Likely))
            .concerning(context.names(flows.iter().copied()), filter.members),
    )
}

/// The destination that the list sees on the answers.
fn seen_by(filter: &Filter<'_>, flow: &JudgedFlow) -> Text {
    let inside = || Text::from(format!("{}:{}", flow.flow.local, flow.flow.local_port));
    if filter.inbound { outside_name(flow) } else { inside() }
}

fn help(filter: &Filter<'_>, flows: &[&JudgedFlow]) -> Text {
    let permits: Vec<_> = flows
        .iter()
        .map(|flow| {
            let (global, port) = leaves_as(flow);
            let near = if filter.inbound {
                (global.as_ref().and_then(Address::v4), port.unwrap_or(flow.flow.local_port))
            } else {
                (Some(flow.flow.local), flow.flow.local_port)
            };
            filter.permit(flow, (flow.flow.peer, flow.flow.peer_port), near)
        })
        .collect();
    let permits = &permits;
    let mut help = vec![say!("hcx402-help", direction = filter.direction(), permits, place = filter.place())];
    let moved = |flow: &&&JudgedFlow| {
        flow.standing.fixed_by.is_none() && leaves_as(flow).1.is_some_and(|port| port != flow.flow.local_port)
    };
    if let Some(flow) = flows.iter().filter(|_| filter.inbound).find(moved) {
        help.push(say!("hcx402-help-moved", wanted = flow.flow.local_port));
    }
    if flows.iter().all(|flow| flow.flow.protocol == Protocol::UDP) {
        help.push(say!("hcx402-help-udp"));
    }
    help.push(say!("hcx402-help-inspection"));
    Text::joined(help)
}

fn confidence(flow: &JudgedFlow) -> Confidence {
    if flow.standing.answers_pass {
        // Only on one of the ways they may take.
        return Confidence::Possible;
    }
    match in_use(&flow.observed) {
        Some(_) => Confidence::Certain,
        None if flow.predicted.outcome == Outcome::Unknown => Confidence::Possible,
        None => flow.predicted.confidence,
    }
}
