//! Items about what stands beside the tunnels, timers, and what the inventory knows.

use std::collections::HashSet;

use super::scene::{Scene, Seat, of};
use super::{Remark, State};
use crate::eval::{About, JudgedFlow, Outcome, StepKind};
use crate::grammar::Subject;
use crate::locale::{Text, say};
use crate::model::NatSetting;
use crate::report::words;
use crate::source::Span;

/// The port of the CCLI's `perftest` (HCX 9.1 ports list).
const PERFTEST: u16 = 5201;

const HTTPS: u16 = 443;

pub(super) fn perftest(scene: &Scene<'_>) -> Vec<Remark> {
    if scene.report.appliances.iter().all(|appliance| appliance.inferred) {
        let says = say!("checklist-inferred");
        return vec![Remark::new(State::NotChecked, says, Vec::new())];
    }
    of_service(scene, PERFTEST)
}

pub(super) fn management(scene: &Scene<'_>) -> Vec<Remark> {
    if !scene.report.appliances.iter().any(|appliance| appliance.role.eq_ignore_ascii_case("Manager")) {
        let says = say!("checklist-no-manager");
        return vec![Remark::new(State::NotChecked, says, Vec::new())];
    }
    of_service(scene, HTTPS)
}

fn of_service(scene: &Scene<'_>, port: u16) -> Vec<Remark> {
    let flows = scene.seats(&scene.report.services);
    let mut groups: Vec<(Remark, Vec<Text>)> = Vec::new();
    for seat in flows.into_iter().filter(|seat| seat.flow.flow.peer_port == port) {
        let remark = service(seat);
        let remark = Remark { code: code(scene, &remark), ..remark };
        let protocol = seat.flow.flow.protocol.to_string().to_uppercase();
        let what = say!("checklist-service", protocol, port, name = scene.name(seat.flow));
        match groups.iter_mut().find(|(known, _)| *known == remark) {
            Some((_, whats)) if whats.contains(&what) => {}
            Some((_, whats)) => whats.push(what),
            None => groups.push((remark, vec![what])),
        }
    }
    if groups.is_empty() {
        return vec![Remark::new(State::NotChecked, say!("checklist-no-router-for-it"), Vec::new())];
    }
    let told = |(remark, whats): (Remark, Vec<Text>)| Remark { says: of(whats, remark.says), ..remark };
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
        (standing.dropped_by, standing.dropped_at, say!("checklist-list-drops-it")),
        (standing.return_dropped_by, standing.return_dropped_at, say!("checklist-list-drops-answers")),
    ] {
        if let Some(entry) = entry {
            return Remark::new(State::Fail, says, at.into_iter().chain([entry]).collect());
        }
    }
    if let Some(drop) = &standing.zone_drop {
        return Remark::new(State::Fail, drop.why.clone(), vec![drop.entry]);
    }
    let kinds = [About::Place, About::Moment, About::Way, About::Filter, About::AfterNat, About::Unopened];
    if let Some(question) = seat.question(&kinds) {
        return question;
    }
    let leaves = matches!(seat.flow.predicted.outcome, Outcome::Kept | Outcome::Remapped | Outcome::Either);
    let untranslated = seat.flow.predicted.outcome == Outcome::Untranslated && seat.passes();
    let read = seat.is_read(&[Subject::Filter, Subject::Routing]) && seat.is_sure() && !standing.way_open;
    if read && standing.host_is_here && standing.answers_pass && (leaves || untranslated) {
        let lists = seat.steps(&[StepKind::AclIn, StepKind::AclOut, StepKind::ReturnAclIn, StepKind::ReturnAclOut]);
        let (says, evidence) = if lists.is_empty() {
            (say!("checklist-service-free"), seat.grounds())
        } else {
            (say!("checklist-service-let-pass"), lists)
        };
        return Remark::new(State::Pass, says, evidence);
    }
    if read { seat.reserve() } else { seat.unread(say!("checklist-what-drops-it")) }
}

pub(super) fn timers(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    let flow: &JudgedFlow = seat.flow;
    if let Some(line) = flow.standing.fixed_by.filter(|_| seat.is_sure() && seat.is_read(&[Subject::Nat])) {
        return Remark::new(State::Pass, say!("checklist-timers-static"), vec![line]);
    }
    if flow.predicted.outcome == Outcome::Untranslated && seat.passes() {
        return Remark::new(State::Pass, say!("checklist-timers-no-nat"), Vec::new());
    }
    if flow.predicted.rule.is_none() {
        return seat.question(&[About::Place, About::Moment, About::Way]).unwrap_or_else(|| seat.reserve());
    }
    if !seat.is_read(&[Subject::Nat]) {
        return seat.unread(say!("checklist-what-timers"));
    }
    let told = |setting: &NatSetting| {
        matches!(setting, NatSetting::Timeout { .. } | NatSetting::PortTimeout { .. } | NatSetting::MaxEntries { .. })
    };
    let lines: Vec<Span> =
        seat.device.nat_settings.iter().filter(|setting| told(&setting.value)).map(|setting| setting.span).collect();
    if lines.is_empty() {
        let says = say!("checklist-timers-default");
        return Remark::new(State::Pass, says, seat.grounds());
    }
    Remark::new(State::Pass, say!("checklist-timers-set"), lines)
}

pub(super) fn algs(_: &Scene<'_>, seat: Seat<'_>) -> Remark {
    if let Some(question) = seat.question(&[About::Place]) {
        return question;
    }
    let touches = |setting: &NatSetting| match setting {
        NatSetting::SymPort | NatSetting::IkePreservePort { .. } => true,
        // `ip nat service list 10 ESP spi-match`
        NatSetting::Other(line) => line.split_whitespace().any(|word| word.eq_ignore_ascii_case("ESP")),
        _ => false,
    };
    if let Some(line) = seat.device.nat_settings.iter().find(|setting| touches(&setting.value)) {
        let says = say!("checklist-alg-there");
        return Remark::new(State::Inconclusive, says, vec![line.span]);
    }
    if seat.is_read(&[Subject::Nat]) {
        let says = say!("checklist-alg-none");
        return Remark::new(State::Pass, says, seat.grounds());
    }
    seat.unread(say!("checklist-what-algs"))
}

/// What nothing in the input is about.
pub(super) fn nothing(_: &Scene<'_>) -> Vec<Remark> {
    Vec::new()
}

pub(super) fn pool(scene: &Scene<'_>) -> Vec<Remark> {
    let number: usize = scene.report.appliances.iter().map(|appliance| appliance.uplinks.len()).sum();
    let says = say!("checklist-pool", number, count = words::grouped(number as u64));
    vec![Remark::new(State::NotChecked, says, Vec::new())]
}

pub(super) fn switches(scene: &Scene<'_>) -> Vec<Remark> {
    let says = match scene.intent.path_resiliency {
        Some(true) => say!("checklist-resiliency-on"),
        Some(false) => say!("checklist-resiliency-off"),
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
        return vec![Remark::new(State::NotChecked, say!("checklist-peers-missing"), Vec::new())];
    }
    let apart = of_appliances.iter().flatten().all(|peer| peers.insert(*peer));
    let says = if apart { say!("checklist-peers-apart") } else { say!("checklist-peers-shared") };
    vec![Remark::new(State::NotChecked, says, Vec::new())]
}
