//! One device, whatever it was written in: interfaces, NAT rules in match order, and what its table holds.

mod device;
mod global;
mod lower;
mod observe;
mod owners;
mod ports;
mod read;
mod rules;
mod seen;
mod table;

pub use device::{Acl, ConfigState, Device, Network, SegmentSummary};
pub use global::GlobalPort;
pub use ports::PortSet;
pub use read::read;
pub use rules::NatRules;
pub use seen::{Block, Contradiction, Seen};
pub use table::{Table, TableState, Translation, Watch};

pub use crate::grammar::facts::{
    AclEntry, AclProtocol, Action, AddressMatch, Addressing, ClassMatch, CryptoFact, CryptoMapEntry, Direction,
    DynamicNat, EntryLimit, Firewall, GroupMember, IcmpMatch, InspectClass, Inspection, Interface, InterfaceList,
    InterfaceState, LinkState, MappingUse, NatKind, NatOptions, NatRule, NatSetting, NatSide, NatStatistics,
    ObjectGroup, PolicyClass, Pool, PoolUse, PortBlock, PortMatch, PortUse, PrefixListEntry, Redundancy, Release,
    RouteMapClause, RouteMapMatch, RouteMapSet, SeenAddress, Selector, StaticGlobal, StaticNat, StaticRoute, Target,
    TunnelSource, ZoneAction, ZonePair,
};
