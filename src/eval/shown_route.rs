//! What `show ip route` adds to the routes of the configuration.
//!
//! The table of routes is what the router forwards by, at the moment when it was printed; a configuration is what it has
//! been told. What both speak of, the configuration decides: a route that is configured and that the table contradicts
//! (it leads elsewhere, or is not there) is told and leaves the way open, since one of the two texts is older than the
//! other. What a configuration cannot show, the table decides: routes that OSPF, EIGRP, BGP and their like have learned,
//! routes of DHCP and PPP, which IOS enters as static ones, and those of a configuration that was pasted in part.
//! Longest prefix first, and of equal prefixes the least distance (Cisco, "Route selection in Cisco routers"), so a
//! learned route also goes before a shorter or more distant configured one.
//!
//! Such a route may be another one a minute later. It decides all the same, because a verdict is about the router as it
//! was captured, and the rows of the translation table are from the same moment; but the verdict says so, and its
//! confidence is never `certain`.

use std::net::Ipv4Addr;

use super::route::{HALF, HALVES, Scope, Way, Ways, connected, default_routes, routes};
use super::words;
use crate::locale::{Text, say};
use crate::model::{Device, Extent, RouteOrigin, RouteTable, ShownRoute};
use crate::net::Prefix;
use crate::source::Span;

/// What the table of routes says beside the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) span: Span,
    pub(crate) says: Text,
    pub(crate) bearing: Bearing,
}

/// What that means for the ways of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bearing {
    /// It leads the same way.
    Confirms,
    /// The ways are those of the table.
    Decides,
    /// It leads another way than the configuration, or none.
    Contradicts,
    /// It leads where the configuration does not follow, or nowhere.
    Open,
}

impl Told {
    fn new(span: Span, bearing: Bearing, says: Text) -> Self {
        Self { span, says, bearing }
    }
}

/// A route of the table, and where it leads.
struct Found<'d> {
    route: &'d ShownRoute,
    lead: Lead<'d>,
}

enum Lead<'d> {
    Ways(Vec<Way<'d>>),
    Null,
    /// Why it cannot be followed.
    Lost(Text),
}

/// How far the best configured route to `peer` reaches: the length of its prefix, and its distance.
fn reach(device: &Device, peer: Option<Ipv4Addr>, scope: Scope<'_>) -> Option<(u8, u8)> {
    let connected = peer.and_then(|peer| connected(device, peer, scope).next().zip(Some(peer)));
    let of_host = |(way, peer): (Way<'_>, Ipv4Addr)| {
        way.interface.prefixes().filter(|prefix| prefix.contains(peer)).map(|prefix| (prefix.length, 0)).max()
    };
    let connected = connected.and_then(of_host).into_iter();
    let to_peer = peer.into_iter().flat_map(|peer| routes(device, scope, peer));
    let to_anybody = peer.is_none().then(|| default_routes(device, scope)).into_iter().flatten().flatten();
    let configured = to_peer.chain(to_anybody).map(|route| (route.prefix.length, route.distance));
    connected.chain(configured).max_by_key(|(length, distance)| (*length, u8::MAX - distance))
}

/// The ways of the configuration, looked at with the table of routes.
pub(super) fn refine<'d>(device: &'d Device, peer: Option<Ipv4Addr>, scope: Scope<'_>, ways: Ways<'d>) -> Ways<'d> {
    let Some(table) = table(device, scope, peer) else { return ways };
    let Some(route) = route_to(table, peer) else { return without_route(table, peer, ways) };
    let found = Found { route, lead: lead(device, table, route, scope, DEPTH) };
    if let Some(other) = other_half(device, table, peer, scope, &found) {
        let says = say!("eval-shown-halves", prefix = other.prefix);
        return Ways { told: Some(Told::new(other.span, Bearing::Open, says)), decided: false, ..ways };
    }
    let learned = is_learned(route);
    let possible = is_possible(device, route);
    let settled = ways.decided || ways.discarded.is_some();
    let (length, distance) = reach(device, peer, scope).unwrap_or((0, NO_ROUTE));
    let better = route.prefix.length > length
        || route.prefix.length == length && route.distance.is_some_and(|shown| shown < distance);
    let beyond = learned || !device.config_is_whole();
    match found.lead {
        Lead::Ways(ref shown) if settled && agrees(&ways, shown) => confirmed(ways, &found, shown),
        Lead::Null if ways.discarded.is_some() => ways,
        _ if settled && !(possible && beyond && better) => contradicted(ways, &found, peer),
        _ if !possible => contradicted(ways, &found, peer),
        _ => decided(ways, found, peer),
    }
}

/// The table that shows which route is used. Where it is not known in which of several VRFs a packet arrives, none does.
fn table<'d>(device: &'d Device, scope: Scope<'_>, address: Option<Ipv4Addr>) -> Option<&'d RouteTable> {
    let several = scope == Scope::Any && device.interfaces.iter().any(|interface| interface.vrf.is_some());
    device.seen.routes.deciding(scope.vrf(), address).filter(|_| !several)
}

fn is_learned(route: &ShownRoute) -> bool {
    matches!(route.origin, RouteOrigin::Protocol(_) | RouteOrigin::Other)
}

/// A router without a routing protocol has no route of one. NHRP and LISP need no `router` line.
fn is_possible(device: &Device, route: &ShownRoute) -> bool {
    let unasked = matches!(route.origin, RouteOrigin::Protocol("NHRP" | "LISP"));
    !is_learned(route) || unasked || !device.routing_protocols.is_empty() || !device.config_is_whole()
}

/// Stands for the distance of a route that the configuration does not have; that of a default route by DHCP is 254.
const NO_ROUTE: u8 = u8::MAX;

/// How many routes a gateway may lie behind.
const DEPTH: u8 = 2;

/// Ways of one route that are followed: IOS has no more (Cisco, "maximum-paths").
const PATHS: usize = 32;

fn route_to(table: &RouteTable, peer: Option<Ipv4Addr>) -> Option<&ShownRoute> {
    if let Some(peer) = peer {
        return table.best(peer, 0);
    }
    // A peer that nobody named is one of the Internet: it takes the default route, or that of its half.
    let mut halves = HALVES.into_iter().map(|half| of_half(table, half));
    let first = halves.next().flatten();
    first.filter(|_| halves.all(|other| other.is_some()))
}

/// The default route to a half of the Internet.
fn of_half(table: &RouteTable, half: Ipv4Addr) -> Option<&ShownRoute> {
    (0..=HALF).rev().find_map(|length| table.exact(Prefix::new(half, length)?))
}

/// A default route to the other half of the Internet that leads elsewhere.
fn other_half<'d>(
    device: &'d Device,
    table: &'d RouteTable,
    peer: Option<Ipv4Addr>,
    scope: Scope<'_>,
    found: &Found<'d>,
) -> Option<&'d ShownRoute> {
    let halves = HALVES.into_iter().filter_map(|half| of_half(table, half));
    let mut others = halves.filter(|route| peer.is_none() && route.prefix != found.route.prefix);
    others.find(|route| match (lead(device, table, route, scope, DEPTH), &found.lead) {
        (Lead::Ways(ways), Lead::Ways(known)) => {
            let is_in = |way: &Way<'_>, all: &[Way<'_>]| all.iter().any(|w| w.interface.name == way.interface.name);
            !(ways.iter().all(|way| is_in(way, known)) && known.iter().all(|way| is_in(way, &ways)))
        }
        (Lead::Null, Lead::Null) => false,
        _ => true,
    })
}

/// A way to an inside host; the default route leads to the Internet, not to a host of ours.
pub(super) fn to_host<'d>(device: &'d Device, host: Ipv4Addr, scope: Scope<'_>) -> Option<Ways<'d>> {
    let table = table(device, scope, Some(host))?;
    let route = table.best(host, HALF + 1).filter(|route| is_possible(device, route))?;
    let Lead::Ways(ways) = lead(device, table, route, scope, DEPTH) else { return None };
    Some(Ways { told: Some(Told::new(route.span, Bearing::Decides, has(route))), ..Ways::decided(ways) })
}

/// A table of routes that leads back to the host by another interface than the configuration does, or not at all.
pub(super) fn contradicts_host(device: &Device, host: Ipv4Addr, scope: Scope<'_>, ways: &Ways<'_>) -> Option<Told> {
    let table = table(device, scope, Some(host)).filter(|table| table.extent == Extent::Whole)?;
    if !ways.decided || ways.told.is_some() {
        return None;
    }
    let Some(route) = table.best(host, HALF + 1) else {
        let span = table.last_resort.as_ref().map(|gateway| gateway.span).or(table.routes.first().map(|r| r.span))?;
        return Some(Told::new(span, Bearing::Contradicts, say!("eval-shown-not-back", host)));
    };
    let Lead::Ways(shown) = lead(device, table, route, scope, DEPTH) else { return None };
    let told = || Told::new(route.span, Bearing::Contradicts, say!("eval-shown-other-back", host));
    (!agrees(ways, &shown)).then(told)
}

/// Where the ARP table has seen an inside host: on the network of that interface.
pub(super) fn by_arp<'d>(device: &'d Device, host: Ipv4Addr, scope: Scope<'_>) -> Option<Ways<'d>> {
    let table = device.seen.arp.get(&scope.vrf().map(str::to_owned))?;
    // Without an age it is an address of the router itself, or one that somebody typed.
    let entry = table.get(host).filter(|entry| entry.mac.is_some() && entry.age.is_some())?;
    let interface = device.interface(entry.interface.as_ref()?).filter(|interface| interface.shutdown.is_none())?;
    // An interface whose networks are known has the host in none of them.
    if scope == Scope::Any && interface.vrf.is_some() || interface.prefixes().next().is_some() {
        return None;
    }
    let says = say!("eval-shown-arp", host, interface = &interface.name.value);
    let way = Way { interface, because: Some(entry.span), next_hop: None, when: None };
    Some(Ways { told: Some(Told::new(entry.span, Bearing::Decides, says)), ..Ways::decided(vec![way]) })
}

/// Whether a route other than the default one leads to `peer`; `None` where the table does not say.
pub(super) fn is_explicit(device: &Device, peer: Ipv4Addr, scope: Scope<'_>) -> Option<bool> {
    let table = table(device, scope, Some(peer))?;
    Some(table.best(peer, 1).is_some())
}

fn lead<'d>(device: &'d Device, table: &'d RouteTable, route: &'d ShownRoute, scope: Scope<'_>, depth: u8) -> Lead<'d> {
    let mut ways: Vec<Way<'d>> = Vec::new();
    let mut add = |way: Way<'d>| {
        if !ways.iter().any(|known| known.interface.name == way.interface.name) {
            ways.push(way);
        }
    };
    for path in table.paths_of(route).iter().take(PATHS) {
        if path.elsewhere {
            return Lead::Lost(say!("eval-lost-vrf"));
        }
        let because = Some(path.span);
        match (table.interface_of(path), path.next_hop) {
            (Some(name), _) if name.as_str().starts_with("Null") => return Lead::Null,
            (Some(name), next_hop) => match device.interface(name) {
                Some(interface) if interface.shutdown.is_none() => {
                    add(Way { interface, because, next_hop, when: None });
                }
                Some(_) => return Lead::Lost(say!("eval-lost-shut", interface = name)),
                None => return Lead::Lost(say!("eval-lost-undefined", interface = name)),
            },
            (None, Some(hop)) => match behind(device, table, hop, scope, depth) {
                Lead::Ways(further) => further.into_iter().for_each(|way| add(Way { because, ..way })),
                other => return other,
            },
            (None, None) => return Lead::Lost(say!("eval-lost-no-interface")),
        }
    }
    if ways.is_empty() { Lead::Lost(say!("eval-lost-no-way")) } else { Lead::Ways(ways) }
}

/// The way to a gateway.
fn behind<'d>(device: &'d Device, table: &'d RouteTable, hop: Ipv4Addr, scope: Scope<'_>, depth: u8) -> Lead<'d> {
    let lost = || Lead::Lost(say!("eval-lost-gateway", hop));
    if depth == 0 {
        return lost();
    }
    // The detailed form shows one route only; the gateway is in a network of the configuration.
    if let Extent::For(_) = table.extent {
        let near: Vec<_> = connected(device, hop, scope).map(|way| Way { next_hop: Some(hop), ..way }).collect();
        return if near.is_empty() { lost() } else { Lead::Ways(near) };
    }
    let Some(route) = table.best(hop, 1) else { return lost() };
    match lead(device, table, route, scope, depth - 1) {
        Lead::Ways(ways) => {
            let direct = |way: Way<'d>| Way { next_hop: way.next_hop.or(Some(hop)), ..way };
            Lead::Ways(ways.into_iter().map(direct).collect())
        }
        other => other,
    }
}

fn agrees(ways: &Ways<'_>, shown: &[Way<'_>]) -> bool {
    let configured = |way: &Way<'_>| ways.all.iter().any(|known| known.interface.name == way.interface.name);
    !shown.is_empty() && shown.iter().all(configured)
}

/// Of several ways that depend on what is up, the table shows the one in use; the next one waits.
fn confirmed<'d>(mut ways: Ways<'d>, found: &Found<'d>, shown: &[Way<'d>]) -> Ways<'d> {
    let in_use = |way: &Way<'_>| shown.iter().any(|known| known.interface.name == way.interface.name);
    let (mut used, waiting): (Vec<_>, Vec<_>) = ways.all.into_iter().partition(in_use);
    if waiting.is_empty() {
        ways.all = used;
        ways.told = Some(told(found, Bearing::Confirms, has(found.route)));
        return ways;
    }
    for way in &mut used {
        way.when = None;
    }
    if let ([only], true) = (&used[..], ways.standby.is_empty()) {
        let when = say!("eval-if-route-goes", interface = &only.interface.name.value);
        ways.standby = waiting.into_iter().take(1).map(|way| Way { when: Some(when.clone()), ..way }).collect();
    }
    ways.all = used;
    let (prefix, origin) = (found.route.prefix, found.route.origin.as_str());
    ways.told = Some(told(found, Bearing::Decides, say!("eval-shown-in-use", prefix, origin)));
    ways
}

fn decided<'d>(ways: Ways<'d>, found: Found<'d>, peer: Option<Ipv4Addr>) -> Ways<'d> {
    let (prefix, origin) = (found.route.prefix, found.route.origin.as_str());
    let says = match found.route.origin {
        RouteOrigin::Protocol(protocol) => say!("eval-shown-as-long", prefix, origin, protocol),
        RouteOrigin::Connected | RouteOrigin::Local | RouteOrigin::Static | RouteOrigin::Other => has(found.route),
    };
    let told = told(&found, Bearing::Decides, says);
    match found.lead {
        Lead::Ways(shown) => Ways { told: Some(told), ..Ways::decided(shown) },
        Lead::Null => Ways { discarded: Some(found.route.span), decided: false, ..ways },
        Lead::Lost(why) => {
            let says = say!("eval-shown-lost", prefix, to = words::destination(peer), why);
            Ways { told: Some(Told::new(found.route.span, Bearing::Open, says)), decided: false, ..ways }
        }
    }
}

fn contradicted<'d>(ways: Ways<'d>, found: &Found<'d>, peer: Option<Ipv4Addr>) -> Ways<'d> {
    let (to, origin) = (words::destination(peer), found.route.origin.as_str());
    let says = match &found.lead {
        Lead::Ways(shown) => {
            let names = words::all(shown.iter().map(|way| way.interface));
            say!("eval-shown-leads", to, names, origin)
        }
        Lead::Null => say!("eval-shown-drops", to, origin),
        Lead::Lost(why) => say!("eval-shown-has", prefix = found.route.prefix, to, why, origin),
    };
    Ways { told: Some(Told::new(found.route.span, Bearing::Contradicts, says)), ..ways }
}

/// A whole table without a route to the peer.
fn without_route<'d>(table: &RouteTable, peer: Option<Ipv4Addr>, ways: Ways<'d>) -> Ways<'d> {
    let span = table.last_resort.as_ref().map(|gateway| gateway.span).or(table.routes.first().map(|route| route.span));
    let (Extent::Whole, Some(span)) = (table.extent, span) else { return ways };
    let to = words::destination(peer);
    if ways.decided || ways.discarded.is_some() {
        let says = say!("eval-shown-none-but", to);
        return Ways { told: Some(Told::new(span, Bearing::Contradicts, says)), ..ways };
    }
    Ways { told: Some(Told::new(span, Bearing::Open, say!("eval-shown-none", to))), unrouted: true, ..ways }
}

fn told(found: &Found<'_>, bearing: Bearing, says: Text) -> Told {
    Told::new(found.route.span, bearing, says)
}

fn has(route: &ShownRoute) -> Text {
    say!("eval-shown", prefix = route.prefix, origin = route.origin.as_str())
}
