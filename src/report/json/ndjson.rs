//! `hcxnat.check.v1` in pieces, one JSON object a line, for programs that read line by line.

use serde::Serialize;

use super::check::{FindingV1, FixV1, FlowV1};
use super::{CoverageV1, TOOL, ToolV1, clean, told};
use crate::report::Report;

/// A piece, and what it is.
#[derive(Serialize)]
struct Line<T> {
    schema: &'static str,
    r#type: &'static str,
    #[serde(flatten)]
    piece: T,
}

/// What is said once.
#[derive(Serialize)]
struct SummaryV1 {
    tool: ToolV1,
    verdict: &'static str,
    flows: usize,
    findings: usize,
    ignored: usize,
    fixes: usize,
    no_plan: Vec<String>,
    paste_next: Vec<String>,
    not_checked: Vec<String>,
}

/// Flows, findings, accepted findings, fixes, the account of the lines, and at the end the summary.
pub fn ndjson(report: &Report) -> Vec<u8> {
    let mut out = Vec::new();
    let network = &report.network;
    report.flows.iter().for_each(|flow| line(&mut out, "flow", FlowV1::of(report, flow)));
    report.findings.iter().for_each(|finding| line(&mut out, "finding", FindingV1::of(report, finding)));
    report.ignored.iter().for_each(|finding| line(&mut out, "ignored", FindingV1::of(report, finding)));
    report.plans.iter().for_each(|plan| line(&mut out, "fix", FixV1::of(network, plan)));
    line(&mut out, "coverage", CoverageV1::of(&network.coverage, &network.sources));
    let summary = SummaryV1 {
        tool: TOOL,
        verdict: report.verdict.as_str(),
        flows: report.flows.len(),
        findings: report.findings.len(),
        ignored: report.ignored.len(),
        fixes: report.plans.len(),
        no_plan: told(&report.no_plan),
        paste_next: clean(&report.paste_next),
        not_checked: told(&report.not_checked),
    };
    line(&mut out, "summary", summary);
    out
}

fn line(out: &mut Vec<u8>, r#type: &'static str, piece: impl Serialize) {
    let line = Line { schema: "hcxnat.check.v1", r#type, piece };
    if serde_json::to_writer(&mut *out, &line).is_ok() {
        out.push(b'\n');
    }
}
