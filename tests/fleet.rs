//! Folders of many routers: each is judged by what is its own, and only results are kept.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail that way")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::Ipv4Addr;

use hcxnat::capture::Input;
use hcxnat::eval::Verdict;
use hcxnat::intent::Intent;
use hcxnat::report::{FEW_DEVICES, HumanOptions, Report, Style, human, json};
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};

/// One router of the fleet. The inside addresses are the same at every site.
struct Router {
    number: usize,
    /// Hosts that source UDP 4500, each with the port that it got.
    hosts: &'static [(u8, u16)],
    /// The first of them has a static.
    fixed: bool,
}

impl Router {
    fn name(&self) -> String {
        format!("EDGE-{:02}", self.number)
    }

    fn config(&self) -> String {
        let (name, number) = (self.name(), self.number);
        let mut out = format!(
            "{name}#show running-config\nBuilding configuration...\n\nCurrent configuration : 900 bytes\n!\nversion 15.7\n\
             hostname {name}\n!\n\
             interface GigabitEthernet0/0\n ip address 203.0.113.{number} 255.255.255.0\n ip nat outside\n!\n\
             interface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n ip nat inside\n!\n\
             ip nat inside source list 1 interface GigabitEthernet0/0 overload\n"
        );
        if let (true, [(host, _), ..]) = (self.fixed, self.hosts) {
            let _ =
                writeln!(out, "ip nat inside source static udp 10.0.0.{host} 4500 interface GigabitEthernet0/0 4500");
        }
        out + "ip route 0.0.0.0 0.0.0.0 203.0.113.254\n!\naccess-list 1 permit 10.0.0.0 0.0.0.255\n!\nend\n"
    }

    fn table(&self) -> String {
        let mut out = format!("{}#show ip nat translations\n", self.name());
        out += "Pro Inside global      Inside local       Outside local      Outside global\n";
        for (host, port) in self.hosts {
            let global = format!("203.0.113.{}:{port}", self.number);
            let _ = writeln!(out, "udp {global:18} 10.0.0.{host}:4500      198.51.100.9:4500  198.51.100.9:4500");
        }
        let _ =
            writeln!(out, "tcp 203.0.113.{}:4500  10.0.0.99:4500     198.51.100.8:443   198.51.100.8:443", self.number);
        out + &format!("{}#\n", self.name())
    }

    fn verdict(&self) -> Verdict {
        if self.hosts.iter().any(|(_, port)| *port != 4500) { Verdict::Fail } else { Verdict::Pass }
    }
}

/// Twelve routers; the third of each four has two hosts on one port.
fn fleet() -> Vec<Router> {
    let router = |number| match number % 4 {
        0 => Router { number, hosts: &[(5, 4500)], fixed: true },
        3 => Router { number, hosts: &[(5, 4500), (6, 1024)], fixed: false },
        1 => Router { number, hosts: &[(7, 4500)], fixed: false },
        _ => Router { number, hosts: &[(6, 4500)], fixed: false },
    };
    (1..=12).map(router).collect()
}

fn memory(name: String, text: String) -> Input {
    Input::Memory { name, bytes: text.into_bytes() }
}

/// One file a router.
fn whole(fleet: &[Router]) -> Vec<Input> {
    fleet.iter().map(|router| memory(format!("{}.txt", router.name()), router.config() + &router.table())).collect()
}

/// All configurations, then all tables, and between them something else.
fn apart(fleet: &[Router]) -> Vec<Input> {
    let config = |router: &Router| memory(format!("config/{}.txt", router.name()), router.config());
    let table = |router: &Router| memory(format!("nat/{}.txt", router.name()), router.table());
    let notes = memory("notes.txt".to_owned(), "Moved to the new racks on Monday.\n".to_owned());
    fleet.iter().map(config).chain([notes]).chain(fleet.iter().rev().map(table)).collect()
}

fn judged(inputs: &[Input], intent: &Intent, overview: bool) -> Report {
    let settings = Settings { overview, ..Settings::default() };
    analyze(inputs, intent, SourceMap::default(), &settings).unwrap()
}

fn verdicts(report: &Report) -> BTreeMap<String, Verdict> {
    let mut verdicts = BTreeMap::new();
    for flow in &report.flows {
        let name = report.network.devices[flow.device].name.clone().unwrap();
        let worst = verdicts.entry(name).or_insert(flow.verdict);
        *worst = flow.verdict.max(*worst);
    }
    verdicts
}

fn expected(fleet: &[Router]) -> BTreeMap<String, Verdict> {
    fleet.iter().map(|router| (router.name(), router.verdict())).collect()
}

fn screen(report: &Report) -> String {
    human(report, &HumanOptions { style: Style::PLAIN, closing: Some("The end.".to_owned()) })
}

#[test]
fn every_router_is_judged_by_its_own_hosts() {
    let fleet = fleet();
    for overview in [false, true] {
        let report = judged(&whole(&fleet), &Intent::default(), overview);
        assert_eq!(verdicts(&report), expected(&fleet));
        assert_eq!(report.verdict, Verdict::Fail);
        // 10.0.0.5 of one site is not 10.0.0.5 of another.
        let hosts: usize = fleet.iter().map(|router| router.hosts.len()).sum();
        assert_eq!((report.flows.len(), report.appliances.len()), (hosts, hosts));
    }
}

#[test]
fn files_of_one_router_are_joined_wherever_they_stand() {
    let fleet = fleet();
    let (one, two) =
        (judged(&whole(&fleet), &Intent::default(), false), judged(&apart(&fleet), &Intent::default(), false));
    assert_eq!(verdicts(&two), expected(&fleet));
    let told = |report: &Report| -> Vec<(String, Option<String>, String)> {
        let device = |index: usize| report.network.devices[index].name.clone().unwrap();
        let told = |f: &hcxnat::rules::Finding| (f.code.to_owned(), f.device.map(device), f.message.to_string());
        let mut told: Vec<_> = report.findings.iter().map(told).collect();
        told.sort();
        told
    };
    assert_eq!(told(&one), told(&two));
    assert_eq!(one.plans.len(), two.plans.len());
    let configs: Vec<_> = two.network.devices.iter().map(|device| (&device.config, &device.table.state)).collect();
    assert!(configs.iter().all(|state| *state == configs[0]), "{configs:?}");
}

#[test]
fn a_result_points_at_its_own_lines_and_plan() {
    let report = judged(&apart(&fleet()), &Intent::default(), false);
    let value: serde_json::Value = serde_json::from_slice(&json::check(&report)).unwrap();
    let (findings, fixes) = (value["findings"].as_array().unwrap(), value["fixes"].as_array().unwrap());
    assert!(findings.len() >= 3 && fixes.len() >= 3);
    for finding in findings {
        let device = finding["device"].as_str().unwrap();
        for label in finding["labels"].as_array().unwrap() {
            let (source, text) = (label["source"].as_str().unwrap(), label["text"].as_str().unwrap());
            assert!(source.ends_with(&format!("{device}.txt")), "{device}: {source}");
            assert!(!text.is_empty());
        }
        if let Some(id) = finding["fix"].as_str() {
            let fix = fixes.iter().find(|fix| fix["id"] == id).expect(id);
            assert_eq!(fix["device"], finding["device"]);
        }
    }
    let mut ids: Vec<_> = fixes.iter().map(|fix| fix["id"].as_str().unwrap()).collect();
    ids.dedup();
    assert_eq!(ids.len(), fixes.len());
    for flow in value["flows"].as_array().unwrap() {
        assert!(flow["observed"][0]["line"].is_number(), "{flow}");
        assert!(flow["predicted"]["rule_line"].is_number(), "{flow}");
    }
}

#[test]
fn an_appliance_that_is_named_is_asked_where_it_lives_and_a_lost_one_everywhere() {
    let routers = fleet();
    let at_home = Intent::from_addresses(&[Ipv4Addr::new(10, 0, 0, 7)], &[], &[]);
    let report = judged(&whole(&routers), &at_home, true);
    // Its network is that of every site.
    assert_eq!((report.flows.len(), report.appliances.len()), (12, 1));
    let lost = Intent::from_addresses(&[Ipv4Addr::new(10, 0, 0, 7)], &[Ipv4Addr::new(172, 16, 0, 9)], &[]);
    for overview in [false, true] {
        let report = judged(&whole(&routers), &lost, overview);
        assert_eq!(report.flows.iter().filter(|flow| flow.appliance == 1).count(), 12);
        let unseen: Vec<_> = report.findings.iter().filter(|finding| finding.code == "HCX504").collect();
        assert_eq!(unseen.len(), 1);
        assert_eq!((unseen[0].flows.len(), unseen[0].device), (12, None));
        assert!(unseen[0].message.to_string().contains("172.16.0.9"), "{}", unseen[0].message);
    }
}

#[test]
fn one_long_paste_of_a_fleet_comes_to_the_same() {
    let fleet = fleet();
    let paste: String = fleet.iter().map(|router| router.config() + &router.table()).collect();
    for overview in [false, true] {
        let report = judged(&[memory("all.txt".to_owned(), paste.clone())], &Intent::default(), overview);
        assert_eq!(verdicts(&report), expected(&fleet));
        assert_eq!(report.plans.is_empty(), overview);
    }
}

#[test]
fn what_was_not_opened_may_be_of_any_router() {
    let mut inputs = whole(&fleet());
    inputs.push(Input::Memory { name: "more.7z".to_owned(), bytes: b"7z\xbc\xaf\x27\x1c\0\x04rest".to_vec() });
    let report = judged(&inputs, &Intent::default(), true);
    let passed = report.flows.iter().filter(|flow| flow.verdict == Verdict::Pass).count();
    let open = report.flows.iter().filter(|flow| flow.verdict == Verdict::Inconclusive).count();
    assert_eq!((passed, open), (0, 12));
}

#[test]
fn a_few_routers_are_asked_about_each_others_hosts() {
    // They may be a pair.
    let few: Vec<Router> = fleet().into_iter().take(FEW_DEVICES).collect();
    let report = judged(&whole(&few), &Intent::default(), false);
    assert_eq!((report.appliances.len(), report.flows.len()), (3, 3 * FEW_DEVICES));
    assert!(!screen(&report).contains("One router in full"));
}

#[test]
fn the_screen_of_a_fleet_is_a_line_a_router() {
    let mut inputs = apart(&fleet());
    inputs.push(memory(
        "asa.txt".to_owned(),
        "ASA Version 9.8(2)\nhostname FW\nnat (inside,outside) source dynamic any interface\n".to_owned(),
    ));
    let report = judged(&inputs, &Intent::default(), true);
    assert!(report.plans.is_empty());
    let shown = screen(&report);
    for router in fleet() {
        assert_eq!(shown.lines().filter(|line| line.contains(&format!("  {}  ", router.name()))).count(), 1);
    }
    insta::assert_snapshot!(shown);
    // What the overview leaves out changes nothing in it.
    assert_eq!(screen(&judged(&inputs, &Intent::default(), false)), shown);
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let inputs = apart(&fleet());
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| json::check(&judged(&inputs, &Intent::default(), false)))
    };
    let one = run(1);
    for threads in [2, 2, 5] {
        assert_eq!(String::from_utf8(one.clone()).unwrap(), String::from_utf8(run(threads)).unwrap());
    }
}

#[test]
fn of_a_router_only_its_result_is_kept() {
    for overview in [false, true] {
        let report = judged(&whole(&fleet()), &Intent::default(), overview);
        for device in &report.network.devices {
            assert!(device.interfaces.is_empty() && device.nat_rules.is_empty() && device.acls.is_empty());
            assert!(device.table.rows.is_empty() && device.table.occupied.iter().next().is_none());
            let own = report.flows.iter().filter(|flow| report.network.devices[flow.device].name == device.name);
            assert_eq!(device.table.row_count, own.count() as u64 + 1);
        }
        assert!(report.flows.iter().all(|flow| flow.trace.steps.is_empty()));
    }
}
