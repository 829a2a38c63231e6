//! HCX504: an appliance appears nowhere in the capture.

use super::{Cure, Context, Finding, Meta, Severity};
use crate::eval::{JudgedFlow, Outcome};
use crate::model::ConfigState;
use crate::net::Endpoint;

pub(super) const META: Meta = Meta {
    code: "HCX504",
    name: "appliance-not-seen",
    severity: Severity::Warning,
    summary: "no interface, route, NAT rule or table row of the capture has to do with an appliance",
    needs: "config or table",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, appliance) in context.appliances.iter().enumerate() {
        for uplink in &appliance.uplinks {
            let flows: Vec<usize> = (0..context.flows.len())
                .filter(|&at| context.flows.get(at).is_some_and(|f| f.appliance == index && f.flow.local == uplink.address))
                .collect();
            // No router that could be judged, or a part of its configuration: then nothing can be said either.
            let cut = |flow: &&JudgedFlow| {
                context.device(flow).is_some_and(|device| {
                    matches!(device.config, ConfigState::Cut(_) | ConfigState::Filtered(_))
                })
            };
            if flows.is_empty() || context.at(&flows).iter().any(cut) {
                continue;
            }
            let seen = context.at(&flows).iter().any(|flow| {
                let named = flow.standing.host_is_here || flow.standing.some_rule || !flow.observed.is_empty();
                named && flow.predicted.outcome != Outcome::Unknown || !flow.observed.is_empty() || flow.standing.host_is_here
            });
            if seen {
                continue;
            }
            let mut finding = META
                .finding(
                    None,
                    format!("{} appears nowhere in the capture: no interface, no route, no NAT rule and no row leads to it", context.who(&Endpoint::bare(uplink.address))),
                )
                .help(
                    "Check the address, and that this is the router in front of the appliance's uplink network. If it is, paste \
                     'show running-config' and 'show ip nat translations' in full.",
                )
                .concerning(vec![appliance.name.clone()], flows);
            if let Some(span) = uplink.span {
                finding = finding.at(span, "this address");
            }
            findings.push(finding);
        }
    }
    findings
}
