//! Policy routing: it comes before the table of routes (Cisco document 6209).

use std::net::Ipv4Addr;

use super::judge::{About, Open};
use super::matching::Packet;
use super::route::{self, Scope, Way, Ways};
use super::route_map::{Chosen, chosen};
use super::shown_route;
use super::{Flow, Step, StepKind, words};
use crate::locale::{Text, say};
use crate::model::{Action, Device, Interface, NatSide, RouteMapClause, RouteMapSet};
use crate::net::InterfaceName;
use crate::source::{Span, Spanned};

/// What policy routing does with a packet.
pub(super) enum Policy<'d> {
    /// Nothing: the table of routes decides.
    Routed,
    /// It sends the packet here.
    Sent(Ways<'d>),
    /// The capture does not say.
    Open(Open),
}

/// What the `ip policy route-map` line of the interface does with the first packet of a flow.
pub(super) fn of<'d>(device: &'d Device, ingress: &'d Interface, flow: &Flow, steps: &mut Vec<Step>) -> Policy<'d> {
    let Some(name) = &ingress.policy_route_map else { return Policy::Routed };
    let mut evidence = vec![name.span];
    let (says, policy) = match chosen(device, &name.value, &Packet::of(flow)) {
        Chosen::None => (say!("eval-policy-none", map = &name.value), None),
        Chosen::Open(lines) => {
            evidence.extend(lines);
            let says = say!("eval-policy-open", map = &name.value);
            (says.clone(), Some(Policy::Open(open(name.span, says))))
        }
        Chosen::Clause(clause, lines) => {
            evidence.extend(lines);
            applied(device, name, clause, flow, &mut evidence)
        }
    };
    steps.push(Step { kind: StepKind::PolicyRoute, says, evidence });
    policy.unwrap_or(Policy::Routed)
}

/// How the `ip policy route-map` line of the outside interface keeps answers from `inside`, and its lines. They are looked
/// at as NAT has left them, and an explicit route leads to their host (Cisco document 6209).
pub(super) fn of_answers(
    device: &Device,
    outside: &Interface,
    inside: &Interface,
    answer: &Packet,
) -> Option<(Text, Vec<Span>)> {
    let name = outside.policy_route_map.as_ref()?;
    let leads = |set: &RouteMapSet| match set {
        RouteMapSet::DefaultNextHop(_) | RouteMapSet::DefaultInterface(_) | RouteMapSet::Other => false,
        RouteMapSet::Interface(names) => names.first() != Some(&inside.name.value),
        RouteMapSet::NextHop(hops) => hops.first().copied() != answer.destination,
        RouteMapSet::TrackedNextHop(_) | RouteMapSet::OtherWay(_) => true,
    };
    let leads_away =
        |clause: &RouteMapClause| clause.action == Action::Permit && clause.sets.iter().any(|set| leads(&set.value));
    let (sure, lines) = match chosen(device, &name.value, answer) {
        Chosen::Clause(clause, lines) if leads_away(clause) => ("yes", lines),
        Chosen::Open(lines) => {
            let clauses = device.route_maps.get(&name.value);
            let may = clauses.is_none_or(|clauses| clauses.iter().any(leads_away));
            may.then_some(("no", lines))?
        }
        Chosen::Clause(..) | Chosen::None => return None,
    };
    let mut evidence = vec![name.span];
    evidence.extend(lines);
    Some((say!("eval-policy-answers", map = &name.value, interface = &outside.name.value, sure), evidence))
}

fn open(span: Span, says: Text) -> Open {
    Open { about: About::Way, span: Some(span), says }
}

fn applied<'d>(
    device: &'d Device,
    map: &Spanned<String>,
    clause: &'d RouteMapClause,
    flow: &Flow,
    evidence: &mut Vec<Span>,
) -> (Text, Option<Policy<'d>>) {
    let (number, map) = (clause.sequence, &map.value);
    if clause.action == Action::Deny {
        return (say!("eval-policy-denies", clause = number, map), None);
    }
    // In this order, whatever the order of the lines (Cisco, "Configuring Policy-Based Routing").
    let set = clause.sets.iter().filter_map(|set| Some((rank(&set.value)?, set))).min_by_key(|(rank, _)| *rank);
    let Some((_, set)) = set else {
        return (say!("eval-policy-nothing", clause = number, map), None);
    };
    evidence.push(set.span);
    match sent(device, clause, set, flow) {
        Ok(Some(ways)) => {
            let names = words::either(ways.all.iter().map(|way| way.interface));
            (say!("eval-policy-sends", clause = number, map, names), Some(Policy::Sent(ways)))
        }
        Ok(None) => (say!("eval-policy-leaves", clause = number, map), None),
        Err(why) => {
            let says = say!("eval-policy-may", clause = number, map, why);
            (says.clone(), Some(Policy::Open(open(set.span, says))))
        }
    }
}

fn rank(set: &RouteMapSet) -> Option<u8> {
    match set {
        RouteMapSet::OtherWay(_) => Some(0),
        RouteMapSet::TrackedNextHop(_) => Some(1),
        RouteMapSet::NextHop(_) => Some(2),
        RouteMapSet::Interface(_) => Some(3),
        RouteMapSet::DefaultNextHop(_) => Some(4),
        RouteMapSet::DefaultInterface(_) => Some(5),
        RouteMapSet::Other => None,
    }
}

/// Where a `set` line sends a packet; `None` where it leaves it to the table of routes.
fn sent<'d>(
    device: &'d Device,
    clause: &'d RouteMapClause,
    set: &'d Spanned<RouteMapSet>,
    flow: &Flow,
) -> Result<Option<Ways<'d>>, Text> {
    match &set.value {
        RouteMapSet::DefaultNextHop(_) | RouteMapSet::DefaultInterface(_) if is_explicit(device, flow)? => Ok(None),
        RouteMapSet::NextHop(hops) | RouteMapSet::DefaultNextHop(hops) => {
            to_hops(device, hops, set.span, flow).map(Some)
        }
        RouteMapSet::Interface(names) | RouteMapSet::DefaultInterface(names) => {
            to_interface(device, names, set.span).map(Some)
        }
        RouteMapSet::TrackedNextHop(Some(hop)) => {
            let mut ways = to_hops(device, &[*hop], set.span, flow)?;
            ways.all.iter_mut().for_each(|way| way.when = Some(say!("eval-while-answers", hop = *hop)));
            // Several are tried in the order of their numbers, which is that of the text.
            let others = clause.sets.iter().filter(|other| other.span != set.span);
            for other in others {
                let RouteMapSet::TrackedNextHop(Some(next)) = &other.value else { continue };
                let then = to_hop(device, *next, other.span, flow).unwrap_or_default();
                let when = say!("eval-while-hop-down", hop = *hop);
                ways.all.extend(then.into_iter().map(|way| Way { when: Some(when.clone()), ..way }));
            }
            let routed = route::egress(device, flow.peer, Scope::of(flow), false);
            let otherwise =
                routed.all.into_iter().map(|way| Way { when: Some(say!("eval-while-hop-down", hop = *hop)), ..way });
            ways.all.extend(otherwise);
            ways.decided &= routed.decided;
            Ok(Some(ways))
        }
        RouteMapSet::TrackedNextHop(None) => Err(say!("eval-policy-tracked")),
        RouteMapSet::OtherWay(text) => Err(say!("eval-policy-not-modelled", text)),
        RouteMapSet::Other => Ok(None),
    }
}

/// Whether a route other than the default one leads to the peer.
fn is_explicit(device: &Device, flow: &Flow) -> Result<bool, Text> {
    let peer = flow.peer.ok_or_else(|| say!("eval-policy-needs-peer"))?;
    if route::is_explicit(device, peer, Scope::of(flow)) {
        return Ok(true);
    }
    // A table of routes without such a route settles what a routing protocol may have learned.
    let learned = device
        .routing_protocols
        .first()
        .filter(|_| shown_route::is_explicit(device, peer, Scope::of(flow)) != Some(false));
    learned.map_or(Ok(false), |by| Err(say!("eval-policy-learned", protocol = &by.value)))
}

fn to_hops<'d>(device: &'d Device, hops: &[Ipv4Addr], span: Span, flow: &Flow) -> Result<Ways<'d>, Text> {
    let Some((first, others)) = hops.split_first() else { return Err(say!("eval-policy-no-hop")) };
    let mut all = to_hop(device, *first, span, flow)?;
    for other in others {
        // The next one counts when the first is down.
        for way in to_hop(device, *other, span, flow).unwrap_or_default() {
            if !all.iter().any(|known| known.interface.name == way.interface.name) {
                all.push(Way { when: Some(say!("eval-while-hop-down", hop = *first)), ..way });
            }
        }
    }
    Ok(Ways::decided(all))
}

fn to_hop<'d>(device: &'d Device, hop: Ipv4Addr, span: Span, flow: &Flow) -> Result<Vec<Way<'d>>, Text> {
    if let Some(owner) = device.owner_of(hop) {
        return Err(say!("eval-policy-own-hop", hop, interface = &owner.name.value));
    }
    let ways: Vec<_> = route::connected(device, hop, Scope::of(flow))
        .map(|way| Way { because: Some(span), next_hop: Some(hop), ..way })
        .collect();
    if ways.is_empty() {
        return Err(say!("eval-policy-far-hop", hop));
    }
    let inside = |way: &&Way<'_>| way.interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Inside);
    match ways.iter().find(inside) {
        Some(way) => Err(say!("eval-policy-inside-hop", hop, interface = &way.interface.name.value)),
        None => Ok(ways),
    }
}

fn to_interface<'d>(device: &'d Device, names: &[InterfaceName], span: Span) -> Result<Ways<'d>, Text> {
    const POINT_TO_POINT: [&str; 6] = ["Dialer", "Tunnel", "Serial", "Multilink", "Cellular", "Virtual"];
    let Some(name) = names.first() else { return Err(say!("eval-policy-no-interface")) };
    if name.as_str().starts_with("Null") {
        return Err(say!("eval-policy-null"));
    }
    // On a shared medium the interface alone names no next hop, and the line holds only where an explicit route exists.
    if !POINT_TO_POINT.iter().any(|kind| name.as_str().starts_with(kind)) {
        return Err(say!("eval-policy-interface", interface = name));
    }
    let interface = device.interface(name).filter(|interface| interface.shutdown.is_none());
    let interface = interface.ok_or_else(|| say!("eval-policy-undefined", interface = name))?;
    Ok(Ways::decided(vec![Way { interface, because: Some(span), next_hop: None, when: None }]))
}
