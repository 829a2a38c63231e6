//! What can happen to a flow, how sure that is, and the steps that lead there.

use crate::locale::Text;
use crate::net::{Address, Endpoint};
use crate::source::Span;

/// What becomes of the source port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It leaves as it came.
    Kept,
    /// It leaves as another port.
    Remapped,
    /// Either, depending on who speaks first.
    Either,
    /// The packet does not leave.
    Dropped,
    /// The packet leaves with its inside local address: no NAT.
    Untranslated,
    /// The capture does not say.
    Unknown,
}

impl Outcome {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Remapped => "remapped",
            Self::Either => "either",
            Self::Dropped => "dropped",
            Self::Untranslated => "untranslated",
            Self::Unknown => "unknown",
        }
    }
}

/// How sure a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// One reading among several.
    Possible,
    /// Rests on documented behaviour that this platform or release may not share.
    Likely,
    /// Seen in the capture, or documented without reserve.
    Certain,
}

impl Confidence {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// The three honest verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Positive evidence that the requirement is met.
    Pass,
    /// The capture does not suffice.
    Inconclusive,
    /// Evidence that it is not met.
    Fail,
}

impl Verdict {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Inconclusive => "inconclusive",
            Self::Fail => "fail",
        }
    }
}

/// What the engine expects of a flow.
#[derive(Debug, Clone)]
pub struct Prediction {
    /// What becomes of its port.
    pub outcome: Outcome,
    /// The inside global address, where one is known.
    pub inside_global: Option<Address>,
    /// The port it is expected to leave with, where one can be named.
    pub expected_port: Option<u16>,
    /// The NAT rule that applies.
    pub rule: Option<Span>,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in one sentence.
    pub reason: Text,
    /// What happens in each order of speaking, where that makes a difference; the first story is that of the first to
    /// speak.
    pub stories: Vec<Story>,
    /// Ports that were tried before the expected one, each with why it is not taken.
    pub tried: Vec<Text>,
    /// It may take several ways that lead to different outcomes; the reason tells them apart.
    pub depends: bool,
}

/// What happens in one order of speaking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// "if 10.0.0.6 speaks first".
    pub when: Text,
    /// What becomes of the port then.
    pub outcome: Outcome,
    /// The port it leaves with then, where one can be named.
    pub port: Option<u16>,
}

/// A row of the live table that belongs to a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The row.
    pub span: Span,
    /// What the flow leaves as.
    pub inside_global: Endpoint,
    /// Whether the source port is the one the flow started with.
    pub kept: bool,
}

/// The way of a flow through a device.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// In the order in which the router takes them.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which step.
    pub kind: StepKind,
    /// What happens, in words.
    pub says: Text,
    /// The lines that decide it.
    pub evidence: Vec<Span>,
}

/// The steps of a trace, in Cisco's inside-to-outside order (document 6209, "NAT Order of Operation").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepKind {
    /// The interface it arrives on.
    Ingress,
    /// Inbound access list.
    AclIn,
    /// Policy routing.
    PolicyRoute,
    /// The route, and the interface it leaves by.
    Route,
    /// One of several ways: the steps below belong to it, up to the next one.
    Branch,
    /// Whether NAT is looked up at all.
    NatLookup,
    /// A rule that does not apply, and why.
    RuleSkipped,
    /// The rule that applies.
    RuleMatched,
    /// The inside global address.
    Address,
    /// A port that is not taken, and why.
    PortTried,
    /// The inside global port.
    Port,
    /// A crypto map of the outside interface.
    Crypto,
    /// Outbound access list.
    AclOut,
    /// `ip inspect`.
    Inspect,
    /// Zone-based firewall.
    Zone,
    /// What comes back. The steps below belong to the answers.
    Return,
    /// Inbound access list of the outside interface.
    ReturnAclIn,
    /// From inside global back to inside local.
    ReturnNat,
    /// The route to the inside host.
    ReturnRoute,
    /// Zone-based firewall.
    ReturnZone,
    /// Outbound access list of the inside interface.
    ReturnAclOut,
    /// What happens when the interface fails by which it leaves.
    Failover,
}

impl StepKind {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::AclIn => "acl-in",
            Self::PolicyRoute => "policy-route",
            Self::Route => "route",
            Self::Branch => "branch",
            Self::NatLookup => "nat-lookup",
            Self::RuleSkipped => "rule-skipped",
            Self::RuleMatched => "rule-matched",
            Self::Address => "address",
            Self::PortTried => "port-tried",
            Self::Port => "port",
            Self::Crypto => "crypto",
            Self::AclOut => "acl-out",
            Self::Inspect => "inspect",
            Self::Zone => "zone",
            Self::Return => "return",
            Self::ReturnAclIn => "return-acl-in",
            Self::ReturnNat => "return-nat",
            Self::ReturnRoute => "return-route",
            Self::ReturnZone => "return-zone",
            Self::ReturnAclOut => "return-acl-out",
            Self::Failover => "failover",
        }
    }
}
