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
            let what = port.map_or_else(|| "every port".to_owned(), |port| format!("UDP {port}"));
            let up = ike_now(device, &global);
            let mut finding = META
                .finding(
                    Some(at),
                    format!("this static hands {what} of {global} to {}, and the router's own IPsec on that address may lose it", fixed.local.value.address),
                )
                .at(rule.statement.span, format!("takes {what}"))
                .because(ike, "the router itself speaks IPsec here")
                .help(
                    "From outside to inside NAT comes before routing, so a packet for the router itself goes to the inside host. Some \
                     releases may guard against it. Give the appliance a second public address, or another global port.",
                )
                .confidence(if rule.options.route_map.is_some() { Confidence::Possible } else { Confidence::Likely })
                .concerning(names, flows);
            if let Some(sa) = up.filter(|sa| sa.span != ike) {
                finding = finding.because(sa.span, format!("and this IKEv{} tunnel of its own is up now", sa.version));
            }
            findings.push(finding);
        }
    }
    findings
}
