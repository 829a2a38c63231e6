//! Entries that an inbound list needs so that the answers to a static come through.

use std::net::Ipv4Addr;

use super::{Draft, Refusal};
use crate::eval::JudgedFlow;
use crate::fix::Situation;
use crate::fix::command::Permit;
use crate::model::{Acl, Device};
use crate::net::Address;
use crate::rules::Judged;
use crate::source::Span;

/// What Application Path Resiliency sends from (VMware HCX port list).
const APR_PORTS: std::ops::RangeInclusive<u16> = 4500..=4628;

/// What the inbound lists of the repaired model still drop.
#[derive(Debug, Default)]
pub(in crate::fix) struct Needed {
    pub(in crate::fix) permits: Vec<Permit>,
    /// Hosts whose answers cannot be let in, and why.
    pub(in crate::fix) refused: Vec<Refusal>,
}

/// A flow of the plan whose answers are dropped.
struct Dropped<'a> {
    list: &'a str,
    entry: Span,
    line: Span,
    flow: &'a JudgedFlow,
}

/// The entries to add for the flows of a draft.
pub(in crate::fix) fn needed(situation: &Situation<'_>, index: usize, draft: &Draft, after: &Judged) -> Needed {
    let mut needed = Needed::default();
    let Some(device) = situation.network.devices.get(index) else { return needed };
    for typed in &draft.statics {
        let of_host = |flow: &&JudgedFlow| {
            let same = |at: &usize| situation.flows.get(*at).is_some_and(|before| before.flow == flow.flow);
            flow.device == index && typed.flows.iter().any(same)
        };
        for dropped in after.flows.iter().filter(of_host).filter_map(|flow| dropped(device, flow)) {
            match permit(situation, device, &dropped, &needed.permits, &draft.permits) {
                Ok(permit) => needed.permits.extend(permit),
                Err(why) => {
                    let (name, flows) = (Some(typed.name.clone()), typed.flows.clone());
                    needed.refused.push(Refusal { name, flows, why });
                }
            }
        }
    }
    needed
}

fn dropped<'a>(device: &'a Device, flow: &'a JudgedFlow) -> Option<Dropped<'a>> {
    let (entry, line) = (flow.standing.return_dropped_by?, flow.standing.return_dropped_at?);
    let mut lists = device.interfaces.iter().filter_map(|interface| interface.acl_in.as_ref());
    let list = lists.find(|list| list.span == line)?.value.as_str();
    Some(Dropped { list, entry, line, flow })
}

/// `None` where the same entry is there already.
fn permit(
    situation: &Situation<'_>,
    device: &Device,
    dropped: &Dropped<'_>,
    new: &[Permit],
    earlier: &[Permit],
) -> Result<Option<Permit>, String> {
    let list = dropped.list;
    let sources = &situation.network.sources;
    let quoted = |span| {
        let line = sources.position(span).map_or_else(String::new, |at| format!("line {}: ", at.line));
        format!("{line}{}", sources.quote_line(span).unwrap_or_default().trim())
    };
    let acl = device.acls.get(list).ok_or_else(|| format!("access list {list} is not in the capture"))?;
    let denies = if dropped.entry == dropped.line { quoted(dropped.line) } else { quoted(dropped.entry) };
    let because =
        |what: &str| format!("inbound access list {list} drops the answers to a static ({denies}), and {what}");
    if is_standard(list, &quoted(acl.span)) {
        return Err(because("as a standard list it cannot admit one port"));
    }
    let flow = &dropped.flow.flow;
    let port = dropped.flow.predicted.expected_port.ok_or_else(|| because("the port they come to is not known"))?;
    let global = dropped.flow.predicted.inside_global.as_ref().and_then(Address::v4);
    let at = acl.entries.iter().position(|entry| entry.span == dropped.entry);
    let mut permit = entry(list, flow, global, port);
    if situation.intent.path_resiliency == Some(true) && port == *APR_PORTS.start() {
        permit.ports = (port, *APR_PORTS.end());
    }
    let same = |other: &&Permit| Permit { sequence: None, position: 0, ..(*other).clone() } == permit;
    if new.iter().any(|other| same(&other)) {
        return Ok(None);
    }
    if earlier.iter().any(|other| same(&other)) {
        return Err(because("an entry that admits them does not help"));
    }
    permit.position = at.unwrap_or(acl.entries.len());
    let before = new.iter().chain(earlier).filter(|other| other.list == list && other.position == permit.position);
    if let Some(at) = at {
        let sequence = sequence(acl, at, before.count());
        permit.sequence = Some(sequence.ok_or_else(|| {
            because(&format!(
                "there is no free number before that entry: 'ip access-list resequence {list} 10 10' makes room"
            ))
        })?);
    }
    Ok(Some(permit))
}

fn entry(list: &str, flow: &crate::eval::Flow, global: Option<Ipv4Addr>, port: u16) -> Permit {
    Permit {
        list: list.to_owned(),
        sequence: None,
        position: 0,
        protocol: flow.protocol,
        peer: flow.peer,
        peer_port: flow.peer_port,
        global,
        ports: (port, port),
    }
}

fn is_standard(list: &str, declared: &str) -> bool {
    list.parse().is_ok_and(|number: u32| matches!(number, 1..=99 | 1300..=1999)) || declared.contains(" standard ")
}

/// A number between the entry at `at` and the one before it. IOS numbers an entry without a number ten above the last.
fn sequence(acl: &Acl, at: usize, used: usize) -> Option<u32> {
    let mut last: u32 = 0;
    let mut previous = 0;
    for entry in acl.entries.iter().take(at + 1) {
        previous = last;
        last = entry.sequence.unwrap_or_else(|| previous.saturating_add(10));
    }
    let wanted = previous.checked_add(u32::try_from(used).ok()?)?.checked_add(1)?;
    (wanted < last).then_some(wanted)
}
