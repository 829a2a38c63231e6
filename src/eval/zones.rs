//! The zone-based firewall: what it does with a packet between two interfaces.
//!
//! Cisco, "Zone-Based Policy Firewall Design and Application Guide": interfaces of one zone reach each other, an
//! interface in a zone and one in none do not, and between two zones passes only what a policy on the zone-pair lets
//! pass. That its lists see inside local addresses on both ways is field knowledge, so nothing here is ever certain.

use super::judge::{About, Open};
use super::matching::{Packet, Tri, access_list};
use crate::locale::{Text, say};
use crate::model::{ClassMatch, Device, InspectClass, Interface, PolicyClass, ZoneAction, ZonePair};
use crate::net::Protocol;
use crate::source::Span;

/// What the firewall does with a packet.
#[derive(Debug, Clone)]
pub(super) enum Zoned {
    /// No zone is concerned.
    Free,
    /// It passes.
    Passes {
        /// Whether its answers pass by that, too.
        inspected: bool,
        says: Text,
        evidence: Vec<Span>,
    },
    /// It is dropped.
    Drops(ZoneDrop),
    /// The capture does not say.
    Open(Open),
}

/// Why the zone-based firewall drops a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneDrop {
    /// The line that decides: an action, a pair without a policy, the `zone-member` line of an interface.
    pub entry: Span,
    /// The zone-pair, or the `zone-member` line of the other interface.
    pub at: Vec<Span>,
    /// Why, as a statement.
    pub why: Text,
    /// The answers are dropped, not the appliance's own packets.
    pub back: bool,
}

/// The zone of interfaces that are in none, where it is defined (IOS-XE).
const DEFAULT_ZONE: &str = "default";

/// What becomes of `packet` on its way from one interface to another.
pub(super) fn cross(device: &Device, from: &Interface, to: &Interface, packet: &Packet) -> Zoned {
    let default = device.firewall.zones.iter().any(|zone| zone.value == DEFAULT_ZONE);
    let zone = |interface: &Interface| match &interface.zone {
        Some(zone) => Some(zone.value.clone()),
        None => default.then(|| DEFAULT_ZONE.to_owned()),
    };
    let lines: Vec<Span> = [from, to].into_iter().filter_map(|i| i.zone.as_ref()).map(|zone| zone.span).collect();
    let Some(&line) = lines.first() else { return Zoned::Free };
    let open = |says: Text| Zoned::Open(Open { about: About::AfterNat, span: Some(line), says });
    // Where zones are used and not defined, the text is not the whole configuration, whatever it looks like.
    let members = [from, to].into_iter().filter_map(|interface| interface.zone.as_ref());
    let undefined = members.clone().find(|zone| !device.firewall.zones.iter().any(|known| known.value == zone.value));
    if let Some(zone) = undefined {
        return open(say!("eval-zone-undefined", zone = &zone.value));
    }
    let (Some(source), Some(destination)) = (zone(from), zone(to)) else {
        if !device.config_is_whole() {
            return open(say!("eval-zone-not-here"));
        }
        let (member, outsider) = if from.zone.is_some() { (from, to) } else { (to, from) };
        let zone = member.zone.as_ref().map_or("", |zone| &zone.value);
        let (member, outside) = (&member.name.value, &outsider.name.value);
        let why = say!("eval-zone-in-none", member, zone, outsider = outside);
        return Zoned::Drops(ZoneDrop { entry: line, at: vec![outsider.name.span], why, back: false });
    };
    let is_pair = |pair: &&ZonePair| pair.source == source && pair.destination == destination;
    match device.firewall.pairs.iter().find(is_pair) {
        Some(pair) => by_policy(device, pair, packet),
        None if source == destination => {
            Zoned::Passes { inspected: true, says: say!("eval-zone-same", zone = source), evidence: lines }
        }
        None if device.config_is_whole() => {
            let why = say!("eval-zone-no-pair", source, destination);
            Zoned::Drops(ZoneDrop { entry: line, at: lines.get(1..).unwrap_or(&[]).to_vec(), why, back: false })
        }
        None => open(say!("eval-zone-pair-not-here", source, destination)),
    }
}

/// What the policy of a pair does: the first class that matches decides.
fn by_policy(device: &Device, pair: &ZonePair, packet: &Packet) -> Zoned {
    let name = say!("eval-zone-pair", name = &pair.name.value, source = &pair.source, destination = &pair.destination,);
    let open = |span, says| Zoned::Open(Open { about: About::AfterNat, span: Some(span), says });
    let drops = |entry, why| Zoned::Drops(ZoneDrop { entry, at: vec![pair.span], why, back: false });
    let Some(policy) = &pair.policy else {
        return if device.config_is_whole() {
            drops(pair.span, say!("eval-zone-no-policy", pair = name))
        } else {
            open(pair.span, say!("eval-zone-policy-not-here", pair = name))
        };
    };
    let Some(found) = device.firewall.policies.iter().find(|known| known.name.value == policy.value) else {
        return open(policy.span, say!("eval-zone-policy-undefined", pair = name, policy = &policy.value));
    };
    let mut maybe: Vec<Option<ZoneAction>> = Vec::new();
    let mut open_at = None;
    for class in &found.classes {
        let matched = match &class.class {
            None => Tri::Yes,
            Some(class) => class_matches(device, class, packet, 0),
        };
        let action = action(class);
        match matched {
            Tri::No => {}
            Tri::Maybe => {
                maybe.push(action);
                open_at.get_or_insert(class.span);
            }
            Tri::Yes if maybe.iter().any(|other| *other != action) || action.is_none() => {
                open_at.get_or_insert(class.span);
                break;
            }
            Tri::Yes => return decided(&name, class, action, pair),
        }
    }
    match open_at {
        Some(span) => open(span, say!("eval-zone-open", pair = name)),
        // A policy ends with a class-default that drops, written or not.
        None => drops(policy.span, say!("eval-zone-no-class", policy = &policy.value, pair = name)),
    }
}

fn action(class: &PolicyClass) -> Option<ZoneAction> {
    // What a class without an action does was not found documented, but for class-default, which drops.
    let default = class.class.is_none().then_some(ZoneAction::Drop);
    class.action.as_ref().map(|action| action.value).or(default)
}

fn decided(name: &Text, class: &PolicyClass, action: Option<ZoneAction>, pair: &ZonePair) -> Zoned {
    let of = class.class.as_deref().unwrap_or("class-default");
    let line = class.action.as_ref().map_or(class.span, |action| action.span);
    let passes = |inspected, says| Zoned::Passes { inspected, says, evidence: vec![pair.span, class.span, line] };
    match action {
        Some(ZoneAction::Inspect) => passes(true, say!("eval-zone-inspects", pair = name, class = of)),
        Some(ZoneAction::Pass) => passes(false, say!("eval-zone-passes", pair = name, class = of)),
        _ => {
            let why = say!("eval-zone-drops", pair = name, class = of);
            Zoned::Drops(ZoneDrop { entry: line, at: vec![pair.span], why, back: false })
        }
    }
}

/// How deep class-maps may name each other.
const DEPTH: u8 = 8;

fn class_matches(device: &Device, name: &str, packet: &Packet, depth: u8) -> Tri {
    let class = device.firewall.classes.iter().find(|class| class.name.value == name);
    let Some(class) = class.filter(|class| depth < DEPTH && !class.matches.is_empty()) else { return Tri::Maybe };
    let all = class.matches.iter().map(|condition| condition_matches(device, &condition.value, packet, depth));
    combine(class, all)
}

fn combine(class: &InspectClass, all: impl Iterator<Item = Tri>) -> Tri {
    if class.any { all.fold(Tri::No, Tri::or) } else { all.fold(Tri::Yes, Tri::and) }
}

fn condition_matches(device: &Device, condition: &ClassMatch, packet: &Packet, depth: u8) -> Tri {
    match condition {
        ClassMatch::Protocol(name) => names_protocol(name, packet),
        ClassMatch::AccessGroup(list) => {
            let judgement = access_list(device, list, packet);
            if judgement.undefined.is_some() { Tri::Maybe } else { judgement.permitted }
        }
        ClassMatch::ClassMap(name) => class_matches(device, name, packet, depth + 1),
        ClassMatch::Other(_) => Tri::Maybe,
    }
}

/// Whether the name of an inspected protocol covers the packet. Which application names stand for UDP 4500 is a matter
/// of the release's port map (`show ip port-map`), so of those that may, none is decided.
pub(super) fn names_protocol(name: &str, packet: &Packet) -> Tri {
    const TCP_OR_OTHER: [&str; 24] = [
        "bgp", "dns", "domain", "ftp", "ftps", "http", "https", "icmp", "imap", "imap3", "imaps", "ldap", "ntp",
        "pop3", "pop3s", "pptp", "rtsp", "sip", "skinny", "smtp", "esmtp", "ssh", "telnet", "tftp",
    ];
    match name {
        "udp" => Tri::of(packet.protocol == Protocol::UDP),
        "tcp" => Tri::of(packet.protocol == Protocol::TCP),
        _ if packet.protocol == Protocol::UDP && TCP_OR_OTHER.contains(&name) => Tri::No,
        _ => Tri::Maybe,
    }
}
