//! The checklist, item by item.

use super::writer::{Markdown, code, strong, text};
use crate::locale::{Language, Text, say};
use crate::report::checklist::{Checked, Checklist, Remark};
use crate::report::{Record, Report, summary, words};

/// The checklist alone, with the verdict above it and what was read below.
pub fn checklist(report: &Report, record: &Record) -> String {
    let mut out = Markdown::default();
    let (checklist, language) = (&record.checklist, record.language);
    let word = words::verdict(report.verdict);
    out.heading(1, &say!("checklist-heading", tally = checklist.tally()).to(language));
    out.paragraph(&[
        text(say!("checklist-uplinks").to(language)),
        strong(word),
        text(format!(", {}", summary::sentence(report).to(language))),
    ]);
    items(&mut out, report, checklist, language);
    super::provenance(&mut out, report, record);
    out.finish()
}

pub(super) fn section(out: &mut Markdown, report: &Report, checklist: &Checklist, language: Language) {
    out.heading(2, &say!("checklist-section").to(language));
    out.paragraph(&[text(say!("checklist-intro", tally = checklist.tally()).to(language))]);
    items(out, report, checklist, language);
}

fn items(out: &mut Markdown, report: &Report, checklist: &Checklist, language: Language) {
    let row = |checked: &Checked| {
        let (number, state) = (checked.item.number.to_string(), checked.state.as_str());
        vec![text(number), strong(state), text((checked.item.title)().to(language))]
    };
    let rows: Vec<_> = checklist.items.iter().map(row).collect();
    let head = [say!("checklist-column-item"), say!("checklist-column-state"), say!("checklist-column-asks")];
    let head = head.map(|column| column.to(language));
    out.table(&head.each_ref().map(String::as_str), &rows);
    for checked in &checklist.items {
        item(out, report, checked, language);
    }
}

fn item(out: &mut Markdown, report: &Report, checked: &Checked, language: Language) {
    let item = checked.item;
    out.heading(3, &format!("{} {}: {}", item.number, checked.state.as_str(), item.full_title().to(language)));
    out.block();
    for remark in &checked.remarks {
        remark_lines(out, report, remark, checked, language);
    }
    if checked.more > 0 {
        let more = say!("checklist-more", number = checked.more, count = words::grouped(checked.more as u64));
        out.item(0, &[text(more.to(language))]);
    }
    for next in &checked.next {
        let what = next.to(language);
        let mut pieces = vec![text(say!("checklist-decide").to(language))];
        match command_elsewhere(&what) {
            Some((place, command)) => pieces.extend([text(place), code(command)]),
            None => pieces.push(if is_command(next) { code(what) } else { text(what) }),
        }
        out.item(0, &pieces);
    }
    let who = say!("checklist-who", who = item.answer.in_words(), origin = (item.origin)());
    out.item(0, &[text(who.to(language))]);
}

fn remark_lines(out: &mut Markdown, report: &Report, remark: &Remark, checked: &Checked, language: Language) {
    let mut pieces = Vec::new();
    if remark.state != checked.state {
        pieces.push(text(format!("{}: ", remark.state.as_str())));
    }
    if let Some(code) = remark.code {
        pieces.push(strong(code));
        pieces.push(text(" "));
    }
    pieces.push(text(remark.says.to(language)));
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

/// What one types elsewhere, and where: `PowerCLI: Get-VDPortgroup | ...`. As code it can be copied: nothing is escaped.
fn command_elsewhere(next: &str) -> Option<(&str, &str)> {
    let at = ["PowerCLI: ", "HCX Manager: "].into_iter().find(|place| next.starts_with(place))?.len();
    let (place, command) = next.split_at_checked(at)?;
    (command.starts_with("Get-") || command.starts_with("curl ")).then_some((place, command))
}

/// Whether it is what one types on a router and nothing else.
fn is_command(next: &Text) -> bool {
    let next = next.to_string();
    next.starts_with("show ") && !next.contains(',')
}
