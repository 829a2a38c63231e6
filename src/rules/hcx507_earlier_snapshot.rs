//! HCX507: the output of one command is in the capture more than once; the last one is judged.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;
use crate::model::Device;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX507",
    name: "earlier-snapshot",
    severity: Severity::Note,
    summary: || say!("hcx507-summary"),
    needs: "config or table",
    cure: Cure::None,
};

/// Earlier ones that are underlined; the rest is counted.
const SHOWN: usize = 8;

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        let table = &device.table;
        if table.earlier_snapshots > 0 {
            let count = u64::from(table.earlier_snapshots);
            let spans: Vec<Span> = table.earlier.iter().map(|(earlier, _)| *earlier).collect();
            let finding = finding(at, device, "table", count, &spans);
            findings.push(match table.earlier[..] {
                [(_, judged)] if count == 1 => finding.because(judged, say!("hcx507-judged-line")),
                _ => finding,
            });
        }
        if !device.earlier_configs.is_empty() {
            let count = device.earlier_configs.len() as u64;
            findings.push(finding(at, device, "config", count, &device.earlier_configs));
        }
    }
    findings
}

fn finding(at: usize, device: &Device, what: &str, count: u64, earlier: &[Span]) -> Finding {
    let mut finding = META.finding(Some(at), say!("hcx507-message", what, router = device.in_words(), count));
    for span in earlier.iter().take(SHOWN) {
        finding = finding.at(*span, say!("hcx507-earlier-line"));
    }
    finding.help(say!("hcx507-help"))
}
