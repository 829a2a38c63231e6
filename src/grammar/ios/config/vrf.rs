//! VRF definitions.

use nom::Parser;
use nom::combinator::cut;

use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::lex::{end, kw, name};

/// `vrf NAME` (behind `ip`); `ip vrf forwarding NAME` belongs to an interface.
pub(super) fn classic<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const OF_INTERFACES: [(&str, usize); 3] = [("forwarding", 3), ("receive", 3), ("sitemap", 4)];
    let (rest, vrf) = cut(name(&statement.line, "ledger-vrf-name")).parse(statement.rest)?;
    let of_interface = OF_INTERFACES.iter().any(|&(full, least)| kw(full, least)(statement.rest).is_ok());
    if of_interface && end(rest).is_err() {
        return Ok(Outcome::Unknown);
    }
    declare(draft, statement, rest, vrf)
}

/// `vrf definition NAME`
pub(super) fn definition<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, _)) = kw("definition", 3)(statement.rest) else { return Ok(Outcome::Unknown) };
    let (rest, vrf) = cut(name(&statement.line, "ledger-vrf-name")).parse(rest)?;
    declare(draft, statement, rest, vrf)
}

fn declare<'a>(
    draft: &mut Draft,
    statement: &Statement<'a>,
    rest: &'a str,
    vrf: crate::source::Spanned<String>,
) -> Read<'a> {
    end(rest)?;
    if statement.negated {
        return Ok(statement.unsupported(Subject::Routing, "ledger-vrf-taken-back"));
    }
    draft.facts.vrfs.push(vrf);
    draft.opened = Block::Vrf;
    Ok(Outcome::Modelled)
}

/// What stands in a VRF: route targets and address families, which only routing protocols use.
pub(super) fn child<'a>(statement: &Statement<'a>) -> Read<'a> {
    const WORDS: [(&str, usize); 13] = [
        ("rd", 2),
        ("route-target", 7),
        ("address-family", 4),
        ("exit-address-family", 6),
        ("description", 4),
        ("import", 3),
        ("export", 3),
        ("maximum", 3),
        ("vnet", 4),
        ("bgp", 3),
        ("mdt", 3),
        ("vpn", 3),
        ("inter-as-hybrid", 5),
    ];
    if kw("route-replicate", 7)(statement.rest).is_ok() {
        return Ok(statement.unsupported(Subject::Routing, "ledger-copied-routes"));
    }
    let known = WORDS.iter().any(|&(full, least)| kw(full, least)(statement.rest).is_ok());
    Ok(if known { Outcome::Harmless } else { Outcome::Unknown })
}
