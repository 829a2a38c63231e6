//! What an input is, told by its first bytes and not by its name.

/// How much is looked at.
pub(super) const SNIFFED: u64 = 4096;

/// What the first bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    Text,
    Utf16Le,
    Utf16Be,
    Gzip,
    Zip,
    Tar,
    /// What people keep captures in, and is not opened here: the message that says what it is, and what to do.
    Sealed(&'static str),
    /// No text: likewise.
    Binary(&'static str),
}

pub(super) const NESTED: &str = "ledger-nested";
pub(super) const OFFICE: &str = "ledger-office";
const NO_TEXT: &str = "ledger-binary";

/// Zeros in a row that are no part of a character.
const PADDING: usize = 4;

/// What can be told by how it begins.
const MAGIC: &[(&[u8], Nature)] = &[
    (b"\x1f\x8b\x08", Nature::Gzip),
    (b"PK\x03\x04", Nature::Zip),
    // An archive of nothing.
    (b"PK\x05\x06", Nature::Zip),
    (b"7z\xbc\xaf\x27\x1c", Nature::Sealed("ledger-7-zip")),
    (b"Rar!\x1a\x07", Nature::Sealed("ledger-rar")),
    (b"\xfd7zXZ\0", Nature::Sealed("ledger-xz")),
    (b"\x28\xb5\x2f\xfd", Nature::Sealed("ledger-zstd")),
    (b"\x1f\x9d", Nature::Sealed("ledger-compress")),
    (b"MSCF\0\0\0\0", Nature::Sealed("ledger-cabinet")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Nature::Sealed(OFFICE)),
    (b"{\\rtf", Nature::Sealed("ledger-rich-text")),
    (b"%PDF", Nature::Binary("ledger-pdf")),
    (b"\xd4\xc3\xb2\xa1", Nature::Binary(PACKETS)),
    (b"\xa1\xb2\xc3\xd4", Nature::Binary(PACKETS)),
    (b"\x0a\x0d\x0d\x0a", Nature::Binary(PACKETS)),
    (b"\x89PNG", Nature::Binary(PICTURE)),
    (b"\xff\xd8\xff", Nature::Binary(PICTURE)),
    (b"GIF8", Nature::Binary(PICTURE)),
    (b"\x7fELF", Nature::Binary(NO_TEXT)),
];

const PACKETS: &str = "ledger-packets";
const PICTURE: &str = "ledger-picture";

impl Nature {
    pub(super) fn of(start: &[u8]) -> Self {
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) || start.starts_with(b"\xef\xbb\xbf") {
            return Self::Text;
        }
        if let Some((_, nature)) = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)) {
            return if *nature == Self::Zip { zipped(start) } else { *nature };
        }
        if start.starts_with(b"BZh") && start.get(4..10) == Some(b"1AY&SY") {
            return Self::Sealed("ledger-bzip2");
        }
        if is_tar(start) {
            return Self::Tar;
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
        let odd_controls =
            start.iter().filter(|&&byte| byte < 0x20 && !b"\t\n\r\x08\x1b\x07\x0c\0".contains(&byte)).count();
        let binary = (even + odd) * 10 > start.len() || odd_controls * 10 > start.len();
        if binary { Self::Binary(NO_TEXT) } else { Self::Text }
    }
}

/// An Office document is a ZIP archive of XML. Most begin with the list of their parts, those of OpenOffice with their
/// type, not compressed.
fn zipped(start: &[u8]) -> Nature {
    let first = start.get(30..).unwrap_or_default();
    let office = is_part_list(first.get(..19).unwrap_or_default()) || first.starts_with(b"mimetypeapplication/");
    if office { Nature::Sealed(OFFICE) } else { Nature::Zip }
}

/// The name that every Office document has a part of.
pub(super) fn is_part_list(name: &[u8]) -> bool {
    name == b"[Content_Types].xml"
}

/// The header of a tar archive holds the sum of its own bytes, in which the place of the sum counts as blanks. The first
/// archives had nothing else to be known by.
fn is_tar(start: &[u8]) -> bool {
    let (Some(header), Some(field)) = (start.get(..512), start.get(148..156)) else { return false };
    let digits: Vec<u8> = field.iter().copied().filter(|byte| !b" \0".contains(byte)).collect();
    let written = std::str::from_utf8(&digits).ok().and_then(|digits| u32::from_str_radix(digits, 8).ok());
    let sum = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).sum::<u32>();
    written.is_some_and(|written| written == sum(header) - sum(field) + 8 * u32::from(b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named() {
        for (bytes, what) in [
            (&b"\x1f\x8b\x08\x00"[..], "Gzip"),
            (b"PK\x03\x04xx", "Zip"),
            (b"PK\x03\x0401234567890123456789012345[Content_Types].xml", "office"),
            (b"PK\x03\x0401234567890123456789012345mimetypeapplication/vnd", "office"),
            (b"7z\xbc\xaf\x27\x1c", "7-zip"),
            (b"BZh91AY&SY", "bzip2"),
            (b"BZh is no router", "Text"),
            (b"{\\rtf1", "rich-text"),
            (b"%PDF-1.7", "pdf"),
            (b"ab\0cd", "binary"),
            (b"\xff\xfeh\0o\0", "Text"),
            (b"h\0o\0s\0t\0n\0a\0", "Utf16Le"),
            (b"hostname R1", "Text"),
            (b"", "Text"),
        ] {
            let found = format!("{:?}", Nature::of(bytes));
            assert!(found.contains(what), "{bytes:?}: {found}, not {what}");
        }
    }
}
