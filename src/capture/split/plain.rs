//! Lines that can be nothing but more of the configuration in which they stand.
//!
//! Nearly all lines of a configuration are such, and to ask each whether it starts a table, a prompt, a banner or the
//! output of another command took a third of all time. A line is plain when nothing of that kind begins as it does. What
//! is not plain need not be odd: it is looked at the patient way.

use memchr::{memchr2, memchr3};

use crate::capture::clean::{may_be_dirty, without_end};
use crate::capture::shape::is_row;
use crate::capture::wrap;

/// Bytes of the plain lines at the start of `text`, of which none begins behind `reach`. `dirty`: something of the text
/// around them is odd.
pub(super) fn plain_lines(text: &str, reach: usize, dirty: bool) -> usize {
    let mut at = 0;
    while at <= reach {
        let Some(rest) = text.get(at..) else { break };
        // A prompt ends with one of these.
        let Some(length) = memchr3(b'\n', b'#', b'>', rest.as_bytes()) else { break };
        let Some(line) = rest.get(..=length).filter(|line| line.ends_with('\n')) else { break };
        if !is_plain(without_end(line)) || dirty && may_be_odd(line) {
            break;
        }
        at += line.len();
    }
    at
}

/// Whether anything of the line may be taken off it, or the line be no part of the text.
fn may_be_odd(line: &str) -> bool {
    may_be_dirty(line) || memchr2(b'%', b'`', line.as_bytes()).is_some()
}

fn is_plain(line: &str) -> bool {
    let text = line.trim_start_matches(' ');
    let margin = text.len() == line.len();
    !wrap::is_width(line.len())
        && match text.as_bytes() {
            // `!Command: show` is a heading.
            [b'!'] | [b'!', b' ', ..] => true,
            // `show`, and what abbreviates it; not `shutdown`.
            [b's', b'h' | b'H', b'o' | b'O', ..] | [b's', b'h' | b'H'] => false,
            [b's', b'h' | b'H', next, ..] => next.is_ascii_alphabetic(),
            // The header of a table.
            [b'p', b'r' | b'R', b'o' | b'O', ..] => false,
            [b'b', ..] if text.starts_with("banner") => false,
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
    let mut words = text.split_ascii_whitespace().skip(1);
    words.next().is_some_and(|word| word.starts_with(|c: char| !c.is_ascii_alphabetic() || matches!(c, 'x' | 'X')))
        && is_row(text)
}
