//! A cleaned line, and whether a text needs cleaning at all.

use std::ops::Range;

use memchr::memmem;

pub(super) use crate::source::without_end;

/// A longer line is no router's; it is passed on as it stands, so that junk cannot cost memory per character.
pub(super) const LONGEST: usize = 1 << 20;

/// A cleaned line, borrowed from the raw one or from what cleaned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleaned<'a> {
    /// What the router printed.
    pub(super) text: &'a str,
    /// See [`super::Edited::runs`]; empty when `text` is a prefix of the raw line.
    pub(super) runs: &'a [(u32, u32)],
    /// Where in the raw line a pager stood.
    pub(super) pager: Option<Range<usize>>,
}

impl<'a> Cleaned<'a> {
    /// A line that needs no cleaning.
    pub(super) fn plain(raw: &'a str) -> Self {
        Self { text: without_end(raw), runs: &[], pager: None }
    }
}

/// Whether any line of `text` may need cleaning. Cheap, for a whole buffer at once; `\r\n` is not dirt.
pub(super) fn may_be_dirty(text: &str) -> bool {
    let bytes = text.as_bytes();
    // In pieces, so that dirt is found soon, and without a branch a byte, so that many are looked at together.
    bytes.chunks(1 << 12).any(|chunk| chunk.iter().fold(false, |odd, &byte| odd | is_odd(byte)))
        || memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
        || memmem::find(bytes, b"--").is_some()
        || memmem::find(bytes, b"ress any key").is_some()
        || memmem::find(bytes, b"ore: <").is_some()
}

/// Controls, what is not ASCII, and what markup begins with.
#[allow(clippy::needless_bitwise_bool, reason = "without branches, so that many bytes are compared at once")]
fn is_odd(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')
        | (byte >= 0x7f)
        | (byte == b'&')
        | (byte == b'<')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capture::cells;
    use crate::capture::terminal::{FURTHEST, TOUCHED, TOUCHED_PER_BYTE, Terminal};
    use crate::capture::undress::{Ahead, Context, Undresser};

    fn clean<'a>(undresser: &'a mut Undresser, raw: &'a str) -> Cleaned<'a> {
        let cleaned = undresser.line(raw, 1, true, Ahead { bytes: b"", end: b'\n' }, Context::Other);
        let place = |at: usize| raw.get(cells::first(cleaned.runs, at)..=cells::last(cleaned.runs, at));
        if cleaned.text.is_ascii() && raw.is_ascii() {
            assert!((0..cleaned.text.len()).all(|at| place(at).is_some()));
        }
        cleaned
    }

    fn cleaned(raw: &str) -> String {
        clean(&mut Undresser::default(), raw).text.to_owned()
    }

    #[test]
    fn pagers_in_every_spelling() {
        for raw in [
            " --More-- \r          \rinterface Gi0/0",
            "--More--\r        \rinterface Gi0/0",
            " --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08\x08interface Gi0/0",
            "\x1b[7m--More--\x1b[m\r\x1b[Kinterface Gi0/0",
            "<--- More --->\r              \rinterface Gi0/0",
            "--more-- interface Gi0/0",
            " --More--         interface Gi0/0",
            "\x1b]0;putty\x07interface Gi0/0\r\n",
            "interfaxx\x08\x08ce Gi0/0",
            "\0interface\0 Gi0/0\r\r\n",
        ] {
            assert_eq!(cleaned(raw), "interface Gi0/0", "{raw:?}");
        }
        assert_eq!(cleaned(" --More--  ip address 10.0.0.1"), " ip address 10.0.0.1");
        assert_eq!(cleaned(" --More-- "), "");
    }

    #[test]
    fn untouched_lines_are_borrowed() {
        for raw in ["more system:running-config", "description see --More-- below", "udp 10.0.0.1:1\r\n", "caf\u{e9}"] {
            let mut undresser = Undresser::default();
            let cleaned = clean(&mut undresser, raw);
            assert_eq!((cleaned.text, cleaned.runs), (without_end(raw), &[][..]));
        }
    }

    fn replayed(raw: &str) -> Terminal {
        let mut terminal = Terminal::default();
        terminal.replay(raw, 0);
        terminal.behind_pagers();
        terminal
    }

    /// What a line may cost: its budget, what the last sequence before giving up costs, stripping, and pagers.
    fn most_work(bytes: usize) -> usize {
        TOUCHED + (TOUCHED_PER_BYTE + 4) * bytes + 2 * FURTHEST
    }

    #[test]
    fn erasing_a_line_leaves_the_cursor() {
        assert_eq!(cleaned("abc\x1b[2Kd"), "   d");
        assert_eq!(cleaned("abc\r\x1b[2Kd"), "d");
        assert_eq!(cleaned("abc\x1b[1Kd"), "   d");
        assert_eq!(cleaned("ab\x1b[3Cc\x1b[4Gd"), "ab d c");
        assert_eq!(cleaned("a\x1b[9999Cb").len(), 1 + FURTHEST + 1);
    }

    #[test]
    fn long_junk_costs_no_more_than_its_length() {
        let text = "x".repeat(200_000);
        for raw in [
            "--More-- ".repeat(100_000),
            format!("{text}{}", "\x1b[2K".repeat(200_000)),
            format!("{text}{}", "\x1b[2Ky".repeat(100_000)),
            format!("{text}{}", "\x1b[1K".repeat(200_000)),
            format!("{text}\r{}", "\x1b[P".repeat(200_000)),
            format!("{}x", "\x1b[512C".repeat(170_000)),
            "\r\x1b[K\x1b[512Cx".repeat(80_000),
            "\x1b[".repeat(400_000),
            "\x1b]".repeat(400_000),
        ] {
            assert!(raw.len() <= LONGEST);
            let cleaner = replayed(&raw);
            let start: String = raw.chars().take(20).collect();
            assert!(cleaner.touched <= most_work(raw.len()), "{start:?}: {}", cleaner.touched);
            assert!(cleaner.cells.len() <= raw.len() + FURTHEST, "{start:?}: {}", cleaner.cells.len());
        }
    }

    #[test]
    fn controls_that_cannot_be_obeyed_are_stripped() {
        let text = "x".repeat(200_000);
        assert_eq!(cleaned(&format!("{text}{}y", "\x1b[1K".repeat(200_000))), format!("{text}y"));
    }

    proptest! {
        /// Every character of the cleaned text stands in the raw line at the place the runs say.
        #[test]
        fn the_way_back_is_exact(raw in "([a-z0-9 .é]|\r|\x08|\0|--More--|\x1b\\[K|\x1b\\[3D|\x1b\\[2P|\x1b\\[0m){0,60}") {
            let mut undresser = Undresser::default();
            let cleaned = clean(&mut undresser, &raw);
            for (at, shown) in cleaned.text.char_indices() {
                prop_assert_eq!(raw[cells::first(cleaned.runs, at)..].chars().next(), Some(shown));
            }
        }

        /// However the cursor is sent about, a line costs in proportion to its bytes.
        #[test]
        fn cells_and_work_are_bounded(
            raw in "([a-z ]|\r|\x08|--More-- |\x1b\\[[0-2]?K|\x1b\\[[0-9]{1,3}[CDGP]){0,60}",
            times in 1_usize..20,
        ) {
            let raw = raw.repeat(times);
            let cleaner = replayed(&raw);
            prop_assert!(cleaner.cells.len() <= raw.len() + FURTHEST);
            prop_assert!(cleaner.touched <= most_work(raw.len()));
        }

        #[test]
        fn no_line_panics(raw in "\\PC*|(.|\x1b|\\[|\\]|;|[0-9]|[A-Z@]|\r|\x08){0,80}") {
            cleaned(&raw);
        }
    }
}
