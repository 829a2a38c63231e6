//! HCX412: after a failover two appliances share an address that they do not share now.

use super::context::protocol;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow};
use crate::locale::say;
use crate::model::GlobalPort;
use crate::net::{Endpoint, InterfaceName, is_private};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX412",
    name: "failover-shares-address",
    severity: Severity::Warning,
    summary: || say!("hcx412-summary"),
    needs: "config",
    cure: Cure::None,
};

/// Who leaves by which shared address once an interface has failed.
struct Group<'a> {
    device: usize,
    failed: &'a InterfaceName,
    global: &'a GlobalPort,
    rule: Span,
    route: Option<Span>,
    /// Indices of the flows that move there.
    moved: Vec<usize>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        // Over a private line, without NAT: its peer is not on the Internet, where it would leave then.
        if flow.standing.not_triggered.is_some() && flow.flow.peer.is_some_and(is_private) {
            continue;
        }
        for failover in &flow.standing.failover {
            let Some((global, rule)) = &failover.shared else { continue };
            let of = |group: &&mut Group<'_>| {
                (group.device, group.failed, group.global) == (flow.device, &failover.failed, global)
            };
            match groups.iter_mut().find(of) {
                Some(group) => group.moved.push(at),
                None => groups.push(Group {
                    device: flow.device,
                    failed: &failover.failed,
                    global,
                    rule: *rule,
                    route: failover.route,
                    moved: vec![at],
                }),
            }
        }
    }
    groups.iter().filter_map(|group| finding(context, group)).collect()
}

fn finding(context: &Context<'_>, group: &Group<'_>) -> Option<Finding> {
    let mut members = group.moved.clone();
    // Those who are there already, and stay.
    let stays = |flow: &JudgedFlow| {
        flow.device == group.device && flow.standing.shared.as_ref().is_some_and(|(global, _)| global == group.global)
    };
    members.extend((0..context.flows.len()).filter(|at| context.flows.get(*at).is_some_and(stays)));
    members.sort_unstable();
    members.dedup();
    let flows = context.at(&members);
    let is_new = |a: &&JudgedFlow, b: &&JudgedFlow| {
        let one_host = (a.flow.local, &a.flow.vrf) == (b.flow.local, &b.flow.vrf);
        let port = (a.flow.protocol, a.flow.local_port) == (b.flow.protocol, b.flow.local_port);
        let now = a.standing.shared.is_some() && a.standing.shared == b.standing.shared;
        !one_host && port && !now
    };
    let first = *flows.iter().find(|a| flows.iter().any(|b| is_new(a, b)))?;
    let mut who: Vec<_> = flows.iter().map(|flow| context.who(&Endpoint::bare(flow.flow.local))).collect();
    who.dedup();
    let (failed, global, port) = (group.failed.as_str(), &group.global.in_words(), first.flow.local_port);
    let message = say!("hcx412-message", failed, who = &who, global, protocol = protocol(first), port);
    let mut finding = META.finding(Some(group.device), message);
    finding = match group.route {
        Some(route) => finding
            .at(route, say!("hcx412-takes-over", failed))
            .because(group.rule, say!("hcx412-shares-there", global)),
        None => finding.at(group.rule, say!("hcx412-shares", global, failed)),
    };
    let help = say!("hcx412-help", protocol = first.flow.protocol, port);
    let names = context.names(flows.iter().copied());
    Some(finding.help(help).confidence(Confidence::Likely).concerning(names, members))
}
