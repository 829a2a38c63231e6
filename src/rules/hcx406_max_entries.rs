//! HCX406: a limit on translations that can leave an appliance without an entry.

use super::passing::{Passing, concerned, dynamic_rule, in_force, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Packet, permits};
use crate::locale::say;
use crate::model::{NatSetting, Translation};
use crate::net::Address;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX406",
    name: "max-entries",
    severity: Severity::Note,
    summary: || say!("hcx406-summary"),
    needs: "config, better with table or show ip nat statistics",
    cure: Cure::None,
};

/// An appliance sends from ports 4500 to 4628 at the most (VMware HCX port list): a host limit from here on cannot refuse
/// the tunnels of one peer.
const PORTS_OF_A_HOST: u32 = 129;

/// Tunnels of an uplink with Application Path Resiliency (VMware HCX port list).
const TUNNELS: u32 = 8;

/// A limit shared by hosts is called small below this. Our choice: nothing is documented, and a branch of a hundred
/// users stays below it.
const SHARED: u32 = 10_000;

/// What `show ip nat statistics` of some releases prints where no limit is configured.
const NO_LIMIT: u64 = 2_147_483_647;

/// Who has to live with a limit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// All hosts of the router.
    Router,
    /// The hosts of a list or a VRF, or of each VRF.
    Some,
    /// The appliance alone.
    Host,
}

struct Limit {
    device: usize,
    scope: Scope,
    most: u32,
    line: Span,
    members: Vec<usize>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut limits: Vec<Limit> = Vec::new();
    for (at, passing) in passing(context) {
        let fixed = passing.flow.standing.fixed_by.is_some();
        if !fixed && dynamic_rule(context, passing.flow).is_none() {
            continue;
        }
        for (scope, most, line) in limits_of(&passing) {
            match limits.iter_mut().find(|known| (known.device, known.line) == (passing.flow.device, line)) {
                Some(known) => known.members.push(at),
                None => limits.push(Limit { device: passing.flow.device, scope, most, line, members: vec![at] }),
            }
        }
    }
    limits.iter().filter_map(|limit| finding(context, limit)).collect()
}

/// The limits that count the entries of a flow.
fn limits_of(passing: &Passing<'_>) -> Vec<(Scope, u32, Span)> {
    let (device, flow) = (passing.device, &passing.flow.flow);
    let vrf = flow.vrf.clone().or_else(|| {
        let ingress = passing.ways.first()?.ingress?;
        Some(ingress.vrf.as_ref()?.value.clone())
    });
    let scope = |scope: &str| match (scope.split_once(' '), scope) {
        (None, "") => Some(Scope::Router),
        (None, "all-host") => Some(Scope::Host),
        (None, "all-vrf") => vrf.is_some().then_some(Scope::Some),
        (Some(("host", host)), _) => (host == flow.local.to_string()).then_some(Scope::Host),
        (Some(("vrf", of)), _) => (vrf.as_deref() == Some(of)).then_some(Scope::Some),
        (Some(("list", list)), _) => permits(device, list, &Packet::of(flow)).is_some().then_some(Scope::Some),
        _ => None,
    };
    let mut limits: Vec<(Scope, u32, Span)> = Vec::new();
    for setting in &device.nat_settings {
        let NatSetting::MaxEntries { scope: of, .. } = &setting.value else { continue };
        let same = |other: &NatSetting| match other {
            NatSetting::MaxEntries { scope, limit } if scope == of => Some(*limit),
            _ => None,
        };
        if let (Some(scope), Some((most, line))) = (scope(of), in_force(device, same))
            && !limits.iter().any(|(_, _, known)| *known == line)
        {
            limits.push((scope, most, line));
        }
    }
    let counted = device.seen.nat.as_ref().and_then(|nat| nat.limit.as_ref());
    let in_force = counted.filter(|limit| limit.value.allowed > 0 && limit.value.allowed < NO_LIMIT);
    if let (Some(limit), false) = (in_force, limits.iter().any(|(scope, ..)| *scope == Scope::Router)) {
        // Of a configuration that was pasted in part the line may be missing.
        limits.push((Scope::Router, u32::try_from(limit.value.allowed).unwrap_or(u32::MAX), limit.span));
    }
    limits
}

fn finding(context: &Context<'_>, limit: &Limit) -> Option<Finding> {
    let most = limit.most;
    let of = match limit.scope {
        Scope::Router => say!("hcx406-router"),
        Scope::Some => say!("hcx406-some"),
        Scope::Host => say!("hcx406-host"),
    };
    let of = &of;
    let pick = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
        limit.members.iter().copied().filter(|&at| wanted(at)).collect()
    };
    // Whether the entry that a static makes for a flow counts was not found documented.
    let dynamic = |at: usize| context.flows.get(at).is_some_and(|flow| flow.standing.fixed_by.is_none());
    let full = pick(&|at| used(context, limit, at).is_some_and(|used| used >= u64::from(most)));
    let (members, finding) = if !full.is_empty() {
        // Who has an entry keeps it until it ages, or is cleared.
        let waits = |at: &usize| dynamic(*at) && context.flows.get(*at).is_some_and(|flow| flow.observed.is_empty());
        let severity = if full.iter().any(waits) { Severity::Error } else { Severity::Warning };
        let who = &who(context, &full);
        let message = if full.iter().any(|&at| dynamic(at)) {
            say!("hcx406-full", most, of, who)
        } else {
            say!("hcx406-full-perhaps", most, of, who)
        };
        (full, META.finding(Some(limit.device), message).severity(severity))
    } else if limit.scope == Scope::Host && most < needed(context) {
        let message = say!("hcx406-too-few", who = &who(context, &limit.members), most);
        (limit.members.clone(), META.finding(Some(limit.device), message).severity(Severity::Warning))
    } else {
        let small = pick(&|at| dynamic(at) && small(limit, used(context, limit, at)));
        let message = say!("hcx406-small", who = &who(context, &small), of, most);
        (small, META.finding(Some(limit.device), message))
    };
    let (names, flows) = concerned(context, &members);
    let sure = if members.iter().any(|&at| dynamic(at)) { Confidence::Likely } else { Confidence::Possible };
    let mut finding = finding;
    let nat = context.network.devices.get(limit.device).and_then(|device| device.seen.nat.as_ref());
    if let Some(counted) = nat.and_then(|nat| nat.limit.as_ref()).filter(|_| limit.scope == Scope::Router) {
        finding = finding.because(counted.span, say!("hcx406-counted", used = counted.value.used));
    }
    let finding = finding.at(limit.line, say!("hcx406-line", most, of)).help(say!("hcx406-help")).confidence(sure);
    (!members.is_empty()).then(|| finding.concerning(names, flows))
}

/// Entries that count towards a limit of a flow, where a whole table shows them, or else NAT has counted them. Of one host
/// only UDP rows are kept, so that is the least it has.
fn used(context: &Context<'_>, limit: &Limit, at: usize) -> Option<u64> {
    let device = context.network.devices.get(limit.device)?;
    let table = &device.table;
    if !table.is_complete() || table.header.is_none() {
        let nat = device.seen.nat.as_ref().filter(|_| limit.scope == Scope::Router)?;
        let counted = nat.limit.as_ref().map(|limit| limit.value.used);
        return counted.or(nat.total.as_ref().map(|total| total.value));
    }
    let local = Address::V4(context.flows.get(at)?.flow.local);
    let own = |row: &&Translation| row.inside_local.as_ref().is_some_and(|inside| inside.address == local);
    match limit.scope {
        Scope::Router => Some(table.row_count),
        Scope::Some => None,
        Scope::Host => Some(table.rows.iter().filter(own).filter(|row| !row.is_binding()).count() as u64),
    }
}

/// Entries an appliance needs at once for the tunnels to one peer.
fn needed(context: &Context<'_>) -> u32 {
    if context.intent.path_resiliency == Some(true) { TUNNELS } else { 1 }
}

fn small(limit: &Limit, used: Option<u64>) -> bool {
    match (limit.scope, used) {
        (Scope::Host, _) => limit.most < PORTS_OF_A_HOST,
        // A table that shows how much is left is better than a guess.
        (Scope::Router, Some(used)) => used.saturating_mul(5) >= u64::from(limit.most).saturating_mul(4),
        (Scope::Router | Scope::Some, _) => limit.most < SHARED,
    }
}
