//! HCX411: the zone-based firewall drops an appliance's packets, or the answers.

use super::context::protocol;
use super::filter::is_hopeless;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, ZoneDrop};
use crate::locale::{Text, say};
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
    let (protocol, port) = (protocol(first), first.flow.local_port);
    let who: Vec<_> = flows.iter().map(|flow| context.who(&Endpoint::bare(flow.flow.local))).collect();
    let (who, why) = (&who, &drop.why);
    let (message, way) = if drop.back {
        (say!("hcx411-answers", protocol, port, who, why), say!("hcx411-answers-line"))
    } else {
        (say!("hcx411-sent", protocol, port, who, why), say!("hcx411-sent-line"))
    };
    let mut finding = META.finding(Some(device), message).at(drop.entry, way);
    for &line in drop.at.iter().filter(|line| **line != drop.entry) {
        finding = finding.because(line, say!("hcx411-pair"));
    }
    for flow in &flows {
        for seen in &flow.observed {
            finding = finding.because(seen.span, say!("hcx411-row"));
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

fn help(drop: &ZoneDrop, flows: &[&JudgedFlow]) -> Text {
    let permits: Vec<_> = flows
        .iter()
        .map(|flow| {
            let flow = &flow.flow;
            let peer = flow.peer.map_or_else(|| "any".to_owned(), |peer| format!("host {peer}"));
            format!("'permit {} host {} {peer} eq {}'", flow.protocol, flow.local, flow.peer_port)
        })
        .collect();
    let permits = &permits;
    if drop.back { say!("hcx411-answers-help", permits) } else { say!("hcx411-sent-help", permits) }
}
