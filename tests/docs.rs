//! The book: nothing left out, no dead link, no command that is not there. After a new rule,
//! `UPDATE_DOCS=1 cargo test --test docs` writes the index of rules.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use hcxnat::locale::Language;
use hcxnat::rules::{Rule, registry};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every page of the book, and the README.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    for folder in ["docs", "docs/rules", "docs/ja/rules"] {
        let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    pages
}

/// Targets of the Markdown links of a page, without those to elsewhere.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|target| !target.contains("://") && !target.starts_with('#') && !target.contains(' ')).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut seen = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let target = page.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(target.exists(), "{}: {link}", page.display());
            seen += 1;
        }
    }
    assert!(seen > 50);
}

#[test]
fn every_page_is_in_the_book() {
    let summary = std::fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let listed: BTreeSet<&str> = links(&summary).into_iter().collect();
    for entry in std::fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let page = Path::new(&name).extension().is_some_and(|extension| extension == "md") && name != "SUMMARY.md";
        assert!(!page || listed.contains(name.as_str()), "{name} is not in docs/SUMMARY.md");
    }
    for rule in registry() {
        for folder in ["rules", "ja/rules"] {
            let page = format!("{folder}/{}.md", rule.meta.code);
            assert!(
                listed.contains(page.as_str()),
                "{page} is not in docs/SUMMARY.md: UPDATE_DOCS=1 cargo test --test docs"
            );
        }
    }
}

/// The families of codes, as the first of each is reached.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("HCX1", "Seen in the live table", "変換テーブルに表れているもの"),
    ("HCX2", "Predicted from the configuration", "設定から予測されるもの"),
    ("HCX3", "Hazards of static NAT", "スタティック NAT の落とし穴"),
    ("HCX4", "The path around NAT", "NAT の前後の経路"),
    ("HCX5", "The capture itself", "入力そのもの"),
    ("VSP6", "The vSphere side", "vSphere 側"),
];

fn index(language: Language) -> String {
    let (mut index, heads) = match language {
        Language::English => (
            "# The rules\n\nEach page is what `hcxnat explain CODE` prints, and the test of its rule. Generated from the \
             registry; `UPDATE_DOCS=1 cargo test --test docs` writes it.\n"
                .to_owned(),
            "| code | name | severity | needs | says |",
        ),
        Language::Japanese => (
            "# ルール (日本語)\n\n各ページは `hcxnat explain CODE --lang ja` の出力であり、ルールのテストでもあります。この一覧はルールの\
             登録内容から `UPDATE_DOCS=1 cargo test --test docs` で生成しています。\n"
                .to_owned(),
            "| コード | 名前 | 重大度 | 必要なもの | 内容 |",
        ),
    };
    for (family, english, japanese) in FAMILIES {
        let rules: Vec<_> = registry().iter().filter(|rule| rule.meta.code.starts_with(family)).collect();
        if rules.is_empty() {
            continue;
        }
        let title = if language == Language::English { english } else { japanese };
        let _ = write!(index, "\n## {title}\n\n{heads}\n|---|---|---|---|---|\n");
        for rule in rules {
            let meta = &rule.meta;
            let (code, severity, summary) =
                (meta.code, meta.severity.as_str(), (meta.summary)().to(language).replace('|', "\\|"));
            let _ =
                writeln!(index, "| [{code}]({code}.md) | {} | {severity} | {} | {summary} |", meta.name, meta.needs);
        }
    }
    index
}

#[test]
fn the_index_of_rules_is_that_of_the_registry() {
    let families = |code: &str| FAMILIES.iter().filter(|(family, ..)| code.starts_with(family)).count();
    assert!(registry().iter().all(|rule| families(rule.meta.code) == 1));
    let summary = root().join("docs/SUMMARY.md");
    let text = std::fs::read_to_string(&summary).unwrap();
    let mut book: String = text.split_inclusive('\n').filter(|line| !line.starts_with("  - [")).collect();
    let hint = "run UPDATE_DOCS=1 cargo test --test docs";
    for (language, folder) in [(Language::English, "rules"), (Language::Japanese, "ja/rules")] {
        let entry = |rule: &Rule| format!("  - [{0} {1}]({folder}/{0}.md)\n", rule.meta.code, rule.meta.name);
        let entries = registry().iter().map(entry).collect::<Vec<_>>().concat();
        book = book.replace(&format!("({folder}/README.md)\n"), &format!("({folder}/README.md)\n{entries}"));
        let page = root().join("docs").join(folder).join("README.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&page, index(language)).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&page).unwrap_or_default(), index(language), "{hint}");
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&summary, &book).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&summary).unwrap(), book, "{hint}");
}

/// The words after `hcxnat` of every indented line or inline piece of code that starts with it.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("    ")).map(str::trim);
    let inline = text.split('`').skip(1).step_by(2);
    let runs = lines.chain(inline).flat_map(|code| code.split(" | "));
    let runs = runs.filter_map(|code| {
        code.trim().strip_prefix("hcxnat ").or_else(|| code.trim().strip_prefix("cargo run --release -- "))
    });
    runs.map(|run| run.split_whitespace().map(str::to_owned).collect()).collect()
}

/// Words that are no command, because a sentence goes on.
const PROSE: &[&str] = &["never"];

#[test]
fn every_command_in_the_book_exists() {
    let mut help: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for words in commands(&text) {
            let Some(name) = words.first().filter(|name| !PROSE.contains(&name.as_str())) else { continue };
            let page_of = help.entry(name.clone()).or_insert_with(|| {
                let output = Command::new(env!("CARGO_BIN_EXE_hcxnat")).args([name, "--help"]).output().unwrap();
                assert!(output.status.success(), "{}: `hcxnat {name}` is no command", page.display());
                String::from_utf8(output.stdout).unwrap()
            });
            for flag in words.iter().skip(1).take_while(|word| *word != ">").filter(|word| word.starts_with("--")) {
                let flag = flag.split('=').next().unwrap().trim_end_matches([',', '.', ')', ']']);
                assert!(flag == "--" || page_of.contains(flag), "{}: `hcxnat {name}` has no {flag}", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}
