//! What show commands other than the two big ones say: what a router did or was at the moment when they were typed.

mod interface;

pub use interface::{InterfaceState, LinkState, SeenAddress};

use crate::capture::Dialect;

/// The facts of one show command.
#[derive(Debug, Clone)]
pub enum ShowFacts {
    /// `show ip interface brief` and `show ip interface`: one entry an interface.
    Interfaces(Vec<InterfaceState>),
}

impl ShowFacts {
    /// The dialect that the output names itself.
    pub fn dialect(&self) -> Option<Dialect> {
        match self {
            Self::Interfaces(_) => None,
        }
    }
}
