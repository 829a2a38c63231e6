//! NAT rules in match order, and ways to those that matter: there can be a million statics.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::ops::Deref;
use std::sync::OnceLock;

use super::{Device, Direction, GlobalPort, NatKind, NatRule, Selector, StaticGlobal, StaticNat};
use crate::net::{Address, InterfaceName};
use crate::source::Span;

/// NAT rules in match order: statics first, then dynamic ones.
#[derive(Debug, Clone, Default)]
pub struct NatRules {
    rules: Vec<NatRule>,
    index: OnceLock<Index>,
}

/// Places of rules, in match order each. Sorted vectors: a table of hashes takes four times their room.
#[derive(Debug, Clone, Default)]
struct Index {
    /// All, sorted by their spans.
    by_span: Vec<usize>,
    /// Statics for one host.
    by_local: Vec<Placed>,
    /// All other rules: any of them may take any host.
    for_anyone: Vec<usize>,
    /// Statics by their inside global address, and by the interface that has it.
    by_global: Vec<Placed>,
    by_redacted: HashMap<Address, Vec<usize>>,
    by_interface: HashMap<InterfaceName, Vec<usize>>,
    /// Statics that name an interface.
    of_interfaces: Vec<usize>,
    /// `ip nat outside source`.
    of_outside_sources: Vec<usize>,
}

/// An address and the place of a rule, as one number: numbers are sorted in a fifth of the time of pairs.
type Placed = u64;

fn placed(address: Ipv4Addr, place: u32) -> Placed {
    u64::from(address.to_bits()) << 32 | u64::from(place)
}

impl Index {
    fn of(rules: &[NatRule]) -> Self {
        let mut index = Self { by_span: (0..rules.len()).collect(), ..Self::default() };
        index.by_span.sort_by_key(|at| rules.get(*at).map(|rule| rule.statement.span));
        for (at, rule) in rules.iter().enumerate() {
            if rule.direction == Direction::OutsideSource {
                index.of_outside_sources.push(at);
            }
            match &rule.kind {
                NatKind::Static(fixed) => index.add(fixed, at),
                NatKind::Dynamic(_) => index.for_anyone.push(at),
            }
        }
        index.by_local.sort_unstable();
        index.by_global.sort_unstable();
        index
    }

    fn add(&mut self, fixed: &StaticNat, at: usize) {
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        match fixed.local.value.address.v4().filter(|_| fixed.network.is_none()) {
            Some(host) => self.by_local.push(placed(host, place)),
            None => self.for_anyone.push(at),
        }
        match &fixed.global.value {
            StaticGlobal::Address(global) => match &global.address {
                Address::V4(address) => self.by_global.push(placed(*address, place)),
                redacted @ Address::Opaque(_) => self.by_redacted.entry(redacted.clone()).or_default().push(at),
            },
            StaticGlobal::Interface(name, _) => {
                self.by_interface.entry(name.clone()).or_default().push(at);
                self.of_interfaces.push(at);
            }
        }
    }
}

/// The places that stand beside `address` in a sorted table.
fn places(table: &[Placed], address: Ipv4Addr) -> impl Iterator<Item = usize> {
    let first = table.partition_point(|known| *known < placed(address, 0));
    let rest = table.get(first..).unwrap_or_default().iter();
    rest.take_while(move |known| **known <= placed(address, u32::MAX))
        .map(|known| usize::try_from(known & u64::from(u32::MAX)).unwrap_or(usize::MAX))
}

impl NatRules {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.rules))
    }

    /// Takes out the rules for which `stays` says no.
    pub fn retain(&mut self, stays: impl Fn(&NatRule) -> bool) {
        let before = self.rules.len();
        self.rules.retain(stays);
        if self.rules.len() < before {
            self.index = OnceLock::new();
        }
    }

    /// Puts a rule where it belongs, behind those of its rank.
    pub(super) fn insert(&mut self, rule: NatRule) {
        let place = self.rules.partition_point(|known| match_order(known) <= match_order(&rule));
        self.rules.insert(place, rule);
        self.index = OnceLock::new();
    }

    /// The rule that stands at `span`.
    pub fn at(&self, span: Span) -> Option<&NatRule> {
        let by_span = &self.index().by_span;
        let span_of = |at: &usize| self.rules.get(*at).map(|rule| rule.statement.span);
        let first = by_span.partition_point(|at| span_of(at) < Some(span));
        self.rules.get(*by_span.get(first)?).filter(|rule| rule.statement.span == span)
    }

    /// Rules that may take packets of `host`, in match order: all but the statics of other hosts.
    pub fn for_host(&self, host: Ipv4Addr) -> impl Iterator<Item = &NatRule> + Clone {
        let index = self.index();
        let mut own = places(&index.by_local, host).peekable();
        let mut others = index.for_anyone.iter().copied().peekable();
        let next = std::iter::from_fn(move || match (own.peek(), others.peek()) {
            (Some(one), Some(other)) if one > other => others.next(),
            (Some(_), _) => own.next(),
            (None, _) => others.next(),
        });
        let in_order: Vec<usize> = next.collect();
        in_order.into_iter().filter_map(|at| self.rules.get(at))
    }

    /// Statics whose local address is one of `hosts`, in match order.
    pub(crate) fn of_locals(&self, hosts: impl Iterator<Item = Ipv4Addr>) -> impl Iterator<Item = &NatRule> {
        let index = self.index();
        let mut found: Vec<usize> = hosts.flat_map(|host| places(&index.by_local, host)).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| self.rules.get(at))
    }

    /// `ip nat outside source` rules, in match order.
    pub fn of_outside_sources(&self) -> impl Iterator<Item = &NatRule> {
        self.index().of_outside_sources.iter().filter_map(|at| self.rules.get(*at))
    }

    /// `static network` rules, in match order.
    pub fn of_networks(&self) -> impl Iterator<Item = &NatRule> {
        let others = self.index().for_anyone.iter().filter_map(|at| self.rules.get(*at));
        others.filter(|rule| matches!(&rule.kind, NatKind::Static(fixed) if fixed.network.is_some()))
    }

    /// Dynamic rules, in match order: they come behind perhaps a million statics.
    pub fn dynamic(&self) -> &[NatRule] {
        let first = self.rules.partition_point(|rule| matches!(rule.kind, NatKind::Static(_)));
        self.rules.get(first..).unwrap_or_default()
    }

    /// Statics whose inside global address is that of an interface they name, in match order.
    pub fn of_interfaces(&self) -> impl Iterator<Item = &NatRule> {
        self.index().of_interfaces.iter().filter_map(|at| self.rules.get(*at))
    }

    /// Statics whose inside global address is `global`, in match order.
    pub fn of_global<'d>(
        &'d self,
        device: &Device,
        global: &GlobalPort,
    ) -> impl Iterator<Item = &'d NatRule> + use<'d> {
        let index = self.index();
        let interface = match global {
            GlobalPort::Interface(name) => Some(name),
            // The statics of an interface are those of its primary address.
            GlobalPort::Address(address) => {
                let owner = address.v4().and_then(|address| device.owner_of(address));
                owner.map(|owner| &owner.name.value).filter(|name| GlobalPort::of_interface(device, name) == *global)
            }
        };
        let by_address = global.address().and_then(Address::v4).into_iter();
        let by_address = by_address.flat_map(|address| places(&index.by_global, address));
        let by_text = global.address().and_then(|address| index.by_redacted.get(address));
        let by_interface = interface.and_then(|name| index.by_interface.get(name));
        let by_name = by_text.into_iter().chain(by_interface).flatten().copied();
        let mut found: Vec<usize> = by_address.chain(by_name).collect();
        found.sort_unstable();
        found.into_iter().filter_map(|at| self.rules.get(at))
    }
}

impl Deref for NatRules {
    type Target = [NatRule];

    fn deref(&self) -> &[NatRule] {
        &self.rules
    }
}

impl From<Vec<NatRule>> for NatRules {
    /// The rules must be in match order.
    fn from(rules: Vec<NatRule>) -> Self {
        Self { rules, index: OnceLock::new() }
    }
}

impl From<NatRules> for Vec<NatRule> {
    fn from(rules: NatRules) -> Self {
        rules.rules
    }
}

impl<'r> IntoIterator for &'r NatRules {
    type Item = &'r NatRule;
    type IntoIter = std::slice::Iter<'r, NatRule>;

    fn into_iter(self) -> Self::IntoIter {
        self.rules.iter()
    }
}

/// The order in which rules are tried: statics before dynamics; of statics, the more specific first; of dynamics,
/// numbered access lists ascending, then named ones, then route-maps, both in lexical order.
///
/// Static before dynamic is documented; the rest was seen in a lab on classic IOS (recorded in Batfish's
/// `CiscoIosDynamicNat`). Whether IOS-XE does the same is not known, which is why overlapping rules are hedged there.
pub(super) fn order(rules: &mut [NatRule]) {
    // Mostly there is nothing to do, and a stable sort takes memory before it finds out.
    if !rules.is_sorted_by_key(match_order) {
        rules.sort_by(|a, b| match_order(a).cmp(&match_order(b)));
    }
}

/// Class, number and name, compared in this order.
fn match_order(rule: &NatRule) -> (u8, u32, Option<&str>) {
    match &rule.kind {
        NatKind::Static(fixed) => {
            let specific = match (fixed.protocol, fixed.network) {
                (Some(_), _) => 0,
                (None, None) => 1,
                (None, Some(length)) => 34 - u32::from(length),
            };
            (0, specific, None)
        }
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::AccessList(name) => match name.parse::<u32>() {
                Ok(number) => (1, number, None),
                Err(_) => (2, 0, Some(name)),
            },
            Selector::RouteMap(name) => (3, 0, Some(name)),
        },
    }
}
