//! The routes that the router uses.

use std::net::Ipv4Addr;

use crate::net::{InterfaceName, Prefix};
use crate::source::{Span, Spanned};

/// `show ip route` of one VRF or of the global table.
#[derive(Debug, Clone, Default)]
pub struct RouteTable {
    /// `Routing Table: NAME`; `None` for the global table.
    pub vrf: Option<String>,
    /// How much of the table it is.
    pub extent: Extent,
    /// `Gateway of last resort is A`; `None` inside for `is not set`.
    pub last_resort: Option<Spanned<Option<Ipv4Addr>>>,
    /// A line of it that could not be read: the route that counts may be there.
    pub unread: Option<Span>,
    /// Sorted by length, then by network.
    pub routes: Vec<ShownRoute>,
    /// The ways of all routes. There can be a million, so they stand in one list.
    pub(crate) paths: Vec<ShownPath>,
    /// The interfaces that ways name.
    pub(crate) interfaces: Vec<InterfaceName>,
}

/// How much of a table of routes an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// All of it: a route that is not there does not exist.
    Whole,
    /// The route that the router uses for this address (`show ip route ADDRESS`).
    For(Ipv4Addr),
    /// Some of it: a better route may be in the rest.
    #[default]
    Part,
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct ShownRoute {
    /// The line; of the detailed form the line that names the prefix.
    pub span: Span,
    /// Where it comes from.
    pub origin: RouteOrigin,
    /// What it leads to.
    pub prefix: Prefix,
    /// Administrative distance, where it is printed.
    pub distance: Option<u8>,
    /// Its ways: the first in [`RouteTable::paths`], and how many.
    pub(crate) paths: (u32, u32),
}

impl ShownRoute {
    fn key(&self) -> (u8, Ipv4Addr) {
        (self.prefix.length, self.prefix.network())
    }
}

/// One way of a route.
#[derive(Debug, Clone, Copy)]
pub struct ShownPath {
    /// The line that prints it.
    pub span: Span,
    /// `via A`.
    pub next_hop: Option<Ipv4Addr>,
    /// Index into [`RouteTable::interfaces`].
    pub(crate) interface: Option<u32>,
    /// `via A (VRF)`: the way goes on in another table.
    pub elsewhere: bool,
}

/// Where a route comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteOrigin {
    /// `C`.
    Connected,
    /// `L`: an address of the router itself.
    Local,
    /// `S`: configured, or learned by DHCP or PPP, which IOS enters as static routes.
    Static,
    /// `O`, `B`, `D`, ...: learned from other routers.
    Protocol(&'static str),
    /// A letter that is not known here.
    Other,
}

impl RouteOrigin {
    /// As people say it: "static", "OSPF".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Local => "local",
            Self::Static => "static",
            Self::Protocol(name) => name,
            Self::Other => "other",
        }
    }
}

impl RouteTable {
    pub(crate) fn sort(&mut self) {
        self.routes.sort_by_key(ShownRoute::key);
    }

    /// The route that the router uses for `address`, if it has one that is at least `shortest` long.
    pub fn best(&self, address: Ipv4Addr, shortest: u8) -> Option<&ShownRoute> {
        if let Extent::For(asked) = self.extent {
            let fits = |route: &&ShownRoute| route.prefix.contains(address) && route.prefix.length >= shortest;
            return self.routes.iter().find(fits).filter(|_| asked == address);
        }
        (shortest..=32).rev().find_map(|length| self.exact(Prefix::new(address, length)?))
    }

    /// The route to this prefix.
    pub fn exact(&self, prefix: Prefix) -> Option<&ShownRoute> {
        let wanted = (prefix.length, prefix.network());
        let at = self.routes.partition_point(|route| route.key() < wanted);
        self.routes.get(at).filter(|route| route.key() == wanted)
    }

    /// The ways of a route of this table.
    pub fn paths_of(&self, route: &ShownRoute) -> &[ShownPath] {
        let (first, count) = (route.paths.0 as usize, route.paths.1 as usize);
        self.paths.get(first..first.saturating_add(count)).unwrap_or_default()
    }

    /// The interface that a way names.
    pub fn interface_of(&self, path: &ShownPath) -> Option<&InterfaceName> {
        self.interfaces.get(path.interface? as usize)
    }
}
