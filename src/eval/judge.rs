//! All flows of a device together: who holds the port, who else wants it, and what becomes of each.

use crate::locale::Text;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::behaviour::Behaviour;
use super::engine::{Followed, SharedOnWays, follow};
use super::failover::Failover;
use super::moment::ike_now;
use super::route::ingress;
use super::scene::Scene;
use super::verdict::verdict;
use super::zones::ZoneDrop;
use super::{Confidence, Flow, Observed, Prediction, Trace, Verdict};
use crate::model::{ConfigState, CryptoFact, Device, GlobalPort, NatRule, Translation, TunnelSource};
use crate::net::{Address, Endpoint};
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
    /// What the rules need to know of it; one for all copies of the flow.
    pub standing: Arc<Standing>,
    /// Other source ports it uses, where it uses several.
    pub more_ports: Vec<PortRange>,
    /// The verdict.
    pub verdict: Verdict,
}

/// Source ports that fare alike.
#[derive(Debug, Clone)]
pub struct PortRange {
    /// From and to.
    pub ports: RangeInclusive<u16>,
    /// What the model expects of each.
    pub predicted: Prediction,
    /// What the table shows; never more than one port's rows.
    pub observed: Vec<Observed>,
    /// The verdict.
    pub verdict: Verdict,
}

/// How a flow stands to its inside global address and to the others behind it.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not states of one thing")]
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Whether an interface or a route of the device leads to the inside host.
    pub host_is_here: bool,
    /// Whether some NAT rule would take the flow, triggered or not.
    pub some_rule: bool,
    /// The shared address it leaves by, and the overload rule.
    pub shared: Option<(GlobalPort, Span)>,
    /// Rules that would take the flow too and do something else, if the router tried them before the one assumed.
    pub order: Vec<Span>,
    /// A static rule fixes address and port: the rule.
    pub fixed_by: Option<Span>,
    /// Who else holds the port on the shared address.
    pub holder: Option<Holder>,
    /// Other flows (indices) that want the same port of the same shared address, or may want it: perhaps they leave by
    /// another one.
    pub rivals: Vec<usize>,
    /// By whichever way the flow leaves, it shares an address with one of them for sure.
    pub contested: bool,
    /// Why the address never hands out the port.
    pub never: Option<Never>,
    /// An inside to outside passage that has no `ip nat inside` or `ip nat outside`: the two interface lines.
    pub not_triggered: Option<Vec<Span>>,
    /// The access-list entry that drops it.
    pub dropped_by: Option<Span>,
    /// The `ip access-group` line that puts the list of [`Self::dropped_by`] on an interface.
    pub dropped_at: Option<Span>,
    /// How sure it is that a crypto map takes it untranslated: then it does not leave with its inside address.
    pub encrypted: Option<Confidence>,
    /// What the capture leaves open and a PASS must not rest on.
    pub open: Vec<Open>,
    /// The entry that drops its answers, in the inbound list of the outside interface or the outbound one of the inside.
    pub return_dropped_by: Option<Span>,
    /// The `ip access-group` line that puts the list of [`Self::return_dropped_by`] on an interface.
    pub return_dropped_at: Option<Span>,
    /// On some way nothing drops the answers, for all that is known.
    pub answers_pass: bool,
    /// The zone-based firewall drops it, or its answers.
    pub zone_drop: Option<ZoneDrop>,
    /// The ways that wait until an interface fails.
    pub failover: Vec<Failover>,
    /// `show ip route` confirms or decides the way it takes: no routing protocol has another one.
    pub routed: bool,
    /// The capture does not decide by which interfaces it passes.
    pub way_open: bool,
}

impl Standing {
    /// Adds a question that the capture leaves open; each is asked once.
    pub(super) fn ask(&mut self, open: Open) {
        if !self.open.contains(&open) {
            self.open.push(open);
        }
    }
}

/// A question that the capture leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it is about.
    pub about: About,
    /// The line that raises it.
    pub span: Option<Span>,
    /// The question, as a statement: "access list X may drop it".
    pub says: Text,
}

/// What an open question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Whether the address is that of an inside host at all.
    Place,
    /// Whether the table and the configuration are of one moment.
    Moment,
    /// Which way the packet leaves.
    Way,
    /// Whether something on the way to NAT drops it. An entry of the table shows that nothing does.
    Filter,
    /// Whether something after NAT drops it, or its answers. An entry of the table does not tell.
    AfterNat,
    /// What is in a part of the input that was not opened: it may show this flow, and later.
    Unopened,
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
    pub reason: Text,
    /// How sure.
    pub confidence: Confidence,
}

/// A flow that asks to be judged: the index of its appliance, and the flow.
pub type Asked = (usize, Flow);

/// Judges flows on one device. The indices in [`Standing::rivals`] count from `offset`. With a `behaviour`, ports are
/// handed out as that one does, and as if none of the flows had an entry.
pub fn judge(
    device: &Device,
    index: usize,
    asked: &[Asked],
    offset: usize,
    behaviour: Option<&dyn Behaviour>,
) -> Vec<JudgedFlow> {
    let Some(behaviour) = behaviour else { return judge_by(device, index, asked, offset, None) };
    let mut bare = device.clone();
    for row in asked.iter().flat_map(|(_, flow)| own_rows(device, flow)) {
        bare.table.clear(row);
    }
    let mut judged = judge_by(&bare, index, asked, offset, Some(behaviour));
    for flow in &mut judged {
        flow.observed = observed(device, &flow.flow);
    }
    judged
}

fn judge_by(
    device: &Device,
    index: usize,
    asked: &[Asked],
    offset: usize,
    behaviour: Option<&dyn Behaviour>,
) -> Vec<JudgedFlow> {
    let followed: Vec<_> = asked.iter().map(|(_, flow)| follow(device, flow)).collect();
    let places = Places::of(device, asked, &followed);
    let mut vrfs: HashMap<_, HashSet<_>> = HashMap::new();
    for (_, flow) in asked {
        vrfs.entry((flow.local, flow.local_port, flow.protocol)).or_default().insert(&flow.vrf);
    }
    // A table of all VRFs does not name them: rows of a flow may as well be those of its twin in another VRF.
    let has_twin = |flow: &Flow| {
        vrfs.get(&(flow.local, flow.local_port, flow.protocol)).is_some_and(|vrfs| vrfs.len() > 1)
            && own_rows(device, flow).all(|row| row.vrf.is_none())
    };
    let judged = asked.iter().zip(followed).enumerate().map(|(at, ((appliance, flow), followed))| {
        let scene = Scene { device, flow, at, places: &places, asked, offset, behaviour };
        let (predicted, standing, trace) = scene.predict(followed);
        let observed = observed(device, flow);
        let mut verdict = verdict(device, flow, &predicted, &observed, &standing);
        if !observed.is_empty() && has_twin(flow) {
            verdict = Verdict::Inconclusive;
        }
        JudgedFlow {
            appliance: *appliance,
            device: index,
            flow: flow.clone(),
            predicted,
            observed,
            trace,
            standing: Arc::new(standing),
            more_ports: Vec::new(),
            verdict,
        }
    });
    judged.collect()
}

/// Whether a device has to do with a flow: an interface or a route of it leads to the inside host, or a row is its own.
pub(super) fn concerns(device: &Device, flow: &Flow) -> bool {
    let followed = || ingress(device, flow.local, flow.vrf.as_deref()).decided;
    !observed(device, flow).is_empty() || (device.config != ConfigState::Absent && followed())
}

/// The shared address that a flow leaves by.
#[derive(Debug, Clone)]
pub(super) struct Place<'d> {
    /// As the configuration has it: an interface, where that gets its address by DHCP or PPP.
    pub(super) named: GlobalPort,
    /// The address behind it, where the table tells.
    pub(super) global: GlobalPort,
    pub(super) rule: &'d NatRule,
}

/// The shared addresses that each flow may leave by, and the flows of each: there can be thousands of both.
#[derive(Debug, Default)]
pub(super) struct Places<'d> {
    of_flow: Vec<Vec<Place<'d>>>,
    /// What each flow may leave by; flows that go together have the same number.
    ways: Vec<usize>,
    /// The same by that number.
    shared: Vec<SharedOnWays>,
    /// By either name of a place.
    flows: HashMap<GlobalPort, Vec<usize>>,
}

impl<'d> Places<'d> {
    fn of(device: &'d Device, asked: &[Asked], followed: &[Followed<'d>]) -> Self {
        let named: Vec<_> = followed.iter().map(Followed::shared).collect();
        let mut sharing: HashMap<&GlobalPort, Vec<usize>> = HashMap::new();
        for (at, all) in named.iter().enumerate() {
            for (global, _) in all {
                sharing.entry(global).or_default().push(at);
            }
        }
        let place = |at: usize, (global, rule): (&GlobalPort, &'d NatRule)| {
            // Who shares the interface shares its address: the rows of any of them tell it.
            let behind = sharing.get(global).into_iter().flatten().copied();
            let flows = std::iter::once(at).chain(behind).filter_map(|at| asked.get(at)).map(|(_, flow)| flow);
            Place { named: global.clone(), global: resolve(device, rule, global, flows), rule }
        };
        let all = named.iter().enumerate();
        let of_flow: Vec<Vec<Place<'d>>> =
            all.map(|(at, all)| all.iter().map(|shared| place(at, *shared)).collect()).collect();
        let mut flows: HashMap<GlobalPort, Vec<usize>> = HashMap::new();
        for (at, place) in of_flow.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |place| (at, place))) {
            for name in [&place.named, &place.global] {
                let here = flows.entry(name.clone()).or_default();
                if here.last() != Some(&at) {
                    here.push(at);
                }
            }
        }
        let mut numbers: HashMap<SharedOnWays, usize> = HashMap::new();
        let mut number = |followed: &Followed<'d>| {
            let next = numbers.len();
            *numbers.entry(followed.shared_on_ways()).or_insert(next)
        };
        let ways = followed.iter().map(&mut number).collect();
        let mut shared: Vec<_> = numbers.into_iter().collect();
        shared.sort_unstable_by_key(|(_, number)| *number);
        Self { of_flow, ways, shared: shared.into_iter().map(|(shared, _)| shared).collect(), flows }
    }

    fn shared_of(&self, flow: usize) -> Option<&SharedOnWays> {
        self.shared.get(*self.ways.get(flow)?)
    }

    /// Whether a flow shares an address by whichever way it leaves.
    pub(super) fn always_shares(&self, flow: usize) -> bool {
        self.shared_of(flow).is_some_and(|shared| shared.ways.iter().all(|(_, global)| global.is_some()))
    }

    /// Whether `rival` leaves by a place for sure when `flow` does: always, or in the same states of the router.
    pub(super) fn go_together(&self, flow: usize, rival: usize, place: &Place<'_>) -> bool {
        let here = |shared: &SharedOnWays| {
            !shared.open && shared.ways.iter().all(|(_, global)| global.as_ref() == Some(&place.named))
        };
        self.ways.get(flow) == self.ways.get(rival) || self.shared_of(rival).is_some_and(here)
    }

    /// The places of a flow.
    pub(super) fn of_flow(&self, at: usize) -> &[Place<'d>] {
        self.of_flow.get(at).map_or(&[], Vec::as_slice)
    }

    /// The flows that may leave by a place, and more, in order.
    pub(super) fn flows_of(&self, place: &Place<'_>) -> Vec<usize> {
        let names = [Some(&place.named), Some(&place.global).filter(|global| **global != place.named)];
        let mut flows: Vec<usize> =
            names.into_iter().flatten().filter_map(|name| self.flows.get(name)).flatten().copied().collect();
        flows.sort_unstable();
        flows.dedup();
        flows
    }
}

/// The address behind an interface that gets it by DHCP or PPP: that of the flows' own rows, else the only one there is.
/// Of a pool, the address that the flow's own row shows.
fn resolve<'f>(
    device: &Device,
    rule: &NatRule,
    global: &GlobalPort,
    mut flows: impl Iterator<Item = &'f Flow>,
) -> GlobalPort {
    let GlobalPort::Interface(_) = global else {
        let pool = device.pool_of(rule);
        let own = flows.next().into_iter().flat_map(|flow| own_rows(device, flow));
        let mut shown = own.filter_map(|row| Some(&row.inside_global.as_ref()?.address));
        let of_pool = |address: &&Address| address.v4().is_some_and(|a| pool.is_some_and(|pool| pool.contains(a)));
        return shown.find(of_pool).map_or_else(|| global.clone(), |own| GlobalPort::Address(own.clone()));
    };
    let own = flows.find_map(|flow| own_rows(device, flow).find_map(|row| row.inside_global.as_ref()));
    let mut all = device.table.occupied.addresses();
    let only = all.next().filter(|first| all.all(|other| other == *first)).cloned();
    own.map(|own| own.address.clone()).or(only).map_or_else(|| global.clone(), GlobalPort::Address)
}

/// Rows that belong to the flow. Where rows name its peer, only those.
pub(super) fn own_rows<'d>(device: &'d Device, flow: &Flow) -> impl Iterator<Item = &'d Translation> {
    let local = Endpoint::with_port(flow.local, flow.local_port);
    let vrf = flow.vrf.clone();
    let protocol = flow.protocol;
    device.table.rows.of_local(&local.address).filter(move |row| {
        row.protocol == Some(protocol)
            && row.inside_local.as_ref() == Some(&local)
            && (row.vrf.is_none() || vrf.is_none() || row.vrf == vrf)
    })
}

pub(super) fn observed(device: &Device, flow: &Flow) -> Vec<Observed> {
    let peer = flow.peer.map(Address::V4);
    let names_peer =
        |row: &&Translation| row.outside_global.as_ref().is_some_and(|outside| Some(&outside.address) == peer.as_ref());
    let rows: Vec<_> = own_rows(device, flow).collect();
    let of_peer: Vec<_> = rows.iter().copied().filter(names_peer).collect();
    let live: Vec<_> = rows.iter().copied().filter(|row| !row.is_binding()).collect();
    let moved = |row: &&Translation| {
        !row.is_binding() && row.inside_global.as_ref().and_then(Endpoint::port) != Some(flow.local_port)
    };
    let moved: Vec<_> = rows.iter().copied().filter(moved).collect();
    let mut chosen = [of_peer, live, rows].into_iter().find(|rows| !rows.is_empty()).unwrap_or_default();
    // A row that changes the port counts whoever the peer is: the peer may be named wrongly.
    chosen
        .extend(moved.into_iter().filter(|moved| !chosen.iter().any(|row| row.span == moved.span)).collect::<Vec<_>>());
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
        let whole = device.table.rows.of_local(&Address::V4(flow.local)).find(|row| {
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

/// The inside global address and port by which a flow leaves now: an existing entry wins over configuration. Of several
/// the one that changes the port.
pub(crate) fn in_use(observed: &[Observed]) -> Option<&Endpoint> {
    let mut with_port = observed.iter().filter(|seen| seen.inside_global.port().is_some());
    let first = with_port.clone().next();
    with_port.find(|seen| !seen.kept).or(first).map(|seen| &seen.inside_global)
}

/// The line that shows that the router itself terminates IPsec on the interface that owns `global`: one of the
/// configuration, else a tunnel that is up now.
pub fn router_speaks_ike(device: &Device, global: &GlobalPort) -> Option<Span> {
    configured_ike(device, global).or_else(|| ike_now(device, global).map(|sa| sa.span))
}

fn configured_ike(device: &Device, global: &GlobalPort) -> Option<Span> {
    let owner = match global {
        GlobalPort::Interface(name) => device.interface(name),
        GlobalPort::Address(address) => device.owner_of(address.v4()?),
    }?;
    if device.crypto.iter().any(|fact| fact.value == CryptoFact::IsakmpDisabled) {
        return None;
    }
    // A crypto map, the client of an Easy VPN, and a tunnel whose source is an interface speak from the primary address.
    let address = global.address().and_then(Address::v4);
    let primary = address.is_none() || owner.primary().is_none_or(|primary| Some(primary.address) == address);
    let local_address = device.crypto.iter().find(
        |fact| matches!(&fact.value, CryptoFact::MapLocalAddress(_, name) if primary && *name == owner.name.value),
    );
    let tunnel = device.protected_tunnels().find_map(|tunnel| {
        let protection = tunnel.tunnel_protection.as_ref().filter(|_| tunnel.shutdown.is_none())?;
        let from_here = match tunnel.tunnel_source.as_ref().map(|source| &source.value) {
            Some(TunnelSource::Interface(name)) => primary && *name == owner.name.value,
            Some(TunnelSource::Address(source)) => address.is_none_or(|address| address == *source),
            // A template for peers that call, or `tunnel source dynamic`: whatever address they come by.
            None => true,
        };
        from_here.then_some(protection.span)
    });
    let map = owner.crypto_map.as_ref().map(|map| map.span);
    map.or(owner.easy_vpn).filter(|_| primary).or(tunnel).or(local_address.map(|fact| fact.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    #[test]
    fn the_entry_that_changes_the_port_is_the_one_that_counts() {
        let span = Span { source: SourceMap::default().add(SourceFile::new("t")), start: 0, len: 0 };
        let global = |port| Endpoint::with_port(std::net::Ipv4Addr::new(203, 0, 113, 1), port);
        let seen = |port| Observed { span, inside_global: global(port), kept: port == 4500 };
        assert_eq!(in_use(&[seen(4500), seen(1543)]), Some(&global(1543)));
        assert_eq!(in_use(&[seen(4500)]), Some(&global(4500)));
        // A static entry of a whole address names no port.
        let whole = Observed { inside_global: Endpoint::bare(std::net::Ipv4Addr::LOCALHOST), ..seen(4500) };
        assert_eq!(in_use(&[whole]), None);
    }
}
