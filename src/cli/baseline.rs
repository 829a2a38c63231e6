//! `baseline`: accept what is found today.

use super::args::{Args, Baseline};
use super::check::settings;
use super::exit::Exit;
use super::{Failure, Io, input, intent, output, progress};
use crate::report::baseline;
use crate::{Settings, analyze};

pub(super) fn run(wanted: &Baseline, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if wanted.reason.trim().is_empty() {
        return Err(Failure::Usage("--reason is empty: say why the findings are accepted, for the next reader".into()));
    }
    let mut found = intent::intent(&wanted.appliances, args, io)?;
    // Entries that are there keep their day and their reason.
    if let Some(file) = wanted.output.as_deref().filter(|file| file.exists()) {
        intent::accept(&mut found, file, args.stderr_style(io))?;
    }
    let inputs = input::inputs::<()>(&wanted.capture, false, &[], io)?;
    let settings = Settings { overview: false, ..settings(wanted.capture.platform) };
    let (intent, sources) = (&found.intent, found.sources);
    let report = progress::during(io, &inputs, || analyze(&inputs, intent, sources, &settings))?;
    input::must_be_recognised(&report.network)?;
    let today = settings.today.unwrap_or_default();
    let text = baseline(&report, &found.intent.ignores, today, wanted.reason.trim());
    let Some(file) = &wanted.output else {
        io.stdout.write_all(text.as_bytes())?;
        return Ok(Exit::Pass);
    };
    if inputs.iter().any(|input| output::is_input(input, file)) {
        return Err(Failure::Usage(format!("{} is an input; it is not overwritten", file.display())));
    }
    output::to_file(file, |to| to.write_all(text.as_bytes()))
        .map_err(|error| Failure::Usage(format!("cannot write {}: {error}", file.display())))?;
    Ok(Exit::Pass)
}
