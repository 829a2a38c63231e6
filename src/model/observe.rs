//! What show commands saw, joined to what is configured. The configuration wins where both speak, and what contradicts it
//! is told; where the configuration says "by DHCP", or was pasted in part, what was seen fills the gap.

use super::device::{ConfigState, Device};
use super::seen::Contradiction;
use super::table::TableState;
use super::{Addressing, Interface, InterfaceState, LinkState, NatSide, Table};
use crate::grammar::{Note, State, Subject};
use crate::net::{Address, InterfaceName};
use crate::source::Spanned;

/// Completes a device whose configuration and table are in place. Its index of interfaces is to be made after it.
pub(super) fn apply(device: &mut Device) {
    if device.seen.is_empty() {
        return;
    }
    let mut told = Vec::new();
    release(device, &mut told);
    if device.config != ConfigState::Absent {
        add_interfaces(device);
        sides(device, &mut told);
        interfaces(device, &mut told);
    }
    rows(device);
    let matters = told.iter().filter(|contradiction| contradiction.matters);
    let effect = |contradiction: &Contradiction| Note {
        span: contradiction.seen,
        line: 0,
        state: State::Unsupported,
        subject: Subject::Nat,
        effect: contradiction.says.clone(),
    };
    let doubts: Vec<Note> = matters.map(effect).collect();
    device.doubts.extend(doubts);
    device.seen.contradictions = told;
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
                    says: format!("the configuration is of release {}, and {} runs", configured.value, version.value),
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

/// Interfaces that a part of a configuration does not show, where the lists of NAT say on which side each is.
fn add_interfaces(device: &mut Device) {
    let both = device.seen.nat.as_ref().is_some_and(|nat| nat.inside.is_some() && nat.outside.is_some());
    if device.config_is_whole() || !both {
        return;
    }
    let mut missing: Vec<&InterfaceState> = device.seen.interfaces.values().collect();
    missing.retain(|seen| {
        let has_address = seen.address.as_ref().is_some_and(|address| address.value.prefix().is_some());
        let virtual_one = ["NVI", "Virtual-Access"].iter().any(|kind| seen.name.value.as_str().starts_with(kind));
        has_address && !virtual_one && device.interfaces.iter().all(|known| known.name.value != seen.name.value)
    });
    missing.sort_by_key(|seen| seen.span);
    let mut new: Vec<Interface> =
        missing.into_iter().map(|seen| Interface::new(seen.name.clone(), seen.span)).collect();
    let lists = device.seen.nat.iter().flat_map(|nat| [&nat.outside, &nat.inside]).flatten();
    for name in lists.flat_map(|list| &list.names) {
        let known = |interface: &Interface| interface.name.value == name.value;
        if !device.interfaces.iter().any(known) && !new.iter().any(known) {
            new.push(Interface::new(name.clone(), name.span));
        }
    }
    device.interfaces.extend(new);
}

/// Sides of NAT.
fn sides(device: &mut Device, told: &mut Vec<Contradiction>) {
    let Some(nat) = &device.seen.nat else { return };
    let whole = device.config_is_whole();
    for (list, side) in [(&nat.outside, NatSide::Outside), (&nat.inside, NatSide::Inside)] {
        for name in list.iter().flat_map(|list| &list.names) {
            let Some(interface) = find(&mut device.interfaces, &name.value) else { continue };
            match &interface.nat {
                None if !whole => interface.nat = Some(Spanned::new(side, name.span)),
                Some(configured) if configured.value == side => {}
                configured => told.push(Contradiction {
                    configured: Some(configured.as_ref().map_or(interface.name.span, |nat| nat.span)),
                    seen: name.span,
                    says: format!(
                        "{} is on another side of NAT in the configuration than in 'show ip nat statistics'",
                        interface.name
                    ),
                    matters: true,
                }),
            }
        }
    }
}

fn find<'i>(interfaces: &'i mut [Interface], name: &InterfaceName) -> Option<&'i mut Interface> {
    interfaces.iter_mut().find(|interface| interface.name.value == *name)
}

fn interfaces(device: &mut Device, told: &mut Vec<Contradiction>) {
    let whole = device.config_is_whole();
    let mut all = std::mem::take(&mut device.interfaces);
    for interface in &mut all {
        let Some(seen) = device.seen.interfaces.get(&interface.name.value) else { continue };
        address(device, interface, seen, told);
        shutdown(interface, seen, whole, told);
        lists(interface, seen, whole, told);
        if !whole {
            interface.vrf = interface.vrf.take().or(seen.vrf.clone());
            interface.ip_mtu = interface.ip_mtu.take().or(seen.mtu.clone());
            let never = seen.unreachables.as_ref().filter(|sent| !sent.value).map(|sent| sent.span);
            interface.no_unreachables = interface.no_unreachables.or(never);
        }
    }
    device.interfaces = all;
}

fn address(device: &Device, interface: &mut Interface, seen: &InterfaceState, told: &mut Vec<Contradiction>) {
    let Some(printed) = &seen.address else { return };
    let found = printed.value.prefix();
    let nat = interface.nat.is_some();
    let mut tell = |interface: &Interface, says: String| {
        let configured = interface.address.as_ref().map_or(interface.name.span, |address| address.span);
        told.push(Contradiction { configured: Some(configured), seen: printed.span, says, matters: nat });
    };
    match (interface.address.as_ref().map(|address| &address.value), found) {
        (Some(Addressing::Static(stated)), Some(found)) if stated.address != found.address => {
            let says = format!(
                "{} has {} in the configuration, and {} was seen",
                interface.name, stated.address, found.address
            );
            tell(interface, says);
        }
        (Some(Addressing::Static(_)), _) | (_, None) => {}
        (None, Some(found)) if device.config_is_whole() => {
            let says =
                format!("{} has no address in the configuration, and {} was seen", interface.name, found.address);
            tell(interface, says);
        }
        (_, Some(found)) => {
            if let Some(row) = moved(device, interface, Address::V4(found.address)) {
                let says = format!(
                    "{} was seen with {}, and the translation table has {row} in its place",
                    interface.name, found.address
                );
                tell(interface, says);
            } else {
                interface.learned = Some(Spanned::new(found, printed.span));
            }
        }
    }
}

/// An inside global address of the table that can only be that of an interface whose address changes, where the one that
/// was seen on it is not in the table at all: the two were taken at different times.
fn moved(device: &Device, interface: &Interface, seen: Address) -> Option<Address> {
    interface.nat.as_ref().filter(|nat| nat.value == NatSide::Outside)?;
    let globals = || device.table.occupied.addresses();
    if globals().any(|address| *address == seen) {
        return None;
    }
    let explained = |address: &Address| {
        let v4 = address.v4();
        let of_pool = v4.is_some_and(|v4| device.pools.values().any(|pool| pool.contains(v4)));
        let stated = |other: &Interface| other.stated().is_some_and(|prefix| Some(prefix.address) == v4);
        let elsewhere = |state: &InterfaceState| {
            let prefix = state.address.as_ref().and_then(|address| address.value.prefix());
            prefix.is_some_and(|prefix| Some(prefix.address) == v4)
        };
        v4.is_none()
            || of_pool
            || device.interfaces.iter().any(stated)
            || device.seen.interfaces.values().any(elsewhere)
            || device.nat_rules.iter().any(|rule| rule.names_global(address))
    };
    globals().find(|address| !explained(address)).cloned()
}

/// `administratively down` is `shutdown`.
fn shutdown(interface: &mut Interface, seen: &InterfaceState, whole: bool, told: &mut Vec<Contradiction>) {
    let Some(link) = &seen.link else { return };
    let down = link.value == LinkState::AdministrativelyDown;
    match interface.shutdown {
        None if down && !whole => interface.shutdown = Some(link.span),
        configured if configured.is_some() != down => {
            let (was, is) = if down { ("not shut down", "was seen") } else { ("shut down", "was not seen") };
            told.push(Contradiction {
                configured: Some(configured.unwrap_or(interface.name.span)),
                seen: link.span,
                says: format!("{} is {was} in the configuration, and {is} administratively down", interface.name),
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
                says: format!(
                    "the access list on {name} is another one in the configuration than in 'show ip interface'"
                ),
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
