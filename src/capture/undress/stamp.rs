//! The time that a logger or a chat writes in front of a line.

/// No stamp is longer.
const LONGEST: usize = 64;

/// A stamp at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes, without the blank behind it.
    pub(super) len: usize,
    /// How it is written: `[a a 9 9:9:9.9 9]`. The stamps of one log are written alike.
    pub(super) shape: String,
}

impl Stamp {
    /// The stamp that `text` starts with: a time of day, perhaps with a date, perhaps in brackets.
    ///
    /// Without brackets the seconds must be there. A stamp that a colon follows is the router's own.
    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let close = match bytes.first()? {
            b'[' => Some(b']'),
            b'<' => Some(b'>'),
            b'(' => Some(b')'),
            b'0'..=b'9' | b'A'..=b'Z' => None,
            _ => return None,
        };
        let len = match close {
            Some(close) => 1 + memchr::memchr(close, bytes.get(..LONGEST.min(bytes.len()))?)?,
            None => bare_length(text)?,
        };
        let inner = if close.is_some() { text.get(1..len - 1)? } else { text.get(..len)? };
        let parts = Parts::of(inner)?;
        let behind = bytes.get(len);
        let sound = match close {
            Some(_) => true,
            None => parts.seconds && matches!(behind, None | Some(b' ' | b'\t' | b'\r' | b'\n')),
        };
        sound.then(|| Self { len, shape: shape(text.get(..len).unwrap_or(text)) })
    }
}

/// How far a stamp without brackets goes: to the end of the last of its words.
fn bare_length(text: &str) -> Option<usize> {
    let (mut end, mut time) = (None, false);
    for word in text.get(..floor(text, LONGEST))?.split_inclusive(' ') {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let bare = word.trim_end();
        if bare.is_empty() {
            // `Nov  2`: the day is padded.
            if end.is_some() && !time { continue } else { break }
        }
        match part(bare) {
            Some(Part::Time { .. } | Part::DateTime) if time => break,
            // A year, a half of the day or a zone may follow the time; other numbers may be the text's.
            Some(Part::Day | Part::Name) if time => break,
            None => break,
            Some(kind) => {
                time |= matches!(kind, Part::Time { .. } | Part::DateTime);
                end = Some(start + bare.len());
            }
        }
    }
    end.filter(|_| time)
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// What the words of a stamp are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `10:11`, `10:11:12.123`
    Time { seconds: bool },
    /// `2026-11-22T10:11:12Z`
    DateTime,
    /// `2026-11-22`, `22.11.2026`
    Date,
    /// `22`
    Day,
    /// `2026`
    Year,
    /// `Sun`, `Nov`
    Name,
    /// `AM`, `UTC`, `+0100`
    Zone,
}

fn part(word: &str) -> Option<Part> {
    const NAMES: &str = "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let word = word.strip_suffix(',').unwrap_or(word);
    let digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        return match word.len() {
            1 | 2 => Some(Part::Day),
            4 if word.starts_with("19") || word.starts_with("20") => Some(Part::Year),
            _ => None,
        };
    }
    if word.len() == 3 && NAMES.split(' ').any(|name| name == word) {
        return Some(Part::Name);
    }
    if let Some((date, time)) = word.split_once(['T', '_'])
        && is_date(date)
    {
        return time_of(time.trim_end_matches('Z')).filter(|&seconds| seconds).map(|_| Part::DateTime);
    }
    if is_date(word) {
        return Some(Part::Date);
    }
    let zone = matches!(word, "AM" | "PM" | "am" | "pm" | "UTC" | "GMT" | "Z")
        || (word.len() >= 5
            && word.starts_with(['+', '-'])
            && word.bytes().skip(1).all(|b| b.is_ascii_digit() || b == b':'));
    if zone {
        return Some(Part::Zone);
    }
    time_of(word.trim_end_matches('Z')).map(|seconds| Part::Time { seconds })
}

/// Whether the time `10:11[:12[.123]]` has seconds; `None` when it is none.
fn time_of(word: &str) -> Option<bool> {
    // `10:11:12.123+01:00`
    let word = word.split_once('+').map_or(word, |(time, _)| time);
    let (time, fraction) = word.split_once(['.', ',']).unwrap_or((word, "0"));
    let number = |part: &str| part.len() <= 2 && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = time.split(':');
    let hour = parts.next().filter(|hour| number(hour) && hour.parse().is_ok_and(|hour: u8| hour < 24));
    let minute = parts.next().filter(|minute| number(minute) && minute.len() == 2);
    let second = parts.next();
    let sound = hour.is_some()
        && minute.is_some()
        && second.is_none_or(|second| number(second) && second.len() == 2)
        && parts.next().is_none()
        && (1..=9).contains(&fraction.len())
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    (sound && (second.is_some() || fraction == "0")).then_some(second.is_some())
}

fn is_date(word: &str) -> bool {
    let Some(sign) = word.chars().find(|c| matches!(c, '-' | '/' | '.')) else { return false };
    let parts: Vec<&str> = word.split(sign).collect();
    let number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (year, short) = (|part: &str| part.len() == 4, |part: &str| matches!(part.len(), 1 | 2));
    match parts.as_slice() {
        [a, b, c] if parts.iter().all(number) => {
            short(b) && (year(a) && short(c) || short(a) && (year(c) || c.len() == 2 && sign != '.'))
        }
        // `22/11` in a chat.
        [a, b] if parts.iter().all(number) => short(a) && short(b) && sign == '/',
        _ => false,
    }
}

/// What the words of a stamp come to.
struct Parts {
    seconds: bool,
}

impl Parts {
    /// `None` when there is no time among them, or something else.
    fn of(inner: &str) -> Option<Self> {
        let mut seconds = None;
        for word in inner.split_ascii_whitespace() {
            match part(word)? {
                Part::Time { seconds: given } => seconds = Some(given),
                Part::DateTime => seconds = Some(true),
                Part::Date | Part::Day | Part::Year | Part::Name | Part::Zone => {}
            }
        }
        seconds.map(|seconds| Self { seconds })
    }
}

/// Digits as one `9`, letters as one `a`, blanks as one.
fn shape(stamp: &str) -> String {
    let mut shape = String::new();
    for c in stamp.chars() {
        let kind = match c {
            '0'..='9' => '9',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        if !(shape.ends_with(kind) && matches!(kind, '9' | 'a' | ' ')) {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_the_field() {
        for stamp in [
            "[Sun Nov 22 10:11:12.123 2026]",
            "[Sun Nov  2 10:11:12.123 2026]",
            "[2026-11-22 10:11:12.123]",
            "[2026-11-22T10:11:12.123Z]",
            "<2026-11-22 10:11:12>",
            "(10:11:12)",
            "[10:11]",
            "[10:11 AM]",
            "[22/11/2026 10:11]",
            "10:11:12.123",
            "10:11:12",
            "2026/11/22 10:11:12",
            "2026-11-22 10:11:12,123",
            "22.11.2026 10:11:12",
            "2026-11-22T10:11:12+01:00",
            "Sun Nov 22 10:11:12 2026",
            "Nov  2 10:11:12",
            "Nov 22 2026 10:11:12",
        ] {
            for text in [stamp.to_owned(), format!("{stamp} udp 203.0.113.1:4500"), format!("{stamp}  ip nat inside")] {
                assert_eq!(Stamp::read(&text).map(|stamp| stamp.len), Some(stamp.len()), "{text}");
            }
        }
        assert_eq!(Stamp::read("[Sun Nov  2 10:11:12.123 2026]").unwrap().shape, "[a a 9 9:9:9.9 9]");
        for text in [
            "Nov 22 10:11:12.123: %SYS-5-CONFIG_I: Configured",
            "10:11 is when it broke",
            "[OK]",
            "[1.0.0.1]",
            "<10.0.0.1>",
            "2001:db8::1",
            "10.0.0.1:4500",
            "00:50:56:86:67:1a",
            "(config)",
            "12.4 is old",
        ] {
            assert_eq!(Stamp::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_follows_a_time_is_the_text() {
        for text in ["10:11:12 88 203.0.113.1", "10:11:12 1 permit any", "10:11:12 Mon"] {
            assert_eq!(Stamp::read(text).unwrap().len, 8, "{text}");
        }
    }
}
