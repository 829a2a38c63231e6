//! HCX107: NAT has failed to get addresses or ports, and dropped packets for it.

use super::context::and_list;
use super::passing::{concerned, dynamic_rule, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
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
    let mut found: Vec<(usize, Span, String, Vec<usize>)> = Vec::new();
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
fn failures(device: &Device, rule: &NatRule) -> Vec<(Span, String)> {
    let mut failures = Vec::new();
    let NatKind::Dynamic(dynamic) = &rule.kind else { return failures };
    let pool = match &dynamic.target.value {
        Target::Pool(name) => device.seen.pools.get(name),
        Target::Interface(_) => None,
    };
    let times = |count: u64| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    if let Some((pool, misses)) = pool.and_then(|pool| Some((pool, pool.misses.as_ref()?)))
        && misses.value > 0
    {
        failures.push((misses.span, format!("pool {} had no address left {}", pool.name.value, times(misses.value))));
    }
    let overload = rule.options.overload.is_some();
    let ports = pool.into_iter().filter(|_| overload).flat_map(|pool| &pool.ports);
    let none_left = |ports: &&Spanned<PortUse>| {
        let PortUse { protocol, low, assigned, available } = ports.value;
        protocol == Protocol::UDP && !low && available == 0 && assigned > 0
    };
    failures.extend(
        ports.filter(none_left).map(|ports| (ports.span, "the pool had no UDP port from 1024 up left".to_owned())),
    );
    let Some(nat) = &device.seen.nat else { return failures };
    let drops = nat.pool_drops.as_ref().filter(|drops| drops.value > 0 && failures.is_empty() && pool.is_some());
    failures.extend(drops.map(|drops| {
        let packets = if drops.value == 1 { "1 packet".to_owned() } else { format!("{} packets", drops.value) };
        (drops.span, format!("{packets} were dropped for lack of an address in a pool"))
    }));
    let blocks = nat.port_block_failures.as_ref().filter(|failed| failed.value > 0 && rule.options.overload.is_some());
    failures.extend(
        blocks.map(|failed| (failed.span, format!("NAT asked for a block of ports in vain {}", times(failed.value)))),
    );
    failures
}

fn finding(context: &Context<'_>, device: usize, span: Span, what: &str, members: &[usize]) -> Finding {
    let whom = and_list(&who(context, members));
    let (names, flows) = concerned(context, members);
    META.finding(Some(device), format!("{what}: a new entry of {whom} may fail the same way"))
        .at(span, "counted since the counters were cleared, or the router started")
        .help(
            "A counter says that it happened, not when. Type 'show ip nat statistics' twice, a minute apart: if it grows, it \
             happens now. A static NAT for the appliance takes part in none of this; a larger pool ends the shortage.",
        )
        .confidence(Confidence::Possible)
        .concerning(names, flows)
}
