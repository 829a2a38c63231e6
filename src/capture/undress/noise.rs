//! Lines that a logger, a chat or the router put among the text, and that are no part of it.

use super::stamp::Stamp;

/// Whether a line can only be such a one.
pub(super) fn is_noise(text: &str) -> bool {
    let text = text.trim_ascii();
    match text.as_bytes().first() {
        Some(b'=') => text.starts_with("=~=~=~=") || text.starts_with("=-=-=-="),
        Some(b'L') => text.starts_with("Load for five secs:") && text.contains("one minute:"),
        Some(b'T') => {
            text.starts_with("Time source is ") && text.contains(':') || is_syslog(text)
        }
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
    text.len() - info.len() >= 3 && info.len() <= 20 && info.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+ ".contains(&byte))
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
    words.clone().count() <= 10 && words.clone().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
        && !lead.contains(['"', '\'', '#'])
}

/// Where a message begins that the router wrote behind a prompt, over what was being typed.
pub(super) fn tail(text: &str) -> Option<usize> {
    let mark = memchr::memmem::find(text.as_bytes(), b": %")?;
    let before = text.get(..mark)?;
    let at = before.rfind(['#', '>'])?.checked_add(1)?;
    let typed = text.get(at..)?;
    let star = typed.find(['*', '.']).filter(|&star| {
        let stamp = typed.get(star + 1..).unwrap_or("");
        Stamp::read(stamp.split(": %").next().unwrap_or("")).is_some()
    });
    let from = at + star.or_else(|| typed.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()).then_some(0))?;
    text.get(from..).filter(|message| is_syslog(message)).map(|_| from)
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
        for (line, left) in [
            ("R1#*Dec 19 04:51:25.675: %SYS-5-CONFIG_I: Configured from console", "R1#"),
            ("R1#sh ip nat*Dec 19 04:51:25.675: %SYS-5-CONFIG_I: Configured from console", "R1#sh ip nat"),
            ("R1(config)#Dec 19 04:51:25: %SYS-5-CONFIG_I: Configured from console", "R1(config)#"),
        ] {
            assert_eq!(tail(line).and_then(|at| line.get(..at)), Some(left), "{line}");
        }
        assert_eq!(tail("R1(config)#event manager pattern \"x: %SYS-5-CONFIG_I: y\""), None);
    }
}
