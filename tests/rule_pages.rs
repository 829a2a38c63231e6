//! Every rule page is a test: its fenced blocks are captures, and the fence says what the analysis must find.
//!
//! ````text
//! ```ios ix=10.0.0.5 ne=10.0.0.6@203.0.113.9 expect=HCX101,HCX102 at=7
//! ````
//!
//! `ix`, `ne` name appliances (with `@` a peer; repeatable; none: they are inferred), `spare` a spare public address,
//! `expect` is the exact set of codes (empty: none), `at` the line of the block on which the page's own finding has its
//! primary label. A `yaml` block right before is the inventory of the next `ios` block. `vsphere` in place of `ios` says that
//! no router's text is in it; it is read no differently.

#![allow(clippy::unwrap_used, reason = "a test or benchmark that panics has said what is wrong")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hcxnat::Settings;
use hcxnat::capture::Input;
use hcxnat::intent::{Appliance, Intent, Uplink, read_inventory};
use hcxnat::locale::Language;
use hcxnat::rules::{Rule, registry};
use hcxnat::source::SourceMap;

#[derive(Default)]
struct Block {
    info: String,
    text: String,
    line: usize,
    inventory: Option<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut open, mut inventory): (Vec<Block>, Option<Block>, Option<String>) = (Vec::new(), None, None);
    for (at, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(Block { info: info.trim().to_owned(), line: at + 1, ..Block::default() });
            }
            (Some(_), Some(_)) => {
                let mut block = open.take().unwrap();
                if block.info == "yaml" {
                    inventory = Some(block.text);
                } else if matches!(block.info.split(' ').next(), Some("ios" | "vsphere")) {
                    block.inventory = inventory.take();
                    blocks.push(block);
                }
            }
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn uplink(value: &str) -> Uplink {
    let (address, peers) = value.split_once('@').map_or((value, Vec::new()), |(a, p)| (a, vec![p.parse().unwrap()]));
    Uplink { peers, ..Uplink::new(address.parse().unwrap()) }
}

fn run(rule: &Rule, block: &Block, complaints: &mut String) -> bool {
    let code = rule.meta.code;
    let mut sources = SourceMap::default();
    let mut intent = match &block.inventory {
        Some(text) => read_inventory("inventory.yaml", text, &mut sources).unwrap(),
        None => Intent::default(),
    };
    let (mut expected, mut at) = (None, None);
    for word in block.info.split_whitespace().skip(1) {
        let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("{code}: '{word}' is not key=value"));
        match key {
            "ix" | "ne" => intent.appliances.push(Appliance {
                name: format!("{} {}", key.to_uppercase(), value.split('@').next().unwrap()),
                role: key.to_uppercase(),
                uplinks: vec![uplink(value)],
                inferred: false,
                possible: false,
            }),
            "spare" => intent.spare_addresses.push(value.parse().unwrap()),
            "expect" => expected = Some(value.split(',').filter(|code| !code.is_empty()).collect::<BTreeSet<_>>()),
            "at" => at = value.parse::<u32>().ok(),
            _ => panic!("{code}: what is '{key}'?"),
        }
    }
    let expected = expected.unwrap_or_else(|| panic!("{code}: block at line {} has no expect=", block.line));
    let input = Input::Memory { name: format!("{code}:{}", block.line), bytes: block.text.clone().into_bytes() };
    let settings = Settings { today: Some("2026-11-22".parse().unwrap()), ..Settings::default() };
    let report = hcxnat::analyze(&[input], &intent, sources, &settings).unwrap();
    let found: BTreeSet<_> = report.findings.iter().map(|finding| finding.code).collect();
    if found != expected {
        writeln!(complaints, "{code} page, block at line {}: expected {expected:?}, found {found:?}", block.line)
            .unwrap();
    }
    let own = report.findings.iter().find(|finding| finding.code == code);
    let primary = own.and_then(|finding| finding.labels.iter().find(|label| label.primary));
    let line = primary.and_then(|label| report.network.sources.position(label.span)).map(|position| position.line);
    if at.is_some() && at != line {
        writeln!(complaints, "{code} page, block at line {}: points at {line:?}, not {at:?}", block.line).unwrap();
    }
    expected.contains(code)
}

#[test]
fn every_page_proves_itself() {
    let mut complaints = String::new();
    for rule in registry() {
        let code = rule.meta.code;
        let head = format!("# {code} {}\n", rule.meta.name);
        if !rule.page(Language::English).starts_with(&head) {
            writeln!(complaints, "docs/rules/{code}.md must start with '{}'", head.trim()).unwrap();
        }
        for heading in ["## What it means", "## How to see it", "## What to do", "## What is known", "## Examples"] {
            if !rule.page(Language::English).contains(heading) {
                writeln!(complaints, "docs/rules/{code}.md has no '{heading}'").unwrap();
            }
        }
        let (mut speaks, mut silent) = (false, false);
        for block in blocks(rule.page(Language::English)) {
            let expected = run(rule, &block, &mut complaints);
            speaks |= expected;
            silent |= !expected;
        }
        if !(speaks && silent) {
            writeln!(complaints, "docs/rules/{code}.md needs a block that expects {code} and one that does not")
                .unwrap();
        }
    }
    assert!(complaints.is_empty(), "\n{complaints}");
}

#[test]
fn codes_are_unique_sorted_and_never_reused() {
    let codes: Vec<_> = registry().iter().map(|rule| format!("{} {}", rule.meta.code, rule.meta.name)).collect();
    let sorted: BTreeSet<_> = codes.iter().cloned().collect();
    assert!(codes.iter().eq(sorted.iter()), "the registry is sorted by code, each once");
    insta::assert_snapshot!(codes.join("\n"));
}

/// What is shown and typed is the same in every language; the rest is in that language.
#[test]
fn pages_in_japanese_show_the_same() {
    let code = |page: &str| {
        let mut fenced = false;
        let shown = page.lines().filter(|line| {
            fenced ^= line.starts_with("```");
            fenced || line.starts_with("```") || line.starts_with("    ")
        });
        shown.map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let kana = |c: &char| ('\u{3040}'..='\u{30ff}').contains(c);
    for rule in registry() {
        let (english, japanese) = (rule.page(Language::English), rule.page(Language::Japanese));
        let title = format!("# {} {}", rule.meta.code, rule.meta.name);
        assert_eq!(japanese.lines().next(), Some(title.as_str()));
        assert_eq!(code(english), code(japanese), "{}", rule.meta.code);
        let headings = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
        assert_eq!(headings(english), headings(japanese), "{}", rule.meta.code);
        assert!(japanese.chars().filter(kana).count() > 200, "{} is not in Japanese", rule.meta.code);
    }
}
