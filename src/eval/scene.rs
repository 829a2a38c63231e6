//! One flow among the others of its device: what each way it may take makes of its port, and what that adds up to.

use super::allocate::{Behaviour, ClassicIos, Decision, Demand, IosXe, group_start};
use super::engine::{Followed, NatLookup, Path, dropped};
use super::fixed::{self, Hazard};
use super::judge::{About, Asked, Holder, Never, Place, Standing, in_use, observed, own_rows, router_speaks_ike};
use super::matching::Packet;
use super::select::{Candidate, Leave};
use super::{Confidence, Flow, Outcome, Prediction, Step, StepKind, Trace};
use crate::grammar::Subject;
use crate::model::{ConfigState, Device, GlobalPort, NatKind, NatRule, NatSetting, Target, Translation};
use crate::net::{Address, Endpoint};
use crate::source::Span;

/// What is known around one flow.
pub(super) struct Scene<'a, 'd> {
    pub(super) device: &'d Device,
    pub(super) flow: &'a Flow,
    /// Index of the flow in `asked` and `places`.
    pub(super) at: usize,
    pub(super) places: &'a [Vec<Place<'d>>],
    pub(super) asked: &'a [Asked],
    /// What the index of a flow counts from.
    pub(super) offset: usize,
}

impl<'d> Scene<'_, 'd> {
    pub(super) fn predict(&self, followed: Followed<'d>) -> (Prediction, Standing, Trace) {
        let mut standing = Standing {
            host_is_here: followed.host_is_here,
            some_rule: followed.some_rule(),
            open: followed.open.clone(),
            ..Standing::default()
        };
        if let Some(open) = followed.open.iter().find(|open| open.about == About::Place) {
            let says = open.says.clone();
            return (plain(Outcome::Unknown, Confidence::Possible, says), standing, followed.trace);
        }
        if let Some(place) = self.places.get(self.at).and_then(|places| places.first()) {
            standing.shared = Some((place.global.clone(), place.rule.statement.span));
            standing.rivals = self.rivals(place).map(|rival| rival + self.offset).collect();
            standing.holder = self.holder(place);
            standing.never = self.never(&place.global, place.rule);
        }
        let outcomes: Vec<_> = followed.paths.iter().flat_map(|path| self.path_outcomes(path, &mut standing)).collect();
        // A static that only may apply fixes nothing.
        standing.fixed_by = standing.fixed_by.filter(|_| outcomes.iter().all(|outcome| self.is_static(outcome)));
        let mut predicted = combine(self.device, self.flow, outcomes);
        let unread = self.device.doubts.iter().any(|doubt| doubt.subject == Subject::Nat);
        let several = followed.paths.len() > 1;
        if (unread || several) && !self.has_row(self.flow) {
            predicted.confidence = predicted.confidence.min(Confidence::Likely);
        }
        let mut trace = followed.trace;
        // A rule that was skipped with an entry to show for it was skipped by a `deny`.
        let denied = |step: &Step| step.kind == StepKind::RuleSkipped && step.evidence.len() > 1;
        standing.exempt = trace.steps.iter().any(denied);
        trace.steps.extend(port_steps(&predicted, &standing));
        (predicted, standing, trace)
    }

    /// The other hosts that want the same port of a shared address.
    fn rivals(&self, place: &Place<'_>) -> impl Iterator<Item = usize> {
        let shares = |theirs: &Place<'_>| theirs.named == place.named || theirs.global == place.global;
        let other = |flow: &Flow| {
            (flow.local, &flow.vrf) != (self.flow.local, &self.flow.vrf)
                && flow.protocol == self.flow.protocol
                && flow.local_port == self.flow.local_port
        };
        let rival = move |at: &usize| {
            self.asked.get(*at).is_some_and(|(_, flow)| other(flow))
                && self.places.get(*at).is_some_and(|theirs| theirs.iter().any(shares))
        };
        (0..self.asked.len()).filter(rival)
    }

    fn is_static(&self, outcome: &Prediction) -> bool {
        let mut rules = self.device.nat_rules.iter();
        rules.any(|rule| Some(rule.statement.span) == outcome.rule && matches!(rule.kind, NatKind::Static(_)))
    }

    fn path_outcomes(&self, path: &Path<'d>, standing: &mut Standing) -> Vec<Prediction> {
        match &path.nat {
            NatLookup::Dropped(entry) => {
                standing.dropped_by = Some(*entry);
                standing.dropped_at = path.ingress.and_then(|ingress| Some(ingress.acl_in.as_ref()?.span));
                vec![plain(
                    Outcome::Dropped,
                    Confidence::Certain,
                    "an inbound access list drops it before NAT".to_owned(),
                )]
            }
            NatLookup::NotTriggered(_) => {
                let lines = [path.ingress, path.egress].into_iter().flatten();
                standing.not_triggered =
                    Some(lines.map(|i| i.nat.as_ref().map_or(i.name.span, |nat| nat.span)).collect());
                let confidence = if path.decided { Confidence::Certain } else { Confidence::Possible };
                let reason = "it does not pass from an 'ip nat inside' to an 'ip nat outside' interface".to_owned();
                vec![plain(Outcome::Untranslated, confidence, reason)]
            }
            NatLookup::Rules(found) => found
                .iter()
                .map(|candidate| {
                    standing.order.extend(&candidate.rivals);
                    let mut predicted = self.candidate_outcome(candidate, standing);
                    self.filter(path, &mut predicted, standing);
                    if !(candidate.certain && path.decided) {
                        predicted.confidence = predicted.confidence.min(Confidence::Likely);
                    }
                    if !path.decided && predicted.outcome == Outcome::Untranslated {
                        // Perhaps it does not come by here at all.
                        predicted.confidence = Confidence::Possible;
                    }
                    predicted
                })
                .collect(),
        }
    }

    fn candidate_outcome(&self, candidate: &Candidate<'d>, standing: &mut Standing) -> Prediction {
        let rule = candidate.rule.map(|rule| rule.statement.span);
        match &candidate.leave {
            Leave::Fixed(global, port) => {
                standing.fixed_by = rule;
                let static_rule = candidate.rule;
                let hazard = static_rule.and_then(|rule| fixed::hazard(self.device, rule, global, self.flow));
                Prediction { rule, ..self.fixed_outcome(global, *port, hazard, standing) }
            }
            Leave::Shared(global) => self.shared_outcome(global, rule),
            Leave::OwnAddress(size) => self.own_address_outcome(*size, candidate.rule),
            Leave::Untranslated if self.device.config_is_whole() => {
                plain(Outcome::Untranslated, Confidence::Certain, "no NAT rule takes it".to_owned())
            }
            Leave::Untranslated => {
                let reason = "no NAT rule in the part of the configuration that was pasted takes it".to_owned();
                plain(Outcome::Unknown, Confidence::Possible, reason)
            }
            Leave::Unresolved(what) => {
                let reason = format!("the NAT rule translates to {what}");
                let whole = self.device.config_is_whole();
                let (outcome, confidence) = if whole {
                    (Outcome::Dropped, Confidence::Likely)
                } else {
                    (Outcome::Unknown, Confidence::Possible)
                };
                Prediction { rule, ..plain(outcome, confidence, reason) }
            }
        }
    }

    fn fixed_outcome(
        &self,
        global: &GlobalPort,
        port: u16,
        hazard: Option<Hazard>,
        standing: &mut Standing,
    ) -> Prediction {
        let kept = if port == self.flow.local_port { Outcome::Kept } else { Outcome::Remapped };
        let (outcome, confidence, reason) = match hazard {
            None => (kept, Confidence::Certain, "a static NAT rule fixes the address and the port".to_owned()),
            Some(Hazard::Doubtful(why)) => (kept, Confidence::Possible, why),
            Some(Hazard::Contested(other)) => {
                let theirs = |(_, flow): &Asked| other.address == Address::V4(flow.local);
                let rivals = (0..self.asked.len()).filter(|&at| self.asked.get(at).is_some_and(theirs));
                standing.rivals.extend(rivals.map(|at| at + self.offset));
                let why =
                    format!("two statics give one endpoint to it and to {other}, and one of them only can be in force");
                (Outcome::Either, Confidence::Likely, why)
            }
        };
        let inside_global = global.address().cloned();
        Prediction { inside_global, expected_port: Some(port), ..plain(outcome, confidence, reason) }
    }

    /// What the lists of the outside interface do: NAT comes before the outbound list (Cisco document 6209), so that
    /// sees the inside global address; the inbound one sees it on the answers.
    fn filter(&self, path: &Path<'d>, predicted: &mut Prediction, standing: &mut Standing) {
        let Some(egress) = path.egress else { return };
        let (flow, device) = (self.flow, self.device);
        let untranslated = predicted.outcome == Outcome::Untranslated;
        let seen = observed(device, flow);
        let (address, port) = match (in_use(&seen), &predicted.inside_global) {
            (Some(entry), _) => (entry.address.v4(), entry.port()),
            (None, _) if untranslated => (Some(flow.local), Some(flow.local_port)),
            (None, Some(global)) => (global.v4(), predicted.expected_port),
            (None, None) => return,
        };
        let (near, far) = ((address, port), (flow.peer, Some(flow.peer_port)));
        let packet = |source: (_, _), destination: (_, _)| Packet {
            protocol: flow.protocol,
            source: source.0,
            source_port: source.1,
            destination: destination.0,
            destination_port: destination.1,
        };
        let open = &mut standing.open;
        if let Some(entry) = dropped(device, egress.acl_out.as_ref(), &packet(near, far), "it", open) {
            standing.dropped_by = Some(entry);
            standing.dropped_at = egress.acl_out.as_ref().map(|list| list.span);
            predicted.outcome = Outcome::Dropped;
            "an outbound access list drops it after NAT".clone_into(&mut predicted.reason);
        }
        // Inspection opens the list for answers.
        let inspected = device.interfaces.iter().any(|interface| !interface.inspect.is_empty());
        let open = &mut standing.open;
        if !inspected
            && let Some(entry) = dropped(device, egress.acl_in.as_ref(), &packet(far, near), "its answers", open)
        {
            standing.return_dropped_by = Some(entry);
            standing.return_dropped_at = egress.acl_in.as_ref().map(|list| list.span);
        }
    }

    fn shared_outcome(&self, global: &GlobalPort, rule: Option<Span>) -> Prediction {
        let mut places = self.places.get(self.at).into_iter().flatten();
        let Some(place) = places.find(|place| place.named == *global && Some(place.rule.statement.span) == rule) else {
            return plain(Outcome::Unknown, Confidence::Possible, "the shared address is not known".to_owned());
        };
        let address = place.global.address();
        if let Some(owner) = fixed::whole_address_owner(self.device, &[&place.named, &place.global], self.flow) {
            let reason = format!(
                "a static gives the whole shared address to {owner}; what is left for others is not documented"
            );
            let unknown = plain(Outcome::Unknown, Confidence::Possible, reason);
            return Prediction { rule, inside_global: address.cloned(), ..unknown };
        }
        let holder = self.holder(place);
        let never = self.never(&place.global, place.rule);
        let rivals: Vec<usize> = self.rivals(place).collect();
        let demand = self.demand(place, holder.is_some(), never.as_ref(), &rivals);
        let Decision { outcome, expected_port, mut confidence, reason } =
            if self.device.is_xe() { IosXe.decide(&demand) } else { ClassicIos.decide(&demand) };
        if let (Some(never), Outcome::Remapped) = (&never, outcome) {
            confidence = never.confidence;
        }
        // Without a version line, that this is classic IOS is a guess.
        let guessed = self.device.version.is_none();
        if demand.own.is_none() && (guessed || self.rests_on_inference(holder.as_ref(), &rivals)) {
            confidence = confidence.min(Confidence::Likely);
        }
        Prediction { outcome, inside_global: address.cloned(), expected_port, rule, confidence, reason }
    }

    fn demand(&self, place: &Place<'_>, held: bool, never: Option<&Never>, rivals: &[usize]) -> Demand {
        let (table, protocol, port) = (&self.device.table, self.flow.protocol, self.flow.local_port);
        let address = place.global.address();
        let mut own: Vec<u16> = own_rows(self.device, self.flow)
            .filter_map(|row| row.inside_global.as_ref())
            .filter(|seen| address.is_none_or(|address| seen.address == *address))
            .filter_map(Endpoint::port)
            .collect();
        // Of several entries the one that keeps the port shows that nobody else holds it.
        own.sort_by_key(|own| *own != port);
        let reserved: Vec<u16> = [&place.named, &place.global]
            .into_iter()
            .flat_map(|global| self.device.static_ports(protocol, global))
            .map(|(port, _)| port)
            .collect();
        let first_free = address
            .filter(|_| self.table_is_clean())
            .and_then(|address| table.first_free(protocol, address, group_start(port), &own, &reserved));
        let waiting =
            rivals.iter().filter(|&&rival| self.asked.get(rival).is_some_and(|(_, flow)| !self.has_row(flow)));
        Demand {
            port,
            own: own.first().copied(),
            held,
            rivals: waiting.count(),
            table_complete: self.table_is_clean(),
            first_free: first_free.or(own.first().copied()),
            never: never.map(|never| never.reason.clone()),
            extended: place.rule.options.extended.is_some(),
            router_speaks_ike: router_speaks_ike(self.device, &place.named).is_some(),
        }
    }

    /// Whether the competitor is one of which it was never seen that it counts: it talks to another peer (the check of
    /// the port database leaves the destination out of account, Cisco's "Fine-grained NAT port allocation", but no
    /// table with two peers was found), it lives in another VRF, or its address is redacted.
    fn rests_on_inference(&self, holder: Option<&Holder>, rivals: &[usize]) -> bool {
        let row = holder.filter(|holder| !holder.is_static);
        let row = row.and_then(|holder| self.device.table.rows.iter().find(|row| row.span == holder.span));
        let peer = self.flow.peer.map(Address::V4);
        let by_row = row.is_some_and(|row| {
            row.outside_global.as_ref().map(|outside| &outside.address) != peer.as_ref()
                || (row.vrf.is_some() && row.vrf != self.flow.vrf)
                || row.inside_global.as_ref().is_some_and(|global| global.address.v4().is_none())
        });
        let other_vrf = |&rival: &usize| self.asked.get(rival).is_some_and(|(_, flow)| flow.vrf != self.flow.vrf);
        by_row || rivals.iter().any(other_vrf)
    }

    fn own_address_outcome(&self, size: u64, rule: Option<&NatRule>) -> Prediction {
        let span = rule.map(|rule| rule.statement.span);
        let (outcome, reason) = if observed(self.device, self.flow).iter().any(|seen| seen.kept) {
            (Outcome::Kept, "it has an address of its own".to_owned())
        } else if self.table_is_clean() && rule.is_some_and(|rule| self.pool_is_used_up(size, rule)) {
            let reason = format!("the rule has no 'overload', and other hosts have all of its {size} address(es)");
            (Outcome::Dropped, reason)
        } else {
            let reason = format!(
                "the rule has no 'overload': each inside host takes one of {size} address(es), and a host that comes when none is left gets none"
            );
            (Outcome::Either, reason)
        };
        Prediction { rule: span, ..plain(outcome, Confidence::Likely, reason) }
    }

    /// Whether rows that were kept show every address of the pool with another host.
    fn pool_is_used_up(&self, size: u64, rule: &NatRule) -> bool {
        let NatKind::Dynamic(dynamic) = &rule.kind else { return false };
        let Target::Pool(name) = &dynamic.target.value else { return false };
        let Some(pool) = self.device.pools.get(name) else { return false };
        let own = Address::V4(self.flow.local);
        let mut taken: Vec<_> = self
            .device
            .table
            .rows
            .iter()
            .filter(|row| row.inside_local.as_ref().is_some_and(|local| local.address != own))
            .filter_map(|row| row.inside_global.as_ref()?.address.v4())
            .filter(|global| pool.contains(*global))
            .collect();
        taken.sort_unstable();
        taken.dedup();
        size > 0 && taken.len() as u64 >= size
    }

    /// Who else holds the port: a static of the configuration, or a row of the table.
    fn holder(&self, place: &Place<'_>) -> Option<Holder> {
        let by_static = [&place.named, &place.global]
            .into_iter()
            .flat_map(|global| self.device.static_ports(self.flow.protocol, global))
            .find(|(port, rule)| *port == self.flow.local_port && !fixed::is_for(rule, self.flow));
        if let Some((_, rule)) = by_static
            && let NatKind::Static(fixed) = &rule.kind
        {
            let local = Some(fixed.local.value.clone());
            return Some(Holder { span: rule.statement.span, local, is_static: true });
        }
        let ident = Some(crate::net::Ident::Port(self.flow.local_port));
        let wanted = Endpoint { address: place.global.address()?.clone(), ident };
        let own = Address::V4(self.flow.local);
        let other_vrf = |row: &Translation| row.vrf.is_some() && self.flow.vrf.is_some() && row.vrf != self.flow.vrf;
        let row = self.device.table.rows.iter().find(|row| {
            row.protocol == Some(self.flow.protocol)
                && row.inside_global.as_ref() == Some(&wanted)
                && row.inside_local.as_ref().is_some_and(|local| local.address != own || other_vrf(row))
        })?;
        Some(Holder { span: row.span, local: row.inside_local.clone(), is_static: false })
    }

    /// Settings of IOS-XE under which no inside host ever keeps the port.
    fn never(&self, global: &GlobalPort, rule: &NatRule) -> Option<Never> {
        let port = self.flow.local_port;
        let on_interface = match &rule.kind {
            NatKind::Dynamic(dynamic) => matches!(dynamic.target.value, Target::Interface(_)),
            NatKind::Static(_) => false,
        };
        self.device.nat_settings.iter().find_map(|setting| {
            let (reason, confidence) = match &setting.value {
                NatSetting::InterfaceOverloadBlock { protocol, port: blocked }
                    if on_interface && *protocol == self.flow.protocol && *blocked == port =>
                {
                    (format!("the router may not use port {port} of {global} for NAT"), Confidence::Certain)
                }
                NatSetting::InterfaceOverloadRange { start, end }
                    if on_interface && !(*start..=*end).contains(&port) =>
                {
                    (
                        format!("NAT may use ports {start} to {end} of {global} only, and {port} is not one of them"),
                        Confidence::Certain,
                    )
                }
                NatSetting::Pap { bpa: true } => {
                    ("bulk port allocation gives each host ports of its own blocks only".to_owned(), Confidence::Likely)
                }
                NatSetting::Cgn => (
                    "in CGN mode published samples show every host moved to another port".to_owned(),
                    Confidence::Possible,
                ),
                _ => return None,
            };
            Some(Never { span: setting.span, reason, confidence })
        })
    }

    fn has_row(&self, flow: &Flow) -> bool {
        own_rows(self.device, flow).next().is_some()
    }

    /// Whether a port that no row holds may be called free.
    fn table_is_clean(&self) -> bool {
        let table = &self.device.table;
        // The standby of a pair has none of the active router's dynamic entries (Cisco, "NAT - static mapping support
        // with HSRP"), and a configuration does not say which of the two it is.
        let standby =
            table.live_count == 0 && self.device.interfaces.iter().any(|interface| !interface.redundancy.is_empty());
        // Rows without the command and the header above them may be any part of a table.
        let begins = table.header.is_some();
        let unread = self.device.doubts.iter().any(|doubt| doubt.subject == Subject::Table);
        table.is_complete() && begins && !standby && !unread
    }
}

fn plain(outcome: Outcome, confidence: Confidence, reason: String) -> Prediction {
    Prediction { outcome, inside_global: None, expected_port: None, rule: None, confidence, reason }
}

/// One prediction out of those of all paths: the common one, or what they add up to.
fn combine(device: &Device, flow: &Flow, outcomes: Vec<Prediction>) -> Prediction {
    let mut outcomes = outcomes.into_iter();
    let Some(mut sum) = outcomes.next() else {
        let reason = match device.config {
            ConfigState::Absent => "no configuration was pasted".to_owned(),
            _ => format!("the configuration does not say what happens to {}", flow.local),
        };
        return plain(Outcome::Unknown, Confidence::Possible, reason);
    };
    for other in outcomes {
        let ports = [Outcome::Kept, Outcome::Remapped, Outcome::Either];
        if sum.outcome == other.outcome {
            sum.confidence = sum.confidence.min(other.confidence);
            sum.expected_port = sum.expected_port.filter(|port| Some(*port) == other.expected_port);
        } else {
            sum.outcome = if ports.contains(&sum.outcome) && ports.contains(&other.outcome) {
                Outcome::Either
            } else {
                Outcome::Unknown
            };
            sum.confidence = Confidence::Possible;
            sum.reason = format!("it depends: {}; or {}", sum.reason, other.reason);
            sum.expected_port = None;
        }
        sum.inside_global = sum.inside_global.or(other.inside_global);
        sum.rule = sum.rule.or(other.rule);
    }
    sum
}

fn port_steps(predicted: &Prediction, standing: &Standing) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(address) = &predicted.inside_global {
        let says = format!("the inside global address is {address}");
        steps.push(Step { kind: StepKind::Address, says, evidence: predicted.rule.into_iter().collect() });
    }
    if let Some(entry) = standing.return_dropped_by {
        let says = "the inbound access list of the outside interface drops the answers".to_owned();
        steps.push(Step { kind: StepKind::AclIn, says, evidence: vec![entry] });
    }
    let mut evidence: Vec<Span> = standing.holder.iter().map(|holder| holder.span).collect();
    evidence.extend(standing.never.iter().map(|never| never.span));
    let outcome = match (predicted.outcome, predicted.expected_port) {
        (Outcome::Kept, _) => "the port is kept".to_owned(),
        (Outcome::Remapped, Some(port)) => format!("the port becomes {port}"),
        (Outcome::Remapped, None) => "the port becomes another one".to_owned(),
        (Outcome::Either, _) => "the port may be kept or not".to_owned(),
        (Outcome::Dropped, _) => "the packet does not leave".to_owned(),
        (Outcome::Untranslated, _) => "the packet leaves untranslated".to_owned(),
        (Outcome::Unknown, _) => "what becomes of the port cannot be told".to_owned(),
    };
    steps.push(Step { kind: StepKind::Port, says: format!("{outcome}: {}", predicted.reason), evidence });
    steps
}
