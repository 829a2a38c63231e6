//! How it stands with one adapter. What joins a change to an appliance: the name of the virtual machine, the address in the
//! inventory, the ARP entry at the address of the uplink. Nothing else does.

use super::policy::Policy;
use super::sight::{Sight, Sighting};
use super::{By, Configured, Subject, arp_at, titled};
use crate::intent::{Appliance, Uplink};
use crate::locale::{Text, say};
use crate::model::{Adapter, ArpEntry, EventKind, History, VsphereEvent};
use crate::net::Mac;
use crate::rules::Context;
use crate::rules::macs::{Known, Reject, when};
use crate::source::Span;

/// How it stands.
#[derive(Debug)]
pub(in crate::rules) enum State<'a> {
    /// The configured address is in use.
    InStep,
    /// Another one is in use.
    Drift(Vec<Sighting>),
    /// The port was blocked, or all looks like it.
    Blocked(Blocked<'a>),
    /// The input does not tell which one is in use: why.
    Open(Text),
}

/// Why a port is taken for blocked.
#[derive(Debug, Default)]
pub(in crate::rules) struct Blocked<'a> {
    /// vCenter says so of this port.
    pub(in crate::rules) event: Option<&'a VsphereEvent>,
    /// It was moved after the change.
    pub(in crate::rules) moved: Option<&'a VsphereEvent>,
    /// Nobody answers at its address.
    pub(in crate::rules) silent: Option<&'a ArpEntry>,
}

/// An adapter that vCenter gave another address.
pub(super) fn of_history<'a>(context: &Context<'a>, sight: &Sight, history: &History<'a>) -> Subject<'a> {
    let owner = owner(context, history);
    let (appliance, uplink) = owner.map_or((None, None), |(appliance, uplink)| (Some(appliance), uplink));
    let named = history.vm.map(|vm| vm.value.clone());
    let vm = named.clone().or_else(|| appliance.filter(|appliance| !is_made_up(appliance)).map(|a| a.name.clone()));
    let who = match (appliance, &named) {
        (Some(appliance), _) => titled(context, appliance, uplink.map(|uplink| uplink.address)),
        (None, Some(vm)) => Text::from(vm.as_str()),
        (None, None) if history.adapter.is_empty() => say!("vsp6-some-machine"),
        (None, None) => say!("vsp6-adapter", adapter = history.adapter),
    };
    let policy = Policy::of(&context.network.macs, history.all(), vm.as_deref());
    let state = state(context, sight, history, (vm.as_deref(), uplink), &policy);
    let changes = history.changes.clone();
    let configured = history.configured().map(|mac| {
        let said = history.last().map(|event| (event.span, say!("vsp6-configured-since", when = when(event), mac)));
        let shown = shown(context, mac, vm.as_deref()).map(|adapter| (adapter.span, say!("vsp6-configured-too", mac)));
        Configured { mac, said: said.into_iter().chain(shown).collect(), by: By::Events }
    });
    Subject { who, appliance, uplink, vm, configured, changes, state, policy }
}

/// An uplink whose configured address the inventory or `govc device.info` names, and whose address answers ARP.
pub(super) fn of_uplink<'a>(
    context: &Context<'a>,
    sight: &Sight,
    appliance: &'a Appliance,
    uplink: &'a Uplink,
) -> Option<Subject<'a>> {
    let mut seen: Vec<(&ArpEntry, Mac)> =
        arp_at(context, uplink).into_iter().filter_map(|(_, entry)| Some((entry, entry.mac?))).collect();
    let of_vm: Vec<&Adapter> =
        context.network.macs.adapters.iter().filter(|adapter| is_of(adapter, &appliance.name)).collect();
    let (mac, said, by) = match (&uplink.mac, of_vm.as_slice()) {
        (Some(mac), of_vm) => {
            let shown = of_vm.iter().find(|adapter| adapter.mac == mac.value);
            let by = if shown.is_some() { By::DeviceInfo } else { By::Inventory };
            let says = (mac.span, say!("vsp6-inventory-has", mac = mac.value));
            let shown = shown.map(|adapter| (adapter.span, say!("vsp6-configured-too", mac = mac.value)));
            (mac.value, std::iter::once(says).chain(shown).collect(), by)
        }
        // Of several adapters nothing tells which one the uplink is.
        (None, [adapter]) => {
            (adapter.mac, vec![(adapter.span, say!("vsp6-configured", mac = adapter.mac))], By::DeviceInfo)
        }
        (None, _) => return None,
    };
    // One of its other adapters may answer on that network.
    let own = |other: Mac| other == mac || of_vm.iter().any(|adapter| adapter.mac == other);
    let fits = seen.iter().any(|(_, other)| own(*other));
    seen.retain(|(_, other)| !own(*other));
    if fits || seen.is_empty() {
        return None;
    }
    let sightings = seen.iter().map(|(entry, mac)| {
        let by = say!("vsp6-arp-table");
        Sighting { span: entry.span, mac: *mac, address: Some(entry.address), by }
    });
    let state = if sight.at(mac).is_empty() { State::Drift(sightings.collect()) } else { State::Open(both()) };
    let all: Vec<Mac> = seen.iter().map(|(_, mac)| *mac).chain([mac]).collect();
    Some(Subject {
        who: titled(context, appliance, Some(uplink.address)),
        appliance: Some(appliance),
        uplink: Some(uplink),
        vm: (!is_made_up(appliance)).then(|| appliance.name.clone()),
        configured: Some(Configured { mac, said, by }),
        changes: Vec::new(),
        state,
        policy: Policy::of(&context.network.macs, &all, Some(&appliance.name)),
    })
}

fn both() -> Text {
    say!("vsp605-both")
}

fn state<'a>(
    context: &Context<'a>,
    sight: &Sight,
    history: &History<'a>,
    (vm, uplink): (Option<&str>, Option<&Uplink>),
    policy: &Policy<'_>,
) -> State<'a> {
    let Some(configured) = history.configured() else {
        return State::Open(say!("vsp605-no-times"));
    };
    let entries = &uplink.map_or_else(Vec::new, |uplink| arp_at(context, uplink));
    let seen = |mac: Mac| entries.iter().any(|(_, entry)| entry.mac == Some(mac));
    let former: Vec<Mac> = history.former().collect();
    let at_uplink = (former.iter().any(|mac| seen(*mac)), seen(configured));
    if let (false, true) = at_uplink {
        return State::InStep;
    }
    if let Some(blocked) = blocked(context, history, vm, entries, policy) {
        return State::Blocked(blocked);
    }
    let adapters = || context.network.macs.adapters.iter().filter(|adapter| may_be_of(adapter, vm));
    let back = adapters().any(|adapter| former.contains(&adapter.mac));
    if back && adapters().all(|adapter| adapter.mac != configured) {
        return State::Open(say!("vsp605-taken-back"));
    }
    // What answers for another address may be another machine, which was given the old one.
    let of_uplink = |sighting: &&Sighting| match (uplink, sighting.address) {
        (Some(uplink), Some(address)) => uplink.address == address,
        (None, _) | (_, None) => true,
    };
    let old: Vec<Sighting> = former.iter().flat_map(|mac| sight.at(*mac)).filter(of_uplink).cloned().collect();
    match (old.is_empty(), !sight.at(configured).iter().any(|sighting| of_uplink(&sighting))) {
        (true, true) => State::Open(say!("vsp605-not-shown")),
        (true, false) => State::InStep,
        (false, false) => State::Open(both()),
        (false, true) => State::Drift(old),
    }
}

/// Whether the port of an adapter was blocked after its address was changed.
fn blocked<'a>(
    context: &Context<'a>,
    history: &History<'a>,
    vm: Option<&str>,
    entries: &[(usize, &'a ArpEntry)],
    policy: &Policy<'_>,
) -> Option<Blocked<'a>> {
    let events = &context.network.macs.events;
    let changed = history.last()?;
    let after = |event: &&VsphereEvent| is_after(event, changed) != Some(false);
    let event = events.iter().filter(after).find(|event| is_block_of(context, history, event));
    let of_vm = |event: &&VsphereEvent| {
        event.what == EventKind::Moved
            && vm.zip(event.vm.as_ref()).is_some_and(|(vm, other)| vm.eq_ignore_ascii_case(&other.value))
    };
    // Which came first must be known: what is moved before the change proves nothing.
    let moved = events.iter().filter(of_vm).find(|event| is_after(event, changed) == Some(true));
    let answers = entries.iter().any(|(_, entry)| entry.mac.is_some());
    let silent = entries.iter().map(|(_, entry)| *entry).find(|entry| entry.mac.is_none()).filter(|_| !answers);
    let accepted = matches!(policy.known, Known::Its(Reject::No));
    let found = event.is_some() || (moved.is_some() && silent.is_some() && !accepted);
    found.then_some(Blocked { event, moved, silent })
}

/// Whether vCenter says of the adapter's own port that it was blocked: by its address, or by its key.
fn is_block_of(context: &Context<'_>, history: &History<'_>, event: &VsphereEvent) -> bool {
    let EventKind::PortBlocked { port, mac } = &event.what else { return false };
    let macs = &context.network.macs;
    let own_ports =
        macs.ports.iter().filter(|port| history.all().contains(&port.mac)).filter_map(|port| port.dv_port.as_ref());
    let of_adapters = macs.adapters.iter().filter(|adapter| history.all().contains(&adapter.mac));
    let mut keys = own_ports.chain(of_adapters.filter_map(|adapter| adapter.port.as_ref()));
    mac.is_some_and(|mac| history.all().contains(&mac)) || keys.any(|key| port.as_ref() == Some(key))
}

/// `None` where a time is missing.
fn is_after(event: &VsphereEvent, other: &VsphereEvent) -> Option<bool> {
    let at = |event: &VsphereEvent| event.time.as_ref().and_then(|time| time.at);
    Some(at(event)? >= at(other)?)
}

/// The appliance whose adapter was changed, and its uplink where that is clear.
fn owner<'a>(context: &Context<'a>, history: &History<'_>) -> Option<(&'a Appliance, Option<&'a Uplink>)> {
    let uses = |uplink: &Uplink| {
        let configured = uplink.mac.as_ref().is_some_and(|mac| history.all().contains(&mac.value));
        configured
            || arp_at(context, uplink)
                .iter()
                .any(|(_, entry)| entry.mac.is_some_and(|mac| history.all().contains(&mac)))
    };
    if let Some(vm) = history.vm
        && let Some(appliance) = context.appliances.iter().find(|a| a.name.eq_ignore_ascii_case(&vm.value))
    {
        let only = match appliance.uplinks.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        // Another of its adapters may be meant: an appliance has one for management too.
        let uplink = appliance
            .uplinks
            .iter()
            .find(|uplink| uses(uplink))
            .or(only.filter(|uplink| arp_at(context, uplink).iter().all(|(_, entry)| entry.mac.is_none())));
        return Some((appliance, uplink));
    }
    let mut found = context.appliances.iter().flat_map(|appliance| {
        appliance.uplinks.iter().filter(|uplink| uses(uplink)).map(move |uplink| (appliance, Some(uplink)))
    });
    // Two that answer alike are behind a router, or have one address: then it is neither's for sure.
    found.next().filter(|_| found.next().is_none())
}

/// An adapter that shows the address as configured.
fn shown<'a>(context: &Context<'a>, mac: Mac, vm: Option<&str>) -> Option<&'a Adapter> {
    context.network.macs.adapters.iter().find(|adapter| adapter.mac == mac && may_be_of(adapter, vm))
}

fn is_of(adapter: &Adapter, vm: &str) -> bool {
    adapter.vm.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(vm))
}

fn may_be_of(adapter: &Adapter, vm: Option<&str>) -> bool {
    vm.is_none_or(|vm| adapter.vm.is_none() || is_of(adapter, vm))
}

/// Named by a flag, or found: `IX 192.19.72.202` is the name of no virtual machine.
fn is_made_up(appliance: &Appliance) -> bool {
    appliance.inferred || appliance.uplinks.iter().any(|uplink| appliance.name.contains(&uplink.address.to_string()))
}

/// The lines of a state that prove it.
impl Blocked<'_> {
    pub(in crate::rules) fn lines(&self) -> Vec<(Span, Text)> {
        let event = self.event.map(|event| (event.span, say!("vsp602-port-blocked", when = when(event))));
        let moved = self.moved.map(|event| (event.span, say!("vsp602-moved", when = when(event))));
        let silent = self.silent.map(|entry| (entry.span, say!("vsp602-silent", address = entry.address)));
        [event, moved, silent].into_iter().flatten().collect()
    }
}
