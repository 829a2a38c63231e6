//! What a rule says.

use crate::eval::Confidence;
use crate::source::Span;

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// A risk.
    Warning,
    /// HCX does not get what it needs.
    Error,
}

impl Severity {
    /// The name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// `HCX101`, ...
    pub code: &'static str,
    /// `port-remapped`, ...
    pub name: &'static str,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Index of the device; `None` when it is about no device.
    pub device: Option<usize>,
    /// Names of the appliances concerned.
    pub appliances: Vec<String>,
    /// What, where, and why it breaks HCX.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The evidence; exactly one is primary, and it comes first.
    pub labels: Vec<Label>,
    /// Codes of findings that this one makes superfluous.
    pub covers: Vec<&'static str>,
    /// Index of the plan that cures it.
    pub plan: Option<usize>,
    /// Indices of the flows concerned.
    pub flows: Vec<usize>,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The one the finding is about, or one that explains it.
    pub primary: bool,
    /// The text.
    pub span: Span,
    /// What it shows.
    pub message: String,
}
