//! What a rule says.

use crate::eval::Confidence;
use crate::locale::Text;
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
    pub message: Text,
    /// What to do.
    pub help: Text,
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
    pub message: Text,
}

impl super::Meta {
    /// A finding of this rule, to be completed by the methods of [`Finding`].
    pub(super) fn finding(&self, device: Option<usize>, message: impl Into<Text>) -> Finding {
        Finding {
            code: self.code,
            name: self.name,
            severity: self.severity,
            confidence: Confidence::Certain,
            device,
            appliances: Vec::new(),
            message: message.into(),
            help: Text::default(),
            labels: Vec::new(),
            covers: Vec::new(),
            plan: None,
            flows: Vec::new(),
        }
    }
}

impl Finding {
    /// The line it is about. The first call names the primary label; another one would only explain.
    pub(super) fn at(mut self, span: Span, message: impl Into<Text>) -> Self {
        let primary = self.labels.iter().all(|label| !label.primary);
        let label = Label { primary, span, message: message.into() };
        if primary {
            self.labels.insert(0, label);
        } else {
            self.labels.push(label);
        }
        self
    }

    /// A line that explains it. A line that is already shown is not shown twice.
    pub(super) fn because(mut self, span: Span, message: impl Into<Text>) -> Self {
        if !self.labels.iter().any(|label| label.span == span) {
            self.labels.push(Label { primary: false, span, message: message.into() });
        }
        self
    }

    /// What to do.
    pub(super) fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = help.into();
        self
    }

    /// How sure, where that is not certain.
    pub(super) fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// How bad, where that is not the rule's usual.
    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Whom it concerns.
    pub(super) fn concerning(mut self, appliances: Vec<String>, flows: Vec<usize>) -> Self {
        self.appliances = appliances;
        self.flows = flows;
        self
    }

    /// Findings that need not be reported beside this one for the same appliances.
    pub(super) fn covering(mut self, codes: &[&'static str]) -> Self {
        self.covers = codes.to_vec();
        self
    }
}
