//! Access lists: numbered lines and named blocks.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::acl_match::{addresses, icmp, ports, protocol, protocol_has_ports};
use super::draft::{AclKind, Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::{AclEntry, AclProtocol, Action, AddressMatch, PortMatch};
use crate::grammar::lex::{Expected, choice, end, kw, number, spanned, split_word, trim, word};
use crate::net::Protocol;
use crate::source::Spanned;

/// Permit or deny.
pub(super) const ACTIONS: &[(&str, Action)] = &[("permit", Action::Permit), ("deny", Action::Deny)];

/// Which kind of list a number is (Cisco IOS numbering, the range of Cisco-IOS-XE-nat.yang being 1-2699).
fn kind_of(number: u16) -> Option<AclKind> {
    match number {
        1..=99 | 1300..=1999 => Some(AclKind::Standard),
        100..=199 | 2000..=2699 => Some(AclKind::Extended),
        _ => None,
    }
}

/// `access-list NUMBER {permit|deny|remark|dynamic} ...`
pub(super) fn numbered<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const GLOBAL: &[(&str, ())] = &[("compiled", ()), ("log-update", ()), ("rate-limit", ()), ("remark", ())];
    if choice(GLOBAL, "")(statement.rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    let (_, number) = cut(number(1_u16, 2699, "ledger-list-number-range")).parse(statement.rest)?;
    let Some(kind) = kind_of(number) else { return Ok(Outcome::Harmless) };
    let (rest, list) = spanned(&statement.line, word("ledger-list-number")).parse(statement.rest)?;
    if statement.negated {
        draft.remove_list(list.value);
        return Ok(Outcome::Modelled);
    }
    let list = draft.list(list);
    child_entry(draft, &statement.at(rest), list, kind)
}

/// A name of a megabyte is no name. IOS takes far less.
const LONGEST_NAME: usize = 255;

/// `access-list {standard|extended} NAME` (behind `ip`)
pub(super) fn named<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const KINDS: &[(&str, Option<AclKind>)] = &[
        ("standard", Some(AclKind::Standard)),
        ("extended", Some(AclKind::Extended)),
        ("resequence", None),
        ("log-update", None),
        ("logging", None),
        ("match-local-traffic", None),
        ("helper", None),
        ("persistent", None),
        ("role-based", None),
        ("fqdn", None),
    ];
    let (rest, kind) = cut(choice(KINDS, "ledger-standard-or-extended")).parse(statement.rest)?;
    let Some(kind) = kind else {
        draft.opened = Block::Harmless;
        return Ok(Outcome::Harmless);
    };
    let after = rest;
    let (rest, list) = cut(spanned(&statement.line, word("ledger-list-name"))).parse(rest)?;
    if list.value.len() > LONGEST_NAME {
        return Err(Expected::hard(after, "ledger-shorter-list-name"));
    }
    end(rest)?;
    if statement.negated {
        draft.remove_list(list.value);
    } else {
        draft.opened = Block::Acl(draft.list(list), kind);
    }
    Ok(Outcome::Modelled)
}

/// A line of a block: `[SEQ] {permit|deny|remark|dynamic|evaluate} ...`
pub(super) fn child<'a>(draft: &mut Draft, list: usize, kind: AclKind, statement: &Statement<'a>) -> Read<'a> {
    let first = super::first_word(statement.rest);
    let numbered = first.starts_with(|c: char| c.is_ascii_digit());
    if !numbered && choice(WORDS, "")(statement.rest).is_err() {
        return Ok(Outcome::Unknown);
    }
    if statement.negated {
        return Ok(
            // The list may be one of NAT, or drop the flow without this entry.
            statement.unsupported(Subject::Nat, "ledger-acl-entry-taken-back"),
        );
    }
    child_entry(draft, statement, list, kind)
}

/// An entry of the list at `list`.
fn child_entry<'a>(draft: &mut Draft, statement: &Statement<'a>, list: usize, kind: AclKind) -> Read<'a> {
    let list = draft.facts.access_lists.get_mut(list).map(|list| &mut list.entries);
    list.map_or(Ok(Outcome::Unknown), |entries| entry(entries, statement, kind))
}

/// What an entry begins with.
#[derive(Clone, Copy)]
enum Word {
    Rule(Action),
    Remark,
    Dynamic,
    Evaluate,
}

const WORDS: &[(&str, Word)] = &[
    ("permit", Word::Rule(Action::Permit)),
    ("deny", Word::Rule(Action::Deny)),
    ("remark", Word::Remark),
    ("dynamic", Word::Dynamic),
    ("evaluate", Word::Evaluate),
];

/// `[SEQ] {permit|deny} ... | remark TEXT | dynamic NAME [timeout N] {permit|deny} ... | evaluate NAME`
pub(super) fn entry<'a>(entries: &mut Vec<AclEntry>, statement: &Statement<'a>, kind: AclKind) -> Read<'a> {
    let (rest, sequence) = opt(number(0, u32::MAX, "ledger-sequence-number")).parse(statement.rest)?;
    let (after, first) = cut(choice(WORDS, "ledger-permit-deny-or-remark")).parse(rest)?;
    let mut entry = blank(statement, rest, sequence);
    let undecidable = || Some(Spanned::new(trim(rest).to_owned(), statement.span_from(rest)));
    let read = match first {
        Word::Remark => return Ok(Outcome::Harmless),
        Word::Rule(action) => {
            entry.action = action;
            body(&mut entry, statement, after, kind)
        }
        // A reflexive list holds what traffic put there; no configuration shows it.
        Word::Evaluate => {
            entry.condition = undecidable().map(Box::new);
            Ok(())
        }
        Word::Dynamic => dynamic(&mut entry, statement, after, kind),
    };
    // Lock-and-key works only after a log-in. And an entry that cannot be read is there all the same: what is known of
    // it stands, and whether it matches cannot be decided.
    if read.is_err() || matches!(first, Word::Dynamic) {
        entry.condition = undecidable().map(Box::new);
    }
    entries.push(entry);
    read.map(|()| Outcome::Modelled)
}

/// `NAME [timeout N] {permit|deny} ...`
fn dynamic<'a>(
    entry: &mut AclEntry,
    statement: &Statement<'a>,
    input: &'a str,
    kind: AclKind,
) -> Result<(), nom::Err<Expected<'a>>> {
    let timeout = opt((kw("timeout", 1), number(1, 9999_u32, "ledger-minutes")));
    let action = choice(ACTIONS, "ledger-permit-or-deny");
    let (rest, (_, _, action)) = cut((word("ledger-name"), timeout, action)).parse(input)?;
    entry.action = action;
    body(entry, statement, rest, kind)
}

/// An entry that permits everything.
pub(super) fn blank<'a>(statement: &Statement<'a>, from: &'a str, sequence: Option<u32>) -> AclEntry {
    AclEntry {
        span: statement.span_from(from),
        sequence,
        action: Action::Permit,
        protocol: AclProtocol::Is(Protocol::Any),
        source: AddressMatch::Any,
        source_port: PortMatch::Any,
        destination: AddressMatch::Any,
        destination_port: PortMatch::Any,
        icmp: None,
        condition: None,
    }
}

/// Standard: `SOURCE [log]`. Extended: `PROTOCOL SOURCE [PORTS] DESTINATION [PORTS | TYPE [CODE]]
/// [CONDITIONS] [log]`.
fn body<'a>(
    entry: &mut AclEntry,
    statement: &Statement<'a>,
    input: &'a str,
    kind: AclKind,
) -> Result<(), nom::Err<Expected<'a>>> {
    let rest = match kind {
        AclKind::Standard => {
            let (rest, source) = cut(|input| addresses(true, input)).parse(input)?;
            entry.source = source;
            rest
        }
        AclKind::Extended => {
            let (rest, protocol) = cut(protocol).parse(input)?;
            entry.protocol = protocol;
            let with_ports = protocol_has_ports(&entry.protocol);
            let (rest, source) = addresses(false, rest)?;
            let (rest, source_port) = ports(with_ports, rest)?;
            (entry.source, entry.source_port) = (source, source_port);
            let (rest, destination) = addresses(false, rest)?;
            let (rest, destination_port) = ports(with_ports, rest)?;
            (entry.destination, entry.destination_port) = (destination, destination_port);
            match entry.protocol {
                AclProtocol::Is(Protocol::ICMP) if !is_condition(split_word(rest).0) => {
                    let (rest, icmp) = opt(icmp).parse(rest)?;
                    entry.icmp = icmp;
                    rest
                }
                _ => rest,
            }
        }
    };
    // IGMP has types where other protocols have conditions, and ICMP may have one that is not known here.
    let typed = matches!(entry.protocol, AclProtocol::Is(Protocol::Number(1 | 2))) && entry.icmp.is_none();
    entry.condition = condition(statement, typed, rest, kind)?.map(Box::new);
    Ok(())
}

/// Words behind the addresses; `typed`: whether they may be a type of the protocol. Logging alone is no condition.
fn condition<'a>(
    statement: &Statement<'a>,
    typed: bool,
    input: &'a str,
    kind: AclKind,
) -> Result<Option<Spanned<String>>, nom::Err<Expected<'a>>> {
    let (first, rest) = split_word(input);
    match first {
        "" => return Ok(None),
        "log" | "log-input" => return condition_after_log(statement, typed, rest, kind),
        _ => {}
    }
    if kind == AclKind::Standard || !(typed || is_condition(first) || first.starts_with(['+', '-'])) {
        return Err(Expected::hard(input, "ledger-acl-condition"));
    }
    let text = trim(input);
    Ok(Some(Spanned::new(text.to_owned(), statement.span_from(input))))
}

/// `log [TAG]`, which conditions may follow.
fn condition_after_log<'a>(
    statement: &Statement<'a>,
    typed: bool,
    rest: &'a str,
    kind: AclKind,
) -> Result<Option<Spanned<String>>, nom::Err<Expected<'a>>> {
    let (tag, after) = split_word(rest);
    if is_condition(tag) { condition(statement, typed, rest, kind) } else { end(after).map(|_| None) }
}

fn is_condition(word: &str) -> bool {
    CONDITIONS.iter().any(|condition| condition.eq_ignore_ascii_case(word))
}

const CONDITIONS: &[&str] = &[
    "established",
    "time-range",
    "dscp",
    "precedence",
    "tos",
    "fragments",
    "reflect",
    "option",
    "ttl",
    "match-all",
    "match-any",
    "ack",
    "fin",
    "psh",
    "rst",
    "syn",
    "urg",
    "sgt",
];
