//! Statics of the appliances that have to go before better ones can be typed, and those that only their owner may take
//! away.

use std::collections::BTreeMap;

use super::{Refusal, cure};
use crate::eval::{JudgedFlow, Verdict, whole_address_owner};
use crate::fix::Situation;
use crate::locale::say;
use crate::model::{Device, GlobalPort, NatKind, NatRule, Translation};
use crate::net::{Address, Endpoint};
use crate::rules::{Cure, Finding};
use crate::source::Span;

/// The static that stands at a place.
fn static_at(device: &Device, span: Span) -> Option<&NatRule> {
    device.nat_rules.at(span).filter(|rule| matches!(rule.kind, NatKind::Static(_)))
}

/// A static of an appliance that a plan takes away.
#[derive(Debug, Clone)]
pub(in crate::fix) struct Removal {
    pub(in crate::fix) rule: NatRule,
    /// The line as the configuration has it.
    pub(in crate::fix) line: String,
    /// Flows of its host.
    pub(in crate::fix) flows: Vec<usize>,
    /// Rows of the table that go with it.
    pub(in crate::fix) rows: Vec<Translation>,
}

/// What the findings about statics come to.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    pub(super) removals: Vec<Removal>,
    /// Statics that work for somebody, and what is to be decided before they are taken away.
    pub(super) decisions: Vec<Refusal>,
    /// Flows that share an address of which a removed static gave the whole to another appliance.
    pub(super) in_the_way: Vec<usize>,
}

impl Replaced {
    /// Statics that cannot go after all; those of whom nobody else has said why are refused with `refused`.
    pub(super) fn keep(&mut self, lost: &[Span], refused: Vec<Refusal>) {
        let (out, stay) = std::mem::take(&mut self.removals)
            .into_iter()
            .partition(|removal: &Removal| lost.contains(&removal.rule.statement.span));
        self.removals = stay;
        let of_lost = |refusal: &Refusal| {
            let flows = &refusal.flows;
            out.iter().any(|removal: &Removal| removal.flows.iter().any(|at| flows.contains(at)))
        };
        self.decisions.extend(refused.into_iter().filter(of_lost));
    }

    /// Whether a line is a static that goes.
    pub(super) fn is_about(&self, line: Span) -> bool {
        self.removals.iter().any(|removal| removal.rule.statement.span == line)
    }
}

impl Situation<'_> {
    /// The statics of one device that have to go.
    pub(super) fn replaced(&self, index: usize) -> Replaced {
        let mut replaced = Replaced::default();
        let Some(device) = self.network.devices.get(index) else { return replaced };
        let mut of_others: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for finding in self.findings.iter().filter(|finding| finding.device == Some(index)) {
            let rule = match cure(finding) {
                Cure::Replace => self.named_by(device, index, finding),
                Cure::StaticNat => self.in_the_way(device, index, finding),
                Cure::None | Cure::Permit | Cure::OwnAddress | Cure::Clear => None,
            };
            match rule {
                Some((rule, flows)) => self.replace(device, finding, rule, flows, &mut replaced),
                None if cure(finding) == Cure::Replace => {
                    let named =
                        finding.labels.iter().find(|label| label.primary).and_then(|l| static_at(device, l.span));
                    of_others.entry(finding.code).or_default().extend(named.and_then(|rule| self.line(rule)));
                }
                None => {}
            }
        }
        replaced.decisions.extend(of_others.into_iter().map(|(code, lines)| decision_of_others(code, &lines)));
        replaced
    }

    fn replace(&self, device: &Device, finding: &Finding, rule: &NatRule, flows: Vec<usize>, replaced: &mut Replaced) {
        if cure(finding) == Cure::StaticNat {
            replaced.in_the_way.extend(&finding.flows);
        }
        let Some(line) = self.line(rule).filter(|_| !replaced.is_about(rule.statement.span)) else { return };
        let works = |at: &usize| self.flows.get(*at).is_some_and(|flow| flow.verdict == Verdict::Pass);
        if flows.iter().all(works) {
            replaced.decisions.extend(self.decision(finding, &line, flows));
        } else {
            let rows = rows_of(device, rule);
            replaced.removals.push(Removal { rule: rule.clone(), line, flows, rows });
        }
    }

    /// The line of a rule as it can be typed again.
    pub(super) fn line(&self, rule: &NatRule) -> Option<String> {
        let text = self.network.sources.slice(rule.statement.span)?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Flows of the host of a static.
    fn of_host(&self, index: usize, rule: &NatRule) -> Vec<usize> {
        let NatKind::Static(fixed) = &rule.kind else { return Vec::new() };
        let vrf = rule.options.vrf.as_ref().map(|vrf| &vrf.value);
        let own = |flow: &JudgedFlow| {
            let same_port = fixed.protocol.is_none()
                || (fixed.protocol == Some(flow.flow.protocol)
                    && fixed.local.value.port() == Some(flow.flow.local_port));
            flow.device == index
                && fixed.local.value.address == Address::V4(flow.flow.local)
                && same_port
                && (flow.flow.vrf.is_none() || vrf == flow.flow.vrf.as_ref())
        };
        (0..self.flows.len()).filter(|&at| self.flows.get(at).is_some_and(own)).collect()
    }

    /// The static of an appliance that a finding is about: of two for one endpoint the one that is not in force, as far
    /// as the table shows, else the later one.
    fn named_by<'d>(&self, device: &'d Device, index: usize, finding: &Finding) -> Option<(&'d NatRule, Vec<usize>)> {
        let spans = finding.labels.iter().map(|label| label.span);
        let fixing = finding.flows.iter().filter_map(|&at| self.flows.get(at)?.standing.fixed_by);
        let mut own: Vec<(&'d NatRule, Vec<usize>)> = Vec::new();
        for rule in spans.chain(fixing).filter_map(|span| static_at(device, span)) {
            let flows = self.of_host(index, rule);
            if !flows.is_empty() && !own.iter().any(|(known, _)| known.statement.span == rule.statement.span) {
                own.push((rule, flows));
            }
        }
        let in_force = |(rule, flows): &(&NatRule, Vec<usize>)| {
            let mut seen = flows.iter().filter_map(|&at| self.flows.get(at)).flat_map(|flow| &flow.observed);
            seen.any(|seen| gives(device, rule, &seen.inside_global))
        };
        let first = own.iter().position(|one| !in_force(one)).unwrap_or(0);
        (first < own.len()).then(|| own.swap_remove(first))
    }

    /// A static by which one appliance has the whole of the address that another one shares, where that serves neither.
    fn in_the_way<'d>(&self, device: &'d Device, index: usize, finding: &Finding) -> Option<(&'d NatRule, Vec<usize>)> {
        let mut flows = finding.flows.iter().filter_map(|&at| self.flows.get(at));
        let owner = flows.find_map(|flow| {
            let (global, _) = flow.standing.shared.as_ref()?;
            whole_address_owner(device, &[global], &flow.flow)
        })?;
        let own = |flow: &&JudgedFlow| flow.device == index && Address::V4(flow.flow.local) == owner;
        let fixed_by = self.flows.iter().filter(own).find_map(|flow| flow.standing.fixed_by)?;
        let rule = static_at(device, fixed_by)?;
        let flows = self.of_host(index, rule);
        let works = flows.iter().any(|&at| self.flows.get(at).is_some_and(|flow| flow.verdict == Verdict::Pass));
        (!flows.is_empty() && !works).then_some((rule, flows))
    }

    /// What to decide about a static that works for HCX and is a fault all the same.
    fn decision(&self, finding: &Finding, line: &str, flows: Vec<usize>) -> Option<Refusal> {
        let name = flows.first().and_then(|&at| self.flows.get(at)).map(|flow| self.name_of(flow))?;
        let why = say!("fix-static-works", code = finding.code, line).into();
        Some(Refusal { name: Some(name), flows, why })
    }
}

/// Lines of others that one sentence quotes.
const QUOTED: usize = 3;

/// What to decide about statics that belong to none of the appliances.
fn decision_of_others(code: &str, lines: &[String]) -> Refusal {
    let quoted: Vec<String> = lines.iter().take(QUOTED).map(|line| format!("'no {line}'")).collect();
    let more = lines.len().saturating_sub(QUOTED);
    let why = say!("fix-statics-of-others", code, lines = quoted.join(", "), more);
    Refusal { name: None, flows: Vec::new(), why: why.into() }
}

/// Whether an inside global endpoint of the table is what a static gives.
fn gives(device: &Device, rule: &NatRule, global: &Endpoint) -> bool {
    let NatKind::Static(fixed) = &rule.kind else { return false };
    let (own, port) = GlobalPort::of_static(device, fixed);
    own.address().is_none_or(|address| *address == global.address) && (port.is_none() || port == global.port())
}

/// The row of a static itself, which the router removes with the line, and the child entries, once it is told to.
fn rows_of(device: &Device, rule: &NatRule) -> Vec<Translation> {
    let NatKind::Static(fixed) = &rule.kind else { return Vec::new() };
    let local = &fixed.local.value;
    let own = |row: &&Translation| {
        let host = row.inside_local.as_ref().is_some_and(|seen| match fixed.protocol {
            Some(_) => row.protocol == fixed.protocol && seen == local,
            None => seen.address == local.address,
        });
        host && row.inside_global.as_ref().is_some_and(|global| gives(device, rule, global))
    };
    device.table.rows.iter().filter(own).cloned().collect()
}
