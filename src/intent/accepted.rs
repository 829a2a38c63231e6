//! Findings that the user has accepted: `ignore` of an inventory, and the baseline file.

use jiff::civil::Date;

use super::yaml::{self, Checker, Fields, Node};
use super::{Ignore, InventoryError};
use crate::source::{SourceMap, Spanned};

/// Reads a baseline: the findings that were accepted one by one on some day, as `hcxnat baseline` writes it. Its text is
/// registered in `sources`, so that findings can point into it.
///
/// # Errors
/// When it is not YAML of version 1; every mistake in the file is told.
pub fn read_baseline(name: &str, text: &str, sources: &mut SourceMap) -> Result<Vec<Ignore>, InventoryError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = yaml::register(name, text, sources);
    let root = yaml::parse(text, source).map_err(InventoryError::from)?;
    let mut check = Checker::default();
    let fields = check.map(&root, "a baseline", &["version", "ignore"]);
    check.version_1(&fields, "a baseline");
    let mut accepted = Vec::new();
    for node in fields.get("ignore").map_or(&[][..], |node| check.list(node, "ignore")) {
        let Some(ignore) = ignore(&mut check, node) else { continue };
        if ignore.fingerprint.is_none() {
            let help = "without one a whole rule would be accepted, which is for the inventory to say";
            check.wrong(node.span, "no fingerprint", "this entry of the baseline has no fingerprint".to_owned(), help);
        }
        accepted.push(ignore);
    }
    InventoryError::unless_empty(check.problems).map_or(Ok(accepted), Err)
}

pub(super) const KEYS: &[&str] = &["code", "fingerprint", "about", "accepted", "reason", "until"];

/// One accepted finding, or rule.
pub(super) fn ignore(check: &mut Checker, node: &Node) -> Option<Ignore> {
    // What the finding is about is for people to read.
    let fields = check.map(node, "an ignore", KEYS);
    let code = check.required(&fields, "code", "an ignore", "the code of the finding to accept, such as HCX405");
    let reason = check.required(&fields, "reason", "an ignore", "say why the finding is accepted, for the next reader");
    let until = date(check, &fields, "until");
    let accepted = date(check, &fields, "accepted");
    let fingerprint = fingerprint(check, &fields);
    let code = Spanned::new(code?.to_ascii_uppercase(), fields.get("code")?.span);
    Some(Ignore {
        code,
        fingerprint: fingerprint?,
        accepted: accepted?.map(|date| date.value),
        reason: reason?.to_owned(),
        until: until?,
    })
}

/// `None` when what is there is wrong.
#[allow(clippy::option_option, reason = "wrong, absent, there: three answers")]
fn date(check: &mut Checker, fields: &Fields<'_>, key: &str) -> Option<Option<Spanned<Date>>> {
    let Some(node) = fields.get(key) else { return Some(None) };
    let text = check.text(node, key)?;
    let Ok(date) = text.parse() else {
        let message = format!("`{text}` is not a date");
        check.wrong(node.span, "not a date", message, "write year, month and day: 2027-01-31");
        return None;
    };
    Some(Some(Spanned::new(date, node.span)))
}

#[allow(clippy::option_option, reason = "as above")]
fn fingerprint(check: &mut Checker, fields: &Fields<'_>) -> Option<Option<Spanned<String>>> {
    let Some(node) = fields.get("fingerprint") else { return Some(None) };
    let text = check.text(node, "fingerprint")?;
    if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let message = format!("`{text}` is not a fingerprint");
        check.wrong(node.span, "not a fingerprint", message, "32 hexadecimal digits; `hcxnat baseline` writes them");
        return None;
    }
    Some(Some(Spanned::new(text.to_ascii_lowercase(), node.span)))
}
