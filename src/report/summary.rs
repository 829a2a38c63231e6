//! What reports say in a line: an uplink, a device, the findings, the verdict.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use crate::capture::Dialect;
use crate::eval::{Confidence, Outcome, Verdict, in_use};
use crate::locale::{Language, Text, say};
use crate::model::{ConfigState, Device, Network, TableState};
use crate::net::Endpoint;
use crate::report::{JudgedFlow, Report, doubt, possible, words};
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
pub(super) fn rows(report: &Report, language: Language) -> Vec<Row> {
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
    groups.into_iter().filter_map(|group| row(report, group, language)).collect()
}

fn row(report: &Report, group: Vec<usize>, language: Language) -> Option<Row> {
    let flows: Vec<&JudgedFlow> = group.iter().filter_map(|at| report.flows.get(*at)).collect();
    let first = flows.first()?;
    let local_ports = flows.iter().map(|flow| flow.flow.local_port);
    let range = local_ports.clone().min()?..=local_ports.max()?;
    let mut outcomes: Vec<String> = Vec::new();
    for text in flows.iter().map(|flow| mask_controls(&outcome(report, flow).to(language))) {
        if !outcomes.contains(&text) {
            outcomes.push(text);
        }
    }
    let more = outcomes.len().saturating_sub(2);
    outcomes.truncate(2);
    let mut text = outcomes.join("; ");
    if more > 0 {
        text.push_str(&say!("report-more-outcomes", more).to(language));
    }
    let possible = report.appliances.get(first.appliance).is_some_and(|appliance| appliance.possible);
    Some(Row {
        verdict: first.verdict,
        device: first.device,
        name: appliance(report, first.appliance).to(language),
        local: format!("{}:{}", first.flow.local, ports(&range)),
        words: text,
        run: possible.then_some((first.flow.local, first.flow.local)),
        flows: group,
    })
}

/// `NE SM1-NE-I1 (inferred)`: the role is left out where the name begins with it.
fn appliance(report: &Report, index: usize) -> Text {
    let Some(appliance) = report.appliances.get(index) else { return Text::default() };
    let name = mask_name(&appliance.name);
    let role = mask_name(&appliance.role);
    let known = role != "unknown" && !name.starts_with(&role);
    let role = if known { format!("{role} ") } else { String::new() };
    let name = format!("{role}{name}");
    if appliance.inferred { say!("report-inferred-name", name) } else { name.into() }
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
pub(super) fn title(report: &Report, finding: &Finding, language: Language) -> String {
    let mut title = format!("{} {} {}", finding.severity.as_str(), finding.code, finding.name);
    if finding.confidence != Confidence::Certain {
        let confidence = say!("report-confidence", confidence = finding.confidence.as_str());
        title.push_str(&confidence.to(language));
    }
    let who = mask_name(&finding.appliances.join(", "));
    let several = report.network.devices.len() > 1;
    let router = finding.device.filter(|_| several).map(|device| words::router(&report.network, device));
    let about = match (router, who.is_empty()) {
        (None, true) => None,
        (None, false) => Some(who.into()),
        (Some(router), true) => Some(say!("report-on", router)),
        (Some(router), false) => Some(say!("report-who-on", who, router)),
    };
    let plan =
        finding.plan.and_then(|index| report.plans.get(index)).map(|plan| say!("report-by-plan", plan = &plan.id));
    let about: Vec<String> = about.into_iter().chain(plan).map(|text| text.to(language)).collect();
    if about.is_empty() { title } else { format!("{title}: {}", about.join(", ")) }
}

/// What the verdict means, in a sentence.
pub(super) fn sentence(report: &Report) -> Text {
    let of = |verdict| {
        let with = report.flows.iter().filter(|flow| flow.verdict == verdict);
        with.map(|flow| flow.appliance).collect::<HashSet<_>>().len()
    };
    let (all, kind) = possible::counted(&report.appliances);
    let tally = Some(tally(report)).filter(|tally| !tally.is_empty());
    let tally = tally.map_or_else(Text::default, |tally| say!("report-tally", tally));
    match report.verdict {
        _ if report.network.devices.is_empty() && !report.network.macs.is_empty() => {
            say!("report-no-router", tally)
        }
        _ if report.appliances.is_empty() => {
            say!("report-no-appliance", tally)
        }
        Verdict::Pass => match moved(report) {
            0 => say!("report-all-keep", all, tally),
            moved => say!("report-all-fixed", all, moved, tally),
        },
        Verdict::Fail => {
            say!("report-some-fail", some = of(Verdict::Fail), all, kind, how = what_fails(report), tally)
        }
        Verdict::Inconclusive if report.flows.is_empty() => say!("report-none-judged", all, tally),
        Verdict::Inconclusive => say!("report-some-open", some = of(Verdict::Inconclusive), all, kind, tally),
    }
}

/// How many appliances leave from another port than the one they use inside.
fn moved(report: &Report) -> usize {
    let moved = report.flows.iter().filter(|flow| {
        leaves_as(flow).and_then(|global| global.port()).is_some_and(|port| port != flow.flow.local_port)
    });
    moved.map(|flow| flow.appliance).collect::<HashSet<_>>().len()
}

fn what_fails(report: &Report) -> &'static str {
    let at_risk = |flow: &JudgedFlow| flow.observed.is_empty() && flow.predicted.outcome == Outcome::Either;
    let mut failing = report.flows.iter().filter(|flow| flow.verdict == Verdict::Fail);
    let any = failing.clone().any(at_risk);
    match (any, failing.all(at_risk)) {
        (true, true) => "unsure",
        (true, false) => "cannot-or-may-lose",
        (false, _) => "cannot",
    }
}

/// What becomes of a flow, and of the ports beside its first one. It may hold names from the capture.
fn outcome(report: &Report, flow: &JudgedFlow) -> Text {
    let mut out = vec![of_first_port(report, flow)];
    let all_well = flow.more_ports.iter().all(|range| range.verdict == Verdict::Pass);
    for range in flow.more_ports.iter().filter(|_| !all_well).take(3) {
        let seen = words::seen(&range.observed, *range.ports.start());
        let fate = seen.unwrap_or_else(|| say!("report-outcome", outcome = range.predicted.outcome.as_str()));
        out.extend([format!("; {}: ", ports(&range.ports)).into(), fate]);
    }
    if flow.more_ports.len() > 3 && !all_well {
        out.push("; ...".into());
    }
    Text::joined(out)
}

/// What was seen beats what is expected.
fn of_first_port(report: &Report, flow: &JudgedFlow) -> Text {
    let port = flow.flow.local_port;
    let kept_by_chance = flow.standing.shared.is_some() && flow.observed.iter().all(|row| row.kept);
    match words::seen(&flow.observed, port) {
        Some(seen) if doubt::of_another_moment(flow) => Text::joined([seen, doubt::of_prediction(report, flow)]),
        Some(seen) if flow.verdict == Verdict::Inconclusive && !doubt::ports_decide(flow) => {
            doubt::of_rows(report, flow, seen)
        }
        // The entry is there as long as nobody clears it; a redeploy is enough for another host to be first.
        Some(seen) if kept_by_chance => say!("report-for-now", seen),
        Some(seen) => seen,
        // Without overload a port is never changed; what is open is whether there is an address.
        None if flow.predicted.outcome == Outcome::Either && flow.standing.shared.is_none() => {
            flow.predicted.reason.clone()
        }
        None => Text::joined([expected(flow), doubt::of_prediction(report, flow)]),
    }
}

fn expected(flow: &JudgedFlow) -> Text {
    match flow.predicted.outcome {
        Outcome::Untranslated if flow.standing.not_triggered.is_some() => say!("report-not-looked-at"),
        Outcome::Untranslated => say!("report-no-rule"),
        _ => words::expected(&flow.predicted, flow.flow.local_port),
    }
}

/// `4500` or `4500-4628`.
pub(super) fn ports(range: &RangeInclusive<u16>) -> String {
    if range.start() == range.end() { range.start().to_string() } else { format!("{}-{}", range.start(), range.end()) }
}

/// Routers that are listed in a report.
const DEVICES: usize = 50;

/// A line a router: its name, its system, and how much of it was read.
pub(super) fn devices(report: &Report, language: Language) -> Vec<String> {
    let network = &report.network;
    let line = |(at, device): (usize, &Device)| {
        let dialect = device.dialect.filter(|dialect| *dialect != Dialect::Unknown);
        let version =
            device.version.as_ref().map_or_else(String::new, |version| format!(" {}", mask_name(&version.value)));
        let system = dialect.map(|dialect| format!("{}{version}", dialect.title()));
        let reserve = reserve(network, device);
        let read = if reserve.is_empty() { vec![say!("report-read-whole")] } else { reserve };
        let read = read.iter().map(|text| text.to(language));
        let name = words::router(network, at).to(language);
        format!("{name}: {}", system.into_iter().chain(read).collect::<Vec<_>>().join(", "))
    };
    let mut lines: Vec<String> = network.devices.iter().enumerate().take(DEVICES).map(line).collect();
    if network.devices.len() > DEVICES {
        lines.push(words::and_more(network.devices.len() - DEVICES).to(language));
    }
    lines
}

/// How much of a configuration and of a table was read, where it is not all of it.
pub(super) fn reserve(network: &Network, device: &Device) -> Vec<Text> {
    let config = match &device.config {
        ConfigState::Complete => None,
        ConfigState::Absent => Some(say!("report-no-config")),
        ConfigState::Fragment => Some(say!("report-part-of-config")),
        ConfigState::Cut(at) => Some(say!("report-config-cut", place = words::place(network, *at))),
        ConfigState::Filtered(at) => Some(say!("report-config-filtered", place = words::place(network, *at))),
    };
    let table = match &device.table.state {
        TableState::Complete => None,
        TableState::Absent => Some(say!("report-no-table")),
        TableState::Filtered(at) => Some(say!("report-table-filtered", place = words::place(network, *at))),
        TableState::Cut(at) => Some(say!("report-table-cut", place = words::place(network, *at))),
    };
    config.into_iter().chain(table).collect()
}

/// `1 error, 2 warnings`; empty without findings.
fn tally(report: &Report) -> Text {
    let of = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let mut parts: Vec<Text> = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let number = of(severity);
        if number > 0 {
            parts.extend((!parts.is_empty()).then(|| Text::from(", ")));
            let (severity, shown) = (severity.as_str(), words::grouped(number));
            parts.push(say!("report-findings", severity, number, shown));
        }
    }
    Text::joined(parts)
}
