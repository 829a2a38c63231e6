//! Change plans: captures with the plan that an engineer would make (`tests/plans`, written as those of
//! `tests/scenarios.rs`), and what must hold of any plan for any small site.
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]

#[path = "common/router.rs"]
mod router;
#[path = "common/scenario.rs"]
mod scenario;
#[path = "planner/site.rs"]
mod site;

use std::fmt::Write as _;

use hcxnat::eval::{Confidence, Verdict};
use hcxnat::report::Report;
use hcxnat::rules::Severity;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use scenario::{Problems, Scenario, codes_of, files, summary};
use site::{Site, site};

#[test]
fn every_plan_is_that_of_an_engineer() {
    let (mut failed, mut count) = (String::new(), 0);
    for path in files("plans") {
        if std::env::var("SCENARIO").is_ok_and(|only| !path.to_string_lossy().contains(&only)) {
            continue;
        }
        count += 1;
        let scenario = Scenario::read(&path);
        assert_eq!(scenario.number, None, "plans go by their names");
        let problems = scenario.check(true);
        if !problems.0.is_empty() {
            let _ = write!(failed, "\n{}\n  {}\n", scenario.file, problems.0.join("\n  "));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(count > 0);
}

/// What must hold of the plans for any capture.
fn holds(scenario: &Scenario) -> Result<(), String> {
    let report = scenario.analyze(&scenario.text);
    let mut problems = Problems::default();
    for plan in &report.plans {
        let after = scenario.prove_by_text(&report, plan, &mut problems);
        let before = codes_of(&report, plan.device);
        // Who is left out, and said to be, may be in other trouble than before; what works stays out of it.
        let left_out = |name: &String| report.no_plan.iter().any(|why| why.to_string().contains(name.as_str()));
        let passed = |at: &usize| report.flows[*at].verdict == Verdict::Pass;
        let here = after.findings.iter().filter(|f| f.device == Some(plan.device) && f.severity > Severity::Note);
        for finding in here.filter(|finding| !before.contains(finding.code)) {
            let said = finding.appliances.iter().any(left_out);
            let worse = finding.severity == Severity::Error && finding.flows.iter().any(passed);
            let faint = finding.severity < Severity::Error && finding.confidence == Confidence::Possible;
            // A redundancy group without a name cannot be named in the static: the plan says what to do first.
            let to_be_named =
                finding.code == "HCX306" && plan.notes.iter().any(|note| note.to_string().contains("redundancy"));
            // What kept a flow from leaving at all hid it.
            let failed = |at: &usize| report.flows[*at].verdict == Verdict::Fail;
            let hidden = finding.severity < Severity::Error && finding.flows.iter().all(failed);
            problems.check((said || faint || to_be_named || hidden) && !worse, || {
                format!("{} brings {}: {}", plan.id, finding.code, finding.message)
            });
        }
    }
    nobody_is_forgotten(&report, &mut problems);
    if problems.0.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n{}\n{}", scenario.text, problems.0.join("\n"), summary(&report)))
}

/// A failing appliance is cured, or somebody says why not.
fn nobody_is_forgotten(report: &Report, problems: &mut Problems) {
    let said = report.no_plan.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for flow in report.flows.iter().filter(|flow| flow.verdict == Verdict::Fail) {
        let name = &report.appliances[flow.appliance].name;
        let cured = report.findings.iter().any(|finding| finding.plan.is_some() && finding.appliances.contains(name));
        let mut notes = report.plans.iter().flat_map(|plan| &plan.notes);
        let noted = notes.any(|note| note.to_string().contains(name.as_str()));
        problems.check(cured || !said.is_empty() || noted, || format!("{name} fails, and nobody says why: {said}"));
    }
}

/// The same 48 sites every time; with `PROPTEST_CASES`, as many new ones.
fn config() -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => usual,
        None => ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(4500), ..usual },
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_plan_keeps_its_promises(site in site()) {
        let site: Site = site;
        if let Err(why) = holds(&site.scenario()) {
            return Err(TestCaseError::fail(why));
        }
    }
}
