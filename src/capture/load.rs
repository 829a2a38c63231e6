//! The only file-system reads of the program.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::Sink;
use super::decode::latin;
use super::feed::Feeder;
use super::split::Splitter;
use crate::source::{SourceFile, SourceMap};

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
        error: io::Error,
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
pub fn expand(paths: &[impl AsRef<Path>]) -> Result<Vec<Input>, InputError> {
    expand_without(paths, &|_| false)
}

/// The same, where files of a directory for which `skip` answers `true` are passed over.
///
/// # Errors
/// As [`expand`].
pub fn expand_without(paths: &[impl AsRef<Path>], skip: &dyn Fn(&Path) -> bool) -> Result<Vec<Input>, InputError> {
    let mut inputs = Vec::new();
    for path in paths {
        let path = path.as_ref();
        if path == Path::new("-") {
            inputs.push(Input::Stdin);
            continue;
        }
        let meta = fs::metadata(path).map_err(|error| unreadable(path, error))?;
        if meta.is_dir() {
            let before = inputs.len();
            walk(path, skip, &mut inputs)?;
            if inputs.len() == before {
                return Err(InputError::EmptyDirectory(path.to_owned()));
            }
        } else {
            inputs.push(Input::File(path.to_owned()));
        }
    }
    Ok(inputs)
}

/// Symbolic links to directories are not followed: they may lead in circles.
fn walk(directory: &Path, skip: &dyn Fn(&Path) -> bool, inputs: &mut Vec<Input>) -> Result<(), InputError> {
    let listed = fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = listed.map_err(|error| unreadable(directory, error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().first() == Some(&b'.') {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        if kind.is_dir() {
            walk(&path, skip, inputs)?;
        } else if (kind.is_file() || path.is_file()) && !skip(&path) {
            inputs.push(Input::File(path));
        }
    }
    Ok(())
}

/// A small text file (an inventory, requirements) in UTF-8 or, as PowerShell redirects it, UTF-16.
///
/// # Errors
/// When it cannot be read.
pub fn text_file(path: &Path) -> Result<String, InputError> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    DecodeReaderBytes::new(file).read_to_string(&mut text).map_err(|error| unreadable(path, error))?;
    Ok(text)
}

fn unreadable(path: &Path, error: io::Error) -> InputError {
    InputError::Unreadable { path: path.to_owned(), error }
}

/// Reads one input to its end.
///
/// A byte-order mark decides between UTF-8 and UTF-16; without one UTF-16 is known by its zero bytes. A line that is not
/// UTF-8 is read as Windows-1252, which always succeeds. Of a line longer than a megabyte only the first megabyte is
/// read. Data that is no text becomes one [`super::Kind::Text`] segment of one line.
///
/// # Errors
/// When the input cannot be opened or read.
pub fn read(input: &Input, sources: &mut SourceMap, sink: &mut dyn Sink) -> Result<(), InputError> {
    match input {
        Input::File(path) => {
            let opened = File::open(path).map_err(|error| unreadable(path, error))?;
            pump(&path.display().to_string(), opened, sources, sink).map_err(|error| unreadable(path, error))
        }
        Input::Stdin => {
            let name = "<stdin>";
            pump(name, io::stdin().lock(), sources, sink).map_err(|error| unreadable(Path::new(name), error))
        }
        Input::Memory { name, bytes } => {
            pump(name, bytes.as_slice(), sources, sink).map_err(|error| unreadable(Path::new(name), error))
        }
    }
}

/// How much is looked at to tell text from data.
const SNIFFED: u64 = 4096;

fn pump(name: &str, mut reader: impl Read, sources: &mut SourceMap, sink: &mut dyn Sink) -> io::Result<()> {
    let source = sources.add(SourceFile::new(name));
    let mut start = Vec::new();
    reader.by_ref().take(SNIFFED).read_to_end(&mut start)?;
    let mut splitter = Splitter::new(source);
    let mark: &[u8] = match Nature::of(&start) {
        Nature::Text => &[],
        Nature::Utf16Le => &[0xff, 0xfe],
        Nature::Utf16Be => &[0xfe, 0xff],
        Nature::Binary => {
            splitter.binary(&latin(start.get(..32).unwrap_or(&start)), sources, sink);
            return Ok(());
        }
    };
    let end = line_end(&start);
    let decoded = DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .build(mark.chain(io::Cursor::new(start)).chain(reader));
    let mut batches = Batches::new(decoded, end);
    let mut feeder = Feeder::new(splitter, end);
    while let Some(batch) = batches.next()? {
        match batch {
            Batch::Lines(bytes, last) => {
                let left = feeder.bytes(bytes, last, sources, sink);
                batches.give_back(left);
            }
            Batch::Skipped(bytes) => feeder.skipped(bytes),
        }
    }
    feeder.finish(sources, sink);
    Ok(())
}

/// Old Macs and some loggers end lines with a carriage return alone. That is believed only when there is no line feed
/// at all and the pieces look like lines: a pager that wipes itself leaves blank pieces.
fn line_end(start: &[u8]) -> u8 {
    let pieces = || start.split(|&byte| byte == b'\r').filter(|piece| !piece.trim_ascii().is_empty());
    let no_feed = memchr::memchr(b'\n', start).is_none();
    let wiped = start.windows(2).any(|pair| pair == b"\r ") && start.windows(2).any(|pair| pair == b" \r");
    if no_feed && !wiped && pieces().nth(2).is_some() { b'\r' } else { b'\n' }
}

/// What the first bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Text,
    Utf16Le,
    Utf16Be,
    Binary,
}

/// Zeros in a row that are no part of a character.
const PADDING: usize = 4;

impl Nature {
    fn of(start: &[u8]) -> Self {
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) || start.starts_with(b"\xef\xbb\xbf") {
            return Self::Text;
        }
        // A log that was cut short by a crash is padded with zeros.
        let from = start.iter().position(|&byte| byte != 0).unwrap_or(0);
        let to = start.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let padded = from + (start.len() - to) > PADDING;
        let start = if padded { start.get(from..to).unwrap_or(start) } else { start };
        let zeros = |parity: usize| start.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
        if start.len() >= 8 && odd * 10 >= half * 9 && even * 10 < half {
            return Self::Utf16Le;
        }
        if start.len() >= 8 && even * 10 >= half * 9 && odd * 10 < half {
            return Self::Utf16Be;
        }
        let packed = [&b"\x1f\x8b"[..], b"PK\x03\x04", b"\x7fELF", b"%PDF", b"\x89PNG"];
        let odd_controls =
            start.iter().filter(|&&byte| byte < 0x20 && !b"\t\n\r\x08\x1b\x07\x0c\0".contains(&byte)).count();
        let binary = (even + odd) * 10 > start.len() || odd_controls * 10 > start.len();
        if binary || packed.iter().any(|magic| start.starts_with(magic)) { Self::Binary } else { Self::Text }
    }
}

/// What [`Batches`] yields.
enum Batch<'a> {
    /// Whole lines, and whether they are the last; the last of the input may lack its line end.
    Lines(&'a [u8], bool),
    /// This many bytes of an overlong line were passed over.
    Skipped(u64),
}

/// Reads whole lines, many at a time.
struct Batches<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Unread part of `buffer`.
    start: usize,
    end: usize,
    /// The reader has no more.
    over: bool,
    /// In the middle of an overlong line.
    skipping: bool,
    line_end: u8,
}

/// A longer line is cut.
const BUFFER: usize = 1 << 20;

impl<R: Read> Batches<R> {
    fn new(reader: R, line_end: u8) -> Self {
        Self { reader, buffer: vec![0; BUFFER], start: 0, end: 0, over: false, skipping: false, line_end }
    }

    fn next(&mut self) -> io::Result<Option<Batch<'_>>> {
        self.fill()?;
        let bytes = self.buffer.get(..self.end).unwrap_or(&[]);
        if bytes.is_empty() {
            return Ok(None);
        }
        if self.skipping {
            let found = memchr::memchr(self.line_end, bytes);
            self.skipping = found.is_none();
            self.start = found.map_or(self.end, |at| at + 1);
            return Ok(Some(Batch::Skipped(self.start as u64)));
        }
        if self.over {
            self.start = self.end;
            return Ok(Some(Batch::Lines(bytes, true)));
        }
        let whole = memchr::memrchr(self.line_end, bytes);
        self.skipping = whole.is_none();
        self.start = whole.map_or_else(|| self.boundary(), |at| at + 1);
        Ok(self.buffer.get(..self.start).map(|line| Batch::Lines(line, false)))
    }

    /// Moves what is unread to the start of the buffer and reads until it is full.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        while !self.over && self.end < self.buffer.len() {
            match self.reader.read(self.buffer.get_mut(self.end..).unwrap_or_default()) {
                Ok(0) => self.over = true,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The last `bytes` of the lines that were handed over come again, with more behind them.
    fn give_back(&mut self, bytes: usize) {
        self.start -= bytes.min(self.start);
    }

    /// The last character boundary in a buffer that one line fills.
    fn boundary(&self) -> usize {
        let continues = |at: usize| self.buffer.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
        (self.end.saturating_sub(3)..self.end).rev().find(|&at| !continues(at)).unwrap_or(self.end)
    }
}
