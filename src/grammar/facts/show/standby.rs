//! Which router of an HSRP pair forwards now.

use std::net::Ipv4Addr;

use crate::net::InterfaceName;
use crate::source::Span;

/// One row of `show standby brief`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandbyGroup {
    /// The row.
    pub span: Span,
    /// The interface of the group.
    pub interface: InterfaceName,
    /// Group number.
    pub group: u16,
    /// Priority.
    pub priority: u16,
    /// Whether it takes over from a router of lower priority.
    pub preempt: bool,
    /// What this router is in the group.
    pub state: StandbyState,
    /// The active router.
    pub active: Member,
    /// The standby router.
    pub standby: Member,
    /// The virtual address, where it is known.
    pub address: Option<Ipv4Addr>,
}

/// The states of HSRP (RFC 2281, section 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandbyState {
    /// Forwards.
    Active,
    /// Waits for the active router to fail.
    Standby,
    /// Neither: a third router, or one that is not ready.
    Other(&'static str),
}

impl StandbyState {
    /// As `show standby brief` prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Standby => "Standby",
            Self::Other(name) => name,
        }
    }
}

/// A router of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// `local`: this one.
    Local,
    /// Another, by its address.
    Address(Ipv4Addr),
    /// `unknown`.
    Unknown,
}
