//! What a text that is told in Japanese looks like. What stands in quotes ('show ...') is typed, and the same in every
//! language.
#![allow(dead_code, reason = "each test binary uses its own part")]

/// Words in a row that make an English sentence. Terms of Cisco and VMware are shorter.
const SENTENCE: usize = 4;

pub(crate) fn has_japanese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3041}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Lower-case English words in a row, outside quotes.
pub(crate) fn english(text: &str) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for outside in text.split('\'').step_by(2) {
        run.clear();
        for word in outside.split(' ') {
            if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                run.push(word);
            } else {
                run.clear();
            }
            if run.len() == SENTENCE {
                return Some(run.join(" "));
            }
        }
    }
    None
}
