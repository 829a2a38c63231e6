//! What happens to a flow on a device: a typed trace, and the set of possible outcomes.
//!
//! Pure functions: no input, no output, no clock.

mod flow;
mod outcome;

pub use flow::Flow;
pub use outcome::{Confidence, Observed, Outcome, Prediction, Step, StepKind, Trace, Verdict};
