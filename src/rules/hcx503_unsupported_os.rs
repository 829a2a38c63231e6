//! HCX503: the capture is of a system that is not modelled.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "HCX503",
    name: "unsupported-os",
    severity: Severity::Warning,
    summary: || say!("hcx503-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for segment in &context.network.segments {
        if segment.dialect.is_ios() {
            continue;
        }
        let device = segment.device;
        if findings.iter().any(|known: &Finding| known.device == device) {
            continue;
        }
        let message = say!("hcx503-message", system = segment.dialect.title());
        let mut finding = META.finding(device, message).help(say!("hcx503-help"));
        for evidence in segment.evidence.iter().take(3) {
            finding = finding.at(evidence.span, evidence.says.clone());
        }
        findings.push(finding);
    }
    findings
}
