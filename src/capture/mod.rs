//! From whatever was pasted to cleaned lines in segments.
//!
//! A capture is read as a stream. Each physical line is cleaned (pager, ANSI, carriage returns, prompts) into a [`Line`]
//! that knows the way back to the user's bytes. Lines are grouped into segments: the output of one command of one
//! device. Configurations are short and are handed over whole, once their dialect is known; translation tables can be
//! gigabytes and are handed over line by line, nothing of them being kept unless the receiver asks.

mod archive;
mod cells;
mod clean;
mod clue;
mod decode;
mod detect;
mod feed;
mod foreign;
mod load;
mod nature;
mod pager;
mod prompt;
mod shape;
mod show;
mod split;
mod stored;
mod terminal;
mod undress;
mod vsphere;
mod walk;
mod wrap;

pub use clue::Clue;
pub(crate) use wrap::{cut_row, is_width, joins};

#[cfg(feature = "cli")]
pub(crate) use load::bytes_read;
pub use load::{Input, InputError, read, text_file, text_input};
pub(crate) use load::{Shown, each_line};
pub use show::ShowCommand;
pub use vsphere::VsphereForm;
pub(crate) use vsphere::{MAC_CHANGED, property};
pub use walk::{Found, expand, find};

use stored::{Edited, EditedLine, Stored, StoredLines};

use crate::source::{SourceId, SourceMap, Span, Spanned};

/// The host name and what was typed, of a line that starts like a prompt.
pub(crate) fn prompt(text: &str) -> Option<(&str, &str)> {
    prompt::Prompt::parse(text).map(|prompt| (prompt.host, prompt.typed))
}

/// What a segment is the output of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `show running-config`, whole or in part, or configuration lines as typed.
    RunningConfig,
    /// `show ip nat translations`, plain or verbose.
    NatTranslations,
    /// Another show command that is read.
    Show(ShowCommand),
    /// What vCenter or ESXi says of adapters and port groups: no router's output.
    Vsphere(VsphereForm),
    /// Output of another command: recognised as such, not read. Also a command whose output is missing.
    OtherCommand,
    /// Text that is none of these.
    Text,
}

/// Whose syntax a segment is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Classic Cisco IOS (12.x, 15.x).
    Ios,
    /// Cisco IOS-XE.
    IosXe,
    /// Cisco ASA, PIX, FWSM.
    Asa,
    /// Cisco NX-OS.
    NxOs,
    /// Cisco IOS-XR.
    IosXr,
    /// Arista EOS.
    Arista,
    /// A10 ACOS.
    A10,
    /// Aruba and HP.
    Aruba,
    /// Another vendor's, of which no more need be known than that it is none of these.
    Other,
    /// No evidence either way.
    Unknown,
}

impl Dialect {
    /// The name used in JSON: `ios`, `ios-xe`, `asa`, ...
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::IosXe => "ios-xe",
            Self::Asa => "asa",
            Self::NxOs => "nx-os",
            Self::IosXr => "ios-xr",
            Self::Arista => "arista-eos",
            Self::A10 => "a10",
            Self::Aruba => "aruba",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// The name people say: `Cisco IOS`, `Cisco ASA`, ...
    pub fn title(self) -> &'static str {
        match self {
            Self::Ios => "Cisco IOS",
            Self::IosXe => "Cisco IOS-XE",
            Self::Asa => "Cisco ASA",
            Self::NxOs => "Cisco NX-OS",
            Self::IosXr => "Cisco IOS-XR",
            Self::Arista => "Arista EOS",
            Self::A10 => "A10 ACOS",
            Self::Aruba => "Aruba",
            Self::Other => "another vendor's system",
            Self::Unknown => "unknown system",
        }
    }

    /// Whether the IOS grammar and NAT model apply.
    pub fn is_ios(self) -> bool {
        matches!(self, Self::Ios | Self::IosXe | Self::Unknown)
    }
}

/// A line that decided something, to be shown to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The text that decided.
    pub span: Span,
    /// What it says, in a few words: "`nat (`", "header of the table".
    pub says: Clue,
}

/// A pipe behind a show command: `| include 4500`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// `include`, `exclude`, `begin`, `section`, ... in full. Without a pipe, a keyword that has the same effect: `udp` in
    /// `show ip nat translations udp`, or `part` for the arguments of `show running-config interface Gi0/0`.
    pub verb: &'static str,
    /// What follows it, as typed.
    pub pattern: String,
}

/// What is known of a segment before its lines are seen.
#[derive(Debug, Clone)]
pub struct SegmentHead {
    /// The input it lies in.
    pub source: SourceId,
    /// 1-based number of its first line (the prompt, when there is one).
    pub first_line: u32,
    /// What it is the output of.
    pub kind: Kind,
    /// The host name in the prompt; of a configuration that is not read, else the one in it.
    pub prompt_host: Option<Spanned<String>>,
    /// The command as typed after the prompt.
    pub command: Option<Spanned<String>>,
    /// The VRF of `show ip nat translations vrf NAME`.
    pub vrf: Option<String>,
    /// The pipe behind the command: the output is a part.
    pub filter: Option<Spanned<Filter>>,
}

impl SegmentHead {
    /// Whether it is asked for the configuration that is saved, not for the one that runs.
    pub(crate) fn is_saved(&self) -> bool {
        self.command.as_ref().is_some_and(|command| prompt::Command::resolve(&command.value).saved)
    }
}

/// One command's output, complete.
#[derive(Debug, Clone)]
pub struct Segment {
    /// What was known at its start.
    pub head: SegmentHead,
    /// 1-based number of its last line.
    pub last_line: u32,
    /// Whose syntax it is.
    pub dialect: Dialect,
    /// What that was decided on.
    pub evidence: Vec<Evidence>,
    /// Where the output stops in the middle (an unanswered `--More--`).
    pub cut: Option<Span>,
    /// It stands for something that was not opened and may hold captures: an archive in an archive, an encrypted one.
    /// Its only line shows how it begins, the evidence says what it is.
    pub sealed: bool,
    /// Its lines; empty for a streamed kind.
    lines: Vec<Stored>,
    /// Lines that were not kept.
    unkept: Unkept,
}

/// Lines of prose or of another command's output that came after so much of it that they were only counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Unkept {
    /// Blank ones, prompts included.
    pub(crate) blank: u64,
    /// All others.
    pub(crate) text: u64,
}

impl Unkept {
    fn count(&mut self, blank: bool) {
        if blank {
            self.blank += 1;
        } else {
            self.text += 1;
        }
    }
}

impl Segment {
    /// The lines of a segment that was not streamed, in order. The line of a prompt has no text: what was typed there is
    /// in the head, except for statements typed in configuration mode.
    ///
    /// Of text that is not read only the first megabytes are kept; the rest is counted only.
    pub fn lines<'a>(&'a self, sources: &'a SourceMap) -> impl Iterator<Item = Line<'a>> + Clone + Send {
        StoredLines::of(&self.lines, self.head.source, sources)
    }

    /// Lines that [`Self::lines`] does not yield because they were not kept.
    pub(crate) fn unkept(&self) -> Unkept {
        self.unkept
    }
}

/// Whether the text of a streamed line must stay quotable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Yes: something may point at it.
    Yes,
    /// No: forget it.
    No,
}

/// One cleaned line.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The text a parser should see: no line end, no pager, no prompt.
    pub text: &'a str,
    /// 1-based number of the physical line in its source.
    pub number: u32,
    /// The raw line in the source, without its line end.
    span: Span,
    /// See [`Edited::runs`]; empty when `text` is the raw line.
    runs: &'a [(u32, u32)],
}

#[cfg(test)]
impl<'a> Line<'a> {
    /// A line that was not cleaned: `text` is what stands at `span`.
    pub(crate) fn plain(text: &'a str, number: u32, span: Span) -> Self {
        Self { text, number, span, runs: &[] }
    }
}

impl Line<'_> {
    /// The whole line as the user pasted it.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether something stands before the text on its line: a prompt, or what a chat or a log puts there.
    pub(crate) fn is_prefixed(&self) -> bool {
        self.span_of(self.text).start > self.span.start
    }

    /// The user's text behind `part`, which must be a slice of `self.text`; any other string yields the whole line.
    pub fn span_of(&self, part: &str) -> Span {
        let base = self.text.as_ptr() as usize;
        let Some(from) = (part.as_ptr() as usize).checked_sub(base) else { return self.span };
        let to = from + part.len();
        if to > self.text.len() {
            return self.span;
        }
        if self.runs.is_empty() {
            let len = u32::try_from(part.len()).unwrap_or(0);
            return Span { source: self.span.source, start: self.span.start + from as u64, len };
        }
        let first = cells::first(self.runs, from);
        if part.is_empty() {
            return Span { source: self.span.source, start: self.span.start + first as u64, len: 0 };
        }
        let size = |shown: Option<char>| shown.map_or(1, char::len_utf8);
        // A terminal that was overwritten may show text in another order than it arrived; no character is cut for it.
        let start = first.min(cells::first(self.runs, to - size(part.chars().next_back())));
        let first_ends = cells::last(self.runs, from + size(part.chars().next()) - 1);
        let end = first_ends.max(cells::last(self.runs, to - 1)) + 1;
        Span {
            source: self.span.source,
            start: self.span.start + start as u64,
            len: u32::try_from(end - start).unwrap_or(0),
        }
    }
}

/// What a sink took of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    /// Bytes, line ends included.
    pub bytes: usize,
    /// Lines.
    pub lines: u32,
    /// Lines among them that are to come by [`Sink::streamed`] all the same: offset in the block, and number from 0.
    pub look: Vec<(usize, u32)>,
}

/// What receives a capture as it is read.
pub trait Sink {
    /// One line of a streamed segment (a translation table), the prompt line and the header included.
    fn streamed(&mut self, head: &SegmentHead, line: &Line<'_>) -> Keep;

    /// Lines of a streamed segment from the start of `bytes`, as many as the sink likes to take at once; the bytes have not
    /// been cleaned. What it does not take comes by [`Self::streamed`].
    fn block(&mut self, head: &SegmentHead, bytes: &[u8]) -> Passed {
        let _ = (head, bytes);
        Passed::default()
    }

    /// A segment is complete. For a streamed kind all its lines have been handed over before.
    fn segment(&mut self, sources: &SourceMap, segment: Segment);
}

impl Segment {
    /// The same without its lines, once they have been read.
    pub(crate) fn released(mut self) -> Self {
        self.lines = Vec::new();
        self
    }
}
