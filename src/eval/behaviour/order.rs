//! Who speaks first: several hosts ask one address for ports, in every order.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use super::{Behaviour, Choice, Peer, Port, Ports, Request, Use};

/// What a host gets when some of its rivals have spoken before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// How many of them.
    pub before: usize,
    /// What may happen then.
    pub choices: Vec<Choice>,
}

/// Rivals that are let speak one by one; with more, the stories go on alike.
const MOST: usize = 8;

/// What `request` gets as the first to speak, the second, and so on. Which of the rivals spoke makes no difference where
/// all ask for the same port: only how many did, so the orders are as many as the rivals and one, not their permutations.
pub fn explore(behaviour: &dyn Behaviour, request: &Request, ports: &dyn Ports, rivals: &[Request]) -> Vec<Order> {
    let spoken = Spoken { ports, more: RefCell::default() };
    let mut orders = vec![Order { before: 0, choices: behaviour.allocate(request, &spoken) }];
    for (before, rival) in (1..).zip(rivals.iter().take(MOST)) {
        let taken = match behaviour.allocate(rival, &spoken).first().map(|choice| &choice.port) {
            Some(Port::Kept) => Some(rival.port),
            Some(Port::Is(port)) => Some(*port),
            // Some port of a range: which is not known, and the rest is as before.
            Some(Port::Within(_) | Port::Refused) | None => None,
        };
        spoken.more.borrow_mut().extend(taken.map(|port| (port, rival.peer)));
        orders.push(Order { before, choices: behaviour.allocate(request, &spoken) });
    }
    orders
}

/// Ports of the table, and those of hosts that have spoken since.
struct Spoken<'p> {
    ports: &'p dyn Ports,
    more: RefCell<Vec<(u16, Option<Peer>)>>,
}

impl Ports for Spoken<'_> {
    fn use_of(&self, port: u16, peer: Option<Peer>) -> Use {
        let more = self.more.borrow();
        let mut holders = more.iter().filter(|(held, _)| *held == port).map(|(_, theirs)| *theirs).peekable();
        let known = self.ports.use_of(port, peer);
        if holders.peek().is_none() {
            return known;
        }
        let (mut same, mut unsure) = (known == Use::HeldTowardsPeer, known == Use::Held);
        for theirs in holders {
            match (peer, theirs) {
                (Some(peer), Some(theirs)) => same |= peer == theirs,
                _ => unsure = true,
            }
        }
        match (same, unsure) {
            (true, _) => Use::HeldTowardsPeer,
            (false, true) => Use::Held,
            (false, false) => Use::HeldTowardsAnother,
        }
    }

    fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
        let (mut from, to) = range.into_inner();
        loop {
            let free = self.ports.first_free(from..=to)?;
            if !self.more.borrow().iter().any(|(held, _)| *held == free) {
                return Some(free);
            }
            from = free.checked_add(1).filter(|next| *next <= to)?;
        }
    }

    fn all_taken(&self, range: RangeInclusive<u16>) -> bool {
        self.ports.all_taken(range.clone())
            || (self.ports.first_free(range.clone()).is_some() && self.first_free(range).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Held, P, Q, to};
    use super::super::{ClassicIos, LinuxMasquerade};
    use super::*;

    fn ports(orders: &[Order]) -> Vec<Port> {
        orders.iter().map(|order| order.choices[0].port.clone()).collect()
    }

    #[test]
    fn the_first_to_speak_keeps_the_port() {
        let held = Held([(1024, P)].into());
        let orders = explore(&ClassicIos { symmetric: false }, &to(P), &held, &[to(Q), to(Q)]);
        assert_eq!(ports(&orders), [Port::Kept, Port::Is(1025), Port::Is(1026)]);
    }

    #[test]
    fn on_linux_the_order_matters_towards_one_peer_only() {
        let free = Held(Vec::new());
        assert_eq!(ports(&explore(&LinuxMasquerade, &to(P), &free, &[to(Q)])), [Port::Kept, Port::Kept]);
        let same = explore(&LinuxMasquerade, &to(P), &free, &[to(P)]);
        assert_eq!(ports(&same), [Port::Kept, Port::Within(1024..=65535)]);
    }
}
