//! The running-config, one file a command family.
//!
//! Blocks follow the indentation, but pastes lose it and people paste what they typed. So a line that is not indented
//! is first read as a global command, and when it is none, as a line of the block above it.

#![expect(clippy::unnecessary_wraps, reason = "the readers of commands share one signature")]

mod acl;
mod acl_match;
mod acl_printed;
mod banner;
mod crypto;
mod draft;
mod firewall;
mod global;
mod harmless;
mod harmless_words;
mod interface;
mod interface_ip;
mod nat;
mod nat_pool;
mod nat_settings;
mod nat_tail;
mod object_group;
mod parts;
mod prefix_list;
mod redundancy;
mod route;
mod route_map;
mod statement;
mod vrf;

#[cfg(test)]
mod tests;

use std::mem;

use memchr::memmem::Finder;

use crate::capture::Line;
use crate::grammar::facts::ConfigFacts;
use crate::grammar::ios::show::cells;
use crate::grammar::lex::{abbreviates, split_word, trim, trim_start};
use crate::grammar::{Coverage, State, Subject};
use crate::locale::{Text, say};

pub(super) use acl_printed::printed_entry;

use banner::Extent;
pub(crate) use banner::{delimiter, resumes, text_of as banner_text};
use draft::{Block, Draft};
use statement::{Outcome, Statement, settle};

/// Reads a configuration. Every line is counted once.
pub fn parse<'a>(lines: impl Iterator<Item = Line<'a>> + Clone + Send, coverage: &mut Coverage) -> ConfigFacts {
    let reader = parts::read(lines, parts::LINES);
    coverage.absorb(reader.coverage);
    reader.draft.finish()
}

/// How often lines below ranges are applied to an interface: nobody types as many.
const MOST_APPLIED: usize = 1 << 18;

/// The line without the blanks around it; a carriage return may have stayed behind.
fn command(line: &str) -> &str {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let start = line.bytes().take_while(blank).count();
    let end = line.len() - line.bytes().rev().take_while(blank).count();
    line.get(start..end).unwrap_or("")
}

/// The first word of a text.
fn first_word(text: &str) -> &str {
    split_word(text).0
}

/// The first word of a command, and what follows it.
type Words<'a> = (&'a str, &'a str);

/// Where a command may have its meaning.
#[derive(Clone, Copy)]
enum Place {
    /// Among the global commands that can matter.
    Family,
    /// In the open block.
    Block,
    /// Among the global commands that cannot.
    Harmless,
}

struct Reader {
    draft: Draft,
    /// How far the header of the open block is indented: a paste may be indented as a whole.
    margin: usize,
    /// Whether the open block is an interface of which a line was indented: one that is not is of something else.
    indented: bool,
    /// Looks for `ip nat` in lines that are not read.
    nat: Finder<'static>,
    coverage: Coverage,
}

impl Reader {
    fn new() -> Self {
        Self {
            draft: Draft::default(),
            margin: 0,
            indented: false,
            nat: Finder::new("ip nat"),
            coverage: Coverage::default(),
        }
    }

    /// Reads at least `count` lines, as far as there are any; the answer is how many. A banner is read to its end.
    fn lines<'a>(&mut self, mut lines: impl Iterator<Item = Line<'a>> + Clone, count: usize) -> usize {
        let mut read = 0;
        while read < count
            && let Some(line) = lines.next()
        {
            let further = self.line(line, &lines);
            read += 1 + lines.by_ref().take(further).count();
        }
        read
    }

    /// Reads one line; the answer is how many of `following` went with it (the text of a banner or a macro).
    fn line<'a>(&mut self, line: Line<'a>, following: &(impl Iterator<Item = Line<'a>> + Clone)) -> usize {
        let text = command(line.text);
        if text == "!" {
            self.separate(&line);
            self.coverage.count(State::Harmless);
            return 0;
        }
        if text.is_empty() || text.starts_with('!') {
            if says_omitted(text) {
                self.draft.facts.omitted.get_or_insert(line.span_of(text));
            }
            if is_row_in_comment(text) {
                self.note(line, text, State::Unsupported, Subject::Table, || say!("ledger-row-in-comment"));
            } else {
                self.coverage.count(State::Harmless);
            }
            return 0;
        }
        let bare = text.strip_prefix("no ").unwrap_or(text);
        if let Some(banner) = banner::text_of(bare) {
            return self.banner(line, text, banner, following.clone());
        }
        if banner::names_a_macro(text) {
            return self.named_macro(line, text, following.clone());
        }
        let text = without_comment(text);
        let indent = line.text.len() - trim_start(line.text).len();
        let outcome = self.statement(line, text, indent);
        self.account(line, text, outcome);
        0
    }

    /// A bare `!` is what a router prints between blocks: what follows is of no interface.
    fn separate(&mut self, line: &Line<'_>) {
        let indent = line.text.len() - trim_start(line.text).len();
        if indent <= self.margin && matches!(self.draft.block, Block::Interface(_) | Block::Range(_)) {
            (self.draft.block, self.indented) = (Block::None, false);
        }
    }

    /// Counts a banner's lines.
    fn banner<'a>(
        &mut self,
        line: Line<'a>,
        text: &'a str,
        banner: &str,
        following: impl Iterator<Item = Line<'a>> + Clone,
    ) -> usize {
        let negated = text.starts_with("no ");
        let (further, trouble) = match banner::extent(banner, following) {
            Extent::Lines(further) => (further, None),
            // `no banner motd`
            Extent::NoDelimiter | Extent::Open(_) if negated => (0, None),
            Extent::NoDelimiter => (0, Some("ledger-banner-delimiter")),
            Extent::Open(further) => (further, Some("ledger-banner-open")),
        };
        match trouble {
            None => self.coverage.count(State::Harmless),
            Some(effect) => self.note(line, text, State::Malformed, Subject::None, || Text::named(effect)),
        }
        for _ in 0..further {
            self.coverage.count(State::Harmless);
        }
        further
    }

    /// Counts a macro's lines. One without an end may hold anything of what follows.
    fn named_macro<'a>(&mut self, line: Line<'a>, text: &'a str, following: impl Iterator<Item = Line<'a>>) -> usize {
        let Some(further) = banner::macro_extent(following) else {
            self.note(line, text, State::Malformed, Subject::Nat, || say!("ledger-macro-open"));
            return 0;
        };
        for _ in 0..=further {
            self.coverage.count(State::Harmless);
        }
        further
    }

    /// Chooses between the open block and the global grammar.
    fn statement<'a>(&mut self, line: Line<'a>, text: &'a str, indent: usize) -> Outcome<'a> {
        let (statement, words) = negation(line, text);
        if matches!(self.draft.block, Block::Opaque)
            && let Some(outcome) = self.opaque(text)
        {
            return outcome;
        }
        let inside = !matches!(self.draft.block, Block::None) && indent > self.margin;
        self.indented |= inside && matches!(self.draft.block, Block::Interface(_)) && !line.is_prefixed();
        let order = match self.draft.block {
            _ if inside => [Place::Block, Place::Family, Place::Harmless],
            _ if self.indented => [Place::Family, Place::Harmless, Place::Block],
            // Such a block claims whatever it gets, so at the left margin it comes last.
            Block::Harmless | Block::Lost(_) | Block::Certificates => [Place::Family, Place::Harmless, Place::Block],
            _ => [Place::Family, Place::Block, Place::Harmless],
        };
        for place in order {
            let outcome = match place {
                Place::Family => self.family(&statement, words, indent),
                Place::Block => self.child(&statement, words, indent),
                Place::Harmless => self.harmless_global(&statement, words, indent),
            };
            if outcome != Outcome::Unknown {
                return outcome;
            }
        }
        if self.indented && !inside {
            // Lines below it are of it, whatever it is.
            (self.draft.block, self.indented) = (Block::None, false);
        }
        Outcome::Unknown
    }

    /// A global command that can matter; it ends the open block.
    fn family<'a>(&mut self, statement: &Statement<'a>, words: Words<'a>, indent: usize) -> Outcome<'a> {
        self.draft.opened = Block::None;
        let mut outcome = leaving(&mut self.draft, statement, words);
        if outcome == Outcome::Unknown {
            outcome = global::read(&mut self.draft, statement, words);
        }
        let mut opened = mem::take(&mut self.draft.opened);
        match &outcome {
            Outcome::Unknown => return outcome,
            Outcome::Malformed { subject, .. } if opens_a_block(statement.rest) => opened = Block::Lost(*subject),
            _ => {}
        }
        self.draft.policy = None;
        (self.draft.block, self.margin, self.indented) = (opened, indent, false);
        outcome
    }

    /// A global command of the harmless kind; it ends the open block unless it may as well belong to it.
    fn harmless_global<'a>(&mut self, statement: &Statement<'a>, words: Words<'a>, indent: usize) -> Outcome<'a> {
        let (first, rest) = words;
        let known = harmless::is_global(first, rest);
        let of_block = matches!(self.draft.block, Block::Harmless) && harmless::is_of_block(first);
        if !known || (of_block && !begins_block(first)) {
            return Outcome::Unknown;
        }
        // An indented word that its block does not know is no reason to leave the block.
        if matches!(self.draft.block, Block::None) || indent <= self.margin {
            (self.draft.block, self.margin, self.indented) = (Block::Harmless, indent, false);
        }
        self.speaking_of_nat(statement, first)
    }

    /// A line of the open block.
    fn child<'a>(&mut self, statement: &Statement<'a>, words: Words<'a>, indent: usize) -> Outcome<'a> {
        let indented = indent > self.margin;
        let (first, rest) = words;
        let draft = &mut self.draft;
        match draft.block {
            Block::Interface(index) => {
                let read = draft.facts.interfaces.get_mut(index).map(|found| interface::child(found, statement, words));
                known_or_harmless(read.unwrap_or(Outcome::Unknown), words, indented)
            }
            Block::Range(index) => {
                let Draft { ranges, facts, applied, .. } = draft;
                let members = ranges.get(index).map_or(&[][..], Vec::as_slice);
                *applied += members.len();
                if *applied > MOST_APPLIED {
                    return statement.unsupported(Subject::Nat, "ledger-interface-range");
                }
                let mut read = Outcome::Unknown;
                for &member in members {
                    if let Some(interface) = facts.interfaces.get_mut(member) {
                        read = interface::child(interface, statement, words);
                    }
                }
                known_or_harmless(read, words, indented)
            }
            Block::Acl(list, kind) => settle(Subject::Filter, acl::child(draft, list, kind, statement)),
            Block::ObjectGroup(index, service) => {
                settle(Subject::Filter, object_group::child(draft, index, service, statement))
            }
            Block::RouteMap(index) => settle(Subject::Nat, route_map::child(draft, index, statement)),
            Block::Pool(index) => settle(Subject::Nat, nat_pool::child(draft, index, statement)),
            Block::Vrf => settle(Subject::Routing, vrf::child(statement)),
            Block::InspectClass(index) => settle(Subject::Filter, firewall::class_child(draft, index, statement)),
            Block::InspectPolicy(index) => settle(Subject::Filter, firewall::policy_child(draft, index, statement)),
            Block::ZonePair(index) => settle(Subject::Filter, firewall::pair_child(draft, index, statement)),
            Block::CryptoMap(index) => match settle(Subject::None, crypto::child(draft, index, statement)) {
                Outcome::Unknown if indented || harmless::is_of_block(first) => self.speaking_of_nat(statement, first),
                outcome => outcome,
            },
            Block::Certificates | Block::Opaque => {
                let begins = abbreviates(first, "certificate", 4);
                draft.block = if begins { Block::Opaque } else { Block::Certificates };
                if indented || begins { Outcome::Harmless } else { Outcome::Unknown }
            }
            Block::Harmless if indented || harmless::is_of_block(first) => {
                if statement.text.eq_ignore_ascii_case("key-string") {
                    draft.block = Block::Opaque;
                }
                firewall::drops(draft, statement);
                self.speaking_of_nat(statement, first)
            }
            Block::None | Block::Harmless => Outcome::Unknown,
            Block::Lost(subject) => {
                if harmless::is_of_interface(first, rest) {
                    return Outcome::Harmless;
                }
                statement.unsupported(subject, "ledger-lost-block")
            }
        }
    }

    /// A line of a certificate or a key, up to `quit` or `exit`; `None` when it can be neither.
    fn opaque<'a>(&mut self, text: &str) -> Option<Outcome<'a>> {
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b' ');
        let base64 = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
        let ends = matches!(text, "quit" | "exit");
        if ends || !(hex || (base64 && text.len() > 16)) {
            self.draft.block = Block::Certificates;
        }
        (ends || matches!(self.draft.block, Block::Opaque)).then_some(Outcome::Harmless)
    }

    /// Scripts may type NAT commands: what is not read is harmless unless it speaks of NAT.
    fn speaking_of_nat<'a>(&self, statement: &Statement<'a>, first: &str) -> Outcome<'a> {
        // `do` runs an exec command from configuration mode, and changes no configuration; `privilege` and the `commands`
        // of a view say who may type one.
        const PROSE: [&str; 7] = ["description", "remark", "alias", "name", "do", "privilege", "commands"];
        let text = statement.text;
        let mut named = self.nat.find_iter(text.as_bytes()).filter_map(|at| text.get(..at));
        let speaks = named.any(|before| !is_exec(before)) || statement.rest.starts_with("nat inside");
        if !speaks || PROSE.iter().any(|word| abbreviates(first, word, word.len().min(4))) {
            return Outcome::Harmless;
        }
        statement.unsupported(Subject::Nat, "ledger-speaks-of-nat")
    }

    fn account<'a>(&mut self, line: Line<'a>, text: &'a str, outcome: Outcome<'a>) {
        match outcome {
            Outcome::Modelled => self.coverage.count(State::Modelled),
            Outcome::Harmless => self.coverage.count(State::Harmless),
            Outcome::Unsupported { at, subject, effect } => {
                self.note(line, at, State::Unsupported, subject, || effect);
            }
            Outcome::Malformed { subject, error } => {
                self.note(line, error.token(), State::Malformed, subject, || error.told(line.text));
            }
            Outcome::Unknown if says_omitted(text) || is_dots(text) => {
                self.draft.facts.omitted.get_or_insert(line.span_of(text));
                self.note(line, text, State::Unrecognized, Subject::None, || say!("ledger-left-out"));
            }
            Outcome::Unknown => {
                let (subject, effect) = if may_be_nat(text) {
                    (Subject::Nat, "ledger-unknown-maybe-nat")
                } else {
                    (Subject::None, "ledger-unknown-command")
                };
                self.note(line, text, State::Unrecognized, subject, || Text::named(effect));
            }
        }
    }

    fn note(&mut self, line: Line<'_>, at: &str, state: State, subject: Subject, effect: impl FnOnce() -> Text) {
        self.coverage.note_of(&line, line.span_of(at), (state, subject), effect);
    }
}

/// Whether what stands before `ip nat` makes it an exec command that a script or a schedule types, as in
/// `action 1.0 cli command "clear ip nat translation *"`: entries are shown or cleared, and no rule comes or goes.
fn is_exec(before: &str) -> bool {
    const VERBS: [(&str, usize); 4] = [("show", 2), ("clear", 2), ("debug", 3), ("undebug", 2)];
    let typed = before.rsplit('"').next().unwrap_or(before);
    typed.split_ascii_whitespace().any(|word| VERBS.iter().any(|&(verb, least)| abbreviates(word, verb, least)))
}

/// Whether a line stands for lines that a person has left out: `<output omitted>`, `!--- Output suppressed.`, `<snip>`.
fn says_omitted(text: &str) -> bool {
    const WORDS: [&str; 6] = ["omitted", "suppressed", "snip", "snipped", "truncated", "elided"];
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let short = words.clone().count() <= 6;
    short && words.any(|word| WORDS.iter().any(|omitted| word.eq_ignore_ascii_case(omitted)))
}

/// Whether a comment is a row of a translation table, perhaps behind a label: `!NAT: udp 203.0.113.1:1024 ...`.
pub(crate) fn is_row_in_comment(text: &str) -> bool {
    let bare = text.trim_start_matches(['!', ' ']);
    let behind_label =
        || bare.split_once(": ").is_some_and(|(label, row)| !label.contains(' ') && cells(row).is_some());
    bare.len() > "udp 0.0.0.0:0 0.0.0.0:0 - -".len() && (cells(bare).is_some() || behind_label())
}

/// A command without the comment that somebody wrote behind it; no router prints one.
fn without_comment(text: &str) -> &str {
    let comment =
        memchr::memchr_iter(b'!', text.as_bytes()).find(|&at| text.get(..at).is_some_and(|it| it.ends_with(' ')));
    comment.and_then(|at| text.get(..at)).map_or(text, trim)
}

/// `...`, `[...]`.
fn is_dots(text: &str) -> bool {
    let dots = text.trim_matches(|c: char| "<>[](){} ".contains(c));
    dots.len() > 1 && dots.chars().all(|c| matches!(c, '.' | '\u{2026}' | ' '))
}

/// Whether a line that is not understood, or a word of one, looks like a mangled NAT rule, list or interface line.
pub(crate) fn may_be_nat(text: &str) -> bool {
    const PARTS: [&str; 7] = ["overload", "inside", "outside", "access-group", "object-group", "permit", "deny"];
    let lower = text.to_ascii_lowercase();
    // Not of `destination`, `alternate` and `international`.
    let mut words = lower.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| word == "nat") || PARTS.iter().any(|part| lower.contains(part))
}

/// Takes `no` or `default` off a command.
fn negation<'a>(line: Line<'a>, text: &'a str) -> (Statement<'a>, Words<'a>) {
    let (first, rest) = split_word(text);
    if first.eq_ignore_ascii_case("no") || (first.eq_ignore_ascii_case("default") && !rest.is_empty()) {
        return (Statement { line, text, rest, negated: true }, split_word(rest));
    }
    (Statement { line, text, rest: text, negated: false }, (first, rest))
}

/// `exit`, `end`, and what is typed around configuration.
fn leaving<'a>(draft: &mut Draft, statement: &Statement<'a>, (first, rest): Words<'a>) -> Outcome<'a> {
    match first {
        _ if statement.negated => Outcome::Unknown,
        "end" | "exit" | "quit" | "^Z" | "ex" | "wr" | "en" if !trim(rest).is_empty() => Outcome::Unknown,
        "end" => {
            draft.facts.end = Some(statement.span());
            Outcome::Modelled
        }
        "exit" | "quit" | "^Z" | "ex" | "wr" | "en" => {
            draft.facts.typed.get_or_insert(statement.span());
            Outcome::Harmless
        }
        _ => Outcome::Unknown,
    }
}

/// Words that are commands of a block and also open one; at the left margin they open it.
fn begins_block(first: &str) -> bool {
    matches!(
        first,
        "class-map"
            | "policy-map"
            | "line"
            | "aaa"
            | "logging"
            | "snmp-server"
            | "ntp"
            | "vlan"
            | "archive"
            | "service"
    )
}

/// Whether the lines after a command belong to it, so that they are lost when it cannot be read.
fn opens_a_block(command: &str) -> bool {
    let (first, rest) = split_word(command);
    let second = first_word(rest);
    match first.to_ascii_lowercase().as_str() {
        "ip" => abbreviates(second, "access-list", 3),
        first => ["interface", "route-map", "object-group"].iter().any(|full| abbreviates(first, full, 3)),
    }
}

/// A line of an interface that no parser claims.
fn known_or_harmless<'a>(outcome: Outcome<'a>, (first, rest): Words<'_>, indented: bool) -> Outcome<'a> {
    match outcome {
        Outcome::Unknown if harmless::is_of_interface(first, rest) && (indented || !begins_block(first)) => {
            Outcome::Harmless
        }
        outcome => outcome,
    }
}
