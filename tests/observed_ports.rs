//! Tables of real routers: a port that was seen remapped must be among those that some behaviour predicts.

mod common;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use common::{corpus, manifest, memory};
use hcxnat::capture::{Keep, Line, SegmentHead};
use hcxnat::eval::behaviour::{Behaviour, ClassicIos, LinuxMasquerade, Manner, Port, Ports, Request, Use, XeOverload};
use hcxnat::grammar::{self, Row, Rows};
use hcxnat::net::Protocol;
use hcxnat::source::SourceMap;

/// One PAT row of a table: protocol, inside global, inside local, peer.
#[derive(Clone, PartialEq)]
struct Seen {
    table: (u32, Option<String>),
    protocol: Protocol,
    global: (String, u16),
    local: (String, u16),
    peer: Option<(Ipv4Addr, u16)>,
    line: String,
}

#[derive(Default)]
struct All(Vec<Seen>);

impl Rows for All {
    fn row(&mut self, head: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep {
        let end = |cell: Option<grammar::Cell<'_>>| {
            let cell = cell?;
            Some((cell.endpoint().address.to_string(), cell.port?))
        };
        if let (Some(protocol), Some(global), Some(local)) =
            (row.protocol, end(row.inside_global), end(row.inside_local))
        {
            let peer = row.outside_global.and_then(|outside| outside.endpoint().address.v4().zip(outside.port));
            let table = (head.first_line, head.vrf.clone());
            self.0.push(Seen { table, protocol, global, local, peer, line: line.text.trim().to_owned() });
        }
        Keep::No
    }
}

/// The other rows of one inside global address; `complete` when what no row holds may be called free.
struct Others<'r> {
    rows: Vec<&'r Seen>,
    complete: bool,
}

impl Ports for Others<'_> {
    fn use_of(&self, port: u16, peer: Option<(Ipv4Addr, u16)>) -> Use {
        let holders: Vec<_> = self.rows.iter().filter(|row| row.global.1 == port).collect();
        match holders.as_slice() {
            [] if self.complete => Use::Free,
            [] => Use::Unknown,
            holders if holders.iter().any(|row| row.peer == peer) => Use::HeldTowardsPeer,
            _ => Use::HeldTowardsAnother,
        }
    }

    fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
        range.into_iter().find(|port| self.complete && !self.rows.iter().any(|row| row.global.1 == *port))
    }

    fn all_taken(&self, _: RangeInclusive<u16>) -> bool {
        false
    }
}

/// How a remapped port came about, the strictest explanation first.
fn explained(row: &Seen, all: &[Seen]) -> Option<&'static str> {
    let same_address = |other: &&Seen| {
        other.protocol == row.protocol && other.global.0 == row.global.0 && other.table == row.table && *other != row
    };
    let rows: Vec<_> = all.iter().filter(same_address).collect();
    let request = Request { protocol: row.protocol, port: row.local.1, peer: row.peer };
    let predicts = |behaviour: &dyn Behaviour, complete: bool| {
        let choices = behaviour.allocate(&request, &Others { rows: rows.clone(), complete });
        choices.iter().any(|choice| match &choice.port {
            Port::Is(port) => *port == row.global.1,
            Port::Within(range) => range.contains(&row.global.1),
            Port::Kept | Port::Refused => false,
        })
    };
    let classic = ClassicIos { symmetric: false };
    let plain = XeOverload { manner: Manner::Plain };
    if row.peer.is_none() {
        // Without outside columns: a static, of which the configuration decides, or a binding of CGN mode.
        let cgn = XeOverload { manner: Manner::Cgn };
        return Some(if predicts(&cgn, false) { "IOS-XE in CGN mode, or a static" } else { "a static" });
    }
    let tries: [(&dyn Behaviour, bool, &str); 4] = [
        (&classic, true, "classic IOS, the first free port"),
        (&classic, false, "classic IOS, a port of the group that was the first free one once"),
        (&plain, false, "IOS-XE"),
        (&LinuxMasquerade, false, "Linux"),
    ];
    tries.into_iter().find(|(behaviour, complete, _)| predicts(*behaviour, *complete)).map(|(.., name)| name)
}

/// Rows that no behaviour explains, by a piece of the row, with the reason.
const NOT_EXPLAINED: &[(&str, &str)] = &[];

#[test]
fn remapped_ports_of_the_corpus_are_predicted_by_some_behaviour() {
    let Some(corpus) = corpus() else { return };
    let (mut counts, mut open) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for (path, _, _) in manifest(&corpus) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read(&path).unwrap();
        // The structured twin of a table holds the same rows again.
        if name.contains("asa")
            || path.extension().is_some_and(|extension| extension == "json")
            || !String::from_utf8_lossy(&text).contains("Inside")
        {
            continue;
        }
        let mut all = All::default();
        grammar::parse(&[memory(&text)], &mut SourceMap::default(), None, &mut all).unwrap();
        for row in all.0.iter().filter(|row| row.global.1 != row.local.1) {
            match explained(row, &all.0) {
                Some(how) => *counts.entry(how).or_default() += 1,
                None => match NOT_EXPLAINED.iter().find(|(piece, _)| row.line.contains(piece)) {
                    Some((_, reason)) => *counts.entry(reason).or_default() += 1,
                    None => open.push(format!("{name}: {}", row.line)),
                },
            }
        }
    }
    for (how, count) in &counts {
        println!("{count:5} {how}");
    }
    assert!(open.is_empty(), "{} rows that nothing explains:\n{}", open.len(), open.join("\n"));
    assert!(counts.values().sum::<usize>() > 0, "the corpus has no remapped port");
}
