//! One state of the network, judged: what the report shows, and what the proof of a plan compares.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;

use jiff::civil::Date;

use super::passing::Ways;
use super::{Context, Finding};
use crate::eval::{self, Asked, Flow, JudgedFlow, Strays, Verdict};
use crate::intent::{Appliance, Intent};
use crate::model::Network;

/// Flows and findings of one state of the network. The proof of a plan makes a second one.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) flows: Vec<JudgedFlow>,
    /// What must pass whatever its source port.
    pub(crate) services: Vec<JudgedFlow>,
    pub(crate) findings: Vec<Finding>,
}

impl Judged {
    /// `strays` and `at_home`: see [`eval::judge_here`].
    pub(crate) fn of(
        network: &Network,
        intent: &Intent,
        appliances: &[Appliance],
        today: Option<Date>,
        (strays, at_home): (Strays<'_>, &mut HashSet<Flow>),
    ) -> Self {
        let judged = eval::judge_here(network, intent, appliances, strays, at_home);
        Self::of_flows((network, intent, appliances), today, judged, None)
    }

    /// The same for one device whose model has changed: its flows and services are judged again.
    pub(crate) fn again(
        network: &Network,
        intent: &Intent,
        appliances: &[Appliance],
        today: Option<Date>,
        (flows, services): (&[JudgedFlow], &[JudgedFlow]),
        index: usize,
    ) -> Self {
        let asked = |flows: &[JudgedFlow]| -> Vec<Asked> {
            flows.iter().map(|flow| (flow.appliance, flow.flow.clone())).collect()
        };
        let flows = eval::judge_on(network, intent, index, &asked(flows), 0);
        let services = eval::judge_services_on(network, index, &asked(services), 0);
        Self::of_flows((network, intent, appliances), today, (flows, services), Some(index))
    }

    /// What the rules find in flows that have been judged, those of all devices or of `only` one.
    fn of_flows(
        (network, intent, appliances): (&Network, &Intent, &[Appliance]),
        today: Option<Date>,
        (flows, services): (Vec<JudgedFlow>, Vec<JudgedFlow>),
        only: Option<usize>,
    ) -> Self {
        let context = Context {
            network,
            intent,
            appliances,
            flows: &flows,
            services: &services,
            only,
            hosts: &hosts(appliances),
            today,
            ways: &Ways::of(flows.len()),
        };
        let findings = super::check(&context);
        Self { flows, services, findings }
    }

    /// The uplinks that were judged, each by the index of its appliance and its address.
    pub(crate) fn uplinks(&self) -> HashSet<(usize, Ipv4Addr)> {
        self.flows.iter().chain(&self.services).map(|flow| (flow.appliance, flow.flow.local)).collect()
    }
}

/// The first appliance of each uplink address.
fn hosts(appliances: &[Appliance]) -> HashMap<Ipv4Addr, usize> {
    let mut hosts = HashMap::new();
    for (at, appliance) in appliances.iter().enumerate() {
        for uplink in &appliance.uplinks {
            hosts.entry(uplink.address).or_insert(at);
        }
    }
    hosts
}

/// FAIL if any flow fails, PASS only if every uplink of every appliance passes somewhere.
pub(crate) fn verdict(flows: &[JudgedFlow], judged: &HashSet<(usize, Ipv4Addr)>, appliances: &[Appliance]) -> Verdict {
    if flows.iter().any(|flow| flow.verdict == Verdict::Fail) {
        return Verdict::Fail;
    }
    let mut uplinks = appliances.iter().enumerate().flat_map(|(at, a)| a.uplinks.iter().map(move |u| (at, u.address)));
    let open = uplinks.any(|uplink| !judged.contains(&uplink));
    let all_pass = !flows.is_empty() && flows.iter().all(|flow| flow.verdict == Verdict::Pass);
    if all_pass && !open { Verdict::Pass } else { Verdict::Inconclusive }
}
