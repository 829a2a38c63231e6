//! IOS-XE: the transport port manager hands blocks of ports to NAT.

use std::ops::RangeInclusive;

use super::{Behaviour, Choice, Mapping, Port, Ports, Request, Taken, Tried, Use, Words};
use crate::eval::Confidence;
use crate::locale::{Text, say};

/// PAT on IOS-XE. Published samples disagree on whether even the first host keeps its port, so what classic IOS does
/// surely is only likely or possible here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XeOverload {
    /// Which of its manners the configuration asks for.
    pub manner: Manner,
}

/// The manners of PAT on IOS-XE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// No setting that touches ports.
    Plain,
    /// `overload extended`: the destination is taken to count too.
    Extended,
    /// `ip nat settings interface-overload port range`: NAT has these ports only.
    Only(RangeInclusive<u16>),
    /// `ip nat settings interface-overload block port`: NAT has every port but this one.
    Without(u16),
    /// `ip nat settings pap ... bpa`: a host has ports of its own sets only.
    PortBlocks,
    /// `ip nat settings mode cgn`: a binding for each inside address and port, whatever the destination.
    Cgn,
}

/// Low source ports become 512-1023, the others 1024 and up (Cisco ASR 1000 iWAG guide, "NAT").
fn substitutes(port: u16) -> RangeInclusive<u16> {
    if port < 1024 { 512..=1023 } else { 1024..=u16::MAX }
}

impl XeOverload {
    /// Why this manner never hands out `port`, and how sure that is.
    pub fn never(&self, port: u16) -> Option<(Text, Confidence)> {
        match &self.manner {
            Manner::Plain | Manner::Extended => None,
            Manner::Only(range) => (!range.contains(&port)).then(|| {
                let (first, last) = (*range.start(), *range.end());
                // The setting is documented; that even a lone host is moved follows from it and was not seen.
                (say!("eval-xe-only", first, last, port), Confidence::Likely)
            }),
            Manner::Without(blocked) => (*blocked == port).then(|| (say!("eval-xe-without", port), Confidence::Likely)),
            Manner::PortBlocks => Some((say!("eval-xe-blocks"), Confidence::Likely)),
            Manner::Cgn => Some((say!("eval-xe-cgn"), Confidence::Possible)),
        }
    }
}

impl Behaviour for XeOverload {
    fn name(&self) -> &'static str {
        "IOS-XE"
    }

    fn source(&self) -> &'static str {
        match self.manner {
            Manner::Plain => {
                "Cisco IOS-XE 16.11 NAT guide, \"Interface Overload\", and published tables, which disagree"
            }
            Manner::Extended => {
                "Cisco-IOS-XE-nat.yang 17.9.1, \"Overload extended\"; what it does is inferred from its name"
            }
            Manner::Only(_) | Manner::Without(_) => {
                "Cisco IOS-XE 16.11 NAT guide: interface-overload port range and block port"
            }
            Manner::PortBlocks => "Cisco IOS-XE 17 NAT guide, \"Paired-Address-Pooling\" and \"Bulk Port Allocation\"",
            Manner::Cgn => "Cisco IOS-XE 16.6 NAT guide, \"Carrier Grade NAT\"",
        }
    }

    fn words(&self) -> Words {
        let mapping = match self.manner {
            Manner::Cgn => Mapping::EndpointIndependent,
            _ => Mapping::AddressAndPortDependent,
        };
        let overloading = match self.manner {
            Manner::Extended => None,
            _ => Some(false),
        };
        let preservation = matches!(self.manner, Manner::PortBlocks).then_some(false);
        Words { mapping, preservation, overloading }
    }

    fn allocate(&self, request: &Request, ports: &dyn Ports) -> Vec<Choice> {
        let port = request.port;
        let kept = |because: &Text| Choice::new(Port::Kept, Confidence::Possible, because.clone());
        let moved = |confidence, because: Text| Choice::new(Port::Within(substitutes(port)), confidence, because);
        if let Some((why, confidence)) = self.never(port) {
            let range = match &self.manner {
                Manner::Only(range) => range.clone(),
                _ => substitutes(port),
            };
            return vec![Choice::new(Port::Within(range), confidence, why)];
        }
        let is_taken = || Tried { ports: port..=port, because: Taken::Port };
        match (ports.use_of(port, request.peer), &self.manner) {
            (Use::Free, _) => {
                let because = say!("eval-xe-free");
                vec![kept(&because), moved(Confidence::Possible, because)]
            }
            (Use::Unknown, _) => {
                let because = say!("eval-xe-unreserved");
                vec![kept(&because), moved(Confidence::Possible, because)]
            }
            (Use::Held | Use::HeldTowardsAnother, Manner::Extended) => {
                let because = say!("eval-xe-extended");
                vec![kept(&because), moved(Confidence::Possible, because).after([is_taken()])]
            }
            (Use::Held | Use::HeldTowardsAnother | Use::HeldTowardsPeer, _) => {
                let because = say!("eval-taken", name = "IOS-XE", which = "blocks");
                vec![moved(Confidence::Likely, because).after([is_taken()])]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sum;
    use super::super::tests::{Held, P, Q, to};
    use super::*;
    use crate::eval::Outcome;

    fn outcome(manner: Manner, held: &Held, peer: std::net::Ipv4Addr) -> Outcome {
        let choices = XeOverload { manner }.allocate(&to(peer), held);
        assert!(choices.iter().all(|choice| choice.port != Port::Kept || choice.confidence < Confidence::Likely));
        sum(&choices).0
    }

    #[test]
    fn it_is_never_sure_to_keep_a_port() {
        let (nobody, somebody) = (Held(Vec::new()), Held([(4500, P)].into()));
        assert_eq!(outcome(Manner::Plain, &nobody, P), Outcome::Either);
        assert_eq!(outcome(Manner::Plain, &somebody, Q), Outcome::Remapped);
        assert_eq!(outcome(Manner::Extended, &somebody, Q), Outcome::Either);
        assert_eq!(outcome(Manner::Extended, &somebody, P), Outcome::Remapped);
    }

    #[test]
    fn settings_that_withhold_the_port() {
        let nobody = Held(Vec::new());
        for manner in [Manner::Only(4501..=65535), Manner::Without(4500), Manner::PortBlocks, Manner::Cgn] {
            assert_eq!(outcome(manner, &nobody, P), Outcome::Remapped);
        }
        assert_eq!(outcome(Manner::Only(1024..=65535), &nobody, P), Outcome::Either);
        assert_eq!(outcome(Manner::Without(4501), &nobody, P), Outcome::Either);
    }
}
