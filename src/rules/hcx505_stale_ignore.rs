//! HCX505: an `ignore` of the inventory that does nothing any more.

use super::{Context, Cure, Finding, Meta, Severity, accepts};
use crate::intent::Ignore;
use crate::locale::say;

pub(super) const META: Meta = Meta {
    code: "HCX505",
    name: "stale-ignore",
    severity: Severity::Warning,
    summary: || say!("hcx505-summary"),
    needs: "inventory",
    cure: Cure::None,
};

/// Entries that matched none of `findings`.
pub(super) fn unmatched(context: &Context<'_>, findings: &[Finding]) -> Vec<Finding> {
    let idle = |ignore: &&Ignore| {
        let known = super::find(&ignore.code.value).is_some();
        known && !findings.iter().any(|finding| accepts(ignore, context.network, finding))
    };
    context.intent.ignores.iter().filter(idle).map(idle_entry).collect()
}

fn idle_entry(ignore: &Ignore) -> Finding {
    let (code, at) = (&ignore.code.value, ignore.fingerprint.as_ref().map_or(ignore.code.span, |print| print.span));
    let since = ignore.accepted.map_or_else(String::new, |day| format!(", accepted on {day},"));
    META.finding(None, format!("this 'ignore' of {code}{since} matches no finding"))
        .at(at, "nothing to ignore")
        .severity(Severity::Note)
        .help("Remove it, so that it does not hide the next one.")
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ignore in &context.intent.ignores {
        let code = &ignore.code.value;
        if super::find(code).is_none() {
            findings.push(
                META.finding(None, format!("no rule is called {code}, so this 'ignore' does nothing"))
                    .at(ignore.code.span, "no such rule")
                    .help("'hcxnat rules' lists the codes."),
            );
        }
        if let Some(until) = ignore.until.as_ref().filter(|_| ignore.expired(context.today)) {
            findings.push(
                META.finding(
                    None,
                    format!("this 'ignore' of {code} ended on {}: the finding is reported again", until.value),
                )
                .at(until.span, "in the past")
                .help(format!("Its reason was: {}. Renew it with a new date, or remove it.", ignore.reason)),
            );
        }
    }
    findings
}
