//! What lies in gzip data, and in tar and ZIP archives, read as it stands there: nothing is ever written.
//!
//! An archive is read as far as one level: `captures.tar.gz` and `edge.txt.gz`, but no archive in an archive. What
//! cannot be opened is handed over with the reason, so that it can hedge a verdict; what breaks while it is read, or
//! goes beyond [`Limits`], is an error, because half a capture is worse than none.

mod meter;
mod tar;
mod zip;

use std::fs::File;
use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::Clue;
use super::nature::{NESTED, Nature, SNIFFED};
use crate::source::mask_controls;
pub(super) use meter::Limits;
use meter::{Counted, Meter, Unpacked};

/// Where the bytes of an input come from.
pub(super) enum Packed<'p> {
    File(File),
    Bytes(&'p [u8]),
    /// What cannot be read twice.
    Stream(&'p mut dyn Read),
}

impl Read for Packed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::Bytes(bytes) => bytes.read(into),
            Self::Stream(stream) => stream.read(into),
        }
    }
}

/// One text, or what was found instead.
pub(super) struct Member<'m> {
    /// Never an archive: those are [`Nature::Sealed`] here.
    pub(super) nature: Nature,
    /// Its first bytes.
    pub(super) start: Vec<u8>,
    /// The bytes after them.
    pub(super) rest: &'m mut dyn Read,
}

/// What takes the members, each with the name that reports show.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&str, Member<'_>) -> io::Result<()>;

/// An input that cannot be read to its end.
#[derive(Debug)]
pub(super) struct Broken {
    /// The input, or the member of it.
    pub(super) name: String,
    pub(super) error: io::Error,
}

/// Names the input that an error is about.
fn at(name: &str) -> impl Fn(io::Error) -> Broken + '_ {
    |error| Broken { name: name.to_owned(), error }
}

/// The same within an archive, where the words of the libraries need a translation.
fn within(name: &str) -> impl Fn(io::Error) -> Broken + '_ {
    |error| {
        let error = match error.kind() {
            _ if error.raw_os_error().is_some() => error,
            io::ErrorKind::UnexpectedEof => io::Error::other("the archive breaks off: it was not copied to its end"),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                io::Error::other(format!("the archive is damaged ({error})"))
            }
            _ => error,
        };
        Broken { name: name.to_owned(), error }
    }
}

/// Hands over an input: what it is when it is no archive, and else what is in it. Members of a ZIP archive come sorted by
/// name; the others as they were packed, because they pass only once.
pub(super) fn members(name: &str, mut packed: Packed<'_>, limits: Limits, visit: Visit<'_>) -> Result<(), Broken> {
    let start = sniff(&mut packed).map_err(at(name))?;
    match Nature::of(&start) {
        Nature::Gzip => gzip(name, &mut start.chain(packed), limits, visit),
        Nature::Zip => zip::members(name, start, packed, limits, visit),
        Nature::Tar => tar::members(name, &mut start.chain(packed), limits, visit),
        nature => visit(name, Member { nature, start, rest: &mut packed }).map_err(at(name)),
    }
}

fn gzip(name: &str, packed: &mut dyn Read, limits: Limits, visit: Visit<'_>) -> Result<(), Broken> {
    let meter = Meter::new(limits);
    let counted = BufReader::with_capacity(1 << 16, Counted::new(packed, &meter));
    let mut plain = Unpacked::new(MultiGzDecoder::new(counted), &meter);
    let start = sniff(&mut plain).map_err(within(name))?;
    if Nature::of(&start) == Nature::Tar {
        return tar::members(name, &mut start.chain(plain), limits, visit);
    }
    member(name, start, &mut plain, visit)
}

/// Hands over one member, of which the first bytes are known.
fn member(name: &str, start: Vec<u8>, rest: &mut dyn Read, visit: Visit<'_>) -> Result<(), Broken> {
    let nature = match Nature::of(&start) {
        Nature::Gzip | Nature::Zip | Nature::Tar => Nature::Sealed(NESTED),
        nature => nature,
    };
    visit(name, Member { nature, start, rest }).map_err(within(name))
}

/// Hands over a member that nobody can read, and why.
fn sealed(name: &str, why: Clue, visit: Visit<'_>) -> Result<(), Broken> {
    let member = Member { nature: Nature::Sealed(why), start: Vec::new(), rest: &mut io::empty() };
    visit(name, member).map_err(at(name))
}

fn sniff(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(SNIFFED).read_to_end(&mut start)?;
    Ok(start)
}

/// The name that reports show of a member: it is somebody's text, and stays on one line.
fn name_of(archive: &str, member: &[u8]) -> String {
    let member = member.strip_prefix(b"./").unwrap_or(member);
    format!("{archive}!{}", mask_controls(&String::from_utf8_lossy(member)))
}

/// Hidden files are skipped in an archive as they are in a directory, and so is what a Mac adds.
fn is_hidden(member: &[u8]) -> bool {
    let mut parts = member.split(|byte| b"/\\".contains(byte));
    parts.any(|part| part == b"__MACOSX" || part.starts_with(b".") && part != b"." && part != b"..")
}

fn nothing(name: &str) -> Broken {
    at(name)(io::Error::other("the archive holds no file to read"))
}

#[cfg(test)]
mod tests;
