//! One line, word by word.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Redactor;
use super::address::mask_length;
use super::plan::{Plan, words_of};
use super::words::{is_interface, is_measure, is_model};
use crate::source::{mask_controls, mask_line};

/// What a secret is replaced by, whatever its length.
const SECRET: &str = "******";

/// How much of a word is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// What is not IOS's own.
    Command,
    /// Everything that is a word: the names of people and devices, descriptions.
    Name,
    /// Likewise, and numbers.
    Prose,
}

/// What a dotted quad is, as far as the words around it tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quad {
    Address,
    /// In front of a mask or wildcard of this length.
    In(u32),
    /// A wildcard with holes.
    Wildcard,
}

/// The line in other words. Columns stay where they were as far as there is room between them.
pub(super) fn redact(redactor: &mut Redactor, text: &str) -> String {
    let text = &shown(text);
    if let Some(row) = fused_row(redactor, text) {
        return row;
    }
    let masked = mask_line(text);
    let words = words_of(text);
    let plan = Plan::of(text, &words);
    let quads = quads(&words);
    let mut out = String::with_capacity(text.len());
    let (mut at, mut debt) = (0, 0);
    for (index, &(start, word)) in words.iter().enumerate() {
        push_gap(&mut out, text.get(at..start).unwrap_or(""), &mut debt);
        let shown = masked.get(start..start + word.len()).unwrap_or("");
        let quad = quads.get(index).copied().unwrap_or(Quad::Address);
        let behind_address = index > 0 && words.get(index - 1).is_some_and(|(_, before)| *before == "address");
        let line = Line { plan: &plan, start, quad };
        let new = match hidden(word, shown) {
            Some(_) if plan.dump => dump(word),
            Some(_) if behind_address && word.parse::<Ipv4Addr>().is_ok() => line.word(redactor, word),
            Some((from, to)) => {
                let (before, after) = (word.get(..from).unwrap_or(""), word.get(to..).unwrap_or(""));
                let behind = Line { start: start + to, ..line };
                format!("{}{SECRET}{}", line.word(redactor, before), behind.word(redactor, after))
            }
            None => line.word(redactor, word),
        };
        debt += new.chars().count().cast_signed() - word.chars().count().cast_signed();
        out.push_str(&new);
        at = start + word.len();
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Controls taken out. The end-of-text byte that delimits banners is written as IOS prints it.
fn shown(text: &str) -> String {
    mask_controls(&text.replace('\u{3}', "^C"))
}

/// Blanks between columns give and take what the words beside them need.
fn push_gap(out: &mut String, gap: &str, debt: &mut isize) {
    let blanks = gap.len().cast_signed();
    if blanks < 2 || out.is_empty() || gap.bytes().any(|byte| byte != b' ') {
        return out.push_str(gap);
    }
    let left = (blanks - *debt).max(1);
    *debt -= blanks - left;
    out.extend(std::iter::repeat_n(' ', left.unsigned_abs()));
}

/// Which bytes of a word are secret.
fn hidden(word: &str, masked: &str) -> Option<(usize, usize)> {
    let differs = |(was, is): (u8, u8)| is == b'*' && was != b'*';
    let from = word.bytes().zip(masked.bytes()).position(differs)?;
    let after = word.bytes().rev().zip(masked.bytes().rev()).position(differs)?;
    Some((from, word.len() - after))
}

/// A word of a certificate or key, in the same form.
pub(super) fn dump(word: &str) -> String {
    if matches!(word, "quit" | "exit") {
        return word.to_owned();
    }
    let hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex { "0" } else { "A" }.repeat(word.len())
}

/// The text of a banner: its shape and nothing else, and not the character that ends it.
pub(super) fn blanked(text: &str, delimiter: &str) -> String {
    let (letter, digit) = (if delimiter == "x" { 'z' } else { 'x' }, if delimiter == "0" { '1' } else { '0' });
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = run_length(rest, char::is_alphanumeric);
        let (word, after) = rest.split_at_checked(run.max(c.len_utf8())).unwrap_or((rest, ""));
        match run {
            0 => out.push_str(&shown(word)),
            _ if word.bytes().all(|byte| byte.is_ascii_digit()) => (0..run).for_each(|_| out.push(digit)),
            _ => (0..4).for_each(|_| out.push(letter)),
        }
        rest = after;
    }
    out
}

/// A row whose columns are run together: apart again, because what joins them is told by their digits.
fn fused_row(redactor: &mut Redactor, text: &str) -> Option<String> {
    let fused = |word: &str| word.bytes().filter(|byte| *byte == b'.').count() > 3;
    if !text.split_ascii_whitespace().any(fused) {
        return None;
    }
    let cells = crate::grammar::ios::show::cells(text)?;
    let plan = Plan::default();
    let first = text.split_ascii_whitespace().next()?;
    let protocol = run_length(first, |c| c == '-' || c.is_ascii_alphabetic());
    let mut out = first.get(..protocol)?.to_owned();
    for cell in cells {
        out.push(' ');
        let line = Line { plan: &plan, start: 0, quad: Quad::Address };
        out.push_str(&cell.map_or_else(|| "---".to_owned(), |cell| line.word(redactor, cell)));
    }
    Some(out)
}

/// What every word that is a dotted quad is.
fn quads(words: &[(usize, &str)]) -> Vec<Quad> {
    let parsed: Vec<Option<Ipv4Addr>> =
        words.iter().map(|(_, word)| word.trim_end_matches([',', ';']).parse().ok()).collect();
    let list = words.iter().any(|(_, word)| matches!(*word, "permit" | "deny"));
    let mut out = vec![Quad::Address; words.len()];
    // Addresses that a mask behind them may be of.
    let mut open: Vec<usize> = Vec::new();
    for (index, (quad, (_, word))) in parsed.iter().zip(words).enumerate() {
        let alone = || index < 2 || words.get(index - 2).is_none_or(|(_, before)| *before != "host");
        let length = match quad {
            Some(quad) => mask_length(*quad).filter(|_| !open.is_empty()),
            None => word.strip_prefix('/').and_then(|length| length.parse().ok()).filter(|length| *length <= 32),
        };
        match (quad, length) {
            (_, Some(length)) => {
                open.drain(..).for_each(|at| out[at] = Quad::In(length));
            }
            (Some(_), None) if list && open.len() == 1 && alone() => {
                open.clear();
                out[index] = Quad::Wildcard;
            }
            (Some(_), None) => {
                open.truncate(2);
                open.push(index);
            }
            (None, None) if matches!(*word, "netmask" | "mask") => {}
            (None, None) if *word == "prefix-length" => {
                let length = words.get(index + 1).and_then(|(_, length)| length.parse().ok());
                if let Some(length) = length.filter(|length| *length <= 32) {
                    open.drain(..).for_each(|at| out[at] = Quad::In(length));
                }
            }
            (None, None) => open.clear(),
        }
    }
    out
}

/// Where a word stands.
#[derive(Clone, Copy)]
struct Line<'a> {
    plan: &'a Plan,
    /// Offset of the word in the line.
    start: usize,
    quad: Quad,
}

impl Line<'_> {
    /// The word with what is in it replaced.
    fn word(self, redactor: &mut Redactor, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        let mut at = 0;
        while let Some(rest) = word.get(at..)
            && let Some(c) = rest.chars().next()
        {
            let before = word.get(..at).and_then(|text| text.chars().next_back());
            let manner = self.plan.manner(self.start + at);
            let inside = before.is_some_and(char::is_alphanumeric);
            let found = if inside { None } else { at_boundary(redactor, rest, manner) };
            let found = found.or_else(|| {
                let inside = before.is_some_and(|c| c.is_ascii_digit() || c == '.');
                if c.is_ascii_digit() && !inside { self.dotted(redactor, rest) } else { None }
            });
            if let Some((length, new)) = found {
                out.push_str(&new);
                at += length;
                continue;
            }
            let run = name_length(rest);
            if run == 0 {
                out.push(c);
                at += c.len_utf8();
                continue;
            }
            let name = rest.get(..run).unwrap_or(rest);
            // `^C` delimits banners.
            let (kept, name) = if before == Some('^') && name.starts_with('C') { name.split_at(1) } else { ("", name) };
            out.push_str(kept);
            // `%SYS-5-CONFIG_I`
            let tag = before == Some('%') && name.split('-').any(|part| part.len() == 1);
            if tag {
                out.push_str(name);
            } else {
                out.push_str(&self.name(redactor, name, manner));
            }
            at += run;
        }
        out
    }

    /// A dotted quad, or what is left of one: `144.*.*.*`, `192.168.1`. Of the latter only what it shows is mapped.
    fn dotted(self, redactor: &mut Redactor, rest: &str) -> Option<(usize, String)> {
        let length = run_length(rest, |c| c.is_ascii_digit() || matches!(c, '.' | 'x' | 'X' | '*'));
        let number = rest.get(..length)?.trim_end_matches('.');
        let parts: Vec<&str> = number.split('.').collect();
        // A port and an address that are run together.
        let fused = parts.first().map_or(0, |first| first.len()).saturating_sub(3);
        if fused > 0 && parts.len() > 3 {
            let (port, rest) = rest.split_at_checked(fused)?;
            return self.dotted(redactor, rest).map(|(length, new)| (fused + length, format!("{port}{new}")));
        }
        let octets: Vec<u8> = parts.iter().take(4).map_while(|part| part.parse().ok()).collect();
        let object = parts.len() > 4 && number.starts_with("1.3.6.1.");
        if parts.len() < 3 || octets.is_empty() || object || (parts.len() != 4 && self.plan.versions) {
            return None;
        }
        let mut whole = [0; 4];
        whole.iter_mut().zip(&octets).for_each(|(place, octet)| *place = *octet);
        let address = Ipv4Addr::from(whole);
        let behind = rest.get(number.len()..)?;
        let slash = behind.strip_prefix('/').and_then(|rest| rest.get(..run_length(rest, |c| c.is_ascii_digit())));
        let length = slash.and_then(|length| length.parse().ok()).filter(|length| *length <= 32);
        let mapped = match length.map_or(self.quad, Quad::In) {
            Quad::Wildcard => address,
            Quad::In(length) if parts.len() == 4 => redactor.addresses.v4_in(address, length),
            Quad::In(_) | Quad::Address => redactor.addresses.v4(address),
        };
        let shown = mapped.octets().into_iter().take(octets.len()).zip(&parts).map(|(octet, part)| {
            // `010.001.002.003`, which is no address for what reads it so.
            match part.strip_prefix('0').map_or(0, str::len) {
                0 => octet.to_string(),
                width => format!("0{octet:0width$}"),
            }
        });
        let hidden = parts.iter().skip(octets.len()).map(|part| (*part).to_owned());
        let new: Vec<String> = shown.chain(hidden).collect();
        // A port, an ICMP id or an SPI.
        let id = behind
            .strip_prefix(':')
            .map_or("", |rest| rest.get(..run_length(rest, |c| c.is_ascii_hexdigit())).unwrap_or(""));
        let ends = !behind.get(1 + id.len()..).is_some_and(|rest| rest.starts_with('.'));
        let with_id =
            if ends && (1..=10).contains(&id.len()) && parts.len() == 4 { format!(":{id}") } else { String::new() };
        Some((number.len() + with_id.len(), new.join(".") + &with_id))
    }

    fn name(self, redactor: &Redactor, name: &str, manner: Manner) -> String {
        let digits = name.bytes().all(|byte| byte.is_ascii_digit());
        let words = &redactor.words;
        let kept = match manner {
            _ if name.chars().nth(1).is_none() => manner == Manner::Command || !digits,
            Manner::Name => crate::grammar::facts::is_from_the_factory(name),
            Manner::Prose if digits => return "0".repeat(name.len()),
            Manner::Prose => self.plan.comment && is_omission(name),
            // A port that somebody has hidden already.
            Manner::Command if digits || name.bytes().all(|byte| matches!(byte, b'x' | b'X')) => true,
            Manner::Command if redactor.is_hot(name) => false,
            Manner::Command => {
                words.knows(name)
                    || is_measure(name)
                    || is_model(name)
                    || self.plan.command && words.may_be_short(name)
                    || self.plan.versions && is_release(name)
            }
        };
        if kept { name.to_owned() } else { words.pseudonym(name) }
    }
}

/// What can only begin where a word does: an interface, an IPv6 or a MAC address.
fn at_boundary(redactor: &mut Redactor, rest: &str, manner: Manner) -> Option<(usize, String)> {
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | ':' | '-' | '_');
    let long = rest.get(..run_length(rest, in_name))?.trim_end_matches(['/', '.', ':', '-']);
    if manner != Manner::Name && !redactor.is_hot(long) && is_interface(long) {
        return Some((long.len(), long.to_owned()));
    }
    let in_number = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '-');
    let number = rest.get(..run_length(rest, in_number))?.trim_end_matches(['.', '-']);
    if let Some(new) = mac(redactor, number) {
        return Some((number.len(), new));
    }
    let number = if number.ends_with("::") { number } else { number.trim_end_matches(':') };
    let address: Ipv6Addr = number.parse().ok().filter(|_| number.contains(':'))?;
    let length =
        rest.get(number.len()..)?.strip_prefix('/').map(|rest| rest.get(..run_length(rest, |c| c.is_ascii_digit())));
    let hosts =
        length.flatten().and_then(|length| length.parse().ok()).and_then(|length| u128::MAX.checked_shr(length));
    let mut mapped = u128::from(redactor.addresses.v6(address));
    if let Some(hosts) = hosts.filter(|hosts| u128::from(address) & hosts == 0) {
        mapped &= !hosts;
    }
    let text = Ipv6Addr::from(mapped).to_string();
    let upper = number.bytes().any(|byte| byte.is_ascii_uppercase());
    Some((number.len(), if upper { text.to_ascii_uppercase() } else { text }))
}

/// How the MAC addresses of virtual machines begin: vCenter's, and those that ESXi makes.
const VIRTUAL: [&str; 2] = ["005056", "000c29"];

/// A MAC address, `0050.5686.671a` or `00:50:56:86:67:1a`, in the same form. A client identifier has more digits. Without
/// marks twelve digits may be any number, unless they begin as those of virtual machines do.
fn mac(redactor: &Redactor, text: &str) -> Option<String> {
    let Some(mark) = text.chars().find(|c| !c.is_ascii_hexdigit()) else {
        let lower = text.to_ascii_lowercase();
        let is_virtual = text.len() == 12 && VIRTUAL.iter().any(|maker| lower.starts_with(maker));
        let upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
        let mapped = is_virtual.then(|| redactor.addresses.mac(text))?;
        return Some(if upper { mapped.to_ascii_uppercase() } else { mapped });
    };
    let groups: Vec<&str> = text.split(mark).collect();
    let sized =
        |size: usize| groups.iter().all(|group| group.len() == size && group.bytes().all(|b| b.is_ascii_hexdigit()));
    let (last, most) = groups.split_last()?;
    let dotted =
        mark == '.' && groups.len() >= 3 && most.iter().all(|group| group.len() == 4) && matches!(last.len(), 2 | 4);
    if !(dotted || (mark != '.' && groups.len() == 6 && sized(2)))
        || !groups.concat().bytes().all(|b| b.is_ascii_hexdigit())
    {
        return None;
    }
    let digits = groups.concat();
    let kind = if digits.len() == 14 { 2 } else { 0 };
    let (kind, rest) = digits.split_at_checked(kind)?;
    let mut mapped = kind.to_owned();
    for chunk in rest.as_bytes().chunks(12) {
        mapped.push_str(&redactor.addresses.mac(std::str::from_utf8(chunk).ok()?));
    }
    let upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
    let mapped = if upper { mapped.to_ascii_uppercase() } else { mapped };
    let mut digits = mapped.chars();
    Some(text.chars().map(|c| if c == mark { c } else { digits.next().unwrap_or('0') }).collect())
}

/// What stands for lines that a person has left out, and is understood as such.
fn is_omission(word: &str) -> bool {
    ["omitted", "suppressed", "snip", "snipped", "truncated", "elided"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// A part of `15.7(3)M8` or `4.1.4-GR1-P5`, in a line about releases.
fn is_release(word: &str) -> bool {
    word.len() <= 8
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && !word.bytes().take(3).all(|byte| byte.is_ascii_lowercase())
}

fn run_length(text: &str, in_run: impl Fn(char) -> bool) -> usize {
    text.find(|c| !in_run(c)).unwrap_or(text.len())
}

/// Letters, digits, hyphens and underscores, from a letter or digit to one.
fn name_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return 0;
    }
    let run = run_length(text, |c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    text.get(..run).map_or(run, |name| name.trim_end_matches('-').len())
}
