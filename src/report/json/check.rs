//! `hcxnat.check.v1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{CoverageV1, Each, EndpointV1, TOOL, ToolV1, clean, is_zero, line, source_name, told, write_pretty};
use crate::eval::{Observed, Prediction};
use crate::fix::Plan;
use crate::model::Network;
use crate::net::Endpoint;
use crate::report::{JudgedFlow, Report, words};
use crate::rules::{Finding, Label, fingerprint};
use crate::source::{SourceMap, mask_controls};

/// The result of `check`.
pub fn check(report: &Report) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Nothing can go wrong in memory.
    let _ = write_check(report, &mut bytes);
    bytes
}

/// The same, written as it is made: that of ten thousand routers is a hundred megabytes.
///
/// # Errors
/// When it cannot be written.
pub fn write_check(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    let network = &report.network;
    let finding = |finding: &Finding| FindingV1::of(report, finding);
    let check = CheckV1 {
        schema: "hcxnat.check.v1",
        tool: TOOL,
        verdict: report.verdict.as_str(),
        flows: Each(&report.flows, &|flow| FlowV1::of(report, flow)),
        findings: Each(&report.findings, &finding),
        ignored: Each(&report.ignored, &finding),
        fixes: Each(&report.plans, &|plan| FixV1::of(network, plan)),
        no_plan: told(&report.no_plan),
        paste_next: clean(&report.paste_next),
        coverage: CoverageV1::of(&network.coverage, &network.sources),
        not_checked: told(&report.not_checked),
    };
    write_pretty(to, &check)
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CheckV1<'r> {
    #[cfg_attr(test, schemars(extend("const" = "hcxnat.check.v1")))]
    schema: &'static str,
    tool: ToolV1,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "inconclusive", "fail"])))]
    verdict: &'static str,
    #[cfg_attr(test, schemars(with = "Vec<FlowV1>"))]
    flows: Each<'r, JudgedFlow, FlowV1>,
    #[cfg_attr(test, schemars(with = "Vec<FindingV1>"))]
    findings: Each<'r, Finding, FindingV1>,
    /// Findings that the inventory accepts.
    #[cfg_attr(test, schemars(with = "Vec<FindingV1>"))]
    ignored: Each<'r, Finding, FindingV1>,
    #[cfg_attr(test, schemars(with = "Vec<FixV1>"))]
    fixes: Each<'r, Plan, FixV1>,
    no_plan: Vec<String>,
    paste_next: Vec<String>,
    coverage: CoverageV1,
    not_checked: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FlowV1 {
    appliance: String,
    role: String,
    inferred: bool,
    /// `true` for an address that HCX may give to an appliance, and absent otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    possible: bool,
    device: Option<String>,
    local: EndpointV1,
    /// `null` when nobody said who the peer is.
    peer: Option<EndpointV1>,
    predicted: PredictedV1,
    observed: Vec<ObservedV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more_ports: Vec<PortRangeV1>,
    /// What the capture leaves open, each as a statement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    open: Vec<OpenV1>,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "inconclusive", "fail"])))]
    verdict: &'static str,
}

/// A question that the capture leaves open.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OpenV1 {
    says: String,
    source: Option<String>,
    line: Option<u32>,
}

/// Further source ports of the flow that fare alike.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PortRangeV1 {
    first: u16,
    last: u16,
    predicted: PredictedV1,
    observed: Vec<ObservedV1>,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "inconclusive", "fail"])))]
    verdict: &'static str,
}

impl FlowV1 {
    pub(super) fn of(report: &Report, judged: &JudgedFlow) -> Self {
        let appliance = report.appliances.get(judged.appliance);
        let flow = &judged.flow;
        let sources = &report.network.sources;
        Self {
            appliance: appliance.map(|appliance| mask_controls(&appliance.name)).unwrap_or_default(),
            role: appliance.map(|appliance| mask_controls(&appliance.role)).unwrap_or_default(),
            inferred: appliance.is_some_and(|appliance| appliance.inferred),
            possible: appliance.is_some_and(|appliance| appliance.possible),
            device: device(&report.network, judged.device),
            local: EndpointV1::of(&Endpoint::with_port(flow.local, flow.local_port)),
            peer: flow.peer.map(|peer| EndpointV1::of(&Endpoint::with_port(peer, flow.peer_port))),
            predicted: PredictedV1::of(sources, &judged.predicted),
            observed: judged.observed.iter().map(|row| ObservedV1::of(sources, row)).collect(),
            more_ports: judged
                .more_ports
                .iter()
                .map(|range| PortRangeV1 {
                    first: *range.ports.start(),
                    last: *range.ports.end(),
                    predicted: PredictedV1::of(sources, &range.predicted),
                    observed: range.observed.iter().map(|row| ObservedV1::of(sources, row)).collect(),
                    verdict: range.verdict.as_str(),
                })
                .collect(),
            open: judged
                .standing
                .open
                .iter()
                .map(|open| OpenV1 {
                    says: mask_controls(&open.says.to_string()),
                    source: open.span.map(|span| source_name(sources, span)),
                    line: open.span.and_then(|span| line(sources, span)),
                })
                .collect(),
            verdict: judged.verdict.as_str(),
        }
    }
}

/// What the model expects of a flow; shared with `trace`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PredictedV1 {
    #[cfg_attr(test, schemars(extend("enum" = ["kept", "remapped", "either", "dropped", "untranslated", "unknown"])))]
    outcome: &'static str,
    inside_global: Option<EndpointV1>,
    expected_port: Option<u16>,
    rule_line: Option<u32>,
    rule_source: Option<String>,
    #[cfg_attr(test, schemars(extend("enum" = ["certain", "likely", "possible"])))]
    confidence: &'static str,
    reason: String,
    /// One for each order of speaking, where that makes a difference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stories: Vec<StoryV1>,
}

/// What happens in one order of speaking.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StoryV1 {
    when: String,
    #[cfg_attr(test, schemars(extend("enum" = ["kept", "remapped", "either", "dropped", "untranslated", "unknown"])))]
    outcome: &'static str,
    port: Option<u16>,
}

impl PredictedV1 {
    pub(super) fn of(sources: &SourceMap, predicted: &Prediction) -> Self {
        Self {
            outcome: predicted.outcome.as_str(),
            inside_global: predicted.inside_global.as_ref().map(EndpointV1::address),
            expected_port: predicted.expected_port,
            rule_line: predicted.rule.and_then(|span| line(sources, span)),
            rule_source: predicted.rule.map(|span| source_name(sources, span)),
            confidence: predicted.confidence.as_str(),
            reason: mask_controls(&predicted.reason.to_string()),
            stories: predicted
                .stories
                .iter()
                .map(|story| StoryV1 {
                    when: mask_controls(&story.when.to_string()),
                    outcome: story.outcome.as_str(),
                    port: story.port,
                })
                .collect(),
        }
    }
}

/// A row of the live table; shared with `trace`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ObservedV1 {
    source: String,
    line: Option<u32>,
    inside_global: EndpointV1,
}

impl ObservedV1 {
    pub(super) fn of(sources: &SourceMap, row: &Observed) -> Self {
        Self {
            source: source_name(sources, row.span),
            line: line(sources, row.span),
            inside_global: EndpointV1::of(&row.inside_global),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FindingV1 {
    code: &'static str,
    name: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "note"])))]
    severity: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["certain", "likely", "possible"])))]
    confidence: &'static str,
    device: Option<String>,
    appliances: Vec<String>,
    message: String,
    help: String,
    /// The same for the same evidence in another capture.
    fingerprint: String,
    /// Id of the fix that cures it.
    fix: Option<String>,
    /// Codes of findings that this one explains.
    covers: Vec<&'static str>,
    labels: Vec<LabelV1>,
    /// Labels that are not listed: too many, or their text was not kept.
    #[serde(skip_serializing_if = "is_zero")]
    labels_omitted: u64,
}

/// More than anybody looks at, and few enough for a report to stay small.
const LABELS: usize = 200;

impl FindingV1 {
    pub(super) fn of(report: &Report, finding: &Finding) -> Self {
        let sources = &report.network.sources;
        let labels = finding.labels.iter().filter_map(|label| LabelV1::of(sources, label));
        let labels: Vec<LabelV1> = labels.take(LABELS).collect();
        Self {
            code: finding.code,
            name: finding.name,
            severity: finding.severity.as_str(),
            confidence: finding.confidence.as_str(),
            device: finding.device.and_then(|index| device(&report.network, index)),
            appliances: clean(&finding.appliances),
            message: mask_controls(&finding.message.to_string()),
            help: mask_controls(&finding.help.to_string()),
            fingerprint: fingerprint(&report.network, finding),
            fix: finding.plan.and_then(|index| report.plans.get(index)).map(|plan| plan.id.clone()),
            covers: finding.covers.clone(),
            labels_omitted: (finding.labels.len() - labels.len()) as u64,
            labels,
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LabelV1 {
    #[cfg_attr(test, schemars(extend("enum" = ["primary", "related"])))]
    role: &'static str,
    source: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: String,
    message: String,
}

impl LabelV1 {
    /// `None` when the text was not kept: a made-up place is worse than none.
    fn of(sources: &SourceMap, label: &Label) -> Option<Self> {
        let (start, end) = (sources.position(label.span)?, sources.end_position(label.span)?);
        Some(Self {
            role: if label.primary { "primary" } else { "related" },
            source: source_name(sources, label.span),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: sources.quote(label.span)?,
            message: mask_controls(&label.message.to_string()),
        })
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FixV1 {
    id: String,
    title: String,
    device: Option<String>,
    /// Always `display-only`: this program never touches a router.
    applicability: &'static str,
    commands: Vec<String>,
    clear: Vec<String>,
    verify: Vec<String>,
    /// Rows that the translation table shows after the change.
    expect: Vec<String>,
    rollback: Vec<String>,
    notes: Vec<String>,
    /// What the plan opens to the outside, and lines beside it that close that again.
    guards: Vec<GuardV1>,
    proof: ProofV1,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GuardV1 {
    why: String,
    commands: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProofV1 {
    resolves: Vec<&'static str>,
    remaining: Vec<&'static str>,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "inconclusive", "fail"])))]
    verdict_after: &'static str,
}

impl FixV1 {
    pub(super) fn of(network: &Network, plan: &Plan) -> Self {
        Self {
            id: plan.id.clone(),
            title: mask_controls(&plan.title.to_string()),
            device: device(network, plan.device),
            applicability: "display-only",
            commands: clean(&plan.commands),
            clear: clean(&plan.clear),
            verify: clean(&plan.verify),
            expect: clean(&plan.expect),
            rollback: clean(&plan.rollback),
            notes: told(&plan.notes),
            guards: plan
                .guards
                .iter()
                .map(|guard| GuardV1 { why: mask_controls(&guard.why.to_string()), commands: clean(&guard.commands) })
                .collect(),
            proof: ProofV1 {
                resolves: plan.proof.resolves.clone(),
                remaining: plan.proof.remaining.clone(),
                verdict_after: plan.proof.verdict_after.as_str(),
            },
        }
    }
}

/// The host name; `null` when the capture does not say it.
pub(super) fn device(network: &Network, index: usize) -> Option<String> {
    network.devices.get(index)?.name.as_ref().map(|_| words::device(network, index))
}
