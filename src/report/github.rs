//! Annotations of a GitHub workflow, one a line: `::error file=..,line=..,title=..::message`.

use std::fmt::Write as _;
use std::path::Path;

use super::{Record, Report, place, summary, words};
use crate::eval::Verdict;
use crate::locale::Language;
use crate::rules::{Finding, Severity};
use crate::source::mask_controls;

/// Every finding and the verdict as workflow commands.
pub fn github(report: &Report, record: &Record) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        annotation(&mut out, report, finding, record.directory.as_deref());
    }
    let level = match report.verdict {
        Verdict::Pass => "notice",
        Verdict::Inconclusive => "warning",
        Verdict::Fail => "error",
    };
    let mut says = summary::sentence(report).to_string();
    if !report.paste_next.is_empty() {
        let _ = write!(says, "\nPaste next:\n{}", report.paste_next.join("\n"));
    }
    command(&mut out, level, &[("title", &format!("hcxnat: {}", words::verdict(report.verdict)))], &says);
    out
}

fn annotation(out: &mut String, report: &Report, finding: &Finding, directory: Option<&Path>) {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties: Vec<(&str, String)> = Vec::new();
    if let Some(label) = finding.labels.first() {
        if let Some(name) = place::source(report, label.span) {
            properties.push(("file", place::relative(name, directory).path));
        }
        if let Some(region) = place::region(report, label.span) {
            properties.push(("line", region.line.to_string()));
            properties.push(("endLine", region.end_line.to_string()));
            // GitHub takes columns of one line only.
            if region.line == region.end_line {
                properties.push(("col", region.column.to_string()));
                properties.push(("endColumn", region.end_column.to_string()));
            }
        }
    }
    properties.push(("title", summary::title(report, finding, Language::English)));
    let mut says = finding.message.to_string();
    for label in finding.labels.iter().filter(|label| !label.message.is_empty()) {
        let _ = write!(says, "\n{}: {}", words::place(&report.network, label.span), label.message);
    }
    if !finding.help.is_empty() {
        let _ = write!(says, "\n{}", finding.help);
    }
    let properties: Vec<(&str, &str)> = properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    command(out, level, &properties, &says);
}

fn command(out: &mut String, level: &str, properties: &[(&str, &str)], says: &str) {
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(&mask_controls(value)))).collect();
    let _ = writeln!(out, "::{level} {}::{}", properties.join(","), data(&mask_controls(says)));
}

/// What ends a command, or begins another one, is encoded (GitHub's toolkit does the same).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
