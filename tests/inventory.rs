//! The inventory: what is accepted, and the screen for every mistake.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot read its sample must fail")]

use hcxnat::intent::{Intent, InventoryError, TEMPLATE, read_inventory_with};
use hcxnat::report::{Style, problems};
use hcxnat::source::SourceMap;

fn read(text: &str) -> (Result<Intent, InventoryError>, SourceMap) {
    let mut sources = SourceMap::default();
    let load = |path: &str| match path {
        "sdwan.yaml" => Ok("version: 1\nproduct: Other SD-WAN\nrequirements:\n  - {role: hub, protocol: udp, \
                            source_ports: 12346, destination_port: 12346, purpose: tunnel, source: its manual}\n"
            .to_owned()),
        "broken.yaml" => Ok("version: 1\nproduct: X\nrequirements:\n  - {role: hub, protocol: upd, \
                             source_ports: 4628-4500, destination_port: 0, purpose: p, source: s}\n"
            .to_owned()),
        _ => Err(format!("cannot read {path}: No such file or directory")),
    };
    (read_inventory_with("inventory.yaml", text, &mut sources, &load), sources)
}

fn good(text: &str) -> (Intent, SourceMap) {
    let (intent, sources) = read(text);
    (intent.unwrap(), sources)
}

/// The screen for a text that is refused.
fn refused(text: &str) -> String {
    let (result, sources) = read(text);
    problems(&result.unwrap_err().problems, &sources, Style::PLAIN)
}

const FULL: &str = "\
version: 1
hcx:
  application_path_resiliency: true
  release: 4.10
appliances:
  - name: SM1-IX-I1
    role: ix
    uplinks:
      - address: 192.19.72.202
        peers: [203.0.113.11]
        vrf: null
        mac: \"00:50:56:86:67:1a\"
spare_public_addresses: [19.155.80.73]
requirements: hcx
ignore:
  - {code: hcx405, reason: \"measured, keepalive is 20 s\", until: 2027-01-31}
";

#[test]
fn everything_that_can_be_said() {
    for text in [FULL.to_owned(), FULL.replace('\n', "\r\n"), format!("\u{feff}{FULL}")] {
        let (intent, sources) = good(&text);
        assert_eq!((intent.path_resiliency, intent.release.as_deref()), (Some(true), Some("4.10")));
        let appliance = &intent.appliances[0];
        assert_eq!((appliance.role.as_str(), appliance.inferred), ("IX", false));
        let uplink = &appliance.uplinks[0];
        let mac = uplink.mac.as_ref().map(|mac| mac.value.to_string());
        assert_eq!((uplink.vrf.as_deref(), mac.as_deref()), (None, Some("00:50:56:86:67:1a")));
        assert_eq!(uplink.peers[0].to_string(), "203.0.113.11");
        assert_eq!(sources.slice(uplink.span.unwrap()), Some("192.19.72.202"));
        assert_eq!(intent.spare_addresses[0].to_string(), "19.155.80.73");
        let ignore = &intent.ignores[0];
        assert_eq!((ignore.code.value.as_str(), sources.slice(ignore.code.span)), ("HCX405", Some("hcx405")));
        let until = ignore.until.as_ref().unwrap();
        assert_eq!((until.to_string(), sources.slice(until.span)), ("2027-01-31".into(), Some("2027-01-31")));
    }
}

#[test]
fn the_template_is_an_inventory() {
    let (intent, _) = good(TEMPLATE);
    assert_eq!(intent.appliances.len(), 2);
    let all: String = TEMPLATE
        .lines()
        .map(|line| match line.trim_start().strip_prefix("# ") {
            // What is commented out must be right, too.
            Some(rest)
                if rest.starts_with(|c: char| c.is_ascii_lowercase() || c == ' ')
                    && (rest.contains(": ") || rest.ends_with(':')) =>
            {
                format!("{}{rest}\n", &line[..line.len() - line.trim_start().len()])
            }
            _ => format!("{line}\n"),
        })
        .collect();
    let (intent, _) = good(&all);
    assert_eq!((intent.ignores.len(), intent.spare_addresses.len(), intent.release.as_deref()), (1, 1, Some("4.10")));
    assert_eq!(intent.appliances[0].uplinks[0].vrf.as_deref(), Some("INTERNET"));
}

#[test]
fn a_minimal_inventory_leaves_the_rest_unknown() {
    let (intent, _) = good("version: 1\n");
    assert!(intent.appliances.is_empty() && intent.path_resiliency.is_none());
    assert_eq!(intent.requirements.product, "VMware HCX");
}

#[test]
fn another_product_is_a_file() {
    let (intent, _) = good(
        "version: 1\nrequirements: sdwan.yaml\nappliances: [{name: H, role: HUB, uplinks: [{address: 10.0.0.1}]}]\n",
    );
    assert_eq!((intent.requirements.product.as_str(), intent.appliances[0].role.as_str()), ("Other SD-WAN", "hub"));
    insta::assert_snapshot!("requirements_broken", refused("version: 1\nrequirements: broken.yaml\n"));
    insta::assert_snapshot!("requirements_missing", refused("version: 1\nrequirements: no.yaml\n"));
}

#[test]
fn the_same_address_in_two_vrfs_is_two_uplinks() {
    let text = "version: 1\nappliances:\n  - {name: A, role: IX, uplinks: [{address: 10.0.0.1, vrf: RED}, {address: 10.0.0.1, vrf: BLUE}]}\n";
    assert_eq!(good(text).0.appliances[0].uplinks.len(), 2);
}

#[test]
fn every_mistake_has_its_screen() {
    let appliance = |inside: &str| format!("version: 1\nappliances:\n  - {{name: A, role: IX, uplinks: [{inside}]}}\n");
    let cases = [
        ("unknown_key", "version: 1\nappliance:\n  - name: A\n".to_owned()),
        ("unknown_uplink_key", appliance("{adress: 10.0.0.1}")),
        ("bad_address", appliance("{address: 192.19.72.2022}")),
        ("prefix_length", appliance("{address: 192.19.72.202/24}")),
        ("ipv6", appliance("{address: \"2001:db8::10\"}")),
        ("multicast", appliance("{address: 224.0.0.5}")),
        ("bad_peer_and_mac", appliance("{address: 10.0.0.1, peers: [hcx.example.com], mac: 00:50}")),
        ("wrong_version", "version: 2\n".to_owned()),
        ("no_version", "appliances: []\n".to_owned()),
        ("no_role", "version: 1\nappliances:\n  - name: A\n    uplinks:\n      - address: 10.0.0.1\n".to_owned()),
        ("unknown_role", appliance("{address: 10.0.0.1}").replace("IX", "XI")),
        ("no_uplinks", "version: 1\nappliances:\n  - name: A\n    role: IX\n".to_owned()),
        ("bad_date", "version: 1\nignore:\n  - {code: HCX405, reason: x, until: 31.01.2027}\n".to_owned()),
        ("no_reason", "version: 1\nignore:\n  - {code: HCX405}\n".to_owned()),
        ("not_yaml", "version: 1\nappliances:\n\t- name: A\n".to_owned()),
        ("duplicate_key", "version: 1\nversion: 1\n".to_owned()),
        ("not_a_mapping", "just some text\n".to_owned()),
        ("empty", String::new()),
    ];
    let mut screens = String::new();
    for (name, text) in cases {
        let screen = refused(&text);
        screens.extend(["=== ", name, "\n", &screen, "\n"]);
        assert!(!screen.contains('\u{1b}'), "{name}");
    }
    insta::assert_snapshot!("mistakes", screens);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text = "\
version: 1
appliances:
  - name: A
    role: IX
    uplinks: [{address: 10.0.0.1}, {address: 10.0.0.1}]
  - name: A
    role: NX
    uplinks: [{address: fe80::1}]
spare: [1.2.3.4]
";
    insta::assert_snapshot!("all_at_once", refused(text));
}

#[test]
fn what_looks_like_a_secret_is_masked() {
    let screen = refused("version: 1\npassword: hunter2\n");
    assert!(screen.contains("has no key `password`") && !screen.contains("hunter2"), "{screen}");
}
