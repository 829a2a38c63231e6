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
    let message = match ignore.accepted {
        Some(day) => say!("hcx505-idle-accepted", code, day),
        None => say!("hcx505-idle", code),
    };
    META.finding(None, message).at(at, say!("hcx505-idle-line")).severity(Severity::Note).help(say!("hcx505-idle-help"))
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ignore in &context.intent.ignores {
        let code = &ignore.code.value;
        if super::find(code).is_none() {
            findings.push(
                META.finding(None, say!("hcx505-no-rule", code))
                    .at(ignore.code.span, say!("hcx505-no-rule-line"))
                    .help(say!("hcx505-no-rule-help")),
            );
        }
        if let Some(until) = ignore.until.as_ref().filter(|_| ignore.expired(context.today)) {
            findings.push(
                META.finding(None, say!("hcx505-ended", code, day = until.value))
                    .at(until.span, say!("hcx505-ended-line"))
                    .help(say!("hcx505-ended-help", reason = &ignore.reason)),
            );
        }
    }
    findings
}
