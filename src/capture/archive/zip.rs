//! Members of a ZIP archive, sorted by name.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ErrorKind, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder};

use super::meter::{Meter, Unpacked};
use super::{Broken, Limits, Packed, Visit, at, is_hidden, member, name_of, nothing, sealed, sniff, within};
use crate::capture::nature::{OFFICE, is_part_list};

/// The list of members stands at the end: what cannot be read twice is held.
const HELD: u64 = 1 << 30;

const LOCKED: &str = "ledger-encrypted";
const OTHERWISE: &str = "ledger-packed-otherwise";

pub(super) fn members(
    name: &str,
    start: Vec<u8>,
    packed: Packed<'_>,
    limits: Limits,
    visit: Visit<'_>,
) -> Result<(), Broken> {
    let whole = |error: rawzip::Error| within(name)(plainly(error));
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    match packed {
        Packed::File(file) if file.metadata().is_ok_and(|meta| meta.is_file()) => {
            let archive = ZipArchive::from_file(file, &mut buffer).map_err(whole)?;
            each(name, &archive, limits, &mut buffer, visit)
        }
        mut packed => {
            let mut held = start;
            packed.by_ref().take(HELD).read_to_end(&mut held).map_err(at(name))?;
            if held.len() as u64 > HELD {
                let error = io::Error::other("a ZIP archive of more than 1 GiB is read from a file only: name it");
                return Err(at(name)(error));
            }
            let archive = ZipArchive::from_slice(held).map_err(whole)?.into_cursor_archive();
            each(name, &archive, limits, &mut buffer, visit)
        }
    }
}

/// One file of the archive.
struct Listed {
    path: Vec<u8>,
    way: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

fn each<R: ReaderAt>(
    name: &str,
    archive: &ZipArchive<R>,
    limits: Limits,
    buffer: &mut [u8],
    visit: Visit<'_>,
) -> Result<(), Broken> {
    let listed = list(archive, limits, buffer).map_err(within(name))?;
    if listed.iter().any(|file| is_part_list(&file.path)) {
        return sealed(name, OFFICE, visit);
    }
    let meter = Meter::new(limits);
    meter.took_in(archive.end_offset());
    let mut handed = 0;
    for file in listed.iter().filter(|file| !is_hidden(&file.path)) {
        handed += 1;
        let name = name_of(name, &file.path);
        let broken = within(&name);
        if file.encrypted {
            sealed(&name, LOCKED, visit)?;
            continue;
        }
        let entry = archive.get_entry(file.way).map_err(|error| broken(plainly(error)))?;
        let mut plain: Box<dyn Read + '_> = match file.method {
            CompressionMethod::STORE => Box::new(entry.verifying_reader(entry.reader())),
            CompressionMethod::DEFLATE => Box::new(entry.verifying_reader(DeflateDecoder::new(entry.reader()))),
            _ => {
                sealed(&name, OTHERWISE, visit)?;
                continue;
            }
        };
        let mut plain = Unpacked::new(&mut plain, &meter);
        let start = sniff(&mut plain).map_err(&broken)?;
        member(&name, start, &mut plain, visit)?;
    }
    if handed == 0 { Err(nothing(name)) } else { Ok(()) }
}

/// The files of the archive, sorted by name.
fn list<R: ReaderAt>(archive: &ZipArchive<R>, limits: Limits, buffer: &mut [u8]) -> io::Result<Vec<Listed>> {
    let mut listed = Vec::new();
    let mut entries = archive.entries(buffer);
    let mut count: u64 = 0;
    while let Some(entry) = entries.next_entry().map_err(plainly)? {
        count += 1;
        limits.check_members(usize::try_from(count).unwrap_or(usize::MAX))?;
        // What has content is no directory, whatever it is called.
        if entry.is_dir() && entry.uncompressed_size_hint() == 0 {
            continue;
        }
        listed.push(Listed {
            path: entry.file_path().as_bytes().to_owned(),
            way: entry.wayfinder(),
            method: entry.compression_method(),
            encrypted: entry.flags().is_encrypted(),
        });
    }
    if count != archive.entries_hint() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its list of files is not complete"));
    }
    listed.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(listed)
}

fn plainly(error: rawzip::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::IO(error) => error,
        ErrorKind::Eof | ErrorKind::MissingEndOfCentralDirectory => io::ErrorKind::UnexpectedEof.into(),
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}
