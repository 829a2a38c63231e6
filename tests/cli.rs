//! The real program, in a clean environment.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot run the program must fail")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a run printed and how it ended.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn hcxnat(arguments: &[&str], dir: &Path, stdin: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    command.args(arguments).current_dir(dir).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap().into()
}

fn run(arguments: &[&str]) -> Ran {
    hcxnat(arguments, Path::new("."), b"")
}

fn dir(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

#[test]
fn help_goes_to_standard_output() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    assert!(help.stdout.contains("terminal length 0") && help.stdout.contains("hcxnat demo"));
    let check = run(&["check", "--help"]);
    assert!(check.stdout.contains("Exit codes:") && check.stdout.contains("inconclusive"));
    assert_eq!(run(&["--version"]).stdout, concat!("hcxnat ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(run(&[]).code, 2);
}

#[test]
fn usage_errors_say_what_to_do() {
    for (arguments, wanted) in [
        (&["check", "--ix", "2001:db8::1"][..], "only IPv4"),
        (&["check", "--ix", "10.0.0.1/24"], "without the prefix length"),
        (&["check", "--ix", "10.0.0.1", "--ne", "10.0.0.1"], "given twice"),
        (&["check", "--peer", "203.0.113.1"], "add --ix or --ne"),
        (&["check", "--inventory", "i.yaml", "--ix", "10.0.0.1"], "cannot be used with"),
        (&["check", "--inventory", "no-such.yaml"], "cannot read the inventory: no-such.yaml"),
        (&["check", "-o", "jsn"], "did you mean `json`?"),
        (&["check", "-o", "json="], "no file name"),
        (&["check", "-o", "json", "-o", "human"], "only one format"),
        (&["check", "--fail-on", "eror"], "error"),
        (&["trace", "gre 10.0.0.1:1 > 10.0.0.2:2"], "udp 192.0.2.10:4500 > 203.0.113.12:4500"),
        (&["explain", "HCX999"], "no rule HCX999"),
        (&["chek"], "check"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?} {}", ran.stderr);
        assert!(ran.stderr.contains(wanted), "{arguments:?} {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_broken_inventory_is_underlined() {
    let dir =
        dir(&[("i.yaml", b"version: 1\nappliances:\n  - {name: A, rol: IX, uplinks: [{address: 10.0.0.256}]}\n")]);
    let ran = hcxnat(&["check", "--inventory", "i.yaml"], dir.path(), b"hostname R1\n");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("broken_inventory", ran.stderr);
}

#[test]
fn an_inventory_as_powershell_writes_it() {
    let template = run(&["init"]);
    assert_eq!(template.code, 0);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(template.stdout.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let dir = dir(&[("i.yaml", &utf16)]);
    let ran = hcxnat(&["check", "--inventory", "i.yaml"], dir.path(), b"");
    // The inventory is taken; what is missing is a capture.
    assert_eq!(ran.code, 3, "{}", ran.stderr);
}

#[test]
fn a_requirements_file_lies_beside_the_inventory() {
    let dir = dir(&[("i.yaml", b"version: 1\nrequirements: ../nowhere/r.yaml\n")]);
    let ran = hcxnat(&["check", "--inventory", "i.yaml"], dir.path(), b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("cannot read the requirements"), "{}", ran.stderr);
}

#[test]
fn nothing_recognised_is_3() {
    for command in ["check", "parse", "fix"] {
        let ran = hcxnat(&[command], Path::new("."), b"");
        assert_eq!(ran.code, 3, "{command} {}", ran.stderr);
        assert!(ran.stderr.contains("the input is empty"), "{command} {}", ran.stderr);
        assert!(ran.stderr.contains("show ip nat translations"), "{command} {}", ran.stderr);
    }
    let named = hcxnat(&["check", "--name", "paste"], Path::new("."), b"PK\x03\x04....");
    assert!(named.code == 3 && named.stderr.contains("paste: a ZIP archive"), "{}", named.stderr);
}

#[test]
fn the_rules_are_listed() {
    assert_eq!(run(&["rules"]).code, 0);
    let json: serde_json::Value = serde_json::from_str(&run(&["rules", "-o", "json"]).stdout).unwrap();
    assert_eq!(json["schema"], "hcxnat.rules.v1");
    for rule in json["rules"].as_array().unwrap() {
        let code = rule["code"].as_str().unwrap();
        let page = run(&["explain", &code.to_ascii_lowercase()]);
        assert!(page.code == 0 && page.stdout.contains(code), "{code}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    command.arg("init").env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr.as_slice()), (Some(0), &b""[..]));
}
