//! Reads inputs, line after line.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::Sink;
use super::archive::{self, Limits, Member, Packed};
use super::clean::{may_be_dirty, without_end};
use super::decode::Decoder;
use super::decode::latin;
use super::feed::Feeder;
use super::nature::Nature;
use super::split::Splitter;
use super::undress::{Ahead, Context, Undresser};
use crate::source::{SourceFile, SourceId, SourceMap};

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
    #[error("{} holds no file to read (hidden files, and what a .gitignore names, are passed over)", .0.display())]
    EmptyDirectory(PathBuf),
    /// A pattern without a single file.
    #[error("no file matches {}", .0.display())]
    NoMatch(PathBuf),
}

/// A small text file (an inventory, requirements) in UTF-8, in UTF-16 as PowerShell redirects it, or in what a line that
/// is neither is most likely to be.
///
/// # Errors
/// When it cannot be read.
pub fn text_file(path: &Path) -> Result<String, InputError> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    text(file).map_err(|error| unreadable(path, error))
}

/// The same of an input that may be in memory.
///
/// # Errors
/// When it cannot be read.
pub fn text_input(input: &Input) -> Result<String, InputError> {
    match input {
        Input::File(path) => text_file(path),
        Input::Stdin => text(io::stdin().lock()).map_err(|error| unreadable(Path::new("<stdin>"), error)),
        Input::Memory { name, bytes } => text(bytes.as_slice()).map_err(|error| unreadable(Path::new(name), error)),
    }
}

fn text(from: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    DecodeReaderBytes::new(from).read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| {
        // Names that somebody gave, in the encoding of his Windows.
        let mut decoder = Decoder::default();
        error.as_bytes().split_inclusive(|byte| *byte == b'\n').map(|line| decoder.line(line)).collect()
    }))
}

pub(super) fn unreadable(path: &Path, error: io::Error) -> InputError {
    InputError::Unreadable { path: path.to_owned(), error }
}

/// Reads one input to its end.
///
/// An archive is known by its first bytes, and each of its members is a source of its own (`box.zip!edge.txt`); `edge.gz`
/// is one source. A byte-order mark decides between UTF-8 and UTF-16; without one UTF-16 is known by its zero bytes. A
/// line that is not UTF-8 is read as Windows-1252, which always succeeds. Of a line longer than a megabyte only the first
/// megabyte is read. Data that is no text becomes one [`super::Kind::Text`] segment of one line.
///
/// # Errors
/// When the input cannot be opened, or not be read to its end, or holds more than an archive of captures can.
pub fn read(input: &Input, sources: &mut SourceMap, sink: &mut dyn Sink) -> Result<(), InputError> {
    let mut first = true;
    let mut visit = |name: &str, member: Member<'_>| {
        let file = SourceFile::new(name);
        let source = sources.add(if std::mem::take(&mut first) { file.begins_input() } else { file });
        pump(source, member, sources, sink)
    };
    each_member(input, &mut visit)
}

/// Hands over what an input holds: itself, or each member of an archive.
fn each_member(input: &Input, visit: &mut dyn FnMut(&str, Member<'_>) -> io::Result<()>) -> Result<(), InputError> {
    let limits = Limits::USUAL;
    let read = match input {
        Input::File(path) => {
            let file = File::open(path).map_err(|error| unreadable(path, error))?;
            archive::members(&path.display().to_string(), Packed::File(file), limits, visit)
        }
        Input::Stdin => archive::members("<stdin>", Packed::Stream(&mut io::stdin().lock()), limits, visit),
        Input::Memory { name, bytes } => archive::members(name, Packed::Bytes(bytes), limits, visit),
    };
    read.map_err(|broken| unreadable(Path::new(&broken.name), broken.error))
}

/// Hands every physical line to `each`, as a terminal would have shown it, and puts nothing into segments. The answer is
/// `false` for data that is no text.
///
/// # Errors
/// When the input cannot be opened or read, or is an archive.
pub(crate) fn each_line(input: &Input, each: &mut dyn FnMut(&Shown<'_>)) -> Result<bool, InputError> {
    let whole = match input {
        Input::File(path) => path.display().to_string(),
        Input::Stdin => "<stdin>".to_owned(),
        Input::Memory { name, .. } => name.clone(),
    };
    let mut text = true;
    each_member(input, &mut |name, member| {
        if name != whole {
            return Err(io::Error::other("an archive of captures: unpack it first"));
        }
        text = show(member, each)?;
        Ok(())
    })?;
    Ok(text)
}

fn show(member: Member<'_>, each: &mut dyn FnMut(&Shown<'_>)) -> io::Result<bool> {
    let Member { nature, start, rest } = member;
    let Some(mark) = mark(nature) else { return Ok(false) };
    let end = line_end(&start);
    let mut batches = Batches::new(decoded(mark, start, rest), end);
    let (mut undresser, mut decoder, mut number) = (Undresser::default(), Decoder::default(), 0);
    while let Some(batch) = batches.next()? {
        let Batch::Lines(bytes, _) = batch else { continue };
        for line in bytes.split_inclusive(|&byte| byte == end) {
            let decoded = std::str::from_utf8(line).map_or_else(|_| decoder.line(line), ToOwned::to_owned);
            for raw in decoded.split_inclusive(char::from(end)) {
                number += 1;
                let ahead = Ahead { bytes: b"", end };
                let cleaned = undresser.line(raw, number, may_be_dirty(raw), ahead, Context::Other);
                let text = without_end(raw);
                let pager = cleaned.pager.and_then(|at| text.get(at));
                each(&Shown { text: cleaned.text, end: raw.get(text.len()..).unwrap_or(""), pager });
            }
        }
    }
    Ok(true)
}

/// A physical line on a terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// What stands on it.
    pub(crate) text: &'a str,
    /// Its line end; nothing where the input stops.
    pub(crate) end: &'a str,
    /// The pager that stood on it.
    pub(crate) pager: Option<&'a str>,
}

/// The byte-order mark to put in front; `None` when it is no text.
fn mark(nature: Nature) -> Option<&'static [u8]> {
    match nature {
        Nature::Utf16Le => Some(&[0xff, 0xfe]),
        Nature::Utf16Be => Some(&[0xfe, 0xff]),
        Nature::Sealed(_) | Nature::Binary(_) => None,
        Nature::Text | Nature::Gzip | Nature::Zip | Nature::Tar => Some(&[]),
    }
}

/// The whole input in UTF-8, or in whatever it is when it is not marked as UTF-16.
fn decoded(mark: &'static [u8], start: Vec<u8>, rest: impl Read) -> impl Read {
    let whole = mark.chain(io::Cursor::new(start)).chain(rest);
    DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(whole)
}

fn pump(source: SourceId, member: Member<'_>, sources: &mut SourceMap, sink: &mut dyn Sink) -> io::Result<()> {
    let Member { nature, start, rest } = member;
    let mut splitter = Splitter::new(source);
    if let Nature::Sealed(what) | Nature::Binary(what) = nature {
        let sealed = matches!(nature, Nature::Sealed(_));
        splitter.unread(&latin(start.get(..32).unwrap_or(&start)), what, sealed, sources, sink);
        return Ok(());
    }
    let end = line_end(&start);
    let decoded = decoded(mark(nature).unwrap_or_default(), start, rest);
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

/// What this process has read, for whoever waits for it.
static READ: AtomicU64 = AtomicU64::new(0);

/// How many bytes have been read so far, of all inputs.
#[cfg(feature = "cli")]
pub(crate) fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// A longer line is cut.
const BUFFER: usize = 1 << 20;

thread_local! {
    /// The buffer of the last input that this thread has read: thousands of small ones would each clear a megabyte.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl<R> Drop for Batches<R> {
    fn drop(&mut self) {
        SPARE.set(std::mem::take(&mut self.buffer));
    }
}

impl<R: Read> Batches<R> {
    fn new(reader: R, line_end: u8) -> Self {
        let mut buffer = SPARE.take();
        buffer.resize(BUFFER, 0);
        Self { reader, buffer, start: 0, end: 0, over: false, skipping: false, line_end }
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
                Ok(read) => {
                    READ.fetch_add(read as u64, Ordering::Relaxed);
                    self.end += read;
                }
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
