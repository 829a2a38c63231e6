//! Policy routing: it comes before the table of routes (Cisco document 6209).

use crate::locale::Text;
use std::net::Ipv4Addr;

use super::judge::{About, Open};
use super::matching::Packet;
use super::route::{self, Scope, Way, Ways};
use super::route_map::{Chosen, chosen};
use super::shown_route;
use super::{Flow, Step, StepKind};
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
        Chosen::None => {
            (format!("no clause of route-map {} takes it, so the table of routes decides", name.value), None)
        }
        Chosen::Open(lines) => {
            evidence.extend(lines);
            let says = format!("policy routing by route-map {} may send it another way", name.value);
            (says.clone(), Some(Policy::Open(open(name.span, says))))
        }
        Chosen::Clause(clause, lines) => {
            evidence.extend(lines);
            applied(device, name, clause, flow, &mut evidence)
        }
    };
    steps.push(Step { kind: StepKind::PolicyRoute, says: says.into(), evidence });
    policy.unwrap_or(Policy::Routed)
}

fn open(span: Span, says: impl Into<Text>) -> Open {
    Open { about: About::Way, span: Some(span), says: says.into() }
}

fn applied<'d>(
    device: &'d Device,
    map: &Spanned<String>,
    clause: &'d RouteMapClause,
    flow: &Flow,
    evidence: &mut Vec<Span>,
) -> (String, Option<Policy<'d>>) {
    let clause_name = format!("clause {} of route-map {}", clause.sequence, map.value);
    if clause.action == Action::Deny {
        return (format!("{clause_name} denies it, so the table of routes decides"), None);
    }
    // In this order, whatever the order of the lines (Cisco, "Configuring Policy-Based Routing").
    let set = clause.sets.iter().filter_map(|set| Some((rank(&set.value)?, set))).min_by_key(|(rank, _)| *rank);
    let Some((_, set)) = set else {
        return (format!("{clause_name} takes it and sends it no other way"), None);
    };
    evidence.push(set.span);
    match sent(device, set, flow) {
        Ok(Some(ways)) => {
            let names: Vec<_> = ways.all.iter().map(|way| way.interface.name.value.as_str()).collect();
            (format!("{clause_name} sends it out by {}", names.join(" or ")), Some(Policy::Sent(ways)))
        }
        Ok(None) => (format!("{clause_name} leaves it to the table of routes, which has a route to the peer"), None),
        Err(why) => {
            let says = format!("{clause_name} may send it another way: {why}");
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
fn sent<'d>(device: &'d Device, set: &'d Spanned<RouteMapSet>, flow: &Flow) -> Result<Option<Ways<'d>>, String> {
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
            ways.all.iter_mut().for_each(|way| way.when = Some(format!("while {hop} answers")));
            let routed = route::egress(device, flow.peer, Scope::of(flow), false);
            let otherwise = routed.all.into_iter().map(|way| Way { when: Some(format!("while {hop} is down")), ..way });
            ways.all.extend(otherwise);
            ways.decided &= routed.decided;
            Ok(Some(ways))
        }
        RouteMapSet::TrackedNextHop(None) => Err("whether its next hop is available is not in this text".to_owned()),
        RouteMapSet::OtherWay(text) => Err(format!("'set {text}' is not modelled")),
        RouteMapSet::Other => Ok(None),
    }
}

/// Whether a route other than the default one leads to the peer.
fn is_explicit(device: &Device, flow: &Flow) -> Result<bool, String> {
    let peer = flow.peer.ok_or("it depends on the routes to the peer, which is not named")?;
    if route::is_explicit(device, peer, Scope::of(flow)) {
        return Ok(true);
    }
    // A table of routes without such a route settles what a routing protocol may have learned.
    let learned = device
        .routing_protocols
        .first()
        .filter(|_| shown_route::is_explicit(device, peer, Scope::of(flow)) != Some(false));
    learned.map_or(Ok(false), |by| Err(format!("it depends on routes that '{by}' may learn")))
}

fn to_hops<'d>(device: &'d Device, hops: &[Ipv4Addr], span: Span, flow: &Flow) -> Result<Ways<'d>, String> {
    let Some((first, others)) = hops.split_first() else { return Err("it names no next hop".to_owned()) };
    let mut all = to_hop(device, *first, span, flow)?;
    for other in others {
        // The next one counts when the first is down.
        for way in to_hop(device, *other, span, flow).unwrap_or_default() {
            if !all.iter().any(|known| known.interface.name == way.interface.name) {
                all.push(Way { when: Some(format!("while {first} is down")), ..way });
            }
        }
    }
    Ok(Ways::decided(all))
}

fn to_hop<'d>(device: &'d Device, hop: Ipv4Addr, span: Span, flow: &Flow) -> Result<Vec<Way<'d>>, String> {
    if let Some(owner) = device.owner_of(hop) {
        return Err(format!("next hop {hop} is the router's own address on {}", owner.name));
    }
    let ways: Vec<_> = route::connected(device, hop, Scope::of(flow))
        .map(|way| Way { because: Some(span), next_hop: Some(hop), ..way })
        .collect();
    if ways.is_empty() {
        return Err(format!("next hop {hop} is in no connected network of this text"));
    }
    let inside = |way: &&Way<'_>| way.interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Inside);
    match ways.iter().find(inside) {
        Some(way) => Err(format!("next hop {hop} is another device on the inside ({})", way.interface.name)),
        None => Ok(ways),
    }
}

fn to_interface<'d>(device: &'d Device, names: &[InterfaceName], span: Span) -> Result<Ways<'d>, String> {
    const POINT_TO_POINT: [&str; 6] = ["Dialer", "Tunnel", "Serial", "Multilink", "Cellular", "Virtual"];
    let Some(name) = names.first() else { return Err("it names no interface".to_owned()) };
    if name.as_str().starts_with("Null") {
        return Err("'set interface Null0' drops it".to_owned());
    }
    // On a shared medium the interface alone names no next hop, and the line holds only where an explicit route exists.
    if !POINT_TO_POINT.iter().any(|kind| name.as_str().starts_with(kind)) {
        return Err(format!("whether 'set interface {name}' holds depends on the routes the router has then"));
    }
    let interface = device.interface(name).filter(|interface| interface.shutdown.is_none());
    let interface = interface.ok_or_else(|| format!("{name} is not defined, or shut down"))?;
    Ok(Ways::decided(vec![Way { interface, because: Some(span), next_hop: None, when: None }]))
}
