//! All flows of a device together: who holds the port, who else wants it, and the verdict.

use super::allocate::{Behaviour, ClassicIos, Decision, Demand, IosXe, group_start};
use super::engine::{Followed, NatLookup, Path, follow};
use super::select::{Candidate, Leave};
use super::{Confidence, Flow, Observed, Outcome, Prediction, Step, StepKind, Trace, Verdict};
use crate::grammar::Subject;
use crate::model::{
    ConfigState, CryptoFact, Device, GlobalPort, NatKind, NatRule, NatSetting, Translation, TunnelSource,
};
use crate::net::{Address, Endpoint, is_private};
use crate::source::Span;

/// A flow and its verdict.
#[derive(Debug, Clone)]
pub struct JudgedFlow {
    /// Index into the appliances.
    pub appliance: usize,
    /// Index into the devices.
    pub device: usize,
    /// The flow.
    pub flow: Flow,
    /// What the model expects.
    pub predicted: Prediction,
    /// What the table shows.
    pub observed: Vec<Observed>,
    /// How it got there.
    pub trace: Trace,
    /// What the rules need to know of it.
    pub standing: Standing,
    /// The verdict.
    pub verdict: Verdict,
}

/// How a flow stands to its inside global address and to the others behind it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Whether an interface or a route of the device leads to the inside host.
    pub host_is_here: bool,
    /// Whether some NAT rule would take the flow, triggered or not.
    pub some_rule: bool,
    /// The shared address it leaves by, and the overload rule.
    pub shared: Option<(GlobalPort, Span)>,
    /// A static rule fixes address and port: the rule.
    pub fixed_by: Option<Span>,
    /// Who else holds the port on the shared address.
    pub holder: Option<Holder>,
    /// Other flows (indices) that want the same port of the same shared address.
    pub rivals: Vec<usize>,
    /// Why the address never hands out the port.
    pub never: Option<Never>,
    /// An inside to outside passage that has no `ip nat inside` or `ip nat outside`: the two interface lines.
    pub not_triggered: Option<Vec<Span>>,
    /// The access-list entry that drops it.
    pub dropped_by: Option<Span>,
}

/// Who holds the port that a flow wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The row, or the static rule.
    pub span: Span,
    /// The inside host.
    pub local: Option<Endpoint>,
    /// A static rule of the configuration rather than a row of the table.
    pub is_static: bool,
}

/// A setting that keeps the port from ever being handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Never {
    /// The line.
    pub span: Span,
    /// Why, in words.
    pub reason: String,
    /// How sure.
    pub confidence: Confidence,
}

/// A flow that asks to be judged: the index of its appliance, and the flow.
pub type Asked = (usize, Flow);

/// Judges flows on one device. The indices in [`Standing::rivals`] count from `offset`.
pub fn judge(device: &Device, index: usize, asked: &[Asked], offset: usize) -> Vec<JudgedFlow> {
    let followed: Vec<_> = asked.iter().map(|(_, flow)| follow(device, flow)).collect();
    let places: Vec<_> = followed
        .iter()
        .zip(asked)
        .map(|(followed, (_, flow))| followed.shared().map(|(global, rule)| (resolve(device, global, flow), rule)))
        .collect();
    let judged = asked.iter().zip(followed).enumerate().map(|(at, ((appliance, flow), followed))| {
        let rivals = rivals(asked, &places, at);
        let scene = Scene { device, flow, place: places.get(at).and_then(|p| p.as_ref()), rivals: &rivals, asked };
        let (predicted, standing, trace) = scene.predict(followed, offset);
        let observed = observed(device, flow);
        let verdict = verdict(device, flow, &predicted, &observed, &standing);
        JudgedFlow {
            appliance: *appliance,
            device: index,
            flow: flow.clone(),
            predicted,
            observed,
            trace,
            standing,
            verdict,
        }
    });
    judged.collect()
}

/// The other hosts that want the same port of the same shared address.
fn rivals(asked: &[Asked], places: &[Option<(GlobalPort, &NatRule)>], at: usize) -> Vec<usize> {
    let (Some((_, mine)), Some(Some((global, _)))) = (asked.get(at), places.get(at)) else { return Vec::new() };
    let rival = |other: &usize| {
        asked.get(*other).is_some_and(|(_, flow)| {
            (flow.local, &flow.vrf) != (mine.local, &mine.vrf)
                && flow.protocol == mine.protocol
                && flow.local_port == mine.local_port
        }) && matches!(places.get(*other), Some(Some((theirs, _))) if theirs == global)
    };
    (0..asked.len()).filter(rival).collect()
}

/// The address behind an interface that gets it by DHCP or PPP, where the rows of the table agree on one.
fn resolve(device: &Device, global: &GlobalPort, flow: &Flow) -> GlobalPort {
    let GlobalPort::Interface(_) = global else { return global.clone() };
    let own =
        own_rows(device, flow).filter_map(|row| row.inside_global.as_ref()).map(|global| global.address.clone()).next();
    let mut all = device.table.occupied.keys().filter(|(_, protocol, _)| *protocol == flow.protocol).map(|(.., a)| a);
    let only = all.next().filter(|first| all.all(|other| other == *first)).cloned();
    own.or(only).map_or_else(|| global.clone(), GlobalPort::Address)
}

/// Rows that belong to the flow. Where rows name its peer, only those.
fn own_rows<'d>(device: &'d Device, flow: &Flow) -> impl Iterator<Item = &'d Translation> {
    let local = Endpoint::with_port(flow.local, flow.local_port);
    let vrf = flow.vrf.clone();
    let protocol = flow.protocol;
    device.table.rows.iter().filter(move |row| {
        row.protocol == Some(protocol)
            && row.inside_local.as_ref() == Some(&local)
            && (row.vrf.is_none() || vrf.is_none() || row.vrf == vrf)
    })
}

fn observed(device: &Device, flow: &Flow) -> Vec<Observed> {
    let peer = flow.peer.map(Address::V4);
    let names_peer =
        |row: &&Translation| row.outside_global.as_ref().is_some_and(|outside| Some(&outside.address) == peer.as_ref());
    let rows: Vec<_> = own_rows(device, flow).collect();
    let of_peer: Vec<_> = rows.iter().copied().filter(names_peer).collect();
    let live: Vec<_> = rows.iter().copied().filter(|row| !row.is_binding()).collect();
    let chosen = [of_peer, live, rows].into_iter().find(|rows| !rows.is_empty()).unwrap_or_default();
    let mut seen: Vec<Observed> = Vec::new();
    for row in chosen {
        let Some(global) = &row.inside_global else { continue };
        if !seen.iter().any(|known| known.inside_global == *global) {
            let kept = global.port() == Some(flow.local_port);
            seen.push(Observed { span: row.span, inside_global: global.clone(), kept });
        }
    }
    if seen.is_empty() {
        // A static address entry: every port of the host leaves as it is.
        let whole = device.table.rows.iter().find(|row| {
            row.protocol.is_none()
                && row.inside_local == Some(Endpoint::bare(flow.local))
                && row.inside_global.is_some()
        });
        seen.extend(
            whole.and_then(|row| {
                Some(Observed { span: row.span, inside_global: row.inside_global.clone()?, kept: true })
            }),
        );
    }
    seen
}

/// What is known around one flow.
struct Scene<'a, 'd> {
    device: &'d Device,
    flow: &'a Flow,
    place: Option<&'a (GlobalPort, &'d NatRule)>,
    rivals: &'a [usize],
    asked: &'a [Asked],
}

impl<'d> Scene<'_, 'd> {
    fn predict(&self, followed: Followed<'d>, offset: usize) -> (Prediction, Standing, Trace) {
        let mut standing = Standing {
            host_is_here: followed.host_is_here,
            some_rule: followed.some_rule(),
            shared: self.place.map(|(global, rule)| (global.clone(), rule.statement.span)),
            rivals: self.rivals.iter().map(|rival| rival + offset).collect(),
            ..Standing::default()
        };
        if let Some((global, rule)) = self.place {
            standing.holder = self.holder(global);
            standing.never = self.never(global, rule);
        }
        let outcomes: Vec<_> = followed.paths.iter().flat_map(|path| self.path_outcomes(path, &mut standing)).collect();
        let predicted = combine(self.device, self.flow, outcomes);
        let mut trace = followed.trace;
        trace.steps.extend(port_steps(&predicted, &standing));
        (predicted, standing, trace)
    }

    fn path_outcomes(&self, path: &Path<'d>, standing: &mut Standing) -> Vec<Prediction> {
        match &path.nat {
            NatLookup::Dropped(entry) => {
                standing.dropped_by = Some(*entry);
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
                    let mut predicted = self.candidate_outcome(candidate, standing);
                    if !(candidate.certain && path.decided) {
                        predicted.confidence = predicted.confidence.min(Confidence::Likely);
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
                let kept = *port == self.flow.local_port;
                Prediction {
                    outcome: if kept { Outcome::Kept } else { Outcome::Remapped },
                    inside_global: global.address().cloned(),
                    expected_port: Some(*port),
                    rule,
                    confidence: Confidence::Certain,
                    reason: "a static NAT rule fixes the address and the port".to_owned(),
                }
            }
            Leave::Shared(_) => self.shared_outcome(rule, standing),
            Leave::OwnAddress(size) => self.own_address_outcome(*size, rule),
            Leave::Untranslated if self.device.config_is_whole() => {
                plain(Outcome::Untranslated, Confidence::Certain, "no NAT rule takes it".to_owned())
            }
            Leave::Untranslated => {
                let reason = "no NAT rule in the part of the configuration that was pasted takes it".to_owned();
                plain(Outcome::Unknown, Confidence::Possible, reason)
            }
            Leave::Unresolved(what) => {
                let reason = format!("the NAT rule translates to {what}, which the configuration does not define");
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

    fn shared_outcome(&self, rule: Option<Span>, standing: &Standing) -> Prediction {
        let Some((global, nat)) = self.place else {
            return plain(Outcome::Unknown, Confidence::Possible, "the shared address is not known".to_owned());
        };
        let table = &self.device.table;
        let address = global.address();
        let own = own_rows(self.device, self.flow)
            .filter_map(|row| row.inside_global.as_ref())
            .filter(|seen| address.is_none_or(|address| seen.address == *address))
            .find_map(Endpoint::port);
        let reserved: Vec<u16> = self.device.static_ports(self.flow.protocol, global).map(|(port, _)| port).collect();
        let except: Vec<u16> = own.into_iter().collect();
        let first_free = address.filter(|_| self.table_is_clean()).and_then(|address| {
            table.first_free(self.flow.protocol, address, group_start(self.flow.local_port), &except, &reserved)
        });
        let waiting =
            self.rivals.iter().filter(|&&rival| self.asked.get(rival).is_some_and(|(_, flow)| !self.has_row(flow)));
        let demand = Demand {
            port: self.flow.local_port,
            own,
            held: standing.holder.is_some(),
            rivals: waiting.count(),
            table_complete: self.table_is_clean(),
            first_free: first_free.or(own),
            never: standing.never.as_ref().map(|never| never.reason.clone()),
            extended: nat.options.extended.is_some(),
            router_speaks_ike: router_speaks_ike(self.device, global).is_some(),
        };
        let Decision { outcome, expected_port, mut confidence, reason } =
            if self.device.is_xe() { IosXe.decide(&demand) } else { ClassicIos.decide(&demand) };
        if let (Some(never), Outcome::Remapped) = (&standing.never, outcome) {
            confidence = never.confidence;
        }
        Prediction { outcome, inside_global: address.cloned(), expected_port, rule, confidence, reason }
    }

    fn own_address_outcome(&self, size: u64, rule: Option<Span>) -> Prediction {
        let bound = own_rows(self.device, self.flow).next().is_some();
        let (outcome, reason) = if bound {
            (Outcome::Kept, "it has an address of its own".to_owned())
        } else {
            let reason = format!(
                "the rule has no 'overload': each inside host takes one of {size} address(es), and a host that comes when none is left gets none"
            );
            (Outcome::Either, reason)
        };
        Prediction { rule, ..plain(outcome, Confidence::Likely, reason) }
    }

    /// Who else holds the port: a static of the configuration, or a row of the table.
    fn holder(&self, global: &GlobalPort) -> Option<Holder> {
        let by_static =
            self.device.static_ports(self.flow.protocol, global).find(|(port, _)| *port == self.flow.local_port);
        if let Some((_, rule)) = by_static
            && let NatKind::Static(fixed) = &rule.kind
        {
            let local = Some(fixed.local.value.clone());
            return Some(Holder { span: rule.statement.span, local, is_static: true });
        }
        let wanted =
            Endpoint { address: global.address()?.clone(), ident: Some(crate::net::Ident::Port(self.flow.local_port)) };
        let own = Address::V4(self.flow.local);
        let row = self.device.table.rows.iter().find(|row| {
            row.protocol == Some(self.flow.protocol)
                && row.inside_global.as_ref() == Some(&wanted)
                && row.inside_local.as_ref().is_some_and(|local| local.address != own)
        })?;
        Some(Holder { span: row.span, local: row.inside_local.clone(), is_static: false })
    }

    /// Settings of IOS-XE under which no inside host ever keeps the port.
    fn never(&self, global: &GlobalPort, rule: &NatRule) -> Option<Never> {
        let port = self.flow.local_port;
        let on_interface = match &rule.kind {
            NatKind::Dynamic(dynamic) => matches!(dynamic.target.value, crate::model::Target::Interface(_)),
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
        self.device.table.is_complete() && !self.device.doubts.iter().any(|doubt| doubt.subject == Subject::Table)
    }
}

fn plain(outcome: Outcome, confidence: Confidence, reason: String) -> Prediction {
    Prediction { outcome, inside_global: None, expected_port: None, rule: None, confidence, reason }
}

/// The line that shows that the router itself terminates IPsec on the interface that owns `global`.
pub fn router_speaks_ike(device: &Device, global: &GlobalPort) -> Option<Span> {
    if device.crypto.iter().any(|fact| fact.value == CryptoFact::IsakmpDisabled) {
        return None;
    }
    let owner = match global {
        GlobalPort::Interface(name) => device.interface(name),
        GlobalPort::Address(address) => device.owner_of(address.v4()?),
    }?;
    let local_address = device
        .crypto
        .iter()
        .find(|fact| matches!(&fact.value, CryptoFact::MapLocalAddress(_, name) if *name == owner.name.value));
    let tunnel = device.interfaces.iter().find_map(|tunnel| {
        let protection = tunnel.tunnel_protection.as_ref().filter(|_| tunnel.shutdown.is_none())?;
        let from_here = match &tunnel.tunnel_source.as_ref()?.value {
            TunnelSource::Interface(name) => *name == owner.name.value,
            TunnelSource::Address(address) => owner.prefixes().any(|prefix| prefix.address == *address),
        };
        from_here.then_some(protection.span)
    });
    owner.crypto_map.as_ref().map(|map| map.span).or(tunnel).or(local_address.map(|fact| fact.span))
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
        if sum.outcome != other.outcome {
            sum.outcome = if ports.contains(&sum.outcome) && ports.contains(&other.outcome) {
                Outcome::Either
            } else {
                Outcome::Unknown
            };
            sum.confidence = Confidence::Possible;
            sum.reason = format!("it depends: {}; or {}", sum.reason, other.reason);
            sum.expected_port = None;
        } else if sum.reason != other.reason {
            sum.confidence = sum.confidence.min(other.confidence);
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

/// PASS needs positive evidence, and nothing unread that might change it.
fn verdict(
    device: &Device,
    flow: &Flow,
    predicted: &Prediction,
    observed: &[Observed],
    standing: &Standing,
) -> Verdict {
    if predicted.outcome == Outcome::Dropped && predicted.confidence == Confidence::Certain {
        return Verdict::Fail;
    }
    if !observed.is_empty() {
        let as_fixed =
            |seen: &Observed| standing.fixed_by.is_some() && seen.inside_global.port() == predicted.expected_port;
        let good = observed.iter().all(|seen| seen.kept || as_fixed(seen));
        return if good { Verdict::Pass } else { Verdict::Fail };
    }
    let unread = device.doubts.iter().any(|doubt| doubt.subject == Subject::Nat);
    let good = predicted.confidence >= Confidence::Likely && !unread;
    match predicted.outcome {
        Outcome::Kept if good => Verdict::Pass,
        Outcome::Remapped if standing.fixed_by.is_some() && good => Verdict::Pass,
        Outcome::Remapped if standing.fixed_by.is_some() || predicted.confidence == Confidence::Possible => {
            Verdict::Inconclusive
        }
        Outcome::Remapped | Outcome::Dropped => Verdict::Fail,
        Outcome::Either if !standing.rivals.is_empty() && predicted.confidence > Confidence::Possible => Verdict::Fail,
        Outcome::Untranslated if predicted.confidence < Confidence::Certain || unread => Verdict::Inconclusive,
        Outcome::Untranslated if is_private(flow.local) => Verdict::Fail,
        Outcome::Untranslated if standing.host_is_here && !standing.some_rule => Verdict::Pass,
        Outcome::Untranslated => {
            if standing.some_rule {
                Verdict::Fail
            } else {
                Verdict::Inconclusive
            }
        }
        Outcome::Kept | Outcome::Either | Outcome::Unknown => Verdict::Inconclusive,
    }
}
