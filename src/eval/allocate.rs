//! How a shared address hands out ports: one small type a behaviour, each with its source.

use super::{Confidence, Outcome};

/// A host asks for a port of a shared inside global address.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not states of one thing")]
#[derive(Debug, Clone, Default)]
pub(crate) struct Demand {
    /// The source port it uses.
    pub(crate) port: u16,
    /// The port of its own entry, when it has one.
    pub(crate) own: Option<u16>,
    /// Somebody else holds the port on that address now, or a static reserves it.
    pub(crate) held: bool,
    /// Other appliances that will ask for the same port and have no entry yet.
    pub(crate) rivals: usize,
    /// Whether the table is complete, so that "no row holds it" means "free".
    pub(crate) table_complete: bool,
    /// The lowest free port of the group, where the table is complete.
    pub(crate) first_free: Option<u16>,
    /// Why this address never hands out the port.
    pub(crate) never: Option<String>,
    /// `overload extended`.
    pub(crate) extended: bool,
    /// The router may use the port itself on this address.
    pub(crate) router_speaks_ike: bool,
}

/// What it may get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) outcome: Outcome,
    pub(crate) expected_port: Option<u16>,
    pub(crate) confidence: Confidence,
    pub(crate) reason: String,
}

/// A way of handing out ports.
pub(crate) trait Behaviour {
    /// Its name, as in a message.
    fn name(&self) -> &'static str;

    /// What a demand may get.
    fn decide(&self, demand: &Demand) -> Decision;
}

/// The group of ports in which a substitute is looked for: 1-511, 512-1023, 1024-65535 (Cisco NAT FAQ).
pub(crate) fn group_start(port: u16) -> u16 {
    match port {
        0..=511 => 1,
        512..=1023 => 512,
        1024.. => 1024,
    }
}

/// Classic IOS: keep the source port if it is free on that address for that protocol, else take the first free port of
/// its group. The destination plays no part (Cisco NAT FAQ; "Fine-grained NAT port allocation" feature text).
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClassicIos;

/// IOS-XE: blocks of ports from the transport port manager. Published samples disagree on whether even the first host
/// keeps its port, so what classic IOS does surely is only likely or possible here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IosXe;

impl Behaviour for ClassicIos {
    fn name(&self) -> &'static str {
        "classic IOS"
    }

    fn decide(&self, demand: &Demand) -> Decision {
        decide(demand, self.name(), Confidence::Certain)
    }
}

impl Behaviour for IosXe {
    fn name(&self) -> &'static str {
        "IOS-XE"
    }

    fn decide(&self, demand: &Demand) -> Decision {
        let mut decision = decide(demand, self.name(), Confidence::Likely);
        if decision.outcome == Outcome::Kept && demand.own.is_none() {
            decision.outcome = Outcome::Either;
            decision.confidence = Confidence::Possible;
            "the port is free, but whether IOS-XE keeps a free source port is not settled: published samples disagree"
                .clone_into(&mut decision.reason);
        }
        if demand.extended && demand.own.is_none() && demand.never.is_none() {
            decision.confidence = Confidence::Possible;
            decision.outcome = Outcome::Either;
            decision.reason.push_str("; with 'overload extended' the same port may be kept towards different peers");
        }
        decision
    }
}

fn decide(demand: &Demand, platform: &str, sure: Confidence) -> Decision {
    let port = demand.port;
    let decision =
        |outcome, expected_port, confidence, reason: String| Decision { outcome, expected_port, confidence, reason };
    match demand.own {
        Some(own) if own == port => {
            return decision(
                Outcome::Kept,
                Some(port),
                Confidence::Certain,
                "its own entry holds the port now".to_owned(),
            );
        }
        // An existing entry wins over configuration (Cisco note on access lists and route-maps in NAT).
        Some(own) if !demand.held && demand.table_complete && demand.never.is_none() => {
            let reason =
                format!("an existing entry gives it {own}, and an entry outlives its cause: {port} is free now");
            return decision(Outcome::Remapped, Some(own), Confidence::Certain, reason);
        }
        _ => {}
    }
    if let Some(why) = &demand.never {
        return decision(Outcome::Remapped, demand.own, sure, why.clone());
    }
    if demand.held {
        let reason =
            format!("the port is taken on this address, and {platform} then takes a free one of the same group");
        return decision(Outcome::Remapped, demand.first_free, sure, reason);
    }
    if demand.rivals > 0 {
        let reason = "the first to speak keeps the port, the others are remapped".to_owned();
        return decision(Outcome::Either, None, sure, reason);
    }
    if demand.router_speaks_ike {
        let reason = "the router itself speaks IPsec on this address and may hold the port".to_owned();
        return decision(Outcome::Either, None, Confidence::Possible, reason);
    }
    if demand.table_complete {
        let reason = format!("nobody holds the port on this address, and {platform} keeps a free source port");
        return decision(Outcome::Kept, Some(port), Confidence::Likely, reason);
    }
    let reason =
        "nothing reserves the port: it is kept unless another host behind this address uses it first".to_owned();
    decision(Outcome::Either, None, Confidence::Likely, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand() -> Demand {
        Demand { port: 4500, table_complete: true, first_free: Some(1543), ..Demand::default() }
    }

    #[test]
    fn classic_ios_takes_the_first_free_port_of_the_group() {
        let decision = ClassicIos.decide(&Demand { held: true, ..demand() });
        assert_eq!((decision.outcome, decision.expected_port), (Outcome::Remapped, Some(1543)));
        assert_eq!(decision.confidence, Confidence::Certain);
    }

    #[test]
    fn the_first_to_speak_wins() {
        let decision = ClassicIos.decide(&Demand { rivals: 1, ..demand() });
        assert_eq!((decision.outcome, decision.expected_port), (Outcome::Either, None));
    }

    #[test]
    fn an_entry_outlives_its_cause() {
        let decision = ClassicIos.decide(&Demand { own: Some(1024), ..demand() });
        assert_eq!((decision.outcome, decision.expected_port), (Outcome::Remapped, Some(1024)));
    }

    #[test]
    fn ios_xe_is_never_certain_of_a_port_it_has_not_shown() {
        for held in [false, true] {
            for rivals in [0, 1] {
                let decision = IosXe.decide(&Demand { held, rivals, ..demand() });
                assert!(decision.confidence < Confidence::Certain, "{decision:?}");
                assert_ne!(decision.outcome, Outcome::Kept);
            }
        }
        let seen = IosXe.decide(&Demand { own: Some(4500), ..demand() });
        assert_eq!((seen.outcome, seen.confidence), (Outcome::Kept, Confidence::Certain));
    }

    #[test]
    fn groups_of_ports() {
        assert_eq!([500, 512, 1023, 1024, 4500].map(group_start), [1, 512, 512, 1024, 1024]);
    }
}
