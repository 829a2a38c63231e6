//! What vCenter and ESXi say of network adapters: their MAC addresses, and what the switch makes of another one.

use crate::net::Mac;
use crate::source::{Span, Spanned};

/// The facts of one output of vSphere's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VsphereFacts {
    /// Events, in the order printed.
    Events(Vec<VsphereEvent>),
    /// Adapters as they are configured.
    Adapters(Vec<Adapter>),
    /// Ports of virtual machines on an ESXi host.
    Ports(Vec<EsxiPort>),
    /// Policies of port groups.
    Policies(Vec<SecurityPolicy>),
}

/// An event of vCenter's that has to do with MAC addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VsphereEvent {
    /// The sentence; where only the properties of the event were pasted, the line of one of them.
    pub span: Span,
    /// When.
    pub time: Option<EventTime>,
    /// Whose adapter, where the event says so.
    pub vm: Option<Spanned<String>>,
    /// What.
    pub what: EventKind,
}

/// What an event tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// `VmMacChangedEvent`: the *configured* address is another one. The guest may keep the old one until it is powered off.
    MacChanged {
        /// What it was.
        old: Mac,
        /// What is configured now.
        new: Mac,
        /// Which adapter, as printed.
        adapter: String,
    },
    /// `VmMacConflictEvent`: two virtual machines have this address. The text of the event is not known for sure, so it is
    /// told by its class name, or by `conflicts with` beside an address.
    MacConflict(Mac),
    /// `VmMigratedEvent`, `DrsVmMigratedEvent`: the machine runs on another host, behind another port. Told by its class
    /// name or by the usual text, which is not known for sure.
    Moved,
    /// `DvsPortBlockedEvent`: a distributed switch has blocked a port. Told by its class name or by `port` and `blocked`.
    PortBlocked {
        /// `portKey`.
        port: Option<String>,
        /// The address that was used there, where it stands beside it.
        mac: Option<Mac>,
    },
}

/// When an event happened, in the time of whoever printed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTime {
    /// As printed.
    pub text: String,
    /// `None` where day and month cannot be told apart.
    pub at: Option<jiff::civil::DateTime>,
}

/// A network adapter as vCenter has it configured: `govc device.info`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    /// The line of the address.
    pub span: Span,
    /// The virtual machine, where the command named it.
    pub vm: Option<String>,
    /// `ethernet-0`.
    pub name: String,
    /// Its configured address.
    pub mac: Mac,
    /// `assigned`, `manual`, `generated`.
    pub address_type: Option<String>,
    /// The port group, where the output names it and not only its key.
    pub network: Option<String>,
    /// `DVSwitch: ...` names the port's key: `portKey`.
    pub port: Option<String>,
}

/// A port of a virtual machine: `esxcli network vm port list`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EsxiPort {
    /// The line of the address.
    pub span: Span,
    /// `Port ID`.
    pub id: String,
    /// `Portgroup`.
    pub network: Option<String>,
    /// `DVPort ID`.
    pub dv_port: Option<String>,
    /// `MAC Address`.
    pub mac: Mac,
}

/// What a switch does when the address that a guest uses is not the configured one: `Get-VDSecurityPolicy`,
/// `Get-SecurityPolicy`. `None`: not printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityPolicy {
    /// The line that decides: that of `MacChanges`, or the row.
    pub span: Span,
    /// The port group or switch, where it is named.
    pub name: Option<String>,
    /// `MacChanges`: false is Reject, and what comes in for another address is dropped.
    pub mac_changes: Option<bool>,
    /// `ForgedTransmits`: false is Reject, and what goes out from another address is dropped.
    pub forged_transmits: Option<bool>,
}

impl SecurityPolicy {
    /// Whether a guest that uses another address than the configured one is cut off; `None` where what was printed leaves
    /// that open.
    pub fn rejects(&self) -> Option<bool> {
        match (self.mac_changes, self.forged_transmits) {
            (Some(false), _) | (_, Some(false)) => Some(true),
            (Some(true), Some(true)) => Some(false),
            (None, _) | (_, None) => None,
        }
    }
}
