//! The checklist, item by item.

use super::writer::{Markdown, code, strong, text};
use crate::report::checklist::{Checked, Checklist, Remark};
use crate::report::{Record, Report, summary, words};

/// The checklist alone, with the verdict above it and what was read below.
pub fn checklist(report: &Report, record: &Record) -> String {
    let mut out = Markdown::default();
    let checklist = &record.checklist;
    let word = words::verdict(report.verdict);
    out.heading(1, &format!("HCX underlay checklist: {}", checklist.tally()));
    out.paragraph(&[
        text("The uplinks: "),
        strong(word),
        text(format!(", {}", summary::sentence(report).to(record.language))),
    ]);
    items(&mut out, report, checklist, 3);
    super::provenance(&mut out, report, record);
    out.finish()
}

pub(super) fn section(out: &mut Markdown, report: &Report, checklist: &Checklist) {
    out.heading(2, "Checklist");
    out.paragraph(&[text(format!("{}. An item is PASS on evidence only.", checklist.tally()))]);
    items(out, report, checklist, 3);
}

fn items(out: &mut Markdown, report: &Report, checklist: &Checklist, level: usize) {
    let row = |checked: &Checked| {
        let (number, state) = (checked.item.number.to_string(), checked.state.as_str());
        vec![text(number), strong(state), text(checked.item.title)]
    };
    let rows: Vec<_> = checklist.items.iter().map(row).collect();
    out.table(&["Item", "State", "What it asks"], &rows);
    for checked in &checklist.items {
        item(out, report, checked, level);
    }
}

fn item(out: &mut Markdown, report: &Report, checked: &Checked, level: usize) {
    let item = checked.item;
    let optional = if item.optional { " (optional)" } else { "" };
    out.heading(level, &format!("{} {}: {}{optional}", item.number, checked.state.as_str(), item.title));
    out.block();
    for remark in &checked.remarks {
        remark_lines(out, report, remark, checked);
    }
    if checked.more > 0 {
        out.item(0, &[text(format!("and {}", words::count(checked.more as u64, "more remark")))]);
    }
    for next in &checked.next {
        let next = if is_command(next) { code(next) } else { text(next) };
        out.item(0, &[text("to decide it: "), next]);
    }
    out.item(0, &[text(format!("who can tell: {}; origin: {}", item.answer.as_str(), item.origin))]);
}

fn remark_lines(out: &mut Markdown, report: &Report, remark: &Remark, checked: &Checked) {
    let mut pieces = Vec::new();
    if remark.state != checked.state {
        pieces.push(text(format!("{}: ", remark.state.as_str())));
    }
    if let Some(code) = remark.code {
        pieces.push(strong(code));
        pieces.push(text(" "));
    }
    pieces.push(text(&remark.says));
    out.item(0, &pieces);
    for span in &remark.evidence {
        let mut pieces = vec![code(words::place(&report.network, *span))];
        if let Some(line) = super::quoted(&report.network.sources, *span) {
            pieces.push(text(" "));
            pieces.push(code(line.trim()));
        }
        out.item(1, &pieces);
    }
}

/// Whether it is what one types on a router and nothing else.
fn is_command(next: &str) -> bool {
    next.starts_with("show ") && !next.contains(',')
}
