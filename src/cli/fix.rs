//! `fix`.

use super::args::{Args, Fix};
use super::check::settings;
use super::exit::{self, Exit, Facts};
use super::intent::Wanted;
use super::{Failure, Io, input, intent, progress};
use crate::analyze;
use crate::report::{change_script, no_change};

pub(super) fn run(wanted: &Fix, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let Wanted { intent, sources, .. } = intent::intent(&wanted.appliances, args, io)?;
    let inputs = input::inputs::<()>(&wanted.capture, false, &[], io)?;
    let settings = settings(wanted.capture.platform);
    let report = progress::during(io, &inputs, || analyze(&inputs, &intent, sources, &settings))?;
    input::must_be_recognised(&report.network)?;
    let (exit, _) = exit::decide(Facts::of(&report), wanted.fail_on);
    let script = change_script(&report) + &no_change(&report);
    match io.stdout.write_all(script.as_bytes()).map_err(Failure::from) {
        Ok(()) | Err(Failure::Pipe) => Ok(exit),
        Err(failure) => Err(failure),
    }
}
