//! From the result of an analysis to bytes, one file a format.

mod baseline;
mod change;
pub mod checklist;
#[cfg(feature = "cli")]
mod diagnostic;
mod diff;
mod doubt;
mod github;
mod html;
#[cfg(feature = "cli")]
mod human;
pub mod json;
mod junit;
mod markdown;
mod parse;
mod place;
mod possible;
mod record;
mod sarif;
mod summary;
#[cfg(feature = "cli")]
mod trace;
mod words;

pub use baseline::baseline;
pub use change::{change_script, no_change};
#[cfg(feature = "cli")]
pub use diagnostic::{Style, problems};
#[cfg(feature = "cli")]
pub use diff::diff_text;
pub use diff::{Comparison, compare};
pub use github::github;
pub use html::html;
#[cfg(feature = "cli")]
pub use human::{HumanOptions, human};
pub use junit::junit;
pub use markdown::{checklist as checklist_markdown, markdown};
pub use parse::{parse_json, parse_text};
#[cfg(feature = "cli")]
pub(crate) use record::hex;
pub use record::{Content, InputRecord, Record, rule_set};
pub use sarif::sarif;
#[cfg(feature = "cli")]
pub use trace::trace_text;

pub use crate::eval::JudgedFlow;
use crate::eval::behaviour::Behaviour;
use crate::eval::{Flow, Observed, Prediction, Trace, Verdict};
use crate::fix::Plan;
use crate::intent::Appliance;
use crate::locale::Text;
use crate::model::Network;
use crate::rules::Finding;

/// More routers than this are a fleet: the screen is an overview of it, and what nobody named is looked for on each
/// router alone.
pub const FEW_DEVICES: usize = 8;

/// Whether that many routers are a fleet.
pub(crate) fn is_fleet(devices: usize) -> bool {
    devices > FEW_DEVICES
}

/// Everything an analysis found out.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was read.
    pub network: Network,
    /// The appliances judged, named or inferred.
    pub appliances: Vec<Appliance>,
    /// One entry an appliance uplink (and peer) and device.
    pub flows: Vec<JudgedFlow>,
    /// What must pass whatever its source port: management, tests. Left out for a fleet.
    pub services: Vec<JudgedFlow>,
    /// Most severe first, then by place in the capture.
    pub findings: Vec<Finding>,
    /// Findings that the inventory accepts.
    pub ignored: Vec<Finding>,
    /// Proven plans.
    pub plans: Vec<Plan>,
    /// Why there is no plan where one was wanted.
    pub no_plan: Vec<Text>,
    /// Over all flows.
    pub verdict: Verdict,
    /// What to paste so that an inconclusive verdict can be decided, each line a command with why.
    pub paste_next: Vec<String>,
    /// What this analysis does not look at.
    pub not_checked: Vec<Text>,
}

/// The way of one flow through every device of a capture.
#[derive(Debug, Clone)]
pub struct Traced {
    /// What was read.
    pub network: Network,
    /// The flow asked about.
    pub flow: Flow,
    /// The behaviour that was asked for in place of the devices' own.
    pub behaviour: Option<&'static dyn Behaviour>,
    /// One answer a device.
    pub answers: Vec<Answer>,
}

/// What one device does with a flow.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Index into [`Network::devices`].
    pub device: usize,
    /// Step by step.
    pub trace: Trace,
    /// What comes out.
    pub predicted: Prediction,
    /// What the table shows.
    pub observed: Vec<Observed>,
}
