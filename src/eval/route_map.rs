//! Does a packet match a route-map, and which clause?

use std::net::Ipv4Addr;

use super::matching::{Judgement, Packet, Tri, access_list, any, first_match, note};
use crate::model::{Action, Device, PrefixListEntry, RouteMapClause, RouteMapMatch};
use crate::net::InterfaceName;
use crate::source::Span;

/// Where a packet leaves, as far as route-maps ask for it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Exit<'a> {
    pub(crate) interface: Option<&'a InterfaceName>,
    pub(crate) next_hop: Option<Ipv4Addr>,
}

/// The first clause that matches decides; no clause, no match. Different kinds of match lines are ANDed, the values of
/// one line ORed. What an empty clause does for NAT was not found documented: it counts as "maybe".
pub(crate) fn route_map(device: &Device, name: &str, packet: &Packet, exit: Exit<'_>) -> Judgement {
    let Some(clauses) = device.route_maps.get(name) else {
        let permitted = if device.config_is_whole() { Tri::No } else { Tri::Maybe };
        return Judgement::undefined(name, permitted);
    };
    let clauses = clauses.iter().map(|clause| (clause.action, clause.span, clause));
    first_match(clauses, |clause, evidence, undefined| {
        clause_matches(device, clause, packet, exit, evidence, undefined)
    })
}

/// The clause by which policy routing decides.
#[derive(Debug, Clone)]
pub(super) enum Chosen<'d> {
    /// None: the table of routes does.
    None,
    /// This one, and the lines that led to it.
    Clause(&'d RouteMapClause, Vec<Span>),
    /// It may be one of several: the lines on which that depends.
    Open(Vec<Span>),
}

/// The first clause that matches. Unlike for NAT, a clause without conditions matches every packet.
pub(super) fn chosen<'d>(device: &'d Device, name: &str, packet: &Packet) -> Chosen<'d> {
    let Some(clauses) = device.route_maps.get(name) else {
        // A route-map that is not defined sends nothing another way, if it is really not there.
        return if device.config_is_whole() { Chosen::None } else { Chosen::Open(Vec::new()) };
    };
    for clause in clauses {
        let (mut evidence, mut undefined) = (Vec::new(), None);
        let matches = if clause.matches.is_empty() {
            Tri::Yes
        } else {
            clause_matches(device, clause, packet, Exit::default(), &mut evidence, &mut undefined)
        };
        note(&mut evidence, [clause.span]);
        match matches {
            // What a list that is not defined matches in policy routing was not found documented.
            _ if undefined.is_some() => return Chosen::Open(evidence),
            Tri::No => {}
            Tri::Yes => return Chosen::Clause(clause, evidence),
            Tri::Maybe => return Chosen::Open(evidence),
        }
    }
    Chosen::None
}

fn clause_matches(
    device: &Device,
    clause: &RouteMapClause,
    packet: &Packet,
    exit: Exit<'_>,
    evidence: &mut Vec<Span>,
    undefined: &mut Option<String>,
) -> Tri {
    if clause.matches.is_empty() {
        return Tri::Maybe;
    }
    // What a list permits is no evidence where another condition does not hold.
    let mut permitting = Vec::new();
    let matches = clause.matches.iter().fold(Tri::Yes, |so_far, condition| {
        let matches = match &condition.value {
            RouteMapMatch::IpAddress(lists) => any(lists, |list| {
                let judgement = access_list(device, list, packet);
                let denies = judgement.permitted == Tri::No;
                note(if denies { &mut *evidence } else { &mut permitting }, judgement.evidence);
                *undefined = undefined.take().or(judgement.undefined);
                judgement.permitted
            }),
            RouteMapMatch::Interface(names) => exit.interface.map_or(Tri::Maybe, |name| Tri::of(names.contains(name))),
            RouteMapMatch::NextHop(lists) => {
                any(lists, |list| next_hop_matches(device, list, packet, exit, &mut permitting))
            }
            RouteMapMatch::PrefixList(lists) => any(lists, |list| prefix_list_matches(device, list, packet)),
            RouteMapMatch::Other(_) => Tri::Maybe,
        };
        so_far.and(matches)
    });
    if matches != Tri::No {
        note(evidence, permitting);
    }
    matches
}

/// A list for the next hop sees it as the source.
fn next_hop_matches(device: &Device, list: &str, packet: &Packet, exit: Exit<'_>, evidence: &mut Vec<Span>) -> Tri {
    let Some(next_hop) = exit.next_hop else { return Tri::Maybe };
    let hop =
        Packet { source: Some(next_hop), source_port: None, destination: None, destination_port: None, ..*packet };
    let judgement = access_list(device, list, &hop);
    note(evidence, judgement.evidence);
    if judgement.undefined.is_some() { Tri::Maybe } else { judgement.permitted }
}

/// Which address of a packet a prefix-list is held against, and whether as a host or by containment, was not found
/// documented. So it matches surely not where no reading lets it match, and otherwise maybe.
fn prefix_list_matches(device: &Device, name: &str, packet: &Packet) -> Tri {
    let Some(entries) = device.prefix_lists.get(name) else { return Tri::Maybe };
    let (Some(source), Some(destination)) = (packet.source, packet.destination) else { return Tri::Maybe };
    let may = [source, destination].into_iter().any(|address| {
        let contains = |entry: &&PrefixListEntry| entry.prefix.contains(address);
        let as_host = |entry: &&PrefixListEntry| {
            let length = match (entry.ge, entry.le) {
                (None, None) => entry.prefix.length == 32,
                (_, le) => le.is_none_or(|le| le == 32),
            };
            entry.prefix.contains(address) && length
        };
        let permits = |first: Option<&PrefixListEntry>| first.is_some_and(|entry| entry.action == Action::Permit);
        permits(entries.iter().find(contains)) || permits(entries.iter().find(as_host))
    });
    if may { Tri::Maybe } else { Tri::No }
}
