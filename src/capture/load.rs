//! The only file-system reads of the program.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::Sink;
use super::clean::{Cleaned, Cleaner, may_be_dirty, without_end};
use super::split::{Physical, Splitter};
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

/// Hands every physical line to `each`, as a terminal would have shown it, and puts nothing into segments. The answer is
/// `false` for data that is no text.
///
/// # Errors
/// When the input cannot be opened or read.
pub(crate) fn each_line(input: &Input, each: &mut dyn FnMut(&Shown<'_>)) -> Result<bool, InputError> {
    match input {
        Input::File(path) => {
            let opened = File::open(path).map_err(|error| unreadable(path, error))?;
            show(opened, each).map_err(|error| unreadable(path, error))
        }
        Input::Stdin => show(io::stdin().lock(), each).map_err(|error| unreadable(Path::new("<stdin>"), error)),
        Input::Memory { name, bytes } => {
            show(bytes.as_slice(), each).map_err(|error| unreadable(Path::new(name), error))
        }
    }
}

fn show(mut reader: impl Read, each: &mut dyn FnMut(&Shown<'_>)) -> io::Result<bool> {
    let start = sniff(&mut reader)?;
    let Some(mark) = Nature::of(&start).mark() else { return Ok(false) };
    let end = line_end(&start);
    let mut batches = Batches::new(decoded(mark, start, reader), end);
    let mut cleaner = Cleaner::default();
    while let Some(batch) = batches.next()? {
        let Batch::Lines(bytes) = batch else { continue };
        for line in bytes.split_inclusive(|&byte| byte == end) {
            let decoded = std::str::from_utf8(line).map_or_else(|_| latin(line), ToOwned::to_owned);
            for raw in decoded.split_inclusive(char::from(end)) {
                let cleaned = if may_be_dirty(raw) { cleaner.clean(raw) } else { Cleaned::plain(raw) };
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

/// How much is looked at to tell text from data.
const SNIFFED: u64 = 4096;

fn sniff(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.by_ref().take(SNIFFED).read_to_end(&mut start)?;
    Ok(start)
}

/// The whole input in UTF-8, or in whatever it is when it is not marked as UTF-16.
fn decoded(mark: &'static [u8], start: Vec<u8>, reader: impl Read) -> impl Read {
    let whole = mark.chain(io::Cursor::new(start)).chain(reader);
    DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(whole)
}

fn pump(name: &str, mut reader: impl Read, sources: &mut SourceMap, sink: &mut dyn Sink) -> io::Result<()> {
    let source = sources.add(SourceFile::new(name));
    let start = sniff(&mut reader)?;
    let mut splitter = Splitter::new(source);
    let Some(mark) = Nature::of(&start).mark() else {
        splitter.binary(&latin(start.get(..32).unwrap_or(&start)), sources, sink);
        return Ok(());
    };
    let end = line_end(&start);
    let decoded = decoded(mark, start, reader);
    let mut batches = Batches::new(decoded, end);
    let mut feeder = Feeder { splitter, cleaner: Cleaner::default(), number: 0, offset: 0, end };
    while let Some(batch) = batches.next()? {
        match batch {
            Batch::Lines(bytes) => feeder.bytes(bytes, sources, sink),
            Batch::Skipped(bytes) => feeder.offset += bytes,
        }
    }
    feeder.splitter.finish(sources, sink);
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

impl Nature {
    /// The byte-order mark to put in front; `None` when it is no text.
    fn mark(self) -> Option<&'static [u8]> {
        match self {
            Self::Text => Some(&[]),
            Self::Utf16Le => Some(&[0xff, 0xfe]),
            Self::Utf16Be => Some(&[0xfe, 0xff]),
            Self::Binary => None,
        }
    }

    fn of(start: &[u8]) -> Self {
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) || start.starts_with(b"\xef\xbb\xbf") {
            return Self::Text;
        }
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

/// Numbers the lines of a source and passes them on, cleaned.
struct Feeder {
    splitter: Splitter,
    cleaner: Cleaner,
    number: u32,
    offset: u64,
    end: u8,
}

impl Feeder {
    fn bytes(&mut self, bytes: &[u8], sources: &mut SourceMap, sink: &mut dyn Sink) {
        // Asked once a batch, and not at all where a table takes it whole.
        let (text, dirty) = (OnceCell::new(), OnceCell::new());
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.end == b'\n' {
                let (length, lines) = self.splitter.block(rest, self.number + 1, self.offset, sources, sink);
                self.number += lines;
                self.offset += length as u64;
                rest = rest.get(length..).unwrap_or_default();
                if rest.is_empty() {
                    break;
                }
            }
            let length = memchr::memchr(self.end, rest).map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at(length);
            let from = bytes.len() - rest.len();
            rest = after;
            match text.get_or_init(|| std::str::from_utf8(bytes).ok()).and_then(|text| text.get(from..from + length)) {
                Some(raw) => self.line(
                    raw,
                    *dirty.get_or_init(|| std::str::from_utf8(bytes).is_ok_and(may_be_dirty)),
                    sources,
                    sink,
                ),
                None => match std::str::from_utf8(line) {
                    Ok(raw) => self.line(raw, may_be_dirty(raw), sources, sink),
                    Err(_) => self.latin(line, sources, sink),
                },
            }
        }
    }

    /// A line that is no UTF-8. What it stands for may hold further line ends.
    fn latin(&mut self, line: &[u8], sources: &mut SourceMap, sink: &mut dyn Sink) {
        let text = latin(line);
        for raw in text.split_inclusive(char::from(self.end)) {
            self.line(raw, may_be_dirty(raw), sources, sink);
        }
    }

    fn line(&mut self, raw: &str, dirty: bool, sources: &mut SourceMap, sink: &mut dyn Sink) {
        self.number += 1;
        let cleaned = if dirty { self.cleaner.clean(raw) } else { Cleaned::plain(raw) };
        let physical = Physical { number: self.number, start: self.offset, raw, cleaned };
        self.splitter.line(&physical, sources, sink);
        self.offset += raw.len() as u64;
    }
}

/// What [`Batches`] yields.
enum Batch<'a> {
    /// Whole lines; the last of the input may lack its line end.
    Lines(&'a [u8]),
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

const BUFFER: usize = 1 << 20;
const LONGEST: usize = 1 << 20;

impl<R: Read> Batches<R> {
    fn new(reader: R, line_end: u8) -> Self {
        Self { reader, buffer: vec![0; BUFFER], start: 0, end: 0, skipping: false, line_end }
    }

    fn next(&mut self) -> io::Result<Option<Batch<'_>>> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let mut searched = 0;
        loop {
            let fresh = self.buffer.get(searched..self.end).unwrap_or(&[]);
            if self.skipping {
                let found = memchr::memchr(self.line_end, fresh);
                if found.is_some() || !fresh.is_empty() {
                    self.skipping = found.is_none();
                    self.start = found.map_or(self.end, |at| searched + at + 1);
                    return Ok(Some(Batch::Skipped(self.start as u64)));
                }
            } else if let Some(at) = memchr::memrchr(self.line_end, fresh) {
                self.start = searched + at + 1;
                return Ok(self.buffer.get(..self.start).map(Batch::Lines));
            }
            searched = self.end;
            if self.end >= LONGEST {
                return Ok(self.overlong());
            }
            if self.end == self.buffer.len() {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            let room = self.buffer.get_mut(self.end..).unwrap_or_default();
            let read = loop {
                match self.reader.read(room) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    result => break result?,
                }
            };
            if read == 0 {
                self.start = self.end;
                return Ok(self.buffer.get(..self.end).filter(|rest| !rest.is_empty()).map(Batch::Lines));
            }
            READ.fetch_add(read as u64, Ordering::Relaxed);
            self.end += read;
        }
    }

    /// Hands over the start of a line that does not end, cut at a character boundary.
    fn overlong(&mut self) -> Option<Batch<'_>> {
        let continues = |at: usize| self.buffer.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
        let cut = (self.end.saturating_sub(3)..self.end).rev().find(|&at| !continues(at)).unwrap_or(self.end);
        self.skipping = true;
        self.start = cut;
        self.buffer.get(..cut).map(Batch::Lines)
    }
}

/// Windows-1252, which is Latin-1 but for 0x80 to 0x9f. Never fails.
fn latin(bytes: &[u8]) -> String {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let decode = |&byte: &u8| match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    };
    bytes.iter().map(decode).collect()
}
