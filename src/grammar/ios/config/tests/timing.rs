//! How long a long configuration takes; run by hand: `HCXNAT_LONG=FILE cargo test --release timing -- --nocapture`.

use std::time::Instant;

use super::Text;
use crate::grammar::{Coverage, State};

#[test]
fn timing() {
    let Some(path) = std::env::var_os("HCXNAT_LONG") else {
        println!("skipped: HCXNAT_LONG names no file");
        return;
    };
    let text = Text::new(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
    let lines = text.lines();
    for _ in 0..5 {
        let mut coverage = Coverage::default();
        let start = Instant::now();
        let facts = super::parse(lines.iter().copied(), &mut coverage);
        let took = start.elapsed();
        let states = [State::Modelled, State::Harmless, State::Unsupported, State::Malformed, State::Unrecognized];
        let counts = states.map(|state| coverage.of(state));
        let entries: usize = facts.access_lists.iter().map(|list| list.entries.len()).sum();
        println!("{} lines in {took:?}, {entries} list entries, {counts:?}", lines.len());
        for note in coverage.notes().iter().filter(|n| n.state >= State::Malformed).take(5) {
            println!("{note:?}");
        }
    }
}
