//! HCX205: a NAT rule names something that is not defined.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Outcome, StepKind};
use crate::grammar::{Note, State, Subject};
use crate::locale::{Text, say};
use crate::model::{Device, DynamicNat, NatKind, NatRule, Pool, RouteMapMatch, Selector, StaticGlobal, Target};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX205",
    name: "undefined-reference",
    severity: Severity::Error,
    summary: || say!("hcx205-summary"),
    needs: "config",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, device) in context.devices() {
        for rule in &device.nat_rules {
            for (span, what) in undefined(device, rule) {
                findings.push(finding(context, at, device, rule, span, &what));
            }
            if let (Some(pool), NatKind::Dynamic(dynamic)) = (empty_pool(device, rule), &rule.kind) {
                let what = say!("hcx205-pool", name = &pool.name.value);
                findings.push(emptied(finding(context, at, device, rule, dynamic.target.span, &what), pool));
            }
        }
    }
    findings
}

/// A pool of the rule that is defined and gives out nothing.
fn empty_pool<'d>(device: &'d Device, rule: &NatRule) -> Option<&'d Pool> {
    let pool = device.pool_of(rule)?;
    // Its addresses may be on lines that were not pasted or not read.
    let sure = device.config_is_whole() && device.doubts.is_empty();
    (pool.size() == 0 && sure).then_some(pool)
}

/// A rule whose pool has no address fares like one whose pool is not defined.
fn emptied(mut finding: Finding, pool: &Pool) -> Finding {
    finding.message = say!("hcx205-empty", pool = &pool.name.value);
    if let Some(label) = finding.labels.first_mut() {
        label.message = say!("hcx205-empty-target");
    }
    finding.because(pool.span, say!("hcx205-empty-pool")).help(say!("hcx205-help-empty"))
}

fn finding(context: &Context<'_>, at: usize, device: &Device, rule: &NatRule, span: Span, what: &Text) -> Finding {
    let flows: Vec<usize> = (0..context.flows.len())
        .filter(|&f| context.flows.get(f).is_some_and(|flow| suffers(flow, at, rule)))
        .collect();
    // A list, pool or route-map whose header cannot be read may be the one.
    let unread = |note: &Note| note.state == State::Malformed && matches!(note.subject, Subject::Filter | Subject::Nat);
    let readable = !device.doubts.iter().any(unread);
    let whole = device.config_is_whole() && readable;
    let (message, help) = if !readable {
        (say!("hcx205-not-read", what), say!("hcx205-help-not-read"))
    } else if whole {
        (say!("hcx205-undefined", what), say!("hcx205-help"))
    } else {
        (say!("hcx205-not-pasted", what), say!("hcx205-help-not-pasted"))
    };
    META.finding(Some(at), message)
        .at(span, say!("hcx205-line"))
        .because(rule.statement.span, say!("hcx205-rule"))
        .help(help)
        .severity(if whole { Severity::Error } else { Severity::Note })
        .confidence(if whole { Confidence::Likely } else { Confidence::Possible })
        .concerning(context.names(context.at(&flows)), flows)
        .covering(&["HCX203"])
}

/// Whether a flow is left without NAT because this rule cannot take it.
fn suffers(flow: &JudgedFlow, device: usize, rule: &NatRule) -> bool {
    let span = Some(rule.statement.span);
    let skipped =
        |step: &crate::eval::Step| step.kind == StepKind::RuleSkipped && step.evidence.first().copied() == span;
    let lost = matches!(flow.predicted.outcome, Outcome::Untranslated | Outcome::Dropped);
    flow.device == device && lost && (flow.predicted.rule == span || flow.trace.steps.iter().any(skipped))
}

fn undefined(device: &Device, rule: &NatRule) -> Vec<(Span, Text)> {
    let mut missing = Vec::new();
    if let Some(name) = rule.options.route_map.as_ref().filter(|name| !device.route_maps.contains_key(&name.value)) {
        missing.push((name.span, say!("hcx205-route-map", name = &name.value)));
    }
    match &rule.kind {
        NatKind::Static(fixed) => {
            if let StaticGlobal::Interface(name, _) = &fixed.global.value
                && device.interface(name).is_none()
            {
                missing.push((fixed.global.span, say!("hcx205-interface", name = name.to_string())));
            }
        }
        NatKind::Dynamic(dynamic) => missing.extend(undefined_in(device, dynamic)),
    }
    missing
}

/// One that the router prints and the configuration lacks is not undefined: the two are of different times.
fn is_gone(device: &Device, list: &str) -> bool {
    !device.acls.contains_key(list) && device.shown_only(list).is_none()
}

fn undefined_in(device: &Device, dynamic: &DynamicNat) -> Vec<(Span, Text)> {
    let mut missing = Vec::new();
    match &dynamic.selector.value {
        Selector::AccessList(name) if is_gone(device, name) => {
            missing.push((dynamic.selector.span, say!("hcx205-access-list", name)));
        }
        Selector::RouteMap(name) => match device.route_maps.get(name) {
            None => missing.push((dynamic.selector.span, say!("hcx205-route-map", name))),
            Some(clauses) => {
                for condition in clauses.iter().flat_map(|clause| &clause.matches) {
                    let RouteMapMatch::IpAddress(lists) = &condition.value else { continue };
                    let gone = lists.iter().filter(|list| is_gone(device, list));
                    missing.extend(gone.map(|list| (condition.span, say!("hcx205-access-list", name = list))));
                }
            }
        },
        Selector::AccessList(_) => {}
    }
    match &dynamic.target.value {
        Target::Pool(name) if !device.pools.contains_key(name) => {
            missing.push((dynamic.target.span, say!("hcx205-pool", name)));
        }
        Target::Interface(name) if device.interface(name).is_none() => {
            missing.push((dynamic.target.span, say!("hcx205-interface", name = name.to_string())));
        }
        Target::Pool(_) | Target::Interface(_) => {}
    }
    missing
}
