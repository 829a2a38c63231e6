//! What vSphere and switches say of MAC addresses, as JSON.

use serde::Serialize;

use super::{line, source_name};
use crate::model::{EventKind, Network, VsphereEvent};
use crate::source::{SourceMap, Span, mask_controls};

/// Everything of that kind.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct MacsV1 {
    events: Vec<EventV1>,
    adapters: Vec<AdapterV1>,
    esxi_ports: Vec<EsxiPortV1>,
    security_policies: Vec<SecurityPolicyV1>,
    mac_address_table: Vec<MacTableRowV1>,
}

/// Where something stands.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct At {
    line: Option<u32>,
    source: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EventV1 {
    #[serde(flatten)]
    at: At,
    /// `mac-changed`, `mac-conflict`, `moved` or `port-blocked`.
    kind: &'static str,
    /// As printed.
    time: Option<String>,
    vm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_mac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_mac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adapter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AdapterV1 {
    #[serde(flatten)]
    at: At,
    vm: Option<String>,
    name: String,
    mac: String,
    address_type: Option<String>,
    network: Option<String>,
    port: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EsxiPortV1 {
    #[serde(flatten)]
    at: At,
    id: String,
    mac: String,
    network: Option<String>,
    dv_port: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SecurityPolicyV1 {
    #[serde(flatten)]
    at: At,
    name: Option<String>,
    /// `true` is Accept, `false` is Reject, `null` was not printed.
    mac_changes: Option<bool>,
    forged_transmits: Option<bool>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MacTableRowV1 {
    #[serde(flatten)]
    at: At,
    vlan: Option<u16>,
    mac: String,
    dynamic: bool,
    port: String,
}

impl MacsV1 {
    /// `None` when nobody said anything.
    pub(super) fn of(network: &Network) -> Option<Self> {
        let (sources, macs) = (&network.sources, &network.macs);
        let at = |span: Span| At { line: line(sources, span), source: source_name(sources, span) };
        let text = |text: &Option<String>| text.as_deref().map(mask_controls);
        (!macs.is_empty()).then(|| Self {
            events: macs.events.iter().map(|event| EventV1::of(sources, event)).collect(),
            adapters: macs
                .adapters
                .iter()
                .map(|adapter| AdapterV1 {
                    at: at(adapter.span),
                    vm: text(&adapter.vm),
                    name: mask_controls(&adapter.name),
                    mac: adapter.mac.to_string(),
                    address_type: text(&adapter.address_type),
                    network: text(&adapter.network),
                    port: text(&adapter.port),
                })
                .collect(),
            esxi_ports: macs
                .ports
                .iter()
                .map(|port| EsxiPortV1 {
                    at: at(port.span),
                    id: mask_controls(&port.id),
                    mac: port.mac.to_string(),
                    network: text(&port.network),
                    dv_port: text(&port.dv_port),
                })
                .collect(),
            security_policies: macs
                .policies
                .iter()
                .map(|policy| SecurityPolicyV1 {
                    at: at(policy.span),
                    name: text(&policy.name),
                    mac_changes: policy.mac_changes,
                    forged_transmits: policy.forged_transmits,
                })
                .collect(),
            mac_address_table: macs
                .table
                .iter()
                .map(|row| MacTableRowV1 {
                    at: at(row.span),
                    vlan: row.vlan,
                    mac: row.mac.to_string(),
                    dynamic: row.dynamic,
                    port: mask_controls(&row.port),
                })
                .collect(),
        })
    }
}

impl EventV1 {
    fn of(sources: &SourceMap, event: &VsphereEvent) -> Self {
        let bare = Self {
            at: At { line: line(sources, event.span), source: source_name(sources, event.span) },
            kind: "moved",
            time: event.time.as_ref().map(|time| mask_controls(&time.text)),
            vm: event.vm.as_ref().map(|vm| mask_controls(&vm.value)),
            old_mac: None,
            new_mac: None,
            adapter: None,
            mac: None,
            port: None,
        };
        match &event.what {
            EventKind::MacChanged { old, new, adapter } => Self {
                kind: "mac-changed",
                old_mac: Some(old.to_string()),
                new_mac: Some(new.to_string()),
                adapter: Some(mask_controls(adapter)),
                ..bare
            },
            EventKind::MacConflict(mac) => Self { kind: "mac-conflict", mac: Some(mac.to_string()), ..bare },
            EventKind::Moved => bare,
            EventKind::PortBlocked { port, mac } => Self {
                kind: "port-blocked",
                mac: mac.map(|mac| mac.to_string()),
                port: port.as_deref().map(mask_controls),
                ..bare
            },
        }
    }
}
