//! Sorted tables of words, searched without comparing strings.

/// The first eight bytes as a number that sorts as they do.
pub(crate) const fn first_eight(text: &[u8]) -> u64 {
    if let Some(bytes) = text.first_chunk::<8>() {
        return u64::from_be_bytes(*bytes);
    }
    let (mut number, mut rest, mut left) = (0, text, 8);
    while let [byte, after @ ..] = rest {
        number = number << 8 | *byte as u64;
        rest = after;
        left -= 1;
    }
    if left == 8 { 0 } else { number << (8 * left) }
}

/// [`first_eight`] of each word of a table.
pub(crate) const fn keys<const N: usize>(words: &[&str]) -> [u64; N] {
    let (mut keys, mut at, mut rest) = ([0; N], 0, words);
    while let [word, after @ ..] = rest {
        keys[at] = first_eight(word.as_bytes());
        at += 1;
        rest = after;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_the_words_do() {
        let words = ["", " ", "a", "aa", "ab", "abcdefg", "abcdefgh", "b"];
        assert!(keys::<8>(&words).is_sorted_by(|a, b| a < b));
        assert_eq!(first_eight(b"abcdefgh"), first_eight(b"abcdefghi"));
    }
}
