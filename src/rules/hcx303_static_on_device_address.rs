//! HCX303: on IOS-XE, a static or a pool that spells out an address the router owns.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::JudgedFlow;
use crate::locale::say;
use crate::model::{Device, Direction, NatKind, NatRule, StaticGlobal};

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
        findings.extend(device.nat_rules.dynamic().iter().filter_map(|rule| of_pool(context, at, device, rule)));
    }
    findings
}

/// A pool that holds an address of the router, and whose rule takes an appliance.
fn of_pool(context: &Context<'_>, at: usize, device: &Device, rule: &NatRule) -> Option<Finding> {
    let pool = device.pool_of(rule).filter(|_| rule.direction == Direction::InsideSource)?;
    let taken = |flow: &JudgedFlow| flow.device == at && flow.predicted.rule == Some(rule.statement.span);
    let taken: Vec<usize> =
        (0..context.flows.len()).filter(|&flow| context.flows.get(flow).is_some_and(taken)).collect();
    if taken.is_empty() {
        return None;
    }
    let mut own = device.interfaces.iter().flat_map(|interface| interface.prefixes().map(move |own| (own, interface)));
    let (own, owner) = own.find(|(own, _)| pool.contains(own.address))?;
    let (name, address, interface) = (&pool.name.value, own.address, owner.name.to_string());
    let names = context.names(context.at(&taken));
    Some(
        META.finding(Some(at), say!("hcx303-pool", name, address, interface = &interface))
            .at(pool.name.span, say!("hcx303-pool-line", address))
            .because(owner.address_line().unwrap_or(owner.span), say!("hcx303-owner-line"))
            .because(rule.statement.span, say!("hcx303-pool-rule"))
            .help(say!("hcx303-pool-help", interface))
            .concerning(names, taken),
    )
}
