//! HCX301: two statics exclude each other.

use std::net::Ipv4Addr;

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::{Text, say};
use crate::model::{Device, Direction, GlobalPort, NatKind, NatRule};
use crate::net::{Address, Endpoint, Protocol};

pub(super) const META: Meta = Meta {
    code: "HCX301",
    name: "static-conflict",
    severity: Severity::Error,
    summary: || say!("hcx301-summary"),
    needs: "config",
    cure: Cure::Replace,
};

/// What a static occupies on the outside: address, port (none: all), protocol (none: all), and the VRF, where the global
/// address is in one (`match-in-vrf`). Before them address and port as a number, by which nearly all are told apart.
type Claim = (u64, GlobalPort, Option<u16>, Option<Protocol>, Option<String>);

fn claim_of(global: GlobalPort, port: Option<u16>, protocol: Option<Protocol>, vrf: Option<String>) -> Claim {
    let address = global.address().and_then(Address::v4).map_or(0, Ipv4Addr::to_bits);
    (u64::from(address) << 16 | u64::from(port.unwrap_or(0)), global, port, protocol, vrf)
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let statics: Vec<_> = device.nat_rules.iter().filter_map(|rule| claim(device, rule)).collect();
        // Sorted, because there can be a million, and a table of hashes takes five times as long.
        let mut sorted: Vec<_> = statics.iter().collect();
        sorted.sort_by_key(|(claim, ..)| claim);
        let first = |claim: &Claim| {
            let at = sorted.partition_point(|(known, ..)| known < claim);
            sorted.get(at).filter(|(known, ..)| known == claim).map(|(_, rule, local)| (*rule, *local))
        };
        for (claim, rule, local) in &statics {
            let Some((other, holder)) = first(claim) else { continue };
            if (holder, other.vrf()) != (*local, rule.vrf()) {
                findings.push(conflict(context, at, (rule, local), (other, holder), claim));
            }
        }
        // One port of an address that another host has whole.
        for (claim, rule, local) in statics.iter().filter(|(claim, ..)| claim.2.is_some()) {
            let whole = claim_of(claim.1.clone(), None, None, claim.4.clone());
            let Some((other, holder)) = first(&whole) else { continue };
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
    Some((claim_of(global, port, fixed.protocol, in_vrf.map(str::to_owned)), rule, &fixed.local.value))
}

fn conflict(
    context: &Context<'_>,
    at: usize,
    new: (&NatRule, &Endpoint),
    old: (&NatRule, &Endpoint),
    claim: &Claim,
) -> Finding {
    let ((rule, local), (other, holder)) = (new, old);
    let (_, global, port, ..) = claim;
    let (names, flows) = context.owners(at, &[holder, local]);
    let (local, holder) = (&in_vrf(local, rule), &in_vrf(holder, other));
    let global = global.in_words();
    let message = match *port {
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
