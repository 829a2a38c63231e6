//! `show access-lists` and `show ip access-lists`.

use std::sync::Arc;

use super::{Read, chatter};
use crate::capture::Line;
use crate::grammar::facts::{ShowFacts, ShownList};
use crate::grammar::ios::config::printed_entry;
use crate::grammar::lex::{is_blank, split_word};
use crate::source::Spanned;

/// The lists read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    lists: Vec<ShownList>,
    open: Open,
    /// Output of another system: none of it is believed.
    foreign: bool,
}

/// Whose entries follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Open {
    /// Nobody's: no header has been seen.
    #[default]
    None,
    /// A list of source addresses.
    Standard,
    /// A list of packets.
    Extended,
    /// A list that has nothing to do with NAT: IPv6, MAC, reflexive.
    Other,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if let Some(system) = foreign(text) {
            self.foreign = true;
            return Read::Unsupported(system);
        }
        if let Some((open, name)) = header(text) {
            self.open = open;
            if matches!(open, Open::None | Open::Other) {
                return Read::Harmless;
            }
            let name = Spanned::new(Arc::from(name), line.span_of(name));
            self.lists.push(ShownList {
                name,
                span: line.span_of(text),
                entries: Vec::new(),
                matches: Vec::new(),
                unread: None,
            });
            return Read::Modelled;
        }
        match self.open {
            Open::Standard | Open::Extended => self.entry(line, text),
            Open::Other => Read::Harmless,
            Open::None if starts_like_an_entry(text) => Read::Unsupported("ledger-acl-without-head"),
            Open::None => Read::Unknown,
        }
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.lists.is_empty() && !self.foreign).then_some(ShowFacts::AccessLists(self.lists))
    }
}

impl Output {
    /// `[SEQ] {permit|deny} ... [(N matches)]`
    fn entry<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let Some(list) = self.lists.last_mut() else { return Read::Unknown };
        if !starts_like_an_entry(text) {
            if !chatter::is_of_the_router(text) {
                list.unread.get_or_insert(line.span_of(text));
            }
            return Read::Unknown;
        }
        let (statement, matches) = without_counter(text);
        if split_word(statement).0 == "remark" {
            return Read::Harmless;
        }
        let standard = self.open == Open::Standard;
        let (entry, trouble) = printed_entry(*line, statement, standard);
        list.matches.extend(entry.iter().map(|_| matches));
        list.entries.extend(entry);
        match trouble {
            None => Read::Modelled,
            Some(word) => Read::Malformed(word, "ledger-acl-parts"),
        }
    }
}

/// IOS takes far less.
const LONGEST_NAME: usize = 255;

/// `{Standard | Extended | Reflexive} IP access list NAME [(Compiled)]`, `IPv6 access list NAME`, ...
fn header(text: &str) -> Option<(Open, &str)> {
    const HEADERS: [(&str, Open); 9] = [
        ("Standard IP access list ", Open::Standard),
        ("Extended IP access list ", Open::Extended),
        // What traffic has put there is gone in minutes.
        ("Reflexive IP access list ", Open::Other),
        ("Role-based IP access list ", Open::Other),
        ("IPv6 access list ", Open::Other),
        ("Standard IPv6 access list ", Open::Other),
        ("Extended MAC access list ", Open::Other),
        ("Bridge address access list ", Open::Other),
        ("Type code access list ", Open::Other),
    ];
    let (start, open) = HEADERS.iter().find(|(start, _)| text.starts_with(start))?;
    let (name, _) = split_word(text.get(start.len()..)?);
    // Every entry repeats the name of its list.
    let open = if name.len() > LONGEST_NAME { Open::Other } else { *open };
    (!name.is_empty()).then_some((open, name))
}

/// What other systems print for the same command.
fn foreign(text: &str) -> Option<&'static str> {
    let mut words = text.split_ascii_whitespace();
    let first = [words.next().unwrap_or(""), words.next().unwrap_or(""), words.next().unwrap_or("")];
    match first {
        ["access-list", "cached", _] | ["access-list", _, "line"] => Some("ledger-asa-output"),
        ["access-list", name, _] if name.ends_with(';') => Some("ledger-asa-output"),
        ["IP", "access", "list"] | ["IPV4", "ACL", _] => Some("ledger-nxos-output"),
        ["IP", "Access", "List"] => Some("ledger-eos-output"),
        ["ipv4", "access-list", _] => Some("ledger-iosxr-output"),
        _ => None,
    }
}

fn starts_like_an_entry(text: &str) -> bool {
    let (first, rest) = split_word(text);
    let numbered = first.bytes().all(|byte| byte.is_ascii_digit());
    let word = if numbered { split_word(rest).0 } else { first };
    ["permit", "deny", "remark", "evaluate", "dynamic"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// What stands before ` (12 matches)`, and the number.
fn without_counter(text: &str) -> (&str, Option<u64>) {
    // `log (tag = X)` comes before the counter.
    let end = text.find(" (").unwrap_or(text.len());
    let (statement, notes) = text.split_at_checked(end).unwrap_or((text, ""));
    let counted = notes.split('(').find(|note| note.contains("match"));
    let matches = counted.and_then(|note| split_word(note).0.parse().ok());
    (statement.trim_end_matches(is_blank), matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_in_all_spellings() {
        for (line, statement, matches) in [
            ("10 permit any", "10 permit any", None),
            (
                "permit 10.0.0.0, wildcard bits 0.0.0.255 (12 matches)",
                "permit 10.0.0.0, wildcard bits 0.0.0.255",
                Some(12),
            ),
            ("20 deny   any (1 match)", "20 deny   any", Some(1)),
            ("permit host 10.0.0.5 (7 match(es))", "permit host 10.0.0.5", Some(7)),
            ("permit ip any any log (tag = x) (3 matches)", "permit ip any any log", Some(3)),
            ("permit udp any any (time left 297)", "permit udp any any", None),
        ] {
            assert_eq!(without_counter(line), (statement, matches), "{line}");
        }
    }
}
