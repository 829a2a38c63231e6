//! HCX504: an appliance appears nowhere in the capture.

use std::collections::HashMap;

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{About, JudgedFlow, Open, Outcome};
use crate::locale::say;
use crate::model::ConfigState;
use crate::net::Endpoint;

pub(super) const META: Meta = Meta {
    code: "HCX504",
    name: "appliance-not-seen",
    severity: Severity::Warning,
    summary: || say!("hcx504-summary"),
    needs: "config or table",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_uplink: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, flow) in context.flows.iter().enumerate() {
        by_uplink.entry((flow.appliance, flow.flow.local)).or_default().push(at);
    }
    for (index, appliance) in context.appliances.iter().enumerate() {
        let mut told = None;
        for uplink in &appliance.uplinks {
            let flows = by_uplink.get(&(index, uplink.address)).cloned().unwrap_or_default();
            // No router that could be judged, or a part of its configuration: then nothing can be said either.
            let cut = |flow: &&JudgedFlow| {
                context
                    .device(flow)
                    .is_some_and(|device| matches!(device.config, ConfigState::Cut(_) | ConfigState::Filtered(_)))
            };
            if flows.is_empty() || context.at(&flows).iter().any(cut) {
                continue;
            }
            if context.at(&flows).iter().any(|flow| is_seen(context, flow)) {
                continue;
            }
            let misplaced = misplaced(context, &flows);
            // A range that nothing leads to is one thing that is wrong, and not as many as it has addresses.
            let of_range = appliance.possible && misplaced.is_none();
            if of_range && told.replace(uplink.span) == Some(uplink.span) {
                continue;
            }
            let who = context.who(&Endpoint::bare(uplink.address));
            let message = match misplaced {
                Some(open) => open.says.clone(),
                None if of_range => say!("hcx504-range", name = &appliance.name, address = uplink.address),
                None => say!("hcx504-message", who),
            };
            let help = if misplaced.is_some() { say!("hcx504-help-misplaced") } else { say!("hcx504-help") };
            let mut finding = META.finding(None, message).help(help).concerning(vec![appliance.name.clone()], flows);
            if let Some(open) = misplaced
                && let Some(span) = open.span
            {
                finding = finding.at(span, say!("hcx504-router-line"));
            }
            if let Some(span) = uplink.span {
                let says = if appliance.possible { say!("hcx504-range-line") } else { say!("hcx504-uplink-line") };
                finding = finding.at(span, says);
            }
            findings.push(finding);
        }
    }
    findings
}

/// Why an address cannot be an appliance's, where its place says so.
fn misplaced<'c>(context: &'c Context<'_>, flows: &[usize]) -> Option<&'c Open> {
    let place = |flow: &'c JudgedFlow| flow.standing.open.iter().find(|open| open.about == About::Place);
    context.at(flows).into_iter().find_map(place)
}

/// Whether something of a router has to do with the flow. A list that permits any host has not; but where routes are
/// learned, the host may be behind them.
fn is_seen(context: &Context<'_>, flow: &JudgedFlow) -> bool {
    let learned =
        context.device(flow).is_some_and(|device| !device.config_is_whole() || !device.routing_protocols.is_empty());
    let standing = &flow.standing;
    let ruled = standing.some_rule && learned && flow.predicted.outcome != Outcome::Unknown;
    standing.host_is_here || !flow.observed.is_empty() || ruled || standing.fixed_by.is_some()
}
