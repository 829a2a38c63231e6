//! Which flows to ask about, and on which devices.

use std::net::Ipv4Addr;

use super::{Asked, Flow, JudgedFlow, Outcome, Step, StepKind, Verdict, concerns, judge};
use crate::capture::Dialect;
use crate::intent::{Appliance, Intent, Uplink};
use crate::model::{ConfigState, Device, Direction, NatKind, NatRule, Network, TableState};
use crate::net::{Endpoint, Protocol};

/// The port every HCX uplink sends from and to.
const IKE_NAT_T: u16 = 4500;

/// Judges every uplink of every appliance on every device that has to do with it. One that concerns no device is judged
/// on all of them.
pub fn judge_all(network: &Network, intent: &Intent, appliances: &[Appliance]) -> Vec<JudgedFlow> {
    let devices: Vec<_> = network.devices.iter().enumerate().filter(|(_, device)| can_judge(device)).collect();
    let all: Vec<Asked> = appliances
        .iter()
        .enumerate()
        .flat_map(|(at, appliance)| asked(intent, appliance).map(move |flow| (at, flow)))
        .collect();
    let related: Vec<Vec<bool>> = match devices[..] {
        [_] => vec![vec![true; all.len()]],
        _ => devices.iter().map(|(_, device)| all.iter().map(|(_, flow)| concerns(device, flow)).collect()).collect(),
    };
    let somewhere = |at: usize| related.iter().any(|row| row.get(at) == Some(&true));
    let nowhere: Vec<bool> = (0..all.len()).map(|at| !somewhere(at)).collect();
    let mut flows = Vec::new();
    for ((index, _), related) in devices.iter().zip(&related) {
        let wanted = all.iter().zip(related.iter().zip(&nowhere)).filter(|(_, (here, nowhere))| **here || **nowhere);
        let asked: Vec<Asked> = wanted.map(|(asked, _)| asked.clone()).collect();
        flows.extend(judge_on(network, intent, *index, &asked, flows.len()));
    }
    flows
}

/// Judges flows on one device; `offset` is what indices of rivals count from.
pub fn judge_on(network: &Network, intent: &Intent, index: usize, asked: &[Asked], offset: usize) -> Vec<JudgedFlow> {
    let Some(device) = network.devices.get(index) else { return Vec::new() };
    let mut judged = judge(device, index, asked, offset, None);
    if intent.path_resiliency == Some(true) {
        for flow in &mut judged {
            hold_back(device, flow);
        }
    }
    judged
}

/// With Application Path Resiliency an appliance sends from 4500-4628 (VMware HCX port list), and only 4500 was judged:
/// that is enough for a PASS only where every port leaves as it came.
fn hold_back(device: &Device, flow: &mut JudgedFlow) {
    let whole = |rule: &NatRule| matches!(&rule.kind, NatKind::Static(fixed) if fixed.protocol.is_none());
    let mut rules = device.nat_rules.iter();
    let by_rule = rules.any(|rule| Some(rule.statement.span) == flow.standing.fixed_by && whole(rule));
    let by_row = flow.observed.iter().any(|seen| seen.inside_global.port().is_none());
    let every_port = by_rule || by_row || flow.predicted.outcome == Outcome::Untranslated;
    if flow.verdict == Verdict::Pass && !every_port {
        flow.verdict = Verdict::Inconclusive;
        let says = "with Application Path Resiliency the appliance also sends from ports up to 4628; what becomes of \
                    those is left to the shared address";
        let evidence = flow.predicted.rule.into_iter().collect();
        flow.trace.steps.push(Step { kind: StepKind::Port, says: says.to_owned(), evidence });
    }
}

/// Whether a device is a router we model, with anything of it in the capture.
pub fn can_judge(device: &Device) -> bool {
    let known = device.dialect.is_none_or(Dialect::is_ios);
    known && (device.config != ConfigState::Absent || device.table.state != TableState::Absent)
}

fn asked<'a>(intent: &'a Intent, appliance: &'a Appliance) -> impl Iterator<Item = Flow> + 'a {
    let (local_port, peer_port) = required_ports(intent, &appliance.role);
    appliance.uplinks.iter().flat_map(move |uplink| {
        let peers: Vec<Option<Ipv4Addr>> =
            if uplink.peers.is_empty() { vec![None] } else { uplink.peers.iter().copied().map(Some).collect() };
        peers.into_iter().map(move |peer| Flow {
            protocol: Protocol::UDP,
            local: uplink.address,
            local_port,
            peer,
            peer_port,
            vrf: uplink.vrf.clone(),
        })
    })
}

/// Source and destination port that a role must keep, Application Path Resiliency left out.
fn required_ports(intent: &Intent, role: &str) -> (u16, u16) {
    let fits = |of: &str| of.eq_ignore_ascii_case(role) || of == "any";
    let row = intent.requirements.rows.iter().find(|row| fits(&row.role) && !row.path_resiliency);
    row.map_or((IKE_NAT_T, IKE_NAT_T), |row| (*row.source_ports.start(), row.destination_port))
}

/// Appliances nobody named: inside hosts that speak UDP 4500 to UDP 4500, and those a static gives that port.
pub fn infer(network: &Network) -> Vec<Appliance> {
    let mut hosts: Vec<Ipv4Addr> = Vec::new();
    for device in network.devices.iter().filter(|device| can_judge(device)) {
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
        hosts.extend(seen.chain(fixed));
    }
    hosts.sort_unstable();
    hosts.dedup();
    let appliance = |host: Ipv4Addr| Appliance {
        name: host.to_string(),
        role: "unknown".to_owned(),
        uplinks: vec![Uplink::new(host)],
        inferred: true,
    };
    hosts.into_iter().map(appliance).collect()
}
