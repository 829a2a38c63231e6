//! The zone-based firewall, and `ip inspect`.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::draft::{Block, Draft};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::{ClassMatch, InspectClass, InspectPolicy, InspectRule, PolicyClass, ZoneAction, ZonePair};
use crate::grammar::lex::{Res, abbreviates, choice, end, kw, name, split_word, word};
use crate::source::Spanned;

const TAKEN_BACK: &str = "ledger-firewall-taken-back";

/// `zone security NAME`
pub(super) fn zone<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let Ok((rest, _)) = kw("security", 3)(statement.rest) else { return Ok(Outcome::Unknown) };
    let (_, zone) = cut(name(&statement.line, "ledger-zone")).parse(rest)?;
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
    }
    draft.facts.firewall.zones.push(zone);
    draft.opened = Block::Harmless;
    Ok(Outcome::Modelled)
}

/// `zone-pair security NAME source Z destination Z`
pub(super) fn pair<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    draft.opened = Block::Harmless;
    let (rest, _) = cut(kw("security", 3)).parse(statement.rest)?;
    let (rest, pair) = cut(name(&statement.line, "ledger-zone-pair")).parse(rest)?;
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
    }
    let (rest, (_, source)) = cut((kw("source", 1), word("ledger-zone"))).parse(rest)?;
    let (_, (_, destination)) = cut((kw("destination", 1), word("ledger-zone"))).parse(rest)?;
    let (source, destination) = (source.to_owned(), destination.to_owned());
    let pairs = &mut draft.facts.firewall.pairs;
    draft.opened = Block::ZonePair(pairs.len());
    pairs.push(ZonePair { name: pair, span: statement.span(), source, destination, policy: None });
    Ok(Outcome::Modelled)
}

/// `service-policy type inspect NAME | description TEXT`
pub(super) fn pair_child<'a>(draft: &mut Draft, index: usize, statement: &Statement<'a>) -> Read<'a> {
    if kw("description", 4)(statement.rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    let Ok((rest, _)) = (kw("service-policy", 7), kw("type", 2), kw("inspect", 2)).parse(statement.rest) else {
        return Ok(Outcome::Unknown);
    };
    let (_, policy) = cut(name(&statement.line, "ledger-policy-map")).parse(rest)?;
    if let Some(pair) = draft.facts.firewall.pairs.get_mut(index) {
        pair.policy = (!statement.negated).then_some(policy);
    }
    Ok(Outcome::Modelled)
}

/// What follows `type inspect`, unless it is a map for one application (`type inspect http ...`).
fn inspect_map<'a>(statement: &Statement<'a>) -> Option<(&'a str, Option<bool>)> {
    const KINDS: &[(&str, bool)] = &[("match-any", true), ("match-all", false)];
    let (rest, _) = (kw("type", 2), kw("inspect", 2)).parse(statement.rest).ok()?;
    let (rest, any) = opt(choice(KINDS, "ledger-match-any-or-match-all")).parse(rest).ok()?;
    let (_, after) = split_word(rest);
    end(after).is_ok().then_some((rest, any))
}

/// `class-map type inspect [match-any|match-all] NAME`; other class-maps mark and queue.
pub(super) fn class<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let Some((rest, any)) = inspect_map(statement) else { return Ok(Outcome::Unknown) };
    let (_, class) = cut(name(&statement.line, "ledger-class-map")).parse(rest)?;
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
    }
    let classes = &mut draft.facts.firewall.classes;
    let index = *draft.classes.entry(class.value.clone()).or_insert(classes.len());
    draft.opened = Block::InspectClass(index);
    if index == classes.len() {
        let any = any.unwrap_or(false);
        classes.push(InspectClass { name: class, span: statement.span(), any, matches: Vec::new() });
    }
    Ok(Outcome::Modelled)
}

/// `match {protocol P | access-group {name LIST | NUMBER} | class-map NAME | ...} | description TEXT`
pub(super) fn class_child<'a>(draft: &mut Draft, index: usize, statement: &Statement<'a>) -> Read<'a> {
    if kw("description", 4)(statement.rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    let Ok((rest, _)) = kw("match", 3)(statement.rest) else { return Ok(Outcome::Unknown) };
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
    }
    let read = cut(condition).parse(rest);
    // A condition that cannot be read is there all the same.
    let found = read.as_ref().map_or_else(|_| ClassMatch::Other(rest.trim().to_owned()), |(_, found)| found.clone());
    let known = !matches!(found, ClassMatch::Other(_));
    if let Some(class) = draft.facts.firewall.classes.get_mut(index) {
        class.matches.push(Spanned::new(found, statement.span()));
    }
    read?;
    let effect = "ledger-firewall-condition";
    Ok(if known { Outcome::Modelled } else { statement.unsupported(Subject::Filter, effect) })
}

/// What stands behind `match`.
fn condition(input: &str) -> Res<'_, ClassMatch> {
    #[derive(Clone, Copy)]
    enum What {
        Protocol,
        AccessGroup,
        ClassMap,
    }
    const WHAT: &[(&str, What)] =
        &[("protocol", What::Protocol), ("access-group", What::AccessGroup), ("class-map", What::ClassMap)];
    let Ok((rest, what)) = choice(WHAT, "ledger-what-to-match")(input) else {
        return word("ledger-what-to-match").map(|_| ClassMatch::Other(input.trim().to_owned())).parse(input);
    };
    match what {
        What::Protocol => {
            let (rest, protocol) = word("ledger-protocol")(rest)?;
            // `match protocol http url ...` looks deeper.
            let whole = end(rest).is_ok() || kw("signature", 3)(rest).is_ok();
            let found = if whole {
                ClassMatch::Protocol(protocol.to_ascii_lowercase())
            } else {
                ClassMatch::Other(input.trim().to_owned())
            };
            Ok((rest, found))
        }
        What::AccessGroup => {
            let (rest, _) = opt(kw("name", 2)).parse(rest)?;
            word("ledger-access-list").map(|list: &str| ClassMatch::AccessGroup(list.to_owned())).parse(rest)
        }
        What::ClassMap => {
            word("ledger-class-map").map(|class: &str| ClassMatch::ClassMap(class.to_owned())).parse(rest)
        }
    }
}

/// `policy-map type inspect NAME`
pub(super) fn policy<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let Some((rest, None)) = inspect_map(statement) else {
        let plain = word("ledger-policy-map")(statement.rest).ok().filter(|(rest, _)| end(rest).is_ok());
        draft.policy = plain.map(|(_, name)| name.to_owned());
        return Ok(Outcome::Unknown);
    };
    let (_, policy) = cut(name(&statement.line, "ledger-policy-map")).parse(rest)?;
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
    }
    let policies = &mut draft.facts.firewall.policies;
    let index = *draft.policies.entry(policy.value.clone()).or_insert(policies.len());
    draft.opened = Block::InspectPolicy(index);
    if index == policies.len() {
        policies.push(InspectPolicy { name: policy, classes: Vec::new() });
    }
    Ok(Outcome::Modelled)
}

/// `vlan {access-map NAME [SEQ] | filter NAME vlan-list LIST}`; what else a VLAN has changes nothing here.
pub(super) fn vlan<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    // No policy of quality of service has a blank in its name.
    let map = |name: &str| format!("vlan access-map {name}");
    if statement.negated {
        return Ok(Outcome::Unknown);
    }
    if let Ok((rest, _)) = kw("access-map", 8)(statement.rest) {
        let (_, name) = cut(word("ledger-name")).parse(rest)?;
        draft.policy = Some(map(name));
    } else if let Ok((rest, _)) = kw("filter", 4)(statement.rest) {
        let (rest, name) = cut(word("ledger-name")).parse(rest)?;
        if let Ok((list, _)) = kw("vlan-list", 4)(rest) {
            draft.facts.firewall.vlan_filters.push((map(name), list.trim().to_owned()));
        }
    }
    Ok(Outcome::Unknown)
}

/// `drop | police ... conform-action drop ... | conform-action drop | service-policy NAME` in a policy of quality of
/// service, `action drop` in a map of VLANs.
pub(super) fn drops(draft: &mut Draft, statement: &Statement<'_>) {
    let Some(policy) = draft.policy.as_ref().filter(|_| !statement.negated) else { return };
    let firewall = &mut draft.facts.firewall;
    let (first, rest) = split_word(statement.rest);
    let (second, more) = split_word(rest);
    if abbreviates(first, "service-policy", 7) && !second.is_empty() && end(more).is_ok() {
        firewall.nested.push((policy.clone(), second.to_owned()));
    }
    let police = abbreviates(first, "police", 4) || abbreviates(first, "conform-action", 7);
    let drops_all = if abbreviates(first, "action", 6) {
        abbreviates(second, "drop", 4)
    } else if police {
        // What is within the limit is dropped too.
        let mut words = statement.rest.split_ascii_whitespace();
        words.any(|word| abbreviates(word, "conform-action", 7)) && words.next() == Some("drop")
    } else {
        abbreviates(first, "drop", 4) && end(rest).is_ok()
    };
    if drops_all {
        firewall.dropping.push(Spanned::new(policy.clone(), statement.span()));
    }
}

/// What stands in a policy.
#[derive(Clone, Copy)]
enum Line {
    Class,
    Action(ZoneAction),
    /// Changes nothing of whether a packet passes, or looks deeper than UDP.
    Harmless,
}

/// `class {type inspect NAME | class-default} | inspect [PARAMETERS] | pass [log] | drop [log] | ...`
pub(super) fn policy_child<'a>(draft: &mut Draft, index: usize, statement: &Statement<'a>) -> Read<'a> {
    const LINES: &[(&str, Line)] = &[
        ("class", Line::Class),
        ("inspect", Line::Action(ZoneAction::Inspect)),
        ("pass", Line::Action(ZoneAction::Pass)),
        ("drop", Line::Action(ZoneAction::Drop)),
        ("description", Line::Harmless),
        ("service-policy", Line::Harmless),
        ("police", Line::Harmless),
        ("urlfilter", Line::Harmless),
    ];
    let Ok((rest, kind)) = choice(LINES, "ledger-class-or-action")(statement.rest) else { return Ok(Outcome::Unknown) };
    if statement.negated {
        return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
    }
    let classes = draft.facts.firewall.policies.get_mut(index).map(|policy| &mut policy.classes);
    let Some(classes) = classes else { return Ok(Outcome::Unknown) };
    match kind {
        Line::Harmless => return Ok(Outcome::Harmless),
        Line::Class => {
            let (rest, _) = opt((kw("type", 2), kw("inspect", 2))).parse(rest)?;
            let (_, class) = cut(word("ledger-class-map")).parse(rest)?;
            let class = (!class.eq_ignore_ascii_case("class-default")).then(|| class.to_owned());
            classes.push(PolicyClass { class, span: statement.span(), action: None });
        }
        Line::Action(action) => {
            let Some(class) = classes.last_mut() else { return Ok(Outcome::Unknown) };
            class.action = Some(Spanned::new(action, statement.span()));
        }
    }
    Ok(Outcome::Modelled)
}

/// `inspect name NAME PROTOCOL ...` (behind `ip`); `ip inspect NAME in` belongs to an interface.
pub(super) fn inspect<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    if let Ok((rest, _)) = kw("name", 4)(statement.rest) {
        let (rest, inspection) = cut(name(&statement.line, "ledger-inspection-name")).parse(rest)?;
        if statement.negated {
            return Ok(statement.unsupported(Subject::Nat, TAKEN_BACK));
        }
        let (_, protocol) = cut(word("ledger-protocol")).parse(rest)?;
        let protocol = protocol.to_ascii_lowercase();
        draft.facts.firewall.inspections.push(InspectRule { name: inspection, protocol, span: statement.span() });
        return Ok(Outcome::Modelled);
    }
    let of_interface = matches!(draft.block, Block::Interface(_));
    let direction = (word("ledger-name"), kw("in", 2)).parse(statement.rest).is_ok()
        || (word("ledger-name"), kw("out", 3)).parse(statement.rest).is_ok();
    Ok(if of_interface && direction { Outcome::Unknown } else { Outcome::Harmless })
}
