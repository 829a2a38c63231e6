//! VSP601: a guest uses another MAC address than the one that is configured.

use super::macs::{By, Known, Reject, State, Subject, subjects, when};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::net::Mac;

pub(super) const META: Meta = Meta {
    code: "VSP601",
    name: "mac-drift",
    severity: Severity::Error,
    summary: || say!("vsp601-summary"),
    needs: "vCenter event and show ip arp",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.only.is_some() {
        return Vec::new();
    }
    subjects(context).iter().filter_map(finding).collect()
}

fn finding(subject: &Subject<'_>) -> Option<Finding> {
    let (State::Drift(seen), Some(configured)) = (&subject.state, &subject.configured) else { return None };
    let (used, now) = (seen.first()?.mac, configured.mac);
    let (severity, confidence) = weight(subject, used);
    let who = &subject.who;
    let since = match &configured.by {
        By::Events => "vCenter has given it",
        By::DeviceInfo => "vCenter has configured",
        By::Inventory => "the inventory has as configured",
    };
    let mut finding = META
        .finding(None, format!("{who} is seen with the MAC address {used}, and {since} {now}: {}", outlook(subject)))
        .severity(severity)
        .confidence(confidence);
    for (span, says) in &configured.said {
        finding = finding.at(*span, says.clone());
    }
    for event in &subject.changes {
        finding = finding.because(event.span, format!("changed before{}", when(event)));
    }
    for sighting in seen {
        let for_address = sighting.address.map_or_else(String::new, |address| format!(" for {address}"));
        finding = finding.because(sighting.span, format!("{} has {}{for_address}", sighting.by, sighting.mac));
    }
    if let Some(policy) = subject.policy.by {
        finding = finding.because(policy.span, policy_says(subject));
    }
    Some(finding.help(help(subject, used)).concerning(subject.names(), Vec::new()))
}

/// How bad, and how sure: the page of the rule says why.
fn weight(subject: &Subject<'_>, used: Mac) -> (Severity, Confidence) {
    let (severity, confidence) = match subject.policy.known {
        Known::Its(Reject::Yes) => (Severity::Error, Confidence::Likely),
        Known::Any(Reject::Yes) => (Severity::Error, Confidence::Possible),
        Known::Its(Reject::No) => (Severity::Note, Confidence::Likely),
        Known::Any(Reject::No) | Known::No => (Severity::Warning, Confidence::Possible),
    };
    match subject.configured.as_ref().map(|configured| configured.by) {
        Some(By::Events) | None => (severity, confidence),
        Some(By::DeviceInfo) if used.is_vmware() => (severity, Confidence::Possible),
        // Somebody else may answer for the address, or the inventory be old.
        Some(By::DeviceInfo | By::Inventory) => (severity.min(Severity::Warning), Confidence::Possible),
    }
}

fn outlook(subject: &Subject<'_>) -> String {
    let group = subject.policy.by.and_then(|policy| policy.name.as_ref()).map_or("its port group", String::as_str);
    match subject.policy.known {
        Known::Its(Reject::Yes) => format!("{group} rejects that, so the next vMotion may block its port"),
        Known::Any(Reject::Yes) => {
            format!("if it is in {group}, which rejects that, the next vMotion may block its port")
        }
        Known::Its(Reject::No) => format!("{group} accepts that, so a vMotion should not block its port"),
        Known::Any(Reject::No) => format!("{group} accepts that; whether it is in there, nothing in the input tells"),
        Known::No => "whether the next vMotion blocks its port, the policy of its port group decides".to_owned(),
    }
}

fn policy_says(subject: &Subject<'_>) -> &'static str {
    match subject.policy.known {
        Known::Its(Reject::Yes) => "this policy drops what does not fit the configured address",
        Known::Any(Reject::Yes) => "this policy drops what does not fit the configured address, if it is the adapter's",
        Known::Its(Reject::No) | Known::Any(Reject::No) | Known::No => "this policy lets another address pass",
    }
}

fn help(subject: &Subject<'_>, used: Mac) -> String {
    let mut help = format!(
        "Traffic goes on until the machine gets another port of a switch. Before any vMotion: in a window, shut it down and power it \
         on again (a full power-off; a restart of the guest is not enough), and it takes the configured address; or set its MAC address \
         static, to {used}. Keep it on its host until then. "
    );
    help.push_str(match subject.policy.known {
        Known::Its(_) => "",
        Known::Any(_) => {
            "Which port group it is in, 'esxcli network vm port list -w WORLD' on its host says: paste it beside the policy. "
        }
        Known::No => {
            "Paste the policy of its port group, 'Get-VDPortgroup NAME | Get-VDSecurityPolicy' (standard switch: \
             'Get-VirtualPortGroup -Name NAME | Get-SecurityPolicy'): MacChanges False is Reject. "
        }
    });
    help.push_str(match subject.configured.as_ref().map(|configured| configured.by) {
        Some(By::Inventory | By::DeviceInfo) if !used.is_vmware() => {
            "But that is not how the address of a virtual machine begins: look first whether a router or a firewall answers for it \
             (proxy ARP)."
        }
        Some(By::Inventory) => {
            "The inventory may be older than the machine, or another device may answer for the address: compare with \
             'govc device.info -vm NAME ethernet-*'."
        }
        Some(By::DeviceInfo) => "Another device may answer for the address: look whose it is.",
        Some(By::Events) | None => {
            "If the machine was powered off and on after that line was taken, it is over: 'show ip arp' again shows it."
        }
    });
    help
}
