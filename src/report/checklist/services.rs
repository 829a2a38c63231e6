//! Items about what stands beside the tunnels, timers, and what the inventory knows.

use std::collections::HashSet;

use super::scene::{Scene, Seat, list};
use super::{Remark, State};
use crate::eval::{About, JudgedFlow, Outcome, StepKind};
use crate::grammar::Subject;
use crate::model::NatSetting;
use crate::report::words;
use crate::source::Span;

/// The port of the CCLI's `perftest` (HCX 9.1 ports list).
const PERFTEST: u16 = 5201;

const HTTPS: u16 = 443;

pub(super) fn perftest(scene: &Scene<'_>) -> Vec<Remark> {
    if scene.report.appliances.iter().all(|appliance| appliance.inferred) {
        let says = "the appliances are inferred: what they need beside the tunnels is asked of named ones";
        return vec![Remark::new(State::NotChecked, says, Vec::new())];
    }
    of_service(scene, PERFTEST)
}

pub(super) fn management(scene: &Scene<'_>) -> Vec<Remark> {
    if !scene.report.appliances.iter().any(|appliance| appliance.role.eq_ignore_ascii_case("Manager")) {
        let says = "the inventory names no HCX Manager (role: Manager)";
        return vec![Remark::new(State::NotChecked, says, Vec::new())];
    }
    of_service(scene, HTTPS)
}

fn of_service(scene: &Scene<'_>, port: u16) -> Vec<Remark> {
    let flows = scene.seats(&scene.report.services);
    let mut groups: Vec<(Remark, Vec<String>)> = Vec::new();
    for seat in flows.into_iter().filter(|seat| seat.flow.flow.peer_port == port) {
        let remark = service(seat);
        let remark = Remark { code: code(scene, &remark), ..remark };
        let protocol = seat.flow.flow.protocol.to_string().to_uppercase();
        let what = format!("{protocol} {port} of {}", scene.name(seat.flow));
        match groups.iter_mut().find(|(known, _)| *known == remark) {
            Some((_, whats)) if whats.contains(&what) => {}
            Some((_, whats)) => whats.push(what),
            None => groups.push((remark, vec![what])),
        }
    }
    if groups.is_empty() {
        return vec![Remark::new(State::NotChecked, "no router that is judged has to do with it", Vec::new())];
    }
    let told = |(remark, whats): (Remark, Vec<String>)| Remark {
        says: format!("{}: {}", list(&whats), remark.says),
        ..remark
    };
    groups.into_iter().map(told).collect()
}

/// The finding that says the same.
fn code(scene: &Scene<'_>, remark: &Remark) -> Option<&'static str> {
    let same = |span: &Span| remark.evidence.contains(span);
    let findings = scene.report.findings.iter().filter(|_| remark.state == State::Fail);
    let mut findings = findings.filter(|finding| finding.code == "HCX413");
    findings.find(|finding| finding.labels.iter().any(|label| same(&label.span))).map(|finding| finding.code)
}

fn service(seat: Seat<'_>) -> Remark {
    let standing = &seat.flow.standing;
    for (entry, at, says) in [
        (standing.dropped_by, standing.dropped_at, "an access list drops it"),
        (standing.return_dropped_by, standing.return_dropped_at, "an access list drops the answers"),
    ] {
        if let Some(entry) = entry {
            return Remark::new(State::Fail, says, at.into_iter().chain([entry]).collect());
        }
    }
    if let Some(drop) = &standing.zone_drop {
        return Remark::new(State::Fail, drop.why.clone(), vec![drop.entry]);
    }
    let kinds = [About::Place, About::Way, About::Filter, About::AfterNat, About::Unopened];
    if let Some(question) = seat.question(&kinds) {
        return question;
    }
    let leaves = matches!(seat.flow.predicted.outcome, Outcome::Kept | Outcome::Remapped | Outcome::Either);
    let untranslated = seat.flow.predicted.outcome == Outcome::Untranslated && seat.passes();
    let read = seat.is_read(&[Subject::Filter, Subject::Routing]) && seat.is_sure() && !standing.way_open;
    if read && standing.host_is_here && standing.answers_pass && (leaves || untranslated) {
        let lists = seat.steps(&[StepKind::AclIn, StepKind::AclOut, StepKind::ReturnAclIn, StepKind::ReturnAclOut]);
        let (says, evidence) = if lists.is_empty() {
            ("nothing on its way drops it or its answers", seat.grounds())
        } else {
            ("the lists on its way let it and its answers pass", lists)
        };
        return Remark::new(State::Pass, says, evidence);
    }
    if read { seat.reserve() } else { seat.unread("what drops it on the way") }
}

pub(super) fn timers(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow: &JudgedFlow = seat.flow;
    if let Some(line) = flow.standing.fixed_by.filter(|_| seat.is_sure() && seat.is_read(&[Subject::Nat])) {
        return Remark::new(State::Pass, "a static gives it the same port again whenever an entry goes", vec![line]);
    }
    if flow.predicted.outcome == Outcome::Untranslated && seat.passes() {
        return Remark::new(State::Pass, "it leaves without NAT, so nothing ages", Vec::new());
    }
    if flow.predicted.rule.is_none() {
        return seat.question(&[About::Place, About::Way]).unwrap_or_else(|| seat.reserve());
    }
    if !seat.is_read(&[Subject::Nat]) {
        return seat.unread("timers and limits of NAT");
    }
    let told = |setting: &NatSetting| {
        matches!(setting, NatSetting::Timeout { .. } | NatSetting::PortTimeout { .. } | NatSetting::MaxEntries { .. })
    };
    let lines: Vec<Span> =
        seat.device.nat_settings.iter().filter(|setting| told(&setting.value)).map(|setting| setting.span).collect();
    if lines.is_empty() {
        let says = "no line shortens the life of UDP entries (300 seconds by default) or limits their number";
        return Remark::new(State::Pass, says, seat.grounds());
    }
    Remark::new(State::Pass, "the timers and limits that are set do not take its entry away too early", lines)
}

pub(super) fn algs(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let touches = |setting: &NatSetting| match setting {
        NatSetting::SymPort | NatSetting::IkePreservePort { .. } => true,
        // `ip nat service list 10 ESP spi-match`
        NatSetting::Other(line) => line.split_whitespace().any(|word| word.eq_ignore_ascii_case("ESP")),
        _ => false,
    };
    if let Some(line) = seat.device.nat_settings.iter().find(|setting| touches(&setting.value)) {
        let says = "a line about IKE or ESP is there, and is no remedy for several uplinks";
        return Remark::new(State::Inconclusive, says, vec![line.span]);
    }
    if seat.is_read(&[Subject::Nat]) {
        let says = "no 'ip nat service' line about IKE, ESP or symmetric ports";
        return Remark::new(State::Pass, says, seat.grounds());
    }
    seat.unread("'ip nat service' lines")
}

/// What nothing in the input is about.
pub(super) fn nothing(_: &Scene<'_>) -> Vec<Remark> {
    Vec::new()
}

pub(super) fn pool(scene: &Scene<'_>) -> Vec<Remark> {
    let uplinks: usize = scene.report.appliances.iter().map(|appliance| appliance.uplinks.len()).sum();
    let uplinks = words::count(uplinks as u64, "uplink");
    let says = format!("{uplinks} named or inferred; what the Network Profile holds is not in the input");
    vec![Remark::new(State::NotChecked, says, Vec::new())]
}

pub(super) fn switches(scene: &Scene<'_>) -> Vec<Remark> {
    let says = match scene.intent.path_resiliency {
        Some(on) => {
            let on = if on { "on" } else { "off" };
            format!(
                "the inventory says that Application Path Resiliency is {on}; of encryption and GRO it says nothing"
            )
        }
        None => return Vec::new(),
    };
    vec![Remark::new(State::Inconclusive, says, Vec::new())]
}

pub(super) fn cloud(scene: &Scene<'_>) -> Vec<Remark> {
    let mut peers = HashSet::new();
    let of_appliances: Vec<_> = scene
        .report
        .appliances
        .iter()
        .map(|a| a.uplinks.iter().flat_map(|uplink| uplink.peers.clone()).collect::<HashSet<_>>())
        .collect();
    if of_appliances.is_empty() || of_appliances.iter().any(HashSet::is_empty) {
        return vec![Remark::new(State::NotChecked, "not every uplink has a peer in the inventory", Vec::new())];
    }
    let apart = of_appliances.iter().flatten().all(|peer| peers.insert(*peer));
    let peers =
        if apart { "the peers that are named are different for each appliance" } else { "appliances share a peer" };
    let says = format!("{peers}; whether the firewall there is open is not in the input");
    vec![Remark::new(State::NotChecked, says, Vec::new())]
}
