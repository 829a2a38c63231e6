//! Text of two routers that is taken for one, because nothing names them or both have the name that routers come with.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;

use super::Interface;
use super::lower::begins;
use super::observe::note;
use crate::grammar::Note;
use crate::grammar::facts::{ConfigFacts, is_from_the_factory};
use crate::locale::{Text, say};
use crate::net::InterfaceName;

/// What stands above the configuration that is judged. An earlier one of the same router has an address in common with it,
/// and what nobody can say whose it is says nothing else than it does.
pub(super) fn before(facts: &ConfigFacts, judged: &ConfigFacts) -> Option<Note> {
    let addresses = |facts: &ConfigFacts| facts.interfaces.iter().filter_map(address).collect::<HashSet<Ipv4Addr>>();
    let (here, there) = (addresses(facts), addresses(judged));
    let apart = !here.is_empty() && !there.is_empty() && here.is_disjoint(&there);
    // One of the two does not say whose it is.
    let unsure = !is_named(facts) || !is_named(judged);
    let by_name: HashMap<_, _> = judged.interfaces.iter().map(|known| (&known.name.value, known)).collect();
    if apart || unsure && moved(facts, |name| by_name.get(name).copied()).is_some() {
        return Some(note(begins(facts)?, say!("ledger-other-addresses")));
    }
    let known: HashSet<_> = judged.nat_rules.iter().map(|rule| (&rule.kind, rule.direction)).collect();
    let nameless = facts.hostname.is_none() && facts.version.is_none() && here.is_empty();
    let new = facts.nat_rules.iter().find(|rule| !known.contains(&(&rule.kind, rule.direction)));
    new.filter(|_| nameless).map(|rule| note(rule.statement.span, say!("ledger-not-below")))
}

/// Whether the configuration says whose it is: many routers have the name that they came with.
fn is_named(facts: &ConfigFacts) -> bool {
    facts.hostname.as_ref().is_some_and(|name| !is_from_the_factory(&name.value))
}

/// An interface of fragments that add up, with another address than one of them said before.
pub(super) fn on_top<'k>(facts: &ConfigFacts, known: impl Fn(&InterfaceName) -> Option<&'k Interface>) -> Option<Note> {
    let moved = moved(facts, known)?;
    Some(note(moved.address.as_ref()?.span, Text::named("ledger-second-address")))
}

/// An interface with another address than the one that is known of the same name.
fn moved<'k, 'f>(
    facts: &'f ConfigFacts,
    known: impl Fn(&InterfaceName) -> Option<&'k Interface>,
) -> Option<&'f Interface> {
    facts.interfaces.iter().find(|new| {
        let old = known(&new.name.value).and_then(address);
        old.zip(address(new)).is_some_and(|(old, new)| old != new)
    })
}

fn address(interface: &Interface) -> Option<Ipv4Addr> {
    interface.stated().map(|prefix| prefix.address)
}
