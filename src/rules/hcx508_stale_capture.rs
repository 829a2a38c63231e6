//! HCX508: a show command and the configuration contradict each other: one of the two is older.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;
use crate::model::{Contradiction, Device};

pub(super) const META: Meta = Meta {
    code: "HCX508",
    name: "stale-capture",
    severity: Severity::Warning,
    summary: || say!("hcx508-summary"),
    needs: "config and a show command",
    cure: Cure::None,
};

/// Contradictions that are shown; the rest is counted.
const SHOWN: usize = 4;

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.devices().filter_map(|(at, device)| finding(at, device)).collect()
}

fn finding(at: usize, device: &Device) -> Option<Finding> {
    // What NAT depends on comes first.
    let mut all: Vec<&Contradiction> = device.seen.contradictions.iter().collect();
    all.sort_by_key(|contradiction| !contradiction.matters);
    let first = all.first()?;
    let message = say!("hcx508-message", router = device.in_words(), says = &first.says, more = all.len() - 1);
    let mut finding = META.finding(Some(at), message);
    for contradiction in all.iter().take(SHOWN) {
        finding = finding.at(contradiction.seen, say!("hcx508-seen-line"));
        if let Some(configured) = contradiction.configured {
            finding = finding.because(configured, say!("hcx508-configured-line"));
        }
    }
    let severity = if first.matters { Severity::Warning } else { Severity::Note };
    Some(finding.severity(severity).help(say!("hcx508-help")))
}
