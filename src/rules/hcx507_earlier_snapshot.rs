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
            let finding = finding(at, device, "translation table", count, &spans);
            findings.push(match table.earlier[..] {
                [(_, judged)] if count == 1 => finding.because(judged, "the one that is judged"),
                _ => finding,
            });
        }
        if !device.earlier_configs.is_empty() {
            let count = device.earlier_configs.len() as u64;
            findings.push(finding(at, device, "running-config", count, &device.earlier_configs));
        }
    }
    findings
}

fn finding(at: usize, device: &Device, what: &str, count: u64, earlier: &[Span]) -> Finding {
    let others = if count == 1 { "an earlier one is".to_owned() } else { format!("{count} earlier ones are") };
    let message =
        format!("the last {what} of {} is judged; {others} in the capture too, and left aside", device.title());
    let mut finding = META.finding(Some(at), message);
    for span in earlier.iter().take(SHOWN) {
        finding = finding.at(*span, "an earlier one, not judged");
    }
    finding.help(
        "Last means last in the order in which the input was read, which is that of the text, and of the files as \
         they were named, or packed in an archive. If that is not the order in time, pass the newer one alone. To compare before and after a \
         change, judge each by itself. Nothing changes on the router, so there is nothing to undo.",
    )
}
