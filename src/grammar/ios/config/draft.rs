//! The facts as they grow, with the indexes that keep a long configuration linear.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::grammar::Subject;
use crate::grammar::facts::{
    AccessList, ConfigFacts, GroupMember, Interface, NatSetting, ObjectGroup, Pool, RouteMapClause,
};
use crate::net::{InterfaceName, Protocol};
use crate::source::{Span, Spanned};

/// Which kind of access list a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AclKind {
    /// Source addresses only.
    Standard,
    /// Protocol, both addresses, ports.
    Extended,
}

/// The block that lines may belong to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Block {
    /// None is open.
    #[default]
    None,
    /// `interface`, by index.
    Interface(usize),
    /// `interface range`, by its place among the ranges.
    Range(usize),
    /// `ip access-list`, by index.
    Acl(usize, AclKind),
    /// `object-group`, by index; `true` for services.
    ObjectGroup(usize, bool),
    /// `route-map`, by index.
    RouteMap(usize),
    /// `ip nat pool` in its long form, by index.
    Pool(usize),
    /// `ip vrf`, `vrf definition`.
    Vrf,
    /// `crypto map NAME SEQ`, by index.
    CryptoMap(usize),
    /// `class-map type inspect`, by index.
    InspectClass(usize),
    /// `policy-map type inspect`, by index.
    InspectPolicy(usize),
    /// `zone-pair security`, by index.
    ZonePair(usize),
    /// A certificate chain.
    Certificates,
    /// The digits of a certificate or a key, up to `quit`.
    Opaque,
    /// A block that cannot matter.
    Harmless,
    /// A block whose header could not be read or is not modelled: its lines are lost.
    Lost(Subject),
}

/// The facts so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The interfaces of each `interface range`.
    pub(super) ranges: Vec<Vec<usize>>,
    /// How many they are in all.
    pub(super) ranged: usize,
    /// How often a line was applied to one of them.
    pub(super) applied: usize,
    /// What has been read.
    pub(super) facts: ConfigFacts,
    /// The open block.
    pub(super) block: Block,
    /// What the command just read opens.
    pub(super) opened: Block,
    /// The last `policy-map` of quality of service, up to the next command that can matter.
    pub(super) policy: Option<String>,
    /// Indexes of what the firewall inspects, by name.
    pub(super) classes: HashMap<String, usize>,
    pub(super) policies: HashMap<String, usize>,
    interfaces: HashMap<InterfaceName, usize>,
    clauses: HashMap<(String, u32), usize>,
    groups: HashMap<String, usize>,
    pools: HashMap<String, usize>,
    lists: HashMap<String, usize>,
    gone: Gone,
    /// A line was read that takes back what may stand before the lines of this draft.
    pub(super) looks_back: bool,
}

/// What `no` lines took back: everything of that name before this index, or single items by index.
#[derive(Debug, Default)]
struct Gone {
    lists: HashSet<usize>,
    prefix_lists: HashMap<String, usize>,
    clauses_before: HashMap<String, usize>,
    clauses: HashSet<usize>,
    groups: HashSet<usize>,
    /// By group: members that stand before this index.
    members: HashMap<usize, HashMap<GroupMember, usize>>,
    pools: HashSet<usize>,
    settings: HashMap<SettingKey, usize>,
}

/// What `no ip nat translation ...` takes back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum SettingKey {
    /// A timeout, by kind.
    Timeout(String),
    /// A `port-timeout`.
    Port(Protocol, u16),
    /// A limit, by scope.
    MaxEntries(String),
}

impl SettingKey {
    fn of(setting: &NatSetting) -> Option<Self> {
        match setting {
            NatSetting::Timeout { kind, .. } => Some(Self::Timeout(kind.clone())),
            NatSetting::PortTimeout { protocol, port, .. } => Some(Self::Port(*protocol, *port)),
            NatSetting::MaxEntries { scope, .. } => Some(Self::MaxEntries(scope.clone())),
            _ => None,
        }
    }
}

impl Draft {
    /// The interface of that name, new or met before.
    pub(super) fn interface(&mut self, name: Spanned<InterfaceName>, span: Span) -> usize {
        let next = self.facts.interfaces.len();
        let index = *self.interfaces.entry(name.value.clone()).or_insert(next);
        if index == next {
            self.facts.interfaces.push(Interface::new(name, span));
        }
        index
    }

    /// `no interface`, `default interface`: nothing is configured on it.
    pub(super) fn reset_interface(&mut self, name: Spanned<InterfaceName>, span: Span) {
        let index = self.interface(name.clone(), span);
        if let Some(interface) = self.facts.interfaces.get_mut(index) {
            *interface = Interface::new(name, span);
        }
    }

    /// A route-map clause; one that is entered again is continued.
    pub(super) fn clause(&mut self, clause: RouteMapClause) -> usize {
        let next = self.facts.route_maps.len();
        let key = (clause.name.value.clone(), clause.sequence);
        let gone_before = self.gone.clauses_before.get(&clause.name.value).copied().unwrap_or(0);
        let known = self.clauses.get(&key).copied().filter(|&index| index >= gone_before);
        if let Some(found) = known.and_then(|index| self.facts.route_maps.get_mut(index)) {
            found.action = clause.action;
            return known.unwrap_or(next);
        }
        self.clauses.insert(key, next);
        self.facts.route_maps.push(clause);
        next
    }

    /// `no route-map NAME [ACTION SEQ]`.
    pub(super) fn remove_route_map(&mut self, name: &str, sequence: Option<u32>) {
        self.looks_back = true;
        match sequence {
            Some(sequence) => {
                let removed = self.clauses.remove(&(name.to_owned(), sequence));
                self.gone.clauses.extend(removed);
            }
            None => {
                self.gone.clauses_before.insert(name.to_owned(), self.facts.route_maps.len());
            }
        }
    }

    /// An object group; one that is entered again is continued.
    pub(super) fn group(&mut self, name: Spanned<String>) -> usize {
        let next = self.facts.object_groups.len();
        let index = *self.groups.entry(name.value.clone()).or_insert(next);
        if index == next {
            self.facts.object_groups.push(ObjectGroup { name, members: Vec::new() });
        }
        index
    }

    /// `no object-group`.
    pub(super) fn remove_group(&mut self, name: &str) {
        self.looks_back = true;
        let removed = self.groups.remove(name);
        self.gone.groups.extend(removed);
    }

    /// `no host A` and the like in a group's block.
    pub(super) fn remove_members(&mut self, group: usize, members: Vec<GroupMember>) {
        self.looks_back = true;
        let before = self.facts.object_groups.get(group).map_or(0, |group| group.members.len());
        let gone = self.gone.members.entry(group).or_default();
        gone.extend(members.into_iter().map(|member| (member, before)));
    }

    /// A pool; one that is defined again is replaced.
    pub(super) fn pool(&mut self, pool: Pool) -> usize {
        let next = self.facts.pools.len();
        let index = *self.pools.entry(pool.name.value.clone()).or_insert(next);
        match self.facts.pools.get_mut(index) {
            Some(found) => *found = pool,
            None => self.facts.pools.push(pool),
        }
        index
    }

    /// `no ip nat pool`.
    pub(super) fn remove_pool(&mut self, name: &str) {
        self.looks_back = true;
        let removed = self.pools.remove(name);
        self.gone.pools.extend(removed);
    }

    /// `no ip nat translation ...`.
    pub(super) fn remove_setting(&mut self, key: SettingKey) {
        self.looks_back = true;
        self.gone.settings.insert(key, self.facts.nat_settings.len());
    }

    /// The access list of that name, new or met before.
    pub(super) fn list(&mut self, name: Spanned<&str>) -> usize {
        let next = self.facts.access_lists.len();
        // Every entry of a numbered list names it again.
        let last = self.facts.access_lists.last().is_some_and(|list| list.name.value == name.value);
        if let Some(index) = next.checked_sub(1).filter(|index| last && !self.gone.lists.contains(index)) {
            return index;
        }
        let name = name.map(str::to_owned);
        let index = *self.lists.entry(name.value.clone()).or_insert(next);
        if index == next {
            self.facts.access_lists.push(AccessList { name, entries: Vec::new() });
        }
        index
    }

    /// `no access-list`, `no ip access-list`.
    pub(super) fn remove_list(&mut self, name: &str) {
        self.looks_back = true;
        let removed = self.lists.remove(name);
        self.gone.lists.extend(removed);
    }

    /// `no ip prefix-list NAME`.
    pub(super) fn remove_prefix_list(&mut self, name: &str) {
        self.looks_back = true;
        self.gone.prefix_lists.insert(name.to_owned(), self.facts.prefix_lists.len());
    }

    /// Whether what was read of the lines that follow these, on its own, is what they say behind these too.
    fn is_continued_by(&self, next: &Self) -> bool {
        fn disjoint<K: Eq + Hash>(these: &HashMap<K, usize>, those: &HashMap<K, usize>) -> bool {
            those.keys().all(|key| !these.contains_key(key))
        }
        !next.looks_back
            && disjoint(&self.interfaces, &next.interfaces)
            && disjoint(&self.clauses, &next.clauses)
            && disjoint(&self.groups, &next.groups)
            && disjoint(&self.pools, &next.pools)
            && disjoint(&self.classes, &next.classes)
            && disjoint(&self.policies, &next.policies)
    }

    /// Adds what was read of the lines that follow these, on its own. The answer is no where they must be read again,
    /// behind these, because they change what stands here.
    pub(super) fn join(&mut self, next: Self) -> bool {
        fn shift<K: Eq + Hash>(these: &mut HashMap<K, usize>, those: HashMap<K, usize>, by: usize) {
            these.extend(those.into_iter().map(|(key, index)| (key, index + by)));
        }
        if !self.is_continued_by(&next) {
            return false;
        }
        let facts = &mut self.facts;
        shift(&mut self.interfaces, next.interfaces, facts.interfaces.len());
        shift(&mut self.clauses, next.clauses, facts.route_maps.len());
        shift(&mut self.groups, next.groups, facts.object_groups.len());
        shift(&mut self.pools, next.pools, facts.pools.len());
        shift(&mut self.classes, next.classes, facts.firewall.classes.len());
        shift(&mut self.policies, next.policies, facts.firewall.policies.len());
        let ConfigFacts {
            hostname,
            version,
            heading,
            end,
            typed,
            omitted,
            interfaces,
            nat_rules,
            withdrawn_nat_rules,
            pools,
            nat_settings,
            access_lists,
            object_groups,
            route_maps,
            prefix_lists,
            routes,
            vrfs,
            crypto,
            routing_protocols,
            firewall,
            crypto_maps,
        } = next.facts;
        facts.hostname = hostname.or(facts.hostname.take());
        facts.version = version.or(facts.version.take());
        facts.heading = facts.heading.or(heading);
        facts.end = end.or(facts.end);
        facts.typed = facts.typed.or(typed);
        facts.omitted = facts.omitted.or(omitted);
        facts.interfaces.extend(interfaces);
        facts.nat_rules.extend(nat_rules);
        facts.withdrawn_nat_rules.extend(withdrawn_nat_rules);
        facts.pools.extend(pools);
        facts.nat_settings.extend(nat_settings);
        facts.object_groups.extend(object_groups);
        facts.route_maps.extend(route_maps);
        facts.prefix_lists.extend(prefix_lists);
        facts.routes.extend(routes);
        facts.vrfs.extend(vrfs);
        facts.crypto.extend(crypto);
        facts.routing_protocols.extend(routing_protocols);
        facts.firewall.add(firewall);
        facts.crypto_maps.extend(crypto_maps);
        for AccessList { name, entries } in access_lists {
            let list = self.list(Spanned::new(&name.value, name.span));
            match self.facts.access_lists.get_mut(list) {
                Some(list) if list.entries.is_empty() => list.entries = entries,
                Some(list) => list.entries.extend(entries),
                None => {}
            }
        }
        self.block = if matches!(next.block, Block::Opaque) { Block::Opaque } else { Block::None };
        self.policy = next.policy;
        true
    }

    /// The facts, without what was taken back.
    pub(super) fn finish(self) -> ConfigFacts {
        let Self { mut facts, gone, .. } = self;
        let stays = |before: &HashMap<String, usize>, name: &str, index: usize| {
            before.get(name).is_none_or(|&before| index >= before)
        };
        retain(&mut facts.access_lists, |i, _| !gone.lists.contains(&i));
        retain(&mut facts.prefix_lists, |i, entry| stays(&gone.prefix_lists, &entry.name.value, i));
        retain(&mut facts.route_maps, |i, clause| {
            stays(&gone.clauses_before, &clause.name.value, i) && !gone.clauses.contains(&i)
        });
        for (group, gone) in &gone.members {
            let Some(group) = facts.object_groups.get_mut(*group) else { continue };
            retain(&mut group.members, |i, member| gone.get(&member.value).is_none_or(|&before| i >= before));
        }
        retain(&mut facts.object_groups, |i, _| !gone.groups.contains(&i));
        retain(&mut facts.pools, |i, _| !gone.pools.contains(&i));
        if !gone.settings.is_empty() {
            retain(&mut facts.nat_settings, |i, setting| {
                let before = SettingKey::of(&setting.value).and_then(|key| gone.settings.get(&key));
                before.is_none_or(|&before| i >= before)
            });
        }
        facts
    }
}

/// `Vec::retain` that also knows the index.
fn retain<T>(items: &mut Vec<T>, stays: impl Fn(usize, &T) -> bool) {
    let mut index = 0;
    items.retain(|item| {
        index += 1;
        stays(index - 1, item)
    });
}
