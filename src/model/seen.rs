//! What show commands saw on a router, kept apart from what is configured.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::Ipv4Addr;

use super::StandbyGroup;
use super::shown::{ArpTable, ShownLists, ShownRoutes, ShownTunnels};
use crate::capture::SegmentHead;
use crate::grammar::facts::{InterfaceState, NatStatistics, PoolUse, PortBlock, Release, ShowFacts};
use crate::locale::Text;
use crate::net::{InterfaceName, Protocol};
use crate::source::Span;

/// What was observed on a router, at the moments when its commands were typed. Of two snapshots the later one counts.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Interfaces, by name.
    pub interfaces: HashMap<InterfaceName, InterfaceState>,
    /// `show ip nat statistics`.
    pub nat: Option<Box<NatStatistics>>,
    /// Pools, by name, from `show ip nat statistics` and `show ip nat pool`.
    pub pools: HashMap<String, PoolUse>,
    /// Blocks of ports that NAT has (IOS-XE); `None` where nobody asked.
    pub port_blocks: Option<Vec<PortBlock>>,
    /// `show version`.
    pub release: Option<Release>,
    /// Access lists, by name.
    pub lists: ShownLists,
    /// Tables of routes.
    pub routes: ShownRoutes,
    /// Tables of hardware addresses, by VRF.
    pub arp: BTreeMap<Option<String>, ArpTable>,
    /// Tunnels of the router itself.
    pub ike: ShownTunnels,
    /// HSRP groups, by interface.
    pub standby: Vec<StandbyGroup>,
    /// Active routers of these groups that are in the capture too, by their addresses.
    pub partners: HashSet<Ipv4Addr>,
    /// What was seen and the configuration says otherwise.
    pub contradictions: Vec<Contradiction>,
}

/// Whether NAT has the block of ports that a port is in (IOS-XE).
#[derive(Debug, Clone, Copy)]
pub enum Block<'s> {
    /// Yes: this one.
    Held(&'s PortBlock),
    /// It has others of the protocol, and not that one.
    NotHeld,
}

/// Something that was seen and that the configuration contradicts: one of the two is older.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The line of the configuration, where one says otherwise.
    pub configured: Option<Span>,
    /// The line of the show command.
    pub seen: Span,
    /// What differs.
    pub says: Text,
    /// Whether NAT depends on it.
    pub matters: bool,
}

impl Seen {
    /// Whether no show command said anything.
    pub fn is_empty(&self) -> bool {
        let Self { interfaces, nat, pools, port_blocks, release, lists, routes, arp, ike, standby, .. } = self;
        let of_nat = nat.is_none() && pools.is_empty() && port_blocks.is_none() && release.is_none();
        let of_ways = lists.is_empty() && routes.is_empty() && arp.is_empty() && ike.is_empty() && standby.is_empty();
        interfaces.is_empty() && of_nat && of_ways
    }

    /// A pool of which every address was in use.
    pub fn used_up(&self, pool: &str) -> Option<&PoolUse> {
        self.pools.get(pool).filter(|pool| pool.is_used_up())
    }

    /// Whether a block of NAT's holds a port; `None` where nobody asked which blocks there are.
    pub fn block_of(&self, protocol: Protocol, port: u16) -> Option<Block<'_>> {
        let blocks = self.port_blocks.as_ref()?;
        let mut of_protocol = blocks.iter().filter(|block| block.protocol == protocol).peekable();
        // A filter may have left out one of the protocols.
        of_protocol.peek()?;
        Some(of_protocol.find(|block| block.ports.contains(&port)).map_or(Block::NotHeld, Block::Held))
    }

    /// The HSRP groups of an interface.
    pub fn standby_of(&self, interface: &InterfaceName) -> &[StandbyGroup] {
        let start = self.standby.partition_point(|group| group.interface < *interface);
        let end = self.standby.partition_point(|group| group.interface <= *interface);
        self.standby.get(start..end).unwrap_or_default()
    }

    /// Takes what one command said over what was known before.
    pub(super) fn take(&mut self, facts: ShowFacts, head: &SegmentHead, cut: Option<Span>) {
        match facts {
            ShowFacts::Interfaces(interfaces) => interfaces.into_iter().for_each(|interface| self.interface(interface)),
            ShowFacts::AccessLists(lists) => self.lists.take(lists, head, cut),
            ShowFacts::Routes(tables) => self.routes.take(tables, head, cut),
            ShowFacts::Arp { entries, unread } => ArpTable::take(&mut self.arp, entries, unread, head, cut),
            ShowFacts::Ike(version, associations) => self.ike.take(version, associations),
            ShowFacts::Standby(mut groups) => {
                groups.sort_by(|a, b| (&a.interface, a.span).cmp(&(&b.interface, b.span)));
                self.standby = groups;
            }
            ShowFacts::NatStatistics(mut statistics) => {
                statistics.pools.drain(..).for_each(|pool| self.pool(pool));
                self.nat = Some(statistics);
            }
            ShowFacts::NatPools(pools) => pools.into_iter().for_each(|pool| self.pool(pool)),
            ShowFacts::PortBlocks(blocks) => self.port_blocks = Some(blocks),
            ShowFacts::Version(release) => self.release = Some(release),
            ShowFacts::MacTable(_) => {}
        }
    }

    /// The later count of a pool counts; what one of the two commands does not print stays.
    fn pool(&mut self, later: PoolUse) {
        let Some(known) = self.pools.get_mut(&later.name.value) else {
            self.pools.insert(later.name.value.clone(), later);
            return;
        };
        let earlier = std::mem::replace(known, later);
        if known.ranges.is_empty() {
            known.ranges = earlier.ranges;
        }
        if known.ports.is_empty() {
            known.ports = earlier.ports;
        }
        known.misses = known.misses.take().or(earlier.misses);
    }

    fn interface(&mut self, later: InterfaceState) {
        let Some(known) = self.interfaces.get_mut(&later.name.value) else {
            self.interfaces.insert(later.name.value.clone(), later);
            return;
        };
        // `show ip interface brief` prints no mask and less of the rest, and does not take back what the other said.
        let bare = later.address.as_ref().and_then(|address| address.value.prefix()).map(|prefix| prefix.address);
        let same = |earlier: &InterfaceState| earlier.address.as_ref()?.value.prefix().map(|prefix| prefix.address);
        let keeps_mask = bare.is_some() && same(known) == bare;
        let earlier = std::mem::replace(known, later);
        if keeps_mask && known.address.as_ref().is_some_and(|address| address.value.is_bare()) {
            known.address = earlier.address;
        }
        known.method = known.method.take().or(earlier.method);
        known.acl_in = known.acl_in.take().or(earlier.acl_in);
        known.acl_out = known.acl_out.take().or(earlier.acl_out);
        known.mtu = known.mtu.take().or(earlier.mtu);
        known.vrf = known.vrf.take().or(earlier.vrf);
        known.unreachables = known.unreachables.take().or(earlier.unreachables);
        if known.secondary.is_empty() {
            known.secondary = earlier.secondary;
        }
    }
}
