//! Which flows to ask about, and on which devices.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::{Asked, Flow, JudgedFlow, PortRange, Prediction, Step, StepKind, Verdict, concerns, judge};
use crate::capture::Dialect;
use crate::intent::{Appliance, Intent, Requirement, Uplink};
use crate::locale::say;
use crate::model::{ConfigState, Device, Direction, NatKind, Network, TableState};
use crate::net::{Endpoint, Protocol};
use crate::source::Span;

/// The port every HCX uplink sends from and to.
const IKE_NAT_T: u16 = 4500;

/// Stands for "any source port": the first of those that systems choose from by themselves (RFC 6335).
const EPHEMERAL: u16 = 49152;

/// On which devices a flow is judged that concerns none of those at hand.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Strays<'a> {
    /// On all: there are no others.
    Everywhere,
    /// On all, when it is one of these; what concerns a device elsewhere is judged there.
    Only(&'a HashSet<Flow>),
    /// On none: each appliance is that of one device, whose index stands here, and is asked of no other.
    AtHome(&'a [usize]),
}

/// Judges every uplink of every appliance on every device that has to do with it; `strays` says where one is judged that
/// concerns none. What is asked and concerns a device is added to `at_home`. The second list is of what must pass whatever
/// its source port: management, tests.
pub(crate) fn judge_here(
    network: &Network,
    intent: &Intent,
    appliances: &[Appliance],
    strays: Strays<'_>,
    at_home: &mut HashSet<Flow>,
) -> (Vec<JudgedFlow>, Vec<JudgedFlow>) {
    let flows = asked_with_port(intent, appliances);
    let services = asked_of_services(intent, appliances);
    let judge_flows = |index: usize, asked: &[Asked], offset| judge_on(network, intent, index, asked, offset);
    let judge_services = |index: usize, asked: &[Asked], offset| judge_services_on(network, index, asked, offset);
    (
        on_all(network, &flows, (strays, at_home), judge_flows),
        on_all(network, &services, (strays, at_home), judge_services),
    )
}

/// Every flow that is asked about.
pub(crate) fn all_asked(intent: &Intent, appliances: &[Appliance]) -> HashSet<Flow> {
    let all = asked_with_port(intent, appliances).into_iter().chain(asked_of_services(intent, appliances));
    all.map(|(_, flow)| flow).collect()
}

fn asked_with_port(intent: &Intent, appliances: &[Appliance]) -> Vec<Asked> {
    asked(intent, appliances, |_, row| row.source_ports.as_ref().filter(|_| !row.path_resiliency).map(first))
}

fn asked_of_services(intent: &Intent, appliances: &[Appliance]) -> Vec<Asked> {
    // Of an appliance that nobody named, or that is not deployed, it is not known what it is.
    let unknown = |appliance: &Appliance| appliance.inferred || appliance.possible;
    asked(intent, appliances, |appliance, row| (!unknown(appliance) && row.source_ports.is_none()).then_some(EPHEMERAL))
}

/// Services on one device: one port stands for any, and no others stand beside it.
pub fn judge_services_on(network: &Network, index: usize, asked: &[Asked], offset: usize) -> Vec<JudgedFlow> {
    network.devices.get(index).map_or_else(Vec::new, |device| judge(device, index, asked, offset, None))
}

fn first(ports: &RangeInclusive<u16>) -> u16 {
    *ports.start()
}

/// One flow an uplink, peer and requirement that `port` finds a source port for.
fn asked(
    intent: &Intent,
    appliances: &[Appliance],
    port: impl Fn(&Appliance, &Requirement) -> Option<u16>,
) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for (at, appliance) in appliances.iter().enumerate() {
        let rows: Vec<_> =
            intent.requirements.of(&appliance.role).filter_map(|row| Some((row, port(appliance, row)?))).collect();
        for uplink in &appliance.uplinks {
            let peers: Vec<Option<Ipv4Addr>> = match uplink.peers.as_slice() {
                [] => vec![None],
                peers => peers.iter().copied().map(Some).collect(),
            };
            for (peer, (row, local_port)) in peers.iter().flat_map(|peer| rows.iter().map(move |row| (peer, row))) {
                let flow = Flow {
                    protocol: row.protocol,
                    local: uplink.address,
                    local_port: *local_port,
                    peer: *peer,
                    peer_port: row.destination_port,
                    vrf: uplink.vrf.clone(),
                };
                asked.push((at, flow));
            }
        }
    }
    asked
}

fn on_all(
    network: &Network,
    all: &[Asked],
    (strays, at_home): (Strays<'_>, &mut HashSet<Flow>),
    judge_on: impl Fn(usize, &[Asked], usize) -> Vec<JudgedFlow>,
) -> Vec<JudgedFlow> {
    let devices: Vec<_> = network.devices.iter().enumerate().filter(|(_, device)| can_judge(device)).collect();
    let related: Vec<Vec<bool>> = match (&devices[..], strays) {
        ([_], Strays::Everywhere) => vec![vec![true; all.len()]],
        (_, Strays::AtHome(homes)) => {
            let lives = |index: usize| all.iter().map(|(at, _)| homes.get(*at) == Some(&index)).collect();
            devices.iter().map(|(index, _)| lives(*index)).collect()
        }
        _ => devices.iter().map(|(_, device)| all.iter().map(|(_, flow)| concerns(device, flow)).collect()).collect(),
    };
    let somewhere = |at: usize| related.iter().any(|row| row.get(at) == Some(&true));
    let astray = |(at, (_, flow)): (usize, &Asked)| match strays {
        _ if somewhere(at) => false,
        Strays::Everywhere => true,
        Strays::AtHome(_) => false,
        Strays::Only(strays) => strays.contains(flow),
    };
    let astray: Vec<bool> = all.iter().enumerate().map(astray).collect();
    let mut flows = Vec::new();
    for ((index, _), related) in devices.iter().zip(&related) {
        let wanted = all.iter().zip(related.iter().zip(&astray)).filter(|(_, (here, astray))| **here || **astray);
        let asked: Vec<Asked> = wanted.map(|(asked, _)| asked.clone()).collect();
        flows.extend(judge_on(*index, &asked, flows.len()));
    }
    at_home.extend((0..all.len()).filter(|at| somewhere(*at)).filter_map(|at| Some(all.get(at)?.1.clone())));
    flows
}

/// Judges flows on one device; `offset` is what indices of rivals count from. With Application Path Resiliency every port
/// of its range is judged too, and counts in the verdict of the flow it stands beside.
pub fn judge_on(network: &Network, intent: &Intent, index: usize, asked: &[Asked], offset: usize) -> Vec<JudgedFlow> {
    let Some(device) = network.devices.get(index) else { return Vec::new() };
    let mut more: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (at, (_, flow)) in asked.iter().enumerate() {
        for port in more_ports(intent, flow) {
            more.entry(port).or_default().push(at);
        }
    }
    let and_beside = |port: u16, members: &[usize]| -> Vec<Asked> {
        let beside = members.iter().filter_map(|&at| asked.get(at));
        let beside = beside.map(|(appliance, flow)| (*appliance, Flow { local_port: port, ..flow.clone() }));
        asked.iter().cloned().chain(beside).collect()
    };
    // What is the first port of one may be one of several of another.
    let firsts: BTreeSet<u16> = asked.iter().map(|(_, flow)| flow.local_port).collect();
    let mut all = asked.to_vec();
    for (port, members) in more.iter().filter(|(port, _)| firsts.contains(port)) {
        all.extend(and_beside(*port, members).split_off(asked.len()));
    }
    let mut judged = judge(device, index, &all, offset, None);
    judged.truncate(asked.len());
    for flow in &mut judged {
        Arc::make_mut(&mut flow.standing).rivals.retain(|rival| *rival < offset + asked.len());
    }
    // Hosts compete for one port at a time: all ports at once would be compared with each other for nothing.
    for (port, members) in &more {
        let ports = judge(device, index, &and_beside(*port, members), offset, None).into_iter().skip(asked.len());
        for (&at, port) in members.iter().zip(ports) {
            if let Some(flow) = judged.get_mut(at) {
                beside_it(flow, port);
            }
        }
    }
    for flow in &mut judged {
        conclude(flow);
    }
    judged
}

/// The other source ports of a flow: the rest of its own requirement, and those of Application Path Resiliency (VMware
/// HCX port list).
fn more_ports(intent: &Intent, flow: &Flow) -> Vec<u16> {
    let alike = |row: &&Requirement| (row.protocol, row.destination_port) == (flow.protocol, flow.peer_port);
    let resilient = intent.path_resiliency == Some(true);
    let rows = intent.requirements.rows.iter().filter(alike).filter(|row| resilient || !row.path_resiliency);
    let ranges = rows.filter_map(|row| row.source_ports.clone()).filter(|ports| ports.contains(&flow.local_port));
    let mut ports: Vec<u16> = ranges.flatten().filter(|port| *port != flow.local_port).collect();
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// Puts one more port beside a flow: neighbours that fare alike are one range.
fn beside_it(flow: &mut JudgedFlow, port: JudgedFlow) {
    let number = port.flow.local_port;
    // Which of the ports are used is not published: a prediction alone condemns none of them.
    let verdict = if port.observed.is_empty() { port.verdict.min(Verdict::Inconclusive) } else { port.verdict };
    let fares = |prediction: &Prediction| (prediction.outcome, prediction.rule, prediction.inside_global.clone());
    if let Some(last) = flow.more_ports.last_mut()
        && (fares(&last.predicted), last.verdict) == (fares(&port.predicted), verdict)
        && last.observed.is_empty()
        && port.observed.is_empty()
        && *last.ports.end() + 1 == number
    {
        last.ports = *last.ports.start()..=number;
        // Each of them leaves as another one.
        last.predicted.expected_port = None;
        last.predicted.tried.clear();
        last.predicted.stories.iter_mut().for_each(|story| story.port = None);
        return;
    }
    let ports = number..=number;
    flow.more_ports.push(PortRange { ports, predicted: port.predicted, observed: port.observed, verdict });
}

/// A flow is no better than the ports beside it.
fn conclude(flow: &mut JudgedFlow) {
    let mut steps = Vec::new();
    for range in &flow.more_ports {
        let evidence: Vec<Span> =
            range.predicted.rule.into_iter().chain(range.observed.iter().map(|row| row.span)).collect();
        let (first, last) = (range.ports.start(), range.ports.end());
        let outcome = say!("report-outcome", outcome = range.predicted.outcome.as_str());
        let says = say!(
            "eval-ports",
            count = range.ports.len(),
            first = *first,
            last = *last,
            outcome,
            reason = &range.predicted.reason,
        );
        steps.push(Step { kind: StepKind::Port, says, evidence });
    }
    flow.trace.steps.extend(steps);
    let worst = flow.more_ports.iter().map(|range| range.verdict).max();
    flow.verdict = worst.map_or(flow.verdict, |worst| worst.max(flow.verdict));
}

/// Whether a device is a router we model, with anything of it in the capture.
pub fn can_judge(device: &Device) -> bool {
    let known = device.dialect.is_none_or(Dialect::is_ios);
    known && (device.config != ConfigState::Absent || device.table.state != TableState::Absent)
}

/// Appliances nobody named: inside hosts that speak UDP 4500 to UDP 4500, and those a static gives that port.
pub fn infer(network: &Network) -> Vec<Appliance> {
    let mut hosts: Vec<Ipv4Addr> = network.devices.iter().flat_map(hosts_of).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.into_iter().map(inferred).collect()
}

/// The same of each device alone, and the device of each.
pub(crate) fn infer_apart(network: &Network) -> (Vec<Appliance>, Vec<usize>) {
    let apart = network.devices.iter().enumerate().flat_map(|(index, device)| {
        let mut hosts = hosts_of(device);
        hosts.sort_unstable();
        hosts.dedup();
        hosts.into_iter().map(move |host| (inferred(host), index))
    });
    apart.unzip()
}

fn inferred(host: Ipv4Addr) -> Appliance {
    Appliance {
        name: host.to_string(),
        role: "unknown".to_owned(),
        uplinks: vec![Uplink::new(host)],
        inferred: true,
        possible: false,
    }
}

fn hosts_of(device: &Device) -> Vec<Ipv4Addr> {
    if !can_judge(device) {
        return Vec::new();
    }
    let rows = device.table.rows.iter().filter(|row| {
        row.protocol == Some(Protocol::UDP)
            && row.inside_local.as_ref().and_then(Endpoint::port) == Some(IKE_NAT_T)
            && row.outside_global.as_ref().is_none_or(|outside| outside.port() == Some(IKE_NAT_T))
    });
    let seen = rows.filter_map(|row| row.inside_local.as_ref()?.address.v4());
    let fixed = device.nat_rules.iter().filter_map(|rule| match &rule.kind {
        NatKind::Static(_) if rule.direction == Direction::OutsideSource => None,
        NatKind::Static(fixed) if fixed.protocol == Some(Protocol::UDP) => {
            let local = &fixed.local.value;
            (local.port() == Some(IKE_NAT_T)).then(|| local.address.v4())?
        }
        NatKind::Static(_) | NatKind::Dynamic(_) => None,
    });
    seen.chain(fixed).collect()
}
