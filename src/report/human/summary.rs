//! What only the screen of `check` says: a flow, a device, the findings in a few words.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use crate::eval::{Outcome, Verdict};
use crate::model::{ConfigState, Device, Network, TableState};
use crate::report::{JudgedFlow, Report, words};
use crate::rules::Severity;
use crate::source::mask_controls;

/// What becomes of a flow, and of the ports beside its first one.
pub(super) fn outcome(flow: &JudgedFlow) -> String {
    let mut out = of_first_port(flow);
    let all_well = flow.more_ports.iter().all(|range| range.verdict == Verdict::Pass);
    for range in flow.more_ports.iter().filter(|_| !all_well).take(3) {
        let seen = words::seen(&range.observed, *range.ports.start());
        let fate = seen.unwrap_or_else(|| range.predicted.outcome.in_words().to_owned());
        let _ = write!(out, "; {}: {fate}", ports(&range.ports));
    }
    if flow.more_ports.len() > 3 && !all_well {
        out.push_str("; ...");
    }
    out
}

/// What was seen beats what is expected.
fn of_first_port(flow: &JudgedFlow) -> String {
    let port = flow.flow.local_port;
    let kept_by_chance = flow.standing.shared.is_some() && flow.observed.iter().all(|row| row.kept);
    match words::seen(&flow.observed, port) {
        // The entry is there as long as nobody clears it; a redeploy is enough for another host to be first.
        Some(seen) if kept_by_chance => format!("{seen} for now: nothing reserves it"),
        Some(seen) if flow.verdict == Verdict::Inconclusive => {
            format!("{seen}; but by rows that do not follow from the configuration, or not towards the named peer")
        }
        Some(seen) => seen,
        // Without overload a port is never changed; what is open is whether there is an address.
        None if flow.predicted.outcome == Outcome::Either && flow.standing.shared.is_none() => {
            mask_controls(&flow.predicted.reason.to_string())
        }
        None => format!("{}{}", words::expected(&flow.predicted, port), reserve_of(flow)),
    }
}

/// Why a flow that looks decided is not.
fn reserve_of(flow: &JudgedFlow) -> String {
    let decided = matches!(flow.predicted.outcome, Outcome::Kept | Outcome::Remapped | Outcome::Untranslated);
    let ports_decide = flow.more_ports.iter().any(|range| range.verdict != Verdict::Pass);
    match flow.standing.open.first() {
        None if ports_decide => String::new(),
        _ if flow.verdict != Verdict::Inconclusive => String::new(),
        Some(open) => format!("; but {}", mask_controls(&open.says.to_string())),
        None if decided => format!("; not sure: {}", mask_controls(&flow.predicted.reason.to_string())),
        None => String::new(),
    }
}

/// `4500` or `4500-4628`.
pub(super) fn ports(range: &RangeInclusive<u16>) -> String {
    if range.start() == range.end() { range.start().to_string() } else { format!("{}-{}", range.start(), range.end()) }
}

/// How much of a configuration and of a table was read, where it is not all of it.
pub(super) fn reserve(network: &Network, device: &Device) -> Vec<String> {
    let config = match &device.config {
        ConfigState::Complete => None,
        ConfigState::Absent => Some("no running-config".to_owned()),
        ConfigState::Fragment => Some("only part of a running-config".to_owned()),
        ConfigState::Cut(at) => Some(format!("running-config cut off at {}", words::place(network, *at))),
        ConfigState::Filtered(at) => Some(format!("running-config filtered at {}", words::place(network, *at))),
    };
    let table = match &device.table.state {
        TableState::Complete => None,
        TableState::Absent => Some("no translation table".to_owned()),
        TableState::Filtered(at) => Some(format!("translation table filtered at {}", words::place(network, *at))),
        TableState::Cut(at) => Some(format!("translation table cut off at {}", words::place(network, *at))),
    };
    config.into_iter().chain(table).collect()
}

/// `1 error, 2 warnings`; empty without findings.
pub(super) fn tally(report: &Report) -> String {
    let of = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts = parts.map(|(severity, noun)| (of(severity), noun));
    parts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| words::count(*n, noun)).collect::<Vec<_>>().join(", ")
}
