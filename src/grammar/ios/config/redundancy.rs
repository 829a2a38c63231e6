//! First-hop redundancy: `standby`, `vrrp`, `glbp`.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::statement::{Outcome, Read, Statement};
use crate::grammar::facts::{Interface, Redundancy};
use crate::grammar::lex::{address, kw, number, word};
use crate::source::Spanned;

/// How far back a group is looked for: an interface has a handful of groups, each in consecutive lines.
const GROUPS: usize = 64;

/// The groups of this name that are there already.
fn known<'i>(interface: &'i mut Interface, protocol: &'static str, group: u16) -> Option<&'i mut Spanned<Redundancy>> {
    let mut recent = interface.redundancy.iter_mut().rev().take(GROUPS);
    recent.find(|known| known.value.protocol == protocol && known.value.group == group)
}

/// `standby [GROUP] {ip [A [secondary]] | name NAME | ...}`
pub(super) fn standby<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    group(interface, statement, "standby")
}

/// `vrrp GROUP {ip A [secondary] | address-family ipv4 | ...}`
pub(super) fn vrrp<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    group(interface, statement, "vrrp")
}

/// `glbp GROUP {ip [A [secondary]] | name NAME | ...}`
pub(super) fn glbp<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    group(interface, statement, "glbp")
}

fn group<'a>(interface: &mut Interface, statement: &Statement<'a>, protocol: &'static str) -> Read<'a> {
    let (rest, group) = opt(number(0_u16, 4095, "ledger-group-range")).parse(statement.rest)?;
    let group = group.unwrap_or(0);
    let span = statement.span();
    let mut new = Redundancy { protocol, group, address: None, name: None };
    if statement.negated {
        interface.redundancy.retain(|known| known.value.protocol != protocol || known.value.group != group);
        return Ok(Outcome::Modelled);
    }
    if (kw("address-family", 4), kw("ipv4", 4)).parse(rest).is_ok() {
        interface.redundancy.push(Spanned::new(new, span));
        return Ok(Outcome::Modelled);
    }
    if let Ok((rest, _)) = kw("name", 2)(rest) {
        let (_, name) = cut(word("ledger-group-name")).parse(rest)?;
        if let Some(known) = known(interface, protocol, group) {
            known.value.name = Some(name.to_owned());
        } else {
            new.name = Some(name.to_owned());
            interface.redundancy.push(Spanned::new(new, span));
        }
        return Ok(Outcome::Modelled);
    }
    let Ok((rest, _)) = kw("ip", 2)(rest) else { return Ok(Outcome::Harmless) };
    let (rest, virtual_address) = opt(address).parse(rest)?;
    if virtual_address.is_none() {
        cut(crate::grammar::lex::end).parse(rest)?;
    }
    if let Some(known) = known(interface, protocol, group).filter(|known| known.value.address.is_none()) {
        known.value.address = virtual_address;
        known.span = span;
    } else {
        new.address = virtual_address;
        interface.redundancy.push(Spanned::new(new, span));
    }
    Ok(Outcome::Modelled)
}

/// `address A [primary|secondary]` under `vrrp GROUP address-family ipv4`
pub(super) fn nested_address<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let Some(last) = interface.redundancy.last_mut() else { return Ok(Outcome::Unknown) };
    let (_, virtual_address) = cut(address).parse(statement.rest)?;
    if last.value.address.is_none() {
        last.value.address = Some(virtual_address);
        last.span = statement.span();
        return Ok(Outcome::Modelled);
    }
    let more = Redundancy { address: Some(virtual_address), ..last.value.clone() };
    interface.redundancy.push(Spanned::new(more, statement.span()));
    Ok(Outcome::Modelled)
}
