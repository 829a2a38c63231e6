//! The address on the outside whose ports are counted.

use super::{Device, Direction, Interface, NatKind, NatRule, StaticGlobal, StaticNat, Target};
use crate::locale::{Text, say};
use crate::net::{Address, InterfaceName, Protocol};

/// Where the ports of an inside global address are counted: by the address, or, where that is not known (DHCP, PPPoE),
/// by the interface that has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GlobalPort {
    /// A known (or redacted) address.
    Address(Address),
    /// The address of an interface, whatever it is.
    Interface(InterfaceName),
}

impl GlobalPort {
    /// The port of this address that a static rule takes for `protocol`.
    pub(super) fn reserved_by(&self, device: &Device, protocol: Protocol, rule: &NatRule) -> Option<u16> {
        let NatKind::Static(fixed) = &rule.kind else { return None };
        // The global side of an outside static is an address of the other end.
        if fixed.protocol != Some(protocol) || rule.direction == Direction::OutsideSource {
            return None;
        }
        let (global, port) = Self::of_static(device, fixed);
        port.filter(|_| global == *self)
    }

    /// The address and port on the outside that a static takes; no port: all of them.
    pub fn of_static(device: &Device, fixed: &StaticNat) -> (Self, Option<u16>) {
        match &fixed.global.value {
            StaticGlobal::Address(endpoint) => (Self::Address(endpoint.address.clone()), endpoint.port()),
            StaticGlobal::Interface(name, port) => (Self::of_interface(device, name), *port),
        }
    }

    /// The address that an overload rule hands out ports of first.
    pub fn shared_by(device: &Device, rule: &NatRule) -> Option<Self> {
        rule.options.overload.as_ref()?;
        let NatKind::Dynamic(dynamic) = &rule.kind else { return None };
        match &dynamic.target.value {
            Target::Interface(name) => Some(Self::of_interface(device, name)),
            Target::Pool(name) => {
                let (first, _) = device.pools.get(name)?.ranges.first()?.value;
                Some(Self::Address(first.into()))
            }
        }
    }

    /// The primary address of an interface where it is known, else the interface.
    pub fn of_interface(device: &Device, name: &InterfaceName) -> Self {
        let primary = device.interface(name).and_then(Interface::primary);
        primary.map_or_else(|| Self::Interface(name.clone()), |prefix| Self::Address(Address::V4(prefix.address)))
    }

    /// The address, where it is known.
    pub fn address(&self) -> Option<&Address> {
        match self {
            Self::Address(address) => Some(address),
            Self::Interface(_) => None,
        }
    }

    /// `203.0.113.1`, or `the address of GigabitEthernet0/0`.
    pub(crate) fn in_words(&self) -> Text {
        match self {
            Self::Address(address) => address.to_string().into(),
            Self::Interface(name) => say!("address-of-interface", name),
        }
    }
}
