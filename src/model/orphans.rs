//! Static entries of the table that the configuration does not have: one of the two is older than the other.

use std::net::Ipv4Addr;

use super::{Contradiction, Device, Direction, GlobalPort, NatKind, NatRule, StaticGlobal, StaticNat, Translation};
use crate::locale::say;
use crate::net::{Address, Endpoint, Prefix, Protocol};

impl Device {
    /// A static entry of the table for the packets of a host that a whole configuration does not have.
    pub fn static_not_configured(&self, local: Ipv4Addr, port: u16, protocol: Protocol) -> Option<&Translation> {
        let fits = |row: &&Translation| {
            row.protocol.is_none_or(|of_row| of_row == protocol)
                && row.inside_local.as_ref().and_then(Endpoint::port).is_none_or(|of_row| of_row == port)
        };
        let mut rows = self.table.rows.of_local(&Address::V4(local)).filter(fits);
        rows.find(|row| self.is_not_configured(row))
    }

    /// An entry of the table that has the address, or the port, which a static of the configuration gives to a host, for
    /// another host.
    pub fn static_given_away(&self, local: Ipv4Addr, port: u16, protocol: Protocol) -> Option<&Translation> {
        let own = Address::V4(local);
        let fixed = self.nat_rules.for_host(local).filter(|rule| rule.direction == Direction::InsideSource);
        fixed.filter(|rule| rule.vrf().is_none() && rule.options.route_map.is_none()).find_map(|rule| {
            let NatKind::Static(fixed) = &rule.kind else { return None };
            let fits = fixed.network.is_none()
                && fixed.local.value.address == own
                && fixed.protocol.is_none_or(|of_rule| of_rule == protocol)
                && fixed.local.value.port().is_none_or(|of_rule| of_rule == port);
            let (GlobalPort::Address(Address::V4(global)), global_port) = GlobalPort::of_static(self, fixed) else {
                return None;
            };
            let shared = self.pools.values().any(|pool| pool.contains(global)) || self.owner_of(global).is_some();
            let other = |row: &&Translation| {
                // Of two statics for one address the table tells which is in force.
                let configured = |host: &Address| {
                    let mut rules = self.nat_rules.of_global(self, &GlobalPort::Address(global.into()));
                    rules.any(|rule| matches!(&rule.kind, NatKind::Static(fixed) if fixed.local.value.address == *host))
                };
                let host = row.inside_local.as_ref().map(|end| &end.address);
                let of_another = host.is_some_and(|host| *host != own && !configured(host));
                let same = row.protocol.is_none_or(|of_row| of_row == protocol);
                of_another && same && row.vrf.is_none() && (row.is_binding() || !shared)
            };
            let whole = Endpoint::bare(global);
            let one = Endpoint::with_port(global, global_port.unwrap_or(port));
            let rows = [whole, one].map(|end| self.table.rows.of_global(&end).find(other));
            rows.into_iter().flatten().next().filter(|_| fits)
        })
    }

    /// Dynamic rules make entries without outside columns too: of pools without `overload`, in CGN mode, and on IOS-XE for
    /// traffic without ports. Those have the address of a pool or of an interface.
    fn is_not_configured(&self, row: &Translation) -> bool {
        let v4 = |end: &Option<Endpoint>| end.as_ref().and_then(|end| end.address.v4());
        let (Some(global), Some(local)) = (v4(&row.inside_global), v4(&row.inside_local)) else { return false };
        if !self.config_is_whole() || !row.is_binding() {
            return false;
        }
        let dynamic = self.pools.values().any(|pool| pool.contains(global)) || self.owner_of(global).is_some();
        if dynamic || self.gets_addresses() {
            return false;
        }
        let port = |end: &Option<Endpoint>| end.as_ref().and_then(Endpoint::port);
        let ports = (port(&row.inside_local), port(&row.inside_global));
        let fits = |rule: &NatRule| {
            let NatKind::Static(fixed) = &rule.kind else { return false };
            let (_, global_port) = GlobalPort::of_static(self, fixed);
            let same_ports = global_port.is_none() || ports == (fixed.local.value.port(), global_port);
            fixed.network.is_some() || fixed.local.value.address == Address::V4(local) && same_ports
        };
        let of_network = |rule: &NatRule| network(rule).is_some_and(|network| network.contains(global));
        let mut own = self.nat_rules.of_global(self, &GlobalPort::Address(global.into()));
        !own.any(fits) && !self.nat_rules.for_host(local).any(of_network)
    }

    /// Tells of each of them.
    pub(super) fn tell_statics_not_configured(&mut self) {
        let rows = self.table.rows.iter().filter(|row| self.is_not_configured(row));
        let tell = |row: &Translation| Contradiction {
            configured: None,
            seen: row.span,
            says: say!("model-static-row"),
            matters: false,
        };
        let told: Vec<Contradiction> = rows.map(tell).collect();
        self.seen.contradictions.extend(told);
    }
}

/// The global side of a static for a whole network.
pub(super) fn network(rule: &NatRule) -> Option<Prefix> {
    let NatKind::Static(StaticNat { network: Some(length), global, .. }) = &rule.kind else { return None };
    let StaticGlobal::Address(endpoint) = &global.value else { return None };
    Prefix::new(endpoint.address.v4()?, *length)
}
