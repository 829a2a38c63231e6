//! Classic IOS, 12.x to 15.x.

use super::{Behaviour, Choice, Mapping, Port, Ports, Request, Taken, Tried, Use, Words, group};
use crate::eval::Confidence;
use crate::locale::{Text, say};

/// Keeps the source port if it is free on that address for that protocol, else takes the first free port of its group.
/// The destination plays no part.
#[derive(Debug, Clone, Copy)]
pub struct ClassicIos {
    /// `ip nat service enable-sym-port`: later flows of a remapped host get the same port again.
    pub symmetric: bool,
}

impl Behaviour for ClassicIos {
    fn name(&self) -> &'static str {
        "classic IOS"
    }

    fn source(&self) -> &'static str {
        "Cisco NAT FAQ, and \"NAT Fine-Grained NAT Port Allocation\" (the port database is asked without the destination)"
    }

    fn words(&self) -> Words {
        let mapping = if self.symmetric { Mapping::EndpointIndependent } else { Mapping::AddressAndPortDependent };
        Words { mapping, preservation: Some(true), overloading: Some(false) }
    }

    fn allocate(&self, request: &Request, ports: &dyn Ports) -> Vec<Choice> {
        let port = request.port;
        match ports.use_of(port, request.peer) {
            Use::Free => {
                vec![Choice::new(Port::Kept, Confidence::Likely, say!("eval-ios-free"))]
            }
            Use::Held | Use::HeldTowardsAnother | Use::HeldTowardsPeer => vec![substitute(port, ports)],
            Use::Unknown => {
                let because = say!("eval-ios-unreserved");
                vec![
                    Choice::new(Port::Kept, Confidence::Likely, because.clone()),
                    Choice::new(Port::Within(group(port)), Confidence::Likely, because),
                ]
            }
        }
    }
}

/// The first free port of the group.
fn substitute(port: u16, ports: &dyn Ports) -> Choice {
    let (group, is_taken) = (group(port), Tried { ports: port..=port, because: Taken::Port });
    let Some(free) = ports.first_free(group.clone()) else {
        if ports.all_taken(group.clone()) {
            // Logged as ADDR_ALLOC_FAILURE on IOS-XE; for classic IOS nothing was found that says so.
            return Choice::new(Port::Refused, Confidence::Possible, say!("eval-ios-full"))
                .after([is_taken, Tried { ports: group, because: Taken::Group }]);
        }
        return Choice::new(Port::Within(group), Confidence::Certain, taken("first")).after([is_taken]);
    };
    // Of the lowest group a published table shows 2, 5 and 6 given out (two hosts on UDP 500): not the first free one.
    if *group.start() < 512 {
        return Choice::new(Port::Within(group), Confidence::Certain, taken("group")).after([is_taken]);
    }
    let below = (free > *group.start()).then(|| Tried { ports: *group.start()..=free - 1, because: Taken::Ports });
    Choice::new(Port::Is(free), Confidence::Certain, taken("first")).after([is_taken].into_iter().chain(below))
}

/// Why it is another port: `which` of the group it is, the first free one or any.
fn taken(which: &str) -> Text {
    say!("eval-taken", name = "classic IOS", which)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Held, P, Q, to};
    use super::*;

    const IOS: ClassicIos = ClassicIos { symmetric: false };

    #[test]
    fn a_free_port_is_kept() {
        let choices = IOS.allocate(&to(P), &Held(Vec::new()));
        assert_eq!(choices.iter().map(|choice| &choice.port).collect::<Vec<_>>(), [&Port::Kept]);
    }

    #[test]
    fn a_taken_port_becomes_the_first_free_of_the_group_whoever_the_peer_is() {
        let held = Held([(4500, P), (1024, P), (1025, Q), (500, P)].into());
        for peer in [P, Q] {
            let choices = IOS.allocate(&to(peer), &held);
            assert_eq!(choices.len(), 1);
            assert_eq!((&choices[0].port, choices[0].confidence), (&Port::Is(1026), Confidence::Certain));
            let tried: Vec<_> = choices[0].tried.iter().map(|tried| tried.says().to_string()).collect();
            assert_eq!(tried, ["4500 is taken", "1024-1025 are taken"]);
        }
    }

    #[test]
    fn of_the_lowest_group_the_number_is_not_known() {
        let held = Held([(500, P)].into());
        let ike = Request { port: 500, ..to(P) };
        assert_eq!(IOS.allocate(&ike, &held)[0].port, Port::Within(1..=511));
    }

    #[test]
    fn a_full_group_refuses() {
        let held = Held((512..=1023).map(|port| (port, P)).collect());
        let low = Request { port: 600, ..to(P) };
        assert_eq!(IOS.allocate(&low, &held)[0].port, Port::Refused);
    }
}
