//! `hcxnat.checklist.v1`.

use serde::Serialize;

use super::{TOOL, ToolV1, line, pretty, source_name};
use crate::report::Report;
use crate::report::checklist::{Checked, Remark};
use crate::report::record::{Content, InputRecord, Record, rule_set};
use crate::source::{SourceMap, Span, mask_controls, mask_name};

/// The checklist.
pub fn checklist(report: &Report, record: &Record) -> Vec<u8> {
    let sources = &report.network.sources;
    pretty(&ChecklistV1 {
        schema: "hcxnat.checklist.v1",
        tool: TOOL,
        made: record.made.clone(),
        rules: RulesV1::now(),
        inputs: record.inputs.iter().map(InputV1::of).collect(),
        inventory: record.inventory.iter().map(InputV1::of).collect(),
        verdict: report.verdict.as_str(),
        items: record.checklist.items.iter().map(|checked| ItemV1::of(sources, checked)).collect(),
    })
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ChecklistV1 {
    #[cfg_attr(test, schemars(extend("const" = "hcxnat.checklist.v1")))]
    schema: &'static str,
    tool: ToolV1,
    /// When, as RFC 3339.
    made: Option<String>,
    rules: RulesV1,
    inputs: Vec<InputV1>,
    inventory: Vec<InputV1>,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "inconclusive", "fail"])))]
    verdict: &'static str,
    items: Vec<ItemV1>,
}

/// The rules of the program.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RulesV1 {
    count: usize,
    /// Changes with any word of any of them.
    digest: String,
}

impl RulesV1 {
    fn now() -> Self {
        let (count, digest) = rule_set();
        Self { count, digest }
    }
}

/// What was read.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct InputV1 {
    name: String,
    bytes: Option<u64>,
    sha256: Option<String>,
    /// Why there is no hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<String>,
}

impl InputV1 {
    fn of(input: &InputRecord) -> Self {
        let name = mask_name(&input.name);
        match &input.content {
            Content::Known { bytes, sha256 } => {
                Self { name, bytes: Some(*bytes), sha256: Some(sha256.clone()), unknown: None }
            }
            Content::Unknown(why) => Self { name, bytes: None, sha256: None, unknown: Some(why.to_string()) },
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ItemV1 {
    number: u8,
    title: String,
    origin: String,
    /// `router`, `router in part`, `no router`.
    answer: &'static str,
    optional: bool,
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "not checked", "inconclusive", "fail"])))]
    state: String,
    remarks: Vec<RemarkV1>,
    /// Remarks that are not listed, because there are too many.
    remarks_omitted: u64,
    /// What to paste, or where to look, while it is not decided.
    next: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RemarkV1 {
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "not checked", "inconclusive", "fail"])))]
    state: String,
    /// The code of the finding that says so.
    code: Option<&'static str>,
    says: String,
    evidence: Vec<EvidenceV1>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EvidenceV1 {
    source: String,
    line: Option<u32>,
    text: Option<String>,
}

impl ItemV1 {
    fn of(sources: &SourceMap, checked: &Checked) -> Self {
        let item = checked.item;
        Self {
            number: item.number,
            title: (item.title)().to_string(),
            origin: (item.origin)().to_string(),
            answer: item.answer.as_str(),
            optional: item.optional,
            state: checked.state.as_str().to_lowercase(),
            remarks: checked.remarks.iter().map(|remark| RemarkV1::of(sources, remark)).collect(),
            remarks_omitted: checked.more as u64,
            next: checked.next.iter().map(|next| mask_controls(&next.to_string())).collect(),
        }
    }
}

impl RemarkV1 {
    fn of(sources: &SourceMap, remark: &Remark) -> Self {
        let evidence = |span: &Span| EvidenceV1 {
            source: source_name(sources, *span),
            line: line(sources, *span),
            text: sources.quote_line(*span),
        };
        Self {
            state: remark.state.as_str().to_lowercase(),
            code: remark.code,
            says: mask_controls(&remark.says.to_string()),
            evidence: remark.evidence.iter().map(evidence).collect(),
        }
    }
}
