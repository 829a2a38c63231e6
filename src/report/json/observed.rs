//! What show commands saw, as JSON.

use serde::Serialize;

use super::observed_path::{AccessListV1, ArpEntryV1, IkeSaV1, RouteTableV1, StandbyV1};
use super::source_name;
use crate::model::{
    Device, EntryLimit, InterfaceList, InterfaceState, LinkState, MappingUse, NatStatistics, PoolUse, PortBlock,
    PortUse, Release, SeenAddress, Selector, Target,
};
use crate::source::{SourceMap, Spanned, mask_controls};

/// What was observed on a device, apart from what is configured.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ObservedV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<ReleaseV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    interfaces: Vec<InterfaceV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nat_statistics: Option<NatStatisticsV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pools: Vec<PoolUseV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port_blocks: Option<Vec<PortBlockV1>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    access_lists: Vec<AccessListV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routes: Vec<RouteTableV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    arp: Vec<ArpEntryV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ike: Vec<IkeSaV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    standby: Vec<StandbyV1>,
}

impl ObservedV1 {
    /// `None` when no show command said anything.
    pub(super) fn of(sources: &SourceMap, device: &Device) -> Option<Self> {
        let seen = &device.seen;
        if seen.is_empty() {
            return None;
        }
        let mut interfaces: Vec<&InterfaceState> = seen.interfaces.values().collect();
        interfaces.sort_by_key(|interface| interface.span);
        let mut pools: Vec<&PoolUse> = seen.pools.values().collect();
        pools.sort_by_key(|pool| pool.name.span);
        let blocks = |blocks: &Vec<PortBlock>| blocks.iter().map(|block| PortBlockV1::of(sources, block)).collect();
        let arp = seen.arp.values().flat_map(|table| table.in_order().into_iter().map(move |entry| (table, entry)));
        Some(Self {
            release: seen.release.as_ref().map(|release| ReleaseV1::of(sources, release)),
            interfaces: interfaces.into_iter().map(|interface| InterfaceV1::of(sources, interface)).collect(),
            nat_statistics: seen.nat.as_ref().map(|statistics| NatStatisticsV1::of(sources, statistics)),
            pools: pools.into_iter().map(|pool| PoolUseV1::of(sources, pool)).collect(),
            port_blocks: seen.port_blocks.as_ref().map(blocks),
            access_lists: seen
                .lists
                .in_order()
                .into_iter()
                .map(|list| AccessListV1::of(sources, device, list))
                .collect(),
            routes: seen.routes.tables().map(|table| RouteTableV1::of(sources, table)).collect(),
            arp: arp.map(|(table, entry)| ArpEntryV1::of(sources, table, entry)).collect(),
            ike: seen.ike.all().map(|sa| IkeSaV1::of(sources, sa)).collect(),
            standby: seen.standby.iter().map(|group| StandbyV1::of(sources, group)).collect(),
        })
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct InterfaceV1 {
    line: Option<u32>,
    source: String,
    name: String,
    /// Without a length where the command prints none; `unassigned` where there is none.
    address: Option<String>,
    method: Option<String>,
    link: Option<&'static str>,
    protocol_up: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    secondary: Vec<String>,
    /// An empty name: none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    acl_in: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acl_out: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mtu: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vrf: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unreachables: Option<bool>,
}

impl InterfaceV1 {
    fn of(sources: &SourceMap, interface: &InterfaceState) -> Self {
        let list = |list: &Option<Spanned<Option<String>>>| {
            list.as_ref().map(|list| list.value.as_deref().map_or_else(String::new, mask_controls))
        };
        Self {
            line: super::line(sources, interface.span),
            source: source_name(sources, interface.span),
            name: interface.name.to_string(),
            address: interface.address.as_ref().map(|address| match address.value {
                SeenAddress::Unassigned => "unassigned".to_owned(),
                SeenAddress::Bare(address) => address.to_string(),
                SeenAddress::Prefix(prefix) => prefix.to_string(),
            }),
            method: interface.method.as_ref().map(|method| mask_controls(&method.value)),
            link: interface.link.as_ref().map(|link| match link.value {
                LinkState::Up => "up",
                LinkState::Down => "down",
                LinkState::AdministrativelyDown => "administratively down",
            }),
            protocol_up: interface.protocol_up.as_ref().map(|up| up.value),
            secondary: interface.secondary.iter().map(ToString::to_string).collect(),
            acl_in: list(&interface.acl_in),
            acl_out: list(&interface.acl_out),
            mtu: interface.mtu.as_ref().map(|mtu| mtu.value),
            vrf: interface.vrf.as_ref().map(|vrf| mask_controls(&vrf.value)),
            unreachables: interface.unreachables.as_ref().map(|sent| sent.value),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReleaseV1 {
    line: Option<u32>,
    source: String,
    dialect: &'static str,
    version: Option<String>,
    uptime: Option<String>,
    reload: Option<String>,
}

impl ReleaseV1 {
    fn of(sources: &SourceMap, release: &Release) -> Self {
        let text = |said: &Option<Spanned<String>>| said.as_ref().map(|said| mask_controls(&said.value));
        Self {
            line: super::line(sources, release.span),
            source: source_name(sources, release.span),
            dialect: release.dialect.as_str(),
            version: text(&release.version),
            uptime: text(&release.uptime),
            reload: text(&release.reload),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NatStatisticsV1 {
    line: Option<u32>,
    source: String,
    total: Option<u64>,
    statics: Option<u64>,
    peak: Option<u64>,
    outside: Option<Vec<String>>,
    inside: Option<Vec<String>>,
    mappings: Vec<MappingV1>,
    max_entries: Option<MaxEntriesV1>,
    pool_drops: Option<u64>,
    port_block_failures: Option<u64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MappingV1 {
    line: Option<u32>,
    acl: Option<String>,
    route_map: Option<String>,
    pool: Option<String>,
    interface: Option<String>,
    refcount: Option<u64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MaxEntriesV1 {
    allowed: u64,
    used: u64,
    missed: u64,
}

impl NatStatisticsV1 {
    fn of(sources: &SourceMap, seen: &NatStatistics) -> Self {
        let count = |count: &Option<Spanned<u64>>| count.as_ref().map(|count| count.value);
        let names = |list: &Option<InterfaceList>| {
            list.as_ref().map(|list| list.names.iter().map(ToString::to_string).collect())
        };
        Self {
            line: super::line(sources, seen.span),
            source: source_name(sources, seen.span),
            total: count(&seen.total),
            statics: seen.statics,
            peak: count(&seen.peak),
            outside: names(&seen.outside),
            inside: names(&seen.inside),
            mappings: seen.mappings.iter().map(|mapping| MappingV1::of(sources, mapping)).collect(),
            max_entries: seen.limit.as_ref().map(|limit| {
                let EntryLimit { allowed, used, missed } = limit.value;
                MaxEntriesV1 { allowed, used, missed }
            }),
            pool_drops: count(&seen.pool_drops),
            port_block_failures: count(&seen.port_block_failures),
        }
    }
}

impl MappingV1 {
    fn of(sources: &SourceMap, mapping: &MappingUse) -> Self {
        let (acl, route_map) = match &mapping.selector {
            Selector::AccessList(name) => (Some(mask_controls(name)), None),
            Selector::RouteMap(name) => (None, Some(mask_controls(name))),
        };
        let (pool, interface) = match &mapping.target {
            Some(Target::Pool(name)) => (Some(mask_controls(name)), None),
            Some(Target::Interface(name)) => (None, Some(name.to_string())),
            None => (None, None),
        };
        Self { line: super::line(sources, mapping.span), acl, route_map, pool, interface, refcount: mapping.refcount }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PoolUseV1 {
    line: Option<u32>,
    source: String,
    name: String,
    ranges: Vec<[String; 2]>,
    total: Option<u64>,
    allocated: Option<u64>,
    misses: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ports: Vec<PortUseV1>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PortUseV1 {
    protocol: String,
    low: bool,
    assigned: u64,
    available: u64,
}

impl PoolUseV1 {
    fn of(sources: &SourceMap, pool: &PoolUse) -> Self {
        let ports = |ports: &Spanned<PortUse>| {
            let PortUse { protocol, low, assigned, available } = ports.value;
            PortUseV1 { protocol: protocol.to_string(), low, assigned, available }
        };
        Self {
            line: super::line(sources, pool.name.span),
            source: source_name(sources, pool.name.span),
            name: mask_controls(&pool.name.value),
            ranges: pool.ranges.iter().map(|r| [r.value.0.to_string(), r.value.1.to_string()]).collect(),
            total: pool.total,
            allocated: pool.allocated.as_ref().map(|allocated| allocated.value),
            misses: pool.misses.as_ref().map(|misses| misses.value),
            ports: pool.ports.iter().map(ports).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PortBlockV1 {
    line: Option<u32>,
    source: String,
    protocol: String,
    first: u16,
    last: u16,
    in_use: u64,
}

impl PortBlockV1 {
    fn of(sources: &SourceMap, block: &PortBlock) -> Self {
        Self {
            line: super::line(sources, block.span),
            source: source_name(sources, block.span),
            protocol: block.protocol.to_string(),
            first: *block.ports.start(),
            last: *block.ports.end(),
            in_use: block.in_use,
        }
    }
}
