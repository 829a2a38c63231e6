//! The pipeline is the architecture: who may import whom is read off the source and checked here.

#![allow(clippy::unwrap_used, reason = "a test or benchmark that panics has said what is wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms in pipeline order. A room may import the rooms before it, and no other.
const ROOMS: &[&str] =
    &["net", "source", "capture", "grammar", "model", "intent", "eval", "rules", "fix", "report", "analysis", "cli"];

/// Libraries and parts of `std` that have one place only.
const PLACES: &[(&str, &[&str])] = &[
    ("nom", &["grammar"]),
    ("clap", &["cli"]),
    ("serde_yaml", &["intent"]),
    ("miette", &["source", "report", "cli", "intent"]),
    ("std::fs", &["capture/load.rs", "cli"]),
    ("encoding_rs_io", &["capture"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.iter().any(|part| part == "tests"))
        .map(|path| (path.strip_prefix(&root).unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn room(path: &Path) -> String {
    path.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Code without comments and without the test module at the end of the file.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().take_while(|line| *line != "#[cfg(test)]").filter(|line| !line.trim_start().starts_with("//"))
}

/// Rooms that a file names: `crate::room...` anywhere, and the names of a `use crate::{...}` list.
fn named_rooms(text: &str) -> Vec<String> {
    let mut named = Vec::new();
    let joined: String = code(text).collect::<Vec<_>>().join(" ");
    for rest in joined.split("crate::").skip(1) {
        let list = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        let heads = list.unwrap_or(rest).split(',').take(if list.is_some() { usize::MAX } else { 1 });
        for head in heads {
            let name: String = head.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            named.push(name);
        }
    }
    named
}

#[test]
fn nothing_points_the_other_way() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = room(&path);
        let Some(at) = ROOMS.iter().position(|known| *known == own) else {
            assert!(
                ["lib", "main"].contains(&own.as_str()),
                "{own} is no room of the pipeline: say where it stands in ROOMS"
            );
            continue;
        };
        for other in named_rooms(&text) {
            let later = ROOMS.iter().position(|known| *known == other).is_some_and(|other| other > at);
            let root = other.chars().next().is_some_and(char::is_uppercase) && at < ROOMS.len() - 2;
            if later || root {
                wrong.push(format!("{} imports {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the pipeline:\n{}", wrong.join("\n"));
}

#[test]
fn every_library_has_its_place() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (library, places) in PLACES {
            let uses = code(&text).any(|line| line.contains(&format!("{library}::")));
            let allowed = places.iter().any(|place| path.starts_with(place));
            if uses && !allowed {
                wrong.push(format!("{} uses {library}, which belongs to {places:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_fixture_tree_mirrors_the_grammar_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut orphans = Vec::new();
    for (fixtures, modules) in [
        ("grammar-fixtures/ios/config", "src/grammar/ios/config"),
        ("grammar-fixtures/ios/show", "src/grammar/ios/show"),
    ] {
        for entry in fs::read_dir(root.join(fixtures)).unwrap() {
            let path = entry.unwrap().path();
            if !path.is_dir() {
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().replace('-', "_");
            let module = root.join(modules).join(format!("{name}.rs"));
            if name != "whole" && !module.exists() {
                orphans.push(format!("{} has no {}", path.display(), module.display()));
            }
        }
    }
    assert!(orphans.is_empty(), "{}", orphans.join("\n"));
}

#[test]
fn modules_stay_small() {
    let long: BTreeMap<_, _> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 600)
        .collect();
    // Word lists are data.
    let code: Vec<_> = long.iter().filter(|(path, _)| !path.ends_with("harmless_words.rs")).collect();
    assert!(code.is_empty(), "over 600 lines: does each hold one idea? {code:?}");
}
