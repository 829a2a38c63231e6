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
        // Sorted, because there can be a million, and a table of hashes takes five times as long. Of equal claims the
        // first to be made stays in front.
        let mut statics: Vec<_> = device.nat_rules.iter().filter_map(|rule| claim(device, rule)).collect();
        statics.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        for equal in statics.chunk_by(|(one, ..), (other, ..)| one == other) {
            let Some(((claim, other, holder), later)) = equal.split_first() else { continue };
            let others = later.iter().filter(|(_, rule, local)| (*holder, other.vrf()) != (*local, rule.vrf()));
            findings
                .extend(others.map(|(_, rule, local)| conflict(context, at, (rule, local), (other, holder), claim)));
        }
        // One port of an address that another host has whole.
        for of_address in statics.chunk_by(|(one, ..), (other, ..)| one.0 >> 16 == other.0 >> 16) {
            let is_whole = |claim: &Claim| claim.2.is_none() && claim.3.is_none();
            if !of_address.iter().any(|(claim, ..)| is_whole(claim)) {
                continue;
            }
            for (claim, rule, local) in of_address.iter().filter(|(claim, ..)| claim.2.is_some()) {
                let whole = claim_of(claim.1.clone(), None, None, claim.4.clone());
                let first = of_address.partition_point(|(known, ..)| *known < whole);
                let owner = of_address.get(first).filter(|(known, ..)| *known == whole);
                let Some((_, other, holder)) = owner else { continue };
                if (&holder.address, other.vrf()) != (&local.address, rule.vrf()) {
                    let finding = conflict(context, at, (rule, local), (other, holder), claim);
                    findings.push(finding.confidence(Confidence::Possible));
                }
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
    // What is redacted alike need not be alike.
    if matches!(global.address(), Some(Address::Opaque(_))) {
        return None;
    }
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
