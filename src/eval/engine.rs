//! One flow through one device: interfaces, NAT lookup, rules. What the port becomes is decided in `judge`, where the
//! other flows are known.

use super::judge::{About, Open};
use super::matching::{Judgement, Packet, Tri, access_list, route_map};
use super::route::{self, Way, Ways};
use super::select::{Candidate, Leave, candidates, looked_up};
use super::{Flow, Step, StepKind, Trace};
use crate::model::{ConfigState, Device, GlobalPort, Interface, NatRule, NatSide};
use crate::source::{Span, Spanned};

/// What configuration alone says of a flow.
#[derive(Debug, Clone)]
pub(crate) struct Followed<'d> {
    pub(crate) trace: Trace,
    /// One entry a pair of ingress and egress that the flow may take.
    pub(crate) paths: Vec<Path<'d>>,
    /// Whether an interface or a route leads to the inside host.
    pub(crate) host_is_here: bool,
    /// What the configuration leaves open.
    pub(crate) open: Vec<Open>,
}

/// One way through the device.
#[derive(Debug, Clone)]
pub(crate) struct Path<'d> {
    pub(crate) ingress: Option<&'d Interface>,
    pub(crate) egress: Option<&'d Interface>,
    /// The line that leads back to the inside host.
    pub(crate) inward: Option<Span>,
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

/// Follows a flow from the wire on which it arrives to the rule that takes it.
pub(crate) fn follow<'d>(device: &'d Device, flow: &Flow) -> Followed<'d> {
    let mut steps = Vec::new();
    if device.config == ConfigState::Absent {
        return Followed { trace: Trace::default(), paths: Vec::new(), host_is_here: false, open: Vec::new() };
    }
    let mut ingress = route::ingress(device, flow.local, flow.vrf.as_deref());
    describe_ingress(&ingress, flow, &mut steps);
    let mut open: Vec<Open> = misplaced(device, flow, &ingress).into_iter().collect();
    if !ingress.decided {
        // They are all inside: one stands for the rest.
        ingress.all.truncate(1);
    }
    let mut paths = Vec::new();
    for arrival in at_least_one(&ingress) {
        let vrf = flow
            .vrf
            .clone()
            .or_else(|| arrival.and_then(|way| way.interface.vrf.as_ref().map(|vrf| vrf.value.clone())));
        let flow = Flow { vrf, ..flow.clone() };
        if let Some(dropped) = arrival.and_then(|way| acl_in(device, way.interface, &flow, &mut steps, &mut open)) {
            paths.push(Path {
                ingress: arrival.map(|way| way.interface),
                egress: None,
                inward: None,
                decided: ingress.decided,
                nat: NatLookup::Dropped(dropped),
            });
            continue;
        }
        let egress = route::egress(device, arrival.map(|way| way.interface), flow.peer, flow.vrf.as_deref());
        describe_egress(&egress, &flow, &mut steps);
        open.extend(arrival.and_then(|way| policy(device, way.interface, &flow, &mut steps)));
        open.extend(egress.discarded.map(|span| Open {
            about: About::Way,
            span: Some(span),
            says: "a static route sends packets to the peer to Null0".to_owned(),
        }));
        for departure in at_least_one(&egress) {
            let decided = ingress.decided && egress.decided;
            paths.push(path(device, &flow, arrival, departure, decided, &mut steps));
        }
    }
    let host_is_here = ingress.decided && open.iter().all(|open| open.about != About::Place);
    Followed { trace: Trace { steps }, paths, host_is_here, open }
}

/// An address that cannot be an inside host's: the router's own, or one of an outside network.
fn misplaced(device: &Device, flow: &Flow, ingress: &Ways<'_>) -> Option<Open> {
    let place = |span, says| Some(Open { about: About::Place, span: Some(span), says });
    if let Some(owner) = device.owner_of(flow.local) {
        let span = owner.address.as_ref().map_or(owner.name.span, |address| address.span);
        return place(
            span,
            format!("{} is the router's own address on {}, not an appliance's", flow.local, owner.name),
        );
    }
    let outside = |way: &&Way<'_>| way.interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside);
    let all = ingress.decided && ingress.all.iter().all(|way| outside(&way));
    let way = ingress.all.iter().find(outside).filter(|_| all)?;
    let span = way.because.unwrap_or(way.interface.name.span);
    let says = format!("{} lies on the outside of {}: give the inside local address", flow.local, way.interface.name);
    place(span, says)
}

/// Policy routing comes before the table of routes; where it sends the packet is not modelled.
fn policy(device: &Device, ingress: &Interface, flow: &Flow, steps: &mut Vec<Step>) -> Option<Open> {
    let name = ingress.policy_route_map.as_ref()?;
    let judgement = route_map(device, &name.value, &Packet::of(flow), None);
    if judgement.permitted == Tri::No && judgement.undefined.is_none() {
        return None;
    }
    let says = format!("policy routing by route-map {} may send it another way", name.value);
    let mut evidence = vec![name.span];
    evidence.extend(&judgement.evidence);
    steps.push(Step { kind: StepKind::Route, says: says.clone(), evidence });
    Some(Open { about: About::Way, span: Some(name.span), says })
}

fn at_least_one<'d>(ways: &Ways<'d>) -> Vec<Option<Way<'d>>> {
    if ways.all.is_empty() { vec![None] } else { ways.all.iter().copied().map(Some).collect() }
}

fn path<'d>(
    device: &'d Device,
    flow: &Flow,
    arrival: Option<Way<'d>>,
    departure: Option<Way<'d>>,
    decided: bool,
    steps: &mut Vec<Step>,
) -> Path<'d> {
    let ingress = arrival.map(|way| way.interface);
    let egress = departure.map(|way| way.interface);
    let inward = arrival.and_then(|way| way.because);
    let lookup = looked_up(ingress, egress);
    // Where the capture does not show an interface, its `ip nat` line may be there all the same.
    let unknown = (ingress.is_none() || egress.is_none()) && !device.config_is_whole();
    let nvi = lookup.unwrap_or(false);
    if lookup.is_some() || unknown {
        describe_lookup(ingress, egress, lookup.is_some(), steps);
        let found = candidates(device, flow, egress, nvi, steps);
        return Path { ingress, egress, inward, decided: decided && !unknown, nat: NatLookup::Rules(found) };
    }
    describe_no_lookup(ingress, egress, steps);
    let would_be = candidates(device, flow, egress, false, &mut Vec::new());
    Path { ingress, egress, inward, decided, nat: NatLookup::NotTriggered(would_be) }
}

/// The entry that drops the packet for sure on its way in.
fn acl_in(
    device: &Device,
    ingress: &Interface,
    flow: &Flow,
    steps: &mut Vec<Step>,
    open: &mut Vec<Open>,
) -> Option<Span> {
    let name = ingress.acl_in.as_ref()?;
    let judgement = interface_list(device, name, &Packet::of(flow))?;
    let says = match judgement.permitted {
        Tri::Yes => format!("access list {} lets it in", name.value),
        Tri::No => format!("access list {} drops it", name.value),
        Tri::Maybe => format!("whether access list {} lets it in depends on what the capture does not say", name.value),
    };
    if judgement.permitted == Tri::Maybe {
        open.push(undecided(name, "it"));
    }
    let mut evidence = vec![name.span];
    evidence.extend(&judgement.evidence);
    steps.push(Step { kind: StepKind::AclIn, says, evidence });
    dropped_by(name, &judgement)
}

fn undecided(list: &Spanned<String>, what: &str) -> Open {
    let says = format!("whether access list {} drops {what} depends on what the capture does not say", list.value);
    Open { about: About::Filter, span: Some(list.span), says }
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
    let entry = judgement.evidence.first().copied().unwrap_or(name.span);
    (judgement.permitted == Tri::No).then_some(entry)
}

/// An undefined list on an interface permits everything.
fn interface_list(device: &Device, name: &Spanned<String>, packet: &Packet) -> Option<Judgement> {
    let defined = device.acls.get(&name.value).is_some_and(|acl| !acl.entries.is_empty());
    defined.then(|| access_list(device, &name.value, packet))
}

fn describe_ingress(ways: &Ways<'_>, flow: &Flow, steps: &mut Vec<Step>) {
    let (says, evidence) = match (&ways.all[..], ways.decided) {
        ([way], true) => (format!("{} arrives on {}", flow.local, way.interface.name), spans(&[*way])),
        ([], _) => (format!("no interface and no route of this router leads to {}", flow.local), Vec::new()),
        (many, _) => (
            format!("nothing says where {} arrives; it may be {}", flow.local, names(many)),
            many.iter().map(|way| way.interface.name.span).collect(),
        ),
    };
    steps.push(Step { kind: StepKind::Ingress, says, evidence });
}

fn describe_egress(ways: &Ways<'_>, flow: &Flow, steps: &mut Vec<Step>) {
    let to = flow.peer.map_or_else(|| "the peer".to_owned(), |peer| peer.to_string());
    let (says, evidence) = match (&ways.all[..], ways.decided) {
        ([], _) => (format!("no route to {to} and no outside interface"), Vec::new()),
        ([way], true) => (format!("the way to {to} leaves by {}", way.interface.name), spans(&[*way])),
        (many, true) => {
            (format!("the way to {to} leaves by {}, depending on which route is up", names(many)), spans(many))
        }
        (many, false) => {
            (format!("the configuration does not decide the way to {to}; it may leave by {}", names(many)), spans(many))
        }
    };
    steps.push(Step { kind: StepKind::Route, says, evidence });
}

fn names(ways: &[Way<'_>]) -> String {
    let names: Vec<_> = ways.iter().map(|way| way.interface.name.value.as_str()).collect();
    names.join(" or ")
}

fn spans(ways: &[Way<'_>]) -> Vec<Span> {
    ways.iter().map(|way| way.because.unwrap_or(way.interface.name.span)).collect()
}

fn nat_spans(interfaces: [Option<&Interface>; 2]) -> Vec<Span> {
    interfaces.into_iter().flatten().map(|i| i.nat.as_ref().map_or(i.name.span, |nat| nat.span)).collect()
}

fn describe_lookup(ingress: Option<&Interface>, egress: Option<&Interface>, sure: bool, steps: &mut Vec<Step>) {
    let says = if sure {
        "it passes from an inside to an outside interface, so NAT looks at it"
    } else {
        "the interfaces are not in the capture; NAT is taken to look at it"
    };
    steps.push(Step { kind: StepKind::NatLookup, says: says.to_owned(), evidence: nat_spans([ingress, egress]) });
}

fn describe_no_lookup(ingress: Option<&Interface>, egress: Option<&Interface>, steps: &mut Vec<Step>) {
    let side = |interface: Option<&Interface>, role: &str| match interface {
        None => format!("no {role} interface is known"),
        Some(interface) => {
            let name = &interface.name;
            match interface.nat.as_ref().map(|nat| nat.value) {
                None => format!("{name} has no 'ip nat' line"),
                Some(NatSide::Inside) => format!("{name} is inside"),
                Some(NatSide::Outside) => format!("{name} is outside"),
                Some(NatSide::Enable) => format!("{name} is enabled for NVI"),
            }
        }
    };
    let says = format!("NAT does not look at it: {}, {}", side(ingress, "inbound"), side(egress, "outbound"));
    steps.push(Step { kind: StepKind::NatLookup, says, evidence: nat_spans([ingress, egress]) });
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
        let looked_up = self.paths.iter().filter(|path| matches!(path.nat, NatLookup::Rules(_)));
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

    /// Whether some rule other than "none" would take the flow.
    pub(crate) fn some_rule(&self) -> bool {
        self.paths.iter().any(|path| path.candidates().iter().any(|candidate| candidate.rule.is_some()))
    }
}
