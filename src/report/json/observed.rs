//! What show commands saw, as JSON.

use serde::Serialize;

use super::source_name;
use crate::model::{InterfaceState, LinkState, Seen, SeenAddress};
use crate::source::{SourceMap, mask_controls};

/// What was observed on a device, apart from what is configured.
#[derive(Debug, Serialize)]
pub(super) struct ObservedV1 {
    interfaces: Vec<InterfaceV1>,
}

impl ObservedV1 {
    /// `None` when no show command said anything.
    pub(super) fn of(sources: &SourceMap, seen: &Seen) -> Option<Self> {
        if seen.is_empty() {
            return None;
        }
        let mut interfaces: Vec<&InterfaceState> = seen.interfaces.values().collect();
        interfaces.sort_by_key(|interface| interface.span);
        Some(Self { interfaces: interfaces.into_iter().map(|interface| InterfaceV1::of(sources, interface)).collect() })
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
