//! Real configurations, when they are at hand. They are not part of the project.

use std::path::PathBuf;
use std::time::Instant;

use super::Text;
use crate::grammar::State;

fn corpus() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus"));
    let named = std::env::var_os("HCXNAT_CORPUS").map(PathBuf::from);
    named.or(Some(beside)).filter(|root| root.join("manifest.tsv").exists())
}

/// Files of the manifest that are configurations of IOS or IOS-XE.
fn configurations(root: &std::path::Path) -> Vec<String> {
    let manifest = std::fs::read_to_string(root.join("manifest.tsv")).unwrap();
    let wanted = |row: &str| {
        let columns: Vec<&str> = row.split('\t').collect();
        let ours = columns.get(4).is_some_and(|kind| kind.starts_with("config"));
        let ios = columns.get(5).is_some_and(|platform| matches!(*platform, "ios" | "iosxe"));
        (ours && ios).then(|| columns[0].to_owned())
    };
    manifest.lines().filter_map(wanted).collect()
}

/// NAT is never passed over in silence, except in prose.
fn check_nat(name: &str, line: &str, note: bool, modelled: bool) {
    let trimmed = line.trim_start();
    let prose = ["!", "description", "remark", "alias"].iter().any(|word| trimmed.starts_with(word));
    let command = trimmed.contains("ip nat") && !prose && !trimmed.contains('#') && !trimmed.contains(" remark ");
    assert!(!command || note || modelled, "{name}: passed over: {line}");
}

#[test]
fn real_configurations() {
    let Some(root) = corpus() else {
        println!("skipped: no corpus beside the project and HCXNAT_CORPUS is not set");
        return;
    };
    let (mut lines, mut unknown) = (0, 0);
    for name in configurations(&root) {
        let raw = String::from_utf8_lossy(&std::fs::read(root.join(&name)).unwrap()).into_owned();
        let text = Text::new(&raw);
        let start = Instant::now();
        let (_, coverage) = text.parse();
        let took = start.elapsed();
        lines += coverage.lines();
        unknown += coverage.of(State::Unrecognized);
        if coverage.of(State::Unrecognized) + coverage.of(State::Malformed) > 0 {
            println!(
                "{:>5} lines {:>4} unrecognized {:>3} malformed {took:?} {name}",
                coverage.lines(),
                coverage.of(State::Unrecognized),
                coverage.of(State::Malformed)
            );
        }
        for note in coverage.notes().iter().filter(|note| note.state != State::Unsupported) {
            println!(
                "    {:?} {}: {}  | {}",
                note.state,
                note.line,
                note.effect,
                text.sources.quote_line(note.span).unwrap_or_default()
            );
        }
        for (index, line) in raw.lines().enumerate().filter(|(_, line)| line.contains("ip nat")) {
            let noted = coverage
                .notes()
                .iter()
                .any(|note| note.line as usize == index + 1 && note.state != State::Unrecognized);
            check_nat(&name, line, noted, state_alone(line) == State::Modelled);
        }
    }
    println!("{unknown} of {lines} lines not recognised");
}

/// The state of a NAT line under an interface, by itself.
fn state_alone(line: &str) -> State {
    let (_, coverage) = super::read(&format!("interface g0/0\n ip address 10.0.0.1 255.0.0.0\n{line}"));
    let states = [State::Unsupported, State::Malformed, State::Unrecognized, State::Harmless];
    states.into_iter().find(|&state| coverage.of(state) > 0).unwrap_or(State::Modelled)
}
