//! Access lists of the configuration, and those that `show access-lists` prints.

use std::collections::HashSet;

use super::{Acl, AclEntry, Contradiction, Device, NatKind, NatRule, RouteMapMatch, Selector, ShownList};
use crate::locale::{Text, say};
use crate::source::{Span, Spanned};

/// Lists that the pasted part of a configuration lacks come from `show access-lists`: it prints every entry. What both
/// have, the configuration decides; where the two differ, that is remembered, because one of them is older.
pub(super) fn complete(device: &mut Device) {
    if device.seen.lists.is_empty() {
        return;
    }
    let mut lists = std::mem::take(&mut device.seen.lists);
    let asked = named(device);
    let names: Vec<String> = lists.in_order().into_iter().map(|list| list.name.value.to_string()).collect();
    for name in names {
        let Some(list) = lists.get_mut(&name).filter(|list| list.unread.is_none()) else { continue };
        match device.acls.get(&name) {
            Some(acl) if !alike(&acl.entries, &list.entries) => {
                let configured = Some(acl.span);
                let says = say!("model-list-differs", list = &name);
                tell(device, list, configured, says);
                device.disputed_lists.insert(name);
            }
            None if !device.config_is_whole() => {
                let acl = Acl { span: list.span, entries: std::mem::take(&mut list.entries), others: Vec::new() };
                device.acls.insert(name, acl);
            }
            // IOS-XE has lists of its own that no configuration shows.
            None if asked.contains(&name) => {
                tell(device, list, None, say!("model-list-only-shown", list = &name));
            }
            Some(_) | None => {}
        }
    }
    device.seen.lists = lists;
}

fn tell(device: &mut Device, list: &ShownList, configured: Option<Span>, says: Text) {
    // Whether it matters depends on the packet: where both versions answer alike it does not.
    device.seen.contradictions.push(Contradiction { configured, seen: list.span, says, matters: false });
}

/// The lists that NAT or an interface asks.
fn named(device: &Device) -> HashSet<String> {
    let of_rule = |rule: &NatRule| match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::AccessList(name) => Some(name.clone()),
            Selector::RouteMap(_) => None,
        },
        NatKind::Static(_) => None,
    };
    let of_map = |found: &Spanned<RouteMapMatch>| match &found.value {
        RouteMapMatch::IpAddress(lists) => lists.clone(),
        _ => Vec::new(),
    };
    let clauses = device.route_maps.values().flatten();
    let on_interfaces = device.interfaces.iter().flat_map(|interface| [&interface.acl_in, &interface.acl_out]);
    let on_interfaces = on_interfaces.flatten().map(|list| list.value.clone());
    let by_rules = device.nat_rules.iter().filter_map(of_rule);
    by_rules.chain(clauses.flat_map(|clause| &clause.matches).flat_map(of_map)).chain(on_interfaces).collect()
}

/// Whether both have the same entries in the same order. Sequence numbers are not in every configuration.
fn alike(configured: &[AclEntry], shown: &[AclEntry]) -> bool {
    configured.len() == shown.len() && configured.iter().zip(shown).all(|(entry, shown)| same_entry(entry, shown))
}

pub(super) fn same_entry(entry: &AclEntry, other: &AclEntry) -> bool {
    entry.action == other.action
        && entry.protocol == other.protocol
        && (&entry.source, &entry.source_port) == (&other.source, &other.source_port)
        && (&entry.destination, &entry.destination_port) == (&other.destination, &other.destination_port)
        && entry.icmp == other.icmp
        && entry.condition.is_some() == other.condition.is_some()
}
