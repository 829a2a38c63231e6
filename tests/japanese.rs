//! What is told in Japanese is told in Japanese: no text of a plan is left in English, over all captures of
//! `tests/scenarios` and `tests/plans` and the demo. What stands in quotes ('show ...') is typed, and the same in every language.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot build its report must fail")]

#[path = "common/japanese.rs"]
mod japanese;
#[path = "common/router.rs"]
mod router;
#[path = "common/scenario.rs"]
mod scenario;

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use hcxnat::locale::{Language, Text};
use hcxnat::report::checklist::Checklist;
use hcxnat::report::{self, HumanOptions, Record, Report, Style};
use japanese::{english, has_japanese};
use scenario::{Scenario, files};

/// What the plans of a report say, each text with what it is.
fn told(report: &Report) -> Vec<(&'static str, &Text)> {
    let of_plans = report.plans.iter().flat_map(|plan| {
        let notes = plan.notes.iter().map(|note| ("note", note));
        let guards = plan.guards.iter().map(|guard| ("guard", &guard.why));
        std::iter::once(("title", &plan.title)).chain(notes).chain(guards)
    });
    of_plans.chain(report.no_plan.iter().map(|why| ("refusal", why))).collect()
}

/// Every capture with a plan, or with a reason why it has none.
fn planned() -> impl Iterator<Item = &'static (Scenario, Report)> {
    static ALL: LazyLock<Vec<(Scenario, Report)>> = LazyLock::new(|| {
        let analysed = |path: PathBuf| {
            let scenario = Scenario::read(&path);
            let report = scenario.analyze(&scenario.text);
            (scenario, report)
        };
        let all = files("scenarios").into_iter().chain(files("plans")).map(analysed);
        all.filter(|(_, report)| !told(report).is_empty()).collect()
    });
    ALL.iter()
}

/// The screen, the ticket and the page.
fn screens(scenario: &Scenario, report: &Report) -> [(&'static str, String); 3] {
    let language = Language::Japanese;
    let record = Record {
        inputs: Vec::new(),
        inventory: Vec::new(),
        asked: Text::default(),
        made: None,
        checklist: Checklist::of(report, &scenario.intent),
        closing: None,
        directory: None,
        exit_code: 1,
        language,
    };
    let screen = report::human(report, &HumanOptions { style: Style { language, ..Style::PLAIN }, closing: None });
    [("human", screen), ("markdown", report::markdown(report, &record)), ("html", report::html(report, &record))]
}

/// Letters and digits alone: however it is wrapped, escaped or begun with a capital.
fn letters(text: &str) -> String {
    let plain =
        ["&lt;", "&gt;", "&amp;", "&quot;"].into_iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""));
    plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn what_counts_as_english() {
    assert_eq!(english("ルータは 'show ip nat translations verbose' と clear ip nat を使う"), None);
    assert_eq!(english("R1: the pool of its NAT rule"), Some("the pool of its".to_owned()));
}

#[test]
fn no_plan_is_told_in_english() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (scenario, report) in planned() {
        for (what, text) in told(report) {
            let japanese = text.to(Language::Japanese);
            count += 1;
            if let Some(english) = english(&japanese) {
                wrong.push(format!("{}: {what} '{english}': {japanese}", scenario.file));
            } else if !has_japanese(&japanese) {
                wrong.push(format!("{}: {what}: {japanese}", scenario.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 500, "{count}");
}

#[test]
fn every_report_tells_the_plans_in_japanese() {
    for (scenario, report) in planned() {
        for (format, shown) in screens(scenario, report) {
            let shown = letters(&shown);
            for (what, text) in told(report) {
                let at = || format!("{}: {what} in {format}: {text}", scenario.file);
                assert!(shown.contains(&letters(&text.to(Language::Japanese))), "{}", at());
                assert!(!shown.contains(&letters(&text.to_string())), "{}", at());
            }
        }
    }
}

#[test]
fn the_plan_of_the_demo_is_told_in_japanese() {
    let dir = tempfile::tempdir().unwrap();
    let told = |format: &str, language: &str| -> Vec<String> {
        let file = dir.path().join(format!("{format}.{language}"));
        let output = Command::new(env!("CARGO_BIN_EXE_hcxnat"))
            .args(["demo", "--lang", language, "-o", &format!("{format}={}", file.display())])
            .output()
            .unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = std::fs::read_to_string(file).unwrap();
        // The JSON of the same run has the English texts as they are.
        match format {
            "json" => {
                let report: serde_json::Value = serde_json::from_str(&text).unwrap();
                let fix = &report["fixes"][0];
                let whole = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
                let notes = fix["notes"].as_array().unwrap().iter().map(whole);
                let guards = fix["guards"].as_array().unwrap().iter().map(|guard| whole(&guard["why"]));
                std::iter::once(whole(&fix["title"])).chain(notes).chain(guards).map(|text| letters(&text)).collect()
            }
            _ => vec![letters(&text)],
        }
    };
    let texts = told("json", "ja");
    assert!(texts.len() > 5, "{texts:?}");
    for format in ["human", "markdown", "html"] {
        let (english, japanese) = (told(format, "en").concat(), told(format, "ja").concat());
        for text in &texts {
            assert!(english.contains(text), "{format} lacks {text}");
            assert!(!japanese.contains(text), "{format} tells {text}");
        }
    }
}
