//! Captures with the answer an engineer would give, one file each in `tests/scenarios`.
//!
//! A file begins with lines that are taken off before the analysis: `# ...` says why, `#: ...` gives the task and the
//! expected answer:
//!
//! ```text
//! #: scenario 1: two hosts, same peer
//! #: ix 10.0.0.5 198.51.100.11          the IX, and its peer where one is known; `vrf=NAME` where it lives in one
//! #: ne 10.0.0.6 198.51.100.11          `also=ADDRESS` adds a second uplink
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
//! #: expect-row udp 203.0.113.1:4500 .. some plan says that the table will have this row
//! #: refused spare_public_addresses     words in the reason why there is no plan
//! #: says lowest free port              words in some finding, trace or advice
//! ```
//!
//! Beyond that every capture must keep the promises in `common/scenario.rs`, a PASS must be expected in so many words, and
//! every printed plan is typed into the *text* (`common/router.rs`), read again, and taken back.
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]

#[path = "common/japanese.rs"]
mod japanese;
#[path = "common/router.rs"]
mod router;
#[path = "common/scenario.rs"]
mod scenario;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hcxnat::eval::JudgedFlow;
use hcxnat::locale::{Language, Text};
use japanese::{english, has_japanese};
use scenario::{Scenario, files};

/// Scenarios whose verdict over all may be PASS. All others must never pass, whatever their file says.
const MAY_PASS: &[u32] = &[3, 9, 10, 18, 19, 23, 25, 26, 43, 50, 63, 64, 65, 75, 82, 90, 94, 128];

/// The same for what stands on the way of a packet (240-269).
const MAY_PASS_ON_THE_WAY: &[u32] = &[240, 243, 246, 248, 251, 255, 258, 260, 261, 265, 269];

/// The same for ports, tables and statics looked at with bad intent (300-339).
const MAY_PASS_THOUGH_HOSTILE: &[u32] = &[304, 315, 316, 327, 331];

/// The same for captures of someone who means to mislead (340-379).
const MAY_PASS_TRAPS: &[u32] = &[345, 348, 353, 360, 364, 368, 371, 375, 377];

/// The same for what show commands saw (400-439), and for what an engineer came upon later (440-479).
const MAY_PASS_AS_SEEN: &[u32] = &[400, 415, 422, 441, 443, 447];

/// The same for what is missing from a paste, or of another moment (460-479).
const MAY_PASS_THOUGH_PASTED_BADLY: &[u32] = &[462, 464, 467, 468, 470, 471, 472, 477, 479];

/// The same for ways that depend on something (480-499).
const MAY_PASS_ON_SOME_WAY: &[u32] = &[480, 483, 489, 490, 491, 492];

/// The same for what people paste in the wild (500-599).
const MAY_PASS_IN_THE_WILD: &[u32] = &[505, 506, 510, 515, 518, 523, 537, 540, 543, 544, 547, 552];

#[test]
fn every_scenario_gets_the_answer_of_an_engineer() {
    let mut failed = String::new();
    let mut count = 0;
    for path in files("scenarios") {
        if std::env::var("SCENARIO").is_ok_and(|only| !path.to_string_lossy().contains(&only)) {
            continue;
        }
        let scenario = Scenario::read(&path);
        count += 1;
        let lists = [
            MAY_PASS,
            MAY_PASS_ON_THE_WAY,
            MAY_PASS_THOUGH_HOSTILE,
            MAY_PASS_TRAPS,
            MAY_PASS_AS_SEEN,
            MAY_PASS_THOUGH_PASTED_BADLY,
            MAY_PASS_IN_THE_WILD,
            MAY_PASS_ON_SOME_WAY,
        ];
        let may_pass = scenario.number.is_some_and(|number| lists.iter().any(|all| all.contains(&number)));
        let problems = scenario.check(may_pass);
        if !problems.0.is_empty() {
            let _ = write!(failed, "\n{}\n  {}\n", scenario.file, problems.0.join("\n  "));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(count > 0);
}

/// What the engine says is put into words by whoever prints it, in any language: reasons, questions and steps that are
/// glued together from English words would stay English.
#[test]
fn every_reason_is_told_in_japanese() {
    let mut english: BTreeSet<String> = BTreeSet::new();
    for path in files("scenarios") {
        let scenario = Scenario::read(&path);
        let report = scenario.analyze(&scenario.text);
        for text in report.flows.iter().chain(&report.services).flat_map(said) {
            let told = text.to(Language::Japanese);
            if !told.is_empty() && !is_japanese(&told) {
                english.insert(format!("{}: {told}", scenario.file));
            }
        }
    }
    assert!(english.is_empty(), "\n{}", english.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Reasons, stories, questions and steps.
fn said(flow: &JudgedFlow) -> Vec<&Text> {
    let standing = &flow.standing;
    let predicted = std::iter::once(&flow.predicted).chain(flow.more_ports.iter().map(|range| &range.predicted));
    let of_prediction = predicted.flat_map(|predicted| {
        let stories = predicted.stories.iter().map(|story| &story.when);
        std::iter::once(&predicted.reason).chain(stories).chain(&predicted.tried)
    });
    let of_standing = standing.open.iter().map(|open| &open.says);
    let dropped = standing.zone_drop.iter().map(|drop| &drop.why);
    let never = standing.never.iter().map(|never| &never.reason);
    let steps = flow.trace.steps.iter().map(|step| &step.says);
    of_prediction.chain(of_standing).chain(dropped).chain(never).chain(steps).collect()
}

/// Whether a text has Japanese characters, and no English sentence.
fn is_japanese(told: &str) -> bool {
    has_japanese(told) && english(told).is_none()
}

#[test]
fn what_is_taken_for_japanese() {
    assert!(is_japanese("'ip nat inside source static udp' の行がない"));
    assert!(!is_japanese("no NAT rule takes it"));
    assert!(!is_japanese("理由: nothing leads to its gateway"));
}

#[test]
fn numbers_are_given_once() {
    let mut numbers: Vec<u32> = files("scenarios").iter().filter_map(|path| Scenario::read(path).number).collect();
    numbers.sort_unstable();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}
