//! The order of the work: read, find the appliances, judge, run the rules, plan, sum up.

mod fleet;
mod groups;
mod part;
mod whole;

use std::collections::HashSet;
use std::net::Ipv4Addr;

use crate::capture::{Input, InputError};
use crate::eval::{self, About, Flow, JudgedFlow, Verdict};
use crate::intent::{Appliance, Intent};
use crate::locale::{Text, say};
use crate::model::{self, Device, NatRule, Network, Watch};
use crate::net::Protocol;
use crate::report::Report;
use crate::rules::{self, Finding};
use crate::source::SourceMap;
use crate::{Answer, Settings, Traced};

pub(crate) fn analyze(
    inputs: &[Input],
    intent: &Intent,
    sources: SourceMap,
    settings: &Settings,
) -> Result<Report, InputError> {
    let named = intent.appliances.iter().flat_map(|appliance| appliance.uplinks.iter().map(|uplink| uplink.address));
    let watch = watch(intent, named);
    fleet::Run::new(inputs, intent, settings, &watch).report(sources)
}

/// The rows that matter to what is required: one protocol, UDP where any of it is, and the source ports of that.
fn watch(intent: &Intent, locals: impl IntoIterator<Item = Ipv4Addr>) -> Watch {
    let rows = intent.requirements.rows.iter().filter_map(|row| Some((row.protocol, row.source_ports.as_ref()?)));
    let rows: Vec<_> = rows.collect();
    let udp = rows.iter().any(|(protocol, _)| *protocol == Protocol::UDP);
    let protocol = rows.first().filter(|_| !udp).map_or(Protocol::UDP, |(protocol, _)| *protocol);
    let all = || rows.iter().filter(|row| row.0 == protocol).map(|(_, ports)| ports);
    let watch = Watch { protocol, ..Watch::hcx(locals) };
    match (all().map(|ports| *ports.start()).min(), all().map(|ports| *ports.end()).max()) {
        (Some(first), Some(last)) => Watch { ports: first..=last, ..watch },
        _ => watch,
    }
}

fn is_ignored(network: &Network, finding: &Finding, intent: &Intent, settings: &Settings) -> bool {
    let mut in_force = intent.ignores.iter().filter(|ignore| !ignore.expired(settings.today));
    in_force.any(|ignore| rules::accepts(ignore, network, finding))
}

/// What would decide the open flows.
fn paste_next(network: &Network, appliances: &[Appliance], flows: &[JudgedFlow]) -> Vec<String> {
    let mut wanted = Vec::new();
    let open: HashSet<usize> =
        flows.iter().filter(|flow| flow.verdict == Verdict::Inconclusive).map(|flow| flow.device).collect();
    for (at, device) in network.devices.iter().enumerate().filter(|(_, device)| eval::can_judge(device)) {
        if !open.is_empty() && !open.contains(&at) {
            continue;
        }
        if !device.config_is_whole() {
            wanted.push("show running-config".to_owned());
        }
        wanted.extend(eval::show_commands(device, flows.iter().filter(|flow| flow.device == at)));
        if !device.table.is_complete() || device.table.header.is_none() {
            wanted.push("show ip nat translations".to_owned());
        }
    }
    for flow in flows.iter().filter(|flow| flow.verdict == Verdict::Inconclusive) {
        let device = network.devices.get(flow.device).filter(|device| eval::can_judge(device));
        wanted.extend(device.into_iter().flat_map(|device| seen_would_decide(device, flow)));
    }
    if !network.macs.is_empty() && network.devices.is_empty() {
        wanted.push("show ip arp".to_owned());
    }
    if !appliances.is_empty() && flows.is_empty() {
        wanted.push("show running-config".to_owned());
        wanted.push("show ip nat translations".to_owned());
    }
    let misplaced = |flow: &JudgedFlow| {
        flow.verdict == Verdict::Inconclusive && flow.standing.open.iter().any(|open| open.about == About::Place)
    };
    if appliances.is_empty() || flows.iter().any(misplaced) {
        wanted.push("hcxnat check --ix ADDRESS --ne ADDRESS ... to name the appliances' uplink addresses".to_owned());
    }
    // All is there, and does not decide it: the rows are of another time, or towards another peer.
    if wanted.is_empty() && !open.is_empty() {
        wanted.push("show ip nat translations".to_owned());
    }
    // In the order in which they are typed, each once.
    let mut seen = HashSet::new();
    wanted.retain(|command| seen.insert(command.clone()));
    if wanted.iter().any(|command| command.starts_with("show")) {
        wanted.insert(0, "terminal length 0".to_owned());
    }
    wanted
}

/// Show commands beside the configuration and the table that would say more of an open flow.
fn seen_would_decide(device: &Device, flow: &JudgedFlow) -> Vec<String> {
    let mut wanted = Vec::new();
    let rule = flow.predicted.rule.and_then(|span| device.nat_rules.at(span));
    let interface = rule.and_then(NatRule::interface_name).and_then(|name| device.interface(name));
    // By DHCP or PPP: an address that no configuration has.
    let nameless = interface.is_some_and(|interface| interface.address.is_some() && interface.primary().is_none());
    let contradicted = device.seen.contradictions.iter().any(|contradiction| contradiction.matters);
    let in_trouble = device.interfaces.iter().any(|interface| device.trouble_of(interface).is_some());
    if contradicted {
        wanted.push("show running-config".to_owned());
    }
    if nameless && flow.observed.is_empty() || contradicted || in_trouble {
        wanted.push("show ip interface brief".to_owned());
    }
    let pool = rule.filter(|rule| rule.options.overload.is_none()).and_then(NatRule::pool_name);
    if pool.is_some_and(|pool| !device.seen.pools.contains_key(pool)) {
        wanted.push("show ip nat statistics".to_owned());
    }
    if device.config_is_whole() && device.version.is_none() && flow.standing.shared.is_some() {
        wanted.push("show version".to_owned());
    }
    wanted
}

/// What this analysis does not look at, whatever is pasted.
fn not_checked() -> Vec<Text> {
    vec![say!("report-not-checked-line"), say!("report-not-checked-beyond")]
}

pub(crate) fn trace(inputs: &[Input], flow: &Flow, settings: &Settings) -> Result<Traced, InputError> {
    let ports = flow.local_port..=flow.local_port;
    let watch = Watch { ports, protocol: flow.protocol, ..Watch::hcx([flow.local]) };
    let network = model::read(inputs, SourceMap::default(), &watch, settings.platform)?;
    let devices = network.devices.iter().enumerate().filter(|(_, device)| eval::can_judge(device));
    let answers = devices
        .flat_map(|(index, device)| eval::judge(device, index, &[(0, flow.clone())], 0, settings.behaviour))
        .map(|judged| Answer {
            device: judged.device,
            trace: judged.trace,
            predicted: judged.predicted,
            observed: judged.observed,
        })
        .collect();
    Ok(Traced { network, flow: flow.clone(), behaviour: settings.behaviour, answers })
}
