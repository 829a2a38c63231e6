//! What show commands say of a router at one moment, beside its routes: which of a pair forwards, who answers, and which
//! tunnels of its own are up.

use std::net::Ipv4Addr;

use super::judge::{About, Open};
use super::{Flow, Step, StepKind};
use crate::locale::say;
use crate::model::{Device, GlobalPort, IkeSa, Interface, Member, Redundancy, StandbyGroup, StandbyState};
use crate::net::InterfaceName;

/// The group by which another router forwards what arrives on `interface`. With several groups on one interface hosts may
/// use either gateway, so the router that is active in one of them is in use.
pub(crate) fn standby_on<'d>(device: &'d Device, interface: &Interface) -> Option<&'d StandbyGroup> {
    let groups = device.seen.standby_of(&interface.name.value);
    if groups.iter().any(|group| group.state == StandbyState::Active) {
        return None;
    }
    // In state Init the interface is down, or HSRP does not run on it.
    groups.iter().find(|group| !matches!(group.state, StandbyState::Other("Init" | "Disabled")))
}

/// Whether `show standby brief` shows the router active in every group of its configuration.
pub(crate) fn is_active(device: &Device) -> bool {
    let live = device.interfaces.iter().filter(|interface| interface.shutdown.is_none());
    let mut groups = live.flat_map(|i| i.redundancy.iter().map(move |group| (&i.name.value, &group.value))).peekable();
    let active = |(interface, group): (&InterfaceName, &Redundancy)| {
        let row = device.seen.standby_of(interface).iter().find(|row| row.group == group.group);
        group.protocol == "standby" && row.is_some_and(|row| row.state == StandbyState::Active)
    };
    groups.peek().is_some() && groups.all(active)
}

/// The question that a standby router leaves open: its partner forwards, by a configuration and a table of its own. A row
/// of the standby's table is one of its statics, or of a time when it was active. Where the partner is in the capture,
/// it answers the question itself.
pub(super) fn forwards_elsewhere(device: &Device, ingress: Option<&Interface>) -> Option<Open> {
    let group = standby_on(device, ingress?)?;
    let partner = match group.active {
        Member::Address(address) if device.seen.partners.contains(&address) => return None,
        Member::Address(address) => say!("eval-standby-partner", address),
        Member::Local | Member::Unknown => say!("eval-standby-another"),
    };
    let says =
        say!("eval-standby", group = group.group, interface = &group.interface, state = group.state.as_str(), partner,);
    Some(Open { about: About::AfterNat, span: Some(group.span), says })
}

/// What the ARP table says of an inside host that does not answer on its own network. Then no row of the translation
/// table is to be expected of it, whatever NAT is configured: the trouble is the host, its port or its address.
pub(super) fn silence(device: &Device, flow: &Flow, ingress: Option<&Interface>) -> Option<Step> {
    let interface = ingress?;
    // A host behind another router is not in this table.
    if !interface.prefixes().any(|prefix| prefix.contains(flow.local)) {
        return None;
    }
    let table = device.seen.arp.get(&flow.vrf)?;
    let step = |says, evidence| Some(Step { kind: StepKind::Ingress, says, evidence });
    match table.get(flow.local) {
        Some(entry) if entry.mac.is_none() => step(say!("eval-silent", host = flow.local), vec![entry.span]),
        Some(_) => None,
        None => {
            let neighbour = table.first_on(&interface.name.value)?;
            let says = || say!("eval-not-in-arp", host = flow.local);
            table.whole.then(|| step(says(), vec![neighbour])).flatten()
        }
    }
}

/// The tunnel of the router itself that is up on `global`: it holds UDP 500, or 4500 behind a NAT, of that address.
pub(crate) fn ike_now<'d>(device: &'d Device, global: &GlobalPort) -> Option<&'d IkeSa> {
    let address: Ipv4Addr = global.address()?.v4()?;
    device.owner_of(address)?;
    device.seen.ike.up_at(address)
}
