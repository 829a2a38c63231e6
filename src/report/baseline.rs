//! The baseline: today's findings, accepted one by one.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Report, words};
use crate::rules::fingerprint;
use crate::source::{mask_controls, mask_name};

/// A baseline that accepts every finding of `report`, and those that were accepted before with their own day and reason, as
/// [`read_baseline`](crate::intent::read_baseline) reads it.
pub fn baseline(report: &Report, before: &[crate::intent::Ignore], today: Date, reason: &str) -> String {
    let mut out = String::from(
        "# Findings of hcxnat that were accepted, each by the fingerprint of its evidence. An entry that matches nothing\n\
         # any more is reported: remove it then. `until: YYYY-MM-DD` may say for how long it holds.\n\
         version: 1\n",
    );
    let network = &report.network;
    let mut seen = std::collections::HashSet::new();
    let mut entries = String::new();
    for finding in report.findings.iter().chain(&report.ignored) {
        let print = fingerprint(network, finding);
        if finding.code == "HCX505" || !seen.insert((finding.code, print.clone())) {
            continue;
        }
        let known = before.iter().find(|known| known.fingerprint.as_ref().is_some_and(|known| known.value == print));
        let day = known.and_then(|known| known.accepted).unwrap_or(today);
        let reason = known.map_or(reason, |known| &known.reason);
        let _ = writeln!(entries, "  - code: {}", finding.code);
        let _ = writeln!(entries, "    fingerprint: {}", quoted(&print));
        let _ = writeln!(entries, "    about: {}", quoted(&about(report, finding)));
        let _ = writeln!(entries, "    accepted: {day}");
        let _ = writeln!(entries, "    reason: {}", quoted(reason));
        if let Some(until) = known.and_then(|known| known.until.as_ref()) {
            let _ = writeln!(entries, "    until: {}", until.value);
        }
    }
    out.push_str(if entries.is_empty() { "ignore: []\n" } else { "ignore:\n" });
    out + &entries
}

/// `NE-1 on EDGE-RTR: ...`, for people.
fn about(report: &Report, finding: &crate::rules::Finding) -> String {
    let device = finding.device.map(|at| format!("on {}", words::device(&report.network, at)));
    let who = mask_name(&finding.appliances.join(", "));
    let place: Vec<&str> = [who.as_str()].into_iter().filter(|who| !who.is_empty()).chain(device.as_deref()).collect();
    let message = mask_controls(&finding.message.to_string());
    let first = message.lines().next().unwrap_or("");
    if place.is_empty() { first.to_owned() } else { format!("{}: {first}", place.join(" ")) }
}

/// A scalar in double quotes, in which YAML takes the escapes of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(mask_controls(text)).to_string()
}
