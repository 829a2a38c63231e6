//! The exit code, decided in one place.

use std::process::ExitCode;

use super::args::FailOn;
use crate::capture::Kind;
use crate::eval::Verdict;
use crate::locale::{Text, say};
use crate::model::Network;
use crate::report::Report;
use crate::rules::Severity;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Pass = 0,
    Findings = 1,
    Usage = 2,
    Nothing = 3,
    Inconclusive = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What of an analysis decides the exit code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// A configuration or a table was in the input.
    pub(super) recognised: bool,
    /// The verdict over all appliances.
    pub(super) verdict: Verdict,
    /// The most severe finding, shown or not.
    pub(super) worst: Option<Severity>,
    /// The inventory accepts a finding that would otherwise count as an error.
    pub(super) accepted: bool,
}

impl Facts {
    pub(super) fn of(report: &Report) -> Self {
        let worst = report.findings.iter().map(|finding| finding.severity).max();
        let accepted = report.ignored.iter().any(|finding| finding.severity == Severity::Error);
        Self { recognised: recognised(&report.network), verdict: report.verdict, worst, accepted }
    }
}

/// Whether there was anything in the input that could be judged, or that says something of an adapter.
pub(super) fn recognised(network: &Network) -> bool {
    let known = |kind: Kind| matches!(kind, Kind::RunningConfig | Kind::NatTranslations);
    !network.devices.is_empty()
        || !network.macs.is_empty()
        || network.segments.iter().any(|segment| known(segment.kind))
}

/// The exit code, and why, in words for the last line of the screen.
///
/// A failed verdict counts as an error, whether or not a finding says so, unless the inventory accepts it. Exit 2 is
/// decided before there are facts.
pub(super) fn decide(facts: Facts, fail_on: FailOn) -> (Exit, Text) {
    let failed = (facts.verdict == Verdict::Fail && !facts.accepted).then_some(Severity::Error);
    let worst = facts.worst.max(failed);
    if !facts.recognised {
        return (Exit::Nothing, say!("exit-nothing"));
    }
    if let (Some(worst), Some(threshold)) = (worst, fail_on.threshold())
        && worst >= threshold
    {
        let (worst, threshold) = (worst.as_str(), threshold.as_str());
        return (Exit::Findings, say!("exit-findings", worst, threshold));
    }
    if facts.verdict == Verdict::Inconclusive {
        return (Exit::Inconclusive, say!("exit-inconclusive"));
    }
    let reason = match (worst, fail_on.threshold()) {
        (None, _) if facts.accepted => say!("exit-accepted"),
        (None, _) => say!("exit-no-finding"),
        (Some(_), None) => say!("exit-never"),
        (Some(_), Some(threshold)) => say!("exit-below", threshold = threshold.as_str()),
    };
    (Exit::Pass, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Severity::{Error, Note, Warning};
    use Verdict::{Fail, Inconclusive, Pass};

    #[test]
    fn every_code_and_who_wins() {
        // recognised, verdict, worst finding, --fail-on, exit code
        let table: &[(bool, Verdict, Option<Severity>, FailOn, u8)] = &[
            (true, Pass, None, FailOn::Error, 0),
            (true, Pass, Some(Note), FailOn::Error, 0),
            (true, Pass, Some(Warning), FailOn::Error, 0),
            (true, Pass, Some(Error), FailOn::Error, 1),
            (true, Pass, Some(Warning), FailOn::Warning, 1),
            (true, Pass, Some(Note), FailOn::Warning, 0),
            (true, Pass, Some(Note), FailOn::Note, 1),
            (true, Pass, Some(Error), FailOn::Never, 0),
            (true, Fail, Some(Error), FailOn::Error, 1),
            (true, Fail, None, FailOn::Error, 1),
            (true, Fail, Some(Warning), FailOn::Error, 1),
            (true, Fail, Some(Error), FailOn::Never, 0),
            (true, Inconclusive, None, FailOn::Error, 4),
            (true, Inconclusive, Some(Warning), FailOn::Error, 4),
            (true, Inconclusive, Some(Error), FailOn::Error, 1),
            (true, Inconclusive, Some(Error), FailOn::Never, 4),
            (false, Inconclusive, None, FailOn::Error, 3),
            (false, Fail, Some(Error), FailOn::Error, 3),
            (false, Inconclusive, None, FailOn::Never, 3),
        ];
        for &(recognised, verdict, worst, fail_on, code) in table {
            let (exit, reason) = decide(Facts { recognised, verdict, worst, accepted: false }, fail_on);
            assert_eq!(exit as u8, code, "{recognised} {verdict:?} {worst:?} {fail_on:?}");
            assert!(reason.to_string().starts_with(&format!("Exit code {code}: ")), "{reason}");
        }
        assert_eq!(Exit::Usage as u8, 2);
        let accepted = Facts { recognised: true, verdict: Fail, worst: Some(Warning), accepted: true };
        assert_eq!(decide(accepted, FailOn::Error).0, Exit::Pass);
        assert_eq!(decide(accepted, FailOn::Warning).0, Exit::Findings);
    }
}
