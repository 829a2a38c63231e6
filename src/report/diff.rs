//! Two reports side by side: what a change has changed.

#[cfg(feature = "cli")]
mod screen;

use std::collections::HashMap;
use std::net::Ipv4Addr;

use super::{JudgedFlow, Report};
use crate::rules::fingerprint;

#[cfg(feature = "cli")]
pub use screen::diff_text;

/// What differs between two reports. All are indices into them, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Findings of the later report that the earlier one lacks.
    pub added: Vec<usize>,
    /// Findings of the earlier report that the later one lacks.
    pub removed: Vec<usize>,
    /// Findings of both, by their place in the earlier and the later one.
    pub unchanged: Vec<(usize, usize)>,
    /// Every flow of either report, before and after.
    pub flows: Vec<(Option<usize>, Option<usize>)>,
}

/// Compares findings by their [`fingerprint`], and flows by appliance, device, port and peer.
pub fn compare(before: &Report, after: &Report) -> Comparison {
    let prints = |report: &Report| -> Vec<String> {
        report.findings.iter().map(|finding| finding.code.to_owned() + &fingerprint(&report.network, finding)).collect()
    };
    let (removed, added, unchanged) = pair(&prints(before), &prints(after));
    let flows = |report: &'_ Report| report.flows.iter().map(|flow| key(report, flow)).collect::<Vec<_>>();
    let (gone, new, both) = pair(&flows(before), &flows(after));
    let mut flows: Vec<(Option<usize>, Option<usize>)> = both.into_iter().map(|(a, b)| (Some(a), Some(b))).collect();
    flows.extend(gone.into_iter().map(|at| (Some(at), None)));
    flows.sort_unstable();
    flows.extend(new.into_iter().map(|at| (None, Some(at))));
    Comparison { added, removed, unchanged, flows }
}

/// What makes a flow the same one in another capture.
type Key = (String, Option<String>, Ipv4Addr, u16, Option<Ipv4Addr>, u16);

fn key(report: &Report, judged: &JudgedFlow) -> Key {
    let appliance = report.appliances.get(judged.appliance).map(|appliance| appliance.name.clone());
    let device = report.network.devices.get(judged.device).and_then(|device| device.name.clone());
    let flow = &judged.flow;
    (appliance.unwrap_or_default(), device, flow.local, flow.local_port, flow.peer, flow.peer_port)
}

/// Which of two lists have no equal in the other, and which have one; equals are paired in order.
fn pair<K: std::hash::Hash + Eq>(before: &[K], after: &[K]) -> (Vec<usize>, Vec<usize>, Vec<(usize, usize)>) {
    let mut places: HashMap<&K, Vec<usize>> = HashMap::new();
    for (at, key) in after.iter().enumerate().rev() {
        places.entry(key).or_default().push(at);
    }
    let (mut gone, mut both) = (Vec::new(), Vec::new());
    for (at, key) in before.iter().enumerate() {
        match places.get_mut(key).and_then(Vec::pop) {
            Some(place) => both.push((at, place)),
            None => gone.push(at),
        }
    }
    let mut new: Vec<usize> = places.into_values().flatten().collect();
    new.sort_unstable();
    (gone, new, both)
}
