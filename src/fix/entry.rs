//! Entries of access lists as typed commands, and the numbers they need.

use std::fmt;
use std::net::Ipv4Addr;

use crate::model::{Acl, AclEntry, AclProtocol, Action, AddressMatch, PortMatch};
use crate::net::{Protocol, Wildcard};
use crate::source::Span;

/// One end of the packets that an entry lets pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// `None` where nobody said.
    pub(super) host: Option<Ipv4Addr>,
    /// First and last port.
    pub(super) ports: (u16, u16),
}

/// `permit udp host PEER eq 4500 host GLOBAL eq PORT`, an entry that a plan adds to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Permit {
    pub(super) list: String,
    /// A standard list knows sources only.
    pub(super) standard: bool,
    /// Index of the entry before which it comes; `None`: at the end.
    pub(super) before: Option<usize>,
    pub(super) protocol: Protocol,
    pub(super) from: End,
    pub(super) to: End,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host {
            Some(host) => write!(f, "host {host}")?,
            None => f.write_str("any")?,
        }
        match self.ports {
            (first, last) if first == last => write!(f, " eq {first}"),
            (first, last) => write!(f, " range {first} {last}"),
        }
    }
}

impl fmt::Display for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.standard, self.from.host) {
            (true, Some(host)) => write!(f, "permit host {host}"),
            (true, None) => f.write_str("permit any"),
            (false, _) => write!(f, "permit {} {} {}", self.protocol, self.from, self.to),
        }
    }
}

impl Permit {
    /// The entry that the router makes of it.
    pub(super) fn entry(&self, at: Span) -> AclEntry {
        let host = |end: End| match end.host {
            Some(address) => AddressMatch::Wildcard(address, Wildcard(Ipv4Addr::UNSPECIFIED)),
            None => AddressMatch::Any,
        };
        let ports = |end: End| PortMatch::Range(end.ports.0, end.ports.1);
        let (protocol, source_port, destination, destination_port) = if self.standard {
            (Protocol::Any, PortMatch::Any, AddressMatch::Any, PortMatch::Any)
        } else {
            (self.protocol, ports(self.from), host(self.to), ports(self.to))
        };
        AclEntry {
            span: at,
            sequence: None,
            action: Action::Permit,
            protocol: AclProtocol::Is(protocol),
            source: host(self.from),
            source_port,
            destination,
            destination_port,
            icmp: None,
            condition: None,
        }
    }
}

/// An entry to type: the index of the entry before which it comes (`None`: at the end), and its text.
pub(super) type NewEntry = (Option<usize>, String);

/// The lines of one list: what is typed, and what takes it back.
#[derive(Debug, Default)]
pub(super) struct ListLines {
    pub(super) commands: Vec<String>,
    pub(super) rollback: Vec<String>,
    /// The entries had to be numbered anew, and this does not take it back.
    pub(super) renumbered: bool,
    /// New entries have numbers, which rest on those of the others.
    pub(super) numbered: bool,
}

/// Types `entries` into the list `name`. Where no number is free before an entry, the list is numbered anew first.
pub(super) fn lines(name: &str, standard: bool, acl: &Acl, entries: &[NewEntry]) -> ListLines {
    let header = format!("ip access-list {} {name}", if standard { "standard" } else { "extended" });
    let old = numbers(acl);
    let mut lines = ListLines::default();
    let fits = place(&old, entries);
    let step = fits.is_none().then(|| step(entries));
    let anew = |step: u32| {
        let new: Vec<u32> = (1..=old.len()).map(|at| scaled(at, step)).collect();
        place(&new, entries)
    };
    let numbers = fits.or_else(|| step.and_then(anew)).unwrap_or_default();
    lines.commands.extend(step.map(|step| format!("ip access-list resequence {name} {step} {step}")));
    lines.commands.push(header.clone());
    lines.rollback.push(header);
    for ((_, text), number) in entries.iter().zip(numbers) {
        let (typed, undo) = match number {
            Some(number) => (format!(" {number} {text}"), format!(" no {number}")),
            None => (format!(" {text}"), format!(" no {text}")),
        };
        lines.numbered |= number.is_some();
        lines.commands.push(typed);
        lines.rollback.push(undo);
    }
    if step.is_some() {
        match even(&old) {
            Some((start, step)) => lines.rollback.push(format!("ip access-list resequence {name} {start} {step}")),
            None => lines.renumbered = true,
        }
    }
    lines
}

/// The numbers of the entries. IOS numbers an entry without a number ten above the last.
fn numbers(acl: &Acl) -> Vec<u32> {
    let mut last = 0;
    let number = |entry: &AclEntry| {
        last = entry.sequence.unwrap_or_else(|| u32::saturating_add(last, 10));
        last
    };
    acl.entries.iter().map(number).collect()
}

fn scaled(at: usize, step: u32) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_mul(step)
}

/// A step that leaves room for all new entries in one gap.
fn step(entries: &[NewEntry]) -> u32 {
    let wanted = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    [10, 100, 1000].into_iter().find(|step| *step > wanted).unwrap_or(10_000)
}

/// A number for each new entry, where there is room for all; none for those at the end.
fn place(old: &[u32], entries: &[NewEntry]) -> Option<Vec<Option<u32>>> {
    let mut placed: Vec<Option<u32>> = Vec::new();
    for (at, (before, _)) in entries.iter().enumerate() {
        let Some(before) = before.filter(|before| *before < old.len()) else {
            placed.push(None);
            continue;
        };
        let previous = before.checked_sub(1).and_then(|at| old.get(at)).copied().unwrap_or(0);
        let earlier = entries.iter().take(at).filter(|(other, _)| *other == Some(before)).count();
        let number = previous.checked_add(u32::try_from(earlier).ok()?)?.checked_add(1)?;
        placed.push((Some(&number) < old.get(before)).then_some(number).map(Some)?);
    }
    Some(placed)
}

/// First number and step, where a list is numbered evenly.
fn even(numbers: &[u32]) -> Option<(u32, u32)> {
    let first = *numbers.first()?;
    let step = match numbers.get(1) {
        Some(second) => second.checked_sub(first).filter(|step| *step > 0)?,
        None => 10,
    };
    numbers.windows(2).all(|pair| matches!(pair, [a, b] if b.checked_sub(*a) == Some(step))).then_some((first, step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn permit(before: Option<usize>) -> Permit {
        let end = |port| End { host: None, ports: (port, port) };
        let (from, to) = (end(4500), end(4501));
        Permit { list: "IN".to_owned(), standard: false, before, protocol: Protocol::UDP, from, to }
    }

    fn list(numbers: &[Option<u32>]) -> Acl {
        let span = Span { source: SourceMap::default().add(SourceFile::new("t")), start: 0, len: 1 };
        let entry = |sequence: &Option<u32>| AclEntry { sequence: *sequence, ..permit(None).entry(span) };
        Acl { span, entries: numbers.iter().map(entry).collect(), others: Vec::new() }
    }

    fn typed(numbers: &[Option<u32>], before: &[Option<usize>]) -> ListLines {
        let entries: Vec<NewEntry> = before.iter().map(|before| (*before, permit(*before).to_string())).collect();
        lines("IN", false, &list(numbers), &entries)
    }

    #[test]
    fn a_gap_is_used() {
        let lines = typed(&[None, Some(15), None], &[Some(1), Some(2), Some(1)]);
        let permit = "permit udp any eq 4500 any eq 4501";
        let expected = ["ip access-list extended IN".to_owned(), format!(" 11 {permit}"), format!(" 16 {permit}")];
        assert_eq!(lines.commands[..3], expected);
        assert_eq!(lines.commands[3], format!(" 12 {permit}"));
        assert_eq!(lines.rollback, ["ip access-list extended IN", " no 11", " no 16", " no 12"]);
        assert!(lines.numbered && !lines.renumbered);
    }

    #[test]
    fn without_a_gap_the_list_is_numbered_anew_and_back() {
        let lines = typed(&[Some(1), Some(2)], &[Some(1)]);
        assert_eq!(lines.commands[0], "ip access-list resequence IN 10 10");
        assert_eq!(lines.commands[2], " 11 permit udp any eq 4500 any eq 4501");
        assert_eq!(lines.rollback[1..], [" no 11", "ip access-list resequence IN 1 1"]);
        let uneven = typed(&[Some(1), Some(2), Some(4)], &[Some(1)]);
        assert!(uneven.renumbered && !uneven.rollback.iter().any(|line| line.contains("resequence")));
        let crowd = typed(&[Some(10), Some(20)], &[Some(1); 12]);
        assert_eq!(crowd.commands[0], "ip access-list resequence IN 100 100");
        assert_eq!(crowd.commands[13], " 112 permit udp any eq 4500 any eq 4501");
    }

    #[test]
    fn at_the_end_no_number_is_needed() {
        let lines = typed(&[Some(10)], &[None]);
        assert_eq!(lines.commands[1], " permit udp any eq 4500 any eq 4501");
        assert_eq!(lines.rollback[1], " no permit udp any eq 4500 any eq 4501");
        assert!(!lines.numbered);
    }
}
