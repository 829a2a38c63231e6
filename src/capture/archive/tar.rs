//! Members of a tar archive, one after the other as they pass.

use std::cell::Cell;
use std::io::{self, Read};

use tar::{Archive, Entry, EntryType, PaxExtensions};

use super::{Broken, Limits, Visit, is_hidden, member, name_of, nothing, sealed, sniff, within};

/// A name or the attributes of one file. Longer ones are no names.
const LONGEST_NAME: u64 = 1 << 16;

const SPARSE: &str = "ledger-sparse";

pub(super) fn members(name: &str, packed: &mut dyn Read, limits: Limits, visit: Visit<'_>) -> Result<(), Broken> {
    let whole = within(name);
    let ended = Cell::new(false);
    let mut archive = Archive::new(Ending { inner: &mut *packed, ended: &ended });
    let (mut count, mut handed, mut next) = (0, 0_usize, Announced::default());
    // The library would read a name of any length into memory.
    for entry in archive.entries().map_err(&whole)?.raw(true) {
        let cut = |error| if ended.get() { io::ErrorKind::UnexpectedEof.into() } else { error };
        let mut entry = entry.map_err(|error| whole(cut(error)))?;
        count += 1;
        limits.check_members(count).map_err(&whole)?;
        if next.takes(&mut entry).map_err(&whole)? {
            continue;
        }
        let announced = std::mem::take(&mut next);
        let kind = entry.header().entry_type();
        let path = announced.path.unwrap_or_else(|| entry.path_bytes().into_owned());
        let is_file = matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse);
        if !is_file || is_hidden(&path) || path.ends_with(b"/") {
            continue;
        }
        handed += 1;
        let name = name_of(name, &path);
        if kind == EntryType::GNUSparse || announced.sparse {
            sealed(&name, SPARSE, visit)?;
        } else {
            let start = sniff(&mut entry).map_err(within(&name))?;
            member(&name, start, &mut entry, visit)?;
        }
    }
    if ended.get() {
        return Err(whole(io::ErrorKind::UnexpectedEof.into()));
    }
    rest_is_blank(packed).map_err(&whole)?;
    if handed == 0 { Err(nothing(name)) } else { Ok(()) }
}

/// What entries of their own say of the file after them.
#[derive(Default)]
struct Announced {
    path: Option<Vec<u8>>,
    sparse: bool,
}

impl Announced {
    /// Whether the entry is such an announcement.
    fn takes<R: Read>(&mut self, entry: &mut Entry<'_, R>) -> io::Result<bool> {
        let kind = entry.header().entry_type();
        match kind {
            EntryType::GNULongName => {
                let mut path = said(entry)?;
                path.truncate(path.iter().position(|&byte| byte == 0).unwrap_or(path.len()));
                self.path = Some(path);
            }
            EntryType::XHeader => {
                let said = said(entry)?;
                for pair in PaxExtensions::new(&said) {
                    let pair = pair?;
                    match pair.key_bytes() {
                        b"path" => self.path = Some(pair.value_bytes().to_owned()),
                        key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                        _ => {}
                    }
                }
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => {}
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn said<R: Read>(entry: &mut Entry<'_, R>) -> io::Result<Vec<u8>> {
    if entry.size() > LONGEST_NAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a name of more than 64 KiB"));
    }
    let mut said = Vec::new();
    entry.read_to_end(&mut said)?;
    Ok(said)
}

/// An archive ends with blank blocks; one that stops without them was cut between two files.
struct Ending<'e, R> {
    inner: R,
    ended: &'e Cell<bool>,
}

impl<R: Read> Read for Ending<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.ended.set(self.ended.get() || read == 0 && !into.is_empty());
        Ok(read)
    }
}

/// Reads to the end, so that the checksum of what the archive is packed in is compared too.
fn rest_is_blank(packed: &mut dyn Read) -> io::Result<()> {
    let mut rest = [0; 1 << 13];
    loop {
        match packed.read(&mut rest) {
            Ok(0) => return Ok(()),
            Ok(read) if rest.iter().take(read).all(|&byte| byte == 0) => {}
            Ok(_) => return Err(io::Error::other("the archive goes on behind its end: give each archive by itself")),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
