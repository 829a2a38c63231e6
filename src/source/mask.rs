//! What of a line may leave the program.
//!
//! Captures hold passwords, keys and communities, and terminals obey control characters. Both are replaced byte for
//! byte, so that every column and every underline stays where it was.

/// Words after which IOS puts a secret. The rest of such a line is masked, except for the words in [`KEPT`].
const TRIGGERS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "community",
    "key-string",
    "pre-shared-key",
    "preshared-key",
    "authentication-key",
    "md5",
    "wpa-psk",
    "passphrase",
    "psk",
    "token",
    "credential",
    "sha",
    "sha-256",
    "ascii",
];

/// Words that only sometimes start a secret, with what must stand before them on the line.
const TRIGGERS_AFTER: &[(&str, &[&str])] = &[
    ("key", &["crypto", "isakmp", "tacacs-server", "radius-server", "server", "tacacs", "radius", "keyring"]),
    ("authentication", &["standby", "vrrp", "glbp", "nhrp"]),
    ("host", &["snmp-server"]),
    ("user", &["snmp-server"]),
    ("key", &[]),
];

/// Whole words that may follow a trigger and are not secrets themselves.
const KEPT: &[&str] = &[
    "encryption",
    "address",
    "hostname",
    "level",
    "timeout",
    "text",
    "local",
    "remote",
    "version",
    "ro",
    "rw",
    "view",
];

/// The line with its secrets and control characters replaced, in the same number of bytes.
pub fn mask_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let secret_from = secret_start(line);
    let mut at = 0;
    for word in line.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let hidden = secret_from.is_some_and(|from| at >= from) && !is_kept(word.trim_end());
        for c in word.chars() {
            if hidden && !c.is_ascii_whitespace() {
                (0..c.len_utf8()).for_each(|_| out.push('*'));
            } else if is_control(c) {
                (0..c.len_utf8()).for_each(|_| out.push('?'));
            } else {
                out.push(c);
            }
        }
        at += word.len();
    }
    out
}

/// A text of ours that may hold names from a capture, fit for a terminal: control characters replaced, line ends kept.
pub fn mask_controls(text: &str) -> String {
    text.chars().map(|c| if is_control(c) && c != '\n' { '?' } else { c }).collect()
}

fn is_kept(word: &str) -> bool {
    KEPT.iter().any(|kept| kept.eq_ignore_ascii_case(word))
        || word.len() == 1 && word.chars().all(|c| c.is_ascii_digit())
}

/// Controls, and the invisible characters that reorder or hide text on a terminal. A tab is kept: it is layout.
fn is_control(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Byte offset from which the words of the line are secret.
fn secret_start(line: &str) -> Option<usize> {
    if is_hex_dump(line) {
        return Some(0);
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut at = 0;
    for part in line.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let word = part.trim_end();
        let after = at + part.len();
        at = after;
        if word.is_empty() {
            continue;
        }
        if is_trigger(word, &seen) && after < line.len() {
            return Some(after);
        }
        seen.push(word);
    }
    None
}

fn is_trigger(word: &str, seen: &[&str]) -> bool {
    // `password:` is how YAML and other commands write it.
    let word = word.trim_matches(['"', ':']);
    let is = |known: &&str| known.eq_ignore_ascii_case(word);
    if TRIGGERS.iter().any(is) {
        return true;
    }
    TRIGGERS_AFTER.iter().any(|(trigger, before)| {
        let first_word = before.is_empty() && seen.is_empty();
        is(trigger) && (first_word || before.iter().any(|b| seen.iter().any(|s| s.eq_ignore_ascii_case(b))))
    })
}

/// The body of a certificate: `  30820241 308201AA A0030201 ...`.
fn is_hex_dump(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace().peekable();
    words.peek().is_some_and(|word| word.len() == 8)
        && words.all(|word| word.len() <= 8 && word.chars().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_in_place() {
        for (line, secret) in [
            ("enable secret 9 $9$abc", "$9$abc"),
            ("username bob privilege 15 password 7 0822455D0A16", "0822455D0A16"),
            ("crypto isakmp key S3cr3t address 203.0.113.9", "S3cr3t"),
            ("snmp-server community public RO", "public"),
            ("snmp-server host 10.0.0.9 version 2c hunter2", "hunter2"),
            (" neighbor 10.0.0.1 password 7 0110", "0110"),
            (" ip ospf message-digest-key 1 md5 7 0110", "0110"),
            (" standby 1 authentication cisco", "cisco"),
            (" key 7 00071A15", "00071A15"),
            (" pre-shared-key local Abc", "Abc"),
            (" ppp chap password 0 hunter2", "hunter2"),
            ("password: hunter2", "hunter2"),
            ("  30820241 308201AA A0030201", "308201AA"),
        ] {
            let masked = mask_line(line);
            assert!(!masked.contains(secret), "{masked}");
            assert_eq!(masked.len(), line.len());
        }
    }

    #[test]
    fn nat_lines_are_left_alone() {
        for line in [
            "ip nat inside source list 1 interface GigabitEthernet0/0 overload",
            "udp 19.155.80.72:1543    192.19.72.203:4500   203.0.113.12:4500   203.0.113.12:4500",
            "access-list 10 permit udp any host 192.0.2.1 eq isakmp",
            " description uplink\tto ISP",
        ] {
            assert_eq!(mask_line(line), line);
        }
    }

    #[test]
    fn a_terminal_gets_no_escape() {
        let masked = mask_line("hostname \u{1b}]0;pwned\u{7}R1\u{202e}x\u{9b}");
        assert_eq!(masked, "hostname ?]0;pwned?R1???x??");
    }
}
