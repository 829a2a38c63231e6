//! `check`.

use std::io::{self, Write};

use super::args::{Args, Check, Judging, Platform};
use super::exit::{self, Exit, Facts};
use super::intent::Wanted;
use super::output::{self, Format, Formats, ListFormat};
use super::record::{Stamps, record};
use super::{Failure, Io, input, intent, progress};
use crate::capture::Input;
use crate::locale::{Text, say};
use crate::report::{self, HumanOptions, Record, Report, json};
use crate::{Settings, analyze};

/// What an analysis is written as.
pub(super) trait Written: Formats + Send + Sync {
    /// Whether it shows an overview where there are many routers.
    fn is_overview(self) -> bool;

    /// Whether it says what was read, and so needs hashes of it.
    fn needs_record(self) -> bool;

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(
        self,
        report: &Report,
        record: Option<&Record>,
        screen: &HumanOptions,
        to: &mut dyn Write,
    ) -> io::Result<()>;
}

impl Written for Format {
    fn is_overview(self) -> bool {
        self == Self::Human
    }

    fn needs_record(self) -> bool {
        !matches!(self, Self::Human | Self::Json | Self::Ndjson)
    }

    fn write(
        self,
        report: &Report,
        record: Option<&Record>,
        screen: &HumanOptions,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let bytes = match (self, record) {
            (Self::Json, _) => return json::write_check(report, to),
            (Self::Ndjson, _) => json::ndjson(report),
            (Self::Markdown, Some(record)) => report::markdown(report, record).into_bytes(),
            (Self::Html, Some(record)) => report::html(report, record).into_bytes(),
            (Self::Sarif, Some(record)) => report::sarif(report, record),
            (Self::Github, Some(record)) => report::github(report, record).into_bytes(),
            (Self::Junit, Some(record)) => report::junit(report, record),
            (Self::Human, _) | (_, None) => report::human(report, screen).into_bytes(),
        };
        to.write_all(&bytes)
    }
}

impl Written for ListFormat {
    fn is_overview(self) -> bool {
        false
    }

    fn needs_record(self) -> bool {
        true
    }

    fn write(self, report: &Report, record: Option<&Record>, _: &HumanOptions, to: &mut dyn Write) -> io::Result<()> {
        let Some(record) = record else { return Ok(()) };
        to.write_all(&match self {
            Self::Markdown => report::checklist_markdown(report, record).into_bytes(),
            Self::Json => json::checklist(report, record),
        })
    }
}

pub(super) fn run<F: Written>(wanted: &Check<F>, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let intent = intent::intent(&wanted.appliances, args, io)?;
    let asked = &wanted.judging.output;
    let shown = F::NAMES.first().filter(|_| asked.iter().all(|output| output.file.is_some()));
    let keep = asked.iter().map(|output| output.format).chain(shown.map(|(_, format)| *format)).any(F::needs_record);
    let inputs = input::inputs(&wanted.capture, keep, &wanted.judging.output, io)?;
    judge(&inputs, intent, &settings(wanted.capture.platform), &wanted.judging, args, io)
}

/// Analyses and writes every output; what `demo` shares.
pub(super) fn judge<F: Written>(
    inputs: &[Input],
    mut wanted: Wanted,
    settings: &Settings,
    judging: &Judging<F>,
    args: &Args,
    io: &mut Io<'_>,
) -> Result<Exit, Failure> {
    if let Some(path) = &judging.baseline {
        intent::accept(&mut wanted, path, args.stderr_style(io))?;
    }
    let outputs = output::plan(&judging.output, inputs, &wanted.files)?;
    let overview = outputs.iter().all(|output| output.format.is_overview());
    let settings = Settings { overview, ..settings.clone() };
    let recorded = outputs.iter().any(|output| output.format.needs_record());
    let stamps = recorded.then(|| Stamps::of(inputs, &wanted.files));
    let sources = std::mem::take(&mut wanted.sources);
    let mut report = progress::during(io, inputs, || analyze(inputs, &wanted.intent, sources, &settings))?;
    input::must_be_recognised(&report.network)?;
    let (exit, mut closing) = exit::decide(Facts::of(&report), judging.fail_on);
    // Before anything is hidden: what is not shown counts all the same.
    let record = stamps.map(|stamps| record((inputs, &wanted), &stamps, &report, (exit, &closing), args.language()));
    if let Some(hidden) = hide(&mut report, judging) {
        closing = Text::joined([closing, " ".into(), hidden]);
    }
    if judging.new_only {
        report.ignored = Vec::new();
    }
    let screen = args.stdout_style(io);
    for output in &outputs {
        let style = if output.file.is_some() { args.file_style() } else { screen };
        let options = HumanOptions { style, closing: Some(closing.to(style.language)) };
        match output::write(output, io, |to| output.format.write(&report, record.as_ref(), &options, to)) {
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
fn hide<F: Formats + Send + Sync>(report: &mut Report, judging: &Judging<F>) -> Option<Text> {
    let least = judging.min_severity.severity();
    let before = report.findings.len();
    report.findings.retain(|finding| finding.severity >= least);
    match before - report.findings.len() {
        0 => None,
        number => Some(say!("exit-hidden", number, least = least.as_str())),
    }
}
