//! HCX402: the inbound list of the outside interface, or the outbound list of the inside one, drops the answers.

use std::fmt::Write as _;

use super::context::{and_list, protocol};
use super::filter::{Filter, filters, is_hopeless, leaves_as, outside_name};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, in_use};
use crate::locale::say;
use crate::net::{Endpoint, Protocol};
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
    let to: Vec<_> = flows.iter().map(|flow| seen_by(&filter, flow)).collect();
    let (list, interface) = (filter.list, &filter.interface.name);
    let peer_port = first.flow.peer_port;
    let (direction, order) = if filter.inbound { ("inbound", "before NAT") } else { ("outbound", "after NAT") };
    let message = format!(
        "answers from {} {peer_port} to {} come back to {}, and {direction} access list {list} of {interface} drops them",
        protocol(first),
        and_list(&who),
        and_list(&to),
    );
    let mut finding = META.finding(Some(filter.device), message);
    if filter.at_the_end() {
        let says = format!("no entry of this {direction} list permits the answers, and its end denies");
        finding = finding.at(filter.line, says);
    } else {
        finding = finding
            .at(filter.entry, format!("denies the answers to {}", and_list(&to)))
            .because(filter.line, format!("puts the list on {interface}, {direction}: it comes {order}"));
    }
    for flow in &flows {
        for seen in &flow.observed {
            finding = finding.because(seen.span, format!("leaves as {}", seen.inside_global));
        }
        if let Some(rule) = flow.predicted.rule {
            finding = finding.because(rule, format!("translates {}", flow.flow.local));
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
fn seen_by(filter: &Filter<'_>, flow: &JudgedFlow) -> String {
    if filter.inbound { outside_name(flow) } else { format!("{}:{}", flow.flow.local, flow.flow.local_port) }
}

fn help(filter: &Filter<'_>, flows: &[&JudgedFlow]) -> String {
    let permits: Vec<_> = flows
        .iter()
        .map(|flow| {
            let (global, port) = leaves_as(flow);
            let near = if filter.inbound {
                (global.v4(), port.unwrap_or(flow.flow.local_port))
            } else {
                (Some(flow.flow.local), flow.flow.local_port)
            };
            filter.permit(flow, (flow.flow.peer, flow.flow.peer_port), near)
        })
        .collect();
    let sees = if filter.inbound {
        "The list comes before NAT and sees the inside global address and port"
    } else {
        "The list comes after NAT and sees the inside local address and port"
    };
    let mut help = format!("{sees}. What would admit the answers is {} {}. ", and_list(&permits), filter.place());
    let moved = |flow: &&&JudgedFlow| {
        flow.standing.fixed_by.is_none() && leaves_as(flow).1.is_some_and(|port| port != flow.flow.local_port)
    };
    if let Some(flow) = flows.iter().filter(|_| filter.inbound).find(moved) {
        let wanted = flow.flow.local_port;
        let _ = write!(
            help,
            "Where the list admits port {wanted}, static NAT of port {wanted} fixes it too, and for good: without it the port \
             can change again. A filter of this kind is a likely explanation of the one published outage, not a proven one. "
        );
    }
    if flows.iter().all(|flow| flow.flow.protocol == Protocol::UDP) {
        help.push_str("'established' is a condition on TCP and admits no UDP; ");
    }
    help.push_str("inspection ('ip inspect') would admit answers.");
    help
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
