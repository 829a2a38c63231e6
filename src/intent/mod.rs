//! What the engineer means: the appliances, their uplinks, and the ports they must keep.

mod inventory;
mod requirements;
mod yaml;

use std::net::Ipv4Addr;

use crate::net::Mac;
use crate::source::{Span, Spanned};

pub use inventory::{InventoryError, TEMPLATE, read_address, read_inventory, read_inventory_with};
pub use requirements::{Requirement, Requirements};
pub use yaml::{Problem, nearest};

/// Everything the analysis must know that no router can tell.
#[derive(Debug, Clone)]
pub struct Intent {
    /// The appliances, in the order given.
    pub appliances: Vec<Appliance>,
    /// Application Path Resiliency: `None` when unknown.
    pub path_resiliency: Option<bool>,
    /// HCX release, as written.
    pub release: Option<String>,
    /// Public addresses that a plan may hand out.
    pub spare_addresses: Vec<Ipv4Addr>,
    /// What the product needs.
    pub requirements: Requirements,
    /// Findings accepted by the user.
    pub ignores: Vec<Ignore>,
}

impl Default for Intent {
    /// Nothing known: appliances will be inferred, and must satisfy the built-in HCX requirements.
    fn default() -> Self {
        Self {
            appliances: Vec::new(),
            path_resiliency: None,
            release: None,
            spare_addresses: Vec::new(),
            requirements: Requirements::hcx(),
            ignores: Vec::new(),
        }
    }
}

impl Intent {
    /// The intent of `--ix`, `--ne` and `--peer`: one appliance an address, every peer a peer of all.
    pub fn from_addresses(ix: &[Ipv4Addr], ne: &[Ipv4Addr], peers: &[Ipv4Addr]) -> Self {
        let named = ix.iter().map(|address| ("IX", *address)).chain(ne.iter().map(|address| ("NE", *address)));
        let appliances = named.map(|(role, address)| Appliance {
            name: format!("{role} {address}"),
            role: role.to_owned(),
            uplinks: vec![Uplink { peers: peers.to_vec(), ..Uplink::new(address) }],
            inferred: false,
        });
        Self { appliances: appliances.collect(), ..Self::default() }
    }
}

/// One HCX appliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appliance {
    /// Its name, as in the Service Mesh.
    pub name: String,
    /// `IX`, `NE`, or another role that the requirements name.
    pub role: String,
    /// Its uplinks.
    pub uplinks: Vec<Uplink>,
    /// Found in the capture rather than named by the user.
    pub inferred: bool,
}

/// One uplink of an appliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uplink {
    /// Inside local.
    pub address: Ipv4Addr,
    /// Where the inventory says so.
    pub span: Option<Span>,
    /// Public addresses of the receivers; empty when unknown.
    pub peers: Vec<Ipv4Addr>,
    /// The VRF it lives in on the router.
    pub vrf: Option<String>,
    /// The MAC address that vCenter has configured.
    pub mac: Option<Spanned<Mac>>,
}

impl Uplink {
    /// An uplink of which only the address is known.
    pub fn new(address: Ipv4Addr) -> Self {
        Self { address, span: None, peers: Vec::new(), vrf: None, mac: None }
    }
}

/// A finding the user has accepted.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// The rule code.
    pub code: Spanned<String>,
    /// Why.
    pub reason: String,
    /// Last day on which it holds.
    pub until: Option<Spanned<jiff::civil::Date>>,
}

impl Ignore {
    /// Whether its last day is over; never, where nobody says which day it is.
    pub fn expired(&self, today: Option<jiff::civil::Date>) -> bool {
        matches!((&self.until, today), (Some(until), Some(today)) if until.value < today)
    }
}
