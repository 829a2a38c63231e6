//! Findings and items of the checklist, each to unfold.

use maud::{Markup, html};

use crate::locale::{Language, say};
use crate::report::checklist::{Checked, Checklist, Remark, State};
use crate::report::{Report, summary, words};
use crate::rules::{Finding, Label, Severity};
use crate::source::{Span, mask_controls};

/// Lines of evidence that one finding shows; the rest is counted.
const LABELS: usize = 12;

/// Findings that are shown; the rest is counted, and the JSON has all.
const FINDINGS: usize = 200;

/// Lines of the capture around one that is quoted.
const CONTEXT: u32 = 2;

pub(super) fn findings(report: &Report, language: Language) -> Markup {
    if report.findings.is_empty() && report.ignored.is_empty() {
        return html! {};
    }
    let more = report.findings.len().saturating_sub(FINDINGS);
    html! {
        section aria-labelledby="findings" {
            h2 id="findings" { (say!("html-findings").to(language)) }
            @for shown in report.findings.iter().take(FINDINGS) { (finding(report, shown, language)) }
            @if more > 0 { p.soft { (say!("html-more-findings", count = more).to(language)) } }
            @if !report.ignored.is_empty() {
                h3 { (say!("html-accepted").to(language)) }
                ul { @for ignored in report.ignored.iter().take(FINDINGS) { li { (summary::title(report, ignored)) } } }
            }
        }
    }
}

fn finding(report: &Report, finding: &Finding, language: Language) -> Markup {
    let class = match finding.severity {
        Severity::Error => "bad",
        Severity::Warning => "open",
        Severity::Note => "none",
    };
    let severity = finding.severity.as_str();
    let title = summary::title(report, finding);
    let title = title.strip_prefix(severity).unwrap_or(&title).trim_start().to_owned();
    let more = finding.labels.len().saturating_sub(LABELS);
    html! {
        details.long open[finding.severity == Severity::Error] {
            summary { span class={ "chip " (class) } { (severity) } " " span.name { (title) } }
            div.fold {
                @for line in finding.message.to(language).lines() { p { (mask_controls(line)) } }
                @for label in finding.labels.iter().take(LABELS) { (evidence(report, label, language)) }
                @if more > 0 { p.soft { (say!("html-more-lines", count = more, lines = words::grouped(more as u64)).to(language)) } }
                @if !finding.help.is_empty() { p { (mask_controls(&finding.help.to(language))) } }
            }
        }
    }
}

/// A line of the capture with its neighbours, and what it shows.
fn evidence(report: &Report, label: &Label, language: Language) -> Markup {
    let sources = &report.network.sources;
    let place = words::place(&report.network, label.span);
    let (Some((first, lines)), Some(at)) = (sources.quote_around(label.span, CONTEXT), sources.position(label.span))
    else {
        return html! { p { code { (place) } " " (mask_controls(&label.message.to(language))) } };
    };
    let marked = sources.quote(label.span).unwrap_or_default();
    let width = (first as usize + lines.len()).to_string().len();
    html! {
        figure.source {
            figcaption { code { (place) } @if !label.message.is_empty() { " " b { (mask_controls(&label.message.to(language))) } } }
            pre tabindex="0" {
                @for (number, line) in (first..).zip(&lines) {
                    span.n { (format!("{number:>width$}  ")) }
                    @if number == at.line { (highlighted(line, at.column, &marked)) } @else { span.dim { (line) } }
                    "\n"
                }
            }
        }
    }
}

/// A line with what it is about marked; `column` counts characters from 1.
fn highlighted(line: &str, column: u32, marked: &str) -> Markup {
    let from = line.char_indices().nth(column as usize - 1).map_or(line.len(), |(at, _)| at);
    let to = (from + marked.len()).min(line.len());
    let (Some(before), Some(hit), Some(after)) = (line.get(..from), line.get(from..to), line.get(to..)) else {
        return html! { mark { (line) } };
    };
    html! { (before) mark { (hit) } (after) }
}

pub(super) fn checklist(report: &Report, checklist: &Checklist, language: Language) -> Markup {
    html! {
        section aria-labelledby="checklist" {
            h2 id="checklist" { (say!("checklist-page-section").to(language)) }
            p { (say!("checklist-page-intro", tally = checklist.tally()).to(language)) }
            @for checked in &checklist.items { (item(report, checked, language)) }
        }
    }
}

fn item(report: &Report, checked: &Checked, language: Language) -> Markup {
    let item = checked.item;
    let who = say!("checklist-page-who", who = item.answer.in_words(), origin = (item.origin)());
    let more = say!("checklist-page-more", number = checked.more, count = words::grouped(checked.more as u64));
    let class = match checked.state {
        State::Pass => "good",
        State::Fail => "bad",
        State::Inconclusive => "open",
        State::NotChecked => "none",
    };
    html! {
        details.item {
            summary {
                span.number { (item.number) }
                span { span class={ "chip " (class) } { (checked.state.as_str()) } }
                span.title { (item.full_title().to(language)) }
            }
            div.fold {
                @if !checked.remarks.is_empty() {
                    ul { @for told in &checked.remarks { (remark(report, told, checked.state, language)) } }
                }
                @if checked.more > 0 { p.soft { (more.to(language)) } }
                @if !checked.next.is_empty() {
                    h4 { (say!("checklist-page-decide").to(language)) }
                    ul { @for next in &checked.next { li { (mask_controls(&next.to(language))) } } }
                }
                p.soft { (who.to(language)) }
            }
        }
    }
}

fn remark(report: &Report, remark: &Remark, worst: State, language: Language) -> Markup {
    let line = |span: &Span| report.network.sources.quote_line(*span);
    html! {
        li {
            @if remark.state != worst { (remark.state.as_str()) ": " }
            @if let Some(code) = remark.code { b { (code) } " " }
            (mask_controls(&remark.says.to(language)))
            @for span in &remark.evidence {
                br;
                code.soft { (words::place(&report.network, *span)) } " "
                @if let Some(line) = line(span) { code { (line.trim()) } }
            }
        }
    }
}
