//! HCX210: more addresses in an overload pool are not an address for each appliance.

use super::context::protocol;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow};
use crate::locale::{Text, say};
use crate::model::{Device, NatSetting, Pool};
use crate::net::Address;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX210",
    name: "pool-does-not-separate",
    severity: Severity::Note,
    summary: || say!("hcx210-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut pools: Vec<(usize, &Pool, Span, Vec<usize>)> = Vec::new();
    for (index, flow) in context.flows.iter().enumerate() {
        let Some((rule, pool)) = context.device(flow).and_then(|device| pool_of(device, flow)) else { continue };
        match pools.iter_mut().find(|(device, known, ..)| *device == flow.device && known.span == pool.span) {
            Some((.., members)) => members.push(index),
            None => pools.push((flow.device, pool, rule, vec![index])),
        }
    }
    pools.into_iter().filter_map(|(at, pool, rule, members)| finding(context, at, pool, rule, members)).collect()
}

/// The overload rule on a pool of several addresses that a flow leaves by.
fn pool_of<'d>(device: &'d Device, flow: &JudgedFlow) -> Option<(Span, &'d Pool)> {
    let here = flow.standing.host_is_here || !flow.observed.is_empty();
    let (_, span) = flow.standing.shared.as_ref()?;
    // Where the port is never handed out, by no address, HCX206 says all there is to say.
    if !here || flow.standing.never.is_some() {
        return None;
    }
    let pool = device.pool_of(device.nat_rules.at(*span)?).filter(|pool| pool.size() > 1)?;
    Some((*span, pool))
}

fn finding(context: &Context<'_>, at: usize, pool: &Pool, rule: Span, members: Vec<usize>) -> Option<Finding> {
    let device = context.network.devices.get(at)?;
    let (first, _) = pool.ranges.first()?.value;
    let flows = context.at(&members);
    // The table shows another address in use: then this router does separate them, or has done so.
    let elsewhere = |flow: &&JudgedFlow| {
        let seen = flow.observed.iter().filter_map(|seen| seen.inside_global.address.v4());
        seen.into_iter().any(|global| pool.contains(global) && global != first)
    };
    if flows.iter().any(elsewhere) {
        return None;
    }
    let names = context.names(flows.iter().copied());
    let one = *flows.first()?;
    let (name, size) = (&pool.name.value, pool.size());
    let pinned = device.nat_settings.iter().find(|setting| matches!(setting.value, NatSetting::Pap { .. }));
    let how = match (pinned, device.is_xe()) {
        (Some(_), _) => say!("hcx210-pinned"),
        (None, true) => say!("hcx210-xe"),
        (None, false) => say!("hcx210-classic", first),
    };
    let so = if names.len() > 1 {
        say!("hcx210-not-apart", names = &names)
    } else {
        say!("hcx210-not-kept", udp = protocol(one), port = one.flow.local_port, names = &names)
    };
    let mut finding = META
        .finding(Some(at), say!("hcx210-pool", name, size, how, so))
        .at(pool.span, say!("hcx210-addresses", size))
        .because(rule, say!("hcx210-rule"));
    if let Some(setting) = pinned {
        finding = finding.because(setting.span, say!("hcx210-paired"));
    }
    let confidence = if device.is_xe() { Confidence::Possible } else { Confidence::Likely };
    Some(finding.help(help(device, &flows, pool)).confidence(confidence).concerning(names, members))
}

fn help(device: &Device, flows: &[&JudgedFlow], pool: &Pool) -> Text {
    let mut hosts: Vec<_> = flows.iter().map(|flow| flow.flow.local).collect();
    hosts.dedup();
    let host = hosts.first().map_or_else(|| "ADDRESS".to_owned(), |host| Address::V4(*host).to_string());
    let platform = if device.is_xe() { "xe" } else { "classic" };
    say!("hcx210-help", platform, host, pool = &pool.name.value)
}
