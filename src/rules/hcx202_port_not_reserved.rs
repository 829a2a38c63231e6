//! HCX202: a lone appliance on a shared address, with nothing that keeps its port for it.

use super::context::{loses, protocol, rule_evidence, seen_to_pass};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Outcome};
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "HCX202",
    name: "port-not-reserved",
    severity: Severity::Warning,
    summary: || say!("hcx202-summary"),
    needs: "config",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        let standing = &flow.standing;
        let Some((global, rule)) = &standing.shared else { continue };
        // Several may be seen to have it, whatever the model says.
        let all_have_it = seen_to_pass(flow) && context.at(&standing.rivals).into_iter().all(seen_to_pass);
        let alone = !standing.contested && standing.never.is_none() && standing.holder.is_none();
        if !(alone || all_have_it) || loses(flow) {
            continue;
        }
        let name = context.name(flow);
        // One uplink with several peers is one host.
        if findings.iter().any(|known| known.appliances.contains(&name) && known.device == Some(flow.device)) {
            continue;
        }
        // Whether the rule takes the appliance at all may hang on what was not pasted.
        let open = flow.observed.is_empty() && flow.predicted.outcome == Outcome::Unknown;
        let udp = protocol(flow);
        let port = flow.flow.local_port;
        let address = &global.in_words();
        let mut finding = META
            .finding(Some(flow.device), say!("hcx202-not-reserved", udp, port, address, name = &name))
            .at(*rule, say!("shared-by-rule", address));
        for span in rule_evidence(flow) {
            finding = finding.because(span, say!("put-behind-it", host = flow.flow.local));
        }
        findings.push(
            finding
                .help(say!("hcx202-help"))
                .confidence(if open { Confidence::Possible } else { Confidence::Likely })
                .concerning(vec![name], vec![at]),
        );
    }
    findings
}
