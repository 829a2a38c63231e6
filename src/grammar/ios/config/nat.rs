//! `ip nat` outside interfaces: rules here, pools and settings in their own files.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::draft::{Block, Draft};
use super::nat_tail::tail;
use super::statement::{Outcome, Read, Statement};
use super::{nat_pool, nat_settings, route};
use crate::grammar::Subject;
use crate::grammar::facts::{Direction, DynamicNat, NatKind, NatRule, Selector, StaticGlobal, StaticNat, Target};
use crate::grammar::lex::{
    Expected, Res, choice, end, interface, kw, mask, maybe_redacted, port, quoted, spanned, word,
};
use crate::locale::say;
use crate::net::{Endpoint, Ident, Protocol};
use crate::source::Spanned;

/// What follows `ip nat`.
#[derive(Debug, Clone, Copy)]
enum Head {
    Inside,
    Outside,
    Source,
    Pool,
    Translation,
    Settings,
    Service,
    Create,
    Name,
    Route,
    Enable,
    Stateful,
    Admission,
    /// A name that cannot change which port is used.
    Other,
}

/// The words are those of Cisco-IOS-XE-nat.yang and of the classic command reference.
const HEADS: &[(&str, Head)] = &[
    ("inside", Head::Inside),
    ("outside", Head::Outside),
    ("source", Head::Source),
    ("pool", Head::Pool),
    ("translation", Head::Translation),
    ("settings", Head::Settings),
    ("service", Head::Service),
    ("create", Head::Create),
    ("name", Head::Name),
    ("route", Head::Route),
    ("enable", Head::Enable),
    ("Stateful", Head::Stateful),
    ("admission", Head::Admission),
    ("portmap", Head::Other),
    ("log", Head::Other),
    ("logging", Head::Other),
    ("switchover", Head::Other),
    ("piggyback-support", Head::Other),
    ("sip-sbc", Head::Other),
    ("allow-static-host", Head::Other),
    ("stick", Head::Stateful),
];

/// `ip nat {inside|outside|source|pool|translation|settings|service|create|name|route|...} ...`
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, head)) = choice(HEADS, "ledger-nat-command")(statement.rest) else {
        return unknown(statement);
    };
    let at = statement.at(rest);
    match head {
        Head::Inside | Head::Outside if end(rest).is_ok() => bare_side(draft, statement),
        Head::Inside => inside(draft, &at),
        Head::Outside => {
            let (rest, _) = cut(kw("source", 1)).parse(rest)?;
            rule(draft, &at.at(rest), Direction::OutsideSource)
        }
        Head::Source => rule(draft, &at, Direction::NviSource),
        Head::Pool => nat_pool::read(draft, &at),
        Head::Translation => nat_settings::translation(draft, &at),
        Head::Settings => nat_settings::settings(draft, &at),
        Head::Service => nat_settings::service(draft, &at),
        Head::Create => nat_settings::create(draft, &at),
        Head::Enable => bare_side(draft, statement),
        Head::Name if statement.negated => nat_settings::other(draft, statement),
        Head::Name => Ok(statement.unsupported(Subject::Nat, "ledger-named-rule")),
        Head::Route => route::of_nat(draft, &at),
        Head::Stateful | Head::Admission => {
            draft.opened = Block::Harmless;
            Ok(statement.unsupported(Subject::Nat, "ledger-nat-feature"))
        }
        Head::Other => {
            draft.opened = Block::Harmless;
            nat_settings::other(draft, statement)
        }
    }
}

/// `ip nat inside`, `ip nat outside`, `ip nat enable` belong to an interface, when one is open. `show running-config |
/// section ip nat` prints them without it.
fn bare_side<'a>(draft: &Draft, statement: &Statement<'a>) -> Read<'a> {
    match draft.block {
        Block::Interface(_) | Block::Lost(_) => Ok(Outcome::Unknown),
        _ => Ok(statement.unsupported(Subject::Nat, "ledger-no-interface-above")),
    }
}

fn unknown<'a>(statement: &Statement<'a>) -> Read<'a> {
    let (_, _) = cut(word("ledger-nat-command")).parse(statement.rest)?;
    Ok(statement.unsupported(Subject::Nat, "ledger-unknown-nat-command"))
}

/// `inside {source|destination} ...`
fn inside<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const SIDES: &[(&str, Direction)] =
        &[("source", Direction::InsideSource), ("destination", Direction::InsideDestination)];
    let (rest, direction) = cut(choice(SIDES, "ledger-source-or-destination")).parse(statement.rest)?;
    rule(draft, &statement.at(rest), direction)
}

/// `{static ... | list A ... | route-map R ...} TAIL`
fn rule<'a>(draft: &mut Draft, statement: &Statement<'a>, direction: Direction) -> Read<'a> {
    let (rest, kind) = alt((
        preceded(kw("static", 1), cut(|input| static_nat(statement, direction, input))).map(NatKind::Static),
        (|input| dynamic(statement, input)).map(NatKind::Dynamic),
    ))
    .parse(statement.rest)?;
    let (options, odd) = tail(&statement.line, rest)?;
    let rule = NatRule { statement: Spanned::new((), statement.span()), direction, kind, options: options.into() };
    let rules = if statement.negated { &mut draft.facts.withdrawn_nat_rules } else { &mut draft.facts.nat_rules };
    rules.push(rule);
    Ok(match odd {
        None => Outcome::Modelled,
        Some(at) => Outcome::Unsupported {
            at,
            subject: Subject::Nat,
            effect: say!("ledger-unknown-option", option = quoted(statement.line.text, at)),
        },
    })
}

/// `{list ACL | route-map RM} {interface IF | pool NAME}`
fn dynamic<'a>(statement: &Statement<'a>, input: &'a str) -> Res<'a, DynamicNat> {
    #[derive(Clone, Copy)]
    enum By {
        List,
        RouteMap,
    }
    const BY: &[(&str, By)] = &[("list", By::List), ("route-map", By::RouteMap)];
    let line = &statement.line;
    let by = |input| {
        let (rest, by) = choice(BY, "ledger-static-list-or-route-map")(input)?;
        match by {
            By::List => cut(word("ledger-access-list").map(|w: &str| Selector::AccessList(w.to_owned()))).parse(rest),
            By::RouteMap => cut(word("ledger-route-map").map(|w: &str| Selector::RouteMap(w.to_owned()))).parse(rest),
        }
    };
    let (rest, selector) = spanned(line, by).parse(input)?;
    let (rest, target) = cut(spanned(line, target)).parse(rest)?;
    Ok((rest, DynamicNat { selector, target }))
}

/// `{interface IF | pool NAME}`
fn target(input: &str) -> Res<'_, Target> {
    const KINDS: &[(&str, bool)] = &[("interface", true), ("pool", false)];
    let (rest, is_interface) = choice(KINDS, "ledger-interface-or-pool")(input)?;
    if is_interface {
        interface(rest).map(|(rest, name)| (rest, Target::Interface(name)))
    } else {
        word("ledger-pool-name")(rest).map(|(rest, name)| (rest, Target::Pool(name.to_owned())))
    }
}

/// What a static maps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Ports(Protocol),
    Esp,
    Network,
    Address,
}

/// `[tcp|udp|esp|network] LOCAL [PORT] {GLOBAL [PORT] | interface IF [PORT]} [MASK | /LENGTH]`
fn static_nat<'a>(statement: &Statement<'a>, direction: Direction, input: &'a str) -> Res<'a, StaticNat> {
    const FORMS: &[(&str, Form)] = &[
        ("tcp", Form::Ports(Protocol::TCP)),
        ("udp", Form::Ports(Protocol::UDP)),
        ("esp", Form::Esp),
        ("network", Form::Network),
    ];
    let line = &statement.line;
    let (rest, form) = opt(choice(FORMS, "ledger-protocol")).map(|form| form.unwrap_or(Form::Address)).parse(input)?;
    let with_port = matches!(form, Form::Ports(_));
    let (rest, first) = cut(spanned(line, |input| endpoint(with_port, input))).parse(rest)?;
    let (rest, second) = cut(spanned(line, |input| global(form, input))).parse(rest)?;
    let (rest, network) =
        if form == Form::Network { network_length(rest).map(|(r, n)| (r, Some(n)))? } else { (rest, None) };
    let (local, global) = match (direction, second.value.clone()) {
        // `outside source static GLOBAL LOCAL` names the sides in the opposite order (Cisco-IOS-XE-nat.yang).
        (Direction::OutsideSource, StaticGlobal::Address(endpoint)) => {
            (second.map(|_| endpoint), first.map(StaticGlobal::Address))
        }
        _ => (first, second),
    };
    let protocol = match form {
        Form::Ports(protocol) => Some(protocol),
        Form::Esp => Some(Protocol::ESP),
        Form::Network | Form::Address => None,
    };
    Ok((rest, StaticNat { protocol, local, global, network }))
}

/// `ADDRESS [PORT]`
fn endpoint(with_port: bool, input: &str) -> Res<'_, Endpoint> {
    let (rest, address) = maybe_redacted(input)?;
    if !with_port {
        return Ok((rest, Endpoint { address, ident: None }));
    }
    let (rest, port) = port(rest)?;
    Ok((rest, Endpoint { address, ident: Some(Ident::Port(port)) }))
}

/// `{interface IF [PORT] | ADDRESS [PORT]}`
fn global(form: Form, input: &str) -> Res<'_, StaticGlobal> {
    let with_port = matches!(form, Form::Ports(_));
    if form == Form::Network {
        return endpoint(false, input).map(|(rest, endpoint)| (rest, StaticGlobal::Address(endpoint)));
    }
    let Ok((rest, _)) = kw("interface", 1)(input) else {
        let (rest, endpoint) = endpoint(with_port, input).map_err(|error| {
            error.map(|error| {
                if error.token() == super::first_word(input) {
                    Expected::new(input, "ledger-address-or-interface-word")
                } else {
                    error
                }
            })
        })?;
        return Ok((rest, StaticGlobal::Address(endpoint)));
    };
    let (rest, name) = interface(rest)?;
    if !with_port {
        return Ok((rest, StaticGlobal::Interface(name, None)));
    }
    let (rest, port) = port(rest)?;
    Ok((rest, StaticGlobal::Interface(name, Some(port))))
}

/// `{MASK | /LENGTH}`
fn network_length(input: &str) -> Res<'_, u8> {
    let (rest, written) = cut(word("ledger-mask-or-length")).parse(input)?;
    match written.strip_prefix('/') {
        Some(digits) => match digits.parse() {
            Ok(length) if length <= 32 => Ok((rest, length)),
            _ => Err(Expected::hard(input, "ledger-slash-length-range")),
        },
        None => cut(mask).parse(input),
    }
}
