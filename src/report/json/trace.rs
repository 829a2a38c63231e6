//! `hcxnat.trace.v1`.

use serde::Serialize;

use super::check::{ObservedV1, PredictedV1, device};
use super::{EndpointV1, TOOL, ToolV1, line, pretty, source_name};
use crate::eval::Step;
use crate::eval::behaviour::Behaviour;
use crate::net::Endpoint;
use crate::report::{Answer, Traced};
use crate::source::{SourceMap, Span, mask_controls};

/// The result of `trace`.
pub fn trace(traced: &Traced) -> Vec<u8> {
    let flow = &traced.flow;
    pretty(&TraceV1 {
        schema: "hcxnat.trace.v1",
        tool: TOOL,
        flow: FlowV1 {
            protocol: flow.protocol.to_string(),
            local: EndpointV1::of(&Endpoint::with_port(flow.local, flow.local_port)),
            peer: flow.peer.map(|peer| EndpointV1::of(&Endpoint::with_port(peer, flow.peer_port))),
            peer_port: flow.peer_port,
            vrf: flow.vrf.as_deref().map(mask_controls),
        },
        behaviour: traced.behaviour.map(BehaviourV1::of),
        devices: traced.answers.iter().map(|answer| AnswerV1::of(traced, answer)).collect(),
    })
}

#[derive(Debug, Serialize)]
struct TraceV1 {
    schema: &'static str,
    tool: ToolV1,
    flow: FlowV1,
    #[serde(skip_serializing_if = "Option::is_none")]
    behaviour: Option<BehaviourV1>,
    devices: Vec<AnswerV1>,
}

/// The behaviour asked for, in the words of RFC 4787; `null` where it is not settled.
#[derive(Debug, Serialize)]
struct BehaviourV1 {
    name: &'static str,
    source: &'static str,
    mapping: &'static str,
    port_preservation: Option<bool>,
    port_overloading: Option<bool>,
}

impl BehaviourV1 {
    fn of(behaviour: &dyn Behaviour) -> Self {
        let words = behaviour.words();
        Self {
            name: behaviour.name(),
            source: behaviour.source(),
            mapping: words.mapping.as_str(),
            port_preservation: words.preservation,
            port_overloading: words.overloading,
        }
    }
}

#[derive(Debug, Serialize)]
struct FlowV1 {
    protocol: String,
    local: EndpointV1,
    peer: Option<EndpointV1>,
    peer_port: u16,
    vrf: Option<String>,
}

#[derive(Debug, Serialize)]
struct AnswerV1 {
    device: Option<String>,
    steps: Vec<StepV1>,
    predicted: PredictedV1,
    observed: Vec<ObservedV1>,
}

impl AnswerV1 {
    fn of(traced: &Traced, answer: &Answer) -> Self {
        let sources = &traced.network.sources;
        Self {
            device: device(&traced.network, answer.device),
            steps: answer.trace.steps.iter().map(|step| StepV1::of(sources, step)).collect(),
            predicted: PredictedV1::of(sources, &answer.predicted),
            observed: answer.observed.iter().map(|row| ObservedV1::of(sources, row)).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct StepV1 {
    kind: &'static str,
    says: String,
    evidence: Vec<EvidenceV1>,
}

#[derive(Debug, Serialize)]
struct EvidenceV1 {
    source: String,
    line: Option<u32>,
    text: String,
}

impl StepV1 {
    fn of(sources: &SourceMap, step: &Step) -> Self {
        let evidence = |span: &Span| EvidenceV1 {
            source: source_name(sources, *span),
            line: line(sources, *span),
            text: sources.quote_line(*span).unwrap_or_default(),
        };
        Self {
            kind: step.kind.as_str(),
            says: mask_controls(&step.says.to_string()),
            evidence: step.evidence.iter().map(evidence).collect(),
        }
    }
}
