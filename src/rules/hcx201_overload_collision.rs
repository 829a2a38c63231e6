//! HCX201: two appliances want the same port of one shared address.

use super::context::{protocol, rule_evidence, seen_to_pass};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, Verdict};
use crate::locale::say;
use crate::model::{Device, GlobalPort};

pub(super) const META: Meta = Meta {
    code: "HCX201",
    name: "overload-collision",
    severity: Severity::Error,
    summary: || say!("hcx201-summary"),
    needs: "config",
    cure: Cure::StaticNat,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let groups = context.shared_groups();
    groups.into_iter().filter_map(|(device, global, members)| finding(context, device, &global, members)).collect()
}

fn finding(context: &Context<'_>, device: usize, global: &GlobalPort, members: Vec<usize>) -> Option<Finding> {
    let flows = context.at(&members);
    let first = *flows.first()?;
    // Hosts to which nothing leads are no hosts of this router: HCX504 says so.
    let whole = context.device(first).is_some_and(Device::config_is_whole);
    if whole && flows.iter().all(|flow| flow.verdict == Verdict::Inconclusive && !flow.standing.host_is_here) {
        return None;
    }
    // Where the address never hands out the port there is nothing to collide about.
    if flows.iter().all(|flow| flow.standing.rivals.is_empty()) || first.standing.never.is_some() {
        return None;
    }
    if flows.iter().all(|flow| seen_to_pass(flow)) {
        return None;
    }
    let udp = protocol(first);
    let port = first.flow.local_port;
    // A rival may share another address as well, and that one first.
    let rivals = flows.iter().flat_map(|flow| context.at(&flow.standing.rivals));
    let names = context.names(flows.iter().copied().chain(rivals));
    let address = &global.in_words();
    // Several uplinks of one.
    // One of them may leave by another address.
    let sure = flows.iter().any(|flow| flow.standing.contested);
    let message = match names.as_slice() {
        _ if !sure => say!("hcx201-may-share", names = &names, udp, port, address),
        [name] => say!("hcx201-share-one", name, udp, port, address),
        _ => say!("hcx201-share", names = &names, udp, port, address),
    };
    let mut finding = META.finding(Some(device), message);
    if let Some((_, rule)) = &first.standing.shared {
        finding = finding.at(*rule, say!("shared-by-rule", address));
    }
    for flow in &flows {
        for span in rule_evidence(flow) {
            finding = finding.because(span, say!("put-behind-it", host = flow.flow.local));
        }
    }
    Some(
        finding
            .help(say!("hcx201-help"))
            .confidence(if sure { confidence(&flows) } else { Confidence::Possible })
            .severity(if sure { META.severity } else { Severity::Warning })
            .concerning(names, members)
            .covering(if sure { &["HCX202"] } else { &[] }),
    )
}

/// Certain only where the platform's rule is documented and the peers are the same: that classic IOS leaves the
/// destination out of account is documented, but was not seen with two peers.
fn confidence(flows: &[&JudgedFlow]) -> Confidence {
    let predicted = flows.iter().map(|flow| flow.predicted.confidence).min().unwrap_or(Confidence::Possible);
    let may_both_keep = flows.iter().any(|flow| flow.predicted.outcome == Outcome::Unknown);
    // A table that shows it with several hosts speaks against it.
    let kept = flows.iter().filter(|flow| flow.observed.iter().any(|seen| seen.kept)).count();
    let predicted = if kept > 1 { predicted.min(Confidence::Likely) } else { predicted };
    let peer = flows.first().and_then(|flow| flow.flow.peer);
    let same_peer = peer.is_some() && flows.iter().all(|flow| flow.flow.peer == peer);
    // That VRFs share the ports of an address of the global table is an inference.
    let vrf = flows.first().and_then(|flow| flow.flow.vrf.as_ref());
    let may_both_keep = may_both_keep || flows.iter().any(|flow| flow.flow.vrf.as_ref() != vrf);
    match (may_both_keep, same_peer) {
        (true, _) => Confidence::Possible,
        (false, true) => predicted,
        (false, false) => predicted.min(Confidence::Likely),
    }
}
