//! The real program, in a clean environment.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot run the program must fail")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a run printed and how it ended.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn hcxnat(arguments: &[&str], dir: &Path, stdin: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    command.args(arguments).current_dir(dir).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap().into()
}

fn run(arguments: &[&str]) -> Ran {
    hcxnat(arguments, Path::new("."), b"")
}

fn dir(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

#[test]
fn help_goes_to_standard_output() {
    let help = run(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    assert!(help.stdout.contains("terminal length 0") && help.stdout.contains("hcxnat demo"));
    let check = run(&["check", "--help"]);
    assert!(check.stdout.contains("Exit codes:") && check.stdout.contains("inconclusive"));
    for command in ["trace", "parse", "baseline", "diff"] {
        assert!(run(&[command, "--help"]).stdout.to_lowercase().contains("exit code"), "{command}");
    }
    assert_eq!(run(&["--version"]).stdout, concat!("hcxnat ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(run(&[]).code, 2);
}

#[test]
fn usage_errors_say_what_to_do() {
    for (arguments, wanted) in [
        (&["check", "--ix", "2001:db8::1"][..], "only IPv4"),
        (&["check", "--ix", "10.0.0.1/24"], "without the prefix length"),
        (&["check", "--ix", "10.0.0.1", "--ne", "10.0.0.1"], "given twice"),
        (&["check", "--peer", "203.0.113.1"], "add --ix or --ne"),
        (&["check", "--inventory", "i.yaml", "--ix", "10.0.0.1"], "cannot be used with"),
        (&["check", "--inventory", "no-such.yaml"], "cannot read no-such.yaml"),
        (&["check", "-o", "jsn"], "did you mean `json`?"),
        (&["check", "-o", "json="], "no file name"),
        (&["check", "-o", "json", "-o", "human"], "only one format"),
        (&["check", "--fail-on", "eror"], "error"),
        (&["trace", "gre 10.0.0.1:1 > 10.0.0.2:2"], "udp 192.0.2.10:4500 > 203.0.113.12:4500"),
        (&["explain", "HCX999"], "no rule HCX999"),
        (&["chek"], "check"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?} {}", ran.stderr);
        assert!(ran.stderr.contains(wanted), "{arguments:?} {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
}

#[test]
fn a_broken_inventory_is_underlined() {
    let dir =
        dir(&[("i.yaml", b"version: 1\nappliances:\n  - {name: A, rol: IX, uplinks: [{address: 10.0.0.256}]}\n")]);
    let ran = hcxnat(&["check", "--inventory", "i.yaml"], dir.path(), b"hostname R1\n");
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("broken_inventory", ran.stderr);
}

#[test]
fn an_inventory_as_powershell_writes_it() {
    let template = run(&["init"]);
    assert_eq!(template.code, 0);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(template.stdout.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let dir = dir(&[("i.yaml", &utf16)]);
    let ran = hcxnat(&["check", "--inventory", "i.yaml"], dir.path(), b"");
    // The inventory is taken; what is missing is a capture.
    assert_eq!(ran.code, 3, "{}", ran.stderr);
}

const EDGE: &[u8] = include_bytes!("../src/cli/demo/edge.txt");
const METRICS: &[u8] = include_bytes!("../grammar-fixtures/hcx/json/metrics-source.json");
const NAMES: &[u8] = include_bytes!("../grammar-fixtures/hcx/json/appliances.json");
const RANGES: &[u8] = include_bytes!("../grammar-fixtures/hcx/pasted/networkprofile-list.txt");

#[test]
fn what_hcx_wrote_is_an_inventory() {
    let dir = dir(&[
        ("edge.txt", EDGE),
        ("a", METRICS),
        ("b.csv", NAMES),
        ("i.yaml", b"version: 1\nspare_public_addresses: [19.155.80.73]\n"),
    ]);
    // Told by what is in them, and beside an inventory.
    let ran = hcxnat(
        &["check", "edge.txt", "--inventory", "a", "--inventory", "b.csv", "--inventory", "i.yaml"],
        dir.path(),
        b"",
    );
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("FAIL  NE SM1-NE-I1  192.19.72.203:4500  leaves as 19.155.80.72:1543"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("ip nat inside source static 192.19.72.203 19.155.80.73"), "{}", ran.stdout);
    assert!(ran.stderr.contains("note: b.csv:6: not known, and not read, of appliances: rackUnit"), "{}", ran.stderr);
    // By way of the YAML it is the same.
    let imported = hcxnat(&["import", "a", "b.csv", "-o", "imported.yaml"], dir.path(), b"");
    assert_eq!((imported.code, imported.stdout.as_str()), (0, ""), "{}", imported.stderr);
    let again = hcxnat(&["check", "edge.txt", "--inventory", "imported.yaml", "-o", "json"], dir.path(), b"");
    let direct =
        hcxnat(&["check", "edge.txt", "--inventory", "a", "--inventory", "b.csv", "-o", "json"], dir.path(), b"");
    assert_eq!((again.stdout, again.stderr.as_str()), (direct.stdout, ""));
    let piped = hcxnat(&["import"], dir.path(), METRICS);
    assert!(piped.code == 0 && piped.stdout.contains("# from <stdin>:26"), "{}", piped.stdout);
}

#[test]
fn import_says_why_it_does_not() {
    let dir = dir(&[("edge.txt", EDGE), ("m.json", METRICS), ("i.yaml", b"version: 1\n"), ("j.yaml", b"version: 1\n")]);
    std::fs::create_dir(dir.path().join("set")).unwrap();
    std::fs::write(dir.path().join("set/metrics.json"), METRICS).unwrap();
    std::fs::write(dir.path().join("set/edge.txt"), EDGE).unwrap();
    // In a directory lies this and that.
    let set = hcxnat(&["import", "set", "-o", "set/inventory.yaml"], dir.path(), b"");
    assert!(set.code == 0 && set.stderr.contains("edge.txt: not what HCX or PowerCLI writes"), "{}", set.stderr);
    for (arguments, wanted) in [
        (&["import", "edge.txt"][..], "edge.txt is nothing that HCX or PowerCLI writes"),
        (&["import", "i.yaml"], "i.yaml is nothing that HCX or PowerCLI writes"),
        (&["import", "no-such.json"], "no-such.json"),
        (&["import", "m.json", "-o", "m.json"], "m.json is an input; it is not overwritten"),
        (&["import", "-", "-"], "there is one standard input"),
        (&["check", "edge.txt", "--inventory", "i.yaml", "--inventory", "j.yaml"], "are both inventories"),
        (&["check", "edge.txt", "--inventory", "m.json", "--ix", "10.0.0.1"], "cannot be used with"),
        (&["check", "edge.txt", "--inventory", "m.json", "-o", "json=m.json"], "m.json is an input"),
    ] {
        let ran = hcxnat(arguments, dir.path(), b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(wanted), "{arguments:?}: {}", ran.stderr);
    }
}

/// Two neighbours that fare alike.
const RUN: &str = "192.19.72.202-192.19.72.203:4500";

#[test]
fn every_address_of_a_network_profile_is_tested() {
    // As it is before deployment: nobody has spoken yet.
    let config = String::from_utf8(EDGE.to_vec()).unwrap();
    let config: String = config.split_inclusive('\n').take(251).collect();
    let dir = dir(&[("edge.txt", config.as_bytes()), ("p.txt", RANGES)]);
    let ran = hcxnat(&["check", "edge.txt", "--inventory", "p.txt"], dir.path(), b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    // Neighbours that fare alike are one row, and a short range has a plan.
    for wanted in [RUN, "192.19.72.205:4500", "192.19.72.210-192.19.72.211:4500", "Plan F1", "HCX201"] {
        assert!(ran.stdout.contains(wanted), "{wanted}: {}", ran.stdout);
    }
    insta::assert_snapshot!("possible_uplinks", ran.stdout);
    for (format, wanted) in [("json", "\"possible\": true"), ("markdown", RUN), ("html", RUN)] {
        let ran = hcxnat(&["check", "edge.txt", "--inventory", "p.txt", "-o", format], dir.path(), b"");
        assert!(ran.stdout.contains(wanted), "{format}: {}", ran.stdout);
    }
    let wide =
        |last: &str| format!("version: 1\nnetwork_profiles:\n  - {{name: HCX-Uplink, ranges: [192.19.72.2-{last}]}}\n");
    std::fs::write(dir.path().join("i.yaml"), wide("192.19.72.254")).unwrap();
    let ran = hcxnat(&["check", "edge.txt", "--inventory", "i.yaml"], dir.path(), b"");
    assert!(ran.stdout.lines().count() < 50 && !ran.stdout.contains("Plan F1"), "{}", ran.stdout);
    assert!(ran.stdout.contains("No plan: EDGE-RTR-01: Network Profile HCX-Uplink: 253 addresses"), "{}", ran.stdout);
    std::fs::write(dir.path().join("i.yaml"), wide("192.19.80.254")).unwrap();
    let ran = hcxnat(&["check", "edge.txt", "--inventory", "i.yaml"], dir.path(), b"");
    assert!(ran.code == 2 && ran.stderr.contains("too many to be tested one by one"), "{}", ran.stderr);
}

#[test]
fn a_requirements_file_lies_beside_the_inventory() {
    let dir = dir(&[("i.yaml", b"version: 1\nrequirements: ../nowhere/r.yaml\n")]);
    let ran = hcxnat(&["check", "--inventory", "i.yaml"], dir.path(), b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no requirements: cannot read"), "{}", ran.stderr);
}

#[test]
fn nothing_recognised_is_3() {
    for command in ["check", "parse", "fix"] {
        let ran = hcxnat(&[command], Path::new("."), b"");
        assert_eq!(ran.code, 3, "{command} {}", ran.stderr);
        assert!(ran.stderr.contains("the input is empty"), "{command} {}", ran.stderr);
        assert!(ran.stderr.contains("show ip nat translations"), "{command} {}", ran.stderr);
    }
    let named = hcxnat(&["check", "--name", "paste"], Path::new("."), b"7z\xbc\xaf\x27\x1c....");
    assert!(named.code == 3 && named.stderr.contains("paste: a 7-Zip archive"), "{}", named.stderr);
}

/// What vSphere says is something, but no router: no port is judged, and that is no pass.
#[test]
fn vsphere_alone_is_not_nothing() {
    const EVENT: &str = "Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62 for adapter 4000\n";
    const PORT: &str = "   Port ID: 33554578\n   Portgroup: HCX-Uplink\n   MAC Address: 00:50:56:86:67:1a\n";
    const REJECT: &str = "VDPortgroup : HCX-Uplink\nMacChanges : False\n";
    let drift = format!("{EVENT}{PORT}{REJECT}");
    for (arguments, text, code) in [
        (&["check"][..], EVENT, 4),
        (&["check", "--fail-on", "note"], EVENT, 1),
        (&["check", "--ne", "192.19.72.203"], EVENT, 4),
        (&["check"], &drift, 1),
        (&["check", "--fail-on", "never"], &drift, 4),
        (&["check"], REJECT, 4),
        (&["parse"], EVENT, 0),
        (&["check"], "Changed MAC address from one to the other\n", 3),
    ] {
        let ran = hcxnat(arguments, Path::new("."), text.as_bytes());
        assert_eq!(ran.code, code, "{arguments:?} {text} {} {}", ran.stdout, ran.stderr);
        if arguments[0] == "check" && code != 3 {
            let says = "INCONCLUSIVE: no router is in the input, so no port was judged; MAC addresses were compared";
            assert!(ran.stdout.contains(says), "{}", ran.stdout);
            assert!(ran.stdout.contains("show ip arp"), "{}", ran.stdout);
        }
    }
}

#[test]
fn the_rules_are_listed() {
    assert_eq!(run(&["rules"]).code, 0);
    let json: serde_json::Value = serde_json::from_str(&run(&["rules", "-o", "json"]).stdout).unwrap();
    assert_eq!(json["schema"], "hcxnat.rules.v1");
    for rule in json["rules"].as_array().unwrap() {
        let code = rule["code"].as_str().unwrap();
        let page = run(&["explain", &code.to_ascii_lowercase()]);
        assert!(page.code == 0 && page.stdout.contains(code), "{code}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hcxnat"));
    command.arg("init").env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), ran.stderr.as_slice()), (Some(0), &b""[..]));
}

const CAPTURE: &str = "\
EDGE-RTR#show running-config
Building configuration...

Current configuration : 900 bytes
!
version 15.7
hostname EDGE-RTR
enable secret 9 $9$topsecret
!
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.252
 ip nat outside
!
interface GigabitEthernet0/1
 ip address 192.19.72.1 255.255.255.0
 ip nat inside
!
ip nat pool PUBLIC 19.155.80.72 19.155.80.72 prefix-length 29
ip nat inside source list NAT-ACL pool PUBLIC overload
ip route 0.0.0.0 0.0.0.0 203.0.113.2
!
ip access-list standard NAT-ACL
 permit 192.19.72.0 0.0.0.255
!
end

EDGE-RTR#show ip nat translations
Pro Inside global         Inside local          Outside local         Outside global
udp 19.155.80.72:4500     192.19.72.202:4500    203.0.113.11:4500     203.0.113.11:4500
udp 19.155.80.72:1543     192.19.72.203:4500    203.0.113.12:4500     203.0.113.12:4500
icmp 19.155.80.72:512     192.19.72.50:512      203.0.113.80:512      203.0.113.80:512
EDGE-RTR#
";

const BOTH: &[&str] = &["--ix", "192.19.72.202", "--ne", "192.19.72.203"];

fn check(more: &[&str], dir: &Path, stdin: &str) -> Ran {
    hcxnat(&[&["check"], BOTH, more].concat(), dir, stdin.as_bytes())
}

#[test]
fn the_incident_from_a_file_and_from_standard_input() {
    let dir = dir(&[("edge.txt", CAPTURE.as_bytes())]);
    let from_file = check(&["edge.txt"], dir.path(), "");
    assert_eq!((from_file.code, from_file.stderr.as_str()), (1, ""));
    for wanted in ["FAIL  NE", "leaves as 19.155.80.72:1543", "error HCX101", "Exit code 1", "configure terminal"] {
        assert!(from_file.stdout.contains(wanted), "{wanted} is missing in {}", from_file.stdout);
    }
    assert!(!from_file.stdout.contains("topsecret") && !from_file.stdout.contains('\u{1b}'));
    for arguments in [&["--name", "edge.txt"][..], &["--name", "edge.txt", "-"]] {
        assert_eq!(check(arguments, dir.path(), CAPTURE).stdout, from_file.stdout);
    }
    assert!(check(&["-"], dir.path(), CAPTURE).stdout.contains("<stdin>:"));
    let crlf = check(&["-"], dir.path(), &CAPTURE.replace('\n', "\r\n"));
    assert_eq!((crlf.code, crlf.stdout.contains('\r')), (1, false));
    assert!(check(&["edge.txt", "--color", "always"], dir.path(), "").stdout.contains("\u{1b}[1;31m"));
}

#[test]
fn thresholds() {
    for (arguments, code) in [
        (&["--fail-on", "never"][..], 0),
        (&["--fail-on", "note"], 1),
        (&["--min-severity", "error"], 1),
        (&["--fail-on", "never", "--min-severity", "error"], 0),
    ] {
        assert_eq!(check(arguments, Path::new("."), CAPTURE).code, code, "{arguments:?}");
    }
    let no_table = CAPTURE.split("EDGE-RTR#show ip nat").next().unwrap().replace("permit 192.19.72.0", "!permit");
    let inconclusive = check(&[], Path::new("."), no_table.split("ip nat pool").next().unwrap());
    assert_eq!(inconclusive.code, 4, "{}", inconclusive.stdout);
    assert!(inconclusive.stdout.contains("Paste next:"), "{}", inconclusive.stdout);
}

#[test]
fn the_screen_and_a_file_in_one_run() {
    let dir = dir(&[("edge.txt", CAPTURE.as_bytes())]);
    let ran = check(&["edge.txt", "-o", "json=a.json", "-o", "human=a.txt"], dir.path(), "");
    assert!(ran.code == 1 && ran.stdout.contains("FAIL"));
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(dir.path().join("a.json")).unwrap()).unwrap();
    assert_eq!((json["schema"].as_str(), json["verdict"].as_str()), (Some("hcxnat.check.v1"), Some("fail")));
    assert!(std::fs::read_to_string(dir.path().join("a.txt")).unwrap().contains("FAIL"));
    let refused = check(&["edge.txt", "-o", "json=./edge.txt"], dir.path(), "");
    assert!(refused.code == 2 && refused.stderr.contains("not overwritten"));
    assert_eq!(std::fs::read_to_string(dir.path().join("edge.txt")).unwrap(), CAPTURE);
}

#[test]
fn labels_of_the_json_point_at_the_paste() {
    let ran = check(&["-o", "json"], Path::new("."), CAPTURE);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = json["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    for label in findings.iter().flat_map(|finding| finding["labels"].as_array().unwrap()) {
        let at = |key: &str| usize::try_from(label[key].as_u64().unwrap()).unwrap() - 1;
        let line = CAPTURE.lines().nth(at("line")).unwrap();
        let slice: String = line.chars().skip(at("column")).take(at("end_column") - at("column")).collect();
        assert_eq!(label["text"], slice.as_str());
    }
}

#[test]
fn parse_streams_the_rows() {
    let dir = dir(&[("edge.txt", CAPTURE.as_bytes())]);
    let ran = hcxnat(&["parse", "-o", "json"], dir.path(), CAPTURE.as_bytes());
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, json["schema"].as_str()), (0, Some("hcxnat.parse.v1")));
    let rows = json["devices"][0]["translations"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[1]["line"]), (3, &serde_json::json!(30)));
    assert_eq!(rows[1]["source"], "<stdin>");
    assert!(["interfaces", "nat_rules", "pools"].iter().all(|key| json["devices"][0][key][0]["source"] == "<stdin>"));
    assert_eq!(rows[2]["inside_global"], serde_json::json!({"address": "19.155.80.72", "id": "512"}));
    let rule = &json["devices"][0]["nat_rules"][0];
    assert_eq!(
        (rule["kind"].as_str(), rule["pool"].as_str(), rule["line"].as_u64()),
        (Some("dynamic"), Some("PUBLIC"), Some(19))
    );
    let text = hcxnat(&["parse", "edge.txt"], dir.path(), b"");
    assert!(text.stdout.contains("30: udp  19.155.80.72:1543"), "{}", text.stdout);
    assert!(!text.stdout.contains("topsecret") && !ran.stdout.contains("topsecret"));
}

/// The rows of a device stand under it, whether its table is one of thousands in a file or lies in several files.
#[test]
fn parse_tells_what_is_saved_from_what_runs() {
    let dir = tempfile::tempdir().unwrap();
    let capture = "R1#show startup-config\nUsing 900 out of 262136 bytes\nversion 15.7\nhostname R1\nend\n\
        R1#show running-config\nversion 15.7\nhostname R1\nend\nR1#\n";
    let ran = hcxnat(&["parse", "-o", "json"], dir.path(), capture.as_bytes());
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let kinds: Vec<_> = json["segments"].as_array().unwrap().iter().map(|segment| &segment["kind"]).collect();
    assert_eq!(kinds, ["startup-config", "running-config"]);
}

#[test]
fn parse_puts_the_rows_of_many_devices_in_their_place() {
    let table = |device: usize, row: usize| {
        let header = "Pro Inside global Inside local Outside local Outside global";
        let flow = format!("udp 19.155.80.72:{row} 10.0.0.1:{row} 203.0.113.1:53 203.0.113.1:53");
        format!("R{device}#show ip nat translations\n{header}\n{flow}\nR{device}#\n")
    };
    let many: String = (0..300).map(|device| table(device, 1000 + device)).collect();
    let again: String = (0..300).map(|_| table(7, 9)).collect();
    let dir = dir(&[("a.txt", many.as_bytes()), ("b.txt", again.as_bytes())]);
    let ran = hcxnat(&["parse", "a.txt", "b.txt", "-o", "json"], dir.path(), b"");
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let devices = json["devices"].as_array().unwrap();
    assert_eq!(devices.len(), 300);
    for (number, device) in devices.iter().enumerate() {
        let rows = device["translations"].as_array().unwrap();
        assert_eq!(device["name"], format!("R{number}"));
        assert_eq!(rows.len(), if number == 7 { 301 } else { 1 }, "R{number}");
        assert_eq!((&rows[0]["source"], &rows[0]["inside_global"]["port"]), (&"a.txt".into(), &(1000 + number).into()));
        assert!(rows.iter().skip(1).all(|row| row["source"] == "b.txt"));
    }
    let text = hcxnat(&["parse", "a.txt", "b.txt"], dir.path(), b"").stdout;
    assert!(text.contains("R299\n  a.txt:1199: udp  19.155.80.72:1299"), "{text}");
}

#[test]
fn trace_and_fix_of_the_incident() {
    let flow = "udp 192.19.72.203:4500 > 203.0.113.12:4500";
    let ran = hcxnat(&["trace", flow, "-"], Path::new("."), CAPTURE.as_bytes());
    assert!(ran.code == 0 && ran.stdout.contains("Seen:     leaves as 19.155.80.72:1543"), "{}", ran.stdout);
    let fix = hcxnat(&[&["fix"], BOTH].concat(), Path::new("."), CAPTURE.as_bytes());
    assert_eq!(fix.code, 1);
    let typed: Vec<&str> = fix.stdout.lines().filter(|line| !line.starts_with('!')).collect();
    assert!(typed.first() == Some(&"configure terminal") && typed.contains(&"end"), "{}", fix.stdout);
}

#[test]
fn what_cannot_be_read_is_named() {
    let dir = dir(&[("a.gz", b"\x1f\x8b\x08\x00\x01"), ("empty.txt", b"")]);
    let missing = check(&["no-such.txt"], dir.path(), "");
    assert!(missing.code == 2 && missing.stderr.contains("cannot read no-such.txt"), "{}", missing.stderr);
    let packed = check(&["a.gz"], dir.path(), "");
    assert!(
        packed.code == 2 && packed.stderr.contains("cannot read a.gz: the archive breaks off"),
        "{}",
        packed.stderr
    );
    let empty = check(&["empty.txt"], dir.path(), "");
    assert!(empty.code == 3 && empty.stderr.contains("empty"), "{}", empty.stderr);
    let asa = "ASA Version 9.8(2)\nhostname FW\ninterface GigabitEthernet0/0\n nameif outside\n security-level 0\n\
               object network A\n nat (inside,outside) static 1.2.3.4\n";
    let asa = check(&[], dir.path(), asa);
    assert!([3, 4].contains(&asa.code) && (asa.stdout + &asa.stderr).contains("Cisco ASA"));
}

const SECRETS: &str = "\
version 15.7
hostname R1
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.252
 ip nat outside
interface GigabitEthernet0/1
 ip address 192.19.72.1 255.255.255.0
 ip nat inside
 server-private 10.0.0.1 auth-port 1812 acct-port 1813 key 7 SECRETA
aaa server radius dynamic-author
 client 10.0.0.2 server-key 7 SECRETB
crypto ipsec client ezvpn E
 group mygroup key SECRETC
archive
 path ftp://user:SECRETD@10.0.0.3/cfg
enable sec 5 SECRETE
user x pass 7 SECRETF
snmp-server comm SECRETG RO
 set session-key inbound esp 256 cipher SECRETH
ip nat inside source static udp 10.0.0.9 9 password SECRETI
ip nat inside source static udp 10.0.0.9 9 203.0.113.5 9 password SECRETJ
ip nat inside source list password SECRETK
ip nat pool secret SECRETL SECRETM netmask 255.255.255.0
ip route 0.0.0.0 0.0.0.0 password SECRETN SECRETO
ip access-list extended A
 permit udp any secret SECRETP any
frobnicate key SECRETQ
end
";

#[test]
fn no_output_tells_a_secret() {
    let dir = dir(&[("edge.txt", SECRETS.as_bytes())]);
    let flow = "udp 192.19.72.203:4500 > 203.0.113.12:4500";
    let check = [&["check", "edge.txt"], BOTH].concat();
    let fix = [&["fix", "edge.txt"], BOTH].concat();
    let mut masked = false;
    for command in [&check[..], &fix, &["parse", "edge.txt"], &["trace", flow, "edge.txt"]] {
        for format in [&[][..], &["-o", "json"]] {
            if command[0] == "fix" && !format.is_empty() {
                continue;
            }
            let ran = hcxnat(&[command, format].concat(), dir.path(), b"");
            let told = ran.stdout + &ran.stderr;
            let secret = told.lines().find(|line| line.contains("SECRET"));
            assert_eq!(secret, None, "{command:?} {format:?}");
            masked |= told.contains("found a masked word");
        }
    }
    assert!(masked);
}

#[test]
fn control_characters_of_arguments_and_names_are_masked() {
    let forged = "a\u{9b}31m\u{1b}[2J";
    for arguments in [
        &["check", "--ix", forged][..],
        &["check", forged],
        &["check", "--inventory", forged],
        &["check", "-o", forged],
        &["check", "--name", forged, "no-such.txt"],
        &["trace", forged],
        &["explain", forged],
        &[forged],
    ] {
        let ran = hcxnat(arguments, Path::new("."), CAPTURE.as_bytes());
        assert_eq!(ran.code, 2, "{arguments:?} {}", ran.stderr);
        assert!(!ran.stderr.contains(['\u{9b}', '\u{1b}']) && ran.stderr.ends_with('\n'), "{arguments:?}");
    }
    let refused = run(&["check", "--ix", forged]);
    assert!(refused.stderr.lines().count() > 1, "{}", refused.stderr);
    let capture = CAPTURE.replace("NAT-ACL", "N\u{9b}ACL").replace("hostname EDGE-RTR", "hostname E\u{202e}R");
    let inventory = "version: 1\nappliances:\n  - {name: \"N\\e[2J\\nPASS\", role: NE, uplinks: [{address: 192.19.72.203}]}\n\
                     ignore: [{code: HCX101, reason: \"b\\e[2J\"}]\n";
    let dir = dir(&[("edge.txt", capture.as_bytes()), ("i.yaml", inventory.as_bytes())]);
    for arguments in [
        &["check", "edge.txt", "--inventory", "i.yaml"][..],
        &["check", "edge.txt", "--inventory", "i.yaml", "-o", "json"],
        &["fix", "edge.txt", "--inventory", "i.yaml"],
        &["parse", "edge.txt"],
        &["parse", "edge.txt", "-o", "json"],
        &["trace", "udp 192.19.72.203:4500 > any:4500", "edge.txt"],
        &["check", "-", "--name", forged],
    ] {
        let ran = hcxnat(arguments, dir.path(), capture.as_bytes());
        let told = ran.stdout + &ran.stderr;
        assert!(!told.contains(['\u{9b}', '\u{1b}', '\u{202e}']), "{arguments:?} {told:?}");
        assert!(!told.lines().any(|line| line == "PASS"), "{arguments:?} {told}");
    }
}

const INVENTORY: &str = "version: 1\nrequirements: req.yaml\n\
                         appliances:\n  - {name: NE, role: NE, uplinks: [{address: 192.19.72.203}]}\n";

const REQUIREMENTS: &str = "version: 1\nproduct: P\nrequirements:\n  - {role: NE, protocol: udp, source_ports: 4500, \
                            destination_port: 4500, purpose: p, source: s}\n";

#[test]
fn nothing_that_is_read_is_overwritten() {
    let files = [("edge.txt", CAPTURE), ("i.yaml", INVENTORY), ("req.yaml", REQUIREMENTS)];
    let dir = dir(&files.map(|(name, text)| (name, text.as_bytes())));
    let sound = hcxnat(&["check", "edge.txt", "--inventory", "i.yaml"], dir.path(), b"");
    assert_eq!((sound.code, sound.stderr.as_str()), (1, ""));
    for output in ["json=edge.txt", "json=i.yaml", "json=./req.yaml", "human=../x/i.yaml"] {
        let output = output.replace("../x", &format!("../{}", dir.path().file_name().unwrap().to_string_lossy()));
        let ran = hcxnat(&["check", "edge.txt", "--inventory", "i.yaml", "-o", &output], dir.path(), b"");
        assert!(ran.code == 2 && ran.stderr.contains("not overwritten"), "{output} {}", ran.stderr);
    }
    let flow = "udp 192.19.72.203:4500 > any:4500";
    for arguments in [&["parse", "edge.txt"][..], &["trace", flow, "edge.txt"]] {
        let ran = hcxnat(&[arguments, &["-o", "json=edge.txt"]].concat(), dir.path(), b"");
        assert!(ran.code == 2 && ran.stderr.contains("not overwritten"), "{arguments:?} {}", ran.stderr);
    }
    for (name, text) in files {
        assert_eq!(std::fs::read_to_string(dir.path().join(name)).unwrap(), text, "{name}");
    }
}

#[test]
fn one_file_holds_one_output() {
    let dir = dir(&[("edge.txt", CAPTURE.as_bytes())]);
    for second in ["human=a", "json=./a"] {
        let ran = check(&["edge.txt", "-o", "json=a", "-o", second], dir.path(), "");
        assert!(ran.code == 2 && ran.stderr.contains("named twice"), "{second} {}", ran.stderr);
    }
    assert!(!dir.path().join("a").exists());
}

#[test]
fn a_directory_is_read_without_what_was_written_there() {
    let dir = dir(&[("edge.txt", CAPTURE.as_bytes()), ("out.txt", b"hostname STALE\nip nat outside\n")]);
    for _ in 0..2 {
        let ran = check(&[".", "-o", "json=out.txt"], dir.path(), "");
        assert!(ran.code == 1 && !ran.stdout.contains("STALE"), "{} {}", ran.stdout, ran.stderr);
        let written = std::fs::read_to_string(dir.path().join("out.txt")).unwrap();
        assert!(written.contains("hcxnat.check.v1") && !written.contains("out.txt"));
    }
    let parsed = hcxnat(&["parse", ".", "-o", "human=out.txt"], dir.path(), b"");
    assert_eq!((parsed.code, parsed.stderr.as_str()), (0, ""));
}

#[test]
fn a_failed_run_leaves_no_half_file() {
    let dir = dir(&[("edge.txt", CAPTURE.as_bytes()), ("old.json", b"old"), ("empty.txt", b"")]);
    std::fs::create_dir(dir.path().join("d")).unwrap();
    assert_eq!(check(&["empty.txt", "-o", "json=old.json"], dir.path(), "").code, 3);
    assert_eq!(std::fs::read(dir.path().join("old.json")).unwrap(), b"old");
    let refused = check(&["edge.txt", "-o", "json=d"], dir.path(), "");
    assert!(refused.code == 2 && refused.stderr.contains("cannot write d"), "{}", refused.stderr);
    let refused = check(&["edge.txt", "-o", "json=nowhere/a.json"], dir.path(), "");
    assert!(refused.code == 2 && refused.stderr.contains("cannot write nowhere"), "{}", refused.stderr);
    assert_eq!(check(&["edge.txt", "-o", "json=old.json"], dir.path(), "").code, 1);
    assert!(std::fs::read_to_string(dir.path().join("old.json")).unwrap().contains("hcxnat.check.v1"));
    // Nothing stays behind under another name.
    let mut names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["d", "edge.txt", "empty.txt", "old.json"]);
}

const HELD: &str = "version 15.7\nhostname R1\ninterface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n \
                    ip nat outside\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n ip nat inside\n\
                    ip nat inside source list 1 interface GigabitEthernet0/0 overload\n\
                    ip route 0.0.0.0 0.0.0.0 203.0.113.254\naccess-list 1 permit 10.0.0.0 0.0.0.255\nend\n\
                    R1#show ip nat translations\n\
                    Pro Inside global      Inside local       Outside local      Outside global\n\
                    udp 203.0.113.1:500    10.0.0.9:500       198.51.100.7:500   198.51.100.7:500\n\
                    tcp 203.0.113.1:7000   10.0.0.9:7000      198.51.100.7:7000  198.51.100.7:7000\n";

#[test]
fn rows_of_the_protocol_and_port_that_are_asked_for_count() {
    let inventory: &[u8] = b"version: 1\nrequirements: req.yaml\nappliances:\n  - {name: A, role: hub, uplinks: \
                             [{address: 10.0.0.5, peers: [198.51.100.7]}]}\n";
    let requirements: &[u8] = b"version: 1\nproduct: P\nrequirements:\n  - {role: hub, protocol: tcp, \
                                source_ports: 7000, destination_port: 7000, purpose: p, source: s}\n";
    let dir = dir(&[("a.txt", HELD.as_bytes()), ("i.yaml", inventory), ("req.yaml", requirements)]);
    let ran = hcxnat(&["check", "a.txt", "--inventory", "i.yaml"], dir.path(), b"");
    assert!(ran.code == 1 && ran.stdout.contains("holds TCP 7000 of 203.0.113.1"), "{}", ran.stdout);
    // Of the ports below 512 it is not known which comes next.
    for (flow, says) in [
        ("tcp 10.0.0.5:7000 > 198.51.100.7:7000", "the port becomes 1024"),
        ("udp 10.0.0.5:500 > 198.51.100.7:500", "the port becomes another one"),
    ] {
        let ran = hcxnat(&["trace", flow, "a.txt"], dir.path(), b"");
        assert!(ran.stdout.contains(says), "{}", ran.stdout);
    }
}

#[test]
fn what_packages_install_beside_the_program() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.code, 0, "{shell}");
        for word in ["hcxnat", "check", "redact", "inventory"] {
            assert!(script.stdout.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(run(&["completions", "tcsh"]).code, 2);
    let pages = dir(&[]);
    let to = pages.path().join("man1");
    assert_eq!(run(&["man", to.to_str().unwrap()]).code, 0);
    let help = run(&["--help"]).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        let page = std::fs::read_to_string(to.join(format!("hcxnat-{command}.1"))).unwrap();
        assert!(page.starts_with(".ie") && page.contains(".SH SYNOPSIS"), "{command}");
        assert!(page.contains(concat!("\"hcxnat ", env!("CARGO_PKG_VERSION"), "\"")), "{command}: {page}");
    }
    assert!(run(&["man"]).stdout.contains(".SH SUBCOMMANDS"));
}

#[test]
fn one_run_writes_a_file_for_each_reader() {
    let capture = include_bytes!("../src/cli/demo/edge.txt");
    let dir = dir(&[("edge.txt", capture)]);
    let formats = ["json", "ndjson", "markdown", "html", "sarif", "github", "junit"];
    let mut arguments = vec!["check", "edge.txt", "--ix", "192.19.72.202", "--ne", "192.19.72.203", "-o", "human"];
    let outputs: Vec<String> = formats.iter().map(|format| format!("{format}=out.{format}")).collect();
    arguments.extend(outputs.iter().flat_map(|output| ["-o", output.as_str()]));
    let ran = hcxnat(&arguments, dir.path(), b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("EDGE-RTR-01: Cisco IOS"), "{}", ran.stdout);
    // Printed by sha256sum.
    let digest = "afcca103d41ea17486a7f142b000e1b587378d36b556a1350361a58d9739ec22";
    for format in formats {
        let text = std::fs::read_to_string(dir.path().join(format!("out.{format}"))).unwrap();
        assert!(text.contains("HCX101"), "{format}");
        let hashed = ["markdown", "html", "sarif"].contains(&format);
        assert_eq!(text.contains(digest), hashed, "{format}");
    }
    // What is piped in is hashed as well.
    let piped = hcxnat(&["check", "-o", "markdown"], dir.path(), capture);
    assert!(piped.stdout.contains(digest) && piped.stdout.contains("`<stdin>`"), "{}", piped.stdout);
}

#[test]
fn the_checklist_ends_as_check_does() {
    let capture = include_str!("../src/cli/demo/edge.txt");
    let appliances = ["--ix", "192.19.72.202", "--ne", "192.19.72.203"];
    for (what, text) in [("fail", capture), ("cut", &capture[..capture.len() / 3]), ("nothing", "hello\n")] {
        let dir = dir(&[("edge.txt", text.as_bytes())]);
        let run = |command: &str| {
            let arguments = [&[command, "edge.txt"][..], &appliances[..]].concat();
            hcxnat(&arguments, dir.path(), b"")
        };
        let (check, list) = (run("check"), run("checklist"));
        assert_eq!(check.code, list.code, "{what}: {}", list.stderr);
        assert_eq!(list.stdout.is_empty(), what == "nothing", "{}", list.stdout);
    }
    let list = run(&["checklist", "src/cli/demo/edge.txt", "--inventory", "src/cli/demo/inventory.yaml"]);
    assert!(list.stdout.starts_with("# HCX underlay checklist: 3 FAIL, "), "{}", list.stdout);
    assert_eq!(list.stdout.lines().filter(|line| line.starts_with("### ")).count(), 26);
    // What is piped in is hashed.
    let piped = hcxnat(&["checklist"], Path::new("."), include_bytes!("../src/cli/demo/edge.txt"));
    assert!(
        piped.stdout.contains("afcca103d41ea17486a7f142b000e1b587378d36b556a1350361a58d9739ec22"),
        "{}",
        piped.stdout
    );
    let json = run(&["checklist", "src/cli/demo/edge.txt", "-o", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["schema"], "hcxnat.checklist.v1");
    assert_eq!(json["items"].as_array().unwrap().len(), 26);
}

#[test]
fn schemas_are_printed_by_name() {
    let help = run(&["schema", "--help"]).stdout;
    for name in ["check", "checklist", "parse", "inventory", "hcxnat.check.v1"] {
        assert!(help.contains(name.split('.').nth(1).unwrap_or(name)), "{help}");
        let ran = run(&["schema", name]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let schema: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let wrong = run(&["schema", "chek"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("did you mean check?"), "{}", wrong.stderr);
}

/// What `docs/reports.md` tells to type, but for the files, is what the program takes.
#[test]
fn the_commands_of_the_docs_work() {
    let docs = include_str!("../docs/reports.md");
    let commands = docs.lines().filter_map(|line| line.trim().trim_start_matches("- run: ").strip_prefix("hcxnat "));
    let capture = include_bytes!("../src/cli/demo/edge.txt");
    let inventory = include_bytes!("../src/cli/demo/inventory.yaml");
    let dir = dir(&[("edge.txt", capture), ("hcx.yaml", inventory)]);
    std::fs::create_dir(dir.path().join("captures")).unwrap();
    std::fs::write(dir.path().join("captures/edge.txt"), capture).unwrap();
    let mut ran = 0;
    for command in commands {
        let arguments: Vec<&str> = command.split(' ').collect();
        let result = hcxnat(&arguments, dir.path(), b"");
        let expected = i32::from(arguments[0] != "schema");
        assert_eq!(result.code, expected, "{command}: {}", result.stderr);
        for file in arguments.iter().filter_map(|argument| argument.split_once('=')).map(|(_, file)| file) {
            assert!(dir.path().join(file).metadata().unwrap().len() > 100, "{command}: {file}");
        }
        ran += 1;
    }
    assert!(ran >= 8, "{ran}");
    for name in ["human", "markdown", "html", "json", "ndjson", "sarif", "github", "junit"] {
        assert!(docs.contains(&format!("| `{name}` |")), "{name} is not in the docs");
    }
}
