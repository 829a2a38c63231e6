//! Entries that the lists of interfaces need so that an appliance's packets, and the answers to them, come through.

use std::net::Ipv4Addr;

use super::{Draft, Refusal};
use crate::eval::{Flow, JudgedFlow, Packet, in_use};
use crate::fix::Situation;
use crate::fix::command::Form;
use crate::fix::entry::{End, Permit};
use crate::locale::{Text, say};
use crate::model::{Acl, Device, GlobalPort};
use crate::net::Address;
use crate::rules::Judged;
use crate::source::{Span, Spanned};

/// What Application Path Resiliency sends from (VMware HCX port list).
const APR_PORTS: std::ops::RangeInclusive<u16> = 4500..=4628;

/// What the lists of the repaired model still drop.
#[derive(Debug, Default)]
pub(in crate::fix) struct Needed {
    pub(in crate::fix) permits: Vec<Permit>,
    /// Hosts whose packets cannot be let pass, and why.
    pub(in crate::fix) refused: Vec<Refusal>,
}

/// What a list drops.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// The appliance's packets, before NAT.
    Inside,
    /// The appliance's packets, after NAT.
    Outside,
    /// The answers, before NAT is undone.
    Answers,
}

impl What {
    /// What messages call it.
    fn key(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Outside => "outside",
            Self::Answers => "answers",
        }
    }
}

/// A flow that a list drops, or its answers.
struct Dropped<'a> {
    list: &'a str,
    what: What,
    entry: Span,
    flow: &'a JudgedFlow,
}

/// The entries to add for the flows of a draft.
pub(in crate::fix) fn needed(situation: &Situation<'_>, index: usize, draft: &Draft, after: &Judged) -> Needed {
    let mut needed = Needed::default();
    let Some(device) = situation.network.devices.get(index) else { return needed };
    for (name, flows) in draft.passengers(situation) {
        let of_host = flows.iter().filter_map(|&at| Some((at, after.flows.get(at)?)));
        let dropped = of_host.flat_map(|(at, flow)| dropped(device, flow).chain(unaddressed(device, draft, at, flow)));
        for dropped in dropped {
            match permit(situation, device, &dropped, &needed.permits, &draft.permits) {
                Ok(permit) => needed.permits.extend(permit),
                Err(why) => {
                    needed.refused.push(Refusal { name: Some(name.clone()), flows: flows.clone(), why: why.into() });
                }
            }
        }
    }
    needed
}

fn dropped<'a>(device: &'a Device, flow: &'a JudgedFlow) -> impl Iterator<Item = Dropped<'a>> {
    let standing = &flow.standing;
    let own = standing.dropped_by.zip(standing.dropped_at);
    let answers = standing.return_dropped_by.zip(standing.return_dropped_at);
    let interfaces = || device.interfaces.iter();
    let inbound = move |line: Span| interfaces().filter_map(|i| i.acl_in.as_ref()).find(|list| list.span == line);
    let outbound = move |line: Span| interfaces().filter_map(|i| i.acl_out.as_ref()).find(|list| list.span == line);
    let of = move |what: What, found: Option<&'a Spanned<String>>, entry: Span| {
        found.map(|list| Dropped { list: list.value.as_str(), what, entry, flow })
    };
    let own = own.and_then(|(entry, line)| {
        of(What::Inside, inbound(line), entry).or_else(|| of(What::Outside, outbound(line), entry))
    });
    let answers = answers.and_then(|(entry, line)| of(What::Answers, inbound(line), entry));
    own.into_iter().chain(answers)
}

/// Answers to a port of an interface whose address is not known: the analysis does not ask its list then, and the list
/// may drop them whatever the address.
fn unaddressed<'a>(device: &'a Device, draft: &Draft, at: usize, flow: &'a JudgedFlow) -> Option<Dropped<'a>> {
    let typed = draft.statics.iter().find(|typed| typed.flows.contains(&at))?;
    let Form::InterfacePort { interface, global_port, .. } = &typed.command.form else { return None };
    let inspected = device.inspects();
    let known = GlobalPort::of_interface(device, interface).address().is_some() || in_use(&flow.observed).is_some();
    let list = device.interface(interface).and_then(|i| i.acl_in.as_ref()).filter(|_| !inspected && !known)?;
    let ask = &flow.flow;
    let answer = Packet {
        protocol: ask.protocol,
        source: ask.peer,
        source_port: Some(ask.peer_port),
        destination: None,
        destination_port: Some(*global_port),
    };
    let entry = crate::eval::dropped(device, Some(list), &answer, "its answers", &mut Vec::new())?;
    let found = Dropped { list: list.value.as_str(), what: What::Answers, entry, flow };
    let (from, to) = ends(device, &found, false)?;
    let let_in = |permit: &Permit| permit.list == found.list && permit.from == from && permit.to == to;
    (!draft.permits.iter().any(let_in)).then_some(found)
}

/// `None` where the same entry is there already.
fn permit(
    situation: &Situation<'_>,
    device: &Device,
    dropped: &Dropped<'_>,
    new: &[Permit],
    earlier: &[Permit],
) -> Result<Option<Permit>, Text> {
    let list = dropped.list;
    let sources = &situation.network.sources;
    let quoted = |span| sources.quote_line(span).unwrap_or_default().trim().to_owned();
    let acl = device.acls.get(list).ok_or_else(|| say!("fix-list-missing", list))?;
    let because = |so: Text| {
        let entry = quoted(dropped.entry);
        let entry = match sources.position(dropped.entry) {
            Some(at) => say!("fix-entry-at", line = at.line, entry),
            None => entry.into(),
        };
        say!("fix-list-drops", what = dropped.what.key(), list, entry, so)
    };
    let standing = &dropped.flow.standing;
    if dropped.what != What::Inside && standing.fixed_by.is_none() && standing.shared.is_some() {
        return Err(because(say!("fix-list-unfixed")));
    }
    let path_resiliency = situation.intent.path_resiliency == Some(true);
    let (from, to) = ends(device, dropped, path_resiliency).ok_or_else(|| because(say!("fix-list-port-unknown")))?;
    let standard = is_standard(list, &quoted(acl.span));
    if standard && !is_alone(device, dropped) {
        let source = from.host.map_or_else(|| "any".to_owned(), |host| format!("host {host}"));
        return Err(because(say!("fix-list-standard", source)));
    }
    let before = before(acl, dropped);
    let permit = Permit { list: list.to_owned(), standard, before, protocol: dropped.flow.flow.protocol, from, to };
    let same = |other: &&Permit| Permit { before, ..(*other).clone() } == permit;
    if earlier.iter().any(|other| same(&other)) {
        return Err(because(say!("fix-list-no-help")));
    }
    let known = new.iter().any(|other| same(&other));
    Ok((!known).then_some(permit))
}

/// The entry that denies; nothing where that is the end of the list.
fn before(acl: &Acl, dropped: &Dropped<'_>) -> Option<usize> {
    acl.entries.iter().position(|entry| entry.span == dropped.entry)
}

/// Source and destination as the list sees them.
fn ends(device: &Device, dropped: &Dropped<'_>, path_resiliency: bool) -> Option<(End, End)> {
    let flow = &dropped.flow.flow;
    let range = |port: u16| {
        let all = path_resiliency && port == *APR_PORTS.start();
        if all { (port, *APR_PORTS.end()) } else { (port, port) }
    };
    let local = End { host: Some(flow.local), ports: range(flow.local_port) };
    let peer = End { host: flow.peer, ports: (flow.peer_port, flow.peer_port) };
    let (host, port) = leaves_as(dropped.flow);
    // An address by DHCP or PPP may be another one tomorrow.
    let host = host.filter(|host| device.learned_at(*host).is_none());
    let global = || Some(End { host, ports: range(port?) });
    Some(match dropped.what {
        What::Inside => (local, peer),
        What::Outside => (global()?, peer),
        What::Answers => (peer, global()?),
    })
}

/// Address and port by which a flow leaves: by its entry, else as predicted.
fn leaves_as(judged: &JudgedFlow) -> (Option<Ipv4Addr>, Option<u16>) {
    let Flow { local, local_port, .. } = judged.flow;
    match (in_use(&judged.observed), &judged.predicted.inside_global) {
        (Some(entry), _) => (entry.address.v4(), entry.port()),
        (None, Some(global)) => (global.v4(), judged.predicted.expected_port),
        (None, None) if judged.predicted.rule.is_none() => (Some(local), Some(local_port)),
        (None, None) => (None, judged.predicted.expected_port),
    }
}

fn is_standard(list: &str, declared: &str) -> bool {
    list.parse().is_ok_and(|number: u32| matches!(number, 1..=99 | 1300..=1999)) || declared.contains(" standard ")
}

/// Whether the source that a standard list sees is the appliance alone: its inside address, or an address of its own.
fn is_alone(device: &Device, dropped: &Dropped<'_>) -> bool {
    let global = dropped.flow.predicted.inside_global.as_ref().and_then(Address::v4);
    match dropped.what {
        What::Inside => true,
        What::Outside => {
            let own =
                |global| device.owner_of(global).is_none() && !device.pools.values().any(|pool| pool.contains(global));
            dropped.flow.standing.fixed_by.is_some() && global.is_some_and(own)
        }
        What::Answers => false,
    }
}
