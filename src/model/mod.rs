//! One device, whatever it was written in: interfaces, NAT rules in match order, and what its table holds.

mod again;
mod copies;
mod device;
mod global;
mod lists;
mod lower;
mod macs;
mod observe;
mod occupied;
mod orphans;
mod owners;
mod ports;
mod reach;
mod read;
mod rows;
mod rules;
mod seen;
mod shown;
mod strangers;
mod table;

pub use device::{Acl, ConfigState, Device, Network, SegmentSummary, Trouble};
pub use global::GlobalPort;
pub use macs::{History, Macs};
pub use occupied::Occupied;
pub(crate) use owners::Identity;
pub use ports::PortSet;
pub use read::read;
pub(crate) use read::{Reader, Reading};
pub use rows::TableRows;
pub use rules::NatRules;
pub use seen::{Block, Contradiction, Seen};
pub use shown::{ArpTable, ShownLists, ShownRoutes, ShownTunnels};
pub use table::{Table, TableState, Translation, Watch};

pub use crate::grammar::facts::{
    AccessList, AclEntry, AclProtocol, Action, Adapter, AddressMatch, Addressing, ArpEntry, ClassMatch, CryptoFact,
    CryptoMapEntry, Direction, DynamicNat, EntryLimit, EsxiPort, EventKind, EventTime, Extent, Firewall, GroupMember,
    IcmpMatch, IkeEnd, IkeSa, InspectClass, Inspection, Interface, InterfaceList, InterfaceState, LinkState,
    MacTableEntry, MappingUse, Member, NatKind, NatOptions, NatRule, NatSetting, NatSide, NatStatistics, ObjectGroup,
    PolicyClass, Pool, PoolUse, PortBlock, PortMatch, PortUse, PrefixListEntry, Redundancy, Release, RouteMapClause,
    RouteMapMatch, RouteMapSet, RouteOrigin, RouteTable, SecurityPolicy, SeenAddress, Selector, ShownList, ShownPath,
    ShownRoute, StandbyGroup, StandbyState, StaticGlobal, StaticNat, StaticRoute, Target, TunnelSource, VsphereEvent,
    ZoneAction, ZonePair,
};
