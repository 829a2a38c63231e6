//! The HCX underlay checklist: item by item what the analysis makes of it, on what evidence, and what would decide the rest.
//!
//! An item is one entry of [`items::ITEMS`]. What a rule finds against it makes it FAIL, or open where the finding is not
//! sure. It is PASS only where something looked at every uplink and found positive evidence.

mod items;
mod path;
mod port;
mod scene;
mod services;

use std::fmt::Write as _;

use items::Look;
pub use items::{ITEMS, Item, Next};
use scene::Scene;

use super::Report;
use crate::eval::Confidence;
use crate::intent::Intent;
use crate::locale::{Text, say};
use crate::rules::{Finding, Severity};
use crate::source::Span;

/// What is known of an item. The worst comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Positive evidence that it is met.
    Pass,
    /// Nothing in the input is about it, or no router can tell.
    NotChecked,
    /// The input does not suffice.
    Inconclusive,
    /// Evidence that it is not met.
    Fail,
}

impl State {
    /// The word of reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::NotChecked => "NOT CHECKED",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Fail => "FAIL",
        }
    }
}

/// Every item, in order.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// One for each of [`ITEMS`].
    pub items: Vec<Checked>,
}

/// An item and what is known of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The item.
    pub item: &'static Item,
    /// The worst of its remarks.
    pub state: State,
    /// What there is to say, the worst first.
    pub remarks: Vec<Remark>,
    /// Remarks that are not listed, because there are too many.
    pub more: usize,
    /// What to paste, or where to look, while it is not decided.
    pub next: Vec<Text>,
}

/// One thing that is known of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it makes of the item.
    pub state: State,
    /// The code of the finding that says so.
    pub code: Option<&'static str>,
    /// What it says.
    pub says: Text,
    /// The lines that show it.
    pub evidence: Vec<Span>,
}

impl Remark {
    fn new(state: State, says: Text, evidence: Vec<Span>) -> Self {
        Self { state, code: None, says, evidence }
    }
}

/// Remarks of one item that are listed.
const REMARKS: usize = 20;

/// Lines of evidence that one remark names.
const EVIDENCE: usize = 6;

impl Checklist {
    /// What the analysis makes of every item. `intent` is what it was asked for.
    pub fn of(report: &Report, intent: &Intent) -> Self {
        let scene = Scene::new(report, intent);
        Self { items: ITEMS.iter().map(|item| checked(&scene, item)).collect() }
    }

    /// How many items are in a state.
    pub fn count(&self, state: State) -> usize {
        self.items.iter().filter(|checked| checked.state == state).count()
    }

    /// `9 PASS, 3 FAIL, 5 INCONCLUSIVE, 9 NOT CHECKED`.
    pub fn tally(&self) -> String {
        let mut out = String::new();
        for state in [State::Fail, State::Inconclusive, State::Pass, State::NotChecked] {
            let count = self.count(state);
            if count > 0 {
                let comma = if out.is_empty() { "" } else { ", " };
                let _ = write!(out, "{comma}{count} {}", state.as_str());
            }
        }
        out
    }
}

fn checked(scene: &Scene<'_>, item: &'static Item) -> Checked {
    let findings: Vec<&Finding> = scene.report.findings.iter().filter(|finding| item.is_about(finding)).collect();
    let mut remarks: Vec<Remark> = findings.iter().map(|finding| of_finding(item, finding)).collect();
    let looked = match item.look {
        Look::Uplinks(look) => scene.of_uplinks(look, &findings, &remarks),
        Look::Whole(look) => look(scene),
    };
    remarks.extend(looked);
    let accepted = scene.report.ignored.iter().filter(|finding| item.is_about(finding));
    remarks.extend(accepted.map(|finding| Remark {
        code: Some(finding.code),
        ..Remark::new(State::Inconclusive, say!("checklist-accepted"), of_labels(finding))
    }));
    remarks.sort_by_key(|remark| std::cmp::Reverse(remark.state));
    let state = remarks.iter().map(|remark| remark.state).max().unwrap_or(State::NotChecked);
    let more = remarks.len().saturating_sub(REMARKS);
    remarks.truncate(REMARKS);
    for remark in &mut remarks {
        remark.evidence.truncate(EVIDENCE);
    }
    let next = match state {
        State::Pass | State::Fail => Vec::new(),
        State::Inconclusive | State::NotChecked => scene.next(item),
    };
    Checked { item, state, remarks, more, next }
}

/// What a finding makes of an item that it is about.
fn of_finding(item: &Item, finding: &Finding) -> Remark {
    let state = match (finding.confidence, finding.severity) {
        (Confidence::Possible, _) => State::Inconclusive,
        // A note is worth knowing, and against an item that is a wish it is all there is to say.
        (_, Severity::Note) if !item.optional => State::Inconclusive,
        _ => State::Fail,
    };
    Remark { code: Some(finding.code), ..Remark::new(state, finding.message.clone(), of_labels(finding)) }
}

fn of_labels(finding: &Finding) -> Vec<Span> {
    finding.labels.iter().map(|label| label.span).collect()
}
