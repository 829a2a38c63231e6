//! The ledger in Japanese.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::capture::{Input, Keep, Line, SegmentHead};
use crate::grammar::{Coverage, Row, Rows};
use crate::locale::Language;
use crate::source::SourceMap;

struct Nobody;

impl Rows for Nobody {
    fn row(&mut self, _: &SegmentHead, _: &Row<'_>, _: &Line<'_>) -> Keep {
        Keep::No
    }
}

/// What is wrong with a note in Japanese: it has none, or English words one behind the other.
fn wrong(told: &str) -> Option<&'static str> {
    let japanese = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    let (mut quote, mut bare) = (None, String::new());
    for c in told.chars() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '`' | '\'') => quote = Some(c),
            None => bare.push(c),
        }
    }
    let words: Vec<bool> = bare.split_whitespace().map(|word| word.bytes().all(|b| b.is_ascii_lowercase())).collect();
    match words.windows(4).any(|four| four.iter().all(|&english| english)) {
        _ if !bare.contains(japanese) => Some("no Japanese"),
        true => Some("English"),
        false => None,
    }
}

fn check(coverage: &Coverage, found: &mut BTreeSet<String>) {
    for note in coverage.notes() {
        let told = note.effect.to(Language::Japanese);
        assert_eq!(wrong(&told), None, "{told}: {}", note.effect);
        found.insert(note.effect.to_string());
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Every file as it is, and every statement again, cut short behind each of its words.
#[test]
fn every_note_is_told_in_japanese() {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures"), &mut paths);
    let mut found = BTreeSet::new();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        let config = path.extension().is_some_and(|extension| extension == "cfg");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let input = Input::Memory { name: "fixture".to_owned(), bytes };
        let (_, coverage) = crate::grammar::parse(&[input], &mut SourceMap::default(), None, &mut Nobody).unwrap();
        check(&coverage, &mut found);
        let mut header = "";
        for line in text.lines().filter(|_| config) {
            let begins = !line.starts_with(' ');
            for (at, _) in line.match_indices(' ').filter(|(at, _)| *at > 0) {
                let raw = if begins { format!("{}\n", &line[..at]) } else { format!("{header}\n{}\n", &line[..at]) };
                check(&super::read(&raw).1, &mut found);
            }
            header = if begins { line } else { header };
        }
    }
    assert!(found.len() > 100, "{} ways to say it: {found:?}", found.len());
}

#[test]
fn what_is_wrong_is_seen() {
    assert_eq!(wrong("想定: IPv4 アドレス、実際: \"a word of the line\""), None);
    assert_eq!(wrong("an IPv4 address"), Some("no Japanese"));
    assert_eq!(wrong("想定: a mask or length 。"), Some("English"));
}
