//! A draft applied to the model, and taken back.

use super::Situation;
use super::command::place;
use super::entry::Permit;
use super::planner::Draft;
use crate::model::{Device, NatRules, Occupied, TableRows, Translation};
use crate::rules::Judged;

/// What a draft changes, as it was. A list can have a million entries, so nothing else is copied.
struct Before {
    rules: NatRules,
    rows: TableRows,
    occupied: Occupied,
    /// Lists and the places at which an entry was put into them, in that order.
    entries: Vec<(String, usize)>,
}

/// The analysis of the model with a draft applied. The model is as it was afterwards.
pub(super) fn judge(situation: &mut Situation<'_>, index: usize, draft: &Draft) -> Option<Judged> {
    let before = apply(situation.network.devices.get_mut(index)?, draft);
    let asked = (situation.flows, situation.services);
    let after = Judged::again(situation.network, situation.intent, situation.appliances, situation.today, asked, index);
    restore(situation.network.devices.get_mut(index)?, before);
    Some(after)
}

fn apply(device: &mut Device, draft: &Draft) -> Before {
    let mut before = Before {
        rules: device.nat_rules.clone(),
        rows: TableRows::default(),
        occupied: Occupied::default(),
        entries: Vec::new(),
    };
    device.nat_rules.retain(|rule| !draft.removals.iter().any(|gone| gone.rule.statement.span == rule.statement.span));
    for (number, typed) in draft.statics.iter().enumerate() {
        device.add_rule(typed.command.rule(place(typed.at, number)));
    }
    let gone: Vec<Translation> = draft.removals.iter().flat_map(|gone| gone.rows.clone()).collect();
    if !draft.clear.is_empty() || !gone.is_empty() {
        before.rows.clone_from(&device.table.rows);
    }
    for row in draft.clear.iter().chain(&gone) {
        if let (Some(protocol), Some(global)) = (row.protocol, &row.inside_global) {
            let (vrf, address) = (row.vrf.as_deref(), &global.address);
            if let (Some(set), None) =
                (device.table.occupied.get(vrf, protocol, address), before.occupied.get(vrf, protocol, address))
            {
                before.occupied.put(row.vrf.clone(), protocol, address.clone(), set.clone());
            }
        }
        device.table.clear(row);
    }
    // From the end of a list, so that places before it stay what they are.
    let position = |permit: &Permit| permit.before.unwrap_or(usize::MAX);
    let mut permits: Vec<_> = draft.permits.iter().enumerate().collect();
    permits.sort_by_key(|(number, permit)| std::cmp::Reverse((position(permit), *number)));
    for (number, permit) in permits {
        if let Some(list) = device.acls.get_mut(&permit.list) {
            let position = position(permit).min(list.entries.len());
            list.entries.insert(position, permit.entry(place(list.span, number)));
            before.entries.push((permit.list.clone(), position));
        }
    }
    before
}

fn restore(device: &mut Device, before: Before) {
    device.nat_rules = before.rules;
    if !before.rows.is_empty() {
        device.table.rows = before.rows;
    }
    device.table.occupied.replace(before.occupied);
    for (list, position) in before.entries.into_iter().rev() {
        if let Some(list) = device.acls.get_mut(&list) {
            list.entries.remove(position);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::command::{Form, StaticCommand};
    use crate::fix::entry::End;
    use crate::fix::planner::Typed;
    use crate::model::Acl;
    use crate::net::Protocol;
    use crate::source::{SourceFile, SourceMap, Span};

    fn permit(position: usize) -> Permit {
        let end = End { host: None, ports: (4500, 4500) };
        Permit {
            list: "IN".to_owned(),
            standard: false,
            before: Some(position),
            protocol: Protocol::UDP,
            from: end,
            to: end,
        }
    }

    #[test]
    fn a_draft_leaves_no_trace_in_the_model() {
        let span = Span { source: SourceMap::default().add(SourceFile::new("t")), start: 7, len: 30 };
        let mut device = Device::default();
        let entries = (0..3).map(|at| permit(at).entry(Span { start: at as u64, ..span })).collect();
        device.acls.insert("IN".to_owned(), Acl { span, entries, others: Vec::new() });
        let command = StaticCommand {
            local: std::net::Ipv4Addr::new(10, 0, 0, 5),
            form: Form::Address(std::net::Ipv4Addr::new(203, 0, 113, 9)),
            vrf: None,
            match_in_vrf: false,
            redundancy: None,
            route_map: None,
            ambiguous: false,
        };
        let typed = Typed { command, at: span, flows: vec![0], name: "IX".to_owned(), notes: Vec::new(), moved: None };
        let permits = [1, 3, 1, 0].map(permit).to_vec();
        let draft = Draft { statics: vec![typed], permits, ..Draft::default() };
        let shown = format!("{device:#?}");
        let before = apply(&mut device, &draft);
        assert_eq!((device.nat_rules.len(), device.acls["IN"].entries.len()), (1, 7));
        restore(&mut device, before);
        assert_eq!(format!("{device:#?}"), shown);
    }
}
