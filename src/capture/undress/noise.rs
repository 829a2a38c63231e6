//! Lines that a logger, a chat or the router put among the text, and that are no part of it.

use super::stamp::Stamp;

/// Whether a line can only be such a one.
pub(super) fn is_noise(text: &str) -> bool {
    let text = text.trim_ascii();
    match text.as_bytes().first() {
        Some(b'=') => text.starts_with("=~=~=~=") || text.starts_with("=-=-=-="),
        Some(b'L') => text.starts_with("Load for five secs:") && text.contains("one minute:"),
        Some(b'T') => text.starts_with("Time source is ") && text.contains(':') || is_syslog(text),
        Some(b'N') => text.starts_with("No time source,") || is_syslog(text),
        Some(b'`') => is_fence(text, '`'),
        Some(b'~') => is_fence(text, '~'),
        Some(b'*' | b'.' | b'<' | b'0'..=b'9' | b'A'..=b'Z' | b'%') => is_syslog(text),
        _ => false,
    }
}

/// "```", "~~~", "```text": the beginning or the end of a block of code.
fn is_fence(text: &str, mark: char) -> bool {
    let info = text.trim_start_matches(mark);
    text.len() - info.len() >= 3
        && info.len() <= 20
        && info.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+ ".contains(&byte))
}

/// `*Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: ...`, perhaps behind a priority, a sequence number or a host, and with any
/// kind of time or none.
pub(in crate::capture) fn is_syslog(text: &str) -> bool {
    let Some((before, message)) = text.split_once('%') else { return false };
    let (tag, said) = message.split_once(':').unwrap_or((message, ""));
    let mut parts = tag.rsplit('-');
    let (mnemonic, level) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    let tagged = tag.len() > 6
        && tag.bytes().all(name)
        && mnemonic.bytes().any(|byte| byte.is_ascii_uppercase())
        && matches!(level.as_bytes(), [b'0'..=b'7'])
        && parts.next().is_some_and(|facility| facility.starts_with(|c: char| c.is_ascii_uppercase()));
    tagged && said.starts_with(' ') && is_lead(before)
}

/// What may stand before the percent sign: nothing, or something that ends with a colon and holds a time or a number.
fn is_lead(before: &str) -> bool {
    let before = before.trim_ascii();
    let Some(lead) = before.strip_suffix(':') else { return before.is_empty() };
    let words = lead.split_ascii_whitespace();
    words.clone().count() <= 10
        && words.clone().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
        && !lead.contains(['"', '\'', '#'])
}

/// Whether what stands behind a prompt is a message that the router wrote there, perhaps over what was being typed. What
/// was typed before it has not been entered.
pub(in crate::capture) fn is_interrupted(typed: &str) -> bool {
    let Some(mark) = memchr::memmem::find(typed.as_bytes(), b": %") else { return false };
    let stamped = |at: usize| {
        let stamp = typed.get(at..mark).unwrap_or("").trim_start_matches(['*', '.']);
        Stamp::read(stamp).is_some() && typed.get(at..).is_some_and(is_syslog)
    };
    stamped(0) || typed.find('*').is_some_and(stamped)
}

/// How the router's refusals begin, behind the percent sign, and what they say.
const REFUSALS: &[&str] = &[
    "invalid",
    "incomplete",
    "ambiguous",
    "unrecognized",
    "unknown command",
    "bad ",
    "authorization failed",
    "similar static entry",
    "command authorization",
];
const REFUSING: &[&str] =
    &["in use, cannot", "is being used by system", "already exists", "already mapped", "system busy"];

/// `% Invalid input detected at '^' marker.`, `%Pool P in use, cannot destroy`: the statement above has not been taken.
pub(super) fn is_refusal(text: &str) -> bool {
    let Some(message) = text.trim_ascii().strip_prefix('%') else { return false };
    let message = message.trim_start_matches([' ', ':']).to_ascii_lowercase();
    REFUSALS.iter().any(|start| message.starts_with(start)) || REFUSING.iter().any(|said| message.contains(said))
}

/// Whether a line is a question of the router's with its answer, and that is a no: `Static entry in use, do you want to
/// delete child entries? [no]: no`. Without an answer the one in brackets counts.
pub(super) fn is_declined(text: &str) -> Option<bool> {
    let (default, answer) = text.split_once("? [")?.1.split_once("]:")?;
    let answer = if answer.trim_ascii().is_empty() { default } else { answer };
    Some(answer.trim_ascii().starts_with(['n', 'N']))
}

/// The line below a refused statement that points at the word.
pub(super) fn is_caret(text: &str) -> bool {
    text.trim_ascii() == "^"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_router_says_unasked() {
        for line in [
            "*Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: Line protocol on Interface Gi0/0, changed state to up",
            "000123: *Dec 19 04:51:25.675 UTC: %SYS-5-CONFIG_I: Configured from console by console",
            "Dec 19 2026 04:51:25: %LINK-3-UPDOWN: Interface Gi0/0, changed state to up",
            "<189>45: R1: Dec 19 04:51:25: %SYS-5-CONFIG_I: Configured from console by console",
            "1d02h: %LINK-3-UPDOWN: Interface Gi0/0, changed state to up",
            "%SYS-5-CONFIG_I: Configured from console by console",
            "%IP-4-DUPADDR: Duplicate address 10.0.0.1 on Vlan1, sourced by 0000.5e00.5301",
            "Load for five secs: 14%/1%; one minute: 13%; five minutes: 14%",
            "Time source is NTP, 13:11:32.445 EDT Fri Aug 7 2020",
            "No time source, *13:11:32.445 UTC Fri Aug 7 2020",
            "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.01.02 10:11:12 =~=~=~=~=~=~=~=~=~=~=~=",
            "```",
            "```cisco",
            "~~~",
        ] {
            assert!(is_noise(line), "{line}");
        }
        for line in [
            "% Invalid input detected at '^' marker.",
            "event syslog pattern \"%LINEPROTO-5-UPDOWN: Line\"",
            "Network up: 50% of %LINK-3-UPDOWN",
            "description *Dec 19 04:51:25.675: %LINEPROTO-5-UPDOWN: x",
            "udp 203.0.113.1:4500 10.0.0.5:4500 --- ---",
            "```show run```x",
            "Time source is unknown",
        ] {
            assert!(!is_noise(line), "{line}");
        }
    }

    #[test]
    fn messages_over_what_is_being_typed() {
        for typed in [
            "*Dec 19 04:51:25.675: %SYS-5-CONFIG_I: Configured from console",
            "sh ip nat*Dec 19 04:51:25.675: %SYS-5-CONFIG_I: Configured from console",
            "Dec 19 04:51:25: %SYS-5-CONFIG_I: Configured from console",
        ] {
            assert!(is_interrupted(typed), "{typed}");
        }
        for typed in ["event manager pattern \"x: %SYS-5-CONFIG_I: y\"", "sh ip nat tr"] {
            assert!(!is_interrupted(typed), "{typed}");
        }
    }

    #[test]
    fn refusals() {
        for text in [
            "% Invalid input detected at '^' marker.",
            "% Incomplete command.",
            "%Pool P in use, cannot destroy",
            "%Static entry in use, cannot change",
            "% similar static entry (10.0.0.5 -> 203.0.113.9) already exists",
            "% 10.0.0.5 already mapped (10.0.0.5 -> 203.0.113.9)",
            "%: Error: static entry in use, cannot remove",
            "%NAT: System busy. Try later",
        ] {
            assert!(is_refusal(text), "{text}");
        }
        for text in ["% Generating 2048 bit RSA keys", "%SYS-5-CONFIG_I: Configured", "Invalid", ""] {
            assert!(!is_refusal(text), "{text}");
        }
        for (text, declined) in [
            ("Static entry in use, do you want to delete child entries? [no]: no", Some(true)),
            ("Static entry in use, do you want to delete child entries? [no]:", Some(true)),
            ("Dynamic mapping in use, do you want to delete all entries? [no]: yes", Some(false)),
            ("% Do you really want to replace them? [yes/no]: no", Some(true)),
            ("ip nat inside source static 10.0.0.5 203.0.113.9", None),
        ] {
            assert_eq!(is_declined(text), declined, "{text}");
        }
    }
}
