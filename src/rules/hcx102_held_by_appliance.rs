//! HCX102: the shared address has one port 4500, and another appliance holds it.

use super::context::{at_most, loses, protocol};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "HCX102",
    name: "held-by-appliance",
    severity: Severity::Error,
    summary: || say!("hcx102-summary"),
    needs: "table",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let groups = context.holder_groups();
    groups
        .into_iter()
        .filter_map(|(device, global, members)| {
            let losers: Vec<usize> =
                members.iter().copied().filter(|&at| context.flows.get(at).is_some_and(loses)).collect();
            let flows = context.at(&losers);
            let first = *flows.first()?;
            let holder = context.holder(first).filter(|holder| !holder.is_static)?;
            let local = holder.local.as_ref()?;
            let winner = context.appliance_at(&local.address)?;
            let udp = protocol(first);
            let port = first.flow.local_port;
            let names = context.names(flows.iter().copied());
            let other = Some(&winner.name).filter(|winner| !names.contains(winner));
            let concerned: Vec<String> = names.iter().chain(other).cloned().collect();
            let sure = flows.iter().all(|flow| !flow.observed.is_empty());
            // A redacted address is one token, most likely for one address.
            let readable = global.address().and_then(crate::net::Address::v4).is_some();
            let confidence = if sure && readable { Confidence::Certain } else { first.predicted.confidence };
            let address = &global.in_words();
            let verb = if sure { "does" } else { "will" };
            let (who, losing) = (context.who(local), &names);
            let mut finding = META
                .finding(Some(device), say!("hcx102-holds", who, udp, port, address, losing, verb))
                .at(holder.span, say!("hcx102-row", name = &winner.name, port, address));
            if let Some((global, rule)) = &first.standing.shared {
                finding = finding.because(*rule, say!("hcx102-rule", address = global.in_words()));
            }
            Some(
                finding
                    .help(say!("hcx102-help"))
                    .confidence(confidence.min(at_most(&global)))
                    .concerning(concerned, losers)
                    .covering(&["HCX201"]),
            )
        })
        .collect()
}
