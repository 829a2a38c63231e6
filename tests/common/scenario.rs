//! Captures with the answer an engineer would give, as files: `tests/scenarios.rs` says how they are written.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use hcxnat::capture::Input;
use hcxnat::eval::{Confidence, JudgedFlow, Verdict};
use hcxnat::fix::Plan;
use hcxnat::grammar::State;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::net::Endpoint;
use hcxnat::report::Report;
use hcxnat::report::checklist::{self, Checked, Checklist};
use hcxnat::rules::Severity;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};

use super::router::{Router, model};

/// One file.
pub(crate) struct Scenario {
    pub(crate) file: String,
    /// Where they are numbered.
    pub(crate) number: Option<u32>,
    pub(crate) intent: Intent,
    expected: Vec<(String, String)>,
    pub(crate) text: String,
}

#[derive(Default)]
pub(crate) struct Problems(pub(crate) Vec<String>);

impl Problems {
    pub(crate) fn check(&mut self, holds: bool, message: impl FnOnce() -> String) {
        if !holds {
            self.0.push(message());
        }
    }
}

/// The files of a folder below `tests`.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn appliance(role: &str, rest: &str) -> Appliance {
    let mut words = rest.split_whitespace();
    let mut uplink = Uplink::new(words.next().unwrap().parse().unwrap());
    let mut more = Vec::new();
    for word in words {
        match word.split_once('=') {
            Some(("vrf", vrf)) => uplink.vrf = Some(vrf.to_owned()),
            Some(("also", address)) => more.push(Uplink::new(address.parse().unwrap())),
            Some(_) => panic!("no such word for an appliance: {word}"),
            None => uplink.peers.push(word.parse().unwrap()),
        }
    }
    let vrf = uplink.vrf.as_ref().map(|vrf| format!(" in {vrf}")).unwrap_or_default();
    let name = format!("{role} {}{vrf}", uplink.address);
    let uplinks = std::iter::once(uplink).chain(more).collect();
    Appliance { name, role: role.to_owned(), uplinks, inferred: false, possible: false }
}

impl Scenario {
    /// One that is made and not read.
    pub(crate) fn of(file: &str, intent: Intent, text: String) -> Self {
        Self { file: file.to_owned(), number: None, intent, expected: Vec::new(), text }
    }

    pub(crate) fn read(path: &Path) -> Self {
        let whole = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let head = whole.lines().take_while(|line| line.starts_with('#')).count();
        let mut text: String = whole.split_inclusive('\n').skip(head).collect();
        let (mut intent, mut number, mut expected) = (Intent::default(), None, Vec::new());
        for line in whole.lines().take(head).filter_map(|line| line.strip_prefix("#: ")) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            match word {
                "scenario" => number = Some(rest.split(':').next().unwrap().parse().unwrap()),
                "ix" | "ne" => intent.appliances.push(appliance(&word.to_uppercase(), rest)),
                "spare" => {
                    intent.spare_addresses.extend(rest.split_whitespace().map(|a| a.parse::<Ipv4Addr>().unwrap()));
                }
                "apr" => intent.path_resiliency = Some(rest == "true"),
                "crlf" => text = text.replace('\n', "\r\n"),
                _ => expected.push((word.to_owned(), rest.to_owned())),
            }
        }
        let named = number.is_none_or(|number: u32| file.starts_with(&format!("{number:02}-")));
        assert!(named, "{file} says it is scenario {number:?}");
        Self { file, number, intent, expected, text }
    }

    pub(crate) fn analyze(&self, text: &str) -> Report {
        let input = Input::Memory { name: self.file.clone(), bytes: text.as_bytes().to_vec() };
        analyze(&[input], &self.intent, SourceMap::default(), &Settings::default()).unwrap()
    }

    /// `may_pass`: whether the verdict over all may be PASS.
    pub(crate) fn check(&self, may_pass: bool) -> Problems {
        let mut problems = Problems::default();
        let report = self.analyze(&self.text);
        for (word, rest) in &self.expected {
            expectation(&report, word, rest, &mut problems);
        }
        problems.check(self.expected.iter().any(|(word, _)| word == "verdict"), || "no verdict is expected".to_owned());
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

    /// Types the plan into the text, takes the cleared rows out of it, and reads the result through the grammar; then
    /// takes it back. What the analysis says in between is handed back.
    pub(crate) fn prove_by_text(&self, report: &Report, plan: &Plan, problems: &mut Problems) -> Report {
        let mut router = Router::of(report, plan.device, &self.text);
        router.clear(&plan.clear);
        router.configure(&plan.commands);
        let repaired = router.text();
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
        what_works_stays(report, &after, plan, problems);
        is_understood(report, &after, plan, problems);
        let again: Vec<_> =
            after.plans.iter().flat_map(|next| &next.commands).filter(|c| plan.commands.contains(c)).collect();
        problems.check(again.iter().all(|line| line.starts_with("ip access-list")), || {
            format!("{}: the next plan types {again:?} again", plan.id)
        });
        self.guards_shut_nobody_out(report, plan, &after, problems);
        router.configure(&plan.rollback);
        let back = self.analyze(&router.text());
        let (was, is) = (model(&report.network.devices[plan.device]), model(&back.network.devices[plan.device]));
        problems.check(was == is, || format!("{}: the rollback leaves {is:#?}\nwhere there was {was:#?}", plan.id));
        for complaint in router.complaints {
            problems.check(false, || format!("{}: {complaint}", plan.id));
        }
        after
    }
}

impl Scenario {
    /// What admits the peers only admits the peers.
    fn guards_shut_nobody_out(&self, report: &Report, plan: &Plan, after: &Report, problems: &mut Problems) {
        let mut router = Router::of(report, plan.device, &self.text);
        router.clear(&plan.clear);
        router.configure(&plan.commands);
        let known = |commands: &[String]| !commands.iter().any(|line| line.contains("<peer>"));
        for guard in plan.guards.iter().filter(|guard| known(&guard.commands)) {
            router.guard(&guard.commands);
        }
        let guarded = self.analyze(&router.text());
        let verdicts = |report: &Report| report.flows.iter().map(|flow| flow.verdict).collect::<Vec<_>>();
        problems.check(verdicts(&guarded) == verdicts(after), || {
            format!("{}: with its guards {}\n{}", plan.id, router.text(), summary(&guarded))
        });
        // What the ports list of HCX asks beside the tunnels: ICMP, and the tests of the command line.
        let beside = |report: &Report| -> Vec<u8> {
            let items = Checklist::of(report, &self.intent).items;
            let failed =
                |checked: &&Checked| matches!(checked.item.number, 14 | 15) && checked.state == checklist::State::Fail;
            items.iter().filter(failed).map(|checked| checked.item.number).collect()
        };
        let known = beside(after);
        problems.check(beside(&guarded).iter().all(|item| known.contains(item)), || {
            format!("{}: with its guards, of the checklist {:?} fail\n{}", plan.id, beside(&guarded), router.text())
        });
        let left = |report: &Report| codes_of(report, plan.device);
        problems.check(left(&guarded) == left(after), || format!("{}: with its guards {:?}", plan.id, left(&guarded)));
        for complaint in router.complaints {
            problems.check(false, || format!("{}: {complaint}", plan.id));
        }
    }
}

/// A flow that passed passes, and by the same address and port where both can be told.
pub(crate) fn what_works_stays(report: &Report, after: &Report, plan: &Plan, problems: &mut Problems) {
    let end = |flow: &JudgedFlow| {
        let seen = flow.observed.iter().find(|seen| seen.inside_global.port().is_some());
        let expected =
            || Some(Endpoint::with_port(flow.predicted.inside_global.clone()?, flow.predicted.expected_port?));
        seen.map(|seen| seen.inside_global.clone()).or_else(expected)
    };
    let passed = report.flows.iter().zip(&after.flows).filter(|(old, _)| old.verdict == Verdict::Pass);
    for (old, new) in passed {
        assert_eq!(old.flow, new.flow);
        problems.check(new.verdict == Verdict::Pass, || format!("{}: {} passed before", plan.id, old.flow));
        let (was, is) = (end(old), end(new));
        problems.check(was.is_none() || is.is_none() || was == is, || {
            format!("{}: {} left as {was:?} and worked; now {is:?}", plan.id, old.flow)
        });
    }
}

/// Every typed line is one that the grammar knows.
fn is_understood(report: &Report, after: &Report, plan: &Plan, problems: &mut Problems) {
    let bad = |report: &Report| {
        let coverage = &report.network.coverage;
        coverage.of(State::Malformed) + coverage.of(State::Unrecognized) + coverage.of(State::Unsupported)
    };
    problems.check(bad(after) <= bad(report), || {
        let notes: Vec<_> = after.network.coverage.notes().iter().map(|note| note.effect.to_string()).collect();
        format!("{}: a typed line is not understood: {notes:?}", plan.id)
    });
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code).collect()
}

pub(crate) fn codes_of(report: &Report, device: usize) -> BTreeSet<&'static str> {
    let here = report.findings.iter().filter(|finding| finding.device == Some(device));
    here.filter(|finding| finding.severity > Severity::Note).map(|finding| finding.code).collect()
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
    let planned = || {
        let lines = report.plans.iter().flat_map(|plan| plan.commands.iter().chain(&plan.clear).cloned());
        lines.chain(report.plans.iter().flat_map(|plan| plan.notes.iter().map(ToString::to_string)))
    };
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
        "expect-row" => {
            let rows: Vec<_> = report.plans.iter().flat_map(|plan| &plan.expect).collect();
            problems.check(rows.iter().any(|row| *row == rest), || format!("no plan expects '{rest}', but {rows:#?}"));
        }
        "refused" => {
            problems.check(report.no_plan.iter().any(|why| why.to_string().contains(rest)), || {
                format!("'{rest}' is not why there is no plan: {:?}", report.no_plan)
            });
        }
        "says" => problems.check(words(report).contains(rest), || format!("nothing says '{rest}'")),
        _ => panic!("no such directive: {word}"),
    }
}

/// All prose of a report.
fn words(report: &Report) -> String {
    let told = report.findings.iter().flat_map(|finding| {
        let labels = finding.labels.iter().map(|label| &label.message);
        [&finding.message, &finding.help].into_iter().chain(labels).map(ToString::to_string)
    });
    let of_flows = report.flows.iter().flat_map(|flow| {
        let steps = flow.trace.steps.iter().map(|step| step.says.to_string());
        std::iter::once(flow.predicted.reason.to_string()).chain(steps)
    });
    let refused = report.no_plan.iter().map(ToString::to_string);
    let told: Vec<String> = told.chain(of_flows).chain(refused).collect();
    let mut words: Vec<&str> = told.iter().map(String::as_str).collect();
    words.extend(report.paste_next.iter().map(String::as_str));
    let effects: Vec<String> = report.network.coverage.notes().iter().map(|note| note.effect.to_string()).collect();
    words.extend(effects.iter().map(String::as_str));
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

pub(crate) fn summary(report: &Report) -> String {
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
