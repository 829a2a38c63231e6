//! From the facts of segments to devices: which snapshot counts, what a second paste changes.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::again::{Again, MANY};
use super::device::Index;
use super::owners::Owners;
use super::table::{KeyedTable, Table, TableState};
use super::{
    AccessList, Acl, AclEntry, ConfigState, Contradiction, Device, Direction, Interface, Macs, Member, NatKind,
    NatRule, NatSide, Network, Seen, SegmentSummary, StandbyGroup,
};
use super::{copies, observe};
use crate::capture::{Dialect, Filter, Kind, SegmentHead};
use crate::grammar::facts::{ConfigFacts, ShowFacts};
use crate::grammar::{Coverage, Facts, Note, Parsed, TableSummary};
use crate::locale::{Text, say};
use crate::net::InterfaceName;
use crate::source::{SourceMap, Span, Spanned, mask_name};

pub(super) fn lower(
    sources: SourceMap,
    mut parsed: Vec<Parsed>,
    tables: Vec<KeyedTable>,
    mut coverage: Coverage,
) -> Network {
    let owners = Owners::assign(&parsed);
    copies::settle(&mut parsed, &owners, &sources, &mut coverage);
    let mut devices = vec![Device::default(); owners.names.len()];
    for (device, name) in devices.iter_mut().zip(&owners.names) {
        device.name.clone_from(name);
    }
    let mut tables: HashMap<_, _> = tables.into_iter().collect();
    let mut parts: Vec<Parts> = devices.iter().map(|_| Parts::default()).collect();
    let (mut segments, mut macs) = (Vec::new(), Macs::default());
    let sealed = parsed.iter().find(|part| part.segment.sealed).and_then(|part| part.doubts.first());
    let unopened = sealed.map(|note| not_opened(&sources, note));
    for (mut part, owner) in parsed.into_iter().zip(&owners.of_segment) {
        let saved = copies::is_saved(&part, &sources);
        let segment = part.segment;
        part.facts = of_no_router(part.facts, &mut macs);
        if let (Some(device), Some(parts)) =
            (owner.and_then(|i| devices.get_mut(i)), owner.and_then(|i| parts.get_mut(i)))
        {
            device.doubts.extend(part.doubts);
            // A line of a show command that is not known is no NAT rule.
            if !matches!(segment.head.kind, Kind::Show(_)) {
                device.unrecognized += part.unrecognized;
            }
            device.dialect = Some(better_dialect(device.dialect, segment.dialect));
            let (head, cut) = (&segment.head, segment.cut);
            match part.facts {
                Facts::Config(facts) => {
                    let configs = if saved { &mut parts.saved } else { &mut parts.configs };
                    let filter = head.filter.as_ref().map(|filter| filter.value.clone());
                    let state = match config_state(head, cut, &facts) {
                        ConfigState::Cut(at) if facts.heading == Some(at) => {
                            ConfigState::Cut(last_line(&sources, at, segment.last_line).unwrap_or(at))
                        }
                        state => state,
                    };
                    configs.push(Part { state, filter, facts });
                }
                Facts::Table(summary) => {
                    let table = tables.remove(&(head.source, head.first_line)).unwrap_or_default();
                    let vrf = head.vrf.as_ref().zip(head.command.as_ref());
                    let vrf = vrf.map(|(vrf, command)| Spanned::new(vrf.clone(), command.span));
                    parts.tables.push((vrf, finish_table(table, head, cut, &summary)));
                }
                Facts::Show(facts) => device.seen.take(*facts, head, cut),
                Facts::Vsphere(_) | Facts::None => {}
            }
        }
        segments.push(SegmentSummary {
            source: segment.head.source,
            first_line: segment.head.first_line,
            last_line: segment.last_line,
            device: *owner,
            kind: segment.head.kind,
            saved,
            dialect: segment.dialect,
            evidence: segment.evidence,
        });
    }
    for (device, parts) in devices.iter_mut().zip(parts) {
        device.unopened.clone_from(&unopened);
        parts.build(device, &sources);
        super::lists::complete(device);
    }
    pair(&mut devices);
    name_dialects(&mut segments, &devices);
    Network { sources, devices, segments, coverage, macs, unopened }
}

/// Takes out what belongs to no router.
fn of_no_router(facts: Facts, macs: &mut Macs) -> Facts {
    match facts {
        Facts::Vsphere(facts) => macs.take(facts),
        Facts::Show(facts) => match *facts {
            ShowFacts::MacTable(rows) => macs.table.extend(rows),
            facts => return Facts::Show(Box::new(facts)),
        },
        facts => return facts,
    }
    Facts::None
}

/// A table does not say whose it is; its router does.
fn name_dialects(segments: &mut [SegmentSummary], devices: &[Device]) {
    for segment in segments {
        let known = segment.device.and_then(|at| devices.get(at)).and_then(|device| device.dialect);
        if let (Dialect::Unknown, Some(known)) = (segment.dialect, known) {
            segment.dialect = known;
        }
    }
}

/// What is in it could be a newer table of any of the routers, or the rest of a configuration.
fn not_opened(sources: &SourceMap, note: &Note) -> Spanned<Text> {
    let name = sources.get(note.span.source).map_or("?", |file| file.name());
    Spanned::new(say!("eval-unopened", file = mask_name(name), what = &note.effect), note.span)
}

/// Finds the active routers of HSRP groups among the devices.
fn pair(devices: &mut [Device]) {
    let active = |group: &StandbyGroup| match group.active {
        Member::Address(address) => Some(address),
        Member::Local | Member::Unknown => None,
    };
    let mut named: HashMap<_, bool> =
        devices.iter().flat_map(|device| device.seen.standby.iter().filter_map(active)).map(|at| (at, false)).collect();
    if named.is_empty() {
        return;
    }
    for prefix in devices.iter().flat_map(|device| &device.interfaces).flat_map(Interface::prefixes) {
        named.entry(prefix.address).and_modify(|here| *here = true);
    }
    for device in devices {
        let partners = device.seen.standby.iter().filter_map(active).filter(|at| named.get(at) == Some(&true));
        device.seen.partners = partners.collect();
    }
}

/// IOS-XE is IOS with more evidence; any named vendor beats "unknown".
fn better_dialect(known: Option<Dialect>, new: Dialect) -> Dialect {
    match (known, new) {
        (Some(known), Dialect::Unknown) => known,
        (Some(Dialect::IosXe), Dialect::Ios) => Dialect::IosXe,
        // What stands beside a router's text without a name is somebody else's.
        (Some(known @ (Dialect::Ios | Dialect::IosXe)), other) if !other.is_ios() => known,
        (_, new) => new,
    }
}

/// Whether one of the lines is there that a router prints above all others.
fn is_headed(facts: &ConfigFacts) -> bool {
    facts.version.is_some() || facts.hostname.is_some() || facts.heading.is_some()
}

pub(super) fn config_state(head: &SegmentHead, cut: Option<Span>, facts: &ConfigFacts) -> ConfigState {
    // What somebody typed changes a router, and does not say what it had before. `end` closes it all the same.
    let at_a_prompt = head.prompt_host.is_some() && head.command.is_none();
    let typed = at_a_prompt || facts.typed.is_some() && facts.version.is_none() && facts.heading.is_none();
    if let Some(filter) = &head.filter {
        ConfigState::Filtered(filter.span)
    } else if let Some(cut) = cut.or(facts.omitted) {
        ConfigState::Cut(cut)
    } else if facts.end.is_some() && !typed && (is_headed(facts) || !facts.interfaces.is_empty()) {
        ConfigState::Complete
    } else if let Some(heading) = facts.heading {
        // IOS closes the output with `end`: a heading without it was cut.
        ConfigState::Cut(heading)
    } else {
        ConfigState::Fragment
    }
}

/// The last line with text of what begins with the line at `first` and goes on to line `last`: there it was cut off.
fn last_line(sources: &SourceMap, first: Span, last: u32) -> Option<Span> {
    let count = (last + 1).checked_sub(sources.position(first)?.line)?;
    let lines = sources.get(first.source)?.lines(first.start, usize::try_from(count).ok()?);
    let (start, text) = lines.filter(|(_, text)| !text.trim().is_empty()).last()?;
    let blanks = text.len() - text.trim_start().len();
    let len = u32::try_from(text.trim().len()).ok()?;
    Some(Span { source: first.source, start: start + blanks as u64, len })
}

fn finish_table(mut table: Table, head: &SegmentHead, cut: Option<Span>, summary: &TableSummary) -> Table {
    table.is_comparable = summary.total.is_none() && head.vrf.is_none() && head.filter.is_none();
    table.header = summary.header.or(head.command.as_ref().map(|command| command.span));
    // `show ip nat translations udp` leaves out what does not matter here.
    let filter = head.filter.as_ref().filter(|filter| filter.value.verb != "udp");
    table.state = match (filter, cut.or(summary.short)) {
        (_, Some(cut)) => TableState::Cut(cut),
        (Some(filter), None) => TableState::Filtered(filter.span),
        (None, None) => TableState::Complete,
    };
    table
}

/// The first of the lines that a whole configuration begins with.
pub(super) fn begins(facts: &ConfigFacts) -> Option<Span> {
    let version = facts.version.as_ref().map(|version| version.span);
    let hostname = facts.hostname.as_ref().map(|name| name.span);
    facts.heading.or(version).or(hostname).or(facts.interfaces.first().map(|interface| interface.span))
}

/// What was read of one device, before it is put together.
#[derive(Default)]
struct Parts {
    configs: Vec<Part>,
    /// Of those that are saved.
    saved: Vec<Part>,
    /// With the VRF that the command asked for, if it did for one.
    tables: Vec<(Option<Spanned<String>>, Table)>,
}

/// A configuration, or a part of one.
struct Part {
    state: ConfigState,
    filter: Option<Filter>,
    /// Boxed, because a vector of one has room for four.
    facts: Box<ConfigFacts>,
}

impl Part {
    fn is_whole(&self) -> bool {
        self.state == ConfigState::Complete
    }
}

impl Parts {
    fn build(self, device: &mut Device, sources: &SourceMap) {
        // What is saved may be another configuration than the one that runs. Where that is there in part only, it goes on
        // top of what is saved.
        let mut configs = self.saved;
        if self.configs.iter().any(Part::is_whole) {
            configs.clear();
        }
        configs.extend(self.configs);
        // Beside one that says whose it is, statements that somebody closed with `end` are no other whole one.
        if configs.iter().any(|part| part.is_whole() && is_headed(&part.facts)) {
            let loose = configs.iter_mut().filter(|part| part.is_whole() && !is_headed(&part.facts));
            loose.for_each(|part| part.state = ConfigState::Fragment);
        }
        // The last whole configuration counts, and what is pasted after it goes on top; without one, fragments add up.
        let whole = configs.iter().rposition(Part::is_whole);
        let first = whole.unwrap_or(0);
        let before = configs.iter().take(first).filter(|part| part.is_whole());
        device.earlier_configs.extend(before.filter_map(|part| begins(&part.facts)));
        if let (before, [judged, ..]) = configs.split_at(first)
            && judged.is_whole()
        {
            let strange = |part: &Part| super::strangers::before(&part.facts, &judged.facts);
            let known = device.doubts.len();
            device.doubts.extend(before.iter().filter_map(strange));
            device.is_mixed = device.doubts.len() > known;
        }
        let mut merge = (configs.len() > first + 1).then(Merge::default);
        for Part { state, filter, mut facts } in configs.into_iter().skip(first) {
            let (known, whole) = (device.config != ConfigState::Absent, device.config == ConfigState::Complete);
            let again = Again { state: &state, filter: filter.as_ref(), whole, sources };
            let typed = matches!(state, ConfigState::Fragment);
            if let (Some(merge), ConfigState::Complete) = (&merge, &device.config) {
                let changed = merge.changed_by(&again, &facts);
                // What is typed is a change, and no second look at the same.
                let (doubt, told) = if typed { (changed, None) } else { (None, changed) };
                device.doubts.extend(doubt.as_ref().map(observe::doubt));
                device.seen.contradictions.extend(told);
            } else if device.config == ConfigState::Absent || !matches!(state, ConfigState::Fragment) {
                device.config = state.clone();
            }
            if let Some(merge) = &mut merge {
                if !whole {
                    device.doubts.extend(super::strangers::on_top(&facts, |name| merge.interface(name)));
                }
                merge.take(&mut facts, if typed { replace } else { fill });
            }
            if known {
                let told = again.settle(device, &mut facts);
                device.seen.contradictions.extend(told);
            }
            add_facts(device, *facts);
        }
        if let Some(merge) = merge {
            merge.finish(device);
        }
        device.route_maps.values_mut().for_each(|clauses| clauses.sort_by_key(|clause| clause.sequence));
        let mut rules: Vec<NatRule> = std::mem::take(&mut device.nat_rules).into();
        super::rules::order(&mut rules);
        device.nat_rules = rules.into();
        let vrfs: Option<Vec<Spanned<String>>> = self.tables.iter().map(|(vrf, _)| vrf.clone()).collect();
        device.table = merge_tables(self.tables);
        // Another system's command of the same name means something else.
        if !device.dialect.is_none_or(Dialect::is_ios) {
            device.seen = Seen::default();
        }
        shut_below(&mut device.interfaces);
        observe::apply(device);
        if let Some(vrfs) = vrfs {
            of_vrfs_only(device, &vrfs);
        }
        device.index = Index::of(&device.interfaces);
        device.reach = OnceLock::new();
        device.tell_statics_not_configured();
    }
}

/// A subinterface is down with the interface that it is of.
fn shut_below(interfaces: &mut [Interface]) {
    let shut: HashMap<InterfaceName, Span> =
        interfaces.iter().filter_map(|interface| Some((interface.name.value.clone(), interface.shutdown?))).collect();
    for interface in interfaces.iter_mut().filter(|interface| interface.shutdown.is_none() && !shut.is_empty()) {
        interface.shutdown = interface.name.value.parent().and_then(|parent| shut.get(&parent).copied());
    }
}

/// What IOS finds a rule by when `no` is typed before it: what it translates. Options like `extendable` need not be given.
type RuleKey = (Direction, NatKind, Option<String>);

fn rule_key(rule: &NatRule) -> RuleKey {
    (rule.direction, rule.kind.clone(), rule.options.vrf.as_ref().map(|vrf| vrf.value.clone()))
}

/// Interfaces and NAT rules of several pastes, without what they repeat. Pastes can be many, and large.
#[derive(Default)]
struct Merge {
    interfaces: Vec<Interface>,
    by_name: HashMap<InterfaceName, usize>,
    /// `None` for a rule that a later paste took back.
    rules: Vec<Option<NatRule>>,
    by_rule: HashMap<RuleKey, usize>,
}

impl Merge {
    fn interface(&self, name: &InterfaceName) -> Option<&Interface> {
        self.interfaces.get(*self.by_name.get(name)?)
    }

    /// What a later paste says that the whole configuration before it does not, or leaves out and would have shown: on
    /// which of the two the router runs now, and what else was changed between them, the capture does not tell.
    fn changed_by(&self, again: &Again<'_>, facts: &ConfigFacts) -> Option<Contradiction> {
        let known = |rule: &NatRule| self.rules.get(*self.by_rule.get(&rule_key(rule))?)?.as_ref();
        let rule = facts.nat_rules.iter().find(|rule| known(rule) != Some(rule));
        let rule = rule.or(facts.withdrawn_nat_rules.first()).map(|new| (known(new), new.statement.span));
        let rule =
            rule.map(|(old, new)| (old.map(|old| old.statement.span), new)).or_else(|| self.left_out(again, facts));
        let filtered = matches!(again.state, ConfigState::Filtered(_));
        let same = |new: &Interface| {
            self.interface(&new.name.value).is_some_and(|old| {
                says_same(old.nat.as_ref(), new.nat.as_ref(), filtered)
                    && says_same(old.address.as_ref(), new.address.as_ref(), filtered)
                    && says_same(old.acl_in.as_ref(), new.acl_in.as_ref(), filtered)
            })
        };
        let interface = facts.interfaces.iter().find(|new| !same(new));
        let entries = facts.access_lists.iter().filter_map(|list| list.entries.first());
        let typed = entries.map(|entry| entry.span).min().filter(|_| *again.state == ConfigState::Fragment);
        let (configured, seen, says) = match (rule, interface, typed) {
            (Some((configured, seen)), ..) => (configured, seen, say!("model-again-rule")),
            (None, Some(new), _) => {
                let old = self.interface(&new.name.value).map(|old| old.span);
                (old, new.span, say!("model-again-interface", interface = &new.name.value))
            }
            (None, None, typed) => (None, typed?, say!("ledger-differs")),
        };
        Some(Contradiction { configured, seen, says, matters: true })
    }

    /// A known rule that a filter would have shown and did not, and the filter.
    fn left_out(&self, again: &Again<'_>, facts: &ConfigFacts) -> Option<(Option<Span>, Span)> {
        let (ConfigState::Filtered(at), Some(filter)) = (again.state, again.filter) else { return None };
        // Of a part that shows no rule at all it is not known what it was for.
        if facts.nat_rules.is_empty() || self.rules.len() > MANY {
            return None;
        }
        let shown: HashSet<RuleKey> = facts.nat_rules.iter().map(rule_key).collect();
        let known = self.rules.iter().flatten();
        let mut hidden = known.filter(|rule| !shown.contains(&rule_key(rule)));
        hidden.find(|rule| again.shows(filter, rule.statement.span, None)).map(|rule| (Some(rule.statement.span), *at))
    }

    /// Takes the interfaces and rules out of `facts`; `again` puts an interface on top of what is known of it.
    fn take(&mut self, facts: &mut ConfigFacts, again: fn(&mut Interface, Interface)) {
        for interface in facts.interfaces.drain(..) {
            let known = self.by_name.get(&interface.name.value).and_then(|&at| self.interfaces.get_mut(at));
            if let Some(known) = known {
                again(known, interface);
            } else {
                self.by_name.insert(interface.name.value.clone(), self.interfaces.len());
                self.interfaces.push(interface);
            }
        }
        withdraw(facts);
        for withdrawn in facts.withdrawn_nat_rules.drain(..) {
            if let Some(slot) = self.by_rule.remove(&rule_key(&withdrawn)).and_then(|at| self.rules.get_mut(at)) {
                *slot = None;
            }
        }
        for rule in facts.nat_rules.drain(..) {
            let at = self.rules.len();
            if let Entry::Vacant(slot) = self.by_rule.entry(rule_key(&rule)) {
                slot.insert(at);
                self.rules.push(Some(rule));
            }
        }
    }

    fn finish(self, device: &mut Device) {
        device.interfaces = self.interfaces;
        device.nat_rules = self.rules.into_iter().flatten().collect::<Vec<_>>().into();
    }
}

/// What a filter does not show of an interface is there all the same.
fn says_same<T: PartialEq>(known: Option<&T>, new: Option<&T>, filtered: bool) -> bool {
    known == new || filtered && new.is_none()
}

/// A filter shows of an interface what it looks for, and that the rest is gone it does not say.
fn fill(known: &mut Interface, interface: Interface) {
    fn put<T>(known: &mut Option<T>, new: Option<T>) {
        *known = new.or(known.take());
    }
    put(&mut known.address, interface.address);
    put(&mut known.nat, interface.nat);
    put(&mut known.nat_enable, interface.nat_enable);
    put(&mut known.vrf, interface.vrf);
    put(&mut known.shutdown, interface.shutdown);
    put(&mut known.acl_in, interface.acl_in);
    put(&mut known.acl_out, interface.acl_out);
    put(&mut known.crypto_map, interface.crypto_map);
    put(&mut known.easy_vpn, interface.easy_vpn);
    put(&mut known.policy_route_map, interface.policy_route_map);
    put(&mut known.zone, interface.zone);
    put(&mut known.mtu, interface.mtu);
    put(&mut known.ip_mtu, interface.ip_mtu);
    put(&mut known.tunnel_source, interface.tunnel_source);
    put(&mut known.tunnel_protection, interface.tunnel_protection);
}

/// A second paste of the same interface replaces the first, but for what a few typed lines do not repeat.
fn replace(known: &mut Interface, mut interface: Interface) {
    interface.address = interface.address.or(known.address.take());
    interface.nat_enable = interface.nat_enable.or(known.nat_enable.take().filter(|_| interface.nat.is_none()));
    interface.nat = interface.nat.or(known.nat.take());
    interface.vrf = interface.vrf.or(known.vrf.take());
    interface.acl_in = interface.acl_in.or(known.acl_in.take());
    interface.acl_out = interface.acl_out.or(known.acl_out.take());
    *known = interface;
}

/// Takes out the rules that a `no` line below them takes back; what is configured again below it stays.
fn withdraw(facts: &mut ConfigFacts) {
    if facts.withdrawn_nat_rules.is_empty() {
        return;
    }
    // Of equal `no` lines the last one counts.
    let last: HashMap<RuleKey, Span> =
        facts.withdrawn_nat_rules.iter().map(|rule| (rule_key(rule), rule.statement.span)).collect();
    facts.nat_rules.retain(|rule| last.get(&rule_key(rule)).is_none_or(|no| *no < rule.statement.span));
}

fn add_facts(device: &mut Device, mut facts: ConfigFacts) {
    withdraw(&mut facts);
    device.version = facts.version.or(device.version.take());
    // Several fragments come without these: `Merge` has them.
    if device.interfaces.is_empty() && device.nat_rules.is_empty() {
        (device.interfaces, device.nat_rules) = (facts.interfaces, facts.nat_rules.into());
    }
    for pool in facts.pools {
        device.pools.insert(pool.name.value.clone(), pool);
    }
    device.nat_settings.extend(facts.nat_settings);
    add_acls(device, facts.access_lists);
    for group in facts.object_groups {
        device.object_groups.insert(group.name.value.clone(), group);
    }
    for clause in facts.route_maps {
        device.route_maps.entry(clause.name.value.clone()).or_default().push(clause);
    }
    for entry in facts.prefix_lists {
        match device.prefix_lists.get_mut(&entry.name.value) {
            Some(entries) => entries.push(entry),
            None => drop(device.prefix_lists.insert(entry.name.value.clone(), vec![entry])),
        }
    }
    // Mostly there is one configuration, and nothing to copy.
    if device.routes.is_empty() {
        device.routes = facts.routes;
    } else {
        device.routes.extend(facts.routes);
    }
    device.crypto.extend(facts.crypto);
    device.routing_protocols.extend(facts.routing_protocols);
    device.firewall.add(facts.firewall);
    device.crypto_maps.extend(facts.crypto_maps);
}

fn add_acls(device: &mut Device, lists: Vec<AccessList>) {
    for AccessList { name, entries } in lists {
        let new = || Acl { span: name.span, entries: Vec::new(), others: Vec::new() };
        let acl = device.acls.entry(name.value).or_insert_with(new);
        if !entries.is_empty() {
            acl.entries = in_order(entries);
        }
    }
}

/// The entries in the order of their numbers. IOS puts one without a number at the end of the list, ten above the
/// highest number.
pub(super) fn in_order(entries: Vec<AclEntry>) -> Vec<AclEntry> {
    let number = |highest: &mut u32, entry: &AclEntry| {
        let sequence = entry.sequence.unwrap_or_else(|| highest.saturating_add(10));
        *highest = sequence.max(*highest);
        Some(sequence)
    };
    if entries.iter().scan(0, number).is_sorted() {
        return entries;
    }
    let sequences: Vec<u32> = entries.iter().scan(0, number).collect();
    let mut numbered: Vec<_> = sequences.into_iter().zip(entries).collect();
    numbered.sort_by_key(|(sequence, _)| *sequence);
    numbered.into_iter().map(|(_, entry)| entry).collect()
}

/// Tables of these VRFs, and none of the router as a whole, are parts of its table unless NAT has no hosts elsewhere.
fn of_vrfs_only(device: &mut Device, shown: &[Spanned<String>]) {
    let is_shown = |interface: &Interface| {
        let vrf = interface.vrf.as_ref();
        vrf.is_some_and(|vrf| shown.iter().any(|shown| shown.value == vrf.value))
    };
    let inside = |interface: &&Interface| interface.nat.as_ref().is_some_and(|nat| nat.value != NatSide::Outside);
    let whole = device.config_is_whole() && device.interfaces.iter().filter(inside).all(is_shown);
    if let (Some(first), TableState::Complete, false) = (shown.first(), &device.table.state, whole) {
        device.table.state = TableState::Filtered(first.span);
    }
}

/// One table of a device. Of whole ones the last of each VRF section counts; parts (`| include ...`) add to what was
/// there, since none of them says what the others hold.
fn merge_tables(tables: Vec<(Option<Spanned<String>>, Table)>) -> Table {
    let mut latest: Vec<Table> = Vec::new();
    let mut of_vrf: HashMap<Option<String>, usize> = HashMap::new();
    let (mut superseded, mut earlier) = (0, Vec::new());
    for (vrf, table) in tables {
        let at = *of_vrf.entry(vrf.map(|vrf| vrf.value)).or_insert(latest.len());
        match latest.get_mut(at) {
            Some(known) if table.is_complete() => {
                superseded += 1;
                earlier.extend(known.header.zip(table.header));
                *known = table;
            }
            Some(known) => known.add(table),
            None => latest.push(table),
        }
    }
    let mut sections = latest.into_iter();
    let mut merged = sections.next().unwrap_or_default();
    for table in sections {
        if merged.is_complete() {
            merged.state = table.state.clone();
        }
        merged.append(table);
    }
    (merged.earlier_snapshots, merged.earlier) = (superseded, earlier);
    merged
}
