//! Tunnels for which the router itself holds UDP 500 or 4500.

use std::net::Ipv4Addr;

use crate::source::Span;

/// One security association of `show crypto isakmp sa` or `show crypto ikev2 sa`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IkeSa {
    /// The row.
    pub span: Span,
    /// IKE 1 or 2.
    pub version: u8,
    /// The two ends. IKEv2 and the detailed form of IKEv1 print the router's own first; the short form of IKEv1 prints
    /// who was called and who called, and either may be this router.
    pub ends: [IkeEnd; 2],
    /// `QM_IDLE`, `MM_NO_STATE`, `READY`, `ACTIVE`, ...
    pub state: String,
    /// Whether the association is up, or being deleted or still being negotiated.
    pub up: bool,
}

/// One end of an association.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IkeEnd {
    /// Its address.
    pub address: Ipv4Addr,
    /// Its UDP port, which IKEv1 does not print.
    pub port: Option<u16>,
}
