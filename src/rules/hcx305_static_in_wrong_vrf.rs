//! HCX305: a static names an appliance, but in another VRF than the one the appliance is in.

use super::statics::{Own, of_appliances, typed, untyped};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Verdict, ingress};
use crate::locale::say;
use crate::model::{Interface, NatOptions};
use crate::source::Spanned;

pub(super) const META: Meta = Meta {
    code: "HCX305",
    name: "static-in-wrong-vrf",
    severity: Severity::Error,
    summary: || say!("hcx305-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let statics = of_appliances(context);
    let mut findings: Vec<Finding> = Vec::new();
    for own in &statics {
        let flows = context.at(&own.flows);
        let Some(flow) = flows.first().filter(|_| flows.iter().all(|flow| flow.standing.fixed_by.is_none())) else {
            continue;
        };
        // What the inventory says of the VRF is compared too: `ingress` looks into that one only.
        let ways = ingress(own.device, own.host, flow.flow.vrf.as_deref());
        let arrivals: Vec<&Interface> = ways.all.iter().map(|way| way.interface).collect();
        let fits = |interface: &&Interface| interface.vrf_name() == own.rule.vrf();
        let Some(arrival) =
            arrivals.first().filter(|_| ways.decided && for_port(own, &flows) && !arrivals.iter().any(fits))
        else {
            continue;
        };
        // Another static of the host that is right, or that was told of already.
        let known = findings.iter().any(|known| known.device == Some(own.at) && known.flows == own.flows);
        let right = statics.iter().filter(|other| (other.at, other.host) == (own.at, own.host));
        let right = right.into_iter().any(|other| arrival.vrf_name() == other.rule.vrf() && for_port(other, &flows));
        if !known && !right {
            findings.push(finding(context, own, arrival));
        }
    }
    findings
}

/// Whether a static is for the whole address, or for a port that is asked about.
fn for_port(own: &Own<'_>, flows: &[&JudgedFlow]) -> bool {
    let Some(protocol) = own.fixed.protocol else { return true };
    let port = own.fixed.local.value.port();
    flows.iter().any(|flow| flow.flow.protocol == protocol && port == Some(flow.flow.local_port))
}

fn finding(context: &Context<'_>, own: &Own<'_>, arrival: &Interface) -> Finding {
    let (who, host, interface) = (own.who(context), own.host, arrival.name.to_string());
    let (arrival_in_words, arrival_line) = match arrival.vrf_name() {
        Some(vrf) => (say!("hcx305-arrival-in-vrf", interface, vrf), say!("hcx305-arrival-in-vrf-line", host, vrf)),
        None => (say!("hcx305-arrival-in-none", interface), say!("hcx305-arrival-in-none-line", host)),
    };
    let (message, static_line) = match own.rule.vrf() {
        Some(vrf) => (say!("hcx305-in-vrf", who, vrf, arrival = arrival_in_words), say!("hcx305-in-vrf-line", vrf)),
        None => (say!("hcx305-in-none", who, arrival = arrival_in_words), say!("hcx305-in-none-line")),
    };
    let line = arrival.vrf.as_ref().map_or(arrival.name.span, |vrf| vrf.span);
    let mut options = NatOptions::clone(&own.rule.options);
    options.vrf = arrival.vrf.as_ref().map(|vrf| Spanned::new(vrf.value.clone(), vrf.span));
    options.match_in_vrf = options.match_in_vrf.filter(|_| options.vrf.is_some());
    let flows = context.at(&own.flows);
    let fails = flows.iter().any(|flow| flow.verdict == Verdict::Fail);
    let (old, new) = (untyped(own.rule, own.fixed), typed(own.rule, own.fixed, &options));
    META.finding(Some(own.at), message)
        .at(own.rule.statement.span, static_line)
        .because(line, arrival_line)
        .help(say!("hcx305-help", old, new))
        .severity(if fails { Severity::Error } else { Severity::Warning })
        // That a static is looked at in its own VRF only follows from the option; no text says it in so many words.
        .confidence(Confidence::Likely)
        .concerning(context.names(flows), own.flows.clone())
        .covering(&["HCX202", "HCX203"])
}
