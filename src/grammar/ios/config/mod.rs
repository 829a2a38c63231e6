//! The running-config, one file a command family.
//!
//! Blocks follow the indentation, but pastes lose it and people paste what they typed. So a line that is not indented
//! is first read as a global command, and when it is none, as a line of the block above it.

mod acl;
mod acl_match;
mod banner;
mod crypto;
mod draft;
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
mod prefix_list;
mod redundancy;
mod route;
mod route_map;
mod statement;
mod vrf;

#[cfg(test)]
mod tests;

use std::mem;

use crate::capture::Line;
use crate::grammar::facts::ConfigFacts;
use crate::grammar::lex::{abbreviates, is_blank, split_word};
use crate::grammar::{Coverage, Note, State, Subject};

use banner::Extent;
use draft::{Block, Draft};
use statement::{Outcome, Statement, settle};

/// Reads a configuration. Every line is counted once.
pub fn parse<'a>(lines: impl Iterator<Item = Line<'a>>, coverage: &mut Coverage) -> ConfigFacts {
    let lines: Vec<Line<'a>> = lines.collect();
    let mut reader = Reader { draft: Draft::default(), margin: 0, coverage };
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        next += 1;
        let following = lines.get(next..).unwrap_or(&[]);
        next += reader.line(*line, following);
    }
    reader.draft.finish()
}

/// The first word of a text.
fn first_word(text: &str) -> &str {
    split_word(text).0
}

struct Reader<'c> {
    draft: Draft,
    /// How far the header of the open block is indented: a paste may be indented as a whole.
    margin: usize,
    coverage: &'c mut Coverage,
}

impl Reader<'_> {
    /// Reads one line; the answer is how many of `following` went with it (a banner's text).
    fn line<'a>(&mut self, line: Line<'a>, following: &[Line<'a>]) -> usize {
        let text = line.text.trim_matches(|c: char| is_blank(c) || c == '\r');
        if text.is_empty() || text.starts_with('!') {
            self.coverage.count(State::Harmless);
            return 0;
        }
        let bare = text.strip_prefix("no ").unwrap_or(text);
        if let Some(banner) = banner::text_of(bare).filter(|_| !self.in_own_words(text)) {
            return self.banner(line, text, banner, following);
        }
        let indent = line.text.len() - line.text.trim_start_matches(is_blank).len();
        let outcome = self.statement(line, text, indent);
        self.account(line, text, outcome);
        0
    }

    /// Whether the open block gives `banner` a meaning of its own (it is the first word of a remark there).
    fn in_own_words(&self, _text: &str) -> bool {
        matches!(self.draft.block, Block::Certificates(true))
    }

    /// Counts a banner's lines.
    fn banner<'a>(&mut self, line: Line<'a>, text: &'a str, banner: &str, following: &[Line<'a>]) -> usize {
        let negated = text.starts_with("no ");
        let (further, trouble) = match banner::extent(banner, following) {
            Extent::Lines(further) => (further, None),
            Extent::NoDelimiter if negated => (0, None),
            Extent::NoDelimiter => (0, Some("expected a delimiter and the text of the banner")),
            Extent::Open(_) if negated => (0, None),
            Extent::Open(further) => (further, Some("the banner has no closing delimiter; its end is guessed")),
        };
        match trouble {
            None => self.coverage.count(State::Harmless),
            Some(effect) => self.note(line, text, State::Malformed, Subject::None, effect.to_owned()),
        }
        for _ in 0..further {
            self.coverage.count(State::Harmless);
        }
        further
    }

    /// Chooses between the open block and the global grammar.
    fn statement<'a>(&mut self, line: Line<'a>, text: &'a str, indent: usize) -> Outcome<'a> {
        let statement = negation(line, text);
        let open = !matches!(self.draft.block, Block::None);
        if matches!(self.draft.block, Block::Certificates(true)) {
            if let Some(outcome) = self.certificate(text) {
                return outcome;
            }
        }
        if open && indent > self.margin {
            let outcome = self.child(&statement, true);
            return if outcome == Outcome::Unknown { self.global(&statement, indent) } else { outcome };
        }
        let outcome = self.global(&statement, indent);
        if outcome == Outcome::Unknown && open { self.child(&statement, false) } else { outcome }
    }

    /// A global command; when it is one, the open block is over.
    fn global<'a>(&mut self, statement: &Statement<'a>, indent: usize) -> Outcome<'a> {
        self.draft.opened = Block::None;
        let mut outcome = leaving(&mut self.draft, statement);
        if outcome == Outcome::Unknown {
            outcome = global::read(&mut self.draft, statement);
        }
        let mut opened = mem::take(&mut self.draft.opened);
        if outcome == Outcome::Unknown {
            let (first, rest) = split_word(statement.rest);
            let word_of_child = self.child_knows(first, rest);
            if word_of_child || !harmless::is_global(first, rest) {
                return Outcome::Unknown;
            }
            opened = Block::Harmless;
            outcome = of_block(statement, Outcome::Harmless);
        } else if matches!(outcome, Outcome::Malformed { .. }) && matches!(opened, Block::None) {
            opened = Block::Lost(subject_of(&outcome));
        }
        self.draft.block = opened;
        self.margin = indent;
        outcome
    }

    /// Whether a word is harmless in the open block, so that it does not end it.
    fn child_knows(&self, first: &str, rest: &str) -> bool {
        match self.draft.block {
            Block::Interface(_) => harmless::is_of_interface(first, rest) && !begins_block(first),
            Block::Harmless | Block::Vrf | Block::Certificates(_) => harmless::is_of_block(first) && !begins_block(first),
            _ => false,
        }
    }

    /// A line of the open block.
    fn child<'a>(&mut self, statement: &Statement<'a>, indented: bool) -> Outcome<'a> {
        let draft = &mut self.draft;
        match draft.block.clone() {
            Block::None => Outcome::Unknown,
            Block::Interface(index) => {
                let read = draft.facts.interfaces.get_mut(index).map(|found| interface::child(found, statement));
                known_or_harmless(read.unwrap_or(Outcome::Unknown), statement)
            }
            Block::Acl(list, kind) => settle(Subject::Filter, acl::child(draft, list, kind, statement)),
            Block::ObjectGroup(index, service) => {
                settle(Subject::Filter, object_group::child(draft, index, service, statement))
            }
            Block::RouteMap(index) => settle(Subject::Nat, route_map::child(draft, index, statement)),
            Block::Pool(index) => settle(Subject::Nat, nat_pool::child(draft, index, statement)),
            Block::Vrf => settle(Subject::Routing, vrf::child(statement)),
            Block::Certificates(_) => {
                let begins = abbreviates(first_word(statement.rest), "certificate", 4);
                draft.block = Block::Certificates(begins);
                if indented || begins { Outcome::Harmless } else { Outcome::Unknown }
            }
            Block::Harmless if indented || harmless::is_of_block(first_word(statement.rest)) => {
                of_block(statement, Outcome::Harmless)
            }
            Block::Harmless => Outcome::Unknown,
            Block::Lost(subject) => {
                let (first, rest) = split_word(statement.rest);
                if harmless::is_of_interface(first, rest) {
                    return Outcome::Harmless;
                }
                statement.unsupported(subject, "belongs to a line above that could not be read, and is lost with it")
            }
        }
    }

    /// A line between `certificate` and `quit`; `None` when it is no longer hexadecimal.
    fn certificate<'a>(&mut self, text: &str) -> Option<Outcome<'a>> {
        let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b' ');
        self.draft.block = Block::Certificates(hex);
        (hex || text == "quit").then_some(Outcome::Harmless)
    }

    fn account<'a>(&mut self, line: Line<'a>, text: &'a str, outcome: Outcome<'a>) {
        match outcome {
            Outcome::Modelled => self.coverage.count(State::Modelled),
            Outcome::Harmless => self.coverage.count(State::Harmless),
            Outcome::Unsupported { at, subject, effect } => {
                self.note(line, at, State::Unsupported, subject, effect.into_owned());
            }
            Outcome::Malformed { subject, error } => {
                self.note(line, error.token(), State::Malformed, subject, error.to_string());
            }
            Outcome::Unknown => {
                self.note(line, text, State::Unrecognized, Subject::None, "not a command this program knows".to_owned());
            }
        }
    }

    fn note(&mut self, line: Line<'_>, at: &str, state: State, subject: Subject, effect: String) {
        self.coverage.note(Note { span: line.span_of(at), line: line.number, state, subject, effect });
    }
}

/// Takes `no` or `default` off a command.
fn negation<'a>(line: Line<'a>, text: &'a str) -> Statement<'a> {
    let (first, rest) = split_word(text);
    let negated = first.eq_ignore_ascii_case("no") || (first.eq_ignore_ascii_case("default") && !rest.is_empty());
    Statement { line, text, rest: if negated { rest } else { text }, negated }
}

/// `exit`, `end`, and what is typed around configuration.
fn leaving<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Outcome<'a> {
    let (first, rest) = split_word(statement.rest);
    if !rest.trim_matches(is_blank).is_empty() || statement.negated {
        return Outcome::Unknown;
    }
    match first {
        "end" => {
            draft.facts.end = Some(statement.span());
            Outcome::Modelled
        }
        "exit" | "quit" | "^Z" | "ex" | "wr" => Outcome::Harmless,
        _ => Outcome::Unknown,
    }
}

/// Words that are commands of a block and also open one; at the left margin they open it.
fn begins_block(first: &str) -> bool {
    matches!(
        first,
        "class-map" | "policy-map" | "line" | "aaa" | "logging" | "snmp-server" | "ntp" | "vlan" | "archive" | "service"
    )
}

/// A line of an interface that no parser claims.
fn known_or_harmless<'a>(outcome: Outcome<'a>, statement: &Statement<'a>) -> Outcome<'a> {
    let (first, rest) = split_word(statement.rest);
    match outcome {
        Outcome::Unknown if harmless::is_of_interface(first, rest) => Outcome::Harmless,
        outcome => outcome,
    }
}

/// Scripts may type NAT commands: what stands in a block that is not read is harmless unless it speaks of NAT.
fn of_block<'a>(statement: &Statement<'a>, outcome: Outcome<'a>) -> Outcome<'a> {
    const PROSE: [&str; 4] = ["description", "remark", "alias", "name"];
    let speaks = memchr::memmem::find(statement.text.as_bytes(), b"ip nat").is_some();
    if !speaks || PROSE.iter().any(|word| abbreviates(first_word(statement.rest), word, 4)) {
        return outcome;
    }
    statement.unsupported(Subject::Nat, "speaks of NAT in a command that is not modelled")
}

fn subject_of(outcome: &Outcome<'_>) -> Subject {
    match outcome {
        Outcome::Malformed { subject, .. } | Outcome::Unsupported { subject, .. } => *subject,
        _ => Subject::None,
    }
}
