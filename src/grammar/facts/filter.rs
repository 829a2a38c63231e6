//! Access lists and object groups.

use std::net::Ipv4Addr;

use crate::net::{Protocol, Wildcard};
use crate::source::{Span, Spanned};

/// Permit or deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `permit`.
    Permit,
    /// `deny`.
    Deny,
}

/// One access list.
#[derive(Debug, Clone)]
pub struct AccessList {
    /// Its number or name, where it is first declared.
    pub name: Spanned<String>,
    /// Its entries, in the order written.
    pub entries: Vec<AclEntry>,
}

/// One access-list entry.
#[derive(Debug, Clone)]
pub struct AclEntry {
    /// The entry itself, from `permit|deny` on.
    pub span: Span,
    /// Sequence number, when printed.
    pub sequence: Option<u32>,
    /// Permit or deny.
    pub action: Action,
    /// `ip` (any) in a standard list.
    pub protocol: AclProtocol,
    /// Source addresses.
    pub source: AddressMatch,
    /// Source ports.
    pub source_port: PortMatch,
    /// Destination addresses; `Any` in a standard list.
    pub destination: AddressMatch,
    /// Destination ports.
    pub destination_port: PortMatch,
    /// ICMP type and code, in an entry for ICMP that names them.
    pub icmp: Option<IcmpMatch>,
    /// A condition that no configuration can decide: `established`, `time-range X`, `dscp ef`, `evaluate X`, ...
    pub condition: Option<Box<Spanned<String>>>,
}

/// Which ICMP messages match: `3 4`, `packet-too-big`, `unreachable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IcmpMatch {
    /// The type (RFC 792).
    pub kind: u8,
    /// The code; `None` matches every code of the type.
    pub code: Option<u8>,
}

/// The protocol column of an extended entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AclProtocol {
    /// A protocol, or `ip`.
    Is(Protocol),
    /// `object-group SERVICE`.
    ObjectGroup(Box<str>),
}

/// Which addresses match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AddressMatch {
    /// `any`.
    Any,
    /// An address and a wildcard; `host A` has an all-zero wildcard.
    Wildcard(Ipv4Addr, Wildcard),
    /// `object-group NAME` or `addrgroup NAME`.
    ObjectGroup(Box<str>),
    /// Not decidable here: a host name, an interface address.
    Unknown(Box<str>),
}

/// Which ports match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PortMatch {
    /// No port condition.
    Any,
    /// `eq A [B ...]`.
    Eq(Box<[u16]>),
    /// `neq A`.
    Neq(Box<[u16]>),
    /// `lt A`.
    Lt(u16),
    /// `gt A`.
    Gt(u16),
    /// `range A B`, inclusive.
    Range(u16, u16),
    /// `portgroup NAME` or an object group.
    ObjectGroup(Box<str>),
    /// A port name this program does not know.
    Unknown(Box<str>),
}

/// `object-group network|service NAME`.
#[derive(Debug, Clone)]
pub struct ObjectGroup {
    /// Its name.
    pub name: Spanned<String>,
    /// Its members.
    pub members: Vec<Spanned<GroupMember>>,
}

/// A member of an object group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GroupMember {
    /// `host A`, `A MASK`, `A /LEN`, `any`.
    Network(AddressMatch),
    /// `range A B`.
    Range(Ipv4Addr, Ipv4Addr),
    /// `group-object NAME`.
    Group(String),
    /// `udp eq 4500`, `ip`, ...: protocol, source port, destination port.
    Service(Protocol, PortMatch, PortMatch),
    /// Not understood.
    Unknown(String),
}
