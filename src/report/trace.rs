//! The steps of a flow as text.

use std::fmt::Write as _;

use super::human::wrap::{columns, padded};
use super::{Answer, Traced, words};
use crate::eval::{Confidence, Outcome, StepKind};
use crate::locale::{Language, say};
use crate::source::mask_controls;

/// Columns of what a step is called.
const TITLE: usize = 15;

/// Every device's answer: the steps, each with the lines that decide it, and what comes out.
pub fn trace_text(traced: &Traced, language: Language) -> String {
    let mut out = format!("{}\n", traced.flow);
    if let Some(behaviour) = traced.behaviour {
        let _ = writeln!(out, "{}", say!("trace-as", name = behaviour.name()).to(language));
        let source = say!("trace-source").to(language);
        let width = columns("RFC 4787:").max(columns(&source)) + 1;
        let _ = writeln!(out, "  {}{}", padded("RFC 4787:", width), behaviour.words().says().to(language));
        let _ = writeln!(out, "  {}{}", padded(&source, width), behaviour.source());
    }
    if traced.answers.is_empty() {
        let _ = writeln!(out, "\n{}", say!("trace-no-device").to(language));
    }
    for answer in &traced.answers {
        device(&mut out, traced, answer, language);
    }
    out
}

fn device(out: &mut String, traced: &Traced, answer: &Answer, language: Language) {
    let network = &traced.network;
    let _ = writeln!(out, "\n{}", words::router(network, answer.device).to(language));
    for (number, step) in (1..).zip(&answer.trace.steps) {
        // The way out, the way back, and each of several ways stand apart.
        if matches!(step.kind, StepKind::Branch | StepKind::Return | StepKind::Failover) {
            out.push('\n');
        }
        let _ = writeln!(out, "{number:>3}. {} {}", title(step.kind, language), mask_controls(&step.says.to(language)));
        for span in &step.evidence {
            let quoted = network.sources.quote_line(*span).unwrap_or_default();
            let _ = writeln!(out, "       {}: {}", words::place(network, *span), quoted.trim());
        }
    }
    let port = traced.flow.local_port;
    let predicted = &answer.predicted;
    let mut expected = mask_controls(&words::expected(predicted, port).to(language));
    if predicted.confidence != Confidence::Certain {
        expected.push_str(&say!("report-confidence", confidence = predicted.confidence.as_str()).to(language));
    }
    let (expects, sees) = (say!("trace-expected").to(language), say!("trace-seen").to(language));
    let width = columns(&expects).max(columns(&sees)) + 1;
    let _ = writeln!(out, "  {}{expected}", padded(&expects, width));
    // Of what is not known, the reason has been told already.
    if predicted.outcome != Outcome::Unknown && !predicted.reason.is_empty() {
        let _ = writeln!(out, "  {:width$}{}", "", mask_controls(&predicted.reason.to(language)));
    }
    let seen = words::seen(&answer.observed, port).unwrap_or_else(|| say!("trace-not-seen"));
    let _ = writeln!(out, "  {}{}", padded(&sees, width), seen.to(language));
    for row in &answer.observed {
        let quoted = network.sources.quote_line(row.span).unwrap_or_default();
        let _ = writeln!(out, "  {:width$}{}: {}", "", words::place(network, row.span), quoted.trim());
    }
}

/// What a step is called, as wide as the others.
fn title(kind: StepKind, language: Language) -> String {
    let step = match kind {
        StepKind::ReturnAclIn => StepKind::AclIn,
        StepKind::ReturnRoute => StepKind::Route,
        StepKind::ReturnAclOut => StepKind::AclOut,
        StepKind::ReturnZone => StepKind::Zone,
        other => other,
    };
    padded(&say!("trace-step", step = step.as_str()).to(language), TITLE)
}
