//! HCX413: an access list drops what must pass beside the tunnels: management, tests.

use super::context::in_capitals;
use super::filter::{Filter, filters_of};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Flow, JudgedFlow};
use crate::intent::Requirement;
use crate::locale::{Text, say};
use crate::model::PortMatch;

pub(super) const META: Meta = Meta {
    code: "HCX413",
    name: "service-filtered",
    severity: Severity::Warning,
    summary: || say!("hcx413-summary"),
    needs: "config and inventory",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let sent = |_, flow: &JudgedFlow| Some((flow.standing.dropped_by?, flow.standing.dropped_at?));
    let answered = |_, flow: &JudgedFlow| Some((flow.standing.return_dropped_by?, flow.standing.return_dropped_at?));
    let sent = filters_of(context, context.services, sent).into_iter().map(|filter| (filter, false));
    // What waits for an answer that cannot come is as good as dropped.
    let answered = filters_of(context, context.services, answered).into_iter().map(|filter| (filter, true));
    sent.chain(answered).filter_map(|(filter, answers)| finding(context, &filter, answers)).collect()
}

/// `answers`: it is them that the list drops.
fn finding(context: &Context<'_>, filter: &Filter<'_>, answers: bool) -> Option<Finding> {
    let flows = filter.members.iter().filter_map(|&at| context.services.get(at));
    // Nobody opens a list for a test that is seldom run; an entry against its port is another matter.
    let against_it = names_a_port(context, filter);
    let told: Vec<(&JudgedFlow, &Requirement)> = flows
        .filter_map(|flow| Some((flow, row(context, flow)?)))
        .filter(|(_, row)| against_it || !row.optional)
        .collect();
    let (first, _) = told.first()?;
    let severity = if told.iter().all(|(_, row)| row.optional) { Severity::Note } else { META.severity };
    let mut services: Vec<String> = Vec::new();
    for (_, row) in &told {
        let service = format!("{} {} ({})", in_capitals(row.protocol), row.destination_port, row.purpose);
        if !services.contains(&service) {
            services.push(service);
        }
    }
    let names = context.names(told.iter().map(|(flow, _)| *flow));
    let (list, services, who) = (filter.list, &services, &names);
    let message =
        if answers { say!("hcx413-answers", list, services, who) } else { say!("hcx413-sent", list, services, who) };
    let mut finding = META.finding(Some(filter.device), message).severity(severity);
    finding = if filter.at_the_end() {
        finding.at(filter.line, say!("hcx413-end"))
    } else {
        let interface = filter.interface();
        finding.at(filter.entry, say!("hcx413-denies")).because(filter.line, say!("hcx413-puts-list", interface))
    };
    let whole = filter.confidence(context.network.devices.get(filter.device));
    Some(
        finding
            .help(help(filter, first, answers))
            .confidence(whole.min(Confidence::Likely))
            .concerning(names, Vec::new()),
    )
}

fn help(filter: &Filter<'_>, first: &JudgedFlow, answers: bool) -> Text {
    let Flow { protocol, local, peer, peer_port, .. } = &first.flow;
    let place = filter.place();
    match (answers, filter.inbound) {
        (false, true) => {
            let to = peer.map_or_else(|| "any".to_owned(), |peer| format!("host {peer}"));
            let permit = if filter.is_standard() {
                format!("permit host {local}")
            } else {
                format!("permit {protocol} host {local} {to} eq {peer_port}")
            };
            say!("hcx413-help-permit", place, permit)
        }
        // The outbound list of the inside interface, behind NAT.
        (true, false) => say!("hcx413-help-answers-local", place),
        (false, false) => say!("hcx413-help-global", place),
        (true, true) => say!("hcx413-help-answers-global", place),
    }
}

/// Whether the entry that decides is about certain ports.
fn names_a_port(context: &Context<'_>, filter: &Filter<'_>) -> bool {
    let device = context.network.devices.get(filter.device);
    let entries = device.and_then(|device| device.acls.get(filter.list)).map(|list| &list.entries);
    entries.into_iter().flatten().any(|entry| {
        entry.span == filter.entry && (entry.destination_port != PortMatch::Any || entry.source_port != PortMatch::Any)
    })
}

/// The requirement that a flow stands for.
fn row<'a>(context: &Context<'a>, flow: &JudgedFlow) -> Option<&'a Requirement> {
    let role = &context.appliances.get(flow.appliance)?.role;
    let mut rows = context.intent.requirements.of(role).filter(|row| row.source_ports.is_none());
    rows.find(|row| (row.protocol, row.destination_port) == (flow.flow.protocol, flow.flow.peer_port))
}
