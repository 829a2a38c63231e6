//! What a ticket keeps of a run beside its result: what was read, by which program and rules, when.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::checklist::Checklist;
use crate::locale::{Language, Text};
use crate::rules;

/// One run of the program.
#[derive(Debug, Clone)]
pub struct Record {
    /// What was read of the routers.
    pub inputs: Vec<InputRecord>,
    /// What was read to know what is meant.
    pub inventory: Vec<InputRecord>,
    /// Where the appliances come from: "named by --ix and --ne", "inferred", ...
    pub asked: Text,
    /// When, as RFC 3339.
    pub made: Option<String>,
    /// The checklist.
    pub checklist: Checklist,
    /// Why the program ends with the exit code it ends with.
    pub closing: Option<Text>,
    /// The directory that relative paths begin in.
    pub directory: Option<PathBuf>,
    /// The exit code.
    pub exit_code: u8,
    /// The language of what people read.
    pub language: Language,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRecord {
    /// The path as the user wrote it, or the name given to standard input.
    pub name: String,
    /// Its bytes, as they were read.
    pub content: Content,
}

/// What is known of the bytes of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// How many, and their SHA-256 in lower-case hexadecimal.
    Known {
        /// How many.
        bytes: u64,
        /// Of all of them.
        sha256: String,
    },
    /// Why it is not known which bytes were read.
    Unknown(Text),
}

impl Content {
    /// Of bytes that are here.
    pub fn of(bytes: &[u8]) -> Self {
        Self::Known { bytes: bytes.len() as u64, sha256: hex(&hmac_sha256::Hash::hash(bytes)) }
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The rules of this program: how many, and the first digits of a hash over all there is to know of them, which changes
/// with any of their words.
pub fn rule_set() -> (usize, String) {
    let mut hash = hmac_sha256::Hash::new();
    for rule in rules::registry() {
        let (meta, summary) = (&rule.meta, (rule.meta.summary)().to_string());
        for text in [meta.code, meta.name, meta.severity.as_str(), &summary, rule.page(Language::English)] {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
    }
    let mut digits = hex(&hash.finalize());
    digits.truncate(12);
    (rules::registry().len(), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-2, B.1
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Content::of(b"abc"), Content::Known { bytes: 3, sha256: abc.to_owned() });
    }
}
