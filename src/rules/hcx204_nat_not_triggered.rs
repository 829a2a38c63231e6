//! HCX204: a NAT rule is there, but the interfaces do not trigger it.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{JudgedFlow, StepKind, Verdict};
use crate::locale::{Text, say};
use crate::model::{Device, Interface, NatSide};
use crate::net::is_private;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX204",
    name: "nat-not-triggered",
    severity: Severity::Error,
    summary: || say!("hcx204-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        let Some(lines) = flow.standing.not_triggered.as_ref().filter(|_| concerns(flow)) else { continue };
        let name = context.name(flow);
        let says = flow.trace.steps.iter().find(|step| step.kind == StepKind::NatLookup).map(|step| step.says.clone());
        // Appliances on one subnet share the cause.
        let known = findings.iter_mut().find(|known| {
            known.device == Some(flow.device) && known.labels.iter().map(|label| label.span).eq(lines.iter().copied())
        });
        if let Some(known) = known {
            known.flows.push(at);
            if !known.appliances.contains(&name) {
                known.appliances.push(name);
                known.message = message(&known.appliances);
            }
            continue;
        }
        let mut finding = META.finding(Some(flow.device), message(std::slice::from_ref(&name)));
        let device = context.device(flow);
        let interfaces: Vec<&Interface> =
            lines.iter().filter_map(|line| device?.interfaces.iter().find(|it| mark(it) == *line)).collect();
        match interfaces.as_slice() {
            &[inbound, outbound] => {
                finding = finding.at(mark(inbound), side(inbound)).at(mark(outbound), side(outbound));
            }
            // Where one of them is not known, that is what there is to say.
            _ => {
                for line in lines {
                    finding = finding.at(*line, says.clone().unwrap_or_default());
                }
            }
        }
        let shut: Vec<Span> = device.into_iter().flat_map(shut_down).collect();
        let help = if shut.is_empty() { help(&interfaces) } else { say!("hcx204-help-shut") };
        for line in shut {
            finding = finding.because(line, say!("hcx204-shut"));
        }
        findings.push(
            finding
                .help(help)
                .severity(severity(flow))
                .confidence(flow.predicted.confidence)
                .concerning(vec![name], vec![at]),
        );
    }
    findings
}

/// The line that says on which side of NAT an interface is, or its heading where none does.
fn mark(interface: &Interface) -> Span {
    interface.nat.as_ref().map_or(interface.name.span, |nat| nat.span)
}

fn side(interface: &Interface) -> Text {
    let side = match interface.nat.as_ref().map(|nat| nat.value) {
        None => "none",
        Some(NatSide::Inside) => "inside",
        Some(NatSide::Outside) => "outside",
        Some(NatSide::Enable) => "enable",
    };
    say!("eval-side", interface = &interface.name.value, side)
}

/// What to type where, if all that is wrong is a line that is missing. `interfaces`: the inbound and the outbound one.
fn help(interfaces: &[&Interface]) -> Text {
    let wanted = interfaces.iter().zip([NatSide::Inside, NatSide::Outside]);
    let wrong = wanted.clone().filter(|(it, side)| it.nat.as_ref().is_some_and(|nat| nat.value != *side)).count() > 0;
    let missing = wanted.filter(|(it, _)| it.nat.is_none()).map(|(it, side)| {
        let side = if side == NatSide::Inside { "inside" } else { "outside" };
        say!("hcx204-missing", side, interface = &it.name.value)
    });
    match missing.reduce(|first, second| Text::joined([first, say!("eval-and"), second])) {
        Some(missing) if interfaces.len() == 2 && !wrong => say!("hcx204-help-missing", missing),
        _ => say!("hcx204-help"),
    }
}

/// The `shutdown` lines of the outside interfaces, where none of them is up.
fn shut_down(device: &Device) -> Vec<Span> {
    let outside = device.outside_interfaces().map(|interface| interface.shutdown);
    outside.collect::<Option<Vec<Span>>>().unwrap_or_default()
}

fn message(names: &[String]) -> Text {
    say!("hcx204-not-triggered", names)
}

/// A public host that no rule would take is simply routed. A live row shows that NAT does look.
fn concerns(flow: &JudgedFlow) -> bool {
    // A private peer is reached over a VPN or a private line, where NAT is not expected.
    !flow.flow.peer.is_some_and(is_private)
        && flow.observed.is_empty()
        && flow.standing.host_is_here
        && (flow.standing.some_rule || is_private(flow.flow.local))
}

/// On a router without any NAT, or one that may not be the right one, it is a question and not a fault.
fn severity(flow: &JudgedFlow) -> Severity {
    if flow.verdict == Verdict::Inconclusive { Severity::Warning } else { Severity::Error }
}
