//! Why a flow that looks decided is not.

use crate::eval::{About, Outcome, Verdict};
use crate::grammar::Subject;
use crate::locale::{Text, say};
use crate::model::{ConfigState, Device};
use crate::net::{Address, Endpoint, is_cgnat, is_private};
use crate::report::{JudgedFlow, Report, words};
use crate::source::mask_controls;

/// Peers that a line names.
const PEERS: usize = 3;

/// What stands behind the prediction of an uplink.
pub(super) fn of_prediction(report: &Report, flow: &JudgedFlow) -> Text {
    let decided = matches!(flow.predicted.outcome, Outcome::Kept | Outcome::Remapped | Outcome::Untranslated);
    match flow.standing.open.first() {
        None if ports_decide(flow) => Text::default(),
        _ if flow.verdict != Verdict::Inconclusive => Text::default(),
        // It has been said already.
        Some(open) if open.says == flow.predicted.reason => Text::default(),
        Some(open) => say!("report-but", open = &open.says),
        None if decided => say!("report-not-sure", reason = doubt(report, flow)),
        None => Text::default(),
    }
}

/// What is seen of an uplink, and why it proves nothing.
pub(super) fn of_rows(report: &Report, flow: &JudgedFlow, seen: Text) -> Text {
    let device = report.network.devices.get(flow.device);
    if let Some(open) = flow.standing.open.first() {
        return Text::joined([seen, say!("report-but", open = &open.says)]);
    }
    // A row without outside columns is a static that fixes the port, or a binding that does not.
    let moved = flow.observed.iter().any(|row| !row.kept);
    if moved && device.is_some_and(|device| !device.config_is_whole()) {
        return say!("report-by-rows-alone", seen);
    }
    if let Some((peers, peer)) = device.and_then(|device| other_peers(device, flow)) {
        return say!("report-by-other-peers", seen, peers, peer);
    }
    let private = |address: &Address| address.v4().is_some_and(|v4| is_private(v4) || is_cgnat(v4));
    if let Some(row) = flow.observed.iter().find(|row| private(&row.inside_global.address)) {
        let address = mask_controls(&row.inside_global.address.to_string());
        return Text::joined([seen, say!("report-not-sure", reason = say!("checklist-not-public", address))]);
    }
    match flow.flow.peer {
        Some(_) => say!("report-by-odd-rows", seen),
        None => say!("report-by-stale-rows", seen),
    }
}

/// Whether it is the ports beside the first one that leave it open.
pub(super) fn ports_decide(flow: &JudgedFlow) -> bool {
    flow.more_ports.iter().any(|range| range.verdict != Verdict::Pass)
}

/// Whether its entry is one of a configuration that was not pasted.
pub(super) fn of_another_moment(flow: &JudgedFlow) -> bool {
    flow.standing.open.first().is_some_and(|open| open.about == About::Moment)
}

/// What keeps a prediction from being a verdict, the widest first.
fn doubt(report: &Report, flow: &JudgedFlow) -> Text {
    let (predicted, standing, host) = (&flow.predicted, &flow.standing, flow.flow.local);
    let device = report.network.devices.get(flow.device);
    match device.map(|device| &device.config) {
        Some(ConfigState::Cut(_)) => return say!("report-doubt-cut"),
        Some(ConfigState::Fragment | ConfigState::Filtered(_)) => return say!("report-doubt-part"),
        _ => {}
    }
    if !standing.host_is_here {
        return match standing.fixed_by {
            Some(_) => say!("eval-nothing-leads", host),
            None => say!("report-doubt-arrival", host),
        };
    }
    let global = predicted.inside_global.as_ref().and_then(Address::v4);
    if let Some(address) = global.filter(|address| is_private(*address) || is_cgnat(*address)) {
        return say!("checklist-not-public", address);
    }
    if predicted.outcome != Outcome::Untranslated {
        return predicted.reason.clone();
    }
    if standing.way_open {
        return say!("checklist-leaves-undecided");
    }
    let has_nat = |device: &Device| {
        !device.nat_rules.is_empty() || device.interfaces.iter().any(|interface| interface.nat.is_some())
    };
    let unread = |device: &Device| device.doubts.iter().any(|doubt| doubt.subject != Subject::None);
    match device {
        Some(device) if !device.interfaces.is_empty() && !has_nat(device) => say!("report-doubt-no-nat"),
        Some(device) if unread(device) || device.unrecognized > 0 => say!("report-doubt-unread"),
        _ => predicted.reason.clone(),
    }
}

/// The peers that its rows name, and the one that was named, where that is none of them.
fn other_peers(device: &Device, flow: &JudgedFlow) -> Option<(Text, String)> {
    let peer = flow.flow.peer?;
    let local = Endpoint::with_port(flow.flow.local, flow.flow.local_port);
    let rows = device.table.rows.of_local(&local.address);
    let own = rows.filter(|row| row.protocol == Some(flow.flow.protocol) && row.inside_local.as_ref() == Some(&local));
    let mut peers: Vec<String> = Vec::new();
    for row in own {
        let outside = &row.outside_global.as_ref()?.address;
        if *outside == Address::V4(peer) {
            return None;
        }
        let outside = mask_controls(&outside.to_string());
        if !peers.contains(&outside) {
            peers.push(outside);
        }
    }
    let more = peers.len().saturating_sub(PEERS);
    peers.truncate(PEERS);
    let mut peers: Vec<Text> = peers.into_iter().map(Text::from).collect();
    peers.extend((more > 0).then(|| words::and_more(more)));
    let peers = peers.into_iter().reduce(|first, second| Text::joined([first, ", ".into(), second]))?;
    Some((peers, peer.to_string()))
}
