//! Judges of the engine that share no code with it: what a flow meets is worked out a second time, in the plainest way
//! there is, and the two answers must agree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

mod acl;
mod allocation;
mod lists;
mod order;
mod truth;

use hcxnat::capture::Input;
use hcxnat::eval::Flow;
use hcxnat::{Answer, Settings, Traced};
use proptest::test_runner::{Config, RngSeed};

/// `PROPTEST_CASES`, or 256, times `factor`. Without that variable the cases are the same every time, so that a run says
/// something of the change and not of its luck; with it, new ones are looked for.
pub(crate) fn cases(factor: u32) -> Config {
    let usual = Config::default();
    let searching = std::env::var_os("PROPTEST_CASES").is_some();
    let rng_seed = if searching { usual.rng_seed } else { RngSeed::Fixed(4500) };
    Config { cases: usual.cases * factor, failure_persistence: None, rng_seed, ..usual }
}

pub(crate) fn memory(text: &str) -> Input {
    Input::Memory { name: "paste".to_owned(), bytes: text.as_bytes().to_vec() }
}

pub(crate) fn trace(text: &str, flow: &Flow) -> Traced {
    hcxnat::trace(&[memory(text)], flow, &Settings::default()).unwrap()
}

/// The answer of the only router, every line of whose capture must have been understood.
pub(crate) fn the_answer<'t>(traced: &'t Traced, text: &str) -> &'t Answer {
    let notes = traced.network.coverage.notes();
    assert!(notes.is_empty(), "not understood: {notes:?}\n{text}");
    let [answer] = traced.answers.as_slice() else { panic!("{} routers in\n{text}", traced.answers.len()) };
    answer
}
