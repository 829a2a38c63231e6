//! The options behind a NAT rule, in any order: releases print them differently.

use nom::Parser;
use nom::combinator::{cut, opt};

use crate::capture::Line;
use crate::grammar::facts::NatOptions;
use crate::grammar::lex::{Expected, choice, interface, kw, name, spanned, split_word, trim, word};
use crate::source::Spanned;

/// An option and what follows it.
#[derive(Debug, Clone, Copy)]
enum Option_ {
    Overload,
    Extended,
    Extendable,
    Vrf,
    MatchInVrf,
    RouteMap,
    Redundancy,
    Egress,
    Track,
    Pool,
    /// A word alone that does not change which port is used.
    Flag,
    /// The same with one argument.
    Pair,
}

/// The words of Cisco-IOS-XE-nat.yang and of the classic command reference.
const OPTIONS: &[(&str, Option_)] = &[
    ("overload", Option_::Overload),
    ("extended", Option_::Extended),
    ("extendable", Option_::Extendable),
    ("vrf", Option_::Vrf),
    ("match-in-vrf", Option_::MatchInVrf),
    ("route-map", Option_::RouteMap),
    ("redundancy", Option_::Redundancy),
    ("egress-interface", Option_::Egress),
    ("track", Option_::Track),
    ("pool", Option_::Pool),
    ("oer", Option_::Flag),
    ("reversible", Option_::Flag),
    ("no-alias", Option_::Flag),
    ("no-payload", Option_::Flag),
    ("stateless", Option_::Flag),
    ("forced", Option_::Flag),
    ("add-route", Option_::Flag),
    ("arp-ping", Option_::Flag),
    ("network", Option_::Flag),
    ("mapping-id", Option_::Pair),
    ("portmap", Option_::Pair),
];

/// Every option to the end of the line, and the first word that is none of them.
pub(super) fn tail<'a>(
    line: &Line<'a>,
    mut input: &'a str,
) -> Result<(NatOptions, Option<&'a str>), nom::Err<Expected<'a>>> {
    let mut options = NatOptions::default();
    let mut odd = None;
    while !trim(input).is_empty() {
        let read = spanned(line, choice(OPTIONS, "ledger-rule-option")).parse(input);
        input = if let Ok((rest, option)) = read {
            take(&mut options, line, input, rest, option)?
        } else {
            let (word, rest) = split_word(input);
            odd.get_or_insert(word);
            rest
        };
    }
    Ok((options, odd))
}

/// One option; the answer is what follows it.
fn take<'a>(
    options: &mut NatOptions,
    line: &Line<'a>,
    from: &'a str,
    rest: &'a str,
    option: Spanned<Option_>,
) -> Result<&'a str, nom::Err<Expected<'a>>> {
    let here = Spanned::new((), option.span);
    let named = |what| cut(name(line, what)).parse(rest);
    let (rest, ()) = match option.value {
        Option_::Overload => {
            options.overload = Some(here);
            let (rest, extended) = opt(spanned(line, kw("extended", 7))).parse(rest)?;
            options.extended = extended.map(|word| word.map(|_| ())).or(options.extended.take());
            (rest, ())
        }
        Option_::Extended => (rest, options.extended = Some(here)),
        Option_::Extendable => (rest, options.extendable = Some(here)),
        Option_::MatchInVrf => (rest, options.match_in_vrf = Some(here)),
        Option_::Vrf => named("ledger-vrf-name").map(|(rest, name)| (rest, options.vrf = Some(name)))?,
        Option_::RouteMap => named("ledger-route-map").map(|(rest, name)| (rest, options.route_map = Some(name)))?,
        Option_::Redundancy => {
            named("ledger-redundancy-group").map(|(rest, name)| (rest, options.redundancy = Some(name)))?
        }
        Option_::Track => named("ledger-track-object").map(|(rest, name)| (rest, options.track = Some(name)))?,
        Option_::Pool => named("ledger-pool-name").map(|(rest, name)| (rest, options.pool = Some(name)))?,
        Option_::Egress => {
            let (rest, name) = cut(spanned(line, interface)).parse(rest)?;
            (rest, options.egress_interface = Some(name))
        }
        Option_::Flag => (rest, options.other.push(as_typed(line, from, rest))),
        Option_::Pair => {
            let (rest, _) = cut(word("ledger-value")).parse(rest)?;
            (rest, options.other.push(as_typed(line, from, rest)))
        }
    };
    Ok(rest)
}

/// The text from `from` to where `rest` begins.
fn as_typed<'a>(line: &Line<'a>, from: &'a str, rest: &'a str) -> Spanned<String> {
    let typed = trim(from.get(..from.len().saturating_sub(rest.len())).unwrap_or(from));
    Spanned::new(typed.to_owned(), line.span_of(typed))
}
