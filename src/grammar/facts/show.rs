//! What show commands other than the two big ones say: what a router did or was at the moment when they were typed.

mod interface;
mod nat;
mod version;

pub use interface::{InterfaceState, LinkState, SeenAddress};
pub use nat::{EntryLimit, InterfaceList, MappingUse, NatStatistics, PoolUse, PortBlock, PortUse};
pub use version::Release;

use crate::capture::Dialect;

/// The facts of one show command.
#[derive(Debug, Clone)]
pub enum ShowFacts {
    /// `show ip interface brief` and `show ip interface`: one entry an interface.
    Interfaces(Vec<InterfaceState>),
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
            Self::Interfaces(_) | Self::NatStatistics(_) | Self::NatPools(_) | Self::PortBlocks(_) => None,
        }
    }
}
