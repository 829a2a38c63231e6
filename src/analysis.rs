//! The order of the work: read, find the appliances, judge, run the rules, plan, sum up.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use crate::capture::{Input, InputError};
use crate::eval::{self, Asked, Flow, JudgedFlow, Outcome, Step, StepKind, Verdict};
use crate::intent::{Appliance, Intent, Uplink};
use crate::model::{self, ConfigState, Device, Direction, NatKind, NatRule, Network, TableState, Watch};
use crate::net::Protocol;
use crate::report::Report;
use crate::rules::{self, Context, Finding};
use crate::source::SourceMap;
use crate::{Answer, Settings, Traced, fix};

/// The port every HCX uplink sends from and to.
const IKE_NAT_T: u16 = 4500;

pub(crate) fn analyze(
    inputs: &[Input],
    intent: &Intent,
    sources: SourceMap,
    settings: &Settings,
) -> Result<Report, InputError> {
    let named = intent.appliances.iter().flat_map(|appliance| appliance.uplinks.iter().map(|uplink| uplink.address));
    let mut network = model::read(inputs, sources, &Watch::hcx(named), settings.platform)?;
    let appliances = if intent.appliances.is_empty() { infer(&network) } else { intent.appliances.clone() };
    let judged = Judged::of(&network, intent, &appliances, settings);
    let verdict = judged.verdict(&appliances);
    let mut findings = judged.findings;
    let plans = fix::plan(fix::Situation {
        network: &mut network,
        intent,
        appliances: &appliances,
        flows: &judged.flows,
        findings: &findings,
        settings,
    });
    for (at, plan) in plans.plans.iter().enumerate() {
        for finding in &mut findings {
            if finding.device == Some(plan.device) && plan.proof.resolves.contains(&finding.code) {
                finding.plan = Some(at);
            }
        }
    }
    let (ignored, findings) = findings.into_iter().partition(|finding| is_ignored(finding, intent, settings));
    let paste_next = if verdict == Verdict::Inconclusive { paste_next(&network, &judged.flows) } else { Vec::new() };
    let not_checked = not_checked(&network);
    Ok(Report {
        network,
        appliances,
        flows: judged.flows,
        findings,
        ignored,
        plans: plans.plans,
        no_plan: plans.refused,
        verdict,
        paste_next,
        not_checked,
    })
}

/// Flows and findings of one state of the network. The proof of a plan makes a second one.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) flows: Vec<JudgedFlow>,
    pub(crate) findings: Vec<Finding>,
}

impl Judged {
    pub(crate) fn of(network: &Network, intent: &Intent, appliances: &[Appliance], settings: &Settings) -> Self {
        let flows = judge(network, intent, appliances);
        let context = Context { network, intent, appliances, flows: &flows, today: settings.today };
        let findings = rules::check(&context);
        Self { flows, findings }
    }

    /// FAIL if any flow fails, PASS only if every uplink of every appliance passes somewhere.
    pub(crate) fn verdict(&self, appliances: &[Appliance]) -> Verdict {
        if self.flows.iter().any(|flow| flow.verdict == Verdict::Fail) {
            return Verdict::Fail;
        }
        let open = appliances.iter().enumerate().any(|(at, appliance)| {
            appliance
                .uplinks
                .iter()
                .any(|uplink| !self.flows.iter().any(|flow| flow.appliance == at && flow.flow.local == uplink.address))
        });
        let all_pass = !self.flows.is_empty() && self.flows.iter().all(|flow| flow.verdict == Verdict::Pass);
        if all_pass && !open { Verdict::Pass } else { Verdict::Inconclusive }
    }
}

fn judge(network: &Network, intent: &Intent, appliances: &[Appliance]) -> Vec<JudgedFlow> {
    let mut flows = Vec::new();
    let devices: Vec<_> = network.devices.iter().enumerate().filter(|(_, device)| can_judge(device)).collect();
    for (index, device) in &devices {
        let asked: Vec<Asked> = appliances
            .iter()
            .enumerate()
            .flat_map(|(at, appliance)| asked(intent, appliance).map(move |flow| (at, flow)))
            .collect();
        let mut judged = eval::judge(device, *index, &asked, flows.len());
        if intent.path_resiliency == Some(true) {
            for flow in &mut judged {
                hold_back(device, flow);
            }
        }
        flows.extend(judged);
    }
    if devices.len() > 1 { drop_unrelated(flows) } else { flows }
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
        let says =
            "with Application Path Resiliency the appliance also sends from ports up to 4628; what becomes of those \
                    is left to the shared address"
                .to_owned();
        let evidence = flow.predicted.rule.into_iter().collect();
        flow.trace.steps.push(Step { kind: StepKind::Port, says, evidence });
    }
}

/// Whether a device is a router we model, with anything of it in the capture.
fn can_judge(device: &Device) -> bool {
    let known = device.dialect.is_none_or(crate::capture::Dialect::is_ios);
    known && (device.config != ConfigState::Absent || device.table.state != TableState::Absent)
}

/// With several routers in one capture, an appliance is judged on those that have to do with it.
fn drop_unrelated(flows: Vec<JudgedFlow>) -> Vec<JudgedFlow> {
    let concerns = |flow: &JudgedFlow| flow.standing.host_is_here || !flow.observed.is_empty();
    let somewhere: HashSet<_> =
        flows.iter().filter(|flow| concerns(flow)).map(|flow| (flow.appliance, flow.flow.local)).collect();
    let mut moved = vec![None; flows.len()];
    let mut kept: Vec<JudgedFlow> = Vec::new();
    for (at, flow) in flows.into_iter().enumerate() {
        if concerns(&flow) || !somewhere.contains(&(flow.appliance, flow.flow.local)) {
            if let Some(slot) = moved.get_mut(at) {
                *slot = Some(kept.len());
            }
            kept.push(flow);
        }
    }
    for flow in &mut kept {
        flow.standing.rivals = flow.standing.rivals.iter().filter_map(|&at| moved.get(at).copied().flatten()).collect();
    }
    kept
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
fn infer(network: &Network) -> Vec<Appliance> {
    let mut hosts: Vec<Ipv4Addr> = Vec::new();
    for device in network.devices.iter().filter(|device| can_judge(device)) {
        let rows = device.table.rows.iter().filter(|row| {
            row.protocol == Some(Protocol::UDP)
                && row.inside_local.as_ref().and_then(crate::net::Endpoint::port) == Some(IKE_NAT_T)
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

fn is_ignored(finding: &Finding, intent: &Intent, settings: &Settings) -> bool {
    intent.ignores.iter().any(|ignore| {
        let expired = matches!((&ignore.until, settings.today), (Some(until), Some(today)) if until.value < today);
        !expired && ignore.code.value.eq_ignore_ascii_case(finding.code)
    })
}

/// What would decide the open flows.
fn paste_next(network: &Network, flows: &[JudgedFlow]) -> Vec<String> {
    let mut wanted = Vec::new();
    let open: HashSet<usize> =
        flows.iter().filter(|flow| flow.verdict == Verdict::Inconclusive).map(|flow| flow.device).collect();
    for (at, device) in network.devices.iter().enumerate().filter(|(_, device)| can_judge(device)) {
        if !open.is_empty() && !open.contains(&at) {
            continue;
        }
        if !device.config_is_whole() {
            wanted.push("show running-config".to_owned());
        }
        if !device.table.is_complete() || device.table.header.is_none() {
            wanted.push("show ip nat translations".to_owned());
        }
    }
    if flows.is_empty() {
        wanted.push("hcxnat check --ix ADDRESS --ne ADDRESS ... to name the appliances' uplink addresses".to_owned());
    }
    wanted.sort();
    wanted.dedup();
    if wanted.iter().any(|command| command.starts_with("show")) {
        wanted.insert(0, "terminal length 0".to_owned());
    }
    wanted
}

fn not_checked(network: &Network) -> Vec<String> {
    let mut open = vec![
        "bandwidth, loss and round-trip time".to_owned(),
        "NAT, firewalls and filters beyond this router, and the cloud side".to_owned(),
    ];
    let devices = || network.devices.iter().flat_map(|device| &device.interfaces);
    if devices().any(|interface| interface.acl_in.is_some() || interface.acl_out.is_some()) {
        open.push("what access lists do to the packets that come back".to_owned());
    }
    if devices().any(|interface| interface.zone.is_some() || !interface.inspect.is_empty()) {
        open.push("the zone-based or inspecting firewall of this router".to_owned());
    }
    open
}

pub(crate) fn trace(inputs: &[Input], flow: &Flow, settings: &Settings) -> Result<Traced, InputError> {
    let network = model::read(inputs, SourceMap::default(), &Watch::hcx([flow.local]), settings.platform)?;
    let devices = network.devices.iter().enumerate().filter(|(_, device)| can_judge(device));
    let answers = devices
        .flat_map(|(index, device)| eval::judge(device, index, &[(0, flow.clone())], 0))
        .map(|judged| Answer {
            device: judged.device,
            trace: judged.trace,
            predicted: judged.predicted,
            observed: judged.observed,
        })
        .collect();
    Ok(Traced { network, flow: flow.clone(), answers })
}
