//! Tables of a generator that knows who kept port 4500, what the others got, and which port is next.
//!
//! `HCXNAT_BENCH` names the directory in which `gen.py` lies; without it and without python3 nothing is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;

use hcxnat::capture::Input;
use hcxnat::eval::{Flow, Outcome};
use hcxnat::intent::Intent;
use hcxnat::model::{self, Watch};
use hcxnat::net::Protocol;
use hcxnat::report::Report;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};
use serde::Deserialize;

const SEEDS: u32 = 200;

/// Runs the generator for every seed in one process: starting Python is what takes time.
const DRIVER: &str = "\
import sys
sys.path.insert(0, sys.argv[1])
import gen
layout, folder, seeds, rest = sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:]
for seed in range(1, seeds + 1):
    files = ['--out', f'{folder}/{seed}.txt', '--truth', f'{folder}/{seed}.json']
    sys.argv = ['gen.py', 'translations', '--prompt', '--layout', layout, '--seed', str(seed)] + files + rest
    gen.main()
";

/// One inside global address with appliances behind it.
#[derive(Debug, Deserialize)]
struct Group {
    inside_global: Ipv4Addr,
    kept: Held,
    remapped: Vec<Held>,
    appliances: Vec<Ipv4Addr>,
    next_free_port: u16,
}

#[derive(Debug, Deserialize)]
struct Held {
    inside_local: Ipv4Addr,
    port: u16,
}

#[derive(Debug, Deserialize)]
struct Truth {
    groups: Vec<Group>,
}

fn generator() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench");
    let folder = std::env::var_os("HCXNAT_BENCH").map_or(beside, PathBuf::from);
    if !folder.join("gen.py").is_file() {
        println!("skipped: {} holds no gen.py; set HCXNAT_BENCH to its directory", folder.display());
        return None;
    }
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no python3");
        return None;
    }
    Some(folder)
}

/// Which inside global endpoints each inside host has for its port 4500.
type Leaves = BTreeMap<Ipv4Addr, BTreeSet<(String, u16)>>;

fn expected(truth: &Truth) -> Leaves {
    let mut leaves = Leaves::new();
    for group in &truth.groups {
        for held in group.remapped.iter().chain([&group.kept]) {
            let global = (group.inside_global.to_string(), held.port);
            leaves.entry(held.inside_local).or_default().insert(global);
        }
    }
    leaves
}

fn observed(report: &Report) -> Leaves {
    let mut leaves = Leaves::new();
    for flow in &report.flows {
        let seen = flow.observed.iter().map(|seen| &seen.inside_global);
        let seen = seen.filter_map(|global| Some((global.address.to_string(), global.port()?)));
        leaves.entry(flow.flow.local).or_default().extend(seen);
    }
    leaves
}

/// What the table alone tells, the appliances being inferred.
fn kept_and_remapped(table: &Input, truth: &Truth) {
    let report =
        analyze(std::slice::from_ref(table), &Intent::default(), SourceMap::default(), &Settings::default()).unwrap();
    assert_eq!(report.network.coverage.notes(), []);
    assert!(report.appliances.iter().all(|appliance| appliance.inferred));
    assert_eq!(observed(&report), expected(truth));
    let blamed: BTreeSet<_> = report
        .findings
        .iter()
        .filter(|finding| finding.code == "HCX101")
        .flat_map(|finding| finding.appliances.iter().cloned())
        .collect();
    let remapped = truth.groups.iter().flat_map(|group| &group.remapped);
    assert_eq!(blamed, remapped.map(|held| held.inside_local.to_string()).collect());
}

/// A router that overloads each of these addresses for a host of its own.
fn router(groups: &[Group]) -> String {
    let mut out = "version 15.7\nhostname EDGE1\ninterface GigabitEthernet0/0\n ip address 192.0.2.2 255.255.255.252\n \
                   ip nat outside\ninterface GigabitEthernet0/1\n ip address 10.255.0.254 255.255.255.0\n ip nat inside\n"
        .to_owned();
    for (group, number) in groups.iter().zip(1..) {
        let global = group.inside_global;
        let _ = write!(
            out,
            "ip nat pool P{number} {global} {global} prefix-length 24\n\
             ip nat inside source list {number} pool P{number} overload\naccess-list {number} permit 10.255.0.{number}\n"
        );
    }
    out.push_str("ip route 0.0.0.0 0.0.0.0 192.0.2.1\nend\n");
    out
}

/// What one more host that sends from 4500 would get; which port it is is known where `whole` says that no part of the
/// table is missing.
fn next_free(inputs: &[Input], truth: &Truth, whole: bool, by_trace: bool) {
    let flow = |number: u8| Flow {
        protocol: Protocol::UDP,
        local: Ipv4Addr::new(10, 255, 0, number),
        local_port: 4500,
        peer: Some(Ipv4Addr::new(192, 0, 2, 77)),
        peer_port: 4500,
        vrf: None,
    };
    let flows: Vec<Flow> = truth.groups.iter().zip(1..).map(|(_, number)| flow(number)).collect();
    let watch = Watch::hcx(flows.iter().map(|flow| flow.local));
    let network = model::read(inputs, SourceMap::default(), &watch, None).unwrap();
    let [device] = network.devices.as_slice() else { panic!("one router and its table") };
    for (group, flow) in truth.groups.iter().zip(&flows) {
        let expected = whole.then_some(group.next_free_port);
        let mut judged = hcxnat::eval::judge(device, 0, &[(0, flow.clone())], 0, None);
        let predicted = judged.remove(0).predicted;
        let says = format!("{group:?} {predicted:?}");
        assert_eq!((predicted.outcome, predicted.expected_port), (Outcome::Remapped, expected), "{says}");
        assert_eq!(predicted.inside_global, Some(group.inside_global.into()), "{says}");
        if by_trace {
            let traced = hcxnat::trace(inputs, flow, &Settings::default()).unwrap();
            assert_eq!(traced.answers[0].predicted.expected_port, expected, "{says}");
        }
    }
}

/// For every seed a table of `rows` rows, so that six inside global addresses are in use, and of every second one it is
/// known who has which port. Debug builds read some 20,000 lines a second.
fn check(layout: &str, rows: u32) {
    let Some(bench) = generator() else { return };
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("python3")
        .args(["-B", "-c", DRIVER])
        .arg(&bench)
        .arg(layout)
        .arg(folder.path())
        .arg(SEEDS.to_string())
        .args(["--rows", &rows.to_string(), "--per-global", &(rows / 6).to_string()])
        .status()
        .unwrap();
    assert!(made.success(), "the generator fails");
    let (mut groups, mut remapped) = (0, 0);
    for seed in 1..=SEEDS {
        let file = |extension: &str| folder.path().join(format!("{seed}.{extension}"));
        let truth: Truth = serde_json::from_slice(&std::fs::read(file("json")).unwrap()).unwrap();
        let table = Input::File(file("txt"));
        kept_and_remapped(&table, &truth);
        // The configuration stands before the table in the same paste.
        let mut paste = router(&truth.groups).into_bytes();
        paste.extend(std::fs::read(file("txt")).unwrap());
        // The tables of single VRFs leave out the one of the router, in which the hosts are.
        let whole = layout != "vrf";
        next_free(&[Input::Memory { name: "paste".to_owned(), bytes: paste }], &truth, whole, seed % 20 == 1);
        groups += truth.groups.len();
        remapped += truth.groups.iter().map(|group| group.remapped.len()).sum::<usize>();
        assert!(truth.groups.iter().all(|group| !group.appliances.is_empty()));
    }
    println!("{layout}: {groups} addresses, {remapped} appliances remapped");
    assert!(groups >= SEEDS as usize && remapped > groups);
}

#[test]
fn a_table_of_ios() {
    check("ios", 900);
}

#[test]
fn a_table_of_ios_xe_with_its_total() {
    check("ios-xe-total", 900);
}

#[test]
fn a_verbose_table() {
    check("verbose", 300);
}

#[test]
fn tables_of_vrfs() {
    check("vrf", 900);
}
