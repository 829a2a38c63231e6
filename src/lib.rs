//! Finds the Cisco PAT that takes UDP 4500 away from a VMware HCX appliance.

pub mod capture;
pub mod grammar;
pub mod net;
pub mod source;
