//! Lines that can be nothing but more of the configuration in which they stand.
//!
//! Nearly all lines of a configuration are such, and to ask each whether it starts a table, a prompt, a banner or the
//! output of another command took a third of all time. A line is plain when nothing of that kind begins as it does. What
//! is not plain need not be odd: it is looked at the patient way.

use memchr::{memchr2, memchr3};

use crate::capture::clean::{may_be_dirty, without_end};
use crate::capture::shape::is_row;
use crate::capture::wrap;

/// How much is looked through at once where something of the text is odd.
const NEAR: usize = 4 << 10;

/// Where each of the plain lines at the start of `text` ends, line end included. None of them begins behind `reach`.
/// `dirty`: something of the text around them is odd.
pub(super) fn plain_lines(text: &str, reach: usize, dirty: bool) -> Vec<usize> {
    let (mut ends, mut at) = (Vec::new(), 0);
    // Up to here it is known whether anything is odd.
    let (mut known, mut odd) = (if dirty { 0 } else { text.len() }, false);
    while at <= reach {
        let Some(rest) = text.get(at..) else { break };
        // A prompt ends with one of these.
        let Some(length) = memchr3(b'\n', b'#', b'>', rest.as_bytes()) else { break };
        let Some(line) = rest.get(..=length).filter(|line| line.ends_with('\n')) else { break };
        if known <= at {
            let near = rest.get(..NEAR.min(rest.len())).and_then(|near| near.get(..=near.rfind('\n')?)).unwrap_or(line);
            (known, odd) = (at + near.len(), may_be_odd(near));
        }
        if !is_plain(without_end(line)) || odd && may_be_odd(line) {
            break;
        }
        at += line.len();
        ends.push(at);
    }
    ends
}

/// Whether anything of these lines may be taken off them, or one of them be no part of the text.
fn may_be_odd(lines: &str) -> bool {
    may_be_dirty(lines) || memchr2(b'%', b'`', lines.as_bytes()).is_some()
}

fn is_plain(line: &str) -> bool {
    let text = line.trim_start_matches(' ');
    let margin = text.len() == line.len();
    wrap::margin(line).is_none()
        && match text.as_bytes() {
            // `!Command: show` is a heading.
            [b'!'] | [b'!', b' ', ..] => true,
            // `show`, and what abbreviates it; not `shutdown`.
            [b's', b'h' | b'H', after @ ..] => {
                after.first().is_some_and(|b| b.is_ascii_alphabetic() && !matches!(b, b'o' | b'O'))
            }
            // The header of a table.
            [b'p', b'r' | b'R', b'o' | b'O', ..] => false,
            [b'b', ..] if text.starts_with("banner") => false,
            [b'm', ..] if text.starts_with("macro name") => false,
            [b'e' | b'h' | b'v', ..] if margin && starts_another(text) => false,
            [b'a'..=b'z', ..] => !may_be_row(text),
            [b'0'..=b'9', ..] => !margin && !may_be_row(text),
            _ => false,
        }
}

/// The end of a configuration, and what names a device.
fn starts_another(text: &str) -> bool {
    ["end", "hostname", "version"].iter().any(|start| text.starts_with(start))
}

/// Whether the line may be a row of a table: the second word is a column, and begins as one.
fn may_be_row(text: &str) -> bool {
    // The protocol of a row is a short word.
    let first = text.bytes().take(8).position(|byte| byte == b' ' || byte == b'\t');
    let second = || text.bytes().skip(first.unwrap_or(0)).find(|byte| !matches!(byte, b' ' | b'\t'));
    first.is_some()
        && second().is_some_and(|byte| !byte.is_ascii_alphabetic() || matches!(byte, b'x' | b'X'))
        && is_row(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain() {
        for line in [
            "!",
            "! comment",
            "ip nat inside source list 1 interface Gi0/0 overload",
            " shutdown",
            " 10 permit udp host 10.0.0.5 any eq 4500",
            " permit 10.0.0.0 0.0.0.255",
            "router bgp 65000",
            " neighbor 10.0.0.1 remote-as 65001",
            " vrf forwarding RED",
            "  exit-address-family",
        ] {
            assert!(is_plain(line), "{line}");
        }
        for line in [
            "",
            " ",
            "R1#",
            "!Command: show running-config",
            "!! IOS XR Configuration 6.3.1",
            "show ip nat translations",
            " sh run",
            " Show run",
            "version 15.7",
            "hostname R2",
            "end",
            "banner motd ^C",
            " banner login #",
            "macro name EDGE",
            "pro Inside global",
            " Pro Inside global",
            "udp 203.0.113.1:4500 10.0.0.5:4500 --- ---",
            "  17 203.0.113.1:4500 10.0.0.5:4500 x.x.x.x:1 x.x.x.x:1",
            "10 permit ip any any",
            "Building configuration...",
            " Interface              IP-Address      OK? Method Status                Protocol",
            "\tip address 10.0.0.1 255.255.255.0",
            "------------------ show running-config ------------------",
            "ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500 extendable forced",
        ] {
            assert!(!is_plain(line), "{line}");
        }
    }
}
