//! HCX401: an access list of the router drops the appliance's own packets.

use std::net::Ipv4Addr;

use super::context::protocol;
use super::filter::{Filter, filters, is_untranslated, leaves_as, outside_name};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome};
use crate::locale::{Text, say};
use crate::net::{Address, Endpoint};

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
    let (list, interface, direction) = (filter.list, filter.interface(), filter.direction());
    let (protocol, port, who) = (protocol(first), first.flow.local_port, &who);
    let message = say!("hcx401-message", list, protocol, port, who, direction, interface);
    let mut finding = META.finding(Some(filter.device), message);
    if filter.at_the_end() {
        finding = finding.at(filter.line, say!("hcx4-end-denies", direction));
    } else {
        finding = finding
            .at(filter.entry, denies(first, filter.inbound))
            .because(filter.line, say!("hcx4-puts-list", interface, direction));
    }
    for flow in &flows {
        if let Some(rule) = flow.predicted.rule {
            finding = finding.because(rule, say!("hcx401-translates", local = flow.flow.local));
        }
        for seen in flow.observed.iter().filter(|_| filter.inbound) {
            finding = finding.because(seen.span, say!("hcx401-row"));
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
        (global.as_ref().and_then(Address::v4), port.unwrap_or(flow.flow.local_port))
    }
}

/// What the entry denies, as the list sees it.
fn denies(flow: &JudgedFlow, inbound: bool) -> Text {
    if inbound {
        say!("hcx401-denies", local = Endpoint::with_port(flow.flow.local, flow.flow.local_port))
    } else if is_untranslated(flow) {
        say!("hcx401-denies-untranslated", local = flow.flow.local)
    } else {
        say!("hcx401-denies-translated", outside = outside_name(flow))
    }
}

fn help(filter: &Filter<'_>, flows: &[&JudgedFlow]) -> Text {
    let permits: Vec<_> = flows
        .iter()
        .map(|flow| filter.permit(flow, source(flow, filter.inbound), (flow.flow.peer, flow.flow.peer_port)))
        .collect();
    say!("hcx401-help", direction = filter.direction(), permits = &permits, place = filter.place())
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
