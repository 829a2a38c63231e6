//! One state of the network, judged: what the report shows, and what the proof of a plan compares.

use jiff::civil::Date;

use super::{Context, Finding};
use crate::eval::{self, JudgedFlow, Verdict};
use crate::intent::{Appliance, Intent};
use crate::model::Network;

/// Flows and findings of one state of the network. The proof of a plan makes a second one.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) flows: Vec<JudgedFlow>,
    pub(crate) findings: Vec<Finding>,
}

impl Judged {
    pub(crate) fn of(network: &Network, intent: &Intent, appliances: &[Appliance], today: Option<Date>) -> Self {
        let flows = eval::judge_all(network, intent, appliances);
        let findings = super::check(&Context { network, intent, appliances, flows: &flows, today });
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
