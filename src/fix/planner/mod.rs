//! Which static NAT lines cure a device.

pub(super) mod acl;
mod forms;
mod hosts;
mod ports;
mod spares;

use std::collections::BTreeMap;

use hosts::Host;
use ports::Taken;
use spares::Spares;

use super::command::{Form, Permit, StaticCommand};
use super::{Plan, Plans, Situation, proof};
use crate::eval::{Confidence, JudgedFlow, Verdict};
use crate::model::{Device, Direction, Translation};
use crate::net::Endpoint;
use crate::rules::{self, Cure, Finding};
use crate::source::Span;

/// How a plan is to be had where no public address is left.
pub(super) const NAME_SPARES: &str = "name one as spare_public_addresses";

/// Plans for every device that has something to cure.
pub(super) fn plan(mut situation: Situation<'_>) -> Plans {
    let mut plans = Plans::default();
    let mut spares = Spares::of(&situation);
    for device in 0..situation.network.devices.len() {
        let mut draft = match situation.draft(device, &mut spares) {
            None => continue,
            Some(Ok(draft)) => draft,
            Some(Err(why)) => {
                plans.refused.push(format!("{}: {why}", situation.title(device)));
                continue;
            }
        };
        let proven = proof::prove(&mut situation, device, &mut draft);
        let mut refused = draft.refused;
        match proven {
            Ok(Some(proven)) => plans.plans.push(Plan { id: format!("F{}", plans.plans.len() + 1), ..proven }),
            Ok(None) => {}
            Err(why) => refused.push(Refusal { name: None, flows: Vec::new(), why }),
        }
        plans.refused.extend(sentences(situation.title(device), refused, &spares.unfit));
    }
    plans
}

/// A plan that is not proven yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) statics: Vec<Typed>,
    pub(super) permits: Vec<Permit>,
    pub(super) clear: Vec<Translation>,
    pub(super) notes: Vec<String>,
    pub(super) refused: Vec<Refusal>,
}

/// A static for one host.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) command: StaticCommand,
    /// The line it takes over from, or one near it.
    pub(super) at: Span,
    /// Flows of the host.
    pub(super) flows: Vec<usize>,
    pub(super) name: String,
    /// What holds of this line only.
    pub(super) notes: Vec<String>,
}

/// Why a host gets no static, or a whole device no plan.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) name: Option<String>,
    pub(super) flows: Vec<usize>,
    pub(super) why: String,
}

/// One sentence a reason, with all whom it concerns.
fn sentences(title: &str, refused: Vec<Refusal>, unfit: &[String]) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for refusal in refused {
        let names = by_reason.entry(refusal.why).or_default();
        names.extend(refusal.name.filter(|name| !names.contains(name)));
    }
    let sentence = |(why, names): (String, Vec<String>)| {
        let who = if names.is_empty() { String::new() } else { format!("{}: ", names.join(", ")) };
        let unfit = unfit.iter().filter(|_| why.contains(NAME_SPARES)).map(|unfit| format!("; {unfit}"));
        format!("{title}: {who}{why}{}", unfit.collect::<String>())
    };
    by_reason.into_iter().map(sentence).collect()
}

pub(super) fn cure(finding: &Finding) -> Cure {
    rules::find(finding.code).map_or(Cure::None, |rule| rule.meta.cure)
}

impl Situation<'_> {
    pub(super) fn title(&self, index: usize) -> &str {
        self.network.devices.get(index).map_or("the router", |device| device.title())
    }

    /// `None` when the device needs nothing; an error when it needs what cannot be had.
    fn draft(&self, index: usize, spares: &mut Spares) -> Option<Result<Draft, String>> {
        let device = self.network.devices.get(index)?;
        let curable: Vec<&Finding> = self
            .findings
            .iter()
            .filter(|finding| finding.device == Some(index) && cure(finding) != Cure::None)
            .collect();
        let (sure, possible): (Vec<&Finding>, Vec<&Finding>) = curable.into_iter().partition(|f| self.is_sure(f));
        if sure.is_empty() {
            return possible.first().map(|first| Err(only_possible(device, first)));
        }
        let (wanted, alone) = self.wanted(&sure);
        let flows: Vec<&JudgedFlow> = wanted.iter().filter_map(|&at| self.flows.get(at)).collect();
        if flows.is_empty() {
            return None;
        }
        let hosts = self.hosts(device, &wanted, &alone);
        let nvi = |host: &Host<'_>| host.ways.iter().any(|way| way.rule.direction == Direction::NviSource);
        if hosts.iter().any(nvi) {
            let why = "it uses the NAT virtual interface ('ip nat source', 'ip nat enable'), whose statics and clear \
                       commands are others; plans are made for 'ip nat inside source' only";
            return Some(Err(why.to_owned()));
        }
        let mut draft = Draft::default();
        self.assign(device, &hosts, spares, &mut draft);
        // Clearing alone helps only against entries that the configuration would not make again.
        let stale = sure.iter().any(|finding| cure(finding) == Cure::Clear);
        if draft.statics.is_empty() && draft.refused.is_empty() && !stale {
            let why = "the NAT rule that makes these entries is not in the capture; paste 'show running-config'";
            return Some(Err(why.to_owned()));
        }
        let given: Vec<&JudgedFlow> = if stale {
            flows
        } else {
            let given = draft.statics.iter().flat_map(|typed| &typed.flows);
            given.filter_map(|&at| self.flows.get(at)).collect()
        };
        draft.clear = rows_to_clear(device, &given);
        if !draft.statics.is_empty() {
            draft.notes.extend(spares.unfit.iter().cloned());
        }
        Some(Ok(draft))
    }

    /// Flows that need a static, and those of them that share no address.
    fn wanted(&self, findings: &[&Finding]) -> (Vec<usize>, Vec<usize>) {
        let flows = |of: &dyn Fn(Cure) -> bool| -> Vec<usize> {
            findings.iter().filter(|f| of(cure(f))).flat_map(|finding| finding.flows.iter().copied()).collect()
        };
        let mut wanted = flows(&|_| true);
        // Whoever shares the address with one that needs a static needs one too.
        let rivals: Vec<usize> =
            wanted.iter().filter_map(|&at| self.flows.get(at)).flat_map(|flow| flow.standing.rivals.clone()).collect();
        wanted.extend(rivals);
        wanted.sort_unstable();
        wanted.dedup();
        (wanted, flows(&|cure| cure == Cure::OwnAddress))
    }

    /// What is only possible is no reason to change a router, unless the table shows the failure.
    fn is_sure(&self, finding: &Finding) -> bool {
        let fails = |at: &usize| self.flows.get(*at).is_some_and(|flow| flow.verdict == Verdict::Fail);
        finding.confidence > Confidence::Possible || finding.flows.iter().any(fails)
    }

    /// A static for every host, or the reason why it has none.
    fn assign(&self, device: &Device, hosts: &[Host<'_>], spares: &mut Spares, draft: &mut Draft) {
        let (several, mut order): (Vec<&Host<'_>>, Vec<&Host<'_>>) = hosts.iter().partition(|h| h.ways.len() > 1);
        // Who shares no address cannot do without a spare one; then come the losers, who gain most by it.
        order.sort_by_key(|host| (!host.ways.is_empty(), host.holds));
        let mut shared = order.split_off(order.len().min(spares.free.len()));
        for host in order {
            let form = Form::Address(spares.free.remove(0));
            self.give(device, host, vec![self.with_options(device, host, host.ways.first(), form)], draft);
        }
        // Of those who stay on the shared address, the holder keeps its port.
        shared.extend(several);
        shared.sort_by_key(|host| !host.holds);
        let mut taken = Taken::new();
        for host in shared {
            match self.on_the_shared_address(device, host, &mut taken) {
                Ok(lines) => self.give(device, host, lines, draft),
                Err(why) => draft.refused.push(Refusal {
                    name: Some(self.name(host).to_owned()),
                    flows: host.flows.clone(),
                    why,
                }),
            }
        }
    }

    fn give(&self, device: &Device, host: &Host<'_>, lines: Vec<(StaticCommand, Vec<String>)>, draft: &mut Draft) {
        let rule = host.ways.first().map(|way| way.rule).or_else(|| device.nat_rules.first());
        let interface = || device.interfaces.first().map(|interface| interface.span);
        let Some(at) = rule.map(|rule| rule.statement.span).or_else(interface) else { return };
        for (command, notes) in lines {
            let (flows, name) = (host.flows.clone(), self.name(host).to_owned());
            draft.statics.push(Typed { command, at, flows, name, notes });
        }
    }
}

fn only_possible(device: &Device, finding: &Finding) -> String {
    let mut missing = Vec::new();
    if !device.config_is_whole() {
        missing.push("'show running-config'");
    }
    if !device.table.is_complete() {
        missing.push("'show ip nat translations'");
    }
    let next = if missing.is_empty() {
        "what it depends on is said with the finding".to_owned()
    } else {
        format!("paste 'terminal length 0', then {} in full", missing.join(" and "))
    };
    format!("{} is only possible, and a router is not changed on a mere possibility: {next}", finding.code)
}

/// Entries that would outlive the change: those of the appliances, and whoever holds the port they are to have.
fn rows_to_clear(device: &Device, flows: &[&JudgedFlow]) -> Vec<Translation> {
    let mut rows: Vec<Translation> = Vec::new();
    for row in &device.table.rows {
        let own = flows.iter().any(|flow| {
            let local = Endpoint::with_port(flow.flow.local, flow.flow.local_port);
            row.protocol == Some(flow.flow.protocol) && row.inside_local.as_ref() == Some(&local)
        });
        let holder =
            flows.iter().any(|flow| flow.standing.holder.as_ref().is_some_and(|holder| holder.span == row.span));
        // A static binding cannot be cleared, and need not be.
        if (own || holder) && !(row.is_binding() && flows.iter().any(|flow| flow.standing.fixed_by.is_some())) {
            rows.push(row.clone());
        }
    }
    rows
}
