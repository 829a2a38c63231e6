//! HCX101: an appliance's port is seen leaving as another one.

use super::context::{leaves_instead, protocol, rule_evidence, seen_remapped};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::JudgedFlow;
use crate::locale::{Text, say};
use crate::model::Device;
use crate::net::Address;

pub(super) const META: Meta = Meta {
    code: "HCX101",
    name: "port-remapped",
    severity: Severity::Error,
    summary: || say!("hcx101-summary"),
    needs: "table",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: Vec<(usize, Address, Vec<usize>)> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate().filter(|(_, flow)| seen_remapped(flow)) {
        let Some(seen) = flow.observed.iter().find(|seen| !seen.kept) else { continue };
        let global = &seen.inside_global.address;
        match groups.iter_mut().find(|(device, known, _)| *device == flow.device && known == global) {
            Some((.., members)) => members.push(at),
            None => groups.push((flow.device, global.clone(), vec![at])),
        }
    }
    groups.into_iter().filter_map(|(device, _, members)| finding(context, device, members)).collect()
}

fn finding(context: &Context<'_>, at: usize, members: Vec<usize>) -> Option<Finding> {
    let device = context.network.devices.get(at)?;
    let flows = context.at(&members);
    let first = *flows.first()?;
    let udp = protocol(first);
    let port = first.flow.local_port;
    let mut who: Vec<String> = Vec::new();
    let mut globals: Vec<String> = Vec::new();
    for flow in &flows {
        let seen = flow.observed.iter().filter(|seen| !seen.kept).map(|seen| seen.inside_global.to_string());
        globals.extend(seen);
        // One address in two VRFs is two appliances.
        let name = context.name(flow);
        let local = flow.flow.local.to_string();
        let name = if name.contains(&local) { name } else { format!("{name} ({local})") };
        if !who.contains(&name) {
            who.push(name);
        }
    }
    globals.dedup();
    let message = say!("hcx101-moved", count = who.len(), who = &who, udp, port, globals = &globals);
    let mut finding = META.finding(Some(at), message);
    for flow in &flows {
        for seen in flow.observed.iter().filter(|seen| !seen.kept) {
            finding = finding.at(seen.span, leaves_instead(seen, flow.flow.local_port));
        }
    }
    if let Some(holder) = context.holder(first).filter(|holder| !holder.is_static)
        && let Some(local) = &holder.local
    {
        finding = finding.because(holder.span, say!("hcx101-holder", who = context.who(local), port));
    }
    if let Some((global, rule)) = &first.standing.shared {
        finding = finding.because(*rule, say!("hcx101-rule", global = global.in_words()));
        for span in rule_evidence(first) {
            finding = finding.because(span, say!("hcx101-list", host = first.flow.local));
        }
    }
    let names = context.names(flows.iter().copied());
    Some(finding.help(help(context, device, first)).concerning(names, members).covering(&["HCX201", "HCX202"]))
}

fn help(context: &Context<'_>, device: &Device, flow: &JudgedFlow) -> Text {
    say!("hcx101-help", why = explains(context, device, flow).unwrap_or_default())
}

/// Why this very port: the lowest one that was free.
fn explains(context: &Context<'_>, device: &Device, flow: &JudgedFlow) -> Option<Text> {
    let seen = flow.observed.iter().find(|seen| !seen.kept)?;
    let port = seen.inside_global.port().filter(|port| *port >= 1024)?;
    if device.is_xe() || !device.table.is_complete() || context.holder(flow).is_none() {
        return None;
    }
    let table = &device.table;
    let protocol = flow.flow.protocol;
    let first = table.first_free(protocol, &seen.inside_global.address, 1024, &[port], &[])?;
    (first == port).then(|| match port {
        1024 => say!("hcx101-why-first"),
        _ => say!("hcx101-why", port, last = port - 1),
    })
}
