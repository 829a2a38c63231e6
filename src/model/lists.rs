//! Access lists of the configuration, and those that `show access-lists` prints.

use super::{
    Acl, AclEntry, ConfigState, Contradiction, Device, NatKind, NatRule, RouteMapClause, RouteMapMatch, Selector,
    ShownEntry, ShownList,
};
use crate::source::{Span, Spanned};

/// Lists that the pasted part of a configuration lacks come from `show access-lists`: it prints every entry. What both
/// have, the configuration decides; where the two differ, that is remembered, because one of them is older.
pub(super) fn complete(device: &mut Device) {
    let lists = std::mem::take(&mut device.seen.lists);
    for list in lists.in_order().into_iter().filter(|list| list.unread.is_none()) {
        let name = &*list.name.value;
        match device.acls.get(name) {
            Some(acl) if !alike(&acl.entries, &list.entries) => {
                let configured = Some(acl.span);
                device.disputed_lists.insert(name.to_owned());
                tell(device, list, configured, "is another one in the configuration than in 'show access-lists'");
            }
            None if device.config != ConfigState::Complete => drop(device.acls.insert(name.to_owned(), acl(list))),
            // IOS-XE has lists of its own that no configuration shows.
            None if is_named(device, name) => {
                tell(device, list, None, "is not in the configuration, and 'show access-lists' has it");
            }
            Some(_) | None => {}
        }
    }
    device.seen.lists = lists;
}

fn tell(device: &mut Device, list: &ShownList, configured: Option<Span>, what: &str) {
    let says = format!("access list {} {what}", list.name.value);
    // Whether it matters depends on the packet: where both versions answer alike it does not.
    device.seen.contradictions.push(Contradiction { configured, seen: list.span, says, matters: false });
}

/// Whether NAT or an interface asks the list.
fn is_named(device: &Device, name: &str) -> bool {
    let by_rule = |rule: &NatRule| match &rule.kind {
        NatKind::Dynamic(dynamic) => dynamic.selector.value == Selector::AccessList(name.to_owned()),
        NatKind::Static(_) => false,
    };
    let by_map = |clause: &RouteMapClause| {
        let mut matches = clause.matches.iter();
        matches.any(|found| matches!(&found.value, RouteMapMatch::IpAddress(lists) if lists.iter().any(|l| l == name)))
    };
    let on = |list: &Option<Spanned<String>>| list.as_ref().is_some_and(|list| list.value == name);
    device.nat_rules.iter().any(by_rule)
        || device.route_maps.values().flatten().any(by_map)
        || device.interfaces.iter().any(|interface| on(&interface.acl_in) || on(&interface.acl_out))
}

fn acl(list: &ShownList) -> Acl {
    Acl { span: list.span, entries: list.entries.iter().map(|shown| shown.entry.clone()).collect() }
}

/// Whether both have the same entries in the same order. Sequence numbers are not in every configuration.
fn alike(configured: &[AclEntry], shown: &[ShownEntry]) -> bool {
    let same = |(entry, shown): (&AclEntry, &ShownEntry)| {
        let shown = &shown.entry;
        entry.action == shown.action
            && entry.protocol == shown.protocol
            && (&entry.source, &entry.source_port) == (&shown.source, &shown.source_port)
            && (&entry.destination, &entry.destination_port) == (&shown.destination, &shown.destination_port)
            && entry.icmp == shown.icmp
            && entry.condition.is_some() == shown.condition.is_some()
    };
    configured.len() == shown.len() && configured.iter().zip(shown).all(same)
}
