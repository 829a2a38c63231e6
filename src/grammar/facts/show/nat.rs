//! What NAT counted.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use super::super::{Selector, Target};
use crate::net::{InterfaceName, Protocol};
use crate::source::{Span, Spanned};

/// `show ip nat statistics`.
#[derive(Debug, Clone)]
pub struct NatStatistics {
    /// Its first line.
    pub span: Span,
    /// `Total active translations: N`.
    pub total: Option<Spanned<u64>>,
    /// Of these, `N static`.
    pub statics: Option<u64>,
    /// `Peak translations: N`.
    pub peak: Option<Spanned<u64>>,
    /// `Outside interfaces:`, where the heading is there.
    pub outside: Option<InterfaceList>,
    /// `Inside interfaces:`, where the heading is there.
    pub inside: Option<InterfaceList>,
    /// Rules under `Dynamic mappings:`.
    pub mappings: Vec<MappingUse>,
    /// Pools under `Dynamic mappings:`.
    pub pools: Vec<PoolUse>,
    /// `max entry: max allowed N, used N, missed N`.
    pub limit: Option<Spanned<EntryLimit>>,
    /// `Pool stats drop: N`.
    pub pool_drops: Option<Spanned<u64>>,
    /// `Port block alloc fail: N`.
    pub port_block_failures: Option<Spanned<u64>>,
}

impl NatStatistics {
    /// Nothing but where it begins.
    pub fn new(span: Span) -> Self {
        Self {
            span,
            total: None,
            statics: None,
            peak: None,
            outside: None,
            inside: None,
            mappings: Vec::new(),
            pools: Vec::new(),
            limit: None,
            pool_drops: None,
            port_block_failures: None,
        }
    }
}

/// The interfaces of one side of NAT.
#[derive(Debug, Clone)]
pub struct InterfaceList {
    /// The heading.
    pub heading: Span,
    /// The names under it.
    pub names: Vec<Spanned<InterfaceName>>,
}

/// `[Id: 1] access-list 1 pool P refcount 2`.
#[derive(Debug, Clone)]
pub struct MappingUse {
    /// The line.
    pub span: Span,
    /// The list or route-map.
    pub selector: Selector,
    /// The pool or interface, where one is named.
    pub target: Option<Target>,
    /// Translations that use it.
    pub refcount: Option<u64>,
}

/// A pool and how much of it is in use.
#[derive(Debug, Clone)]
pub struct PoolUse {
    /// Its name.
    pub name: Spanned<String>,
    /// `start A end B`, in the order printed.
    pub ranges: Vec<Spanned<(Ipv4Addr, Ipv4Addr)>>,
    /// `total addresses N`.
    pub total: Option<u64>,
    /// `allocated N`, or `Addresses` assigned.
    pub allocated: Option<Spanned<u64>>,
    /// `misses N`: requests for which no address was left.
    pub misses: Option<Spanned<u64>>,
    /// Ports of one protocol: `UDP High Ports  assigned  available`.
    pub ports: Vec<Spanned<PortUse>>,
}

impl PoolUse {
    /// A pool of which only the name is known.
    pub fn new(name: Spanned<String>) -> Self {
        Self { name, ranges: Vec::new(), total: None, allocated: None, misses: None, ports: Vec::new() }
    }

    /// Whether every address of it is in use.
    pub fn is_used_up(&self) -> bool {
        let allocated = self.allocated.as_ref().map(|allocated| allocated.value);
        self.total.zip(allocated).is_some_and(|(total, allocated)| total > 0 && allocated >= total)
    }
}

/// Ports of a pool: `UDP Low Ports   0   130048`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortUse {
    /// TCP or UDP.
    pub protocol: Protocol,
    /// Below 1024.
    pub low: bool,
    /// Handed out.
    pub assigned: u64,
    /// Left.
    pub available: u64,
}

/// `max entry: max allowed N, used N, missed N`. Zero allowed is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryLimit {
    /// How many entries there may be; 0: as many as there is room for.
    pub allowed: u64,
    /// How many there are.
    pub used: u64,
    /// How many were refused.
    pub missed: u64,
}

/// A block of ports that NAT has of the transport port manager (`show ip nat portblock dynamic global`, IOS-XE).
#[derive(Debug, Clone)]
pub struct PortBlock {
    /// The line.
    pub span: Span,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// First and last port.
    pub ports: RangeInclusive<u16>,
    /// How many ports of it are in use.
    pub in_use: u64,
}
