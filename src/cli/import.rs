//! `import`.

use std::path::Path;

use super::args::{Args, Import};
use super::exit::Exit;
use super::{Failure, Io, intent, output};
use crate::capture::{self, Input, text_input};
use crate::intent::hcx::is_export;
use crate::source::{SourceMap, mask_name};

const NO_INPUT: &str = "\
nothing to read: name a file, or pipe one in

In PowerCLI, connected to the HCX Manager of the source site:
  Get-HCXInterconnectStatus | ConvertTo-Json -Depth 100 | Out-File interconnectstatus.json
and before anything is deployed:
  Get-HCXNetworkProfile | ConvertTo-Json -Depth 100 | Out-File networkprofile.json
`hcxnat import --help` lists what else is read.";

pub(super) fn run(wanted: &Import, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let inputs = inputs(wanted, io)?;
    if let Some(file) = wanted.output.as_deref().filter(|file| inputs.iter().any(|it| output::is_input(it, file))) {
        return Err(Failure::Usage(format!("{} is an input; it is not overwritten", file.display())));
    }
    let exports = exports(wanted, &inputs, io)?;
    let mut sources = SourceMap::default();
    let imported = intent::imported(&exports, &mut sources, args.stderr_style(io))?;
    for note in &imported.notes {
        let _ = writeln!(io.stderr, "note: {}", note.in_words(&sources));
    }
    let yaml = imported.to_yaml(&sources);
    match &wanted.output {
        None => io.stdout.write_all(yaml.as_bytes())?,
        Some(file) => output::to_file(file, |to| to.write_all(yaml.as_bytes()))
            .map_err(|error| Failure::Usage(format!("cannot write {}: {error}", file.display())))?,
    }
    Ok(Exit::Pass)
}

fn inputs(wanted: &Import, io: &mut Io<'_>) -> Result<Vec<Input>, Failure> {
    if wanted.paths.is_empty() && io.stdin_is_terminal {
        return Err(Failure::Usage(NO_INPUT.to_owned()));
    }
    let standard = [Path::new("-").to_owned()];
    let paths = if wanted.paths.is_empty() { &standard[..] } else { &wanted.paths };
    let output = |path: &Path| {
        wanted.output.as_deref().is_some_and(|file| output::is_input(&Input::File(path.to_owned()), file))
    };
    let found = capture::find(paths, &output)?.inputs;
    let from_stdin = found.iter().filter(|input| matches!(input, Input::Stdin)).count();
    if from_stdin > 1 {
        return Err(Failure::Usage("`-` is named twice, but there is one standard input".to_owned()));
    }
    let hold = |input| match input {
        Input::Stdin => {
            let mut bytes = Vec::new();
            let read = io.stdin.read_to_end(&mut bytes);
            read.map_err(|error| Failure::Usage(format!("cannot read standard input: {error}")))?;
            Ok(Input::Memory { name: "<stdin>".to_owned(), bytes })
        }
        input => Ok(input),
    };
    found.into_iter().map(hold).collect()
}

/// Names and texts. What merely lies in a directory may be something else.
fn exports(wanted: &Import, inputs: &[Input], io: &mut Io<'_>) -> Result<Vec<(String, String)>, Failure> {
    let mut exports = Vec::new();
    for input in inputs {
        let (name, named) = match input {
            Input::File(path) => (path.display().to_string(), wanted.paths.contains(path)),
            Input::Memory { name, .. } => (name.clone(), true),
            Input::Stdin => ("<stdin>".to_owned(), true),
        };
        let text = text_input(input)?;
        if named || is_export(&text) {
            exports.push((name, text));
        } else {
            let _ = writeln!(io.stderr, "note: {}: not what HCX or PowerCLI writes, and not read", mask_name(&name));
        }
    }
    if exports.is_empty() {
        return Err(Failure::Usage("none of the files is what HCX or PowerCLI writes".to_owned()));
    }
    Ok(exports)
}
