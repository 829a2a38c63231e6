//! What the answers of a flow meet on their way back (Cisco document 6209, outside to inside).

use super::engine::NatLookup;
use super::filters::{Crossing, evidence, from, open, to};
use super::inspect;
use super::judge::{in_use, observed};
use super::matching::{Packet, Tri, deciding, undecided};
use super::outside;
use super::zones::{self, ZoneDrop, Zoned};
use super::{Outcome, Prediction, Standing, StepKind};
use crate::model::Interface;
use crate::source::{Span, Spanned};

/// What a list says of an answer.
enum Said {
    Lets(String, Vec<Span>),
    Drops(Span),
    Open(String),
}

impl Crossing<'_, '_> {
    /// Inbound list of the outside interface, NAT, route, zones, outbound list of the inside interface.
    pub(super) fn comes_back(&mut self, predicted: &Prediction, standing: &mut Standing) {
        let answer = self.global.answer();
        let says = format!("answers come from {} to {}, in by {}", from(&answer), to(&answer), self.back.name);
        self.step(StepKind::Return, says, vec![self.back.name.span]);
        if let Some(list) = &self.back.acl_in
            && !self.lets_in(StepKind::ReturnAclIn, list, &answer, standing)
        {
            return;
        }
        self.nat_back(predicted, standing.fixed_by);
        if let (NatLookup::Rules(_), Some((line, says))) =
            (&self.path.nat, outside::peer_is_translated(self.device, self.flow))
        {
            open(standing, line, says.clone());
            self.step(StepKind::ReturnNat, says, vec![line]);
        }
        let Some(ingress) = self.ingress else {
            if let Some(list) = self.path.ingress.and_then(|inside| inside.acl_out.as_ref()) {
                let says =
                    format!("its answers may meet access list {} on the inside, which may drop them", list.value);
                self.step(StepKind::ReturnAclOut, says.clone(), vec![list.span]);
                open(standing, list.span, says);
            }
            standing.answers_pass = true;
            return;
        };
        let says = format!("the route to {} leads to {}", self.flow.local, ingress.name);
        self.step(StepKind::ReturnRoute, says, vec![self.path.inward.unwrap_or(ingress.name.span)]);
        let answer = self.local.answer();
        if !self.zones_back(ingress, &answer, standing) {
            return;
        }
        let out = ingress.acl_out.as_ref();
        if out.is_none_or(|list| self.lets_in(StepKind::ReturnAclOut, list, &answer, standing)) {
            standing.answers_pass = true;
        }
    }

    /// Whether a list lets the answers pass, for all that is known.
    fn lets_in(&mut self, kind: StepKind, list: &Spanned<String>, answer: &Packet, standing: &mut Standing) -> bool {
        let (says, evidence, passes) = match self.answer(list, answer) {
            Said::Lets(says, evidence) => (says, evidence, true),
            Said::Open(says) => {
                open(standing, list.span, says.clone());
                (says, vec![list.span], true)
            }
            Said::Drops(entry) => {
                standing.return_dropped_by = Some(entry);
                standing.return_dropped_at = Some(list.span);
                let (order, interface) = match (kind, self.ingress) {
                    (StepKind::ReturnAclOut, Some(ingress)) => ("after NAT", &ingress.name),
                    _ => ("before NAT", &self.back.name),
                };
                let says = format!(
                    "access list {} of {interface} comes {order}, sees {} and drops the answers",
                    list.value,
                    to(answer)
                );
                (says, vec![list.span, entry], false)
            }
        };
        self.step(kind, says, evidence);
        passes
    }

    fn answer(&self, list: &Spanned<String>, answer: &Packet) -> Said {
        let name = &list.value;
        let Some(judgement) = self.judge(list, answer) else {
            let says = self.undefined(list);
            return if self.device.config_is_whole() { Said::Lets(says, vec![list.span]) } else { Said::Open(says) };
        };
        let mut evidence = vec![list.span];
        evidence.extend(&judgement.evidence);
        evidence.extend(judgement.shown.counted);
        match (judgement.permitted, self.state.inspected) {
            (Tri::Yes, _) => {
                Said::Lets(format!("access list {name} lets the answers to {} pass", to(answer)), evidence)
            }
            (_, Some((Tri::Yes, span))) => {
                evidence.push(span);
                Said::Lets(format!("access list {name} is opened for the answers by inspection"), evidence)
            }
            (_, Some((Tri::Maybe, span))) => {
                let by = inspect::name(self.device, span);
                Said::Open(format!("access list {name} lets the answers in only if {by} opens it for them"))
            }
            (Tri::No, _) => Said::Drops(deciding(list, &judgement)),
            (Tri::Maybe, _) => Said::Open(undecided(name, "its answers") + &judgement.shown.told()),
        }
    }

    fn nat_back(&mut self, predicted: &Prediction, fixed_by: Option<Span>) {
        if predicted.outcome == Outcome::Untranslated {
            return;
        }
        let seen = observed(self.device, self.flow);
        let row = in_use(&seen).and_then(|entry| seen.iter().find(|seen| seen.inside_global == *entry));
        let fixed = predicted.rule.filter(|_| row.is_none());
        let by = match (row, fixed) {
            (Some(_), _) => "by its entry",
            (None, _) if predicted.outcome == Outcome::Unknown => "by the entry that its first packet makes, if any",
            (None, _) if fixed_by.is_some() && predicted.rule == fixed_by => "by its static",
            (None, _) => "by the entry that its first packet makes",
        };
        let local = format!("{}:{}", self.flow.local, self.flow.local_port);
        let says = format!("NAT turns {} back into {local}, {by}", to(&self.global.answer()));
        self.step(StepKind::ReturnNat, says, row.map(|row| row.span).or(fixed).into_iter().collect());
    }

    fn zones_back(&mut self, ingress: &Interface, answer: &Packet, standing: &mut Standing) -> bool {
        if self.state.zoned {
            return true;
        }
        match zones::cross(self.device, self.back, ingress, answer) {
            Zoned::Free => true,
            Zoned::Passes { says, evidence, .. } => {
                self.step(StepKind::ReturnZone, says, evidence);
                true
            }
            Zoned::Drops(drop) => {
                let drop = ZoneDrop { back: true, ..drop };
                self.step(StepKind::ReturnZone, drop.why.clone(), evidence(&drop));
                standing.zone_drop = Some(drop);
                false
            }
            Zoned::Open(question) => {
                self.step(StepKind::ReturnZone, question.says.clone(), question.span.into_iter().collect());
                standing.ask(question);
                true
            }
        }
    }
}
