//! One state of the network, judged: what the report shows, and what the proof of a plan compares.

use jiff::civil::Date;

use super::{Context, Finding};
use crate::eval::{self, Asked, JudgedFlow, Verdict};
use crate::intent::{Appliance, Intent, Uplink};
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
    pub(crate) fn of(network: &Network, intent: &Intent, appliances: &[Appliance], today: Option<Date>) -> Self {
        let flows = eval::judge_all(network, intent, appliances);
        let services = eval::judge_services(network, intent, appliances);
        let context = Context { network, intent, appliances, flows: &flows, services: &services, only: None, today };
        let findings = super::check(&context);
        Self { flows, services, findings }
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
        let only = Some(index);
        let context = Context { network, intent, appliances, flows: &flows, services: &services, only, today };
        let findings = super::check(&context);
        Self { flows, services, findings }
    }

    /// FAIL if any flow fails, PASS only if every uplink of every appliance passes somewhere.
    pub(crate) fn verdict(&self, appliances: &[Appliance]) -> Verdict {
        if self.flows.iter().any(|flow| flow.verdict == Verdict::Fail) {
            return Verdict::Fail;
        }
        let is_judged = |at: usize, uplink: &Uplink| {
            let mut flows = self.flows.iter().chain(&self.services);
            flows.any(|flow| flow.appliance == at && flow.flow.local == uplink.address)
        };
        let mut uplinks = appliances.iter().enumerate().flat_map(|(at, a)| a.uplinks.iter().map(move |u| (at, u)));
        let open = uplinks.any(|(at, uplink)| !is_judged(at, uplink));
        let all_pass = !self.flows.is_empty() && self.flows.iter().all(|flow| flow.verdict == Verdict::Pass);
        if all_pass && !open { Verdict::Pass } else { Verdict::Inconclusive }
    }
}
