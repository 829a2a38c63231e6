//! What an item may look at.

use std::collections::HashSet;

use super::items::{Item, Look, Next};
use super::{Remark, State};
use crate::eval::{self, About, Confidence, JudgedFlow, Passage, StepKind, Verdict, passages};
use crate::grammar::Subject;
use crate::intent::Intent;
use crate::locale::{Text, say};
use crate::model::{Device, GlobalPort, NatKind, StaticNat};
use crate::report::{Report, is_fleet, words};
use crate::rules::Finding;
use crate::source::{Span, mask_name};

/// Names that a remark lists.
const NAMES: usize = 4;

pub(super) struct Scene<'r> {
    pub(super) report: &'r Report,
    pub(super) intent: &'r Intent,
}

/// One flow of an uplink, with the model of its device.
#[derive(Clone, Copy)]
pub(super) struct Seat<'r> {
    pub(super) flow: &'r JudgedFlow,
    pub(super) device: &'r Device,
}

/// What an item makes of one flow.
pub(super) type LookAt = fn(&Scene<'_>, Seat<'_>) -> Remark;

impl<'r> Scene<'r> {
    pub(super) fn new(report: &'r Report, intent: &'r Intent) -> Self {
        Self { report, intent }
    }

    /// Flows whose device has a model, in order. Of a fleet no model is kept.
    pub(super) fn seats<'f>(&self, flows: &'f [JudgedFlow]) -> Vec<Seat<'f>>
    where
        'r: 'f,
    {
        let devices = &self.report.network.devices;
        if is_fleet(devices.len()) {
            return Vec::new();
        }
        let seat = |flow: &'f JudgedFlow| Some(Seat { flow, device: devices.get(flow.device)? });
        flows.iter().filter_map(seat).collect()
    }

    /// The name of a flow's appliance, and of the router where there are several.
    pub(super) fn name(&self, flow: &JudgedFlow) -> Text {
        let appliance = self.report.appliances.get(flow.appliance);
        let name = appliance.map_or_else(|| flow.flow.local.to_string(), |appliance| mask_name(&appliance.name));
        if self.report.network.devices.len() > 1 {
            say!("checklist-on", name, router = words::router(&self.report.network, flow.device))
        } else {
            Text::from(name)
        }
    }

    /// What `look` says of every uplink, those that fare alike put together. A flow of which a finding says as much is left
    /// to that.
    pub(super) fn of_uplinks(&self, look: LookAt, findings: &[&Finding], told: &[Remark]) -> Vec<Remark> {
        let seats = self.seats(&self.report.flows);
        if seats.is_empty() {
            return vec![self.nobody()];
        }
        let mut groups: Vec<(Remark, Vec<Text>)> = Vec::new();
        for (at, seat) in seats.into_iter().enumerate() {
            let remark = look(self, seat);
            let is_told =
                |(finding, told): (&&Finding, &Remark)| finding.flows.contains(&at) && told.state >= remark.state;
            if remark.state > State::Pass && findings.iter().zip(told).any(is_told) {
                continue;
            }
            let name = self.name(seat.flow);
            match groups.iter_mut().find(|(known, _)| *known == remark) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => groups.push((remark, vec![name])),
            }
        }
        let named = |(remark, names): (Remark, Vec<Text>)| Remark { says: of(names, remark.says), ..remark };
        groups.into_iter().map(named).chain(self.passed_over()).collect()
    }

    /// Uplinks that no router was asked about: nothing can pass for them.
    fn passed_over(&self) -> Option<Remark> {
        let asked: HashSet<_> = self.report.flows.iter().map(|flow| (flow.appliance, flow.flow.local)).collect();
        let appliances = self.report.appliances.iter().enumerate();
        let lost = appliances.filter(|(at, a)| a.uplinks.iter().any(|uplink| !asked.contains(&(*at, uplink.address))));
        let names: Vec<Text> = lost.map(|(_, appliance)| Text::from(mask_name(&appliance.name))).collect();
        let remark =
            |names| Remark::new(State::Inconclusive, of(names, say!("checklist-no-router-for-it")), Vec::new());
        Some(names).filter(|names| !names.is_empty()).map(remark)
    }

    /// Why there is no uplink to look at.
    fn nobody(&self) -> Remark {
        let fleet = is_fleet(self.report.network.devices.len());
        let says = match fleet {
            true => say!("checklist-fleet"),
            false if self.report.appliances.is_empty() => say!("checklist-no-appliance"),
            false => say!("checklist-no-uplink"),
        };
        Remark::new(State::Inconclusive, says, Vec::new())
    }

    /// What would decide an item, in the words of this capture.
    pub(super) fn next(&self, item: &Item) -> Vec<Text> {
        let devices = &self.report.network.devices;
        let nameless = self.report.appliances.is_empty() && devices.iter().any(Device::config_is_whole);
        if nameless && matches!(item.look, Look::Uplinks(_)) {
            return vec![say!("checklist-name-them")];
        }
        let peer = self.report.flows.iter().find_map(|flow| flow.flow.peer);
        let peer = peer.map_or_else(|| "PEER".to_owned(), |peer| peer.to_string());
        let seats = self.seats(&self.report.flows);
        let outside = seats.iter().find_map(|seat| seat.ways().into_iter().find_map(|way| way.egress));
        let outside = outside.map_or_else(|| "INTERFACE".to_owned(), |interface| interface.name.to_string());
        let told = |next: &Next| match next {
            Next::Typed(line) => Text::from(line.replace("PEER", &peer).replace("OUTSIDE", &outside)),
            Next::Told(tell) => tell(&peer),
        };
        // Of a configuration that is whole no more can be pasted.
        let wanted = |next: &&Next| !(nameless && matches!(next, Next::Typed("show running-config")));
        item.next.iter().filter(wanted).map(told).collect()
    }
}

impl<'r> Seat<'r> {
    /// The ways the flow may take.
    pub(super) fn ways(&self) -> Vec<Passage<'r>> {
        passages(self.device, &self.flow.flow)
    }

    /// Whether the configuration is whole, and no line about one of `subjects` could not be read.
    pub(super) fn is_read(&self, subjects: &[Subject]) -> bool {
        let unread = self.device.doubts.iter().any(|doubt| subjects.contains(&doubt.subject));
        self.device.config_is_whole() && !unread && self.device.unopened.is_none()
    }

    /// Why an item is open: the first question of one of these kinds that the capture leaves open.
    pub(super) fn question(&self, kinds: &[About]) -> Option<Remark> {
        let open = self.flow.standing.open.iter().find(|open| kinds.contains(&open.about))?;
        Some(Remark::new(State::Inconclusive, open.says.clone(), open.span.into_iter().collect()))
    }

    /// That too little of the router was read to know of `what`.
    pub(super) fn unread(&self, what: Text) -> Remark {
        let says = if self.device.config_is_whole() {
            say!("checklist-unread", what)
        } else {
            say!("checklist-not-whole", what)
        };
        Remark::new(State::Inconclusive, says, Vec::new())
    }

    /// The engine's own reserve about the flow.
    pub(super) fn reserve(&self) -> Remark {
        let says = match self.flow.standing.open.first() {
            Some(open) => open.says.clone(),
            None if self.flow.predicted.reason.is_empty() => say!("checklist-not-known"),
            None => self.flow.predicted.reason.clone(),
        };
        Remark::new(State::Inconclusive, says, self.flow.predicted.rule.into_iter().collect())
    }

    /// Whether the prediction may be built on.
    pub(super) fn is_sure(&self) -> bool {
        self.flow.predicted.confidence >= Confidence::Likely
    }

    pub(super) fn passes(&self) -> bool {
        self.flow.verdict == Verdict::Pass
    }

    /// The lines that these steps of the trace rest on. Steps below `Return` belong to the answers.
    pub(super) fn steps(&self, kinds: &[StepKind]) -> Vec<Span> {
        let mut lines: Vec<Span> = Vec::new();
        for step in self.flow.trace.steps.iter().filter(|step| kinds.contains(&step.kind)) {
            lines.extend(step.evidence.iter().filter(|line| !lines.contains(line)).copied().collect::<Vec<_>>());
        }
        lines
    }

    /// The rule that takes the flow, or the lines by which none does.
    pub(super) fn grounds(&self) -> Vec<Span> {
        match self.flow.standing.fixed_by.or(self.flow.predicted.rule) {
            Some(rule) => vec![rule],
            None => self.steps(&[StepKind::Ingress, StepKind::Route, StepKind::NatLookup]),
        }
    }

    /// The static that fixes the flow.
    pub(super) fn fixed(&self) -> Option<(Span, &'r StaticNat)> {
        let span = self.flow.standing.fixed_by?;
        match &self.device.nat_rules.at(span)?.kind {
            NatKind::Static(fixed) => Some((span, fixed)),
            NatKind::Dynamic(_) => None,
        }
    }

    /// The address on the outside by which the flow leaves, where one is known.
    pub(super) fn global(&self) -> Option<GlobalPort> {
        if let Some(entry) = eval::in_use(&self.flow.observed) {
            return Some(GlobalPort::Address(entry.address.clone()));
        }
        if let Some((_, fixed)) = self.fixed() {
            return Some(GlobalPort::of_static(self.device, fixed).0);
        }
        let shared = self.flow.standing.shared.as_ref().map(|(global, _)| global.clone());
        shared.or_else(|| self.flow.predicted.inside_global.clone().map(GlobalPort::Address))
    }
}

/// `A: it ...`, `A and B: it ...`, `A, B and 38 more: it ...`.
pub(super) fn of(names: Vec<Text>, says: Text) -> Text {
    match names.as_slice() {
        [one, two, rest @ ..] if names.len() > NAMES => {
            say!("checklist-of-many", one, two, more = rest.len(), says)
        }
        _ => say!("checklist-of", names, says),
    }
}
