use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

const LOW: Limits = Limits { unpacked: 1 << 20, ratio: 50, ratio_from: 64 << 10, members: 3 };

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(files: &[&[u8]]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for bytes in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, "edge.txt", *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(files: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for bytes in files {
        let deflated = rawzip::CompressionMethod::DEFLATE;
        let (mut entry, config) = archive.new_file("edge.txt").compression_method(deflated).start().unwrap();
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

/// Bytes that were handed over, or why not all.
fn read(packed: Packed<'_>) -> Result<u64, String> {
    let mut bytes = 0;
    let mut visit = |_: &str, member: Member<'_>| {
        bytes += member.start.len() as u64 + io::copy(member.rest, &mut io::sink())?;
        Ok(())
    };
    members("box", packed, LOW, &mut visit).map_err(|broken| broken.error.to_string())?;
    Ok(bytes)
}

/// Text that shrinks to about a third.
fn text(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b"0123456789"[(state >> 24) as usize % 10]
    };
    (0..length).map(|_| letter()).collect()
}

#[test]
fn a_bomb_is_put_down_before_it_goes_off() {
    let (fine, flat) = (text(900 << 10), vec![b'!'; 100 << 10]);
    let (half, none): (&[u8], &[u8]) = (&fine[..600 << 10], b"");
    for (bytes, wanted) in [
        (gzip(&fine), Ok(900 << 10)),
        (gzip(&tar(&[&fine])), Ok(900 << 10)),
        (zip(&[&fine]), Ok(900 << 10)),
        // What is flat and small does no harm.
        (gzip(&flat[..60 << 10]), Ok(60 << 10)),
        (gzip(&text(2 << 20)), Err("more than 1 MiB")),
        (gzip(&tar(&[half, half])), Err("more than 1 MiB")),
        (zip(&[half, half]), Err("more than 1 MiB")),
        (gzip(&flat), Err("more than 50 times its size")),
        (gzip(&tar(&[&flat])), Err("more than 50 times its size")),
        (zip(&[&flat]), Err("more than 50 times its size")),
        (zip(&[&flat[..40 << 10], &flat[..40 << 10]]), Err("more than 50 times its size")),
        (tar(&[none; 4]), Err("more than 3 files")),
        (gzip(&tar(&[none; 4])), Err("more than 3 files")),
        (zip(&[none; 4]), Err("more than 3 files")),
        // Packed as it is, there is nothing to go off.
        (tar(&[&fine, &fine]), Ok(1800 << 10)),
    ] {
        for from_stream in [false, true] {
            let mut stream = bytes.as_slice();
            let packed = if from_stream { Packed::Stream(&mut stream) } else { Packed::Bytes(&bytes) };
            match (read(packed), wanted) {
                (Ok(read), Ok(wanted)) => assert_eq!(read, wanted),
                (Err(why), Err(wanted)) => assert!(why.contains(wanted), "{why}, not {wanted}"),
                (got, wanted) => panic!("{got:?}, not {wanted:?}"),
            }
        }
    }
}

/// A name can claim any length; it is not read into memory.
#[test]
fn a_name_without_end_is_no_name() {
    let mut builder = ::tar::Builder::new(Vec::new());
    let mut header = ::tar::Header::new_gnu();
    header.set_entry_type(::tar::EntryType::GNULongName);
    header.set_size(100 << 10);
    header.set_cksum();
    builder.append(&header, vec![b'a'; 100 << 10].as_slice()).unwrap();
    let bytes = builder.into_inner().unwrap();
    let why = read(Packed::Bytes(&bytes)).unwrap_err();
    assert!(why.contains("a name of more than 64 KiB"), "{why}");
}
