//! The three screens that decide it, through the real program: the incident, the same router repaired by the plan the
//! tool printed, and a capture that stops at a pager.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot run the program must fail")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const EDGE: &str = include_str!("../src/cli/demo/edge.txt");
const INVENTORY: &str = include_str!("../src/cli/demo/inventory.yaml");

fn run(arguments: &[&str], dir: &Path) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_hcxnat")).args(arguments).current_dir(dir).env_clear().output().unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    (output.status.code().unwrap(), text)
}

/// What a terminal with a UTF-8 locale shows.
fn demo_in_unicode() -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    let output = command.arg("demo").env_clear().env("LC_ALL", "C.UTF-8").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = include_str!("../README.md");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(shown, demo_in_unicode(), "copy the output of `hcxnat demo` into README.md");
}

fn check(capture: &str) -> (i32, String, Value) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("edge.txt"), capture).unwrap();
    std::fs::write(dir.path().join("inventory.yaml"), INVENTORY).unwrap();
    let (code, screen) =
        run(&["check", "edge.txt", "--inventory", "inventory.yaml", "-o", "human", "-o", "json=out.json"], dir.path());
    let json = std::fs::read_to_string(dir.path().join("out.json")).unwrap();
    (code, screen, serde_json::from_str(&json).unwrap())
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

#[test]
fn the_incident() {
    let (code, screen) = run(&["demo"], Path::new("."));
    assert_eq!(code, 1);
    insta::assert_snapshot!("1_incident", screen);
}

#[test]
fn the_incident_in_japanese() {
    let (code, screen) = run(&["demo", "--lang", "ja"], Path::new("."));
    assert_eq!(code, 1);
    // What is typed, and the rows to expect, are the same in every language.
    let typed = |screen: &str| -> Vec<String> {
        let plan = screen.lines().skip_while(|line| *line != "     configure terminal");
        let typed = plan.filter(|line| line.starts_with("     ") && line.is_ascii());
        typed.filter(|line| !line.contains("rows to expect")).map(str::to_owned).collect()
    };
    let (_, english) = run(&["demo"], Path::new("."));
    assert!(typed(&screen).len() > 20);
    assert_eq!(typed(&screen), typed(&english));
    insta::assert_snapshot!("5_incident_ja", screen);
}

/// The second incident: found while everything still works, from the event, the ARP table and the policy.
#[test]
fn the_mac_that_drifted() {
    let (code, screen) = run(&["demo", "--case", "mac-drift"], Path::new("."));
    assert_eq!(code, 1);
    insta::assert_snapshot!("4_mac_drift", screen);
    let (_, json) = run(&["demo", "--case", "mac-drift", "-o", "json"], Path::new("."));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verdict"], "pass", "the port is not the trouble");
    let [finding] = json["findings"].as_array().unwrap().as_slice() else { panic!("one finding: {json}") };
    assert_eq!((finding["code"].as_str(), finding["severity"].as_str()), (Some("VSP601"), Some("error")));
    assert_eq!(strings(&finding["appliances"]), ["SM1-NE-I1"]);
    // The event, the ARP line, the policy line.
    let labels: Vec<&str> =
        finding["labels"].as_array().unwrap().iter().map(|label| label["text"].as_str().unwrap()).collect();
    assert!(labels[0].starts_with("Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62"), "{labels:?}");
    assert!(labels[1].contains("0050.5686.671a") && labels[2].starts_with("HCX-Uplink"), "{labels:?}");
    assert_eq!(labels.len(), 3);
}

#[test]
fn the_demo_is_the_incident_as_it_was_reported() {
    let (code, _, json) = check(EDGE);
    assert_eq!((code, json["verdict"].as_str()), (1, Some("fail")));
    let flow = |role: &str| {
        let flows = json["flows"].as_array().unwrap();
        flows.iter().find(|flow| flow["role"] == role).unwrap().clone()
    };
    let (ix, ne) = (flow("IX"), flow("NE"));
    assert_eq!(ix["local"], serde_json::json!({"address": "192.19.72.202", "port": 4500}));
    assert_eq!(ne["local"], serde_json::json!({"address": "192.19.72.203", "port": 4500}));
    assert_eq!(ix["observed"][0]["inside_global"]["port"], 4500);
    assert_eq!(ne["observed"][0]["inside_global"], serde_json::json!({"address": "19.155.80.72", "port": 1543}));
    assert_eq!((&ne["predicted"]["outcome"], &ne["predicted"]["expected_port"]), (&"remapped".into(), &1543.into()));
    assert_eq!(json["coverage"]["lines"], EDGE.lines().count());
}

/// Types the plan's lines into the text of the capture, forgets the rows of the appliances, and prints those that the
/// plan expects.
fn repaired(json: &Value) -> String {
    let plan = &json["fixes"][0];
    let mut text = String::new();
    for line in EDGE.lines() {
        if line == "end" {
            for command in strings(&plan["commands"]) {
                text.extend([command, "\n"]);
            }
        }
        let old = line.contains("192.19.72.202:4500") || line.contains("192.19.72.203:4500");
        if !old {
            text.extend([line, "\n"]);
        }
        if line.starts_with("Pro Inside global") {
            for row in strings(&plan["expect"]) {
                text.extend([row, "\n"]);
            }
        }
    }
    text
}

#[test]
fn the_same_router_repaired() {
    let (.., before) = check(EDGE);
    let (code, screen, after) = check(&repaired(&before));
    assert_eq!((code, after["verdict"].as_str()), (0, Some("pass")), "{screen}");
    let left: Vec<_> = after["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    for code in strings(&before["fixes"][0]["proof"]["resolves"]) {
        assert!(!left.contains(&code), "{code} was to be resolved");
    }
    insta::assert_snapshot!("2_repaired", screen);
}

#[test]
fn a_capture_cut_at_the_pager() {
    let until: usize = EDGE.lines().take(120).map(|line| line.len() + 1).sum();
    let cut = format!("{} --More-- ", &EDGE[..until]);
    let (code, screen, json) = check(&cut);
    assert_eq!((code, json["verdict"].as_str()), (4, Some("inconclusive")), "{screen}");
    assert!(screen.contains("terminal length 0") && screen.contains("show running-config"), "{screen}");
    insta::assert_snapshot!("3_cut", screen);
}

/// A router with a static for one host, a pool for the others, and no table.
const SMALL: &str = "Building configuration...\nversion 15.7\nhostname R1\ninterface GigabitEthernet0/0\n \
    ip address 203.0.113.1 255.255.255.252\n ip nat outside\ninterface GigabitEthernet0/1\n \
    ip address 192.168.10.1 255.255.255.0\n ip nat inside\nip route 0.0.0.0 0.0.0.0 203.0.113.2\n\
    ip nat pool PUBLIC 198.51.100.9 198.51.100.9 prefix-length 29\n\
    ip nat inside source static 192.168.10.20 198.51.100.10\nip nat inside source list 1 pool PUBLIC overload\n\
    access-list 1 permit 192.168.10.0 0.0.0.255\nend\n";

/// The screen of a command on a capture called `a.txt`.
fn screen(capture: &str, arguments: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.txt"), capture).unwrap();
    let (command, options) = arguments.split_first().unwrap();
    run(&[&[*command, "a.txt"], options].concat(), dir.path()).1
}

/// The screen with its lines joined, as wrapping depends on the length of words.
fn said(capture: &str, arguments: &[&str]) -> String {
    screen(capture, arguments).split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ")
}

#[test]
fn a_configuration_without_an_end_stops_at_its_last_line() {
    let cut = SMALL.split("ip nat pool").next().unwrap();
    let screen = said(&format!("{cut}\n\n"), &["check", "--ix", "192.168.10.5"]);
    assert!(screen.contains("cut off at a.txt:10"), "{screen}");
    assert!(screen.contains("10 ip route 0.0.0.0 0.0.0.0 203.0.113.2"), "{screen}");
}

#[test]
fn a_missing_mark_is_told_with_its_interface() {
    let screen = said(&SMALL.replace(" ip nat outside\n", ""), &["check", "--ix", "192.168.10.5"]);
    for says in [
        "NAT does not look at it: leaves with its inside address",
        "GigabitEthernet0/1 is inside",
        "GigabitEthernet0/0 has no 'ip nat' line",
        "help: Type 'ip nat outside' on GigabitEthernet0/0.",
        "No plan: R1: IX 192.168.10.5: no plan is made about HCX204",
    ] {
        assert_eq!(screen.matches(says).count(), 1, "{says}: {screen}");
    }
}

#[test]
fn the_public_address_is_not_the_one_to_name() {
    for (address, says) in [
        (
            "198.51.100.10",
            "the public address of 192.168.10.20, the inside global of a static: give the inside address, 192.168.10.20",
        ),
        ("198.51.100.9", "one of NAT pool PUBLIC: give the inside address of the appliance"),
        ("192.168.10.1", "the router's own address on GigabitEthernet0/1, not an appliance's"),
    ] {
        let screen = said(SMALL, &["check", "--ix", address]);
        assert!(screen.contains("INCONCLUSIVE") && !screen.contains("appears nowhere"), "{screen}");
        // In the row and in the finding.
        assert_eq!(screen.matches(says).count(), 2, "{says}: {screen}");
    }
}

#[test]
fn what_is_open_is_told_and_not_what_is_known() {
    let cut = SMALL.split("access-list").next().unwrap();
    let table = "R1#show ip nat translations\nPro Inside global      Inside local       Outside local      \
        Outside global\nudp 198.51.100.9:14500 192.168.10.6:4500  ---                ---\n";
    for (capture, address, says) in [
        (cut, "192.168.10.20", "port kept; not sure: the configuration is cut off"),
        (SMALL, "10.9.9.9", "leaves with its inside address; not sure: nothing says where 10.9.9.9 arrives"),
        (table, "192.168.10.6", "not from 4500; but only the configuration tells whether that stays so"),
    ] {
        let screen = said(capture, &["check", "--ix", address]);
        assert!(screen.contains("INCONCLUSIVE") && screen.contains(says), "{screen}");
    }
}

#[test]
fn without_a_verdict_no_plan_is_not_all_is_well() {
    for (options, says) in [
        (&["fix"][..], "no change: no appliance could be judged"),
        (&["fix", "--ix", "10.9.9.9"], "no change: what was pasted decides too little"),
        (&["fix", "--ix", "192.168.10.20"], "no change: there is nothing that a plan could cure"),
    ] {
        let screen = screen(SMALL, options);
        assert!(screen.contains(says), "{screen}");
        assert_eq!(screen.contains("paste next"), !says.contains("nothing that"), "{screen}");
    }
}

#[test]
fn rows_towards_another_peer_say_so_and_what_to_paste() {
    let screen = said(EDGE, &["check", "--ix", "192.19.72.202", "--peer", "203.0.113.99"]);
    for says in [
        "but towards 203.0.113.11, and not towards the peer that was named, 203.0.113.99",
        "Paste next: terminal length 0 show ip nat translations",
    ] {
        assert!(screen.contains(says), "{screen}");
    }
}

#[test]
fn of_two_tables_the_number_stands_beside_the_one_that_is_judged() {
    let table = |rows: &[&str]| {
        let head = "R1#show ip nat translations\nPro Inside global      Inside local       Outside local      \
            Outside global\n";
        format!("{head}{}\n", rows.join("\n"))
    };
    let row = |port: u16| format!("udp 198.51.100.9:{port} 192.168.10.6:{port} 203.0.113.99:53 203.0.113.99:53");
    let capture = format!("{SMALL}{}{}R1#\n", table(&[&row(1), &row(2), &row(3)]), table(&[&row(4)]));
    let screen = said(&capture, &["check", "--ix", "192.168.10.5"]);
    assert!(screen.contains("translations a.txt:16-20, 1 translation a.txt:21-"), "{screen}");
}

#[test]
fn commands_of_the_checklist_can_be_copied() {
    for options in [&["checklist"][..], &["checklist", "--lang", "ja", "--ix", "192.168.10.5"]] {
        let screen = screen(SMALL, options);
        for command in [
            "PowerCLI: `Get-VDPortgroup | Get-VDSecurityPolicy`\n",
            "PowerCLI: `Get-VDPortgroup | Select Name, VlanConfiguration, PortBinding`\n",
            "HCX Manager: `curl -kv https://CLOUD-MANAGER`\n",
        ] {
            assert!(screen.contains(command), "{command}: {screen}");
        }
        assert!(!screen.contains("\\|") && !screen.contains("\\:"), "{screen}");
    }
}

#[test]
fn the_checklist_fails_by_what_its_evidence_says() {
    let states = |capture: &str, options: &[&str]| {
        let screen = screen(capture, options);
        let state = |number: u32| {
            let head = format!("### {number} ");
            let line = screen.lines().find_map(|line| line.strip_prefix(&head)).unwrap_or_default();
            line.split(':').next().unwrap_or_default().to_owned()
        };
        ([9, 10, 11, 12].map(state).join(", "), screen)
    };
    // What is missing is the mark of the outside.
    let unmarked = SMALL.replace(" ip nat outside\n", "");
    let (found, screen) = states(&unmarked, &["checklist", "--ix", "192.168.10.5"]);
    assert_eq!(found, "FAIL, FAIL, FAIL, PASS", "{screen}");
    // An address that nobody has.
    let (found, screen) = states(SMALL, &["checklist", "--ix", "10.9.9.9"]);
    assert!(!found.contains("FAIL"), "{found}: {screen}");
    // Nobody is named, and the configuration is there.
    let (_, screen) = states(SMALL, &["checklist"]);
    assert!(screen.contains("--ix ADDRESS --ne ADDRESS") && !screen.contains("`show running-config`"), "{screen}");
}

#[test]
fn another_nat_is_asked_as_if_there_were_no_entry_at_all() {
    let flow = "udp 192.19.72.203:4500 > 203.0.113.12:4500";
    for (nat, global, outcome) in [("linux", 4500, "the port is kept"), ("classic-ios", 1543, "the port becomes 1543")]
    {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("edge.txt"), EDGE).unwrap();
        let (_, screen) = run(&["trace", "--behaviour", nat, flow, "edge.txt"], dir.path());
        let back = format!("NAT turns 19.155.80.72:{global} back into 192.19.72.203:4500, by the entry that its first");
        for says in [outcome, &back, "Seen:     leaves as 19.155.80.72:1543"] {
            assert!(screen.contains(says), "{says}: {screen}");
        }
    }
}

/// A router whose inbound list admits what the address of the interface has open today, and no more.
const LISTED: &str = "version 15.7\nhostname R9\ninterface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n \
    ip nat outside\n ip access-group 110 in\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n \
    ip nat inside\nip nat inside source list 1 interface GigabitEthernet0/0 overload\n\
    ip route 0.0.0.0 0.0.0.0 203.0.113.254\naccess-list 1 permit 10.0.0.0 0.0.0.255\n\
    access-list 110 permit tcp any any established\naccess-list 110 permit udp any host 203.0.113.1 eq 4500\n";

#[test]
fn what_the_plan_opens_is_closed_by_the_draft_beside_it() {
    let screen = screen(&format!("{LISTED}end\n"), &["check", "--ix", "10.0.0.5", "--ne", "10.0.0.6"]);
    assert!(screen.contains("permit udp any eq 4500 host 203.0.113.1 eq 14500"), "{screen}");
    for port in ["4500", "14500"] {
        for entry in ["permit udp host <peer> eq 4500 host", "deny udp any host"] {
            let entry = format!("{entry} 203.0.113.1 eq {port}\n");
            assert!(screen.contains(&entry), "{entry}: {screen}");
        }
    }
}

#[test]
fn numbers_are_looked_at_before_they_are_typed() {
    let capture = format!("{LISTED}access-list 110 deny ip any any\nend\n");
    let appliances = ["--ix", "10.0.0.5", "--ne", "10.0.0.6"];
    let look = "1. See first that the numbers typed below are free:\n     show ip access-lists 110\n  2. Change:";
    let check = screen(&capture, &[&["check"][..], &appliances].concat());
    assert!(check.contains(look) && check.contains("21 permit udp any eq 4500"), "{check}");
    let fix = screen(&capture, &[&["fix"][..], &appliances].concat());
    let look = "! 1. see first that the numbers typed below are free\nshow ip access-lists 110\n! 2. change";
    assert!(fix.contains(look), "{fix}");
}

#[test]
fn rows_to_expect_have_the_address_that_the_table_shows() {
    let row = |port: u16, host: u8, peer: u8| {
        format!("udp 203.0.113.7:{port} 10.0.0.{host}:4500 198.51.100.{peer}:4500 198.51.100.{peer}:4500\n")
    };
    let table = "R9#show ip nat translations\nPro Inside global      Inside local       Outside local      \
        Outside global\n";
    let by_dhcp = LISTED.replace("203.0.113.1 255.255.255.0", "dhcp").replace(" ip access-group 110 in\n", "");
    let capture = format!("R9#show running-config\n{by_dhcp}end\n{table}{}{}R9#\n", row(4500, 5, 1), row(1024, 6, 2));
    let screen = screen(&capture, &["check", "--ix", "10.0.0.5", "--ne", "10.0.0.6"]);
    let rows = screen.split("rows to expect").nth(1).unwrap_or_default();
    assert!(rows.contains("udp 203.0.113.7:14500  10.0.0.6:4500 ") && !rows.contains("<Gig"), "{screen}");
}
