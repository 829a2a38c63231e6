//! The comparison for a screen.

use std::fmt::Write as _;

use super::compare;
use crate::eval::Verdict;
use crate::locale::{Language, say};
use crate::report::human::wrap;
use crate::report::{JudgedFlow, Report, Style, words};
use crate::rules::Finding;
use crate::source::{mask_controls, mask_name};

/// What becomes of a flow, in a few words.
fn fate(flow: &JudgedFlow, language: Language) -> String {
    let port = flow.flow.local_port;
    let fate = words::seen(&flow.observed, port).unwrap_or_else(|| words::expected(&flow.predicted, port));
    mask_controls(&fate.to(language))
}

/// The comparison for a screen: flows first, then what is gone, what is new, what is left.
pub fn diff_text(before: &Report, after: &Report, style: Style) -> String {
    let comparison = compare(before, after);
    let mut out = String::new();
    let rows: Vec<[String; 4]> =
        comparison.flows.iter().map(|(was, is)| row((before, *was), (after, *is), style.language)).collect();
    let width = |column: usize| rows.iter().map(|row| wrap::columns(&row[column])).max().unwrap_or(0);
    let (verdicts, names, ends) = (width(0), width(1), width(2));
    for ([verdict, name, end, words], (_, is)) in rows.iter().zip(&comparison.flows) {
        let [verdict, name, end] =
            [(verdict, verdicts), (name, names), (end, ends)].map(|(text, width)| wrap::padded(text, width));
        let colour = is.and_then(|at| after.flows.get(at)).map_or("2", |flow| colour(flow.verdict));
        let _ = writeln!(out, "{}  {name}  {end}  {words}", style.paint(colour, &verdict));
    }
    let removed = comparison.removed.iter().filter_map(|at| before.findings.get(*at));
    list(&mut out, "gone", '-', "32", before, removed, style);
    let added = comparison.added.iter().filter_map(|at| after.findings.get(*at));
    list(&mut out, "new", '+', "31", after, added, style);
    let left = comparison.unchanged.iter().filter_map(|(_, at)| after.findings.get(*at));
    list(&mut out, "left", '=', "33", after, left, style);
    let [was, is] = [before, after].map(|report| words::verdict(report.verdict));
    let change = if was == is { say!("report-diff-same", is) } else { say!("report-diff-change", was, is) };
    let _ = writeln!(out, "\n{}", style.paint(colour(after.verdict), &change.to(style.language)));
    out
}

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "1;32",
        Verdict::Inconclusive => "1;33",
        Verdict::Fail => "1;31",
    }
}

/// Verdict, appliance, inside local, and what happens: each before and after, once where it is the same.
fn row(
    (before, was): (&Report, Option<usize>),
    (after, is): (&Report, Option<usize>),
    language: Language,
) -> [String; 4] {
    let absent = say!("report-diff-absent").to(language);
    let side = |report: &Report, at: Option<usize>| {
        let flow = report.flows.get(at?)?;
        Some((words::verdict(flow.verdict).to_owned(), fate(flow, language)))
    };
    let both = |was: Option<String>, is: Option<String>| match (was, is) {
        (Some(was), Some(is)) if was == is => is,
        (was, is) => format!("{} -> {}", was.as_deref().unwrap_or(&absent), is.as_deref().unwrap_or(&absent)),
    };
    let (was_verdict, was_fate) = side(before, was).unzip();
    let (is_verdict, is_fate) = side(after, is).unzip();
    let found = is.map(|at| (after, at)).or(was.map(|at| (before, at)));
    let found = found.and_then(|(report, at)| Some((report, report.flows.get(at)?)));
    let (name, local) = found.map_or_else(Default::default, |(report, flow)| {
        let name = report.appliances.get(flow.appliance).map(|appliance| mask_name(&appliance.name));
        let mut name = name.unwrap_or_default();
        if report.network.devices.len() > 1 {
            let router = words::router(&report.network, flow.device);
            name = say!("report-who-on", who = name, router).to(language);
        }
        (name, format!("{}:{}", flow.flow.local, flow.flow.local_port))
    });
    [both(was_verdict, is_verdict), name, local, both(was_fate, is_fate)]
}

fn list<'f>(
    out: &mut String,
    what: &str,
    sign: char,
    colour: &str,
    report: &Report,
    findings: impl Iterator<Item = &'f Finding>,
    style: Style,
) {
    let findings: Vec<&Finding> = findings.collect();
    let says = match findings.len() {
        0 => say!("report-diff-none", what),
        number => say!("report-diff-some", what, number, shown = words::grouped(number as u64)),
    };
    let _ = writeln!(out, "\n{}", says.to(style.language));
    for finding in findings {
        let head = format!("{sign} {} {} {}", finding.severity.as_str(), finding.code, finding.name);
        let place = finding.labels.first().map(|label| format!(" ({})", words::place(&report.network, label.span)));
        let message = mask_controls(&finding.message.to(style.language));
        let message = message.lines().next().unwrap_or("");
        let _ = writeln!(out, "  {}{}: {message}", style.paint(colour, &head), place.unwrap_or_default());
    }
}
