//! What a later part of a configuration (`show run | include access-list`, a copy that was cut, a few lines) says once
//! more of a list, a group, a pool or a clause of a route-map. A filter leaves out lines without a word, so a part with
//! fewer of them takes none away.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::lists::same_entry;
use super::lower::in_order;
use super::{ConfigState, Contradiction, Device, RouteMapClause, RouteMapMatch, RouteMapSet, StaticRoute};
use crate::capture::Filter;
use crate::grammar::facts::ConfigFacts;
use crate::locale::{Text, say};
use crate::source::{SourceMap, Span};

/// A part of a configuration that follows another one.
pub(super) struct Again<'a> {
    /// How much of the configuration it is.
    pub(super) state: &'a ConfigState,
    /// The filter it passed through.
    pub(super) filter: Option<&'a Filter>,
    /// What came before it is a whole configuration.
    pub(super) whole: bool,
    pub(super) sources: &'a SourceMap,
}

/// Among how many lines those are looked for that a filter would have shown: each of many parts may be a filtered one.
pub(super) const MANY: usize = 10_000;

/// A line of a clause.
#[derive(PartialEq)]
enum Line<'a> {
    Match(&'a RouteMapMatch),
    Set(&'a RouteMapSet),
}

/// What becomes of lines that come again.
struct Fate {
    /// They take the place of those that were known.
    replaces: bool,
    /// They are of another moment.
    differs: bool,
}

impl Again<'_> {
    /// Takes out of `facts` what is known better; says what is of another moment.
    pub(super) fn settle(&self, device: &mut Device, facts: &mut ConfigFacts) -> Vec<Contradiction> {
        let mut told = Vec::new();
        facts.access_lists.retain_mut(|list| {
            list.entries = in_order(std::mem::take(&mut list.entries));
            let Some(known) = device.acls.get_mut(&list.name.value) else { return true };
            let fate = self.fate(&known.entries, &list.entries, same_entry, |entry| entry.span, known.span);
            if fate.differs {
                // Whether it matters depends on the packet: where both versions answer alike it does not.
                let says = says("list", &list.name.value);
                told.push(Contradiction { configured: Some(known.span), seen: list.name.span, says, matters: false });
                known.others.push(if fate.replaces { &known.entries } else { &list.entries }.clone());
            }
            fate.replaces
        });
        let mut tell = |differs: bool, known: Span, seen: Span, says: Text| {
            if differs {
                told.push(Contradiction { configured: Some(known), seen, says, matters: true });
            }
        };
        facts.object_groups.retain(|group| {
            let Some(known) = device.object_groups.get(&group.name.value) else { return true };
            let span = known.name.span;
            let fate = self.fate(&known.members, &group.members, PartialEq::eq, |member| member.span, span);
            tell(fate.differs, span, group.name.span, says("group", &group.name.value));
            fate.replaces
        });
        facts.pools.retain(|pool| {
            let Some(known) = device.pools.get(&pool.name.value) else { return true };
            let fate = self.fate(&known.ranges, &pool.ranges, PartialEq::eq, |range| range.span, known.span);
            tell(fate.differs, known.span, pool.span, says("pool", &pool.name.value));
            fate.replaces
        });
        facts.route_maps.retain(|clause| {
            let Some(clauses) = device.route_maps.get_mut(&clause.name.value) else { return true };
            let known = clauses.iter().enumerate().find(|(_, known)| known.sequence == clause.sequence);
            let Some((at, known)) = known else { return true };
            let (old, new) = (lines_of(known), lines_of(clause));
            let fate = self.fate(&old, &new, |old, new| old.0 == new.0, |line| line.1, known.span);
            let turned = known.action != clause.action;
            tell(fate.differs || turned, known.span, clause.span, says("map", &clause.name.value));
            if fate.replaces {
                clauses.remove(at);
            }
            fate.replaces
        });
        told.extend(self.routes(&device.routes, facts));
        told
    }

    /// A copy that shows a route which the whole configuration has not, or not one which it has. Those of both stay once.
    fn routes(&self, known: &[StaticRoute], facts: &mut ConfigFacts) -> Option<Contradiction> {
        if !self.whole || matches!(self.state, ConfigState::Fragment) || facts.routes.is_empty() {
            return None;
        }
        let first = facts.routes.first().map(|route| route.span);
        let gone = {
            let here: HashSet<_> = facts.routes.iter().map(key).collect();
            let mut hidden = known.iter().filter(|route| !here.contains(&key(route)));
            let filter = self.filter.filter(|_| known.len() <= MANY);
            filter.and_then(|filter| hidden.find(|route| self.shows(filter, route.span, None))).map(|route| route.span)
        };
        let before: HashSet<_> = known.iter().map(key).collect();
        facts.routes.retain(|route| !before.contains(&key(route)));
        let added = facts.routes.first().map(|route| (None, route.span));
        let (configured, seen) = added.or_else(|| Some((Some(gone?), first?)))?;
        Some(Contradiction { configured, seen, says: say!("model-again-route"), matters: true })
    }

    /// `header`: the line above those that are known.
    fn fate<T>(
        &self,
        known: &[T],
        new: &[T],
        same: impl Fn(&T, &T) -> bool,
        span: impl Fn(&T) -> Span,
        header: Span,
    ) -> Fate {
        if let Some(missing) = left_out(known, new, &same) {
            let ends_early = missing.first() == Some(&new.len());
            let mut spans = missing.iter().filter_map(|&at| Some(span(known.get(at)?)));
            let differs = match (self.state, self.filter) {
                // Its header alone.
                _ if new.is_empty() => false,
                (_, Some(filter)) => spans.any(|span| self.shows(filter, span, Some(header))),
                (ConfigState::Cut(_), None) => !missing.is_empty() && !ends_early,
                (_, None) => !missing.is_empty(),
            };
            return Fate { replaces: false, differs };
        }
        let grows = left_out(new, known, &same).is_some();
        // What is typed below a configuration changes it; what else comes below a whole one is a copy of it.
        let replaces = !self.whole || matches!(self.state, ConfigState::Fragment);
        Fate { replaces, differs: self.whole || !grows }
    }

    /// Whether the filter would have shown the line of a known entry; what is no plain word in its pattern may match
    /// anything.
    pub(super) fn shows(&self, filter: &Filter, entry: Span, header: Option<Span>) -> bool {
        let has = |span: Span| {
            let mut lines = self.sources.get(span.source).map(|file| file.lines(span.start, 1)).into_iter().flatten();
            lines.next().is_none_or(|(_, line)| filter.pattern.split('|').any(|word| may_match(line, word)))
        };
        match filter.verb {
            "include" => has(entry),
            "section" => has(entry) || header.is_some_and(has),
            "exclude" => !has(entry),
            // One interface (`show running-config interface Gi0/0`).
            "part" => false,
            _ => true,
        }
    }
}

/// VRF, track object and interface; network and next hop; the length of the prefix and the distance; the words `dhcp` and
/// `global`: what tells two routes apart.
type Key<'r> = ([Option<&'r str>; 3], Ipv4Addr, Option<Ipv4Addr>, [u8; 2], [bool; 2]);

fn key(route: &StaticRoute) -> Key<'_> {
    let vrf = route.vrf.as_ref().map(|vrf| vrf.value.as_str());
    let track = route.track.as_ref().map(|track| track.value.as_str());
    let interface = route.interface.as_ref().map(|name| name.value.as_str());
    let next_hop = route.next_hop.as_ref().map(|hop| hop.value);
    let numbers = [route.prefix.length, route.distance];
    ([vrf, track, interface], route.prefix.network(), next_hop, numbers, [route.dhcp, route.global])
}

fn says(kind: &'static str, name: &str) -> Text {
    say!("model-again", kind, name)
}

fn lines_of(clause: &RouteMapClause) -> Vec<(Line<'_>, Span)> {
    let matches = clause.matches.iter().map(|line| (Line::Match(&line.value), line.span));
    let sets = clause.sets.iter().map(|line| (Line::Set(&line.value), line.span));
    matches.chain(sets).collect()
}

/// The places of `all` that `part` has not, if it has nothing else and the same order.
fn left_out<T>(all: &[T], part: &[T], same: impl Fn(&T, &T) -> bool) -> Option<Vec<usize>> {
    let mut rest = part.iter().peekable();
    let mut missing = Vec::new();
    for (at, item) in all.iter().enumerate() {
        if rest.next_if(|next| same(item, next)).is_none() {
            missing.push(at);
        }
    }
    rest.next().is_none().then_some(missing)
}

/// Whether a word of a pattern may match somewhere in a line.
fn may_match(line: &str, word: &str) -> bool {
    let word = word.trim_start_matches('^').trim_end_matches('$').as_bytes();
    // A point stands for any character.
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b" .-/:".contains(byte);
    let at = |part: &[u8]| part.iter().zip(word).all(|(byte, wanted)| byte == wanted || *wanted == b'.');
    !word.iter().all(plain) || word.is_empty() || line.as_bytes().windows(word.len()).any(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_told_from_another_list() {
        let missing = |all: &str, part: &str| left_out(all.as_bytes(), part.as_bytes(), |a, b| a == b);
        assert_eq!(missing("abc", "abc"), Some(vec![]));
        assert_eq!(missing("abc", "b"), Some(vec![0, 2]));
        assert_eq!(missing("abc", "cb"), None);
        assert_eq!(missing("abc", "abcd"), None);
    }

    #[test]
    fn what_a_pattern_may_show() {
        let line = "access-list 101 deny   udp host 10.0.0.6 any";
        for word in ["access-list 1", "^access-list 101", "10.0.0.6", "10.0.0", "[Dd]eny", ""] {
            assert!(may_match(line, word), "{word}");
        }
        for word in ["access-list 101 permit", "ip nat", "10.0.1"] {
            assert!(!may_match(line, word), "{word}");
        }
    }
}
