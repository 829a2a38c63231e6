//! JUnit XML: a test for each uplink, for each item of the checklist, and for each finding.
//!
//! What is inconclusive about an uplink is an error: a test that is skipped counts as green nearly everywhere.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::checklist::{Checked, State};
use super::summary::{self, Row};
use super::{Record, Report, words};
use crate::eval::Verdict;
use crate::rules::{Finding, Severity};
use crate::source::mask_controls;

/// A text that XML 1.0 takes: two characters are left that are no controls, and not allowed.
fn fit(text: &str) -> String {
    mask_controls(text).replace(['\u{fffe}', '\u{ffff}'], "?")
}

/// One test.
struct Case {
    name: String,
    /// What it belongs to: a router, the checklist, a code.
    class: String,
    result: Outcome,
    /// What there is to say beside it.
    out: String,
}

/// How a test ended, and why.
enum Outcome {
    Passed,
    Failed(String),
    Error(String),
    Skipped(String),
}

/// The whole file.
pub fn junit(report: &Report, record: &Record) -> Vec<u8> {
    let suites = [
        ("uplinks", summary::rows(report).iter().map(|row| uplink(report, row)).collect::<Vec<_>>()),
        ("checklist", record.checklist.items.iter().map(|checked| item(report, checked)).collect()),
        ("findings", report.findings.iter().map(|finding| found(report, finding)).collect()),
    ];
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    match write(&mut writer, &suites, record) {
        Ok(()) => {
            let mut bytes = writer.into_inner();
            bytes.push(b'\n');
            bytes
        }
        // Nothing can go wrong on the way into memory.
        Err(_) => Vec::new(),
    }
}

fn write(writer: &mut Writer<Vec<u8>>, suites: &[(&str, Vec<Case>)], record: &Record) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all: Vec<&Case> = suites.iter().flat_map(|(_, cases)| cases).collect();
    let element = writer.create_element("testsuites").with_attribute(("name", "hcxnat"));
    let counts = counts(&all);
    let element = element.with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())));
    element
        .write_inner_content(|writer| suites.iter().try_for_each(|(name, cases)| suite(writer, name, cases, record)))?;
    Ok(())
}

fn suite(writer: &mut Writer<Vec<u8>>, name: &str, cases: &[Case], record: &Record) -> io::Result<()> {
    let counts = counts(&cases.iter().collect::<Vec<_>>());
    let mut element = writer.create_element("testsuite").with_attribute(("name", name));
    element = element.with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())));
    if let Some(made) = record.made.as_deref() {
        element = element.with_attribute(("timestamp", made.trim_end_matches('Z')));
    }
    element.write_inner_content(|writer| cases.iter().try_for_each(|case| test(writer, case)))?;
    Ok(())
}

fn counts(cases: &[&Case]) -> [(&'static str, String); 5] {
    let of = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.result)).count().to_string();
    [
        ("tests", cases.len().to_string()),
        ("failures", of(|result| matches!(result, Outcome::Failed(_)))),
        ("errors", of(|result| matches!(result, Outcome::Error(_)))),
        ("skipped", of(|result| matches!(result, Outcome::Skipped(_)))),
        ("time", "0".to_owned()),
    ]
}

fn test(writer: &mut Writer<Vec<u8>>, case: &Case) -> io::Result<()> {
    let (name, class) = (fit(&case.name), fit(&case.class));
    let element = writer.create_element("testcase").with_attribute(("name", name.as_str()));
    let element = element.with_attribute(("classname", class.as_str())).with_attribute(("time", "0"));
    let result = match &case.result {
        Outcome::Passed => None,
        Outcome::Failed(why) => Some(("failure", why)),
        Outcome::Error(why) => Some(("error", why)),
        Outcome::Skipped(why) => Some(("skipped", why)),
    };
    if result.is_none() && case.out.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|writer| {
        if let Some((tag, why)) = result {
            let why = fit(why);
            let first = why.lines().next().unwrap_or_default();
            let element = writer.create_element(tag).with_attribute(("message", first));
            // A skipped test has a message and no text.
            if tag == "skipped" {
                element.write_empty()?;
            } else {
                element.with_attribute(("type", tag)).write_text_content(BytesText::new(&why))?;
            }
        }
        if !case.out.is_empty() {
            writer.create_element("system-out").write_text_content(BytesText::new(&fit(&case.out)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn uplink(report: &Report, row: &Row) -> Case {
    let why = format!("{}: {}", words::verdict(row.verdict), row.words);
    let about = |finding: &&Finding| finding.flows.iter().any(|at| row.flows.contains(at));
    let findings: Vec<String> = report.findings.iter().filter(about).map(|finding| in_words(report, finding)).collect();
    let whole = [vec![why.clone()], findings].concat().join("\n\n");
    let (result, out) = match row.verdict {
        Verdict::Pass => (Outcome::Passed, why),
        Verdict::Fail => (Outcome::Failed(whole), String::new()),
        Verdict::Inconclusive => (Outcome::Error(whole), report.paste_next.join("\n")),
    };
    Case { name: format!("{} {}", row.name, row.local), class: words::device(&report.network, row.device), result, out }
}

fn item(report: &Report, checked: &Checked) -> Case {
    let remark = |remark: &super::checklist::Remark| {
        let code = remark.code.map_or_else(String::new, |code| format!("{code} "));
        let lines: Vec<String> = remark.evidence.iter().map(|span| quoted(report, *span)).collect();
        [vec![format!("{code}{}", remark.says)], lines].concat().join("\n  ")
    };
    let remarks: Vec<String> = checked.remarks.iter().map(remark).collect();
    let next: Vec<String> = checked.next.iter().map(ToString::to_string).collect();
    let (says, next) = (remarks.join("\n"), next.join("; "));
    let (result, out) = match checked.state {
        State::Pass => (Outcome::Passed, says),
        State::Fail => (Outcome::Failed(says), String::new()),
        State::Inconclusive | State::NotChecked => {
            (Outcome::Skipped(format!("{}; to decide it: {next}", checked.state.as_str())), says)
        }
    };
    Case {
        name: format!("{} {}", checked.item.number, (checked.item.title)()),
        class: "checklist".to_owned(),
        result,
        out,
    }
}

fn found(report: &Report, finding: &Finding) -> Case {
    let whole = in_words(report, finding);
    let (result, out) = match finding.severity {
        Severity::Error => (Outcome::Failed(whole), String::new()),
        Severity::Warning | Severity::Note => (Outcome::Passed, whole),
    };
    Case { name: summary::title(report, finding), class: finding.code.to_owned(), result, out }
}

fn in_words(report: &Report, finding: &Finding) -> String {
    let mut lines = vec![finding.message.to_string()];
    lines.extend(
        finding.labels.iter().take(LABELS).map(|label| format!("{} ({})", quoted(report, label.span), label.message)),
    );
    lines.push(finding.help.to_string());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Lines of evidence that one test quotes.
const LABELS: usize = 12;

fn quoted(report: &Report, span: crate::source::Span) -> String {
    let place = words::place(&report.network, span);
    match report.network.sources.quote_line(span) {
        Some(line) => format!("{place}: {}", line.trim()),
        None => place,
    }
}
