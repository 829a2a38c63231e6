//! VSP602: a port was blocked, or all looks like it, after its MAC address was changed.

use super::macs::{Known, Reject, State, Subject, subjects};
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
        (Some(_), _) => format!("vCenter has blocked the port of {who} after it was given another MAC address"),
        (None, _) => format!(
            "{who} was moved after it was given another MAC address, and no longer answers: its port looks blocked, and that is \
             not NAT's doing"
        ),
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
        finding = finding.because(policy.span, "this policy drops what does not fit the configured address");
    }
    let help = "Look at the port first: 'esxcli network vm port list -w WORLD' on its host shows the MAC address that is in use \
                there, the Ports tab of the distributed switch whether it is blocked. Then shut the machine down and power it on \
                again (a restart of the guest is not enough), so that it takes the configured address; or set the address that the \
                guest uses as its static one. If the port is not blocked, the machine is off, or its network is the trouble.";
    Some(finding.help(help).concerning(subject.names(), Vec::new()))
}
