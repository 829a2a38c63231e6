//! HCX301: two statics exclude each other.

use std::collections::HashMap;

use super::{Context, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::model::{Direction, GlobalPort, NatKind, NatRule, StaticGlobal};
use crate::net::{Endpoint, Protocol};

pub(super) const META: Meta = Meta {
    code: "HCX301",
    name: "static-conflict",
    severity: Severity::Error,
    summary: "two static NAT rules give the same inside global endpoint to different hosts",
    needs: "config",
};

/// What a static occupies on the outside: the VRF, where the global address is in one (`match-in-vrf`), protocol (none:
/// all), address, port (none: all).
type Claim = (Option<String>, Option<Protocol>, GlobalPort, Option<u16>);

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let mut claims: HashMap<Claim, (&NatRule, &Endpoint)> = HashMap::new();
        for rule in device.nat_rules.iter().filter(|rule| rule.direction == Direction::InsideSource) {
            let NatKind::Static(fixed) = &rule.kind else { continue };
            // A route-map makes statics conditional: two for one endpoint are then a known way to split traffic.
            if fixed.network.is_some() || rule.options.route_map.is_some() {
                continue;
            }
            let in_vrf = rule.options.match_in_vrf.as_ref().and(rule.options.vrf.as_ref());
            let vrf = in_vrf.map(|vrf| vrf.value.clone());
            let claim = match &fixed.global.value {
                StaticGlobal::Address(endpoint) => {
                    (vrf, fixed.protocol, GlobalPort::Address(endpoint.address.clone()), endpoint.port())
                }
                StaticGlobal::Interface(name, port) => {
                    (vrf, fixed.protocol, GlobalPort::of_interface(device, name), *port)
                }
            };
            let local = &fixed.local.value;
            match claims.get(&claim) {
                Some((other, holder)) if *holder != local => findings.push(conflict(at, rule, other, local, holder, &claim)),
                Some(_) => {}
                None => {
                    claims.insert(claim, (rule, local));
                }
            }
        }
    }
    findings
}

fn conflict(at: usize, rule: &NatRule, other: &NatRule, local: &Endpoint, holder: &Endpoint, claim: &Claim) -> Finding {
    let (_, _, global, port) = claim;
    let endpoint = port.map_or_else(|| global.to_string(), |port| format!("{global}:{port}"));
    META.finding(Some(at), format!("two statics give {endpoint} to different hosts: {holder} and {local}"))
        .at(rule.statement.span, format!("gives it to {local}"))
        .because(other.statement.span, format!("gives it to {holder}"))
        .help(
            "One endpoint can belong to one inside host. A router is expected to refuse the second line, so check on it which of \
             the two is in force, and give the other host another address or port.",
        )
        .confidence(Confidence::Likely)
}
