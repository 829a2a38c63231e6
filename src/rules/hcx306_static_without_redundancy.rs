//! HCX306: a pair of routers would both answer for the public address of an appliance's static.

use super::statics::{Own, of_appliances, source_static, typed, untyped};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::{Text, say};
use crate::model::{Device, Interface, NatKind, NatOptions, Redundancy, StaticGlobal};
use crate::source::Spanned;
use std::net::Ipv4Addr;

pub(super) const META: Meta = Meta {
    code: "HCX306",
    name: "static-without-redundancy",
    severity: Severity::Warning,
    summary: || say!("hcx306-summary"),
    needs: "config",
    cure: Cure::None,
};

/// Statics of one group that are underlined; more would say nothing new.
const SHOWN: usize = 8;

/// A first-hop redundancy group and the interface it is on.
type Group<'a> = (&'a Interface, &'a Spanned<Redundancy>);

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: Vec<(usize, Group<'_>, Vec<Own<'_>>)> = Vec::new();
    for own in of_appliances(context).into_iter().filter(|own| own.in_its_vrf(context)) {
        let options = &own.rule.options;
        // Without an alias the router does not answer ARP for the address.
        let silent = options.other.iter().any(|other| other.value == "no-alias");
        let StaticGlobal::Address(endpoint) = &own.fixed.global.value else { continue };
        let Some(global) = endpoint.address.v4().filter(|_| options.redundancy.is_none() && !silent) else { continue };
        let Some(group) = group_of(own.device, global) else { continue };
        match groups.iter_mut().find(|(at, (_, known), _)| *at == own.at && known.span == group.1.span) {
            Some((.., statics)) => statics.push(own),
            None => groups.push((own.at, group, vec![own])),
        }
    }
    groups.into_iter().filter_map(|(at, group, statics)| finding(context, at, group, &statics)).collect()
}

/// The group whose virtual address it is, else one on the interface of its subnet, else one that another static names.
/// An address of the router's own is not its partner's.
fn group_of(device: &Device, global: Ipv4Addr) -> Option<Group<'_>> {
    let groups = || {
        let live = device.grouped_interfaces().filter(|interface| interface.shutdown.is_none());
        let all = live.flat_map(|interface| interface.redundancy.iter().map(move |group| (interface, group)));
        all.filter(|(_, group)| matches!(group.value.protocol, "standby" | "vrrp"))
    };
    let near = |(interface, _): &Group<'_>| interface.prefixes().any(|prefix| prefix.contains(global));
    let virtual_of = |(_, group): &Group<'_>| group.value.address == Some(global);
    if device.owner_of(global).is_some() {
        return None;
    }
    let connected = device.connected(global).any(|(_, interface)| interface.shutdown.is_none());
    let named = |(_, group): &Group<'_>| {
        let mut statics = device.nat_rules.iter().filter_map(|rule| source_static(rule));
        let name = group.value.name.as_ref().filter(|_| connected);
        name.is_some_and(|name| {
            statics.any(|(rule, _)| rule.options.redundancy.as_ref().is_some_and(|r| r.value == *name))
        })
    };
    groups().find(virtual_of).or_else(|| groups().find(near)).or_else(|| groups().find(named))
}

fn finding(context: &Context<'_>, at: usize, group: Group<'_>, statics: &[Own<'_>]) -> Option<Finding> {
    let (interface, redundancy) = group;
    let first = statics.first()?;
    let hsrp = redundancy.value.protocol == "standby";
    let protocol = if hsrp { "HSRP" } else { "VRRP" };
    let mut globals: Vec<String> = Vec::new();
    let mut flows: Vec<usize> = Vec::new();
    for own in statics {
        let NatKind::Static(fixed) = &own.rule.kind else { continue };
        let StaticGlobal::Address(endpoint) = &fixed.global.value else { continue };
        let global = endpoint.address.to_string();
        if !globals.contains(&global) {
            globals.push(global);
        }
        flows.extend(own.flows.iter().copied().filter(|flow| !flows.contains(flow)).collect::<Vec<_>>());
    }
    let names = context.names(context.at(&flows));
    let message = say!(
        "hcx306-message",
        router = first.device.in_words(),
        protocol,
        group = redundancy.value.group,
        interface = interface.name.to_string(),
        count = globals.len(),
        globals = &globals,
        names = &names,
    );
    let mut finding = META.finding(Some(at), message);
    for own in statics.iter().take(SHOWN) {
        finding = finding.at(own.rule.statement.span, say!("hcx306-static-line"));
    }
    Some(
        finding
            .because(redundancy.span, say!("hcx306-group-line", protocol))
            .help(help(first, redundancy))
            .confidence(if hsrp { Confidence::Likely } else { Confidence::Possible })
            .concerning(names, flows),
    )
}

fn help(own: &Own<'_>, redundancy: &Spanned<Redundancy>) -> Text {
    let Redundancy { protocol, group, name, .. } = &redundancy.value;
    let mut options = NatOptions::clone(&own.rule.options);
    let known = name.as_deref().unwrap_or("GROUP");
    options.redundancy = Some(Spanned::new(known.to_owned(), redundancy.span));
    let (old, new) = (untyped(own.rule, own.fixed), typed(own.rule, own.fixed, &options));
    let named = if name.is_some() { "yes" } else { "no" };
    say!("hcx306-help", named, protocol = *protocol, group = *group, old, new)
}
