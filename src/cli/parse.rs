//! `parse`.

use super::args::Parse;
use super::exit::Exit;
use super::output::{self, Plain};
use super::{Failure, Io, input};
use crate::model::{self, Watch};
use crate::report::{parse_json, parse_text};
use crate::source::SourceMap;

pub(super) fn run(wanted: &Parse, io: &mut Io<'_>) -> Result<Exit, Failure> {
    // The table is read once for everything else and once for its rows, so standard input must be held.
    let inputs = input::inputs(&wanted.capture, true, &wanted.output, io)?;
    let outputs = output::plan(&wanted.output, &inputs, &[])?;
    let platform = wanted.capture.platform.dialect();
    let network = model::read(&inputs, SourceMap::default(), &Watch::hcx([]), platform)?;
    input::must_be_recognised(&network)?;
    for output in &outputs {
        output::write(output, io, |to| match output.format {
            Plain::Human => parse_text(&network, &inputs, platform, to),
            Plain::Json => parse_json(&network, &inputs, platform, to),
        })?;
    }
    Ok(Exit::Pass)
}
