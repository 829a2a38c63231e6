//! What show commands saw, joined to what is configured. The configuration wins where both speak, and what contradicts it
//! is told; where the configuration says "by DHCP", or was pasted in part, what was seen fills the gap.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;

use super::device::{ConfigState, Device};
use super::orphans::network;
use super::seen::Contradiction;
use super::table::TableState;
use super::{
    Addressing, GlobalPort, Interface, InterfaceState, LinkState, NatKind, NatRule, NatSide, Selector, Table, Target,
};
use crate::grammar::{Note, State, Subject};
use crate::locale::{Text, say};
use crate::net::{Address, InterfaceName, Prefix};
use crate::source::{Span, Spanned};

/// Completes a device whose configuration and table are in place. Its index of interfaces is to be made after it.
pub(super) fn apply(device: &mut Device) {
    if device.seen.is_empty() && device.seen.contradictions.is_empty() {
        return;
    }
    let mut told = std::mem::take(&mut device.seen.contradictions);
    release(device, &mut told);
    if device.config != ConfigState::Absent {
        add_interfaces(device);
        sides(device, &mut told);
        mappings(device, &mut told);
        interfaces(device, &mut told);
    }
    rows(device);
    let matters = told.iter().filter(|contradiction| contradiction.matters);
    let doubts: Vec<Note> = matters.map(doubt).collect();
    device.doubts.extend(doubts);
    device.seen.contradictions = told;
}

pub(super) fn doubt(contradiction: &Contradiction) -> Note {
    note(contradiction.seen, contradiction.says.clone())
}

/// A line that makes a router doubtful, though each of its words is understood.
pub(super) fn note(span: Span, effect: Text) -> Note {
    Note { span, line: 0, state: State::Unsupported, subject: Subject::Nat, effect }
}

/// The release, where no configuration names one.
fn release(device: &mut Device, told: &mut Vec<Contradiction>) {
    let Some(release) = device.seen.release.as_ref().filter(|release| release.dialect.is_ios()) else { return };
    let Some(version) = &release.version else { return };
    match &device.version {
        None => device.version = Some(version.clone()),
        Some(configured) => {
            let (of_config, seen) = (major_minor(&configured.value), major_minor(&version.value));
            // IOS-XE 3 writes the number of its IOS into the configuration.
            if of_config.is_some() && seen.is_some_and(|(major, _)| major != 3) && of_config != seen {
                told.push(Contradiction {
                    configured: Some(configured.span),
                    seen: version.span,
                    says: say!("model-release", configured = &configured.value, seen = &version.value),
                    matters: false,
                });
            }
        }
    }
}

/// `17.03.04a` and `17.3` are both 17 and 3.
fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split(|c: char| !c.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Places of interfaces: there can be 100,000.
type Places = HashMap<InterfaceName, usize>;

fn places(interfaces: &[Interface]) -> Places {
    interfaces.iter().enumerate().rev().map(|(at, interface)| (interface.name.value.clone(), at)).collect()
}

/// Interfaces that a part of a configuration does not show, where the lists of NAT say on which side each is.
fn add_interfaces(device: &mut Device) {
    let both = device.seen.nat.as_ref().filter(|nat| nat.inside.is_some() && nat.outside.is_some());
    let Some(nat) = both.filter(|_| !device.config_is_whole()) else { return };
    let mut known = places(&device.interfaces);
    let mut missing: Vec<&InterfaceState> = device.seen.interfaces.values().collect();
    missing.retain(|seen| {
        let has_address = seen.address.as_ref().is_some_and(|address| address.value.prefix().is_some());
        let virtual_one = ["NVI", "Virtual-Access"].iter().any(|kind| seen.name.value.as_str().starts_with(kind));
        has_address && !virtual_one
    });
    missing.sort_by_key(|seen| seen.span);
    let listed = [&nat.outside, &nat.inside].into_iter().flatten().flat_map(|list| &list.names);
    let listed = listed.map(|name| (name, name.span));
    for (name, span) in missing.into_iter().map(|seen| (&seen.name, seen.span)).chain(listed) {
        if let Entry::Vacant(new) = known.entry(name.value.clone()) {
            new.insert(device.interfaces.len());
            device.interfaces.push(Interface::new(name.clone(), span));
        }
    }
}

/// Sides of NAT.
fn sides(device: &mut Device, told: &mut Vec<Contradiction>) {
    let Some(nat) = &device.seen.nat else { return };
    let partial = !device.config_is_whole();
    let known = places(&device.interfaces);
    for (list, side) in [(&nat.outside, NatSide::Outside), (&nat.inside, NatSide::Inside)] {
        for name in list.iter().flat_map(|list| &list.names) {
            let at = known.get(&name.value).copied();
            let Some(interface) = at.and_then(|at| device.interfaces.get_mut(at)) else { continue };
            match &interface.nat {
                None if partial => interface.nat = Some(Spanned::new(side, name.span)),
                Some(configured) if configured.value == side => {}
                configured => told.push(Contradiction {
                    configured: Some(configured.as_ref().map_or(interface.name.span, |nat| nat.span)),
                    seen: name.span,
                    says: say!("model-side", interface = &interface.name.value),
                    matters: true,
                }),
            }
        }
    }
}

/// Rules that NAT has and a whole configuration has not. The other way round proves nothing: not every release lists them.
fn mappings(device: &Device, told: &mut Vec<Contradiction>) {
    if !device.config_is_whole() {
        return;
    }
    let configured: HashSet<(&Selector, &Target)> = device.nat_rules.iter().filter_map(rule_of).collect();
    let seen = device.seen.nat.iter().flat_map(|nat| &nat.mappings);
    for mapping in seen {
        let Some(target) = mapping.target.as_ref() else { continue };
        if !configured.contains(&(&mapping.selector, target)) {
            let says = say!("model-rule");
            told.push(Contradiction { configured: None, seen: mapping.span, says, matters: true });
        }
    }
}

fn rule_of(rule: &NatRule) -> Option<(&Selector, &Target)> {
    let NatKind::Dynamic(dynamic) = &rule.kind else { return None };
    Some((&dynamic.selector.value, &dynamic.target.value))
}

fn interfaces(device: &mut Device, told: &mut Vec<Contradiction>) {
    let whole = device.config_is_whole();
    let moved = Moved::of(device);
    let mut all = std::mem::take(&mut device.interfaces);
    for interface in &mut all {
        let Some(seen) = device.seen.interfaces.get(&interface.name.value) else { continue };
        address(device, interface, seen, &moved, told);
        shutdown(interface, seen, whole, told);
        lists(interface, seen, whole, told);
        if !whole {
            interface.vrf = interface.vrf.take().or(seen.vrf.clone());
            interface.ip_mtu = interface.ip_mtu.take().or(seen.mtu);
            let never = seen.unreachables.as_ref().filter(|sent| !sent.value).map(|sent| sent.span);
            interface.no_unreachables = interface.no_unreachables.or(never);
        }
    }
    device.interfaces = all;
}

fn address(
    device: &Device,
    interface: &mut Interface,
    seen: &InterfaceState,
    moved: &Moved,
    told: &mut Vec<Contradiction>,
) {
    let Some(printed) = &seen.address else { return };
    let found = printed.value.prefix();
    let nat = interface.nat.is_some();
    let mut tell = |interface: &Interface, says: Text| {
        let configured = interface.address.as_ref().map_or(interface.name.span, |address| address.span);
        told.push(Contradiction { configured: Some(configured), seen: printed.span, says, matters: nat });
    };
    let name = &interface.name.value;
    match (interface.address.as_ref().map(|address| &address.value), found) {
        (Some(Addressing::Static(stated)), Some(found)) if stated.address != found.address => {
            let says = say!("model-address", interface = name, configured = stated.address, seen = found.address);
            tell(interface, says);
        }
        (Some(Addressing::Static(_)), _) | (_, None) => {}
        (None, Some(found)) if device.config_is_whole() => {
            let says = say!("model-no-address", interface = name, seen = found.address);
            tell(interface, says);
        }
        (_, Some(found)) => {
            // Its own address is not in the table, and one is that nothing else explains.
            let outside = interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside);
            if let Some(row) = moved.from(found.address).filter(|_| outside) {
                let says = say!("model-moved", interface = name, seen = found.address, row);
                tell(interface, says);
            } else {
                interface.learned = Some(Spanned::new(found, printed.span));
            }
        }
    }
}

/// Whether the translation table is of a time when an interface had another address.
struct Moved {
    /// Inside global addresses of the table.
    globals: HashSet<Ipv4Addr>,
    /// One of them that no pool, no static and no interface has.
    unexplained: Option<Ipv4Addr>,
}

impl Moved {
    fn of(device: &Device) -> Self {
        let stated = device.interfaces.iter().filter_map(Interface::stated).map(|prefix| prefix.address);
        let seen_on = |name: &InterfaceName| device.seen.interfaces.get(name)?.address.as_ref()?.value.prefix();
        let seen = device.seen.interfaces.keys().filter_map(seen_on).map(|prefix| prefix.address);
        let own: HashSet<Ipv4Addr> = stated.chain(seen).collect();
        let networks: Vec<Prefix> = device.nat_rules.iter().filter_map(network).collect();
        let explained = |v4: Ipv4Addr| {
            own.contains(&v4)
                || device.pools.values().any(|pool| pool.contains(v4))
                || networks.iter().any(|network| network.contains(v4))
                || device.nat_rules.of_global(device, &GlobalPort::Address(v4.into())).next().is_some()
        };
        // One whose address nobody saw may have any.
        let unseen = |i: &Interface| i.nat.is_some() && i.gets_its_address();
        let blind = device.interfaces.iter().any(|i| unseen(i) && seen_on(&i.name.value).is_none());
        let globals: HashSet<Ipv4Addr> = device.table.occupied.addresses().filter_map(Address::v4).collect();
        let unexplained = globals.iter().copied().filter(|v4| !blind && !explained(*v4)).min();
        Self { globals, unexplained }
    }

    /// The address that the table has in place of the one that was seen.
    fn from(&self, seen: Ipv4Addr) -> Option<Ipv4Addr> {
        self.unexplained.filter(|_| !self.globals.contains(&seen))
    }
}

/// `administratively down` is `shutdown`.
fn shutdown(interface: &mut Interface, seen: &InterfaceState, whole: bool, told: &mut Vec<Contradiction>) {
    let Some(link) = &seen.link else { return };
    let down = link.value == LinkState::AdministrativelyDown;
    match interface.shutdown {
        None if down && !whole => interface.shutdown = Some(link.span),
        configured if configured.is_some() != down => {
            let interface_name = &interface.name.value;
            let says = if down {
                say!("model-seen-down", interface = interface_name)
            } else {
                say!("model-not-seen-down", interface = interface_name)
            };
            told.push(Contradiction {
                configured: Some(configured.unwrap_or(interface.name.span)),
                seen: link.span,
                says,
                matters: interface.nat.is_some(),
            });
        }
        _ => {}
    }
}

/// Access lists on an interface.
fn lists(interface: &mut Interface, seen: &InterfaceState, whole: bool, told: &mut Vec<Contradiction>) {
    let matters = interface.nat.is_some();
    let name = interface.name.clone();
    for (configured, seen) in [(&mut interface.acl_in, &seen.acl_in), (&mut interface.acl_out, &seen.acl_out)] {
        let Some(seen) = seen else { continue };
        let same = configured.as_ref().map(|list| &list.value) == seen.value.as_ref();
        match (&configured, &seen.value) {
            _ if same => {}
            (None, Some(list)) if !whole => *configured = Some(Spanned::new(list.clone(), seen.span)),
            _ => told.push(Contradiction {
                configured: Some(configured.as_ref().map_or(name.span, |list| list.span)),
                seen: seen.span,
                says: say!("model-interface-list", interface = &name.value),
                matters,
            }),
        }
    }
}

/// A table that holds far fewer rows than NAT counted was cut. The two were not taken at the same moment, so small
/// differences mean nothing.
fn rows(device: &mut Device) {
    let Some(total) = device.seen.nat.as_ref().and_then(|nat| nat.total.as_ref()) else { return };
    let Table { row_count, state, is_comparable, .. } = &mut device.table;
    let enough = row_count.saturating_add(*row_count / 4).saturating_add(20);
    if *state == TableState::Complete && *is_comparable && total.value > enough {
        *state = TableState::Cut(total.span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_compared_by_their_first_two_numbers() {
        assert_eq!(major_minor("17.03.04a"), major_minor("17.3"));
        assert_eq!(major_minor("15.7(3)M4a"), Some((15, 7)));
        assert_ne!(major_minor("16.9"), major_minor("17.3"));
        assert_eq!(major_minor("BLD_POLARIS"), None);
    }
}
