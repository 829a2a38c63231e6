//! The HTML report: what a router says in it is text, whatever it says, and the page can be read without seeing it. Where
//! Chromium is installed the page is loaded in it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and says why it is skipped")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use hcxnat::capture::Input;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::report::checklist::Checklist;
use hcxnat::report::{self, Content, InputRecord, Record};
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};

const EVIL: &str = "<script>document.title='RAN'</script><img/src=x/onerror=document.title='RAN'>\"'</title></style></svg><svg/onload=document.title='RAN'>";

/// A capture in which every name and text is markup.
fn capture() -> String {
    let word = EVIL.replace(' ', "");
    format!(
        "version 15.7\nhostname {word}\ninterface GigabitEthernet0/0\n description {EVIL}\n ip address 203.0.113.1 255.255.255.0\n \
         ip nat outside\n ip access-group X{word} in\ninterface GigabitEthernet0/1\n description {EVIL}\n \
         ip address 10.0.0.1 255.255.255.0\n ip nat inside\nip nat inside source list {word} interface GigabitEthernet0/0 overload\n\
         ip route 0.0.0.0 0.0.0.0 203.0.113.254 name {word}\nip access-list standard {word}\n remark {EVIL}\n \
         permit 10.0.0.0 0.0.0.255\nend\n{word}#show ip nat translations\n\
         Pro Inside global         Inside local          Outside local         Outside global\n\
         udp 203.0.113.1:4500      10.0.0.5:4500         198.51.100.11:4500    198.51.100.11:4500\n\
         udp 203.0.113.1:1024      10.0.0.6:4500         198.51.100.11:4500    198.51.100.11:4500\n"
    )
}

fn appliance(name: &str, role: &str, address: &str) -> Appliance {
    let uplink = Uplink::new(address.parse().unwrap());
    Appliance { name: name.to_owned(), role: role.to_owned(), uplinks: vec![uplink], inferred: false, possible: false }
}

fn page() -> String {
    let appliances =
        vec![appliance(&format!("IX{EVIL}"), "IX", "10.0.0.5"), appliance(&format!("NE{EVIL}"), "NE", "10.0.0.6")];
    let spare_addresses = vec!["203.0.113.9".parse().unwrap()];
    let intent = Intent { appliances, spare_addresses, ..Intent::default() };
    let name = format!("{EVIL}.txt");
    let input = Input::Memory { name: name.clone(), bytes: capture().into_bytes() };
    let report = analyze(&[input], &intent, SourceMap::default(), &Settings::default()).unwrap();
    assert!(!report.plans.is_empty() && report.findings.len() > 1, "the page has all its parts");
    let record = Record {
        inputs: vec![InputRecord { name, content: Content::of(b"x") }],
        inventory: Vec::new(),
        asked: "2, named on the command line".into(),
        made: Some("2026-11-22T12:00:00Z".to_owned()),
        checklist: Checklist::of(&report, &intent),
        closing: None,
        directory: None,
        exit_code: 1,
        language: hcxnat::locale::Language::English,
    };
    report::html(&report, &record)
}

/// The tags of a page, with what stands in them.
fn tags(page: &str) -> Vec<(&str, &str)> {
    let (_, body) = page.split_once("</style>").unwrap();
    let opened = body.split('<').skip(1).map(|rest| rest.split_once('>').unwrap().0);
    opened.map(|tag| tag.split_once(' ').unwrap_or((tag, ""))).collect()
}

#[test]
fn what_a_router_says_is_no_markup() {
    let page = page();
    let known = [
        "head",
        "body",
        "a",
        "header",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "nav",
        "ul",
        "li",
        "main",
        "section",
        "figure",
        "figcaption",
        "svg",
        "title",
        "desc",
        "rect",
        "text",
        "path",
        "circle",
        "g",
        "code",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "details",
        "summary",
        "pre",
        "mark",
        "b",
        "footer",
        "html",
    ];
    for (tag, attributes) in tags(&page) {
        assert!(known.contains(&tag.trim_start_matches('/')), "<{tag}>");
        let names = attributes.split('"').step_by(2).filter_map(|name| name.trim().strip_suffix('='));
        for name in names {
            assert!(!name.starts_with("on") && name != "style" && name != "src", "<{tag} {attributes}>");
        }
        assert!(!attributes.contains("javascript:") && !attributes.contains("http"), "<{tag} {attributes}>");
    }
    // It is there, as text.
    assert!(page.matches("&lt;script&gt;document.title='RAN'&lt;/script&gt;").count() > 10);
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(page.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"));
}

#[test]
fn the_page_can_be_read_without_seeing_it() {
    let page = page();
    let all = tags(&page);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "ids are unique: {ids:?}");
    for rest in page.split("aria-labelledby=\"").skip(1) {
        for id in rest.split('"').next().unwrap().split(' ') {
            assert!(ids.contains(&id), "{id}");
        }
    }
    for href in page.split("href=\"#").skip(1) {
        assert!(ids.contains(&href.split('"').next().unwrap()));
    }
    for (tag, attributes) in all.iter().filter(|(tag, _)| *tag == "svg") {
        let told = attributes.contains("role=\"img\"") && attributes.contains("aria-labelledby=");
        assert!(told || attributes.contains("aria-hidden=\"true\""), "<{tag} {attributes}>");
    }
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(all.iter().filter(|(tag, _)| *tag == landmark).count(), 1, "{landmark}");
    }
    let levels: Vec<u8> = all
        .iter()
        .filter(|(tag, _)| tag.len() == 2 && tag.starts_with('h') && *tag != "hr")
        .map(|(tag, _)| tag.as_bytes()[1] - b'0')
        .collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(!levels[1..].contains(&1));
    // The lists of a card may begin deeper than a section does.
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 2), "{levels:?}");
    let open = |name: &str| all.iter().filter(|(tag, _)| *tag == name).count();
    for name in ["div", "section", "details", "figure", "table", "svg", "ul", "li", "pre", "span"] {
        assert_eq!(open(name), open(&format!("/{name}")), "{name}");
    }
}

/// Where Chromium is, if it is.
fn chromium() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter();
    let mut found =
        found.filter(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()));
    let found = found.next();
    if found.is_none() {
        println!("skipped: no chromium is installed");
    }
    found
}

/// Runs it on a page; the answer is what it prints.
fn browse(program: &str, dir: &Path, page: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1340,1500"])
        .arg(format!("--user-data-dir={}", dir.join("profile").display()))
        .args(arguments)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn write(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn nothing_runs_in_a_browser() {
    let Some(program) = chromium() else { return };
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    // The same markup where it is markup does run: this test can fail.
    let bare = write(dir, "bare.html", &format!("<title>quiet</title><body>{EVIL}"));
    assert!(browse(program, dir, &bare, &["--dump-dom"]).contains("<title>RAN</title>"), "the control does not run");
    let page = page();
    let dom = browse(program, dir, &write(dir, "page.html", &page), &["--dump-dom"]);
    assert!(dom.contains("<title>HCX uplinks behind Cisco NAT: FAIL</title>"), "{dom}");
    assert!(!dom.contains("<img") && !dom.contains("<script"));
    // Nor would it if something came through.
    let through = page.replacen("<h1>", &format!("{EVIL}<h1>"), 1);
    let dom = browse(program, dir, &write(dir, "through.html", &through), &["--dump-dom"]);
    assert!(dom.contains("<title>HCX uplinks"), "the policy lets a script run");
}

#[test]
fn the_page_is_drawn_in_light_and_dark() {
    let Some(program) = chromium() else { return };
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let page = page();
    let shot = |name: &str, text: &str, scheme: u8| {
        let (picture, path) = (dir.join(format!("{name}.png")), write(dir, &format!("{name}.html"), text));
        let (scheme, to) =
            (format!("--blink-settings=preferredColorScheme={scheme}"), format!("--screenshot={}", picture.display()));
        browse(program, dir, &path, &[&scheme, &to]);
        std::fs::read(picture).unwrap()
    };
    let (dark, light) = (shot("dark", &page, 0), shot("light", &page, 1));
    assert!(light.starts_with(b"\x89PNG") && light.len() > 20_000 && dark.len() > 20_000);
    assert_ne!(light, dark, "the page does not follow the colour scheme");
    // The policy takes this style and no other.
    let restyled = page.replacen("--paper: #f7f6f3", "--paper: #f7f6f4", 1);
    assert_ne!(restyled, page);
    let unstyled = shot("unstyled", &restyled, 1);
    assert!(unstyled.len() * 4 < light.len() * 5 && unstyled != light, "a style that was changed is taken");
}
