//! Which networks and routes hold an address, found without a look at each: there can be 100,000 of both, and as many
//! flows that ask.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::{Device, Interface, NatSide, StaticRoute};
use crate::net::Prefix;

/// Places of prefixes, by length and network.
#[derive(Debug, Clone, Default)]
struct Prefixes {
    /// Length, network and place; sorted.
    all: Vec<(u8, Ipv4Addr, usize)>,
    /// The lengths that occur, longest first.
    lengths: Vec<u8>,
}

impl Prefixes {
    fn of(prefixes: impl Iterator<Item = (Prefix, usize)>) -> Self {
        let mut all: Vec<_> = prefixes.map(|(prefix, place)| (prefix.length, prefix.network(), place)).collect();
        all.sort_unstable();
        let mut lengths: Vec<u8> = all.iter().map(|(length, ..)| *length).collect();
        lengths.dedup();
        lengths.reverse();
        Self { all, lengths }
    }

    /// Length and place of each prefix that holds `address`: the longest first, of one length in ascending order.
    fn holding(&self, address: Ipv4Addr) -> impl Iterator<Item = (u8, usize)> {
        self.lengths.iter().flat_map(move |&length| {
            let network = Prefix { address, length }.network();
            let first = self.all.partition_point(|&(other, base, _)| (other, base) < (length, network));
            let rest = self.all.get(first..).unwrap_or_default().iter();
            let same = rest.take_while(move |(other, base, _)| (*other, *base) == (length, network));
            same.map(move |(.., place)| (length, *place))
        })
    }
}

/// Ways from an address to the lines that speak of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    connected: Prefixes,
    routes: Prefixes,
    /// Sorted: 100,000 routes have few.
    next_hops: Vec<Ipv4Addr>,
    /// Addresses of redundancy groups.
    virtual_addresses: HashSet<Ipv4Addr>,
    /// Interfaces with `ip nat outside` or `ip nat enable`.
    outside: Vec<usize>,
    /// Interfaces with `ip nat inside` or `ip nat enable` that are up, and of those that treat a packet alike the first.
    inside: Vec<usize>,
    inside_kinds: Vec<usize>,
    /// Interfaces without NAT that a packet may leave by.
    bystanders: Vec<usize>,
    /// Interfaces with a redundancy group.
    grouped: Vec<usize>,
    /// Some interface has `ip inspect`.
    inspects: bool,
    /// Some interface of NAT gets its address.
    gets_addresses: bool,
    /// Static routes that a routing protocol may overrule.
    waiting: Vec<usize>,
}

/// The least distance of an interior routing protocol (EIGRP; Cisco, "What is administrative distance?").
const INTERIOR: u8 = 90;

impl Reach {
    fn of(device: &Device) -> Self {
        let interfaces = || device.interfaces.iter().enumerate();
        let own = interfaces().flat_map(|(at, interface)| interface.prefixes().map(move |prefix| (prefix, at)));
        let groups = device.interfaces.iter().flat_map(|interface| &interface.redundancy);
        let on_side = |interface: &Interface, side: NatSide| {
            interface.nat.as_ref().is_some_and(|nat| nat.value == side || nat.value == NatSide::Enable)
        };
        let places = |wanted: &dyn Fn(&Interface) -> bool| -> Vec<usize> {
            interfaces().filter(|(_, interface)| wanted(interface)).map(|(at, _)| at).collect()
        };
        let inside = places(&|interface| interface.shutdown.is_none() && on_side(interface, NatSide::Inside));
        let mut kinds = HashSet::new();
        let mut inside_kinds = inside.clone();
        inside_kinds.retain(|at| device.interfaces.get(*at).is_some_and(|interface| kinds.insert(treats(interface))));
        Self {
            connected: Prefixes::of(own),
            routes: Prefixes::of(device.routes.iter().enumerate().map(|(at, route)| (route.prefix, at))),
            next_hops: {
                let mut hops: Vec<_> =
                    device.routes.iter().filter_map(|route| Some(route.next_hop.as_ref()?.value)).collect();
                hops.dedup();
                hops.sort_unstable();
                hops.dedup();
                hops
            },
            virtual_addresses: groups.filter_map(|group| group.value.address).collect(),
            outside: places(&|interface| on_side(interface, NatSide::Outside)),
            inside,
            inside_kinds,
            bystanders: places(&stands_by),
            grouped: places(&|interface| !interface.redundancy.is_empty()),
            gets_addresses: device.interfaces.iter().any(|i| i.nat.is_some() && i.gets_its_address()),
            inspects: device.interfaces.iter().any(|interface| !interface.inspect.is_empty()),
            waiting: {
                let routes = device.routes.iter().enumerate();
                routes.filter(|(_, route)| route.distance >= INTERIOR).map(|(at, _)| at).collect()
            },
        }
    }
}

/// Whether an interface without a line of NAT may lead to another network.
fn stands_by(interface: &Interface) -> bool {
    let inward = ["Loopback", "Null"].iter().any(|kind| interface.name.value.as_str().starts_with(kind));
    !inward && interface.nat.is_none() && interface.shutdown.is_none() && interface.address.is_some()
}

/// What an interface does with a packet that comes in: its list, VRF, policy and zone.
fn treats(interface: &Interface) -> [Option<&str>; 4] {
    [&interface.acl_in, &interface.vrf, &interface.policy_route_map, &interface.zone]
        .map(|name| name.as_ref().map(|name| name.value.as_str()))
}

impl Device {
    fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::of(self))
    }

    /// Interfaces on a network that holds `address`, with the length of its prefix: the longest first, then as written.
    pub fn connected(&self, address: Ipv4Addr) -> impl Iterator<Item = (u8, &Interface)> {
        let holding = self.reach().connected.holding(address);
        holding.filter_map(|(length, at)| Some((length, self.interfaces.get(at)?)))
    }

    /// Static routes to `address`: those of the longest prefix first, then as written.
    pub fn routes_to(&self, address: Ipv4Addr) -> impl Iterator<Item = &StaticRoute> {
        self.reach().routes.holding(address).filter_map(|(_, at)| self.routes.get(at))
    }

    /// Whether a static route names `address` as its next hop.
    pub fn is_next_hop(&self, address: Ipv4Addr) -> bool {
        self.reach().next_hops.binary_search(&address).is_ok()
    }

    /// Whether a redundancy group has `address`.
    pub fn is_virtual(&self, address: Ipv4Addr) -> bool {
        self.reach().virtual_addresses.contains(&address)
    }

    fn interfaces_at<'d>(&'d self, places: &'d [usize]) -> impl Iterator<Item = &'d Interface> + Clone {
        places.iter().filter_map(|at| self.interfaces.get(*at))
    }

    /// Interfaces with `ip nat outside` or `ip nat enable`, as written.
    pub fn outside_interfaces(&self) -> impl Iterator<Item = &Interface> {
        self.interfaces_at(&self.reach().outside)
    }

    /// Interfaces with `ip nat inside` or `ip nat enable` that are not shut down, as written.
    pub fn inside_interfaces(&self) -> impl Iterator<Item = &Interface> {
        self.interfaces_at(&self.reach().inside)
    }

    /// Of the inside interfaces that do the same with a packet that comes in, the first.
    pub fn kinds_of_inside(&self) -> impl Iterator<Item = &Interface> {
        self.interfaces_at(&self.reach().inside_kinds)
    }

    /// Interfaces without a line of NAT that are not shut down and have an address, as written; loopbacks are none.
    pub fn bystanders(&self) -> impl Iterator<Item = &Interface> {
        self.interfaces_at(&self.reach().bystanders)
    }

    /// Interfaces with a redundancy group, as written.
    pub fn grouped_interfaces(&self) -> impl Iterator<Item = &Interface> + Clone {
        self.interfaces_at(&self.reach().grouped)
    }

    /// Whether an interface of NAT has an address that the configuration does not state: it may be any.
    pub fn gets_addresses(&self) -> bool {
        self.reach().gets_addresses
    }

    /// Whether an interface has `ip inspect`.
    pub fn inspects(&self) -> bool {
        self.reach().inspects
    }

    /// Static routes with a distance that a route of an interior routing protocol wins over, as written.
    pub fn waiting_routes(&self) -> impl Iterator<Item = &StaticRoute> {
        self.reach().waiting.iter().filter_map(|at| self.routes.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_comes_first() {
        let prefix = |text: &str| {
            let (address, length) = text.split_once('/').unwrap();
            Prefix::new(address.parse().unwrap(), length.parse().unwrap()).unwrap()
        };
        let all = ["10.0.0.0/8", "0.0.0.0/0", "10.1.2.3/24", "10.1.2.4/24", "10.1.3.0/24", "10.1.2.9/32"];
        let index = Prefixes::of(all.iter().enumerate().map(|(at, text)| (prefix(text), at)));
        let holding =
            |address: &str| -> Vec<usize> { index.holding(address.parse().unwrap()).map(|(_, place)| place).collect() };
        assert_eq!(holding("10.1.2.9"), [5, 2, 3, 0, 1]);
        assert_eq!(holding("10.1.3.255"), [4, 0, 1]);
        assert_eq!(holding("192.0.2.1"), [1]);
    }
}
