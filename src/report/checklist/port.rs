//! Items about the inside global address and port of an uplink.

use super::scene::{Scene, Seat};
use super::{Remark, State};
use crate::eval::{About, Outcome, StepKind, Verdict, router_speaks_ike};
use crate::grammar::Subject;
use crate::locale::{Text, say};
use crate::model::{CryptoFact, Direction, GlobalPort, NatKind, NatRule, NatSetting, StaticGlobal, StaticNat};
use crate::net::{Address, Endpoint, Prefix, is_cgnat, is_private};
use crate::source::Span;

const NAT: &[Subject] = &[Subject::Nat, Subject::Table];

/// Questions that leave open whether the flow is of this router at all, or by which way it leaves.
const PLACE: &[About] = &[About::Place, About::Moment, About::Way, About::Unopened];

pub(super) fn own_endpoint(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow = seat.flow;
    if let Some((span, fixed)) = seat.fixed() {
        let sound =
            seat.is_read(NAT) && seat.is_sure() && matches!(flow.predicted.outcome, Outcome::Kept | Outcome::Remapped);
        let (global, port) = GlobalPort::of_static(seat.device, fixed);
        let says = match port {
            _ if !sound => return seat.question(PLACE).unwrap_or_else(|| seat.reserve()),
            Some(port) => say!("checklist-own-port", port, global = global.in_words()),
            None => say!("checklist-own-address", global = global.in_words()),
        };
        return Remark::new(State::Pass, says, vec![span]);
    }
    if let Some((global, rule)) = &flow.standing.shared {
        return Remark::new(State::Fail, say!("checklist-shares", global = global.in_words()), vec![*rule]);
    }
    let rule: Vec<Span> = flow.predicted.rule.into_iter().collect();
    match (flow.predicted.outcome, flow.verdict) {
        (Outcome::Untranslated, Verdict::Pass) => {
            Remark::new(State::Pass, say!("checklist-leaves-without-nat"), seat.steps(&[StepKind::Route]))
        }
        (Outcome::Untranslated, Verdict::Fail) => Remark::new(State::Fail, say!("checklist-no-rule"), Vec::new()),
        (Outcome::Kept, Verdict::Pass) if !rule.is_empty() => {
            Remark::new(State::Pass, say!("checklist-own-of-pool"), rule)
        }
        _ => seat.question(PLACE).unwrap_or_else(|| seat.reserve()),
    }
}

pub(super) fn not_shared(scene: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow = seat.flow;
    if let Some((global, rule)) = &flow.standing.shared {
        let names: Vec<Text> = flow
            .standing
            .rivals
            .iter()
            .filter_map(|at| scene.report.flows.get(*at))
            .map(|rival| scene.name(rival))
            .collect();
        return match names.first() {
            Some(first) if names.len() == 1 => Remark::new(
                State::Fail,
                say!("checklist-rival", rival = first, global = global.in_words()),
                vec![*rule],
            ),
            Some(_) => {
                let says = say!("checklist-rivals", rivals = names.len(), global = global.in_words());
                Remark::new(State::Fail, says, vec![*rule])
            }
            None if seat.is_read(NAT) && seat.is_sure() => {
                Remark::new(State::Pass, say!("checklist-no-rival", global = global.in_words()), vec![*rule])
            }
            None => seat.question(PLACE).unwrap_or_else(|| seat.unread(say!("checklist-what-sharers"))),
        };
    }
    let decided = matches!(flow.predicted.outcome, Outcome::Kept | Outcome::Remapped | Outcome::Untranslated);
    if decided && seat.is_sure() && seat.is_read(NAT) && seat.question(PLACE).is_none() {
        return Remark::new(State::Pass, say!("checklist-no-overload"), seat.grounds());
    }
    seat.question(PLACE).unwrap_or_else(|| seat.reserve())
}

pub(super) fn resilient_ports(scene: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow = seat.flow;
    let fixed: Vec<Span> = flow.standing.fixed_by.into_iter().collect();
    match scene.intent.path_resiliency {
        Some(false) => Remark::new(State::Pass, say!("checklist-ports-no-need"), Vec::new()),
        Some(true) => match flow.more_ports.iter().max_by_key(|range| range.verdict) {
            Some(range) if range.verdict == Verdict::Pass => {
                Remark::new(State::Pass, say!("checklist-ports-kept"), fixed)
            }
            Some(range) => {
                let state = if range.verdict == Verdict::Fail { State::Fail } else { State::Inconclusive };
                let says = say!(
                    "checklist-ports",
                    first = *range.ports.start(),
                    last = *range.ports.end(),
                    outcome = range.predicted.outcome.as_str(),
                    reason = &range.predicted.reason
                );
                Remark::new(state, says, range.predicted.rule.into_iter().collect())
            }
            None => seat.reserve(),
        },
        None => {
            let whole = seat.fixed().is_some_and(|(_, fixed)| fixed.protocol.is_none());
            let alone = whole || flow.predicted.outcome == Outcome::Untranslated;
            if alone && seat.passes() && seat.is_sure() {
                return Remark::new(State::Pass, say!("checklist-ports-own"), seat.grounds());
            }
            let says = say!("checklist-ports-unknown");
            Remark::new(State::Inconclusive, says, fixed)
        }
    }
}

pub(super) fn seen_port(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow = seat.flow;
    let rows: Vec<Span> = flow.observed.iter().map(|row| row.span).collect();
    let port = flow.flow.local_port;
    if rows.is_empty() {
        let says = say!("checklist-no-entry", local = flow.flow.local, port);
        return Remark::new(State::Inconclusive, says, Vec::new());
    }
    let seen: Vec<String> = flow.observed.iter().map(|row| row.inside_global.to_string()).collect();
    let seen = seen.join(", ");
    let kept = flow.observed.iter().all(|row| row.kept);
    match flow.verdict {
        Verdict::Pass if kept => Remark::new(State::Pass, say!("checklist-seen", seen), rows),
        Verdict::Pass => Remark::new(State::Pass, say!("checklist-seen-static", seen), rows),
        Verdict::Fail if !kept => Remark::new(State::Fail, say!("checklist-seen-changed", seen, port), rows),
        Verdict::Fail if flow.predicted.outcome != Outcome::Dropped => {
            Remark::new(State::Pass, say!("checklist-seen", seen), rows)
        }
        _ => Remark::new(State::Inconclusive, say!("checklist-seen-unproven", seen), rows),
    }
}

pub(super) fn no_own_ipsec(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let Some(global) = seat.global() else {
        if seat.flow.predicted.outcome == Outcome::Untranslated && seat.passes() {
            return Remark::new(State::Pass, say!("checklist-ipsec-own-address"), Vec::new());
        }
        return seat.question(PLACE).unwrap_or_else(|| seat.reserve());
    };
    if let Some(line) = router_speaks_ike(seat.device, &global) {
        return Remark::new(State::Fail, say!("checklist-ipsec-there", global = global.in_words()), vec![line]);
    }
    let kept_off = seat.device.nat_settings.iter().find(|setting| match setting.value {
        NatSetting::InterfaceOverloadRange { start, end } => !(start..=end).contains(&seat.flow.flow.local_port),
        NatSetting::InterfaceOverloadBlock { port, .. } => port == seat.flow.flow.local_port,
        _ => false,
    });
    if let (Some(setting), Some(_)) = (kept_off, &seat.flow.standing.shared) {
        return Remark::new(State::Fail, say!("checklist-ipsec-kept-off"), vec![setting.span]);
    }
    if let Some(line) = anywhere(seat) {
        let says = say!("checklist-ipsec-anywhere", global = global.in_words());
        return Remark::new(State::Inconclusive, says, vec![line]);
    }
    if let Some(question) = seat.question(&[About::Moment]) {
        return question;
    }
    if seat.is_read(&[Subject::Nat]) {
        let owner = global.address().and_then(Address::v4).and_then(|address| seat.device.owner_of(address));
        let evidence = owner.map(|owner| owner.address_line().unwrap_or(owner.span)).or(seat.flow.predicted.rule);
        let says = say!("checklist-ipsec-none", global = global.in_words());
        return Remark::new(State::Pass, says, evidence.into_iter().collect());
    }
    seat.unread(say!("checklist-what-ipsec"))
}

/// A line by which the router speaks IKE from whichever address it is reached at, or from one that a server tells it: EzVPN,
/// GET VPN, a tunnel template without a source.
fn anywhere(seat: Seat<'_>) -> Option<Span> {
    let roams = |fact: &CryptoFact| matches!(fact, CryptoFact::EzVpn(_) | CryptoFact::Gdoi(_));
    let fact = seat.device.crypto.iter().find(|fact| roams(&fact.value)).map(|fact| fact.span);
    let mut templates = seat.device.protected_tunnels().filter(|tunnel| tunnel.shutdown.is_none());
    fact.or_else(|| templates.find(|tunnel| tunnel.tunnel_source.is_none()).map(|tunnel| tunnel.span))
}

pub(super) fn not_given_away(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    if let Some(question) = seat.question(&[About::Place]) {
        return question;
    }
    let Some(global) = seat.global() else { return seat.question(PLACE).unwrap_or_else(|| seat.reserve()) };
    // What a static gives it, where that is another port.
    let own = seat.flow.predicted.expected_port.filter(|_| seat.fixed().is_some());
    let port = own.unwrap_or(seat.flow.flow.local_port);
    let others: Vec<&NatRule> = seat
        .device
        .nat_rules
        .of_global(seat.device, &global)
        .filter(|rule| rule.direction != Direction::OutsideSource && takes(seat, rule, port))
        .collect();
    if let Some(rule) = others.first() {
        let says = say!("checklist-given-away", port, global = global.in_words());
        return Remark::new(State::Fail, says, vec![rule.statement.span]);
    }
    if let Some(rule) = network_over(seat, &global) {
        let says = say!("checklist-network-covers", global = global.in_words());
        return Remark::new(State::Inconclusive, says, vec![rule.statement.span]);
    }
    if seat.is_read(NAT) {
        let says = say!("checklist-not-given-away", port, global = global.in_words());
        return Remark::new(State::Pass, says, seat.grounds());
    }
    seat.unread(say!("checklist-what-statics"))
}

/// Another static than that of the flow, of a network in which an address on the outside lies.
fn network_over<'r>(seat: Seat<'r>, global: &GlobalPort) -> Option<&'r NatRule> {
    let address = global.address().and_then(Address::v4)?;
    let covers = |rule: &&NatRule| match &rule.kind {
        NatKind::Static(StaticNat { network: Some(length), global, .. }) => match &global.value {
            StaticGlobal::Address(first) => {
                let network = first.address.v4().and_then(|first| Prefix::new(first, *length));
                network.is_some_and(|network| network.contains(address))
            }
            StaticGlobal::Interface(..) => false,
        },
        NatKind::Static(_) | NatKind::Dynamic(_) => false,
    };
    let own = seat.flow.standing.fixed_by;
    seat.device.nat_rules.iter().filter(|rule| Some(rule.statement.span) != own).find(covers)
}

/// Whether a static takes the port for another host than that of the flow.
fn takes(seat: Seat<'_>, rule: &NatRule, port: u16) -> bool {
    let NatKind::Static(fixed) = &rule.kind else { return false };
    let own = fixed.local.value.address == Address::V4(seat.flow.flow.local);
    let (_, taken) = GlobalPort::of_static(seat.device, fixed);
    let protocol = fixed.protocol.is_none_or(|protocol| protocol == seat.flow.flow.protocol);
    !own && fixed.network.is_none() && protocol && taken.is_none_or(|taken| taken == port)
}

pub(super) fn is_public(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow = seat.flow;
    let row = flow.observed.first();
    let evidence: Vec<Span> =
        row.map(|row| row.span).or(flow.standing.fixed_by).or(flow.predicted.rule).into_iter().collect();
    let untranslated = flow.predicted.outcome == Outcome::Untranslated && flow.observed.is_empty();
    let address = match seat.global() {
        _ if untranslated => Some(Endpoint::bare(flow.flow.local).address),
        Some(GlobalPort::Address(address)) => Some(address),
        Some(GlobalPort::Interface(_)) | None => flow.predicted.inside_global.clone(),
    };
    match address.as_ref().and_then(Address::v4) {
        Some(address) if is_private(address) || is_cgnat(address) => {
            let to_private = flow.flow.peer.is_some_and(is_private) || flow.standing.encrypted.is_some();
            // Where it is not known that no rule takes it, another address may be its own on the outside.
            let maybe = untranslated && flow.verdict != Verdict::Fail;
            match (maybe, to_private) {
                (true, false) => Remark::new(State::Inconclusive, say!("checklist-may-leave-as", address), evidence),
                (_, true) => Remark::new(State::Inconclusive, say!("checklist-not-public", address), evidence),
                (false, false) => Remark::new(State::Fail, say!("checklist-not-public", address), evidence),
            }
        }
        Some(address) if untranslated && !seat.passes() => {
            Remark::new(State::Inconclusive, say!("checklist-may-leave-as", address), evidence)
        }
        Some(address) => {
            let evidence = if evidence.is_empty() { seat.grounds() } else { evidence };
            Remark::new(State::Pass, say!("checklist-public", address), evidence)
        }
        None => Remark::new(State::Inconclusive, say!("checklist-address-unseen"), evidence),
    }
}

pub(super) fn not_exempt(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow = seat.flow;
    let crypto = seat.steps(&[StepKind::Crypto]);
    if !crypto.is_empty() && !seat.passes() {
        let step = flow.trace.steps.iter().find(|step| step.kind == StepKind::Crypto);
        return Remark::new(State::Inconclusive, step.map(|step| step.says.clone()).unwrap_or_default(), crypto);
    }
    let rule: Vec<Span> = flow.predicted.rule.into_iter().collect();
    match (flow.predicted.outcome, flow.verdict) {
        (Outcome::Untranslated, Verdict::Pass) => Remark::new(
            State::Pass,
            say!("checklist-meant-without-nat"),
            seat.steps(&[StepKind::Route, StepKind::NatLookup]),
        ),
        (Outcome::Untranslated, Verdict::Fail) => Remark::new(
            State::Fail,
            say!("checklist-nat-leaves-out"),
            seat.steps(&[StepKind::RuleSkipped, StepKind::NatLookup]),
        ),
        (Outcome::Kept | Outcome::Remapped | Outcome::Either, _)
            if seat.is_sure() && seat.is_read(&[Subject::Nat, Subject::Routing]) && !rule.is_empty() =>
        {
            match seat.question(PLACE) {
                Some(question) => question,
                None => Remark::new(State::Pass, say!("checklist-rule-takes"), rule),
            }
        }
        _ => seat
            .question(&[About::Place, About::Moment, About::Way, About::AfterNat, About::Unopened])
            .unwrap_or_else(|| seat.reserve()),
    }
}
