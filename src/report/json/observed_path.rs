//! Access lists, routes, hardware addresses, tunnels and HSRP groups that show commands saw, as JSON.

use serde::Serialize;

use super::{line, source_name};
use crate::model::{
    ArpEntry, ArpTable, Device, Extent, IkeEnd, IkeSa, Member, RouteTable, ShownList, ShownRoute, StandbyGroup,
    StandbyState,
};
use crate::source::{SourceMap, Span, mask_controls};

/// Where something stands.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct At {
    line: Option<u32>,
    source: String,
}

impl At {
    fn of(sources: &SourceMap, span: Span) -> Self {
        Self { line: line(sources, span), source: source_name(sources, span) }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct AccessListV1 {
    #[serde(flatten)]
    at: At,
    name: String,
    entries: Vec<AccessListEntryV1>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AccessListEntryV1 {
    line: Option<u32>,
    sequence: Option<u32>,
    /// As printed, without the counter.
    text: String,
    matches: Option<u64>,
}

impl AccessListV1 {
    pub(super) fn of(sources: &SourceMap, device: &Device, list: &ShownList) -> Self {
        // One that stands in for the configuration's has handed its entries over.
        let stands_in = device.acls.get(&*list.name.value).filter(|acl| acl.span == list.span);
        let entries = stands_in.map_or(&list.entries, |acl| &acl.entries);
        let entries = entries.iter().zip(&list.matches).map(|(entry, matches)| AccessListEntryV1 {
            line: line(sources, entry.span),
            sequence: entry.sequence,
            text: mask_controls(sources.slice(entry.span).unwrap_or_default()),
            matches: *matches,
        });
        Self { at: At::of(sources, list.span), name: mask_controls(&list.name.value), entries: entries.collect() }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct RouteTableV1 {
    vrf: Option<String>,
    /// `whole`, `address` or `part`.
    extent: &'static str,
    /// `null` where the table does not say or says that it is not set.
    last_resort: Option<String>,
    routes: Vec<RouteV1>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RouteV1 {
    #[serde(flatten)]
    at: At,
    prefix: String,
    origin: &'static str,
    distance: Option<u8>,
    paths: Vec<PathV1>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PathV1 {
    line: Option<u32>,
    next_hop: Option<String>,
    interface: Option<String>,
}

impl RouteTableV1 {
    pub(super) fn of(sources: &SourceMap, table: &RouteTable) -> Self {
        Self {
            vrf: table.vrf.as_deref().map(mask_controls),
            extent: match table.extent {
                Extent::Whole => "whole",
                Extent::For(_) => "address",
                Extent::Part => "part",
            },
            last_resort: table
                .last_resort
                .as_ref()
                .and_then(|gateway| gateway.value)
                .map(|gateway| gateway.to_string()),
            routes: table.routes.iter().map(|route| RouteV1::of(sources, table, route)).collect(),
        }
    }
}

impl RouteV1 {
    fn of(sources: &SourceMap, table: &RouteTable, route: &ShownRoute) -> Self {
        let paths = table.paths_of(route).iter().map(|path| PathV1 {
            line: line(sources, path.span),
            next_hop: path.next_hop.map(|hop| hop.to_string()),
            interface: table.interface_of(path).map(ToString::to_string),
        });
        Self {
            at: At::of(sources, route.span),
            prefix: route.prefix.to_string(),
            origin: route.origin.as_str(),
            distance: route.distance,
            paths: paths.collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ArpEntryV1 {
    #[serde(flatten)]
    at: At,
    vrf: Option<String>,
    address: String,
    age_minutes: Option<u32>,
    /// `null`: nobody answers.
    mac: Option<String>,
    interface: Option<String>,
}

impl ArpEntryV1 {
    pub(super) fn of(sources: &SourceMap, table: &ArpTable, entry: &ArpEntry) -> Self {
        Self {
            at: At::of(sources, entry.span),
            vrf: table.vrf.as_deref().map(mask_controls),
            address: entry.address.to_string(),
            age_minutes: entry.age,
            mac: entry.mac.map(|mac| mac.to_string()),
            interface: entry.interface.as_ref().map(ToString::to_string),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct IkeSaV1 {
    #[serde(flatten)]
    at: At,
    version: u8,
    ends: [String; 2],
    state: String,
    up: bool,
}

impl IkeSaV1 {
    pub(super) fn of(sources: &SourceMap, sa: &IkeSa) -> Self {
        let end = |end: &IkeEnd| match end.port {
            Some(port) => format!("{}:{port}", end.address),
            None => end.address.to_string(),
        };
        Self {
            at: At::of(sources, sa.span),
            version: sa.version,
            ends: [end(&sa.ends[0]), end(&sa.ends[1])],
            state: mask_controls(&sa.state),
            up: sa.up,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct StandbyV1 {
    #[serde(flatten)]
    at: At,
    interface: String,
    group: u16,
    priority: u16,
    preempt: bool,
    state: &'static str,
    active: String,
    standby: String,
    address: Option<String>,
}

impl StandbyV1 {
    pub(super) fn of(sources: &SourceMap, group: &StandbyGroup) -> Self {
        let member = |member: Member| match member {
            Member::Local => "local".to_owned(),
            Member::Unknown => "unknown".to_owned(),
            Member::Address(address) => address.to_string(),
        };
        Self {
            at: At::of(sources, group.span),
            interface: group.interface.to_string(),
            group: group.group,
            priority: group.priority,
            preempt: group.preempt,
            state: StandbyState::as_str(group.state),
            active: member(group.active),
            standby: member(group.standby),
            address: group.address.map(|address| address.to_string()),
        }
    }
}
