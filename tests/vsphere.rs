//! What vSphere and switches say of MAC addresses: what is read of it, and what the rules VSP6xx make of it.
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]

mod common;

use std::fmt::Write as _;

use common::{fixtures, memory, physical_lines, read, report};
use hcxnat::capture::Input;
use hcxnat::intent::{Intent, read_inventory};
use hcxnat::model::{self, Network, Watch};
use hcxnat::net::Mac;
use hcxnat::redact::{Key, Redactor};
use hcxnat::report::{Report, parse_json};
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};
use proptest::prelude::*;

fn network(bytes: &[u8]) -> Network {
    model::read(&[memory(bytes)], SourceMap::default(), &Watch::hcx([]), None).unwrap()
}

/// The `macs` part of `parse -o json`, an item a line.
fn macs(bytes: &[u8]) -> String {
    let mut json = Vec::new();
    parse_json(&network(bytes), &[memory(bytes)], None, &mut json).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let mut out = String::new();
    for (what, value) in document["macs"].as_object().into_iter().flatten() {
        for item in value.as_array().unwrap() {
            let _ = writeln!(out, "  {what}: {item}");
        }
    }
    out
}

#[test]
fn fixtures_of_the_forms() {
    let forms = ["vsphere/events", "vsphere/device-info", "vsphere/port-list", "vsphere/security-policy"];
    for folder in forms.into_iter().chain(["ios/show/mac-address-table"]) {
        for path in fixtures(folder) {
            let folder = folder.rsplit('/').next().unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            check(&bytes);
            insta::with_settings!({ snapshot_path => format!("snapshots/vsphere/{folder}"), prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(name, format!("{}{}", report(&bytes), macs(&bytes)));
            });
        }
    }
}

/// Every line in exactly one state, whatever the line ends and wherever it is cut; every place is one of the text.
fn check(bytes: &[u8]) {
    let crlf = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
    assert_eq!(macs(crlf.as_bytes()), macs(bytes));
    for end in (0..=bytes.len()).step_by(7).chain([bytes.len()]) {
        let cut = bytes.get(..end).unwrap();
        let (_, parsed, coverage, _) = read(cut);
        let configured = parsed.iter().any(|part| matches!(part.facts, hcxnat::grammar::Facts::Config(_)));
        assert!(configured || coverage.lines() == physical_lines(cut) as u64);
        let network = network(cut);
        for place in network.macs.places() {
            assert!(network.sources.slice(place).is_some_and(|text| !text.trim().is_empty()));
        }
    }
}

/// Every address that was understood stands where it is said to, in one of its spellings.
#[test]
fn places_are_those_of_the_addresses() {
    let folders = ["vsphere/device-info", "vsphere/port-list", "ios/show/mac-address-table"];
    let mut found = 0;
    for path in folders.iter().flat_map(|folder| fixtures(folder)) {
        let network = network(&std::fs::read(&path).unwrap());
        let macs = &network.macs;
        let adapters = macs.adapters.iter().map(|adapter| (adapter.span, adapter.mac));
        let ports = macs.ports.iter().map(|port| (port.span, port.mac));
        for (span, mac) in adapters.chain(ports).chain(macs.table.iter().map(|row| (row.span, row.mac))) {
            let text = network.sources.slice(span).unwrap();
            assert!(text.split_ascii_whitespace().any(|word| Mac::parse(word) == Some(mac)), "{text}");
            found += 1;
        }
    }
    assert!(found > 10);
}

const OLD: &str = "00:50:56:86:67:1a";
const NEW: &str = "00:50:56:86:45:62";
const CHANGED: &str = "[Thu Jan 16 09:12:03 2020] [info] Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62 for adapter 4000";
const NAMED: &str = "[Thu Jan 16 09:12:03 2020] [info] Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62 for adapter 4000 for SM1-NE-I1 on esx1 in DC1";
const BACK: &str = "[Fri Jan 17 09:12:03 2020] [info] Changed MAC address from 00:50:56:86:45:62 to 00:50:56:86:67:1a for adapter 4000";
const OTHER: &str = "[Thu Jan 16 09:12:03 2020] [info] Changed MAC address from 00:50:56:86:aa:01 to 00:50:56:86:aa:02 for adapter 4000 for WEB-7 on esx1 in DC1";
const MOVED: &str = "[Mon Feb 17 02:00:11 2020] [info] DRS migrated SM1-NE-I1 from esx1 to esx2 in cluster C1 in DC1";
const ARP_OLD: &str = "Internet  192.19.72.203           3   0050.5686.671a  ARPA   GigabitEthernet0/1";
const ARP_NEW: &str = "Internet  192.19.72.203           3   0050.5686.4562  ARPA   GigabitEthernet0/1";
const ARP_NONE: &str = "Internet  192.19.72.203           0   Incomplete      ARPA";
const ARP_OWN: &str = "Internet  192.19.72.203           -   0050.5686.671a  ARPA   GigabitEthernet0/1";
const ARP_STRANGER: &str = "Internet  192.19.72.77            3   0050.5686.aa01  ARPA   GigabitEthernet0/1";
const ARP_THIRD: &str = "Internet  192.19.72.203           3   0050.5686.0333  ARPA   GigabitEthernet0/1";
const ARP_REUSED: &str = "Internet  192.19.72.88            3   0050.5686.671a  ARPA   GigabitEthernet0/1";
const ARP_PROXY: &str = "Internet  192.19.72.203           3   5254.0012.00fe  ARPA   GigabitEthernet0/1";
const REJECT: &str = "VDPortgroup      : HCX-Uplink\nForgedTransmits  : False\nMacChanges       : False\n";
const FORGED: &str = "VDPortgroup      : HCX-Uplink\nForgedTransmits  : False\nMacChanges       : True\n";
const ACCEPT: &str = "VDPortgroup      : HCX-Uplink\nForgedTransmits  : True\nMacChanges       : True\n";
const ACCEPT_OTHER: &str = "VDPortgroup      : VM-Network\nForgedTransmits  : True\nMacChanges       : True\n";
const PORT_OLD: &str =
    "   Port ID: 33554578\n   Portgroup: HCX-Uplink\n   DVPort ID: 33\n   MAC Address: 00:50:56:86:67:1a\n";
const PORT_NEW: &str =
    "   Port ID: 33554578\n   Portgroup: HCX-Uplink\n   DVPort ID: 33\n   MAC Address: 00:50:56:86:45:62\n";
const INFO_NEW: &str = "$ govc device.info -vm SM1-NE-I1 ethernet-0\nName: ethernet-0\n  Summary: HCX-Uplink\n  MAC Address: 00:50:56:86:45:62\n";
const INFO_OLD: &str = "$ govc device.info -vm SM1-NE-I1 ethernet-0\nName: ethernet-0\n  Summary: HCX-Uplink\n  MAC Address: 00:50:56:86:67:1a\n";
const JSON_NEW: &str = r#"{"devices":[{"Name":"ethernet-0","key":4000,"deviceInfo":{"label":"Network adapter 1"},"macAddress":"00:50:56:86:45:62"}]}"#;
const JSON_OLD: &str = r#"{"devices":[{"Name":"ethernet-0","key":4000,"deviceInfo":{"label":"Network adapter 1"},"macAddress":"00:50:56:86:67:1a"}]}"#;
const TABLE_OLD: &str = "SW1#show mac address-table\n  10    0050.5686.671a    DYNAMIC     Gi1/0/12\nSW1#\n";
const BLOCKED: &str = "[Mon Feb 17 02:00:12 2020] [info] DvsPortBlockedEvent port 33";

/// The inventory of the incident; `mac` is what it says to be configured.
fn inventory(mac: &str) -> Intent {
    let mac = if mac.is_empty() { String::new() } else { format!(", mac: \"{mac}\"") };
    let text = format!(
        "version: 1\nappliances:\n  - name: SM1-NE-I1\n    role: NE\n    uplinks: [{{address: 192.19.72.203{mac}}}]\n"
    );
    read_inventory("inventory.yaml", &text, &mut SourceMap::default()).unwrap()
}

fn judged(text: &str, intent: &Intent) -> Report {
    let input = Input::Memory { name: "paste".to_owned(), bytes: text.as_bytes().to_vec() };
    analyze(&[input], intent, SourceMap::default(), &Settings::default()).unwrap()
}

/// `VSP601 error likely`, of each finding of the family.
fn told(report: &Report) -> Vec<String> {
    let ours = report.findings.iter().filter(|finding| finding.code.starts_with("VSP"));
    let mut told: Vec<String> = ours
        .map(|finding| {
            assert!(!finding.labels.is_empty(), "{} points at nothing", finding.code);
            assert!(finding.labels.iter().filter(|label| label.primary).count() == 1 && finding.labels[0].primary);
            let word = if finding.code == "VSP601" && !finding.appliances.is_empty() { " NE" } else { "" };
            format!("{} {} {}{word}", finding.code, finding.severity.as_str(), finding.confidence.as_str())
        })
        .collect();
    told.sort();
    told
}

/// Name, what the inventory says to be configured, what is pasted, and what must be said of it.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    ("drift, and a policy that may be its", "", &[CHANGED, ARP_OLD, REJECT], &["VSP601 error possible NE"]),
    ("drift, policy unknown", "", &[CHANGED, ARP_OLD], &["VSP601 warning possible NE"]),
    ("drift, and its own policy rejects", "", &[CHANGED, ARP_OLD, REJECT, PORT_OLD], &["VSP601 error likely NE"]),
    ("forged transmits alone are enough", "", &[CHANGED, ARP_OLD, FORGED, PORT_OLD], &["VSP601 error likely NE"]),
    ("its own policy accepts", "", &[CHANGED, ARP_OLD, ACCEPT, PORT_OLD], &["VSP601 note likely NE"]),
    ("a policy that may be its accepts", "", &[CHANGED, ARP_OLD, ACCEPT], &["VSP601 warning possible NE"]),
    (
        "policies that differ decide nothing",
        "",
        &[CHANGED, ARP_OLD, REJECT, ACCEPT_OTHER],
        &["VSP601 warning possible NE"],
    ),
    (
        "of policies that differ its own counts",
        "",
        &[CHANGED, ARP_OLD, REJECT, ACCEPT_OTHER, PORT_OLD],
        &["VSP601 error likely NE"],
    ),
    (
        "the policy of another port group is another's",
        "",
        &[CHANGED, ARP_OLD, ACCEPT_OTHER, PORT_OLD],
        &["VSP601 warning possible NE"],
    ),
    ("the port group from govc", "", &[NAMED, ARP_OLD, REJECT, INFO_NEW], &["VSP601 error likely NE"]),
    ("seen by the host alone", "", &[NAMED, PORT_OLD], &["VSP601 warning possible NE"]),
    ("seen by a switch alone", "", &[NAMED, TABLE_OLD], &["VSP601 warning possible NE"]),
    ("the guest has the new address", "", &[CHANGED, ARP_NEW, REJECT], &[]),
    ("the same, seen by the host", "", &[CHANGED, PORT_NEW, REJECT], &[]),
    ("both were seen", "", &[CHANGED, ARP_OLD, PORT_NEW], &["VSP605 warning possible"]),
    ("pasted twice", "", &[CHANGED, CHANGED, ARP_OLD, REJECT], &["VSP601 error possible NE"]),
    ("pasted twice, once with the name", "", &[NAMED, CHANGED, ARP_OLD], &["VSP601 warning possible NE"]),
    ("changed back, and the old one in use", "", &[CHANGED, BACK, ARP_OLD], &[]),
    ("changed back, and the other one in use", "", &[BACK, CHANGED, ARP_NEW], &["VSP601 warning possible NE"]),
    ("govc has the old one", "", &[NAMED, ARP_OLD, INFO_OLD], &["VSP605 warning possible"]),
    ("an event for another machine", "", &[OTHER, ARP_OLD], &["VSP605 note possible"]),
    ("another machine that drifts", "", &[OTHER, ARP_STRANGER, REJECT], &["VSP601 error possible"]),
    (
        "two machines",
        "",
        &[NAMED, OTHER, ARP_OLD, ARP_STRANGER],
        &["VSP601 warning possible", "VSP601 warning possible NE"],
    ),
    ("nothing shows what is in use", "", &[NAMED], &["VSP605 warning possible"]),
    ("the router's own entry shows nothing", "", &[CHANGED, ARP_OWN], &["VSP605 note possible"]),
    ("the old address is another machine's now", "", &[NAMED, ARP_REUSED], &["VSP605 warning possible"]),
    ("the old address is another machine's now, and its own is in use", "", &[NAMED, ARP_REUSED, ARP_NEW], &[]),
    ("somebody else answers", "", &[NAMED, ARP_THIRD], &["VSP605 warning possible"]),
    ("nobody answers, and it was moved", "", &[NAMED, MOVED, ARP_NONE, REJECT], &["VSP602 error possible"]),
    ("the same, and it is the uplink's adapter", OLD, &[NAMED, MOVED, ARP_NONE, REJECT], &["VSP602 error likely"]),
    ("the same, policy unknown", "", &[NAMED, MOVED, ARP_NONE], &["VSP602 error possible"]),
    ("the same, and its policy accepts", "", &[NAMED, MOVED, ARP_NONE, ACCEPT, PORT_NEW], &["VSP603 warning likely"]),
    ("moved, and it answers", "", &[NAMED, MOVED, ARP_OLD], &["VSP601 warning possible NE"]),
    ("its port was blocked", "", &[NAMED, BLOCKED, PORT_OLD], &["VSP602 error likely"]),
    ("another port was blocked", "", &[NAMED, BLOCKED, ARP_OLD], &["VSP601 warning possible NE"]),
    ("nobody answers, and nothing was changed", "", &[ARP_NONE], &["VSP603 warning likely"]),
    ("the inventory alone", NEW, &[ARP_OLD], &["VSP601 warning possible NE"]),
    ("the inventory and the ARP table agree", OLD, &[ARP_OLD], &[]),
    (
        "the inventory was right before the event",
        OLD,
        &[CHANGED, ARP_OLD, REJECT, PORT_OLD],
        &["VSP601 error likely NE"],
    ),
    ("govc as JSON shows what is configured", "", &[NAMED, ARP_OLD, JSON_NEW], &["VSP601 warning possible NE"]),
    ("govc as JSON has the old one", "", &[NAMED, ARP_OLD, JSON_OLD], &["VSP605 warning possible"]),
    ("govc alone", "", &[INFO_NEW, ARP_OLD], &["VSP601 warning possible NE"]),
    ("govc and a policy", "", &[INFO_NEW, ARP_OLD, REJECT], &["VSP601 error possible NE"]),
    ("govc, and a firewall that answers", "", &[INFO_NEW, ARP_PROXY, REJECT], &["VSP601 warning possible NE"]),
    (
        "spelled in other ways",
        "00505686671A",
        &[
            "Changed MAC address from 00505686671A to 00-50-56-86-45-62 for adapter 4000",
            ARP_OLD,
            TABLE_OLD,
            PORT_OLD,
            REJECT,
        ],
        &["VSP601 error likely NE"],
    ),
    ("prose", "", &["Changed MAC address from the old one to a new one for adapter 1", ARP_OLD], &[]),
];

#[test]
fn what_the_rules_say() {
    let mut wrong = String::new();
    for (name, mac, parts, expected) in CASES {
        let found = told(&judged(&parts.join("\n"), &inventory(mac)));
        if found != *expected {
            let _ = writeln!(wrong, "{name}: {found:?}, not {expected:?}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// In whatever order and in however many files the parts are pasted.
#[test]
fn the_order_of_pasting_decides_nothing() {
    for (name, mac, parts, _) in CASES {
        let intent = inventory(mac);
        let whole = told(&judged(&parts.join("\n"), &intent));
        let reversed: Vec<&str> = parts.iter().rev().copied().collect();
        assert_eq!(told(&judged(&reversed.join("\n\n"), &intent)), whole, "{name}, reversed");
        let inputs: Vec<Input> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| Input::Memory { name: at.to_string(), bytes: part.as_bytes().to_vec() })
            .collect();
        let apart = analyze(&inputs, &intent, SourceMap::default(), &Settings::default()).unwrap();
        assert_eq!(told(&apart), whole, "{name}, in files of their own");
    }
}

/// Copies keep which address is which, and which machine.
#[test]
fn copies_say_the_same() {
    for (name, mac, parts, _) in CASES {
        let (text, intent) = (parts.join("\n"), inventory(mac));
        let mut redactor = Redactor::new(Key::from_text("test"));
        redactor.learn(&memory(text.as_bytes())).unwrap();
        let mut copy = String::new();
        redactor.copy(&memory(text.as_bytes()), &mut |piece| copy.push_str(piece)).unwrap();
        assert!(
            !copy.contains("86:67:1a")
                && !copy.contains("86671A")
                && !copy.contains("8667.1a")
                && !copy.contains("SM1-NE"),
            "{copy}"
        );
        let mut of_copy = intent.clone();
        for appliance in &mut of_copy.appliances {
            appliance.name = redactor.name(&appliance.name);
            for uplink in &mut appliance.uplinks {
                uplink.address = redactor.address(uplink.address);
                if let Some(mac) = &mut uplink.mac {
                    mac.value = Mac::parse(&redactor.name(&mac.value.to_string())).unwrap();
                }
            }
        }
        assert_eq!(told(&judged(&copy, &of_copy)), told(&judged(&text, &intent)), "{name}\n{copy}");
    }
}

/// A fleet is read in parts; an event counts for all of them.
#[test]
fn one_event_among_many_routers() {
    let router = |at: usize| {
        let text = format!("version 15.7\nhostname R{at}\nsnmp-server contact {}\nend\n", "x".repeat(90_000));
        Input::Memory { name: format!("{at}.cfg"), bytes: text.into_bytes() }
    };
    let mut inputs: Vec<Input> = (0..40).map(router).collect();
    let arp = format!("R3#show ip arp\n{ARP_OLD}\nR3#\n");
    inputs.insert(0, Input::Memory { name: "arp".to_owned(), bytes: arp.into_bytes() });
    inputs.push(Input::Memory { name: "vcenter".to_owned(), bytes: CHANGED.as_bytes().to_vec() });
    let settings = Settings { overview: true, ..Settings::default() };
    let report = analyze(&inputs, &inventory(""), SourceMap::default(), &settings).unwrap();
    assert_eq!(told(&report), ["VSP601 warning possible NE"]);
}

proptest! {
    /// However it is spelled, it is one address.
    #[test]
    fn spellings_of_one_address(octets in any::<[u8; 6]>(), upper in any::<bool>()) {
        let [a, b, c, d, e, f] = octets;
        let spellings = [
            format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}"),
            format!("{a:02x}-{b:02x}-{c:02x}-{d:02x}-{e:02x}-{f:02x}"),
            format!("{a:02x}{b:02x}.{c:02x}{d:02x}.{e:02x}{f:02x}"),
            format!("{a:02x}{b:02x}{c:02x}{d:02x}{e:02x}{f:02x}"),
        ];
        for spelling in spellings {
            let text = if upper { spelling.to_ascii_uppercase() } else { spelling };
            prop_assert_eq!(Mac::parse(&text), Some(Mac(octets)));
            // The event takes each of them.
            let event = format!("Changed MAC address from {text} to 00:50:56:00:00:00 for adapter 1");
            let macs = network(event.as_bytes()).macs;
            let history = macs.histories();
            prop_assert_eq!(history.len(), 1);
            prop_assert_eq!(history[0].all()[0], Mac(octets));
        }
        prop_assert_eq!(Mac::parse(&Mac(octets).to_string()), Some(Mac(octets)));
    }

    /// Whatever stands between its lines, every line is accounted for, and nothing panics.
    #[test]
    fn any_order_of_lines(picks in proptest::collection::vec(0..LINES.len(), 0..40)) {
        let text: String = picks.iter().flat_map(|&pick| [LINES[pick], "\n"]).collect();
        let (_, _, coverage, _) = read(text.as_bytes());
        prop_assert_eq!(coverage.lines(), physical_lines(text.as_bytes()) as u64);
        judged(&text, &inventory(NEW));
    }
}

const LINES: &[&str] = &[
    CHANGED,
    BACK,
    MOVED,
    ARP_OLD,
    ARP_NONE,
    BLOCKED,
    "OldMac : 00:50:56:86:67:1a",
    "NewMac : 00:50:56:86:67:1b",
    "FullFormattedMessage : Changed MAC address from 00:50:56:86:67:1a to",
    "                       00:50:56:86:45:62 for adapter 4000",
    "CreatedTime : 1/16/2020",
    "\"OldMac\",\"NewMac\",\"Vm\"",
    "\"00:50:56:86:67:1a\",\"00:50:56:86:45:62\",\"é\"",
    "VDPortgroup AllowPromiscuous MacChanges ForgedTransmits",
    "HCX-Uplink False False",
    "MacChanges : True",
    "Name: ethernet-0",
    "MAC Address: 00:50:56:86:67:1a",
    "   Port ID: 33554578",
    "{\"devices\":[{\"macAddress\":\"00:50",
    "$ govc device.info -vm",
    "PS C:\\> Get-VDSecurityPolicy",
    "R1#show mac address-table",
    "  10    0050.5686.671a    DYNAMIC     Gi1/0/12",
    "R1#",
    "",
];
