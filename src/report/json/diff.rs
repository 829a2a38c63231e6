//! `hcxnat.diff.v1`.

use serde::Serialize;

use super::check::{FindingV1, FlowV1};
use super::{TOOL, ToolV1, pretty};
use crate::report::{Report, compare};

/// The result of `diff`.
pub fn diff(before: &Report, after: &Report) -> Vec<u8> {
    let comparison = compare(before, after);
    let flow = |report: &Report, at: Option<usize>| report.flows.get(at?).map(|flow| FlowV1::of(report, flow));
    let finding = |report: &Report, at: usize| report.findings.get(at).map(|finding| FindingV1::of(report, finding));
    pretty(&DiffV1 {
        schema: "hcxnat.diff.v1",
        tool: TOOL,
        verdict_before: before.verdict.as_str(),
        verdict_after: after.verdict.as_str(),
        flows: comparison
            .flows
            .iter()
            .map(|(was, is)| ChangeV1 { before: flow(before, *was), after: flow(after, *is) })
            .collect(),
        added: comparison.added.iter().filter_map(|at| finding(after, *at)).collect(),
        removed: comparison.removed.iter().filter_map(|at| finding(before, *at)).collect(),
        unchanged: comparison.unchanged.iter().filter_map(|(_, at)| finding(after, *at)).collect(),
    })
}

#[derive(Debug, Serialize)]
struct DiffV1 {
    schema: &'static str,
    tool: ToolV1,
    verdict_before: &'static str,
    verdict_after: &'static str,
    flows: Vec<ChangeV1>,
    /// Findings of the later capture that the earlier one lacks.
    added: Vec<FindingV1>,
    removed: Vec<FindingV1>,
    /// As the later capture has them.
    unchanged: Vec<FindingV1>,
}

/// One flow; `null` where a capture has no such flow.
#[derive(Debug, Serialize)]
struct ChangeV1 {
    before: Option<FlowV1>,
    after: Option<FlowV1>,
}
