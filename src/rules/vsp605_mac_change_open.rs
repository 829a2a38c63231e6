//! VSP605: the configured MAC address was changed, and nothing tells which one the guest uses.

use super::macs::{By, Known, Reject, State, Subject, policy_drops, subjects, when};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "VSP605",
    name: "mac-change-open",
    severity: Severity::Warning,
    summary: || say!("vsp605-summary"),
    needs: "vCenter event",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.only.is_some() {
        return Vec::new();
    }
    subjects(context).iter().filter_map(finding).collect()
}

fn finding(subject: &Subject<'_>) -> Option<Finding> {
    let State::Open(why) = &subject.state else { return None };
    let who = &subject.who;
    let message = match &subject.configured {
        Some(configured) => match &configured.by {
            By::Events => say!("vsp605-given", who, mac = configured.mac, why),
            By::DeviceInfo | By::Inventory => say!("vsp605-should-have", who, mac = configured.mac, why),
        },
        None => say!("vsp605-given-another", who, why),
    };
    // Of machines that are no appliances an export is full.
    let severity = match (subject.appliance, subject.policy.known) {
        (Some(_), known) if known != Known::Its(Reject::No) => Severity::Warning,
        _ => Severity::Note,
    };
    let mut finding = META.finding(None, message).severity(severity).confidence(Confidence::Possible);
    for (span, says) in subject.configured.iter().flat_map(|configured| &configured.said) {
        finding = finding.at(*span, says.clone());
    }
    for event in &subject.changes {
        let Some((old, new, _)) = event.change() else { continue };
        let says = say!("vsp605-change-line", old, new, when = when(event));
        finding =
            if finding.labels.is_empty() { finding.at(event.span, says) } else { finding.because(event.span, says) };
    }
    if let Some(policy) = subject.policy.by.filter(|policy| policy.rejects() == Some(true)) {
        finding = finding.because(policy.span, policy_drops());
    }
    let machine = subject.vm.as_deref().unwrap_or("NAME");
    let address = subject.uplink.map_or_else(String::new, |uplink| format!(" {}", uplink.address));
    let help = say!("vsp605-help", address, machine);
    Some(finding.help(help).concerning(subject.names(), Vec::new()))
}
