//! `-o FORMAT[=FILE]`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{Failure, Io};
use crate::capture::Input;
use crate::intent::nearest;

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Human,
    Json,
}

/// A format and where it goes; standard output without a file.
#[derive(Debug, Clone)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

const FORMATS: &[(&str, Format)] = &[("human", Format::Human), ("json", Format::Json)];

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
        let known = FORMATS.iter().find(|(name, _)| name.eq_ignore_ascii_case(format));
        let Some((_, format)) = known else {
            let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
            let near = nearest(format, names.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            return Err(format!("{near}the formats are {}", names.join(", ")));
        };
        match file {
            Some("") => Err("there is no file name behind `=`".to_owned()),
            Some("-") | None => Ok(Self { format: *format, file: None }),
            Some(file) => Ok(Self { format: *format, file: Some(file.into()) }),
        }
    }
}

/// The outputs of a run: those asked for, and the screen when nothing else goes there.
///
/// # Errors
/// When two formats want standard output, or an output would overwrite an input.
pub(super) fn plan(asked: &[Output], inputs: &[Input]) -> Result<Vec<Output>, Failure> {
    let mut outputs = Vec::new();
    match asked.iter().filter(|output| output.file.is_none()).count() {
        0 => outputs.push(Output { format: Format::Human, file: None }),
        1 => {}
        _ => return Err(Failure::Usage("only one format can go to standard output; write `-o FORMAT=FILE`".into())),
    }
    for file in asked.iter().filter_map(|output| output.file.as_deref()) {
        let overwrites = |input: &Input| matches!(input, Input::File(path) if same_file(path, file));
        if inputs.iter().any(overwrites) {
            return Err(Failure::Usage(format!("{} is an input; it is not overwritten", file.display())));
        }
    }
    outputs.extend(asked.iter().cloned());
    Ok(outputs)
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Writes one output, whole or as it comes.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(
    output: &Output,
    io: &mut Io<'_>,
    content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = &output.file else {
        content(io.stdout)?;
        return Ok(io.stdout.flush()?);
    };
    let failed = |error: std::io::Error| Failure::Usage(format!("cannot write {}: {error}", path.display()));
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    content(&mut file).map_err(failed)?;
    file.flush().map_err(failed)
}
