//! What show commands saw, as JSON.

use serde::Serialize;

use super::observed_path::{AccessListV1, ArpEntryV1, IkeSaV1, RouteTableV1, StandbyV1};
use super::source_name;
use crate::model::{InterfaceState, LinkState, Seen, SeenAddress};
use crate::source::{SourceMap, mask_controls};

/// What was observed on a device, apart from what is configured.
#[derive(Debug, Serialize)]
pub(super) struct ObservedV1 {
    interfaces: Vec<InterfaceV1>,
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
    pub(super) fn of(sources: &SourceMap, seen: &Seen) -> Option<Self> {
        if seen.is_empty() {
            return None;
        }
        let mut interfaces: Vec<&InterfaceState> = seen.interfaces.values().collect();
        interfaces.sort_by_key(|interface| interface.span);
        let arp = seen.arp.iter().flat_map(|table| table.in_order().into_iter().map(move |entry| (table, entry)));
        Some(Self {
            interfaces: interfaces.into_iter().map(|interface| InterfaceV1::of(sources, interface)).collect(),
            access_lists: seen.lists.in_order().into_iter().map(|list| AccessListV1::of(sources, list)).collect(),
            routes: seen.routes.tables().iter().map(|table| RouteTableV1::of(sources, table)).collect(),
            arp: arp.map(|(table, entry)| ArpEntryV1::of(sources, table, entry)).collect(),
            ike: seen.ike.values().flatten().map(|sa| IkeSaV1::of(sources, sa)).collect(),
            standby: seen.standby.iter().map(|group| StandbyV1::of(sources, group)).collect(),
        })
    }
}

#[derive(Debug, Serialize)]
struct InterfaceV1 {
    line: Option<u32>,
    source: String,
    name: String,
    /// Without a length where the command prints none; `unassigned` where there is none.
    address: Option<String>,
    method: Option<String>,
    link: Option<&'static str>,
    protocol_up: Option<bool>,
}

impl InterfaceV1 {
    fn of(sources: &SourceMap, interface: &InterfaceState) -> Self {
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
        }
    }
}
