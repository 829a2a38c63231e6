//! How large a packet may be on an interface, as far as the configuration says.

use crate::model::{Device, Interface};
use crate::net::InterfaceName;
use crate::source::Span;

/// What an Ethernet carries when nothing else is said, bytes.
pub(super) const ETHERNET: u32 = 1500;

/// What is left of it by PPPoE (RFC 2516).
const PPPOE: u32 = 1492;

/// What is left of it in a GRE tunnel: the IP MTU of the tunnel is 24 bytes less than that of the interface it leaves by
/// (Cisco, "Resolve IPv4 Fragmentation, MTU, MSS, and PMTUD Issues with GRE and IPsec"). IPsec takes more.
const TUNNEL: u32 = 1476;

/// The IP MTU of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mtu {
    /// Bytes; an upper bound where it is not stated.
    pub(super) bytes: u32,
    /// The line that says so.
    pub(super) line: Span,
    /// What that line is.
    pub(super) by: By,
}

/// How an MTU is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// `ip mtu` or `mtu`.
    Stated,
    /// A PPPoE session of a dialer.
    Pppoe,
    /// A tunnel.
    Tunnel,
}

/// The MTU of an interface; `None` when no line speaks against the 1500 bytes of Ethernet.
pub(super) fn of(device: &Device, interface: &Interface) -> Option<Mtu> {
    let own = interface.ip_mtu.as_ref().or(interface.mtu.as_ref());
    // A subinterface has the MTU of its line.
    let line = || {
        let (line, _) = interface.name.value.as_str().split_once('.')?;
        device.interface(&InterfaceName::parse(line)?)?.mtu.as_ref()
    };
    if let Some(stated) = own.or_else(line) {
        return Some(Mtu { bytes: stated.value, line: stated.span, by: By::Stated });
    }
    if let Some(pool) = &interface.dialer_pool {
        let mut lines = device.interfaces.iter().filter_map(|line| line.pppoe_pool.as_ref());
        return lines.find(|line| line.value == pool.value).map(|line| Mtu {
            bytes: PPPOE,
            line: line.span,
            by: By::Pppoe,
        });
    }
    let tunnel = interface.name.value.as_str().starts_with("Tunnel");
    tunnel.then_some(Mtu { bytes: TUNNEL, line: interface.name.span, by: By::Tunnel })
}
