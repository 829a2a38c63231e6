//! From paths to inputs, and what to say when there was nothing in them.

use std::fs::File;
use std::io::Read;

use super::args::Capture;
use super::output::{self, Output};
use super::{Failure, Io, exit};
use crate::capture::{self, Input};
use crate::model::Network;
use crate::report::Report;
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
pub(super) fn inputs(
    wanted: &Capture,
    in_memory: bool,
    outputs: &[Output],
    io: &mut Io<'_>,
) -> Result<Vec<Input>, Failure> {
    let inputs = if wanted.paths.is_empty() {
        if io.stdin_is_terminal {
            return Err(Failure::Usage(NO_INPUT.to_owned()));
        }
        vec![Input::Stdin]
    } else {
        capture::expand_without(&wanted.paths, &|path| output::is_one_of(outputs, path))?
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

/// An error unless a configuration or a table was found.
pub(super) fn must_be_recognised(network: &Network, inputs: &[Input]) -> Result<(), Failure> {
    if exit::recognised(network) { Ok(()) } else { Err(Failure::Nothing(nothing(network, inputs))) }
}

/// The same for a finished analysis.
pub(super) fn must_be_judged(report: &Report, inputs: &[Input]) -> Result<(), Failure> {
    must_be_recognised(&report.network, inputs)
}

fn nothing(network: &Network, inputs: &[Input]) -> String {
    let mut lines = vec!["nothing recognised in the input".to_owned()];
    for input in inputs {
        if let Some(what) = looks_like(&first_bytes(input)) {
            lines.push(format!("  {}: {what}", name(input)));
        }
    }
    for segment in network.segments.iter().filter(|segment| !segment.dialect.is_ios()) {
        let source = network.sources.get(segment.source).map_or("?", |file| file.name());
        let (source, title) = (mask_name(source), segment.dialect.title());
        lines.push(format!("  {source}:{}: this is {title}; only Cisco IOS and IOS-XE are read", segment.first_line));
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

fn name(input: &Input) -> String {
    match input {
        Input::File(path) => mask_name(&path.display().to_string()),
        Input::Stdin => "<stdin>".to_owned(),
        Input::Memory { name, .. } => mask_name(name),
    }
}

/// Enough of an input to tell what it is instead of text; nothing of standard input, which is gone by now.
fn first_bytes(input: &Input) -> Vec<u8> {
    let mut head = Vec::new();
    match input {
        Input::File(path) => {
            // The file has been read once; should it be gone, there is nothing to add to the message.
            let _ = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
        }
        Input::Memory { bytes, .. } => head.extend(bytes.iter().take(4096)),
        Input::Stdin => {}
    }
    head
}

/// What bytes are, when they are not a capture.
fn looks_like(head: &[u8]) -> Option<&'static str> {
    let known: &[(&[u8], &str)] = &[
        (b"\x1f\x8b", "gzip data; unpack it first"),
        (b"PK\x03\x04", "a ZIP archive or an Office document; unpack it, or save it as text"),
        (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
        (b"%PDF", "a PDF; copy the text out of it"),
        (b"{\\rtf", "a rich-text document; save it as plain text"),
        (b"\xd4\xc3\xb2\xa1", "a packet capture; this program reads router configurations"),
        (b"\x0a\x0d\x0d\x0a", "a packet capture; this program reads router configurations"),
        (b"\x89PNG", "a picture; copy the text from the terminal instead"),
    ];
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let binary = !utf16 && head.contains(&0);
    let found = known.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what);
    found.or_else(|| binary.then_some("binary data, not text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named() {
        for (bytes, what) in [
            (&b"\x1f\x8b\x08\x00"[..], Some("gzip")),
            (b"PK\x03\x04xx", Some("ZIP")),
            (b"ab\0cd", Some("binary")),
            (b"\xff\xfeh\0o\0", None),
            (b"hostname R1", None),
            (b"", None),
        ] {
            let found = looks_like(bytes);
            assert_eq!(found.is_some(), what.is_some(), "{bytes:?}");
            assert!(found.zip(what).is_none_or(|(found, what)| found.contains(what)));
        }
    }
}
