//! VSP605: the configured MAC address was changed, and nothing tells which one the guest uses.

use super::macs::{By, Known, Reject, State, Subject, subjects, when};
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
    let State::Open(why) = subject.state else { return None };
    let who = &subject.who;
    let changed = match &subject.configured {
        Some(configured) => match &configured.by {
            By::Events => format!("{who} was given the MAC address {}", configured.mac),
            By::DeviceInfo | By::Inventory => format!("{who} should have the MAC address {}", configured.mac),
        },
        None => format!("{who} was given another MAC address"),
    };
    // Of machines that are no appliances an export is full.
    let severity = match (subject.appliance, subject.policy.known) {
        (Some(_), known) if known != Known::Its(Reject::No) => Severity::Warning,
        _ => Severity::Note,
    };
    let mut finding =
        META.finding(None, format!("{changed}: {why}")).severity(severity).confidence(Confidence::Possible);
    for (span, says) in subject.configured.iter().flat_map(|configured| &configured.said) {
        finding = finding.at(*span, says.clone());
    }
    for event in &subject.changes {
        let Some((old, new, _)) = event.change() else { continue };
        let says = format!("from {old} to {new}{}", when(event));
        finding =
            if finding.labels.is_empty() { finding.at(event.span, says) } else { finding.because(event.span, says) };
    }
    if let Some(policy) = subject.policy.by.filter(|policy| policy.rejects() == Some(true)) {
        finding = finding.because(policy.span, "this policy drops what does not fit the configured address");
    }
    let machine = subject.vm.as_deref().unwrap_or("NAME");
    let address = subject.uplink.map_or_else(String::new, |uplink| format!(" {}", uplink.address));
    let help = format!(
        "A guest may keep the address it had until it is powered off and on. Paste what shows the one that it uses: 'show ip \
         arp{address}' on the router, or 'esxcli network vm port list -w WORLD' on its host; what is configured: 'govc device.info -vm \
         {machine} ethernet-*'; and the policy: 'Get-VDPortgroup NAME | Get-VDSecurityPolicy'. If the two differ and the policy \
         rejects that, the next vMotion may block its port."
    );
    Some(finding.help(help).concerning(subject.names(), Vec::new()))
}
