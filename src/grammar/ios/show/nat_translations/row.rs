//! One row: a protocol and four columns.
//!
//! ```text
//! row      = protocol 4( blanks column )
//! protocol = "---" | "unk" | name | number
//! column   = "---" | "--" | address [ ":" ident ]
//! address  = dotted quad | redacted word
//! ident    = port of tcp and udp | id or SPI of the rest
//! ```
//!
//! The clean path takes a line apart in one pass and allocates nothing. Only what fails there is looked at again.

use std::net::Ipv4Addr;

use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::combinator::{eof, map, value};
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::grammar::{Cell, CellAddress, Row};
use crate::locale::{Text, say};
use crate::net::{Protocol, is_cgnat, is_private};

/// Why a line is no row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble<'a> {
    /// It does not start like one.
    NoRow,
    /// It does, and then something is wrong.
    Malformed {
        /// Where.
        part: &'a str,
        /// What was expected.
        wrong: Wrong,
    },
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No port stands where one has to.
    Port,
    /// So many columns are there, and not four.
    Columns(usize),
}

impl Wrong {
    /// In words; `part` is where it is.
    pub(super) fn told(self, part: &str) -> Text {
        match self {
            Self::Port => say!("ledger-port-found", found = part),
            Self::Columns(found) => say!("ledger-columns", found = found.to_string()),
        }
    }
}

type Column<'a> = Option<Cell<'a>>;

/// Reads a line.
pub(super) fn read(text: &str) -> Result<Row<'_>, Trouble<'_>> {
    match row(text) {
        Ok((_, row)) => Ok(row),
        Err(_) => by_words(text),
    }
}

/// The clean path: every address a dotted quad or dashes.
fn row(input: &str) -> IResult<&str, Row<'_>> {
    let (input, protocol) = preceded(blanks, protocol).parse(input)?;
    let ports = protocol.is_some_and(Protocol::has_ports);
    let mut next = preceded(gap, |input| column(ports, input));
    let (input, inside_global) = next.parse(input)?;
    let (input, inside_local) = next.parse(input)?;
    let (input, outside_local) = next.parse(input)?;
    let (input, outside_global) = next.parse(input)?;
    let (input, _) = (blanks, eof).parse(input)?;
    Ok((input, Row { protocol, inside_global, inside_local, outside_local, outside_global }))
}

fn protocol(input: &str) -> IResult<&str, Option<Protocol>> {
    alt((
        value(Some(Protocol::UDP), tag("udp")),
        value(Some(Protocol::TCP), tag("tcp")),
        value(Some(Protocol::ICMP), tag("icmp")),
        value(None, tag("---")),
    ))
    .parse(input)
}

/// Blanks and tabs, perhaps none.
#[allow(clippy::unnecessary_wraps, reason = "a parser that cannot fail is a parser still")]
fn blanks(input: &str) -> IResult<&str, ()> {
    let mut rest = input.as_bytes();
    while let [b' ' | b'\t', after @ ..] = rest {
        rest = after;
    }
    Ok((input.get(input.len() - rest.len()..).unwrap_or(""), ()))
}

/// At least one blank or tab.
fn gap(input: &str) -> IResult<&str, ()> {
    if matches!(input.as_bytes().first(), Some(b' ' | b'\t')) { blanks(input) } else { fail(input) }
}

fn column(ports: bool, input: &str) -> IResult<&str, Column<'_>> {
    if input.starts_with('-') {
        return value(None, alt((tag("---"), tag("--")))).parse(input);
    }
    let (rest, address) = quad(input)?;
    let (rest, ident) = match rest.strip_prefix(':') {
        Some(rest) if ports => map(port, |(port, _)| (Some(port), None)).parse(rest)?,
        Some(rest) => map(word, |id| (None, Some(id))).parse(rest)?,
        None => (rest, (None, None)),
    };
    let text = input.get(..input.len() - rest.len()).unwrap_or(input);
    let (port, id) = ident;
    Ok((rest, Some(Cell { text, address: CellAddress::V4(address), port, id })))
}

fn fail<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)))
}

/// Four numbers up to 255 and three dots, no leading zeros, not followed by anything an address could go on with.
fn quad(input: &str) -> IResult<&str, Ipv4Addr> {
    let mut value = 0_u32;
    let (mut octet, mut digits, mut dots) = (0_u32, 0_u32, 0_u32);
    let mut rest = input.as_bytes();
    while let [byte, after @ ..] = rest {
        match byte {
            b'0'..=b'9' => {
                if digits > 0 && octet == 0 {
                    return fail(input);
                }
                octet = octet * 10 + u32::from(byte - b'0');
                digits += 1;
            }
            b'.' if dots < 3 => {
                if digits == 0 || octet > 255 {
                    return fail(input);
                }
                value = value << 8 | octet;
                (octet, digits, dots) = (0, 0, dots + 1);
            }
            b':' | b' ' | b'\t' => break,
            _ => return fail(input),
        }
        if digits > 3 {
            return fail(input);
        }
        rest = after;
    }
    if dots != 3 || digits == 0 || octet > 255 {
        return fail(input);
    }
    Ok((input.get(input.len() - rest.len()..).unwrap_or(""), Ipv4Addr::from(value << 8 | octet)))
}

/// The number at the start of `bytes`, and how many digits it has, at most `most`.
fn number(bytes: &[u8], most: usize) -> (u32, usize) {
    let mut value = 0_u32;
    let mut digits = 0;
    for byte in bytes.iter().take(most) {
        if !byte.is_ascii_digit() {
            break;
        }
        value = value * 10 + u32::from(byte - b'0');
        digits += 1;
    }
    (value, digits)
}

/// A port, which must be a word of its own.
fn port(input: &str) -> IResult<&str, (u16, usize)> {
    let (value, digits) = number(input.as_bytes(), 5);
    let ends = matches!(input.as_bytes().get(digits), None | Some(b' ' | b'\t'));
    match u16::try_from(value) {
        Ok(value) if digits > 0 && ends => Ok((input.get(digits..).unwrap_or(""), (value, digits))),
        _ => fail(input),
    }
}

/// An id: letters and digits.
fn word(input: &str) -> IResult<&str, &str> {
    let length = input.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match (input.get(..length), input.get(length..)) {
        (Some(id), Some(rest)) if length > 0 && (rest.is_empty() || rest.starts_with([' ', '\t'])) => Ok((rest, id)),
        _ => fail(input),
    }
}

/// The patient path: redacted addresses, columns run together, other blanks, and a word for what is wrong.
fn by_words(text: &str) -> Result<Row<'_>, Trouble<'_>> {
    let mut words = words(text);
    let first = words.next().ok_or(Trouble::NoRow)?;
    let (protocol, fused) = leading_protocol(first).ok_or(Trouble::NoRow)?;
    let mut columns = Columns { protocol, cells: [None; 4], filled: 0, surplus: None, opaque: 0 };
    for word in fused.into_iter().chain(words) {
        if columns.filled == 4 && REMARKS.iter().any(|mark| word.starts_with(mark)) {
            break;
        }
        columns.take(word)?;
    }
    columns.finish(text)
}

/// What people begin a remark with that they write behind a row.
const REMARKS: [&str; 6] = ["\u{2190}", "<-", "<=", "//", "#", "!"];

/// The words of a row. What somebody put in the place of an address may have blanks: `<public ip>:4500`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let bracket = rest.find('>').filter(|_| rest.starts_with('<')).unwrap_or(0);
        let length = rest.get(bracket..)?.find(char::is_whitespace).map_or(rest.len(), |length| bracket + length);
        let (word, after) = rest.split_at_checked(length).filter(|(word, _)| !word.is_empty())?;
        rest = after;
        Some(word)
    })
}

/// A row of a table without its first column. What of it names no port is a static; of the rest the protocol is not known.
pub(super) fn without_protocol(text: &str) -> Option<Row<'_>> {
    quad_length(text.trim_ascii_start())?;
    let mut columns = Columns { protocol: Some(Protocol::Any), cells: [None; 4], filled: 0, surplus: None, opaque: 0 };
    text.split_whitespace().try_for_each(|word| columns.take(word)).ok()?;
    let row = (columns.opaque == 0).then(|| columns.finish(text)).and_then(Result::ok)?;
    let mut ends = [row.inside_global, row.inside_local].into_iter().flatten();
    let is_static = row.outside_local.or(row.outside_global).is_none() && ends.all(|cell| cell.id.is_none());
    Some(Row { protocol: row.protocol.filter(|_| !is_static), ..row })
}

/// The protocol a word starts with, and the rest of the word when it is fused with the first column.
fn leading_protocol(word: &str) -> Option<(Option<Protocol>, Option<&str>)> {
    if word == "---" || word.eq_ignore_ascii_case("unk") {
        return Some((None, None));
    }
    // `ip ftp password` is a line of a configuration.
    let parsed = Protocol::parse(word).filter(|_| !["ip", "ipv4"].iter().any(|ip| word.eq_ignore_ascii_case(ip)));
    if let Some(protocol) = parsed.or(word.eq_ignore_ascii_case("any").then_some(Protocol::Any)) {
        return Some((Some(protocol), None));
    }
    ["udp", "tcp", "icmp"].iter().find_map(|name| {
        let rest = word.strip_prefix(name)?;
        quad_length(rest)?;
        Some((Protocol::parse(name), Some(rest)))
    })
}

/// Whether the patient path would take a line that starts with this word for a row.
pub(super) fn may_start(word: &str) -> bool {
    // No continuation is as quickly told from a protocol as one with `:` in its first word.
    !word.ends_with(':') && leading_protocol(word).is_some()
}

struct Columns<'a> {
    protocol: Option<Protocol>,
    cells: [Column<'a>; 4],
    filled: usize,
    /// The first word after the fourth column.
    surplus: Option<&'a str>,
    /// Columns that are no address.
    opaque: usize,
}

impl<'a> Columns<'a> {
    fn take(&mut self, word: &'a str) -> Result<(), Trouble<'a>> {
        let mut rest = word;
        while !rest.is_empty() {
            let length = self.first_length(rest);
            let (one, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            let cell = self.cell(one)?;
            match self.cells.get_mut(self.filled) {
                Some(place) => *place = cell,
                None => self.surplus = self.surplus.or(Some(one)),
            }
            self.filled += 1;
            rest = after;
        }
        Ok(())
    }

    /// How much of a word is its first column: all, unless columns are run together.
    fn first_length(&self, word: &str) -> usize {
        let column = |rest: &&str| rest.starts_with("---") || quad_length(rest).is_some();
        if let Some(dashes) = word.strip_prefix("---").filter(column) {
            return word.len() - dashes.len();
        }
        let Some(address) = quad_length(word) else { return word.len() };
        if word.get(address..).is_some_and(|rest| rest.starts_with("---")) {
            return address;
        }
        let Some(digits) = word.get(address..).and_then(|rest| rest.strip_prefix(':')) else { return word.len() };
        let run = digits.bytes().take_while(u8::is_ascii_digit).count();
        if digits.get(run..).is_some_and(|rest| rest.starts_with("---")) {
            return address + 1 + run;
        }
        self.port_length(word, digits, run).map_or(word.len(), |port| address + 1 + port)
    }

    /// Of `1024192.168.1.2:9`, how many digits are the port: as many as leave an address and are at most 65535. When
    /// several splits do, an inside local address is more likely private, and an outside global like its outside local.
    fn port_length(&self, word: &str, digits: &str, run: usize) -> Option<usize> {
        let splits = || {
            (1..=run.min(5)).rev().filter_map(|length| {
                digits.get(..length)?.parse::<u16>().ok()?;
                let rest = digits.get(length..)?;
                let address = rest.get(..quad_length(rest)?)?.parse::<Ipv4Addr>().ok()?;
                Some((length, address))
            })
        };
        let own = word.get(..quad_length(word)?).and_then(|quad| quad.parse::<Ipv4Addr>().ok());
        let likely = |&(_, next): &(usize, Ipv4Addr)| match self.filled {
            0 => is_private(next) || is_cgnat(next),
            2 => Some(next) == own,
            _ => false,
        };
        splits().find(likely).or_else(|| splits().next()).map(|(length, _)| length)
    }

    fn cell(&mut self, word: &'a str) -> Result<Column<'a>, Trouble<'a>> {
        if word == "---" || word == "--" {
            return Ok(None);
        }
        let ports = self.protocol.is_some_and(Protocol::has_ports);
        let (head, ident) = match word.rsplit_once(':') {
            Some((head, ident)) if !head.is_empty() => (head, Some(ident)),
            _ => (word, None),
        };
        let address = head.parse().map_or(CellAddress::Opaque(head), CellAddress::V4);
        if let CellAddress::Opaque(_) = address {
            self.opaque += 1;
        }
        let (port, id) = match ident {
            Some(ident) if ports => match ident.parse() {
                Ok(port) if ident.bytes().all(|byte| byte.is_ascii_digit()) => (Some(port), None),
                _ if is_hidden(ident) => (None, None),
                _ => {
                    return Err(Trouble::Malformed { part: ident, wrong: Wrong::Port });
                }
            },
            id => (None, id.filter(|id| !id.is_empty())),
        };
        let address =
            if port.is_none() && id.is_none() && ident.is_some() { CellAddress::Opaque(word) } else { address };
        Ok(Some(Cell { text: word, address, port, id }))
    }

    fn finish(self, text: &'a str) -> Result<Row<'a>, Trouble<'a>> {
        let [inside_global, inside_local, outside_local, outside_global] = self.cells;
        // A sentence may start with the name of a protocol.
        let addresses = self.filled.min(4).saturating_sub(self.opaque);
        let redacted = |cell: &Cell<'_>| {
            let marked = cell.text.bytes().any(|byte| matches!(byte, b'.' | b'*' | b':' | b'<' | b'['));
            // `udp port 4500 only please`: a number alone stands for no address.
            let number = cell.text.bytes().all(|byte| byte.is_ascii_digit());
            marked || !number && cell.text.bytes().any(|byte| byte.is_ascii_digit())
        };
        if addresses == 0 && !self.cells.iter().flatten().any(redacted) {
            return Err(Trouble::NoRow);
        }
        if self.filled == 2 && inside_is_blank(text) {
            let (outside_local, outside_global) = (inside_global, inside_local);
            let protocol = self.protocol;
            return Ok(Row { protocol, inside_global: None, inside_local: None, outside_local, outside_global });
        }
        if self.filled != 4 {
            let part = self.surplus.unwrap_or_else(|| text.trim());
            return Err(Trouble::Malformed { part, wrong: Wrong::Columns(self.filled) });
        }
        Ok(Row { protocol: self.protocol, inside_global, inside_local, outside_local, outside_global })
    }
}

/// Whether the two inside columns are blank, as for an outside static: behind the protocol comes a gap as wide as both. IOS
/// prints columns of 19, IOS-XE of 22.
fn inside_is_blank(text: &str) -> bool {
    let text = text.trim_ascii_start();
    let behind = text.get(text.find([' ', '\t']).unwrap_or(text.len())..).unwrap_or_default();
    let blanks = behind.bytes().take_while(u8::is_ascii_whitespace);
    blanks.map(|byte| if byte == b'\t' { 8 } else { 1 }).sum::<usize>() >= 30
}

/// Whether a port has been redacted.
fn is_hidden(ident: &str) -> bool {
    !ident.is_empty() && ident.bytes().all(|byte| matches!(byte, b'x' | b'X' | b'*' | b'#'))
}

/// Length of the dotted quad `text` starts with, whatever follows it.
fn quad_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    for index in 0..4 {
        if index > 0 {
            if bytes.get(at) != Some(&b'.') {
                return None;
            }
            at += 1;
        }
        let rest = bytes.get(at..)?;
        let (value, digits) = number(rest, 3);
        if digits == 0 || value > 255 || (digits > 1 && rest.first() == Some(&b'0')) {
            return None;
        }
        at += digits;
    }
    (!bytes.get(at).is_some_and(|&byte| byte == b'.' || byte.is_ascii_digit())).then_some(at)
}
