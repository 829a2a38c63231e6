//! A plan that is not proven yet.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::replace::{Removal, Replaced};
use super::spares::Spares;
use super::{More, cure, only_possible};
use crate::eval::{Confidence, JudgedFlow};
use crate::fix::Situation;
use crate::fix::command::StaticCommand;
use crate::fix::entry::Permit;
use crate::locale::{Text, say};
use crate::model::{Device, GlobalPort, Translation};
use crate::net::{Address, Endpoint};
use crate::rules::{Cure, Finding, Judged};
use crate::source::Span;

use crate::fix::command::Form;

/// A plan that is not proven yet.
#[derive(Debug, Default)]
pub(in crate::fix) struct Draft {
    /// Statics that go.
    pub(in crate::fix) removals: Vec<Removal>,
    pub(in crate::fix) statics: Vec<Typed>,
    pub(in crate::fix) permits: Vec<Permit>,
    pub(in crate::fix) clear: Vec<Translation>,
    /// Flows that a list drops, with nothing else to cure.
    pub(in crate::fix) admit: Vec<usize>,
    /// Flows with entries that the configuration would not make again.
    pub(in crate::fix) stale: Vec<usize>,
    pub(in crate::fix) notes: Vec<Text>,
    pub(in crate::fix) refused: Vec<Refusal>,
    /// What is left to cure after it, for whom it does nothing yet.
    pub(in crate::fix) open: More,
    /// Statics that were to go and stay: what was drafted on their ground does not hold.
    pub(in crate::fix) lost: Vec<Span>,
}

/// A static for one host.
#[derive(Debug)]
pub(in crate::fix) struct Typed {
    pub(in crate::fix) command: StaticCommand,
    /// The line it takes over from, or one near it.
    pub(in crate::fix) at: Span,
    /// Flows of the host.
    pub(in crate::fix) flows: Vec<usize>,
    pub(in crate::fix) name: String,
    /// What holds of this line only.
    pub(in crate::fix) notes: Vec<Text>,
    /// Why it does not get the port that it sends from.
    pub(in crate::fix) moved: Option<Text>,
}

/// Why a host gets nothing, or a whole device no plan.
#[derive(Debug)]
pub(in crate::fix) struct Refusal {
    pub(in crate::fix) name: Option<String>,
    pub(in crate::fix) flows: Vec<usize>,
    pub(in crate::fix) why: Why,
}

/// The reason of a refusal.
#[derive(Debug)]
pub(in crate::fix) struct Why {
    pub(in crate::fix) says: Text,
    /// It asks for a spare public address, so whoever named one wants to know why it is not used.
    pub(in crate::fix) asks_for_spares: bool,
}

impl Why {
    pub(in crate::fix) fn asking_for_spares(says: Text) -> Self {
        Self { says, asks_for_spares: true }
    }
}

impl From<Text> for Why {
    fn from(says: Text) -> Self {
        Self { says, asks_for_spares: false }
    }
}

impl Draft {
    /// Whether it changes nothing.
    pub(in crate::fix) fn is_empty(&self) -> bool {
        self.removals.is_empty() && self.statics.is_empty() && self.admit.is_empty() && self.clear.is_empty()
    }

    /// Whom it serves, by name: those whose packets must come through afterwards.
    pub(in crate::fix) fn passengers(&self, situation: &Situation<'_>) -> Vec<(String, Vec<usize>)> {
        let mut all: Vec<(String, Vec<usize>)> = Vec::new();
        for typed in &self.statics {
            if !all.iter().any(|(_, flows)| *flows == typed.flows) {
                all.push((typed.name.clone(), typed.flows.clone()));
            }
        }
        let rest = self.admit.iter().chain(self.removals.iter().flat_map(|removal| &removal.flows));
        for &at in rest {
            if !all.iter().any(|(_, flows)| flows.contains(&at)) {
                let name = situation.flows.get(at).map(|flow| situation.name_of(flow)).unwrap_or_default();
                all.push((name, vec![at]));
            }
        }
        all
    }

    /// Notes what the repaired model still has to cure, for flows that the draft does not serve and nobody refused.
    pub(in crate::fix) fn look_again(&mut self, left: &[&Finding]) {
        let served = |at: &usize| {
            self.statics.iter().any(|typed| typed.flows.contains(at))
                || self.refused.iter().any(|refusal| refusal.flows.contains(at))
        };
        let of = |wanted: &dyn Fn(Cure) -> bool| -> Vec<usize> {
            let sure = left.iter().filter(|f| wanted(cure(f)) && f.confidence > Confidence::Possible);
            sure.flat_map(|finding| finding.flows.iter().copied()).filter(|at| !served(at)).collect()
        };
        let wanted = of(&|cure| matches!(cure, Cure::StaticNat | Cure::OwnAddress));
        let stale = of(&|cure| cure == Cure::Clear);
        self.open = More { wanted, stale: stale.into_iter().filter(|at| !self.stale.contains(at)).collect() };
    }

    /// Takes hosts out again.
    pub(in crate::fix) fn leave_out(&mut self, device: Option<&Device>, flows: &[JudgedFlow], failing: Vec<Refusal>) {
        let is_out = |flows: &[usize]| failing.iter().any(|refusal| refusal.flows.iter().any(|at| flows.contains(at)));
        self.statics.retain(|typed| !is_out(&typed.flows));
        let (out, kept) = std::mem::take(&mut self.removals).into_iter().partition(|r: &Removal| is_out(&r.flows));
        self.removals = kept;
        self.lost.extend(out.iter().map(|removal: &Removal| removal.rule.statement.span));
        self.admit.retain(|at| !is_out(&[*at]));
        self.stale.retain(|at| !is_out(&[*at]));
        self.permits.clear();
        self.refused.extend(failing);
        self.clear = device.map(|device| rows_to_clear(device, self, flows)).unwrap_or_default();
    }
}

impl Situation<'_> {
    /// `None` when the device needs nothing; an error when it needs what cannot be had.
    pub(super) fn draft(
        &self,
        index: usize,
        replaced: &Replaced,
        world: &Judged,
        more: &More,
        spares: &mut Spares,
    ) -> Option<Result<Draft, Why>> {
        let device = self.network.devices.get(index)?;
        let curable = self.findings.iter().filter(|f| f.device == Some(index) && cure(f) != Cure::None);
        let (mut sure, possible): (Vec<&Finding>, Vec<&Finding>) = curable.partition(|f| self.is_sure(f, replaced));
        let by_nat = |finding: &&Finding| matches!(cure(finding), Cure::StaticNat | Cure::OwnAddress | Cure::Clear);
        let hidden = world.findings.iter().filter(by_nat);
        let (seen, unsure): (Vec<&Finding>, Vec<&Finding>) = hidden.partition(|f| f.confidence > Confidence::Possible);
        sure.extend(seen);
        if sure.is_empty() {
            return possible.first().map(|first| Err(only_possible(device, first).into()));
        }
        let mut draft = Draft { removals: replaced.removals.clone(), ..Draft::default() };
        draft.refused.extend(unsure.into_iter().map(|finding| Refusal {
            name: Some(finding.appliances.join(", ")),
            flows: finding.flows.clone(),
            why: only_possible(device, finding).into(),
        }));
        let of = |wanted: Cure| {
            let findings = sure.iter().filter(move |finding| cure(finding) == wanted);
            findings.flat_map(|finding| finding.flows.iter().copied()).collect::<Vec<usize>>()
        };
        draft.admit = of(Cure::Permit);
        draft.stale = of(Cure::Clear);
        draft.stale.extend(&more.stale);
        let wanted = Self::wanted(&sure, replaced, more, &world.flows);
        if wanted.is_empty() && draft.admit.is_empty() {
            return None;
        }
        let given = super::assign::Given { index, wanted, alone: of(Cure::OwnAddress), world: &world.flows };
        if let Err(why) = self.assign(device, &given, spares, &mut draft) {
            return Some(Err(why));
        }
        if draft.is_empty() && draft.stale.is_empty() && draft.refused.is_empty() {
            // A static that works is a matter of its own.
            let decided = sure.iter().all(|finding| cure(finding) == Cure::Replace);
            return (!decided).then(|| Err(say!("fix-rule-missing").into()));
        }
        let refused: Vec<usize> = draft.refused.iter().flat_map(|refusal| refusal.flows.clone()).collect();
        draft.stale.retain(|at| !refused.contains(at));
        draft.clear = rows_to_clear(device, &draft, &world.flows);
        if !draft.statics.is_empty() {
            draft.notes.extend(spares.unfit.iter().cloned());
        }
        Some(Ok(draft))
    }

    /// Flows that need a static.
    fn wanted(findings: &[&Finding], replaced: &Replaced, more: &More, world: &[JudgedFlow]) -> Vec<usize> {
        let by_static = |finding: &&&Finding| !matches!(cure(finding), Cure::Permit | Cure::Replace);
        let mut wanted: Vec<usize> =
            findings.iter().filter(by_static).flat_map(|finding| finding.flows.iter().copied()).collect();
        wanted.extend(more.wanted.iter().chain(&more.stale));
        // Whoever shares the address with one that needs a static needs one too.
        let rivals: Vec<usize> =
            wanted.iter().filter_map(|&at| world.get(at)).flat_map(|flow| flow.standing.rivals.clone()).collect();
        wanted.extend(rivals);
        wanted.extend(replaced.removals.iter().flat_map(|removal| removal.flows.iter().copied()));
        // A host with several peers is one host.
        let key = |flow: &JudgedFlow| (flow.device, flow.flow.local, flow.flow.vrf.clone());
        let hosts: HashSet<_> = wanted.iter().filter_map(|&at| world.get(at)).map(key).collect();
        (0..world.len()).filter(|&at| world.get(at).is_some_and(|flow| hosts.contains(&key(flow)))).collect()
    }
}

/// Entries that would outlive the change: those of the appliances, unless they are what the change fixes.
fn rows_to_clear(device: &Device, draft: &Draft, flows: &[JudgedFlow]) -> Vec<Translation> {
    let given = draft.statics.iter().flat_map(|typed| &typed.flows);
    let removed = draft.removals.iter().flat_map(|removal| &removal.flows);
    let touched: BTreeSet<usize> = given.chain(removed).chain(&draft.stale).copied().collect();
    let mut by_host: HashMap<Address, Vec<usize>> = HashMap::new();
    for (at, flow) in touched.iter().filter_map(|&at| Some((at, flows.get(at)?))) {
        by_host.entry(Address::V4(flow.flow.local)).or_default().push(at);
    }
    let gone = |row: &Translation| draft.removals.iter().any(|removal| removal.rows.contains(row));
    let stuck = |row: &&Translation| {
        let of = |at: &usize| flows.get(*at).is_some_and(|flow| is_stuck(device, draft, *at, flow, row));
        let host = row.inside_local.as_ref().and_then(|local| by_host.get(&local.address));
        host.is_some_and(|host| host.iter().any(of)) && !gone(row)
    };
    device.table.rows.iter().filter(stuck).cloned().collect()
}

/// Whether a row of a flow, or of a port beside it, is not what it is to be.
fn is_stuck(device: &Device, draft: &Draft, at: usize, flow: &JudgedFlow, row: &Translation) -> bool {
    let host = Address::V4(flow.flow.local);
    let own = row.protocol == Some(flow.flow.protocol)
        && (row.vrf.is_none() || flow.flow.vrf.is_none() || row.vrf == flow.flow.vrf);
    let local = row.inside_local.as_ref().filter(|local| own && local.address == host);
    let (Some(port), Some(global)) = (local.and_then(Endpoint::port), row.inside_global.as_ref()) else { return false };
    let beside = flow.more_ports.iter().find(|range| range.ports.contains(&port));
    let predicted = match beside {
        Some(range) => &range.predicted,
        None if port == flow.flow.local_port => &flow.predicted,
        None => return false,
    };
    let mut typed = draft.statics.iter().filter(|typed| typed.flows.contains(&at)).peekable();
    if typed.peek().is_some() {
        let (mut about, mut given) = (false, false);
        for command in typed.map(|typed| &typed.command).filter(|command| command.is_about(port)) {
            about = true;
            given |= is_given(device, command, port, global);
        }
        return about && !given;
    }
    // A range of ports that fare alike has no port of its own.
    let expected = if beside.is_some() { Some(port) } else { predicted.expected_port };
    match flow.standing.fixed_by {
        // A static binding cannot be cleared, and need not be.
        Some(_) if row.is_binding() => false,
        Some(rule) if beside.is_some() && predicted.rule != Some(rule) => false,
        Some(_) => {
            let fixed = predicted.inside_global.as_ref();
            fixed.is_some_and(|fixed| *fixed != global.address) || global.port() != expected
        }
        None => global.port() != Some(port),
    }
}

/// Rows of the live table that already are what the draft fixes.
pub(in crate::fix) fn rows_that_stay<'d>(
    device: &'d Device,
    draft: &Draft,
    flows: &[JudgedFlow],
) -> Vec<&'d Translation> {
    let own = |row: &&Translation| {
        draft.statics.iter().any(|typed| {
            typed.flows.iter().filter_map(|&at| flows.get(at)).any(|flow| {
                let local = Endpoint::with_port(flow.flow.local, flow.flow.local_port);
                row.inside_local.as_ref() == Some(&local)
                    && row.protocol == Some(flow.flow.protocol)
                    && row
                        .inside_global
                        .as_ref()
                        .is_some_and(|g| is_given(device, &typed.command, flow.flow.local_port, g))
            })
        })
    };
    device.table.rows.iter().filter(own).collect()
}

/// Whether a static gives a port what its row shows.
fn is_given(device: &Device, command: &StaticCommand, local_port: u16, global: &Endpoint) -> bool {
    let address = match &command.form {
        Form::Address(address) | Form::AddressPort { global: address, .. } => Some(Address::V4(*address)),
        Form::InterfacePort { interface, .. } => GlobalPort::of_interface(device, interface).address().cloned(),
    };
    let port = command.global_port().unwrap_or(local_port);
    address.is_none_or(|address| address == global.address) && global.port() == Some(port)
}
