//! Who answers on the networks of the router.

use std::net::Ipv4Addr;

use crate::net::{InterfaceName, Mac};
use crate::source::Span;

/// One row of `show ip arp` or `show arp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArpEntry {
    /// The row.
    pub span: Span,
    /// The address that was asked for.
    pub address: Ipv4Addr,
    /// Minutes since the last answer; `None` for `-`: the router's own address, or an entry somebody typed.
    pub age: Option<u32>,
    /// Who answers; `None` for `Incomplete`: nobody does.
    pub mac: Option<Mac>,
    /// Where. An incomplete entry names none on most releases.
    pub interface: Option<InterfaceName>,
}
