//! Static routes.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::draft::Draft;
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::StaticRoute;
use crate::grammar::lex::{
    Expected, Res, address, address_mask, choice, end, interface, kw, name, number, spanned, word,
};

/// `route [vrf V] NETWORK MASK {IF [NEXTHOP] | NEXTHOP} [dhcp] [DISTANCE] [tag T] [track N] [name X] [...]` (behind `ip`)
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const SPECIAL: &[(&str, ())] = &[("static", ()), ("profile", ())];
    if choice(SPECIAL, "")(statement.rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    if kw("topology", 1)(statement.rest).is_ok() {
        return Ok(statement.unsupported(Subject::Routing, "ledger-other-topology"));
    }
    let (rest, vrf) = opt(kw("vrf", 3)).parse(statement.rest)?;
    let (rest, vrf) = match vrf {
        Some(_) => cut(name(&statement.line, "ledger-vrf-name")).parse(rest).map(|(rest, vrf)| (rest, Some(vrf)))?,
        None => (rest, None),
    };
    if statement.negated {
        return Ok(statement.unsupported(Subject::Routing, "ledger-route-taken-back"));
    }
    let (rest, prefix) = cut(address_mask).parse(rest)?;
    let mut route = StaticRoute::new(statement.span(), vrf, prefix);
    let mut rest = gateway(&mut route, statement, rest)?.0;
    while end(rest).is_err() {
        rest = option(&mut route, statement, rest)?.0;
    }
    draft.facts.routes.push(route);
    Ok(Outcome::Modelled)
}

/// `route vrf V NETWORK MASK global` (behind `ip nat`): the global table decides where these packets go.
pub(super) fn of_nat<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    if statement.negated {
        return Ok(statement.unsupported(Subject::Routing, "ledger-nat-route-taken-back"));
    }
    let (rest, _) = cut(kw("vrf", 3)).parse(statement.rest)?;
    let (rest, vrf) = cut(name(&statement.line, "ledger-vrf-name")).parse(rest)?;
    let (rest, prefix) = cut(address_mask).parse(rest)?;
    let (rest, _) = cut(kw("global", 1)).parse(rest)?;
    end(rest)?;
    draft.facts.routes.push(StaticRoute { global: true, ..StaticRoute::new(statement.span(), Some(vrf), prefix) });
    Ok(Outcome::Modelled)
}

/// `{IF [NEXTHOP] | NEXTHOP | [IF] dhcp}`
fn gateway<'a>(route: &mut StaticRoute, statement: &Statement<'a>, input: &'a str) -> Res<'a, ()> {
    let line = &statement.line;
    let (rest, outgoing) = opt(spanned(line, interface)).parse(input)?;
    let (rest, next_hop) = opt(spanned(line, address)).parse(rest)?;
    let (rest, dhcp) = opt(kw("dhcp", 4)).parse(rest)?;
    if outgoing.is_none() && next_hop.is_none() && dhcp.is_none() {
        return Err(Expected::hard(input, "ledger-next-hop-or-interface"));
    }
    (route.interface, route.next_hop, route.dhcp) = (outgoing, next_hop, dhcp.is_some());
    Ok((rest, ()))
}

/// `{DISTANCE | tag T | track N | name X | permanent | global | multicast}`
fn option<'a>(route: &mut StaticRoute, statement: &Statement<'a>, input: &'a str) -> Res<'a, ()> {
    #[derive(Clone, Copy)]
    enum Word {
        Tag,
        Track,
        Name,
        Global,
        Flag,
    }
    const WORDS: &[(&str, Word)] = &[
        ("tag", Word::Tag),
        ("track", Word::Track),
        ("name", Word::Name),
        ("global", Word::Global),
        ("permanent", Word::Flag),
        ("multicast", Word::Flag),
    ];
    if let Ok((rest, distance)) = number(1_u8, 255, "ledger-distance-range")(input) {
        return Ok((rest, route.distance = distance));
    }
    let (rest, word_) = cut(choice(WORDS, "ledger-distance-or-option")).parse(input)?;
    match word_ {
        Word::Tag | Word::Name => cut(word("ledger-value")).map(|_| ()).parse(rest),
        Word::Track => cut(name(&statement.line, "ledger-track-object"))
            .parse(rest)
            .map(|(rest, track)| (rest, route.track = Some(track))),
        Word::Global => Ok((rest, route.global = true)),
        Word::Flag => Ok((rest, ())),
    }
}
