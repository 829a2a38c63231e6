//! The renderers, on reports built by hand: reviewed screens, and what must hold on every screen.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot build its sample must fail")]

#[path = "report/sample.rs"]
mod sample;

use std::path::Path;

use hcxnat::locale::Language;
use hcxnat::report::{HumanOptions, Report, Style, change_script, human, json, no_change, trace_text};
use hcxnat::source::{Span, mask_line};
use hcxnat::{Answer, Traced};
use serde_json::Value;

fn screen(report: &Report, style: Style) -> String {
    human(
        report,
        &HumanOptions { style, closing: Some("Exit code 1: an error is at or above --fail-on error.".into()) },
    )
}

fn traced(report: &Report) -> Traced {
    let flow = &report.flows[1];
    let answer = Answer {
        device: 0,
        trace: flow.trace.clone(),
        predicted: flow.predicted.clone(),
        observed: flow.observed.clone(),
    };
    Traced { network: report.network.clone(), flow: flow.flow.clone(), behaviour: None, answers: vec![answer] }
}

fn every_format(report: &Report) -> Vec<(&'static str, String)> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    vec![
        ("human", screen(report, Style::PLAIN)),
        ("unicode", screen(report, Style { unicode: true, ..Style::PLAIN })),
        ("check json", text(json::check(report))),
        ("fix", change_script(report) + &no_change(report)),
        ("trace", trace_text(&traced(report), Language::English)),
        ("trace json", text(json::trace(&traced(report)))),
    ]
}

#[test]
fn the_incident() {
    insta::assert_snapshot!("incident", screen(&sample::incident(), Style::PLAIN));
    insta::assert_snapshot!("incident_unicode", screen(&sample::incident(), Style { unicode: true, ..Style::PLAIN }));
}

#[test]
fn the_undecided() {
    let options =
        HumanOptions { style: Style::PLAIN, closing: Some("Exit code 4: inconclusive is not a pass.".into()) };
    insta::assert_snapshot!("undecided", human(&sample::undecided(), &options));
}

#[test]
fn the_other_formats() {
    for (name, text) in every_format(&sample::incident()).split_off(2) {
        insta::assert_snapshot!(name.replace(' ', "_"), text);
    }
    insta::assert_snapshot!("no_change", no_change(&sample::undecided()));
}

#[test]
fn no_secret_and_no_escape_in_any_format() {
    for report in [sample::incident(), sample::undecided()] {
        for (name, text) in every_format(&report) {
            for secret in sample::SECRETS {
                assert!(!text.contains(secret), "{name} tells {secret}");
            }
            assert!(!text.contains('\u{1b}'), "{name}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name}");
            assert!(text.lines().all(|line| line.trim_end() == line || name == "trace"), "{name} has trailing blanks");
        }
    }
}

#[test]
fn colours_only_when_asked_for() {
    let coloured = screen(&sample::incident(), Style { color: true, ..Style::PLAIN });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    let trimmed: String = plain.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    assert_eq!(trimmed, screen(&sample::incident(), Style::PLAIN));
}

#[test]
fn hostile_names_reach_no_terminal() {
    let mut report = sample::incident();
    report.network.devices[0].name = Some("R1\u{1b}]0;pwned\u{7}\u{202e}".into());
    report.appliances[0].name = "IX\u{1b}[2J".into();
    report.findings[0].message = format!("{} \u{9b}31m", report.findings[0].message).into();
    report.plans[0].commands.push("ip access-list standard A\u{1b}[2J\nreload".into());
    for (name, text) in every_format(&report) {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{name}");
        assert!(
            name.ends_with("json") || !text.lines().any(|line| line.trim() == "reload"),
            "{name} makes two commands of one"
        );
    }
}

#[test]
fn every_label_points_at_its_text() {
    let report = sample::incident();
    let check: Value = serde_json::from_slice(&json::check(&report)).unwrap();
    let mut seen = 0;
    for label in check["findings"].as_array().unwrap().iter().flat_map(|f| f["labels"].as_array().unwrap()) {
        let (_, file) = report.network.sources.iter().find(|(_, f)| f.name() == label["source"]).unwrap();
        let number = |key: &str| usize::try_from(label[key].as_u64().unwrap()).unwrap();
        let line = mask_line(sample::line(&report, file.name(), number("line")));
        assert_eq!(number("line"), number("end_line"));
        let slice: String =
            line.chars().skip(number("column") - 1).take(number("end_column") - number("column")).collect();
        assert_eq!(label["text"], slice.as_str());
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn check_json_has_the_keys_of_version_1() {
    let check: Value = serde_json::from_slice(&json::check(&sample::incident())).unwrap();
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "{key} is missing in {value}");
        }
    };
    has(&check, &["schema", "tool", "verdict", "flows", "findings", "fixes", "coverage", "not_checked"]);
    has(
        &check["flows"][0],
        &["appliance", "role", "inferred", "device", "local", "peer", "predicted", "observed", "verdict"],
    );
    has(&check["flows"][0]["predicted"], &["outcome", "inside_global", "expected_port", "rule_line"]);
    has(&check["flows"][0]["observed"][0], &["line", "inside_global"]);
    let finding =
        ["code", "name", "severity", "confidence", "device", "appliances", "message", "help", "fix", "labels"];
    has(&check["findings"][0], &finding);
    let label = ["role", "source", "line", "column", "end_line", "end_column", "text", "message"];
    has(&check["findings"][0]["labels"][0], &label);
    let fix = ["id", "title", "device", "applicability", "commands", "clear", "verify", "rollback", "proof"];
    has(&check["fixes"][0], &fix);
    has(&check["fixes"][0]["proof"], &["resolves", "remaining", "verdict_after"]);
    let coverage = ["lines", "modelled", "harmless", "unsupported", "malformed", "unrecognized", "notes"];
    has(&check["coverage"], &coverage);
    has(&check["coverage"]["notes"][0], &["line", "state", "effect", "text"]);
    assert_eq!(check["schema"], "hcxnat.check.v1");
    assert_eq!(check["flows"][1]["observed"][0]["inside_global"]["port"], 1543);
    assert!(check["flows"][1]["predicted"]["inside_global"].get("port").is_none());
    assert_eq!(check["findings"][0]["fix"], "F1");
    assert!(check["findings"][0].get("labels_omitted").is_none());
    let mut uncured = sample::incident();
    uncured.findings[0].plan = None;
    let uncured: Value = serde_json::from_slice(&json::check(&uncured)).unwrap();
    assert!(uncured["findings"][0]["fix"].is_null());
}

#[test]
fn an_uplink_with_129_ports_is_one_line() {
    let mut report = sample::incident();
    let template = report.flows[0].clone();
    report.flows = (4500..=4628)
        .map(|port| {
            let mut flow = template.clone();
            flow.flow.local_port = port;
            flow.observed.clear();
            flow
        })
        .collect();
    let screen = screen(&report, Style::PLAIN);
    let lines: Vec<&str> = screen.lines().filter(|line| line.contains("192.19.72.202:4500-4628")).collect();
    assert_eq!(lines.len(), 1, "{screen}");
}

/// The fixtures of the grammar are NAT, filters, routes, interfaces and tables: nothing of them may be masked, except
/// where a fixture has a key.
#[test]
fn the_fixtures_of_the_grammar_are_legible() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures/ios");
    let mut lines = 0;
    for folder in ["config/nat", "config/acl", "config/object-group", "config/route", "config/route-map"]
        .into_iter()
        .chain(["config/vrf", "config/interface", "show/nat-translations"])
    {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            if path.extension().is_some_and(|extension| extension == "md") {
                continue;
            }
            for line in text.lines().filter(|line| !line.contains(|c: char| c.is_control() && c != '\t')) {
                let keyed = [" key ", "key-string"].iter().any(|word| line.contains(word));
                assert!(keyed || mask_line(line) == line, "{}: {line}", path.display());
                lines += 1;
            }
        }
    }
    assert!(lines > 300, "{lines}");
}

#[test]
fn evidence_without_end_is_counted() {
    let mut report = sample::incident();
    let labels = sample::rows(&mut report, 10_000);
    let first = report.findings[0].clone();
    report.findings[0].labels = labels.clone();
    let shown = screen(&report, Style::PLAIN);
    assert!(shown.contains("and 9,988 more lines"), "{shown}");
    assert_eq!(shown.matches("many.txt:").count(), 12);
    let check: Value = serde_json::from_slice(&json::check(&report)).unwrap();
    assert_eq!(check["findings"][0]["labels"].as_array().unwrap().len(), 200);
    assert_eq!(check["findings"][0]["labels_omitted"], 9800);

    report.findings =
        labels.chunks(1).map(|label| hcxnat::rules::Finding { labels: label.to_vec(), ..first.clone() }).collect();
    report.ignored = report.findings.clone();
    let shown = screen(&report, Style::PLAIN);
    assert_eq!(shown.matches("error HCX101 port-remapped: SM1-NE-I1, plan F1\n").count(), 20);
    assert!(shown.contains("And 9,980 more HCX101; `-o json` lists them all.") && shown.len() < 20_000, "{shown}");
    let check: Value = serde_json::from_slice(&json::check(&report)).unwrap();
    assert_eq!(check["findings"].as_array().unwrap().len(), 10_000);
}

#[test]
fn a_line_that_was_not_kept_is_named() {
    let mut report = sample::incident();
    let source = report.findings[0].labels[0].span.source;
    report.findings[0].labels[0].span = Span { source, start: 1 << 40, len: 9 };
    let shown = screen(&report, Style::PLAIN);
    assert!(shown.contains("table.txt: leaves as 1543, not 4500"), "{shown}");
    let check: Value = serde_json::from_slice(&json::check(&report)).unwrap();
    assert_eq!(check["findings"][0]["labels_omitted"], 1);
}

#[test]
fn a_script_numbers_its_steps_without_a_gap_and_wraps_its_notes() {
    let mut report = sample::incident();
    let plan = &mut report.plans[0];
    plan.clear.clear();
    plan.notes.push("the tunnel is down for a moment, and comes back by itself; ".repeat(9).into());
    let (commands, script) = (plan.commands.clone(), change_script(&report));
    let steps: Vec<_> = script.lines().filter_map(|line| line.strip_prefix("! ")?.split_once(". ")).collect();
    let numbers: Vec<_> = steps.iter().filter_map(|(number, _)| number.parse::<u32>().ok()).collect();
    assert_eq!(numbers, [1, 2, 3], "{script}");
    assert!(script.contains("! 3. when it works, keep it\n! write memory\n"), "{script}");
    let is_command = |line: &&str| commands.iter().any(|command| line.contains(command.as_str()));
    assert!(script.lines().filter(|line| !is_command(line)).all(|line| line.chars().count() <= 100), "{script}");
    assert!(screen(&report, Style::PLAIN).contains("  3. When it works, keep it:\n     write memory\n"));
}
