//! Linux netfilter, as in most home routers.

use super::{Behaviour, Choice, Mapping, Port, Ports, Request, Use, Words, group};
use crate::eval::Confidence;
use crate::locale::say;

/// `masquerade` without options: a source port is kept unless that makes two flows to the same peer alike.
#[derive(Debug, Clone, Copy)]
pub struct LinuxMasquerade;

impl Behaviour for LinuxMasquerade {
    fn name(&self) -> &'static str {
        "Linux netfilter"
    }

    fn source(&self) -> &'static str {
        "iptables-extensions, \"SNAT\" and \"MASQUERADE\"; get_unique_tuple() in net/netfilter/nf_nat_core.c (the reply tuple, \
         destination included, must be unique)"
    }

    fn words(&self) -> Words {
        let mapping = Mapping::AddressAndPortDependent;
        Words { mapping, preservation: Some(true), overloading: Some(true) }
    }

    fn allocate(&self, request: &Request, ports: &dyn Ports) -> Vec<Choice> {
        let kept = |confidence, because| Choice::new(Port::Kept, confidence, because);
        let moved = |confidence, because| Choice::new(Port::Within(group(request.port)), confidence, because);
        match ports.use_of(request.port, request.peer) {
            Use::Free => vec![kept(Confidence::Certain, say!("eval-linux-free"))],
            Use::HeldTowardsAnother => vec![kept(Confidence::Certain, say!("eval-linux-another-peer"))],
            Use::HeldTowardsPeer => vec![moved(Confidence::Certain, say!("eval-linux-same-peer"))],
            Use::Held => {
                let because = say!("eval-linux-held");
                vec![kept(Confidence::Possible, because.clone()), moved(Confidence::Possible, because)]
            }
            Use::Unknown => {
                let because = say!("eval-linux-unreserved");
                vec![kept(Confidence::Likely, because.clone()), moved(Confidence::Likely, because)]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Held, P, Q, to};
    use super::*;

    #[test]
    fn two_peers_two_hosts_one_port() {
        let held = Held([(4500, P)].into());
        let port = |peer| LinuxMasquerade.allocate(&to(peer), &held)[0].port.clone();
        assert_eq!(port(Q), Port::Kept);
        assert_eq!(port(P), Port::Within(1024..=65535));
    }
}
