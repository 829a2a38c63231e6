//! VSP604: two adapters have one MAC address.

use std::collections::BTreeMap;

use super::macs::arp_at;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::intent::{Appliance, Uplink};
use crate::locale::{Text, say};
use crate::model::EventKind;
use crate::net::{Endpoint, Mac};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "VSP604",
    name: "duplicate-mac",
    severity: Severity::Warning,
    summary: || say!("vsp604-summary"),
    needs: "inventory or show ip arp",
    cure: Cure::None,
};

/// An uplink, and the line that gives it its address.
type Place<'a> = (&'a Appliance, &'a Uplink, Span);

fn help() -> Text {
    say!("vsp604-help")
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = answering(context);
    // What a plan changes on a router changes nothing of this.
    if context.only.is_none() {
        findings.extend(configured(context));
        findings.extend(inventory(context));
        findings.extend(conflicts(context));
    }
    findings
}

/// Two machines that `govc device.info` shows with one address.
fn configured(context: &Context<'_>) -> Vec<Finding> {
    let mut by_mac: BTreeMap<Mac, Vec<(String, Span)>> = BTreeMap::new();
    for adapter in &context.network.macs.adapters {
        let Some(vm) = &adapter.vm else { continue };
        let machines = by_mac.entry(adapter.mac).or_default();
        if !machines.iter().any(|(known, _)| known.eq_ignore_ascii_case(vm)) {
            machines.push((vm.clone(), adapter.span));
        }
    }
    let two = by_mac.into_iter().filter(|(_, machines)| machines.len() > 1);
    two.map(|(mac, machines)| {
        let names: Vec<String> = machines.iter().map(|(vm, _)| vm.clone()).collect();
        let finding = META.finding(None, say!("vsp604-configured", names = &names, mac));
        machines
            .iter()
            .fold(finding, |finding, (vm, span)| finding.at(*span, say!("vsp604-configured-line", vm)))
            .confidence(Confidence::Likely)
            .help(say!("vsp604-configured-help", help = help()))
            .concerning(appliances(context, &names), Vec::new())
    })
    .collect()
}

/// Two uplinks that the inventory gives one address.
fn inventory(context: &Context<'_>) -> Vec<Finding> {
    let mut by_mac: BTreeMap<Mac, Vec<Place<'_>>> = BTreeMap::new();
    for (appliance, uplink) in uplinks(context) {
        if let Some(mac) = &uplink.mac {
            by_mac.entry(mac.value).or_default().push((appliance, uplink, mac.span));
        }
    }
    let two = by_mac.into_iter().filter(|(_, uplinks)| uplinks.len() > 1);
    two.map(|(mac, uplinks)| {
        let who: Vec<String> =
            uplinks.iter().map(|(_, uplink, _)| context.who(&Endpoint::bare(uplink.address))).collect();
        let finding = META.finding(None, say!("vsp604-inventory", who = &who, mac));
        uplinks
            .iter()
            .zip(&who)
            .fold(finding, |finding, ((.., span), who)| finding.at(*span, say!("vsp604-inventory-line", who)))
            .help(say!("vsp604-inventory-help"))
            .concerning(names(uplinks.iter().map(|(appliance, ..)| *appliance)), Vec::new())
    })
    .collect()
}

/// Two appliances that answer ARP with one address.
fn answering(context: &Context<'_>) -> Vec<Finding> {
    let mut by_mac: BTreeMap<(usize, Mac), Vec<Place<'_>>> = BTreeMap::new();
    for (appliance, uplink) in uplinks(context) {
        let here = |at: usize| context.only.is_none_or(|only| only == at);
        for (device, entry) in arp_at(context, uplink).into_iter().filter(|(at, _)| here(*at)) {
            if let Some(mac) = entry.mac {
                by_mac.entry((device, mac)).or_default().push((appliance, uplink, entry.span));
            }
        }
    }
    // One appliance may have two addresses on one adapter.
    let several = |uplinks: &[Place<'_>]| {
        uplinks.iter().any(|(appliance, ..)| uplinks.first().is_some_and(|(first, ..)| first.name != appliance.name))
    };
    let two = by_mac.into_iter().filter(|(_, uplinks)| several(uplinks));
    two.map(|((device, mac), uplinks)| {
        let who: Vec<String> =
            uplinks.iter().map(|(_, uplink, _)| context.who(&Endpoint::bare(uplink.address))).collect();
        let finding = META.finding(Some(device), say!("vsp604-answering", who = &who, mac));
        uplinks
            .iter()
            .zip(&who)
            .fold(finding, |finding, ((.., span), who)| finding.at(*span, say!("vsp604-answering-line", who)))
            .confidence(Confidence::Possible)
            .help(say!("vsp604-answering-help", help = help()))
            .concerning(names(uplinks.iter().map(|(appliance, ..)| *appliance)), Vec::new())
    })
    .collect()
}

/// What vCenter logs of it.
fn conflicts(context: &Context<'_>) -> Vec<Finding> {
    let mut by_mac: BTreeMap<Mac, Vec<Span>> = BTreeMap::new();
    for event in &context.network.macs.events {
        if let EventKind::MacConflict(mac) = event.what {
            by_mac.entry(mac).or_default().push(event.span);
        }
    }
    let told = by_mac.into_iter().filter_map(|(mac, spans)| {
        let finding = META.finding(None, say!("vsp604-conflict", mac));
        Some(finding.at(*spans.last()?, say!("vsp604-conflict-line")).confidence(Confidence::Possible).help(help()))
    });
    told.collect()
}

fn uplinks<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Appliance, &'a Uplink)> {
    context.appliances.iter().flat_map(|appliance| appliance.uplinks.iter().map(move |uplink| (appliance, uplink)))
}

fn names<'a>(appliances: impl Iterator<Item = &'a Appliance>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for appliance in appliances {
        if !names.contains(&appliance.name) {
            names.push(appliance.name.clone());
        }
    }
    names
}

/// The appliances among some machines.
fn appliances(context: &Context<'_>, machines: &[String]) -> Vec<String> {
    let named = |appliance: &&Appliance| machines.iter().any(|vm| vm.eq_ignore_ascii_case(&appliance.name));
    names(context.appliances.iter().filter(named))
}
