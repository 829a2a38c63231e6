//! What becomes of a flow when the interface fails by which it leaves: a floating static route takes over, and what NAT
//! does on that interface is another matter.

use super::engine::{Followed, NatLookup, Path};
use super::select::{Candidate, Leave};
use super::words::yes_or_no;
use super::{Step, StepKind};
use crate::locale::{Text, say};
use crate::model::GlobalPort;
use crate::net::InterfaceName;
use crate::source::Span;

/// One way that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failover {
    /// The route that takes over.
    pub route: Option<Span>,
    /// The interface that must fail for that.
    pub failed: InterfaceName,
    /// The interface by which it leaves then.
    pub interface: InterfaceName,
    /// The address it shares then, and the overload rule.
    pub shared: Option<(GlobalPort, Span)>,
}

/// The ways that wait, and a step for each thing that may happen there.
pub(super) fn of(followed: &Followed<'_>) -> (Vec<Failover>, Vec<Step>) {
    let (mut all, mut steps) = (Vec::new(), Vec::new());
    let failed = followed.paths.first().and_then(|path| path.egress).map(|egress| egress.name.value.clone());
    for path in &followed.standby {
        let (Some(failed), Some(interface)) = (&failed, path.egress) else { continue };
        for (says, rule, shared) in outcomes(path) {
            let label = path.label.clone().unwrap_or_else(|| say!("eval-otherwise"));
            let evidence = path.outward.into_iter().chain(rule).collect();
            steps.push(Step { kind: StepKind::Failover, says: say!("eval-then", label, says), evidence });
            all.push(Failover {
                route: path.outward,
                failed: failed.clone(),
                interface: interface.name.value.clone(),
                shared: shared.cloned().zip(rule),
            });
        }
    }
    (all, steps)
}

fn outcomes<'p>(path: &'p Path<'_>) -> Vec<(Text, Option<Span>, Option<&'p GlobalPort>)> {
    match &path.nat {
        NatLookup::NotTriggered(_) => vec![(say!("eval-then-not-looked"), None, None)],
        NatLookup::Dropped(_) => Vec::new(),
        NatLookup::Rules(found) => found.iter().map(outcome).collect(),
    }
}

fn outcome<'p>(candidate: &'p Candidate<'_>) -> (Text, Option<Span>, Option<&'p GlobalPort>) {
    let sure = yes_or_no(candidate.certain);
    let rule = candidate.rule.map(|rule| rule.statement.span);
    match &candidate.leave {
        Leave::Fixed(global, port) => {
            (say!("eval-then-static", sure, port = *port, global = global.in_words()), rule, None)
        }
        Leave::Shared(global) => (say!("eval-then-shares", sure, global = global.in_words()), rule, Some(global)),
        Leave::OwnAddress(_) => (say!("eval-then-pool", sure), rule, None),
        Leave::Untranslated => (say!("eval-then-no-rule", sure), rule, None),
        Leave::Unresolved(what) => (say!("eval-then-translates", sure, what), rule, None),
    }
}
