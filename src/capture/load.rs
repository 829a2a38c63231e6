//! The only file-system reads of the program.

use std::path::{Path, PathBuf};

use super::Sink;
use crate::source::SourceMap;

/// Where a capture comes from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Text that is already here.
    Memory {
        /// The name that reports show.
        name: String,
        /// Its bytes, in whatever encoding.
        bytes: Vec<u8>,
    },
}

/// An input that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The file system said no.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The path as the user wrote it.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A directory without a single file that could be a capture.
    #[error("{} holds no file to read", .0.display())]
    EmptyDirectory(PathBuf),
}

/// Turns paths into inputs: files as they are, directories into the files below them (hidden ones skipped, sorted by
/// name), `-` into standard input.
///
/// # Errors
/// When a path does not exist or a directory cannot be listed or holds no file.
pub fn expand(_paths: &[impl AsRef<Path>]) -> Result<Vec<Input>, InputError> {
    Ok(Vec::new())
}

/// Reads one input to its end.
///
/// # Errors
/// When the input cannot be opened or read.
pub fn read(_input: &Input, _sources: &mut SourceMap, _sink: &mut dyn Sink) -> Result<(), InputError> {
    Ok(())
}
