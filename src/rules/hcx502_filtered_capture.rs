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
        let router = &device.in_words();
        if let ConfigState::Filtered(span) = device.config {
            findings.push(
                META.finding(Some(at), say!("hcx502-config", router))
                    .at(span, say!("hcx502-config-line"))
                    .help(say!("hcx502-config-help")),
            );
        }
        if let TableState::Filtered(span) = device.table.state {
            findings.push(
                META.finding(Some(at), say!("hcx502-table", router))
                    .at(span, say!("hcx502-table-line"))
                    .help(say!("hcx502-table-help")),
            );
        }
    }
    findings
}
