//! `interface` and the lines under it that can matter to NAT.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use super::{Words, interface_ip, redundancy};
use crate::grammar::Subject;
use crate::grammar::facts::{Interface, TunnelSource};
use crate::grammar::lex::{
    Expected, Res, abbreviates, address, any_interface, choice, end, interface as interface_name, kw, name, number,
    spanned, trim, word,
};
use crate::net::InterfaceName;
use crate::source::Spanned;

/// `interface NAME [point-to-point|multipoint|...]`
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    // Until the name is read, the lines that follow belong to nobody.
    draft.opened = Block::Lost(Subject::Nat);
    if let Ok((list, _)) = kw("range", 2)(statement.rest) {
        let allowed = !statement.negated && draft.ranged < MOST_OF_ALL_RANGES;
        let Some(members) = allowed.then(|| range(list)).flatten() else {
            return Ok(statement.unsupported(Subject::Nat, "ledger-interface-range"));
        };
        draft.ranged += members.len();
        let interface = |name| draft.interface(Spanned::new(name, statement.span_from(list)), statement.span());
        let members = members.into_iter().map(interface).collect();
        draft.ranges.push(members);
        draft.opened = Block::Range(draft.ranges.len() - 1);
        return Ok(Outcome::Modelled);
    }
    let (_, name) = cut(spanned(&statement.line, any_interface)).parse(statement.rest)?;
    if statement.negated {
        draft.reset_interface(name, statement.span());
        draft.opened = Block::None;
    } else {
        draft.opened = Block::Interface(draft.interface(name, statement.span()));
    }
    Ok(Outcome::Modelled)
}

/// More interfaces than a chassis has ports.
const MOST_OF_A_RANGE: usize = 1024;

/// A line of a few bytes must not cost a megabyte again and again.
const MOST_OF_ALL_RANGES: usize = 2 * MOST_OF_A_RANGE;

/// `NAME [- LAST] [, NAME [- LAST] ...]`
fn range(list: &str) -> Option<Vec<InterfaceName>> {
    let mut members = Vec::new();
    for item in list.split(',').map(trim) {
        let last = item.rsplit_once('-').and_then(|(first, last)| Some((trim(first), trim(last).parse::<u32>().ok()?)));
        let (first, last) = match last.and_then(|(first, last)| Some((InterfaceName::parse(first)?, last))) {
            Some((first, last)) => (first, Some(last)),
            None => (InterfaceName::parse(item)?, None),
        };
        let name = first.as_str();
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let low: u32 = name.get(stem.len()..)?.parse().ok()?;
        let high = last.unwrap_or(low);
        if high < low || members.len() + (high - low) as usize >= MOST_OF_A_RANGE {
            return None;
        }
        members.extend((low..=high).filter_map(|number| InterfaceName::parse(&format!("{stem}{number}"))));
    }
    Some(members)
}

/// Reads one command of an interface.
pub(super) type Handler = for<'a> fn(&mut Interface, &Statement<'a>) -> Read<'a>;

/// First word, letters that must be there, subject, reader.
const COMMANDS: &[(&str, usize, Subject, Handler)] = &[
    ("ip", 2, Subject::Nat, interface_ip::read),
    ("shutdown", 3, Subject::Routing, shutdown),
    ("vrf", 3, Subject::Routing, vrf),
    ("mtu", 2, Subject::None, mtu),
    ("standby", 4, Subject::None, redundancy::standby),
    ("vrrp", 4, Subject::None, redundancy::vrrp),
    ("glbp", 4, Subject::None, redundancy::glbp),
    ("address", 4, Subject::None, redundancy::nested_address),
    ("crypto", 3, Subject::Nat, crypto),
    ("tunnel", 3, Subject::None, tunnel),
    ("zone-member", 4, Subject::Filter, zone),
    ("pppoe-client", 6, Subject::None, pppoe_client),
    ("dialer", 4, Subject::None, dialer),
    ("ppp", 3, Subject::None, ppp),
    ("service-policy", 9, Subject::None, service_policy),
    ("nat64", 5, Subject::None, harmless),
    ("nat66", 5, Subject::None, harmless),
];

/// A line under an interface that can matter; `Unknown` leaves it to the table of harmless words.
pub(super) fn child<'a>(interface: &mut Interface, statement: &Statement<'a>, (first, rest): Words<'a>) -> Outcome<'a> {
    for &(full, least, subject, handler) in COMMANDS {
        if abbreviates(first, full, least) {
            return super::statement::settle(subject, handler(interface, &statement.at(rest)));
        }
    }
    Outcome::Unknown
}

fn harmless<'a>(_: &mut Interface, _: &Statement<'a>) -> Read<'a> {
    Ok(Outcome::Harmless)
}

/// `shutdown`
fn shutdown<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    cut(end).parse(statement.rest)?;
    interface.shutdown = (!statement.negated).then(|| statement.span());
    Ok(Outcome::Modelled)
}

/// `vrf forwarding NAME`
fn vrf<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, _)) = kw("forwarding", 2)(statement.rest) else { return Ok(Outcome::Unknown) };
    assign_vrf(interface, &statement.at(rest))
}

/// `NAME [downstream NAME]`
pub(super) fn assign_vrf<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    interface.vrf = if statement.negated {
        None
    } else {
        Some(cut(name(&statement.line, "ledger-vrf-name")).parse(statement.rest)?.1)
    };
    Ok(Outcome::Modelled)
}

/// `mtu BYTES`
pub(super) fn mtu<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    interface.mtu = if statement.negated { None } else { Some(bytes(statement)?) };
    Ok(Outcome::Modelled)
}

/// A size in bytes, to the end of the line.
pub(super) fn bytes<'a>(statement: &Statement<'a>) -> Result<Spanned<u32>, nom::Err<Expected<'a>>> {
    let size = number(64_u32, 65_535, "ledger-size-range");
    let (rest, size) = cut(spanned(&statement.line, size)).parse(statement.rest)?;
    cut(end).parse(rest)?;
    Ok(size)
}

/// `crypto map NAME [redundancy X]`; `crypto ipsec client ezvpn NAME [inside|outside]`
fn crypto<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    if let Ok((rest, _)) = kw("map", 3)(statement.rest) {
        let (_, map) = opt(name(&statement.line, "ledger-crypto-map")).parse(rest)?;
        interface.crypto_map = map.filter(|_| !statement.negated);
        return Ok(Outcome::Modelled);
    }
    if let Ok((rest, _)) = (kw("ipsec", 3), kw("client", 2), kw("ezvpn", 2)).parse(statement.rest) {
        let inward = (word("ledger-easy-vpn-name"), kw("inside", 1)).parse(rest).is_ok();
        if !inward {
            interface.easy_vpn = (!statement.negated).then(|| statement.span());
        }
        // Cisco Easy VPN Remote in client mode configures NAT and its access lists by itself.
        let effect = "ledger-easy-vpn";
        return Ok(statement.unsupported(Subject::Nat, effect));
    }
    Ok(Outcome::Harmless)
}

/// `tunnel {source ADDRESS|IF | protection ipsec profile NAME | ...}`
fn tunnel<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let line = &statement.line;
    if let Ok((rest, _)) = kw("source", 1)(statement.rest) {
        if kw("dynamic", 3)(rest).is_ok() {
            return Ok(Outcome::Harmless);
        }
        let source = if statement.negated { None } else { Some(cut(spanned(line, tunnel_source)).parse(rest)?.1) };
        interface.tunnel_source = source;
        return Ok(Outcome::Modelled);
    }
    if let Ok((rest, _)) = (kw("protection", 3), kw("ipsec", 3), kw("profile", 3)).parse(statement.rest) {
        let (_, profile) = cut(name(line, "ledger-profile-name")).parse(rest)?;
        interface.tunnel_protection = (!statement.negated).then_some(profile);
        return Ok(Outcome::Modelled);
    }
    Ok(Outcome::Harmless)
}

/// `service-policy {input|output} NAME`
fn service_policy<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let side = choice(&[("input", ()), ("output", ())], "ledger-input-or-output")(statement.rest);
    let Ok((rest, ())) = side else { return Ok(Outcome::Harmless) };
    let Ok((_, policy)) = name(&statement.line, "ledger-policy-map").parse(rest) else { return Ok(Outcome::Harmless) };
    interface.policies.retain(|known| known.value != policy.value);
    if !statement.negated {
        interface.policies.push(policy);
    }
    // It cannot matter unless the policy drops something.
    Ok(Outcome::Harmless)
}

/// `ppp ipcp route default`; what else PPP negotiates is no matter here.
fn ppp<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let asks = (kw("ipcp", 2), kw("route", 2), kw("default", 2)).parse(statement.rest).is_ok();
    if !asks {
        return Ok(Outcome::Harmless);
    }
    interface.default_by_ppp = !statement.negated;
    Ok(Outcome::Modelled)
}

/// `{ADDRESS | IF}`
fn tunnel_source(input: &str) -> Res<'_, TunnelSource> {
    match address(input) {
        Ok((rest, address)) => Ok((rest, TunnelSource::Address(address))),
        Err(_) => interface_name(input)
            .map(|(rest, name)| (rest, TunnelSource::Interface(name)))
            .map_err(|_| Expected::soft(input, "ledger-address-or-interface")),
    }
}

/// `pppoe-client dial-pool-number N [...]`
fn pppoe_client<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, _)) = kw("dial-pool-number", 4)(statement.rest) else { return Ok(Outcome::Harmless) };
    interface.pppoe_pool = pool(statement, rest)?;
    Ok(Outcome::Modelled)
}

/// `dialer {pool N | ...}`
fn dialer<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, _)) = kw("pool", 4)(statement.rest) else { return Ok(Outcome::Harmless) };
    interface.dialer_pool = pool(statement, rest)?;
    Ok(Outcome::Modelled)
}

/// The number of a dialer pool; nothing where it is taken back.
fn pool<'a>(statement: &Statement<'a>, input: &'a str) -> Result<Option<Spanned<u32>>, nom::Err<Expected<'a>>> {
    let number = number(1_u32, 255, "ledger-dialer-pool-range");
    let (_, pool) = cut(opt(spanned(&statement.line, number))).parse(input)?;
    match (pool, statement.negated) {
        (_, true) => Ok(None),
        (Some(pool), false) => Ok(Some(pool)),
        (None, false) => Err(Expected::hard(input, "ledger-dialer-pool-range")),
    }
}

/// `zone-member security NAME`
fn zone<'a>(interface: &mut Interface, statement: &Statement<'a>) -> Read<'a> {
    let (rest, _) = cut(kw("security", 3)).parse(statement.rest)?;
    let (_, zone) = opt(name(&statement.line, "ledger-zone")).parse(rest)?;
    interface.zone = zone.filter(|_| !statement.negated);
    Ok(Outcome::Modelled)
}
