//! From what is predicted and seen to one of the three verdicts.

use std::sync::Arc;

use super::judge::own_rows;
use super::route::{self, Scope};
use super::{About, Confidence, Flow, JudgedFlow, Observed, Open, Outcome, Prediction, Standing, Verdict};
use crate::grammar::{Note, State, Subject};
use crate::model::{Device, GlobalPort, NatKind, Network, Target, Translation};
use crate::net::{Address, Endpoint, is_cgnat, is_private};

/// PASS needs positive evidence, and nothing unread that might change it.
pub(super) fn verdict(
    device: &Device,
    flow: &Flow,
    predicted: &Prediction,
    observed: &[Observed],
    standing: &Standing,
) -> Verdict {
    let verdict = here(device, flow, predicted, observed, standing);
    let seen = observed.iter().map(|seen| &seen.inside_global.address);
    let again = |address: Address| address.v4().is_some_and(|address| is_private(address) || is_cgnat(address));
    // What leaves with an address that is not public is translated once more, by a NAT of which nothing is known.
    let upstream = seen.chain(&predicted.inside_global).cloned().any(again);
    let back = standing.return_dropped_by.is_some() || standing.zone_drop.as_ref().is_some_and(|drop| drop.back);
    if back && observed.is_empty() && !standing.answers_pass {
        return Verdict::Fail;
    }
    let about = |about: About| standing.open.iter().any(|open| open.about == about);
    // A row of the table shows that the packet got to NAT; what stands behind it, it does not show.
    let before = observed.is_empty() && about(About::Filter);
    let after = back || standing.dropped_by.is_some() || standing.zone_drop.is_some() || about(About::AfterNat);
    let open = upstream || before || after || about(About::Unopened);
    if about(About::Moment) || about(About::Place) {
        return Verdict::Inconclusive;
    }
    let way = observed.is_empty() && about(About::Way);
    if way || (verdict == Verdict::Pass && open) {
        return Verdict::Inconclusive;
    }
    verdict
}

/// What was not opened may be about any device, also about those that were judged before it was come upon.
pub(crate) fn doubt_what_passes(network: &Network, flows: &mut [JudgedFlow]) {
    let Some(unopened) = &network.unopened else { return };
    let says = Open { about: About::Unopened, span: Some(unopened.span), says: unopened.value.clone() };
    for flow in flows.iter_mut().filter(|flow| flow.verdict == Verdict::Pass) {
        flow.verdict = Verdict::Inconclusive;
        Arc::make_mut(&mut flow.standing).ask(says.clone());
    }
}

/// The verdict for the way to this router's outside interface.
fn here(device: &Device, flow: &Flow, predicted: &Prediction, observed: &[Observed], standing: &Standing) -> Verdict {
    if predicted.outcome == Outcome::Dropped && predicted.confidence == Confidence::Certain {
        return Verdict::Fail;
    }
    if !observed.is_empty() {
        let as_fixed =
            |seen: &Observed| standing.fixed_by.is_some() && seen.inside_global.port() == predicted.expected_port;
        if observed.iter().all(|seen| seen.kept || as_fixed(seen)) {
            if stale(device, predicted, observed) || is_doubled(device, flow) || device.is_mixed {
                return Verdict::Inconclusive;
            }
            // What is seen towards another peer need not hold for this one.
            let to_peer = standing.fixed_by.is_some() || observed.iter().any(|seen| names_peer(device, flow, seen));
            return if to_peer { Verdict::Pass } else { Verdict::Inconclusive };
        }
        // A row without outside columns is a static that fixes the port, or a binding that does not; only the
        // configuration tells which.
        let bound = observed.iter().all(|seen| seen.kept || has_binding(device, flow, seen));
        return if bound && !device.config_is_whole() { Verdict::Inconclusive } else { Verdict::Fail };
    }
    let fixed = standing.fixed_by.is_some();
    let good = predicted.confidence >= Confidence::Likely
        && device.config_is_whole()
        && !unread(device, standing)
        && !may_be_redacted(device, flow);
    let elsewhere = !standing.host_is_here && device.config_is_whole() && device.routing_protocols.is_empty();
    // No interface and no route leads to it, so its answers would follow the default route out again.
    let lost = elsewhere && !device.gets_addresses();
    match predicted.outcome {
        // A rule that would take any host proves nothing of one that is not known to be behind this router.
        Outcome::Kept if good && (fixed && !lost || standing.host_is_here) => Verdict::Pass,
        Outcome::Remapped if fixed && good && !lost => Verdict::Pass,
        Outcome::Remapped if fixed || predicted.confidence == Confidence::Possible => Verdict::Inconclusive,
        // What drops it may be a line that could not be read.
        Outcome::Dropped if unread(device, standing) => Verdict::Inconclusive,
        Outcome::Remapped | Outcome::Dropped => Verdict::Fail,
        Outcome::Either if standing.contested && predicted.confidence > Confidence::Possible => {
            // A list that permits any host proves nothing of hosts that no interface and no route leads to.
            if elsewhere { Verdict::Inconclusive } else { Verdict::Fail }
        }
        Outcome::Untranslated => untranslated(device, flow, predicted, standing),
        Outcome::Kept | Outcome::Either | Outcome::Unknown => Verdict::Inconclusive,
    }
}

/// Whether a row that could be the flow's own has an inside local that is redacted or mangled.
fn may_be_redacted(device: &Device, flow: &Flow) -> bool {
    device.table.rows.of_redacted_local().any(|row| {
        let port = row.inside_local.as_ref().and_then(Endpoint::port);
        row.protocol == Some(flow.protocol) && port == Some(flow.local_port)
    })
}

/// Whether the rows cannot come from the configuration as it is: then they tell of a time that is over.
fn stale(device: &Device, predicted: &Prediction, observed: &[Observed]) -> bool {
    let whole = device.config_is_whole() && predicted.confidence >= Confidence::Likely;
    let differs = |expected: u16, seen: &Observed| seen.inside_global.port().is_some_and(|port| port != expected);
    let other = |seen: &Observed| {
        predicted.inside_global.as_ref().is_some_and(|global| *global != seen.inside_global.address)
            || predicted.expected_port.is_some_and(|port| differs(port, seen))
    };
    whole && (predicted.outcome == Outcome::Untranslated || observed.iter().all(other))
        || has_moved(device, predicted)
        || device.config_is_whole() && observed.iter().all(|seen| is_shut(device, seen))
}

/// Whether the interface of an overload rule gets its address by DHCP or PPP and the table shows several: it has
/// changed, and which of them it has now is not known. Addresses of pools and of statics do not count.
fn has_moved(device: &Device, predicted: &Prediction) -> bool {
    let rule = predicted.rule.and_then(|span| device.nat_rules.at(span));
    let Some(NatKind::Dynamic(dynamic)) = rule.map(|rule| &rule.kind) else { return false };
    let Target::Interface(name) = &dynamic.target.value else { return false };
    if device.interface(name).is_none_or(|interface| interface.address.is_some() && interface.stated().is_some()) {
        return false;
    }
    let elsewhere = |address: &Address| {
        let of_pool = |v4| device.pools.values().any(|pool| pool.contains(v4));
        let global = GlobalPort::Address(address.clone());
        address.v4().is_some_and(of_pool) || device.nat_rules.of_global(device, &global).next().is_some()
    };
    let mut all: Vec<&Address> = device.table.occupied.addresses().collect();
    all.retain(|address| !elsewhere(address));
    all.sort_unstable();
    all.dedup();
    all.len() > 1
}

/// Whether a row has the address of an interface that is shut down, or nothing is outside that is not.
fn is_shut(device: &Device, seen: &Observed) -> bool {
    let mut outside = device.outside_interfaces().peekable();
    let all = outside.peek().is_some() && outside.all(|interface| interface.shutdown.is_some());
    let owner = seen.inside_global.address.v4().and_then(|address| device.owner_of(address));
    all || owner.is_some_and(|owner| owner.shutdown.is_some())
}

/// Whether an entry is one towards the peer of the flow and its port, or one for every peer. Without a peer the port
/// tells: an entry of the same host for other traffic is not this flow's.
fn names_peer(device: &Device, flow: &Flow, seen: &Observed) -> bool {
    let fits = |outside: &Endpoint| {
        flow.peer.is_none_or(|peer| outside.address == Address::V4(peer))
            && outside.port().is_none_or(|port| port == flow.peer_port)
    };
    let mut rows = own_rows(device, flow).filter(|row| row.inside_global.as_ref() == Some(&seen.inside_global));
    let first = rows.next();
    first.is_none_or(|first| std::iter::once(first).chain(rows).any(|row| row.outside_global.as_ref().is_none_or(fits)))
}

/// Whether a row of another host has the same endpoints on the outside: then answers to one may go to the other, and
/// one of the two rows is not what it seems.
fn is_doubled(device: &Device, flow: &Flow) -> bool {
    let own = Address::V4(flow.local);
    let rows = &device.table.rows;
    own_rows(device, flow).filter(|row| !row.is_binding()).any(|row| {
        let same = |other: &Translation| {
            other.protocol == row.protocol
                && (&other.inside_global, &other.outside_global) == (&row.inside_global, &row.outside_global)
                && other.inside_local.as_ref().is_some_and(|local| local.address != own)
        };
        match &row.inside_global {
            Some(global) => rows.of_global(global).any(same),
            None => rows.iter().any(same),
        }
    })
}

fn has_binding(device: &Device, flow: &Flow, seen: &Observed) -> bool {
    let local = Endpoint::with_port(flow.local, flow.local_port);
    device.table.rows.of_local(&local.address).any(|row| {
        row.is_binding()
            && row.inside_local.as_ref() == Some(&local)
            && row.inside_global.as_ref() == Some(&seen.inside_global)
    })
}

/// Whether a line that could not be read may change what is predicted.
fn unread(device: &Device, standing: &Standing) -> bool {
    // A static without a route-map asks no list, and applies by whatever outside interface the packet leaves.
    let rule = standing.fixed_by.and_then(|span| device.nat_rules.at(span));
    let plain = rule.is_some_and(|rule| rule.options.route_map.is_none());
    let live = device.outside_interfaces().filter(|interface| interface.shutdown.is_none());
    let several_ways_out = live.take(2).count() > 1;
    device.doubts.iter().any(|doubt| match (doubt.subject, doubt.state) {
        // What cannot be read of a filter may drop the packet; of the table, may show who holds the port.
        (Subject::Nat | Subject::Table, _) | (Subject::Filter, State::Malformed) => true,
        (Subject::Routing, State::Malformed) => !plain,
        // What a routing protocol has learned is in the table of routes.
        (Subject::Routing, _) if standing.routed && is_protocol(device, doubt) => false,
        // A learned route matters where there is a choice. Zones and groups that are not read drop packets, or not;
        // they do not translate.
        (Subject::Routing, _) => !plain && several_ways_out,
        (Subject::Filter | Subject::None, _) => false,
    })
}

fn is_protocol(device: &Device, doubt: &Note) -> bool {
    device.routing_protocols.iter().any(|protocol| protocol.span == doubt.span)
}

fn untranslated(device: &Device, flow: &Flow, predicted: &Prediction, standing: &Standing) -> Verdict {
    let sides = device.interfaces.iter().any(|interface| interface.nat.is_some());
    if predicted.confidence == Confidence::Possible || !device.config_is_whole() || unread(device, standing) {
        return Verdict::Inconclusive;
    }
    // What goes into a tunnel of this router leaves it with the address of the tunnel. What is beyond, nobody knows here.
    if standing.encrypted.is_some() && !flow.peer.is_some_and(is_private) {
        return Verdict::Inconclusive;
    }
    // A private peer is reached over a VPN or a private line, where no NAT is wanted.
    if is_private(flow.local) && !flow.peer.is_some_and(is_private) {
        // A router without a line of NAT is not where the appliances are translated; something behind it may do that.
        let none_at_all = device.nat_rules.is_empty() && !sides;
        return if none_at_all { Verdict::Inconclusive } else { Verdict::Fail };
    }
    // That no rule takes it is only as sure as that every line was understood.
    if device.unrecognized > 0 {
        return Verdict::Inconclusive;
    }
    // A private line beside the way to the Internet: its route is proof that no NAT is wanted there.
    if let Some(peer) = flow.peer.filter(|peer| standing.not_triggered.is_some() && is_private(*peer)) {
        let sure = predicted.confidence == Confidence::Certain && standing.host_is_here;
        let proven = sure && route::is_explicit(device, peer, Scope::of(flow));
        return if proven { Verdict::Pass } else { Verdict::Inconclusive };
    }
    match standing.some_rule {
        true if predicted.confidence == Confidence::Certain => Verdict::Fail,
        false if predicted.confidence == Confidence::Certain && standing.host_is_here => Verdict::Pass,
        _ => Verdict::Inconclusive,
    }
}
