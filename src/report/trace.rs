//! The steps of a flow as text.

use std::fmt::Write as _;

use super::{Answer, Traced, words};
use crate::eval::{Confidence, StepKind};
use crate::source::mask_controls;

/// Every device's answer: the steps, each with the lines that decide it, and what comes out.
pub fn trace_text(traced: &Traced) -> String {
    let mut out = format!("{}\n", traced.flow);
    if let Some(behaviour) = traced.behaviour {
        let (name, words, source) = (behaviour.name(), behaviour.words(), behaviour.source());
        let _ = writeln!(out, "Ports handed out as {name} does, and as if the flow had no entry yet.");
        let _ = writeln!(out, "  RFC 4787: {words}\n  Source:   {source}");
    }
    if traced.answers.is_empty() {
        out.push_str("\nNo device in this capture: nothing to trace through.\n");
    }
    for answer in &traced.answers {
        device(&mut out, traced, answer);
    }
    out
}

fn device(out: &mut String, traced: &Traced, answer: &Answer) {
    let network = &traced.network;
    let _ = writeln!(out, "\n{}", words::device(network, answer.device));
    for (number, step) in (1..).zip(&answer.trace.steps) {
        // The way out, the way back, and each of several ways stand apart.
        if matches!(step.kind, StepKind::Branch | StepKind::Return | StepKind::Failover) {
            out.push('\n');
        }
        let _ = writeln!(out, "{number:>3}. {:<15} {}", title(step.kind), mask_controls(&step.says.to_string()));
        for span in &step.evidence {
            let quoted = network.sources.quote_line(*span).unwrap_or_default();
            let _ = writeln!(out, "       {}: {}", words::place(network, *span), quoted.trim());
        }
    }
    let port = traced.flow.local_port;
    let mut expected = mask_controls(&words::expected(&answer.predicted, port).to_string());
    if answer.predicted.confidence != Confidence::Certain {
        let _ = write!(expected, " ({})", answer.predicted.confidence.as_str());
    }
    let _ = writeln!(out, "  Expected: {expected}");
    if let Some(reason) =
        Some(mask_controls(&answer.predicted.reason.to_string())).filter(|reason| !expected.contains(reason.as_str()))
    {
        let _ = writeln!(out, "            {reason}");
    }
    match words::seen(&answer.observed, port) {
        Some(seen) => {
            let _ = writeln!(out, "  Seen:     {seen}");
        }
        None => out.push_str("  Seen:     not in the translation table of this capture\n"),
    }
    for row in &answer.observed {
        let quoted = network.sources.quote_line(row.span).unwrap_or_default();
        let _ = writeln!(out, "            {}: {}", words::place(network, row.span), quoted.trim());
    }
}

fn title(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Ingress => "arrives",
        StepKind::AclIn | StepKind::ReturnAclIn => "access list in",
        StepKind::Route | StepKind::ReturnRoute => "route",
        StepKind::PolicyRoute => "policy routing",
        StepKind::Branch => "one way",
        StepKind::Failover => "failover",
        StepKind::NatLookup => "NAT?",
        StepKind::RuleSkipped => "rule skipped",
        StepKind::RuleMatched => "rule applies",
        StepKind::Address => "inside global",
        StepKind::PortTried => "port tried",
        StepKind::Port => "port",
        StepKind::Crypto => "crypto map",
        StepKind::AclOut | StepKind::ReturnAclOut => "access list out",
        StepKind::Inspect => "inspection",
        StepKind::Zone | StepKind::ReturnZone => "zones",
        StepKind::Return => "way back",
        StepKind::ReturnNat => "NAT back",
    }
}
