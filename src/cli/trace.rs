//! `trace`.

use super::args::{Args, Trace};
use super::check::settings;
use super::exit::Exit;
use super::output::{self, Plain};
use super::{Failure, Io, input, progress};
use crate::Settings;
use crate::eval::{Flow, Outcome, behaviour};
use crate::report::{json, trace_text};

pub(super) fn run(wanted: &Trace, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let inputs = input::inputs(&wanted.capture, false, &wanted.output, io)?;
    let outputs = output::plan(&wanted.output, &inputs, &[])?;
    let flow = Flow { vrf: wanted.vrf.clone(), ..wanted.flow.clone() };
    let behaviour = wanted.behaviour.as_deref().and_then(behaviour::named);
    let settings = Settings { behaviour, ..settings(wanted.capture.platform) };
    let traced = progress::during(io, &inputs, || crate::trace(&inputs, &flow, &settings))?;
    input::must_be_recognised(&traced.network)?;
    for output in &outputs {
        output::write(output, io, |to| match output.format {
            Plain::Human => to.write_all(trace_text(&traced, args.language()).as_bytes()),
            Plain::Json => to.write_all(&json::trace(&traced)),
        })?;
    }
    // No device can say where the flow goes: that is the answer, and it is not a yes.
    let unknown = traced.answers.iter().all(|answer| answer.predicted.outcome == Outcome::Unknown);
    let seen = traced.answers.iter().any(|answer| !answer.observed.is_empty());
    Ok(if unknown && !seen { Exit::Inconclusive } else { Exit::Pass })
}
