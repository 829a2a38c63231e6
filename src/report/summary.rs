//! What reports say in a line: an uplink, a device, the findings, the verdict.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use crate::capture::Dialect;
use crate::eval::{Confidence, Outcome, Verdict, in_use};
use crate::model::{ConfigState, Device, Network, TableState};
use crate::net::Endpoint;
use crate::report::{JudgedFlow, Report, possible, words};
use crate::rules::{Finding, Severity};
use crate::source::{mask_controls, mask_name};

/// Flows of one uplink on one device that fare alike.
pub(super) struct Row {
    pub(super) verdict: Verdict,
    /// Index of the device.
    pub(super) device: usize,
    /// `NE SM1-NE-I1 (inferred)`.
    pub(super) name: String,
    /// `192.19.72.203:4500`.
    pub(super) local: String,
    /// What becomes of it.
    pub(super) words: String,
    /// Indices of the flows.
    pub(super) flows: Vec<usize>,
    /// First and last address, where it is one that HCX may give to an appliance.
    pub(super) run: Option<(Ipv4Addr, Ipv4Addr)>,
}

/// One row for each uplink: Application Path Resiliency alone makes 129 flows of each.
pub(super) fn rows(report: &Report) -> Vec<Row> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known = HashMap::new();
    for (index, flow) in report.flows.iter().enumerate() {
        let key = (flow.appliance, flow.device, flow.flow.local, flow.verdict);
        let at = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups.into_iter().filter_map(|group| row(report, group)).collect()
}

fn row(report: &Report, group: Vec<usize>) -> Option<Row> {
    let flows: Vec<&JudgedFlow> = group.iter().filter_map(|at| report.flows.get(*at)).collect();
    let first = flows.first()?;
    let local_ports = flows.iter().map(|flow| flow.flow.local_port);
    let range = local_ports.clone().min()?..=local_ports.max()?;
    let mut outcomes: Vec<String> = Vec::new();
    for text in flows.iter().map(|flow| outcome(flow)) {
        if !outcomes.contains(&text) {
            outcomes.push(text);
        }
    }
    let more = outcomes.len().saturating_sub(2);
    outcomes.truncate(2);
    let mut text = outcomes.join("; ");
    if more > 0 {
        let _ = write!(text, "; and {more} more");
    }
    let possible = report.appliances.get(first.appliance).is_some_and(|appliance| appliance.possible);
    Some(Row {
        verdict: first.verdict,
        device: first.device,
        name: appliance(report, first.appliance),
        local: format!("{}:{}", first.flow.local, ports(&range)),
        words: text,
        run: possible.then_some((first.flow.local, first.flow.local)),
        flows: group,
    })
}

/// `NE SM1-NE-I1 (inferred)`: the role is left out where the name begins with it.
fn appliance(report: &Report, index: usize) -> String {
    let Some(appliance) = report.appliances.get(index) else { return String::new() };
    let name = mask_name(&appliance.name);
    let role = mask_name(&appliance.role);
    let known = role != "unknown" && !name.starts_with(&role);
    let role = if known { format!("{role} ") } else { String::new() };
    format!("{role}{name}{}", if appliance.inferred { " (inferred)" } else { "" })
}

/// The inside global endpoint by which a flow leaves: by its entry, else as far as it is predicted.
pub(super) fn leaves_as(flow: &JudgedFlow) -> Option<Endpoint> {
    if let Some(entry) = in_use(&flow.observed) {
        return Some(entry.clone());
    }
    let predicted = &flow.predicted;
    match (predicted.outcome, predicted.inside_global.clone(), predicted.expected_port) {
        (Outcome::Untranslated, ..) => Some(Endpoint::with_port(flow.flow.local, flow.flow.local_port)),
        (Outcome::Kept, Some(address), None) => Some(Endpoint::with_port(address, flow.flow.local_port)),
        (Outcome::Kept | Outcome::Remapped, Some(address), Some(port)) => Some(Endpoint::with_port(address, port)),
        (Outcome::Remapped | Outcome::Either, Some(address), _) => Some(Endpoint { address, ident: None }),
        _ => None,
    }
}

/// `error HCX101 port-remapped (likely): NE-1 on EDGE-RTR, plan F1`.
pub(super) fn title(report: &Report, finding: &Finding) -> String {
    let mut title = format!("{} {} {}", finding.severity.as_str(), finding.code, finding.name);
    if finding.confidence != Confidence::Certain {
        let _ = write!(title, " ({})", finding.confidence.as_str());
    }
    let mut about = mask_name(&finding.appliances.join(", "));
    if let (Some(device), true) = (finding.device, report.network.devices.len() > 1) {
        let on = format!("on {}", words::device(&report.network, device));
        about = if about.is_empty() { on } else { format!("{about} {on}") };
    }
    if let Some(plan) = finding.plan.and_then(|index| report.plans.get(index)) {
        let plan = format!("plan {}", plan.id);
        about = if about.is_empty() { plan } else { format!("{about}, {plan}") };
    }
    if about.is_empty() { title } else { format!("{title}: {about}") }
}

/// What the verdict means, in a sentence.
pub(super) fn sentence(report: &Report) -> String {
    let of = |verdict| {
        let with = report.flows.iter().filter(|flow| flow.verdict == verdict);
        with.map(|flow| flow.appliance).collect::<HashSet<_>>().len()
    };
    let all = words::count(report.appliances.len() as u64, possible::noun(&report.appliances));
    let tally = Some(tally(report)).filter(|tally| !tally.is_empty());
    let tally = tally.map_or_else(String::new, |tally| format!(" ({tally})"));
    match report.verdict {
        _ if report.network.devices.is_empty() && !report.network.macs.is_empty() => {
            format!("no router is in the input, so no port was judged; MAC addresses were compared{tally}.")
        }
        _ if report.appliances.is_empty() => {
            format!("no appliance is named, and none could be inferred from UDP 4500{tally}.")
        }
        Verdict::Pass => format!("{all} can keep the port{tally}."),
        Verdict::Fail => format!("{} of {all} {}{tally}.", of(Verdict::Fail), what_fails(report)),
        Verdict::Inconclusive if report.flows.is_empty() => {
            format!("none of {all} could be judged: no IOS or IOS-XE router is in the capture{tally}.")
        }
        Verdict::Inconclusive => {
            format!("{} of {all} could not be judged from this capture{tally}.", of(Verdict::Inconclusive))
        }
    }
}

fn what_fails(report: &Report) -> &'static str {
    let at_risk = |flow: &JudgedFlow| flow.observed.is_empty() && flow.predicted.outcome == Outcome::Either;
    let mut failing = report.flows.iter().filter(|flow| flow.verdict == Verdict::Fail);
    let any = failing.clone().any(at_risk);
    match (any, failing.all(at_risk)) {
        (true, true) => "cannot be sure of the port",
        (true, false) => "cannot keep the port, or may lose it",
        (false, _) => "cannot keep the port",
    }
}

/// What becomes of a flow, and of the ports beside its first one.
pub(super) fn outcome(flow: &JudgedFlow) -> String {
    let mut out = of_first_port(flow);
    let all_well = flow.more_ports.iter().all(|range| range.verdict == Verdict::Pass);
    for range in flow.more_ports.iter().filter(|_| !all_well).take(3) {
        let seen = words::seen(&range.observed, *range.ports.start());
        let fate = seen.unwrap_or_else(|| range.predicted.outcome.in_words().to_owned());
        let _ = write!(out, "; {}: {fate}", ports(&range.ports));
    }
    if flow.more_ports.len() > 3 && !all_well {
        out.push_str("; ...");
    }
    out
}

/// What was seen beats what is expected.
fn of_first_port(flow: &JudgedFlow) -> String {
    let port = flow.flow.local_port;
    let kept_by_chance = flow.standing.shared.is_some() && flow.observed.iter().all(|row| row.kept);
    match words::seen(&flow.observed, port) {
        // The entry is there as long as nobody clears it; a redeploy is enough for another host to be first.
        Some(seen) if kept_by_chance => format!("{seen} for now: nothing reserves it"),
        Some(seen) if flow.verdict == Verdict::Inconclusive => {
            format!("{seen}; but by rows that do not follow from the configuration, or not towards the named peer")
        }
        Some(seen) => seen,
        // Without overload a port is never changed; what is open is whether there is an address.
        None if flow.predicted.outcome == Outcome::Either && flow.standing.shared.is_none() => {
            mask_controls(&flow.predicted.reason.to_string())
        }
        None => format!("{}{}", words::expected(&flow.predicted, port), reserve_of(flow)),
    }
}

/// Why a flow that looks decided is not.
fn reserve_of(flow: &JudgedFlow) -> String {
    let decided = matches!(flow.predicted.outcome, Outcome::Kept | Outcome::Remapped | Outcome::Untranslated);
    let ports_decide = flow.more_ports.iter().any(|range| range.verdict != Verdict::Pass);
    match flow.standing.open.first() {
        None if ports_decide => String::new(),
        _ if flow.verdict != Verdict::Inconclusive => String::new(),
        Some(open) => format!("; but {}", mask_controls(&open.says.to_string())),
        None if decided => format!("; not sure: {}", mask_controls(&flow.predicted.reason.to_string())),
        None => String::new(),
    }
}

/// `4500` or `4500-4628`.
pub(super) fn ports(range: &RangeInclusive<u16>) -> String {
    if range.start() == range.end() { range.start().to_string() } else { format!("{}-{}", range.start(), range.end()) }
}

/// Routers that are listed in a report.
const DEVICES: usize = 50;

/// A line a router: its name, its system, and how much of it was read.
pub(super) fn devices(report: &Report) -> Vec<String> {
    let network = &report.network;
    let line = |(at, device): (usize, &Device)| {
        let dialect = device.dialect.filter(|dialect| *dialect != Dialect::Unknown);
        let version =
            device.version.as_ref().map_or_else(String::new, |version| format!(" {}", mask_name(&version.value)));
        let system = dialect.map(|dialect| format!("{}{version}", dialect.title()));
        let reserve = reserve(network, device);
        let read = if reserve.is_empty() {
            "whole running-config and translation table".to_owned()
        } else {
            reserve.join(", ")
        };
        let name = words::device(network, at);
        format!("{name}: {}", system.into_iter().chain([read]).collect::<Vec<_>>().join(", "))
    };
    let mut lines: Vec<String> = network.devices.iter().enumerate().take(DEVICES).map(line).collect();
    if network.devices.len() > DEVICES {
        lines.push(format!("and {} more", network.devices.len() - DEVICES));
    }
    lines
}

/// How much of a configuration and of a table was read, where it is not all of it.
pub(super) fn reserve(network: &Network, device: &Device) -> Vec<String> {
    let config = match &device.config {
        ConfigState::Complete => None,
        ConfigState::Absent => Some("no running-config".to_owned()),
        ConfigState::Fragment => Some("only part of a running-config".to_owned()),
        ConfigState::Cut(at) => Some(format!("running-config cut off at {}", words::place(network, *at))),
        ConfigState::Filtered(at) => Some(format!("running-config filtered at {}", words::place(network, *at))),
    };
    let table = match &device.table.state {
        TableState::Complete => None,
        TableState::Absent => Some("no translation table".to_owned()),
        TableState::Filtered(at) => Some(format!("translation table filtered at {}", words::place(network, *at))),
        TableState::Cut(at) => Some(format!("translation table cut off at {}", words::place(network, *at))),
    };
    config.into_iter().chain(table).collect()
}

/// `1 error, 2 warnings`; empty without findings.
pub(super) fn tally(report: &Report) -> String {
    let of = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts = parts.map(|(severity, noun)| (of(severity), noun));
    parts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| words::count(*n, noun)).collect::<Vec<_>>().join(", ")
}
