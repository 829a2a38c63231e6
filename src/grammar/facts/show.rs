//! What show commands other than the two big ones say: what a router did or was at the moment when they were typed.

mod access_list;
mod arp;
mod crypto;
mod interface;
mod mac_table;
mod nat;
mod route;
mod standby;
mod version;

pub use access_list::ShownList;
pub use arp::ArpEntry;
pub use crypto::{IkeEnd, IkeSa};
pub use interface::{InterfaceState, LinkState, SeenAddress};
pub use mac_table::MacTableEntry;
pub use nat::{EntryLimit, InterfaceList, MappingUse, NatStatistics, PoolUse, PortBlock, PortUse};
pub use route::{Extent, RouteOrigin, RouteTable, ShownPath, ShownRoute};
pub use standby::{Member, StandbyGroup, StandbyState};
pub use version::Release;

use crate::capture::Dialect;

/// The facts of one show command.
#[derive(Debug, Clone)]
pub enum ShowFacts {
    /// `show ip interface brief` and `show ip interface`: one entry an interface.
    Interfaces(Vec<InterfaceState>),
    /// `show access-lists`.
    AccessLists(Vec<ShownList>),
    /// `show ip route`: one table a VRF.
    Routes(Vec<RouteTable>),
    /// `show ip arp`.
    Arp {
        /// The rows.
        entries: Vec<ArpEntry>,
        /// Whether a row could not be read.
        unread: bool,
    },
    /// `show crypto isakmp sa` (1) or `show crypto ikev2 sa` (2).
    Ike(u8, Vec<IkeSa>),
    /// `show standby brief`.
    Standby(Vec<StandbyGroup>),
    /// `show mac address-table`. It tells of a switch, and not of the router that translates.
    MacTable(Vec<MacTableEntry>),
    /// `show ip nat statistics`.
    NatStatistics(Box<NatStatistics>),
    /// `show ip nat pool`.
    NatPools(Vec<PoolUse>),
    /// `show ip nat portblock dynamic global`.
    PortBlocks(Vec<PortBlock>),
    /// `show version`.
    Version(Release),
}

impl ShowFacts {
    /// The dialect that the output names itself.
    pub fn dialect(&self) -> Option<Dialect> {
        match self {
            Self::Version(release) => Some(release.dialect),
            Self::Interfaces(_)
            | Self::NatStatistics(_)
            | Self::NatPools(_)
            | Self::PortBlocks(_)
            | Self::AccessLists(_)
            | Self::Routes(_)
            | Self::Arp { .. }
            | Self::Ike(..)
            | Self::MacTable(_)
            | Self::Standby(_) => None,
        }
    }
}
