//! Show commands beside the translation table: what is read of them, and that every line is accounted for.
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::{corpus, fixtures, memory, physical_lines, read, report};
use hcxnat::grammar::{Facts, State};
use hcxnat::model::{self, Network, Watch};
use hcxnat::net::InterfaceName;
use hcxnat::report::parse_json;
use hcxnat::source::{SourceMap, Spanned};

fn network(bytes: &[u8]) -> Network {
    model::read(&[memory(bytes)], SourceMap::default(), &Watch::hcx([]), None).unwrap()
}

/// The `observed` part of each device, as `parse -o json` prints it.
fn observed(bytes: &[u8]) -> String {
    let mut json = Vec::new();
    parse_json(&network(bytes), &[memory(bytes)], None, &mut json).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let mut out = String::new();
    for device in document["devices"].as_array().unwrap() {
        let said = [&device["name"], &device["dialect"], &device["version"]];
        let _ = writeln!(out, "device {} {} {}", said[0], said[1], said[2]);
        for (what, value) in device["observed"].as_object().into_iter().flatten() {
            for item in value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice) {
                let _ = writeln!(out, "  {what}: {item}");
            }
        }
    }
    out
}

#[test]
fn fixtures_of_the_commands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures/ios/show");
    for folder in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        let command = folder.file_name().unwrap().to_string_lossy().into_owned();
        // The table has its own test.
        if !folder.is_dir() || command == "nat-translations" {
            continue;
        }
        for path in fixtures(&format!("ios/show/{command}")) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            check(&bytes);
            insta::with_settings!({ snapshot_path => format!("snapshots/show/{command}"), prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(name, format!("{}{}", report(&bytes), observed(&bytes)));
            });
        }
    }
}

/// Every line in exactly one state, whatever the line ends; every value where it is said to stand.
fn check(bytes: &[u8]) {
    let (_, _, coverage, _) = read(bytes);
    let has_config = read(bytes).1.iter().any(|part| matches!(part.facts, Facts::Config(_)));
    assert!(has_config || coverage.lines() == physical_lines(bytes) as u64);
    let crlf = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
    assert_eq!(observed(crlf.as_bytes()), observed(bytes));
    // Cut anywhere, it is read without complaint of the program itself.
    for end in (0..bytes.len()).step_by(7) {
        let cut = bytes.get(..end).unwrap();
        let (_, _, coverage, _) = read(cut);
        assert!(has_config || coverage.lines() == physical_lines(cut) as u64);
    }
    spans(&network(bytes));
}

fn stands<T>(network: &Network, said: &Spanned<T>, fits: impl Fn(&str, &T) -> bool) {
    let text = network.sources.slice(said.span).unwrap();
    assert!(fits(text, &said.value), "{text}");
}

fn spans(network: &Network) {
    for device in &network.devices {
        for interface in device.seen.interfaces.values() {
            stands(network, &interface.name, |text, name| InterfaceName::parse_any(text).as_ref() == Some(name));
            if let Some(address) = &interface.address {
                stands(network, address, |text, address| match address.prefix() {
                    Some(prefix) => text.contains(&prefix.address.to_string()),
                    None => !text.is_empty(),
                });
            }
        }
    }
}

/// Outputs that other projects test their parsers with, where the corpus is at hand.
#[test]
fn statistics_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let mut read_some = 0;
    for path in walk(&corpus) {
        let name = path.to_string_lossy();
        if !name.contains("ShowIpNatStatistics") || !name.ends_with("_output.txt") || name.contains("empty") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let (_, parsed, coverage, _) = read(&bytes);
        let bad = coverage.of(State::Unrecognized) + coverage.of(State::Malformed) + coverage.of(State::Unsupported);
        assert_eq!(bad, 0, "{name}: {:?}", coverage.notes());
        assert!(parsed.iter().any(|part| matches!(part.facts, Facts::Show(_))), "{name}");
        read_some += 1;
    }
    assert!(read_some > 0);
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}
