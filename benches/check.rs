//! The stages of the analysis, and all of it, on inputs of the size that people have: `cargo bench`.

#![allow(clippy::unwrap_used, reason = "a test or benchmark that panics has said what is wrong")]

mod inputs;

use divan::Bencher;
use divan::counter::BytesCount;
use hcxnat::Settings;
use hcxnat::capture::{self, Input, Keep, Line, Segment, SegmentHead, Sink};
use hcxnat::grammar::{self, Row, Rows};
use hcxnat::intent::Intent;
use hcxnat::model::{self, Network, Watch};
use hcxnat::redact::{Key, Redactor};
use hcxnat::source::SourceMap;
use inputs::{APPLIANCES, config, table};

fn main() {
    divan::main();
}

fn input(text: String) -> [Input; 1] {
    [Input::Memory { name: "bench".to_owned(), bytes: text.into_bytes() }]
}

/// Runs `stage` on a capture that is made once.
fn stage<T>(bencher: Bencher<'_, '_>, text: String, stage: impl Fn(&[Input]) -> T + Sync) {
    let bytes = text.len();
    let input = input(text);
    bencher.counter(BytesCount::new(bytes)).bench(|| stage(&input));
}

fn intent() -> Intent {
    let [ix, ne] = APPLIANCES.map(|address| address.parse().unwrap());
    Intent::from_addresses(&[ix], &[ne], &[])
}

fn analyze(bencher: Bencher<'_, '_>, text: String) {
    let intent = intent();
    stage(bencher, text, |input| hcxnat::analyze(input, &intent, SourceMap::default(), &Settings::default()).unwrap());
}

/// Takes lines and segments, and does nothing with them.
struct Nothing;

impl Sink for Nothing {
    fn streamed(&mut self, _: &SegmentHead, _: &Line<'_>) -> Keep {
        Keep::No
    }

    fn segment(&mut self, _: &SourceMap, _: Segment) {}
}

impl Rows for Nothing {
    fn row(&mut self, _: &SegmentHead, _: &Row<'_>, _: &Line<'_>) -> Keep {
        Keep::No
    }
}

/// Lines cleaned and split into segments, one by one.
#[divan::bench(args = [10_000, 1_000_000])]
fn capture_table(bencher: Bencher<'_, '_>, rows: usize) {
    stage(bencher, table(rows), |input| capture::read(&input[0], &mut SourceMap::default(), &mut Nothing).unwrap());
}

#[divan::bench(args = [10_000, 100_000])]
fn capture_config(bencher: Bencher<'_, '_>, lines: usize) {
    stage(bencher, config(lines), |input| capture::read(&input[0], &mut SourceMap::default(), &mut Nothing).unwrap());
}

/// Typed rows, one by one.
#[divan::bench(args = [10_000, 1_000_000])]
fn rows_by_line(bencher: Bencher<'_, '_>, rows: usize) {
    stage(bencher, table(rows), |input| grammar::parse(input, &mut SourceMap::default(), None, &mut Nothing).unwrap());
}

fn network(input: &[Input]) -> Network {
    let watch = Watch::hcx(APPLIANCES.map(|address| address.parse().unwrap()));
    model::read(input, SourceMap::default(), &watch, None).unwrap()
}

/// Rows read in blocks, and which ports are taken.
#[divan::bench(args = [10_000, 1_000_000])]
fn rows(bencher: Bencher<'_, '_>, rows: usize) {
    stage(bencher, table(rows), network);
}

/// Facts of a configuration, and the devices.
#[divan::bench(args = [5_000, 100_000])]
fn config_lines(bencher: Bencher<'_, '_>, lines: usize) {
    stage(bencher, config(lines), network);
}

/// Two flows through a router whose lists are long.
#[divan::bench(args = [100, 100_000])]
fn evaluation(bencher: Bencher<'_, '_>, lines: usize) {
    let network = network(&input(config(lines) + &table(1_000)));
    let peer: std::net::Ipv4Addr = "198.51.100.1".parse().unwrap();
    let flows: Vec<(usize, hcxnat::eval::Flow)> = APPLIANCES
        .iter()
        .enumerate()
        .map(|(at, address)| (at, format!("udp {address}:4500 > {peer}:4500").parse().unwrap()))
        .collect();
    bencher.bench(|| hcxnat::eval::judge(&network.devices[0], 0, &flows, 0, None));
}

#[divan::bench(args = [5_000, 100_000])]
fn check_config(bencher: Bencher<'_, '_>, lines: usize) {
    analyze(bencher, config(lines));
}

#[divan::bench(args = [10_000, 1_000_000])]
fn check_table(bencher: Bencher<'_, '_>, rows: usize) {
    analyze(bencher, table(rows));
}

/// The measure of the first release: 5,000 configuration lines and 10,000 rows.
#[divan::bench]
fn check_edge_router(bencher: Bencher<'_, '_>) {
    analyze(bencher, config(5_000) + &table(10_000));
}

#[divan::bench]
fn redact_edge_router(bencher: Bencher<'_, '_>) {
    stage(bencher, config(5_000) + &table(10_000), |input| {
        let mut redactor = Redactor::new(Key::from_text("bench"));
        redactor.learn(&input[0]).unwrap();
        let mut bytes = 0;
        redactor.copy(&input[0], &mut |piece| bytes += piece.len()).unwrap();
        bytes
    });
}
