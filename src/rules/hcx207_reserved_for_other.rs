//! HCX207: a static gives the port of the shared address to another host.

use super::context::protocol;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "HCX207",
    name: "reserved-for-other",
    severity: Severity::Error,
    summary: || say!("hcx207-summary"),
    needs: "config",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (device, global, members) in context.shared_groups() {
        let flows = context.at(&members);
        let Some(first) = flows.first() else { continue };
        let Some(holder) = first.standing.holder.as_ref().filter(|holder| holder.is_static) else { continue };
        let Some(local) = &holder.local else { continue };
        let udp = protocol(first);
        let port = first.flow.local_port;
        let names = context.names(flows.iter().copied());
        let (who, losing, address) = (context.who(local), &names, &global.in_words());
        let mut finding = META
            .finding(Some(device), say!("hcx207-reserved", udp, port, address, who, losing))
            .at(holder.span, say!("hcx207-static", port, address, host = &local.address));
        if let Some((_, rule)) = &first.standing.shared {
            finding = finding.because(*rule, say!("hcx207-rule"));
        }
        findings.push(
            finding
                .help(say!("hcx207-help"))
                // That a static keeps its port from being handed out is field knowledge on classic IOS.
                .confidence(first.predicted.confidence.min(Confidence::Likely))
                .concerning(names, members)
                .covering(&["HCX201", "HCX202"]),
        );
    }
    findings
}
