//! The pipeline is the architecture: who may import whom is read off the source and checked here.

#![allow(clippy::unwrap_used, reason = "a test or benchmark that panics has said what is wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms in pipeline order. A room may import the rooms before it, and no other.
const ROOMS: &[&str] = &[
    "net", "locale", "source", "capture", "grammar", "redact", "model", "intent", "eval", "rules", "fix", "report",
    "analysis", "cli",
];

/// Libraries and parts of `std` that have one place only.
const PLACES: &[(&str, &[&str])] = &[
    ("nom", &["grammar"]),
    ("clap", &["cli"]),
    ("serde_yaml", &["intent"]),
    ("fluent_bundle", &["locale"]),
    ("csv", &["intent/hcx/form", "grammar/vsphere"]),
    ("miette", &["source", "report", "cli", "intent"]),
    ("std::fs", &["capture/load.rs", "capture/walk.rs", "capture/archive.rs", "cli"]),
    ("flate2", &["capture/archive.rs", "capture/archive"]),
    // The word alone is English.
    ("tar::Archive", &["capture/archive"]),
    ("rawzip", &["capture/archive"]),
    ("maud", &["report/html"]),
    ("quick_xml", &["report/junit.rs"]),
    ("hmac_sha256", &["redact", "report", "cli/record.rs", "rules/fingerprint.rs"]),
    ("glob", &["capture/walk.rs"]),
    ("ignore::gitignore", &["capture/walk.rs"]),
    ("encoding_rs", &["capture"]),
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

/// Code without comments and without its test module, wherever in the file that stands.
fn code(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            let first = lines.next().unwrap_or_default();
            if first.ends_with('{') {
                lines.by_ref().find(|line| *line == "}");
            }
            continue;
        }
        kept.extend([line, " "]);
    }
    kept
}

/// `a, b::{c, d}` at the commas that stand in no brace, and what follows the closing brace left out.
fn branches(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&list[from..at]);
                return found;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// Every path that `text` begins with, a list of braces multiplied out.
fn spelled_out(text: &str, before: &[String], found: &mut Vec<Vec<String>>) {
    let text = text.trim_start();
    if let Some(list) = text.strip_prefix('{') {
        return branches(list).into_iter().for_each(|branch| spelled_out(branch, before, found));
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if word.is_empty() {
        return;
    }
    let path = [before, &[word.to_owned()]].concat();
    match rest.trim_start().strip_prefix("::") {
        Some(rest) => spelled_out(rest, &path, found),
        None => found.push(path),
    }
}

/// Every path in the code that begins with `root`.
fn paths(code: &str, root: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root) {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        let before = code[..at].trim_end_matches(' ');
        let starts = !code[..at].ends_with(inside) && !before.ends_with("::");
        if starts && !code[at + root.len()..].starts_with(inside) {
            spelled_out(&code[at..], &[], &mut found);
        }
    }
    found
}

/// The modules above and including the one in this file: `a/b.rs` and `a/b/mod.rs` are `a::b`.
fn module(path: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

/// What stands at the root of the crate on the paths that a file names: rooms, mostly. `self` and `super` are followed.
fn named_rooms(path: &Path, text: &str) -> Vec<String> {
    let code = code(text);
    let mut named = Vec::new();
    for root in ["crate", "super", "self"] {
        for path_named in paths(&code, root) {
            let mut at = module(path);
            for word in path_named {
                match word.as_str() {
                    "crate" => at.clear(),
                    "super" => drop(at.pop()),
                    "self" => {}
                    _ => at.push(word),
                }
            }
            named.extend(at.first().cloned());
        }
    }
    // Under another name the root could be named anywhere.
    let renamed = ["crate as ", "super as ", "extern crate "].iter().any(|words| code.contains(words));
    named.extend(renamed.then(|| "crate".to_owned()));
    named
}

#[test]
fn every_way_to_name_a_room_is_seen() {
    let named = |path: &str, text: &str| {
        let mut named = named_rooms(Path::new(path), text);
        named.sort();
        named.dedup();
        named.join(" ")
    };
    // A `self` in a list counts as one of its own: that names no other room.
    for (text, rooms) in [
        ("use crate::cli::Args;", "cli"),
        ("use crate::{net::{Address, Port}, cli};", "cli net"),
        ("use crate::{\n    a::{b::{C}, d},\n    cli::{self, Args},\n};", "a cli source"),
        ("use {crate::cli, std::fmt};", "cli"),
        ("fn f() { super::super::cli::run() }", "cli"),
        ("use super::{super::cli, Thing};", "cli source"),
        ("use super::super::{fix, report::{json, parse}};", "fix report"),
        ("use self::super::super::cli;", "cli"),
        ("use super::*;", "source"),
        ("use crate::*;", "*"),
        ("use crate as root;", "crate"),
        ("use super as up;", "crate source"),
        ("fn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nuse crate::fix;", "fix"),
        ("#[cfg(test)]\nmod tests;\nuse crate::fix;", "fix"),
        ("// use crate::cli\nlet supercrate = mycrate::cli;", ""),
    ] {
        assert_eq!(named("source/excerpt.rs", text), rooms, "{text}");
    }
    assert_eq!(named("source/mod.rs", "use super::cli;"), "cli");
    assert_eq!(paths("use std::{io, fs::{self, File}};", "std").len(), 3);
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
        for other in named_rooms(&path, &text) {
            // What is no room stands in the root, which the last two rooms may use.
            let allowed = match ROOMS.iter().position(|known| *known == other) {
                Some(other) => other <= at,
                None => at >= ROOMS.len() - 2,
            };
            if !allowed {
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
            let library_path: Vec<String> = library.split("::").map(ToOwned::to_owned).collect();
            let uses = paths(&code(&text), &library_path[0]).iter().any(|path| path.starts_with(&library_path));
            let allowed = places.iter().any(|place| path.starts_with(place));
            if uses && !allowed {
                wrong.push(format!("{} uses {library}, which belongs to {places:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Modules of the grammar that read no command of their own, or one that whole configurations in `whole` show.
const WITHOUT_FIXTURES: &[&str] =
    &["cells", "chatter", "draft", "global", "harmless", "parts", "prefix_list", "redundancy", "statement", "time"];

#[test]
fn the_fixture_tree_mirrors_the_grammar_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |dir: &str, wanted: fn(&Path) -> bool| -> Vec<String> {
        let paths = fs::read_dir(root.join(dir)).unwrap().map(|entry| entry.unwrap().path());
        let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().replace('-', "_");
        paths.filter(|path| wanted(path)).map(stem).filter(|name| name != "mod").collect()
    };
    let holds_files = |path: &Path| path.is_dir() && fs::read_dir(path).unwrap().next().is_some();
    let mut orphans = Vec::new();
    for family in ["ios/config", "ios/show", "vsphere"] {
        let fixtures = names(&format!("grammar-fixtures/{family}"), holds_files);
        let modules = names(&format!("src/grammar/{family}"), Path::is_file);
        let lone = fixtures.iter().filter(|name| !modules.contains(name) && *name != "whole");
        orphans.extend(lone.map(|name| format!("fixtures of {family}/{name} have no module")));
        for name in &modules {
            // `nat_pool` belongs to `nat`.
            let of_family = |other: &str| name == other || name.starts_with(&format!("{other}_"));
            let known =
                fixtures.iter().any(|other| of_family(other)) || WITHOUT_FIXTURES.iter().any(|other| of_family(other));
            if !known {
                orphans.push(format!("{family}/{name} has no fixtures"));
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
