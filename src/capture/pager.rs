//! The pager's words, of Cisco and its neighbours.

/// Phrases of pagers that draw no dashes, lower case. What follows up to the end of the pager is in [`TAILS`].
const PHRASES: &[&str] = &["press any key to continue", "press any key for more", "more: <space>"];

/// What may follow the pager itself.
const TAILS: &[&str] = &[
    " (q to quit)",
    "(q to quit)",
    " or q to quit",
    " or (q)uit",
    ", next page: space, next line: enter, quit: control-c",
    ",  quit: q or ctrl+z, one line: <return>",
    ", quit: q or ctrl+z, one line: <return>",
    " (press space to continue)",
    " [q to quit]",
    "...",
];

/// How many characters of a line are looked at.
const LONGEST: usize = 128;

/// Whether a line that starts with this may be a pager's, in a text that is otherwise clean.
pub(super) fn may_start(text: &str) -> bool {
    matches!(text.trim_ascii_start().as_bytes().first(), Some(b'-' | b'<' | b'P' | b'p' | b'M' | b'm'))
}

/// Length in characters of the pager that `chars` start with.
pub(super) fn length(chars: impl Iterator<Item = char>) -> Option<usize> {
    let text: String = chars.take(LONGEST).map(|c| c.to_ascii_lowercase()).collect();
    let after = match PHRASES.iter().find_map(|phrase| text.strip_prefix(phrase)) {
        Some(after) => after,
        None => dashed(&text)?,
    };
    let after = percentage(after);
    let after = TAILS.iter().find_map(|tail| after.strip_prefix(tail)).unwrap_or(after);
    Some(text.chars().count() - after.chars().count())
}

/// What follows `--More--`, `<--- More --->`, `---(more 35%)---`, `--More or (q)uit--`, `-- more --`.
fn dashed(text: &str) -> Option<&str> {
    let opened = text.strip_prefix('<').unwrap_or(text);
    let inner = dashes(opened)?;
    let inner = inner.trim_start_matches(' ').trim_start_matches(['(', '[']);
    let inner = inner.strip_prefix("more")?;
    let inner = percentage(inner);
    let inner = inner.strip_prefix(" or (q)uit").unwrap_or(inner);
    let inner = inner.trim_start_matches([')', ']']).trim_start_matches(' ');
    let after = dashes(inner)?;
    Some(if opened.len() < text.len() { after.strip_prefix('>').unwrap_or(after) } else { after })
}

/// What follows two to five dashes.
fn dashes(text: &str) -> Option<&str> {
    let after = text.trim_start_matches('-');
    (2..=5).contains(&(text.len() - after.len())).then_some(after)
}

/// What follows ` (50%)`, `(Next 45 lines)`, ` 35%`, where it is there.
fn percentage(text: &str) -> &str {
    let inner = text.trim_start_matches(' ');
    if let Some((inside, after)) = inner.strip_prefix('(').and_then(|inner| inner.split_once(')'))
        && inside.len() < 20
        && inside.contains(|c: char| c.is_ascii_digit())
    {
        return after;
    }
    let after = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    after.strip_prefix('%').filter(|_| after.len() < inner.len()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for pager in [
            "--More--",
            "--more--",
            "--More--(50%)",
            "--More-- (50%)",
            "--More--(Next 45 lines)",
            "<--- More --->",
            "-- more --",
            "---- More ----",
            "---(more)---",
            "---(more 35%)---",
            "--More or (q)uit--",
            "--More-- or (q)uit",
            "-- MORE --, next page: Space, next line: Enter, quit: Control-C",
            "More: <space>,  Quit: q or CTRL+Z, One line: <return>",
            "Press any key to continue (Q to quit)",
            "Press any key to continue...",
        ] {
            assert_eq!(length(pager.chars()), Some(pager.len()), "{pager}");
            assert_eq!(length(format!("{pager} udp").chars()), Some(pager.len()), "{pager}");
        }
        for text in ["--- 203.0.113.1 10.0.0.5 --- ---", "more system:running-config", "-- more than one --", "--more"]
        {
            assert_eq!(length(text.chars()), None, "{text}");
        }
    }
}
