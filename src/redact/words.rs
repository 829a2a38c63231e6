//! What is IOS's own word, and another word for what is not.

use std::collections::HashSet;

use super::key::Key;
use crate::grammar::ios::config::may_be_nat;
use crate::net::InterfaceName;

const VOCABULARY: &str = include_str!("vocabulary.txt");

/// Letters of pseudonyms: they make no words, and no hexadecimal numbers.
const LETTERS: &[u8; 16] = b"ghjkmnpqrstvwxyz";

/// Letters of a pseudonym. 40 bits: ten thousand names meet by chance once in twenty thousand runs.
const LENGTH: usize = 10;

#[derive(Debug)]
pub(super) struct Words {
    key: Key,
    known: HashSet<&'static str>,
    /// Words that people shorten to two letters, sorted.
    shortened: Vec<&'static str>,
    /// All words, sorted.
    sorted: Vec<&'static str>,
}

impl Words {
    pub(super) fn new(key: Key) -> Self {
        let all = VOCABULARY.lines().filter(|line| !line.starts_with('#'));
        let first = VOCABULARY.lines().skip(1).take_while(|line| !line.starts_with('#'));
        let mut shortened: Vec<_> = first.flat_map(str::split_ascii_whitespace).collect();
        shortened.sort_unstable();
        let mut sorted: Vec<_> = all.flat_map(str::split_ascii_whitespace).collect();
        sorted.sort_unstable();
        Self { key, known: sorted.iter().copied().collect(), shortened, sorted }
    }

    /// Whether the word is IOS's own, in whatever case.
    pub(super) fn knows(&self, word: &str) -> bool {
        // What stands in the parentheses of a prompt.
        if word.starts_with("config-") || word.starts_with("cfg-") {
            return true;
        }
        let lower = word.to_ascii_lowercase();
        // `vty0`, `CPU0`, `slot1`: one of a kind that IOS has.
        let kind = lower.trim_end_matches(|c: char| c.is_ascii_digit());
        let numbered = kind.len() > 2 && lower.len() < kind.len() + 4;
        self.known.contains(lower.as_str()) || numbered && self.known.contains(kind)
    }

    /// Whether the word may be the beginning of one that is IOS's own: of two letters where that is typed often, or of
    /// four. People type small letters.
    pub(super) fn may_be_short(&self, word: &str) -> bool {
        let begins = |words: &[&str]| {
            words.get(words.partition_point(|known| *known < word)).is_some_and(|known| known.starts_with(word))
        };
        word.len() > 1 && begins(&self.shortened) || word.len() > 3 && begins(&self.sorted)
    }

    /// Another word, the same for the same one. Words that differ in case alone still do, and only in case.
    pub(super) fn pseudonym(&self, word: &str) -> String {
        let other = self.drawn(word);
        // What makes a line doubtful makes the copy's doubtful too.
        match word {
            _ if !may_be_nat(word) => other,
            _ if word.chars().any(char::is_lowercase) => other + "-nat",
            _ => other + "-NAT",
        }
    }

    fn drawn(&self, word: &str) -> String {
        let drawn = self.key.draw(&[b"w", word.to_lowercase().as_bytes()]);
        let letters = drawn.iter().take(LENGTH).map(|byte| LETTERS[usize::from(byte & 15)]);
        let (upper, lower) = (word.chars().any(char::is_uppercase), word.chars().any(char::is_lowercase));
        let capital = word.starts_with(char::is_uppercase) && !word.chars().skip(1).any(char::is_uppercase);
        let mixed = self.key.draw(&[b"c", word.as_bytes()]);
        let cased = letters.zip(mixed).enumerate().map(|(at, (letter, drawn))| {
            let raised = match (upper, lower) {
                (true, false) => true,
                (true, true) if capital => at == 0,
                // Never like one of the others.
                (true, true) => at == 1 || (at != 2 && drawn & 1 == 1),
                (false, _) => false,
            };
            char::from(if raised { letter.to_ascii_uppercase() } else { letter })
        });
        // An interface of an unknown kind is known by its number.
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            let digit = char::from(b'0' + drawn[LENGTH] % 10);
            return cased.take(LENGTH - 1).chain([digit]).collect();
        }
        cased.collect()
    }
}

/// `GigabitEthernet0/0/1.100`, `Gi0/1`, `Tunnel1`, and IOS-XR's `TenGigE0/0/0/1` and `MgmtEth0/RP0/CPU0/0`.
pub(super) fn is_interface(word: &str) -> bool {
    let dots = word.bytes().filter(|byte| *byte == b'.').count();
    let of_xr = ["MgmtEth", "TenGigE", "Bundle-POS", "tunnel-te", "tunnel-ip"].iter().any(|kind| {
        word.strip_prefix(kind).is_some_and(|number| {
            number.split('/').all(|part| {
                let digits = part.trim_start_matches("RSP").trim_start_matches("RP").trim_start_matches("CPU");
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            })
        })
    });
    if of_xr {
        return true;
    }
    dots <= 1 && word.starts_with(|c: char| c.is_ascii_alphabetic()) && InterfaceName::parse(word).is_some()
}

/// A number with a unit or a base, which is nobody's name: `1w2d`, `100M`, `0x1f`.
pub(super) fn is_measure(word: &str) -> bool {
    if let Some(hex) = word.strip_prefix("0x") {
        return hex.len() <= 8 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let bytes = word.as_bytes();
    let unit = |byte: u8| matches!(byte, b'w' | b'd' | b'h' | b'm' | b's' | b'y' | b'K' | b'M' | b'G' | b'k');
    bytes.first().is_some_and(u8::is_ascii_digit)
        && bytes.iter().all(|&byte| byte.is_ascii_digit() || unit(byte))
        && !bytes.windows(2).any(|pair| unit(pair[0]) && unit(pair[1]))
}

/// A router's model, by which its system is known: `CISCO2911`, `ISR4331`, `ASR1001-X`, `C8000V`, `CSR1000V`.
pub(super) fn is_model(word: &str) -> bool {
    let makes = ["CISCO", "ISR", "ASR", "CSR", "C", "WS-C", "IR", "IE-", "CAT", "VG"];
    let digits =
        |rest: &str| rest.len() >= 3 && rest.len() <= 12 && rest.bytes().take(3).all(|byte| byte.is_ascii_digit());
    makes.iter().any(|make| word.strip_prefix(make).is_some_and(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_what_it_was() {
        let words = Words::new(Key::from_text("test"));
        let all = ["contoso", "CONTOSO", "Contoso", "conToso", "CONtoso"].map(|word| words.pseudonym(word));
        assert!(all.iter().all(|word| word.eq_ignore_ascii_case(&all[0])));
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert!(all[1].chars().all(char::is_uppercase) && all[2].chars().skip(1).all(char::is_lowercase));
        assert_ne!(words.pseudonym("contosp"), all[0]);
        assert!(!words.knows(&all[0]) && !is_interface(&all[0]));
    }

    #[test]
    fn what_needs_no_pseudonym() {
        let words = Words::new(Key::from_text("test"));
        assert!(words.knows("GigabitEthernet") && words.knows("no-alias") && !words.knows("contoso"));
        assert!(words.may_be_short("trans") && words.may_be_short("sh") && !words.may_be_short("Sh"));
        assert!(is_interface("Gi0/0/0.100") && is_interface("tunnel1") && !is_interface("R1"));
        assert!(!is_interface("e10.1.1.1") && is_measure("1w2d") && !is_measure("1days") && is_measure("0x1A"));
        assert!(is_model("CISCO2911") && is_model("ISR4331") && !is_model("CONTOSO1") && !is_model("CRM12"));
    }

    /// What the grammar asks for by name is kept, or the copy would be read differently.
    #[test]
    fn the_words_of_the_grammar_are_known() {
        let words = Words::new(Key::from_text("test"));
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut unknown = Vec::new();
        let mut folders = vec![root.join("grammar"), root.join("capture")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.ends_with("tests") {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]").next().unwrap_or("");
                    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                    // The name of a message is no word of a capture.
                    let mut parts = code.split("say!(\"");
                    let first = parts.next().unwrap_or("").to_owned();
                    let rest = parts.map(|part| part.split_once('"').map_or("", |(_, after)| after));
                    let code = first + &rest.collect::<String>();
                    unknown.extend(
                        code.split('"')
                            .skip(1)
                            .step_by(2)
                            .filter(|word| is_keyword(word))
                            // The name of a message.
                            .filter(|word| !word.starts_with("ledger-"))
                            .filter(|word| !words.knows(word))
                            .map(ToOwned::to_owned),
                    );
                }
            }
        }
        unknown.sort();
        unknown.dedup();
        assert!(unknown.is_empty(), "add to src/redact/vocabulary.txt: {}", unknown.join(" "));
    }

    fn is_keyword(word: &str) -> bool {
        word.len() > 1
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit())
            && !word.ends_with('-')
    }
}
