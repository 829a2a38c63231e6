//! `completions` and `man`: what packages install beside the program, made from the same tree of commands.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Args;
use super::exit::Exit;
use super::{Failure, Io};

/// The completion script of a shell.
pub(super) fn completions(shell: Shell, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "hcxnat", &mut script);
    io.stdout.write_all(&script)?;
    Ok(Exit::Pass)
}

/// The page of the program, or one file for each command in `directory`: `hcxnat.1`, `hcxnat-check.1`, ...
pub(super) fn man(directory: Option<&Path>, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let mut command = Args::command().disable_help_subcommand(true);
    let Some(directory) = directory else {
        Man::new(command).render(&mut io.stdout)?;
        return Ok(Exit::Pass);
    };
    let cannot = |error: std::io::Error| Failure::Usage(format!("cannot write {}: {error}", directory.display()));
    fs::create_dir_all(directory).map_err(cannot)?;
    command.build();
    for page in command.get_subcommands().chain([&command]) {
        // Without this the foot of a page names the subcommand, which has no version of its own.
        let page = Man::new(page.clone()).source(concat!("hcxnat ", env!("CARGO_PKG_VERSION")));
        page.generate_to(directory).map_err(cannot)?;
    }
    Ok(Exit::Pass)
}
