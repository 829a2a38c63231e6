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

/// What a static occupies on the outside: protocol (none: all), address, port (none: all).
type Claim = (Option<Protocol>, GlobalPort, Option<u16>);

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
            let claim = match &fixed.global.value {
                StaticGlobal::Address(endpoint) => {
                    (fixed.protocol, GlobalPort::Address(endpoint.address.clone()), endpoint.port())
                }
                StaticGlobal::Interface(name, port) => (fixed.protocol, GlobalPort::of_interface(device, name), *port),
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
    let (_, global, port) = claim;
    let endpoint = port.map_or_else(|| global.to_string(), |port| format!("{global}:{port}"));
    META.finding(Some(at), format!("two statics give {endpoint} to different hosts: {holder} and {local}"))
        .at(rule.statement.span, format!("gives it to {local}"))
        .because(other.statement.span, format!("gives it to {holder}"))
        .help(
            "One endpoint can belong to one inside host. A router refuses the second line (that the message is \
             '% similar static entry already exists' is known from emulators only), so check which of the two is in force.",
        )
        .confidence(Confidence::Likely)
}
