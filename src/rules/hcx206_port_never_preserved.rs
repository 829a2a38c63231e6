//! HCX206: a setting keeps the port from ever being handed out.

use super::context::protocol;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "HCX206",
    name: "port-never-preserved",
    severity: Severity::Error,
    summary: || say!("hcx206-summary"),
    needs: "config",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (device, global, members) in context.shared_groups() {
        // What is seen to keep it does not prove a setting that comes later wrong, but it does disprove a guess.
        let kept = |at: &usize| context.flows.get(*at).is_some_and(|flow| flow.observed.iter().any(|seen| seen.kept));
        let some_kept = members.iter().any(kept);
        let members: Vec<usize> = members.into_iter().filter(|at| !kept(at)).collect();
        let flows = context.at(&members);
        let Some(first) = flows.first() else { continue };
        let Some(never) = &first.standing.never else { continue };
        if some_kept && never.confidence == Confidence::Possible {
            continue;
        }
        let names = context.names(flows.iter().copied());
        let udp = protocol(first);
        let port = first.flow.local_port;
        let reason = &never.reason;
        let cannot = if never.confidence == Confidence::Possible { "may not" } else { "cannot" };
        let mut finding = META
            .finding(Some(device), say!("hcx206-never", names = &names, cannot, udp, port, reason))
            .at(never.span, say!("hcx206-setting", port));
        if let Some((_, rule)) = &first.standing.shared {
            finding = finding.because(*rule, say!("shared-by-rule", address = global.in_words()));
        }
        findings.push(
            finding
                .help(say!("hcx206-help"))
                .confidence(never.confidence)
                .concerning(names, members)
                .covering(&["HCX201", "HCX202"]),
        );
    }
    findings
}
