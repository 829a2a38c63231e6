//! Times of events, as `govc`, PowerShell and the exports of vCenter write them.

use jiff::civil::{Date, DateTime, Time};

use crate::grammar::facts::EventTime;

/// The first time in a text: `Thu Jan 16 09:12:03 2020`, `2020-01-16T09:12:03Z`, `2020/01/16 9:12:03`, `16.01.2020 09:12`,
/// `1/16/2020 9:12:03 AM`. Of two numbers that may both be a month neither is taken for one.
pub(super) fn find(text: &str) -> Option<EventTime> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_ascii_whitespace() || matches!(c, '[' | ']' | '"' | ',' | ';')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    (0..words.len()).find_map(|at| of_words(text, words.get(at..)?))
}

/// The time that some words begin with.
fn of_words(text: &str, words: &[&str]) -> Option<EventTime> {
    let first = *words.first()?;
    if let Some((date, time)) = first.split_once('T')
        && let (Some(date), Some(time)) = (date_of(date), time_of(time, None))
    {
        return Some(event_time(text, first, first, date, time));
    }
    if let Some(month) = month_of(first) {
        // `Jan 16 09:12:03 2020`
        let [_, day, clock, year, ..] = words else { return None };
        let (day, year) = (day.parse().ok()?, year.parse().ok()?);
        let date = Date::new(year, month, day).ok()?;
        return Some(event_time(text, first, year_word(words)?, Day::Is(date), time_of(clock, None)?));
    }
    let date = date_of(first)?;
    let clock = *words.get(1)?;
    let half = words.get(2).copied().filter(|word| is_half(word));
    let time = time_of(clock, half)?;
    Some(event_time(text, first, half.unwrap_or(clock), date, time))
}

fn year_word<'a>(words: &[&'a str]) -> Option<&'a str> {
    words.get(3).copied()
}

fn event_time(text: &str, first: &str, last: &str, day: Day, time: Time) -> EventTime {
    let place = |word: &str| (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let shown = place(first).zip(place(last)).and_then(|(from, to)| text.get(from..to + last.len()));
    let at = match day {
        Day::Is(date) => Some(DateTime::from_parts(date, time)),
        Day::Either => None,
    };
    EventTime { text: shown.unwrap_or(first).to_owned(), at }
}

fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = MONTHS.iter().position(|month| *month == word)?;
    i8::try_from(at + 1).ok()
}

/// What a word says of the day.
#[derive(Debug, Clone, Copy)]
enum Day {
    Is(Date),
    /// Day and month cannot be told apart.
    Either,
}

/// `2020-01-16`, `16.01.2020`, `1/16/2020`.
fn date_of(word: &str) -> Option<Day> {
    let mark = word.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let numbers: Vec<i16> = word.split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers.as_slice() else { return None };
    let date =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match (*a, *b, *c) {
        (year @ 1970.., month, day) => date(year, month, day).map(Day::Is),
        (day, month, year @ 1970..) if mark == '.' => date(year, month, day).map(Day::Is),
        (day @ 13..=31, month @ 1..=12, year @ 1970..) | (month @ 1..=12, day @ 13..=31, year @ 1970..) => {
            date(year, month, day).map(Day::Is)
        }
        (a @ 1..=12, b @ 1..=12, year @ 1970..) if a == b => date(year, a, b).map(Day::Is),
        (1..=12, 1..=12, 1970..) => Some(Day::Either),
        _ => None,
    }
}

fn is_half(word: &str) -> bool {
    ["am", "pm"].iter().any(|half| word.eq_ignore_ascii_case(half))
}

/// `9:12:03`, `09:12`, `09:12:03.123Z`, with `PM` behind it perhaps.
fn time_of(word: &str, half: Option<&str>) -> Option<Time> {
    let word = word.split(['Z', '+']).next()?.split('.').next()?;
    let numbers: Vec<i8> = word.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (hour, minute, second) = match numbers.as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let hour = match half {
        Some(half) if half.eq_ignore_ascii_case("pm") && hour < 12 => hour + 12,
        Some(half) if half.eq_ignore_ascii_case("am") && hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_field() {
        for (text, shown, at) in [
            ("[Thu Jan 16 09:12:03 2020] [info] x", "Jan 16 09:12:03 2020", Some("2020-01-16T09:12:03")),
            ("[Thu Jan  6 09:12:03 2020] [info] x", "Jan  6 09:12:03 2020", Some("2020-01-06T09:12:03")),
            ("2020-01-16T09:12:03.123Z,info", "2020-01-16T09:12:03.123Z", Some("2020-01-16T09:12:03")),
            ("\"2020/01/16 9:12:03\",\"x\"", "2020/01/16 9:12:03", Some("2020-01-16T09:12:03")),
            ("16.01.2020 09:12", "16.01.2020 09:12", Some("2020-01-16T09:12:00")),
            ("1/16/2020 9:12:03 PM", "1/16/2020 9:12:03 PM", Some("2020-01-16T21:12:03")),
            ("\"01/16/2020, 9:12:03 AM\"", "01/16/2020, 9:12:03 AM", Some("2020-01-16T09:12:03")),
            ("2/1/2020 9:12:03 AM", "2/1/2020 9:12:03 AM", None),
        ] {
            let found = find(text).unwrap();
            assert_eq!((found.text.as_str(), found.at), (shown, at.map(|at| at.parse().unwrap())), "{text}");
        }
        for text in ["", "x", "10.0.0.5 12:00", "00:50:56:86:67:1a", "Jan said 5", "version 15.7 1:2"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
