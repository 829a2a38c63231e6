//! HCX405: entries of an appliance go too early, or never.

use super::passing::{concerned, dynamic_rule, in_force, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow};
use crate::locale::{Text, say};
use crate::model::{Device, NatSetting};
use crate::net::Protocol;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX405",
    name: "udp-timeout",
    severity: Severity::Warning,
    summary: || say!("hcx405-summary"),
    needs: "config",
    cure: Cure::None,
};

/// A NAT must not forget a UDP mapping in less than this many seconds (RFC 4787, REQ-5).
const LEAST: u32 = 120;

/// From here on an entry outlives whoever made it: a day, seconds.
const LONG: u32 = 86_400;

/// The NAT-T keepalive of an implementation that documents it (IBM AIX 7.3, "IPsec NAT"), seconds. That of HCX is not
/// published.
const KEEPALIVE: u32 = 20;

/// The setting under which the entries of some flows age.
struct Timer {
    device: usize,
    /// `None` is never.
    seconds: Option<u32>,
    line: Span,
    /// As it is typed, without the seconds.
    command: String,
    /// Whether the entries share an address by port, so that one which stays keeps its port from others.
    shared: bool,
    members: Vec<usize>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut timers: Vec<Timer> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        let (Some(device), Some(rule)) = (context.device(flow), dynamic_rule(context, flow)) else { continue };
        let Some(mut timer) = timer(device, flow, rule.options.overload.is_some()) else { continue };
        let same = |known: &&mut Timer| (known.device, known.line) == (flow.device, timer.line);
        if let Some(known) = timers.iter_mut().find(same) {
            known.members.push(at);
        } else {
            timer.members.push(at);
            timers.push(timer);
        }
    }
    timers.iter().filter_map(|timer| finding(context, timer)).collect()
}

/// The line that sets how long an entry of a flow lives; `None` when none does.
fn timer(device: &Device, flow: &JudgedFlow, overload: bool) -> Option<Timer> {
    // With overload the timers of TCP are others, and a connection does not go quiet unnoticed.
    if overload && flow.flow.protocol != Protocol::UDP {
        return None;
    }
    let port = flow.flow.peer_port;
    let of_port = |setting: &NatSetting| match setting {
        // What 0 stands for was not found documented.
        NatSetting::PortTimeout { seconds: Some(0), .. } => None,
        NatSetting::PortTimeout { protocol, port: of, seconds } if *protocol == flow.flow.protocol && *of == port => {
            Some(*seconds)
        }
        _ => None,
    };
    // Without overload a host has an entry of its own for all its ports, and those age by the plain timeout.
    let wanted = if overload { "udp" } else { "" };
    let general = |setting: &NatSetting| match setting {
        NatSetting::Timeout { kind, seconds } if kind == wanted => Some(*seconds),
        _ => None,
    };
    // In CGN mode the destination port is ignored (Cisco, "Carrier Grade NAT").
    let cgn = device.nat_settings.iter().any(|setting| setting.value == NatSetting::Cgn);
    let by_port = in_force(device, of_port).filter(|_| overload && !cgn);
    let (found, command) = match by_port {
        Some(found) => (Some(found), format!("ip nat translation port-timeout udp {port}")),
        None if overload => (in_force(device, general), "ip nat translation udp-timeout".to_owned()),
        None => (in_force(device, general), "ip nat translation timeout".to_owned()),
    };
    let (seconds, line) = found?;
    Some(Timer { device: flow.device, seconds, line, command, shared: overload, members: Vec::new() })
}

fn finding(context: &Context<'_>, timer: &Timer) -> Option<Finding> {
    let finding = match timer.seconds {
        Some(0) => return None,
        Some(seconds) if seconds < LEAST => short(context, timer, seconds),
        Some(seconds) if timer.shared && seconds >= LONG => long(context, timer, &say!("hcx405-seconds", seconds)),
        None if timer.shared => long(context, timer, &say!("hcx405-for-ever")),
        Some(_) | None => return None,
    };
    let (names, flows) = concerned(context, &timer.members);
    Some(finding.concerning(names, flows))
}

fn short(context: &Context<'_>, timer: &Timer, seconds: u32) -> Finding {
    let who = &who(context, &timer.members);
    let (lost, default) = if timer.shared { ("port", 300) } else { ("address", LONG) };
    let command = &timer.command;
    let known = if seconds <= KEEPALIVE { Confidence::Likely } else { Confidence::Possible };
    META.finding(Some(timer.device), say!("hcx405-short", who, seconds, lost))
        .at(timer.line, say!("hcx405-short-line", least = LEAST))
        .help(say!("hcx405-short-help", command, default, keepalive = KEEPALIVE))
        .confidence(known)
}

fn long(context: &Context<'_>, timer: &Timer, how_long: &Text) -> Finding {
    let who = &who(context, &timer.members);
    let command = &timer.command;
    META.finding(Some(timer.device), say!("hcx405-long", who, how_long))
        .at(timer.line, say!("hcx405-long-line"))
        .severity(Severity::Note)
        .help(say!("hcx405-long-help", command))
        .confidence(Confidence::Likely)
}
