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
        let name = device.title();
        if let ConfigState::Cut(span) = device.config {
            findings.push(
                META.finding(
                    Some(at),
                    format!("the running-config of {name} is not complete: nothing shows what else it holds"),
                )
                .at(span, "it stops, never ends, or leaves lines out, here")
                .help("Type 'terminal length 0', then 'show running-config', and paste all of it, down to 'end'."),
            );
        }
        if let TableState::Cut(span) = device.table.state {
            findings.push(
                META.finding(
                    Some(at),
                    format!("the translation table of {name} is not complete, so who else holds a port cannot be told (rows read: {})", device.table.row_count),
                )
                .at(span, "rows are missing")
                .help("Type 'terminal length 0', then 'show ip nat translations', and paste all of it."),
            );
        }
    }
    findings
}
