//! What vCenter, ESXi and switches say of MAC addresses. It belongs to no router: a virtual machine may be behind any.

mod history;

pub use history::History;

use crate::grammar::facts::{Adapter, EsxiPort, EventKind, MacTableEntry, SecurityPolicy, VsphereEvent, VsphereFacts};
use crate::net::Mac;
use crate::source::Span;

/// Everything of that kind, in the order pasted.
#[derive(Debug, Clone, Default)]
pub struct Macs {
    /// Events of vCenter.
    pub events: Vec<VsphereEvent>,
    /// Adapters as they are configured.
    pub adapters: Vec<Adapter>,
    /// Ports of virtual machines on ESXi hosts.
    pub ports: Vec<EsxiPort>,
    /// Security policies of port groups.
    pub policies: Vec<SecurityPolicy>,
    /// Rows of `show mac address-table`.
    pub table: Vec<MacTableEntry>,
}

impl Macs {
    /// Whether nobody said anything.
    pub fn is_empty(&self) -> bool {
        let Self { events, adapters, ports, policies, table } = self;
        events.is_empty() && adapters.is_empty() && ports.is_empty() && policies.is_empty() && table.is_empty()
    }

    /// The adapters whose configured address was changed, each with all its changes.
    pub fn histories(&self) -> Vec<History<'_>> {
        history::histories(&self.events)
    }

    /// The places of all that was understood, in order.
    pub fn places(&self) -> Vec<Span> {
        let mut places: Vec<Span> = self.events.iter().map(|event| event.span).collect();
        places.extend(self.adapters.iter().map(|adapter| adapter.span));
        places.extend(self.ports.iter().map(|port| port.span));
        places.extend(self.policies.iter().map(|policy| policy.span));
        places.extend(self.table.iter().map(|row| row.span));
        places.sort_unstable();
        places
    }

    pub(super) fn take(&mut self, facts: VsphereFacts) {
        match facts {
            VsphereFacts::Events(events) => self.events.extend(events),
            VsphereFacts::Adapters(adapters) => self.adapters.extend(adapters),
            VsphereFacts::Ports(ports) => self.ports.extend(ports),
            VsphereFacts::Policies(policies) => self.policies.extend(policies),
        }
    }
}

impl VsphereEvent {
    /// The addresses and the adapter of a change.
    pub fn change(&self) -> Option<(Mac, Mac, &str)> {
        match &self.what {
            EventKind::MacChanged { old, new, adapter } => Some((*old, *new, adapter)),
            EventKind::MacConflict(_) | EventKind::Moved | EventKind::PortBlocked { .. } => None,
        }
    }
}
