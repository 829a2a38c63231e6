//! A proven draft as the lines and notes of a plan.

use std::net::Ipv4Addr;

use super::command::{Form, StaticCommand};
use super::entry::{self, ListLines, NewEntry, Permit};
use super::planner::{Draft, exposure, rows_that_stay};
use super::{Plan, Proof, Situation, expect};
use crate::eval::JudgedFlow;
use crate::locale::{Text, say};
use crate::model::{Acl, Device, TableState, Translation};
use crate::net::Address;

/// What the analysis of the repaired model says.
pub(super) struct Proven<'a> {
    pub(super) proof: Proof,
    pub(super) cured: Vec<usize>,
    pub(super) after: &'a [JudgedFlow],
}

/// Inside addresses in one `include`: IOS takes command lines of about 250 characters.
const INCLUDED: usize = 8;

pub(super) fn finish(situation: &Situation<'_>, index: usize, draft: &Draft, proven: Proven<'_>) -> Plan {
    let device = situation.network.devices.get(index);
    let lists = lists(device, &draft.permits);
    let (commands, rollback) = lines(draft, &lists);
    let mut clear: Vec<String> = Vec::new();
    for command in draft.clear.iter().filter_map(Translation::clear_command) {
        // One entry can have several rows, one a peer.
        if !clear.contains(&command) {
            clear.push(command);
        }
    }
    let touched = touched(draft);
    let mut notes = device.map(|device| notes(situation, device, draft, &lists, !clear.is_empty())).unwrap_or_default();
    let guards = device.map(|device| exposure(situation, device, draft)).unwrap_or_default();
    let whole = draft.statics.iter().any(|typed| !typed.command.is_port());
    let drafted = guards.iter().any(|guard| !guard.commands.is_empty());
    notes.extend((whole && drafted).then(|| say!("fix-guard-answers")));
    Plan {
        id: String::new(),
        title: title(&situation.title(index), draft, &lists),
        device: index,
        commands,
        clear,
        verify: verify(situation, draft, &lists, &touched),
        expect: device.map(|device| expect::rows(device, draft, proven.after, &touched)).unwrap_or_default(),
        rollback,
        notes,
        guards,
        proof: proven.proof,
        cured: proven.cured,
    }
}

/// What is typed, and what takes it back in the opposite order.
fn lines(draft: &Draft, lists: &[(&str, ListLines)]) -> (Vec<String>, Vec<String>) {
    let mut commands: Vec<String> = lists.iter().flat_map(|(_, lines)| lines.commands.clone()).collect();
    commands.extend(draft.removals.iter().map(|removal| format!("no {}", removal.line)));
    commands.extend(draft.statics.iter().map(|typed| typed.command.to_string()));
    let mut rollback: Vec<String> = draft.statics.iter().rev().map(|typed| format!("no {}", typed.command)).collect();
    rollback.extend(draft.removals.iter().rev().map(|removal| removal.line.clone()));
    rollback.extend(lists.iter().rev().flat_map(|(_, lines)| lines.rollback.clone()));
    (commands, rollback)
}

/// The lines of each list, in the order in which they are typed.
fn lists<'d>(device: Option<&Device>, permits: &'d [Permit]) -> Vec<(&'d str, ListLines)> {
    let mut lists: Vec<(&str, Vec<&Permit>)> = Vec::new();
    for permit in permits {
        match lists.iter_mut().find(|(list, _)| *list == permit.list) {
            Some((_, permits)) => permits.push(permit),
            None => lists.push((&permit.list, vec![permit])),
        }
    }
    let acl = |name: &str| -> Option<&Acl> { device?.acls.get(name) };
    let typed = |(name, permits): (&'d str, Vec<&Permit>)| {
        let standard = permits.first().is_some_and(|permit| permit.standard);
        let entries: Vec<NewEntry> = permits.iter().map(|permit| (permit.before, permit.to_string())).collect();
        Some((name, entry::lines(name, standard, acl(name)?, &entries)))
    };
    lists.into_iter().filter_map(typed).collect()
}

fn title(router: &Text, draft: &Draft, lists: &[(&str, ListLines)]) -> Text {
    let names: Vec<&str> = lists.iter().map(|(name, _)| *name).collect();
    let served = draft.statics.iter().map(|typed| (typed.command.local, &typed.command.vrf));
    let mut hosts: Vec<(Ipv4Addr, &Option<String>)> = served.collect();
    hosts.sort_unstable();
    hosts.dedup();
    match (hosts.len(), draft.removals.is_empty(), names.is_empty()) {
        (0, true, true) => say!("fix-title-clear", router),
        (0, true, false) => say!("fix-title-lists", lists = names.join(", "), router),
        (0, false, _) => say!("fix-title-take-back", router),
        (uplinks, ..) => say!("fix-title-static", router, uplinks),
    }
}

/// Flows that the plan is about, each once, in the order in which its lines name them.
pub(super) fn touched(draft: &Draft) -> Vec<usize> {
    let mut touched: Vec<usize> = Vec::new();
    let statics = draft.statics.iter().flat_map(|typed| &typed.flows);
    let removals = draft.removals.iter().flat_map(|removal| &removal.flows);
    for &at in statics.chain(removals).chain(&draft.stale).chain(&draft.admit) {
        if !touched.contains(&at) {
            touched.push(at);
        }
    }
    touched
}

/// The table by inside address, because the row of a whole-address static names no port.
fn verify(situation: &Situation<'_>, draft: &Draft, lists: &[(&str, ListLines)], touched: &[usize]) -> Vec<String> {
    let vrf_of = |at: usize| {
        let typed = draft.statics.iter().find(|typed| typed.flows.contains(&at));
        typed.and_then(|typed| typed.command.vrf.as_deref())
    };
    let mut hosts: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for (vrf, local) in touched.iter().filter_map(|&at| Some((vrf_of(at), situation.flows.get(at)?.flow.local))) {
        let local = local.to_string();
        match hosts.iter_mut().find(|(known, locals)| *known == vrf && locals.len() < INCLUDED) {
            Some((_, locals)) if locals.contains(&local) => {}
            Some((_, locals)) => locals.push(local),
            None => hosts.push((vrf, vec![local])),
        }
    }
    let table = |(vrf, locals): (Option<&str>, Vec<String>)| {
        let vrf = vrf.map(|vrf| format!(" vrf {vrf}")).unwrap_or_default();
        format!("show ip nat translations{vrf} | include {}", locals.join("|"))
    };
    let mut verify: Vec<String> = hosts.into_iter().map(table).collect();
    if !draft.statics.is_empty() || !draft.removals.is_empty() {
        verify.push("show running-config | include ip nat inside source static".to_owned());
    }
    verify.extend(lists.iter().map(|(list, _)| format!("show ip access-lists {list}")));
    verify
}

fn notes(
    situation: &Situation<'_>,
    device: &Device,
    draft: &Draft,
    lists: &[(&str, ListLines)],
    clears: bool,
) -> Vec<Text> {
    let mut notes: Vec<Text> = Vec::new();
    let of_lines = draft.statics.iter().flat_map(|typed| typed.notes.clone());
    let all = of_ports(draft)
        .into_iter()
        .chain(of_lines)
        .chain(draft.notes.iter().cloned())
        .chain(of_lists(lists))
        .chain(of_statics(situation, device, draft))
        .chain(of_entries(device, draft, clears));
    for note in all {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// Who leaves from another port, one sentence a reason.
fn of_ports(draft: &Draft) -> Vec<Text> {
    let mut reasons: Vec<(&Text, Vec<Text>)> = Vec::new();
    for typed in &draft.statics {
        let (Some(why), Some(port)) = (&typed.moved, typed.command.global_port()) else { continue };
        let name = &typed.name;
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, who)) => who.push(say!("fix-leaves-next", name, port)),
            None => reasons.push((why, vec![say!("fix-leaves-first", name, port)])),
        }
    }
    reasons.into_iter().map(|(why, who)| say!("fix-leaves", who = Text::joined(who), why)).collect()
}

fn of_lists(lists: &[(&str, ListLines)]) -> impl Iterator<Item = Text> {
    lists.iter().flat_map(|(list, lines)| {
        let list = *list;
        let numbered = lines.numbered && !lines.commands.iter().any(|line| line.contains("resequence"));
        let added = say!("fix-list-added", list, entries = if numbered { "numbered" } else { "plain" });
        let renumbered = lines.renumbered.then(|| say!("fix-list-renumbered", list));
        std::iter::once(added).chain(renumbered)
    })
}

/// What holds of plans that type or take back statics.
fn of_statics(situation: &Situation<'_>, device: &Device, draft: &Draft) -> Vec<Text> {
    let mut notes = Vec::new();
    let mut note = |wanted: bool, text: Text| notes.extend(wanted.then_some(text));
    let statics = !draft.statics.is_empty();
    let staying = rows_that_stay(device, draft, situation.flows);
    let stays = |command: &StaticCommand| {
        let local = Address::V4(command.local);
        staying.iter().any(|row| row.inside_local.as_ref().is_some_and(|seen| seen.address == local))
    };
    note(!draft.statics.iter().all(|typed| stays(&typed.command)), say!("fix-may-change"));
    note(twice_by_interface(device, draft), say!("fix-xe-key"));
    note(!draft.removals.is_empty(), say!("fix-router-asks"));
    for row in staying.iter().filter(|row| !row.is_binding()) {
        if let Some(clear) = row.clear_command() {
            let local = row.inside_local.as_ref().map(|local| local.address.to_string()).unwrap_or_default();
            note(true, say!("fix-live-entry", local, clear));
        }
    }
    note(statics, say!("fix-rollback-yes"));
    notes
}

/// Whether two interface lines of the draft are one to IOS-XE.
fn twice_by_interface(device: &Device, draft: &Draft) -> bool {
    let keys = draft.statics.iter().filter_map(|typed| match &typed.command.form {
        Form::InterfacePort { protocol, local_port, .. } => Some((*protocol, typed.command.local, *local_port)),
        Form::Address(_) | Form::AddressPort { .. } => None,
    });
    let mut seen = Vec::new();
    device.is_xe()
        && keys.into_iter().any(|key| {
            seen.contains(&key) || {
                seen.push(key);
                false
            }
        })
}

/// What holds of the entries of the table.
fn of_entries(device: &Device, draft: &Draft, clears: bool) -> Vec<Text> {
    let mut notes = Vec::new();
    let mut note = |wanted: bool, text: Text| notes.extend(wanted.then_some(text));
    let statics = !draft.statics.is_empty() || !draft.removals.is_empty();
    let table = match device.table.state {
        TableState::Absent => Some("absent"),
        TableState::Complete => None,
        TableState::Filtered(_) | TableState::Cut(_) => Some("partial"),
    };
    let ports = if draft.statics.iter().any(|typed| typed.command.is_port()) { "fixed" } else { "none" };
    if let Some(table) = table {
        note(statics || clears, say!("fix-look-at-table", table, ports));
    }
    let redacted = |row: &Translation| row.inside_global.as_ref().is_some_and(|global| global.address.v4().is_none());
    note(draft.clear.iter().any(redacted), say!("fix-redacted"));
    let in_vrf = draft.statics.iter().any(|typed| typed.command.vrf.is_some());
    note(clears && (in_vrf || draft.clear.iter().any(|row| row.vrf.is_some())), say!("fix-clear-vrf"));
    note(clears && statics, say!("fix-clear-and-type"));
    note(clears && !statics, say!("fix-clear-interrupts"));
    notes
}
