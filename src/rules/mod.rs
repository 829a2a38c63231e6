//! The rule library. A rule sees the model, the judged flows and the intent, never text.
//!
//! Adding one: a file `src/rules/hcxNNN_name.rs`, a page `docs/rules/HCXNNN.md`, one line in [`registry!`].

mod finding;

pub use finding::{Finding, Label, Severity};

/// What is known of a rule without running it.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// `HCX101`.
    pub code: &'static str,
    /// `port-remapped`.
    pub name: &'static str,
    /// The severity of its usual finding.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// What must be pasted for it to say anything: `config`, `table`, `config and table`, ...
    pub needs: &'static str,
}

/// A rule of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is known of it.
    pub meta: Meta,
    /// Its page, `docs/rules/CODE.md`: what `explain` prints.
    pub page: &'static str,
}

/// Every rule, by code.
pub fn registry() -> &'static [Rule] {
    &[]
}
