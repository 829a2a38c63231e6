//! Captures with the answer an engineer would give, one file each in `tests/scenarios`.
//!
//! A file begins with lines that are taken off before the analysis: `# ...` says why, `#: ...` gives the task and the
//! expected answer:
//!
//! ```text
//! #: scenario 1: two hosts, same peer
//! #: ix 10.0.0.5 198.51.100.11          the IX, and its peer where one is known; `vrf=NAME` where it lives in one
//! #: ne 10.0.0.6 198.51.100.11
//! #: spare 203.0.113.9                  a public address that a plan may use
//! #: apr true                           Application Path Resiliency; left out: unknown
//! #: crlf                               the capture came with CRLF line ends
//! #: verdict fail
//! #: flow 10.0.0.5 kept pass            inside local, outcome, verdict; then any of:
//! #: flow 10.0.0.6 remapped fail port=1024 confidence=likely hedged device=R1 vrf=RED
//! #: codes HCX102                       must be reported
//! #: never HCX201                       must not be reported
//! #: plan yes                           yes: a plan; no: none, and why; none: nothing to cure
//! #: plan-has ip nat inside source ...  some plan types this; `plan-lacks`: no plan does
//! #: refused spare_public_addresses     words in the reason why there is no plan
//! #: says lowest free port              words in some finding, trace or advice
//! ```
//!
//! Beyond that every capture must keep the promises in [`promises`], a PASS must be expected in so many words, and every
//! printed plan is applied to the *text* and read again.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail that way")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use hcxnat::capture::{Input, Kind};
use hcxnat::eval::{Confidence, JudgedFlow, Verdict};
use hcxnat::fix::Plan;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::report::Report;
use hcxnat::rules::Severity;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};

/// Scenarios whose verdict over all may be PASS. All others must never pass, whatever their file says.
const MAY_PASS: &[u32] = &[3, 9, 10, 18, 19, 23, 25, 26, 43, 50, 63, 64, 65, 75, 82, 90, 94];

/// The same for what stands on the way of a packet (240-269).
const MAY_PASS_ON_THE_WAY: &[u32] = &[240, 243, 246, 248, 251, 255, 258, 260, 261, 265, 269];

/// The same for ports, tables and statics looked at with bad intent (300-339).
const MAY_PASS_THOUGH_HOSTILE: &[u32] = &[304, 315, 316, 327, 331];

/// One file.
struct Scenario {
    file: String,
    number: u32,
    intent: Intent,
    expected: Vec<(String, String)>,
    text: String,
}

#[derive(Default)]
struct Problems(Vec<String>);

impl Problems {
    fn check(&mut self, holds: bool, message: impl FnOnce() -> String) {
        if !holds {
            self.0.push(message());
        }
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn appliance(role: &str, rest: &str) -> Appliance {
    let mut words = rest.split_whitespace();
    let mut uplink = Uplink::new(words.next().unwrap().parse().unwrap());
    for word in words {
        match word.strip_prefix("vrf=") {
            Some(vrf) => uplink.vrf = Some(vrf.to_owned()),
            None => uplink.peers.push(word.parse().unwrap()),
        }
    }
    let vrf = uplink.vrf.as_ref().map(|vrf| format!(" in {vrf}")).unwrap_or_default();
    let name = format!("{role} {}{vrf}", uplink.address);
    Appliance { name, role: role.to_owned(), uplinks: vec![uplink], inferred: false }
}

impl Scenario {
    fn read(path: &Path) -> Self {
        let whole = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let head = whole.lines().take_while(|line| line.starts_with('#')).count();
        let mut text: String = whole.split_inclusive('\n').skip(head).collect();
        let (mut intent, mut number, mut expected) = (Intent::default(), 0, Vec::new());
        for line in whole.lines().take(head).filter_map(|line| line.strip_prefix("#: ")) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            match word {
                "scenario" => number = rest.split(':').next().unwrap().parse().unwrap(),
                "ix" | "ne" => intent.appliances.push(appliance(&word.to_uppercase(), rest)),
                "spare" => {
                    intent.spare_addresses.extend(rest.split_whitespace().map(|a| a.parse::<Ipv4Addr>().unwrap()));
                }
                "apr" => intent.path_resiliency = Some(rest == "true"),
                "crlf" => text = text.replace('\n', "\r\n"),
                _ => expected.push((word.to_owned(), rest.to_owned())),
            }
        }
        assert!(file.starts_with(&format!("{number:02}-")), "{file} says it is scenario {number}");
        Self { file, number, intent, expected, text }
    }

    fn analyze(&self, text: &str) -> Report {
        let input = Input::Memory { name: self.file.clone(), bytes: text.as_bytes().to_vec() };
        analyze(&[input], &self.intent, SourceMap::default(), &Settings::default()).unwrap()
    }

    fn check(&self) -> Problems {
        let mut problems = Problems::default();
        let report = self.analyze(&self.text);
        for (word, rest) in &self.expected {
            expectation(&report, word, rest, &mut problems);
        }
        problems.check(self.expected.iter().any(|(word, _)| word == "verdict"), || "no verdict is expected".to_owned());
        let may_pass = MAY_PASS.contains(&self.number)
            || MAY_PASS_ON_THE_WAY.contains(&self.number)
            || MAY_PASS_THOUGH_HOSTILE.contains(&self.number);
        problems.check(may_pass || report.verdict != Verdict::Pass, || "a PASS that must not be".to_owned());
        self.no_unexpected_pass(&report, &mut problems);
        promises(&report, &mut problems);
        problems.check(shown(&report) == shown(&self.analyze(&self.text)), || "two analyses differ".to_owned());
        self.distort(&report, &mut problems);
        for plan in &report.plans {
            self.prove_by_text(&report, plan, &mut problems);
        }
        if !problems.0.is_empty() {
            problems.0.push(summary(&report));
        }
        problems
    }

    /// The same capture, damaged: what is not seen in a row must not pass on the strength of half a configuration, and
    /// line ends change nothing.
    fn distort(&self, report: &Report, problems: &mut Problems) {
        let lines: Vec<&str> = self.text.lines().collect();
        let unfinished: Vec<&str> = lines.iter().copied().filter(|line| *line != "end").collect();
        let unreadable = "ip nat inside source static udp 10.0.0.99 450O 203.0.113.99 4500\nend";
        let with_unreadable: Vec<&str> =
            lines.iter().map(|line| if *line == "end" { unreadable } else { line }).collect();
        for (what, lines) in [("without its end", unfinished), ("with a line that cannot be read", with_unreadable)] {
            let damaged = self.analyze(&(lines.join("\n") + "\n"));
            let configured = damaged.network.devices.iter().any(|device| !device.nat_rules.is_empty());
            for flow in damaged.flows.iter().filter(|flow| configured && flow.observed.is_empty()) {
                problems.check(flow.verdict != Verdict::Pass, || format!("{what}: {} passes", flow.flow));
            }
        }
        let windows = self.analyze(&lines.join("\r\n"));
        problems.check(codes(&windows) == codes(report), || "CRLF changes the codes".to_owned());
        problems.check(windows.verdict == report.verdict, || "CRLF changes the verdict".to_owned());
    }

    fn no_unexpected_pass(&self, report: &Report, problems: &mut Problems) {
        for flow in report.flows.iter().filter(|flow| flow.verdict == Verdict::Pass) {
            let allowed = self.expected.iter().any(|(word, rest)| {
                word == "flow" && Wanted::read(rest).is_about(report, flow) && Wanted::read(rest).verdict == "pass"
            });
            problems.check(allowed, || format!("{} passes, and no directive expects it", flow.flow));
        }
    }

    /// Types the plan into the text, takes the cleared rows out of it, and reads the result through the grammar.
    fn prove_by_text(&self, report: &Report, plan: &Plan, problems: &mut Problems) {
        let repaired = apply(report, plan, &self.text, problems);
        let after = self.analyze(&repaired);
        let here = |flow: &&JudgedFlow| flow.device == plan.device;
        let verdict = after.flows.iter().filter(here).map(|flow| flow.verdict).max();
        problems.check(verdict == Some(plan.proof.verdict_after), || {
            let expected = plan.proof.verdict_after;
            format!(
                "{}: proven {expected:?} on the model, {verdict:?} on the text\n{repaired}\n{}",
                plan.id,
                summary(&after)
            )
        });
        let codes = codes_of(&after, plan.device);
        for code in &plan.proof.resolves {
            let partly = plan.proof.remaining.contains(code);
            problems.check(partly || !codes.contains(code), || {
                format!("{}: {code} is still there after the plan", plan.id)
            });
        }
        let remaining: BTreeSet<_> = plan.proof.remaining.iter().copied().collect();
        problems.check(codes == remaining, || {
            format!("{}: remaining {remaining:?} on the model, {codes:?} on the text\n{repaired}", plan.id)
        });
        problems.check(plan.rollback.len() == plan.commands.len(), || format!("{}: no way back", plan.id));
    }
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code).collect()
}

fn codes_of(report: &Report, device: usize) -> BTreeSet<&'static str> {
    let here = report.findings.iter().filter(|finding| finding.device == Some(device));
    here.filter(|finding| finding.severity > Severity::Note).map(|finding| finding.code).collect()
}

/// The text after the plan.
fn apply(report: &Report, plan: &Plan, text: &str, problems: &mut Problems) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut gone = 0;
    for command in &plan.clear {
        let words: Vec<_> = command.split_whitespace().skip(4).collect();
        let &[protocol, "inside", global, global_port, local, local_port] = words.as_slice() else {
            panic!("not a clear command of a port entry: {command}")
        };
        let cells = [format!("{global}:{global_port}"), format!("{local}:{local_port}")];
        let is_row = |line: &String| {
            let line = line.trim_start();
            line.contains(protocol) && cells.iter().all(|cell| has_cell(line, cell))
        };
        // Marked, not removed: the line numbers of the segments must still fit below.
        lines.iter_mut().filter(|line| is_row(line)).for_each(|line| "\0".clone_into(line));
        let cleared = lines.iter().filter(|line| *line == "\0").count();
        problems.check(cleared > gone, || format!("{}: no row is left to clear for {command}", plan.id));
        gone = cleared;
    }
    for line in lines.iter_mut().filter(|line| line.starts_with("Total number of translations:")) {
        let total: usize = line.rsplit(' ').next().unwrap().trim().parse().unwrap();
        *line = format!("Total number of translations: {}", total - gone);
    }
    let segment = report.network.segments.iter().rev();
    let config = segment.clone().find(|s| s.device == Some(plan.device) && s.kind == Kind::RunningConfig);
    if let Some(config) = config {
        let (first, last) = (config.first_line as usize - 1, config.last_line as usize);
        let end = lines[first..last].iter().position(|line| line == "end").map_or(last, |at| first + at);
        lines.splice(end..end, plan.commands.iter().cloned());
    }
    lines.retain(|line| line != "\0");
    lines.join(line_end) + line_end
}

/// Whether a cell stands in a row, glued to the next one or not.
fn has_cell(line: &str, cell: &str) -> bool {
    let rest = line.find(cell).map(|at| &line[at + cell.len()..]);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()) || rest.split_whitespace().count() < 4)
}

/// A `flow` directive.
struct Wanted {
    local: Ipv4Addr,
    outcome: String,
    verdict: String,
    port: Option<u16>,
    confidence: Option<String>,
    hedged: bool,
    device: Option<String>,
    vrf: Option<String>,
}

impl Wanted {
    fn read(rest: &str) -> Self {
        let mut words = rest.split_whitespace();
        let mut wanted = Self {
            local: words.next().unwrap().parse().unwrap(),
            outcome: words.next().unwrap().to_owned(),
            verdict: words.next().unwrap().to_owned(),
            port: None,
            confidence: None,
            hedged: false,
            device: None,
            vrf: None,
        };
        for word in words {
            match word.split_once('=') {
                Some(("port", port)) => wanted.port = Some(port.parse().unwrap()),
                Some(("confidence", confidence)) => wanted.confidence = Some(confidence.to_owned()),
                Some(("device", device)) => wanted.device = Some(device.to_owned()),
                Some(("vrf", vrf)) => wanted.vrf = Some(vrf.to_owned()),
                None if word == "hedged" => wanted.hedged = true,
                _ => panic!("no such word in a flow directive: {word}"),
            }
        }
        wanted
    }

    fn is_about(&self, report: &Report, flow: &JudgedFlow) -> bool {
        let name = report.network.devices[flow.device].name.as_deref();
        flow.flow.local == self.local
            && self.device.as_deref().is_none_or(|device| name == Some(device))
            && self.vrf.is_none_or_eq(flow.flow.vrf.as_deref())
    }

    fn check(&self, report: &Report, problems: &mut Problems) {
        let flows: Vec<_> = report.flows.iter().filter(|flow| self.is_about(report, flow)).collect();
        problems.check(!flows.is_empty(), || format!("no flow of {} is judged", self.local));
        for flow in flows {
            let predicted = &flow.predicted;
            let is = format!("{} {}", predicted.outcome.as_str(), flow.verdict.as_str());
            let wanted = format!("{} {}", self.outcome, self.verdict);
            problems.check(is == wanted, || format!("{}: {is}, expected {wanted} ({})", flow.flow, predicted.reason));
            let port = predicted.expected_port;
            problems.check(self.port.is_none() || self.port == port, || format!("{}: port {port:?}", flow.flow));
            let confidence = predicted.confidence.as_str();
            problems.check(self.confidence.as_deref().is_none_or(|wanted| wanted == confidence), || {
                format!("{}: {confidence}, expected {:?}", flow.flow, self.confidence)
            });
            let sure = predicted.confidence == Confidence::Certain;
            problems.check(!(self.hedged && sure), || format!("{}: certain of an uncertain fact", flow.flow));
        }
    }
}

trait NoneOrEq {
    fn is_none_or_eq(&self, other: Option<&str>) -> bool;
}

impl NoneOrEq for Option<String> {
    fn is_none_or_eq(&self, other: Option<&str>) -> bool {
        self.is_none() || self.as_deref() == other
    }
}

fn expectation(report: &Report, word: &str, rest: &str, problems: &mut Problems) {
    let found: BTreeSet<_> = report.findings.iter().map(|finding| finding.code).collect();
    let planned = || report.plans.iter().flat_map(|plan| plan.commands.iter().chain(&plan.clear).chain(&plan.notes));
    match word {
        "verdict" => {
            let is = report.verdict.as_str();
            problems.check(is == rest, || format!("verdict {is}, expected {rest}"));
        }
        "flow" => Wanted::read(rest).check(report, problems),
        "codes" => {
            for code in rest.split_whitespace() {
                problems.check(found.contains(code), || format!("{code} is not reported, but {found:?}"));
            }
        }
        "never" => {
            for code in rest.split_whitespace() {
                problems.check(!found.contains(code), || format!("{code} is reported"));
            }
        }
        "plan" => {
            let is = match (report.plans.is_empty(), report.no_plan.is_empty()) {
                (false, _) => "yes",
                (true, false) => "no",
                (true, true) => "none",
            };
            problems.check(is == rest, || format!("plan {is}, expected {rest}"));
        }
        "plan-has" => problems.check(planned().any(|line| line.contains(rest)), || format!("no plan has '{rest}'")),
        "plan-lacks" => problems.check(!planned().any(|line| line.contains(rest)), || format!("a plan has '{rest}'")),
        "refused" => {
            problems.check(report.no_plan.iter().any(|why| why.contains(rest)), || {
                format!("'{rest}' is not why there is no plan: {:?}", report.no_plan)
            });
        }
        "says" => problems.check(words(report).contains(rest), || format!("nothing says '{rest}'")),
        _ => panic!("no such directive: {word}"),
    }
}

/// All prose of a report.
fn words(report: &Report) -> String {
    let mut words: Vec<&str> = Vec::new();
    for finding in &report.findings {
        words.extend([finding.message.as_str(), finding.help.as_str()]);
        words.extend(finding.labels.iter().map(|label| label.message.as_str()));
    }
    for flow in &report.flows {
        words.push(&flow.predicted.reason);
        words.extend(flow.trace.steps.iter().map(|step| step.says.as_str()));
    }
    words.extend(report.paste_next.iter().chain(&report.no_plan).map(String::as_str));
    words.extend(report.network.coverage.notes().iter().map(|note| note.effect.as_str()));
    words.join("\n")
}

/// What holds of any report.
fn promises(report: &Report, problems: &mut Problems) {
    for finding in &report.findings {
        for label in &finding.labels {
            let text = report.network.sources.slice(label.span);
            problems.check(text.is_some_and(|text| !text.trim().is_empty()), || {
                format!("{}: a label points at {text:?}", finding.code)
            });
        }
        let primary = finding.labels.iter().filter(|label| label.primary).count();
        problems.check(primary <= 1 && (primary == 1 || finding.labels.is_empty()), || {
            format!("{}: {primary} primary labels", finding.code)
        });
        problems.check(!finding.help.is_empty(), || format!("{}: no help", finding.code));
    }
    for step in report.flows.iter().flat_map(|flow| &flow.trace.steps) {
        for span in &step.evidence {
            let text = report.network.sources.slice(*span);
            problems.check(text.is_some_and(|text| !text.trim().is_empty()), || format!("{}: {text:?}", step.says));
        }
    }
    problems.check(report.verdict != Verdict::Inconclusive || !words(report).is_empty(), || {
        "inconclusive without a word of why".to_owned()
    });
}

fn shown(report: &Report) -> String {
    format!("{:#?}{:#?}{:#?}{:?}{:?}", report.flows, report.findings, report.plans, report.no_plan, report.paste_next)
}

fn summary(report: &Report) -> String {
    let mut out = format!("  -- verdict {:?}", report.verdict);
    for device in &report.network.devices {
        let _ = write!(out, "\n  -- device {:?} {:?} config {:?}", device.name, device.dialect, device.config);
        let _ = write!(out, " table {:?} rows {}", device.table.state, device.table.row_count);
        let _ = write!(out, " rules {} doubts {:?}", device.nat_rules.len(), device.doubts);
    }
    for flow in &report.flows {
        let predicted = &flow.predicted;
        let seen: Vec<_> = flow.observed.iter().map(|seen| seen.inside_global.to_string()).collect();
        let _ = write!(out, "\n  -- {}: {:?} {:?}", flow.flow, predicted.outcome, predicted.expected_port);
        let _ = write!(out, " {:?}, seen {seen:?}: {:?}", predicted.confidence, flow.verdict);
        for step in &flow.trace.steps {
            let _ = write!(out, "\n       {}", step.says);
        }
    }
    for finding in &report.findings {
        let _ = write!(out, "\n  -- {} {:?} {}", finding.code, finding.confidence, finding.message);
    }
    for plan in &report.plans {
        let _ = write!(out, "\n  -- {} {:?} {:?} {:?}", plan.id, plan.commands, plan.clear, plan.proof);
    }
    let _ = write!(out, "\n  -- no plan: {:?}\n  -- paste {:?}", report.no_plan, report.paste_next);
    out
}

#[test]
fn every_scenario_gets_the_answer_of_an_engineer() {
    let mut failed = String::new();
    let mut count = 0;
    for path in files() {
        if std::env::var("SCENARIO").is_ok_and(|only| !path.to_string_lossy().contains(&only)) {
            continue;
        }
        let scenario = Scenario::read(&path);
        count += 1;
        let problems = scenario.check();
        if !problems.0.is_empty() {
            let _ = write!(failed, "\n{}\n  {}\n", scenario.file, problems.0.join("\n  "));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(count > 0);
}

#[test]
fn numbers_are_given_once() {
    let mut numbers: Vec<u32> = files().iter().map(|path| Scenario::read(path).number).collect();
    numbers.sort_unstable();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}
