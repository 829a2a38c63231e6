//! `-o FORMAT[=FILE]`.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{Failure, Io};
use crate::capture::Input;
use crate::intent::nearest;

/// Formats of a command, by their names.
pub(super) trait Formats: Copy + PartialEq + 'static {
    /// Each with the name it is asked for by; the first is what the screen shows.
    const NAMES: &[(&str, Self)];
}

/// Formats of an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Human,
    Json,
    Markdown,
    Html,
    Sarif,
    Github,
    Junit,
    Ndjson,
}

impl Formats for Format {
    const NAMES: &[(&str, Self)] = &[
        ("human", Self::Human),
        ("json", Self::Json),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("sarif", Self::Sarif),
        ("github", Self::Github),
        ("junit", Self::Junit),
        ("ndjson", Self::Ndjson),
    ];
}

/// Formats of what is no analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Human,
    Json,
}

impl Formats for Plain {
    const NAMES: &[(&str, Self)] = &[("human", Self::Human), ("json", Self::Json)];
}

/// Formats of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListFormat {
    Markdown,
    Json,
}

impl Formats for ListFormat {
    const NAMES: &[(&str, Self)] = &[("markdown", Self::Markdown), ("json", Self::Json)];
}

/// A format and where it goes; standard output without a file.
#[derive(Debug, Clone)]
pub(super) struct Output<F = Format> {
    pub(super) format: F,
    pub(super) file: Option<PathBuf>,
}

impl<F: Formats> FromStr for Output<F> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
        let known = F::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(format));
        let Some((_, format)) = known else {
            let names: Vec<&str> = F::NAMES.iter().map(|(name, _)| *name).collect();
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

/// The outputs of a run: those asked for, and the screen when nothing else goes there. `inputs` and `files` are what the
/// run reads.
///
/// # Errors
/// When two formats want one place, or an output would overwrite what is read.
pub(super) fn plan<F: Formats>(
    asked: &[Output<F>],
    inputs: &[Input],
    files: &[PathBuf],
) -> Result<Vec<Output<F>>, Failure> {
    let mut outputs = Vec::new();
    match asked.iter().filter(|output| output.file.is_none()).count() {
        0 => outputs.extend(F::NAMES.first().map(|(_, format)| Output { format: *format, file: None })),
        1 => {}
        _ => return Err(Failure::Usage("only one format can go to standard output; write `-o FORMAT=FILE`".into())),
    }
    let mut taken: Vec<PathBuf> = Vec::new();
    for file in asked.iter().filter_map(|output| output.file.as_deref()) {
        if inputs.iter().any(|input| is_input(input, file)) || files.iter().any(|path| same_file(path, file)) {
            return Err(Failure::Usage(format!("{} is an input; it is not overwritten", file.display())));
        }
        let place = resolved(file);
        if taken.contains(&place) {
            return Err(Failure::Usage(format!("{} is named twice; one file holds one output", file.display())));
        }
        taken.push(place);
    }
    outputs.extend(asked.iter().cloned());
    Ok(outputs)
}

/// Whether `file` is what an input is read from.
pub(super) fn is_input(input: &Input, file: &Path) -> bool {
    match input {
        Input::File(path) => same_file(path, file),
        // Where the system can say which file was redirected into the program.
        Input::Stdin | Input::Memory { .. } => file.is_file() && same_file(Path::new("/dev/stdin"), file),
    }
}

/// Whether `path` is a file that one of the outputs asked for goes to.
pub(super) fn is_one_of<F>(asked: &[Output<F>], path: &Path) -> bool {
    asked.iter().filter_map(|output| output.file.as_deref()).any(|file| same_file(file, path))
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Where a file is or will be, however its path is written.
fn resolved(path: &Path) -> PathBuf {
    let beside = |path: &Path| Some(directory(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(|| beside(path)).unwrap_or_else(|| path.to_owned())
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes one output: to the screen as it comes, to a file whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write<F>(
    output: &Output<F>,
    io: &mut Io<'_>,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = &output.file else {
        content(io.stdout)?;
        return Ok(io.stdout.flush()?);
    };
    to_file(path, content).map_err(|error| Failure::Usage(format!("cannot write {}: {error}", path.display())))
}

pub(super) fn to_file(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let there = fs::metadata(path).ok();
    // A pipe or a device cannot be replaced, and a directory not be written: the system says so best.
    if there.as_ref().is_some_and(|meta| !meta.is_file()) {
        let mut file = BufWriter::new(File::create(path)?);
        content(&mut file)?;
        return file.flush();
    }
    // Renaming asks the directory and not the file that is replaced.
    if there.as_ref().is_some_and(|meta| meta.permissions().readonly()) {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let target = resolved(path);
    let draft = Draft::beside(&target)?;
    let mut file = BufWriter::new(&draft.file);
    content(&mut file)?;
    file.flush()?;
    drop(file);
    if let Some(meta) = there {
        draft.file.set_permissions(meta.permissions())?;
    }
    fs::rename(&draft.path, &target)
}

/// A file under another name until it is complete. Dropped, it is gone, unless it was renamed.
struct Draft {
    path: PathBuf,
    file: File,
}

impl Draft {
    fn beside(target: &Path) -> io::Result<Self> {
        let name = |attempt: u32| format!(".hcxnat-{}-{attempt}.tmp", std::process::id());
        let mut attempt = 0;
        loop {
            let path = directory(target).join(name(attempt));
            match File::options().write(true).create_new(true).open(&path) {
                // Left behind by a run that was killed.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
                opened => return opened.map(|file| Self { path, file }),
            }
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After the renaming there is nothing of this name; before it, an error was told already.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_that_fails_leaves_what_was_there() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("a.json");
        fs::write(&path, "old").unwrap();
        let failed = to_file(&path, |to| {
            to.write_all(b"half")?;
            Err(io::Error::other("the input has gone"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        to_file(&path, |to| to.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_the_mode_of_a_file_are_kept() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::TempDir::new().unwrap();
        let (file, link) = (dir.path().join("a.json"), dir.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        to_file(&link, |to| to.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(to_file(&file, |to| to.write_all(b"x")).is_err());
        to_file(Path::new("/dev/null"), |to| to.write_all(b"x")).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
