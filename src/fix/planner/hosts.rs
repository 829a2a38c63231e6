//! The appliance uplinks that a plan is to give a static, and the ways they leave by.

use super::replace::Removal;
use crate::eval::{JudgedFlow, StepKind, Verdict};
use crate::fix::Situation;
use crate::model::{Device, GlobalPort, NatKind, NatRule, Selector, StaticGlobal, Target};
use crate::net::{Address, Endpoint, InterfaceName};

/// One inside local address to be given a static.
pub(super) struct Host<'a> {
    pub(super) flow: &'a JudgedFlow,
    /// Indices of its flows.
    pub(super) flows: Vec<usize>,
    /// The shared addresses it leaves by: several where each provider has a rule of its own. None when it shares none.
    pub(super) ways: Vec<Way<'a>>,
    /// It has the port now.
    pub(super) holds: bool,
    /// It has the port now and nothing is wrong with it: what works is not moved.
    pub(super) keeps: bool,
    /// Some flow of it fails today.
    pub(super) fails: bool,
}

/// A shared address and the rule that translates to it.
#[derive(Clone)]
pub(super) struct Way<'a> {
    pub(super) global: GlobalPort,
    pub(super) rule: &'a NatRule,
    /// The interface that owns the address, where the form `interface NAME PORT` is to be used.
    pub(super) interface: Option<InterfaceName>,
}

/// What hosts are made from.
pub(super) struct Wanted<'a> {
    /// Flows that need a static.
    pub(super) flows: Vec<usize>,
    /// Those of them that share no address and can be given one.
    pub(super) alone: Vec<usize>,
    /// The flows as they are judged without the statics that go.
    pub(super) world: &'a [JudgedFlow],
    pub(super) removals: &'a [Removal],
}

impl Situation<'_> {
    /// One host an inside local address.
    pub(super) fn hosts<'s>(&self, device: &'s Device, wanted: &Wanted<'s>) -> Vec<Host<'s>> {
        let mut hosts: Vec<Host<'s>> = Vec::new();
        for &at in &wanted.flows {
            let (Some(today), Some(flow)) = (self.flows.get(at), wanted.world.get(at)) else { continue };
            let removal = wanted.removals.iter().find(|removal| removal.flows.contains(&at));
            let ways = match removal {
                // Another static is left to it.
                Some(_) if flow.standing.fixed_by.is_some() => continue,
                Some(removal) => ways_of_removed(device, removal, flow),
                None => ways(device, flow),
            };
            let passes = today.verdict == Verdict::Pass;
            let can_be_given = removal.is_some() || (wanted.alone.contains(&at) && flow.standing.fixed_by.is_none());
            if ways.is_empty() && (!can_be_given || passes) {
                continue;
            }
            let holds = today.observed.iter().any(|seen| seen.kept);
            let fails = today.verdict == Verdict::Fail;
            let same =
                |host: &&mut Host<'_>| (host.flow.flow.local, &host.flow.flow.vrf) == (flow.flow.local, &flow.flow.vrf);
            if let Some(host) = hosts.iter_mut().find(same) {
                host.holds |= holds;
                host.keeps |= passes;
                host.fails |= fails;
                host.flows.push(at);
            } else {
                hosts.push(Host { flow, flows: vec![at], ways, holds, keeps: passes, fails });
            }
        }
        hosts
    }

    /// The name of an appliance; with the address, where it has several uplinks.
    pub(super) fn name(&self, host: &Host<'_>) -> String {
        self.name_of(host.flow)
    }

    pub(in crate::fix) fn name_of(&self, flow: &JudgedFlow) -> String {
        match self.appliances.get(flow.appliance) {
            Some(appliance) if appliance.uplinks.len() > 1 => format!("{} ({})", appliance.name, flow.flow.local),
            Some(appliance) => appliance.name.clone(),
            None => flow.flow.local.to_string(),
        }
    }
}

/// The first shared address, and those of other providers where route-maps tell them apart, those that take over when an
/// interface fails among them.
fn ways<'d>(device: &'d Device, flow: &JudgedFlow) -> Vec<Way<'d>> {
    let Some((global, span)) = &flow.standing.shared else { return Vec::new() };
    let rule_at = |span| device.nat_rules.at(span);
    let Some(rule) = rule_at(*span) else { return Vec::new() };
    let way = |global, rule| Way { global, rule, interface: target_interface(rule).cloned() };
    let mut ways = vec![way(global.clone(), rule)];
    let matched = flow.trace.steps.iter().filter(|step| step.kind == StepKind::RuleMatched);
    let matched = matched.filter_map(|step| step.evidence.first().copied());
    let waiting = flow.standing.failover.iter().filter_map(|failover| Some(failover.shared.as_ref()?.1));
    for rule in matched.chain(waiting).filter_map(rule_at) {
        let known = ways.iter().any(|way| way.rule.statement.span == rule.statement.span);
        let both = route_map(rule).is_some() && ways.iter().all(|way| route_map(way.rule).is_some());
        if let (false, true, Some(global)) = (known, both, GlobalPort::shared_by(device, rule)) {
            ways.push(way(global, rule));
        }
    }
    ways
}

/// The address that the static which goes had given; where another host has the whole of that, what the dynamic rules
/// would give.
fn ways_of_removed<'s>(device: &'s Device, removal: &'s Removal, flow: &JudgedFlow) -> Vec<Way<'s>> {
    let NatKind::Static(fixed) = &removal.rule.kind else { return Vec::new() };
    let (global, interface) = match &fixed.global.value {
        StaticGlobal::Interface(name, _) => (GlobalPort::of_interface(device, name), Some(name.clone())),
        StaticGlobal::Address(Endpoint { address, .. }) => {
            let owner = address.v4().and_then(|address| device.owner_of(address));
            let primary = |owner: &&crate::model::Interface| {
                owner.primary().is_some_and(|primary| Address::V4(primary.address) == *address)
            };
            let owner = owner.filter(primary).map(|owner| owner.name.value.clone());
            (GlobalPort::Address(address.clone()), owner)
        }
    };
    let old = Way { global, rule: &removal.rule, interface };
    let whole = crate::eval::whole_address_owner(device, &[&old.global], &flow.flow).is_some();
    let others = if whole { ways(device, flow) } else { Vec::new() };
    if others.is_empty() { vec![old] } else { others }
}

pub(super) fn route_map(rule: &NatRule) -> Option<&str> {
    match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::RouteMap(name) => Some(name),
            Selector::AccessList(_) => None,
        },
        NatKind::Static(_) => rule.options.route_map.as_ref().map(|name| name.value.as_str()),
    }
}

fn target(rule: &NatRule) -> Option<&Target> {
    match &rule.kind {
        NatKind::Dynamic(dynamic) => Some(&dynamic.target.value),
        NatKind::Static(_) => None,
    }
}

fn target_interface(rule: &NatRule) -> Option<&InterfaceName> {
    match target(rule)? {
        Target::Interface(name) => Some(name),
        Target::Pool(_) => None,
    }
}
