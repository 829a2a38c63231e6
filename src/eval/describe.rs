//! The steps from the wire to NAT in words.

use super::route::{Scope, Way, Ways};
use super::{Flow, Step, StepKind, words};
use crate::locale::{Text, say};
use crate::model::{Device, Interface, NatSide};
use crate::source::Span;

/// How many interfaces are named where nothing decides between them; a router can have 100,000.
const NAMED: usize = 50;

pub(super) fn ingress(device: &Device, ways: &Ways<'_>, flow: &Flow, steps: &mut Vec<Step>) {
    let host = flow.local;
    let (says, evidence) = match (&ways.all[..], ways.decided) {
        ([way], true) => {
            let interface = &way.interface.name.value;
            let says = match &ways.told {
                Some(told) => say!("eval-arrives-told", host, interface, told = &told.says),
                None => say!("eval-arrives", host, interface),
            };
            (says, spans(std::slice::from_ref(way)))
        }
        ([], _) => (say!("eval-arrives-nowhere", host), Vec::new()),
        (many, true) => (
            say!("eval-arrives-somewhere", host, names = names(many), more = "no"),
            many.iter().map(|way| way.interface.name.span).collect(),
        ),
        (_, false) => {
            let scope = Scope::named(flow.vrf.as_deref());
            let mut inside = device.inside_interfaces().filter(|interface| scope.has(interface));
            let named: Vec<_> = inside.by_ref().take(NAMED).collect();
            let more = if inside.next().is_some() { "yes" } else { "no" };
            let names = words::either(named.iter().copied());
            (
                say!("eval-arrives-somewhere", host, names, more),
                named.iter().map(|interface| interface.name.span).collect(),
            )
        }
    };
    steps.push(Step { kind: StepKind::Ingress, says, evidence });
}

pub(super) fn egress(ways: &Ways<'_>, flow: &Flow, steps: &mut Vec<Step>) {
    let to = words::peer(flow.peer);
    if let Some(discarded) = ways.discarded {
        let says = say!("eval-route-to-null", to);
        return steps.push(Step { kind: StepKind::Route, says, evidence: vec![discarded] });
    }
    let (mut says, mut evidence) = match (&ways.all[..], ways.decided) {
        ([], _) => (say!("eval-no-route-out", to), Vec::new()),
        ([way], true) => {
            (say!("eval-way-out", to, names = &way.interface.name.value), spans(std::slice::from_ref(way)))
        }
        (many, true) => (say!("eval-ways-out", to, names = names(many)), spans(many)),
        (many, false) if ways.unrouted && ways.told.is_none() => {
            (say!("eval-unrouted", to, names = names(many)), spans(many))
        }
        (many, false) => (say!("eval-ways-undecided", to, names = names(many)), spans(many)),
    };
    if let Some(told) = &ways.told {
        says = say!("eval-told", says, told = &told.says);
        if !evidence.contains(&told.span) {
            evidence.push(told.span);
        }
    }
    steps.push(Step { kind: StepKind::Route, says, evidence });
}

fn names(ways: &[Way<'_>]) -> Text {
    words::either(ways.iter().map(|way| way.interface))
}

pub(super) fn spans(ways: &[Way<'_>]) -> Vec<Span> {
    ways.iter().map(|way| way.because.unwrap_or(way.interface.name.span)).collect()
}

fn nat_spans(interfaces: [Option<&Interface>; 2]) -> Vec<Span> {
    interfaces.into_iter().flatten().map(|i| i.nat.as_ref().map_or(i.name.span, |nat| nat.span)).collect()
}

pub(super) fn lookup(ingress: Option<&Interface>, egress: Option<&Interface>, sure: bool, steps: &mut Vec<Step>) {
    let says = if sure { say!("eval-nat-looks") } else { say!("eval-nat-taken-to-look") };
    steps.push(Step { kind: StepKind::NatLookup, says, evidence: nat_spans([ingress, egress]) });
}

pub(super) fn no_lookup(ingress: Option<&Interface>, egress: Option<&Interface>, steps: &mut Vec<Step>) {
    let side = |interface: Option<&Interface>, role: &str| match interface {
        None => say!("eval-side-unknown", role),
        Some(interface) => {
            let side = match interface.nat.as_ref().map(|nat| nat.value) {
                None => "none",
                Some(NatSide::Inside) => "inside",
                Some(NatSide::Outside) => "outside",
                Some(NatSide::Enable) => "enable",
            };
            say!("eval-side", interface = &interface.name.value, side)
        }
    };
    let (inbound, outbound) = (side(ingress, "inbound"), side(egress, "outbound"));
    let says = say!("eval-nat-does-not-look", inbound, outbound);
    steps.push(Step { kind: StepKind::NatLookup, says, evidence: nat_spans([ingress, egress]) });
}
