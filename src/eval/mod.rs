//! What happens to a flow on a device: a typed trace, and the set of possible outcomes.
//!
//! Pure functions: no input, no output, no clock.
//!
//! `ask` says which flows are judged, where. `engine` follows one by `route` and `policy` to the rules that `select` finds
//! for it (`shown_route` is what the router's own table of routes adds); `matching` and `route_map` read their lists. `scene` sees it among the others: a static is doubted in `fixed`, a
//! shared address is `shared`, with `holders` and a `behaviour`. What stands after NAT is in `filters`, `inspect` and
//! `zones`, what was seen at one moment in `moment`, the way back in `answers` and `outside`, what waits for an interface to fail in `failover`. `verdict` concludes,
//! `words` are those of several sentences, and `probe` answers what rules ask beside all that.

mod answers;
mod ask;
mod asks;
pub mod behaviour;
mod describe;
mod engine;
mod failover;
mod filters;
mod fixed;
mod flow;
mod holders;
mod inspect;
mod judge;
mod matching;
mod moment;
mod outcome;
mod outside;
mod policy;
mod probe;
mod route;
mod route_map;
mod scene;
mod select;
mod shared;
mod shown_route;
mod verdict;
mod words;
mod zones;

pub(crate) use ask::{Strays, all_asked, infer_apart, judge_here};
pub use ask::{can_judge, infer, judge_on, judge_services_on};
pub use asks::show_commands;
pub(crate) use engine::dropped;
pub use failover::Failover;
pub(crate) use fixed::whole_address_owner;
pub use flow::{Flow, FlowError};
use judge::concerns;
pub(crate) use judge::in_use;
pub use judge::{About, Asked, Holder, JudgedFlow, Never, Open, PortRange, Standing, judge, router_speaks_ike};
pub(crate) use matching::{Packet, denied_of};
pub(crate) use moment::{ike_now, is_active, standby_on};
pub use outcome::{Confidence, Observed, Outcome, Prediction, Step, StepKind, Story, Trace, Verdict};
pub(crate) use probe::{Fate, Passage, dropped_unlike, icmp_dropped, icmp_fate, passages, permits, selected_by};
pub(crate) use route::ingress;
pub(crate) use verdict::doubt_what_passes;
pub use zones::ZoneDrop;
