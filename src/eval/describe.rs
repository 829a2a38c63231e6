//! The steps from the wire to NAT in words.

use std::fmt::Write as _;

use super::route::{Scope, Way, Ways};
use super::{Flow, Step, StepKind};
use crate::model::{Device, Interface, NatSide};
use crate::source::Span;

/// How many interfaces are named where nothing decides between them; a router can have 100,000.
const NAMED: usize = 50;

pub(super) fn ingress(device: &Device, ways: &Ways<'_>, flow: &Flow, steps: &mut Vec<Step>) {
    let (says, evidence) = match (&ways.all[..], ways.decided) {
        ([way], true) => {
            let told = ways.told.as_ref().map(|told| format!(": {}", told.says)).unwrap_or_default();
            (format!("{} arrives on {}{told}", flow.local, way.interface.name), spans(std::slice::from_ref(way)))
        }
        ([], _) => (format!("no interface and no route of this router leads to {}", flow.local), Vec::new()),
        (many, true) => (
            format!("nothing says where {} arrives; it may be {}", flow.local, names(many)),
            many.iter().map(|way| way.interface.name.span).collect(),
        ),
        (_, false) => {
            let scope = Scope::named(flow.vrf.as_deref());
            let mut inside = device.inside_interfaces().filter(|interface| scope.has(interface));
            let named: Vec<_> = inside.by_ref().take(NAMED).collect();
            let more = if inside.next().is_some() { " or another one" } else { "" };
            let names: Vec<_> = named.iter().map(|interface| interface.name.value.as_str()).collect();
            let says = format!("nothing says where {} arrives; it may be {}{more}", flow.local, names.join(" or "));
            (says, named.iter().map(|interface| interface.name.span).collect())
        }
    };
    steps.push(Step { kind: StepKind::Ingress, says: says.into(), evidence });
}

pub(super) fn egress(ways: &Ways<'_>, flow: &Flow, steps: &mut Vec<Step>) {
    let to = flow.peer.map_or_else(|| "the peer".to_owned(), |peer| peer.to_string());
    if let Some(discarded) = ways.discarded {
        let says =
            format!("the route to {to} leads to Null0, which drops it; the steps below hold if a better route exists");
        return steps.push(Step { kind: StepKind::Route, says: says.into(), evidence: vec![discarded] });
    }
    let (mut says, mut evidence) = match (&ways.all[..], ways.decided) {
        ([], _) => (format!("no route to {to} and no outside interface"), Vec::new()),
        ([way], true) => {
            (format!("the way to {to} leaves by {}", way.interface.name), spans(std::slice::from_ref(way)))
        }
        (many, true) => {
            (format!("the way to {to} leaves by {}, depending on which route is up", names(many)), spans(many))
        }
        (many, false) if ways.unrouted && ways.told.is_none() => {
            let says =
                format!("no route of this configuration leads to {to}; with one, it may leave by {}", names(many));
            (says, spans(many))
        }
        (many, false) => {
            (format!("the configuration does not decide the way to {to}; it may leave by {}", names(many)), spans(many))
        }
    };
    if let Some(told) = &ways.told {
        let _ = write!(says, "; {}", told.says);
        if !evidence.contains(&told.span) {
            evidence.push(told.span);
        }
    }
    steps.push(Step { kind: StepKind::Route, says: says.into(), evidence });
}

fn names(ways: &[Way<'_>]) -> String {
    let names: Vec<_> = ways.iter().map(|way| way.interface.name.value.as_str()).collect();
    names.join(" or ")
}

pub(super) fn spans(ways: &[Way<'_>]) -> Vec<Span> {
    ways.iter().map(|way| way.because.unwrap_or(way.interface.name.span)).collect()
}

fn nat_spans(interfaces: [Option<&Interface>; 2]) -> Vec<Span> {
    interfaces.into_iter().flatten().map(|i| i.nat.as_ref().map_or(i.name.span, |nat| nat.span)).collect()
}

pub(super) fn lookup(ingress: Option<&Interface>, egress: Option<&Interface>, sure: bool, steps: &mut Vec<Step>) {
    let says = if sure {
        "it passes from an inside to an outside interface, so NAT looks at it"
    } else {
        "the interfaces are not in the capture; NAT is taken to look at it"
    };
    steps.push(Step {
        kind: StepKind::NatLookup,
        says: says.to_owned().into(),
        evidence: nat_spans([ingress, egress]),
    });
}

pub(super) fn no_lookup(ingress: Option<&Interface>, egress: Option<&Interface>, steps: &mut Vec<Step>) {
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
    steps.push(Step { kind: StepKind::NatLookup, says: says.into(), evidence: nat_spans([ingress, egress]) });
}
