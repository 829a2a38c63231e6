//! HCX401: an access list of the router drops the appliance's own packets.

use std::net::Ipv4Addr;

use super::context::{and_list, protocol};
use super::filter::{Filter, filters, is_untranslated, leaves_as, outside_name};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome};
use crate::locale::say;
use crate::net::Endpoint;

pub(super) const META: Meta = Meta {
    code: "HCX401",
    name: "flow-filtered",
    severity: Severity::Error,
    summary: || say!("hcx401-summary"),
    needs: "config",
    cure: Cure::Permit,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let by = |_, flow: &JudgedFlow| Some((flow.standing.dropped_by?, flow.standing.dropped_at?));
    filters(context, by).into_iter().filter_map(|filter| finding(context, filter)).collect()
}

fn finding(context: &Context<'_>, filter: Filter<'_>) -> Option<Finding> {
    let flows = context.at(&filter.members);
    let first = *flows.first()?;
    let who: Vec<_> = flows.iter().map(|flow| context.who(&Endpoint::bare(flow.flow.local))).collect();
    let (list, interface, port) = (filter.list, &filter.interface.name, first.flow.local_port);
    let way = if filter.inbound {
        format!("as it comes in on {interface}, before NAT")
    } else {
        format!("as it goes out by {interface}, after NAT")
    };
    let message = format!("access list {list} drops {} {port} of {} {way}", protocol(first), and_list(&who));
    let mut finding = META.finding(Some(filter.device), message);
    let direction = if filter.inbound { "inbound" } else { "outbound" };
    if filter.at_the_end() {
        finding = finding.at(filter.line, format!("no entry of this {direction} list permits it, and its end denies"));
    } else {
        finding = finding
            .at(filter.entry, format!("denies {}", seen_as(first, filter.inbound)))
            .because(filter.line, format!("puts the list on {interface}, {direction}"));
    }
    for flow in &flows {
        if let Some(rule) = flow.predicted.rule {
            finding = finding.because(rule, format!("translates {} before the list sees it", flow.flow.local));
        }
        for seen in flow.observed.iter().filter(|_| filter.inbound) {
            finding = finding.because(seen.span, "is there all the same: perhaps older than the list");
        }
    }
    Some(
        finding
            .help(help(&filter, &flows))
            .confidence(confidence(context, &filter, &flows))
            .concerning(context.names(flows.iter().copied()), filter.members),
    )
}

/// The source that the list sees.
fn source(flow: &JudgedFlow, inbound: bool) -> (Option<Ipv4Addr>, u16) {
    let (global, port) = leaves_as(flow);
    if inbound {
        (Some(flow.flow.local), flow.flow.local_port)
    } else {
        (global.v4(), port.unwrap_or(flow.flow.local_port))
    }
}

fn seen_as(flow: &JudgedFlow, inbound: bool) -> String {
    if inbound {
        Endpoint::with_port(flow.flow.local, flow.flow.local_port).to_string()
    } else if is_untranslated(flow) {
        format!("{}, which comes untranslated", flow.flow.local)
    } else {
        format!("it as {}", outside_name(flow))
    }
}

fn help(filter: &Filter<'_>, flows: &[&JudgedFlow]) -> String {
    let permits: Vec<_> = flows
        .iter()
        .map(|flow| filter.permit(flow, source(flow, filter.inbound), (flow.flow.peer, flow.flow.peer_port)))
        .collect();
    let sees = if filter.inbound {
        "This list comes before NAT, so it sees the inside local address"
    } else {
        "This list comes after NAT, so it sees the inside global address and port"
    };
    format!("{sees}. What would let it pass is {} {}.", and_list(&permits), filter.place())
}

fn confidence(context: &Context<'_>, filter: &Filter<'_>, flows: &[&JudgedFlow]) -> Confidence {
    let of = |flow: &&JudgedFlow| match flow.predicted.outcome {
        // A row that the list should have prevented.
        Outcome::Dropped if filter.inbound && !flow.observed.is_empty() => {
            flow.predicted.confidence.min(Confidence::Likely)
        }
        Outcome::Dropped => flow.predicted.confidence,
        // Only on one of the ways it may take.
        _ => Confidence::Possible,
    };
    let least = flows.iter().map(of).min().unwrap_or(Confidence::Possible);
    least.min(filter.confidence(context.network.devices.get(filter.device)))
}
