//! HCX301: two statics exclude each other.

use std::collections::HashMap;

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::{Text, say};
use crate::model::{Device, Direction, GlobalPort, NatKind, NatRule};
use crate::net::{Endpoint, Protocol};

pub(super) const META: Meta = Meta {
    code: "HCX301",
    name: "static-conflict",
    severity: Severity::Error,
    summary: || say!("hcx301-summary"),
    needs: "config",
    cure: Cure::Replace,
};

/// What a static occupies on the outside: the VRF, where the global address is in one (`match-in-vrf`), protocol (none:
/// all), address, port (none: all).
type Claim = (Option<String>, Option<Protocol>, GlobalPort, Option<u16>);

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let statics: Vec<_> = device.nat_rules.iter().filter_map(|rule| claim(device, rule)).collect();
        let mut first: HashMap<&Claim, (&NatRule, &Endpoint)> = HashMap::new();
        for (claim, rule, local) in &statics {
            let (other, holder) = *first.entry(claim).or_insert((rule, local));
            if (holder, other.vrf()) != (*local, rule.vrf()) {
                findings.push(conflict(context, at, (rule, local), (other, holder), claim));
            }
        }
        // One port of an address that another host has whole.
        for (claim, rule, local) in statics.iter().filter(|(claim, ..)| claim.3.is_some()) {
            let whole = (claim.0.clone(), None, claim.2.clone(), None);
            let Some(&(other, holder)) = first.get(&whole) else { continue };
            if (&holder.address, other.vrf()) != (&local.address, rule.vrf()) {
                let finding = conflict(context, at, (rule, local), (other, holder), claim);
                findings.push(finding.confidence(Confidence::Possible));
            }
        }
    }
    findings
}

/// A route-map makes statics conditional: two for one endpoint are then a known way to split traffic.
fn claim<'a>(device: &Device, rule: &'a NatRule) -> Option<(Claim, &'a NatRule, &'a Endpoint)> {
    let NatKind::Static(fixed) = &rule.kind else { return None };
    if rule.direction != Direction::InsideSource || fixed.network.is_some() || rule.options.route_map.is_some() {
        return None;
    }
    let (global, port) = GlobalPort::of_static(device, fixed);
    let in_vrf = rule.options.match_in_vrf.as_ref().and(rule.vrf());
    Some(((in_vrf.map(str::to_owned), fixed.protocol, global, port), rule, &fixed.local.value))
}

fn conflict(
    context: &Context<'_>,
    at: usize,
    new: (&NatRule, &Endpoint),
    old: (&NatRule, &Endpoint),
    claim: &Claim,
) -> Finding {
    let ((rule, local), (other, holder)) = (new, old);
    let (names, flows) = context.owners(at, &[holder, local]);
    let (local, holder) = (&in_vrf(local, rule), &in_vrf(holder, other));
    let global = claim.2.to_string();
    let message = match claim.3 {
        Some(port) => say!("hcx301-port", port, global, holder, local),
        None => say!("hcx301-address", global, holder, local),
    };
    META.finding(Some(at), message)
        .at(rule.statement.span, say!("hcx301-line", host = local))
        .because(other.statement.span, say!("hcx301-line", host = holder))
        .help(say!("hcx301-help"))
        .confidence(Confidence::Likely)
        .concerning(names, flows)
}

/// A host, and the VRF in which a static has it.
fn in_vrf(host: &Endpoint, rule: &NatRule) -> Text {
    rule.vrf().map_or_else(|| Text::from(host.to_string()), |vrf| say!("hcx301-host-in-vrf", host, vrf))
}
