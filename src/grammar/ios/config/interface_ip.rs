//! What begins with `ip` under an interface.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::interface::{Handler, assign_vrf, bytes};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::{Addressing, Inspection, Interface, NatSide};
use crate::grammar::lex::{
    abbreviates, address_mask, choice, end, interface as interface_name, kw, name, spanned, split_word, word,
};
use crate::source::Spanned;

const COMMANDS: &[(&str, usize, Handler)] = &[
    ("address", 3, address),
    ("unnumbered", 2, unnumbered),
    ("nat", 3, nat),
    ("vrf", 3, vrf),
    ("access-group", 3, access_group),
    ("mtu", 2, mtu),
    ("policy", 3, policy),
    ("inspect", 3, inspect),
    ("unreachables", 3, unreachables),
];

/// `ip {address|unnumbered|nat|vrf|access-group|mtu|policy|inspect|unreachables} ...`
pub(super) fn read<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let (second, rest) = split_word(statement.rest);
    let found = COMMANDS.iter().find(|&&(full, least, _)| abbreviates(second, full, least));
    found.map_or(Ok(Outcome::Unknown), |(_, _, handler)| handler(interface, &statement.at(rest)))
}

/// `address {A MASK [secondary] | dhcp [...] | negotiated [...] | pool NAME}`
fn address<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    #[derive(Clone, Copy)]
    enum Learned {
        Dhcp,
        Negotiated,
        Pool,
    }
    const LEARNED: &[(&str, Learned)] =
        &[("dhcp", Learned::Dhcp), ("negotiated", Learned::Negotiated), ("pool", Learned::Pool)];
    let line = &statement.line;
    if statement.negated && end(statement.rest).is_ok() {
        interface.address = None;
        interface.secondary.clear();
        return Ok(Outcome::Modelled);
    }
    if let Ok((_, learned)) = spanned(line, choice(LEARNED, "")).parse(statement.rest) {
        let addressing = match learned.value {
            Learned::Dhcp => Addressing::Dhcp,
            Learned::Negotiated => Addressing::Negotiated,
            Learned::Pool => {
                return Ok(statement.unsupported(Subject::Nat, "ledger-address-from-pool"));
            }
        };
        interface.address = (!statement.negated).then(|| learned.map(|_| addressing));
        return Ok(Outcome::Modelled);
    }
    let (rest, prefix) = cut(spanned(line, address_mask)).parse(statement.rest)?;
    let (rest, secondary) = opt(kw("secondary", 3)).parse(rest)?;
    let (rest, _) = opt((kw("vrf", 3), word("ledger-vrf-name"))).parse(rest)?;
    cut(end).parse(rest)?;
    match (secondary.is_some(), statement.negated) {
        (false, false) => {
            let address = Some(prefix.map(Addressing::Static));
            let before = std::mem::replace(&mut interface.address, address).map(|before| before.value);
            let other = matches!(before, Some(Addressing::Static(before)) if before.address != prefix.value.address);
            // A router prints one; at a prompt somebody may have thought better of it.
            if other && !statement.line.is_prefixed() {
                return Ok(statement.unsupported(Subject::Nat, "ledger-second-address"));
            }
        }
        (true, false) => interface.secondary.push(prefix),
        (false, true) => interface.address = None,
        (true, true) => interface.secondary.retain(|other| *other != prefix),
    }
    Ok(Outcome::Modelled)
}

/// `unnumbered IF [poll]`
fn unnumbered<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    interface.address = if statement.negated {
        None
    } else {
        let (_, lender) = cut(spanned(&statement.line, interface_name)).parse(statement.rest)?;
        Some(lender.map(Addressing::Unnumbered))
    };
    Ok(Outcome::Modelled)
}

/// `nat {inside|outside|enable|stick|allow-static-host}`
fn nat<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    const SIDES: &[(&str, Option<NatSide>)] = &[
        ("inside", Some(NatSide::Inside)),
        ("outside", Some(NatSide::Outside)),
        ("enable", Some(NatSide::Enable)),
        ("stick", None),
        ("allow-static-host", None),
    ];
    const WHAT: &str = "ledger-inside-outside-or-enable";
    const RULES: [&str; 5] = ["source", "destination", "pool", "translation", "settings"];
    // A global command may be typed here as well, and leaves the interface.
    let (first, behind) = split_word(statement.rest);
    if RULES.contains(&first) || RULES.iter().take(2).any(|word| *word == split_word(behind).0) {
        return Ok(Outcome::Unknown);
    }
    let (rest, side) = cut(spanned(&statement.line, choice(SIDES, WHAT))).parse(statement.rest)?;
    cut(end).parse(rest)?;
    let Some(marked) = side.value else {
        return Ok(statement.unsupported(Subject::Nat, "ledger-interface-nat-mode"));
    };
    let (enables, now) = (marked == NatSide::Enable, interface.nat.map(|now| now.value == NatSide::Enable));
    match (statement.negated, now) {
        (false, Some(false)) if enables => interface.nat_enable = Some(side.span),
        (true, Some(false)) if enables => interface.nat_enable = None,
        (false, now) => {
            interface.nat_enable = interface.nat.filter(|_| now == Some(true) && !enables).map(|nat| nat.span);
            interface.nat = Some(side.map(|_| marked));
        }
        (true, _) if interface.nat.is_some_and(|now| now.value == marked) => {
            let enabled = interface.nat_enable.take();
            interface.nat = enabled.map(|span| Spanned::new(NatSide::Enable, span));
        }
        (true, _) => {}
    }
    Ok(Outcome::Modelled)
}

/// `vrf {forwarding NAME | receive NAME | ...}`
fn vrf<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    match kw("forwarding", 2)(statement.rest) {
        Ok((rest, _)) => assign_vrf(interface, &statement.at(rest)),
        Err(_) => Ok(statement.unsupported(Subject::Routing, "ledger-selected-vrf")),
    }
}

/// `access-group NAME {in|out}`
fn access_group<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    const WAYS: &[(&str, bool)] = &[("in", true), ("out", false)];
    let (rest, list) = cut(name(&statement.line, "ledger-access-list")).parse(statement.rest)?;
    let (_, inbound) = cut(choice(WAYS, "ledger-in-or-out")).parse(rest)?;
    let place = if inbound { &mut interface.acl_in } else { &mut interface.acl_out };
    *place = (!statement.negated).then_some(list);
    Ok(Outcome::Modelled)
}

/// `mtu BYTES`
fn mtu<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    interface.ip_mtu = if statement.negated { None } else { Some(bytes(statement)?) };
    Ok(Outcome::Modelled)
}

/// `unreachables`, which is the default
fn unreachables<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let off = statement.negated && abbreviates(split_word(statement.text).0, "no", 2);
    interface.no_unreachables = off.then(|| statement.span());
    Ok(Outcome::Modelled)
}

/// `policy route-map NAME`
fn policy<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let (rest, _) = cut(kw("route-map", 5)).parse(statement.rest)?;
    let (_, map) = opt(name(&statement.line, "ledger-route-map")).parse(rest)?;
    interface.policy_route_map = map.filter(|_| !statement.negated);
    Ok(Outcome::Modelled)
}

/// `inspect NAME {in|out}`
fn inspect<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    const WAYS: &[(&str, bool)] = &[("in", true), ("out", false)];
    let (rest, inspection) = cut(name(&statement.line, "ledger-inspection-name")).parse(statement.rest)?;
    let (_, inbound) = cut(choice(WAYS, "ledger-in-or-out")).parse(rest)?;
    if statement.negated {
        interface.inspect.retain(|other| (other.inbound, &other.name) != (inbound, &inspection));
    } else {
        interface.inspect.push(Inspection { name: inspection, inbound });
    }
    Ok(Outcome::Modelled)
}
