//! VSP602: a port was blocked, or all looks like it, after its MAC address was changed.

use super::macs::{Known, Reject, State, Subject, policy_drops, subjects};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::net::Mac;

pub(super) const META: Meta = Meta {
    code: "VSP602",
    name: "port-blocked",
    severity: Severity::Error,
    summary: || say!("vsp602-summary"),
    needs: "vCenter events and show ip arp",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.only.is_some() {
        return Vec::new();
    }
    subjects(context).iter().filter_map(finding).collect()
}

fn finding(subject: &Subject<'_>) -> Option<Finding> {
    let (State::Blocked(blocked), Some(configured)) = (&subject.state, &subject.configured) else { return None };
    let who = &subject.who;
    let message = match (blocked.event, blocked.moved) {
        (Some(_), _) => say!("vsp602-blocked", who),
        (None, _) => say!("vsp602-looks-blocked", who),
    };
    let rejects = matches!(subject.policy.known, Known::Its(Reject::Yes) | Known::Any(Reject::Yes));
    // Nobody answers, so only the inventory can tell that the uplink is the adapter that was changed.
    let known = |mac: Mac| subject.uplink.and_then(|uplink| uplink.mac.as_ref()).is_some_and(|own| own.value == mac);
    let changed = subject.changes.iter().filter_map(|event| event.change());
    let its = changed.flat_map(|(old, new, _)| [old, new]).any(known);
    let likely = blocked.event.is_some() || (rejects && its);
    let mut finding =
        META.finding(None, message).confidence(if likely { Confidence::Likely } else { Confidence::Possible });
    for (span, says) in &configured.said {
        finding = finding.at(*span, says.clone());
    }
    for (span, says) in blocked.lines() {
        finding = finding.because(span, says);
    }
    if let Some(policy) = subject.policy.by.filter(|_| rejects) {
        finding = finding.because(policy.span, policy_drops());
    }
    Some(finding.help(say!("vsp602-help")).concerning(subject.names(), Vec::new()))
}
