//! HCX501: the capture stops in the middle.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;
use crate::model::{ConfigState, TableState};

pub(super) const META: Meta = Meta {
    code: "HCX501",
    name: "truncated-capture",
    severity: Severity::Warning,
    summary: || say!("hcx501-summary"),
    needs: "config or table",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let router = &device.in_words();
        if let ConfigState::Cut(span) = device.config {
            findings.push(
                META.finding(Some(at), say!("hcx501-config", router))
                    .at(span, say!("hcx501-config-line"))
                    .help(say!("hcx501-config-help")),
            );
        }
        if let TableState::Cut(span) = device.table.state {
            findings.push(
                META.finding(Some(at), say!("hcx501-table", router, rows = device.table.row_count))
                    .at(span, say!("hcx501-table-line"))
                    .help(say!("hcx501-table-help")),
            );
        }
    }
    findings
}
