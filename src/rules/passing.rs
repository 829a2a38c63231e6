//! Flows with the interfaces they pass and the NAT rule that translates them, as the rules about the path need them.

use std::cell::OnceCell;
use std::net::Ipv4Addr;

use super::context::Context;
use super::filter::{self, is_untranslated, leaves_as};
use crate::eval::{About, Confidence, JudgedFlow, Outcome, Passage, passages};
use crate::model::{ConfigState, Device, NatKind, NatRule, NatSetting};
use crate::net::Endpoint;
use crate::source::{Span, Spanned};

/// A flow and the ways it may take.
pub(super) struct Passing<'a> {
    pub(super) flow: &'a JudgedFlow,
    pub(super) device: &'a Device,
    pub(super) ways: &'a [Passage<'a>],
}

/// The ways of each flow: several rules ask for them, and each is found once.
#[derive(Debug)]
pub(crate) struct Ways<'a>(Vec<OnceCell<Vec<Passage<'a>>>>);

impl Ways<'_> {
    /// Of so many flows.
    pub(super) fn of(flows: usize) -> Self {
        Self(vec![OnceCell::new(); flows])
    }
}

/// The flows that pass a device, each with its index.
pub(super) fn passing<'a>(context: &Context<'a>) -> impl Iterator<Item = (usize, Passing<'a>)> {
    (0..context.flows.len()).filter_map(|at| Some((at, Passing::of(context, at)?)))
}

impl<'a> Passing<'a> {
    /// `None` where no configuration was pasted, and for a flow that appears nowhere in it: that has no way.
    pub(super) fn of(context: &Context<'a>, at: usize) -> Option<Self> {
        let flow = context.flows.get(at)?;
        let looked_at = context.only.is_none_or(|only| only == flow.device);
        let device = context.device(flow).filter(|device| looked_at && device.config != ConfigState::Absent)?;
        let standing = &flow.standing;
        let misplaced = standing.open.iter().any(|open| open.about == About::Place);
        let seen = standing.host_is_here || standing.fixed_by.is_some() || !flow.observed.is_empty();
        let here = !misplaced && (seen || !device.config_is_whole());
        let ways = context.ways.0.get(at).filter(|_| here)?;
        Some(Self { flow, device, ways: ways.get_or_init(|| passages(device, &flow.flow)) })
    }

    /// The address by which it leaves, where one is known. Of several ways each may have its own.
    pub(super) fn outside_address(&self) -> Option<Ipv4Addr> {
        let flow = self.flow;
        let known = !is_untranslated(flow) || flow.predicted.outcome == Outcome::Untranslated;
        let one = self.ways.len() == 1 || flow.standing.fixed_by.is_some();
        leaves_as(flow).0.and_then(|address| address.v4()).filter(|_| known && one)
    }

    /// Whether it is sure to leave with a private address for the Internet, where no answer comes back.
    pub(super) fn is_hopeless(&self) -> bool {
        filter::is_hopeless(self.flow) && self.flow.predicted.outcome == Outcome::Untranslated
    }

    /// Whether a firewall of the router on the way keeps state: what it lets back in is not in the lists.
    pub(super) fn is_inspected(&self) -> bool {
        let zones = self.ways.iter().flat_map(|way| [way.ingress, way.egress]).flatten();
        self.device.inspects() || zones.into_iter().any(|interface| interface.zone.is_some())
    }
}

/// Appliances and flows of a finding.
pub(super) fn concerned(context: &Context<'_>, members: &[usize]) -> (Vec<String>, Vec<usize>) {
    (context.names(context.at(members)), members.to_vec())
}

/// `SM1-IX-I1 (192.19.72.202)` for each of some flows, each once.
pub(super) fn who(context: &Context<'_>, members: &[usize]) -> Vec<String> {
    let mut who: Vec<String> = Vec::new();
    for flow in context.at(members) {
        let name = context.who(&Endpoint::bare(flow.flow.local));
        if !who.contains(&name) {
            who.push(name);
        }
    }
    who
}

/// The dynamic rule that translates a flow. A static fixes address and port by a row that never ages: a flow that has
/// one gets the same port again whenever its own entry is gone, so timeouts and the order of speaking cannot hurt it.
pub(super) fn dynamic_rule<'a>(context: &Context<'a>, flow: &JudgedFlow) -> Option<&'a NatRule> {
    let standing = &flow.standing;
    let span = match &standing.shared {
        _ if standing.fixed_by.is_some() => None,
        Some((_, rule)) => Some(*rule),
        None => flow.predicted.rule,
    }?;
    let rule = context.device(flow)?.nat_rules.at(span)?;
    matches!(rule.kind, NatKind::Dynamic(_)).then_some(rule)
}

/// The last setting for which `pick` has an answer: it is the one in force.
pub(super) fn in_force<T>(device: &Device, pick: impl Fn(&NatSetting) -> Option<T>) -> Option<(T, Span)> {
    let settings = device.nat_settings.iter().rev();
    settings.map(|Spanned { value, span }| (pick(value), *span)).find_map(|(picked, span)| Some((picked?, span)))
}

/// As sure as the way is.
pub(super) fn by_way(decided: bool, otherwise: Confidence) -> Confidence {
    if decided { otherwise } else { Confidence::Possible }
}
