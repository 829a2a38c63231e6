//! A plan is printed only after the analysis of the repaired model says that it helps.

use super::planner::{Draft, Refusal, Why, acl, cure};
use super::{After, Plan, Proof, Situation, notes, trial};
use crate::eval::{Flow, JudgedFlow, Verdict, in_use};
use crate::locale::{Text, say};
use crate::net::Endpoint;
use crate::rules::{Cure, Finding, Judged, Severity};

/// How often a draft is mended before it is given up.
pub(super) const ROUNDS: usize = 4;

/// Applies a draft to the model, judges again, and puts the model back as it was. What an inbound list still drops is let
/// in; a host that fails all the same is left out, and the reason noted in the draft. `None` when nobody is left.
///
/// The error says what the plan would have left or broken.
pub(super) fn prove(situation: &mut Situation<'_>, index: usize, draft: &mut Draft) -> Result<Option<Plan>, Why> {
    for _ in 0..ROUNDS + draft.statics.len() + draft.removals.len() + draft.admit.len() {
        if draft.is_empty() {
            return Ok(None);
        }
        let Some(after) = trial::judge(situation, index, draft) else { return Ok(None) };
        let needed = acl::needed(situation, index, draft, &after);
        let device = situation.network.devices.get(index);
        if !needed.refused.is_empty() {
            draft.leave_out(device, &after.flows, needed.refused);
            continue;
        }
        if !needed.permits.is_empty() {
            draft.permits.extend(needed.permits);
            continue;
        }
        let failing = failing(situation, draft, &after);
        if failing.is_empty() {
            return proven(situation, index, draft, &after).map(Some).map_err(Why::from);
        }
        draft.leave_out(device, &after.flows, failing);
    }
    Err(say!("fix-nothing-found").into())
}

/// Hosts with a static whose flows fail on the repaired model. The flows of both analyses stand at the same places.
fn failing(situation: &Situation<'_>, draft: &Draft, after: &Judged) -> Vec<Refusal> {
    let mut refused = Vec::new();
    for (name, flows) in draft.passengers(situation) {
        let fails = |at: &usize| after.flows.get(*at).is_some_and(|flow| flow.verdict == Verdict::Fail);
        let failed: Vec<usize> = flows.iter().copied().filter(fails).collect();
        if failed.is_empty() {
            continue;
        }
        let left = after.findings.iter().find(|finding| finding.flows.iter().any(|at| failed.contains(at)));
        let on_a_port = draft.statics.iter().any(|typed| typed.flows == flows && typed.command.is_port());
        let why = match left {
            Some(Finding { code, message, .. }) if on_a_port && left.is_some_and(|left| cure(left) != Cure::None) => {
                Why::asking_for_spares(say!("fix-would-leave-shared", code = *code, message))
            }
            Some(Finding { code, message, .. }) => say!("fix-would-leave", code = *code, message).into(),
            None => say!("fix-would-not-cure").into(),
        };
        refused.push(Refusal { name: Some(name), flows, why });
    }
    refused
}

/// A finding as the proof sees it: the same if it says the same of one of the same flows. The flows of both analyses
/// stand at the same places.
struct Key {
    code: &'static str,
    device: Option<usize>,
    flows: Vec<usize>,
    place: Option<crate::source::Span>,
}

impl Key {
    fn of(finding: &Finding) -> Self {
        let place = finding.labels.iter().find(|label| label.primary).map(|label| label.span);
        Self { code: finding.code, device: finding.device, flows: finding.flows.clone(), place }
    }

    fn is(&self, other: &Self) -> bool {
        let same = if self.flows.is_empty() || other.flows.is_empty() {
            self.place == other.place
        } else {
            self.flows.iter().any(|flow| other.flows.contains(flow))
        };
        self.code == other.code && self.device == other.device && same
    }
}

fn proven(situation: &Situation<'_>, index: usize, draft: &mut Draft, after: &Judged) -> Result<Plan, Text> {
    // What is said of other devices cannot have changed.
    let touched = |finding: &Finding| finding.device.is_none_or(|device| device == index);
    let old = situation.findings.iter().enumerate().filter(|(_, finding)| touched(finding));
    let old: Vec<(usize, Key)> = old.map(|(at, finding)| (at, Key::of(finding))).collect();
    let new: Vec<(&Finding, Key)> =
        after.findings.iter().filter(|f| touched(f)).map(|finding| (finding, Key::of(finding))).collect();
    // A host that failed before and is left out may fail for another reason now.
    let failed = |at: &usize| situation.flows.get(*at).is_some_and(|flow| flow.verdict == Verdict::Fail);
    let harms = |finding: &Finding| {
        finding.severity == Severity::Error && (finding.flows.is_empty() || !finding.flows.iter().all(failed))
    };
    let brought = new.iter().find(|(finding, key)| harms(finding) && !old.iter().any(|(_, known)| known.is(key)));
    if let Some((finding, _)) = brought {
        return Err(say!("fix-would-bring", code = finding.code, message = &finding.message));
    }
    if let Some(flow) = worse(situation.flows, &after.flows, draft).or_else(|| moved(situation.flows, &after.flows)) {
        return Err(say!("fix-would-take", flow = flow.flow.to_string()));
    }
    let touched = notes::touched(draft);
    let gone = |key: &Key| key.device == Some(index) && is_gone(key, &new, &touched);
    let cured: Vec<usize> = old.iter().filter(|(_, key)| gone(key)).map(|(at, _)| *at).collect();
    let codes = |findings: &mut dyn Iterator<Item = &Finding>| -> Vec<&'static str> {
        let mut codes: Vec<_> = findings.filter(|f| f.severity > Severity::Note).map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let resolves = codes(&mut cured.iter().filter_map(|&at| situation.findings.get(at)));
    let here = || after.findings.iter().filter(|finding| finding.device == Some(index));
    let remaining = codes(&mut here());
    if resolves.is_empty() {
        return Err(say!("fix-would-cure-nothing", codes = remaining.join(", ")));
    }
    let verdicts = after.flows.iter().filter(|flow| flow.device == index).map(|flow| flow.verdict);
    let verdict_after = verdicts.max().unwrap_or(Verdict::Inconclusive);
    draft.notes.extend(here().filter(|f| f.severity == Severity::Error).map(|finding| {
        let why = if resolves.contains(&finding.code) { "left-out" } else { "untouched" };
        say!("fix-stays", code = finding.code, why, message = &finding.message)
    }));
    draft.look_again(&here().collect::<Vec<_>>());
    keep_what_still_counts(situation, draft, after);
    let proof = Proof { resolves, remaining, verdict_after, after: becomes(&after.flows, index) };
    let proven = notes::Proven { proof, cured, after: &after.flows };
    Ok(notes::finish(situation, index, draft, proven))
}

/// Whether a finding is no longer made, or no longer of one whom the plan serves.
fn is_gone(key: &Key, new: &[(&Finding, Key)], touched: &[usize]) -> bool {
    let same = || new.iter().filter(|(_, left)| left.is(key));
    let served = |at: &&usize| touched.contains(at) && same().all(|(_, left)| !left.flows.contains(at));
    same().next().is_none() || key.flows.iter().any(|at| served(&at))
}

/// A flow that the change makes worse. What passed because the table showed it, and is cleared to be fixed by a static,
/// is left to the configuration.
fn worse<'a>(before: &[JudgedFlow], after: &'a [JudgedFlow], draft: &Draft) -> Option<&'a JudgedFlow> {
    let pairs = before.iter().zip(after).enumerate();
    let mut worse = pairs.filter(|(at, (old, new))| {
        let given = draft.statics.iter().any(|typed| typed.flows.contains(at));
        new.verdict > old.verdict && (new.verdict == Verdict::Fail || !given)
    });
    worse.next().map(|(_, (_, new))| new)
}

/// A flow that works and would leave by another address or port.
fn moved<'a>(before: &[JudgedFlow], after: &'a [JudgedFlow]) -> Option<&'a JudgedFlow> {
    let mut moved = before.iter().zip(after).filter(|(old, new)| {
        let (old_end, new_end) = (leaves_as(old), leaves_as(new));
        let known = old_end.as_ref().zip(new_end.as_ref());
        old.verdict == Verdict::Pass && known.is_some_and(|(old, new)| old != new)
    });
    moved.next().map(|(_, new)| new)
}

/// What becomes of the flows of a device. The flows of both analyses stand at the same places.
fn becomes(after: &[JudgedFlow], device: usize) -> Vec<After> {
    let here = after.iter().enumerate().filter(|(_, flow)| flow.device == device);
    here.map(|(at, flow)| After {
        flow: at,
        leaves_as: leaves_as(flow),
        fixed: flow.standing.fixed_by.is_some(),
        verdict: flow.verdict,
    })
    .collect()
}

/// The endpoint by which a flow leaves, where it is known.
fn leaves_as(flow: &JudgedFlow) -> Option<Endpoint> {
    let predicted = &flow.predicted;
    let expected = || Some(Endpoint::with_port(predicted.inside_global.clone()?, predicted.expected_port?));
    in_use(&flow.observed).cloned().or_else(expected)
}

/// A host without a static that has nothing left to cure needs no reason why it has none.
fn keep_what_still_counts(situation: &Situation<'_>, draft: &mut Draft, after: &Judged) {
    let flows = |refusal: &Refusal| -> Vec<&Flow> {
        refusal.flows.iter().filter_map(|&at| situation.flows.get(at)).map(|flow| &flow.flow).collect()
    };
    draft.refused.retain(|refusal| {
        let own = flows(refusal);
        let open = |at: &usize| after.flows.get(*at).is_some_and(|flow| own.contains(&&flow.flow));
        after.findings.iter().any(|finding| cure(finding) != Cure::None && finding.flows.iter().any(open))
            || after.flows.iter().any(|flow| flow.verdict == Verdict::Fail && own.contains(&&flow.flow))
    });
}
