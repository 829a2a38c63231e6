//! The vocabulary every room shares: protocols, ports, endpoints, masks and interface names.
//!
//! Text becomes one of these types where it is parsed and stays one until it is printed.
//! This room imports nothing of ours.

mod address;
mod interface_name;
mod mac;
mod protocol;
mod words;

pub(crate) use address::quad;
pub use address::{Address, Endpoint, Ident, Prefix, Wildcard, is_cgnat, is_private};
pub use interface_name::InterfaceName;
pub use mac::Mac;
pub use protocol::{Protocol, port_by_name};
pub(crate) use words::{first_eight, keys};
