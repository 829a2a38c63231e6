//! VSP601: a guest uses another MAC address than the one that is configured.

use super::macs::{By, Known, Reject, State, Subject, policy_drops, subjects, when};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::{Text, say};
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
        By::Events => "events",
        By::DeviceInfo => "device-info",
        By::Inventory => "inventory",
    };
    let mut finding = META
        .finding(None, say!("vsp601-message", who, used, since, now, outlook = outlook(subject)))
        .severity(severity)
        .confidence(confidence);
    for (span, says) in &configured.said {
        finding = finding.at(*span, says.clone());
    }
    for event in &subject.changes {
        finding = finding.because(event.span, say!("vsp601-changed-before", when = when(event)));
    }
    for sighting in seen {
        let (by, mac) = (&sighting.by, sighting.mac);
        let says = match sighting.address {
            Some(address) => say!("vsp601-seen-for", by, mac, address),
            None => say!("vsp601-seen", by, mac),
        };
        finding = finding.because(sighting.span, says);
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

fn outlook(subject: &Subject<'_>) -> Text {
    let name = subject.policy.by.and_then(|policy| policy.name.as_ref());
    let group = name.map_or_else(|| say!("vsp601-its-group"), |name| say!("vsp601-group", name));
    match subject.policy.known {
        Known::Its(Reject::Yes) => say!("vsp601-rejects", group),
        Known::Any(Reject::Yes) => say!("vsp601-may-reject", group),
        Known::Its(Reject::No) => say!("vsp601-accepts", group),
        Known::Any(Reject::No) => say!("vsp601-may-accept", group),
        Known::No => say!("vsp601-policy-unknown"),
    }
}

fn policy_says(subject: &Subject<'_>) -> Text {
    match subject.policy.known {
        Known::Its(Reject::Yes) => policy_drops(),
        Known::Any(Reject::Yes) => say!("vsp601-policy-may-drop"),
        Known::Its(Reject::No) | Known::Any(Reject::No) | Known::No => say!("vsp601-policy-passes"),
    }
}

fn help(subject: &Subject<'_>, used: Mac) -> Text {
    let policy = match subject.policy.known {
        Known::Its(_) => "known",
        Known::Any(_) => "whose",
        Known::No => "unknown",
    };
    let doubt = match subject.configured.as_ref().map(|configured| configured.by) {
        Some(By::Inventory | By::DeviceInfo) if !used.is_vmware() => "proxy",
        Some(By::Inventory) => "inventory",
        Some(By::DeviceInfo) => "device-info",
        Some(By::Events) | None => "power-cycle",
    };
    say!("vsp601-help", used, policy, doubt)
}
