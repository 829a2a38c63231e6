//! What a product needs of the network, as data.

use std::ops::RangeInclusive;

use crate::net::Protocol;

/// A set of requirements, with where each claim comes from.
#[derive(Debug, Clone)]
pub struct Requirements {
    /// `VMware HCX`, ...
    pub product: String,
    /// One row a need.
    pub rows: Vec<Requirement>,
}

/// One need of one role.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// `IX`, `NE`, ...; `any` for every role.
    pub role: String,
    /// UDP for everything HCX needs here.
    pub protocol: Protocol,
    /// Source ports that must survive translation.
    pub source_ports: RangeInclusive<u16>,
    /// Destination port at the peer.
    pub destination_port: u16,
    /// Only with Application Path Resiliency.
    pub path_resiliency: bool,
    /// What it is for.
    pub purpose: String,
    /// Where the claim comes from.
    pub source: String,
}

/// Why a requirements file cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct RequirementsError {
    /// What is wrong.
    pub message: String,
}

impl Requirements {
    /// The built-in requirements of VMware HCX.
    pub fn hcx() -> Self {
        Self { product: "VMware HCX".to_owned(), rows: Vec::new() }
    }
}
