//! HCX505: an `ignore` of the inventory that does nothing any more.

use super::{Context, Finding, Meta, Severity};

pub(super) const META: Meta = Meta {
    code: "HCX505",
    name: "stale-ignore",
    severity: Severity::Warning,
    summary: "an 'ignore' entry of the inventory has expired or names no rule",
    needs: "inventory",
};

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
        if let (Some(until), Some(today)) = (&ignore.until, context.today)
            && until.value < today
        {
            findings.push(
                META.finding(None, format!("this 'ignore' of {code} ended on {}: the finding is reported again", until.value))
                    .at(until.span, "in the past")
                    .help(format!("Its reason was: {}. Renew it with a new date, or remove it.", ignore.reason)),
            );
        }
    }
    findings
}
