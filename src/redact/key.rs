//! What pseudonyms are drawn with.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use hmac_sha256::{HMAC, Hash};

/// Makes pseudonyms that nobody can take back without it.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// From a text that the user keeps: the same pseudonyms at every run.
    pub fn from_text(text: &str) -> Self {
        Self(Hash::hash(text.as_bytes()))
    }

    /// Another one at every call, from the randomness with which the standard library seeds its hash tables.
    pub fn random() -> Self {
        let mut seed = [0; 32];
        for (part, place) in seed.chunks_mut(8).enumerate() {
            place.copy_from_slice(&RandomState::new().hash_one(part).to_le_bytes());
        }
        Self(Hash::hash(&seed))
    }

    /// 32 bytes that depend on `what` and nothing else.
    pub(super) fn draw(&self, what: &[&[u8]]) -> [u8; 32] {
        let mut mac = HMAC::new(self.0);
        for part in what {
            mac.update(part);
        }
        mac.finalize()
    }
}
