//! Access lists of the configuration, and those that `show access-lists` prints.

use super::{
    Acl, AclEntry, Contradiction, Device, NatKind, NatRule, RouteMapClause, RouteMapMatch, Selector, ShownList,
};
use crate::source::{Span, Spanned};

/// Lists that the pasted part of a configuration lacks come from `show access-lists`: it prints every entry. What both
/// have, the configuration decides; where the two differ, that is remembered, because one of them is older.
pub(super) fn complete(device: &mut Device) {
    let mut lists = std::mem::take(&mut device.seen.lists);
    let names: Vec<String> = lists.in_order().into_iter().map(|list| list.name.value.to_string()).collect();
    for name in names {
        let Some(list) = lists.get_mut(&name).filter(|list| list.unread.is_none()) else { continue };
        match device.acls.get(&name) {
            Some(acl) if !alike(&acl.entries, &list.entries) => {
                let configured = Some(acl.span);
                tell(device, list, configured, "is another one in the configuration than in 'show access-lists'");
                device.disputed_lists.insert(name);
            }
            None if !device.config_is_whole() => {
                let acl = Acl { span: list.span, entries: std::mem::take(&mut list.entries) };
                device.acls.insert(name, acl);
            }
            // IOS-XE has lists of its own that no configuration shows.
            None if is_named(device, &name) => {
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

/// Whether both have the same entries in the same order. Sequence numbers are not in every configuration.
fn alike(configured: &[AclEntry], shown: &[AclEntry]) -> bool {
    let same = |(entry, shown): (&AclEntry, &AclEntry)| {
        entry.action == shown.action
            && entry.protocol == shown.protocol
            && (&entry.source, &entry.source_port) == (&shown.source, &shown.source_port)
            && (&entry.destination, &entry.destination_port) == (&shown.destination, &shown.destination_port)
            && entry.icmp == shown.icmp
            && entry.condition.is_some() == shown.condition.is_some()
    };
    configured.len() == shown.len() && configured.iter().zip(shown).all(same)
}
