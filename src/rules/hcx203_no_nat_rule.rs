//! HCX203: no NAT rule takes an appliance.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, StepKind, Verdict};
use crate::locale::say;
use crate::net::{Endpoint, is_private};

pub(super) const META: Meta = Meta {
    code: "HCX203",
    name: "no-nat-rule",
    severity: Severity::Error,
    summary: || say!("hcx203-summary"),
    needs: "config",
    cure: Cure::OwnAddress,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.flows.iter().enumerate().filter_map(|(at, flow)| finding(context, at, flow)).collect()
}

fn finding(context: &Context<'_>, at: usize, flow: &JudgedFlow) -> Option<Finding> {
    let applies = flow.predicted.outcome == Outcome::Untranslated
        && flow.standing.not_triggered.is_none()
        && flow.observed.is_empty()
        && flow.standing.host_is_here;
    // A public address needs no NAT: a routed uplink is one of the two good designs. A private peer is reached over a
    // VPN or a private line, where NAT is not expected.
    if !applies || !is_private(flow.flow.local) || flow.flow.peer.is_some_and(is_private) {
        return None;
    }
    let name = context.name(flow);
    // A list that spares a packet from NAT often does so for a VPN of the router. That such a packet leaves untranslated,
    // and is not dropped, is field knowledge.
    let most = match flow.standing.encrypted {
        Some(Confidence::Certain) => return None,
        Some(_) => Confidence::Possible,
        None => Confidence::Likely,
    };
    let who = context.who(&Endpoint::bare(flow.flow.local));
    let mut finding = META.finding(Some(flow.device), say!("hcx203-untaken", who));
    let skipped: Vec<_> = flow.trace.steps.iter().filter(|step| step.kind == StepKind::RuleSkipped).collect();
    for step in skipped.iter().take(4) {
        // The line that says no is the point; the rule explains it.
        let mut lines = step.evidence.iter().rev();
        if let Some(decides) = lines.next() {
            finding = finding.at(*decides, step.says.clone());
        }
        for line in lines {
            finding = finding.because(*line, say!("hcx203-rule"));
        }
    }
    if skipped.is_empty()
        && let Some(ingress) = flow.trace.steps.iter().find(|step| step.kind == StepKind::Ingress)
        && let Some(span) = ingress.evidence.first()
    {
        finding = finding.at(*span, ingress.says.clone());
    }
    Some(
        finding
            .help(say!("hcx203-help"))
            .severity(severity(flow))
            .confidence(flow.predicted.confidence.min(most))
            .concerning(vec![name], vec![at]),
    )
}

/// On a router without any NAT, or one that may not be the right one, it is a question and not a fault.
fn severity(flow: &JudgedFlow) -> Severity {
    if flow.verdict == Verdict::Inconclusive { Severity::Warning } else { Severity::Error }
}
