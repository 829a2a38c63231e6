//! Inside global ports in use.

use std::collections::HashMap;

use super::PortSet;
use crate::net::{Address, Protocol};

/// The ports of one address, by VRF.
type Sets = Vec<(Option<String>, PortSet)>;

/// Inside global ports in use, by protocol and inside global address, and of each by the VRF of the command. There can
/// be thousands of addresses, so that none is found by looking at all.
#[derive(Debug, Clone, Default)]
pub struct Occupied {
    sets: HashMap<(Protocol, Address), Sets>,
    /// Addresses that are redacted or mangled.
    opaque: usize,
}

impl Occupied {
    /// The ports of one address in one VRF.
    pub fn get(&self, vrf: Option<&str>, protocol: Protocol, address: &Address) -> Option<&PortSet> {
        let sets = self.sets.get(&(protocol, address.clone()))?;
        sets.iter().find(|(theirs, _)| theirs.as_deref() == vrf).map(|(_, set)| set)
    }

    /// The ports of one address, whatever the VRF.
    pub fn of(&self, protocol: Protocol, address: &Address) -> impl Iterator<Item = &PortSet> {
        self.sets.get(&(protocol, address.clone())).into_iter().flatten().map(|(_, set)| set)
    }

    /// The ports of other addresses that are redacted or mangled, and so may be `address`; all of them when that is
    /// redacted itself.
    pub(super) fn maybe_of<'a>(
        &'a self,
        protocol: Protocol,
        address: &'a Address,
    ) -> impl Iterator<Item = &'a PortSet> {
        let some = self.opaque > 0 || address.v4().is_none();
        let others = some.then_some(&self.sets).into_iter().flatten();
        let may_be = move |other: &Address| other != address && (other.v4().is_none() || address.v4().is_none());
        others.filter(move |((p, other), _)| *p == protocol && may_be(other)).flat_map(|(_, sets)| sets).map(|(_, s)| s)
    }

    /// Every address, once for each protocol.
    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.sets.keys().map(|(_, address)| address)
    }

    /// Every set, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (Option<&str>, Protocol, &Address, &PortSet)> {
        self.sets.iter().flat_map(|((protocol, address), sets)| {
            sets.iter().map(move |(vrf, set)| (vrf.as_deref(), *protocol, address, set))
        })
    }

    /// Puts a set in, in the place of what was there.
    pub(crate) fn put(&mut self, vrf: Option<String>, protocol: Protocol, address: Address, set: PortSet) {
        match self.slot(vrf.as_deref(), protocol, address) {
            Ok(known) => *known = set,
            Err(sets) => sets.push((vrf, set)),
        }
    }

    /// Puts all sets of `other` in, in the place of what was there.
    pub(crate) fn replace(&mut self, other: Self) {
        for ((protocol, address), sets) in other.sets {
            for (vrf, set) in sets {
                self.put(vrf, protocol, address.clone(), set);
            }
        }
    }

    /// Adds the sets of another table.
    pub(super) fn append(&mut self, other: Self) {
        for ((protocol, address), sets) in other.sets {
            for (vrf, set) in sets {
                match self.slot(vrf.as_deref(), protocol, address.clone()) {
                    Ok(known) => known.add(&set),
                    Err(sets) => sets.push((vrf, set)),
                }
            }
        }
    }

    pub(super) fn remove(&mut self, vrf: Option<&str>, protocol: Protocol, address: &Address, port: u16) {
        let sets = self.sets.get_mut(&(protocol, address.clone())).into_iter().flatten();
        sets.filter(|(theirs, _)| theirs.as_deref() == vrf).for_each(|(_, set)| set.remove(port));
    }

    /// The set of a VRF, or where it belongs.
    fn slot(&mut self, vrf: Option<&str>, protocol: Protocol, address: Address) -> Result<&mut PortSet, &mut Sets> {
        let opaque = usize::from(address.v4().is_none());
        let sets = self.sets.entry((protocol, address)).or_default();
        if sets.is_empty() {
            self.opaque += opaque;
        }
        match sets.iter().position(|(theirs, _)| theirs.as_deref() == vrf) {
            Some(at) => Ok(&mut sets[at].1),
            None => Err(sets),
        }
    }
}
