//! What flows, devices and totals are called on every screen.

use crate::eval::{Observed, Outcome, Prediction, Verdict};
use crate::grammar::{Coverage, Note, State, Subject};
use crate::model::{Network, SegmentSummary};
use crate::report::Report;
use crate::source::{SourceMap, Span, mask_controls, mask_name};

/// `edge.txt:40`, or the file alone where the line was not kept.
pub(super) fn place(network: &Network, span: Span) -> String {
    place_in(&network.sources, span)
}

/// [`place`] where there is no network yet.
pub(super) fn place_in(sources: &SourceMap, span: Span) -> String {
    let name = sources.get(span.source).map_or("?", |file| file.name());
    match sources.position(span) {
        Some(at) => format!("{}:{}", mask_name(name), at.line),
        None => mask_name(name),
    }
}

/// `edge.txt:1-231`.
pub(super) fn extent(network: &Network, segment: &SegmentSummary) -> String {
    let name = network.sources.get(segment.source).map_or("?", |file| file.name());
    format!("{}:{}-{}", mask_name(name), segment.first_line, segment.last_line)
}

/// The name to show for a device.
pub(super) fn device(network: &Network, index: usize) -> String {
    network.devices.get(index).map_or_else(|| "the router".to_owned(), |device| mask_name(device.title()))
}

/// A number with its noun: `1 line`, `1,543 lines`.
pub(super) fn count(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// With commas between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What the table shows; `None` when it shows nothing.
pub(super) fn seen(observed: &[Observed], local_port: u16) -> Option<String> {
    let mut globals: Vec<String> = Vec::new();
    for row in observed {
        let text = mask_controls(&row.inside_global.to_string());
        if !globals.contains(&text) {
            globals.push(text);
        }
    }
    let kept = observed.iter().filter(|row| row.kept).count();
    match (globals.as_slice(), kept == observed.len()) {
        ([], _) => None,
        ([global], true) => Some(format!("leaves as {global}, port kept")),
        ([global], false) => Some(format!("leaves as {global}, not from {local_port}")),
        (_, true) => Some(format!("leaves as {}, port kept", globals.join(" and "))),
        (_, false) => Some(format!("leaves as {}, not always from {local_port}", globals.join(" and "))),
    }
}

/// What the model expects.
pub(super) fn expected(predicted: &Prediction, local_port: u16) -> String {
    let address = predicted.inside_global.as_ref().map(|address| mask_controls(&address.to_string()));
    let global = |port: u16| match &address {
        Some(address) => format!("{address}:{port}"),
        None => format!("port {port}"),
    };
    let behind = address.as_ref().map_or_else(String::new, |address| format!(" behind {address}"));
    let second = predicted.stories.get(1).and_then(|story| story.port);
    match (predicted.outcome, predicted.expected_port.or(second)) {
        (Outcome::Kept, _) => format!("will leave as {}, port kept", global(local_port)),
        (Outcome::Remapped, Some(port)) => format!("will leave as {}, not from {local_port}", global(port)),
        (Outcome::Remapped, None) => format!("will leave{behind} from another port than {local_port}"),
        (Outcome::Either, Some(port)) => {
            format!("may be remapped: {local_port} or {port}{behind}, whoever speaks first")
        }
        (Outcome::Either, None) => format!("may be remapped: {local_port}{behind} goes to whoever speaks first"),
        (Outcome::Dropped, _) => "will be dropped, it does not leave".to_owned(),
        (Outcome::Untranslated, _) => "no NAT rule: leaves with its inside address".to_owned(),
        (Outcome::Unknown, _) if predicted.reason.is_empty() => "not known from this capture".to_owned(),
        (Outcome::Unknown, _) => format!("not known: {}", mask_controls(&predicted.reason.to_string())),
    }
}

/// What this analysis does not look at, in one line.
pub(super) fn not_checked(report: &Report) -> String {
    report.not_checked.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The word of a verdict.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "PASS",
        Verdict::Inconclusive => "INCONCLUSIVE",
        Verdict::Fail => "FAIL",
    }
}

/// The totals of the ledger, in one line.
pub(super) fn coverage(coverage: &Coverage) -> String {
    let affect = coverage.notes().iter().filter(|note| note.state == State::Unsupported && touches_nat(note)).count();
    // Of very many lines not all are kept.
    let at_least = if coverage.dropped_notes() > 0 { "at least " } else { "" };
    let affect = if affect == 0 { String::new() } else { format!(" ({at_least}{affect} can affect NAT)") };
    format!(
        "{}: {} modelled, {} harmless, {} unsupported{affect}, {} malformed, {} not recognised",
        count(coverage.lines(), "line"),
        grouped(coverage.of(State::Modelled)),
        grouped(coverage.of(State::Harmless)),
        grouped(coverage.of(State::Unsupported)),
        grouped(coverage.of(State::Malformed)),
        grouped(coverage.of(State::Unrecognized)),
    )
}

/// Whether a note is about something that NAT depends on.
pub(super) fn touches_nat(note: &Note) -> bool {
    note.subject != Subject::None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_people_can_read() {
        for (number, text) in [(0, "0 lines"), (1, "1 line"), (999, "999 lines"), (1000, "1,000 lines")] {
            assert_eq!(count(number, "line"), text);
        }
        assert_eq!(grouped(10_000_540), "10,000,540");
    }
}
