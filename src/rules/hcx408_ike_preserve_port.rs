//! HCX408: a NAT service that sounds as if it kept UDP 4500.

use super::passing::{concerned, dynamic_rule, in_force, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::model::NatSetting;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX408",
    name: "ike-preserve-port",
    severity: Severity::Note,
    summary: || say!("hcx408-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, device) in context.devices() {
        let shares = |at: &usize| {
            let flow = context.flows.get(*at).filter(|flow| flow.device == index && flow.standing.shared.is_some());
            flow.is_some_and(|flow| dynamic_rule(context, flow).is_some())
        };
        let members: Vec<usize> = (0..context.flows.len()).filter(shares).collect();
        if members.is_empty() {
            continue;
        }
        let preserve = |setting: &NatSetting| match setting {
            NatSetting::IkePreservePort { acl } => Some(acl.clone()),
            _ => None,
        };
        let sym = |setting: &NatSetting| (*setting == NatSetting::SymPort).then_some(());
        if let Some((acl, line)) = in_force(device, preserve) {
            findings.push(finding(context, index, &members, line, Service::Preserve(acl)));
        }
        if let Some(((), line)) = in_force(device, sym) {
            findings.push(finding(context, index, &members, line, Service::Symmetric));
        }
    }
    findings
}

/// The service in question.
enum Service {
    /// `service list ACL IKE preserve-port`.
    Preserve(String),
    /// `service enable-sym-port`.
    Symmetric,
}

fn finding(context: &Context<'_>, device: usize, members: &[usize], line: Span, service: Service) -> Finding {
    let who = &who(context, members);
    let (message, label, help) = match service {
        Service::Preserve(acl) => {
            (say!("hcx408-preserve", who), say!("hcx408-preserve-line"), say!("hcx408-preserve-help", acl))
        }
        Service::Symmetric => {
            (say!("hcx408-symmetric", who), say!("hcx408-symmetric-line"), say!("hcx408-symmetric-help"))
        }
    };
    let (names, flows) = concerned(context, members);
    META.finding(Some(device), message)
        .at(line, label)
        .help(help)
        .confidence(Confidence::Likely)
        .concerning(names, flows)
}
