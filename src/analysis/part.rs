//! The analysis of some devices that have nothing to do with the others, and what is kept of it.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::is_ignored;
use crate::eval::{self, Flow, JudgedFlow, Standing, Strays, Verdict};
use crate::intent::Intent;
use crate::locale::Text;
use crate::model::{ConfigState, Device, Network, TableState};
use crate::report::{Report, is_fleet};
use crate::rules::Judged;
use crate::source::Span;
use crate::{Settings, fix};

/// What came out for some devices. The verdict of the report and what to paste next are not decided yet.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) report: Report,
    /// The uplinks that were judged, each by the index of its appliance and its address.
    pub(super) uplinks: HashSet<(usize, Ipv4Addr)>,
    /// What was asked about and concerns one of the devices.
    pub(super) at_home: HashSet<Flow>,
}

impl Part {
    /// A report and nothing beside it.
    pub(super) fn new(report: Report) -> Self {
        Self { report, uplinks: HashSet::new(), at_home: HashSet::new() }
    }

    /// Judges, runs the rules, and plans if `plans` are wanted.
    pub(super) fn of(
        mut network: Network,
        intent: &Intent,
        settings: &Settings,
        strays: Strays<'_>,
        plans: bool,
    ) -> Self {
        let named = !intent.appliances.is_empty();
        let (appliances, homes) = match named {
            true => (intent.appliances.clone(), Vec::new()),
            false if is_fleet(network.devices.len()) => eval::infer_apart(&network),
            false => (eval::infer(&network), Vec::new()),
        };
        // Hosts that were inferred here have nothing to do with the devices elsewhere.
        let strays = match (named, homes.as_slice()) {
            (true, _) => strays,
            (false, []) => Strays::Everywhere,
            (false, homes) => Strays::AtHome(homes),
        };
        let mut at_home = HashSet::new();
        let judged = Judged::of(&network, intent, &appliances, settings.today, (strays, &mut at_home));
        let uplinks = judged.uplinks();
        let Judged { flows, services, mut findings } = judged;
        let plans = plans.then(|| {
            fix::plan(fix::Situation {
                network: &mut network,
                intent,
                appliances: &appliances,
                flows: &flows,
                services: &services,
                findings: &findings,
                today: settings.today,
            })
        });
        let plans = plans.unwrap_or_default();
        for (at, plan) in plans.plans.iter().enumerate() {
            for &cured in &plan.cured {
                if let Some(finding) = findings.get_mut(cured) {
                    finding.plan = Some(at);
                }
            }
        }
        let (ignored, findings) =
            findings.into_iter().partition(|finding| is_ignored(&network, finding, intent, settings));
        let report = Report {
            network,
            appliances,
            flows,
            services,
            findings,
            ignored,
            plans: plans.plans,
            no_plan: plans.refused,
            verdict: Verdict::Inconclusive,
            paste_next: Vec::new(),
            not_checked: Vec::new(),
        };
        if !named {
            at_home = HashSet::new();
        }
        Self { report, uplinks, at_home }
    }
}

impl Part {
    /// Lets go of all that no report shows: the models, most of the texts, and how the flows were followed. Of what an
    /// overview does not show either, nothing is left with `overview`. The network that was judged comes back whole.
    pub(super) fn condensed(mut self, overview: bool) -> (Self, Network) {
        let report = &mut self.report;
        report.services = Vec::new();
        for flow in &mut report.flows {
            flow.trace.steps = Vec::new();
            flow.predicted.tried = Vec::new();
        }
        if overview {
            let nothing = Arc::default();
            report.flows.iter_mut().for_each(|flow| in_short(flow, &nothing));
            for finding in report.findings.iter_mut().filter(|finding| finding.device.is_some()) {
                finding.labels.truncate(1);
                finding.labels.shrink_to_fit();
                (finding.message, finding.help) = (Text::default(), Text::default());
                (finding.appliances, finding.flows, finding.covers) = (Vec::new(), Vec::new(), Vec::new());
            }
            for appliance in report.appliances.iter_mut().filter(|appliance| appliance.inferred) {
                // It was judged where it was found.
                (appliance.role, appliance.uplinks) = (String::new(), Vec::new());
            }
        }
        report.flows.shrink_to_fit();
        report.findings.shrink_to_fit();
        let network = &report.network;
        let mut outline = Network {
            sources: network.sources.only(cited(report, overview)),
            devices: network.devices.iter().map(Device::outline).collect(),
            segments: network.segments.clone(),
            coverage: network.coverage.clone(),
            macs: network.macs.clone(),
            unopened: network.unopened.clone(),
        };
        if overview {
            outline.segments.iter_mut().for_each(|segment| segment.evidence = Vec::new());
        }
        let judged = std::mem::replace(&mut report.network, outline);
        (self, judged)
    }
}

/// A flow of which the verdict counts.
fn in_short(flow: &mut JudgedFlow, nothing: &Arc<Standing>) {
    flow.predicted.stories = Vec::new();
    flow.predicted.reason = String::new().into();
    if flow.verdict == Verdict::Pass {
        flow.observed = Vec::new();
    }
    flow.more_ports = Vec::new();
    flow.standing = Arc::clone(nothing);
}

/// The places that reports quote or name by line.
fn cited(report: &Report, overview: bool) -> Vec<Span> {
    let findings = report.findings.iter().chain(&report.ignored);
    let mut cited: Vec<Span> = findings.flat_map(|finding| finding.labels.iter().map(|label| label.span)).collect();
    if overview {
        return cited;
    }
    for flow in &report.flows {
        let ranges = flow.more_ports.iter();
        cited.extend(flow.predicted.rule.into_iter().chain(ranges.clone().filter_map(|range| range.predicted.rule)));
        cited.extend(flow.observed.iter().chain(ranges.flat_map(|range| &range.observed)).map(|row| row.span));
        cited.extend(flow.standing.open.iter().filter_map(|open| open.span));
    }
    let network = &report.network;
    cited.extend(network.coverage.notes().iter().map(|note| note.span));
    cited.extend(network.segments.iter().flat_map(|segment| &segment.evidence).map(|evidence| evidence.span));
    for device in &network.devices {
        cited.extend(match device.config {
            ConfigState::Cut(at) | ConfigState::Filtered(at) => Some(at),
            ConfigState::Absent | ConfigState::Fragment | ConfigState::Complete => None,
        });
        cited.extend(match device.table.state {
            TableState::Cut(at) | TableState::Filtered(at) => Some(at),
            TableState::Absent | TableState::Complete => None,
        });
    }
    cited
}
