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
            findings.push(
                META.finding(
                    Some(at),
                    format!("{} is the router's own address on {}; Cisco documents a static that names it as unsupported on IOS-XE", endpoint.address, owner.name),
                )
                .at(rule.statement.span, format!("names {}", endpoint.address))
                .because(owned, "the router owns it")
                .help(format!(
                    "Use a public address that no interface has. Second best is the form 'interface {}' in place of the address: Cisco's \
                     text names interface overload as the one way to share an interface address and does not mention this form.",
                    owner.name
                ))
                .concerning(names, flows),
            );
        }
    }
    findings
}
