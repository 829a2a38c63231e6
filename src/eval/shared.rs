//! What a flow gets of an address that it shares with others: by its own entry, else as the platform hands out ports,
//! in every order in which the hosts may speak.

use std::borrow::Cow;
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use super::behaviour::{
    Behaviour, ClassicIos, Manner, Order, Peer, Port, Ports, Request, Taken, Tried, Use, XeOverload, explore, group,
    sum,
};
use super::fixed;
use super::judge::{Holder, Never, Place, own_rows, router_speaks_ike};
use super::outcome::Story;
use super::scene::{Scene, plain};
use super::{Confidence, Flow, Outcome, Prediction, Step, StepKind};
use crate::locale::{Text, say};
use crate::model::{Block, GlobalPort, NatKind, NatRule, NatSetting, Pool, PortBlock, Target, Translation};
use crate::net::{Address, Endpoint};
use crate::source::Span;

/// What of an address's ports is known to the flow.
struct PlacePorts<'s, 'a, 'd> {
    scene: &'s Scene<'a, 'd>,
    place: &'s Place<'d>,
    /// Ports that statics reserve, those of the flow's own host among them.
    reserved: Vec<u16>,
    clean: bool,
}

impl Ports for PlacePorts<'_, '_, '_> {
    fn use_of(&self, port: u16, peer: Option<Peer>) -> Use {
        match self.scene.holders(self.place, port) {
            Some(holders) => towards(&holders, peer),
            None if self.is_free(port) => Use::Free,
            None => Use::Unknown,
        }
    }

    fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
        let table = &self.scene.device.table;
        let hidden = |address: &&Address| table.hides_ports(self.scene.flow.protocol, address);
        let address = self.place.global.address().filter(|_| self.clean).filter(|address| !hidden(address))?;
        let free = table.first_free(self.scene.flow.protocol, address, *range.start(), &[], &self.reserved)?;
        range.contains(&free).then_some(free)
    }

    fn all_taken(&self, range: RangeInclusive<u16>) -> bool {
        let table = &self.scene.device.table;
        let known = |address| !table.hides_ports(self.scene.flow.protocol, address);
        self.clean && self.place.global.address().is_some_and(known) && self.first_free(range).is_none()
    }
}

impl PlacePorts<'_, '_, '_> {
    fn is_free(&self, port: u16) -> bool {
        let table = &self.scene.device.table;
        let address = self.place.global.address();
        let protocol = self.scene.flow.protocol;
        let free = |address| !table.is_occupied(protocol, address, port) && !table.may_occupy(protocol, address, port);
        self.clean && address.is_some_and(free)
    }
}

/// To whom those who hold a port speak; a static holds it towards everybody.
fn towards(holders: &[Option<&Translation>], peer: Option<Peer>) -> Use {
    let Some((peer, peer_port)) = peer else { return Use::Held };
    let peer = Endpoint::with_port(peer, peer_port);
    let others: Vec<_> = holders.iter().map(|row| row.and_then(|row| row.outside_global.clone())).collect();
    if others.iter().any(|other| other.as_ref() == Some(&peer)) {
        Use::HeldTowardsPeer
    } else if others.iter().all(Option::is_some) {
        Use::HeldTowardsAnother
    } else {
        Use::Held
    }
}

impl<'d> Scene<'_, 'd> {
    pub(super) fn shared_outcome(&self, global: &GlobalPort, rule: Option<Span>) -> Prediction {
        let mut places = self.places.of_flow(self.at).iter();
        let Some(place) = places.find(|place| place.named == *global && Some(place.rule.statement.span) == rule) else {
            return plain(Outcome::Unknown, Confidence::Possible, say!("eval-shared-unknown"));
        };
        let inside_global = place.global.address().cloned();
        if let Some(owner) = fixed::whole_address_owner(self.device, &[&place.named, &place.global], self.flow) {
            let reason = say!("eval-shared-given-away", owner);
            return Prediction { inside_global, rule, ..plain(Outcome::Unknown, Confidence::Possible, reason) };
        }
        let mut predicted = match self.by_own_entry(place) {
            Some(predicted) => Prediction { inside_global, ..predicted },
            None => match (self.doubt(place), self.by_redacted_entry(place)) {
                (Some(reason), _) => {
                    Prediction { inside_global, ..plain(Outcome::Unknown, Confidence::Possible, reason) }
                }
                (None, Some(predicted)) => Prediction { inside_global, ..predicted },
                (None, None) => self.by_asking(place),
            },
        };
        predicted.rule = rule;
        predicted
    }

    /// What speaks against a shared address as such: it is none that answers come back to, or an entry gives the whole of
    /// it to another host (IOS-XE makes such an entry for traffic without ports).
    fn doubt(&self, place: &Place<'d>) -> Option<Text> {
        let address = place.global.address()?.v4()?;
        if self.device.pool_of(place.rule).is_some()
            && let Some(why) = fixed::no_host(self.device, address, self.flow)
        {
            return Some(say!("eval-no-pool-address", global = address, why));
        }
        let owner = self.device.table.whole.get(&address).filter(|owner| **owner != self.flow.local)?;
        Some(say!("eval-shared-entry-whole", address, owner))
    }

    /// An existing entry wins over configuration (Cisco note on access lists and route-maps in NAT). Of several the one
    /// that keeps the port shows that nobody else holds it.
    fn by_own_entry(&self, place: &Place<'d>) -> Option<Prediction> {
        if self.behaviour.is_some() {
            return None;
        }
        let (port, address) = (self.flow.local_port, place.global.address());
        let own: Vec<_> = own_rows(self.device, self.flow)
            .filter(|row| row.inside_global.as_ref().is_some_and(|seen| address.is_none_or(|a| seen.address == *a)))
            .filter_map(|row| Some((row.inside_global.as_ref()?.port()?, row)))
            .collect();
        let (now, _) = own.iter().find(|(own, _)| *own == port).or(own.first())?;
        let mut confidence = Confidence::Certain;
        let (outcome, reason) = if *now == port {
            (Outcome::Kept, say!("eval-holds-now"))
        } else if let Some(never) = self.never(place) {
            confidence = never.confidence;
            (Outcome::Remapped, never.reason)
        } else if self.holder(place).is_some() {
            let which = if self.device.is_xe() { "blocks" } else { "group" };
            let name = self.asked_behaviour(place).name();
            (Outcome::Remapped, say!("eval-taken", name, which))
        } else if self.table_is_clean() {
            (Outcome::Remapped, say!("eval-outlives-free", now = *now, port))
        } else {
            (Outcome::Remapped, say!("eval-outlives", now = *now))
        };
        let tried = if *now == port { Vec::new() } else { self.passed_over(place, *now) };
        Some(Prediction { expected_port: Some(*now), tried, ..plain(outcome, confidence, reason) })
    }

    /// An entry that holds the port for a host whose address is redacted or mangled: it may be the flow's own.
    fn by_redacted_entry(&self, place: &Place<'d>) -> Option<Prediction> {
        let port = self.flow.local_port;
        let may_be_own = |row: &Translation| {
            row.inside_local.as_ref().is_some_and(|local| local.address.v4().is_none() && local.port() == Some(port))
        };
        let found = self.behaviour.is_none() && self.rows_holding(place, port).any(may_be_own);
        // Of several hosts one has it at most, whoever that is.
        let alone = self.rivals(place).next().is_none();
        let confidence = if alone { Confidence::Possible } else { Confidence::Likely };
        found.then(|| plain(Outcome::Either, confidence, say!("eval-unread-holder")))
    }

    /// What the table still shows of how an entry came by its port: those below it that are taken.
    fn passed_over(&self, place: &Place<'d>, now: u16) -> Vec<Text> {
        let (port, group) = (self.flow.local_port, group(self.flow.local_port));
        let ports = self.ports(place);
        let is_taken = self.holder(place).is_some().then_some(Tried { ports: port..=port, because: Taken::Port });
        let below = *group.start()..=now.saturating_sub(1);
        // In which order IOS-XE goes through its blocks was not found documented.
        let below = (!self.device.is_xe() && !below.is_empty() && ports.all_taken(below.clone()))
            .then_some(Tried { ports: below, because: Taken::Ports });
        is_taken.into_iter().chain(below).map(|tried| tried.says()).collect()
    }

    /// What the platform would hand out to a host that has no entry.
    fn by_asking(&self, place: &Place<'d>) -> Prediction {
        let behaviour = self.asked_behaviour(place);
        let waiting: Vec<usize> = self.rivals(place).filter(|&rival| self.is_waiting(rival)).collect();
        let sure: Vec<usize> = waiting.iter().copied().filter(|&rival| self.is_sure(rival, place)).collect();
        let mut predicted = self.among(place, behaviour.as_ref(), &waiting);
        // A rival that may leave by another address may be none.
        if sure.len() < waiting.len() {
            let either = predicted.outcome == Outcome::Either && sure.is_empty();
            if either || self.among(place, behaviour.as_ref(), &sure).outcome != predicted.outcome {
                predicted.confidence = Confidence::Possible;
            }
        }
        predicted
    }

    /// The same beside these that have no entry either.
    fn among(&self, place: &Place<'d>, behaviour: &dyn Behaviour, waiting: &[usize]) -> Prediction {
        let requests: Vec<Request> =
            waiting.iter().filter_map(|&at| self.asked.get(at)).map(|(_, flow)| request(flow)).collect();
        let mut place = Cow::Borrowed(place);
        let orders = loop {
            let ports = self.ports(&place);
            let orders = explore(behaviour, &request(self.flow), &ports, &requests);
            // Classic IOS fills the first address of a pool before it takes the next (CCNA course text on PAT pools).
            let refused = orders.iter().flat_map(|order| &order.choices).all(|choice| choice.port == Port::Refused);
            match self.device.pool_of(place.rule).and_then(|pool| next_address(pool, &place.global)).filter(|_| refused)
            {
                Some(next) => place = Cow::Owned(Place { global: next, ..place.into_owned() }),
                None => break orders,
            }
        };
        let predicted = self.told(&place, &orders, waiting);
        Prediction { inside_global: place.global.address().cloned(), ..predicted }
    }

    /// The orders as one prediction.
    fn told(&self, place: &Place<'d>, orders: &[Order], waiting: &[usize]) -> Prediction {
        let choices = || orders.iter().flat_map(|order| &order.choices);
        let (mut outcome, port, mut confidence) = sum(choices());
        let expected_port = if outcome == Outcome::Kept { Some(self.flow.local_port) } else { port };
        let first = choices().next();
        let mut reason = first.map(|choice| choice.because.clone()).unwrap_or_default();
        let tried = first.into_iter().flat_map(|choice| &choice.tried).map(Tried::says).collect();
        let mut stories = Vec::new();
        let said: Vec<_> = orders.iter().map(|order| sum(&order.choices)).collect();
        if said.iter().any(|told| Some(told.0) != said.first().map(|first| first.0)) {
            reason = say!("eval-first-keeps");
            // That one of them does not keep it is as sure as what happens to the second.
            confidence = said.iter().skip(1).map(|told| told.2).min().unwrap_or(confidence);
            stories = self.stories(orders, waiting);
        } else if outcome != Outcome::Remapped
            && self.behaviour.is_none()
            && router_speaks_ike(self.device, &place.named).is_some()
        {
            match self.block(place) {
                Some(Block::Held(_)) => {}
                Some(Block::NotHeld) => {
                    reason = say!("eval-ipsec-no-block");
                    (outcome, confidence) = (Outcome::Remapped, Confidence::Possible);
                }
                None => {
                    reason = say!("eval-ipsec-may-hold");
                    (outcome, confidence) = (Outcome::Either, Confidence::Possible);
                }
            }
        }
        if self.behaviour.is_none() {
            let holder = self.holder(place);
            let rivals: Vec<usize> = self.rivals(place).collect();
            // Without a version line, that this is classic IOS is a guess.
            let guessed = self.device.version.is_none();
            if guessed || self.rests_on_inference(holder.as_ref(), &rivals) {
                confidence = confidence.min(Confidence::Likely);
            }
        }
        Prediction { expected_port, stories, tried, ..plain(outcome, confidence, reason) }
    }

    fn stories(&self, orders: &[Order], waiting: &[usize]) -> Vec<Story> {
        let others: Vec<Ipv4Addr> =
            waiting.iter().filter_map(|&at| self.asked.get(at)).map(|(_, flow)| flow.local).collect();
        let when = |order: &Order| match (order.before, others.as_slice()) {
            (0, _) => say!("eval-if-first", host = self.flow.local),
            (1, [other]) => say!("eval-if-first", host = other),
            (before, _) => say!("eval-if-some-before", before, others = others.len()),
        };
        let story = |order: &Order| {
            let (outcome, port, _) = sum(&order.choices);
            Story { when: when(order), outcome, port }
        };
        orders.iter().map(story).collect()
    }

    fn ports<'s>(&'s self, place: &'s Place<'d>) -> PlacePorts<'s, 's, 'd> {
        let globals = [&place.named, &place.global];
        let statics = globals.into_iter().flat_map(|global| self.device.static_ports(self.flow.protocol, global));
        let reserved = statics.map(|(port, _)| port).collect();
        PlacePorts { scene: self, place, reserved, clean: self.table_is_clean() }
    }

    /// The behaviour that was asked for, else the one of the platform and the settings.
    fn asked_behaviour(&self, place: &Place<'d>) -> Box<dyn Behaviour + '_> {
        if let Some(behaviour) = self.behaviour {
            return Box::new(behaviour);
        }
        if let Some((manner, _)) = self.withheld(place) {
            return Box::new(XeOverload { manner });
        }
        if self.device.is_xe() {
            let extended = place.rule.options.extended.is_some();
            return Box::new(XeOverload { manner: if extended { Manner::Extended } else { Manner::Plain } });
        }
        let symmetric = self.device.nat_settings.iter().any(|setting| setting.value == NatSetting::SymPort);
        Box::new(ClassicIos { symmetric })
    }

    /// On IOS-XE NAT has the ports of an interface's address block by block (Cisco IOS-XE 16.11 NAT guide, "Interface
    /// Overload"): the block with the port, where somebody asked which there are.
    fn block(&self, place: &Place<'d>) -> Option<Block<'d>> {
        let asked = self.behaviour.is_none() && self.device.is_xe() && is_on_interface(place.rule);
        if asked { self.device.seen.block_of(self.flow.protocol, self.flow.local_port) } else { None }
    }

    /// The same in words. Blocks come and go: it decides nothing by itself.
    pub(super) fn block_step(&self, place: &Place<'d>) -> Option<Step> {
        let port = self.flow.local_port;
        let (says, evidence) = match self.block(place)? {
            Block::Held(block) => {
                let (first, last) = (block.ports.start(), block.ports.end());
                let says = say!("eval-block-held", first = *first, last = *last, port, used = block.in_use);
                (says, vec![block.span])
            }
            Block::NotHeld => {
                let says = say!("eval-block-not-held", port);
                let of_protocol = |block: &&PortBlock| block.protocol == self.flow.protocol;
                let blocks = self.device.seen.port_blocks.iter().flatten().filter(of_protocol);
                (says, blocks.map(|block| block.span).take(4).collect())
            }
        };
        Some(Step { kind: StepKind::PortTried, says, evidence })
    }

    /// The setting of IOS-XE under which no inside host ever keeps the port.
    fn withheld(&self, place: &Place<'d>) -> Option<(Manner, Span)> {
        let (protocol, port) = (self.flow.protocol, self.flow.local_port);
        let on_interface = is_on_interface(place.rule);
        self.device.nat_settings.iter().find_map(|setting| {
            let manner = match &setting.value {
                NatSetting::InterfaceOverloadBlock { protocol: theirs, port: blocked }
                    if on_interface && *theirs == protocol =>
                {
                    Manner::Without(*blocked)
                }
                NatSetting::InterfaceOverloadRange { start, end } if on_interface => Manner::Only(*start..=*end),
                NatSetting::Pap { bpa: true } => Manner::PortBlocks,
                NatSetting::Cgn => Manner::Cgn,
                _ => return None,
            };
            XeOverload { manner: manner.clone() }.never(port).map(|_| (manner, setting.span))
        })
    }

    pub(super) fn never(&self, place: &Place<'d>) -> Option<Never> {
        let (manner, span) = self.withheld(place)?;
        let (reason, confidence) = XeOverload { manner }.never(self.flow.local_port)?;
        Some(Never { span, reason, confidence })
    }

    /// Whether the competitor is one of which it was never seen that it counts: it talks to another peer (the check of
    /// the port database leaves the destination out of account, Cisco's "Fine-grained NAT port allocation", but no
    /// table with two peers was found), it lives in another VRF, its address is redacted, or it is a static: that one
    /// takes its port from the others was not found documented for classic IOS.
    fn rests_on_inference(&self, holder: Option<&Holder>, rivals: &[usize]) -> bool {
        if holder.is_some_and(|holder| holder.is_static) {
            return true;
        }
        let row = holder.and_then(|holder| self.device.table.rows.at(holder.span));
        let peer = self.flow.peer.map(Address::V4);
        let by_row = row.is_some_and(|row| {
            row.outside_global.as_ref().map(|outside| &outside.address) != peer.as_ref()
                || (row.vrf.is_some() && row.vrf != self.flow.vrf)
                || row.inside_global.as_ref().is_some_and(|global| global.address.v4().is_none())
        });
        let other_vrf = |&rival: &usize| self.asked.get(rival).is_some_and(|(_, flow)| flow.vrf != self.flow.vrf);
        by_row || rivals.iter().any(other_vrf)
    }
}

fn request(flow: &Flow) -> Request {
    Request { protocol: flow.protocol, port: flow.local_port, peer: flow.peer.map(|peer| (peer, flow.peer_port)) }
}

fn is_on_interface(rule: &NatRule) -> bool {
    match &rule.kind {
        NatKind::Dynamic(dynamic) => matches!(dynamic.target.value, Target::Interface(_)),
        NatKind::Static(_) => false,
    }
}

/// The address of a pool that comes after another one.
fn next_address(pool: &Pool, after: &GlobalPort) -> Option<GlobalPort> {
    let after = after.address()?.v4()?;
    let mut ranges =
        pool.ranges.iter().map(|range| range.value).skip_while(|(first, last)| !(*first..=*last).contains(&after));
    let (_, last) = ranges.next()?;
    let next =
        if after < last { Some(Ipv4Addr::from(u32::from(after) + 1)) } else { ranges.next().map(|(first, _)| first) };
    next.map(|next| GlobalPort::Address(Address::V4(next)))
}
