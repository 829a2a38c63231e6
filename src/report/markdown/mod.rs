//! The change ticket: verdict, findings with the lines they quote, the plan, the checklist, and what was read.

mod checklist;
mod writer;

use super::record::{Content, InputRecord, Record, rule_set};
use super::{Report, change, summary, words};
use crate::fix::Plan;
use crate::locale::Language;
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
    checklist::section(&mut out, report, &record.checklist);
    provenance(&mut out, report, record);
    out.finish()
}

fn verdict(out: &mut Markdown, report: &Report, record: &Record) {
    let word = words::verdict(report.verdict);
    out.heading(1, &format!("HCX uplinks behind Cisco NAT: {word}"));
    out.paragraph(&[strong(format!("{word}:")), text(format!(" {}", summary::sentence(report).to(record.language)))]);
    if let Some(closing) = &record.closing {
        out.paragraph(&[text(closing.to(record.language))]);
    }
    out.heading(2, "Uplinks");
    let rows: Vec<Vec<Piece>> = summary::rows(report, record.language)
        .into_iter()
        .map(|row| {
            let flow = row.flows.first().and_then(|at| report.flows.get(*at));
            let global = flow.and_then(summary::leaves_as);
            vec![
                strong(words::verdict(row.verdict)),
                text(&row.name),
                text(words::device(&report.network, row.device)),
                code(&row.local),
                global.map_or_else(|| text("not known"), |global| code(endpoint(&global))),
                text(row.words),
            ]
        })
        .collect();
    if rows.is_empty() {
        out.paragraph(&[text("No uplink was judged.")]);
    } else {
        out.table(&["Verdict", "Appliance", "Router", "Inside local", "Inside global", "What becomes of it"], &rows);
    }
    if !report.paste_next.is_empty() {
        out.paragraph(&[text("To decide what is open, paste next:")]);
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
    out.heading(2, "Findings");
    for shown in report.findings.iter().take(FINDINGS) {
        finding(out, report, shown, language);
    }
    let more = report.findings.len().saturating_sub(FINDINGS);
    if more > 0 {
        out.paragraph(&[text(format!(
            "And {}; the JSON report lists them all.",
            words::count(more as u64, "more finding")
        ))]);
    }
    if !report.ignored.is_empty() {
        out.paragraph(&[text("Accepted by the inventory:")]);
        report
            .ignored
            .iter()
            .take(FINDINGS)
            .for_each(|ignored| out.item(0, &[text(summary::title(report, ignored, language))]));
    }
}

fn finding(out: &mut Markdown, report: &Report, finding: &Finding, language: Language) {
    out.heading(3, &summary::title(report, finding, language));
    for line in finding.message.to_string().lines() {
        out.paragraph(&[text(line)]);
    }
    out.block();
    for label in finding.labels.iter().take(LABELS) {
        let place = words::place(&report.network, label.span);
        let says = if label.message.is_empty() { String::new() } else { format!(" {}", label.message) };
        out.item(0, &[code(place), text(says)]);
        if let Some(line) = quoted(&report.network.sources, label.span) {
            out.fence(2, &[line]);
        }
    }
    let more = finding.labels.len().saturating_sub(LABELS);
    if more > 0 {
        out.item(0, &[text(format!("and {}", words::count(more as u64, "more line")))]);
    }
    if !finding.help.is_empty() {
        out.paragraph(&[text(finding.help.to_string())]);
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
        out.paragraph(&[strong("No plan:"), text(format!(" {why}"))]);
    }
}

fn plan(out: &mut Markdown, report: &Report, plan: &Plan, language: Language) {
    let device = words::device(&report.network, plan.device);
    let on = if plan.title.contains(&device) { String::new() } else { format!(" for {device}") };
    out.heading(2, &format!("Plan {}{on}: {}", plan.id, plan.title));
    let proof = change::proof(plan).to(language);
    out.paragraph(&[text(format!("{}.", sentence_case(&proof)))]);
    let keep = if plan.commands.is_empty() { Vec::new() } else { vec!["write memory".to_owned()] };
    let change = if change::asks(plan) { "Change, line by line, because the router may ask" } else { "Change" };
    let steps = [
        (change, change::configured(&plan.commands)),
        ("Remove the entries that would survive it", plan.clear.clone()),
        ("Check", plan.verify.clone()),
        ("When it works, keep it", keep),
    ];
    for (at, (title, lines)) in steps.iter().filter(|(_, lines)| !lines.is_empty()).enumerate() {
        out.heading(3, &format!("Step {}: {title}", at + 1));
        out.fence(0, lines);
        if *title == "Check" && !plan.expect.is_empty() {
            out.paragraph(&[text(sentence_case(&change::expectation(plan).to(language)))]);
            out.fence(0, &plan.expect);
        }
    }
    if !plan.rollback.is_empty() {
        out.heading(3, "To take it back");
        out.fence(0, &change::configured(&plan.rollback));
    }
    for guard in &plan.guards {
        out.heading(3, "Beside the plan");
        out.paragraph(&[text(sentence_case(&change::guard_title(guard).to(language)))]);
        out.fence(0, &change::configured(&guard.commands));
    }
    if !plan.notes.is_empty() {
        out.heading(3, "Before you type");
        out.block();
        plan.notes.iter().for_each(|note| out.item(0, &[text(sentence_case(note))]));
    }
}

/// With a capital letter.
fn sentence_case(says: &str) -> String {
    let mut chars = says.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn provenance(out: &mut Markdown, report: &Report, record: &Record) {
    out.heading(2, "What was read");
    let rows: Vec<Vec<Piece>> = record
        .inputs
        .iter()
        .map(|input| input_row("router", input))
        .chain(record.inventory.iter().map(|input| input_row("inventory", input)))
        .collect();
    if !rows.is_empty() {
        out.table(&["Input", "For", "Bytes", "SHA-256"], &rows);
    }
    out.block();
    for device in summary::devices(report, record.language) {
        out.item(0, &[text(format!("Router: {device}"))]);
    }
    out.item(0, &[text(format!("Appliances: {}", record.asked))]);
    let (count, digest) = rule_set();
    let version = env!("CARGO_PKG_VERSION");
    out.item(
        0,
        &[text(format!("Program: hcxnat {version}, {} (rule set {digest})", words::count(count as u64, "rule")))],
    );
    if let Some(made) = &record.made {
        out.item(0, &[text(format!("Made: {made}"))]);
    }
    out.item(0, &[text(words::coverage(&report.network.coverage).to(record.language))]);
    if !report.not_checked.is_empty() {
        out.item(0, &[text(format!("Not checked: {}", words::not_checked(report, record.language)))]);
    }
}

fn input_row(what: &str, input: &InputRecord) -> Vec<Piece> {
    let (bytes, digest) = match &input.content {
        Content::Known { bytes, sha256 } => (text(words::grouped(*bytes)), code(sha256)),
        Content::Unknown(why) => (text(""), text(*why)),
    };
    vec![code(&input.name), text(what), bytes, digest]
}
