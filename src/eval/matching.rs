//! Does a packet match an access list? Yes, no, or: the capture does not say.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::Flow;
use crate::locale::{Text, say};
use crate::model::{
    AclEntry, AclProtocol, Action, AddressMatch, Device, GlobalPort, GroupMember, PortMatch, ShownList,
};
use crate::net::{Address, Prefix, Protocol, Wildcard};
use crate::source::{Span, Spanned};

/// A three-valued answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tri {
    Yes,
    No,
    Maybe,
}

impl Tri {
    pub(super) fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Maybe,
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Maybe,
        }
    }
}

/// The packet as a filter sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) protocol: Protocol,
    /// `None`: an address of the Internet that nobody named.
    pub(crate) source: Option<Ipv4Addr>,
    /// `None`: not known.
    pub(crate) source_port: Option<u16>,
    pub(crate) destination: Option<Ipv4Addr>,
    pub(crate) destination_port: Option<u16>,
}

impl Packet {
    /// The packet that opens `flow`, before translation.
    pub(crate) fn of(flow: &Flow) -> Self {
        Self {
            protocol: flow.protocol,
            source: Some(flow.local),
            source_port: Some(flow.local_port),
            destination: flow.peer,
            destination_port: Some(flow.peer_port),
        }
    }

    /// The answer to this packet.
    pub(crate) fn answer(&self) -> Self {
        Self {
            protocol: self.protocol,
            source: self.destination,
            source_port: self.destination_port,
            destination: self.source,
            destination_port: self.source_port,
        }
    }
}

/// What a list or a route-map says of a packet.
#[derive(Debug, Clone)]
pub(crate) struct Judgement {
    /// Whether the packet is permitted.
    pub(crate) permitted: Tri,
    /// The entries or clauses that decide, or on which it depends.
    pub(crate) evidence: Vec<Span>,
    /// A name that is used and not defined.
    pub(crate) undefined: Option<String>,
    /// What `show access-lists` adds.
    pub(crate) shown: Shown,
}

/// What `show access-lists` adds to the list of a configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// The entry there that decides as that of the configuration does, where it has matched packets.
    pub(crate) counted: Option<Span>,
    /// It prints another list, or a part of the configuration does, which answers otherwise.
    pub(crate) disputed: Option<String>,
}

impl Shown {
    /// A statement on the list, and behind it what there is to say of that.
    pub(super) fn behind(&self, says: Text) -> Text {
        match &self.disputed {
            Some(list) => say!("eval-disputed", says, list),
            None => says,
        }
    }
}

impl Judgement {
    pub(super) fn undefined(name: &str, permitted: Tri) -> Self {
        Self { permitted, evidence: Vec::new(), undefined: Some(name.to_owned()), shown: Shown::default() }
    }
}

/// Most entries that are named as evidence; the one that decides always is.
const EVIDENCE: usize = 8;

/// Adds evidence. Of many entries on which it depends the first few are named, and the last, which may decide.
pub(super) fn note(evidence: &mut Vec<Span>, more: impl IntoIterator<Item = Span>) {
    for span in more {
        evidence.truncate(EVIDENCE);
        evidence.push(span);
    }
}

/// First match wins, an implicit deny ends the list. An undefined list in a NAT rule translates nothing (seen in a lab
/// on IOS); that is the answer here, unlike for an undefined list on an interface.
///
/// A list of which the capture has two versions is an open question where the two answer this packet differently, and
/// none where they agree.
pub(crate) fn access_list(device: &Device, name: &str, packet: &Packet) -> Judgement {
    access_list_with(device, name, packet, &|_| Tri::Maybe)
}

/// The same where it is known what traffic has put into reflexive lists: whether the one of that name holds the packet.
pub(crate) fn access_list_with(device: &Device, name: &str, packet: &Packet, holds: &dyn Fn(&str) -> Tri) -> Judgement {
    let judge = |entries: &mut dyn Iterator<Item = &AclEntry>| {
        let entries = entries.map(|entry| (entry.action, entry.span, entry));
        first_match(entries, |entry, _, _| entry_matches(device, entry, packet, holds))
    };
    let shown = device.seen.lists.get(name).filter(|list| list.unread.is_none());
    let judge_shown = |list: &ShownList| judge(&mut list.entries.iter());
    let Some(acl) = device.acls.get(name) else {
        if let Some(list) = shown {
            // On the router it is there, in the configuration it is not.
            let judgement = judge_shown(list);
            return Judgement { permitted: Tri::Maybe, shown: disputed(name), ..judgement };
        }
        let permitted = if device.config_is_whole() { Tri::No } else { Tri::Maybe };
        return Judgement::undefined(name, permitted);
    };
    let mut judgement = judge(&mut acl.entries.iter());
    let others = acl.others.iter().map(|other| judge(&mut other.iter()));
    if let Some(other) = others.into_iter().find(|other| other.permitted != judgement.permitted) {
        note(&mut judgement.evidence, other.evidence);
        return Judgement { permitted: Tri::Maybe, shown: disputed(name), ..judgement };
    }
    let Some(list) = shown.filter(|list| list.span != acl.span) else { return judgement };
    let other = judge_shown(list);
    if other.permitted == judgement.permitted {
        let decides = other.evidence.last().copied();
        let mut counted = list.entries.iter().zip(&list.matches).filter(|(_, matches)| **matches > Some(0));
        judgement.shown.counted = decides.filter(|span| counted.any(|(entry, _)| entry.span == *span));
    } else if device.disputed_lists.contains(name) {
        judgement.permitted = Tri::Maybe;
        note(&mut judgement.evidence, other.evidence);
        judgement.shown = disputed(name);
    }
    judgement
}

/// The entries of a list that deny something of what a host sends, as far as none before them permits all of it.
pub(crate) fn denied_of(device: &Device, name: &str, host: Ipv4Addr) -> Vec<Span> {
    let entries = device.acls.get(name).into_iter().flat_map(|list| &list.entries);
    let of_host = |entry: &&AclEntry| address_matches(device, &entry.source, Some(host));
    let all = |entry: &AclEntry| {
        let ip = matches!(&entry.protocol, AclProtocol::Is(Protocol::Any));
        ip && entry.destination == AddressMatch::Any && entry.condition.is_none() && of_host(&entry) == Tri::Yes
    };
    let before = entries.take_while(|entry| entry.action == Action::Deny || !all(entry));
    before.filter(|entry| entry.action == Action::Deny && of_host(entry) != Tri::No).map(|entry| entry.span).collect()
}

fn disputed(name: &str) -> Shown {
    Shown { counted: None, disputed: Some(name.to_owned()) }
}

/// The reflexive list that an entry fills (`reflect NAME`).
pub(crate) fn reflects(entry: &AclEntry) -> Option<&str> {
    named_condition(entry, "reflect")
}

fn named_condition<'e>(entry: &'e AclEntry, keyword: &str) -> Option<&'e str> {
    let mut words = entry.condition.as_ref()?.value.split_whitespace();
    words.next().filter(|word| word.eq_ignore_ascii_case(keyword))?;
    words.next()
}

/// The first item that matches for sure decides; items before it that may match leave open what they would have said.
/// `matches` may add evidence and name what is not defined.
pub(super) fn first_match<T>(
    items: impl Iterator<Item = (Action, Span, T)>,
    mut matches: impl FnMut(T, &mut Vec<Span>, &mut Option<String>) -> Tri,
) -> Judgement {
    let (mut evidence, mut undefined) = (Vec::new(), None);
    let (mut may_permit, mut may_deny) = (false, false);
    for (action, span, item) in items {
        let matches = matches(item, &mut evidence, &mut undefined);
        if matches == Tri::No {
            continue;
        }
        note(&mut evidence, [span]);
        let permits = action == Action::Permit;
        if matches == Tri::Yes {
            let permitted = match (permits, may_permit, may_deny) {
                (true, _, false) => Tri::Yes,
                (false, false, _) => Tri::No,
                _ => Tri::Maybe,
            };
            return Judgement { permitted, evidence, undefined, shown: Shown::default() };
        }
        may_permit |= permits;
        may_deny |= !permits;
    }
    let permitted = if may_permit { Tri::Maybe } else { Tri::No };
    Judgement { permitted, evidence, undefined, shown: Shown::default() }
}

pub(super) fn entry_matches(device: &Device, entry: &AclEntry, packet: &Packet, holds: &dyn Fn(&str) -> Tri) -> Tri {
    if let Some(reflexive) = named_condition(entry, "evaluate") {
        return holds(reflexive);
    }
    let matches = protocol_matches(device, &entry.protocol, packet)
        .and(address_matches(device, &entry.source, packet.source))
        .and(port_matches(device, &entry.source_port, packet.source_port, packet.protocol))
        .and(address_matches(device, &entry.destination, packet.destination))
        .and(port_matches(device, &entry.destination_port, packet.destination_port, packet.protocol));
    // A condition can only take packets away from an entry; `reflect` says what is done with those it takes.
    let conditional = entry.condition.is_some() && reflects(entry).is_none();
    if matches == Tri::Yes && conditional { Tri::Maybe } else { matches }
}

fn protocol_matches(device: &Device, protocol: &AclProtocol, packet: &Packet) -> Tri {
    match protocol {
        AclProtocol::Is(protocol) => Tri::of(protocol.covers(packet.protocol)),
        AclProtocol::ObjectGroup(name) => service_matches(device, name, packet),
    }
}

fn service_matches(device: &Device, name: &str, packet: &Packet) -> Tri {
    any_member(device, name, |member| match member {
        GroupMember::Service(protocol, source, destination) => Tri::of(protocol.covers(packet.protocol))
            .and(port_matches(device, source, packet.source_port, packet.protocol))
            .and(port_matches(device, destination, packet.destination_port, packet.protocol)),
        GroupMember::Unknown(_) => Tri::Maybe,
        GroupMember::Network(_) | GroupMember::Range(..) | GroupMember::Group(_) => Tri::No,
    })
}

/// Whether a member of the group matches, or one of the groups in it. What a group says counts once, so a circle adds
/// nothing; and groups can be nested 100,000 deep, so none of them waits on the stack for another.
fn any_member<'n>(device: &'n Device, name: &'n str, matches: impl Fn(&GroupMember) -> Tri) -> Tri {
    let mut seen = HashSet::from([name]);
    let mut waiting = vec![name];
    let mut sum = Tri::No;
    while let Some(name) = waiting.pop() {
        let Some(group) = device.object_groups.get(name) else {
            sum = sum.or(Tri::Maybe);
            continue;
        };
        for member in &group.members {
            match &member.value {
                GroupMember::Group(inner) if seen.insert(inner) => waiting.push(inner),
                other => sum = sum.or(matches(other)),
            }
            if sum == Tri::Yes {
                return sum;
            }
        }
    }
    sum
}

pub(super) fn any<'t, T>(items: &'t [T], mut matches: impl FnMut(&'t T) -> Tri) -> Tri {
    items.iter().fold(Tri::No, |so_far, item| if so_far == Tri::Yes { so_far } else { so_far.or(matches(item)) })
}

/// Whether all that an entry names is space that no host of the Internet has: private, shared, loopback, multicast
/// and the like (RFC 6890).
fn is_no_place_for_a_peer(base: Ipv4Addr, wildcard: Wildcard) -> bool {
    const SPECIAL: [([u8; 4], u8); 8] = [
        ([10, 0, 0, 0], 8),
        ([172, 16, 0, 0], 12),
        ([192, 168, 0, 0], 16),
        ([100, 64, 0, 0], 10),
        ([0, 0, 0, 0], 8),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([224, 0, 0, 0], 3),
    ];
    let highest = Ipv4Addr::from(u32::from(base) | u32::from(wildcard.0));
    let lowest = Ipv4Addr::from(u32::from(base) & !u32::from(wildcard.0));
    let holds = |prefix: Prefix| prefix.contains(lowest) && prefix.contains(highest);
    SPECIAL.iter().any(|(network, length)| Prefix::new(Ipv4Addr::from(*network), *length).is_some_and(holds))
}

/// An address that nobody named is one of the Internet: a condition on private space does not match it.
fn address_matches(device: &Device, condition: &AddressMatch, address: Option<Ipv4Addr>) -> Tri {
    match (condition, address) {
        (AddressMatch::Any, _) => Tri::Yes,
        (AddressMatch::Wildcard(base, wildcard), Some(address)) => Tri::of(wildcard.matches(*base, address)),
        (AddressMatch::Wildcard(base, wildcard), None) => {
            if u32::from(wildcard.0) == u32::MAX {
                Tri::Yes
            } else if is_no_place_for_a_peer(*base, *wildcard) || is_taken(device, *base, *wildcard) {
                Tri::No
            } else {
                Tri::Maybe
            }
        }
        (AddressMatch::ObjectGroup(name), _) => group_matches(device, name, address),
        (AddressMatch::Unknown(_), _) => Tri::Maybe,
    }
}

/// Whether a condition names one address, and a static gives that to a host: no peer has it, and no interface gets it by
/// DHCP or PPP.
fn is_taken(device: &Device, base: Ipv4Addr, wildcard: Wildcard) -> bool {
    let global = GlobalPort::Address(Address::V4(base));
    u32::from(wildcard.0) == 0 && device.nat_rules.of_global(device, &global).next().is_some()
}

fn group_matches(device: &Device, name: &str, address: Option<Ipv4Addr>) -> Tri {
    any_member(device, name, |member| match member {
        GroupMember::Network(AddressMatch::ObjectGroup(_)) | GroupMember::Unknown(_) => Tri::Maybe,
        GroupMember::Network(condition) => address_matches(device, condition, address),
        GroupMember::Range(first, last) => address.map_or(Tri::Maybe, |a| Tri::of((*first..=*last).contains(&a))),
        GroupMember::Service(..) | GroupMember::Group(_) => Tri::No,
    })
}

fn port_matches(device: &Device, condition: &PortMatch, port: Option<u16>, protocol: Protocol) -> Tri {
    let decide = |test: &dyn Fn(u16) -> bool| port.map_or(Tri::Maybe, |port| Tri::of(test(port)));
    match condition {
        PortMatch::Any => Tri::Yes,
        PortMatch::Eq(ports) => decide(&|port| ports.contains(&port)),
        PortMatch::Neq(ports) => decide(&|port| !ports.contains(&port)),
        PortMatch::Lt(bound) => decide(&|port| port < *bound),
        PortMatch::Gt(bound) => decide(&|port| port > *bound),
        PortMatch::Range(first, last) => decide(&|port| (*first..=*last).contains(&port)),
        PortMatch::ObjectGroup(name) => match device.object_groups.get(&**name) {
            Some(group) => any(&group.members, |member| match &member.value {
                GroupMember::Service(p, _, condition) if !matches!(condition, PortMatch::ObjectGroup(_)) => {
                    Tri::of(p.covers(protocol)).and(port_matches(device, condition, port, protocol))
                }
                GroupMember::Network(_) | GroupMember::Range(..) => Tri::No,
                GroupMember::Service(..) | GroupMember::Group(_) | GroupMember::Unknown(_) => Tri::Maybe,
            }),
            None => Tri::Maybe,
        },
        PortMatch::Unknown(_) => Tri::Maybe,
    }
}

/// Why a list is an open question; `what` it may drop is `it` or `its answers`.
pub(super) fn undecided(list: &str, what: &str) -> Text {
    say!("eval-list-may-drop", list, what)
}

/// The entry that decides; the line that puts the list on its interface where that is the end of the list.
pub(super) fn deciding(list: &Spanned<String>, judgement: &Judgement) -> Span {
    judgement.evidence.first().copied().unwrap_or(list.span)
}
