//! Which static NAT lines, list entries and clear commands cure a device.

pub(super) mod acl;
mod assign;
mod draft;
mod exposure;
mod forms;
mod hosts;
mod ports;
mod replace;
mod spares;

use std::collections::BTreeMap;

#[cfg(test)]
pub(super) use draft::Typed;
pub(super) use draft::{Draft, Refusal, rows_that_stay};
pub(super) use exposure::exposure;
pub(super) use forms::XE_KEY;
use replace::Replaced;
use spares::Spares;

use super::{Plan, Plans, Situation, proof};
use crate::eval::{Confidence, Verdict};
use crate::model::{Device, NatRule};
use crate::rules::{self, Cure, Finding, Judged};

/// How a plan is to be had where no public address is left.
pub(super) const NAME_SPARES: &str = "name one as spare_public_addresses";

/// Plans for every device that has something to cure.
pub(super) fn plan(mut situation: Situation<'_>) -> Plans {
    let mut plans = Plans::default();
    let mut spares = Spares::of(&situation);
    for device in 0..situation.network.devices.len() {
        let replaced = situation.replaced(device);
        let drafted = situation.draft_without(device, &replaced, &mut spares);
        let mut refused = replaced.decisions;
        match drafted {
            None => {}
            Some(Err(why)) => refused.push(Refusal { name: None, flows: Vec::new(), why }),
            Some(Ok(mut draft)) => {
                let proven = proof::prove(&mut situation, device, &mut draft);
                refused.append(&mut draft.refused);
                match proven {
                    Ok(Some(proven)) => plans.plans.push(Plan { id: format!("F{}", plans.plans.len() + 1), ..proven }),
                    Ok(None) => {}
                    Err(why) => refused.push(Refusal { name: None, flows: Vec::new(), why }),
                }
            }
        }
        plans.refused.extend(sentences(situation.title(device), refused, &spares.unfit));
    }
    plans
}

/// One sentence a reason, with all whom it concerns.
fn sentences(title: &str, refused: Vec<Refusal>, unfit: &[String]) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for refusal in refused {
        let names = by_reason.entry(refusal.why).or_default();
        names.extend(refusal.name.filter(|name| !names.contains(name)));
    }
    let sentence = |(why, names): (String, Vec<String>)| {
        let who = if names.is_empty() { String::new() } else { format!("{}: ", names.join(", ")) };
        let unfit = unfit.iter().filter(|_| why.contains(NAME_SPARES)).map(|unfit| format!("; {unfit}"));
        format!("{title}: {who}{why}{}", unfit.collect::<String>())
    };
    by_reason.into_iter().map(sentence).collect()
}

pub(super) fn cure(finding: &Finding) -> Cure {
    rules::find(finding.code).map_or(Cure::None, |rule| rule.meta.cure)
}

impl Situation<'_> {
    pub(super) fn title(&self, index: usize) -> &str {
        self.network.devices.get(index).map_or("the router", |device| device.title())
    }

    /// The draft of a device as if the statics that go were gone: their ports and addresses are free then.
    fn draft_without(
        &mut self,
        index: usize,
        replaced: &Replaced,
        spares: &mut Spares,
    ) -> Option<Result<Draft, String>> {
        if replaced.removals.is_empty() {
            return self.draft(index, replaced, self.flows, spares);
        }
        let device = self.network.devices.get_mut(index)?;
        let stays = |rule: &&NatRule| !replaced.is_about(rule.statement.span);
        let stay: Vec<NatRule> = device.nat_rules.iter().filter(stays).cloned().collect();
        let before = std::mem::replace(&mut device.nat_rules, stay);
        let world = Judged::again(self.network, self.intent, self.appliances, self.today, self.flows, index);
        let draft = self.draft(index, replaced, &world.flows, spares);
        self.network.devices.get_mut(index)?.nat_rules = before;
        draft
    }

    /// What is only possible is no reason to change a router, unless the table shows the failure, or the configuration
    /// contradicts itself about the static of an appliance.
    fn is_sure(&self, finding: &Finding, replaced: &Replaced) -> bool {
        let fails = |at: &usize| self.flows.get(*at).is_some_and(|flow| flow.verdict == Verdict::Fail);
        let of_removed = finding.labels.iter().any(|label| replaced.is_about(label.span));
        let in_the_way = finding.flows.iter().any(|at| replaced.in_the_way.contains(at));
        finding.confidence > Confidence::Possible || of_removed || in_the_way || finding.flows.iter().any(fails)
    }
}

fn only_possible(device: &Device, finding: &Finding) -> String {
    let mut missing = Vec::new();
    if !device.config_is_whole() {
        missing.push("'show running-config'");
    }
    if !device.table.is_complete() {
        missing.push("'show ip nat translations'");
    }
    let next = if missing.is_empty() {
        "what it depends on is said with the finding".to_owned()
    } else {
        format!("paste 'terminal length 0', then {} in full", missing.join(" and "))
    };
    format!("{} is only possible, and a router is not changed on a mere possibility: {next}", finding.code)
}
