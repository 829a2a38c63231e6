//! SARIF 2.1.0, as GitHub's code scanning takes it: relative paths, regions that count from 1, rules with their pages, and
//! fingerprints that do not move with the lines.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::record::{Content, InputRecord};
use super::{Record, Report, place, summary, words};
use crate::eval::Verdict;
use crate::locale::Language;
use crate::rules::{self, Finding, Label, Rule, Severity, fingerprint};
use crate::source::{Span, mask_controls};

/// Where relative paths begin.
const BASE: &str = "%SRCROOT%";

/// Where others do.
const ROOT: &str = "ROOT";

/// More evidence than anybody opens.
const RELATED: usize = 50;

/// The whole log.
pub fn sarif(report: &Report, record: &Record) -> Vec<u8> {
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver::now() },
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: bases(),
            invocations: [invocation(report, record)],
            artifacts: artifacts(record),
            results: results(report, record),
        }],
    };
    super::json::pretty(&log)
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    invocations: [Invocation; 1],
    artifacts: Vec<Artifact>,
    results: Vec<SarifResult>,
}

#[derive(Serialize)]
struct Base {
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<&'static str>,
    description: Text,
}

fn bases() -> BTreeMap<&'static str, Base> {
    let own = Base { uri: None, description: Text::of("The directory that hcxnat was started in.") };
    let root = Base { uri: Some("file:///"), description: Text::of("The root of the file system.") };
    BTreeMap::from([(BASE, own), (ROOT, root)])
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<SarifRule>,
}

impl Driver {
    fn now() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: rules::registry().iter().map(SarifRule::of).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: &'static str,
    name: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 3],
    needs: &'static str,
}

impl SarifRule {
    fn of(rule: &Rule) -> Self {
        let meta = &rule.meta;
        Self {
            id: meta.code,
            name: meta.name,
            short_description: Text::of(&(meta.summary)().to_string()),
            full_description: Text::of(&(meta.summary)().to_string()),
            help: Help { text: rule.page(Language::English), markdown: rule.page(Language::English) },
            default_configuration: Configuration { level: meta.severity.as_str() },
            properties: RuleProperties { tags: ["nat", "cisco", "hcx"], needs: meta.needs },
        }
    }
}

#[derive(Serialize)]
struct Text {
    text: String,
}

impl Text {
    fn of(text: &str) -> Self {
        Self { text: mask_controls(text) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time_utc: Option<String>,
    /// What is not decided: no result could say so.
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

fn invocation(report: &Report, record: &Record) -> Invocation {
    let open = summary::rows(report, Language::English).into_iter().filter(|row| row.verdict == Verdict::Inconclusive);
    let open = open.map(|row| format!("{} {}: INCONCLUSIVE: {}", row.name, row.local, row.words));
    let next = report.paste_next.iter().map(|next| format!("to decide what is open, paste: {next}"));
    let nobody = (report.flows.is_empty()).then(|| summary::sentence(report).to_string());
    let says = open.chain(next).chain(nobody);
    Invocation {
        execution_successful: true,
        exit_code: record.exit_code,
        exit_code_description: record.closing.as_ref().map(|closing| mask_controls(&closing.to_string())),
        end_time_utc: record.made.as_deref().map(mask_controls),
        tool_execution_notifications: says
            .map(|says| Notification { level: "warning", message: Text::of(&says) })
            .collect(),
    }
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
    roles: [&'static str; 1],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    hashes: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

impl ArtifactLocation {
    fn of(name: &str, record: &Record) -> Self {
        let path = place::relative(name, record.directory.as_deref());
        Self { uri: place::uri(&path.path), uri_base_id: if path.from_root { ROOT } else { BASE } }
    }
}

fn artifacts(record: &Record) -> Vec<Artifact> {
    let artifact = |input: &InputRecord| {
        let (length, digest) = match &input.content {
            Content::Known { bytes, sha256 } => (Some(*bytes), Some(sha256.clone())),
            Content::Unknown(_) => (None, None),
        };
        let hashes = digest.into_iter().map(|digest| ("sha-256", digest)).collect();
        Artifact { location: ArtifactLocation::of(&input.name, record), length, roles: ["analysisTarget"], hashes }
    };
    record.inputs.iter().chain(&record.inventory).map(artifact).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: ResultProperties,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
}

#[derive(Serialize)]
struct ResultProperties {
    confidence: &'static str,
    appliances: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    /// Left out where the line was not kept: a made-up one is worse than none.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<SarifRegion>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text>,
}

fn results(report: &Report, record: &Record) -> Vec<SarifResult> {
    let index: HashMap<&str, usize> =
        rules::registry().iter().enumerate().map(|(at, rule)| (rule.meta.code, at)).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let all = report.findings.iter().map(|finding| (finding, false));
    let all = all.chain(report.ignored.iter().map(|finding| (finding, true)));
    all.filter_map(|(finding, accepted)| {
        let digits = fingerprint(&report.network, finding);
        // Two that are alike must not become one.
        let number = seen.entry(digits.clone()).or_insert(0);
        *number += 1;
        let digits = format!("{digits}:{number}");
        result(report, record, finding, (*index.get(finding.code)?, digits, accepted))
    })
    .collect()
}

fn result(
    report: &Report,
    record: &Record,
    finding: &Finding,
    (rule_index, digits, accepted): (usize, String, bool),
) -> Option<SarifResult> {
    let (first, rest) = match finding.labels.split_first() {
        Some((first, rest)) => (Some(first), rest),
        None => (None, &[][..]),
    };
    let primary = match first {
        Some(label) => location(report, record, label, None),
        // Said of all that was read.
        None => Location { id: None, physical: whole(record)?, message: None },
    };
    let related = rest.iter().take(RELATED).enumerate();
    let says = [&finding.message, &finding.help].into_iter().filter(|says| !says.is_empty()).map(ToString::to_string);
    let suppression = Suppression { kind: "external", status: "accepted" };
    Some(SarifResult {
        rule_id: finding.code,
        rule_index,
        level: level(finding.severity),
        message: Text::of(&says.collect::<Vec<_>>().join("\n\n")),
        locations: vec![primary],
        related_locations: related.map(|(at, label)| location(report, record, label, Some(at + 1))).collect(),
        partial_fingerprints: BTreeMap::from([("hcxnat/v1", digits)]),
        suppressions: accepted.then_some(suppression).into_iter().collect(),
        properties: ResultProperties {
            confidence: finding.confidence.as_str(),
            appliances: super::json::clean(&finding.appliances),
            device: finding.device.map(|at| words::device(&report.network, at)),
            plan: finding.plan.and_then(|at| report.plans.get(at)).map(|plan| plan.id.clone()),
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn location(report: &Report, record: &Record, label: &Label, id: Option<usize>) -> Location {
    let message = Some(&label.message).filter(|says| !says.is_empty()).map(|says| Text::of(&says.to_string()));
    Location { id, physical: physical(report, record, label.span), message }
}

fn physical(report: &Report, record: &Record, span: Span) -> PhysicalLocation {
    let region = place::region(report, span).map(|region| SarifRegion {
        start_line: region.line,
        start_column: region.column,
        end_line: region.end_line,
        end_column: region.end_column,
        snippet: report.network.sources.quote(span).map(|text| Text { text }),
    });
    let name = place::source(report, span).unwrap_or_default();
    PhysicalLocation { artifact_location: ArtifactLocation::of(name, record), region }
}

fn whole(record: &Record) -> Option<PhysicalLocation> {
    let first = record.inputs.first()?;
    Some(PhysicalLocation { artifact_location: ArtifactLocation::of(&first.name, record), region: None })
}
