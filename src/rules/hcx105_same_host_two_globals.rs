//! HCX105: one appliance has several entries from one port at the same time, and they leave by different ports.

use std::collections::{HashMap, HashSet};

use super::context::in_capitals;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Flow, JudgedFlow};
use crate::locale::{Value, say};
use crate::model::{Device, NatRule, NatSetting, Translation};
use crate::net::{Address, Endpoint, Protocol};

pub(super) const META: Meta = Meta {
    code: "HCX105",
    name: "same-host-two-globals",
    severity: Severity::Warning,
    summary: || say!("hcx105-summary"),
    needs: "table",
    cure: Cure::Clear,
};

/// Entries that a finding shows and clears; there are more only with Application Path Resiliency.
const SHOWN: usize = 8;

/// One inside host with such entries.
struct Host<'d> {
    flow: &'d Flow,
    /// Indices of its flows.
    flows: Vec<usize>,
    doubles: Vec<Double<'d>>,
}

/// The entries from one source port.
struct Double<'d> {
    port: u16,
    same_peer: bool,
    rows: Vec<&'d Translation>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        findings.extend(hosts(context, at, device).iter().filter_map(|host| finding(context, at, device, host)));
    }
    findings
}

fn hosts<'a>(context: &Context<'a>, at: usize, device: &'a Device) -> Vec<Host<'a>> {
    let here = || context.flows.iter().enumerate().filter(move |(_, flow)| flow.device == at && concerns(flow));
    let locals: HashSet<Address> = here().map(|(_, flow)| Address::V4(flow.flow.local)).collect();
    let mut entries: HashMap<(Protocol, &Endpoint), Vec<&Translation>> = HashMap::new();
    for row in device.table.rows.iter().filter(|row| !row.is_binding()) {
        let (Some(protocol), Some(local)) = (row.protocol, &row.inside_local) else { continue };
        if locals.contains(&local.address) {
            entries.entry((protocol, local)).or_default().push(row);
        }
    }
    let mut hosts: Vec<Host<'a>> = Vec::new();
    for (index, JudgedFlow { flow, .. }) in here() {
        let local = Endpoint::with_port(flow.local, flow.local_port);
        let own = |row: &&&Translation| row.vrf.is_none() || flow.vrf.is_none() || row.vrf == flow.vrf;
        let rows = entries.get(&(flow.protocol, &local)).into_iter().flatten();
        let Some(double) = double(flow.local_port, &rows.filter(own).copied().collect::<Vec<_>>()) else { continue };
        match hosts.iter_mut().find(|host| (host.flow.local, &host.flow.vrf) == (flow.local, &flow.vrf)) {
            Some(host) => {
                host.flows.push(index);
                if host.doubles.iter().all(|known| known.port != double.port) {
                    host.doubles.push(double);
                }
            }
            None => hosts.push(Host { flow, flows: vec![index], doubles: vec![double] }),
        }
    }
    hosts
}

/// Where a static, or a rule that is sure, says what the entry should be, the odd one is stale: HCX104 says so.
fn concerns(flow: &JudgedFlow) -> bool {
    let predicted = &flow.predicted;
    let other =
        || flow.observed.iter().any(|seen| Some(&seen.inside_global.address) != predicted.inside_global.as_ref());
    let elsewhere = predicted.inside_global.is_some() && predicted.confidence == Confidence::Certain && other();
    flow.standing.fixed_by.is_none() && !elsewhere
}

/// Entries of one source port to one peer with different inside globals; else those to different peers that differ in
/// the port. Two addresses towards two peers are what two providers look like.
fn double<'a>(port: u16, rows: &[&'a Translation]) -> Option<Double<'a>> {
    let differs = |a: &Translation, b: &Translation| a.inside_global != b.inside_global;
    let same_peer = |a: &Translation, b: &Translation| a.outside_global == b.outside_global;
    let address = |row: &Translation| row.inside_global.as_ref().map(|global| global.address.clone());
    let having = |test: &dyn Fn(&Translation, &Translation) -> bool| -> Vec<&'a Translation> {
        rows.iter().copied().filter(|row| rows.iter().any(|other| test(row, other))).collect()
    };
    let to_one = having(&|a, b| differs(a, b) && same_peer(a, b));
    if !to_one.is_empty() {
        return Some(Double { port, same_peer: true, rows: to_one });
    }
    let to_several = having(&|a, b| differs(a, b) && address(a) == address(b));
    (!to_several.is_empty()).then_some(Double { port, same_peer: false, rows: to_several })
}

fn finding(context: &Context<'_>, at: usize, device: &Device, host: &Host<'_>) -> Option<Finding> {
    let first = host.doubles.iter().find(|double| double.same_peer).or(host.doubles.first())?;
    let Double { port, same_peer, rows } = first;
    let all: Vec<&Translation> = host.doubles.iter().flat_map(|double| double.rows.iter().copied()).collect();
    let (who, udp) = (context.who(&Endpoint::bare(host.flow.local)), in_capitals(host.flow.protocol));
    let mut globals: Vec<String> = Vec::new();
    for global in rows.iter().filter_map(|row| row.inside_global.as_ref()).map(ToString::to_string) {
        if !globals.contains(&global) {
            globals.push(global);
        }
    }
    let peer = rows.first().and_then(|row| row.outside_global.as_ref()).map(|peer| peer.address.to_string());
    let (port, globals) = (*port, &globals);
    let message = match (peer, *same_peer) {
        (Some(peer), true) => say!("hcx105-one-peer", who, udp, port, peer, globals),
        _ => say!("hcx105-several-peers", who, udp, port, globals),
    };
    let mut finding = META.finding(Some(at), message);
    for row in all.iter().take(SHOWN) {
        let (Some(global), Some(peer)) = (&row.inside_global, &row.outside_global) else { continue };
        finding = finding.at(row.span, say!("hcx105-row", global, peer = &peer.address));
    }
    let sym_port = device.nat_settings.iter().find(|setting| setting.value == NatSetting::SymPort);
    if let Some(setting) = sym_port.filter(|_| !same_peer) {
        finding = finding.because(setting.span, say!("hcx105-sym-port"));
    }
    let clear = clear(device, &all);
    let help = match (*same_peer, sym_port.is_some()) {
        (true, _) => say!("hcx105-help-one-peer", clear),
        (false, true) => say!("hcx105-help-sym-port", clear),
        (false, false) => say!("hcx105-help-several-peers", clear),
    };
    Some(
        finding
            .help(help)
            // What made the second entry is not in the table.
            .confidence(if *same_peer { Confidence::Likely } else { Confidence::Possible })
            .concerning(context.names(context.at(&host.flows)), host.flows.clone())
            .covering(&["HCX104"]),
    )
}

/// `'clear ip nat translation udp inside GLOBAL PORT LOCAL PORT'`, each once.
fn clear(device: &Device, rows: &[&Translation]) -> Value {
    if device.nat_rules.iter().any(NatRule::is_nvi) {
        return say!("hcx105-clear-nvi").into();
    }
    let mut commands: Vec<String> = Vec::new();
    for command in rows.iter().filter_map(|row| row.clear_command()) {
        let command = format!("'{command}'");
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands.truncate(SHOWN);
    (&commands).into()
}
