//! The `hcxnat` program.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::process::ExitCode;

use hcxnat::cli::{Io, run};

fn main() -> ExitCode {
    let mut stdout = BufWriter::new(io::stdout().lock());
    let io = Io {
        stdin: &mut io::stdin(),
        stdin_is_terminal: io::stdin().is_terminal(),
        stdout: &mut stdout,
        stdout_is_terminal: io::stdout().is_terminal(),
        stderr: &mut io::stderr(),
        stderr_is_terminal: io::stderr().is_terminal(),
    };
    let code = run(std::env::args_os(), io);
    // A reader that went away (`| head`) has what it wanted.
    let _ = stdout.flush();
    code
}
