//! The change ticket: verdict, findings with the lines they quote, the plan, the checklist, and what was read.

mod checklist;
mod writer;

use super::html::{heads, input_heads, program};
use super::record::{Content, InputRecord, Record};
use super::{Report, change, possible, summary, words};
use crate::fix::Plan;
use crate::locale::{Language, say};
use crate::net::Endpoint;
use crate::rules::Finding;
use crate::source::{SourceMap, Span, mask_controls};
use writer::{Markdown, Piece, code, strong, text};

pub use checklist::checklist;

/// Lines of evidence that one finding shows; the rest is counted.
const LABELS: usize = 12;

/// Findings that are shown with their lines; the rest is counted, and the JSON has all.
const FINDINGS: usize = 100;

/// The whole ticket.
pub fn markdown(report: &Report, record: &Record) -> String {
    let mut out = Markdown::default();
    verdict(&mut out, report, record);
    findings(&mut out, report, record.language);
    plans(&mut out, report, record.language);
    checklist::section(&mut out, report, &record.checklist, record.language);
    provenance(&mut out, report, record);
    out.finish()
}

fn verdict(out: &mut Markdown, report: &Report, record: &Record) {
    let word = words::verdict(report.verdict);
    let language = record.language;
    out.heading(1, &say!("html-title", verdict = word).to(language));
    out.paragraph(&[strong(format!("{word}:")), text(format!(" {}", summary::sentence(report).to(language)))]);
    if let Some(closing) = &record.closing {
        out.paragraph(&[text(closing.to(language))]);
    }
    out.heading(2, &say!("html-uplinks").to(language));
    let rows: Vec<Vec<Piece>> = possible::joined(summary::rows(report, language))
        .into_iter()
        .map(|row| {
            let flow = row.flows.first().and_then(|at| report.flows.get(*at));
            let global = flow.and_then(summary::leaves_as);
            vec![
                strong(words::verdict(row.verdict)),
                text(&row.name),
                text(words::router(&report.network, row.device).to(language)),
                code(&row.local),
                global.map_or_else(|| text(say!("html-not-known").to(language)), |global| code(endpoint(&global))),
                text(row.words),
            ]
        })
        .collect();
    if rows.is_empty() {
        out.paragraph(&[text(say!("html-no-uplink").to(language))]);
    } else {
        out.table(&heads(language).each_ref().map(String::as_str), &rows);
    }
    if report.appliances.iter().any(|appliance| appliance.possible) {
        out.paragraph(&[text(possible::says().to(language))]);
    }
    if !report.paste_next.is_empty() {
        out.paragraph(&[text(say!("markdown-paste-next").to(language))]);
        out.fence(0, &report.paste_next);
    }
}

fn endpoint(endpoint: &Endpoint) -> String {
    mask_controls(&endpoint.to_string())
}

fn findings(out: &mut Markdown, report: &Report, language: Language) {
    if report.findings.is_empty() && report.ignored.is_empty() {
        return;
    }
    out.heading(2, &say!("html-findings").to(language));
    for shown in report.findings.iter().take(FINDINGS) {
        finding(out, report, shown, language);
    }
    let more = report.findings.len().saturating_sub(FINDINGS);
    if more > 0 {
        let says = say!("markdown-more-findings", count = more, findings = words::grouped(more as u64));
        out.paragraph(&[text(says.to(language))]);
    }
    if !report.ignored.is_empty() {
        out.paragraph(&[text(say!("markdown-accepted").to(language))]);
        report
            .ignored
            .iter()
            .take(FINDINGS)
            .for_each(|ignored| out.item(0, &[text(summary::title(report, ignored, language))]));
    }
}

fn finding(out: &mut Markdown, report: &Report, finding: &Finding, language: Language) {
    out.heading(3, &summary::title(report, finding, language));
    for line in finding.message.to(language).lines() {
        out.paragraph(&[text(line)]);
    }
    out.block();
    for label in finding.labels.iter().take(LABELS) {
        let place = words::place(&report.network, label.span);
        let says = if label.message.is_empty() { String::new() } else { format!(" {}", label.message.to(language)) };
        out.item(0, &[code(place), text(says)]);
        if let Some(line) = quoted(&report.network.sources, label.span) {
            out.fence(2, &[line]);
        }
    }
    let more = finding.labels.len().saturating_sub(LABELS);
    if more > 0 {
        let says = say!("markdown-more-lines", count = more, lines = words::grouped(more as u64));
        out.item(0, &[text(says.to(language))]);
    }
    if !finding.help.is_empty() {
        out.paragraph(&[text(finding.help.to(language))]);
    }
}

fn quoted(sources: &SourceMap, span: Span) -> Option<String> {
    sources.quote_line(span).map(|line| line.trim_end().to_owned())
}

fn plans(out: &mut Markdown, report: &Report, language: Language) {
    for wanted in &report.plans {
        plan(out, report, wanted, language);
    }
    for why in &report.no_plan {
        out.paragraph(&[strong(say!("html-no-plan").to(language)), text(format!(" {}", why.to(language)))]);
    }
}

fn plan(out: &mut Markdown, report: &Report, plan: &Plan, language: Language) {
    let (id, title) = (plan.id.as_str(), plan.title.to(language));
    let heading = if change::names_router(&report.network, plan) {
        say!("html-plan-title", plan = id, title)
    } else {
        say!("markdown-plan-title-for", plan = id, router = words::router(&report.network, plan.device), title)
    };
    out.heading(2, &heading.to(language));
    let proof = say!("html-sentence", says = words::capital(&change::proof(plan).to(language)));
    out.paragraph(&[text(proof.to(language))]);
    steps(out, plan, language);
    if !plan.rollback.is_empty() {
        out.heading(3, &say!("html-plan-rollback").to(language));
        out.fence(0, &change::configured(&plan.rollback));
    }
    for guard in &plan.guards {
        out.heading(3, &say!("markdown-beside-plan").to(language));
        out.paragraph(&[text(words::capital(&change::guard_title(guard).to(language)))]);
        out.fence(0, &change::configured(&guard.commands));
    }
    if !plan.notes.is_empty() {
        out.heading(3, &say!("html-plan-notes").to(language));
        out.block();
        plan.notes.iter().for_each(|note| out.item(0, &[text(words::capital(&note.to(language)))]));
    }
}

fn steps(out: &mut Markdown, plan: &Plan, language: Language) {
    for (at, step) in change::steps(plan).iter().enumerate() {
        out.heading(3, &say!("markdown-step", number = at + 1, title = &step.title).to(language));
        out.fence(0, &step.lines);
        if step.checks && !plan.expect.is_empty() {
            out.paragraph(&[text(words::capital(&change::expectation(plan).to(language)))]);
            out.fence(0, &plan.expect);
        }
    }
}

fn provenance(out: &mut Markdown, report: &Report, record: &Record) {
    let language = record.language;
    out.heading(2, &say!("html-read").to(language));
    let (router, inventory) = (say!("html-for-router").to(language), say!("html-for-inventory").to(language));
    let rows: Vec<Vec<Piece>> = record
        .inputs
        .iter()
        .map(|input| input_row(&router, input, language))
        .chain(record.inventory.iter().map(|input| input_row(&inventory, input, language)))
        .collect();
    if !rows.is_empty() {
        out.table(&input_heads(language).each_ref().map(String::as_str), &rows);
    }
    out.block();
    for device in summary::devices(report, language) {
        out.item(0, &[text(say!("html-read-router", router = device).to(language))]);
    }
    out.item(0, &[text(say!("html-read-appliances", asked = &record.asked).to(language))]);
    out.item(0, &[text(program().to(language))]);
    if let Some(made) = &record.made {
        out.item(0, &[text(say!("markdown-read-made", made).to(language))]);
    }
    out.item(0, &[text(words::coverage(&report.network.coverage).to(language))]);
    if let Some(unread) = words::unread(&report.network) {
        out.item(0, &[text(unread.to(language))]);
    }
    if !report.not_checked.is_empty() {
        out.item(0, &[text(say!("html-read-not-checked", what = words::not_checked(report, language)).to(language))]);
    }
}

fn input_row(what: &str, input: &InputRecord, language: Language) -> Vec<Piece> {
    let (bytes, digest) = match &input.content {
        Content::Known { bytes, sha256 } => (text(words::grouped(*bytes)), code(sha256)),
        Content::Unknown(why) => (text(""), text(why.to(language))),
    };
    vec![code(&input.name), text(what), bytes, digest]
}
