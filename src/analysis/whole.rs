//! Parts put side by side: one report of all.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::part::Part;
use crate::eval::{JudgedFlow, Verdict};
use crate::fix::Plan;
use crate::intent::Intent;
use crate::model::Network;
use crate::report::Report;
use crate::rules::{self, Finding};
use crate::source::SourceMap;

/// An uplink: the index of its appliance, and its address.
type Uplink = (usize, Ipv4Addr);

/// What has been put together so far.
#[derive(Debug)]
pub(super) struct Whole {
    part: Part,
    sources: Vec<SourceMap>,
    parts: usize,
    /// In how many parts an uplink that was named was judged.
    parts_of: HashMap<Uplink, usize>,
    /// What is said of no device, and in how many parts.
    of_the_run: Vec<(Finding, usize)>,
    /// Appliances are the same in all parts.
    named: bool,
}

/// What indices of a part count from among all.
struct Base {
    appliance: usize,
    device: usize,
    flow: usize,
    plan: usize,
}

impl Whole {
    /// Nothing yet.
    pub(super) fn new(intent: &Intent) -> Self {
        let report = Report {
            network: Network::default(),
            appliances: intent.appliances.clone(),
            flows: Vec::new(),
            services: Vec::new(),
            findings: Vec::new(),
            ignored: Vec::new(),
            plans: Vec::new(),
            no_plan: Vec::new(),
            verdict: Verdict::Inconclusive,
            paste_next: Vec::new(),
            not_checked: Vec::new(),
        };
        Self {
            part: Part::new(report),
            sources: Vec::new(),
            parts: 0,
            parts_of: HashMap::new(),
            of_the_run: Vec::new(),
            named: !intent.appliances.is_empty(),
        }
    }

    /// Adds a part behind the others.
    pub(super) fn add(&mut self, part: Part) {
        let Part { report, uplinks, .. } = part;
        let all = &mut self.part.report;
        let base = Base {
            appliance: if self.named { 0 } else { all.appliances.len() },
            device: all.network.devices.len(),
            flow: all.flows.len(),
            plan: all.plans.len(),
        };
        self.parts += 1;
        if !self.named {
            all.appliances.extend(report.appliances);
        }
        let network = report.network;
        self.sources.push(network.sources);
        all.network.devices.extend(network.devices);
        all.network.segments.extend(network.segments.into_iter().map(|mut segment| {
            segment.device = segment.device.map(|at| at + base.device);
            segment
        }));
        all.network.coverage.absorb(network.coverage);
        all.network.unopened = all.network.unopened.take().or(network.unopened);
        all.flows.extend(report.flows.into_iter().map(|flow| base.flow(flow)));
        all.plans.extend(report.plans.into_iter().map(|plan| base.plan(plan)));
        all.no_plan.extend(report.no_plan);
        all.ignored.extend(report.ignored.into_iter().map(|finding| base.finding(finding)));
        self.part.uplinks.extend(uplinks.iter().map(|(at, address)| (at + base.appliance, *address)));
        if self.named {
            let here: HashSet<Uplink> =
                all.flows.iter().skip(base.flow).map(|flow| (flow.appliance, flow.flow.local)).collect();
            for uplink in here {
                *self.parts_of.entry(uplink).or_default() += 1;
            }
        }
        for finding in report.findings {
            let finding = base.finding(finding);
            match finding.device {
                Some(_) => self.part.report.findings.push(finding),
                None => self.of_the_run(finding),
            }
        }
    }

    /// What a part says of the run counts when the others say the same.
    fn of_the_run(&mut self, finding: Finding) {
        let uplink = self.uplink_of(&finding);
        let place = |finding: &Finding| finding.labels.first().map(|label| label.span);
        let same = |known: &Finding| {
            let alike = uplink.is_some() || known.message == finding.message && place(known) == place(&finding);
            known.code == finding.code && self.uplink_of(known) == uplink && alike
        };
        match self.of_the_run.iter().position(|(known, _)| same(known)) {
            Some(at) => {
                if let Some((known, parts)) = self.of_the_run.get_mut(at) {
                    known.flows.extend(finding.flows);
                    *parts += 1;
                }
            }
            None => self.of_the_run.push((finding, 1)),
        }
    }

    fn uplink_of(&self, finding: &Finding) -> Option<Uplink> {
        let flow = self.part.report.flows.get(*finding.flows.first()?)?;
        Some((flow.appliance, flow.flow.local))
    }

    /// The report, but for its verdict and what follows from that. `sources`: those that were there before.
    pub(super) fn finish(mut self, sources: SourceMap) -> Part {
        for (finding, parts) in std::mem::take(&mut self.of_the_run) {
            let all = match self.uplink_of(&finding) {
                // A host that was inferred is of one part.
                Some(uplink) => self.parts_of.get(&uplink).copied().unwrap_or(1),
                None => self.parts,
            };
            if parts == all {
                self.part.report.findings.push(finding);
            }
        }
        let report = &mut self.part.report;
        report.network.sources = sources;
        report.network.sources.join(self.sources);
        rules::sort(&mut report.findings);
        rules::sort(&mut report.ignored);
        self.part
    }
}

impl Base {
    fn flow(&self, mut flow: JudgedFlow) -> JudgedFlow {
        flow.appliance += self.appliance;
        flow.device += self.device;
        if !flow.standing.rivals.is_empty() {
            Arc::make_mut(&mut flow.standing).rivals.iter_mut().for_each(|rival| *rival += self.flow);
        }
        flow
    }

    fn finding(&self, mut finding: Finding) -> Finding {
        finding.device = finding.device.map(|at| at + self.device);
        finding.plan = finding.plan.map(|at| at + self.plan);
        finding.flows.iter_mut().for_each(|at| *at += self.flow);
        finding
    }

    fn plan(&self, mut plan: Plan) -> Plan {
        let number = plan.id.strip_prefix('F').and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
        plan.id = format!("F{}", number + self.plan);
        plan.device += self.device;
        plan.proof.after.iter_mut().for_each(|after| after.flow += self.flow);
        // The findings it was made from no longer stand where they stood.
        plan.cured = Vec::new();
        plan
    }
}
