//! A proven draft as the lines and notes of a plan.

use super::command::{Permit, StaticCommand};
use super::planner::Draft;
use super::{Plan, Proof, Situation};
use crate::model::{Device, TableState, Translation};
use crate::net::Protocol;

pub(super) fn finish(situation: &Situation<'_>, index: usize, draft: &Draft, proof: Proof, cured: Vec<usize>) -> Plan {
    let statics: Vec<&StaticCommand> = draft.statics.iter().map(|typed| &typed.command).collect();
    let lists = lists(&draft.permits);
    let mut commands = Vec::new();
    let mut rollback: Vec<String> = statics.iter().rev().map(|command| format!("no {command}")).collect();
    for (list, permits) in &lists {
        let header = format!("ip access-list extended {list}");
        commands.extend(std::iter::once(header.clone()).chain(permits.iter().map(|permit| format!(" {permit}"))));
        rollback.extend(std::iter::once(header).chain(permits.iter().map(|permit| format!(" {}", permit.undo()))));
    }
    commands.extend(statics.iter().map(ToString::to_string));
    let mut clear: Vec<String> = Vec::new();
    for command in draft.clear.iter().filter_map(clear_command) {
        // One entry can have several rows, one a peer.
        if !clear.contains(&command) {
            clear.push(command);
        }
    }
    let router = situation.title(index);
    let title = match statics.as_slice() {
        [] => format!("clear the entries on {router} that no longer follow from its configuration"),
        statics => format!("static NAT on {router} for {} appliance uplink(s)", uplinks(statics)),
    };
    let mut verify = vec!["show ip nat translations | include 4500".to_owned()];
    if !statics.is_empty() {
        verify.push("show running-config | include ip nat inside source static".to_owned());
    }
    verify.extend(lists.iter().map(|(list, _)| format!("show ip access-lists {list}")));
    let mut notes: Vec<String> = Vec::new();
    let device = situation.network.devices.get(index);
    let all = draft.statics.iter().flat_map(|typed| typed.notes.clone()).chain(draft.notes.iter().cloned());
    let general = device.map(|device| general(device, draft, !clear.is_empty())).unwrap_or_default();
    for note in all.chain(general) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    Plan { id: String::new(), title, device: index, commands, clear, verify, rollback, notes, proof, cured }
}

fn uplinks(statics: &[&StaticCommand]) -> usize {
    let mut hosts: Vec<_> = statics.iter().map(|command| (command.local, &command.vrf)).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.len()
}

/// The permits of each list, in the order in which they are typed.
fn lists(permits: &[Permit]) -> Vec<(&str, Vec<&Permit>)> {
    let mut lists: Vec<(&str, Vec<&Permit>)> = Vec::new();
    for permit in permits {
        match lists.iter_mut().find(|(list, _)| *list == permit.list) {
            Some((_, permits)) => permits.push(permit),
            None => lists.push((&permit.list, vec![permit])),
        }
    }
    lists
}

/// What holds of every plan of its kind.
fn general(device: &Device, draft: &Draft, clears: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |wanted: bool, text: &str| {
        if wanted {
            notes.push(text.to_owned());
        }
    };
    let statics = !draft.statics.is_empty();
    note(
        statics,
        "the public source address or port of the appliances may change: a firewall on the cloud side that names the old one \
         has to admit the new one too",
    );
    for (list, permits) in lists(&draft.permits) {
        note(true, &permit_note(list, permits.iter().any(|permit| permit.sequence.is_some())));
    }
    let table = match device.table.state {
        TableState::Absent => Some("no live table was pasted"),
        TableState::Complete => None,
        TableState::Filtered(_) | TableState::Cut(_) => Some("the live table was not pasted in full"),
    };
    let table = table.map(|what| {
        format!(
            "{what}: look with 'show ip nat translations' for entries of these appliances, and clear them, or they keep their \
             old port"
        )
    });
    note(table.is_some(), table.as_deref().unwrap_or_default());
    let redacted = |row: &Translation| row.inside_global.as_ref().is_some_and(|global| global.address.v4().is_none());
    note(
        draft.clear.iter().any(redacted),
        "an address in the capture is redacted: put the real one into the clear commands",
    );
    let in_vrf = draft.statics.iter().any(|typed| typed.command.vrf.is_some());
    note(
        clears && (in_vrf || draft.clear.iter().any(|row| row.vrf.is_some())),
        "for entries in a VRF the clear command may want 'vrf NAME': verify its form with '?'",
    );
    note(
        clears && statics,
        "clearing an entry interrupts its tunnel for a moment. If the appliance is faster and the router refuses a line \
         because an entry exists, type the clear command with 'do' in front right before that line",
    );
    note(clears && !statics, "clearing an entry interrupts its tunnel for a moment");
    note(statics, "on rollback, answer yes when the router asks whether to delete child entries");
    notes
}

fn permit_note(list: &str, numbered: bool) -> String {
    let numbers = if numbered {
        format!(
            ". Compare their numbers with 'show ip access-lists {list}' first: where the configuration shows none, IOS is \
             taken to number by tens"
        )
    } else {
        String::new()
    };
    format!(
        "inbound access list {list} would drop the answers to the new ports, so the plan adds entries to it{numbers}"
    )
}

/// `clear ip nat translation udp inside GLOBAL PORT LOCAL PORT` (command reference of 12.2 and later).
fn clear_command(row: &Translation) -> Option<String> {
    let (global, local) = (row.inside_global.as_ref()?, row.inside_local.as_ref()?);
    let protocol = row.protocol.unwrap_or(Protocol::UDP);
    Some(format!(
        "clear ip nat translation {protocol} inside {} {} {} {}",
        global.address,
        global.port()?,
        local.address,
        local.port()?
    ))
}
