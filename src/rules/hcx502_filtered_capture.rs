//! HCX502: the capture went through a filter.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;
use crate::model::{ConfigState, TableState};

pub(super) const META: Meta = Meta {
    code: "HCX502",
    name: "filtered-capture",
    severity: Severity::Note,
    summary: || say!("hcx502-summary"),
    needs: "config or table",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let name = device.title();
        if let ConfigState::Filtered(span) = device.config {
            findings.push(
                META.finding(Some(at), format!("only a part of the running-config of {name} was pasted"))
                    .at(span, "this filter leaves lines out")
                    .help("What is not shown is not taken as missing. Paste the whole 'show running-config' for a sure answer."),
            );
        }
        if let TableState::Filtered(span) = device.table.state {
            findings.push(
                META.finding(Some(at), format!("only a part of the translation table of {name} was pasted: a row that is missing from it may still exist"))
                    .at(span, "this filter leaves rows out")
                    .help("Paste the whole 'show ip nat translations' for a sure answer. A filter also hides which other ports are in use."),
            );
        }
    }
    findings
}
