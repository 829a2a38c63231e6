//! What concerns one device, cut out of what was found of all: a plan changes one device and looks at no other.

use std::collections::HashMap;
use std::sync::Arc;

use crate::eval::JudgedFlow;
use crate::fix::{Plan, Situation};
use crate::rules::Finding;

/// Flows and findings of one device. Indices in them count within.
pub(super) struct Local {
    flows: Vec<JudgedFlow>,
    services: Vec<JudgedFlow>,
    findings: Vec<Finding>,
    /// Of each finding, its place among all.
    places: Vec<usize>,
    /// The same of each flow.
    homes: Vec<usize>,
}

impl Local {
    pub(super) fn of(situation: &Situation<'_>, device: usize) -> Self {
        let (mut flows, mut homes, mut at_home) = (Vec::new(), Vec::new(), HashMap::new());
        for (at, flow) in situation.flows.iter().enumerate().filter(|(_, flow)| flow.device == device) {
            at_home.insert(at, flows.len());
            flows.push(flow.clone());
            homes.push(at);
        }
        let home = |all: &[usize]| all.iter().filter_map(|at| at_home.get(at).copied()).collect::<Vec<usize>>();
        for flow in flows.iter_mut().filter(|flow| !flow.standing.rivals.is_empty()) {
            let rivals = home(&flow.standing.rivals);
            Arc::make_mut(&mut flow.standing).rivals = rivals;
        }
        let here = |finding: &Finding| finding.device.is_none_or(|of| of == device);
        let all = situation.findings.iter().enumerate().filter(|(_, finding)| here(finding));
        let (places, findings) =
            all.map(|(at, finding)| (at, Finding { flows: home(&finding.flows), ..finding.clone() })).unzip();
        let services = situation.services.iter().filter(|flow| flow.device == device).cloned().collect();
        Self { flows, services, findings, places, homes }
    }

    /// The situation of this device alone.
    pub(super) fn situation<'s>(&'s self, whole: &'s mut Situation<'_>) -> Situation<'s> {
        Situation {
            network: whole.network,
            intent: whole.intent,
            appliances: whole.appliances,
            flows: &self.flows,
            services: &self.services,
            findings: &self.findings,
            today: whole.today,
        }
    }

    /// A plan made from this, with its findings and flows counted among all.
    pub(super) fn at_large(&self, mut plan: Plan) -> Plan {
        plan.cured = plan.cured.iter().filter_map(|&at| self.places.get(at).copied()).collect();
        plan.proof.after.retain_mut(|after| {
            let home = self.homes.get(after.flow);
            home.map(|home| after.flow = *home).is_some()
        });
        plan
    }
}
