//! HCX104: a row of the table contradicts the configuration.

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, Observed, Verdict};
use crate::locale::{Text, say};
use crate::model::TableState;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX104",
    name: "stale-entry",
    severity: Severity::Warning,
    summary: || say!("hcx104-summary"),
    needs: "config and table",
    cure: Cure::Clear,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        let Some(device) = context.device(flow) else { continue };
        for seen in &flow.observed {
            let Some((why, line)) = contradiction(flow, seen, device.table.state == TableState::Complete) else {
                continue;
            };
            // Whether IOS-XE keeps a free source port is not settled, so another port there need not be an old one.
            let settled = flow.standing.fixed_by.is_some() || !device.is_xe();
            let confidence = if settled { Confidence::Likely } else { Confidence::Possible };
            let name = context.name(flow);
            let severity = if flow.verdict == Verdict::Fail { Severity::Error } else { Severity::Warning };
            let mut finding = META
                .finding(Some(flow.device), say!("hcx104-stale", name = &name, why))
                .at(seen.span, say!("hcx104-row", global = &seen.inside_global))
                .severity(severity)
                .confidence(confidence)
                .help(say!("hcx104-help"))
                .concerning(vec![name], vec![at]);
            if let Some(line) = line {
                finding = finding.because(line, say!("hcx104-rule"));
            }
            findings.push(finding);
        }
    }
    findings
}

/// Why a row cannot come from the configuration as it is now.
fn contradiction(flow: &JudgedFlow, seen: &Observed, complete: bool) -> Option<(Text, Option<Span>)> {
    let standing = &flow.standing;
    let expected = flow.predicted.inside_global.as_ref();
    let same_address = expected.is_none_or(|expected| *expected == seen.inside_global.address);
    if let Some(rule) = standing.fixed_by {
        let same_port =
            seen.inside_global.port().is_none() || seen.inside_global.port() == flow.predicted.expected_port;
        let port = flow.predicted.expected_port.unwrap_or(flow.flow.local_port);
        let fixed = || match expected {
            Some(address) => say!("hcx104-static-address", address, port),
            None => say!("hcx104-static-port", port),
        };
        return (!(same_address && same_port)).then(|| (fixed(), Some(rule)));
    }
    if !same_address && flow.predicted.confidence == Confidence::Certain {
        let expected = expected?;
        return Some((say!("hcx104-other-address", address = expected), flow.predicted.rule));
    }
    let (_, rule) = standing.shared.as_ref()?;
    let port = flow.flow.local_port;
    let free_again = !seen.kept && standing.holder.is_none() && standing.never.is_none() && complete && same_address;
    if free_again && flow.observed.iter().any(|other| other.kept) {
        return Some((say!("hcx104-another-keeps", port), Some(*rule)));
    }
    free_again.then(|| (say!("hcx104-nobody-holds", port), Some(*rule)))
}
