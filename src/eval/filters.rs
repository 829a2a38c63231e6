//! What stands between NAT and the wire, and what the answers meet on their way back.
//!
//! Cisco document 6209 ("NAT Order of Operation"): inside to outside, the crypto map, the outbound list and inspection
//! come after NAT and see the inside global address; outside to inside, the inbound list comes before NAT and sees it
//! too, while routing, inspection and the outbound list of the inside interface see the inside local address.

use std::net::Ipv4Addr;

use super::engine::Path;
use super::inspect;
use super::judge::{About, Open, in_use, observed};
use super::matching::{Judgement, Packet, Tri, access_list_with, deciding, reflects, undecided};
use super::words::yes_or_no;
use super::zones::{self, ZoneDrop, Zoned};
use super::{Confidence, Flow, Outcome, Prediction, Standing, Step, StepKind};
use crate::locale::{Text, say};
use crate::model::{Device, Interface, NatSide};
use crate::net::{InterfaceName, is_private};
use crate::source::{Span, Spanned};

/// A packet between two interfaces, after NAT has looked at it.
pub(super) struct Crossing<'a, 'd> {
    pub(super) device: &'d Device,
    pub(super) flow: &'a Flow,
    pub(super) path: &'a Path<'d>,
    pub(super) ingress: Option<&'d Interface>,
    pub(super) egress: &'d Interface,
    /// Where answers arrive: on the outside interface whose network has the inside global address.
    pub(super) back: &'d Interface,
    /// As the inside sees it.
    pub(super) local: Packet,
    /// As the outside sees it.
    pub(super) global: Packet,
    pub(super) state: State,
    steps: Vec<Step>,
}

/// What the packet leaves behind, so that its answers pass.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// Reflexive lists that hold the answer, and the answer as they know it.
    reflected: Vec<(String, Packet, Tri)>,
    /// An inspection that watches the flow, and its line.
    pub(super) inspected: Option<(Tri, Span)>,
    /// Whether the zone-based firewall lets the answers pass by itself.
    pub(super) zoned: bool,
}

/// Filters the packet of one path, and its answers. What it finds goes to `predicted` and `standing`; the steps are
/// returned.
pub(super) fn cross(
    device: &Device,
    flow: &Flow,
    path: &Path<'_>,
    predicted: &mut Prediction,
    standing: &mut Standing,
) -> Vec<Step> {
    let Some(mut crossing) = Crossing::of(device, flow, path, predicted) else { return Vec::new() };
    // What leaves with a private address gets no answer that a filter could drop, unless a tunnel takes it.
    let untranslated = predicted.outcome == Outcome::Untranslated && in_use(&observed(device, flow)).is_none();
    if untranslated && is_private(flow.local) && !flow.peer.is_some_and(is_private) {
        crossing.encrypts(true, standing);
        return crossing.steps;
    }
    crossing.leaves(predicted, standing);
    if predicted.outcome != Outcome::Dropped {
        crossing.comes_back(predicted, standing);
    }
    crossing.steps
}

fn leaves(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Kept | Outcome::Remapped | Outcome::Either)
}

impl<'a, 'd> Crossing<'a, 'd> {
    fn of(device: &'d Device, flow: &'a Flow, path: &'a Path<'d>, predicted: &Prediction) -> Option<Self> {
        let egress = path.egress?;
        let untranslated = predicted.outcome == Outcome::Untranslated;
        let seen = observed(device, flow);
        let (address, port) = match (in_use(&seen), &predicted.inside_global) {
            (Some(entry), _) => (entry.address.v4(), entry.port()),
            (None, _) if untranslated => (Some(flow.local), Some(flow.local_port)),
            (None, Some(global)) => (global.v4(), predicted.expected_port),
            // An address that the router gets by DHCP or PPP: one of the Internet that nobody named.
            (None, None) if leaves(predicted.outcome) => (None, predicted.expected_port),
            (None, None) => return None,
        };
        let local = Packet::of(flow);
        let global = Packet { source: address, source_port: port, ..local };
        // Where nothing leads to the host, the interface is one of several on which it may arrive.
        let ingress = path.ingress.filter(|_| path.inward.is_some());
        let back = address.map_or(egress, |address| entrance(device, egress, address));
        let (state, steps) = (State::default(), Vec::new());
        Some(Self { device, flow, path, ingress, egress, back, local, global, state, steps })
    }

    pub(super) fn step(&mut self, kind: StepKind, says: Text, evidence: Vec<Span>) {
        self.steps.push(Step { kind, says, evidence });
    }

    /// Crypto map, outbound list, inspection, zones.
    fn leaves(&mut self, predicted: &mut Prediction, standing: &mut Standing) {
        if let Some(list) = self.ingress.and_then(|ingress| ingress.acl_in.as_ref()) {
            let packet = self.local;
            let judgement = self.judge(list, &packet);
            self.reflect(list, judgement.as_ref(), packet);
        }
        self.encrypts(predicted.outcome == Outcome::Untranslated, standing);
        if let Some(list) = &self.egress.acl_out {
            self.acl_out(list, predicted, standing);
        }
        if predicted.outcome == Outcome::Dropped {
            return;
        }
        self.policies(standing);
        self.state.inspected = inspect::of(self.device, self.ingress, self.egress, &self.local);
        let inside = self.path.ingress.filter(|_| self.ingress.is_none());
        let inbound = inside.and_then(|inside| inside.inspect.iter().find(|inspection| inspection.inbound));
        if let (Some(inspection), None | Some((Tri::No, _))) = (inbound, self.state.inspected) {
            self.state.inspected = Some((Tri::Maybe, inspection.name.span));
        }
        if let Some((watched, span)) = self.state.inspected {
            let inspection = inspect::name(self.device, span);
            let says = match watched {
                Tri::Yes => say!("eval-inspect-watches", inspection),
                Tri::No => say!("eval-inspect-does-not", inspection, protocol = self.flow.protocol),
                Tri::Maybe => say!("eval-inspect-may", inspection),
            };
            self.step(StepKind::Inspect, says, vec![span]);
        }
        self.zones_out(predicted, standing);
    }

    /// A policy of quality of service or a map of a VLAN can drop a class of packets, on either way. What a subinterface sends and receives
    /// passes its line.
    fn policies(&self, standing: &mut Standing) {
        let own = self.ingress.into_iter().chain([self.egress]);
        let lines = own.clone().filter_map(|interface| {
            let (line, _) = interface.name.value.as_str().split_once('.')?;
            self.device.interface(&InterfaceName::parse(line)?)
        });
        let vlans =
            own.clone().filter_map(|interface| interface.name.value.as_str().strip_prefix("Vlan")?.parse().ok());
        let firewall = &self.device.firewall;
        let named = own.chain(lines).flat_map(|interface| &interface.policies).map(|policy| policy.value.as_str());
        for policy in named.chain(vlans.flat_map(|vlan| firewall.maps_of_vlan(vlan))) {
            if let Some(drop) = firewall.drops(policy) {
                open(standing, drop, say!("eval-policy-drops", policy));
            }
        }
    }

    fn acl_out(&mut self, list: &Spanned<String>, predicted: &mut Prediction, standing: &mut Standing) {
        let packet = self.global;
        let Some(judgement) = self.judge(list, &packet) else {
            let says = self.undefined(list);
            if !self.device.config_is_whole() {
                open(standing, list.span, says.clone());
            }
            return self.step(StepKind::AclOut, says, vec![list.span]);
        };
        let mut evidence = vec![list.span];
        evidence.extend(&judgement.evidence);
        let (name, interface) = (&list.value, &self.egress.name.value);
        evidence.extend(judgement.shown.counted);
        let says = match judgement.permitted {
            Tri::Yes => say!("eval-list-lets-out", list = name, from = from(&packet), interface),
            Tri::No => say!("eval-list-drops-out", list = name, interface, from = from(&packet)),
            Tri::Maybe => undecided(name, "it"),
        };
        self.step(StepKind::AclOut, judgement.shown.behind(says), evidence);
        match judgement.permitted {
            Tri::Yes => {}
            Tri::No => {
                standing.dropped_by = Some(deciding(list, &judgement));
                standing.dropped_at = Some(list.span);
                // Where the list drops it whatever the port is, it is no matter how sure the port is.
                let any_port = Packet { source_port: None, ..packet };
                let whatever = self.judge(list, &any_port).is_some_and(|judged| judged.permitted == Tri::No);
                if whatever && predicted.inside_global.is_some() {
                    predicted.confidence = Confidence::Certain;
                }
                predicted.outcome = Outcome::Dropped;
                predicted.reason = say!("eval-dropped-after");
            }
            Tri::Maybe => open(standing, list.span, undecided(name, "it")),
        }
        self.reflect(list, Some(&judgement), packet);
    }

    /// Whether a crypto map of the outside interface takes the packet after NAT.
    fn encrypts(&mut self, untranslated: bool, standing: &mut Standing) {
        let Some(map) = &self.egress.crypto_map else { return };
        let device = self.device;
        // To a private peer over a VPN, untranslated, is a way that HCX may be meant to take.
        let private_peer = self.flow.peer.is_some_and(is_private);
        let meant = untranslated && private_peer;
        let mut missed = None;
        for entry in device.crypto_maps.iter().filter(|entry| entry.name == map.value) {
            let undecided = |why: Text| say!("eval-crypto-may", map = &map.value, why);
            let mut taken =
                |sure: Confidence| standing.encrypted = standing.encrypted.max(untranslated.then_some(sure));
            if entry.group {
                taken(Confidence::Possible);
                let says = undecided(say!("eval-crypto-group"));
                self.step(StepKind::Crypto, says.clone(), vec![map.span, entry.span]);
                if !meant {
                    open(standing, entry.span, says);
                }
                return;
            }
            // IOS keeps an entry without a list disabled, and says so when it is made.
            let Some(list) = &entry.list else { continue };
            let Some(judgement) = self.judge(list, &self.global) else {
                taken(Confidence::Possible);
                let says = undecided(say!("eval-crypto-no-list", list = &list.value));
                self.step(StepKind::Crypto, says.clone(), vec![map.span, list.span]);
                open(standing, list.span, says);
                continue;
            };
            if judgement.permitted == Tri::No {
                let before = self.judge(list, &self.local).filter(|before| before.permitted == Tri::Yes);
                missed = missed.or(before.filter(|_| !untranslated).map(|before| (list, before)));
                continue;
            }
            let sure = judgement.permitted == Tri::Yes;
            taken(if sure { Confidence::Certain } else { Confidence::Possible });
            let says = say!(
                "eval-crypto-takes",
                map = &map.value,
                sure = yes_or_no(sure),
                list = &list.value,
                meant = yes_or_no(meant),
            );
            let mut evidence = vec![map.span, list.span];
            evidence.extend(&judgement.evidence);
            self.step(StepKind::Crypto, says.clone(), evidence);
            if !meant {
                open(standing, list.span, says);
            }
            return;
        }
        if let Some((list, before)) = missed {
            let says = say!("eval-crypto-missed", map = &map.value, list = &list.value, host = self.flow.local);
            let mut evidence = vec![map.span, list.span];
            evidence.extend(&before.evidence);
            self.step(StepKind::Crypto, says.clone(), evidence);
            // Over the Internet a private address cannot be reached.
            if private_peer {
                open(standing, list.span, says);
            }
        }
    }

    fn zones_out(&mut self, predicted: &mut Prediction, standing: &mut Standing) {
        let Some(ingress) = self.ingress else {
            if let Some(zone) = &self.egress.zone {
                let says = say!("eval-zone-arrival", zone = &zone.value);
                open(standing, zone.span, says.clone());
                self.step(StepKind::Zone, says, vec![zone.span]);
            }
            return;
        };
        match zones::cross(self.device, ingress, self.egress, &self.local) {
            Zoned::Free => self.state.zoned = true,
            Zoned::Passes { inspected, says, evidence } => {
                self.state.zoned = inspected;
                predicted.confidence = predicted.confidence.min(Confidence::Likely);
                self.step(StepKind::Zone, says, evidence);
            }
            Zoned::Drops(drop) => {
                self.step(StepKind::Zone, drop.why.clone(), evidence(&drop));
                predicted.outcome = Outcome::Dropped;
                predicted.confidence = predicted.confidence.min(Confidence::Likely);
                predicted.reason = drop.why.clone();
                standing.zone_drop = Some(drop);
            }
            Zoned::Open(question) => {
                // Nothing is known of the answers either, and one question is enough.
                self.state.zoned = true;
                self.step(StepKind::Zone, question.says.clone(), question.span.into_iter().collect());
                standing.ask(question);
            }
        }
    }

    /// What a list does of which no entry is in the text.
    pub(super) fn undefined(&self, list: &Spanned<String>) -> Text {
        let list = &list.value;
        if self.device.config_is_whole() { say!("eval-list-undefined", list) } else { say!("eval-list-not-here", list) }
    }

    /// What a list on an interface says; `None` where it is not defined, which permits everything.
    pub(super) fn judge(&self, list: &Spanned<String>, packet: &Packet) -> Option<Judgement> {
        let holds = |name: &str| {
            // What this flow puts there is known where its way is; what the peer may put there is not.
            let known = self.ingress.is_some() && self.steps.iter().any(is_back);
            let none = if known { Tri::No } else { Tri::Maybe };
            let held = self.state.reflected.iter().filter(|(list, answer, _)| list == name && answer == packet);
            held.fold(none, |sum, (.., sure)| sum.or(*sure))
        };
        self.device.has_list(&list.value).then(|| access_list_with(self.device, &list.value, packet, &holds))
    }

    /// Remembers what the entries that let a packet pass put into reflexive lists.
    fn reflect(&mut self, list: &Spanned<String>, judgement: Option<&Judgement>, packet: Packet) {
        let Some(judgement) = judgement.filter(|judgement| judgement.permitted != Tri::No) else { return };
        let Some(acl) = self.device.acls.get(&list.value) else { return };
        let sure = if judgement.permitted == Tri::Yes && judgement.evidence.len() == 1 { Tri::Yes } else { Tri::Maybe };
        for entry in acl.entries.iter().filter(|entry| judgement.evidence.contains(&entry.span)) {
            if let Some(name) = reflects(entry) {
                self.state.reflected.push((name.to_owned(), packet.answer(), sure));
            }
        }
    }
}

/// Who answers to an address sends to the network it lies in, be it behind another interface than the one it left by.
fn entrance<'d>(device: &'d Device, egress: &'d Interface, address: Ipv4Addr) -> &'d Interface {
    let has = |interface: &&Interface| interface.prefixes().any(|prefix| prefix.contains(address));
    let outside = |interface: &&Interface| {
        let side = interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside);
        side && interface.shutdown.is_none()
    };
    let other = || device.outside_interfaces().filter(outside).find(has);
    if has(&egress) { egress } else { other().unwrap_or(egress) }
}

fn is_back(step: &Step) -> bool {
    step.kind == StepKind::Return
}

pub(super) fn evidence(drop: &ZoneDrop) -> Vec<Span> {
    let mut all = drop.at.clone();
    all.push(drop.entry);
    all.dedup();
    all
}

pub(super) fn open(standing: &mut Standing, span: Span, says: Text) {
    standing.ask(Open { about: About::AfterNat, span: Some(span), says });
}

pub(super) fn from(packet: &Packet) -> Text {
    endpoint(packet.source, packet.source_port, "peer")
}

pub(super) fn to(packet: &Packet) -> Text {
    endpoint(packet.destination, packet.destination_port, "inside-global")
}

fn endpoint(address: Option<Ipv4Addr>, port: Option<u16>, who: &str) -> Text {
    match (address, port) {
        (Some(address), Some(port)) => format!("{address}:{port}").into(),
        (Some(address), None) => say!("eval-without-port", address),
        (None, Some(port)) => say!("eval-end", who, port),
        (None, None) => say!("eval-end-without-port", who),
    }
}
