//! The grammar over fixtures, over random text, and over a corpus when there is one.

mod corpus;
mod languages;
mod summary;
mod timing;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::parse;
use crate::capture::Line;
use crate::grammar::facts::ConfigFacts;
use crate::grammar::{Coverage, State};
use crate::source::{SourceFile, SourceId, SourceMap, Span};

/// A text as one source, and its lines.
pub(super) struct Text {
    pub(super) sources: SourceMap,
    id: SourceId,
    raw: String,
}

impl Text {
    pub(super) fn new(raw: &str) -> Self {
        let mut sources = SourceMap::default();
        let mut file = SourceFile::new("test.cfg");
        let mut start = 0;
        for (index, line) in raw.split_inclusive('\n').enumerate() {
            file.keep(start, u32::try_from(index + 1).unwrap(), line);
            start += line.len() as u64;
        }
        let id = sources.add(file);
        Self { sources, id, raw: raw.to_owned() }
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut start = 0;
        let mut lines = Vec::new();
        for (index, raw) in self.raw.split_inclusive('\n').enumerate() {
            let text = raw.trim_end_matches(['\n', '\r']);
            let span = Span { source: self.id, start, len: u32::try_from(text.len()).unwrap() };
            lines.push(Line::plain(text, u32::try_from(index + 1).unwrap(), span));
            start += raw.len() as u64;
        }
        lines
    }

    pub(super) fn parse(&self) -> (ConfigFacts, Coverage) {
        let mut coverage = Coverage::default();
        let lines = self.lines();
        let count = lines.len() as u64;
        let facts = parse(lines.into_iter(), &mut coverage);
        assert_eq!(coverage.lines(), count, "every line is counted once");
        (facts, coverage)
    }
}

/// What a short text says, for the tests that need no file.
fn read(raw: &str) -> (ConfigFacts, Coverage) {
    Text::new(raw).parse()
}

fn fixtures(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fixtures(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "cfg") {
            found.push(path);
        }
    }
}

/// One folder a family; what each file must say is beside this test, in `snapshots`.
#[test]
fn grammar_fixtures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar-fixtures/ios/config");
    let mut files = Vec::new();
    fixtures(&root, &mut files);
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for path in files {
        let raw = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().with_extension("").to_string_lossy().replace(['/', '\\'], "__");
        assert!(raw.starts_with("! provenance: "), "{name}: the first line says where it comes from");
        assert!(raw.lines().next().unwrap().contains("OK"), "{name}: the first line says OK or NOT OK, and why");
        let text = Text::new(&raw);
        let (facts, coverage) = text.parse();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), summary::of(&text, &facts, &coverage));
        });
        if (coverage.of(State::Malformed) > 0) != name.contains("malformed") {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "malformed lines only where the name says so: {wrong:?}");
}

#[test]
fn a_withdrawn_rule_is_kept_apart() {
    let (facts, _) = read("ip nat inside source list 1 interface g0/0 overload\nno ip nat ins so li 1 int Gi 0/0 ov\n");
    assert_eq!(facts.nat_rules.len(), 1);
    assert_eq!(facts.nat_rules[0].kind, facts.withdrawn_nat_rules[0].kind);
}

#[test]
fn blocks_without_indentation() {
    let (facts, coverage) = read(
        "int g0/0\nip add 10.0.0.1 255.255.255.0\nip nat ins\nno shut\nip access-group A in\nexit\nip acc ext A\n\
         permit udp any any eq non500-isakmp\nroute-map R permit 10\nmatch ip add A\nset ip next-hop 10.0.0.2\n",
    );
    assert_eq!(facts.interfaces[0].acl_in.as_ref().unwrap().value, "A");
    assert!(facts.interfaces[0].nat.is_some());
    assert_eq!((facts.access_lists[0].entries.len(), facts.route_maps[0].matches.len()), (1, 1));
    assert_eq!(coverage.of(State::Unrecognized), 0, "{:?}", coverage.notes());
}

#[test]
fn what_is_taken_back_is_gone() {
    let (facts, _) = read(
        "access-list 1 permit any\nno access-list 1\naccess-list 1 deny any\nip nat pool P 10.0.0.1 10.0.0.2 prefix-length 24\n\
         no ip nat pool P\nroute-map R permit 10\nno route-map R\nroute-map R deny 10\nobject-group network G\n any\nno object-group network G\n",
    );
    assert_eq!((facts.access_lists.len(), facts.access_lists[0].entries.len()), (1, 1));
    assert!(facts.pools.is_empty() && facts.object_groups.is_empty());
    assert_eq!(facts.route_maps.len(), 1);
}

#[test]
fn an_indented_word_of_the_global_kind_does_not_end_its_block() {
    let (facts, _) = read("interface g0/0\n telephony-service\n ip nat outside\n");
    assert!(facts.interfaces[0].nat.is_some());
}

#[test]
fn a_whole_paste_may_be_indented() {
    let (facts, coverage) =
        read("    interface g0/0\n     ip nat outside\n    !\n    interface g0/1\n     ip nat inside\n");
    assert_eq!(facts.interfaces.len(), 2);
    assert_eq!(coverage.of(State::Modelled), 4);
}

/// Lines as they may stand in a configuration, whole and damaged, in any order.
fn any_line() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "ip",
        "nat",
        "inside",
        "source",
        "static",
        "udp",
        "10.0.0.1",
        "4500",
        "interface",
        "g0/0",
        "overload",
        "no",
        "access-list",
        "permit",
        "any",
        "host",
        "eq",
        "banner",
        "motd",
        "^C",
        "#",
        "route-map",
        "match",
        "address",
        "pool",
        "netmask",
        "255.255.255.0",
        "/24",
        "vrf",
        "crypto",
        "map",
        "object-group",
        "service",
        "tcp-udp",
        "range",
        "exit",
        "certificate",
        "quit",
        "route",
        "prefix-list",
        "settings",
        "!",
        "\t",
        "é",
        "\u{0}",
        "default",
        "extended",
        "A",
    ]);
    let line = prop::collection::vec(words, 0..9).prop_map(|words| words.join(" "));
    prop_oneof![3 => line.clone(), 1 => line.prop_map(|line| format!(" {line}")), 1 => ".*"]
}

/// Lines of which later ones depend on earlier ones: blocks, names that come again, what is taken back, texts.
fn depending_line() -> impl Strategy<Value = String> {
    prop_oneof![9 => prop::sample::select(vec![
        "interface Gi0/0",
        "interface Gi0/1",
        " ip nat outside",
        "ip nat inside",
        " ip address 10.0.0.1 255.255.255.0",
        "default interface Gi0/1",
        "no interface Gi0/0",
        "ip access-list extended A",
        "ip access-list standard B",
        " permit udp any any eq 4500",
        " 10 permit 10.0.0.0 0.0.0.255",
        " no 10",
        "access-list 1 permit any",
        "access-list 101 permit ip any any",
        "no access-list 101",
        "no access-list 1",
        "no ip access-list extended A",
        "ip nat inside source list 1 interface Gi0/0 overload",
        "no ip nat inside source list 1 interface Gi0/0 overload",
        "ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500",
        "ip nat pool P 203.0.113.1 203.0.113.9 netmask 255.255.255.0",
        "no ip nat pool P",
        "ip nat pool Q netmask 255.255.255.0",
        " address 203.0.113.1 203.0.113.9",
        "ip nat translation timeout 60",
        "no ip nat translation timeout",
        "ip route 0.0.0.0 0.0.0.0 203.0.113.254",
        "ip prefix-list L permit 10.0.0.0/8",
        "no ip prefix-list L",
        "route-map R permit 10",
        " match ip address 1",
        "no route-map R",
        "no route-map R permit 10",
        "object-group network G",
        " host 10.0.0.5",
        " no host 10.0.0.5",
        "no object-group network G",
        "class-map type inspect match-any C",
        "policy-map type inspect D",
        " class type inspect C",
        "policy-map Q",
        " class X",
        "  drop",
        "zone-pair security Z source a destination b",
        " service-policy type inspect D",
        "crypto map M 10 ipsec-isakmp",
        "banner motd ^C",
        "interface ^C",
        "crypto pki certificate chain X",
        " certificate 01",
        "  30820122",
        "  quit",
        "hostname R",
        "no hostname",
        "version 15.7",
        "[...]",
        "end",
        "!",
        "something else",
        "Building configuration...",
    ]).prop_map(str::to_owned), 1 => any_line()]
}

proptest! {
    /// What is read in parts comes to the same as what is read in one piece.
    #[test]
    fn parts_come_to_what_the_whole_comes_to(
        lines in prop::collection::vec(depending_line(), 0..60), size in 1_usize..20,
    ) {
        let text = Text::new(&lines.join("\n"));
        let [whole, parts] = [usize::MAX, size].map(|size| {
            let reader = super::parts::read(text.lines().into_iter(), size);
            let coverage = format!("{:?}", reader.coverage);
            (format!("{:#?}", reader.draft.finish()), coverage)
        });
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn no_text_can_upset_it(lines in prop::collection::vec(any_line(), 0..40)) {
        let text = Text::new(&lines.join("\n"));
        let (facts, coverage) = text.parse();
        summary::check_spans(&text, &facts);
        for note in coverage.notes() {
            prop_assert!(text.sources.slice(note.span).is_some());
        }
    }

    #[test]
    fn no_bytes_can_upset_it(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        Text::new(&String::from_utf8_lossy(&bytes)).parse();
    }
}

/// One line of a summary, or nothing.
fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{line}");
}
