//! Which NAT rule takes a packet, and what it turns the source into.

use std::net::Ipv4Addr;

use super::matching::{Judgement, Packet, Shown, Tri, access_list};
use super::route_map::{Exit, route_map};
use super::words::yes_or_no;
use super::{Flow, Step, StepKind};
use crate::locale::{Text, say};
use crate::model::{
    Device, Direction, DynamicNat, GlobalPort, Interface, NatKind, NatRule, NatSide, RouteMapClause, RouteMapMatch,
    Selector, StaticGlobal, StaticNat, Target,
};
use crate::net::{Address, InterfaceName, Prefix};
use crate::source::Span;

/// What may happen to the source of a packet.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<'d> {
    /// The rule; `None` when no rule applies.
    pub(crate) rule: Option<&'d NatRule>,
    /// Whether it applies for sure.
    pub(crate) certain: bool,
    /// What it does.
    pub(crate) leave: Leave,
    /// Later rules that would take the packet too and do something else.
    pub(crate) rivals: Vec<Span>,
    /// Its list is another one in `show access-lists`, by which it would not apply, or would.
    pub(crate) disputed: Option<String>,
}

/// What becomes of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leave {
    /// A static fixes address and port.
    Fixed(GlobalPort, u16),
    /// A dynamic rule shares this address between hosts, by port.
    Shared(GlobalPort),
    /// A dynamic rule without overload gives the host an address of its own, out of this many, while there are any.
    OwnAddress(u64),
    /// No rule applies.
    Untranslated,
    /// A rule applies whose pool or interface is not in the capture.
    Unresolved(Text),
}

/// Where a packet leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Out<'d> {
    pub(crate) interface: Option<&'d Interface>,
    pub(crate) next_hop: Option<Ipv4Addr>,
}

impl<'d> Out<'d> {
    fn name(self) -> Option<&'d InterfaceName> {
        self.interface.map(|interface| &interface.name.value)
    }

    fn exit(self) -> Exit<'d> {
        Exit { interface: self.name(), next_hop: self.next_hop }
    }
}

/// Tries the rules in match order for a packet that leaves by `out`.
pub(crate) fn candidates<'d>(
    device: &'d Device,
    flow: &Flow,
    out: Out<'d>,
    nvi: bool,
    steps: &mut Vec<Step>,
) -> Vec<Candidate<'d>> {
    let wanted = if nvi { Direction::NviSource } else { Direction::InsideSource };
    let mut found: Vec<Candidate<'d>> = Vec::new();
    let mut rules = device.nat_rules.for_host(flow.local).filter(|rule| rule.direction == wanted);
    let mut undefined = false;
    while let Some(rule) = rules.next() {
        let (applies, judgement) = applies(device, rule, flow, out);
        undefined |= judgement.undefined.is_some();
        match applies {
            Tri::No => skipped(device, rule, flow, out, &judgement, steps),
            Tri::Yes | Tri::Maybe => {
                let others =
                    if applies == Tri::Yes { rivals(device, rule, rules.clone(), flow, out) } else { Vec::new() };
                let certain = applies == Tri::Yes && found.is_empty() && others.is_empty();
                matched(rule, certain, &judgement, steps);
                let rivals = others.iter().filter_map(|other| Some(other.rule?.statement.span)).collect();
                let leave = leave(device, rule, flow);
                let disputed = judgement.shown.disputed;
                found.push(Candidate { rule: Some(rule), certain, leave, rivals, disputed });
                if applies == Tri::Yes {
                    found.extend(others.into_iter().filter(|_| order_is_open(device, rule)));
                    return found;
                }
            }
        }
    }
    // That a rule with an undefined list translates nothing was seen in one lab only.
    found.push(Candidate {
        rule: None,
        certain: found.is_empty() && !undefined,
        leave: Leave::Untranslated,
        rivals: Vec::new(),
        disputed: None,
    });
    found
}

/// Later rules of the same kind that would take the packet too, and do something else with it. That statics come before
/// dynamic rules is documented; the order among statics and among dynamic rules was seen in a lab on classic IOS only.
/// Of NVI one writer reports the order of the configuration, by which a list may come before a static.
fn rivals<'d>(
    device: &'d Device,
    first: &NatRule,
    rest: impl Iterator<Item = &'d NatRule>,
    flow: &Flow,
    out: Out<'_>,
) -> Vec<Candidate<'d>> {
    let does = leave(device, first, flow);
    let nvi = first.is_nvi();
    let alike = |rule: &&NatRule| nvi || is_static(rule) == is_static(first);
    rest.take_while(alike)
        .filter(|rule| applies(device, rule, flow, out).0 != Tri::No)
        .map(|rule| Candidate {
            rule: Some(rule),
            certain: false,
            leave: leave(device, rule, flow),
            rivals: Vec::new(),
            disputed: None,
        })
        .filter(|candidate| candidate.leave != does)
        .collect()
}

fn is_static(rule: &NatRule) -> bool {
    matches!(rule.kind, NatKind::Static(_))
}

/// Whether any of several rules that fit may be the one that counts.
fn order_is_open(device: &Device, rule: &NatRule) -> bool {
    is_static(rule) || device.is_xe() || rule.is_nvi()
}

/// Whether a rule takes the packet, and what its list says.
fn applies(device: &Device, rule: &NatRule, flow: &Flow, out: Out<'_>) -> (Tri, Judgement) {
    let silent = Judgement { permitted: Tri::Yes, evidence: Vec::new(), undefined: None, shown: Shown::default() };
    let rule_vrf = rule.vrf();
    if rule_vrf != flow.vrf.as_deref() {
        return (Tri::No, silent);
    }
    let other_egress = match (&rule.options.egress_interface, out.name()) {
        (Some(wanted), Some(egress)) => wanted.value != *egress,
        _ => false,
    };
    if other_egress {
        return (Tri::No, silent);
    }
    let judgement = match &rule.kind {
        NatKind::Static(fixed) if !static_matches(fixed, flow) => return (Tri::No, silent),
        NatKind::Static(_) => match &rule.options.route_map {
            Some(name) => route_map(device, &name.value, &Packet::of(flow), out.exit()),
            None => silent,
        },
        NatKind::Dynamic(dynamic) => selects(device, dynamic, flow, out),
    };
    let open = rule.options.track.is_some() || vrf_is_open(device, rule, out);
    let open = open && judgement.permitted == Tri::Yes;
    (if open { Tri::Maybe } else { judgement.permitted }, judgement)
}

/// Whether a rule for a VRF may not hold for the interface by which the packet leaves: `match-in-vrf` is for an outside
/// interface in the same VRF, and IOS-XE asks for it there. What else IOS does was not found documented.
fn vrf_is_open(device: &Device, rule: &NatRule, out: Out<'_>) -> bool {
    let (Some(vrf), Some(egress)) = (&rule.options.vrf, out.interface) else { return false };
    let same = egress.vrf.as_ref().is_some_and(|outside| outside.value == vrf.value);
    match rule.options.match_in_vrf {
        Some(_) => !same,
        None => same && device.is_xe(),
    }
}

fn selects(device: &Device, dynamic: &DynamicNat, flow: &Flow, out: Out<'_>) -> Judgement {
    match &dynamic.selector.value {
        Selector::AccessList(name) => access_list(device, name, &Packet::of(flow)),
        Selector::RouteMap(name) => route_map(device, name, &Packet::of(flow), out.exit()),
    }
}

fn static_matches(fixed: &StaticNat, flow: &Flow) -> bool {
    let Some(local) = fixed.local.value.address.v4() else { return false };
    if let Some(length) = fixed.network {
        return Prefix::new(local, length).is_some_and(|prefix| prefix.contains(flow.local));
    }
    let port_fits = match fixed.protocol {
        Some(protocol) => protocol == flow.protocol && fixed.local.value.port() == Some(flow.local_port),
        None => true,
    };
    local == flow.local && port_fits
}

fn leave(device: &Device, rule: &NatRule, flow: &Flow) -> Leave {
    match &rule.kind {
        NatKind::Static(fixed) => fixed_leave(device, fixed, flow),
        NatKind::Dynamic(dynamic) => dynamic_leave(device, rule, dynamic),
    }
}

fn fixed_leave(device: &Device, fixed: &StaticNat, flow: &Flow) -> Leave {
    match &fixed.global.value {
        StaticGlobal::Interface(name, port) => match without_address(device, name) {
            Some(why) => Leave::Unresolved(why),
            None => Leave::Fixed(GlobalPort::of_interface(device, name), port.unwrap_or(flow.local_port)),
        },
        StaticGlobal::Address(endpoint) => {
            let port = endpoint.port().unwrap_or(flow.local_port);
            let shifted = fixed.network.and_then(|length| shift(fixed, endpoint.address.v4()?, length, flow.local));
            let address = shifted.map_or_else(|| endpoint.address.clone(), Address::V4);
            Leave::Fixed(GlobalPort::Address(address), port)
        }
    }
}

/// `static network`: the prefix is exchanged, the host part stays.
fn shift(fixed: &StaticNat, global: Ipv4Addr, length: u8, host: Ipv4Addr) -> Option<Ipv4Addr> {
    let local = Prefix::new(fixed.local.value.address.v4()?, length)?.network();
    let global = Prefix::new(global, length)?.network();
    Some(Ipv4Addr::from(u32::from(global) | (u32::from(host) ^ u32::from(local))))
}

fn dynamic_leave(device: &Device, rule: &NatRule, dynamic: &DynamicNat) -> Leave {
    let overload = rule.options.overload.is_some();
    match &dynamic.target.value {
        Target::Interface(name) => match without_address(device, name) {
            Some(why) => Leave::Unresolved(why),
            None if overload => Leave::Shared(GlobalPort::of_interface(device, name)),
            // Most releases add `overload` by themselves; where one does not, the first host takes the address whole.
            None => Leave::OwnAddress(1),
        },
        Target::Pool(name) => match device.pools.get(name) {
            Some(pool) => match (overload, pool.ranges.first()) {
                (_, None) => Leave::Unresolved(say!("eval-to-empty-pool", pool = name)),
                // Classic IOS fills the first address before it takes the next (CCNA course text on PAT pools).
                (true, Some(first)) => Leave::Shared(GlobalPort::Address(Address::V4(first.value.0))),
                (false, Some(_)) => Leave::OwnAddress(pool.size()),
            },
            None => Leave::Unresolved(say!("eval-to-undefined-pool", pool = name)),
        },
    }
}

/// Why a NAT rule cannot take its address from an interface.
fn without_address(device: &Device, name: &InterfaceName) -> Option<Text> {
    let Some(interface) = device.interface(name) else {
        // In a part of a configuration it may merely not be shown.
        return device.config_is_whole().then(|| say!("eval-to-undefined", interface = name));
    };
    if interface.shutdown.is_some() {
        return Some(say!("eval-to-shut", interface = name));
    }
    // A line that could not be read may be the address.
    let sure = device.config_is_whole() && device.doubts.is_empty();
    let none = interface.address.is_none() && interface.redundancy.is_empty() && sure;
    none.then(|| say!("eval-to-no-address", interface = name))
}

/// Whether a packet between two interfaces is looked up in NAT, and whether as NVI.
pub(crate) fn looked_up(ingress: Option<&Interface>, egress: Option<&Interface>) -> Option<bool> {
    let side = |interface: Option<&Interface>| interface.and_then(|i| i.nat.as_ref()).map(|nat| nat.value);
    match (side(ingress), side(egress)) {
        (Some(NatSide::Inside), Some(NatSide::Outside)) => Some(false),
        _ => (enabled(ingress) && enabled(egress)).then_some(true),
    }
}

/// Whether both kinds of NAT may take a packet between two interfaces; which of them does, no source tells.
pub(crate) fn looked_up_twice(ingress: Option<&Interface>, egress: Option<&Interface>) -> bool {
    looked_up(ingress, egress) == Some(false) && enabled(ingress) && enabled(egress)
}

fn enabled(interface: Option<&Interface>) -> bool {
    let nvi = |i: &Interface| i.nat_enable.is_some() || i.nat.is_some_and(|nat| nat.value == NatSide::Enable);
    interface.is_some_and(nvi)
}

fn matched(rule: &NatRule, certain: bool, judgement: &Judgement, steps: &mut Vec<Step>) {
    let mut evidence = vec![rule.statement.span];
    evidence.extend(&judgement.evidence);
    evidence.extend(judgement.shown.counted);
    let sure = yes_or_no(certain);
    let says = match &rule.kind {
        NatKind::Static(_) => say!("eval-static-takes", sure),
        NatKind::Dynamic(dynamic) => judgement.shown.behind(say!("eval-rule-takes", by = by(dynamic), sure)),
    };
    steps.push(Step { kind: StepKind::RuleMatched, says, evidence });
}

fn by(dynamic: &DynamicNat) -> Text {
    match &dynamic.selector.value {
        Selector::AccessList(name) => say!("eval-list", name),
        Selector::RouteMap(name) => say!("eval-map", name),
    }
}

fn skipped(device: &Device, rule: &NatRule, flow: &Flow, out: Out<'_>, judgement: &Judgement, steps: &mut Vec<Step>) {
    // A static of another host is no news; a thousand of them would bury the answer.
    let Some(why) = why_skipped(device, rule, flow, out, judgement) else { return };
    let mut evidence: Vec<Span> = vec![rule.statement.span];
    evidence.extend(&judgement.evidence);
    steps.push(Step { kind: StepKind::RuleSkipped, says: why, evidence });
}

fn why_skipped(device: &Device, rule: &NatRule, flow: &Flow, out: Out<'_>, judgement: &Judgement) -> Option<Text> {
    if let Some(name) = &judgement.undefined {
        return Some(say!("eval-not-this-rule", why = say!("eval-names-undefined", name)));
    }
    match &rule.kind {
        NatKind::Static(fixed) if fixed.local.value.address.v4() == Some(flow.local) => {
            let map = rule.options.route_map.as_ref().and_then(|map| elsewhere(device, &map.value, out));
            let why = map.unwrap_or_else(|| say!("eval-for-other-port"));
            Some(say!("eval-not-this-static", why))
        }
        NatKind::Static(_) => None,
        NatKind::Dynamic(_) if rule.vrf() != flow.vrf.as_deref() => {
            Some(say!("eval-not-this-rule", why = say!("eval-for-other-vrf")))
        }
        NatKind::Dynamic(dynamic) => {
            let why = match &dynamic.selector.value {
                Selector::AccessList(name) if device.acls.get(name).is_some_and(|acl| acl.entries.is_empty()) => {
                    Some(say!("eval-list-empty", list = name))
                }
                Selector::RouteMap(name) if judgement.evidence.is_empty() => elsewhere(device, name, out),
                Selector::AccessList(_) | Selector::RouteMap(_) => None,
            };
            let why = match why {
                Some(why) => why,
                None if judgement.evidence.is_empty() => {
                    say!("eval-does-not-permit", by = by(dynamic), host = flow.local)
                }
                None => say!("eval-denies", by = by(dynamic), host = flow.local),
            };
            Some(say!("eval-not-this-rule", why))
        }
    }
}

/// Whether every clause of a route-map is for other interfaces than the one by which the packet leaves.
fn elsewhere(device: &Device, map: &str, out: Out<'_>) -> Option<Text> {
    let name = out.name()?;
    let clauses = device.route_maps.get(map).filter(|clauses| !clauses.is_empty())?;
    let other = |clause: &RouteMapClause| {
        let mut conditions = clause.matches.iter();
        conditions.any(|found| matches!(&found.value, RouteMapMatch::Interface(names) if !names.contains(name)))
    };
    clauses.iter().all(other).then(|| say!("eval-map-elsewhere", map, interface = name))
}
