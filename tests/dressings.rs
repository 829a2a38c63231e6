//! Whatever people and programs put around a router's output, what is read of it is the same.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

mod common;

use common::{Books, memory, read, undressed};
use hcxnat::capture::{self, Kind};
use hcxnat::grammar::Facts;
use hcxnat::source::SourceMap;
use proptest::prelude::*;

type Lines = Vec<String>;

/// A way of dressing lines, and when it happens on a line's way: on the router's terminal, in the logger, in a mail.
struct Dressing {
    name: &'static str,
    stage: u8,
    dress: fn(&[String]) -> Lines,
}

const TERMINAL: u8 = 0;
const LOGGER: u8 = 1;
const PASTE: u8 = 2;

fn each(lines: &[String], dress: impl Fn(usize, &str) -> String) -> Lines {
    lines.iter().enumerate().map(|(at, line)| dress(at, line)).collect()
}

fn now_and_then(lines: &[String], every: usize, before: &str) -> Lines {
    each(lines, |at, line| if at % every == every - 1 { format!("{before}{line}") } else { line.to_owned() })
}

fn after_commands(lines: &[String], more: &[&str]) -> Lines {
    let more = |line: &str| if line.contains("#show") { more } else { &[] }.iter().map(|text| (*text).to_owned());
    lines.iter().flat_map(|line| std::iter::once(line.clone()).chain(more(line))).collect()
}

fn stamped(lines: &[String], stamp: impl Fn(usize) -> String) -> Lines {
    each(lines, |at, line| format!("{}{line}", stamp(at)))
}

/// Cuts lines of the kinds that are joined again.
fn cut(lines: &[String]) -> Lines {
    let cut = |line: &String| -> Lines {
        let row = ["udp ", "tcp ", "icmp ", "ip nat "].iter().any(|start| line.starts_with(start));
        if row && line.len() > 80 { vec![line[..80].to_owned(), line[80..].to_owned()] } else { vec![line.clone()] }
    };
    lines.iter().flat_map(cut).collect()
}

const SYSLOG: [&str; 3] = [
    "*Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: Line protocol on Interface Gi0/3, changed state to up",
    "000123: Dec 19 04:51:25: %SYS-5-CONFIG_I: Configured from console by console",
    "%IP-4-DUPADDR: Duplicate address 10.0.0.1 on Vlan1, sourced by 0000.5e00.5301",
];

fn syslog(lines: &[String]) -> Lines {
    let said = |at: usize| (at % 5 == 4).then(|| SYSLOG[at % SYSLOG.len()].to_owned());
    lines.iter().enumerate().flat_map(|(at, line)| std::iter::once(line.clone()).chain(said(at))).collect()
}

fn escaped(lines: &[String]) -> Lines {
    let escape =
        |line: &str| line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("  ", "&nbsp; ");
    each(lines, |_, line| escape(line))
}

fn between(first: &str, lines: &[String], last: &str) -> Lines {
    [&[first.to_owned()], lines, &[last.to_owned()]].concat()
}

const EXEC: [&str; 3] = [
    "Load for five secs: 14%/1%; one minute: 13%; five minutes: 14%",
    "Time source is NTP, 13:11:32.445 EDT Fri Aug 7 2020",
    "",
];

const DRESSINGS: &[Dressing] = &[
    Dressing { name: "cut at 80", stage: TERMINAL, dress: cut },
    Dressing { name: "pager", stage: TERMINAL, dress: |lines| now_and_then(lines, 7, " --More-- \r         \r") },
    Dressing { name: "pager, not wiped", stage: TERMINAL, dress: |lines| now_and_then(lines, 6, "--More--(50%) ") },
    Dressing {
        name: "pager, backspaced",
        stage: TERMINAL,
        dress: |lines| {
            now_and_then(lines, 5, "<--- More --->\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08\x1b[K")
        },
    },
    Dressing { name: "colours", stage: TERMINAL, dress: |lines| each(lines, |_, line| format!("\x1b[0m{line}\x1b[K")) },
    Dressing { name: "one-byte controls", stage: TERMINAL, dress: |lines| now_and_then(lines, 3, "\u{9b}0m") },
    Dressing { name: "syslog", stage: TERMINAL, dress: syslog },
    Dressing { name: "exec timestamps", stage: TERMINAL, dress: |lines| after_commands(lines, &EXEC) },
    Dressing {
        name: "double spacing",
        stage: LOGGER,
        dress: |lines| lines.iter().flat_map(|line| [line.clone(), String::new()]).collect(),
    },
    Dressing {
        name: "Tera Term",
        stage: LOGGER,
        dress: |lines| stamped(lines, |at| format!("[Sun Nov 22 10:11:{:02}.{:03} 2026] ", at % 60, at * 7 % 1000)),
    },
    Dressing {
        name: "SecureCRT",
        stage: LOGGER,
        dress: |lines| stamped(lines, |at| format!("<2026-11-22 10:11:{:02}> ", at % 60)),
    },
    Dressing {
        name: "bare times",
        stage: LOGGER,
        dress: |lines| stamped(lines, |at| format!("10:11:{:02}.{:03} ", at % 60, at % 1000)),
    },
    Dressing {
        name: "dates",
        stage: LOGGER,
        dress: |lines| stamped(lines, |at| format!("2026/11/22 10:11:{:02} ", at % 60)),
    },
    Dressing {
        name: "tight times",
        stage: LOGGER,
        dress: |lines| stamped(lines, |at| format!("[10:11:{:02}]", at % 60)),
    },
    Dressing {
        name: "PuTTY",
        stage: LOGGER,
        dress: |lines| {
            [&["=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.01.02 10:11:12 =~=~=~=~=~=~=~=~=~=~=~=".to_owned()], lines]
                .concat()
        },
    },
    Dressing { name: "quotation", stage: PASTE, dress: |lines| each(lines, |_, line| format!("> {line}")) },
    Dressing { name: "tight quotation", stage: PASTE, dress: |lines| each(lines, |_, line| format!(">{line}")) },
    Dressing { name: "bars", stage: PASTE, dress: |lines| each(lines, |_, line| format!("| {line}")) },
    Dressing { name: "hashes", stage: PASTE, dress: |lines| each(lines, |_, line| format!("# {line}")) },
    Dressing { name: "indentation", stage: PASTE, dress: |lines| each(lines, |_, line| format!("    {line}")) },
    Dressing { name: "entities", stage: PASTE, dress: escaped },
    Dressing {
        name: "tags",
        stage: PASTE,
        dress: |lines| between("<pre>", &each(lines, |_, line| format!("{line}<br/>")), "</pre>"),
    },
    Dressing { name: "bold", stage: PASTE, dress: |lines| each(lines, |_, line| format!("<strong>{line}</strong>")) },
    Dressing { name: "fence", stage: PASTE, dress: |lines| between("```text", lines, "```") },
    Dressing { name: "hard blanks", stage: PASTE, dress: |lines| each(lines, |_, line| line.replace(' ', "\u{a0}")) },
    Dressing { name: "dashes", stage: PASTE, dress: |lines| each(lines, |_, line| line.replace("---", "\u{2014}")) },
    Dressing { name: "no width", stage: PASTE, dress: |lines| now_and_then(lines, 2, "\u{200b}") },
];

/// Whether one dressing may follow another. Nobody's browser keeps what a terminal obeys, and a mail program that sees an
/// indented or quoted pager sees text. A router writes no message into the middle of a line.
fn follows(first: &Dressing, second: &Dressing) -> bool {
    let obeyed = |name: &str| name.contains("pager") || name == "colours" || name.contains("controls");
    let markup = |name: &str| ["entities", "tags", "bold"].contains(&name);
    let torn = first.name == "cut at 80" && second.name == "syslog";
    first.stage <= second.stage && !torn && !(obeyed(first.name) && (markup(second.name) || obeyed(second.name)))
}

/// A session of a router: a configuration and a table.
fn session(statics: &[(u8, u16)], rows: &[(u8, u16, u8)]) -> Lines {
    let mut lines: Lines = [
        "R1#show running-config",
        "Building configuration...",
        "",
        "Current configuration : 612 bytes",
        "!",
        "version 15.7",
        "hostname R1",
        "!",
        "username admin privilege 15 secret 9 $9$NOTASECRET",
        "interface GigabitEthernet0/0",
        " description uplink",
        " ip address 203.0.113.1 255.255.255.0",
        " ip nat outside",
        "!",
        "interface GigabitEthernet0/1",
        " ip address 10.0.0.1 255.255.255.0",
        " ip nat inside",
        "!",
        "ip nat inside source list 10 interface GigabitEthernet0/0 overload",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend(statics.iter().map(|(host, port)| {
        format!(
            "ip nat inside source static udp 10.0.0.{host} {port} 203.0.113.{host} {port} route-map TO-ISP-1 extendable"
        )
    }));
    lines.extend(
        ["access-list 10 permit 10.0.0.0 0.0.0.255", "!", "end", "", "R1#show ip nat translations"].map(str::to_owned),
    );
    lines.push("Pro Inside global          Inside local           Outside local          Outside global".to_owned());
    lines.extend(rows.iter().map(|(host, port, peer)| {
        if port % 3 == 0 {
            let (global, local) = (format!("203.0.113.{host}"), format!("10.0.0.{host}"));
            return format!("--- {global:<22} {local:<22} ---                    ---");
        }
        let (global, local) = (format!("203.0.113.1:{port}"), format!("10.0.0.{host}:{port}"));
        let peer = format!("198.51.100.{peer}:4500");
        format!("udp {global:<22} {local:<22} {peer:<22} {peer}")
    }));
    lines.push("R1#".to_owned());
    lines
}

/// What was read, without its places.
fn facts(text: &str) -> (Vec<String>, Vec<String>) {
    let (_, parsed, _, rows) = read(text.as_bytes());
    let config = |facts: &Facts| match facts {
        Facts::Config(facts) => Some(placeless(&format!("{facts:?}"))),
        Facts::Table(_) | Facts::Show(_) | Facts::Vsphere(_) | Facts::None => None,
    };
    (parsed.iter().filter_map(|part| config(&part.facts)).collect(), rows.printed)
}

fn placeless(text: &str) -> String {
    let mut parts = text.split("Span { source:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + "Span" + part.split_once('}').map_or("", |(_, rest)| rest))
}

fn text(lines: &[String], end: &str) -> String {
    lines.iter().flat_map(|line| [line, end]).collect()
}

#[test]
fn each_dressing_alone() {
    let lines = session(&[(5, 4500), (17, 500)], &[(5, 4500, 7), (6, 1024, 7), (9, 3, 1), (200, 45_001, 207)]);
    let clean = facts(&text(&lines, "\n"));
    assert_eq!((clean.0.len(), clean.1.len()), (1, 4));
    for dressing in DRESSINGS {
        let dressed = text(&(dressing.dress)(&lines), "\n");
        assert_eq!(facts(&dressed), clean, "{}", dressing.name);
        assert_eq!(facts(&dressed.replace('\n', "\r\n")), clean, "{} with CRLF", dressing.name);
    }
}

/// What a terminal cut and somebody indented is looked at past the blanks, wherever they stand.
#[test]
fn cut_indented_and_quoted() {
    let lines = session(&[(5, 4500), (17, 500)], &[(5, 4500, 7), (200, 45_001, 207)]);
    let clean = facts(&text(&lines, "\n"));
    let dressing = |name: &str| DRESSINGS.iter().find(|dressing| dressing.name == name).unwrap().dress;
    for last in ["quotation", "tight quotation", "bars", "hashes", "entities", "hard blanks"] {
        let worn = ["cut at 80", "indentation", last];
        let dressed = text(&worn.iter().fold(lines.clone(), |lines, name| dressing(name)(&lines)), "\n");
        assert_eq!(facts(&dressed), clean, "{last}\n{dressed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any session under any dressings that can follow one another: the same facts, every line in one segment and one
    /// state, every cell where it was pasted.
    #[test]
    fn dressed_sessions_say_the_same(
        statics in prop::collection::vec((2_u8..250, 1_u16..65_000), 0..6),
        rows in prop::collection::vec((2_u8..250, 1_u16..65_000, 2_u8..250), 1..30),
        picks in prop::collection::vec(0..DRESSINGS.len(), 1..4),
    ) {
        let mut chosen: Vec<&Dressing> = Vec::new();
        for pick in picks {
            let next = &DRESSINGS[pick];
            if chosen.iter().all(|earlier| follows(earlier, next) && earlier.name != next.name) {
                chosen.push(next);
            }
        }
        let lines = session(&statics, &rows);
        let clean = facts(&text(&lines, "\n"));
        let dressed = text(&chosen.iter().fold(lines, |lines, dressing| (dressing.dress)(&lines)), "\n");
        let names: Vec<_> = chosen.iter().map(|dressing| dressing.name).collect();
        prop_assert_eq!(facts(&dressed), clean, "{:?}\n{}", names, dressed);
        let (_, _, coverage, _) = read(dressed.as_bytes());
        prop_assert_eq!(coverage.lines(), dressed.lines().count() as u64, "{:?}", names);
        every_line_once(&dressed);
    }

    /// Prose that merely looks like a dressing stays what it is.
    #[test]
    fn prose_is_not_undressed(lines in prop::collection::vec("(> |# |- |\\* |10:11:12 |\\[10:11\\] )[a-z]{3,9} [a-z]{3,9}( [a-z]{2,9}){0,5}", 1..30)) {
        let dressed = lines.join("\n");
        let (sources, books) = common::segments(dressed.as_bytes());
        for segment in &books.segments {
            prop_assert_eq!(segment.head.kind, Kind::Text);
            for line in segment.lines(&sources) {
                prop_assert_eq!(sources.slice(line.span()), Some(line.text));
            }
        }
    }
}

/// Every line in one segment; of every line that was kept, each word where it was pasted.
fn every_line_once(text: &str) {
    let (mut sources, mut books) = (SourceMap::default(), Books::default());
    capture::read(&memory(text.as_bytes()), &mut sources, &mut books).unwrap();
    let expected: Vec<u32> = (1..).take(text.lines().count()).collect();
    assert_eq!(books.numbers, expected);
    for segment in &books.segments {
        for line in segment.lines(&sources) {
            for word in line.text.split_ascii_whitespace() {
                let raw = sources.slice(line.span_of(word)).expect("a kept line is quotable");
                if !raw.contains(['\r', '\x08', '\x1b', '\u{9b}', '\n']) {
                    assert_eq!(undressed(raw), word, "{:?}", line.text);
                }
            }
        }
    }
}
