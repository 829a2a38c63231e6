//! A line replayed as the terminal showed it.
//!
//! The pager writes `--More--` and wipes it with carriage returns or backspaces, line editing leaves backspaces, colours
//! leave escape sequences. The line is replayed into cells, each of which remembers the byte it came from.

use super::cells::Cell;
use super::pager;

/// The furthest an escape sequence may move the cursor past the text.
pub(super) const FURTHEST: usize = 512;

/// Cells that replaying a line may touch, for each of its bytes and altogether beside. A line that was edited by people
/// or wiped by a pager needs a few a byte; what needs more is junk, of which only the controls are taken away.
pub(super) const TOUCHED_PER_BYTE: usize = 64;
pub(super) const TOUCHED: usize = 1 << 13;

/// The control sequence introducer as one character.
const CSI: char = '\u{9b}';

/// Whether `line` has what a terminal obeys.
pub(super) fn has_controls(line: &str) -> bool {
    line.bytes().any(|byte| matches!(byte, b'\0' | b'\x07' | b'\x08' | b'\r' | b'\x1b')) || line.contains(CSI)
}

/// Replays lines, keeping its buffer from one to the next.
#[derive(Debug, Default)]
pub(super) struct Terminal {
    pub(super) cells: Vec<Cell>,
    /// May stand past the last cell: what lies between is blank, and comes into being when something is written.
    cursor: usize,
    /// Cells that were touched for the line at hand.
    pub(super) touched: usize,
}

impl Terminal {
    /// Fills the cells, of which there are never more than the line has bytes and [`FURTHEST`].
    ///
    /// `line` starts `base` bytes into the raw line.
    pub(super) fn replay(&mut self, line: &str, base: usize) {
        self.cells.clear();
        (self.cursor, self.touched) = (0, 0);
        let most = TOUCHED + TOUCHED_PER_BYTE * line.len();
        let mut at = 0;
        while let Some(shown) = line.get(at..).and_then(|rest| rest.chars().next()) {
            match shown {
                '\r' => self.cursor = 0,
                '\x08' => self.cursor = self.cursor.saturating_sub(1),
                '\0' | '\x07' => {}
                '\x1b' | CSI => {
                    let sequence = Escape::after(shown, line.get(at + shown.len_utf8()..).unwrap_or(""));
                    if let Some((command, parameter)) = sequence.control {
                        self.control(command, parameter, at);
                    }
                    at += shown.len_utf8() + sequence.len;
                    if self.touched > most {
                        return self.strip_controls(line, base);
                    }
                    continue;
                }
                _ => self.write(Cell::verbatim(shown, base + at)),
            }
            at += shown.len_utf8();
        }
    }

    /// The line without its controls, where they are too many to obey.
    fn strip_controls(&mut self, line: &str, base: usize) {
        self.cells.clear();
        let mut at = 0;
        while let Some(shown) = line.get(at..).and_then(|rest| rest.chars().next()) {
            if matches!(shown, '\x1b' | CSI) {
                at += shown.len_utf8();
                at += Escape::after(shown, line.get(at..).unwrap_or("")).len;
                continue;
            }
            if !matches!(shown, '\r' | '\x08' | '\0' | '\x07') {
                self.cells.push(Cell::verbatim(shown, base + at));
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
    pub(super) fn behind_pagers(&mut self) -> usize {
        let mut from = 0;
        while let Some(length) = self.cells.get(from..).and_then(leading_pager) {
            from += length;
            // Chats make hard blanks of them.
            let blank = |cell: &&Cell| matches!(cell.shown, ' ' | '\u{a0}');
            let blanks = self.cells.iter().skip(from).take_while(blank).count();
            // IOS writes one blank behind the pager and wipes with eight; fewer are that one and the indent.
            from += if blanks >= 8 { blanks.min(9) } else { blanks.min(1) };
            self.touched += length + blanks;
        }
        from
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
    /// The sequence that `rest` begins with, behind ESC or the one character that stands for `ESC [`.
    fn after(introducer: char, rest: &'a str) -> Self {
        if introducer == CSI { Self::control(rest) } else { Self::read(rest) }
    }

    /// Parameters and the final byte.
    fn control(rest: &'a str) -> Self {
        let bytes = rest.as_bytes();
        let Some(last) = bytes.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
            return Self { len: bytes.len(), control: None };
        };
        Self { len: last + 1, control: bytes.get(last).copied().zip(rest.get(..last)) }
    }

    /// The sequence whose bytes after ESC start `rest`.
    fn read(rest: &'a str) -> Self {
        let bytes = rest.as_bytes();
        let len = match bytes.first() {
            Some(b'[') => {
                let sequence = Self::control(rest.get(1..).unwrap_or(""));
                return Self { len: sequence.len + 1, ..sequence };
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

/// Length in cells of the blanks and the pager the line starts with.
fn leading_pager(cells: &[Cell]) -> Option<usize> {
    let blanks = cells.iter().take_while(|cell| cell.shown == ' ').count();
    let length = pager::length(cells.get(blanks..)?.iter().map(|cell| cell.shown))?;
    Some(blanks + length)
}
