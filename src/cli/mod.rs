//! The command line: arguments in, exit code out. One file a subcommand, no judgement of its own.

mod args;
mod baseline;
mod check;
mod demo;
mod diff;
mod exit;
mod explain;
mod fix;
mod import;
mod init;
mod input;
mod intent;
mod output;
mod parse;
mod progress;
mod record;
mod redact;
mod rules;
mod schema;
mod shell;
mod trace;

use std::ffi::OsString;
use std::io::{ErrorKind, Read, Write};
use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, ColorWhen, Command, Lang};
use exit::Exit;

use crate::locale::Language;
use crate::report::Style;
use crate::source::mask_controls;

/// What the program is connected to.
pub struct Io<'io> {
    /// Standard input.
    pub stdin: &'io mut dyn Read,
    /// A person types there.
    pub stdin_is_terminal: bool,
    /// Standard output.
    pub stdout: &'io mut dyn Write,
    /// A person reads there.
    pub stdout_is_terminal: bool,
    /// Standard error.
    pub stderr: &'io mut dyn Write,
    /// A person reads there.
    pub stderr_is_terminal: bool,
}

impl std::fmt::Debug for Io<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Io").field("stdin_is_terminal", &self.stdin_is_terminal).finish_non_exhaustive()
    }
}

/// Why a command stops without a result.
#[derive(Debug)]
enum Failure {
    /// What was asked cannot be done: exit 2.
    Usage(String),
    /// The same, already drawn with its excerpts: exit 2.
    Drawn(String),
    /// There was nothing to judge in the input: exit 3.
    Nothing(String),
    /// The reader of the output went away, which is its good right: exit 0.
    Pipe,
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::Pipe,
            _ => Self::Usage(format!("cannot write: {error}")),
        }
    }
}

impl From<crate::capture::InputError> for Failure {
    fn from(error: crate::capture::InputError) -> Self {
        Self::Usage(error.to_string())
    }
}

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>, io: Io<'_>) -> ExitCode {
    let mut io = io;
    let exit = match Args::try_parse_from(arguments) {
        Ok(args) => dispatch(&args, &mut io),
        Err(error) => return arguments_refused(&error, &mut io),
    };
    exit.unwrap_or_else(|failure| told(failure, &mut io)).into()
}

fn dispatch(args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    match &args.command {
        Command::Check(wanted) => check::run(wanted, args, io),
        Command::Checklist(wanted) => check::run(wanted, args, io),
        Command::Demo(wanted) => demo::run(wanted, args, io),
        Command::Trace(wanted) => trace::run(wanted, args, io),
        Command::Parse(wanted) => parse::run(wanted, io),
        Command::Redact(wanted) => redact::run(wanted, io),
        Command::Diff(wanted) => diff::run(wanted, args, io),
        Command::Baseline(wanted) => baseline::run(wanted, args, io),
        Command::Fix(wanted) => fix::run(wanted, args, io),
        Command::Explain { code } => explain::run(code, args, io),
        Command::Rules { output } => rules::run(output, args, io),
        Command::Schema { name } => schema::run(name, io),
        Command::Init => init::run(io),
        Command::Import(wanted) => import::run(wanted, args, io),
        Command::Completions { shell } => shell::completions(*shell, io),
        Command::Man { directory } => shell::man(directory.as_deref(), io),
    }
}

/// `--help` and `--version` are no errors and go to standard output. Both without colours; what an error echoes of the
/// arguments may not reach the terminal as it stands.
fn arguments_refused(error: &clap::Error, io: &mut Io<'_>) -> ExitCode {
    let (to, exit): (&mut dyn Write, _) =
        if error.use_stderr() { (io.stderr, Exit::Usage) } else { (io.stdout, Exit::Pass) };
    let _ = write!(to, "{}", mask_controls(&error.render().to_string()));
    exit.into()
}

fn told(failure: Failure, io: &mut Io<'_>) -> Exit {
    let (text, exit) = match failure {
        Failure::Usage(text) => (format!("error: {}\n", mask_controls(&text)), Exit::Usage),
        Failure::Drawn(text) => (text, Exit::Usage),
        Failure::Nothing(text) => (format!("error: {}\n", mask_controls(&text)), Exit::Nothing),
        Failure::Pipe => return Exit::Pass,
    };
    let _ = io.stdout.flush();
    let _ = io.stderr.write_all(text.as_bytes());
    exit
}

impl Args {
    fn stdout_style(&self, io: &Io<'_>) -> Style {
        self.style(io.stdout_is_terminal)
    }

    fn stderr_style(&self, io: &Io<'_>) -> Style {
        self.style(io.stderr_is_terminal)
    }

    /// `--lang`, or that of the locale.
    fn language(&self) -> Language {
        // The first that is set counts, as everywhere (POSIX, "Internationalization Variables").
        let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
        let locale = set.find(|locale| !locale.is_empty());
        let of_locale = || locale.and_then(|locale| Language::of_locale(&locale));
        self.lang.map(Lang::language).or_else(of_locale).unwrap_or_default()
    }

    /// What a file gets.
    fn file_style(&self) -> Style {
        Style { language: self.language(), ..Style::PLAIN }
    }

    fn style(&self, terminal: bool) -> Style {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match self.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => terminal && !refused,
        };
        let columns = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
        // Beyond 120 columns text is hard to read; below 60 the excerpts of a table do not fit anyhow.
        let width = columns.unwrap_or(Style::PLAIN.width).clamp(60, 120);
        Style { color, unicode: !self.ascii && supports_unicode::supports_unicode(), width, language: self.language() }
    }
}
