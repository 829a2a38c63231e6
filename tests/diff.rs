//! `diff` and `baseline`: what is the same finding in another capture.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hcxnat::capture::Input;
use hcxnat::intent::{Intent, read_baseline};
use hcxnat::report::{Report, baseline, compare};
use hcxnat::rules::fingerprint;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};

fn demo(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/demo").join(file)
}

fn text(file: &str) -> String {
    std::fs::read_to_string(demo(file)).unwrap()
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    command.current_dir(demo("")).args(arguments).output().expect("the program starts")
}

fn screen(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn analysed(text: &str, accept: Option<&str>) -> Report {
    let intent = Intent::from_addresses(&["192.19.72.202".parse().unwrap()], &["192.19.72.203".parse().unwrap()], &[]);
    let mut sources = SourceMap::default();
    let ignores = accept.map(|text| read_baseline("b.yaml", text, &mut sources).unwrap()).unwrap_or_default();
    let input = Input::Memory { name: "paste".to_owned(), bytes: text.as_bytes().to_vec() };
    analyze(&[input], &Intent { ignores, ..intent }, sources, &Settings::default()).unwrap()
}

fn prints(report: &Report) -> Vec<(&'static str, String)> {
    report.findings.iter().map(|finding| (finding.code, fingerprint(&report.network, finding))).collect()
}

#[test]
fn the_demo_before_and_after_its_own_fix() {
    let output = run(&["diff", "edge.txt", "edge-after.txt", "--inventory", "inventory.yaml"]);
    insta::assert_snapshot!("demo", screen(&output));
    assert_eq!(output.status.code(), Some(0));
    let back = run(&["diff", "edge-after.txt", "edge.txt", "--inventory", "inventory.yaml", "-o", "json"]);
    assert_eq!(back.status.code(), Some(1));
    let back: serde_json::Value = serde_json::from_slice(&back.stdout).unwrap();
    assert_eq!(back["schema"], "hcxnat.diff.v1");
    let codes: Vec<_> = back["added"].as_array().unwrap().iter().map(|finding| finding["code"].clone()).collect();
    assert_eq!(codes, ["HCX101", "HCX102"]);
    assert_eq!(back["flows"].as_array().unwrap().len(), 2);
}

/// The capture after the change has the very lines that the plan asks for, and the rows that it expects.
#[test]
fn the_capture_after_the_change_is_what_the_plan_says() {
    let report = run(&["check", "edge.txt", "--inventory", "inventory.yaml", "-o", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    let after = text("edge-after.txt");
    let lines: Vec<&str> = after.lines().collect();
    for key in ["commands", "expect"] {
        let wanted = report["fixes"][0][key].as_array().unwrap();
        assert!(!wanted.is_empty());
        for line in wanted {
            let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let line = words(line.as_str().unwrap());
            assert!(lines.iter().any(|there| words(there) == line), "{line:?}");
        }
    }
}

#[test]
fn hosts_that_nobody_named_are_asked_for_in_both() {
    let before = text("edge.txt");
    // After a redeploy the loser has not spoken yet: no row of it, and so no inference.
    let after: String =
        before.lines().filter(|line| !line.contains("192.19.72.203:4500")).collect::<Vec<_>>().join("\n");
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("after.txt");
    std::fs::write(&path, after).unwrap();
    let screen = screen(&run(&["diff", "edge.txt", path.to_str().unwrap()]));
    assert!(screen.contains("192.19.72.203:4500"), "{screen}");
    assert!(!screen.contains("absent"), "{screen}");
}

/// Both are read again then, and standard input can be read once only.
#[test]
fn standard_input_may_be_one_of_them() {
    let before: String = text("edge.txt")
        .lines()
        .filter(|line| !line.contains("192.19.72.203:4500"))
        .fold(String::new(), |text, line| text + line + "\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    command.current_dir(demo("")).args(["diff", "-", "edge.txt"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().unwrap().write_all(before.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(screen(&output).contains("192.19.72.203:4500"));
}

#[test]
fn a_report_is_like_itself() {
    let report = analysed(&text("edge.txt"), None);
    let same = compare(&report, &report);
    assert!(same.added.is_empty() && same.removed.is_empty());
    assert_eq!(same.unchanged.len(), report.findings.len());
    assert!(same.flows.iter().all(|(was, is)| was.is_some() && was == is));
}

#[test]
fn a_fingerprint_is_of_the_evidence() {
    let plain = text("edge.txt");
    let wanted = prints(&analysed(&plain, None));
    assert!(wanted.len() > 1);
    // Lines above it, other blanks, another port after the next redeploy.
    let moved = plain.replacen("!\n", "!\n!\nntp server 192.0.2.1\n!\n", 3);
    let spaced = plain.replace("ip nat inside source list NAT-INSIDE", "ip nat inside  source list  NAT-INSIDE");
    let other_port = plain.replace("19.155.80.72:1543  192", "19.155.80.72:1544  192");
    for same in [moved, spaced, other_port] {
        assert_ne!(same, plain);
        assert_eq!(prints(&analysed(&same, None)), wanted);
    }
    let renamed = plain.replace("EDGE-RTR-01", "EDGE-RTR-02");
    for ((code, print), (_, other)) in wanted.iter().zip(prints(&analysed(&renamed, None))) {
        assert_ne!(*print, other, "{code}");
    }
}

/// Without a table what is found is in the configuration, and its line is in the fingerprint.
#[test]
fn another_line_is_another_finding() {
    let config: String = text("edge.txt").split_inclusive('\n').take(251).collect();
    let other = config.replace(
        "list NAT-INSIDE interface GigabitEthernet0/0 overload",
        "list NAT-INSIDE interface GigabitEthernet0/0   overload oer",
    );
    let (before, after) = (prints(&analysed(&config, None)), prints(&analysed(&other, None)));
    let (code, print) = before.first().unwrap();
    assert_eq!(*code, "HCX201");
    assert!(after.iter().any(|(found, _)| found == code), "{after:?}");
    assert!(!after.contains(&(*code, print.clone())));
}

#[test]
fn what_is_accepted_is_not_found_again() {
    let plain = text("edge.txt");
    let today = jiff::civil::date(2026, 11, 22);
    let found = analysed(&plain, None);
    let accepted = baseline(&found, &[], today, "change \"4711\": next\nweek");
    let later = analysed(&plain, Some(&accepted));
    assert!(later.findings.is_empty(), "{:?}", later.findings);
    assert_eq!(later.ignored.len(), found.findings.len());
    // Written again with another day and reason, it is the same file.
    let known = read_baseline("b.yaml", &accepted, &mut SourceMap::default()).unwrap();
    assert!(known.iter().all(|known| known.accepted == Some(today)));
    assert_eq!(baseline(&later, &known, today.tomorrow().unwrap(), "other"), accepted);
    // Once it is cured, the entries are told.
    let stale = analysed(&text("edge-after.txt"), Some(&accepted));
    assert!(stale.findings.iter().all(|finding| finding.code == "HCX505"));
    assert_eq!(stale.findings.len(), known.len());
    // A new fault beside the accepted ones is found.
    let worse = plain.replace("ip nat inside source static tcp 10.20.0.25 443", "ip nat inside source static udp 10.20.0.25 4500 19.155.80.72 4500\nip nat inside source static tcp 10.20.0.25 443");
    assert!(!analysed(&worse, Some(&accepted)).findings.is_empty());
}

#[test]
fn a_baseline_on_the_command_line() {
    let dir = tempfile::TempDir::new().unwrap();
    let file = dir.path().join("accepted.yaml");
    let file = file.to_str().unwrap();
    let check = ["check", "edge.txt", "--inventory", "inventory.yaml", "--baseline", file];
    assert_eq!(run(&check).status.code(), Some(2), "there is no such file yet");
    let written = run(&["baseline", "edge.txt", "--inventory", "inventory.yaml", "--reason", "known", "-o", file]);
    assert_eq!(written.status.code(), Some(0));
    let output = run(&check);
    assert_eq!(output.status.code(), Some(0));
    assert!(screen(&output).contains("Accepted by the inventory or the baseline: "));
    let quiet = run(&[&check[..], &["--new-only"]].concat());
    assert!(!screen(&quiet).contains("Accepted"));
    std::fs::write(file, "version: 1\nignore:\n  - {code: HCX101, reason: none}\n").unwrap();
    let refused = run(&check);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no fingerprint"));
}
