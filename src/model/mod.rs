//! One device, whatever it was written in: interfaces, NAT rules in match order, and what its table holds.

mod device;
mod global;
mod lists;
mod lower;
mod owners;
mod ports;
mod read;
mod rules;
mod seen;
mod shown;
mod table;

pub use device::{Acl, ConfigState, Device, Network, SegmentSummary};
pub use global::GlobalPort;
pub use ports::PortSet;
pub use read::read;
pub use rules::NatRules;
pub use seen::Seen;
pub use shown::{ArpTable, ShownLists, ShownRoutes};
pub use table::{Table, TableState, Translation, Watch};

pub use crate::grammar::facts::{
    AclEntry, AclProtocol, Action, AddressMatch, Addressing, ArpEntry, ClassMatch, CryptoFact, CryptoMapEntry,
    Direction, DynamicNat, Extent, Firewall, GroupMember, IcmpMatch, IkeEnd, IkeSa, InspectClass, Inspection,
    Interface, InterfaceState, LinkState, Member, NatKind, NatOptions, NatRule, NatSetting, NatSide, ObjectGroup,
    PolicyClass, Pool, PortMatch, PrefixListEntry, Redundancy, RouteMapClause, RouteMapMatch, RouteMapSet, RouteOrigin,
    RouteTable, SeenAddress, Selector, ShownEntry, ShownList, ShownPath, ShownRoute, StandbyGroup, StandbyState,
    StaticGlobal, StaticNat, StaticRoute, Target, TunnelSource, ZoneAction, ZonePair,
};
