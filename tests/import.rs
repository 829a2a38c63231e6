//! Inventories from what HCX writes: every form tells the same, and what is written can be read again.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test that cannot read its sample must fail")]

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use hcxnat::capture::text_file;
use hcxnat::intent::hcx::{Imported, is_export, read_exports};
use hcxnat::intent::{Appliance, Intent, InventoryError, TEMPLATE, read_inventory};
use hcxnat::report::{Style, problems};
use hcxnat::source::SourceMap;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

fn fixture(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures/hcx");
    text_file(&root.join(name)).unwrap()
}

fn fixtures() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures/hcx");
    let list = |dir: PathBuf| std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = list(root.clone()).filter(|path| path.is_dir()).flat_map(list).collect();
    found.sort();
    found.iter().map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned()).collect()
}

fn import(files: &[(&str, &str)]) -> (Result<Imported, InventoryError>, SourceMap) {
    let mut sources = SourceMap::default();
    (read_exports(files, &mut sources), sources)
}

/// The inventory and what is said of it, or the screen of what is wrong.
fn told(files: &[(&str, &str)]) -> String {
    let (read, sources) = import(files);
    match read {
        Ok(imported) => {
            sound(&imported, &sources);
            imported.to_yaml(&sources)
        }
        Err(error) => problems(&error.problems, &sources, Style::PLAIN),
    }
}

/// What an appliance comes to, wherever it was read.
fn essence(intent: &Intent) -> Vec<(String, String, bool, Vec<String>)> {
    let uplinks = |appliance: &Appliance| {
        appliance.uplinks.iter().map(|up| format!("{} {:?} {:?} {:?}", up.address, up.peers, up.vrf, up.mac)).collect()
    };
    let of = |it: &Appliance| (it.name.clone(), it.role.clone(), it.possible, uplinks(it));
    intent.appliances.iter().map(of).collect()
}

/// What is written is read as what was imported, and points at the addresses in the user's own text.
fn sound(imported: &Imported, sources: &SourceMap) {
    let yaml = imported.to_yaml(sources);
    let again = read_inventory("written.yaml", &yaml, &mut SourceMap::default()).unwrap_or_else(|error| {
        panic!("{error}\n{yaml}");
    });
    let intent = imported.intent();
    assert_eq!(essence(&again), essence(&intent), "{yaml}");
    assert_eq!(again.path_resiliency, intent.path_resiliency);
    for appliance in intent.appliances.iter().filter(|appliance| !appliance.possible) {
        for uplink in &appliance.uplinks {
            assert_eq!(sources.slice(uplink.span.unwrap()).unwrap(), uplink.address.to_string());
        }
    }
    for profile in &imported.network_profiles {
        for range in &profile.ranges {
            let text = sources.slice(range.span).unwrap();
            assert!(text.starts_with(&range.value.start().to_string()), "{text}");
            assert!(text.trim_end_matches('"').ends_with(&range.value.end().to_string()), "{text}");
        }
    }
    for note in &imported.notes {
        assert!(note.at.is_none_or(|at| sources.position(at).is_some()), "{note:?}");
    }
    let unsafe_on_screens = |c: char| c != '\n' && c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!yaml.contains(unsafe_on_screens), "{yaml}");
}

#[test]
fn every_fixture_alone() {
    let mut all = String::new();
    for name in fixtures() {
        let text = fixture(&name);
        assert!(is_export(&text), "{name}");
        let _ = writeln!(all, "=== {name}\n{}", told(&[(&name, &text)]));
    }
    insta::assert_snapshot!("fixtures", all);
}

#[test]
fn files_of_one_site_are_joined() {
    let mut all = String::new();
    for names in [
        // Names from one, addresses and ports from the other, Application Path Resiliency from a third.
        &["json/metrics-source.json", "json/appliances.json", "json/servicemesh.json"][..],
        // In any order, and with the other site.
        &["json/metrics-receiver.json", "json/appliances.json", "json/metrics-source.json"],
        // What a collector writes.
        &[
            "json/interconnectstatus.json",
            "json/networkprofile.json",
            "json/computeprofile.json",
            "json/networkextension.json",
        ],
        // The Network Profile says which address is an uplink's.
        &["json/interconnectstatus.json", "pasted/networkprofile-list.txt"],
        &["pasted/appliance-table.txt", "csv/interconnectstatus-utf16.csv"],
        // Nothing has an address yet.
        &["pasted/appliance-table.txt", "pasted/networkprofile-list.txt"],
    ] {
        let texts: Vec<String> = names.iter().map(|name| fixture(name)).collect();
        let files: Vec<(&str, &str)> = names.iter().copied().zip(texts.iter().map(String::as_str)).collect();
        let _ = writeln!(all, "=== {}\n{}", names.join(" "), told(&files));
    }
    insta::assert_snapshot!("joined", all);
}

/// Blocks with a file name are imported together; the next YAML is what comes of them.
#[test]
fn the_page_shows_what_comes_out() {
    let page = include_str!("../docs/inventory.md");
    let (mut files, mut shown): (Vec<(&str, &str)>, usize) = (Vec::new(), 0);
    for block in page.split("\n```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').unwrap();
        if let Some((_, name)) = kind.split_once(' ') {
            files.push((name, text));
        } else if kind == "yaml" && !files.is_empty() {
            assert_eq!(told(&files).trim_end(), text, "{files:?}");
            files.clear();
            shown += 1;
        }
    }
    assert_eq!((shown, files.len()), (3, 0));
    let (_, example) = page.split_once("```yaml\n").unwrap();
    let intent = read_inventory("i", example.split("```").next().unwrap(), &mut SourceMap::default()).unwrap();
    assert_eq!((intent.appliances.len(), intent.ignores.len()), (2, 1));
}

#[test]
fn every_mistake_has_its_screen() {
    let status = |address: &str| format!("[{{\"Appliance\": \"SM1-IX-I1\",\n  \"IpAddress\": {address} }}]");
    let range = |range: &str| format!("[{{\"Name\": \"HCX-Uplink\",\n  \"NetworkIpRange\": [{range}] }}]");
    let cases = [
        ("bad_address", status("\"192.19.72.2022\"")),
        ("redacted", status("\"x.x.x.x\"")),
        ("cut_json", "{ \"items\": [\n  { \"applianceName\": \"SM1-IX-I1\",\n    \"statistics\": { \"Tun".to_owned()),
        ("broken_json", "[ { \"Name\": \"SM1-IX-I1\",\n    \"IpAddress\" \"192.0.2.1\" } ]".to_owned()),
        ("depth_too_small", range("\"@{Start=192.0.2.1; End=192.0.2.9}\"")),
        ("turned_round", range("\"192.19.72.210-192.19.72.202\"")),
        ("half_a_range", range("\"192.19.72.210-\"")),
        ("too_many", range("\"10.0.0.1-10.0.15.254\"")),
        ("type_of_a_list", "\"Name\",\"NetworkIpRange\",\"MTU\"\n\"HCX-Uplink\",\"System.String[]\",\"1500\"\n".to_owned()),
        (
            "cut_list",
            "Name           : HCX-Uplink\nNetworkIpRange : {192.0.2.1, 192.0.2.3, 192.0.2.5, 192.0.2.7...}\n".to_owned(),
        ),
        ("cut_name", "Appliance  IpAddress\n---------  ---------\nSM1-Lon... 192.0.2.1\n".to_owned()),
        ("error_answer", "{\"errors\": [\n {\"error\": \"Unauthorized\", \"code\": 401} ]}".to_owned()),
        ("no_address", "Name      Type           TunnelStatus\n----      ----           ------------\nSM1-NE-I1 L2Concentrator up\n".to_owned()),
        ("only_the_other_site", status("\"203.0.113.11\"").replace("-I1", "-R1")),
        ("address_of_two", "Appliance,IpAddress\nSM1-IX-I1,192.0.2.1\nSM1-NE-I1,192.0.2.1\n".to_owned()),
        ("no_export", "hostname R1\n!\n".to_owned()),
        ("empty", "\n".to_owned()),
    ];
    let mut screens = String::new();
    for (name, text) in cases {
        let (read, sources) = import(&[("export", &text)]);
        let error = read.expect_err(name);
        let screen = problems(&error.problems, &sources, Style::PLAIN);
        for (span, _) in error.problems.iter().flat_map(|problem| &problem.labels) {
            assert!(sources.slice(*span).is_some(), "{name}");
        }
        let _ = writeln!(screens, "=== {name}\n{screen}");
    }
    insta::assert_snapshot!("mistakes", screens);
}

#[test]
fn an_answer_in_one_line_is_shown_around_what_is_wrong() {
    let item = |n: usize, address: &str| format!("{{\"applianceName\":\"SM{n}-NE-I1\",\"ipAddress\":\"{address}\"}}");
    let items: Vec<String> = (0..3000).map(|n| item(n, if n == 2000 { "10.0.0.x" } else { "10.0.0.1" })).collect();
    let text = format!("{{\"items\":[{}]}}", items.join(","));
    let screen = told(&[("answer.json", &text)]);
    assert!(screen.contains("`10.0.0.x` is not an IPv4 address") && screen.contains("SM2000-NE-I1"), "{screen}");
    assert!(screen.lines().all(|line| line.chars().count() < 200));
    // Nor is it shown whole where it breaks off, or cannot be read at all.
    for text in [text.get(..text.len() / 2).unwrap().to_owned(), "[".repeat(100_000), format!("{text} x")] {
        let screen = told(&[("answer.json", &text)]);
        assert!(screen.contains("this is not JSON"), "{screen}");
        assert!(screen.lines().all(|line| line.chars().count() < 200));
    }
}

#[test]
fn a_name_in_the_encoding_of_a_japanese_windows() {
    let text =
        "\"Appliance\",\"IpAddress\",\"ServiceComponent\"\r\n\"東京本社-IX-I1\",\"192.0.2.1\",\"Interconnect\"\r\n";
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
    let input = hcxnat::capture::Input::Memory { name: "x".to_owned(), bytes: bytes.into_owned() };
    let text = hcxnat::capture::text_input(&input).unwrap();
    assert_eq!(import(&[("x.csv", &text)]).0.unwrap().appliances[0].name, "東京本社-IX-I1");
}

#[test]
fn an_inventory_is_no_export() {
    for text in [
        TEMPLATE,
        "",
        "version: 1\n",
        "{version: 1, appliances: []}",
        "{\"version\": 1, \"appliances\": []}",
        "version : 1\nappliances:\n  - role : IX\n    name : A\n  - role : NE\n    name : B\n",
        "# Name, Type\nversion: 1\n",
        "just some text\n",
    ] {
        assert!(!is_export(text), "{text}");
    }
}

#[test]
fn what_is_unsafe_in_a_name_is_escaped() {
    for name in
        ["SM1\u{1b}[2J-IX-I1", "a\"b: c #d-IX-I1", "true", "1.10", "東京-IX-I1", "a\u{202e}b-IX-I1", "x\ny-IX-I1"]
    {
        let text =
            serde_json::json!([{"Appliance": name, "Type": "Interconnect", "IpAddress": "192.0.2.1"}]).to_string();
        let (read, sources) = import(&[("s.json", &text)]);
        let imported = read.unwrap();
        assert_eq!(imported.appliances[0].name, name);
        sound(&imported, &sources);
        assert!(!imported.to_yaml(&sources).contains('\u{202e}'));
    }
}

/// An appliance of a site, as a test invents it.
#[derive(Debug, Clone)]
struct Made {
    name: String,
    role: &'static str,
    address: Ipv4Addr,
    peer: Option<Ipv4Addr>,
}

fn site() -> impl Strategy<Value = Vec<Made>> {
    let hosts: Vec<u8> = (2..250).collect();
    let appliances = (subsequence(hosts, 1..6), proptest::collection::vec(any::<(bool, Option<u8>)>(), 6));
    ("[A-Za-z][A-Za-z0-9_-]{0,9}[A-Za-z0-9]", appliances).prop_map(|(mesh, (hosts, kinds))| {
        let made = |(number, (host, (ix, peer))): (usize, (u8, (bool, Option<u8>)))| Made {
            name: format!("{mesh}-{}-I{number}", if ix { "IX" } else { "NE" }),
            role: if ix { "IX" } else { "NE" },
            address: Ipv4Addr::new(192, 19, 72, host),
            peer: peer.map(|peer| Ipv4Addr::new(203, 0, 113, peer)),
        };
        (1..).zip(hosts.into_iter().zip(kinds)).map(made).collect()
    })
}

/// `Get-HCXInterconnectStatus` in a form; `filler` stands in the columns that are not read.
fn printed(site: &[Made], form: usize, filler: &str) -> String {
    let kind = |made: &Made| if made.role == "IX" { "Interconnect" } else { "L2Concentrator" };
    let cells = |made: &Made| {
        [kind(made).to_owned(), made.name.clone(), made.address.to_string(), filler.to_owned(), "up".to_owned()]
    };
    let columns = ["ServiceComponent", "Appliance", "IpAddress", "Network", "Status"];
    let objects = || -> Vec<serde_json::Value> {
        let object = |made| columns.into_iter().zip(cells(made)).map(|(k, v)| (k.to_owned(), v.into()));
        site.iter().map(|made| serde_json::Value::Object(object(made).collect())).collect()
    };
    let csv = |between: &str| {
        let quoted = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            cells.join(between)
        };
        let rows = site.iter().map(|made| quoted(&cells(made)));
        let lines: Vec<String> = std::iter::once(quoted(&columns.map(str::to_owned))).chain(rows).collect();
        format!("#TYPE VMware.VimAutomation.Hcx.Types.V1.HCXInterconnectStatus\r\n{}\r\n", lines.join("\r\n"))
    };
    match form {
        0 => serde_json::to_string(&objects()).unwrap(),
        1 => serde_json::to_string_pretty(&serde_json::json!({"value": objects(), "Count": site.len()})).unwrap(),
        2 => csv(","),
        3 => csv(";"),
        4 => {
            let line = |(key, value): (&str, String)| format!("{key:<16} : {value}\n");
            let object = |made| columns.into_iter().zip(cells(made)).map(line).collect::<String>() + "\n";
            site.iter().map(object).collect()
        }
        _ => {
            let rows: Vec<[String; 5]> = site.iter().map(cells).collect();
            let width =
                |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap().max(columns[at].len());
            // The third column stands at its right end, as numbers do.
            let line = |cells: [String; 5]| {
                let cell = |(at, cell): (usize, &String)| {
                    if at == 2 { format!("{cell:>0$} ", width(at)) } else { format!("{cell:<0$} ", width(at)) }
                };
                cells.iter().enumerate().map(cell).collect::<String>().trim_end().to_owned() + "\n"
            };
            let rules = columns.map(|column| "-".repeat(column.len()));
            let head = line(columns.map(str::to_owned)) + &line(rules);
            format!(
                "\nPS C:\\> Get-HCXInterconnectStatus | ft\n\n{head}{}\n\n",
                rows.iter().cloned().map(line).collect::<String>()
            )
        }
    }
}

/// The answers of the REST interface: tunnels by id, and names by id.
fn answers(site: &[Made]) -> (String, String) {
    let metrics = site.iter().enumerate().map(|(id, made)| {
        let kind = if made.role == "IX" { "HCX-WAN-IX" } else { "HCX-NET-EXT" };
        serde_json::json!({"applianceId": format!("id-{id}"), "applianceType": kind, "statistics": {"Tunnels": [
            {"LocalAddress": made.address, "LocalPort": 4500, "RemoteAddress": made.peer, "RemotePort": 4500}]}})
    });
    let metrics = serde_json::json!({"paging": {"count": 1}, "items": metrics.collect::<Vec<_>>()});
    let names = site
        .iter()
        .enumerate()
        .map(|(id, made)| serde_json::json!({"applianceId": format!("id-{id}"), "applianceName": made.name}));
    (metrics.to_string(), serde_json::json!({"items": names.rev().collect::<Vec<_>>()}).to_string())
}

fn found(imported: &Imported) -> Vec<(String, String, Ipv4Addr)> {
    let mut found: Vec<_> = imported
        .appliances
        .iter()
        .flat_map(|it| it.uplinks.iter().map(|up| (it.name.clone(), it.role.clone(), up.address)))
        .collect();
    found.sort();
    found
}

fn made(site: &[Made]) -> Vec<(String, String, Ipv4Addr)> {
    let mut made: Vec<_> = site.iter().map(|made| (made.name.clone(), made.role.to_owned(), made.address)).collect();
    made.sort();
    made
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_form_tells_the_same(site in site(), form in 0usize..6, filler in "[A-Za-z0-9 _-]{0,12}[a-z]") {
        let text = printed(&site, form, &filler);
        prop_assert!(is_export(&text), "{text}");
        let (read, sources) = import(&[("export", &text)]);
        let imported = read.unwrap();
        prop_assert_eq!(found(&imported), made(&site), "{}", text);
        sound(&imported, &sources);
    }

    #[test]
    fn tunnels_tell_peers(site in site(), names_first: bool) {
        let (metrics, names) = answers(&site);
        let mut files = [("metrics.json", metrics.as_str()), ("names.json", names.as_str())];
        if names_first {
            files.reverse();
        }
        let (read, sources) = import(&files);
        let imported = read.unwrap();
        prop_assert_eq!(found(&imported), made(&site));
        for of in &site {
            let appliance = imported.appliances.iter().find(|appliance| appliance.name == of.name).unwrap();
            prop_assert_eq!(&appliance.uplinks[0].peers, &of.peer.into_iter().collect::<Vec<_>>());
        }
        sound(&imported, &sources);
    }

    #[test]
    fn a_mangled_export_is_refused_or_read(at: Index, which: Index, cuts in proptest::collection::vec(any::<(Index, u8, char)>(), 0..4)) {
        let names = fixtures();
        let mut text: Vec<char> = fixture(at.get(names.as_slice()).as_str()).chars().collect();
        for (place, what, c) in cuts {
            let place = place.index(text.len());
            match what % 4 {
                0 => drop(text.remove(place)),
                1 => text.insert(place, c),
                2 => text[place] = c,
                _ => text.truncate(place.max(1)),
            }
        }
        let text: String = text.into_iter().collect();
        let other = fixture(which.get(names.as_slice()).as_str());
        let (read, sources) = import(&[("mangled", &text), ("other", &other)]);
        match read {
            Ok(imported) => sound(&imported, &sources),
            Err(error) => {
                let spans = error.problems.iter().flat_map(|problem| &problem.labels).map(|(span, _)| *span);
                for span in spans {
                    // In an empty file there is nothing to quote.
                    prop_assert!(text.is_empty() || sources.slice(span).is_some());
                }
                prop_assert!(!problems(&error.problems, &sources, Style::PLAIN).is_empty());
            }
        }
    }
}
