//! HCX505: an `ignore` of the inventory that does nothing any more.

use super::{Context, Cure, Finding, Meta, Severity};

pub(super) const META: Meta = Meta {
    code: "HCX505",
    name: "stale-ignore",
    severity: Severity::Warning,
    summary: "an 'ignore' entry of the inventory has expired, names no rule, or matches no finding",
    needs: "inventory",
    cure: Cure::None,
};

/// Entries that matched none of `findings`.
pub(super) fn unmatched(context: &Context<'_>, findings: &[Finding]) -> Vec<Finding> {
    let idle = |code: &str| {
        super::find(code).is_some() && !findings.iter().any(|finding| finding.code.eq_ignore_ascii_case(code))
    };
    let ignores = context.intent.ignores.iter().filter(|ignore| idle(&ignore.code.value));
    ignores
        .map(|ignore| {
            META.finding(None, format!("this 'ignore' of {} matches no finding", ignore.code.value))
                .at(ignore.code.span, "nothing to ignore")
                .severity(Severity::Note)
                .help("Remove it, so that it does not hide the next one.")
        })
        .collect()
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
