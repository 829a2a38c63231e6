//! `ip inspect`: it watches what passes, and opens the access lists for the answers.
//!
//! Cisco, "Understanding Inspection Rules" (Cisco Security Manager guide): temporary openings are made where inspected
//! traffic leaves the inside, and what an access list denies is not inspected.

use super::matching::{Packet, Tri};
use super::zones::names_protocol;
use crate::locale::{Text, say};
use crate::model::{Device, Interface};
use crate::source::Span;

/// The inspection that sees a packet, inbound on the inside interface or outbound on the outside one, and whether it
/// watches it.
pub(super) fn of(
    device: &Device,
    ingress: Option<&Interface>,
    egress: &Interface,
    packet: &Packet,
) -> Option<(Tri, Span)> {
    let sides = ingress.into_iter().map(|ingress| (ingress, true)).chain([(egress, false)]);
    let names = sides.flat_map(|(interface, inbound)| {
        interface.inspect.iter().filter(move |inspection| inspection.inbound == inbound)
    });
    let all = names.map(|inspection| {
        let rules = || device.firewall.inspections.iter().filter(|rule| rule.name.value == inspection.name.value);
        // A name that this part of the configuration does not define may stand for anything.
        let undefined = rules().next().is_none() && !device.config_is_whole();
        let none = if undefined { Tri::Maybe } else { Tri::No };
        rules().fold((none, inspection.name.span), |best, rule| {
            better(best, (names_protocol(&rule.protocol, packet), rule.span))
        })
    });
    all.reduce(better)
}

/// Of two, the one that is more likely to watch; of equals the first.
fn better(one: (Tri, Span), other: (Tri, Span)) -> (Tri, Span) {
    match (one.0, other.0) {
        (Tri::Yes, _) | (Tri::Maybe, Tri::Maybe) | (_, Tri::No) => one,
        (_, Tri::Yes | Tri::Maybe) => other,
    }
}

/// What the inspection is called whose line is at `span`.
pub(super) fn name(device: &Device, span: Span) -> Text {
    let rule = device.firewall.inspections.iter().find(|rule| rule.span == span);
    match rule {
        Some(rule) => say!("eval-inspection-of", name = &rule.name.value, protocol = &rule.protocol),
        None => say!("eval-inspection"),
    }
}
