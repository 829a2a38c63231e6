//! Access lists of the configuration, and those that `show access-lists` prints.

use super::{Acl, AclEntry, ConfigState, Device, ShownEntry, ShownList};

/// Lists that the pasted part of a configuration lacks come from `show access-lists`: it prints every entry. What both
/// have, the configuration decides; where the two differ, that is remembered, because one of them is older.
pub(super) fn complete(device: &mut Device) {
    let lists = std::mem::take(&mut device.seen.lists);
    for list in lists.in_order().into_iter().filter(|list| list.unread.is_none()) {
        let name = &list.name.value;
        match device.acls.get(name) {
            Some(acl) if !alike(&acl.entries, &list.entries) => drop(device.disputed_lists.insert(name.clone())),
            // A configuration that is whole and has no such list is disputed where something names the list.
            None if device.config != ConfigState::Complete => drop(device.acls.insert(name.clone(), acl(list))),
            Some(_) | None => {}
        }
    }
    device.seen.lists = lists;
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
