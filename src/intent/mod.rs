//! What the engineer means: the appliances, their uplinks, and the ports they must keep.

mod accepted;
pub mod hcx;
mod inventory;
mod requirements;
mod yaml;

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use crate::net::Mac;
use crate::source::{Span, Spanned};

pub use accepted::read_baseline;
pub use inventory::{InventoryError, SCHEMA, TEMPLATE, read_address, read_inventory, read_inventory_with};
pub use requirements::{Requirement, Requirements};
pub use yaml::{Problem, nearest};

/// The JSON Schema of the inventory.
pub fn inventory_schema() -> serde_json::Value {
    // A test reads the embedded file.
    serde_json::from_str(SCHEMA).unwrap_or_default()
}

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
            possible: false,
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
    /// Stands for a [`NetworkProfile`]: its uplinks are the addresses that appliances may get, each of them a question.
    pub possible: bool,
}

/// Addresses that HCX takes those of uplinks from. Which appliance gets which is not known before it is deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkProfile {
    /// Its name in HCX.
    pub name: String,
    /// First and last address of each range, both included.
    pub ranges: Vec<Spanned<RangeInclusive<Ipv4Addr>>>,
    /// The VRF it lives in on the router.
    pub vrf: Option<String>,
}

impl NetworkProfile {
    /// Of more addresses than this, in all Network Profiles together, not every one is judged: none is.
    pub const MOST: u32 = 256;

    /// What to say of more of them.
    fn too_many(profiles: &[Self]) -> Option<Problem> {
        let all = profiles.iter().map(Self::size).fold(0, u32::saturating_add);
        let largest = profiles.iter().flat_map(|profile| &profile.ranges).max_by_key(|range| size(&range.value))?;
        (all > Self::MOST).then(|| Problem {
            message: format!("{all} addresses are too many to be tested one by one: {} can be", Self::MOST),
            help: "HCX takes one address an appliance and uplink: give the part of the range that it is to use, as \
                   `network_profiles:` of an inventory (`hcxnat init` prints one), or as --ix and --ne"
                .to_owned(),
            labels: vec![(largest.span, format!("{} of them here", size(&largest.value)))],
        })
    }

    /// How many addresses it has.
    pub fn size(&self) -> u32 {
        self.ranges.iter().map(|range| size(&range.value)).fold(0, u32::saturating_add)
    }

    /// Every address a possible uplink, where there are not more than [`Self::MOST`].
    pub fn as_appliance(&self) -> Appliance {
        let addresses = self.ranges.iter().filter(|_| self.size() <= Self::MOST).flat_map(|range| {
            let (first, last) = (u32::from(*range.value.start()), u32::from(*range.value.end()));
            (first..=last).map(|address| (Ipv4Addr::from(address), range.span))
        });
        let mut uplinks: Vec<Uplink> = Vec::new();
        for (address, span) in addresses {
            if !uplinks.iter().any(|uplink| uplink.address == address) {
                uplinks.push(Uplink { span: Some(span), vrf: self.vrf.clone(), ..Uplink::new(address) });
            }
        }
        let name = format!("Network Profile {}", self.name);
        Appliance { name, role: "unknown".to_owned(), uplinks, inferred: false, possible: true }
    }
}

fn size(range: &RangeInclusive<Ipv4Addr>) -> u32 {
    u32::from(*range.end()).saturating_sub(u32::from(*range.start())).saturating_add(1)
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
    /// Only the finding that has it ([`fingerprint`](crate::rules::fingerprint)); without it, all of the rule.
    pub fingerprint: Option<Spanned<String>>,
    /// The day on which it was accepted.
    pub accepted: Option<jiff::civil::Date>,
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
