//! Reports for other programs and for tickets: reviewed texts of the incident, and what must hold for every capture of
//! `tests/scenarios`. SARIF is validated against its official schema, XML is read back by a parser.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot build its report must fail")]

#[path = "common/japanese.rs"]
mod japanese;
#[path = "common/router.rs"]
mod router;
#[path = "report/sample.rs"]
mod sample;
#[path = "common/scenario.rs"]
mod scenario;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use hcxnat::capture::Input;
use hcxnat::eval::Verdict;
use hcxnat::intent::Intent;
use hcxnat::model::{self, Watch};
use hcxnat::report::checklist::{Checklist, ITEMS, State};
use hcxnat::report::{self, Content, InputRecord, Record, Report, json};
use hcxnat::rules::fingerprint;
use hcxnat::rules::{self, Severity};
use hcxnat::source::{SourceMap, mask_line, mask_name};
use japanese::has_japanese;
use quick_xml::Reader;
use quick_xml::events::Event;
use scenario::{Scenario, files};
use serde_json::Value;

fn record(report: &Report, intent: &Intent, names: &[&str]) -> Record {
    let input = |name: &&str| InputRecord { name: (*name).to_owned(), content: Content::of(name.as_bytes()) };
    Record {
        inputs: names.iter().map(input).collect(),
        inventory: Vec::new(),
        asked: "2, named on the command line".into(),
        made: Some("2026-11-22T12:00:00Z".to_owned()),
        checklist: Checklist::of(report, intent),
        closing: Some("Exit code 1: an error is at or above --fail-on error.".into()),
        directory: Some("/srv".into()),
        exit_code: 1,
        language: hcxnat::locale::Language::English,
    }
}

fn sampled() -> (Report, Record) {
    let report = sample::incident();
    let record = record(&report, &Intent::default(), &["edge.txt", "table.txt"]);
    (report, record)
}

/// Every capture of the scenarios, analysed.
fn scenarios() -> impl Iterator<Item = &'static (Scenario, Report, Record)> {
    static ALL: LazyLock<Vec<(Scenario, Report, Record)>> = LazyLock::new(|| {
        let analysed = |path: PathBuf| {
            let scenario = Scenario::read(&path);
            let report = scenario.analyze(&scenario.text);
            let record = record(&report, &scenario.intent, &[&scenario.file]);
            (scenario, report, record)
        };
        files("scenarios").into_iter().map(analysed).collect()
    });
    ALL.iter()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// What changes with every word of a rule's page, or with the release.
fn settled(text: &str) -> String {
    let (count, digest) = report::rule_set();
    text.replace(&digest, "DIGEST")
        .replace(&format!("{count} rules"), "N rules")
        .replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn the_incident_in_every_format() {
    let (sample, record) = sampled();
    insta::assert_snapshot!("markdown", settled(&report::markdown(&sample, &record)));
    insta::assert_snapshot!("github", report::github(&sample, &record));
    insta::assert_snapshot!("junit", text(report::junit(&sample, &record)));
    insta::assert_snapshot!("ndjson", settled(&text(json::ndjson(&sample))));
    // The pages of the rules have tests of their own.
    let mut log: Value = serde_json::from_slice(&report::sarif(&sample, &record)).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] == "HCX101");
    rules[0]["help"] = Value::from("PAGE");
    insta::assert_snapshot!("sarif", settled(&serde_json::to_string_pretty(&log).unwrap()));
}

#[test]
fn no_secret_and_no_control_character_in_any_format() {
    let mut hostile = sample::incident();
    hostile.network.devices[0].name = Some("R1\u{1b}]0;x\u{7}\u{202e}".into());
    hostile.appliances[0].name = "IX\u{1b}[2J\u{9b}".into();
    hostile.findings[0].message = format!("{} \u{9b}31m\u{0}", hostile.findings[0].message).into();
    let label = &mut hostile.findings[0].labels[0];
    label.message = format!("{}\u{1}", label.message).into();
    hostile.plans[0].commands.push("ip access-list standard A\u{1b}[2J\nreload".into());
    hostile.plans[0].notes.push("\u{feff}".into());
    for report in [sample::incident(), sample::undecided(), hostile] {
        let mut record = record(&report, &Intent::default(), &["a\u{1b}[2J.txt"]);
        record.asked = format!("{}\u{7}", record.asked).into();
        let (report, record) = (&report, &record);
        let bytes = [
            report::markdown(report, record).into_bytes(),
            report::html(report, record).into_bytes(),
            report::checklist_markdown(report, record).into_bytes(),
            report::github(report, record).into_bytes(),
            report::sarif(report, record),
            report::junit(report, record),
            json::ndjson(report),
            json::checklist(report, record),
        ];
        for (at, bytes) in bytes.into_iter().enumerate() {
            let text = text(bytes);
            assert!(text.ends_with('\n'), "format {at}");
            for secret in sample::SECRETS {
                assert!(!text.contains(secret), "format {at} tells {secret}");
            }
            let raw = |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{202e}' | '\u{feff}');
            assert_eq!(text.chars().find(raw), None, "format {at}");
            assert!(!text.lines().any(|line| line.trim() == "reload"), "format {at} makes two commands of one");
        }
    }
}

/// The file that the crate `serde-sarif` ships.
fn sarif_schema() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host];
    let output = Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read(manifest.with_file_name("src").join("schema.json")).unwrap();
    // Two patterns have a bracket too many, which stricter engines do not take.
    let schema = String::from_utf8(schema).unwrap();
    let settled = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    assert_eq!(schema.len() - settled.len(), 4);
    let schema: Value = serde_json::from_str(&settled).unwrap();
    assert!(schema["$id"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    schema
}

#[test]
fn sarif_is_what_a_code_host_takes() {
    let validator = jsonschema::validator_for(&sarif_schema()).unwrap();
    let (mut results, mut placed, mut open) = (0, 0, 0);
    for (scenario, report, record) in scenarios() {
        let name = &scenario.file;
        let bytes = report::sarif(report, record);
        let log: Value = serde_json::from_slice(&bytes).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        serde_json::from_slice::<serde_sarif::sarif::Sarif>(&bytes).unwrap();
        let run = &log["runs"][0];
        let told = run["results"].as_array().unwrap();
        assert_eq!(told.len(), report.findings.len() + report.ignored.len(), "{name}");
        for result in told {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"], "{name}");
            let related = result["relatedLocations"].as_array().map_or(&[][..], Vec::as_slice);
            for location in result["locations"].as_array().unwrap().iter().chain(related) {
                placed += usize::from(located(name, &scenario.text, &location["physicalLocation"]));
            }
            results += 1;
        }
        let prints: Vec<&Value> = told.iter().map(|result| &result["partialFingerprints"]["hcxnat/v1"]).collect();
        assert_eq!(
            prints.iter().collect::<HashSet<_>>().len(),
            prints.len(),
            "{name}: two results have one fingerprint"
        );
        let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        // What could not be judged is not passed over.
        if report.verdict == Verdict::Inconclusive && told.is_empty() {
            assert!(!notes.is_empty(), "{name}");
            open += 1;
        }
    }
    assert!(results > 200 && placed > results && open > 5, "{results} {placed} {open}");
}

#[test]
fn every_json_is_what_its_schema_says() {
    let validator = |schema: &str| jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let check = validator(include_str!("../docs/schema/check.v1.json"));
    let parse = validator(include_str!("../docs/schema/parse.v1.json"));
    let list = validator(include_str!("../docs/schema/checklist.v1.json"));
    let valid = |validator: &jsonschema::Validator, bytes: &[u8], what: &str| {
        let value: Value = serde_json::from_slice(bytes).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        assert!(wrong.is_empty(), "{what}: {wrong:?}");
        value
    };
    for (scenario, report, record) in scenarios() {
        let file = &scenario.file;
        let mut value = valid(&check, &json::check(report), file);
        valid(&list, &json::checklist(report, record), file);
        let inputs = [Input::Memory { name: file.clone(), bytes: scenario.text.as_bytes().to_vec() }];
        let network = model::read(&inputs, SourceMap::default(), &Watch::hcx([]), None).unwrap();
        let mut bytes = Vec::new();
        report::parse_json(&network, &inputs, None, &mut bytes).unwrap();
        valid(&parse, &bytes, file);
        // Whoever forgets a key is told.
        value.as_object_mut().unwrap().remove("verdict");
        assert!(!check.is_valid(&value), "{file}");
    }
}

/// A relative path, and a region that holds the text it quotes.
fn located(name: &str, text: &str, physical: &Value) -> bool {
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    assert!(!uri.starts_with(['/', '.']) && !uri.contains(':') && !uri.contains('\\'), "{uri}");
    let base = physical["artifactLocation"]["uriBaseId"].as_str().unwrap();
    assert_eq!((uri, base), (name, "%SRCROOT%"));
    let region = &physical["region"];
    // Said of the whole capture: a made-up line is worse than none.
    if region.is_null() {
        return false;
    }
    let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
    let (line, end) = (number("startLine"), number("endLine"));
    assert!(line >= 1 && number("startColumn") >= 1 && end >= line, "{name}: {region}");
    if line == end {
        let whole = text.lines().nth(line - 1).unwrap();
        let slice: String = mask_line(whole)
            .chars()
            .skip(number("startColumn") - 1)
            .take(number("endColumn") - number("startColumn"))
            .collect();
        assert_eq!(region["snippet"]["text"], slice.as_str(), "{name}:{line}");
    }
    true
}

#[test]
fn a_fingerprint_does_not_move_with_the_lines() {
    let mut compared = 0;
    for path in files("scenarios") {
        let scenario = Scenario::read(&path);
        let prints = |text: &str| {
            let report = scenario.analyze(text);
            report.findings.iter().map(|finding| fingerprint(&report.network, finding)).collect::<Vec<_>>()
        };
        let moved = format!("!\n!\n!\n{}", scenario.text);
        let (before, after) = (prints(&scenario.text), prints(&moved));
        // A comment above a table without a prompt is a line of something else.
        if scenario.text.starts_with("version") {
            assert_eq!(before, after, "{}", scenario.file);
            compared += before.len();
        }
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn annotations_are_one_line_each() {
    for (scenario, report, record) in scenarios() {
        let out = report::github(report, record);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), report.findings.len() + 1, "{}", scenario.file);
        for line in lines {
            let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (level, properties) = head.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&level) && !message.is_empty(), "{line}");
            let properties: HashMap<&str, &str> =
                properties.split(',').map(|property| property.split_once('=').unwrap()).collect();
            assert!(properties.values().all(|value| !value.contains(':')), "{line}");
            if let Some(number) = properties.get("line") {
                let number: usize = number.parse().unwrap();
                assert!(number >= 1 && number <= scenario.text.lines().count(), "{line}");
                assert_eq!(properties["file"], scenario.file);
            }
        }
    }
}

#[test]
fn a_name_cannot_begin_a_command() {
    let (mut report, record) = sampled();
    report.appliances[0].name = "A\n::stop-commands::x".to_owned();
    report.findings[0].appliances = vec!["A\n::error::x,y:z%".to_owned()];
    report.findings[0].message = "one\n::set-output name=x::y\r\n100%".into();
    let out = report::github(&report, &record);
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(out.lines().all(|line| line.starts_with("::error ")), "{out}");
    assert!(out.contains("one%0A::set-output name=x::y") && out.contains("100%25"), "{out}");
}

#[test]
fn junit_is_read_back() {
    for (scenario, report, record) in scenarios() {
        let xml = text(report::junit(report, record));
        let (mut reader, mut cases, mut results) = (Reader::from_str(&xml), Vec::new(), HashMap::new());
        let mut suites: Vec<(u64, u64)> = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) | Event::Empty(tag) => {
                    let attribute = |name: &str| {
                        let found = tag
                            .try_get_attribute(name)
                            .unwrap()
                            .map(|found| found.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap());
                        found.map(std::borrow::Cow::into_owned)
                    };
                    match tag.name().as_ref() {
                        "testsuite" => {
                            let number = |name: &str| attribute(name).unwrap().parse::<u64>().unwrap();
                            suites.push((number("tests"), number("failures") + number("errors") + number("skipped")));
                        }
                        "testcase" => cases.push((attribute("classname").unwrap(), attribute("name").unwrap())),
                        tag @ ("failure" | "error" | "skipped") => {
                            assert!(attribute("message").is_some_and(|message| !message.is_empty()));
                            *results.entry(tag.to_owned()).or_insert(0) += 1;
                        }
                        "testsuites" | "system-out" => {}
                        other => panic!("{other}"),
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let file = &scenario.file;
        assert_eq!(suites.len(), 3, "{file}");
        assert_eq!(suites.iter().map(|(tests, _)| *tests).sum::<u64>(), cases.len() as u64, "{file}");
        assert_eq!(suites[1].0, ITEMS.len() as u64, "{file}");
        assert_eq!(suites.iter().map(|(_, other)| *other).sum::<u64>(), results.values().sum::<u64>(), "{file}");
        for flow in &report.flows {
            let name = mask_name(&report.appliances[flow.appliance].name);
            assert!(cases.iter().any(|(_, case)| case.contains(&name)), "{file}: no test for {name}");
        }
        // No run is green that does not pass.
        let bad = results.get("failure").copied().unwrap_or(0) + results.get("error").copied().unwrap_or(0);
        assert!(report.verdict == Verdict::Pass || report.flows.is_empty() || bad > 0, "{file}");
    }
}

#[test]
fn lines_of_ndjson_are_the_pieces_of_the_json() {
    for (scenario, report, _) in scenarios() {
        let whole: Value = serde_json::from_slice(&json::check(report)).unwrap();
        let out = text(json::ndjson(report));
        let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let file = &scenario.file;
        assert!(lines.iter().all(|line| line["schema"] == "hcxnat.check.v1"), "{file}");
        let of = |kind: &str| -> Vec<Value> {
            let mut pieces: Vec<Value> = lines.iter().filter(|line| line["type"] == kind).cloned().collect();
            for piece in &mut pieces {
                let piece = piece.as_object_mut().unwrap();
                piece.remove("schema");
                piece.remove("type");
            }
            pieces
        };
        for (kind, key) in [("flow", "flows"), ("finding", "findings"), ("ignored", "ignored"), ("fix", "fixes")] {
            assert_eq!(Value::from(of(kind)), whole[key], "{file}");
        }
        assert_eq!(of("coverage"), [whole["coverage"].clone()], "{file}");
        assert_eq!(of("summary")[0]["verdict"], whole["verdict"], "{file}");
        assert_eq!(lines.last().unwrap()["type"], "summary", "{file}");
    }
}

#[test]
fn what_a_router_says_is_no_markup_of_the_ticket() {
    let (mut report, record) = sampled();
    report.network.devices[0].name = Some("R1 <script>alert(1)</script> | x".to_owned());
    report.appliances[0].name = "IX `a` **b** [c](http://d)".to_owned();
    report.findings[0].message = "# a heading\n- a list\n| a | table |\n```".into();
    let ticket = report::markdown(&report, &record);
    // An escaped sign is none.
    let signs = ["<script", "**b**", "[c](http", "\n- a list", "\n# a heading", "\n| a |"];
    let bare = ticket.replace("\\\\", "").replace("\\<", "").replace("\\*", "").replace("\\[", "");
    for sign in signs {
        assert!(!bare.contains(sign), "{sign} in {ticket}");
    }
    let rows: Vec<&str> = ticket.lines().filter(|line| line.starts_with("| **")).collect();
    for row in rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert!(bars == 7 || bars == 4 || bars == 5, "{row}");
    }
    // Every fence that is opened is closed.
    let mut open: Option<String> = None;
    for line in ticket.lines().map(str::trim_start).filter(|line| line.starts_with("```")) {
        let run: String = line.chars().take_while(|c| *c == '`').collect();
        match &open {
            None => open = Some(run),
            Some(fence) if *fence == run && line.len() == run.len() => open = None,
            Some(_) => {}
        }
    }
    assert_eq!(open, None);
}

#[test]
fn every_item_names_rules_that_are_there() {
    let mut numbers = HashSet::new();
    for item in ITEMS {
        assert!(
            numbers.insert(item.number) && !item.next.is_empty() && !(item.origin)().to_string().is_empty(),
            "{}",
            item.number
        );
        for code in item.rules {
            // The vSphere side is a family of rules.
            let family = code.len() == 4;
            assert!(family || rules::find(code).is_some(), "item {} names {code}", item.number);
        }
    }
    assert_eq!(ITEMS.len(), 26);
    assert!(ITEMS.iter().zip(1..).all(|(item, number)| item.number == number));
}

#[test]
fn the_checklist_in_japanese() {
    for (scenario, report, record) in scenarios() {
        let record = Record { language: hcxnat::locale::Language::Japanese, ..record.clone() };
        let ticket = report::checklist_markdown(report, &record);
        let page = report::html(report, &record);
        for checked in &record.checklist.items {
            let title = (checked.item.title)();
            let heading =
                format!("### {} {}: {}", checked.item.number, checked.state.as_str(), title.to(record.language));
            let plain = |text: &str| text.replace('\\', "");
            assert!(plain(&ticket).contains(&plain(&heading)), "{}: {heading}", scenario.file);
            assert!(!page.contains(&title.to_string()), "{}: {title}", scenario.file);
        }
        for left in ["to decide it", "To decide it", "who can tell", "Who can tell", "What it asks", "checklist-"] {
            assert!(!ticket.contains(left) && !page.contains(&format!("{left} ")), "{}: {left}", scenario.file);
        }
    }
}

/// Evidence in words alone: what the inventory says, what is not there, what leaves without NAT.
const WITHOUT_LINES: &[&str] = &["inventory says", "its own address", "without NAT"];

#[test]
fn no_item_passes_without_evidence() {
    let mut states: HashMap<(u8, State), usize> = HashMap::new();
    let mut wrong: Vec<String> = Vec::new();
    for (scenario, report, record) in scenarios() {
        let mut told = |what: String| wrong.push(format!("{}: {what}", scenario.file));
        let whole = report.flows.iter().all(|flow| report.network.devices[flow.device].config_is_whole());
        for checked in &record.checklist.items {
            let number = checked.item.number;
            *states.entry((number, checked.state)).or_default() += 1;
            match checked.state {
                State::Pass => {
                    if report.flows.is_empty() {
                        told(format!("item {number} passes for nobody"));
                    }
                    for remark in &checked.remarks {
                        let in_words = WITHOUT_LINES.iter().any(|words| remark.says.to_string().contains(words));
                        if !in_words && remark.evidence.is_empty() {
                            told(format!("item {number} without a line: {}", remark.says));
                        }
                    }
                    // What is configured passes by a whole configuration only; what is seen, by the table.
                    if !whole && ![3, 6, 9].contains(&number) {
                        told(format!("item {number} of half a router"));
                    }
                }
                State::Fail if checked.remarks.is_empty() => told(format!("item {number} fails for no reason")),
                State::Inconclusive | State::NotChecked if checked.next.is_empty() => {
                    told(format!("item {number} says not what would decide it"));
                }
                _ => {}
            }
        }
        contradictions(report, record, &mut told);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let seen = |number: u8, state| states.get(&(number, state)).copied().unwrap_or(0);
    let mut unseen = Vec::new();
    for number in [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17] {
        let all = [State::Pass, State::Fail, State::Inconclusive].into_iter();
        unseen.extend(all.filter(|state| seen(number, *state) == 0).map(|state| (number, state)));
    }
    assert!(unseen.is_empty(), "the scenarios do not test these: {unseen:?}");
    for number in [13, 16, 18, 19, 20, 21, 22, 23, 24, 25] {
        assert_eq!(seen(number, State::Pass), 0, "item {number}: no router can tell");
    }
}

/// What the checklist and the verdict may not say both.
fn contradictions(report: &Report, record: &Record, told: &mut impl FnMut(String)) {
    let state = |number: usize| record.checklist.items[number - 1].state;
    let failing = report.flows.iter().any(|flow| flow.verdict == Verdict::Fail);
    if failing && record.checklist.count(State::Fail) == 0 {
        told(format!("an uplink fails, and no item does: {}", record.checklist.tally()));
    }
    let troubled = report.findings.iter().any(|finding| finding.severity > Severity::Note);
    if report.verdict == Verdict::Pass && !troubled {
        for number in [4, 5, 6, 9, 10, 11, 12].into_iter().filter(|number| state(*number) == State::Fail) {
            told(format!("all uplinks pass, and item {number} fails"));
        }
    }
    for finding in report.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        for item in ITEMS.iter().filter(|item| item.rules.contains(&finding.code)) {
            let state = state(usize::from(item.number));
            if state < State::Inconclusive {
                told(format!("item {} is {state:?} beside {}", item.number, finding.code));
            }
        }
    }
}

/// The HTML page and the Markdown ticket of `demo`.
fn demo(language: &str) -> (String, String) {
    let dir = tempfile::tempdir().unwrap();
    let (page, ticket) = (dir.path().join("demo.html"), dir.path().join("demo.md"));
    let output = Command::new(env!("CARGO_BIN_EXE_hcxnat"))
        .args(["demo", "--lang", language, "-o"])
        .arg(format!("html={}", page.display()))
        .arg("-o")
        .arg(format!("markdown={}", ticket.display()))
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (std::fs::read_to_string(page).unwrap(), std::fs::read_to_string(ticket).unwrap())
}

/// What stands in each element of a name.
fn elements<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let opened = page.split(&open).skip(1).filter(|rest| rest.starts_with(['>', ' ']));
    opened.map(|rest| rest.split_once('>').unwrap().1.split(&close).next().unwrap()).collect()
}

/// The page without its checklist.
fn without_checklist(page: &str) -> String {
    let (before, rest) = page.split_once("<section aria-labelledby=\"checklist\">").unwrap();
    before.to_owned() + rest.split_once("</section>").unwrap().1
}

/// The codes of findings, sorted: a sentence may name them in an order of its own.
fn codes(text: &str) -> Vec<&str> {
    let mut codes: Vec<&str> = text.match_indices("HCX").filter_map(|(at, _)| text.get(at..at + 6)).collect();
    codes.retain(|code| code[3..].bytes().all(|byte| byte.is_ascii_digit()));
    codes.sort_unstable();
    codes
}

#[test]
fn the_demo_in_japanese_quotes_and_types_what_it_does_in_english() {
    let ((page, ticket), (page_ja, ticket_ja)) = (demo("en"), demo("ja"));
    assert!(page.contains("<html lang=\"en\">") && page_ja.contains("<html lang=\"ja\">"));
    for name in ["code", "pre", "mark"] {
        assert!(!elements(&page, name).is_empty());
        assert_eq!(elements(&page, name), elements(&page_ja, name), "<{name}>");
    }
    // Without the fence itself every second part is what stands in one.
    let fenced = |ticket: &str| ticket.split("```").skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    assert!(fenced(&ticket).iter().any(|block| block.contains("configure terminal")));
    assert_eq!(fenced(&ticket), fenced(&ticket_ja));
    assert!(codes(&page).len() > 5);
    assert_eq!(codes(&page), codes(&page_ja));
    assert_eq!(codes(&ticket), codes(&ticket_ja));
    let (page, page_ja) = (without_checklist(&page), without_checklist(&page_ja));
    for name in ["title", "h1", "h2", "h3", "h4", "desc"] {
        let (english, japanese) = (elements(&page, name), elements(&page_ja, name));
        assert_eq!(english.len(), japanese.len(), "<{name}>");
        assert!(english.iter().all(|text| !has_japanese(text)), "<{name}> {english:?}");
    }
    for name in ["h1", "h2", "h3", "h4"] {
        for text in elements(&page_ja, name) {
            assert!(has_japanese(text), "<{name}> {text}");
        }
    }
    for heading in [
        "# Cisco NAT 配下の HCX アップリンク: FAIL",
        "## アップリンク",
        "## 指摘",
        "## 変更計画 F1",
        "### 手順 1: 変更",
        "### 切り戻し",
        "## 読み取ったもの",
    ] {
        assert!(ticket_ja.lines().any(|line| line.starts_with(heading)), "{heading}");
    }
}
