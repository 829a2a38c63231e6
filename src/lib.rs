//! Finds the Cisco PAT that takes UDP 4500 away from a VMware HCX appliance.

mod analysis;
pub mod capture;
#[cfg(feature = "cli")]
pub mod cli;
pub mod eval;
pub mod fix;
pub mod grammar;
pub mod intent;
pub mod locale;
pub mod model;
pub mod net;
pub mod redact;
pub mod report;
pub mod rules;
pub mod source;

use capture::{Input, InputError};
use intent::Intent;
use report::Report;
pub use report::{Answer, Traced};
use source::SourceMap;

/// The guide's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Guide;

/// How to judge.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Take every configuration for this dialect instead of detecting it.
    pub platform: Option<capture::Dialect>,
    /// Today, for `until` of accepted findings; without it nothing expires.
    pub today: Option<jiff::civil::Date>,
    /// Of more than [`report::FEW_DEVICES`] routers find out no more than their overview shows: make no plans, and keep no
    /// messages.
    pub overview: bool,
    /// In [`trace`], hand out ports like this instead of as the device does, and as if the flow had no entry.
    pub behaviour: Option<&'static dyn eval::behaviour::Behaviour>,
}

/// Reads `inputs` and judges what `intent` asks for.
///
/// `sources` may already hold the inventory that `intent` points into.
///
/// # Errors
/// When an input cannot be read.
pub fn analyze(
    inputs: &[Input],
    intent: &Intent,
    sources: SourceMap,
    settings: &Settings,
) -> Result<Report, InputError> {
    analysis::analyze(inputs, intent, sources, settings)
}

/// Reads `inputs` and follows one flow through every device.
///
/// # Errors
/// When an input cannot be read.
pub fn trace(inputs: &[Input], flow: &eval::Flow, settings: &Settings) -> Result<Traced, InputError> {
    analysis::trace(inputs, flow, settings)
}
