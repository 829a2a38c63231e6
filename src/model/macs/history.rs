//! Which address an adapter was given, one after the other.

use std::collections::HashMap;

use crate::grammar::facts::VsphereEvent;
use crate::net::Mac;
use crate::source::Spanned;

/// The changes of one adapter.
#[derive(Debug, Clone)]
pub struct History<'m> {
    /// Whose it is, where an event says so.
    pub vm: Option<&'m Spanned<String>>,
    /// The adapter, as printed.
    pub adapter: &'m str,
    /// The events, in order.
    pub changes: Vec<&'m VsphereEvent>,
    /// The addresses, in order.
    macs: Vec<Mac>,
}

/// How many histories are tried for an event: one address in very many of them is no address of an adapter.
const TRIED: usize = 64;

/// Puts the changes together. The same event pasted twice counts once; without a time, events are joined by their
/// addresses, since some lists print the newest first.
pub(super) fn histories(events: &[VsphereEvent]) -> Vec<History<'_>> {
    let mut changes: Vec<_> = events.iter().filter_map(|event| Some((event, event.change()?))).collect();
    changes.sort_by_key(|(event, _)| {
        let at = event.time.as_ref().and_then(|time| time.at);
        (at.is_none(), at, event.span)
    });
    let mut all: Vec<History<'_>> = Vec::new();
    let mut with: HashMap<Mac, Vec<usize>> = HashMap::new();
    for (event, (old, new, adapter)) in changes {
        let known = |mac| with.get(&mac).into_iter().flatten().rev().take(TRIED).copied();
        let mut places: Vec<usize> = known(old).chain(known(new)).collect();
        places.sort_unstable();
        places.dedup();
        let taken =
            places.iter().any(|&at| all.get_mut(at).is_some_and(|history| history.add(event, old, new, adapter)));
        let at = if taken { places } else { vec![all.len()] };
        if !taken {
            all.push(History { vm: event.vm.as_ref(), adapter, changes: vec![event], macs: vec![old, new] });
        }
        for mac in [old, new] {
            let known = with.entry(mac).or_default();
            known.extend(at.iter().filter(|at| !known.contains(at)).copied().collect::<Vec<_>>());
        }
    }
    all
}

impl<'m> History<'m> {
    /// The address that is configured now, by these events; `None` where they leave open which came last.
    pub fn configured(&self) -> Option<Mac> {
        self.macs.last().copied().filter(|_| self.is_ordered())
    }

    /// The addresses that it had before, and does not have now.
    pub fn former(&self) -> impl Iterator<Item = Mac> {
        let now = self.macs.last().copied();
        self.macs.iter().copied().filter(move |mac| Some(*mac) != now)
    }

    /// All addresses that it ever had.
    pub fn all(&self) -> &[Mac] {
        &self.macs
    }

    /// The last change.
    pub fn last(&self) -> Option<&'m VsphereEvent> {
        self.changes.last().copied()
    }

    /// Whether the order of the changes is known: from their times, or because no address comes again.
    fn is_ordered(&self) -> bool {
        let again = self.macs.iter().enumerate().any(|(at, mac)| self.macs.iter().take(at).any(|before| before == mac));
        !again || self.changes.iter().all(|event| event.time.as_ref().is_some_and(|time| time.at.is_some()))
    }

    /// Takes an event of the same adapter that fits; `false` when it does not.
    fn add(&mut self, event: &'m VsphereEvent, old: Mac, new: Mac, adapter: &'m str) -> bool {
        let other_vm =
            |vm: &Spanned<String>| !event.vm.as_ref().is_none_or(|own| own.value.eq_ignore_ascii_case(&vm.value));
        if self.vm.is_some_and(other_vm) || self.adapter != adapter && !self.adapter.is_empty() && !adapter.is_empty() {
            return false;
        }
        if self.macs.last() == Some(&old) {
            self.macs.push(new);
            self.changes.push(event);
        } else if self.changes.iter().any(|known| known.change().is_some_and(|(a, b, _)| (a, b) == (old, new))) {
            // The same event again.
        } else if self.macs.first() == Some(&new) && event.time.as_ref().is_none_or(|time| time.at.is_none()) {
            self.macs.insert(0, old);
            self.changes.insert(0, event);
        } else {
            return false;
        }
        self.vm = self.vm.or(event.vm.as_ref());
        if self.adapter.is_empty() {
            self.adapter = adapter;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::facts::{EventKind, EventTime};
    use crate::source::{SourceFile, SourceMap, Span};

    fn mac(last: u8) -> Mac {
        Mac([0, 0x50, 0x56, 0x86, 0, last])
    }

    /// `(old, new, VM, hour)`; hour 0: the event has no time.
    fn told(changes: &[(u8, u8, &str, i8)]) -> Vec<String> {
        let source = SourceMap::default().add(SourceFile::new("x"));
        let event = |(at, &(old, new, vm, hour)): (usize, &(u8, u8, &str, i8))| {
            let span = Span { source, start: at as u64, len: 1 };
            let time = (hour > 0)
                .then(|| EventTime { text: String::new(), at: Some(jiff::civil::date(2020, 1, 16).at(hour, 0, 0, 0)) });
            let vm = (!vm.is_empty()).then(|| Spanned::new(vm.to_owned(), span));
            let what = EventKind::MacChanged { old: mac(old), new: mac(new), adapter: "4000".to_owned() };
            VsphereEvent { span, time, vm, what }
        };
        let events: Vec<_> = changes.iter().enumerate().map(event).collect();
        let shown = |history: &History<'_>| {
            let macs: Vec<String> = history.macs.iter().map(|mac| mac.0[5].to_string()).collect();
            let now = history.configured().map_or("?".to_owned(), |mac| mac.0[5].to_string());
            format!("{} now {now}", macs.join(">"))
        };
        histories(&events).iter().map(shown).collect()
    }

    #[test]
    fn changes_of_one_adapter_are_one_history() {
        for (changes, wanted) in [
            (&[(1, 2, "", 0)][..], &["1>2 now 2"][..]),
            // Pasted twice, once with the name of the machine.
            (&[(1, 2, "", 0), (1, 2, "NE", 0)], &["1>2 now 2"]),
            (&[(1, 2, "", 1), (1, 2, "", 2)], &["1>2 now 2"]),
            // Newest first, without times, and oldest first.
            (&[(2, 3, "", 0), (1, 2, "", 0)], &["1>2>3 now 3"]),
            (&[(1, 2, "", 0), (2, 3, "", 0)], &["1>2>3 now 3"]),
            // Back again: only times tell which was last.
            (&[(1, 2, "", 0), (2, 1, "", 0)], &["1>2>1 now ?"]),
            (&[(2, 1, "", 5), (1, 2, "", 3)], &["1>2>1 now 1"]),
            (&[(2, 1, "", 5), (1, 2, "", 3), (1, 2, "", 7)], &["1>2>1>2 now 2"]),
            // Two machines, one of which was given what the other had.
            (&[(1, 2, "NE", 1), (3, 1, "IX", 2)], &["1>2 now 2", "3>1 now 1"]),
            (&[(1, 2, "", 1), (3, 4, "", 2)], &["1>2 now 2", "3>4 now 4"]),
        ] {
            assert_eq!(told(changes), wanted, "{changes:?}");
        }
    }
}
