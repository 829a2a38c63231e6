//! HCX107: NAT has failed to get addresses or ports, and dropped packets for it.

use super::passing::{concerned, dynamic_rule, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::{Text, say};
use crate::model::{Device, NatKind, NatRule, PortUse, Target};
use crate::net::Protocol;
use crate::source::{Span, Spanned};

pub(super) const META: Meta = Meta {
    code: "HCX107",
    name: "allocation-failed",
    severity: Severity::Warning,
    summary: || say!("hcx107-summary"),
    needs: "config and show ip nat statistics",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut found: Vec<(usize, Span, Text, Vec<usize>)> = Vec::new();
    for (at, passing) in passing(context) {
        let Some(rule) = dynamic_rule(context, passing.flow) else { continue };
        for (span, what) in failures(passing.device, rule) {
            match found.iter_mut().find(|(_, known, ..)| *known == span) {
                Some((.., members)) => members.push(at),
                None => found.push((passing.flow.device, span, what, vec![at])),
            }
        }
    }
    found.into_iter().map(|(device, span, what, members)| finding(context, device, span, &what, &members)).collect()
}

/// What was counted that may concern a rule: failures of its own pool, and those that name none.
fn failures(device: &Device, rule: &NatRule) -> Vec<(Span, Text)> {
    let mut failures = Vec::new();
    let NatKind::Dynamic(dynamic) = &rule.kind else { return failures };
    let pool = match &dynamic.target.value {
        Target::Pool(name) => device.seen.pools.get(name),
        Target::Interface(_) => None,
    };
    if let Some((pool, misses)) = pool.and_then(|pool| Some((pool, pool.misses.as_ref()?)))
        && misses.value > 0
    {
        failures.push((misses.span, say!("hcx107-misses", pool = &pool.name.value, count = misses.value)));
    }
    let overload = rule.options.overload.is_some();
    let ports = pool.into_iter().filter(|_| overload).flat_map(|pool| &pool.ports);
    let none_left = |ports: &&Spanned<PortUse>| {
        let PortUse { protocol, low, assigned, available } = ports.value;
        protocol == Protocol::UDP && !low && available == 0 && assigned > 0
    };
    failures.extend(ports.filter(none_left).map(|ports| (ports.span, say!("hcx107-no-port"))));
    let Some(nat) = &device.seen.nat else { return failures };
    let drops = nat.pool_drops.as_ref().filter(|drops| drops.value > 0 && failures.is_empty() && pool.is_some());
    failures.extend(drops.map(|drops| (drops.span, say!("hcx107-drops", count = drops.value))));
    let blocks = nat.port_block_failures.as_ref().filter(|failed| failed.value > 0 && rule.options.overload.is_some());
    failures.extend(blocks.map(|failed| (failed.span, say!("hcx107-blocks", count = failed.value))));
    failures
}

fn finding(context: &Context<'_>, device: usize, span: Span, what: &Text, members: &[usize]) -> Finding {
    let whom = &who(context, members);
    let (names, flows) = concerned(context, members);
    META.finding(Some(device), say!("hcx107-failed", what, whom))
        .at(span, say!("hcx107-counter"))
        .help(say!("hcx107-help"))
        .confidence(Confidence::Possible)
        .concerning(names, flows)
}
