//! From the facts of segments to devices: who is who, which snapshot counts, what order rules are tried in.

use std::collections::HashMap;
use std::mem;
use std::rc::Rc;

use super::device::Index;
use super::table::{KeyedTable, Table, TableState};
use super::{Acl, ConfigState, Device, Interface, NatKind, NatRule, Network, SegmentSummary, Selector};
use crate::capture::{Dialect, Kind, SegmentHead};
use crate::grammar::facts::ConfigFacts;
use crate::grammar::{Coverage, Facts, Parsed, State, Subject, TableSummary};
use crate::net::InterfaceName;
use crate::source::{SourceId, SourceMap, Span, Spanned};

pub(super) fn lower(sources: SourceMap, parsed: Vec<Parsed>, tables: Vec<KeyedTable>, coverage: Coverage) -> Network {
    let owners = Owners::assign(&parsed);
    let mut devices = vec![Device::default(); owners.names.len()];
    for (device, name) in devices.iter_mut().zip(&owners.names) {
        device.name.clone_from(name);
    }
    let mut tables: HashMap<_, _> = tables.into_iter().collect();
    let mut parts: Vec<Parts> = devices.iter().map(|_| Parts::default()).collect();
    let mut segments = Vec::new();
    for (part, owner) in parsed.into_iter().zip(&owners.of_segment) {
        let segment = part.segment;
        if let (Some(device), Some(parts)) =
            (owner.and_then(|i| devices.get_mut(i)), owner.and_then(|i| parts.get_mut(i)))
        {
            match part.facts {
                Facts::Config(facts) => {
                    device.dialect = Some(better_dialect(device.dialect, segment.dialect));
                    let state = config_state(&segment.head, segment.cut, &facts);
                    parts.configs.push((state, facts));
                }
                Facts::Table(summary) => {
                    let table = tables.remove(&(segment.head.source, segment.head.first_line)).unwrap_or_default();
                    device.dialect = Some(better_dialect(device.dialect, segment.dialect));
                    parts
                        .tables
                        .push((segment.head.vrf.clone(), finish_table(table, &segment.head, segment.cut, &summary)));
                }
                Facts::None => device.dialect = Some(better_dialect(device.dialect, segment.dialect)),
            }
        }
        segments.push(SegmentSummary {
            source: segment.head.source,
            first_line: segment.head.first_line,
            last_line: segment.last_line,
            device: *owner,
            kind: segment.head.kind,
            dialect: segment.dialect,
            evidence: segment.evidence,
        });
    }
    for (device, parts) in devices.iter_mut().zip(parts) {
        parts.build(device);
    }
    for segment in &mut segments {
        // A table does not say whose it is; its router does.
        let known = segment.device.and_then(|at| devices.get(at)).and_then(|device| device.dialect);
        if let (Dialect::Unknown, Some(known)) = (segment.dialect, known) {
            segment.dialect = known;
        }
    }
    attach_doubts(&mut devices, &segments, &coverage);
    Network { sources, devices, segments, coverage }
}

/// Which device each segment belongs to.
struct Owners {
    names: Vec<Option<String>>,
    of_segment: Vec<Option<usize>>,
}

impl Owners {
    /// Segments with a host name belong to it, wherever they stand. One without belongs to the only named device of
    /// its source, else to the only named device of the run; where there is no name at all, all nameless tables
    /// belong to the only nameless configuration.
    fn assign(parsed: &[Parsed]) -> Self {
        let mut names: Vec<Option<String>> = Vec::new();
        let mut index = HashMap::new();
        let mut of_segment: Vec<Option<usize>> = parsed
            .iter()
            .map(|part| {
                let name = is_device_text(part).then(|| host_name(part)).flatten()?;
                Some(*index.entry(name.clone()).or_insert_with(|| {
                    names.push(Some(name));
                    names.len() - 1
                }))
            })
            .collect();
        let mut named_in: HashMap<SourceId, Only> = HashMap::new();
        let mut named_anywhere = Only::None;
        for (part, owner) in parsed.iter().zip(&of_segment) {
            if let Some(device) = *owner {
                named_in.entry(part.segment.head.source).or_default().add(device);
                named_anywhere.add(device);
            }
        }
        let mut nameless: Option<(usize, bool)> = None;
        for (part, slot) in parsed.iter().zip(&mut of_segment) {
            if slot.is_some() || !is_device_text(part) {
                continue;
            }
            let in_source = named_in.get(&part.segment.head.source).and_then(|only| only.device());
            let named = in_source.or_else(|| named_anywhere.device());
            let is_config = matches!(part.facts, Facts::Config(_));
            let owner = named.unwrap_or_else(|| match nameless {
                Some((device, has_config)) if !(is_config && has_config) => {
                    nameless = Some((device, has_config || is_config));
                    device
                }
                _ => {
                    names.push(None);
                    nameless = Some((names.len() - 1, is_config));
                    names.len() - 1
                }
            });
            *slot = Some(owner);
        }
        Self { names, of_segment }
    }
}

/// Whether a segment says something about a router. A show command that is not read does not make a device.
fn is_device_text(part: &Parsed) -> bool {
    matches!(part.segment.head.kind, Kind::RunningConfig | Kind::NatTranslations)
}

fn host_name(part: &Parsed) -> Option<String> {
    let in_config = match &part.facts {
        Facts::Config(facts) => facts.hostname.as_ref(),
        Facts::Table(_) | Facts::None => None,
    };
    in_config.or(part.segment.head.prompt_host.as_ref()).map(|name| name.value.clone())
}

/// The device that segments belong to, as long as it is one.
#[derive(Debug, Clone, Copy, Default)]
enum Only {
    #[default]
    None,
    One(usize),
    Several,
}

impl Only {
    fn add(&mut self, device: usize) {
        *self = match *self {
            Self::None => Self::One(device),
            Self::One(known) if known == device => Self::One(device),
            Self::One(_) | Self::Several => Self::Several,
        };
    }

    fn device(self) -> Option<usize> {
        match self {
            Self::One(device) => Some(device),
            Self::None | Self::Several => None,
        }
    }
}

/// IOS-XE is IOS with more evidence; any named vendor beats "unknown".
fn better_dialect(known: Option<Dialect>, new: Dialect) -> Dialect {
    match (known, new) {
        (Some(known), Dialect::Unknown) => known,
        (Some(Dialect::IosXe), Dialect::Ios) => Dialect::IosXe,
        (_, new) => new,
    }
}

fn config_state(head: &SegmentHead, cut: Option<Span>, facts: &ConfigFacts) -> ConfigState {
    let begins = facts.version.is_some() || facts.hostname.is_some() || facts.heading.is_some();
    if let Some(filter) = &head.filter {
        ConfigState::Filtered(filter.span)
    } else if let Some(cut) = cut {
        ConfigState::Cut(cut)
    } else if facts.end.is_some() && (begins || !facts.interfaces.is_empty()) {
        ConfigState::Complete
    } else if let Some(heading) = facts.heading {
        // IOS closes the output with `end`: a heading without it was cut.
        ConfigState::Cut(heading)
    } else {
        ConfigState::Fragment
    }
}

fn finish_table(mut table: Table, head: &SegmentHead, cut: Option<Span>, summary: &TableSummary) -> Table {
    let read = summary.rows + summary.malformed;
    let short = summary.total.as_ref().filter(|total| total.value > read).map(|total| total.span);
    table.header = summary.header.or(head.command.as_ref().map(|command| command.span));
    // `show ip nat translations udp` leaves out what does not matter here.
    let filter = head.filter.as_ref().filter(|filter| filter.value.verb != "udp");
    table.state = match (filter, cut.or(short)) {
        (_, Some(cut)) => TableState::Cut(cut),
        (Some(filter), None) => TableState::Filtered(filter.span),
        (None, None) => TableState::Complete,
    };
    table
}

/// What was read of one device, before it is put together.
#[derive(Default)]
struct Parts {
    /// Boxed, because a vector of one has room for four.
    configs: Vec<(ConfigState, Box<ConfigFacts>)>,
    tables: Vec<(Option<String>, Table)>,
}

impl Parts {
    fn build(mut self, device: &mut Device) {
        // The last whole configuration counts; without one, fragments add up.
        let whole = self.configs.iter().rposition(|(state, _)| *state == ConfigState::Complete);
        if let Some((state, facts)) = whole.and_then(|at| self.configs.get_mut(at)) {
            device.config = mem::take(state);
            add_facts(device, *mem::take(facts));
        } else {
            let mut merge = (self.configs.len() > 1).then(Merge::default);
            for (state, mut facts) in self.configs {
                if device.config == ConfigState::Absent || !matches!(state, ConfigState::Fragment) {
                    device.config = state;
                }
                if let Some(merge) = &mut merge {
                    merge.take(&mut facts);
                }
                add_facts(device, *facts);
            }
            if let Some(merge) = merge {
                merge.finish(device);
            }
        }
        device.route_maps.values_mut().for_each(|clauses| clauses.sort_by_key(|clause| clause.sequence));
        order_rules(&mut device.nat_rules);
        device.index = Index::of(&device.interfaces);
        device.table = merge_tables(self.tables);
    }
}

/// Interfaces and NAT rules of several fragments, without what they repeat. Fragments can be many, and large.
#[derive(Default)]
struct Merge {
    interfaces: Vec<Interface>,
    by_name: HashMap<InterfaceName, usize>,
    /// `None` for a rule that a later fragment took back.
    rules: Vec<Option<Rc<NatRule>>>,
    by_rule: HashMap<Rc<NatRule>, usize>,
}

impl Merge {
    /// Takes the interfaces and rules out of `facts`.
    fn take(&mut self, facts: &mut ConfigFacts) {
        for interface in facts.interfaces.drain(..) {
            // A second paste of the same interface replaces the first.
            let known = self.by_name.get(&interface.name.value).and_then(|&at| self.interfaces.get_mut(at));
            if let Some(known) = known {
                *known = interface;
            } else {
                self.by_name.insert(interface.name.value.clone(), self.interfaces.len());
                self.interfaces.push(interface);
            }
        }
        withdraw(facts);
        for withdrawn in facts.withdrawn_nat_rules.drain(..) {
            if let Some(slot) = self.by_rule.remove(&withdrawn).and_then(|at| self.rules.get_mut(at)) {
                *slot = None;
            }
        }
        for rule in facts.nat_rules.drain(..) {
            if !self.by_rule.contains_key(&rule) {
                let rule = Rc::new(rule);
                self.by_rule.insert(Rc::clone(&rule), self.rules.len());
                self.rules.push(Some(rule));
            }
        }
    }

    fn finish(self, device: &mut Device) {
        device.interfaces = self.interfaces;
        drop(self.by_rule);
        device.nat_rules = self.rules.into_iter().flatten().map(Rc::unwrap_or_clone).collect();
    }
}

/// Takes out the rules that a `no` line below them takes back; what is configured again below it stays.
fn withdraw(facts: &mut ConfigFacts) {
    if facts.withdrawn_nat_rules.is_empty() {
        return;
    }
    // Of equal `no` lines the last one counts.
    let last: HashMap<&NatRule, Span> =
        facts.withdrawn_nat_rules.iter().map(|rule| (rule, rule.statement.span)).collect();
    facts.nat_rules.retain(|rule| last.get(rule).is_none_or(|no| *no < rule.statement.span));
}

fn add_facts(device: &mut Device, mut facts: ConfigFacts) {
    withdraw(&mut facts);
    device.version = facts.version.or(device.version.take());
    // Several fragments come without these: `Merge` has them.
    if device.interfaces.is_empty() && device.nat_rules.is_empty() {
        (device.interfaces, device.nat_rules) = (facts.interfaces, facts.nat_rules);
    }
    for pool in facts.pools {
        device.pools.insert(pool.name.value.clone(), pool);
    }
    device.nat_settings.extend(facts.nat_settings);
    add_acls(device, facts.acl_headers, facts.acl_entries);
    for group in facts.object_groups {
        device.object_groups.insert(group.name.value.clone(), group);
    }
    for clause in facts.route_maps {
        device.route_maps.entry(clause.name.value.clone()).or_default().push(clause);
    }
    for entry in facts.prefix_lists {
        device.prefix_lists.entry(entry.name.value.clone()).or_default().push(entry);
    }
    device.routes.extend(facts.routes);
    device.crypto.extend(facts.crypto);
    device.routing_protocols.extend(facts.routing_protocols);
}

fn add_acls(device: &mut Device, headers: Vec<Spanned<String>>, entries: Vec<super::AclEntry>) {
    for header in headers {
        device.acls.entry(header.value).or_insert(Acl { span: header.span, entries: Vec::new() });
    }
    let mut numbered: HashMap<String, Vec<(u32, super::AclEntry)>> = HashMap::new();
    for entry in entries {
        let list = numbered.entry(entry.list.value.clone()).or_default();
        // IOS numbers an entry without a number ten above the last one.
        let sequence = entry.sequence.unwrap_or_else(|| list.last().map_or(10, |(last, _)| last.saturating_add(10)));
        list.push((sequence, entry));
    }
    for (name, mut list) in numbered {
        list.sort_by_key(|(sequence, _)| *sequence);
        let Some(span) = list.first().map(|(_, entry)| entry.list.span) else { continue };
        let acl = device.acls.entry(name).or_insert(Acl { span, entries: Vec::new() });
        // A list that is pasted twice counts once.
        acl.entries = list.into_iter().map(|(_, entry)| entry).collect();
    }
}

/// The order in which rules are tried: statics before dynamics; of statics, the more specific first; of dynamics,
/// numbered access lists ascending, then named ones, then route-maps, both in lexical order.
///
/// Static before dynamic is documented; the rest was seen in a lab on classic IOS (recorded in Batfish's
/// `CiscoIosDynamicNat`). Whether IOS-XE does the same is not known, which is why overlapping rules are hedged there.
pub(super) fn order_rules(rules: &mut [NatRule]) {
    // Mostly there is nothing to do, and a stable sort takes memory before it finds out.
    if !rules.is_sorted_by_key(match_order) {
        rules.sort_by(|a, b| match_order(a).cmp(&match_order(b)));
    }
}

/// Class, number and name, compared in this order.
fn match_order(rule: &NatRule) -> (u8, u32, &str) {
    match &rule.kind {
        NatKind::Static(fixed) => {
            let specific = match (fixed.protocol, fixed.network) {
                (Some(_), _) => 0,
                (None, None) => 1,
                (None, Some(length)) => 34 - u32::from(length),
            };
            (0, specific, "")
        }
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::AccessList(name) => match name.parse::<u32>() {
                Ok(number) => (1, number, ""),
                Err(_) => (2, 0, name),
            },
            Selector::RouteMap(name) => (3, 0, name),
        },
    }
}

/// One table of a device: the last snapshot of each VRF section, whole ones preferred.
fn merge_tables(tables: Vec<(Option<String>, Table)>) -> Table {
    let mut latest: Vec<Table> = Vec::new();
    let mut of_vrf: HashMap<Option<String>, usize> = HashMap::new();
    let mut superseded = 0;
    for (vrf, table) in tables {
        let at = *of_vrf.entry(vrf).or_insert(latest.len());
        match latest.get_mut(at) {
            Some(known) => {
                superseded += 1;
                if table.is_complete() || !known.is_complete() {
                    *known = table;
                }
            }
            None => latest.push(table),
        }
    }
    let mut merged = Table { earlier_snapshots: superseded, ..Table::default() };
    for (at, table) in latest.into_iter().enumerate() {
        merged.row_count += table.row_count;
        merged.header = merged.header.or(table.header);
        merged.rows.extend(table.rows);
        merged.occupied.extend(table.occupied);
        if at == 0 || !matches!(table.state, TableState::Complete) {
            merged.state = table.state;
        }
    }
    merged
}

/// Hands each line that could matter to the device whose text it stands in.
fn attach_doubts(devices: &mut [Device], segments: &[SegmentSummary], coverage: &Coverage) {
    for note in coverage.notes() {
        if !matches!(note.state, State::Unsupported | State::Malformed) || note.subject == Subject::None {
            continue;
        }
        let after = segments.partition_point(|s| (s.source, s.first_line) <= (note.span.source, note.line));
        let segment = after.checked_sub(1).and_then(|at| segments.get(at));
        if let Some(device) = segment.and_then(|segment| segment.device).and_then(|at| devices.get_mut(at)) {
            device.doubts.push(note.clone());
        }
    }
}
