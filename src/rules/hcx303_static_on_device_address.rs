//! HCX303: on IOS-XE, a static that spells out an address the router owns.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;
use crate::model::{Direction, NatKind, StaticGlobal};

pub(super) const META: Meta = Meta {
    code: "HCX303",
    name: "static-on-device-address",
    severity: Severity::Warning,
    summary: || say!("hcx303-summary"),
    needs: "config",
    cure: Cure::Replace,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices().filter(|(_, device)| device.is_xe()) {
        for rule in device.nat_rules.iter().filter(|rule| rule.direction == Direction::InsideSource) {
            let NatKind::Static(fixed) = &rule.kind else { continue };
            let StaticGlobal::Address(endpoint) = &fixed.global.value else { continue };
            let Some(owner) = endpoint.address.v4().and_then(|address| device.owner_of(address)) else { continue };
            let (names, flows) = context.owners(at, &[&fixed.local.value]);
            let owned = owner.address.as_ref().map_or(owner.name.span, |address| address.span);
            let (address, interface) = (&endpoint.address, owner.name.to_string());
            findings.push(
                META.finding(Some(at), say!("hcx303-message", address, interface = &interface))
                    .at(rule.statement.span, say!("hcx303-line", address))
                    .because(owned, say!("hcx303-owner-line"))
                    .help(say!("hcx303-help", interface))
                    .concerning(names, flows),
            );
        }
    }
    findings
}
