//! What happens to a flow on a device: a typed trace, and the set of possible outcomes.
//!
//! Pure functions: no input, no output, no clock.

mod answers;
mod ask;
pub mod behaviour;
mod engine;
mod failover;
mod filters;
mod fixed;
mod flow;
mod inspect;
mod judge;
mod matching;
mod outcome;
mod outside;
mod policy;
mod probe;
mod route;
mod route_map;
mod scene;
mod select;
mod shared;
mod verdict;
mod zones;

pub use ask::{can_judge, infer, judge_all, judge_on, judge_services};
pub(crate) use engine::dropped;
pub use failover::Failover;
pub(crate) use fixed::{global_of, whole_address_owner};
pub use flow::{Flow, FlowError};
use judge::concerns;
pub(crate) use judge::in_use;
pub use judge::{About, Asked, Holder, JudgedFlow, Never, Open, PortRange, Standing, judge, router_speaks_ike};
pub(crate) use matching::Packet;
pub use outcome::{Confidence, Observed, Outcome, Prediction, Step, StepKind, Story, Trace, Verdict};
pub(crate) use probe::{Passage, dropped_unlike, icmp_dropped, passages, permits, selected_by};
pub(crate) use route::ingress;
pub use zones::ZoneDrop;
