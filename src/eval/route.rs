//! Where a packet comes in and where it leaves.

use std::net::Ipv4Addr;

use super::Flow;
use super::shown_route::{self, Bearing, Told};
use crate::grammar::Subject;
use crate::locale::{Text, say};
use crate::model::{Addressing, Device, Interface, NatSide, StaticRoute};
use crate::source::Span;

/// An interface a packet may use, and the line that says so.
#[derive(Debug, Clone)]
pub(crate) struct Way<'d> {
    pub(crate) interface: &'d Interface,
    pub(crate) because: Option<Span>,
    /// The gateway, where the line names one.
    pub(crate) next_hop: Option<Ipv4Addr>,
    /// In which state of the router, where it has several: "while track 1 is up".
    pub(crate) when: Option<Text>,
}

impl<'d> Way<'d> {
    fn plain(interface: &'d Interface, because: Option<Span>) -> Self {
        Self { interface, because, next_hop: None, when: None }
    }
}

/// The interfaces a packet may use.
#[derive(Debug, Clone)]
pub(crate) struct Ways<'d> {
    pub(crate) all: Vec<Way<'d>>,
    /// Whether the configuration decides them, or they are merely all that qualify.
    pub(crate) decided: bool,
    /// The best route leads to Null0: this one.
    pub(crate) discarded: Option<Span>,
    /// What takes over when the interface of the only way fails: floating static routes.
    pub(crate) standby: Vec<Way<'d>>,
    /// The configuration is whole, and nothing in it leads there; or no route of the router does.
    pub(crate) unrouted: bool,
    /// What a show command adds.
    pub(crate) told: Option<Told>,
}

impl<'d> Ways<'d> {
    pub(super) fn decided(ways: Vec<Way<'d>>) -> Self {
        Self { all: ways, decided: true, discarded: None, standby: Vec::new(), unrouted: false, told: None }
    }

    /// What a show command says, if it means that.
    pub(super) fn told_to(&self, bearing: Bearing) -> Option<&Told> {
        self.told.as_ref().filter(|told| told.bearing == bearing)
    }
}

/// Which table of routes is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope<'a> {
    /// It is not known where the packet arrives: the global one, and interfaces of any.
    Any,
    /// The global one.
    Global,
    /// That of a VRF.
    Vrf(&'a str),
}

impl<'a> Scope<'a> {
    /// Of a flow whose interface is known, the VRF of which it has taken.
    pub(super) fn of(flow: &'a Flow) -> Self {
        flow.vrf.as_deref().map_or(Self::Global, Self::Vrf)
    }

    /// Of a flow that names a VRF or does not.
    pub(super) fn named(vrf: Option<&'a str>) -> Self {
        vrf.map_or(Self::Any, Self::Vrf)
    }

    /// The VRF that is asked; `None` for the global table.
    pub(super) fn vrf(self) -> Option<&'a str> {
        match self {
            Self::Any | Self::Global => None,
            Self::Vrf(name) => Some(name),
        }
    }

    pub(super) fn has(self, interface: &Interface) -> bool {
        let vrf = interface.vrf_name();
        match self {
            Self::Any => true,
            Self::Global => vrf.is_none(),
            Self::Vrf(name) => vrf == Some(name),
        }
    }

    fn holds(self, route: &StaticRoute) -> bool {
        let vrf = route.vrf.as_ref().map(|vrf| vrf.value.as_str());
        match self {
            Self::Any | Self::Global => vrf.is_none(),
            Self::Vrf(name) => vrf == Some(name),
        }
    }
}

/// Where packets of `host` arrive: the interface on its subnet, else the one a static route to it leaves by; else what
/// `show ip route` or `show ip arp` says. With none of them, every inside interface qualifies: one stands for those
/// that do the same with a packet.
pub(crate) fn ingress<'d>(device: &'d Device, host: Ipv4Addr, vrf: Option<&str>) -> Ways<'d> {
    let scope = Scope::named(vrf);
    let attached = attached(device, host, scope);
    if !attached.is_empty() {
        return Ways::decided(attached);
    }
    // A default route leads to the Internet, not back to a host of ours.
    let mut routed = best_routes(device, host, scope, HALF + 1);
    // Its answers follow the more specific route; its own packets come from the network they come from.
    let beside =
        connected(device, host, scope).filter(|way| routed.all.iter().all(|r| r.interface.name != way.interface.name));
    let beside: Vec<_> = beside.collect();
    routed.all.extend(beside);
    if !routed.all.is_empty() {
        return Ways { standby: Vec::new(), ..routed };
    }
    if let Some(shown) = shown_route::to_host(device, host, scope).or_else(|| shown_route::by_arp(device, host, scope))
    {
        return shown;
    }
    let inside = device.kinds_of_inside().filter(|interface| scope.has(interface));
    let all = inside.map(|interface| Way::plain(interface, None)).collect();
    Ways { decided: false, ..Ways::decided(all) }
}

/// Where packets to `peer` leave: longest prefix of connected and static routes, looked at with `show ip route`. A peer
/// nobody named is one of the Internet: it takes the default route. Where nothing decides, or policy routing may have
/// its say (`open`), every outside interface qualifies.
pub(crate) fn egress<'d>(device: &'d Device, peer: Option<Ipv4Addr>, scope: Scope<'_>, open: bool) -> Ways<'d> {
    let ways = configured(device, peer, scope, open);
    if open { ways } else { shown_route::refine(device, peer, scope, ways) }
}

/// The same by the configuration alone.
fn configured<'d>(device: &'d Device, peer: Option<Ipv4Addr>, scope: Scope<'_>, open: bool) -> Ways<'d> {
    let attached = peer.map(|peer| attached(device, peer, scope)).unwrap_or_default();
    if !attached.is_empty() && !open {
        return Ways::decided(attached);
    }
    if let Some(discarded) = null_route(device, peer, scope).filter(|_| attached.is_empty()) {
        return Ways { discarded: Some(discarded), ..with_every_outside(device, scope, Vec::new()) };
    }
    let host_routed = peer.is_some_and(|peer| !best_routes(device, peer, scope, HALF + 1).all.is_empty());
    let routed = match peer {
        Some(peer) => best_routes(device, peer, scope, 0),
        None => to_anybody(device, scope),
    };
    // BGP knows routes that no configuration shows.
    let bgp = device.routing_protocols.iter().any(|protocol| protocol.value.contains("bgp"));
    if open || (bgp && !host_routed) {
        let scope = if open { Scope::Any } else { scope };
        return with_every_outside(device, scope, routed.all);
    }
    if !routed.all.is_empty() {
        return routed;
    }
    let learned: Vec<_> = learning(device).collect();
    if let [interface] = learned[..] {
        let because = interface.address.as_ref().map(|address| address.span);
        return Ways::decided(vec![Way::plain(interface, because)]);
    }
    let unrouted = learned.is_empty() && has_all_routes(device);
    Ways { unrouted, ..with_every_outside(device, scope, Vec::new()) }
}

/// An interface without a line of NAT by which a packet may leave instead: nothing of the configuration leads anywhere, so a
/// routing protocol does.
pub(super) fn astray<'d>(device: &'d Device, scope: Scope<'_>, ways: &Ways<'d>) -> Option<(&'d Interface, &'d str)> {
    let protocol = device.routing_protocols.first()?;
    let guessed = !ways.decided && ways.told.is_none() && ways.discarded.is_none();
    let nothing_leads = guessed && ways.all.iter().all(|way| way.because.is_none());
    let interface = device.bystanders().find(|interface| scope.has(interface)).filter(|_| nothing_leads)?;
    Some((interface, &protocol.value))
}

/// The outside interface, where every one is in another VRF.
pub(super) fn in_other_vrf<'d>(device: &'d Device, scope: Scope<'_>) -> Option<&'d Interface> {
    let mut live = device.outside_interfaces().filter(|interface| interface.shutdown.is_none());
    let first = live.next()?;
    (!scope.has(first) && live.all(|interface| !scope.has(interface))).then_some(first)
}

/// A static route among `ways` that waits for a routing protocol: one that the protocol learns wins over it.
pub(super) fn overruled(device: &Device, ways: &Ways<'_>) -> Option<(Span, Text)> {
    let protocol = device.routing_protocols.first()?;
    // The table of routes shows whether it does.
    if ways.told.as_ref().is_some_and(|told| matches!(told.bearing, Bearing::Confirms | Bearing::Decides)) {
        return None;
    }
    let of_way = |route: &&StaticRoute| ways.all.iter().any(|way| way.because == Some(route.span));
    let route = device.waiting_routes().find(of_way)?;
    Some((route.span, say!("eval-overruled", distance = route.distance, protocol = &protocol.value)))
}

/// Whether the router has no other routes than those of the text.
fn has_all_routes(device: &Device) -> bool {
    let unread = device.doubts.iter().any(|doubt| doubt.subject == Subject::Routing);
    device.config_is_whole() && device.routing_protocols.is_empty() && !unread
}

/// Whether a connected network or a route other than the default one leads to `peer`.
pub(super) fn is_explicit(device: &Device, peer: Ipv4Addr, scope: Scope<'_>) -> bool {
    shown_route::is_explicit(device, peer, scope) == Some(true)
        || connected(device, peer, scope).next().is_some()
        || !best_routes(device, peer, scope, 1).all.is_empty()
}

/// Known ways, and every other one by which NAT would see the packet. They are decided only if that adds nothing.
fn with_every_outside<'d>(device: &'d Device, scope: Scope<'_>, known: Vec<Way<'d>>) -> Ways<'d> {
    let mut ways = known;
    let before = ways.len();
    // From one VRF to another only routes lead, and those of a protocol are not in a configuration.
    let leaks = !has_all_routes(device);
    let usable = |interface: &&Interface| interface.shutdown.is_none() && (leaks || scope.has(interface));
    for interface in device.outside_interfaces().filter(usable) {
        if !ways.iter().take(before).any(|way| way.interface.name == interface.name) {
            ways.push(Way::plain(interface, None));
        }
    }
    let decided = before > 0 && ways.len() == before;
    Ways { decided, ..Ways::decided(ways) }
}

/// An outside interface that gets its address by DHCP gets its default route the same way; one that gets it by PPP only
/// where `ppp ipcp route default` asks for it.
fn learns_default(interface: &Interface) -> bool {
    let dynamic = match interface.address.as_ref().map(|address| &address.value) {
        Some(Addressing::Dhcp) => true,
        Some(Addressing::Negotiated) => interface.default_by_ppp,
        _ => false,
    };
    dynamic && interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside)
}

fn learning(device: &Device) -> impl Iterator<Item = &Interface> {
    device.outside_interfaces().filter(|interface| interface.shutdown.is_none() && learns_default(interface))
}

pub(super) fn connected<'d>(device: &'d Device, address: Ipv4Addr, scope: Scope<'_>) -> impl Iterator<Item = Way<'d>> {
    let fits = move |(_, interface): &(u8, &Interface)| interface.shutdown.is_none() && scope.has(interface);
    let mut fitting = device.connected(address).filter(fits).peekable();
    // One address can be connected in several VRFs.
    let longest = fitting.peek().map(|(length, _)| *length);
    fitting
        .take_while(move |(length, _)| Some(*length) == longest)
        .map(|(_, interface)| Way::plain(interface, interface.address_line()))
}

/// A distance of 255 means that the route is never used (Cisco, "What is administrative distance?").
const NEVER_USED: u8 = 255;

/// Static routes to `address`: those of the longest prefix first.
pub(super) fn routes<'d>(
    device: &'d Device,
    scope: Scope<'_>,
    address: Ipv4Addr,
) -> impl Iterator<Item = &'d StaticRoute> {
    device.routes_to(address).filter(move |route| scope.holds(route) && route.distance < NEVER_USED)
}

/// Length of a route to one half of all addresses: 0.0.0.0/1 and 128.0.0.0/1 together are a default route too, and win
/// over that of length 0.
pub(super) const HALF: u8 = 1;

/// The first address of each half.
pub(super) const HALVES: [Ipv4Addr; 2] = [Ipv4Addr::UNSPECIFIED, Ipv4Addr::new(128, 0, 0, 0)];

/// Default routes to each half of the Internet, the longer ones first.
pub(super) fn default_routes<'d>(
    device: &'d Device,
    scope: Scope<'_>,
) -> impl Iterator<Item = impl Iterator<Item = &'d StaticRoute>> {
    HALVES.into_iter().map(move |half| routes(device, scope, half).filter(|route| route.prefix.length <= HALF))
}

/// The ways to a peer that nobody named: it may be in either half of the Internet.
fn to_anybody<'d>(device: &'d Device, scope: Scope<'_>) -> Ways<'d> {
    let mut halves =
        default_routes(device, scope).map(|usable| best_of(device, &usable.collect::<Vec<_>>(), scope, None, DEPTH));
    let mut ways = halves.next().unwrap_or_else(|| Ways::decided(Vec::new()));
    for other in halves {
        if ways.all.is_empty() || other.all.is_empty() {
            return Ways::decided(Vec::new());
        }
        let known = |way: &Way<'d>, all: &[Way<'d>]| all.iter().any(|known| known.interface.name == way.interface.name);
        let (both, new): (Vec<_>, Vec<_>) = other.all.into_iter().partition(|way| known(way, &ways.all));
        if both.len() < ways.all.len() || !new.is_empty() {
            ways.standby = Vec::new();
        }
        ways.all.extend(new);
    }
    ways
}

/// The connected networks of `address`, unless a static route to a part of them is more specific.
fn attached<'d>(device: &'d Device, address: Ipv4Addr, scope: Scope<'_>) -> Vec<Way<'d>> {
    let connected: Vec<_> = connected(device, address, scope).collect();
    let of = |way: &Way<'d>| way.interface.prefixes().filter(|prefix| prefix.contains(address)).map(|p| p.length).max();
    let Some(length) = connected.first().and_then(of) else { return connected };
    let mut longer = routes(device, scope, address).take_while(|route| route.prefix.length > length);
    let leads =
        |route: &StaticRoute| is_null(route) || !outgoing(device, route, scope, Some(address), DEPTH).is_empty();
    if longer.any(leads) { Vec::new() } else { connected }
}

/// How many routes a gateway may lie behind.
const DEPTH: u8 = 2;

/// Among how many routes of one prefix such gateways are looked for: each costs a walk through all routes.
const FEW: usize = 8;

fn best_routes<'d>(device: &'d Device, address: Ipv4Addr, scope: Scope<'_>, shortest: u8) -> Ways<'d> {
    best_routes_at(device, address, scope, shortest, DEPTH)
}

fn best_routes_at<'d>(device: &'d Device, address: Ipv4Addr, scope: Scope<'_>, shortest: u8, depth: u8) -> Ways<'d> {
    let usable: Vec<_> = routes(device, scope, address).take_while(|route| route.prefix.length >= shortest).collect();
    best_of(device, &usable, scope, Some(address), depth)
}

/// The ways of the longest of these prefixes that is used.
fn best_of<'d>(
    device: &'d Device,
    usable: &[&'d StaticRoute],
    scope: Scope<'_>,
    address: Option<Ipv4Addr>,
    depth: u8,
) -> Ways<'d> {
    let mut lengths: Vec<u8> = usable.iter().map(|route| route.prefix.length).collect();
    lengths.dedup();
    let mut best: Option<Ways<'d>> = None;
    // All ways so far are away while this object is down.
    let mut tracked: Option<&str> = None;
    for length in lengths {
        let of_length = || usable.iter().copied().filter(|route| route.prefix.length == length);
        let ways = resolve(device, of_length(), scope, address, depth);
        let track = || of_length().find_map(|route| Some(route.track.as_ref()?.value.as_str()));
        let all_tracked = of_length().all(|route| route.track.is_some());
        match (&mut best, tracked) {
            (Some(best), Some(earlier)) => {
                let down = say!("eval-while-down", track = earlier);
                for way in ways.all {
                    if !best.all.iter().any(|known| known.interface.name == way.interface.name) {
                        best.all.push(Way { when: Some(down.clone()), ..way });
                    }
                }
                if !all_tracked {
                    break;
                }
            }
            // A shorter prefix takes over where the longest one has a single way.
            (Some(best), None) => {
                if let ([only], true) = (&best.all[..], best.standby.is_empty()) {
                    best.standby = standby(ways.all, only);
                }
                break;
            }
            // None of the routes of this length is used, if the text has all there is to know.
            (None, _) if ways.all.is_empty() && device.config_is_whole() && !of_length().any(is_null) => {}
            (None, _) => {
                tracked = track().filter(|_| all_tracked && !ways.all.is_empty());
                best = Some(ways);
            }
        }
    }
    best.unwrap_or_else(|| Ways::decided(Vec::new()))
}

/// The best route to `address`, where it leads to Null0. To an address that nobody named the default route is.
fn null_route<'d>(device: &'d Device, address: Option<Ipv4Addr>, scope: Scope<'_>) -> Option<Span> {
    let key = |route: &&StaticRoute| (route.prefix.length, u8::MAX - route.distance);
    let null = |best: &'d StaticRoute| is_null(best).then_some(best.span);
    if let Some(address) = address {
        return routes(device, scope, address).max_by_key(key).and_then(null);
    }
    let mut halves = default_routes(device, scope).map(|routes| routes.max_by_key(key).and_then(null));
    let first = halves.next().flatten();
    first.filter(|_| halves.all(|other| other.is_some()))
}

/// The route to Null0 that takes what is sent to a host from the connected network in which it lies.
pub(super) fn discards(device: &Device, host: Ipv4Addr, scope: Scope<'_>) -> Option<Span> {
    connected(device, host, scope).next()?;
    null_route(device, Some(host), scope).filter(|_| attached(device, host, scope).is_empty())
}

fn is_null(route: &StaticRoute) -> bool {
    route.interface.as_ref().is_some_and(|name| name.value.as_str().starts_with("Null"))
}

/// The interfaces of the routes with the least distance. A tracked route may be away, so the next best counts too; what
/// comes after a route that is not tracked waits until its interface fails.
fn resolve<'d>(
    device: &'d Device,
    routes: impl Iterator<Item = &'d StaticRoute>,
    scope: Scope<'_>,
    address: Option<Ipv4Addr>,
    depth: u8,
) -> Ways<'d> {
    let mut routes: Vec<_> = routes.collect();
    routes.sort_by_key(|route| route.distance);
    let depth = if routes.len() > FEW { 0 } else { depth };
    let mut ways: Vec<Way<'d>> = Vec::new();
    let mut waiting: Vec<Way<'d>> = Vec::new();
    let (mut best, mut tracked) = (None, None::<&str>);
    for route in routes {
        let late = best.is_some_and(|best| route.distance > best);
        let leads = outgoing(device, route, scope, address, depth);
        // A route whose interface is down or whose gateway cannot be reached is not used.
        if leads.is_empty() && device.config_is_whole() && !is_null(route) {
            continue;
        }
        if route.track.is_none() {
            best = best.or(Some(route.distance));
        }
        let when = match (&route.track, tracked) {
            _ if late => None,
            (Some(track), None) => Some(say!("eval-while-up", track = &track.value)),
            (_, Some(earlier)) => Some(say!("eval-while-down", track = earlier)),
            (None, None) => None,
        };
        for way in leads {
            let known = |other: &Way<'d>| other.interface.name == way.interface.name;
            if late && !waiting.iter().any(known) {
                waiting.push(way);
            } else if !late && !ways.iter().any(known) {
                ways.push(Way { when: when.clone(), ..way });
            }
        }
        tracked = tracked.or(route.track.as_ref().map(|track| track.value.as_str()));
    }
    let standby = match &ways[..] {
        [only] => standby(waiting, only),
        _ => Vec::new(),
    };
    Ways { standby, ..Ways::decided(ways) }
}

/// Those of `waiting` that lead elsewhere when `only` has failed.
fn standby<'d>(waiting: Vec<Way<'d>>, only: &Way<'d>) -> Vec<Way<'d>> {
    let failed = say!("eval-if-fails", interface = &only.interface.name.value);
    let elsewhere = waiting.into_iter().filter(|way| way.interface.name != only.interface.name);
    elsewhere.take(1).map(|way| Way { when: Some(failed.clone()), ..way }).collect()
}

fn outgoing<'d>(
    device: &'d Device,
    route: &'d StaticRoute,
    scope: Scope<'_>,
    address: Option<Ipv4Addr>,
    depth: u8,
) -> Vec<Way<'d>> {
    let next_hop = route.next_hop.as_ref().map(|hop| hop.value);
    let way = |interface| Way { interface, because: Some(route.span), next_hop, when: None };
    if let Some(name) = &route.interface {
        return device.interface(&name.value).filter(|found| found.shutdown.is_none()).map(way).into_iter().collect();
    }
    let table = if route.global { Scope::Global } else { scope };
    if let Some(next_hop) = next_hop {
        let near: Vec<_> = connected(device, next_hop, table).map(|found| way(found.interface)).collect();
        if !near.is_empty() || depth == 0 {
            return near;
        }
        // The gateway is behind another route.
        let further = best_routes_at(device, next_hop, table, 1, depth - 1);
        return further.all.into_iter().map(|found| Way { because: Some(route.span), ..found }).collect();
    }
    if route.dhcp {
        return learning(device).map(way).collect();
    }
    // `ip nat route vrf V ... global`: the global table decides. It holds no such route itself.
    if route.global && scope != Scope::Global {
        let found = egress(device, address, Scope::Global, false);
        return found.all.into_iter().map(|found| Way { because: Some(route.span), ..found }).collect();
    }
    Vec::new()
}
