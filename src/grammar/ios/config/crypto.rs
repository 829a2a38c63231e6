//! Signs that the router itself speaks IKE, and so may want UDP 500 and 4500 for itself.

use nom::Parser;
use nom::combinator::cut;

use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::facts::{CryptoFact, CryptoMapEntry};
use crate::grammar::lex::{choice, end, interface, kw, name, number, word};
use crate::source::Spanned;

#[derive(Clone, Copy)]
enum Head {
    Isakmp,
    Ikev2,
    Map,
    Ipsec,
    Gdoi,
    Certificates,
    Other,
}

/// `crypto {isakmp|ikev2|map|ipsec|gdoi|pki|...} ...`
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const HEADS: &[(&str, Head)] = &[
        ("isakmp", Head::Isakmp),
        ("ikev2", Head::Ikev2),
        ("map", Head::Map),
        ("ipsec", Head::Ipsec),
        ("gdoi", Head::Gdoi),
        ("gkm", Head::Gdoi),
        ("pki", Head::Certificates),
        ("ca", Head::Certificates),
        ("key", Head::Other),
        ("keyring", Head::Other),
        ("dynamic-map", Head::Other),
        ("engine", Head::Other),
        ("logging", Head::Other),
        ("mib", Head::Other),
        ("call", Head::Other),
        ("ctcp", Head::Other),
        ("identity", Head::Other),
        ("xauth", Head::Other),
        ("ssl", Head::Other),
        ("vpn", Head::Other),
        ("fragmentation", Head::Other),
    ];
    let Ok((rest, head)) = choice(HEADS, "")(statement.rest) else { return Ok(Outcome::Unknown) };
    let at = statement.at(rest);
    draft.opened = Block::Harmless;
    match head {
        Head::Isakmp => Ok(isakmp(draft, &at)),
        Head::Ikev2 => {
            const PARTS: &[(&str, ())] = &[("profile", ()), ("proposal", ()), ("policy", ())];
            let part = choice(PARTS, "")(rest).is_ok();
            Ok(if part { fact(draft, &at, CryptoFact::Ikev2) } else { Outcome::Harmless })
        }
        Head::Map => map(draft, &at),
        Head::Ipsec => ipsec(draft, &at),
        Head::Gdoi => {
            let Ok((rest, _)) = kw("group", 2)(rest) else { return Ok(Outcome::Harmless) };
            let (_, group) = cut(word("ledger-group-name")).parse(rest)?;
            Ok(fact(draft, &at, CryptoFact::Gdoi(group.to_owned())))
        }
        Head::Certificates => {
            draft.opened = Block::Certificates;
            Ok(Outcome::Harmless)
        }
        Head::Other => Ok(Outcome::Harmless),
    }
}

/// A sign of IKE, unless it is taken back.
fn fact<'a>(draft: &mut Draft, statement: &Statement<'a>, fact: CryptoFact) -> Outcome<'a> {
    if statement.negated {
        return Outcome::Harmless;
    }
    draft.facts.crypto.push(Spanned::new(fact, statement.span()));
    Outcome::Modelled
}

/// `isakmp {policy N | enable | key | client | ...}`
fn isakmp<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Outcome<'a> {
    if kw("policy", 3)(statement.rest).is_ok() {
        return fact(draft, statement, CryptoFact::IsakmpPolicy);
    }
    if statement.negated && kw("enable", 2)(statement.rest).is_ok() {
        draft.facts.crypto.push(Spanned::new(CryptoFact::IsakmpDisabled, statement.span()));
        return Outcome::Modelled;
    }
    Outcome::Harmless
}

/// `map NAME {SEQ ... | local-address IF | client ... | isakmp ...}`; `crypto map NAME` alone belongs to an interface.
fn map<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (rest, name) = cut(word("ledger-crypto-map")).parse(statement.rest)?;
    if end(rest).is_ok() || kw("redundancy", 3)(rest).is_ok() {
        draft.opened = Block::None;
        return Ok(Outcome::Unknown);
    }
    if let Ok((rest, _)) = kw("local-address", 2)(rest) {
        let (_, interface) = cut(interface).parse(rest)?;
        return Ok(fact(draft, statement, CryptoFact::MapLocalAddress(name.to_owned(), interface)));
    }
    let Ok((kind, _)) = number(0, 65_535_u32, "ledger-sequence-number")(rest) else { return Ok(Outcome::Harmless) };
    if !statement.negated {
        let group = kw("gdoi", 1)(kind).is_ok();
        let entry = CryptoMapEntry { name: name.to_owned(), span: statement.span(), list: None, group };
        draft.opened = Block::CryptoMap(draft.facts.crypto_maps.len());
        draft.facts.crypto_maps.push(entry);
    }
    Ok(fact(draft, statement, CryptoFact::Map(name.to_owned())))
}

/// `match address ACL` under a crypto map; what else stands there does not choose packets.
pub(super) fn child<'a>(draft: &mut Draft, index: usize, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, _)) = (kw("match", 3), kw("address", 3)).parse(statement.rest) else { return Ok(Outcome::Unknown) };
    let (_, list) = cut(name(&statement.line, "ledger-access-list")).parse(rest)?;
    if let Some(entry) = draft.facts.crypto_maps.get_mut(index) {
        entry.list = (!statement.negated).then_some(list);
    }
    Ok(Outcome::Modelled)
}

/// `ipsec {profile NAME | client ezvpn NAME | transform-set ...}`
fn ipsec<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    if let Ok((rest, _)) = kw("profile", 3)(statement.rest) {
        let (_, name) = cut(word("ledger-profile-name")).parse(rest)?;
        return Ok(fact(draft, statement, CryptoFact::IpsecProfile(name.to_owned())));
    }
    let client = (kw("client", 2), kw("ezvpn", 2)).parse(statement.rest);
    let Ok((rest, _)) = client else { return Ok(Outcome::Harmless) };
    let (rest, name) = cut(word("ledger-easy-vpn-name")).parse(rest)?;
    if matches!(draft.block, Block::Interface(_)) {
        // On an interface it turns on the translation of Easy VPN client mode: see `interface`.
        draft.opened = Block::None;
        return Ok(Outcome::Unknown);
    }
    end(rest)?;
    Ok(fact(draft, statement, CryptoFact::EzVpn(name.to_owned())))
}
