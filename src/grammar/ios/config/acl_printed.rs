//! An access-list entry as `show access-lists` prints it: as in the configuration, but for the wildcard of a standard list.

use nom::Parser;
use nom::combinator::opt;

use super::acl::{self, ACTIONS};
use super::draft::AclKind;
use super::statement::Statement;
use crate::capture::Line;
use crate::grammar::facts::{AclEntry, AddressMatch};
use crate::grammar::lex::{choice, number, split_word};
use crate::net::Wildcard;

/// The entry, and the word that could not be read. An entry with such a word is there all the same, and whether it
/// matches cannot be decided.
pub(in crate::grammar::ios) fn printed_entry<'a>(
    line: Line<'a>,
    text: &'a str,
    standard: bool,
) -> (Option<AclEntry>, Option<&'a str>) {
    if let Some(entry) = with_wildcard_bits(line, text) {
        return (Some(entry), None);
    }
    let kind = if standard { AclKind::Standard } else { AclKind::Extended };
    let mut entries = Vec::new();
    let statement = Statement { line, text, rest: text, negated: false };
    let trouble = match acl::entry(&mut entries, &statement, kind) {
        Ok(_) => None,
        Err(nom::Err::Error(error) | nom::Err::Failure(error)) => Some(error.token()),
        Err(nom::Err::Incomplete(_)) => Some(text),
    };
    (entries.pop(), trouble)
}

/// `[SEQ] {permit|deny} ADDRESS, wildcard bits WILDCARD [log]`
fn with_wildcard_bits(line: Line<'_>, text: &str) -> Option<AclEntry> {
    let (rest, sequence) = opt(number(0, u32::MAX, "ledger-sequence-number")).parse(text).ok()?;
    let (after, action) = choice(ACTIONS, "ledger-permit-or-deny")(rest).ok()?;
    let (base, after) = split_word(after);
    let base = base.strip_suffix(',')?.parse().ok()?;
    let mut words = after.split_ascii_whitespace();
    let wildcard = match [words.next()?, words.next()?, words.next()?] {
        ["wildcard", "bits", wildcard] => wildcard.trim_end_matches(',').parse().ok()?,
        _ => return None,
    };
    let statement = Statement { line, text, rest, negated: false };
    let mut entry = acl::blank(&statement, rest, sequence);
    (entry.action, entry.source) = (action, AddressMatch::Wildcard(base, Wildcard(wildcard)));
    Some(entry)
}
