//! HCX208: a pool without overload has no address left for an appliance.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome};
use crate::locale::say;
use crate::model::{Device, Pool};
use crate::net::{Address, Endpoint};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX208",
    name: "pool-exhausted",
    severity: Severity::Error,
    summary: || say!("hcx208-summary"),
    needs: "config",
    cure: Cure::OwnAddress,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut pools: Vec<(usize, &Pool, Span, Vec<usize>)> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        let Some((rule, pool)) = context.device(flow).and_then(|device| own_address(device, flow)) else { continue };
        match pools.iter_mut().find(|(device, known, ..)| *device == flow.device && known.span == pool.span) {
            Some((.., members)) => members.push(at),
            None => pools.push((flow.device, pool, rule, vec![at])),
        }
    }
    pools
        .into_iter()
        .filter_map(|(device, pool, rule, members)| finding(context, device, pool, rule, &members))
        .collect()
}

/// The rule without overload that takes the flow, and its pool.
fn own_address<'d>(device: &'d Device, flow: &JudgedFlow) -> Option<(Span, &'d Pool)> {
    let predicted = &flow.predicted;
    // A rule that would take any host proves nothing of one that is not known to be behind this router.
    let here = flow.standing.host_is_here || !flow.observed.is_empty();
    if !here || predicted.outcome == Outcome::Unknown || flow.standing.dropped_by.is_some() {
        return None;
    }
    let rule = device.nat_rules.at(predicted.rule?)?;
    let pool = device.pool_of(rule).filter(|_| rule.options.overload.is_none())?;
    Some((rule.statement.span, pool))
}

fn finding(context: &Context<'_>, device: usize, pool: &Pool, rule: Span, members: &[usize]) -> Option<Finding> {
    let is = |at: &usize, test: &dyn Fn(&JudgedFlow) -> bool| context.flows.get(*at).is_some_and(test);
    let mut hosts: Vec<_> = context.at(members).iter().map(|flow| (flow.flow.local, &flow.flow.vrf)).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let size = pool.size();
    let used_up = members.iter().any(|at| is(at, &gets_none));
    if !used_up && hosts.len() as u64 <= size {
        return None;
    }
    let loses = |flow: &JudgedFlow| if used_up { gets_none(flow) } else { !flow.observed.iter().any(|seen| seen.kept) };
    let losers: Vec<usize> = members.iter().copied().filter(|at| is(at, &loses)).collect();
    let flows = context.at(&losers);
    let name = &pool.name.value;
    let addresses = &say!("hcx208-addresses", size);
    let names = context.names(flows.iter().copied());
    let message = if used_up {
        say!("hcx208-used-up", count = names.len(), names = &names, pool = name, addresses)
    } else {
        say!("hcx208-too-few", names = &context.names(context.at(members)), pool = name, addresses)
    };
    let seen = context.network.devices.get(device).and_then(|device| device.seen.used_up(name));
    let mut finding =
        META.finding(Some(device), message).at(rule, say!("hcx208-rule")).because(pool.span, addresses.clone());
    if let Some(allocated) = seen.and_then(|pool| pool.allocated.as_ref()) {
        finding = finding.because(allocated.span, say!("hcx208-allocated", count = allocated.value));
    }
    let losing: Vec<_> = flows.iter().map(|flow| Address::V4(flow.flow.local)).collect();
    for (span, local, global) in holders(context.network.devices.get(device)?, pool, &losing) {
        finding = finding.because(span, say!("hcx208-holder", who = context.who(&Endpoint::bare(local)), global));
    }
    let least = flows.iter().map(|flow| flow.predicted.confidence).min().unwrap_or(Confidence::Possible);
    Some(
        finding
            .help(say!("hcx208-help"))
            // What becomes of a packet for which no address is left was not found documented for classic IOS.
            .confidence(least.min(Confidence::Likely))
            .concerning(names, losers),
    )
}

/// Whether the table shows that no address is left for it.
fn gets_none(flow: &JudgedFlow) -> bool {
    flow.predicted.outcome == Outcome::Dropped
}

/// Rows that show who has an address of the pool, a few of them.
fn holders(device: &Device, pool: &Pool, losing: &[Address]) -> Vec<(Span, std::net::Ipv4Addr, Address)> {
    let mut found: Vec<(Span, std::net::Ipv4Addr, Address)> = Vec::new();
    for row in &device.table.rows {
        let (Some(local), Some(global)) = (&row.inside_local, &row.inside_global) else { continue };
        let known = found.iter().any(|(.., address)| *address == global.address);
        let in_pool = global.address.v4().is_some_and(|address| pool.contains(address));
        if let Some(host) = local.address.v4().filter(|_| in_pool && !known && !losing.contains(&local.address)) {
            found.push((row.span, host, global.address.clone()));
        }
    }
    found.truncate(4);
    found
}
