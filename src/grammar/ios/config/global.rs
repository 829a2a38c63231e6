//! Global commands that are not a family of their own.

use nom::Parser;
use nom::combinator::cut;

use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use super::{Words, acl, firewall, nat, prefix_list, route, vrf};
use crate::grammar::Subject;
use crate::grammar::lex::{abbreviates, end, kw, name, split_word, word};
use crate::locale::say;
use crate::source::Spanned;

/// Reads one global command.
pub(super) type Handler = for<'a> fn(&mut Draft, &Statement<'a>) -> Read<'a>;

/// First word, letters that must be there, subject, reader.
const COMMANDS: &[(&str, usize, Subject, Handler)] = &[
    ("ip", 2, Subject::None, ip),
    ("interface", 3, Subject::Nat, super::interface::read),
    ("access-list", 3, Subject::Filter, acl::numbered),
    ("route-map", 6, Subject::Nat, super::route_map::read),
    ("object-group", 3, Subject::Filter, super::object_group::read),
    ("crypto", 3, Subject::Nat, super::crypto::read),
    ("vrf", 3, Subject::Routing, vrf::definition),
    ("hostname", 4, Subject::None, hostname),
    ("version", 7, Subject::None, version),
    ("router", 6, Subject::Routing, router),
    ("zone-pair", 6, Subject::Filter, firewall::pair),
    ("zone", 4, Subject::Filter, firewall::zone),
    ("class-map", 7, Subject::Filter, firewall::class),
    ("policy-map", 8, Subject::Filter, firewall::policy),
    ("vlan", 4, Subject::Filter, firewall::vlan),
    ("sdwan", 5, Subject::Nat, sdwan),
    ("policy-firewall", 8, Subject::Filter, harmless),
    ("Building", 8, Subject::None, heading),
    ("Current", 7, Subject::None, heading),
    ("Using", 5, Subject::None, heading),
];

/// Behind `ip`.
const IP: &[(&str, usize, Subject, Handler)] = &[
    ("nat", 3, Subject::Nat, nat::read),
    ("route", 2, Subject::Routing, route::read),
    ("access-list", 3, Subject::Filter, ip_access_list),
    ("prefix-list", 3, Subject::Routing, prefix_list::read),
    ("vrf", 3, Subject::Routing, vrf::classic),
    ("routing", 6, Subject::Routing, routing),
    ("default-network", 9, Subject::Routing, default_network),
    ("inspect", 4, Subject::Filter, firewall::inspect),
    ("policy-list", 8, Subject::None, harmless),
];

/// A global command that can matter; `Unknown` leaves it to the table of harmless words.
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>, (first, rest): Words<'a>) -> Outcome<'a> {
    look_up(COMMANDS, first, draft, &statement.at(rest))
}

fn look_up<'a>(
    table: &[(&str, usize, Subject, Handler)],
    word: &str,
    draft: &mut Draft,
    statement: &Statement<'a>,
) -> Outcome<'a> {
    let found = table.iter().find(|&&(full, least, ..)| abbreviates(word, full, least));
    found.map_or(Outcome::Unknown, |(_, _, subject, handler)| {
        super::statement::settle(*subject, handler(draft, statement))
    })
}

/// `ip {nat|route|access-list|prefix-list|vrf|...} ...`
fn ip<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (second, rest) = split_word(statement.rest);
    Ok(look_up(IP, second, draft, &statement.at(rest)))
}

/// `ip access-list ...`; `ip acc NAME in` belongs to an interface.
fn ip_access_list<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let spelled_out = statement.text.to_ascii_lowercase().contains("access-l");
    let of_interface = matches!(draft.block, Block::Interface(_)) && !spelled_out;
    let known = ["standard", "extended"].iter().any(|full| kw(full, 1)(statement.rest).is_ok());
    if of_interface && !known { Ok(Outcome::Unknown) } else { acl::named(draft, statement) }
}

fn harmless<'a>(draft: &mut Draft, _: &Statement<'a>) -> Read<'a> {
    draft.opened = Block::Harmless;
    Ok(Outcome::Harmless)
}

/// `hostname NAME`
fn hostname<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (_, host) = cut(name(&statement.line, "ledger-host-name")).parse(statement.rest)?;
    let indented = statement.line.text.starts_with([' ', '\t']) && !statement.line.is_prefixed();
    draft.looks_back |= statement.negated || indented;
    let other = draft.facts.hostname.as_ref().is_some_and(|known| known.value != host.value);
    if other && indented {
        // No block of IOS has such a line, and one at the margin begins another router's text.
        return Ok(statement.unsupported(Subject::Nat, "ledger-second-name"));
    }
    draft.facts.hostname = (!statement.negated).then_some(host);
    Ok(Outcome::Modelled)
}

/// `version RELEASE`
fn version<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    // `version 2` stands under `router rip`.
    let (rest, release) = cut(name(&statement.line, "ledger-release")).parse(statement.rest)?;
    if end(rest).is_err() || !release.value.contains('.') {
        return Ok(Outcome::Unknown);
    }
    draft.facts.version = Some(release);
    Ok(Outcome::Modelled)
}

/// `Building configuration...`, `Current configuration : N bytes`, `Using N out of N bytes`
fn heading<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let found = statement.text.contains("configuration") || statement.text.ends_with("bytes");
    if !found {
        return Ok(Outcome::Unknown);
    }
    draft.facts.heading.get_or_insert(statement.span());
    Ok(Outcome::Modelled)
}

/// `router PROTOCOL [ID]`
fn router<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (_, protocol) = cut(word("ledger-routing-protocol")).parse(statement.rest)?;
    draft.opened = Block::Harmless;
    if statement.negated {
        return Ok(Outcome::Harmless);
    }
    let text = statement.text.trim();
    draft.facts.routing_protocols.push(Spanned::new(text.to_owned(), statement.span()));
    let protocol = protocol.to_ascii_uppercase().escape_debug().to_string();
    let effect = say!("ledger-routes-learned", protocol);
    Ok(Outcome::Unsupported { at: statement.text, subject: Subject::Routing, effect })
}

/// `sdwan`
fn sdwan<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    draft.opened = Block::Harmless;
    Ok(statement.unsupported(Subject::Nat, "ledger-sdwan"))
}

/// `ip routing`
fn routing<'a>(_: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let effect = "ledger-no-routing";
    // What does not route does not translate.
    Ok(if statement.negated { statement.unsupported(Subject::Nat, effect) } else { Outcome::Harmless })
}

/// `ip default-network A`
fn default_network<'a>(_: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    Ok(statement.unsupported(Subject::Routing, "ledger-default-network"))
}
