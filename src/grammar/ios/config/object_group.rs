//! Object groups of addresses and of services.

use std::net::Ipv4Addr;

use nom::Parser;
use nom::combinator::{cut, opt};

use super::acl_match::{host, one, ports};
use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::{AddressMatch, GroupMember, PortMatch};
use crate::grammar::lex::{Expected, Res, address, choice, end, kw, mask, name, slashed, word};
use crate::net::{Prefix, Protocol, Wildcard};
use crate::source::Spanned;

/// What a group is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Network,
    Service,
    /// IPv6 or security tags: no address of ours can be in it.
    Other,
    /// Names that the router resolves.
    Fqdn,
}

/// `object-group {network|service} NAME`
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const KINDS: &[(&str, Kind)] = &[
        ("network", Kind::Network),
        ("service", Kind::Service),
        ("v6-network", Kind::Other),
        ("v6-service", Kind::Other),
        ("security", Kind::Other),
        ("fqdn", Kind::Fqdn),
    ];
    let (rest, kind) = cut(choice(KINDS, "ledger-network-or-service")).parse(statement.rest)?;
    let (rest, group) = cut(name(&statement.line, "ledger-group-name")).parse(rest)?;
    end(rest)?;
    match kind {
        Kind::Other => {
            draft.opened = Block::Harmless;
            Ok(Outcome::Harmless)
        }
        Kind::Fqdn => {
            draft.opened = Block::Harmless;
            Ok(statement.unsupported(Subject::Filter, "ledger-fqdn-addresses"))
        }
        Kind::Network | Kind::Service if statement.negated => {
            draft.remove_group(&group.value);
            Ok(Outcome::Modelled)
        }
        Kind::Network | Kind::Service => {
            draft.opened = Block::ObjectGroup(draft.group(group), kind == Kind::Service);
            Ok(Outcome::Modelled)
        }
    }
}

/// A member line.
pub(super) fn child<'a>(draft: &mut Draft, index: usize, service: bool, statement: &Statement<'a>) -> Read<'a> {
    if kw("description", 1)(statement.rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    let read = members(service, statement.rest);
    let found = match &read {
        Ok(found) if found.is_empty() => return Ok(Outcome::Unknown),
        Err(nom::Err::Error(_)) if !service => return Ok(Outcome::Unknown),
        Ok(found) => found.clone(),
        // A member that cannot be read is there all the same.
        Err(_) => vec![GroupMember::Unknown(statement.rest.to_owned())],
    };
    let span = statement.span();
    if statement.negated {
        draft.remove_members(index, found);
    } else if let Some(group) = draft.facts.object_groups.get_mut(index) {
        group.members.extend(found.into_iter().map(|member| Spanned::new(member, span)));
    }
    read.map(|_| Outcome::Modelled)
}

/// What a line adds; nothing when it is no member of such a group.
fn members(service: bool, input: &str) -> Result<Vec<GroupMember>, nom::Err<Expected<'_>>> {
    match group_member(input) {
        Ok((_, member)) => Ok(vec![member]),
        Err(error @ nom::Err::Failure(_)) => Err(error),
        Err(_) if service => services(input),
        Err(_) => network(input).map(|(_, member)| vec![member]),
    }
}

/// `group-object NAME`
fn group_member(input: &str) -> Res<'_, GroupMember> {
    let (rest, _) = kw("group-object", 5)(input)?;
    let (rest, group) = cut(word("ledger-group-name")).parse(rest)?;
    end(rest)?;
    Ok((rest, GroupMember::Group(group.to_owned())))
}

/// `{host A | any | range A B | A MASK | A /LENGTH | A/LENGTH}`
fn network(input: &str) -> Res<'_, GroupMember> {
    #[derive(Clone, Copy)]
    enum Form {
        Host,
        Any,
        Range,
    }
    const FORMS: &[(&str, Form)] = &[("host", Form::Host), ("any", Form::Any), ("range", Form::Range)];
    let (rest, form) = opt(choice(FORMS, "")).parse(input)?;
    let (rest, member) = match form {
        Some(Form::Host) => cut(host).map(GroupMember::Network).parse(rest)?,
        Some(Form::Any) => (rest, GroupMember::Network(AddressMatch::Any)),
        Some(Form::Range) => {
            let (after, (low, high)) = cut((address, address)).parse(rest)?;
            (after, GroupMember::Range(low.min(high), low.max(high)))
        }
        None => prefix(input).map(|(rest, prefix)| (rest, GroupMember::Network(matching(prefix))))?,
    };
    end(rest)?;
    Ok((rest, member))
}

/// `{A MASK | A /LENGTH | A/LENGTH}`: unlike an access list, a group has masks (Cisco, object groups for ACLs).
fn prefix(input: &str) -> Res<'_, Prefix> {
    if let Ok(read) = slashed(input) {
        return Ok(read);
    }
    let (rest, base) = address(input)?;
    let (after, text) = cut(word("ledger-mask-or-length")).parse(rest)?;
    let length = match text.strip_prefix('/') {
        Some(digits) => digits.parse().map_err(|_| Expected::hard(rest, "ledger-slash-length-range"))?,
        None => cut(mask).parse(rest)?.1,
    };
    let prefix = Prefix::new(base, length).ok_or_else(|| Expected::hard(rest, "ledger-slash-length-range"))?;
    Ok((after, prefix))
}

fn matching(prefix: Prefix) -> AddressMatch {
    let host_bits = u32::MAX.checked_shr(u32::from(prefix.length)).unwrap_or(0);
    AddressMatch::Wildcard(prefix.address, Wildcard(Ipv4Addr::from(host_bits)))
}

/// `{tcp|udp|tcp-udp} [source PORTS] [PORTS | P] | icmp [TYPE] | PROTOCOL`; nothing when it is none of these.
fn services(input: &str) -> Result<Vec<GroupMember>, nom::Err<Expected<'_>>> {
    let (rest, first) = word("ledger-service")(input)?;
    let first = first.to_ascii_lowercase();
    let protocols = match first.as_str() {
        "tcp-udp" => vec![Protocol::TCP, Protocol::UDP],
        name => Protocol::parse(name).into_iter().collect(),
    };
    if !protocols.iter().all(|protocol| protocol.has_ports()) {
        // The rest of the line is an ICMP type or nothing.
        return Ok(protocols.into_iter().map(|p| GroupMember::Service(p, PortMatch::Any, PortMatch::Any)).collect());
    }
    if protocols.is_empty() {
        return Ok(Vec::new());
    }
    let (rest, source) = opt(kw("source", 1)).parse(rest)?;
    let (rest, source) = if source.is_some() { service_ports(rest)? } else { (rest, PortMatch::Any) };
    let (rest, destination) = if end(rest).is_ok() { (rest, PortMatch::Any) } else { service_ports(rest)? };
    end(rest)?;
    Ok(protocols.into_iter().map(|p| GroupMember::Service(p, source.clone(), destination.clone())).collect())
}

/// `[eq] P | {lt|gt} P | range P P`: one port, since `source eq P P` names a source and a destination port.
fn service_ports(input: &str) -> Res<'_, PortMatch> {
    let (input, _) = opt(kw("eq", 2)).parse(input)?;
    match ports(true, input)? {
        (_, PortMatch::Any) => one(input, |port| PortMatch::Eq([port].into())),
        read => Ok(read),
    }
}
