//! One physical line as a terminal would have shown it.
//!
//! Captures are terminal logs: the pager writes `--More--` and wipes it with carriage returns or backspaces, line editing
//! leaves backspaces, colours leave escape sequences. The line is replayed into cells, each of which remembers the byte
//! it came from, so that a span in the cleaned text leads back to what the user pasted.

use std::ops::Range;

use memchr::{memchr2, memchr3, memmem};

use super::Edited;

/// A longer line is no router's; it is passed on as it stands, so that junk cannot cost memory per character.
const LONGEST: usize = 1 << 20;

/// The furthest an escape sequence may move the cursor past the text.
const FURTHEST: usize = 512;

/// Cells that replaying a line may touch, for each of its bytes and altogether beside. A line that was edited by people
/// or wiped by a pager needs a few a byte; what needs more is junk, of which only the controls are taken away.
const TOUCHED_PER_BYTE: usize = 64;
const TOUCHED: usize = 1 << 13;

/// The spellings of the pager, lower case.
const PAGERS: &[&str] = &["--more--", "<--- more --->", "-- more --", "---- more ----"];

/// A cleaned line, borrowed from the raw one or from the cleaner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleaned<'a> {
    /// What the terminal showed.
    pub(super) text: &'a str,
    /// See [`Edited::runs`]; empty when `text` is a prefix of the raw line.
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

/// The line without its line end.
pub(super) fn without_end(raw: &str) -> &str {
    let end = raw.bytes().rposition(|byte| byte != b'\n' && byte != b'\r').map_or(0, |last| last + 1);
    raw.get(..end).unwrap_or(raw)
}

/// Whether any line of `text` may need cleaning. Cheap, for a whole buffer at once; `\r\n` is not dirt.
pub(super) fn may_be_dirty(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr3(b'\x08', b'\x1b', 0, bytes).is_some()
        || memchr::memchr(b'\x07', bytes).is_some()
        || memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
        || ["More", "more", "MORE"].iter().any(|word| memmem::find(bytes, word.as_bytes()).is_some())
}

/// One character on the screen.
#[derive(Debug, Clone, Copy)]
struct Cell {
    shown: char,
    raw: usize,
}

/// Cleans lines, keeping its buffers from one to the next.
#[derive(Debug, Default)]
pub(super) struct Cleaner {
    cells: Vec<Cell>,
    /// May stand past the last cell: what lies between is blank, and comes into being when something is written.
    cursor: usize,
    /// Cells that were touched for the line at hand.
    touched: usize,
    edited: Edited,
}

impl Cleaner {
    /// The line as shown. `raw` may end in a line end.
    pub(super) fn clean<'a>(&'a mut self, raw: &'a str) -> Cleaned<'a> {
        let line = without_end(raw);
        let bytes = line.as_bytes();
        let controls = memchr3(b'\x08', b'\x1b', b'\r', bytes).is_some() || memchr2(0, b'\x07', bytes).is_some();
        let pager = find_pager(line);
        if line.len() > LONGEST || (!controls && !pager.as_ref().is_some_and(|found| at_start(line, found))) {
            return Cleaned::plain(line);
        }
        self.replay(line);
        let from = self.behind_pagers();
        self.collect(from);
        Cleaned { text: &self.edited.text, runs: &self.edited.runs, pager }
    }

    /// Fills the cells, of which there are never more than the line has bytes and [`FURTHEST`].
    fn replay(&mut self, line: &str) {
        self.cells.clear();
        (self.cursor, self.touched) = (0, 0);
        let most = TOUCHED + TOUCHED_PER_BYTE * line.len();
        let mut at = 0;
        while let Some(shown) = line.get(at..).and_then(|rest| rest.chars().next()) {
            match shown {
                '\r' => self.cursor = 0,
                '\x08' => self.cursor = self.cursor.saturating_sub(1),
                '\0' | '\x07' => {}
                '\x1b' => {
                    let sequence = Escape::read(line.get(at + 1..).unwrap_or(""));
                    if let Some((command, parameter)) = sequence.control {
                        self.control(command, parameter, at);
                    }
                    at += 1 + sequence.len;
                    if self.touched > most {
                        return self.strip_controls(line);
                    }
                    continue;
                }
                _ => self.write(Cell { shown, raw: at }),
            }
            at += shown.len_utf8();
        }
    }

    /// The line without its controls, where they are too many to obey.
    fn strip_controls(&mut self, line: &str) {
        self.cells.clear();
        let mut at = 0;
        while let Some(shown) = line.get(at..).and_then(|rest| rest.chars().next()) {
            if shown == '\x1b' {
                at += 1 + Escape::read(line.get(at + 1..).unwrap_or("")).len;
                continue;
            }
            if !matches!(shown, '\r' | '\x08' | '\0' | '\x07') {
                self.cells.push(Cell { shown, raw: at });
            }
            at += shown.len_utf8();
        }
        self.touched += self.cells.len();
    }

    fn write(&mut self, cell: Cell) {
        let blanks = self.cursor.saturating_sub(self.cells.len());
        self.cells.extend(std::iter::repeat_n(Cell { shown: ' ', ..cell }, blanks));
        match self.cells.get_mut(self.cursor) {
            Some(place) => *place = cell,
            None => self.cells.push(cell),
        }
        self.touched += blanks + 1;
        self.cursor += 1;
    }

    /// Obeys a control sequence that stands at `at` in the line.
    fn control(&mut self, command: u8, parameter: &str, at: usize) {
        let number = parameter.parse().unwrap_or(0_usize).min(FURTHEST);
        let steps = number.max(1);
        let end = self.cells.len();
        match (command, number) {
            (b'K' | b'J', 0) => self.cells.truncate(self.cursor),
            (b'K', 1) => {
                self.cells.iter_mut().take(self.cursor).for_each(|cell| cell.shown = ' ');
                self.touched += self.cursor.min(end);
            }
            // The cursor stays where it is, and blanks before it come back with what is written next.
            (b'K', _) => self.cells.clear(),
            // `at` is as far as the text before can have moved it.
            (b'C', _) => self.cursor = (self.cursor + steps).min(at + FURTHEST),
            (b'D', _) => self.cursor = self.cursor.saturating_sub(steps),
            (b'G', _) => self.cursor = steps - 1,
            (b'P', _) => {
                let from = self.cursor.min(end);
                self.cells.drain(from..(from + steps).min(end));
                self.touched += end - from;
            }
            _ => {}
        }
    }

    /// Where the text starts behind pagers that nothing wiped: the log kept `--More--` but lost the control characters.
    fn behind_pagers(&mut self) -> usize {
        let mut from = 0;
        while let Some(length) = self.cells.get(from..).and_then(leading_pager) {
            from += length;
            let blanks = self.cells.iter().skip(from).take_while(|cell| cell.shown == ' ').count();
            // IOS writes one blank behind the pager and wipes with eight; fewer are that one and the indent.
            from += if blanks >= 8 { blanks.min(9) } else { blanks.min(1) };
            self.touched += length + blanks;
        }
        from
    }

    fn collect(&mut self, from: usize) {
        let text_end = self.cells.iter().rposition(|cell| !cell.shown.is_whitespace()).map_or(0, |last| last + 1);
        self.edited.text.clear();
        self.edited.runs.clear();
        let mut expected = None;
        for cell in self.cells.get(from..text_end).unwrap_or(&[]) {
            if expected != Some(cell.raw) {
                self.edited.runs.push((small(self.edited.text.len()), small(cell.raw)));
            }
            self.edited.text.push(cell.shown);
            expected = Some(cell.raw + cell.shown.len_utf8());
        }
        if self.edited.runs.is_empty() {
            self.edited.runs.push((0, 0));
        }
    }
}

/// An escape sequence, without its ESC.
struct Escape<'a> {
    /// Bytes.
    len: usize,
    /// The final byte and the parameters of `ESC [`.
    control: Option<(u8, &'a str)>,
}

impl<'a> Escape<'a> {
    /// The sequence whose bytes after ESC start `rest`.
    fn read(rest: &'a str) -> Self {
        let bytes = rest.as_bytes();
        let len = match bytes.first() {
            Some(b'[') => {
                let Some(last) = bytes.iter().skip(1).position(|byte| (0x40..=0x7e).contains(byte)) else {
                    return Self { len: bytes.len(), control: None };
                };
                let control = bytes.get(last + 1).copied().zip(rest.get(1..=last));
                return Self { len: last + 2, control };
            }
            // A title or the like, up to BEL or ESC \.
            Some(b']') => match bytes.iter().position(|&byte| byte == b'\x07' || byte == b'\x1b') {
                Some(end) if bytes.get(end) == Some(&b'\x07') => end + 1,
                Some(end) if bytes.get(end + 1) == Some(&b'\\') => end + 2,
                Some(end) => end,
                None => bytes.len(),
            },
            // Character sets take one more byte.
            Some(b'(' | b')') => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            Some(byte) if byte.is_ascii() && !byte.is_ascii_control() => 1,
            _ => 0,
        };
        Self { len, control: None }
    }
}

/// Offsets within a line that is at most [`LONGEST`] long.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

fn find_pager(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr2(b'-', b'<', bytes.get(from..)?) {
        let at = from + found;
        let spelled = |pager: &&&str| {
            bytes.get(at..at + pager.len()).is_some_and(|slice| slice.eq_ignore_ascii_case(pager.as_bytes()))
        };
        if let Some(pager) = PAGERS.iter().find(spelled) {
            return Some(at..at + pager.len());
        }
        from = at + 1;
    }
    None
}

fn at_start(line: &str, pager: &Range<usize>) -> bool {
    line.get(..pager.start).is_some_and(|before| before.trim_ascii_start().is_empty())
}

/// Length in cells of the blanks and the pager the line starts with.
fn leading_pager(cells: &[Cell]) -> Option<usize> {
    let blanks = cells.iter().take_while(|cell| cell.shown == ' ').count();
    let rest = cells.get(blanks..)?;
    let spelled = |pager: &&&str| {
        rest.len() >= pager.len()
            && rest.iter().zip(pager.chars()).all(|(cell, expected)| cell.shown.to_ascii_lowercase() == expected)
    };
    PAGERS.iter().find(spelled).map(|pager| blanks + pager.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(raw: &str) -> String {
        Cleaner::default().clean(raw).text.to_owned()
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
            let mut cleaner = Cleaner::default();
            let cleaned = cleaner.clean(raw);
            assert_eq!((cleaned.text, cleaned.runs), (without_end(raw), &[][..]));
        }
    }

    fn replayed(raw: &str) -> Cleaner {
        let mut cleaner = Cleaner::default();
        cleaner.clean(raw);
        cleaner
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
            assert!(cleaner.edited.runs.len() <= cleaner.cells.len().max(1));
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
            let mut cleaner = Cleaner::default();
            let cleaned = cleaner.clean(&raw);
            for (at, shown) in cleaned.text.char_indices() {
                let run = cleaned.runs.partition_point(|&(clean, _)| clean as usize <= at);
                let from = run.checked_sub(1).map_or(at, |run| {
                    let (clean, from) = cleaned.runs[run];
                    from as usize + at - clean as usize
                });
                prop_assert_eq!(raw[from..].chars().next(), Some(shown));
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
