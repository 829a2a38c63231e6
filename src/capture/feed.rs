//! Numbers the lines of a source and passes them on, cleaned.

use std::cell::OnceCell;
use std::ops::Range;

use super::clean::{Cleaned, may_be_dirty, without_end};
use super::decode::Decoder;
use super::split::{Lines, Physical, Splitter};
use super::undress::{Ahead, Context, Undresser};
use super::{Edited, Sink, cells, wrap};
use crate::source::SourceMap;

/// How much of what follows a line must be there to judge it by.
const LOOK: usize = 16 << 10;

/// Feeds the lines of one source to its splitter.
pub(super) struct Feeder {
    splitter: Splitter,
    undresser: Undresser,
    decoder: Decoder,
    number: u32,
    offset: u64,
    end: u8,
}

/// Where lines go.
struct Out<'o> {
    sources: &'o mut SourceMap,
    sink: &'o mut dyn Sink,
}

impl Feeder {
    pub(super) fn new(splitter: Splitter, end: u8) -> Self {
        Self { splitter, undresser: Undresser::default(), decoder: Decoder::default(), number: 0, offset: 0, end }
    }

    /// This many bytes of an overlong line were passed over.
    pub(super) fn skipped(&mut self, bytes: u64) {
        self.offset += bytes;
    }

    /// The source is over.
    pub(super) fn finish(&mut self, sources: &SourceMap, sink: &mut dyn Sink) {
        self.splitter.finish(sources, sink);
    }

    /// Takes whole lines, of which `last` says whether more follow. The answer is how many bytes at their end are to come
    /// again, because what follows them is needed to judge them.
    pub(super) fn bytes(&mut self, bytes: &[u8], last: bool, sources: &mut SourceMap, sink: &mut dyn Sink) -> usize {
        // Asked once a batch, and not at all where a table takes it whole.
        let text = OnceCell::new();
        let text = |from| {
            let batch = text.get_or_init(|| std::str::from_utf8(bytes).ok().map(|text| (text, may_be_dirty(text))));
            batch.and_then(|(text, dirty)| Some((text.get(from..)?, dirty)))
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let mut out = Out { sources, sink };
            rest =
                rest.get(self.at_once(rest, last, &mut out, || text(bytes.len() - rest.len()))..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            if !last && rest.len() < LOOK && rest.len() < bytes.len() {
                return rest.len();
            }
            let length = memchr::memchr(self.end, rest).map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at(length);
            let whole = text(bytes.len() - rest.len());
            let taken = match whole.and_then(|(text, dirty)| Some((text.split_at_checked(length)?, dirty))) {
                Some(((raw, text), dirty)) => self.line(raw, Around { dirty, after, text }, &mut out),
                None => self.mixed(line, after, &mut out),
            };
            rest = after.get(taken..).unwrap_or_default();
        }
        0
    }

    /// Takes lines at once, where the splitter knows how; the answer is how many bytes. `text`: the bytes as text, and
    /// whether anything of the batch is odd.
    fn at_once<'t>(
        &mut self,
        bytes: &[u8],
        last: bool,
        out: &mut Out<'_>,
        text: impl FnOnce() -> Option<(&'t str, bool)>,
    ) -> usize {
        if self.end != b'\n' {
            return 0;
        }
        let (mut length, mut lines) = self.splitter.block(bytes, self.number + 1, self.offset, out.sources, out.sink);
        if length == 0 && self.undresser.takes_nothing() && self.splitter.context() == Context::Config {
            // Of lines near the end it is asked again with what follows them.
            let reach = if last { Some(bytes.len()) } else { bytes.len().checked_sub(LOOK) };
            if let Some(((text, dirty), reach)) = text().zip(reach) {
                let plain = Lines { text, dirty, number: self.number + 1, start: self.offset };
                (length, lines) = self.splitter.plain(plain, reach, out.sources, out.sink);
            }
        }
        self.number += lines;
        self.offset += length as u64;
        length
    }

    /// A line among others that are no UTF-8; the answer is how many bytes after it belong to it.
    fn mixed(&mut self, line: &[u8], after: &[u8], out: &mut Out<'_>) -> usize {
        if let Ok(raw) = std::str::from_utf8(line) {
            let text = near_text(after);
            let dirty = may_be_dirty(raw) || may_be_dirty(text);
            return self.line(raw, Around { dirty, after, text }, out);
        }
        self.other(line, after, out);
        0
    }

    /// A line that is no UTF-8. What it stands for may hold further line ends.
    fn other(&mut self, line: &[u8], after: &[u8], out: &mut Out<'_>) {
        let text = self.decoder.line(line);
        for raw in text.split_inclusive(char::from(self.end)) {
            let around = Around { dirty: may_be_dirty(raw), after, text: "" };
            self.line(raw, around, out);
        }
    }

    /// Takes a line; the answer is how many bytes after it belong to it.
    fn line(&mut self, raw: &str, around: Around<'_>, out: &mut Out<'_>) -> usize {
        self.number += 1;
        let context = self.splitter.context();
        let ahead = Ahead { bytes: around.after, end: self.end };
        let refused = self.undresser.is_void(raw, ahead);
        let cleaned = self.undresser.line(raw, self.number, around.dirty, ahead, context);
        let margin = wrap::margin(cleaned.text);
        let margin = margin.or_else(|| wrap::is_width(without_end(raw).len()).then_some(0));
        if let Some(margin) = margin.filter(|_| context != Context::Banner) {
            let first = Wrapped::new(&cleaned);
            return self.cut(raw, (first, margin), refused, around, out);
        }
        let physical = Physical { number: self.number, start: self.offset, raw, more: &[], cleaned, refused };
        self.splitter.line(&physical, out.sources, out.sink);
        self.offset += raw.len() as u64;
        0
    }

    /// Takes a line that a terminal may have cut, with what it cut off it; `margin`: the blanks before all of it.
    fn cut(
        &mut self,
        raw: &str,
        (mut whole, margin): (Wrapped, usize),
        refused: bool,
        around: Around<'_>,
        out: &mut Out<'_>,
    ) -> usize {
        let context = self.splitter.context();
        let habits = self.undresser.habits();
        let (mut more, mut taken, mut wide, mut hidden) = (Vec::new(), 0, true, None);
        while wide && more.len() < PIECES {
            let Some((blank, next)) = next_line(around.text.get(taken..).unwrap_or(""), self.end) else { break };
            let before = blank.map_or(0, str::len);
            let ahead = Ahead { bytes: around.after.get(taken + before + next.len()..).unwrap_or(&[]), end: self.end };
            let rest = self.undresser.line(next, self.number, around.dirty, ahead, context);
            let (indent, text) = rest.text.split_at_checked(margin).unwrap_or((rest.text, ""));
            let text = if indent.bytes().all(|byte| byte == b' ') { text } else { rest.text };
            if !wrap::joins(&whole.edited.text, text) {
                if wrap::may_end_a_secret(&whole.edited.text, text) {
                    hidden = Some((taken + before, without_end(next).len()));
                }
                break;
            }
            wide = wrap::is_width(text.len()) || wrap::is_width(without_end(next).len());
            let runs = cells::part(rest.runs, rest.text.len() - text.len(), text.len());
            whole.edited.append(text, &runs, raw.len() + taken + before);
            more.extend(blank);
            more.push(next);
            taken += before + next.len();
        }
        // A piece of a line wears nothing, which says nothing of the lines after it.
        self.undresser.restore(habits);
        let Wrapped { edited, untouched, pager } = whole;
        let runs = if untouched && more.is_empty() { &[][..] } else { &edited.runs };
        let cleaned = Cleaned { text: &edited.text, runs, pager };
        let physical = Physical { number: self.number, start: self.offset, raw, more: &more, cleaned, refused };
        self.splitter.line(&physical, out.sources, out.sink);
        if let Some((from, len)) = hidden {
            self.splitter.hide(self.offset + (raw.len() + from) as u64, len, out.sources);
        }
        self.number += u32::try_from(more.len()).unwrap_or(0);
        self.offset += (raw.len() + taken) as u64;
        taken
    }
}

/// In how many pieces a terminal may cut a line.
const PIECES: usize = 4;

/// What stands around a line.
#[derive(Clone, Copy)]
struct Around<'a> {
    /// Whether there may be anything odd in it.
    dirty: bool,
    /// All that follows.
    after: &'a [u8],
    /// The same as far as it is text.
    text: &'a str,
}

/// The text of a line that may have been cut.
struct Wrapped {
    edited: Edited,
    /// The text is the raw line.
    untouched: bool,
    pager: Option<Range<usize>>,
}

impl Wrapped {
    fn new(cleaned: &Cleaned<'_>) -> Self {
        let untouched = cleaned.runs.is_empty();
        let runs = if untouched { vec![(0, 0)] } else { cleaned.runs.to_vec() };
        Self { edited: Edited { text: cleaned.text.to_owned(), runs }, untouched, pager: cleaned.pager.clone() }
    }
}

/// The beginning of what follows a line, as far as it is text.
fn near_text(after: &[u8]) -> &str {
    let near = after.get(..NEAR).unwrap_or(after);
    match std::str::from_utf8(near) {
        Ok(text) => text,
        Err(error) => near.get(..error.valid_up_to()).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or(""),
    }
}

/// Enough for the pieces of a line.
const NEAR: usize = 1 << 10;

/// The next line with text, and a blank one before it, as a console writes every other one.
fn next_line(text: &str, end: u8) -> Option<(Option<&str>, &str)> {
    let mut lines = text.split_inclusive(char::from(end));
    let first = lines.next()?;
    if first.trim_ascii().is_empty() { Some((Some(first), lines.next()?)) } else { Some((None, first)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capture::{Keep, Line, Segment, SegmentHead};
    use crate::source::SourceFile;

    /// All that comes out of a source.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Everything {
        segments: Vec<String>,
        lines: Vec<String>,
    }

    impl Sink for Everything {
        fn streamed(&mut self, head: &SegmentHead, line: &Line<'_>) -> Keep {
            self.lines.push(format!("{} {line:?}", head.first_line));
            Keep::Yes
        }

        fn segment(&mut self, sources: &SourceMap, segment: Segment) {
            self.lines.extend(segment.lines(sources).map(|line| format!("{line:?}")));
            self.segments.push(format!("{segment:?}"));
        }
    }

    /// Reads a text whose first `cut` bytes come first.
    fn read(text: &str, cut: usize, patient: bool) -> (Everything, String) {
        let (mut sources, mut sink) = (SourceMap::default(), Everything::default());
        let mut splitter = Splitter::new(sources.add(SourceFile::new("x")));
        splitter.patient = patient;
        let mut feeder = Feeder::new(splitter, b'\n');
        let left = feeder.bytes(&text.as_bytes()[..cut], false, &mut sources, &mut sink);
        feeder.bytes(&text.as_bytes()[cut - left..], true, &mut sources, &mut sink);
        feeder.finish(&sources, &mut sink);
        (sink, format!("{sources:?}"))
    }

    fn line() -> impl Strategy<Value = String> {
        let usual = prop::sample::select(vec![
            "!",
            "interface GigabitEthernet0/0",
            " ip address 203.0.113.1 255.255.255.0",
            " ip nat outside",
            " shutdown",
            "ip access-list extended A",
            " 10 permit udp host 10.0.0.5 any eq 4500",
            " permit 10.0.0.0 0.0.0.255",
            "access-list 1 permit any",
            "router bgp 65000",
            " neighbor 192.0.2.1 remote-as 65001",
            "ip nat inside source list 1 interface GigabitEthernet0/0 overload",
            "ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500",
            "  exit-address-family",
        ]);
        let odd = prop::sample::select(vec![
            "",
            " ",
            "! R1#",
            "!Command: show running-config",
            "!! IOS XR Configuration 6.3.1",
            "version 15.7",
            "hostname R1",
            "hostname R2",
            "end",
            "end of the paste",
            "banner motd ^C",
            " the text ^C",
            "banner login #hi#",
            "macro name EDGE",
            "@",
            "R1#show ip nat translations",
            "R1(config)#ip nat inside source list 2 pool P",
            "R1#",
            "show ip route",
            " sh run",
            "shut",
            "Pro Inside global      Inside local       Outside local      Outside global",
            "protocol x",
            "udp 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500",
            " 17 203.0.113.1:4500 10.0.0.5:4500 198.51.100.7:4500 198.51.100.7:4500",
            "Total number of translations: 1",
            "Building configuration...",
            "Interface              IP-Address      OK? Method Status                Protocol",
            " Codes: L - local, C - connected, S - static, M - mobile",
            "------------------ show version ------------------",
            "Source IP           Destination IP      Translated IP       TGT Type Intf",
            " description to R2 > R3",
            " description 100% --- full",
            " description caf\u{e9} &amp; <b>bar</b>",
            "> interface Dialer1",
            " --More-- \r          \r ip nat inside",
            "  *Dec 19 04:51:25.675: %LINK-3-UPDOWN: Interface Gi0/0, changed state to up",
            "*Dec 19 04:51:25.675: %LINK-3-UPDOWN: Interface Gi0/0, changed state to up",
            "```",
            "press any key to continue",
            "ip nat inside source static udp 10.0.0.5 4500 203.0.113.9 4500 extendable forced",
            "able no-alias",
            "\tip nat inside",
            "% Invalid input detected at '^' marker.",
        ]);
        prop_oneof![20 => usual, 1 => odd].prop_map(str::to_owned)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        /// Lines that are taken at once and lines that are looked at one by one come to the same.
        #[test]
        fn at_once_and_one_by_one(
            lines in prop::collection::vec(line(), 1..120),
            often in prop_oneof![3 => Just(1_usize), 1 => Just(8)],
            end in prop_oneof![3 => Just("\n"), 1 => Just("\r\n")],
            start in prop_oneof![Just("version 15.7\ninterface Gi0/0\n"), Just("R1#show running-config\n"), Just("")],
            cut in any::<prop::sample::Index>(),
        ) {
            let text = start.to_owned() + &(lines.join(end) + end).repeat(often);
            let cut = text.as_bytes()[..cut.index(text.len())].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let (quick, patient) = (read(&text, cut, false), read(&text, cut, true));
            prop_assert_eq!(quick.0.segments, patient.0.segments);
            prop_assert_eq!(quick.0.lines, patient.0.lines);
            prop_assert_eq!(quick.1, patient.1);
        }
    }
}
