//! HCX411: the zone-based firewall drops an appliance's packets, or the answers.

use super::context::{and_list, protocol};
use super::filter::is_hopeless;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, ZoneDrop};
use crate::locale::say;
use crate::net::Endpoint;

pub(super) const META: Meta = Meta {
    code: "HCX411",
    name: "zone-drops-flow",
    severity: Severity::Error,
    summary: || say!("hcx411-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: Vec<(usize, &ZoneDrop, Vec<usize>)> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        let hopeless = is_hopeless(flow) && flow.predicted.outcome != Outcome::Dropped;
        let Some(drop) = flow.standing.zone_drop.as_ref().filter(|_| !hopeless) else { continue };
        match groups.iter_mut().find(|(device, known, _)| (*device, *known) == (flow.device, drop)) {
            Some((.., members)) => members.push(at),
            None => groups.push((flow.device, drop, vec![at])),
        }
    }
    groups.into_iter().filter_map(|(device, drop, members)| finding(context, device, drop, members)).collect()
}

fn finding(context: &Context<'_>, device: usize, drop: &ZoneDrop, members: Vec<usize>) -> Option<Finding> {
    let flows = context.at(&members);
    let first = *flows.first()?;
    let (udp, port) = (protocol(first), first.flow.local_port);
    let who: Vec<_> = flows.iter().map(|flow| context.who(&Endpoint::bare(flow.flow.local))).collect();
    let what = if drop.back { "the answers to " } else { "" };
    let message = format!("the zone-based firewall drops {what}{udp} {port} of {}: {}", and_list(&who), drop.why);
    let way = if drop.back { "drops the answers" } else { "drops it on its way out" };
    let mut finding = META.finding(Some(device), message).at(drop.entry, way);
    for &line in drop.at.iter().filter(|line| **line != drop.entry) {
        finding = finding.because(line, "the zone-pair, or the other interface");
    }
    for flow in &flows {
        for seen in &flow.observed {
            finding =
                finding.because(seen.span, "NAT comes before the firewall, so an entry is no sign that it got out");
        }
    }
    let least = flows.iter().map(|flow| confidence(flow)).min().unwrap_or(Confidence::Possible);
    Some(
        finding
            .help(help(drop, &flows))
            // Which addresses its lists see was not found documented.
            .confidence(least.min(Confidence::Likely))
            .concerning(context.names(flows.iter().copied()), members),
    )
}

fn confidence(flow: &JudgedFlow) -> Confidence {
    match flow.predicted.outcome {
        // Only on one of the ways it may take.
        Outcome::Unknown => Confidence::Possible,
        _ if flow.standing.answers_pass => Confidence::Possible,
        _ => flow.predicted.confidence,
    }
}

fn help(drop: &ZoneDrop, flows: &[&JudgedFlow]) -> String {
    let permits: Vec<_> = flows
        .iter()
        .map(|flow| {
            let flow = &flow.flow;
            let peer = flow.peer.map_or_else(|| "any".to_owned(), |peer| format!("host {peer}"));
            format!("'permit {} host {} {peer} eq {}'", flow.protocol, flow.local, flow.peer_port)
        })
        .collect();
    let permits = and_list(&permits);
    if drop.back {
        format!(
            "'inspect' instead of 'pass' on the pair from inside to outside lets the answers in by itself. A class-map \
             for these flows alone matches an access list with {permits}: the list names inside local addresses."
        )
    } else {
        format!(
            "On the zone-pair from inside to outside, a class that matches these flows needs the action 'inspect', above \
             any class that drops them. The class-map can match an access list with {permits}: the list names inside \
             local addresses, and 'inspect' lets the answers in, too."
        )
    }
}
