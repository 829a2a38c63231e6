//! The appliance uplinks that a plan is to give a static, and the ways they leave by.

use crate::eval::{JudgedFlow, StepKind};
use crate::fix::Situation;
use crate::model::{Device, GlobalPort, NatKind, NatRule, Selector, Target};
use crate::net::InterfaceName;

/// One inside local address to be given a static.
pub(super) struct Host<'a> {
    pub(super) flow: &'a JudgedFlow,
    /// Indices of its flows.
    pub(super) flows: Vec<usize>,
    /// The shared addresses it leaves by: several where each provider has a rule of its own. None when it shares none.
    pub(super) ways: Vec<Way<'a>>,
    /// It has the port now and should keep it.
    pub(super) holds: bool,
}

/// A shared address and the rule that translates to it.
pub(super) struct Way<'a> {
    pub(super) global: GlobalPort,
    pub(super) rule: &'a NatRule,
}

impl Situation<'_> {
    /// One host an inside local address. `alone` are flows that share no address and can be given one.
    pub(super) fn hosts<'s>(&'s self, device: &'s Device, flows: &[usize], alone: &[usize]) -> Vec<Host<'s>> {
        let mut hosts: Vec<Host<'s>> = Vec::new();
        for &at in flows {
            let Some(flow) = self.flows.get(at) else { continue };
            let holds = flow.observed.iter().any(|seen| seen.kept);
            let ways = ways(device, flow);
            if ways.is_empty() && (!alone.contains(&at) || flow.standing.fixed_by.is_some()) {
                continue;
            }
            let same =
                |host: &&mut Host<'_>| (host.flow.flow.local, &host.flow.flow.vrf) == (flow.flow.local, &flow.flow.vrf);
            if let Some(host) = hosts.iter_mut().find(same) {
                host.holds |= holds;
                host.flows.push(at);
            } else {
                hosts.push(Host { flow, flows: vec![at], ways, holds });
            }
        }
        hosts
    }

    pub(super) fn name(&self, host: &Host<'_>) -> &str {
        self.appliances.get(host.flow.appliance).map_or("the appliance", |appliance| appliance.name.as_str())
    }
}

/// The first shared address, and those of other providers where route-maps tell them apart.
fn ways<'d>(device: &'d Device, flow: &JudgedFlow) -> Vec<Way<'d>> {
    let Some((global, span)) = &flow.standing.shared else { return Vec::new() };
    let rule_at = |span| device.nat_rules.at(span);
    let Some(rule) = rule_at(*span) else { return Vec::new() };
    let mut ways = vec![Way { global: global.clone(), rule }];
    let matched = flow.trace.steps.iter().filter(|step| step.kind == StepKind::RuleMatched);
    for rule in matched.filter_map(|step| rule_at(*step.evidence.first()?)) {
        let known = ways.iter().any(|way| way.rule.statement.span == rule.statement.span);
        let both = route_map(rule).is_some() && ways.iter().all(|way| route_map(way.rule).is_some());
        if let (false, true, Some(global)) = (known, both, shared_by(device, rule)) {
            ways.push(Way { global, rule });
        }
    }
    ways
}

/// The address to which an overload rule translates first.
fn shared_by(device: &Device, rule: &NatRule) -> Option<GlobalPort> {
    rule.options.overload.as_ref()?;
    match target(rule)? {
        Target::Interface(name) => Some(GlobalPort::of_interface(device, name)),
        Target::Pool(name) => {
            let (first, _) = device.pools.get(name)?.ranges.first()?.value;
            Some(GlobalPort::Address(first.into()))
        }
    }
}

pub(super) fn route_map(rule: &NatRule) -> Option<&str> {
    match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::RouteMap(name) => Some(name),
            Selector::AccessList(_) => None,
        },
        NatKind::Static(_) => None,
    }
}

fn target(rule: &NatRule) -> Option<&Target> {
    match &rule.kind {
        NatKind::Dynamic(dynamic) => Some(&dynamic.target.value),
        NatKind::Static(_) => None,
    }
}

pub(super) fn target_interface(rule: &NatRule) -> Option<&InterfaceName> {
    match target(rule)? {
        Target::Interface(name) => Some(name),
        Target::Pool(_) => None,
    }
}
