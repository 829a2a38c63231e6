//! Lines that are no UTF-8.
//!
//! Routers print ASCII; what is not comes from people, in banners and descriptions. Such a line is Windows-1252, which can
//! be anything, or Shift_JIS, when it says so plainly. Whatever the guess, the ASCII of the router is the same text.

use encoding_rs::SHIFT_JIS;

/// Reads the lines of one source.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// A line was Shift_JIS beyond doubt, so that the next may be with less.
    japanese: bool,
}

impl Decoder {
    /// The text of a line. Never fails.
    pub(super) fn line(&mut self, bytes: &[u8]) -> String {
        if let Some((text, sure)) = japanese(bytes)
            && (sure || self.japanese)
        {
            self.japanese = true;
            return text;
        }
        latin(bytes)
    }
}

/// The line as Shift_JIS, and whether it can be nothing else; `None` when it cannot be.
///
/// Two characters of two bytes in a row are Japanese: in a European language a letter with an accent stands alone. Kana
/// begin with bytes that Windows-1252 has for quotation marks.
fn japanese(bytes: &[u8]) -> Option<(String, bool)> {
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
    let wide = |c: char| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
    let narrow = |c: char| matches!(c, '\u{ff61}'..='\u{ff9f}');
    let signs = |c: char| matches!(c, '\u{a5}' | '\u{203e}' | '\u{2010}'..='\u{2312}' | '\u{2500}'..='\u{266f}');
    if !text.chars().all(|c| c.is_ascii() || wide(c) || narrow(c) || signs(c)) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|&c| wide(c))).count();
    let kana = chars.iter().any(|c| matches!(c, '\u{3041}'..='\u{30fe}'));
    let any = chars.iter().any(|&c| wide(c));
    Some((text, pairs > 0 || kana)).filter(|_| any)
}

/// Windows-1252, which is Latin-1 but for 0x80 to 0x9f. There a terminal's control sequences begin with 0x9b.
pub(super) fn latin(bytes: &[u8]) -> String {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let decode = |(at, &byte): (usize, &u8)| match byte {
        0x9b if introduces(bytes.get(at + 1..).unwrap_or(&[])) => '\u{9b}',
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    };
    bytes.iter().enumerate().map(decode).collect()
}

/// Whether parameters and the end of a control sequence follow.
fn introduces(after: &[u8]) -> bool {
    let parameters = after.iter().take(16).take_while(|byte| matches!(byte, b'0'..=b'9' | b';' | b'?')).count();
    let end = after.get(parameters).copied().unwrap_or(0);
    matches!(end, b'm' | b'K' | b'J' | b'H') || (parameters > 0 && end.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        Decoder::default().line(bytes)
    }

    #[test]
    fn japanese_lines() {
        for text in [
            "description 東京データセンター向け",
            " description 表示",
            "banner motd ^C 許可なく接続を禁じます ^C",
            "! ルータ",
        ] {
            let (bytes, _, unmappable) = SHIFT_JIS.encode(text);
            assert!(!unmappable && std::str::from_utf8(&bytes).is_err());
            assert_eq!(decoded(&bytes), text);
        }
    }

    #[test]
    fn one_plain_line_decides_for_the_doubtful_ones() {
        let mut decoder = Decoder::default();
        let doubtful = SHIFT_JIS.encode("description 東 1").0;
        assert_ne!(decoder.line(&doubtful), "description 東 1");
        decoder.line(&SHIFT_JIS.encode("description 東京").0);
        assert_eq!(decoder.line(&doubtful), "description 東 1");
    }

    #[test]
    fn european_lines() {
        for (bytes, text) in [
            (&b"description Z\xfcrich"[..], "description Zürich"),
            (b"description d\xe9p\xf4t \xe0 c\xf4t\xe9", "description dépôt à côté"),
            (b"banner motd ^C \x93don\x92t\x94 \x96 50 \x80 ^C", "banner motd ^C “don’t” – 50 € ^C"),
            (b"description Gr\xf6\xdfe \xdcberl\xe4nge", "description Größe Überlänge"),
            (b"description S\xe3o Jo\xe3o", "description São João"),
            (b"description \xc5ngstr\xf6m \xc6r\xf8", "description Ångström Ærø"),
            (b"\x9b7m--More--\x9bm \x8b\x9b", "\u{9b}7m--More--\u{9b}m ‹›"),
        ] {
            assert_eq!(decoded(bytes), text);
        }
    }
}
