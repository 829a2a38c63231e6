//! Copies made by `redact`: nothing of what was planted is in them, and they are judged like the originals.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail that way and say why it skips")]

mod common;
#[path = "common/router.rs"]
mod router;
#[path = "common/scenario.rs"]
mod scenario;

use std::path::{Path, PathBuf};

use hcxnat::capture::Input;
use hcxnat::intent::Intent;
use hcxnat::redact::{Key, Redactor};
use hcxnat::report::Report;
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};
use proptest::prelude::*;
use scenario::{Scenario, files};

fn copy_with(redactor: &mut Redactor, text: &[u8]) -> Option<String> {
    let input = common::memory(text);
    redactor.learn(&input).unwrap();
    let mut copy = String::new();
    redactor.copy(&input, &mut |piece| copy.push_str(piece)).unwrap().then_some(copy)
}

fn copy(text: &str) -> String {
    copy_with(&mut Redactor::new(Key::from_text("test")), text.as_bytes()).unwrap()
}

fn judged(text: &[u8], intent: &Intent) -> Report {
    let input = Input::Memory { name: "capture".to_owned(), bytes: text.to_vec() };
    analyze(&[input], intent, SourceMap::default(), &Settings::default()).unwrap()
}

/// What must not differ: everything but names and addresses.
fn essence(report: &Report) -> Vec<String> {
    let sources = &report.network.sources;
    let line = |span| sources.position(span).map_or(0, |position| position.line);
    let mut out: Vec<String> = Vec::new();
    for finding in report.findings.iter().chain(&report.ignored) {
        let mut lines: Vec<_> = finding.labels.iter().map(|label| (label.primary, line(label.span))).collect();
        lines.sort_unstable();
        out.push(format!("{} {:?} {:?} {lines:?}", finding.code, finding.severity, finding.confidence));
    }
    for flow in &report.flows {
        let predicted = &flow.predicted;
        out.push(format!("{:?} {:?} {:?}", flow.verdict, predicted.outcome, predicted.expected_port));
    }
    out.extend(report.network.coverage.notes().iter().map(|note| format!("{} {:?}", note.line, note.state)));
    // Findings and flows are in the order of addresses.
    out.sort_unstable();
    out.push(format!("{:?}, {} plans", report.verdict, report.plans.len()));
    out
}

fn intent_of_copy(intent: &Intent, redactor: &mut Redactor) -> Intent {
    let mut copy = intent.clone();
    for uplink in copy.appliances.iter_mut().flat_map(|appliance| &mut appliance.uplinks) {
        uplink.address = redactor.address(uplink.address);
        uplink.peers.iter_mut().for_each(|peer| *peer = redactor.address(*peer));
        uplink.vrf = uplink.vrf.as_ref().map(|vrf| redactor.name(vrf));
    }
    copy.spare_addresses.iter_mut().for_each(|spare| *spare = redactor.address(*spare));
    copy
}

/// The differences between a capture and its copy.
fn differences(text: &[u8], intent: &Intent, key: &str) -> Vec<String> {
    let mut redactor = Redactor::new(Key::from_text(key));
    let Some(copy) = copy_with(&mut redactor, text) else { return Vec::new() };
    let (was, is) =
        (essence(&judged(text, intent)), essence(&judged(copy.as_bytes(), &intent_of_copy(intent, &mut redactor))));
    let lost = was.iter().filter(|line| !is.contains(line)).map(|line| format!("- {line}"));
    let new = is.iter().filter(|line| !was.contains(line)).map(|line| format!("+ {line}"));
    let differ = lost.chain(new).collect::<Vec<_>>();
    if differ.is_empty() && was != is { vec!["another number of the same".to_owned()] } else { differ }
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

/// Captures of ours whose copies are judged differently, and why that is so.
const OF_OURS: &[(&str, &str)] = &[
    (
        "banner/all-delimiters.cfg",
        "the text of a banner of no kind names a host, which is believed; in the copy it is blank and splits nothing",
    ),
    ("crypto-sa/isakmp-detail.txt", "`psk - Preshared key` in the legend looks like a secret, and is not told"),
];

#[test]
fn our_captures_are_judged_like_their_copies() {
    let mut wrong = Vec::new();
    let mut fixtures = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures"), &mut fixtures);
    let mut check = |path: &Path, text: &[u8], intent: &Intent| {
        let found = differences(text, intent, "test");
        let excepted = OF_OURS.iter().any(|(file, _)| path.ends_with(file));
        if found.is_empty() == excepted {
            wrong.push(format!("{}\n  {}", path.display(), found.join("\n  ")));
        }
    };
    for path in fixtures.iter().filter(|path| path.extension().is_some_and(|extension| extension != "md")) {
        check(path, &std::fs::read(path).unwrap(), &Intent::default());
    }
    for path in files("scenarios").iter().chain(&files("plans")) {
        let scenario = Scenario::read(path);
        check(path, scenario.text.as_bytes(), &scenario.intent);
    }
    assert!(wrong.is_empty(), "{} captures\n{}", wrong.len(), wrong.join("\n"));
}

/// The same of the corpus.
const OF_THE_CORPUS: &[(&str, &str)] = &[
    (
        "Netmiko__cisco.ios.cfg.ip.txt",
        "notes: a word of prose is the beginning of a command, and what stands for it is none",
    ),
    ("yang__ietf-interfaces_cisco_ios.txt", "the same"),
    ("a2a2-devprog.tex", "the same"),
    ("show_running_config_pipe_include_source_static.md", "the same"),
    ("netsim__install__libvirt__nxos.txt", "what tells NX-OS stands behind a password, and is hidden with it"),
];

#[test]
fn the_corpus_is_judged_like_its_copies() {
    let Some(corpus) = common::corpus() else { return };
    let (mut wrong, mut read) = (Vec::new(), 0);
    for (path, ..) in common::manifest(&corpus) {
        let Ok(text) = std::fs::read(&path) else { continue };
        read += 1;
        let found = differences(&text, &Intent::default(), "test");
        let excepted = OF_THE_CORPUS.iter().any(|(file, _)| path.to_string_lossy().ends_with(file));
        if found.is_empty() == excepted {
            wrong.push(format!("{}\n  {}", path.display(), found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {read} captures\n{}", wrong.len(), wrong.join("\n"));
}

/// Every name, address and secret in it is planted; no two addresses end alike.
const PLANTED: &str = "\
blofeld-muc-01#terminal length 0
! Last configuration change at 09:11:12 UTC Mon Nov 2 2026 by goldfinger
! asked for by Moneypenny, ticket 4711007, phone 0891234567
version 15.7
hostname blofeld-muc-01
enable secret 9 $9$Zorin
username goldfinger privilege 15 secret 5 $1$Zorin
username 4711007 password 0 Zorin
ip domain name spectre.example
ip host zukovsky 10.1.2.3
vrf definition DRAX
 description Drax Industries, volcano 4711007
interface GigabitEthernet0/0
 description to Moneypenny via Zukovsky, access list, 10.1.2.4
 vrf forwarding DRAX
 ip address 203.0.113.5 255.255.255.0
 ip access-group octopussy in
 mac-address 0050.5686.671a
 ipv6 address 2001:DB8:CAFE:7::BEEF:1/64
interface SW1
ip nat pool octopussy-pool 198.51.100.6 198.51.101.7 prefix-length 23
ip nat inside source list octopussy pool octopussy-pool vrf DRAX overload
ip route 0.0.0.0 0.0.0.0 203.0.113.8 name Largo
ip access-list extended octopussy
 remark Moneypenny wants 10.1.2.9
 permit udp host 192.168.44.10 any eq isakmp
 permit ip object-group Jaws any
object-group network Jaws
 host 172.16.99.11
route-map Scaramanga permit 10
 match ip address octopussy
snmp-server community Zorin RO
snmp-server location Piz Gloria 4711007
snmp-server contact moneypenny@spectre.example
snmp-server host 10.1.2.12 version 2c Zorin
crypto isakmp key Zorin address 203.0.113.13
crypto map Scaramanga 10 ipsec-isakmp
 set peer 203.0.113.14
key chain Largo
 key 1
  key-string 7 Zorin
archive
 path ftp://goldfinger:Zorin@zukovsky.spectre.example/Largo/$h
ntp server ntp.spectre.example
banner motd ^C
Drax Industries, call Moneypenny 0891234567, 10.1.2.15
^C
crypto pki certificate chain Scaramanga
 certificate self-signed 01
  3082C0DE 308201AA
  C0DE
        quit
frobnicate Scaramanga 10.1.2.16 as Zukovsky said
end
blofeld-muc-01#show ip nat translations vrf DRAX | include 10.1.2
Pro Inside global      Inside local       Outside local      Outside global
udp 203.0.113.17:4500  10.1.2.18:4500     198.51.100.19:4500 198.51.100.19:4500
udp 203.0.113.20:1024192.168.44.21:4500 198.51.100.22:4500198.51.100.22:4500
*Nov  2 09:11:12.675: %SYS-5-CONFIG_I: Configured from console by goldfinger on vty0 (10.1.2.23)
blofeld-muc-01#ping zukovsky
Dear Moneypenny, blofel\x08\x08\x08\x1b[Kofeld-muc-01 is at 010.001.002.024, NAT 203.0.113.26:1024192.168.44.27:4500, in 2001:db8:cafe::25.
00:50:56:86:67:1b 0100.5056.8667.1c sw1 SW1 drax_gateway Drax.
";

#[test]
fn nothing_planted_is_left() {
    let names = [
        "blofeld",
        "goldfinger",
        "moneypenny",
        "4711007",
        "0891234567",
        "zorin",
        "spectre",
        "zukovsky",
        "drax",
        "volcano",
        "industries",
        "octopussy",
        "scaramanga",
        "jaws",
        "gloria",
        "largo",
        "86.671",
        "86:67:1",
        "8667.1c",
        "cafe",
        "beef",
        "c0de",
        "wants",
        "ticket",
        "dear",
        "10.1.2",
        "010.001.002",
        "192.168.44",
        "172.16.99",
        "203.0.113",
    ];
    let addresses: Vec<&str> = PLANTED
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|word| word.matches('.').count() == 3)
        .collect();
    for key in 0..20 {
        let mut redactor = Redactor::new(if key == 0 { Key::random() } else { Key::from_text(&key.to_string()) });
        let copy = copy_with(&mut redactor, PLANTED.as_bytes()).unwrap();
        let lower = copy.to_ascii_lowercase();
        let left: Vec<_> = names.iter().filter(|name| lower.contains(*name)).collect();
        assert!(left.is_empty(), "{left:?} in\n{copy}");
        for address in addresses
            .iter()
            .filter(|address| !address.starts_with(['0', '2', '1']) || address.parse::<std::net::Ipv4Addr>().is_ok())
        {
            let mask = address.starts_with("255.") || address.starts_with("0.");
            let found = copy.split(|c: char| !c.is_ascii_digit() && c != '.').any(|word| word == *address);
            assert!(mask || !found, "{address} in\n{copy}");
        }
        assert!(copy.chars().all(|c| !c.is_control() || c == '\n'), "{copy:?}");
        assert_eq!(copy.lines().count(), PLANTED.lines().count());
    }
}

#[test]
fn the_copy_reads_like_a_capture() {
    insta::assert_snapshot!(copy(PLANTED));
}

#[test]
fn one_name_is_one_name_in_all_files_of_a_run() {
    let mut redactor = Redactor::new(Key::random());
    let config =
        copy_with(&mut redactor, b"hostname blofeld\nip nat pool Q 198.51.100.6 198.51.101.7 netmask 255.255.254.0\n")
            .unwrap();
    let table = copy_with(&mut redactor, b"blofeld#sh ip nat tr\nudp 198.51.100.6:1 10.1.2.3:1 --- ---\n").unwrap();
    let word = |text: &str, at: usize| text.split([' ', '\n', '#', ':']).nth(at).unwrap().to_owned();
    assert_eq!(word(&config, 1), word(&table, 0));
    assert_eq!(word(&config, 6), word(&table, 6));
}

#[test]
fn data_and_other_encodings() {
    let mut redactor = Redactor::new(Key::from_text("test"));
    assert_eq!(copy_with(&mut redactor, b"\x89PNG\0\0 blofeld"), None);
    let wide: Vec<u8> = "hostname blofeld\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let plain = copy_with(&mut redactor, b"hostname blofeld\r\n");
    assert_eq!(copy_with(&mut redactor, &wide), plain);
    assert!(plain.unwrap().ends_with("\r\n"));
    let latin = copy_with(&mut redactor, b" description Z\xfcrich\n").unwrap();
    assert!(!latin.contains("rich") && latin.is_ascii());
}

fn hcxnat(arguments: &[&std::ffi::OsStr]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_hcxnat"))
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn files_get_new_names_in_a_directory() {
    let dir = tempfile::TempDir::new().unwrap();
    let (from, to) = (dir.path().join("in"), dir.path().join("out"));
    std::fs::create_dir(&from).unwrap();
    std::fs::write(from.join("blofeld.txt"), "hostname blofeld\n").unwrap();
    std::fs::write(from.join("blofeld.cfg"), "blofeld#sh ver\n").unwrap();
    std::fs::write(from.join("photo.png"), b"\x89PNG\0\0").unwrap();
    let ran = hcxnat(&["redact".as_ref(), from.as_ref(), "-o".as_ref(), to.as_ref()]);
    assert!(ran.status.success(), "{ran:?}");
    let mut names: Vec<_> = std::fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("blofeld")));
    let texts: Vec<String> = names.iter().map(|name| std::fs::read_to_string(name).unwrap()).collect();
    let name = names[0].file_stem().unwrap().to_string_lossy().into_owned();
    assert_eq!(texts, [format!("{name}#sh ver\n"), format!("hostname {name}\n")]);
}

#[test]
fn inputs_are_not_overwritten_and_keys_not_empty() {
    let dir = tempfile::TempDir::new().unwrap();
    let file = dir.path().join("a.txt");
    std::fs::write(&file, "hostname blofeld\n").unwrap();
    for arguments in [&["-o".as_ref(), file.as_ref()][..], &["--key".as_ref(), "".as_ref()], &[file.as_ref()]] {
        let ran = hcxnat(&[&["redact".as_ref(), file.as_ref()], arguments].concat());
        assert_eq!(ran.status.code(), Some(2), "{ran:?}");
        assert!(!String::from_utf8_lossy(&ran.stderr).is_empty());
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "hostname blofeld\n");
    let key: [&std::ffi::OsStr; 4] = ["redact".as_ref(), file.as_ref(), "--key".as_ref(), "k".as_ref()];
    assert_eq!(hcxnat(&key).stdout, hcxnat(&key).stdout);
    assert_ne!(hcxnat(&key[..2]).stdout, hcxnat(&key[..2]).stdout);
}

proptest! {
    #[test]
    fn lines_are_counted_alike(text in "([a-z0-9.:/ #!^C>-]|banner motd |--More--|\r|\n|\x08|10\\.0\\.0\\.1|\x1b\\[K|é){0,120}") {
        let lines = |text: &str| text.matches('\n').count();
        prop_assert_eq!(lines(&copy(&text)), lines(&text));
    }
}
