//! One device, whatever it was written in: interfaces, NAT rules in match order, and what its table holds.

mod device;
mod global;
mod lower;
mod owners;
mod ports;
mod reach;
mod read;
mod rules;
mod table;

pub use device::{Acl, ConfigState, Device, Network, SegmentSummary};
pub use global::GlobalPort;
pub use ports::PortSet;
pub use read::read;
pub use rules::NatRules;
pub use table::{Table, TableState, Translation, Watch};

pub use crate::grammar::facts::{
    AclEntry, AclProtocol, Action, AddressMatch, Addressing, ClassMatch, CryptoFact, CryptoMapEntry, Direction,
    DynamicNat, Firewall, GroupMember, IcmpMatch, InspectClass, Inspection, Interface, NatKind, NatOptions, NatRule,
    NatSetting, NatSide, ObjectGroup, PolicyClass, Pool, PortMatch, PrefixListEntry, Redundancy, RouteMapClause,
    RouteMapMatch, RouteMapSet, Selector, StaticGlobal, StaticNat, StaticRoute, Target, TunnelSource, ZoneAction,
    ZonePair,
};
