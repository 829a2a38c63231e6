//! Words, numbers and addresses: what every command is made of.
//!
//! Every parser here skips the blanks before what it reads, so that what it fails on is the next word. Keywords may be
//! abbreviated as far as the caller allows, in any case, because people paste what they typed.

use std::net::Ipv4Addr;
use std::str::FromStr;

use nom::combinator::consumed;
use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Parser};

use crate::capture::Line;
use crate::locale::{Text, say};
use crate::net::{Address, InterfaceName, Prefix, port_by_name, quad};
use crate::source::{Spanned, unmasked};

/// Outcome of a parser over a line's text.
pub(crate) type Res<'a, T> = IResult<&'a str, T, Expected<'a>>;

/// What a parser wanted, and the rest of the line where it did not find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expected<'a> {
    at: &'a str,
    /// The name of a message, or a keyword.
    what: &'static str,
    /// Whether `what` is a keyword, to be quoted.
    keyword: bool,
}

impl<'a> Expected<'a> {
    /// What the message `what` says was wanted at the start of `at`.
    pub(crate) fn new(at: &'a str, what: &'static str) -> Self {
        Self { at, what, keyword: false }
    }

    /// The same as an error that lets other alternatives be tried.
    pub(crate) fn soft(at: &'a str, what: &'static str) -> nom::Err<Self> {
        nom::Err::Error(Self::new(at, what))
    }

    /// The same as an error that ends the line.
    pub(crate) fn hard(at: &'a str, what: &'static str) -> nom::Err<Self> {
        nom::Err::Failure(Self::new(at, what))
    }

    /// The offending word; empty at the end of the line.
    pub(crate) fn token(&self) -> &'a str {
        split_word(self.at).0
    }

    /// The error in words; `line` is the text that was parsed. A word that reports mask on it is not told.
    pub(crate) fn told(&self, line: &str) -> Text {
        let what = if self.keyword { Text::from(format!("`{}`", self.what)) } else { Text::named(self.what) };
        match self.token() {
            "" => say!("ledger-expected-at-end", what),
            token => say!("ledger-expected", what, found = quoted(line, token)),
        }
    }
}

/// `word`, a slice of `line`, as a message may show it: not at all where reports mask it.
pub(crate) fn quoted(line: &str, word: &str) -> Text {
    match unmasked(line, word) {
        Some(word) => Text::from(format!("\"{}\"", word.escape_debug())),
        None => say!("ledger-masked-word"),
    }
}

impl<'a> ParseError<&'a str> for Expected<'a> {
    fn from_error_kind(input: &'a str, _: ErrorKind) -> Self {
        Self::new(input, "ledger-word")
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }

    /// Of two alternatives the one that got further explains more, and the last one names them all.
    fn or(self, other: Self) -> Self {
        if other.at.len() <= self.at.len() { other } else { self }
    }
}

/// Whether `c` separates words.
pub(crate) fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

/// The first word and what follows it; two empty strings when there is none.
pub(crate) fn split_word(text: &str) -> (&str, &str) {
    // Blanks are single bytes, so bytes will do, and this is what every line spends its time on.
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(b' ' | b'\t') = bytes.get(start) {
        start += 1;
    }
    let mut end = start;
    while bytes.get(end).is_some_and(|&byte| byte > b' ' || !matches!(byte, b' ' | b'\t')) {
        end += 1;
    }
    (text.get(start..end).unwrap_or(""), text.get(end..).unwrap_or(""))
}

/// The text without the blanks before it.
pub(crate) fn trim_start(text: &str) -> &str {
    let blanks = text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    text.get(blanks..).unwrap_or("")
}

/// The text without the blanks around it.
pub(crate) fn trim(text: &str) -> &str {
    let text = trim_start(text);
    let blanks = text.bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    text.get(..text.len() - blanks).unwrap_or("")
}

/// Whether `word` is `full` or its first `least` letters or more.
pub(crate) fn abbreviates(word: &str, full: &str, least: usize) -> bool {
    let (word, full) = (word.as_bytes(), full.as_bytes());
    // Mostly another word altogether, which its first letter shows.
    let alike = word.first().zip(full.first()).is_none_or(|(a, b)| a.eq_ignore_ascii_case(b));
    alike && word.len() >= least && full.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// A word that is wanted as what the message `what` says; so it is with all parsers below.
pub(crate) fn word<'a>(what: &'static str) -> impl Fn(&'a str) -> Res<'a, &'a str> {
    move |input| match split_word(input) {
        ("", _) => Err(Expected::soft(input, what)),
        (word, rest) => Ok((rest, word)),
    }
}

/// The keyword `full`, of which at least `least` letters must be there.
pub(crate) fn kw<'a>(full: &'static str, least: usize) -> impl Fn(&'a str) -> Res<'a, &'a str> {
    move |input| match split_word(input) {
        (word, rest) if !word.is_empty() && abbreviates(word, full, least) => Ok((rest, word)),
        _ => Err(nom::Err::Error(Expected { at: input, what: full, keyword: true })),
    }
}

/// One keyword of a table: spelled out, or the beginning of just one of them.
pub(crate) fn choice<'a, T: Copy>(
    table: &'static [(&'static str, T)],
    what: &'static str,
) -> impl Fn(&'a str) -> Res<'a, T> {
    move |input| {
        let (rest, word) = word(what)(input)?;
        let (mut begun, mut several) = (None, false);
        for (full, value) in table {
            if abbreviates(word, full, 1) {
                if full.len() == word.len() {
                    return Ok((rest, *value));
                }
                several |= begun.replace(*value).is_some();
            }
        }
        begun.filter(|_| !several).map(|value| (rest, value)).ok_or_else(|| Expected::soft(input, what))
    }
}

/// A word that `read` accepts.
fn read_word<'a, T>(what: &'static str, read: impl Fn(&'a str) -> Option<T>) -> impl Fn(&'a str) -> Res<'a, T> {
    move |input| {
        let (rest, word) = word(what)(input)?;
        read(word).map(|value| (rest, value)).ok_or_else(|| Expected::soft(input, what))
    }
}

/// A decimal number from `low` to `high`.
pub(crate) fn number<'a, T>(low: T, high: T, what: &'static str) -> impl Fn(&'a str) -> Res<'a, T>
where
    T: FromStr + PartialOrd + Copy,
{
    read_word(what, move |word| {
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| word.parse().ok()).flatten().filter(|value| (low..=high).contains(value))
    })
}

/// A dotted quad.
pub(crate) fn address(input: &str) -> Res<'_, Ipv4Addr> {
    read_word("ledger-ipv4-address", quad)(input)
}

/// A dotted quad, or a token in the place of one that somebody redacted: `x.x.x.x`, `144.*.*.*`, `<public-ip>`.
pub(crate) fn maybe_redacted(input: &str) -> Res<'_, Address> {
    read_word("ledger-ipv4-address", |word| {
        quad(word).map(Address::V4).or_else(|| is_redacted(word).then(|| Address::Opaque(word.into())))
    })(input)
}

/// Whether a word stands where an address was.
pub(crate) fn is_redacted(word: &str) -> bool {
    let dotted = word.contains('.') && word.contains(['x', 'X', '*']);
    let quad = dotted && word.chars().all(|c| matches!(c, '0'..='9' | '.' | 'x' | 'X' | '*'));
    quad || (word.len() > 2 && word.starts_with('<') && word.ends_with('>'))
}

/// `ADDRESS MASK` with a contiguous mask.
pub(crate) fn address_mask(input: &str) -> Res<'_, Prefix> {
    let (rest, address) = address(input)?;
    let (rest, length) = mask(rest)?;
    Prefix::new(address, length).map(|prefix| (rest, prefix)).ok_or_else(|| Expected::soft(rest, "ledger-mask"))
}

/// A dotted, contiguous mask; the answer is its length.
pub(crate) fn mask(input: &str) -> Res<'_, u8> {
    read_word("ledger-mask-such-as", |word| {
        Prefix::from_mask(Ipv4Addr::UNSPECIFIED, quad(word)?).map(|prefix| prefix.length)
    })(input)
}

/// `ADDRESS/LENGTH`.
pub(crate) fn slashed(input: &str) -> Res<'_, Prefix> {
    read_word("ledger-prefix-such-as", |word| {
        let (address, length) = word.split_once('/')?;
        Prefix::new(quad(address)?, length.parse().ok()?)
    })(input)
}

/// A port from 1 to 65535, by number or by one of IOS's names.
pub(crate) fn port(input: &str) -> Res<'_, u16> {
    read_word("ledger-port-range", |word| {
        let number = word.parse().ok().filter(|&port: &u16| port > 0);
        number.or_else(|| port_by_name(word))
    })(input)
}

/// An interface name, perhaps with a blank before its number.
pub(crate) fn interface(input: &str) -> Res<'_, InterfaceName> {
    const WHAT: &str = "ledger-interface-name";
    let (rest, first) = word(WHAT)(input)?;
    if let Some(name) = InterfaceName::parse(first) {
        return Ok((rest, name));
    }
    let (after, number) = split_word(rest);
    let joined = first.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '1')
        && after.starts_with(|c: char| c.is_ascii_digit());
    let name = joined.then(|| InterfaceName::parse(&format!("{first}{after}"))).flatten();
    name.map(|name| (number, name)).ok_or_else(|| Expected::soft(input, WHAT))
}

/// The name of an interface where nothing else can stand, of whatever kind it is.
pub(crate) fn any_interface(input: &str) -> Res<'_, InterfaceName> {
    interface(input).or_else(|error| {
        let (word, rest) = split_word(input);
        InterfaceName::parse_any(word).map(|name| (rest, name)).ok_or(error)
    })
}

/// Nothing but blanks to the end of the line.
pub(crate) fn end(input: &str) -> Res<'_, ()> {
    if trim(input).is_empty() { Ok(("", ())) } else { Err(Expected::hard(input, "ledger-end-of-the-line")) }
}

/// What `parser` reads, with its place in the user's text.
pub(crate) fn spanned<'a, 'l, T, P>(
    line: &'l Line<'a>,
    mut parser: P,
) -> impl FnMut(&'a str) -> Res<'a, Spanned<T>> + 'l
where
    P: Parser<&'a str, Output = T, Error = Expected<'a>> + 'l,
    'a: 'l,
{
    move |input| {
        let start = trim_start(input);
        let whole = |input| parser.parse(input);
        let (rest, (text, value)) = consumed(whole).parse(start)?;
        Ok((rest, Spanned::new(value, line.span_of(text))))
    }
}

/// A name of the user's choice, with its place.
pub(crate) fn name<'a, 'l>(
    line: &'l Line<'a>,
    what: &'static str,
) -> impl FnMut(&'a str) -> Res<'a, Spanned<String>> + 'l {
    spanned(line, word(what).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_must_be_unambiguous() {
        const TABLE: &[(&str, u8)] = &[("overload", 1), ("oer", 2), ("vrf", 3)];
        assert_eq!(choice(TABLE, "an option")("  ov x"), Ok((" x", 1)));
        assert_eq!(choice(TABLE, "an option")("OER"), Ok(("", 2)));
        assert!(choice(TABLE, "an option")("o").is_err());
    }

    #[test]
    fn an_error_names_the_word_it_stopped_at() {
        let line = " 10.0.0 255.0.0.0";
        let Err(nom::Err::Error(error)) = address(line) else { panic!("must fail") };
        assert_eq!(error.told(line).to_string(), "expected an IPv4 address, found \"10.0.0\"");
        assert_eq!(error.token(), "10.0.0");
        let Err(nom::Err::Error(error)) = port("  ") else { panic!("must fail") };
        assert_eq!(error.told("  ").to_string(), "expected a port from 1 to 65535, found the end of the line");
    }

    #[test]
    fn an_error_tells_no_secret() {
        let line = "ip nat inside source list password hunter2";
        let Err(nom::Err::Error(error)) = address(&line[34..]) else { panic!("must fail") };
        assert_eq!(error.told(line).to_string(), "expected an IPv4 address, found a masked word");
    }

    #[test]
    fn interface_names_with_and_without_a_blank() {
        for (text, rest) in [("GigabitEthernet 0/0 overload", " overload"), ("g0/0 ov", " ov"), ("Di 1", "")] {
            assert_eq!(interface(text).map(|(rest, _)| rest), Ok(rest), "{text}");
        }
        assert!(interface("overload 1").is_err());
        assert!(interface("range g0/0 - 3").is_err());
    }

    #[test]
    fn redacted_addresses_are_not_names() {
        assert!(is_redacted("x.x.x.x") && is_redacted("144.*.*.*") && is_redacted("<public-ip>"));
        assert!(!is_redacted("interface") && !is_redacted("10.0.0.1") && !is_redacted("ex.example"));
    }
}
