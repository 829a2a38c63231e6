//! The change plan: what to type, how to check it, how to take it back, and the proof that it helps.

mod command;
mod entry;
mod expect;
mod notes;
mod planner;
mod proof;
mod trial;

use crate::eval::{JudgedFlow, Verdict};
use crate::intent::{Appliance, Intent};
use crate::locale::Text;
use crate::model::Network;
use crate::net::Endpoint;
use crate::rules::Finding;

/// A proven plan for one device.
#[derive(Debug, Clone)]
pub struct Plan {
    /// `F1`, `F2`, ...
    pub id: String,
    /// What it does, in a line.
    pub title: Text,
    /// Index of the device.
    pub device: usize,
    /// Lines for configuration mode, in order.
    pub commands: Vec<String>,
    /// Commands for exec mode that remove entries which would survive the change.
    pub clear: Vec<String>,
    /// Commands that show whether it worked.
    pub verify: Vec<String>,
    /// Rows that the translation table shows then, as `show ip nat translations` prints them: those of the statics at
    /// once, the live ones when the appliances have spoken.
    pub expect: Vec<String>,
    /// Lines for configuration mode that take it back, in order.
    pub rollback: Vec<String>,
    /// What the reader must know before typing: side effects, assumptions.
    pub notes: Vec<Text>,
    /// Lines that are not part of the plan, and close again what it opens.
    pub guards: Vec<Guard>,
    /// The analysis of the repaired model.
    pub proof: Proof,
    /// Indices of the findings that are gone, among those the plan was made from.
    pub cured: Vec<usize>,
}

/// What a plan opens to the outside, and lines for configuration mode that admit the peers only.
#[derive(Debug, Clone)]
pub struct Guard {
    /// Who gets in, and why.
    pub why: Text,
    /// The lines, in order. `<peer>` stands for a peer that nobody named.
    pub commands: Vec<String>,
}

/// What the analysis says of the model with the plan applied.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Codes of findings that are gone. A code that is here and in `remaining` is cured for some appliances only.
    pub resolves: Vec<&'static str>,
    /// Codes of findings that remain, at error or warning.
    pub remaining: Vec<&'static str>,
    /// The verdict over the flows of this plan's device.
    pub verdict_after: Verdict,
    /// What becomes of the flows of this plan's device.
    pub after: Vec<After>,
}

/// What becomes of a flow on the repaired model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Index of the flow among those of the report.
    pub flow: usize,
    /// The inside global endpoint by which it leaves, where it is known.
    pub leaves_as: Option<Endpoint>,
    /// Whether a static rule fixes that.
    pub fixed: bool,
    /// The verdict.
    pub verdict: Verdict,
}

/// What a planner works from. The network is lent mutably because a proof applies the plan to it and takes it back.
#[derive(Debug)]
pub(crate) struct Situation<'a> {
    pub(crate) network: &'a mut Network,
    pub(crate) intent: &'a Intent,
    pub(crate) appliances: &'a [Appliance],
    pub(crate) flows: &'a [JudgedFlow],
    /// What must pass whatever its source port.
    pub(crate) services: &'a [JudgedFlow],
    pub(crate) findings: &'a [Finding],
    pub(crate) today: Option<jiff::civil::Date>,
}

/// Proven plans, and why there is none where one was wanted.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    pub(crate) plans: Vec<Plan>,
    pub(crate) refused: Vec<Text>,
}

/// One plan a device that static NAT can cure.
pub(crate) fn plan(situation: Situation<'_>) -> Plans {
    planner::plan(situation)
}
