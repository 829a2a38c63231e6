//! Every file of the corpus gives the rows and the statements that a second, independent reading gives.
//!
//! Tables are compared with the readings that their projects keep beside them, after mending what those are known to get
//! wrong, and with a reading by words. Configurations are compared with a reading line by line that knows nothing of our
//! grammar. Every difference stands in [`known`] with its reason; one that is not there fails, and so does one that is
//! there and no longer occurs.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test that is skipped says so"
)]

#[path = "../common/mod.rs"]
mod common;
mod known;
mod lines;
mod literal;
mod statements;
mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use common::{corpus, manifest};
use serde_json::Value;
use tables::Project;

/// What only one of two readings has, as `ours: ...` and `theirs: ...`, in order.
fn differences(mut ours: Vec<String>, mut theirs: Vec<String>) -> Vec<String> {
    ours.sort();
    theirs.sort();
    let mut counts: BTreeMap<&String, i32> = BTreeMap::new();
    for (rows, one) in [(&ours, 1), (&theirs, -1)] {
        for row in rows {
            *counts.entry(row).or_default() += one;
        }
    }
    let mut found = Vec::new();
    for (row, count) in counts {
        let whose = if count > 0 { "ours" } else { "theirs" };
        found.extend((0..count.unsigned_abs()).map(|_| format!("{whose}: {row}")));
    }
    found
}

/// Compares what was found in every file with what is known.
fn settle(found: &BTreeMap<String, Vec<String>>, known: &[known::Known]) {
    let mut wrong = Vec::new();
    let mut used = vec![0; known.len()];
    for (file, differences) in found {
        for difference in differences {
            let fits = |(_, known): &(usize, &known::Known)| {
                file.contains(known.file) && difference.starts_with(known.difference)
            };
            match known.iter().enumerate().find(fits) {
                Some((at, _)) => used[at] += 1,
                None => wrong.push(format!("{file}\n      {difference}")),
            }
        }
    }
    for (known, used) in known.iter().zip(used) {
        assert!(!known.reason.is_empty());
        if used == 0 {
            wrong.push(format!("listed, and no longer so: {} | {}", known.file, known.difference));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

fn name(path: &Path, corpus: &Path) -> String {
    path.strip_prefix(corpus).unwrap().display().to_string()
}

/// The reading that lies beside a file.
fn beside(path: &Path) -> Option<(Value, Project)> {
    let with = |ending: &str| std::fs::read_to_string(format!("{}.expected.{ending}", path.display())).ok();
    if let Some(text) = with("py") {
        let value = literal::assigned(&text).unwrap_or_else(|| panic!("{} is no literal", path.display()));
        return Some((value, Project::Genie));
    }
    if let Some(text) = with("json") {
        return Some((serde_json::from_str(&text).unwrap(), Project::Muninn));
    }
    with("yml").map(|text| (serde_yaml::from_str(&text).unwrap(), Project::NtcTemplates))
}

#[test]
fn tables_as_their_projects_read_them() {
    let Some(corpus) = corpus() else { return };
    let (mut found, mut compared, mut rows) = (BTreeMap::new(), 0, 0);
    for (path, kind, platform) in manifest(&corpus) {
        let Some((value, project)) = beside(&path).filter(|_| kind == "nat-table" && platform.starts_with("ios"))
        else {
            continue;
        };
        let theirs = tables::theirs(&value, project);
        let (ours, totals) = tables::ours(&std::fs::read(&path).unwrap());
        (compared, rows) = (compared + 1, rows + theirs.len());
        let mut differences = differences(ours, theirs);
        let total = tables::total(&value).filter(|total| !totals.contains(total));
        differences.extend(total.map(|total| format!("theirs: total {total}")));
        found.insert(name(&path, &corpus), differences);
    }
    println!("{compared} readings with {rows} rows");
    assert!(compared >= 20 && rows >= 40, "{compared} readings with {rows} rows: the corpus is not what it was");
    settle(&found, known::PROJECTS);
}

#[test]
fn tables_as_words() {
    let Some(corpus) = corpus() else { return };
    let (mut found, mut rows) = (BTreeMap::new(), 0);
    for (path, ..) in manifest(&corpus) {
        let bytes = std::fs::read(&path).unwrap();
        let (ours, theirs) = (tables::ours(&bytes).0, tables::by_words(&bytes));
        rows += ours.len();
        found.insert(name(&path, &corpus), differences(ours, theirs));
    }
    println!("{} files with {rows} rows", found.len());
    settle(&found, known::WORDS);
}

#[test]
fn configurations_as_lines() {
    let Some(corpus) = corpus() else { return };
    let (mut found, mut count) = (BTreeMap::new(), BTreeMap::<String, u32>::new());
    for (path, kind, platform) in manifest(&corpus) {
        let bytes = std::fs::read(&path).unwrap();
        let mut ours = statements::ours(&bytes);
        let is_ios = ["ios", "iosxe"].contains(&platform.as_str());
        let prose = kind.starts_with("transcript");
        // What is no IOS has none of our statements.
        let mut theirs = if is_ios { lines::statements(&bytes, prose) } else { Vec::new() };
        theirs.retain(|statement| !prose || statement.starts_with("nat ") || statement.starts_with("pool "));
        if prose {
            // Notes tell stories of interfaces and lists; what they type of NAT is what counts.
            ours.retain(|statement| statement.starts_with("nat ") || statement.starts_with("pool "));
        }
        for statement in &ours {
            *count.entry(statement.split(' ').next().unwrap().to_owned()).or_default() += 1;
        }
        found.insert(name(&path, &corpus), differences(ours, theirs));
    }
    println!("{} files: {count:?}", found.len());
    settle(&found, known::CONFIGURATIONS);
}
