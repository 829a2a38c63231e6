//! Items about the way around NAT: lists, routes, sizes.

use super::scene::{Scene, Seat};
use super::{Remark, State};
use crate::eval::{About, Fate, Outcome, Passage, StepKind, Verdict, icmp_fate};
use crate::grammar::Subject;
use crate::locale::{Text, say};
use crate::model::{Interface, NatSide};
use crate::net::Address;
use crate::source::{Span, Spanned};

const WAY: &[About] = &[About::Place, About::Moment, About::Way, About::Filter, About::AfterNat, About::Unopened];

const READ: &[Subject] = &[Subject::Filter, Subject::Routing];

pub(super) fn way_out(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let standing = &seat.flow.standing;
    if let Some(entry) = standing.dropped_by {
        let evidence = standing.dropped_at.into_iter().chain([entry]).collect();
        return Remark::new(State::Fail, say!("checklist-list-drops-way-out"), evidence);
    }
    if let Some(drop) = standing.zone_drop.as_ref().filter(|drop| !drop.back) {
        return Remark::new(State::Fail, drop.why.clone(), drop.at.iter().copied().chain([drop.entry]).collect());
    }
    if seat.flow.predicted.outcome == Outcome::Dropped {
        let state = if seat.flow.verdict == Verdict::Fail { State::Fail } else { State::Inconclusive };
        return Remark { state, ..seat.reserve() };
    }
    if let Some(question) = seat.question(WAY) {
        return question;
    }
    if !seat.is_read(READ) || standing.way_open {
        return seat.unread(say!("checklist-what-drops-packets"));
    }
    let lists = seat.steps(&[StepKind::AclIn, StepKind::AclOut, StepKind::Zone]);
    if !lists.is_empty() {
        return Remark::new(State::Pass, say!("checklist-lists-let-out"), lists);
    }
    passes_by(seat, say!("checklist-free-way-out"))
}

pub(super) fn way_back(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let standing = &seat.flow.standing;
    if let Some(entry) = standing.return_dropped_by {
        let evidence = standing.return_dropped_at.into_iter().chain([entry]).collect();
        return Remark::new(State::Fail, say!("checklist-list-drops-way-back"), evidence);
    }
    if let Some(drop) = standing.zone_drop.as_ref().filter(|drop| drop.back) {
        return Remark::new(State::Fail, drop.why.clone(), drop.at.iter().copied().chain([drop.entry]).collect());
    }
    if let Some(question) = seat.question(WAY) {
        return question;
    }
    if !standing.answers_pass || !seat.is_read(READ) || standing.way_open {
        return seat.unread(say!("checklist-what-answers-meet"));
    }
    let kinds = [StepKind::ReturnAclIn, StepKind::ReturnAclOut, StepKind::ReturnZone, StepKind::Inspect];
    let lists = seat.steps(&kinds);
    if !lists.is_empty() {
        return Remark::new(State::Pass, say!("checklist-lets-in"), lists);
    }
    passes_by(seat, say!("checklist-free-way-back"))
}

/// A PASS whose evidence is the interfaces that a packet passes.
fn passes_by(seat: Seat<'_>, says: Text) -> Remark {
    let ways = seat.ways();
    let interfaces: Vec<Span> =
        ways.iter().flat_map(|way| [way.ingress, way.egress]).flatten().map(|it| it.span).collect();
    if interfaces.is_empty() || !ways.iter().all(|way| way.decided) {
        return seat.unread(say!("checklist-what-interfaces"));
    }
    Remark::new(State::Pass, says, unique(interfaces))
}

fn unique(spans: Vec<Span>) -> Vec<Span> {
    let mut seen = Vec::new();
    for span in spans {
        if !seen.contains(&span) {
            seen.push(span);
        }
    }
    seen
}

pub(super) fn leaves_outside(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    if let Some(question) = seat.question(&[About::Place, About::Moment, About::Way, About::Unopened]) {
        return question;
    }
    let ways = seat.ways();
    let decided = !ways.is_empty() && ways.iter().all(|way| way.decided && way.egress.is_some());
    if !decided || seat.flow.standing.way_open || !seat.is_read(&[Subject::Routing]) && !seat.flow.standing.routed {
        return Remark::new(State::Inconclusive, say!("checklist-leaves-undecided"), Vec::new());
    }
    let evidence = lines(seat, StepKind::Route, &ways, |way| way.egress);
    let names = names(&ways, |way| way.egress);
    let outside = |way: &Passage<'_>| side(way.egress) == Some(NatSide::Outside);
    if ways.iter().all(outside) {
        return Remark::new(State::Pass, say!("checklist-leaves-outside", names), evidence);
    }
    let meant = seat.flow.predicted.outcome == Outcome::Untranslated && seat.passes();
    if meant {
        return Remark::new(State::Pass, say!("checklist-leaves-unwanted", names), evidence);
    }
    let enabled = |way: &Passage<'_>| side(way.egress) == Some(NatSide::Enable);
    let state = if ways.iter().any(enabled) { State::Inconclusive } else { State::Fail };
    Remark::new(state, say!("checklist-leaves-not-outside", names), evidence)
}

pub(super) fn arrives_inside(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    if let Some(question) = seat.question(&[About::Place, About::Moment, About::Unopened]) {
        return question;
    }
    let ways = seat.ways();
    let known = !ways.is_empty() && ways.iter().all(|way| way.ingress.is_some());
    if !seat.flow.standing.host_is_here || !known {
        return Remark::new(State::Inconclusive, say!("checklist-arrives-unknown"), Vec::new());
    }
    if !seat.device.config_is_whole() {
        return seat.unread(say!("checklist-what-arrival"));
    }
    let evidence = lines(seat, StepKind::Ingress, &ways, |way| way.ingress);
    let names = names(&ways, |way| way.ingress);
    if ways.iter().all(|way| side(way.ingress) == Some(NatSide::Inside)) {
        return Remark::new(State::Pass, say!("checklist-arrives-inside", names), evidence);
    }
    let meant = seat.flow.predicted.outcome == Outcome::Untranslated && seat.passes();
    if meant {
        return Remark::new(State::Pass, say!("checklist-arrives-unwanted", names), evidence);
    }
    let enabled = |way: &Passage<'_>| side(way.ingress) == Some(NatSide::Enable);
    let state = if ways.iter().any(enabled) { State::Inconclusive } else { State::Fail };
    Remark::new(state, say!("checklist-arrives-not-inside", names), evidence)
}

/// The lines of a step, or, where the trace does not get there, the interfaces that it is about.
fn lines<'d>(
    seat: Seat<'d>,
    kind: StepKind,
    ways: &[Passage<'d>],
    of: impl Fn(&Passage<'d>) -> Option<&'d Interface>,
) -> Vec<Span> {
    let lines = seat.steps(&[kind]);
    if lines.is_empty() { unique(ways.iter().filter_map(of).map(|it| it.span).collect()) } else { lines }
}

fn side(interface: Option<&Interface>) -> Option<NatSide> {
    interface.and_then(|interface| interface.nat.as_ref()).map(|side| side.value)
}

fn names<'d>(ways: &[Passage<'d>], of: impl Fn(&Passage<'d>) -> Option<&'d Interface>) -> Text {
    let mut names: Vec<String> = Vec::new();
    for name in ways.iter().filter_map(of).map(|interface| interface.name.to_string()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut names = names.into_iter().map(Text::from);
    let first = names.next().unwrap_or_default();
    names.fold(first, |before, name| say!("checklist-or", before, name))
}

/// Bytes that the underlay must carry (Broadcom, "Network Underlay Minimum Requirements", HCX 4.11).
const UNDERLAY: u32 = 1150;

pub(super) fn packet_size(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let ways = seat.ways();
    let interfaces: Vec<&Interface> = ways.iter().flat_map(|way| [way.ingress, way.egress]).flatten().collect();
    let sizes = interfaces.iter().filter_map(|interface| interface.ip_mtu.as_ref().or(interface.mtu.as_ref()));
    let smallest = sizes.min_by_key(|size| size.value);
    match smallest {
        _ if interfaces.is_empty() || !seat.is_read(&[Subject::Routing]) => seat.unread(say!("checklist-what-size")),
        Some(size) if size.value < UNDERLAY => {
            let says = say!("checklist-size-too-small", bytes = size.value, least = UNDERLAY);
            Remark::new(State::Fail, says, vec![size.span])
        }
        Some(size) => {
            let says = say!("checklist-size-carried", bytes = size.value);
            Remark::new(State::Inconclusive, says, vec![size.span])
        }
        None => {
            let says = say!("checklist-size-unstated");
            Remark::new(State::Inconclusive, says, unique(interfaces.iter().map(|interface| interface.span).collect()))
        }
    }
}

/// A message, and whether it comes from the outside. The ports list of HCX 9.1 names types 0, 8, 3/4 and 11.
const MESSAGES: &[(&str, (u8, u8))] =
    &[("fragmentation", (3, 4)), ("reply", (0, 0)), ("echo", (8, 0)), ("exceeded", (11, 0))];

pub(super) fn icmp(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    if let Some(question) = seat.question(&[About::Place, About::Moment, About::Way, About::Unopened]) {
        return question;
    }
    let ways = seat.ways();
    let decided =
        !ways.is_empty() && ways.iter().all(|way| way.decided && way.ingress.is_some() && way.egress.is_some());
    if !decided || !seat.is_read(READ) {
        return seat.unread(say!("checklist-what-icmp"));
    }
    let through: Vec<&Interface> = ways.iter().flat_map(|way| [way.ingress, way.egress]).flatten().collect();
    if let Some(zone) = through.iter().find_map(|interface| interface.zone.as_ref()) {
        return Remark::new(State::Inconclusive, say!("checklist-icmp-zone"), vec![zone.span]);
    }
    let mut evidence = Vec::new();
    for (list, from_outside) in lists(&ways) {
        let judged = MESSAGES.iter().map(|(icmp, message)| (*icmp, fate(seat, list, from_outside, *message)));
        for (icmp, fate) in judged {
            match fate {
                Fate::Passes(entries) => evidence.extend([list.span].into_iter().chain(entries)),
                Fate::Dropped(entry) if seat.device.inspects() => {
                    let says = say!("checklist-icmp-dropped-unless", list = &list.value, icmp);
                    return Remark::new(State::Inconclusive, says, unique(vec![list.span, entry]));
                }
                Fate::Dropped(entry) => {
                    let says = say!("checklist-icmp-dropped", list = &list.value, icmp);
                    return Remark::new(State::Fail, says, unique(vec![list.span, entry]));
                }
                Fate::Open => {
                    let says = say!("checklist-icmp-open", list = &list.value, icmp);
                    return Remark::new(State::Inconclusive, says, vec![list.span]);
                }
            }
        }
    }
    if evidence.is_empty() {
        return passes_by(seat, say!("checklist-icmp-free"));
    }
    Remark::new(State::Pass, say!("checklist-icmp-permitted"), unique(evidence))
}

/// The lists that ICMP of an uplink meets, and whether what they see comes from the outside.
fn lists<'d>(ways: &[Passage<'d>]) -> Vec<(&'d Spanned<String>, bool)> {
    let mut lists: Vec<(&Spanned<String>, bool)> = Vec::new();
    for way in ways {
        let outward = [way.ingress.and_then(|it| it.acl_in.as_ref()), way.egress.and_then(|it| it.acl_out.as_ref())];
        let inward = [way.egress.and_then(|it| it.acl_in.as_ref()), way.ingress.and_then(|it| it.acl_out.as_ref())];
        let all = outward.into_iter().map(|list| (list, false)).chain(inward.into_iter().map(|list| (list, true)));
        for (list, from_outside) in all {
            if let Some(list) = list.filter(|list| !lists.iter().any(|(known, _)| known.span == list.span)) {
                lists.push((list, from_outside));
            }
        }
    }
    lists
}

/// What a list does to a message. On the inside of NAT the uplink has its own address, on the outside the global one; a
/// message from the outside comes from the peer, or from a router that nobody named.
fn fate(seat: Seat<'_>, list: &Spanned<String>, from_outside: bool, message: (u8, u8)) -> Fate {
    let flow = &seat.flow.flow;
    let global = seat.global().and_then(|global| global.address().and_then(Address::v4));
    let untranslated = seat.flow.predicted.outcome == Outcome::Untranslated;
    let beyond = if untranslated { Some(flow.local) } else { global };
    let is_outside = |interface: &Interface| {
        let of_list =
            [&interface.acl_in, &interface.acl_out].into_iter().flatten().any(|known| known.span == list.span);
        of_list && interface.nat.as_ref().is_some_and(|side| side.value == NatSide::Outside)
    };
    let own = if seat.device.interfaces.iter().any(is_outside) { beyond } else { Some(flow.local) };
    let peer = if matches!(message.0, 0 | 8) { flow.peer } else { None };
    let ends = if from_outside { (peer, own) } else { (own, flow.peer) };
    icmp_fate(seat.device, list, ends, message)
}

pub(super) fn policies(scene: &Scene<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for seat in scene.seats(&scene.report.flows) {
        for interface in seat.ways().into_iter().flat_map(|way| [way.ingress, way.egress]).flatten() {
            for policy in &interface.policies {
                let says = say!("checklist-policy", policy = &policy.value, interface = interface.name.to_string());
                let remark = Remark::new(State::Inconclusive, says, vec![policy.span]);
                if !remarks.contains(&remark) {
                    remarks.push(remark);
                }
            }
        }
    }
    remarks
}
