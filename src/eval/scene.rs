//! One flow among the others of its device: what each way it may take makes of its port, and what that adds up to.

use super::behaviour::Behaviour;
use super::engine::{Followed, NatLookup, Path};
use super::failover;
use super::filters;
use super::fixed::{self, Hazard};
use super::judge::{About, Asked, Open, Places, Standing, observed};
use super::moment;
use super::select::{Candidate, Leave};
use super::{Confidence, Flow, Outcome, Prediction, Step, StepKind, Trace};
use crate::grammar::Subject;
use crate::locale::{Text, say};
use crate::model::{ConfigState, Device, GlobalPort, NatKind, NatRule};
use crate::net::Address;
use crate::source::Span;

/// What is known around one flow.
pub(super) struct Scene<'a, 'd> {
    pub(super) device: &'d Device,
    pub(super) flow: &'a Flow,
    /// Index of the flow in `asked` and `places`.
    pub(super) at: usize,
    pub(super) places: &'a Places<'d>,
    pub(super) asked: &'a [Asked],
    /// What the index of a flow counts from.
    pub(super) offset: usize,
    /// Hand out ports like this, as if no flow that is asked about had an entry; `None`: as the device does.
    pub(super) behaviour: Option<&'a dyn Behaviour>,
}

impl<'d> Scene<'_, 'd> {
    pub(super) fn predict(&self, followed: Followed<'d>) -> (Prediction, Standing, Trace) {
        let unopened = self.device.unopened.iter();
        let unopened =
            unopened.map(|what| Open { about: About::Unopened, span: Some(what.span), says: what.value.clone() });
        let mut standing = Standing {
            host_is_here: followed.host_is_here,
            some_rule: followed.some_rule(),
            open: followed.open.iter().cloned().chain(unopened).collect(),
            routed: followed.routed,
            way_open: followed.paths.iter().any(|path| !path.decided),
            ..Standing::default()
        };
        // Where it is no inside host, or the configuration lacks what the table shows of it, the rules say nothing.
        if let Some(open) = followed.open.iter().find(|open| matches!(open.about, About::Place | About::Moment)) {
            let says = open.says.clone();
            return (plain(Outcome::Unknown, Confidence::Possible, says), standing, followed.trace);
        }
        if let Some(place) = self.places.of_flow(self.at).first() {
            standing.shared = Some((place.global.clone(), place.rule.statement.span));
            standing.rivals = self.rivals(place).map(|rival| rival + self.offset).collect();
            let mut places = self.places.of_flow(self.at).iter();
            standing.contested = self.places.always_shares(self.at)
                && places.all(|place| self.rivals(place).any(|rival| self.is_sure(rival, place)));
            standing.holder = self.holder(place);
            standing.never = self.never(place);
        }
        let waiting = failover::of(&followed);
        let mut beyond = Vec::new();
        let paths = followed.paths.iter();
        let of_path = |path: &Path<'d>| {
            let outcomes = self.path_outcomes(path, &mut standing, &mut beyond).into_iter();
            outcomes.map(|outcome| (path.label.clone(), outcome)).collect::<Vec<_>>()
        };
        let outcomes: Vec<_> = paths.flat_map(of_path).collect();
        // A static that only may apply fixes nothing.
        standing.fixed_by = standing.fixed_by.filter(|_| outcomes.iter().all(|(_, outcome)| self.is_static(outcome)));
        let mut predicted = combine(self.device, self.flow, outcomes);
        let unread = self.device.doubts.iter().any(|doubt| doubt.subject == Subject::Nat);
        let several = followed.paths.len() > 1;
        if (unread || several) && !self.has_row(self.flow) {
            predicted.confidence = predicted.confidence.min(Confidence::Likely);
        }
        if !self.has_row(self.flow) {
            if !followed.moments.is_empty() {
                predicted.confidence = predicted.confidence.min(Confidence::Likely);
            }
            let told = followed.moments.iter().chain(&followed.silent);
            let told = told.flat_map(|told| [say!("eval-also"), told.clone()]);
            predicted.reason = Text::joined(std::iter::once(predicted.reason).chain(told));
        }
        let mut trace = followed.trace;
        let place = self.places.of_flow(self.at).first();
        trace.steps.extend(place.and_then(|place| self.block_step(place)));
        trace.steps.extend(port_steps(self.device, &predicted, &standing, beyond));
        let (failover, waiting) = waiting;
        standing.failover = failover;
        trace.steps.extend(waiting);
        (predicted, standing, trace)
    }

    fn is_static(&self, outcome: &Prediction) -> bool {
        let rule = outcome.rule.and_then(|span| self.device.nat_rules.at(span));
        rule.is_some_and(|rule| matches!(rule.kind, NatKind::Static(_)))
    }

    /// `beyond`: the steps after NAT, each once.
    fn path_outcomes(&self, path: &Path<'d>, standing: &mut Standing, beyond: &mut Vec<Step>) -> Vec<Prediction> {
        match &path.nat {
            NatLookup::Dropped(entry) => {
                standing.dropped_by = Some(*entry);
                standing.dropped_at = path.ingress.and_then(|ingress| Some(ingress.acl_in.as_ref()?.span));
                vec![plain(Outcome::Dropped, Confidence::Certain, say!("eval-dropped-before"))]
            }
            NatLookup::NotTriggered(_) => {
                let lines = [path.ingress, path.egress].into_iter().flatten();
                standing.not_triggered =
                    Some(lines.map(|i| i.nat.as_ref().map_or(i.name.span, |nat| nat.span)).collect());
                // The other end of a tunnel may translate what comes out of it.
                let tunnel = path.egress.filter(|egress| egress.is_tunnel());
                let confidence =
                    if path.decided && tunnel.is_none() { Confidence::Certain } else { Confidence::Possible };
                let reason = match tunnel {
                    Some(tunnel) => say!("eval-into-tunnel", interface = &tunnel.name.value),
                    None => say!("eval-not-passing"),
                };
                let mut predicted = plain(Outcome::Untranslated, confidence, reason);
                self.filter(path, &mut predicted, standing, beyond);
                vec![predicted]
            }
            NatLookup::Rules(found) => found
                .iter()
                .map(|candidate| {
                    standing.order.extend(&candidate.rivals);
                    if let Some(list) = &candidate.disputed {
                        let span = candidate.rule.map(|rule| rule.statement.span);
                        let says = say!("eval-list-disputed", list);
                        standing.ask(Open { about: About::Filter, span, says });
                    }
                    let mut predicted = self.candidate_outcome(candidate, standing);
                    self.filter(path, &mut predicted, standing, beyond);
                    if !(candidate.certain && path.decided) {
                        predicted.confidence = predicted.confidence.min(Confidence::Likely);
                    }
                    if !path.decided && predicted.outcome == Outcome::Untranslated {
                        // Perhaps it does not come by here at all.
                        predicted.confidence = Confidence::Possible;
                    }
                    predicted
                })
                .collect(),
        }
    }

    /// What stands after NAT, and on the way back.
    fn filter(&self, path: &Path<'d>, predicted: &mut Prediction, standing: &mut Standing, beyond: &mut Vec<Step>) {
        let before = predicted.clone();
        let steps = filters::cross(self.device, self.flow, path, predicted, standing);
        let is_label = |step: &Step| step.kind == StepKind::Branch && Some(&step.says) == path.label.as_ref();
        if let Some(label) = path.label.as_ref().filter(|_| !steps.is_empty() && !beyond.iter().any(is_label)) {
            let evidence = path.outward.into_iter().collect();
            beyond.push(Step { kind: StepKind::Branch, says: label.clone(), evidence });
        }
        let from = beyond.iter().rposition(is_label).unwrap_or(0);
        let own = path.label.as_ref().and_then(|_| address_step(self.device, &before));
        for step in own.into_iter().chain(steps) {
            if !beyond.iter().skip(from).any(|known| *known == step) {
                beyond.push(step);
            }
        }
    }

    fn candidate_outcome(&self, candidate: &Candidate<'d>, standing: &mut Standing) -> Prediction {
        let rule = candidate.rule.map(|rule| rule.statement.span);
        // Cisco, "Configuring NAT for IP address conservation" (IOS-XE 17), restrictions.
        if self.device.is_xe() && candidate.rule.is_some_and(NatRule::is_nvi) {
            return Prediction { rule, ..plain(Outcome::Unknown, Confidence::Possible, say!("eval-no-nvi")) };
        }
        match &candidate.leave {
            Leave::Fixed(global, port) => {
                standing.fixed_by = rule;
                let static_rule = candidate.rule;
                let hazard = static_rule.and_then(|rule| fixed::hazard(self.device, rule, global, self.flow));
                let mut predicted = self.fixed_outcome(global, *port, hazard, standing);
                if let Some(track) = static_rule.and_then(|rule| rule.options.track.as_ref()) {
                    let label = say!("eval-while-up", track = &track.value);
                    predicted.reason = say!("eval-then", label, says = predicted.reason);
                }
                Prediction { rule, ..predicted }
            }
            Leave::Shared(global) => self.shared_outcome(global, rule),
            Leave::OwnAddress(size) => self.own_address_outcome(*size, candidate.rule),
            Leave::Untranslated if self.device.config_is_whole() => {
                plain(Outcome::Untranslated, Confidence::Certain, say!("eval-no-rule"))
            }
            Leave::Untranslated => plain(Outcome::Unknown, Confidence::Possible, say!("eval-no-rule-here")),
            Leave::Unresolved(what) => {
                let reason = say!("eval-translates-to", what);
                let whole = self.device.config_is_whole();
                let (outcome, confidence) = if whole {
                    (Outcome::Dropped, Confidence::Likely)
                } else {
                    (Outcome::Unknown, Confidence::Possible)
                };
                Prediction { rule, ..plain(outcome, confidence, reason) }
            }
        }
    }

    fn fixed_outcome(
        &self,
        global: &GlobalPort,
        port: u16,
        hazard: Option<Hazard>,
        standing: &mut Standing,
    ) -> Prediction {
        let kept = if port == self.flow.local_port { Outcome::Kept } else { Outcome::Remapped };
        let (outcome, confidence, reason) = match hazard {
            None => (kept, Confidence::Certain, say!("eval-fixed")),
            Some(Hazard::Doubtful(why)) => (kept, Confidence::Possible, why),
            Some(Hazard::Unproven(why)) => (kept, Confidence::Likely, why),
            Some(Hazard::Contested(other)) => {
                let theirs = |(_, flow): &Asked| other.address == Address::V4(flow.local);
                let rivals = (0..self.asked.len()).filter(|&at| self.asked.get(at).is_some_and(theirs));
                standing.rivals.extend(rivals.map(|at| at + self.offset));
                standing.contested |= !standing.rivals.is_empty();
                (Outcome::Either, Confidence::Likely, say!("eval-contested", other))
            }
        };
        let inside_global = global.address().cloned();
        Prediction { inside_global, expected_port: Some(port), ..plain(outcome, confidence, reason) }
    }

    fn own_address_outcome(&self, size: u64, rule: Option<&NatRule>) -> Prediction {
        let span = rule.map(|rule| rule.statement.span);
        let (outcome, reason) = if observed(self.device, self.flow).iter().any(|seen| seen.kept) {
            (Outcome::Kept, say!("eval-own-of-pool"))
        } else if self.table_is_clean()
            && rule.is_some_and(|rule| self.pool_is_used_up(size, rule) || self.pool_was_used_up(rule))
        {
            (Outcome::Dropped, say!("eval-pool-used-up", size))
        } else {
            (Outcome::Either, say!("eval-pool-each", size))
        };
        Prediction { rule: span, ..plain(outcome, Confidence::Likely, reason) }
    }

    /// Whether `show ip nat statistics` counted every address of the pool as allocated, and no row shows that one of them
    /// is the host's own.
    fn pool_was_used_up(&self, rule: &NatRule) -> bool {
        let pool = rule.pool_name().and_then(|name| self.device.seen.used_up(name));
        pool.is_some() && observed(self.device, self.flow).is_empty()
    }

    /// Whether rows that were kept show every address of the pool with another host.
    fn pool_is_used_up(&self, size: u64, rule: &NatRule) -> bool {
        let Some(pool) = self.device.pool_of(rule) else { return false };
        let own = Address::V4(self.flow.local);
        let mut taken: Vec<_> = self
            .device
            .table
            .rows
            .iter()
            .filter(|row| row.inside_local.as_ref().is_some_and(|local| local.address != own))
            .filter_map(|row| row.inside_global.as_ref()?.address.v4())
            .filter(|global| pool.contains(*global))
            .collect();
        let whole = self.device.table.whole.iter().filter(|(_, local)| **local != self.flow.local);
        taken.extend(whole.map(|(global, _)| *global).filter(|global| pool.contains(*global)));
        taken.sort_unstable();
        taken.dedup();
        size > 0 && taken.len() as u64 >= size
    }

    /// Whether a port that no row holds may be called free.
    pub(super) fn table_is_clean(&self) -> bool {
        let table = &self.device.table;
        // The standby of a pair has none of the active router's dynamic entries (Cisco, "NAT - static mapping support
        // with HSRP"), and a configuration does not say which of the two it is; `show standby brief` does.
        let standby = table.live_count == 0 && self.device.grouped_interfaces().next().is_some();
        let standby = standby && !moment::is_active(self.device);
        // Rows without the command and the header above them may be any part of a table.
        let begins = table.header.is_some();
        let unread = self.device.doubts.iter().any(|doubt| doubt.subject == Subject::Table);
        table.is_complete() && table.watches(self.flow.protocol) && begins && !standby && !unread
    }
}

pub(super) fn plain(outcome: Outcome, confidence: Confidence, reason: Text) -> Prediction {
    Prediction {
        outcome,
        inside_global: None,
        expected_port: None,
        rule: None,
        confidence,
        reason,
        stories: Vec::new(),
        tried: Vec::new(),
        depends: false,
    }
}

/// One prediction out of those of all paths, each with its label: the common one, or what they add up to.
fn combine(device: &Device, flow: &Flow, outcomes: Vec<(Option<Text>, Prediction)>) -> Prediction {
    let mut outcomes = outcomes.into_iter();
    let Some((label, mut sum)) = outcomes.next() else {
        let reason = match device.config {
            ConfigState::Absent => say!("eval-no-configuration"),
            _ => say!("eval-not-said", host = flow.local),
        };
        return plain(Outcome::Unknown, Confidence::Possible, reason);
    };
    let first = on_way(label, sum.reason.clone());
    let mut reasons = Vec::new();
    for (label, other) in outcomes {
        let ports = [Outcome::Kept, Outcome::Remapped, Outcome::Either];
        if sum.outcome == other.outcome {
            sum.confidence = sum.confidence.min(other.confidence);
            sum.expected_port = sum.expected_port.filter(|port| Some(*port) == other.expected_port);
        } else {
            sum.outcome = if ports.contains(&sum.outcome) && ports.contains(&other.outcome) {
                Outcome::Either
            } else {
                Outcome::Unknown
            };
            sum.confidence = Confidence::Possible;
            let reason = on_way(label, other.reason);
            if reason != first && !reasons.contains(&reason) {
                reasons.push(reason);
            }
            sum.depends = true;
            sum.expected_port = None;
        }
        sum.inside_global = sum.inside_global.or(other.inside_global);
        sum.rule = sum.rule.or(other.rule);
    }
    if !reasons.is_empty() {
        sum.reason = any_of(first, reasons);
    }
    sum
}

/// Why something happens, on the way on which it does.
fn on_way(label: Option<Text>, reason: Text) -> Text {
    match label {
        Some(label) => say!("eval-then", label, says = reason),
        None => reason,
    }
}

/// Of several reasons any may hold. There can be very many, so they stand side by side and not one in the other.
fn any_of(first: Text, others: Vec<Text>) -> Text {
    let begin = [say!("eval-depends"), first].into_iter();
    Text::joined(begin.chain(others.into_iter().flat_map(|other| [say!("eval-depends-or"), other])))
}

/// What it leaves as by one of several ways.
fn address_step(device: &Device, predicted: &Prediction) -> Option<Step> {
    let address = predicted.inside_global.as_ref()?;
    let reason = &predicted.reason;
    let says = match (predicted.outcome, predicted.expected_port) {
        (Outcome::Kept, _) => say!("eval-global-kept", address, reason),
        (Outcome::Remapped, Some(port)) => say!("eval-global-becomes", address, port, reason),
        _ => say!("eval-global-because", address, reason),
    };
    Some(Step { kind: StepKind::Address, says, evidence: address_lines(device, predicted) })
}

/// The rule that gives the inside global address, and the show command that says what it is.
fn address_lines(device: &Device, predicted: &Prediction) -> Vec<Span> {
    let address = predicted.inside_global.as_ref().and_then(Address::v4);
    let learned = address.and_then(|address| device.learned_at(address));
    predicted.rule.into_iter().chain(learned).collect()
}

/// The address and the port, and around them what stands after NAT: what drops the packet comes before what it leaves as.
fn port_steps(device: &Device, predicted: &Prediction, standing: &Standing, mut beyond: Vec<Step>) -> Vec<Step> {
    let mut steps = Vec::new();
    let several = beyond.iter().any(|step| step.kind == StepKind::Branch);
    if let Some(address) = predicted.inside_global.as_ref().filter(|_| !several) {
        let says = say!("eval-global", address);
        steps.push(Step { kind: StepKind::Address, says, evidence: address_lines(device, predicted) });
    }
    if predicted.outcome == Outcome::Dropped {
        steps.append(&mut beyond);
    }
    if several {
        // Each way has its own address below; what is said here is no part of the last of them.
        steps.push(Step { kind: StepKind::Branch, says: say!("eval-whichever"), evidence: Vec::new() });
    }
    let mut evidence: Vec<Span> = standing.holder.iter().map(|holder| holder.span).collect();
    evidence.extend(standing.never.iter().map(|never| never.span));
    let reason = &predicted.reason;
    let says = match (predicted.outcome, predicted.expected_port) {
        (Outcome::Remapped, Some(port)) => say!("eval-port-becomes", port, reason),
        (outcome, _) => say!("eval-port", outcome = outcome.as_str(), reason),
    };
    for (tried, held) in predicted.tried.iter().zip([true].into_iter().chain(std::iter::repeat(false))) {
        let evidence = if held { evidence.clone() } else { Vec::new() };
        steps.push(Step { kind: StepKind::PortTried, says: tried.clone(), evidence });
    }
    steps.push(Step { kind: StepKind::Port, says, evidence });
    for story in &predicted.stories {
        let says = match (story.outcome, story.port) {
            (Outcome::Remapped, Some(port)) => say!("eval-story-becomes", when = &story.when, port),
            (outcome, _) => say!("eval-story", when = &story.when, outcome = outcome.as_str()),
        };
        steps.push(Step { kind: StepKind::Port, says, evidence: Vec::new() });
    }
    steps.append(&mut beyond);
    steps
}
