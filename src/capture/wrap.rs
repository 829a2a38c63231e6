//! Lines that a terminal cut at its right margin.
//!
//! They are joined where nothing else can be meant: a row of a table that is whole only with what follows, and a NAT or
//! filter statement whose cut word is a word only with what follows.

use super::prompt::Prompt;
use super::shape::{Shape, is_row, is_whole_row};
use crate::net::InterfaceName;
use crate::source::unmasked;

/// The usual widths of a terminal.
const WIDTHS: [usize; 2] = [80, 132];

/// Whether a line of this many bytes may have been cut.
pub(crate) fn is_width(len: usize) -> bool {
    WIDTHS.contains(&len)
}

/// How far a line that a terminal may have cut was indented later, in a quotation: most often not at all. Less than two
/// blanks are the line's own.
pub(super) fn margin(line: &str) -> Option<usize> {
    let mut margins = WIDTHS.iter().filter_map(|width| line.len().checked_sub(*width));
    margins.find(|&margin| {
        let blanks = || line.bytes().take(margin).all(|byte| byte == b' ');
        margin == 0 || (margin >= 2 && blanks())
    })
}

/// Where in `lines` the last one with text starts, when a terminal may have cut it: it is as wide as one, and what follows
/// starts as no row does.
pub(crate) fn cut_row(lines: &[u8], after: &[u8]) -> Option<usize> {
    if !matches!(after.first(), Some(b'0'..=b'9' | b'.' | b':')) {
        return None;
    }
    last_wide(lines)
}

/// Where the last line with text starts, when it is as wide as a terminal.
pub(super) fn last_wide(lines: &[u8]) -> Option<usize> {
    let text = lines.trim_ascii_end();
    let start = memchr::memrchr(b'\n', text).map_or(0, |at| at + 1);
    is_width(text.len() - start).then_some(start)
}

/// Whether `second` is the rest of `first`, which is as wide as a terminal.
pub(crate) fn joins(first: &str, second: &str) -> bool {
    if second.trim_ascii().is_empty() || second.len() > 132 {
        return false;
    }
    joins_row(first, second) || joins_statement(first, second) || joins_secret(first, second)
}

/// A secret that reaches the margin and a word that can only be its end: no statement is one word with such characters.
fn joins_secret(first: &str, second: &str) -> bool {
    let word = second.trim_ascii_end();
    let odd = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || b"$/.+=".contains(&byte);
    !word.contains(' ') && word.bytes().any(odd) && Shape::of(second) == Shape::Other && ends_in_secret(first)
}

/// Whether `second` had better not be shown, because it may be the end of a secret: it begins at the margin and is no
/// statement that is known.
pub(super) fn may_end_a_secret(first: &str, second: &str) -> bool {
    let word = second.trim_ascii();
    let known = word.is_empty() || second.starts_with([' ', '!']) || matches!(word, "end" | "exit" | "quit");
    !known && Prompt::parse(second).is_none() && Shape::of(second) == Shape::Other && ends_in_secret(first)
}

/// Whether the last word of a line is a secret.
fn ends_in_secret(text: &str) -> bool {
    text.split_ascii_whitespace().next_back().is_some_and(|last| unmasked(text, last).is_none())
}

/// `udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.1` and `00.7:4500`.
fn joins_row(first: &str, second: &str) -> bool {
    let of_columns =
        |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':' | b'*' | b'-' | b' ' | b'x' | b'X');
    is_row(first) && !is_row(second) && second.bytes().all(of_columns) && is_whole_row(&[first, second].concat())
}

/// Words that stand behind others in the statements that matter, and never at the start of a line.
const TAILS: &[&str] = &[
    "add-route",
    "any",
    "eq",
    "established",
    "extendable",
    "forced",
    "host",
    "log",
    "mapping-id",
    "match-in-vrf",
    "netmask",
    "no-alias",
    "no-payload",
    "overload",
    "prefix-length",
    "range",
    "redundancy",
    "reversible",
    "rotary",
];

/// Words that may also begin a line.
const WORDS: &[&str] = &[
    "inside",
    "interface",
    "ip",
    "list",
    "outside",
    "permit",
    "deny",
    "pool",
    "route-map",
    "source",
    "static",
    "tcp",
    "udp",
    "vrf",
    "non500-isakmp",
    "isakmp",
    "icmp",
    "esp",
    "type",
];

fn joins_statement(first: &str, second: &str) -> bool {
    let statement = match Prompt::parse(first) {
        Some(prompt) if prompt.configures() => first.split_once('#').map_or(first, |(_, typed)| typed),
        _ => first,
    };
    if !matters(statement) {
        return false;
    }
    let word = second.split_ascii_whitespace().next().unwrap_or("");
    let tail = TAILS.contains(&word);
    if second.starts_with(' ') || first.ends_with(' ') {
        let usual = first.ends_with(' ') != second.starts_with(' ');
        let next = second.split_ascii_whitespace().nth(1).unwrap_or("");
        // ` 10 permit ...` is an entry of its own.
        let number = word.starts_with(|c: char| c.is_ascii_digit()) && !matches!(next, "permit" | "deny" | "remark");
        return usual
            && (tail
                || number
                || matches!(word, "route-map" | "pool" | "vrf" | "interface")
                    && Shape::of(second.trim_ascii()) == Shape::Other);
    }
    let next = second.split_ascii_whitespace().nth(1).unwrap_or("");
    // No line of a configuration begins with a number at the margin; in a list that was indented it may seem so.
    if second.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return !matches!(next, "permit" | "deny" | "remark");
    }
    // No line begins with a name and goes on with one of these.
    if TAILS.contains(&next) && Shape::of(second) == Shape::Other {
        return true;
    }
    let cut = statement.rsplit(' ').next().unwrap_or("");
    let whole = [cut, word].concat();
    let known = TAILS.contains(&whole.as_str()) || WORDS.contains(&whole.as_str());
    known || (InterfaceName::parse(&whole).is_some() && InterfaceName::parse(cut).is_none())
}

/// NAT statements, access lists and routes.
fn matters(statement: &str) -> bool {
    let mut words = statement.split_ascii_whitespace().filter(|word| *word != "no");
    let first = words.next().unwrap_or("");
    match first {
        "ip" => words.next().is_some_and(|word| matches!(word, "nat" | "route")),
        "access-list" | "permit" | "deny" => true,
        // A sequence number.
        _ => {
            first.bytes().all(|byte| byte.is_ascii_digit())
                && words.next().is_some_and(|w| matches!(w, "permit" | "deny"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together() {
        for (first, second) in [
            ("udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.1", "00.7:4500"),
            ("udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:45", "00"),
            ("udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500", " 198.51.100.7:4500"),
            ("ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500 exten", "dable"),
            ("ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 45", "00 extendable"),
            ("ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500", " extendable"),
            ("ip nat inside source list 10 interface GigabitEt", "hernet0/0 overload"),
            ("R1(config)#ip nat inside source list 10 interface GigabitEthernet0/0 over", "load"),
            ("access-list 101 permit udp host 10.0.0.5 host 198.51.100.7 eq non500-", "isakmp"),
            ("ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500 route-map IS", "P1 extendable"),
            ("access-list 101 permit udp host 10.0.0.5 host 198.51.100.7 eq", " 4500 log"),
            ("username admin privilege 15 secret 9 $9$abcdefgh", "ijklm.nop/q"),
        ] {
            assert!(joins(first, second), "{first}|{second}");
        }
    }

    #[test]
    fn what_does_not() {
        for (first, second) in [
            (
                "udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500",
                "udp 203.0.113.1:1 10.0.0.6:1 --- ---",
            ),
            ("udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500", "R1#"),
            ("udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500", "    create 00:00:01"),
            (
                "ip nat inside source list 10 interface GigabitEthernet0/0 overload",
                "ip nat inside source list 11 pool P",
            ),
            ("ip nat inside source list 10 interface GigabitEthernet0/0 overload", "interface Dialer1"),
            ("ip nat inside source list 10 interface GigabitEthernet0/0 overload", "!"),
            ("access-list 101 permit udp host 10.0.0.5 host 198.51.100.7", "access-list 101 deny ip any any"),
            ("access-list 101 permit udp host 10.0.0.5 host 198.51.100.7", "route-map M permit 10"),
            (" permit udp host 10.0.0.5 host 198.51.100.7", " deny ip any any"),
            (" permit udp host 10.0.0.5 host 198.51.100.7", " 20 deny ip any any"),
            ("username admin privilege 15 secret 9 $9$abcdefgh", "end"),
            ("username admin privilege 15 secret 9 $9$abcdefgh", "interface Gi0/0"),
            ("description to the router that is in the other", "building"),
        ] {
            assert!(!joins(first, second), "{first}|{second}");
        }
    }
}
