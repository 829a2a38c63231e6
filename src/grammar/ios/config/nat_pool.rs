//! `ip nat pool`, on one line or as a block.

use std::net::Ipv4Addr;

use nom::Parser;
use nom::combinator::{cut, opt, peek};

use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::Pool;
use crate::grammar::lex::{Expected, Res, address, choice, end, mask, name, number, spanned, word};
use crate::source::Spanned;

/// An option of a pool.
#[derive(Debug, Clone, Copy)]
enum Option_ {
    Netmask,
    PrefixLength,
    Type,
    /// With one argument.
    Pair,
    /// Alone.
    Flag,
}

const OPTIONS: &[(&str, Option_)] = &[
    ("netmask", Option_::Netmask),
    ("prefix-length", Option_::PrefixLength),
    ("type", Option_::Type),
    ("accounting", Option_::Pair),
    ("add-route", Option_::Flag),
    ("arp-ping", Option_::Flag),
    ("no-alias", Option_::Flag),
    ("nodefault", Option_::Flag),
];

/// `pool NAME [START END] {netmask M | prefix-length N} [type {match-host|rotary}] [accounting L] [add-route] [...]`
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let line = &statement.line;
    let (mut rest, pool_name) = cut(name(line, "ledger-pool-name")).parse(statement.rest)?;
    if statement.negated {
        draft.remove_pool(&pool_name.value);
        return Ok(Outcome::Modelled);
    }
    let mut pool =
        Pool { name: pool_name, span: statement.span(), ranges: Vec::new(), prefix_length: None, kind: None };
    // Not an option: then the range must be here.
    if peek(choice(OPTIONS, "ledger-pool-option")).parse(rest).is_err() && end(rest).is_err() {
        let (after, found) = cut(spanned(line, range)).parse(rest)?;
        pool.ranges.push(found);
        rest = after;
        if end(rest).is_ok() {
            return Err(Expected::hard(rest, "ledger-netmask-or-prefix-length"));
        }
    }
    while end(rest).is_err() {
        rest = option(&mut pool, statement, rest)?.0;
    }
    let long = pool.ranges.is_empty();
    let index = draft.pool(pool);
    if long {
        draft.opened = Block::Pool(index);
    }
    Ok(Outcome::Modelled)
}

/// `{netmask M | prefix-length N | type T | accounting L | add-route | arp-ping | no-alias}`
fn option<'a>(pool: &mut Pool, statement: &Statement<'a>, input: &'a str) -> Res<'a, ()> {
    let (rest, option) = cut(choice(OPTIONS, "ledger-netmask-or-pool-option")).parse(input)?;
    match option {
        Option_::Netmask => cut(mask).parse(rest).map(|(rest, length)| (rest, pool.prefix_length = Some(length))),
        Option_::PrefixLength => cut(number(1_u8, 32, "ledger-length-range"))
            .parse(rest)
            .map(|(rest, length)| (rest, pool.prefix_length = Some(length))),
        Option_::Type => cut(name(&statement.line, "ledger-match-host-or-rotary"))
            .parse(rest)
            .map(|(rest, kind)| (rest, pool.kind = Some(kind))),
        Option_::Pair => cut(word("ledger-name")).map(|_| ()).parse(rest),
        Option_::Flag => Ok((rest, ())),
    }
}

/// `START END`, in ascending order.
fn range(input: &str) -> Res<'_, (Ipv4Addr, Ipv4Addr)> {
    let (rest, start) = address(input)?;
    let (after, last) = address(rest)?;
    if last < start {
        return Err(Expected::hard(rest, "ledger-end-address"));
    }
    Ok((after, (start, last)))
}

/// A line of a pool's block: `address START END` (IOS) or `range START END`, or an option.
pub(super) fn child<'a>(draft: &mut Draft, index: usize, statement: &Statement<'a>) -> Read<'a> {
    const RANGES: &[(&str, ())] = &[("address", ()), ("range", ())];
    let Some(pool) = draft.facts.pools.get_mut(index) else { return Ok(Outcome::Unknown) };
    if let (rest, Some(())) = opt(choice(RANGES, "`address`")).parse(statement.rest)? {
        let (rest, found): (_, Spanned<_>) = cut(spanned(&statement.line, range)).parse(rest)?;
        end(rest)?;
        if statement.negated {
            pool.ranges.retain(|range| *range != found);
        } else {
            pool.ranges.push(found);
        }
        return Ok(Outcome::Modelled);
    }
    if peek(choice(OPTIONS, "ledger-pool-option")).parse(statement.rest).is_err() {
        return Ok(Outcome::Unknown);
    }
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, "ledger-pool-option-taken-back"));
    }
    let mut rest = statement.rest;
    while end(rest).is_err() {
        rest = option(pool, statement, rest)?.0;
    }
    Ok(Outcome::Modelled)
}
