//! One flow through one device: interfaces, NAT lookup, rules. What the port becomes is decided in `judge`, where the
//! other flows are known.

use super::judge::{About, Open, own_rows};
use super::matching::{self, Judgement, Packet, Tri, access_list, deciding};
use super::moment;
use super::policy::{self, Policy};
use super::route::{self, Scope, Way, Ways};
use super::select::{Candidate, Leave, Out, candidates, looked_up, looked_up_twice};
use super::shown_route::{self, Bearing};
use super::{Flow, Step, StepKind, Trace, describe, words};
use crate::locale::{Text, say};
use crate::model::{ConfigState, Device, GlobalPort, Interface, NatRule, NatSide, Trouble};
use crate::source::{Span, Spanned};

/// What configuration alone says of a flow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Followed<'d> {
    pub(crate) trace: Trace,
    /// One entry a pair of ingress and egress that the flow may take.
    pub(crate) paths: Vec<Path<'d>>,
    /// Whether an interface or a route leads to the inside host.
    pub(crate) host_is_here: bool,
    /// What the configuration leaves open.
    pub(crate) open: Vec<Open>,
    /// The ways it takes when an interface fails.
    pub(crate) standby: Vec<Path<'d>>,
    /// What rests on a show command, and held at the moment of it.
    pub(crate) moments: Vec<Text>,
    /// Whether `show ip route` confirms or decides every way: then no routing protocol has another one.
    pub(crate) routed: bool,
    /// The inside host does not answer, or is not there.
    pub(crate) silent: Option<Text>,
}

/// One way through the device.
#[derive(Debug, Clone)]
pub(crate) struct Path<'d> {
    pub(crate) ingress: Option<&'d Interface>,
    pub(crate) egress: Option<&'d Interface>,
    /// The line that leads back to the inside host.
    pub(crate) inward: Option<Span>,
    /// The line by which it leaves.
    pub(crate) outward: Option<Span>,
    /// Which of several ways it is: "while track 1 is up", "by GigabitEthernet0/2".
    pub(crate) label: Option<Text>,
    /// Whether both interfaces follow from the configuration.
    pub(crate) decided: bool,
    pub(crate) nat: NatLookup<'d>,
}

/// What NAT makes of a packet on a path.
#[derive(Debug, Clone)]
pub(crate) enum NatLookup<'d> {
    /// NAT is consulted: the rules that may apply, the last one for sure.
    Rules(Vec<Candidate<'d>>),
    /// The packet does not pass from an inside to an outside interface. The rules that would have taken it.
    NotTriggered(Vec<Candidate<'d>>),
    /// An access list on the way in drops it.
    Dropped(Span),
}

/// What a flow shares on each way it may take.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct SharedOnWays {
    /// The state of the router in which the way is taken, and the address.
    pub(crate) ways: Vec<(Option<Text>, Option<GlobalPort>)>,
    /// The capture leaves open whether there are others.
    pub(crate) open: bool,
}

/// Follows a flow from the wire on which it arrives to the rule that takes it.
pub(crate) fn follow<'d>(device: &'d Device, flow: &Flow) -> Followed<'d> {
    if device.config == ConfigState::Absent {
        return Followed::default();
    }
    let (ingress, mut followed) = arrive(device, flow);
    for arrival in at_least_one(&ingress.all) {
        let flow = Flow { vrf: vrf(flow, arrival.as_ref()), ..flow.clone() };
        Branch { device, flow: &flow, arrival, decided: ingress.decided }.follow(&mut followed);
    }
    followed.open.extend(trouble(device, &followed.paths));
    let orphan = device.static_not_configured(flow.local, flow.local_port, flow.protocol);
    followed.open.extend(orphan.map(|row| Open {
        about: About::Moment,
        span: Some(row.span),
        says: say!("eval-static-not-configured"),
    }));
    let taken = device.static_given_away(flow.local, flow.local_port, flow.protocol);
    followed.open.extend(taken.map(|row| Open {
        about: About::Moment,
        span: Some(row.span),
        says: say!("eval-static-given-away"),
    }));
    followed.open.extend(row_of_any_vrf(device, flow));
    followed.host_is_here = ingress.decided && followed.open.iter().all(|open| open.about != About::Place);
    followed
}

/// The interfaces on which a flow arrives, and what there is to say of that.
fn arrive<'d>(device: &'d Device, flow: &Flow) -> (Ways<'d>, Followed<'d>) {
    let mut followed = Followed { routed: true, ..Followed::default() };
    let ingress = route::ingress(device, flow.local, flow.vrf.as_deref());
    describe::ingress(device, &ingress, flow, &mut followed.trace.steps);
    followed.open.extend(misplaced(device, flow, &ingress));
    followed.open.extend(super::fixed::is_global(device, flow, &ingress));
    let scope = Scope::named(flow.vrf.as_deref());
    let contradicted = shown_route::contradicts_host(device, flow.local, scope, &ingress);
    followed.open.extend(contradicted.map(|told| Open { about: About::Way, span: Some(told.span), says: told.says }));
    followed.moments.extend(ingress.told.iter().map(|told| told.says.clone()));
    (ingress, followed)
}

/// Rows that do not say of which VRF they are, where the host's address is that of a host in another VRF too.
fn row_of_any_vrf(device: &Device, flow: &Flow) -> Option<Open> {
    let mut vrfs = device.connected(flow.local).map(|(_, interface)| interface.vrf_name());
    let several = vrfs.next().is_some_and(|first| vrfs.any(|other| other != first));
    let mut rows = own_rows(device, flow).filter(|_| several);
    let first = rows.next().filter(|first| first.vrf.is_none())?;
    let says = say!("eval-row-of-any-vrf", address = flow.local);
    rows.all(|row| row.vrf.is_none()).then_some(Open { about: About::Moment, span: Some(first.span), says })
}

/// NAT from one table of routes to another is documented where it leads from a VRF to the global one, and with
/// `ip nat enable` (Cisco, "Match-in-VRF support for NAT", IOS-XE 3S: the inside global addresses are in the global table, or
/// the outside interface is in the same VRF).
fn into_vrf(path: &Path<'_>) -> Option<Open> {
    let (ingress, egress) = (path.ingress?, path.egress?);
    let vrf = egress.vrf.as_ref().filter(|vrf| ingress.vrf_name() != Some(vrf.value.as_str()))?;
    let enabled = egress.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Enable);
    let translated = matches!(&path.nat, NatLookup::Rules(found) if !found.is_empty());
    let says = say!("eval-into-vrf", from = &ingress.name.value, to = &egress.name.value, vrf = &vrf.value);
    (translated && !enabled).then_some(Open { about: About::AfterNat, span: Some(vrf.span), says })
}

/// An interface that was down when somebody looked: on every way out, or on the way in. What is there now, and what an
/// entry that is still in the table is worth, the capture does not say.
fn trouble(device: &Device, paths: &[Path<'_>]) -> Option<Open> {
    let out = || paths.iter().map(|path| path.egress.and_then(|egress| Some((egress, device.trouble_of(egress)?))));
    let all_out = out().all(|trouble| trouble.is_some());
    let into = paths.iter().find_map(|path| path.ingress.and_then(|i| Some((i, device.trouble_of(i)?))));
    let (interface, (span, what)) = out().flatten().next().filter(|_| all_out).or(into)?;
    let what = match what {
        Trouble::Down => "down",
        Trouble::Unaddressed => "unaddressed",
    };
    let says = say!("eval-trouble", interface = &interface.name.value, what);
    Some(Open { about: About::AfterNat, span: Some(span), says })
}

/// Where a flow may arrive, if that is decided, and how it may leave from there.
pub(super) fn ways<'d>(device: &'d Device, flow: &Flow) -> Vec<(Option<&'d Interface>, Ways<'d>)> {
    let mut ingress = route::ingress(device, flow.local, flow.vrf.as_deref());
    if !ingress.decided {
        ingress.all.clear();
    }
    let from = |arrival: Option<Way<'d>>| {
        let flow = Flow { vrf: vrf(flow, arrival.as_ref()), ..flow.clone() };
        let branch = Branch { device, flow: &flow, arrival, decided: ingress.decided };
        (branch.ingress(), branch.egress(&mut Vec::new(), &mut Vec::new()))
    };
    at_least_one(&ingress.all).into_iter().map(from).collect()
}

/// The VRF of a flow: the one it names, else that of the interface on which it arrives.
fn vrf(flow: &Flow, arrival: Option<&Way<'_>>) -> Option<String> {
    let of_interface = || arrival.and_then(|way| way.interface.vrf.as_ref()).map(|vrf| vrf.value.clone());
    flow.vrf.clone().or_else(of_interface)
}

/// Which of several ways it is.
fn label(way: &Way<'_>) -> Text {
    let interface = &way.interface.name.value;
    match &way.when {
        Some(when) => say!("eval-by-when", when, interface),
        None => say!("eval-by", interface),
    }
}

/// An address that cannot be an inside host's: the router's own, one that it shares with its partner, or one of an outside
/// network.
fn misplaced(device: &Device, flow: &Flow, ingress: &Ways<'_>) -> Option<Open> {
    let place = |span, says| Some(Open { about: About::Place, span: Some(span), says });
    if let Some(vrf) = &flow.vrf
        && device.config_is_whole()
        && device.interfaces.iter().all(|interface| interface.vrf_name() != Some(vrf))
    {
        return Some(Open { about: About::Place, span: None, says: say!("eval-no-such-vrf", vrf) });
    }
    if let Some(owner) = device.owner_of(flow.local) {
        let span = owner.address_line().unwrap_or(owner.name.span);
        let interface = &owner.name.value;
        return place(span, say!("eval-own-address", address = flow.local, interface));
    }
    let scope = Scope::named(flow.vrf.as_deref());
    let mut groups = device
        .grouped_interfaces()
        .filter(|interface| scope.has(interface))
        .flat_map(|interface| interface.redundancy.iter().map(move |group| (interface, group)));
    if let Some((owner, group)) = groups.find(|(_, group)| group.value.address == Some(flow.local)) {
        let interface = &owner.name.value;
        return place(group.span, say!("eval-shared-gateway", address = flow.local, interface));
    }
    let outside = |way: &&Way<'_>| way.interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside);
    let all = ingress.decided && ingress.all.iter().all(|way| outside(&way));
    let way = ingress.all.iter().find(outside).filter(|_| all)?;
    let span = way.because.unwrap_or(way.interface.name.span);
    let interface = &way.interface.name.value;
    place(span, say!("eval-on-the-outside", address = flow.local, interface))
}

fn at_least_one<'d>(ways: &[Way<'d>]) -> Vec<Option<Way<'d>>> {
    if ways.is_empty() { vec![None] } else { ways.iter().cloned().map(Some).collect() }
}

/// The ways of a packet from one of the interfaces on which it may arrive.
struct Branch<'b, 'd> {
    device: &'d Device,
    flow: &'b Flow,
    arrival: Option<Way<'d>>,
    decided: bool,
}

impl<'d> Branch<'_, 'd> {
    /// Follows the flow from here to every way out.
    fn follow(mut self, followed: &mut Followed<'d>) {
        self.looks_around(followed);
        let Followed { trace: Trace { steps }, open, .. } = followed;
        if let Some(dropped) = self.acl_in(steps, open) {
            followed.paths.push(Path { nat: NatLookup::Dropped(dropped), ..self.path_in() });
            return;
        }
        let egress = self.egress(steps, open);
        describe::egress(&egress, self.flow, steps);
        let (decides, confirms) = (egress.told_to(Bearing::Decides), egress.told_to(Bearing::Confirms));
        followed.moments.extend(decides.map(|told| told.says.clone()));
        followed.routed &= decides.or(confirms).is_some();
        self.decided &= egress.decided;
        let several = egress.all.len() > 1;
        for departure in at_least_one(&egress.all) {
            let label = departure.as_ref().filter(|_| several).map(label);
            if let (Some(label), Some(way)) = (&label, &departure) {
                let evidence = describe::spans(std::slice::from_ref(way));
                followed.trace.steps.push(Step { kind: StepKind::Branch, says: label.clone(), evidence });
            }
            let path = self.path(departure.as_ref(), &mut followed.trace.steps);
            followed.open.extend(into_vrf(&path));
            followed.paths.push(Path { label, ..path });
        }
        let waiting = egress.standby.into_iter();
        let path = |way| Path { label: Some(label(&way)), ..self.path(Some(&way), &mut Vec::new()) };
        followed.standby.extend(waiting.map(path));
    }

    /// What show commands say of the host, and of the partner of this router.
    fn looks_around(&self, followed: &mut Followed<'d>) {
        let steps = &mut followed.trace.steps;
        if let Some(step) = moment::silence(self.device, self.flow, self.ingress().filter(|_| self.decided)) {
            followed.silent = Some(step.says.clone());
            steps.push(step);
        }
        if let Some(question) = moment::forwards_elsewhere(self.device, self.ingress()) {
            let evidence = question.span.into_iter().collect();
            steps.push(Step { kind: StepKind::Ingress, says: question.says.clone(), evidence });
            followed.open.push(question);
        }
    }

    fn ingress(&self) -> Option<&'d Interface> {
        self.arrival.as_ref().map(|way| way.interface)
    }

    /// Policy routing, then the table of routes.
    fn egress(&self, steps: &mut Vec<Step>, open: &mut Vec<Open>) -> Ways<'d> {
        let policy = self.ingress().map(|ingress| policy::of(self.device, ingress, self.flow, steps));
        let unsure = match policy {
            Some(Policy::Sent(ways)) => return ways,
            Some(Policy::Open(question)) => {
                open.push(question);
                true
            }
            Some(Policy::Routed) | None => false,
        };
        // Where it arrives is not known, so neither is its VRF.
        let anywhere = self.arrival.is_none() && self.flow.vrf.is_none();
        let scope = if anywhere { Scope::Any } else { Scope::of(self.flow) };
        open.extend(self.misplaced_peer());
        let ways = route::egress(self.device, self.flow.peer, scope, unsure);
        open.extend(ways.discarded.map(|span| Open {
            about: About::Way,
            span: Some(span),
            says: say!("eval-to-null"),
        }));
        let overruled = route::overruled(self.device, &ways);
        open.extend(overruled.map(|(span, says)| Open { about: About::Filter, span: Some(span), says }));
        let told = ways.told.as_ref().filter(|told| matches!(told.bearing, Bearing::Contradicts | Bearing::Open));
        if let Some(told) = told {
            open.push(Open { about: About::Way, span: Some(told.span), says: told.says.clone() });
        } else if ways.unrouted {
            let to = words::destination(self.flow.peer);
            open.push(match route::in_other_vrf(self.device, scope) {
                Some(outside) => Open {
                    about: About::Way,
                    span: Some(outside.vrf.as_ref().map_or(outside.name.span, |vrf| vrf.span)),
                    says: say!(
                        "eval-outside-in-vrf",
                        to,
                        interface = &outside.name.value,
                        vrf = outside.vrf_name().unwrap_or("")
                    ),
                },
                None => Open { about: About::Filter, span: None, says: say!("eval-no-route-leaves", to) },
            });
        }
        open.extend(route::astray(self.device, scope, &ways).map(|(interface, protocol)| {
            let to = words::destination(self.flow.peer);
            let says = say!("eval-may-be-learned", to, protocol, interface = &interface.name.value);
            Open { about: About::Filter, span: Some(interface.name.span), says }
        }));
        ways
    }

    /// A peer that is the router itself, or a neighbour of the appliance, is not the receiver at the other site.
    fn misplaced_peer(&self) -> Option<Open> {
        let peer = self.flow.peer?;
        let owner = self.device.owner_of(peer);
        let interface = owner.or(self.ingress())?;
        let name = &interface.name.value;
        let says = || match owner {
            Some(_) => say!("eval-peer-is-router", peer, interface = name),
            None => say!("eval-peer-is-near", peer, interface = name),
        };
        let network = interface.prefixes().any(|prefix| prefix.contains(peer));
        network.then(|| Open { about: About::Way, span: Some(interface.name.span), says: says() })
    }

    /// A path that ends where it begins.
    fn path_in(&self) -> Path<'d> {
        Path {
            ingress: self.ingress(),
            egress: None,
            inward: self.arrival.as_ref().and_then(|way| way.because),
            outward: None,
            label: None,
            decided: self.decided,
            nat: NatLookup::Rules(Vec::new()),
        }
    }

    fn path(&self, departure: Option<&Way<'d>>, steps: &mut Vec<Step>) -> Path<'d> {
        let out =
            Out { interface: departure.map(|way| way.interface), next_hop: departure.and_then(|way| way.next_hop) };
        let (ingress, egress) = (self.ingress(), out.interface);
        let begun = Path { egress, outward: departure.and_then(|way| way.because), ..self.path_in() };
        let lookup = looked_up(ingress, egress);
        // Where the capture does not show an interface, its `ip nat` line may be there all the same.
        let unknown = (ingress.is_none() || egress.is_none()) && !self.device.config_is_whole();
        let nvi = lookup.unwrap_or(false);
        if lookup.is_some() || unknown {
            describe::lookup(ingress, egress, lookup.is_some(), steps);
            let mut found = candidates(self.device, self.flow, out, nvi, steps);
            if looked_up_twice(ingress, egress) && self.device.nat_rules.iter().any(NatRule::is_nvi) {
                for candidate in &mut found {
                    candidate.certain = false;
                }
                found.extend(candidates(self.device, self.flow, out, true, steps));
            }
            return Path { decided: self.decided && !unknown, nat: NatLookup::Rules(found), ..begun };
        }
        describe::no_lookup(ingress, egress, steps);
        let would_be = candidates(self.device, self.flow, out, false, &mut Vec::new());
        Path { nat: NatLookup::NotTriggered(would_be), ..begun }
    }

    /// The entry that drops the packet for sure on its way in.
    fn acl_in(&self, steps: &mut Vec<Step>, open: &mut Vec<Open>) -> Option<Span> {
        let name = self.ingress()?.acl_in.as_ref()?;
        let judgement = interface_list(self.device, name, &Packet::of(self.flow))?;
        let list = &name.value;
        let says = match judgement.permitted {
            Tri::Yes => say!("eval-list-lets-in", list),
            Tri::No => say!("eval-list-drops", list),
            Tri::Maybe => say!("eval-list-may-let-in", list),
        };
        if judgement.permitted == Tri::Maybe {
            open.push(undecided(name, "it"));
        }
        let says = judgement.shown.behind(says);
        let mut evidence = vec![name.span];
        evidence.extend(&judgement.evidence);
        evidence.extend(judgement.shown.counted);
        steps.push(Step { kind: StepKind::AclIn, says, evidence });
        dropped_by(name, &judgement)
    }
}

fn undecided(list: &Spanned<String>, what: &str) -> Open {
    Open { about: About::Filter, span: Some(list.span), says: matching::undecided(&list.value, what) }
}

/// The entry of a list on an interface that drops `packet` for sure; where that cannot be told, `open` says so.
pub(crate) fn dropped(
    device: &Device,
    list: Option<&Spanned<String>>,
    packet: &Packet,
    what: &str,
    open: &mut Vec<Open>,
) -> Option<Span> {
    let name = list?;
    let judgement = interface_list(device, name, packet)?;
    if judgement.permitted == Tri::Maybe {
        open.push(undecided(name, what));
    }
    dropped_by(name, &judgement)
}

fn dropped_by(name: &Spanned<String>, judgement: &Judgement) -> Option<Span> {
    (judgement.permitted == Tri::No).then(|| deciding(name, judgement))
}

/// An undefined list on an interface permits everything.
fn interface_list(device: &Device, name: &Spanned<String>, packet: &Packet) -> Option<Judgement> {
    device.has_list(&name.value).then(|| access_list(device, &name.value, packet))
}

impl<'d> Path<'d> {
    /// The candidates of this path, whether NAT is triggered or not.
    pub(crate) fn candidates(&self) -> &[Candidate<'d>] {
        match &self.nat {
            NatLookup::Rules(found) | NatLookup::NotTriggered(found) => found,
            NatLookup::Dropped(_) => &[],
        }
    }
}

impl<'d> Followed<'d> {
    /// The shared addresses the flow may leave by, each with its rule, in the order tried.
    pub(crate) fn shared(&self) -> Vec<(&GlobalPort, &'d NatRule)> {
        let by_rules = self.open.iter().all(|open| open.about != About::Moment);
        let looked_up = self.paths.iter().filter(|path| by_rules && matches!(path.nat, NatLookup::Rules(_)));
        let candidates = looked_up.flat_map(Path::candidates);
        let mut shared = Vec::new();
        for candidate in candidates {
            if let (Leave::Shared(global), Some(rule)) = (&candidate.leave, candidate.rule)
                && !shared.contains(&(global, rule))
            {
                shared.push((global, rule));
            }
        }
        shared
    }

    /// What the flow shares on each way it may take.
    pub(super) fn shared_on_ways(&self) -> SharedOnWays {
        let open = self.open.iter().any(|open| open.about == About::Way);
        let shared = |candidate: &Candidate<'d>| match &candidate.leave {
            Leave::Shared(global) => Some(global.clone()),
            _ => None,
        };
        let of_path = |path: &Path<'d>| -> Vec<_> {
            let found: &[_] = if let NatLookup::Rules(found) = &path.nat { found } else { &[] };
            let label = || path.label.clone();
            if found.is_empty() { vec![(label(), None)] } else { found.iter().map(|c| (label(), shared(c))).collect() }
        };
        SharedOnWays { ways: self.paths.iter().flat_map(of_path).collect(), open }
    }

    /// Whether some rule other than "none" would take the flow.
    pub(crate) fn some_rule(&self) -> bool {
        self.paths.iter().any(|path| path.candidates().iter().any(|candidate| candidate.rule.is_some()))
    }
}
