//! HCX302: a static takes the ports on which the router itself speaks IPsec.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, ike_now, router_speaks_ike};
use crate::locale::say;
use crate::model::{Direction, GlobalPort, NatKind};
use crate::net::Protocol;

pub(super) const META: Meta = Meta {
    code: "HCX302",
    name: "static-takes-router-ike",
    severity: Severity::Error,
    summary: || say!("hcx302-summary"),
    needs: "config",
    cure: Cure::Replace,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        for rule in device.nat_rules.iter().filter(|rule| rule.direction == Direction::InsideSource) {
            let NatKind::Static(fixed) = &rule.kind else { continue };
            let (global, port) = GlobalPort::of_static(device, fixed);
            let takes_ike = match fixed.protocol {
                None => fixed.network.is_none(),
                Some(protocol) => protocol == Protocol::UDP && matches!(port, Some(500 | 4500)),
            };
            let Some(ike) = takes_ike.then(|| router_speaks_ike(device, &global)).flatten() else { continue };
            let (names, flows) = context.owners(at, &[&fixed.local.value]);
            let (host, global_address) = (&fixed.local.value.address, global.in_words());
            let (message, line) = match port {
                Some(port) => {
                    (say!("hcx302-port", port, global = global_address, host), say!("hcx302-port-line", port))
                }
                None => (say!("hcx302-every-port", global = global_address, host), say!("hcx302-every-port-line")),
            };
            let up = ike_now(device, &global);
            let mut finding = META
                .finding(Some(at), message)
                .at(rule.statement.span, line)
                .because(ike, say!("hcx302-ipsec-line"))
                .help(say!("hcx302-help"))
                .confidence(if rule.options.route_map.is_some() { Confidence::Possible } else { Confidence::Likely })
                .concerning(names, flows);
            if let Some(sa) = up.filter(|sa| sa.span != ike) {
                finding = finding.because(sa.span, say!("hcx302-up-line", version = sa.version));
            }
            findings.push(finding);
        }
    }
    findings
}
