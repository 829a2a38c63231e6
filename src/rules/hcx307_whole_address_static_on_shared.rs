//! HCX307: a static gives the whole of an address to one host, and others share that address by overload.

use std::collections::{HashMap, HashSet};

use super::statics::{may_be_in_its_vrf, source_static, typed, untyped};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Flow, JudgedFlow, router_speaks_ike};
use crate::locale::{Text, say};
use crate::model::{Device, GlobalPort, Interface, NatOptions, NatRule, StaticGlobal, StaticNat};
use crate::net::{Address, Endpoint, Ident};
use crate::source::{Span, Spanned};

pub(super) const META: Meta = Meta {
    code: "HCX307",
    name: "whole-address-static-on-shared",
    severity: Severity::Warning,
    summary: || say!("hcx307-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let here = || context.flows.iter().enumerate().filter(move |(_, flow)| flow.device == at);
        let hosts: HashSet<Address> = here().map(|(_, flow)| Address::V4(flow.flow.local)).collect();
        let shared: HashSet<Span> = here().filter_map(|(_, flow)| Some(flow.standing.shared.as_ref()?.1)).collect();
        let sharing = sharing(device);
        for (rule, fixed) in device.nat_rules.iter().filter_map(|rule| source_static(rule)) {
            let local = &fixed.local.value.address;
            if fixed.protocol.is_some() {
                continue;
            }
            let (global, _) = GlobalPort::of_static(device, fixed);
            let own = hosts.contains(local);
            let mut rules = sharing.get(&global).into_iter().flatten();
            let Some(rule_of_others) = rules.find(|rule| own || shared.contains(&rule.statement.span)) else {
                continue;
            };
            let is_about = |flow: &JudgedFlow| {
                let leaves_by =
                    flow.standing.shared.as_ref().is_some_and(|(_, rule)| *rule == rule_of_others.statement.span);
                leaves_by || (*local == Address::V4(flow.flow.local) && may_be_in_its_vrf(flow, rule))
            };
            let concerned: Vec<usize> = here().filter(|(_, flow)| is_about(flow)).map(|(index, _)| index).collect();
            if !concerned.is_empty() {
                findings.push(finding(context, at, (rule, fixed), &global, rule_of_others, concerned));
            }
        }
    }
    findings
}

/// The overload rules by the address that each uses first. A router can have 100,000 statics to be looked up here.
fn sharing(device: &Device) -> HashMap<GlobalPort, Vec<&NatRule>> {
    let mut rules: HashMap<GlobalPort, Vec<&NatRule>> = HashMap::new();
    for rule in &device.nat_rules {
        if let Some(global) = GlobalPort::shared_by(device, rule) {
            rules.entry(global).or_default().push(rule);
        }
    }
    rules
}

fn finding(
    context: &Context<'_>,
    at: usize,
    (rule, fixed): (&NatRule, &StaticNat),
    global: &GlobalPort,
    sharing: &NatRule,
    concerned: Vec<usize>,
) -> Finding {
    let flows = context.at(&concerned);
    let names = context.names(flows.iter().copied());
    let local = &fixed.local.value;
    let others: Vec<_> = flows.iter().copied().filter(|flow| Address::V4(flow.flow.local) != local.address).collect();
    let losing = if others.is_empty() {
        say!("hcx307-other-hosts")
    } else {
        say!("hcx307-losing", names = &context.names(others))
    };
    let device = context.network.devices.get(at);
    // Packets for the address of an interface are the router's own, as long as NAT leaves them alone.
    let owner = device.and_then(|device| match global {
        GlobalPort::Interface(name) => device.interface(name),
        GlobalPort::Address(address) => device.owner_of(address.v4()?),
    });
    // Where the router speaks IPsec on the address, HCX302 says so.
    let ike = device.is_some_and(|device| router_speaks_ike(device, global).is_some());
    let router = if owner.is_some() && !ike { "too" } else { "no" };
    let (who, host, global) = (context.who(local), &local.address, &global.in_words());
    META.finding(Some(at), say!("hcx307-message", global, who, losing, router, host))
        .at(rule.statement.span, say!("hcx307-static-line", global))
        .because(sharing.statement.span, say!("hcx307-sharing-line", global))
        .help(help(context, (rule, fixed), owner, flows.first().copied()))
        .confidence(Confidence::Possible)
        .concerning(names, concerned)
}

fn help(
    context: &Context<'_>,
    (rule, fixed): (&NatRule, &StaticNat),
    owner: Option<&Interface>,
    one: Option<&JudgedFlow>,
) -> Text {
    let (host, old) = (&fixed.local.value.address, untyped(rule, fixed));
    let (Some(one), Some(_)) = (one, context.appliance_at(host)) else {
        return say!("hcx307-help-ports", host, old);
    };
    let options = NatOptions { extendable: None, ..NatOptions::clone(&rule.options) };
    let new = typed(rule, &one_port(fixed, owner, &one.flow), &options);
    say!("hcx307-help-one-port", host, old, new)
}

/// The same pair for one port; the address of an interface by its name.
fn one_port(fixed: &StaticNat, owner: Option<&Interface>, flow: &Flow) -> StaticNat {
    let port = flow.local_port;
    let with_port =
        |endpoint: &Endpoint| Endpoint { address: endpoint.address.clone(), ident: Some(Ident::Port(port)) };
    let global = match (&fixed.global.value, owner) {
        (StaticGlobal::Interface(name, _), _) => StaticGlobal::Interface(name.clone(), Some(port)),
        (StaticGlobal::Address(endpoint), Some(owner))
            if owner.primary().is_some_and(|primary| Address::V4(primary.address) == endpoint.address) =>
        {
            StaticGlobal::Interface(owner.name.value.clone(), Some(port))
        }
        (StaticGlobal::Address(endpoint), _) => StaticGlobal::Address(with_port(endpoint)),
    };
    StaticNat {
        protocol: Some(flow.protocol),
        local: Spanned::new(with_port(&fixed.local.value), fixed.local.span),
        global: Spanned::new(global, fixed.global.span),
        network: None,
    }
}
