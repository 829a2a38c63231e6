//! A plan is printed only after the analysis of the repaired model says that it helps.

use super::planner::{Draft, clear_command};
use super::{Plan, Proof, Situation};
use crate::eval::Verdict;
use crate::model::Translation;
use crate::rules::{Finding, Judged, Severity};

/// Applies a draft to the model, judges again, and puts the model back as it was.
///
/// The error says what the plan would have left or broken.
pub(super) fn prove(situation: &mut Situation<'_>, index: usize, draft: Draft) -> Result<Plan, String> {
    let Some(device) = situation.network.devices.get_mut(index) else { return Err("no such device".to_owned()) };
    let original = device.clone();
    for (command, at) in &draft.statics {
        device.add_rule(command.rule(*at));
    }
    for row in &draft.clear {
        device.table.clear(row);
    }
    let after = Judged::of(situation.network, situation.intent, situation.appliances, situation.today);
    if let Some(device) = situation.network.devices.get_mut(index) {
        *device = original;
    }
    let title = situation.network.devices.get(index).map_or("the router", |device| device.title()).to_owned();
    let proof = compare(situation, index, &after);
    let broken = new_errors(situation.findings, &after.findings, index);
    let wanted = draft.statics.len();
    // What failed for another reason before may still fail; who gets a static must not.
    let given: Vec<_> = draft.statics.iter().map(|(command, _)| command.local).collect();
    let fails = after.flows.iter().any(|flow| {
        flow.device == index && flow.verdict == Verdict::Fail && (given.is_empty() || given.contains(&flow.flow.local))
    });
    if !broken.is_empty() || fails || proof.resolves.is_empty() {
        let left = if broken.is_empty() { proof.remaining } else { broken };
        return Err(format!(
            "no plan for {title}: static NAT on the addresses at hand would leave {}. A public address of its own for each \
             appliance is needed: name them as spare_public_addresses",
            if left.is_empty() { "the port to chance".to_owned() } else { left.join(", ") }
        ));
    }
    Ok(finish(draft, &title, index, proof, wanted))
}

fn compare(situation: &Situation<'_>, index: usize, after: &Judged) -> Proof {
    let here = |findings: &[Finding]| -> Vec<&'static str> {
        let relevant = |finding: &&Finding| finding.device == Some(index) && finding.severity > Severity::Note;
        let mut codes: Vec<_> = findings.iter().filter(relevant).map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let (before, remaining) = (here(situation.findings), here(&after.findings));
    let resolves = before.into_iter().filter(|code| !remaining.contains(code)).collect();
    let verdicts = after.flows.iter().filter(|flow| flow.device == index).map(|flow| flow.verdict);
    Proof { resolves, remaining, verdict_after: verdicts.max().unwrap_or(Verdict::Inconclusive) }
}

/// Codes of errors that the repaired model has and the original has not.
fn new_errors(before: &[Finding], after: &[Finding], index: usize) -> Vec<&'static str> {
    let errors = |finding: &&Finding| finding.device == Some(index) && finding.severity == Severity::Error;
    let known: Vec<_> = before.iter().filter(errors).map(|finding| finding.code).collect();
    let mut new: Vec<_> =
        after.iter().filter(errors).map(|finding| finding.code).filter(|code| !known.contains(code)).collect();
    new.dedup();
    new
}

fn finish(draft: Draft, router: &str, index: usize, proof: Proof, statics: usize) -> Plan {
    let commands: Vec<String> = draft.statics.iter().map(|(command, _)| command.to_string()).collect();
    let mut clear: Vec<String> = Vec::new();
    for command in draft.clear.iter().filter_map(clear_command) {
        // One entry can have several rows, one a peer.
        if !clear.contains(&command) {
            clear.push(command);
        }
    }
    let rollback = commands.iter().rev().map(|command| format!("no {command}")).collect();
    let mut notes = draft.notes;
    if !draft.table_seen {
        notes.push(
            "the live table was not pasted in full: look with 'show ip nat translations' for entries of these appliances, and \
             clear them, or they keep their old port"
                .to_owned(),
        );
    }
    let redacted = |row: &Translation| row.inside_global.as_ref().is_some_and(|global| global.address.v4().is_none());
    if draft.clear.iter().any(redacted) {
        notes.push("an address in the capture is redacted: put the real one into the clear commands".to_owned());
    }
    if !clear.is_empty() {
        notes.push(if statics > 0 {
            "clearing an entry interrupts its tunnel for a moment. If the appliance is faster and the router refuses a line \
             because an entry exists, type the clear command with 'do' in front right before that line"
                .to_owned()
        } else {
            "clearing an entry interrupts its tunnel for a moment".to_owned()
        });
    }
    if statics > 0 {
        notes.push("on rollback, answer yes when the router asks whether to delete child entries".to_owned());
    }
    let title = if statics == 0 {
        format!("clear the entries on {router} that no longer follow from its configuration")
    } else {
        format!("static NAT on {router} for {statics} appliance uplink(s)")
    };
    let mut verify = vec!["show ip nat translations | include 4500".to_owned()];
    if statics > 0 {
        verify.push("show running-config | include ip nat inside source static".to_owned());
    }
    Plan { id: String::new(), title, device: index, commands, clear, verify, rollback, notes, proof }
}
