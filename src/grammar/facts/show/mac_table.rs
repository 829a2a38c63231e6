//! Where a switch has seen which Ethernet address.

use crate::net::Mac;
use crate::source::Span;

/// One row of `show mac address-table`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacTableEntry {
    /// The row.
    pub span: Span,
    /// The VLAN; `None` for `All`.
    pub vlan: Option<u16>,
    /// Who.
    pub mac: Mac,
    /// Learned from a frame; the others somebody typed, or are the switch's own.
    pub dynamic: bool,
    /// The port, as printed.
    pub port: String,
}
