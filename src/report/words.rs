//! What flows, devices and totals are called on every screen.

use std::collections::BTreeMap;

use crate::capture::Kind;
use crate::eval::{Observed, Outcome, Prediction, Verdict};
use crate::grammar::{Coverage, Note, State, Subject};
use crate::locale::{Language, Text, say};
use crate::model::{Network, SegmentSummary};
use crate::report::Report;
use crate::source::{SourceId, SourceMap, Span, mask_controls, mask_name};

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

/// [`device`], in the words of a language where it has no name.
pub(super) fn router(network: &Network, index: usize) -> Text {
    let named = network.devices.get(index).is_some_and(|device| device.name.is_some());
    if named { device(network, index).into() } else { say!("report-the-router") }
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
pub(super) fn seen(observed: &[Observed], port: u16) -> Option<Text> {
    let mut globals: Vec<Text> = Vec::new();
    for row in observed {
        let text = Text::from(mask_controls(&row.inside_global.to_string()));
        if !globals.contains(&text) {
            globals.push(text);
        }
    }
    let kept = observed.iter().filter(|row| row.kept).count();
    let several = globals.len() > 1;
    let global = globals.into_iter().reduce(|first, second| say!("report-and", first, second))?;
    Some(match (several, kept == observed.len()) {
        (_, true) => say!("report-leaves-kept", global),
        (false, false) => say!("report-leaves-changed", global, port),
        (true, false) => say!("report-leaves-not-always", global, port),
    })
}

/// What the model expects. It may hold names from the capture: whoever prints it masks controls.
pub(super) fn expected(predicted: &Prediction, local_port: u16) -> Text {
    let address = predicted.inside_global.as_ref().map(|address| mask_controls(&address.to_string()));
    let global = |port: u16| match &address {
        Some(address) => Text::from(format!("{address}:{port}")),
        None => say!("report-port", port),
    };
    let behind = address.as_deref().unwrap_or("none");
    let second = predicted.stories.get(1).and_then(|story| story.port);
    match (predicted.outcome, predicted.expected_port.or(second)) {
        (Outcome::Kept, _) => say!("report-will-keep", global = global(local_port)),
        (Outcome::Remapped, Some(port)) => say!("report-will-change", global = global(port), port = local_port),
        (Outcome::Remapped, None) => say!("report-will-change-somehow", behind, port = local_port),
        (Outcome::Either, _) if predicted.depends => {
            say!("report-may-change-by-way", port = local_port, reason = &predicted.reason)
        }
        (Outcome::Either, Some(other)) => say!("report-may-change", behind, port = local_port, other),
        (Outcome::Either, None) => say!("report-may-change-somehow", behind, port = local_port),
        (Outcome::Dropped, _) => say!("report-will-be-dropped"),
        (Outcome::Untranslated, _) => say!("report-untranslated"),
        (Outcome::Unknown, _) if predicted.reason.is_empty() => say!("report-not-known"),
        (Outcome::Unknown, _) => say!("report-not-known-because", reason = &predicted.reason),
    }
}

/// What this analysis does not look at, in one line.
pub(super) fn not_checked(report: &Report, language: Language) -> String {
    report.not_checked.iter().map(|text| text.to(language)).collect::<Vec<_>>().join("; ")
}

/// With a capital letter.
pub(super) fn capital(says: &str) -> String {
    let mut chars = says.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
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
pub(super) fn coverage(coverage: &Coverage) -> Text {
    let affect = coverage.notes().iter().filter(|note| note.state == State::Unsupported && touches_nat(note)).count();
    // Of very many lines not all are kept.
    let affect = match affect {
        0 => Text::default(),
        _ if coverage.dropped_notes() > 0 => say!("report-at-least-affect", affect),
        _ => say!("report-affect", affect),
    };
    say!(
        "report-coverage",
        lines = lines(coverage.lines()),
        modelled = grouped(coverage.of(State::Modelled)),
        harmless = grouped(coverage.of(State::Harmless)),
        unsupported = grouped(coverage.of(State::Unsupported)),
        affect,
        malformed = grouped(coverage.of(State::Malformed)),
        unrecognized = grouped(coverage.of(State::Unrecognized)),
    )
}

/// The inputs of which nothing was recognised, where there are others.
pub(super) fn unread(network: &Network) -> Option<Text> {
    let mut read: BTreeMap<SourceId, bool> = BTreeMap::new();
    for segment in &network.segments {
        *read.entry(segment.source).or_default() |= segment.kind != Kind::Text;
    }
    let names = || read.iter().filter(|(_, read)| !**read).filter_map(|(id, _)| Some(network.sources.get(*id)?.name()));
    let count = names().count();
    if count == 0 || count == read.len() {
        return None;
    }
    let named = names().take(NAMED).map(mask_name).collect::<Vec<_>>().join(", ");
    Some(match count.checked_sub(NAMED) {
        None | Some(0) => say!("report-nothing-recognised", names = named),
        Some(more) => say!("report-nothing-recognised-more", names = named, more = and_more(more)),
    })
}

/// How many inputs are named in a line.
const NAMED: usize = 5;

/// `1,543 lines`.
pub(super) fn lines(number: u64) -> Text {
    say!("report-lines", number, shown = grouped(number))
}

/// `3 appliances`.
pub(super) fn appliances(number: u64) -> Text {
    say!("report-appliances", number, shown = grouped(number))
}

/// `and 1,543 more`.
pub(super) fn and_more(number: usize) -> Text {
    say!("report-and-more", more = grouped(number as u64))
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
            assert_eq!(lines(number).to_string(), text);
        }
        assert_eq!(grouped(10_000_540), "10,000,540");
    }
}
