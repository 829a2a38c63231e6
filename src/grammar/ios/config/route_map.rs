//! Route-maps.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::multi::many1;

use super::acl::ACTIONS;
use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::{Action, RouteMapClause, RouteMapMatch, RouteMapSet};
use crate::grammar::lex::{Res, address, choice, end, interface, kw, name, number, word};
use crate::source::Spanned;

/// `route-map NAME [permit|deny] [SEQ] [ordering-seq TEXT]`
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (rest, map) = cut(name(&statement.line, "ledger-route-map-name")).parse(statement.rest)?;
    let (rest, action) = opt(choice(ACTIONS, "ledger-permit-or-deny")).parse(rest)?;
    let (rest, sequence) = opt(number(0, 65_535, "ledger-sequence-number")).parse(rest)?;
    if statement.negated {
        draft.remove_route_map(&map.value, sequence);
        return Ok(Outcome::Modelled);
    }
    let (_, ordering) = opt(kw("ordering-seq", 1)).parse(rest)?;
    if ordering.is_none() {
        cut(end).parse(rest)?;
    }
    let clause = RouteMapClause {
        name: map,
        span: statement.span(),
        action: action.unwrap_or(Action::Permit),
        // IOS numbers a clause 10 when the number is left out.
        sequence: sequence.unwrap_or(10),
        matches: Vec::new(),
        sets: Vec::new(),
    };
    draft.opened = Block::RouteMap(draft.clause(clause));
    Ok(Outcome::Modelled)
}

#[derive(Clone, Copy)]
enum Line {
    Match,
    Set,
    Continue,
    Description,
}

/// `match ... | set ... | continue [SEQ] | description TEXT`
pub(super) fn child<'a>(draft: &mut Draft, index: usize, statement: &Statement<'a>) -> Read<'a> {
    const LINES: &[(&str, Line)] =
        &[("match", Line::Match), ("set", Line::Set), ("continue", Line::Continue), ("description", Line::Description)];
    let Some(clause) = draft.facts.route_maps.get_mut(index) else { return Ok(Outcome::Unknown) };
    let Ok((rest, kind)) = choice(LINES, "ledger-match-or-set")(statement.rest) else { return Ok(Outcome::Unknown) };
    match kind {
        Line::Description => Ok(Outcome::Harmless),
        _ if statement.negated => Ok(statement.unsupported(Subject::Nat, "ledger-route-map-taken-back")),
        Line::Continue => Ok(statement.unsupported(Subject::None, "ledger-continue")),
        Line::Set => {
            let set = set(rest);
            let effect = "ledger-policy-routing";
            let known = !matches!(set, RouteMapSet::OtherWay(_));
            clause.sets.push(Spanned::new(set, statement.span()));
            Ok(if known { Outcome::Modelled } else { statement.unsupported(Subject::None, effect) })
        }
        Line::Match => {
            let (_, found) = cut(condition).parse(rest)?;
            let known = !matches!(found, RouteMapMatch::Other(_));
            clause.matches.push(Spanned::new(found, statement.span()));
            let effect = "ledger-route-map-condition";
            // The fact says so where a rule uses the map; a map for routing protocols alone casts no doubt on NAT.
            Ok(if known { Outcome::Modelled } else { statement.unsupported(Subject::None, effect) })
        }
    }
}

/// `ip address [prefix-list] NAME ... | interface IF ... | ip next-hop NAME ... | ANYTHING`
fn condition(input: &str) -> Res<'_, RouteMapMatch> {
    const WHAT: &str = "ledger-what-to-match";
    let (rest, first) = word(WHAT)(input)?;
    if crate::grammar::lex::abbreviates(first, "interface", 3) {
        return many1(interface).map(RouteMapMatch::Interface).parse(rest);
    }
    let other = || RouteMapMatch::Other(input.trim().to_owned());
    if !first.eq_ignore_ascii_case("ip") {
        return Ok(("", other()));
    }
    let (rest, second) = word(WHAT)(rest)?;
    let prefix_list = kw("prefix-list", 3)(rest);
    let names = |input| many1(word("ledger-name-of-list").map(str::to_owned)).parse(input);
    if crate::grammar::lex::abbreviates(second, "address", 3) {
        return match prefix_list {
            Ok((rest, _)) => names(rest).map(|(rest, lists)| (rest, RouteMapMatch::PrefixList(lists))),
            Err(_) => names(rest).map(|(rest, lists)| (rest, RouteMapMatch::IpAddress(lists))),
        };
    }
    if crate::grammar::lex::abbreviates(second, "next-hop", 4) && prefix_list.is_err() {
        return names(rest).map(|(rest, lists)| (rest, RouteMapMatch::NextHop(lists)));
    }
    Ok(("", other()))
}

/// `[ip] [default] {next-hop ... | interface ...} | vrf NAME | global | ANYTHING`
fn set(input: &str) -> RouteMapSet {
    let other = || RouteMapSet::OtherWay(input.trim().to_owned());
    if kw("vrf", 3)(input).is_ok() || kw("global", 2)(input).is_ok() {
        return other();
    }
    let (input, _) = opt(kw("ip", 2)).parse(input).unwrap_or((input, None));
    let (input, default) = opt(kw("default", 3)).parse(input).unwrap_or((input, None));
    if let Ok((rest, _)) = kw("interface", 3)(input) {
        return match (many1(interface).parse(rest), default) {
            (Ok((_, names)), None) => RouteMapSet::Interface(names),
            (Ok((_, names)), Some(_)) => RouteMapSet::DefaultInterface(names),
            (Err(_), _) => other(),
        };
    }
    let Ok((rest, _)) = kw("next-hop", 4)(input) else {
        let moves = ["vrf", "global", "next-hop"].iter().any(|word| kw(word, 3)(input).is_ok());
        return if moves { other() } else { RouteMapSet::Other };
    };
    if let Ok((rest, _)) = kw("verify-availability", 3)(rest) {
        return RouteMapSet::TrackedNextHop(address(rest).ok().map(|(_, hop)| hop));
    }
    match (many1(address).parse(rest), default) {
        (Ok((rest, hops)), None) if end(rest).is_ok() => RouteMapSet::NextHop(hops),
        (Ok((rest, hops)), Some(_)) if end(rest).is_ok() => RouteMapSet::DefaultNextHop(hops),
        _ => other(),
    }
}
