//! HCX103: a host that is no appliance holds the port.

use super::context::{at_most, loses, protocol};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::model::Translation;

pub(super) const META: Meta = Meta {
    code: "HCX103",
    name: "held-by-stranger",
    severity: Severity::Error,
    summary: || say!("hcx103-summary"),
    needs: "table",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (device, global, members) in context.holder_groups() {
        let members: Vec<usize> = members.into_iter().filter(|&at| context.flows.get(at).is_some_and(loses)).collect();
        let flows = context.at(&members);
        let held = flows.iter().find_map(|flow| context.holder(flow));
        let Some(holder) = held.filter(|holder| !holder.is_static) else { continue };
        let Some(local) = holder.local.as_ref().filter(|local| context.appliance_at(&local.address).is_none()) else {
            continue;
        };
        let Some(first) = flows.first() else { continue };
        let udp = protocol(first);
        let port = first.flow.local_port;
        let names = context.names(flows.iter().copied());
        let sure = flows.iter().all(|flow| !flow.observed.is_empty());
        let row = context.network.devices.get(device).and_then(|device| device.table.rows.at(holder.span));
        let fixed = row.is_some_and(Translation::is_binding);
        let confidence = if sure { Confidence::Certain } else { first.predicted.confidence };
        let address = &global.in_words();
        let verb = if sure { "does" } else { "will" };
        findings.push(
            META.finding(
                Some(device),
                say!("hcx103-holds", host = &local.address, udp, port, address, losing = &names, verb),
            )
            .at(holder.span, say!("hcx103-row", port, address))
            .help(if fixed { say!("hcx103-help-static") } else { say!("hcx103-help") })
            .confidence(confidence.min(at_most(&global)))
            .concerning(names, members)
            .covering(&["HCX201", "HCX202"]),
        );
    }
    findings
}
