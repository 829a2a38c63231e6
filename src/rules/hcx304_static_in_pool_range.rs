//! HCX304: the public address of an appliance's static is one that a pool hands out too.

use super::statics::{Own, of_appliances, typed, untyped};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::model::{Device, Direction, NatRule, Pool, StaticGlobal};
use crate::net::{Address, Endpoint};
use std::net::Ipv4Addr;

pub(super) const META: Meta = Meta {
    code: "HCX304",
    name: "static-in-pool-range",
    severity: Severity::Warning,
    summary: || say!("hcx304-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut known: Vec<(usize, Ipv4Addr, Ipv4Addr)> = Vec::new();
    for own in of_appliances(context).into_iter().filter(|own| own.in_its_vrf(context)) {
        let StaticGlobal::Address(endpoint) = &own.fixed.global.value else { continue };
        let Some(global) = endpoint.address.v4() else { continue };
        // 129 port statics of one host on one address are one finding.
        if known.contains(&(own.at, own.host, global)) {
            continue;
        }
        let Some((rule, pool)) = pool_with(own.device, own.rule.direction, global) else { continue };
        let shared = rule.options.overload.is_some();
        let whole = own.fixed.protocol.is_none();
        let first = pool.ranges.first().map(|range| range.value.0);
        let severity = match (whole, shared) {
            // The address that everybody shares: HCX307.
            (true, true) if first == Some(global) => continue,
            // One port of a shared address is what a port static is for; Cisco speaks against it for Catalyst alone.
            (false, true) if !own.device.is_xe() => continue,
            (false, true) => Severity::Note,
            _ => Severity::Warning,
        };
        known.push((own.at, own.host, global));
        findings.push(finding(context, &own, global, rule, pool).severity(severity));
    }
    findings
}

/// A dynamic rule and its pool that has the address.
fn pool_with(device: &Device, direction: Direction, global: Ipv4Addr) -> Option<(&NatRule, &Pool)> {
    device
        .nat_rules
        .dynamic()
        .iter()
        .filter(|rule| rule.direction == direction)
        .find_map(|rule| Some((rule, device.pool_of(rule).filter(|pool| pool.contains(global))?)))
}

fn finding(context: &Context<'_>, own: &Own<'_>, global: Ipv4Addr, rule: &NatRule, pool: &Pool) -> Finding {
    let who = own.who(context);
    let (host, name) = (own.host, &pool.name.value);
    let shared = rule.options.overload.is_some();
    let whole = own.fixed.protocol.is_none();
    let by = if shared { "overload" } else { "turn" };
    let sure = own.device.is_xe() && (whole || !shared);
    let other = own.fixed.global.value.clone();
    let placeholder = match other {
        StaticGlobal::Address(endpoint) => {
            StaticGlobal::Address(Endpoint { address: Address::Opaque("PUBLIC-ADDRESS".into()), ident: endpoint.ident })
        }
        StaticGlobal::Interface(..) => other,
    };
    let mut fixed = own.fixed.clone();
    fixed.global.value = placeholder;
    let (old, new) = (untyped(own.rule, own.fixed), typed(own.rule, &fixed, &own.rule.options));
    META.finding(Some(own.at), say!("hcx304-message", global, who, pool = name, by))
        .at(own.rule.statement.span, say!("hcx304-static-line", global, host))
        .because(pool.span, say!("hcx304-pool-line"))
        .because(rule.statement.span, say!("hcx304-rule-line"))
        .help(say!("hcx304-help", old, new, global, pool = name))
        .confidence(if sure { Confidence::Likely } else { Confidence::Possible })
        .concerning(context.names(context.at(&own.flows)), own.flows.clone())
}
