//! From the paths that the user names to the inputs they stand for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::MatchOptions;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::load::unreadable;
use super::{Input, InputError};

/// What paths stand for.
#[derive(Debug, Default)]
pub struct Found {
    /// What is to be read.
    pub inputs: Vec<Input>,
    /// What was passed over because a `.gitignore` names it: files, and directories with all that is in them.
    pub ignored: Vec<PathBuf>,
}

/// Turns paths into inputs: files as they are, directories into the files below them, `-` into standard input, and a
/// pattern (`captures/*.txt`) that no shell has replaced into what it matches.
///
/// Of a directory, files come sorted by name; hidden ones are skipped, and what a `.gitignore` in it or below it names,
/// whether or not Git knows the directory. A `.gitignore` above the directory says nothing: the user named what is in it.
/// Links to directories are not followed.
///
/// # Errors
/// When a path does not exist or a directory cannot be listed or holds no file.
pub fn expand(paths: &[impl AsRef<Path>]) -> Result<Vec<Input>, InputError> {
    find(paths, &|_| false).map(|found| found.inputs)
}

/// The same, where files that are not named themselves are passed over when `skip` answers `true`; and what was ignored.
///
/// # Errors
/// As [`expand`].
pub fn find(paths: &[impl AsRef<Path>], skip: &dyn Fn(&Path) -> bool) -> Result<Found, InputError> {
    let mut walk = Walk { skip, ignores: Vec::new(), found: Found::default() };
    for path in paths {
        let path = path.as_ref();
        if path == Path::new("-") {
            walk.found.inputs.push(Input::Stdin);
            continue;
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => walk.named_directory(path)?,
            Ok(_) => walk.found.inputs.push(Input::File(path.to_owned())),
            Err(error) => match pattern(path) {
                Some(pattern) => walk.pattern(path, pattern)?,
                None => return Err(unreadable(path, error)),
            },
        }
    }
    Ok(walk.found)
}

/// The path as a pattern, when it can be one.
fn pattern(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| text.contains(['*', '?', '[']))
}

struct Walk<'s> {
    skip: &'s dyn Fn(&Path) -> bool,
    /// Those of the directories that lead to the current one.
    ignores: Vec<Gitignore>,
    found: Found,
}

impl Walk<'_> {
    fn named_directory(&mut self, path: &Path) -> Result<(), InputError> {
        let before = self.found.inputs.len();
        self.directory(path)?;
        if self.found.inputs.len() == before {
            return Err(InputError::EmptyDirectory(path.to_owned()));
        }
        Ok(())
    }

    fn pattern(&mut self, path: &Path, pattern: &str) -> Result<(), InputError> {
        // As a shell does it.
        let options = MatchOptions {
            case_sensitive: !cfg!(windows),
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let no_match = || InputError::NoMatch(path.to_owned());
        let before = self.found.inputs.len();
        for matched in glob::glob_with(pattern, options).map_err(|_| no_match())? {
            let path = matched.map_err(|error| unreadable(error.path(), io::Error::from(error.error().kind())))?;
            if path.is_dir() {
                self.directory(&path)?;
            } else if !(self.skip)(&path) {
                self.found.inputs.push(Input::File(path));
            }
        }
        if self.found.inputs.len() == before { Err(no_match()) } else { Ok(()) }
    }

    /// Symbolic links to directories are not followed: they may lead in circles.
    fn directory(&mut self, directory: &Path) -> Result<(), InputError> {
        let listed = fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = listed.map_err(|error| unreadable(directory, error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let has_ignores = entries.iter().any(|entry| entry.file_name() == ".gitignore");
        let depth = self.ignores.len();
        self.ignores.extend(has_ignores.then(|| gitignore(directory)));
        for entry in entries {
            if entry.file_name().as_encoded_bytes().first() == Some(&b'.') {
                continue;
            }
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
            if self.is_ignored(&path, kind.is_dir()) {
                self.found.ignored.push(path);
            } else if kind.is_dir() {
                self.directory(&path)?;
            } else if (kind.is_file() || path.is_file()) && !(self.skip)(&path) {
                self.found.inputs.push(Input::File(path));
            }
        }
        self.ignores.truncate(depth);
        Ok(())
    }

    /// The nearest `.gitignore` that says something of a path decides.
    fn is_ignored(&self, path: &Path, is_dir: bool) -> bool {
        let said = self.ignores.iter().rev().map(|ignores| ignores.matched(path, is_dir)).find(|said| !said.is_none());
        said.is_some_and(|said| said.is_ignore())
    }
}

/// A line that is no pattern ignores nothing.
fn gitignore(directory: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(directory);
    let _ = builder.add(directory.join(".gitignore"));
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
