//! `redact`.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::Redact;
use super::exit::Exit;
use super::{Failure, Io, input, output};
use crate::capture::{Input, InputError};
use crate::redact::{Key, Redactor};
use crate::source::mask_name;

pub(super) fn run(wanted: &Redact, io: &mut Io<'_>) -> Result<Exit, Failure> {
    // Read once for names and once for the copy.
    let inputs = input::inputs::<()>(&wanted.capture(), true, &[], io)?;
    let key = match wanted.key.as_deref() {
        Some("") => return Err(Failure::Usage("--key is empty: whoever guesses it can undo the copy".to_owned())),
        Some(text) => Key::from_text(text),
        None => Key::random(),
    };
    let mut redactor = Redactor::new(key);
    for input in &inputs {
        redactor.learn(input)?;
    }
    let Some(place) = &wanted.output else {
        let [input] = inputs.as_slice() else {
            let files = inputs.len();
            return Err(Failure::Usage(format!("{files} files: name a directory for the copies with -o")));
        };
        must_be_text(copy(&mut redactor, input, io.stdout)?, input)?;
        io.stdout.flush()?;
        return Ok(Exit::Pass);
    };
    let folder = place.is_dir() || inputs.len() > 1 || wanted.paths.iter().any(|path| path.is_dir());
    if folder {
        fs::create_dir_all(place).map_err(|error| cannot_write(place, &error))?;
    }
    let mut taken = HashSet::new();
    for input in &inputs {
        let file =
            if folder { unused(&place.join(file_name(&mut redactor, input)), &mut taken) } else { place.clone() };
        if inputs.iter().any(|input| output::is_input(input, &file)) {
            return Err(Failure::Usage(format!("{} is an input; it is not overwritten", file.display())));
        }
        let mut text = true;
        let written = output::to_file(&file, |to| {
            text = copy(&mut redactor, input, to).map_err(|failure| match failure {
                Stopped::Write(error) => error,
                Stopped::Read(error) => io::Error::other(error.to_string()),
            })?;
            if text { Ok(()) } else { Err(io::Error::other("it would be a copy of data")) }
        });
        if !text && folder {
            let _ = writeln!(io.stderr, "{}: not text, left out", mask_name(&name_of(input)));
            continue;
        }
        must_be_text(text, input)?;
        written.map_err(|error| cannot_write(&file, &error))?;
        let (from, to) = (mask_name(&name_of(input)), mask_name(&file.display().to_string()));
        let _ = writeln!(io.stderr, "{from} -> {to}");
    }
    Ok(Exit::Pass)
}

/// Why a copy is not finished.
enum Stopped {
    Read(InputError),
    Write(io::Error),
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Read(error) => error.into(),
            Stopped::Write(error) => error.into(),
        }
    }
}

fn copy(redactor: &mut Redactor, input: &Input, to: &mut dyn Write) -> Result<bool, Stopped> {
    let mut written = Ok(());
    let text = redactor.copy(input, &mut |piece| {
        if written.is_ok() {
            written = to.write_all(piece.as_bytes());
        }
    });
    written.map_err(Stopped::Write)?;
    text.map_err(Stopped::Read)
}

fn must_be_text(text: bool, input: &Input) -> Result<(), Failure> {
    let refused = || Failure::Usage(format!("{} is not text; there is nothing to copy", name_of(input)));
    text.then_some(()).ok_or_else(refused)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::Usage(format!("cannot write {}: {error}", path.display()))
}

fn name_of(input: &Input) -> String {
    match input {
        Input::File(path) => path.display().to_string(),
        Input::Stdin => "<stdin>".to_owned(),
        Input::Memory { name, .. } => name.clone(),
    }
}

/// The name of a copy: files are called after routers and customers.
fn file_name(redactor: &mut Redactor, input: &Input) -> String {
    let path = match input {
        Input::File(path) => path.as_path(),
        Input::Stdin | Input::Memory { .. } => Path::new("stdin.txt"),
    };
    let part =
        |part: Option<&std::ffi::OsStr>| part.map_or_else(String::new, |part| part.to_string_lossy().into_owned());
    let stem = redactor.name(&part(path.file_stem()));
    match part(path.extension()).as_str() {
        "" => stem,
        extension => format!("{stem}.{extension}"),
    }
}

/// Files of several directories may have one name.
fn unused(wanted: &Path, taken: &mut HashSet<PathBuf>) -> PathBuf {
    let mut path = wanted.to_owned();
    let mut count = 1;
    while !taken.insert(path.clone()) {
        count += 1;
        let extension = wanted.extension().map_or_else(String::new, |part| format!(".{}", part.to_string_lossy()));
        let stem = wanted.file_stem().map_or_else(String::new, |part| part.to_string_lossy().into_owned());
        path = wanted.with_file_name(format!("{stem}-{count}{extension}"));
    }
    path
}
