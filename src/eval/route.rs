//! Where a packet comes in and where it leaves.

use std::net::Ipv4Addr;

use crate::model::{Addressing, Device, Interface, NatSide, StaticRoute};
use crate::source::Span;

/// An interface a packet may use, and the line that says so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'d> {
    pub(crate) interface: &'d Interface,
    pub(crate) because: Option<Span>,
}

/// The interfaces a packet may use.
#[derive(Debug, Clone)]
pub(crate) struct Ways<'d> {
    pub(crate) all: Vec<Way<'d>>,
    /// Whether the configuration decides them, or they are merely all that qualify.
    pub(crate) decided: bool,
    /// The best route leads to Null0: this one.
    pub(crate) discarded: Option<Span>,
}

impl<'d> Ways<'d> {
    fn decided(ways: Vec<Way<'d>>) -> Self {
        Self { all: ways, decided: true, discarded: None }
    }
}

/// Where packets of `host` arrive: the interface on its subnet, else the one a static route to it leaves by. With
/// neither, every inside interface qualifies.
pub(crate) fn ingress<'d>(device: &'d Device, host: Ipv4Addr, vrf: Option<&str>) -> Ways<'d> {
    let connected: Vec<_> = connected(device, host, vrf).collect();
    if !connected.is_empty() {
        return Ways::decided(connected);
    }
    // A default route leads to the Internet, not back to a host of ours.
    let routed = best_routes(device, host, vrf, 1);
    if !routed.is_empty() {
        return Ways::decided(routed);
    }
    let inside = live(device).filter(|interface| {
        matches!(interface.nat.as_ref().map(|nat| nat.value), Some(NatSide::Inside | NatSide::Enable))
            && vrf.is_none_or(|vrf| vrf_of(interface) == Some(vrf))
    });
    let ways = inside.map(|interface| Way { interface, because: None }).collect();
    Ways { all: ways, decided: false, discarded: None }
}

/// Where packets to `peer` leave: longest prefix of connected and static routes. A peer nobody named is one of the
/// Internet: it takes the default route. Where nothing decides, every outside interface qualifies.
pub(crate) fn egress<'d>(
    device: &'d Device,
    ingress: Option<&Interface>,
    peer: Option<Ipv4Addr>,
    vrf: Option<&str>,
) -> Ways<'d> {
    if let Some(peer) = peer {
        let connected: Vec<_> = connected(device, peer, vrf).collect();
        if !connected.is_empty() {
            return Ways::decided(connected);
        }
    }
    if let Some(discarded) = peer.and_then(|peer| null_route(device, peer, vrf)) {
        return Ways { discarded: Some(discarded), ..with_every_outside(device, Vec::new()) };
    }
    let host_routed = peer.is_some_and(|peer| !best_routes(device, peer, vrf, 1).is_empty());
    let routed = match peer {
        Some(peer) => best_routes(device, peer, vrf, 0),
        None => default_routes(device, vrf),
    };
    // Policy routing comes before the table of routes, and BGP knows routes that no configuration shows.
    let policy = ingress.is_some_and(|ingress| ingress.policy_route_map.is_some());
    let bgp = device.routing_protocols.iter().any(|protocol| protocol.value.contains("bgp"));
    if policy || (bgp && !host_routed) {
        return with_every_outside(device, routed);
    }
    if !routed.is_empty() {
        return Ways::decided(routed);
    }
    let learned: Vec<_> = live(device).filter(|interface| learns_default(interface)).collect();
    if let [interface] = learned[..] {
        let because = interface.address.as_ref().map(|address| address.span);
        return Ways::decided(vec![Way { interface, because }]);
    }
    with_every_outside(device, Vec::new())
}

/// Known ways, and every other one by which NAT would see the packet. They are decided only if that adds nothing.
fn with_every_outside<'d>(device: &'d Device, known: Vec<Way<'d>>) -> Ways<'d> {
    let mut ways = known;
    let before = ways.len();
    for interface in live(device) {
        let outside = matches!(interface.nat.as_ref().map(|nat| nat.value), Some(NatSide::Outside | NatSide::Enable));
        if outside && !ways.iter().any(|way| way.interface.name == interface.name) {
            ways.push(Way { interface, because: None });
        }
    }
    let decided = before > 0 && ways.len() == before;
    Ways { all: ways, decided, discarded: None }
}

/// An interface that gets its address by DHCP or PPP and is outside gets its default route the same way.
fn learns_default(interface: &Interface) -> bool {
    let dynamic = matches!(
        interface.address.as_ref().map(|address| &address.value),
        Some(Addressing::Dhcp | Addressing::Negotiated)
    );
    dynamic && interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside)
}

fn live(device: &Device) -> impl Iterator<Item = &Interface> {
    device.interfaces.iter().filter(|interface| interface.shutdown.is_none())
}

fn vrf_of(interface: &Interface) -> Option<&str> {
    interface.vrf.as_ref().map(|vrf| vrf.value.as_str())
}

fn connected<'d>(device: &'d Device, address: Ipv4Addr, vrf: Option<&str>) -> impl Iterator<Item = Way<'d>> {
    let fitting = move || {
        live(device)
            .filter(move |interface| vrf.is_none_or(|vrf| vrf_of(interface) == Some(vrf)))
            .flat_map(|interface| interface.prefixes().map(move |prefix| (interface, prefix)))
            .filter(move |(_, prefix)| prefix.contains(address))
    };
    // One address can be connected in several VRFs.
    let longest = fitting().map(|(_, prefix)| prefix.length).max();
    fitting()
        .filter(move |(_, prefix)| Some(prefix.length) == longest)
        .map(|(interface, _)| Way { interface, because: interface.address.as_ref().map(|address| address.span) })
}

fn best_routes<'d>(device: &'d Device, address: Ipv4Addr, vrf: Option<&str>, shortest: u8) -> Vec<Way<'d>> {
    let usable = |route: &&StaticRoute| {
        route.prefix.length >= shortest && route.prefix.contains(address) && route_vrf(route) == vrf
    };
    let Some(longest) = device.routes.iter().filter(usable).map(|route| route.prefix.length).max() else {
        return Vec::new();
    };
    resolve(device, device.routes.iter().filter(usable).filter(|route| route.prefix.length == longest), vrf)
}

/// The best route to `address`, where it leads to Null0.
fn null_route(device: &Device, address: Ipv4Addr, vrf: Option<&str>) -> Option<Span> {
    let usable = |route: &&StaticRoute| route.prefix.contains(address) && route_vrf(route) == vrf;
    let best =
        device.routes.iter().filter(usable).max_by_key(|route| (route.prefix.length, u8::MAX - route.distance))?;
    let null = best.interface.as_ref().is_some_and(|name| name.value.as_str().starts_with("Null"));
    null.then_some(best.span)
}

fn default_routes<'d>(device: &'d Device, vrf: Option<&str>) -> Vec<Way<'d>> {
    resolve(device, device.routes.iter().filter(|route| route.prefix.length == 0 && route_vrf(route) == vrf), vrf)
}

fn route_vrf(route: &StaticRoute) -> Option<&str> {
    route.vrf.as_ref().map(|vrf| vrf.value.as_str())
}

/// The interfaces of the routes with the least distance. A tracked route may be away, so the next best counts too.
fn resolve<'d>(device: &'d Device, routes: impl Iterator<Item = &'d StaticRoute>, vrf: Option<&str>) -> Vec<Way<'d>> {
    let mut routes: Vec<_> = routes.collect();
    routes.sort_by_key(|route| route.distance);
    let mut ways: Vec<Way<'d>> = Vec::new();
    let mut best = None;
    for route in routes {
        if best.is_some_and(|best| route.distance > best) {
            break;
        }
        if route.track.is_none() {
            best = Some(route.distance);
        }
        for interface in outgoing(device, route, vrf) {
            if !ways.iter().any(|way| way.interface.name == interface.name) {
                ways.push(Way { interface, because: Some(route.span) });
            }
        }
    }
    ways
}

fn outgoing<'d>(device: &'d Device, route: &'d StaticRoute, vrf: Option<&str>) -> Vec<&'d Interface> {
    if let Some(name) = &route.interface {
        return live(device).filter(|interface| interface.name == *name).collect();
    }
    if let Some(next_hop) = &route.next_hop {
        let table = if route.global { None } else { vrf };
        return connected(device, next_hop.value, table).map(|way| way.interface).collect();
    }
    if route.dhcp { live(device).filter(|interface| learns_default(interface)).collect() } else { Vec::new() }
}
