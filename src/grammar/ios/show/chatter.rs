//! Lines inside a table that are no rows and do no harm.

/// How the lines below a `verbose` row start, lower case, from IOS 12 to IOS-XE 17.
const CONTINUATIONS: &[&str] = &[
    "create",
    "use",
    "flags",
    "map-id",
    "mac-address",
    "entry-id",
    "entry_id",
    "ruleid",
    "rule id",
    "alg ",
    "wlan-flags",
    "in_pkts",
    "out_pkts",
    "output-idb",
    "input-idb",
    "group_id",
    "format(",
    "timeout",
    "left",
    "none,",
    "extended",
    "static",
    "outside,",
    "destination",
    "timing",
    "lc_entries",
    "vrf",
    "inside",
    "refcount",
    "appl",
    "time-left",
    "time left",
    "map_id",
    "mapping",
    "dynamic",
    "unknown",
    "ifhandle",
    "if-handle",
];

/// Whether the line goes on with the row above it.
pub(super) fn is_continuation(line: &str) -> bool {
    let text = line.trim_ascii();
    let starts = |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let punctuated = text.contains([':', ',']) && !has_two_addresses(text.as_bytes());
    let indented = line.starts_with("  ") || line.starts_with('\t');
    punctuated && (indented || CONTINUATIONS.iter().any(starts))
}

/// Whether the line has the dots of two addresses: a row that lost its protocol has, a line below a row has not.
pub(super) fn has_two_addresses(line: &[u8]) -> bool {
    line.iter().map(|&byte| usize::from(byte == b'.')).sum::<usize>() >= 6
}

/// Whether the line is what a router says without being asked, or about its load.
pub(super) fn is_of_the_router(text: &str) -> bool {
    text.starts_with("Load for five secs")
        || text.starts_with("Time source is")
        || text.starts_with("No time source")
        || text.starts_with("=~=~")
        || text.starts_with("Last login")
        || text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'_' | b' ' | b'^'))
        || is_syslog(text)
        || is_date(text)
}

/// `*Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: ...`: a percent sign, a facility, a digit and a mnemonic.
fn is_syslog(text: &str) -> bool {
    let Some((_, message)) = text.split_once('%') else { return false };
    let tag = message.split([':', ' ']).next().unwrap_or("");
    let mut parts = tag.rsplit('-');
    let mnemonic = parts.next().unwrap_or("");
    let level = parts.next().unwrap_or("");
    let name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    !mnemonic.is_empty() && mnemonic.bytes().all(name) && level.len() == 1 && level.bytes().all(|b| b.is_ascii_digit())
}

/// `Fri Apr  4 15:15:54.223 UTC`.
fn is_date(text: &str) -> bool {
    const DAYS: [&str; 7] = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];
    DAYS.iter().any(|day| text.starts_with(day)) && text.contains(':') && text.len() < 48
}

/// `% Invalid input detected at '^' marker.` and its like.
pub(super) fn is_refusal(text: &str) -> bool {
    let Some(message) = text.strip_prefix('%').map(str::trim_ascii_start) else { return false };
    ["Invalid", "Incomplete", "Ambiguous", "Unknown", "Unrecognized", "Authorization failed", "Bad"]
        .iter()
        .any(|start| message.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_rows() {
        for line in [
            "    create 00:02:11, use 00:02:11 timeout:86400000, left 23:57:48, Map-Id(In): 1,",
            "    flags:",
            "none, use_count: 0, entry-id: 10, lc_entries: 0",
            "  RuleID : 4",
            "\tMac-Address: 0000.0000.0000    Input-IDB:",
            "    Group_id:0   vrf: genie",
        ] {
            assert!(is_continuation(line), "{line}");
        }
        for line in [
            "*Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: Line protocol on Interface Gi0/0, changed state to up",
            "-Mar  1 00:01:00: %SYS-5-CONFIG_I: Configured from console by console",
            "Load for five secs: 14%/1%; one minute: 13%; five minutes: 14%",
            "Time source is NTP, 13:11:32.445 EDT Fri Aug 7 2020",
            "Fri Apr  4 15:15:54.223 UTC",
        ] {
            assert!(is_of_the_router(line), "{line}");
        }
        assert!(is_refusal("% Invalid input detected at '^' marker."));
        for line in [
            "    upd 203.0.113.1:1024 10.0.0.5:4500 198.51.100.9:4500 198.51.100.9:4500",
            "static, 10.0.0.5 203.0.113.5",
        ] {
            assert!(!is_continuation(line), "{line}");
        }
        for line in ["then we look at the table", "a 50% share", "udp"] {
            assert!(!is_continuation(line) && !is_of_the_router(line) && !is_refusal(line), "{line}");
        }
    }
}
