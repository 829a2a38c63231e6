//! From paths to inputs, and what to say when there was nothing in them.

use std::path::PathBuf;

use super::args::Capture;
use super::output::{self, Output};
use super::{Failure, Io, exit};
use crate::capture::{self, Input, Kind};
use crate::model::Network;
use crate::source::mask_name;

const NO_INPUT: &str = "\
nothing to read: name a file, or pipe one in

On the router in front of the HCX appliances:
  terminal length 0
  show running-config
  show ip nat translations
Save what it prints, prompts and all, and run: hcxnat check FILE
To see what comes out first: hcxnat demo";

/// The inputs of a run. With `in_memory`, standard input is read now, because the inputs will be read twice. What this
/// run is to write is not read when it merely lies in a directory that is.
pub(super) fn inputs<F>(
    wanted: &Capture,
    in_memory: bool,
    outputs: &[Output<F>],
    io: &mut Io<'_>,
) -> Result<Vec<Input>, Failure> {
    let inputs = if wanted.paths.is_empty() {
        if io.stdin_is_terminal {
            return Err(Failure::Usage(NO_INPUT.to_owned()));
        }
        vec![Input::Stdin]
    } else {
        let found = capture::find(&wanted.paths, &|path| output::is_one_of(outputs, path))?;
        say_ignored(&found.ignored, io);
        found.inputs
    };
    let from_stdin = inputs.iter().filter(|input| matches!(input, Input::Stdin)).count();
    if from_stdin > 1 {
        return Err(Failure::Usage("`-` is named twice, but there is one standard input".to_owned()));
    }
    if wanted.name.is_some() && from_stdin == 0 {
        return Err(Failure::Usage("--name names standard input, which is not read here".to_owned()));
    }
    if !in_memory && wanted.name.is_none() {
        return Ok(inputs);
    }
    let name = wanted.name.as_deref().unwrap_or("<stdin>");
    inputs.into_iter().map(|input| hold(input, name, io)).collect()
}

fn hold(input: Input, name: &str, io: &mut Io<'_>) -> Result<Input, Failure> {
    if !matches!(input, Input::Stdin) {
        return Ok(input);
    }
    let mut bytes = Vec::new();
    let read = io.stdin.read_to_end(&mut bytes);
    read.map_err(|error| Failure::Usage(format!("cannot read standard input: {error}")))?;
    Ok(Input::Memory { name: name.to_owned(), bytes })
}

/// How much of what was found instead is named.
const SHOWN: usize = 8;

/// An error unless a configuration or a table was found.
pub(super) fn must_be_recognised(network: &Network) -> Result<(), Failure> {
    if exit::recognised(network) { Ok(()) } else { Err(Failure::Nothing(nothing(network))) }
}

fn nothing(network: &Network) -> String {
    let mut lines = vec!["nothing recognised in the input".to_owned()];
    for segment in &network.segments {
        let source = network.sources.get(segment.source).map_or("?", |file| file.name());
        let source = mask_name(source);
        if !segment.dialect.is_ios() {
            let title = segment.dialect.title();
            lines.push(format!(
                "  {source}:{}: this is {title}; only Cisco IOS and IOS-XE are read",
                segment.first_line
            ));
        } else if let (Kind::Text, Some(evidence)) = (segment.kind, segment.evidence.first()) {
            lines.push(format!("  {source}: {}", evidence.says));
        }
    }
    if lines.len() > SHOWN + 2 {
        let more = lines.len() - SHOWN - 1;
        lines.truncate(SHOWN + 1);
        lines.push(format!("  and {more} more"));
    }
    if lines.len() == 1 {
        let read = network.coverage.lines();
        lines.push(match read {
            0 => "  the input is empty".to_owned(),
            _ => format!("  {read} lines were read, and none is a Cisco IOS configuration or translation table"),
        });
    }
    lines
        .push("Wanted: what `show running-config` or `show ip nat translations` prints on Cisco IOS or IOS-XE.".into());
    lines.join("\n")
}

/// What a `.gitignore` hides may be the very file that is missing.
fn say_ignored(ignored: &[PathBuf], io: &mut Io<'_>) {
    let names: Vec<String> = ignored.iter().take(3).map(|path| mask_name(&path.display().to_string())).collect();
    if names.is_empty() {
        return;
    }
    let more = if ignored.len() > names.len() { ", and more" } else { "" };
    // Whoever does not read this gets the verdict all the same.
    let _ = writeln!(io.stderr, "not read, because .gitignore names them: {}{more}", names.join(", "));
}
