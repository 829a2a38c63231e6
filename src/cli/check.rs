//! `check`.

use super::args::{Args, Check, Judging, Platform};
use super::exit::{self, Exit, Facts};
use super::intent::Wanted;
use super::output::{self, Format};
use super::{Failure, Io, input, intent, progress};
use crate::capture::Input;
use crate::report::{HumanOptions, Report, human, json};
use crate::{Settings, analyze};

pub(super) fn run(wanted: &Check, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let intent = intent::intent(&wanted.appliances, args, io)?;
    let inputs = input::inputs(&wanted.capture, false, &wanted.judging.output, io)?;
    judge(&inputs, intent, &settings(wanted.capture.platform), &wanted.judging, args, io)
}

/// Analyses and writes every output; what `demo` shares.
pub(super) fn judge(
    inputs: &[Input],
    mut wanted: Wanted,
    settings: &Settings,
    judging: &Judging,
    args: &Args,
    io: &mut Io<'_>,
) -> Result<Exit, Failure> {
    if let Some(path) = &judging.baseline {
        intent::accept(&mut wanted, path, args.stderr_style(io))?;
    }
    let outputs = output::plan(&judging.output, inputs, &wanted.files)?;
    let overview = outputs.iter().all(|output| output.format == Format::Human);
    let settings = Settings { overview, ..settings.clone() };
    let (intent, sources) = (&wanted.intent, wanted.sources);
    let mut report = progress::during(io, inputs, || analyze(inputs, intent, sources, &settings))?;
    input::must_be_recognised(&report.network)?;
    let (exit, mut closing) = exit::decide(Facts::of(&report), judging.fail_on);
    if let Some(hidden) = hide(&mut report, judging) {
        closing = format!("{closing} {hidden}");
    }
    if judging.new_only {
        report.ignored = Vec::new();
    }
    let screen = args.stdout_style(io);
    for output in &outputs {
        let bytes = match output.format {
            Format::Json => json::check(&report),
            Format::Human => {
                let style = if output.file.is_some() { args.file_style() } else { screen };
                human(&report, &HumanOptions { style, closing: Some(closing.clone()) }).into_bytes()
            }
        };
        match output::write(output, io, |to| to.write_all(&bytes)) {
            // The verdict stands, whoever stopped reading.
            Ok(()) | Err(Failure::Pipe) => {}
            Err(failure) => return Err(failure),
        }
    }
    // The process is about to end, and to give back a million facts one by one would take a tenth of the run.
    std::mem::forget(report);
    Ok(exit)
}

pub(super) fn settings(platform: Platform) -> Settings {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    Settings { platform: platform.dialect(), today: Some(today), ..Settings::default() }
}

/// Takes findings below `--min-severity` out, after they have had their say in the exit code.
fn hide(report: &mut Report, judging: &Judging) -> Option<String> {
    let least = judging.min_severity.severity();
    let before = report.findings.len();
    report.findings.retain(|finding| finding.severity >= least);
    match before - report.findings.len() {
        0 => None,
        1 => Some(format!("1 finding below --min-severity {} is not shown.", least.as_str())),
        more => Some(format!("{more} findings below --min-severity {} are not shown.", least.as_str())),
    }
}
