//! Many lines of a table at once, on every core: plain rows and the lines `verbose` puts below them.
//!
//! Only what leaves no question is taken here: anything else goes the patient way, line by line.

use std::net::Ipv4Addr;

use rayon::prelude::*;

use super::{chatter, row};
use crate::capture::{self, Passed};
use crate::grammar::{PlainEnd, PlainRow, Sieve, Sifted, SiftedRows};
use crate::net::Protocol;

/// Below this many bytes a second core costs more than it gives.
const WORTH_SHARING: usize = 128 << 10;

/// What was found in some lines.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// How far, in bytes and lines, and the lines that are to be looked at one by one.
    pub(super) passed: Passed,
    /// Rows among them that were read here.
    pub(super) rows: SiftedRows,
    /// Lines below rows, and empty ones.
    pub(super) beside: u64,
}

/// Reads lines from the start of `bytes` until one comes that is not for here.
pub(super) fn scan(bytes: &[u8], sieve: &dyn Sieve) -> Scanned {
    let found = scan_all(bytes, sieve);
    // The row before a line that starts with a number may have been cut by the terminal: both are for the patient.
    let rest = bytes.get(found.passed.bytes..).unwrap_or_default();
    let last = capture::cut_row(bytes.get(..found.passed.bytes).unwrap_or_default(), rest);
    match last.and_then(|at| bytes.get(..at)) {
        Some(before) => scan_all(before, sieve),
        None => found,
    }
}

fn scan_all(bytes: &[u8], sieve: &dyn Sieve) -> Scanned {
    // The threads are started by the first who asks how many there are.
    let shares = if bytes.len() < WORTH_SHARING { 1 } else { rayon::current_num_threads() };
    if shares < 2 {
        return scan_one(bytes, false, sieve);
    }
    let parts = split(bytes, shares);
    let scanned: Vec<Scanned> = parts.par_iter().enumerate().map(|(at, part)| scan_one(part, at > 0, sieve)).collect();
    let mut all = Scanned::default();
    for (part, scanned) in parts.iter().zip(scanned) {
        let whole = scanned.passed.bytes == part.len();
        all.absorb(scanned);
        if !whole {
            break;
        }
    }
    all
}

/// Parts of about the same size, cut at line ends.
fn split(bytes: &[u8], parts: usize) -> Vec<&[u8]> {
    let mut out = Vec::with_capacity(parts);
    let mut rest = bytes;
    for left in (2..=parts).rev() {
        let about = rest.len() / left;
        let cut =
            rest.get(about..).and_then(|tail| memchr::memchr(b'\n', tail)).map_or(rest.len(), |at| about + at + 1);
        let (part, after) = rest.split_at(cut);
        out.push(part);
        rest = after;
    }
    out.push(rest);
    out
}

impl Scanned {
    fn absorb(&mut self, other: Self) {
        let (bytes, lines) = (self.passed.bytes, self.passed.lines);
        self.passed.look.extend(other.passed.look.iter().map(|(at, line)| (at + bytes, line + lines)));
        self.passed.bytes += other.passed.bytes;
        self.passed.lines += other.passed.lines;
        self.beside += other.beside;
        self.rows.all += other.rows.all;
        self.rows.live += other.rows.live;
        self.rows.ports.extend(other.rows.ports);
    }
}

/// `goes_on` when other lines were taken right before these: only then is an empty line one of the table.
fn scan_one(bytes: &[u8], goes_on: bool, sieve: &dyn Sieve) -> Scanned {
    let mut found = Scanned::default();
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = if let Some((row, length)) = plain_row(rest) {
            let sifted = sieve.sift(&row);
            if sifted == Sifted::Whole {
                found.passed.look.push((found.passed.bytes, found.passed.lines));
            } else {
                found.rows.all += 1;
                found.rows.live += u64::from(row.live);
            }
            if let Sifted::Port(address, port) = sifted {
                found.rows.ports.push((address, port));
            }
            length
        } else if let Some(length) = continuation(rest) {
            found.beside += 1;
            length
        } else if let Some(length) = blank(rest).filter(|_| goes_on || found.passed.lines > 0) {
            found.beside += 1;
            length
        } else {
            break;
        };
        found.passed.bytes += length;
        found.passed.lines += 1;
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// A line below a row of `verbose`, and its length: indented, with a colon, no row that is itself indented, and nothing
/// in it that a prompt, a pager or a terminal could have put there.
#[expect(clippy::needless_bitwise_bool, reason = "a branch would keep the compiler from making vectors")]
fn continuation(bytes: &[u8]) -> Option<usize> {
    if !bytes.starts_with(b"  ") {
        return None;
    }
    let end = memchr::memchr(b'\n', bytes)?;
    let line = bytes.get(..end)?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // One look at every byte and no way out.
    let odd = |byte: u8| !matches!(byte, b' '..=b'~') | (byte == b'#') | (byte == b'>');
    let (colon, odd) =
        line.iter().fold((false, false), |(colon, odds), &byte| (colon | (byte == b':'), odds | odd(byte)));
    let dashes = line.iter().zip(line.iter().skip(1)).fold(false, |found, pair| found | (pair == (&b'-', &b'-')));
    if odd || dashes || !colon || chatter::has_two_addresses(line) {
        return None;
    }
    let word = line.split(|&byte| byte == b' ').find(|word| !word.is_empty())?;
    let word = std::str::from_utf8(word).ok().filter(|_| word.first().is_some_and(u8::is_ascii_alphabetic))?;
    let other = HEADS.iter().any(|head| head.eq_ignore_ascii_case(word)) || row::may_start(word);
    (!other).then_some(end + 1)
}

/// What headers and totals begin with, which somebody may have indented.
const HEADS: &[&str] = &["pro", "inside", "total"];

/// An empty line, and its length.
fn blank(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\n', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        _ => None,
    }
}

/// A row whose every byte is as expected, and the length of its line.
fn plain_row(bytes: &[u8]) -> Option<(PlainRow, usize)> {
    let (protocol, ports) = match bytes.get(..4)? {
        b"udp " => (Some(Protocol::UDP), true),
        b"tcp " => (Some(Protocol::TCP), true),
        b"icmp" if bytes.get(4) == Some(&b' ') => (Some(Protocol::ICMP), false),
        b"--- " => (None, false),
        _ => return None,
    };
    let mut cursor = Cursor { bytes, at: if protocol == Some(Protocol::ICMP) { 5 } else { 4 } };
    cursor.blanks();
    if !cursor.peek().is_ascii_digit() {
        return None;
    }
    let inside_global = cursor.column(ports)?;
    let inside_local = cursor.column(ports)?;
    let outside = [cursor.column(ports)?, cursor.column(ports)?];
    let live = inside_local.is_some() && outside.iter().any(Option::is_some);
    if cursor.peek() == b'\r' {
        cursor.at += 1;
    }
    (cursor.peek() == b'\n').then_some((PlainRow { protocol, inside_global, inside_local, live }, cursor.at + 1))
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// The byte at hand; 0, which no row has, behind the last.
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    fn blanks(&mut self) {
        while self.peek() == b' ' {
            self.at += 1;
        }
    }

    /// A column and the blanks behind it.
    #[inline]
    #[allow(clippy::option_option, reason = "no column, dashes, an address: three answers")]
    fn column(&mut self, ports: bool) -> Option<Option<PlainEnd>> {
        let end = if self.peek() == b'-' { self.dashes()? } else { Some(self.end(ports)?) };
        if !matches!(self.peek(), b' ' | b'\r' | b'\n') {
            return None;
        }
        self.blanks();
        Some(end)
    }

    #[allow(clippy::option_option, reason = "as above")]
    fn dashes(&mut self) -> Option<Option<PlainEnd>> {
        let dashes = self.bytes.get(self.at..)?.iter().take_while(|byte| **byte == b'-').count();
        self.at += dashes;
        matches!(dashes, 2 | 3).then_some(None)
    }

    #[inline]
    fn end(&mut self, ports: bool) -> Option<PlainEnd> {
        let mut address = 0;
        for index in 0..4 {
            if index > 0 {
                if self.peek() != b'.' {
                    return None;
                }
                self.at += 1;
            }
            address = address << 8 | self.octet()?;
        }
        let mut port = None;
        if self.peek() == b':' {
            self.at += 1;
            if ports {
                port = Some(self.port()?);
            } else {
                self.word()?;
            }
        }
        Some(PlainEnd { address: Ipv4Addr::from(address), port })
    }

    /// Up to 255, without leading zeros.
    #[inline]
    fn octet(&mut self) -> Option<u32> {
        let first = self.digit()?;
        let Some(second) = self.digit() else { return Some(first) };
        if first == 0 {
            return None;
        }
        let Some(third) = self.digit() else { return Some(first * 10 + second) };
        let value = first * 100 + second * 10 + third;
        (value <= 255).then_some(value)
    }

    #[inline]
    fn digit(&mut self) -> Option<u32> {
        let digit = self.peek().wrapping_sub(b'0');
        (digit <= 9).then(|| {
            self.at += 1;
            u32::from(digit)
        })
    }

    #[inline]
    fn port(&mut self) -> Option<u16> {
        let mut value = self.digit()?;
        for _ in 0..4 {
            match self.digit() {
                Some(digit) => value = value * 10 + digit,
                None => break,
            }
        }
        u16::try_from(value).ok()
    }

    /// An ICMP id.
    fn word(&mut self) -> Option<()> {
        let length = self.bytes.get(self.at..)?.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        self.at += length;
        (length > 0).then_some(())
    }
}
