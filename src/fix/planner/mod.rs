//! Which static NAT lines, list entries and clear commands cure a device.

pub(super) mod acl;
mod assign;
mod draft;
mod exposure;
mod forms;
mod hosts;
mod local;
mod ports;
mod replace;
mod spares;

use std::collections::{BTreeMap, HashSet};

#[cfg(test)]
pub(super) use draft::Typed;
pub(super) use draft::{Draft, Refusal, Why, rows_that_stay};
pub(super) use exposure::exposure;
use local::Local;
use replace::Replaced;
use spares::Spares;

use super::{Plan, Plans, Situation, proof, trial};
use crate::eval::{Confidence, JudgedFlow, Verdict};
use crate::locale::{Text, say};
use crate::model::{Device, NatRule};
use crate::rules::{self, Cure, Finding, Judged, Severity};

/// Plans for every device that has something to cure.
pub(super) fn plan(mut situation: Situation<'_>) -> Plans {
    let mut plans = Plans::default();
    let mut spares = Spares::of(&situation);
    for device in 0..situation.network.devices.len() {
        let local = Local::of(&situation, device);
        let mut situation = local.situation(&mut situation);
        if let Some(why) = situation.too_many_possible() {
            plans.refused.push(why);
            continue;
        }
        let mut replaced = situation.replaced(device);
        let (plan, mut refused) = attempt(&mut situation, device, &mut replaced, &mut spares);
        refused.extend(replaced.decisions);
        if plan.is_none() && refused.is_empty() {
            refused.extend(situation.undecided(device));
        }
        let id = format!("F{}", plans.plans.len() + 1);
        plans.plans.extend(plan.map(|plan| Plan { id, ..local.at_large(plan) }));
        plans.refused.extend(sentences(&situation.title(device), refused, &spares.unfit));
    }
    plans
}

/// How often a proven plan is drafted again, because it brings to light what something worse had hidden.
const LAYERS: usize = 3;

/// The plan of one device, and who is left out of it.
fn attempt(
    situation: &mut Situation<'_>,
    device: usize,
    replaced: &mut Replaced,
    spares: &mut Spares,
) -> (Option<Plan>, Vec<Refusal>) {
    let mut more = More::default();
    let mut best: Option<(Plan, Vec<Refusal>, Spares)> = None;
    let mut nothing: Vec<Refusal> = Vec::new();
    for _ in 0..LAYERS + replaced.removals.len() {
        let mut left = spares.clone();
        let whole = |why: Why| Refusal { name: None, flows: Vec::new(), why };
        let mut draft = match situation.draft_without(device, replaced, &more, &mut left) {
            None => break,
            Some(Err(why)) => {
                nothing = vec![whole(why)];
                break;
            }
            Some(Ok(draft)) => draft,
        };
        let proven = if draft.lost.is_empty() { proof::prove(situation, device, &mut draft) } else { Ok(None) };
        let refused = std::mem::take(&mut draft.refused);
        if !draft.lost.is_empty() {
            // What was drafted took its place to be free.
            replaced.keep(&draft.lost, refused);
            best = None;
            continue;
        }
        match proven {
            Ok(Some(plan)) => best = Some((plan, refused, left)),
            _ if best.is_some() => break,
            proven => {
                nothing = refused.into_iter().chain(proven.err().map(whole)).collect();
                break;
            }
        }
        if !more.learn(draft.open) {
            break;
        }
    }
    let Some((plan, refused, left)) = best else { return (None, nothing) };
    *spares = left;
    (Some(plan), refused)
}

/// Flows that a first draft had no reason to look at.
#[derive(Debug, Default)]
pub(super) struct More {
    /// They need a static.
    pub(super) wanted: Vec<usize>,
    /// Their entries are stale.
    pub(super) stale: Vec<usize>,
}

impl More {
    /// Whether there is anything new in `open`.
    fn learn(&mut self, open: Self) -> bool {
        let known = self.wanted.len() + self.stale.len();
        let Self { wanted, stale } = open;
        self.wanted.extend(wanted.into_iter().filter(|at| !self.wanted.contains(at)).collect::<Vec<_>>());
        self.stale.extend(stale.into_iter().filter(|at| !self.stale.contains(at)).collect::<Vec<_>>());
        self.wanted.len() + self.stale.len() > known
    }
}

/// One sentence a reason, with all whom it concerns. They are sorted as they read in English, whatever the language.
fn sentences(router: &Text, refused: Vec<Refusal>, unfit: &[Text]) -> Vec<Text> {
    let mut by_reason: BTreeMap<String, (Why, Vec<String>)> = BTreeMap::new();
    for Refusal { name, why, .. } in refused {
        let (_, names) = by_reason.entry(why.says.to_string()).or_insert((why, Vec::new()));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    let sentence = |(why, names): (Why, Vec<String>)| {
        let unfit = unfit.iter().filter(|_| why.asks_for_spares).map(|unfit| say!("fix-and-unfit", unfit));
        let why = Text::joined(std::iter::once(why.says).chain(unfit));
        if names.is_empty() {
            say!("fix-refused", router, why)
        } else {
            say!("fix-refused-for", router, names = names.join(", "), why)
        }
    };
    by_reason.into_values().map(sentence).collect()
}

pub(super) fn cure(finding: &Finding) -> Cure {
    rules::find(finding.code).map_or(Cure::None, |rule| rule.meta.cure)
}

/// Addresses that appliances may get before HCX has chosen: a plan for up to so many serves whichever it takes.
const POSSIBLE: usize = 8;

impl Situation<'_> {
    /// Why no plan is made for a device with whole ranges of possible uplinks, unless none of them fails there.
    fn too_many_possible(&self) -> Option<Text> {
        let of = |flow: &JudgedFlow| self.appliances.get(flow.appliance).filter(|appliance| appliance.possible);
        let possible = self.flows.iter().filter(|flow| of(flow).is_some());
        let first = possible.clone().find(|flow| flow.verdict == Verdict::Fail)?;
        let possible: HashSet<_> = possible.map(|flow| flow.flow.local).collect();
        if possible.len() <= POSSIBLE {
            return None;
        }
        let (router, name) = (self.title(first.device), of(first).map_or("", |appliance| appliance.name.as_str()));
        Some(say!("fix-too-many", router, name, count = possible.len()))
    }

    /// The name to show for a device.
    pub(super) fn title(&self, index: usize) -> Text {
        self.network.devices.get(index).map_or_else(|| say!("report-the-router"), Device::in_words)
    }

    /// Errors about which no plan is made, because only their reader knows what is meant.
    fn undecided(&self, index: usize) -> impl Iterator<Item = Refusal> {
        let fails = |at: &usize| self.flows.get(*at).is_some_and(|flow| flow.verdict == Verdict::Fail);
        let open = move |finding: &&Finding| {
            finding.device == Some(index)
                && finding.severity == Severity::Error
                && cure(finding) == Cure::None
                && finding.flows.iter().any(fails)
        };
        self.findings.iter().filter(open).map(|finding| {
            let why = say!("fix-undecided", code = finding.code);
            Refusal { name: Some(finding.appliances.join(", ")), flows: finding.flows.clone(), why: why.into() }
        })
    }

    /// The draft of a device as if the statics that go were gone, and the lists let the appliances through: the ports and
    /// addresses of the ones are free then, and what the others hid is seen.
    fn draft_without(
        &mut self,
        index: usize,
        replaced: &Replaced,
        more: &More,
        spares: &mut Spares,
    ) -> Option<Result<Draft, Why>> {
        if replaced.removals.is_empty() {
            let world = self.world(index, replaced);
            return self.draft(index, replaced, &world, more, spares);
        }
        let stays = |rule: &NatRule| !replaced.is_about(rule.statement.span);
        let device = self.network.devices.get_mut(index)?;
        let before = device.nat_rules.clone();
        device.nat_rules.retain(stays);
        let world = self.world(index, replaced);
        let draft = self.draft(index, replaced, &world, more, spares);
        self.network.devices.get_mut(index)?.nat_rules = before;
        draft
    }

    /// What is seen where the lists let the appliances through.
    fn world(&mut self, index: usize, replaced: &Replaced) -> Judged {
        let hidden = self.findings.iter().filter(|f| f.device == Some(index) && cure(f) == Cure::Permit);
        let mut admit: Vec<usize> = hidden.flat_map(|finding| finding.flows.iter().copied()).collect();
        admit.sort_unstable();
        admit.dedup();
        let mut world = Judged { flows: self.flows.to_vec(), services: Vec::new(), findings: Vec::new() };
        if admit.is_empty() && replaced.removals.is_empty() {
            return world;
        }
        let mut draft = Draft { admit, ..Draft::default() };
        for _ in 0..=proof::ROUNDS {
            let Some(after) = trial::judge(self, index, &draft) else { break };
            let needed = acl::needed(self, index, &draft, &after);
            world = after;
            if needed.permits.is_empty() {
                break;
            }
            draft.permits.extend(needed.permits);
        }
        world.findings.retain(|finding| finding.flows.iter().any(|at| draft.admit.contains(at)));
        world
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

fn only_possible(device: &Device, finding: &Finding) -> Text {
    let mut missing: Vec<Text> = Vec::new();
    if !device.config_is_whole() {
        missing.push("'show running-config'".into());
    }
    if !device.table.is_complete() {
        missing.push("'show ip nat translations'".into());
    }
    let next = if missing.is_empty() { say!("fix-said-with-finding") } else { say!("fix-paste-in-full", missing) };
    say!("fix-only-possible", code = finding.code, next)
}
