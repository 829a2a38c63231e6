//! How a shared inside global address hands out ports: one small type a behaviour, in the words of RFC 4787, each with
//! its source. An answer is a set of choices, each with how sure it is.

mod classic;
mod linux;
mod order;
mod xe;

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

pub use classic::ClassicIos;
pub use linux::LinuxMasquerade;
pub use order::{Order, explore};
pub use xe::{Manner, XeOverload};

use super::{Confidence, Outcome};
use crate::locale::{Text, say};
use crate::net::Protocol;

/// A way of handing out ports.
pub trait Behaviour: std::fmt::Debug + Sync {
    /// Its name, as in a message: `classic IOS`.
    fn name(&self) -> &'static str;

    /// Where what it does is documented or was seen.
    fn source(&self) -> &'static str;

    /// What it is in the words of RFC 4787.
    fn words(&self) -> Words;

    /// What a host may get that has no entry yet. Never empty.
    fn allocate(&self, request: &Request, ports: &dyn Ports) -> Vec<Choice>;
}

impl<B: Behaviour + ?Sized> Behaviour for &B {
    fn name(&self) -> &'static str {
        (**self).name()
    }

    fn source(&self) -> &'static str {
        (**self).source()
    }

    fn words(&self) -> Words {
        (**self).words()
    }

    fn allocate(&self, request: &Request, ports: &dyn Ports) -> Vec<Choice> {
        (**self).allocate(request, ports)
    }
}

/// A behaviour in the words of RFC 4787, "NAT Behavioral Requirements for Unicast UDP".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Section 4.1.
    pub mapping: Mapping,
    /// Section 4.2.1, "port preservation": a free source port is kept. `None`: not settled.
    pub preservation: Option<bool>,
    /// Section 4.2.1, "port overloading": two inside hosts may share a port, told apart by the destination. `None`: not
    /// settled.
    pub overloading: Option<bool>,
}

/// Which packets of one inside host and port share a mapping (RFC 4787, section 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// All of them.
    EndpointIndependent,
    /// Those to one address and port.
    AddressAndPortDependent,
}

impl Words {
    /// All three in one line.
    pub fn says(&self) -> Text {
        let told = |known: Option<bool>| match known {
            Some(true) => "yes",
            Some(false) => "no",
            None => "open",
        };
        let (preservation, overloading) = (told(self.preservation), told(self.overloading));
        say!("eval-words", mapping = self.mapping.as_str(), preservation, overloading)
    }
}

impl Mapping {
    /// The words of RFC 4787.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EndpointIndependent => "endpoint-independent",
            Self::AddressAndPortDependent => "address and port-dependent",
        }
    }
}

/// A host without an entry sends its first packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Ports are counted for each protocol apart.
    pub protocol: Protocol,
    /// The source port of the packet.
    pub port: u16,
    /// Where it goes; `None` when nobody said.
    pub peer: Option<Peer>,
}

/// Address and port of the other end.
pub type Peer = (Ipv4Addr, u16);

/// The ports of one inside global address and one protocol.
pub trait Ports {
    /// Who has a port.
    fn use_of(&self, port: u16, peer: Option<Peer>) -> Use;

    /// The lowest port of a range that nobody has; `None` where that is not known, or there is none.
    fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16>;

    /// Whether every port of a range is known to be taken.
    fn all_taken(&self, range: RangeInclusive<u16>) -> bool;
}

/// Who has a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Nobody.
    Free,
    /// A mapping, of which it is not known that it goes to the same peer.
    Held,
    /// A mapping to another peer.
    HeldTowardsAnother,
    /// A mapping to the same peer.
    HeldTowardsPeer,
    /// The table does not say.
    Unknown,
}

/// One thing that may happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The port.
    pub port: Port,
    /// How sure.
    pub confidence: Confidence,
    /// Why, as a sentence without a full stop.
    pub because: Text,
    /// Ports that were tried before, and why they were not taken.
    pub tried: Vec<Tried>,
}

/// The port that a host gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    /// The one it asked for.
    Kept,
    /// Another one, known.
    Is(u16),
    /// Another one out of these.
    Within(RangeInclusive<u16>),
    /// None: the packet is dropped.
    Refused,
}

/// Ports that were passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// From and to.
    pub ports: RangeInclusive<u16>,
    /// Why they were not taken.
    pub because: Taken,
}

/// What was taken of ports that were passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The port that was asked for.
    Port,
    /// Those below the one that was free.
    Ports,
    /// All of a group.
    Group,
}

impl Tried {
    /// `1024-1026 are taken`.
    pub fn says(&self) -> Text {
        let (first, last) = (self.ports.start(), self.ports.end());
        let ports = if first == last { first.to_string() } else { format!("{first}-{last}") };
        let why = match self.because {
            Taken::Port => "port",
            Taken::Ports => "ports",
            Taken::Group => "group",
        };
        say!("eval-tried", ports, why)
    }
}

impl Choice {
    fn new(port: Port, confidence: Confidence, because: Text) -> Self {
        Self { port, confidence, because, tried: Vec::new() }
    }

    fn after(mut self, tried: impl IntoIterator<Item = Tried>) -> Self {
        self.tried.extend(tried);
        self
    }
}

/// The group of ports in which classic IOS and Linux look for a substitute: 1-511, 512-1023, 1024-65535 (Cisco NAT FAQ;
/// iptables-extensions, "SNAT").
pub fn group(port: u16) -> RangeInclusive<u16> {
    match port {
        0..=511 => 1..=511,
        512..=1023 => 512..=1023,
        1024.. => 1024..=u16::MAX,
    }
}

/// What the choices add up to: the outcome, the port where there is but one, and the weakest confidence.
pub(super) fn sum<'c>(choices: impl IntoIterator<Item = &'c Choice>) -> (Outcome, Option<u16>, Confidence) {
    let (mut outcome, mut port, mut confidence) = (None, None, Confidence::Certain);
    for choice in choices {
        let (one, its) = match choice.port {
            Port::Kept => (Outcome::Kept, None),
            Port::Is(port) => (Outcome::Remapped, Some(port)),
            Port::Within(_) => (Outcome::Remapped, None),
            Port::Refused => (Outcome::Dropped, None),
        };
        (outcome, port) = match outcome {
            None => (Some(one), its),
            Some(so_far) if so_far == one => (outcome, port.filter(|port| Some(*port) == its)),
            // Kept or not, as the case may be.
            Some(_) => (Some(Outcome::Either), None),
        };
        confidence = confidence.min(choice.confidence);
    }
    (outcome.unwrap_or(Outcome::Unknown), port, confidence)
}

/// The names that [`named`] knows.
pub const NAMES: [&str; 3] = ["classic-ios", "ios-xe", "linux"];

/// The behaviours that `trace --behaviour` may be asked for, by name.
pub fn named(name: &str) -> Option<&'static dyn Behaviour> {
    match name {
        "classic-ios" => Some(&ClassicIos { symmetric: false }),
        "ios-xe" => Some(&XeOverload { manner: Manner::Plain }),
        "linux" => Some(&LinuxMasquerade),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Ports held in a test, each towards a peer.
    pub(crate) struct Held(pub(crate) Vec<(u16, Ipv4Addr)>);

    impl Ports for Held {
        fn use_of(&self, port: u16, peer: Option<Peer>) -> Use {
            let mut holders = self.0.iter().filter(|(held, _)| *held == port).peekable();
            if holders.peek().is_none() {
                return Use::Free;
            }
            match peer {
                None => Use::Held,
                Some((peer, _)) if holders.any(|(_, theirs)| *theirs == peer) => Use::HeldTowardsPeer,
                Some(_) => Use::HeldTowardsAnother,
            }
        }

        fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
            range.into_iter().find(|port| !self.0.iter().any(|(held, _)| held == port))
        }

        fn all_taken(&self, range: RangeInclusive<u16>) -> bool {
            self.first_free(range).is_none()
        }
    }

    pub(crate) const P: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 11);
    pub(crate) const Q: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 12);

    pub(crate) fn to(peer: Ipv4Addr) -> Request {
        Request { protocol: Protocol::UDP, port: 4500, peer: Some((peer, 4500)) }
    }

    #[test]
    fn every_name_is_known_and_every_behaviour_names_its_source() {
        for name in NAMES {
            assert!(!named(name).unwrap().source().is_empty());
        }
        assert!(named("buffalo").is_none());
    }

    #[test]
    fn groups_of_ports() {
        assert_eq!([500, 512, 1023, 1024, 4500].map(|port| *group(port).start()), [1, 512, 512, 1024, 1024]);
    }

    #[test]
    fn choices_add_up() {
        let of = |ports: &[Port]| {
            let choices: Vec<_> =
                ports.iter().map(|port| Choice::new(port.clone(), Confidence::Likely, Text::default())).collect();
            let (outcome, port, _) = sum(&choices);
            (outcome, port)
        };
        assert_eq!(of(&[Port::Is(1024)]), (Outcome::Remapped, Some(1024)));
        assert_eq!(of(&[Port::Is(1024), Port::Is(1025)]), (Outcome::Remapped, None));
        assert_eq!(of(&[Port::Kept, Port::Is(1024)]), (Outcome::Either, None));
        assert_eq!(of(&[Port::Kept, Port::Kept]), (Outcome::Kept, None));
    }
}
