//! What a line without a prompt looks like.

use crate::net::{InterfaceName, Protocol};

/// The looks that can start a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The header of a translation table.
    TableHeader,
    /// A row of one, or its total.
    TableRow,
    /// `Building configuration...` and its like: a configuration starts here.
    ConfigHeading,
    /// A statement that only a configuration has.
    ConfigLine,
    /// Anything else.
    Other,
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        if is_header(text) {
            Self::TableHeader
        } else if is_row(text) || is_total(text) {
            Self::TableRow
        } else if is_heading(text) {
            Self::ConfigHeading
        } else if is_config_line(text) {
            Self::ConfigLine
        } else {
            Self::Other
        }
    }
}

/// `Pro Inside global ...` or, for NVI, `Pro Source global ...`; or a paste of the columns behind `Pro`.
pub(super) fn is_header(text: &str) -> bool {
    let text = text.trim_ascii_start();
    if text.starts_with("Inside global ") && text.contains("Inside local ") {
        return true;
    }
    let Some(rest) = text.get(..3).filter(|start| start.eq_ignore_ascii_case("pro")).and_then(|_| text.get(3..)) else {
        return false;
    };
    let mut words = rest.split_ascii_whitespace();
    let side = words.next().is_some_and(|w| w.eq_ignore_ascii_case("inside") || w.eq_ignore_ascii_case("source"));
    side && words.next().is_some_and(|w| w.eq_ignore_ascii_case("global"))
}

/// `Total number of translations: N`.
pub(super) fn is_total(text: &str) -> bool {
    text.trim_ascii_start().starts_with("Total number of translations")
}

/// Whether the line would be taken for a row without a header above it: a protocol and columns that look like addresses.
pub(super) fn is_row(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let protocol = words.next().is_some_and(is_protocol);
    protocol && words.next().is_some_and(is_column) && words.next().is_some_and(is_column)
}

/// Whether the line is a row with all its columns, each of them whole.
pub(super) fn is_whole_row(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let quad = |word: &str| word.split(':').next().is_some_and(|address| address.split('.').count() == 4);
    let column = |word: &str| is_column(word) && (word.starts_with("--") || quad(word)) && !word.ends_with(['.', ':']);
    words.next().is_some_and(is_protocol) && words.clone().count() == 4 && words.all(column)
}

/// The cheap test for a line inside a table.
pub(super) fn starts_like_a_row(text: &str) -> bool {
    let (b"udp " | b"tcp " | b"icmp" | b"--- ") = text.as_bytes().get(..4).unwrap_or(b"") else { return false };
    let mut column = text.as_bytes().get(4..).unwrap_or(b"");
    while let [b' ', rest @ ..] = column {
        column = rest;
    }
    column.first().is_some_and(u8::is_ascii_digit)
}

/// The cheap test for a continuation of `verbose` inside a table: indented by two or more, with a colon, and no prompt.
pub(super) fn is_continuation(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.starts_with(b"  ") && memchr::memchr(b':', bytes).is_some() && memchr::memchr2(b'#', b'>', bytes).is_none()
}

fn is_protocol(word: &str) -> bool {
    matches!(word, "---" | "unk" | "tcp" | "udp" | "icmp" | "esp" | "gre" | "any")
        || (word.len() <= 7
            && !["ip", "ipv4"].iter().any(|ip| word.eq_ignore_ascii_case(ip))
            && Protocol::parse(word).is_some())
}

/// An address with or without a port, `---`, or a redacted address.
fn is_column(word: &str) -> bool {
    if word == "---" || word == "--" {
        return true;
    }
    let address = word.split(':').next().unwrap_or("");
    let part = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*')) && part.len() <= 8
    };
    address.split('.').count() >= 3 && address.split('.').all(part)
}

/// The lines above a configuration.
pub(super) fn is_heading(text: &str) -> bool {
    text.starts_with("Building configuration")
        || text.starts_with("Current configuration")
        || text.starts_with("!Command: show running-config")
        || text.starts_with("!Command: show startup-config")
        || text.starts_with("!! IOS XR Configuration")
        || (text.starts_with("Using ") && text.contains(" out of ") && text.trim_ascii_end().ends_with("bytes"))
}

/// `version 15.7`, not the `version 2` of RIP.
pub(super) fn is_version(text: &str) -> bool {
    let number = text.strip_prefix("version ").map_or("", str::trim_ascii);
    number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.')
}

/// The name in `hostname NAME`.
pub(super) fn hostname(text: &str) -> Option<&str> {
    let mut words = text.strip_prefix("hostname ")?.split_ascii_whitespace();
    let name = words.next()?;
    words.next().is_none().then_some(name)
}

/// Statements by their first word and what must follow it. No second words: anything may follow.
const STATEMENTS: &[(&str, &[&str])] = &[
    ("aaa", &["new-model", "authentication", "authorization", "accounting", "session-id", "group"]),
    ("access-group", &[]),
    ("access-list", &[]),
    ("archive", &[]),
    ("banner", &["motd", "login", "exec", "incoming"]),
    ("boot", &["system", "nxos", "kickstart"]),
    ("boot-start-marker", &[]),
    ("class-list", &[]),
    ("class-map", &[]),
    ("clock", &["timezone", "summer-time"]),
    ("control-plane", &[]),
    ("crypto", &[]),
    ("device-context", &[]),
    ("dial-peer", &[]),
    ("enable", &["secret", "password"]),
    ("event", &["manager"]),
    ("feature", &[]),
    ("flow", &["monitor", "exporter", "record"]),
    ("hostname", &[]),
    (
        "ip",
        &[
            "nat",
            "route",
            "access-list",
            "access-group",
            "address",
            "vrf",
            "domain",
            "domain-name",
            "cef",
            "http",
            "ssh",
            "prefix-list",
            "dhcp",
            "forward-protocol",
            "classless",
            "subnet-zero",
            "name-server",
            "host",
            "inspect",
            "tcp",
            "routing",
            "sla",
            "community-list",
            "as-path",
            "local",
            "unnumbered",
            "ospf",
            "mtu",
            "policy",
        ],
    ),
    ("ipv4", &["address", "access-list"]),
    ("ipv6", &["unicast-routing", "access-list", "route", "address", "nd"]),
    ("key", &["chain"]),
    ("l2vpn", &[]),
    ("license", &[]),
    ("line", &["con", "console", "vty", "aux", "default", "template"]),
    ("logging", &[]),
    ("mac", &["address-table", "access-list"]),
    ("monitor", &["session"]),
    ("nameif", &[]),
    ("names", &[]),
    ("ntp", &["server", "source", "authenticate", "master"]),
    ("object", &["network", "service"]),
    ("object-group", &[]),
    ("policy-map", &[]),
    ("prefix-set", &[]),
    ("radius-server", &[]),
    ("redundancy", &[]),
    ("route-map", &[]),
    ("route-policy", &[]),
    ("router", &["bgp", "ospf", "eigrp", "rip", "isis", "static", "mld", "igmp", "pim", "multicast", "hsrp"]),
    ("service", &["timestamps", "password-encryption", "tcp-keepalives-in", "dhcp", "config", "internal"]),
    ("service-policy", &[]),
    ("slb", &["server", "service-group", "virtual-server", "template"]),
    ("snmp-server", &[]),
    ("spanning-tree", &[]),
    ("standby", &[]),
    ("switchport", &[]),
    ("sysname", &[]),
    ("system", &["settings", "time"]),
    ("tacacs-server", &[]),
    ("track", &[]),
    ("username", &[]),
    ("vdc", &[]),
    ("version", &[]),
    ("vlan", &[]),
    ("vrf", &["definition", "context", "forwarding"]),
    ("vrrp-a", &[]),
    ("zone", &["security"]),
    ("zone-pair", &[]),
];

pub(super) fn is_config_line(text: &str) -> bool {
    if text.starts_with('!') {
        // `![` is an image in Markdown.
        return text.as_bytes().get(1).is_none_or(|&next| next == b' ' || next == b'!' || next.is_ascii_uppercase());
    }
    if text.starts_with("ASA Version") || text.starts_with("PIX Version") || text.starts_with(": Saved") {
        return true;
    }
    let mut words = text.split_ascii_whitespace();
    let mut first = words.next().unwrap_or("");
    if first == "no" {
        first = words.next().unwrap_or("");
    }
    if first.len() >= 3 && "interface".starts_with(&first.to_ascii_lowercase()) {
        let statement = text.trim_ascii();
        let statement = statement.strip_prefix("no ").map_or(statement, str::trim_ascii);
        return is_interface(statement.get(first.len()..).unwrap_or(""));
    }
    // A sentence goes on longer than a statement of an ambiguous word does.
    let prose = text.ends_with('.') || text.ends_with(':');
    // A word processor writes the first letter large; so does prose, of which more is asked.
    let lower;
    let large = first.starts_with(|c: char| c.is_ascii_uppercase());
    let small = if large {
        lower = first.to_ascii_lowercase();
        lower.as_str()
    } else {
        first
    };
    let Ok(index) = STATEMENTS.binary_search_by_key(&small, |&(word, _)| word) else { return false };
    let Some((_, seconds)) = STATEMENTS.get(index) else { return false };
    let second = words.next();
    let fits = seconds.is_empty() && (!large || small == "access-list")
        || second.is_some_and(|second| seconds.contains(&second));
    let exact = match small {
        "version" => is_version(text.trim_ascii()),
        "hostname" => hostname(text).is_some(),
        "access-list" | "vlan" | "track" => {
            second.is_some_and(|second| second.starts_with(|c: char| c.is_ascii_digit()))
        }
        "feature" | "names" | "archive" | "license" | "redundancy" => words.count() <= 2,
        _ => true,
    };
    fits && exact && !prose
}

/// `name`: what follows `interface`, or `int` as typed.
fn is_interface(name: &str) -> bool {
    let name = name.trim_ascii();
    let one_word = !name.contains(' ') && name.bytes().any(|byte| byte.is_ascii_digit());
    one_word || name.starts_with("range ") || name == "management" || InterfaceName::parse(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_sorted_for_the_search() {
        assert!(STATEMENTS.is_sorted_by_key(|&(word, _)| word));
    }

    #[test]
    fn shapes() {
        use Shape::{ConfigHeading, ConfigLine, Other, TableHeader, TableRow};
        for (line, shape) in [
            ("Pro Inside global      Inside local       Outside local      Outside global", TableHeader),
            ("Pro  Inside global         Inside local          Outside local         Outside global", TableHeader),
            ("Pro Source global      Source local       Destin  local      Destin  global", TableHeader),
            ("udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500", TableRow),
            ("--- 203.0.113.1 10.0.0.5 --- ---", TableRow),
            ("udp x.x.x.x:4500 10.0.0.5:4500 --- ---", TableRow),
            ("UDP\t203.0.113.1:20\t10.0.0.5:20\t---\t---", TableRow),
            ("Total number of translations: 0", TableRow),
            ("Building configuration...", ConfigHeading),
            ("Current configuration : 1234 bytes", ConfigHeading),
            ("version 15.7", ConfigLine),
            (" version 2", Other),
            ("hostname R1", ConfigLine),
            ("interface GigabitEthernet0/0", ConfigLine),
            ("int g0/0", ConfigLine),
            ("int the end it works", Other),
            ("ip nat inside source list 1 interface Gi0/0 overload", ConfigLine),
            ("!", ConfigLine),
            ("![image](x.png)", Other),
            ("interface names are listed below.", Other),
            ("no, that is wrong", Other),
            ("udp is a protocol", Other),
            ("--- a/file", Other),
            ("", Other),
        ] {
            assert_eq!(Shape::of(line), shape, "{line}");
        }
    }
}
