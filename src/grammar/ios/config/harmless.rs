//! Commands that are known and cannot change how IPv4 packets are translated, routed or filtered.
//!
//! A word is here when no form of its command touches addresses, routes or filters of transit packets. What could is in
//! a parser of its own, or in [`super::global`] with the effect it may have.

use super::harmless_words::{CHILD, INTERFACE, INTERFACE_IP, IP, TOP};
use crate::grammar::lex::split_word;
use crate::net::{first_eight, keys};

/// A sorted table of words, and the first eight bytes of each: most searches end with those.
struct Table {
    words: &'static [&'static str],
    keys: &'static [u64],
}

macro_rules! tables {
    ($($name:ident = $words:ident),* $(,)?) => {
        $(static $name: Table = {
            const KEYS: [u64; $words.len()] = keys($words);
            Table { words: $words, keys: &KEYS }
        };)*
    };
}

tables! {
    GLOBAL = TOP,
    GLOBAL_IP = IP,
    OF_INTERFACE = INTERFACE,
    OF_INTERFACE_IP = INTERFACE_IP,
    OF_BLOCK = CHILD,
}

/// Whether a table has `word`, or a word of which it is the beginning, of at least three letters.
fn has(table: &Table, word: &str) -> bool {
    let lower;
    let word = if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        lower = word.to_ascii_lowercase();
        lower.as_str()
    } else {
        word
    };
    let key = first_eight(word.as_bytes());
    let first = table.keys.partition_point(|known| *known < key);
    let mut rest = table.words.iter().skip(first);
    let next = rest.find(|known| **known >= word);
    next.is_some_and(|known| *known == word || (word.len() >= 3 && known.starts_with(word)))
}

/// A global command.
pub(super) fn is_global(first: &str, rest: &str) -> bool {
    if first.eq_ignore_ascii_case("ip") { has(&GLOBAL_IP, split_word(rest).0) } else { has(&GLOBAL, first) }
}

/// A command of an interface.
pub(super) fn is_of_interface(first: &str, rest: &str) -> bool {
    if first.eq_ignore_ascii_case("ip") { has(&OF_INTERFACE_IP, split_word(rest).0) } else { has(&OF_INTERFACE, first) }
}

/// A command of a block that is harmless as a whole.
pub(super) fn is_of_block(first: &str) -> bool {
    has(&OF_BLOCK, first)
}

/// Whether a line at the left margin can only be configuration, and no text of a banner.
pub(super) fn begins_configuration(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "access-list",
        "alias",
        "class-map",
        "control-plane",
        "crypto",
        "end",
        "hostname",
        "interface",
        "ip",
        "line",
        "ntp",
        "policy-map",
        "route-map",
        "router",
        "snmp-server",
        "username",
    ];
    let (first, rest) = split_word(text);
    if text.starts_with([' ', '\t']) || !WORDS.contains(&first) {
        return false;
    }
    // Prose has such words too: "line of business", "ip addresses are logged".
    match first {
        "end" => rest.is_empty(),
        "ip" => matches!(split_word(rest).0, "nat" | "route" | "access-list" | "http" | "ssh" | "vrf" | "dhcp"),
        "line" => matches!(split_word(rest).0, "con" | "vty" | "aux" | "console"),
        "interface" => crate::grammar::lex::interface(rest).is_ok(),
        _ => !rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_without_doubles() {
        for table in [TOP, IP, INTERFACE, INTERFACE_IP, CHILD] {
            assert!(table.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn typed_words_may_be_short() {
        assert!(is_global("logg", "host 10.0.0.1") && is_global("ip", " http server") && is_global("NTP", ""));
        assert!(!is_global("lo", "") && !is_global("ip", " nat") && !is_global("interface", ""));
    }
}
