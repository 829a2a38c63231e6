//! What the answers of a flow meet on their way back (Cisco document 6209, outside to inside).

use super::engine::NatLookup;
use super::filters::{Crossing, evidence, from, open, to};
use super::inspect;
use super::judge::{in_use, observed};
use super::matching::{Packet, Tri, deciding, undecided};
use super::route::{self, Scope};
use super::zones::{self, ZoneDrop, Zoned};
use super::{Outcome, Prediction, Standing, StepKind};
use super::{outside, policy};
use crate::locale::{Text, say};
use crate::model::Interface;
use crate::source::{Span, Spanned};

/// What a list says of an answer.
enum Said {
    Lets(Text, Vec<Span>),
    Drops(Span),
    Open(Text),
}

impl Crossing<'_, '_> {
    /// Inbound list of the outside interface, NAT, route, zones, outbound list of the inside interface.
    pub(super) fn comes_back(&mut self, predicted: &Prediction, standing: &mut Standing) {
        let answer = self.global.answer();
        let interface = &self.back.name.value;
        let says = say!("eval-answers-come", from = from(&answer), to = to(&answer), interface);
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
                let says = say!("eval-list-may-meet", list = &list.value);
                self.step(StepKind::ReturnAclOut, says.clone(), vec![list.span]);
                open(standing, list.span, says);
            }
            standing.answers_pass = true;
            return;
        };
        if let Some((says, evidence)) = self.led_away(ingress) {
            open(standing, evidence.first().copied().unwrap_or(self.back.name.span), says.clone());
            return self.step(StepKind::ReturnRoute, says, evidence);
        }
        let says = say!("eval-route-back", host = self.flow.local, interface = &ingress.name.value);
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

    /// What keeps answers from the interface on which the flow came, and its lines: policy routing of the outside interface,
    /// which comes after NAT and before the table of routes, or a longer route to Null0.
    fn led_away(&self, ingress: &Interface) -> Option<(Text, Vec<Span>)> {
        let host = self.flow.local;
        policy::of_answers(self.device, self.back, ingress, &self.local.answer()).or_else(|| {
            let scope = Scope::named(ingress.vrf_name());
            let line = route::discards(self.device, host, scope)?;
            Some((say!("eval-answers-to-null", host), vec![line]))
        })
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
                    (StepKind::ReturnAclOut, Some(ingress)) => ("after", &ingress.name.value),
                    _ => ("before", &self.back.name.value),
                };
                let list_name = &list.value;
                let says = say!("eval-list-drops-answers", list = list_name, interface, order, to = to(answer));
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
            (Tri::Yes, _) => Said::Lets(say!("eval-list-lets-answers", list = name, to = to(answer)), evidence),
            (_, Some((Tri::Yes, span))) => {
                evidence.push(span);
                Said::Lets(say!("eval-list-opened", list = name), evidence)
            }
            (_, Some((Tri::Maybe, span))) => {
                let by = inspect::name(self.device, span);
                Said::Open(say!("eval-list-opened-only", list = name, by))
            }
            (Tri::No, _) => Said::Drops(deciding(list, &judgement)),
            (Tri::Maybe, _) => Said::Open(judgement.shown.behind(undecided(name, "its answers"))),
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
            (Some(_), _) => "entry",
            (None, _) if predicted.outcome == Outcome::Unknown => "first-if-any",
            (None, _) if fixed_by.is_some() && predicted.rule == fixed_by => "static",
            (None, _) => "first",
        };
        let local = format!("{}:{}", self.flow.local, self.flow.local_port);
        let says = say!("eval-nat-back", global = to(&self.global.answer()), local, by);
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
