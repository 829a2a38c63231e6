//! The segment that lines are going into.

use std::ops::Range;

use super::banner::Banner;
use super::{Lines, Physical, Shape, hostname, is_header, is_version, pager_span};
use crate::capture::cells;
use crate::capture::clean::without_end;
use crate::capture::detect::Detector;
use crate::capture::show::ShowCommand;
use crate::capture::vsphere::VsphereForm;
use crate::capture::{
    Clue, Dialect, Edited, EditedLine, Evidence, Keep, Kind, Line, Segment, SegmentHead, Sink, Stored, StoredLines,
    Unkept,
};
use crate::locale::say;
use crate::source::{SourceId, SourceMap, Span, Spanned};

/// Where lines go.
pub(super) struct Place<'p> {
    pub(super) source: SourceId,
    pub(super) sources: &'p mut SourceMap,
    pub(super) sink: &'p mut dyn Sink,
    /// What may still be kept of text that is not read.
    pub(super) prose: &'p mut usize,
}

/// Whether a statement stands behind the version in every configuration that a router prints.
fn is_of_the_midst(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["interface", "int", "ip", "access-list", "route-map", "crypto", "router", "vrf", "sysname"];
    let first = text.split_ascii_whitespace().next().unwrap_or("");
    WORDS.contains(&first)
}

/// What a kept line costs beside its text, as far as [`Place::prose`] is concerned.
const LINE: usize = 40;

/// A segment in the making.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of a state machine, each named where it is asked")]
pub(super) struct Open {
    pub(super) head: SegmentHead,
    pub(super) evidence: Vec<Evidence>,
    /// The pager that nothing has followed yet.
    pub(super) pager: Option<Span>,
    pub(super) banner: Option<Banner>,
    /// An empty prompt came: what follows is somebody else's.
    pub(super) closed: bool,
    /// `end` came.
    pub(super) ended: bool,
    /// Only blank lines so far, and no reason for the segment but them.
    pub(super) blank_only: bool,
    /// Nothing but prompts so far.
    pub(super) silent: bool,
    /// Begun by a title between dashes, as in `show tech-support`.
    pub(super) titled: bool,
    /// What came after it shows that its command had finished, even if nothing was printed.
    pub(super) finished: bool,
    /// Typed in configuration mode.
    pub(super) typed: bool,
    /// The command has output; false for `terminal length 0`.
    pub(super) prints: bool,
    /// See [`Segment::sealed`].
    pub(super) sealed: bool,
    /// Something beside headings and comments came.
    pub(super) has_body: bool,
    /// The first that came is of what a whole configuration shows behind its version.
    began_in_the_midst: bool,
    /// The name after `hostname` was typed.
    pub(super) renamed: Option<String>,
    named: Option<Spanned<String>>,
    /// Whose table it is, where it is no router's.
    pub(super) foreign: Option<Dialect>,
    versioned: bool,
    lines: Vec<Stored>,
    unkept: Unkept,
    last_line: u32,
    detector: Detector,
}

impl Open {
    pub(super) fn new(head: SegmentHead) -> Self {
        Self {
            blank_only: head.kind == Kind::Text,
            last_line: head.first_line,
            head,
            evidence: Vec::new(),
            pager: None,
            banner: None,
            closed: false,
            ended: false,
            silent: true,
            titled: false,
            finished: false,
            typed: false,
            prints: true,
            sealed: false,
            has_body: false,
            began_in_the_midst: false,
            renamed: None,
            named: None,
            foreign: None,
            versioned: false,
            lines: Vec::new(),
            unkept: Unkept::default(),
            detector: Detector::default(),
        }
    }

    pub(super) fn is_table(&self) -> bool {
        self.head.kind == Kind::NatTranslations
    }

    /// Whether this is being typed at a prompt of `host`.
    pub(super) fn typed_at(&self, host: &str) -> bool {
        self.typed && !self.closed && self.is_of(host)
    }

    /// Whether a prompt of `host` belongs to the device that prints this.
    pub(super) fn is_of(&self, host: &str) -> bool {
        let prompt = self.head.prompt_host.as_ref().map(|host| host.value.as_str());
        prompt == Some(host) || self.renamed.as_deref() == Some(host)
    }

    /// Whether a command stands here without its output: nothing follows that it printed, nor a prompt that would show
    /// that it prints nothing.
    fn lacks_output(&self) -> bool {
        let read = matches!(self.head.kind, Kind::NatTranslations | Kind::RunningConfig | Kind::Show(_));
        read && self.head.command.is_some() && self.silent && !self.closed && !self.finished
    }

    /// Whether the line names a device when one has been named already.
    pub(super) fn is_second_device(&self, text: &str) -> bool {
        if self.typed {
            return false;
        }
        if is_version(text)
            || ["ASA Version", "PIX Version", "FWSM Version", "sysname "].iter().any(|start| text.starts_with(start))
        {
            return self.versioned || self.named.is_some() || self.began_in_the_midst;
        }
        let other = |name: &str| self.named.as_ref().is_some_and(|named| named.value != name);
        hostname(text).is_some_and(other)
    }

    /// Whether a line that looks like `kind` ends the output of `command`. Behind a prompt only what is unmistakable does.
    pub(super) fn is_left_for(&self, kind: Kind, command: ShowCommand, text: &str) -> bool {
        let shape = Shape::of(text);
        match kind {
            Kind::Show(other) => other != command,
            Kind::NatTranslations => shape == Shape::TableHeader || self.head.prompt_host.is_none(),
            // `access-list 1 pool P refcount 2` is a line of the statistics.
            Kind::RunningConfig => {
                shape == Shape::ConfigHeading
                    || self.head.prompt_host.is_none() && !text.starts_with('!') && !text.contains(" refcount ")
            }
            // Behind a prompt too: a router prints none of its lines.
            Kind::Vsphere(_) => VsphereForm::by_looks_among_router_text(text).is_some(),
            Kind::OtherCommand | Kind::Text => false,
        }
    }

    /// Whether this may turn out to be a table of another system: a command's output of which nothing has been read.
    pub(super) fn can_be_foreign(&self, dialect: Dialect) -> bool {
        match self.head.kind {
            Kind::NatTranslations => self.silent && self.evidence.is_empty(),
            Kind::OtherCommand => self.foreign.is_none_or(|known| known == dialect) && self.prints && !self.closed,
            Kind::RunningConfig | Kind::Show(_) | Kind::Vsphere(_) | Kind::Text => false,
        }
    }

    /// Draws what conclusions a line without a prompt allows.
    pub(super) fn note_looks(&mut self, text: &str, source: SourceId, physical: &Physical<'_>) {
        match self.head.kind {
            Kind::NatTranslations if self.evidence.is_empty() && is_header(text) => {
                let span = physical.span(source);
                self.evidence.push(Evidence { span, says: Clue::Told(|| say!("clue-header-of-table")) });
            }
            // `Flags:0x82 time-left(secs):43192 id:31 state:0x3 grp_id:0 vrf: default`
            Kind::NatTranslations if text.starts_with("Flags:0x") && text.contains("grp_id:") => {
                let span = physical.span(source);
                self.foreign = Some(Dialect::NxOs);
                self.evidence = vec![Evidence { span, says: Clue::Told(|| say!("clue-nx-os-row")) }];
            }
            Kind::Show(command) if self.evidence.is_empty() && ShowCommand::by_looks(text) == Some(command) => {
                let span = physical.span(source);
                self.evidence.push(Evidence { span, says: Clue::Told(|| say!("clue-line-of-command")) });
            }
            Kind::Vsphere(form) if self.evidence.is_empty() && VsphereForm::by_looks(text) == Some(form) => {
                let span = physical.span(source);
                self.evidence.push(Evidence { span, says: Clue::Told(|| say!("clue-line-of-vsphere")) });
            }
            Kind::RunningConfig => {
                if !self.has_body && !text.trim_ascii().is_empty() {
                    let heading = text.trim_ascii().starts_with('!') || Shape::of(text) == Shape::ConfigHeading;
                    self.has_body = !heading && (Shape::of(text) != Shape::Other || text.starts_with(' '));
                    self.began_in_the_midst = self.has_body && is_of_the_midst(text);
                }
                self.versioned |= is_version(text);
                if self.named.is_none() {
                    let line = physical.line(source);
                    self.named = hostname(text).map(|name| Spanned::new(name.to_owned(), line.span_of(name)));
                }
                self.ended |= !self.typed && text.trim_ascii_end() == "end";
                let partial = self.head.filter.as_ref().is_some_and(|filter| filter.value.verb != "section");
                self.banner = if partial { None } else { Banner::open(text) };
            }
            _ => {}
        }
    }

    /// Lines with text in them have been taken as a block, up to this one.
    pub(super) fn passed_to(&mut self, line: u32) {
        self.last_line = line;
        self.pager = None;
        self.blank_only = false;
        self.silent = false;
    }

    /// Whether a plain line can be nothing but the next one of this configuration.
    pub(super) fn takes_plain(&self) -> bool {
        let configuration = self.head.kind == Kind::RunningConfig && self.has_body;
        configuration && self.banner.is_none() && !(self.typed || self.closed || self.ended)
    }

    /// Adds the lines that end at `ends`, which are plain; the answer is how many.
    pub(super) fn push_plain(&mut self, lines: &Lines<'_>, ends: &[usize], place: &mut Place<'_>) -> u32 {
        let Lines { text, number, start, .. } = *lines;
        let mut from = 0;
        for &end in ends {
            let line = without_end(text.get(from..end).unwrap_or(""));
            let len = u32::try_from(line.len()).unwrap_or(u32::MAX);
            self.detector.observe(line, Span { source: place.source, start: start + from as u64, len });
            from = end;
        }
        let count = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        let text = text.get(..from).unwrap_or("");
        let joined = place.sources.get_mut(place.source).is_some_and(|file| file.keep_lines(start, number, text, ends));
        self.extend_run(joined, start..start + from as u64, number, count);
        self.passed_to(number + count - 1);
        count
    }

    /// Adds a line, of which `text` (a part of the cleaned text) is the device's.
    pub(super) fn push(&mut self, physical: &Physical<'_>, text: &str, place: &mut Place<'_>) {
        self.last_line = physical.number + u32::try_from(physical.more.len()).unwrap_or(0);
        let raw = without_end(physical.raw);
        let span = physical.span(place.source);
        let blank = text.trim_ascii().is_empty();
        if !blank {
            self.pager = None;
            self.blank_only = false;
            self.silent = false;
        } else if raw.len() == text.len() {
            // A blank line, not a prompt or a pager.
        } else if let Some(pager) = physical.cleaned.pager.as_ref().filter(|_| physical.cleaned.text.is_empty()) {
            self.pager = Some(pager_span(span, pager));
            self.silent = false;
        }
        let shift = (text.as_ptr() as usize).wrapping_sub(physical.cleaned.text.as_ptr() as usize);
        if self.is_table() {
            if text.len() == physical.cleaned.text.len() {
                let line = Line { text, number: physical.number, span, runs: physical.cleaned.runs };
                return self.stream(&line, physical, place);
            }
            // Of a line with a prompt a table needs only that it is there.
            let line = Line { text: "", number: physical.number, span, runs: &[] };
            return self.stream(&line, physical, place);
        }
        if self.head.kind == Kind::RunningConfig && self.banner.is_none() {
            // The prompt of IOS-XR gives it away; other prompts start no tell-tale.
            self.detector.observe(if blank { physical.cleaned.text } else { text }, span);
        }
        let as_it_stands = text.len() == raw.len() && physical.cleaned.runs.is_empty() && physical.more.is_empty();
        let edited = (!as_it_stands).then(|| edited(text, shift, physical));
        self.store(span, edited, physical, blank, place);
    }

    fn stream(&self, line: &Line<'_>, physical: &Physical<'_>, place: &mut Place<'_>) {
        if place.sink.streamed(&self.head, line) == Keep::Yes
            && let Some(file) = place.sources.get_mut(place.source)
        {
            physical.keep(file);
        }
        for (number, span) in physical.rest(place.source) {
            place.sink.streamed(&self.head, &Line { text: "", number, span, runs: &[] });
        }
    }

    fn store(
        &mut self,
        span: Span,
        edited: Option<Edited>,
        physical: &Physical<'_>,
        blank: bool,
        place: &mut Place<'_>,
    ) {
        let (raw, number) = (physical.raw, physical.number);
        if matches!(self.head.kind, Kind::OtherCommand | Kind::Text) {
            let cost = raw.len() + LINE;
            if *place.prose < cost {
                *place.prose = 0;
                physical.more.iter().for_each(|_| self.unkept.count(blank));
                return self.unkept.count(blank);
            }
            *place.prose -= cost;
        }
        let joined = place.sources.get_mut(place.source).is_some_and(|file| physical.keep(file));
        if let Some(edited) = edited {
            let rest = physical.rest(place.source).map(|(number, span)| (number, span, Edited::default()));
            let lines = std::iter::once((number, span, edited)).chain(rest);
            let lines = lines.map(|(number, span, edited)| EditedLine { number, span, edited });
            return self.lines.extend(lines.map(|line| Stored::Edited(Box::new(line))));
        }
        self.extend_run(joined, span.start..span.start + raw.len() as u64, number, 1);
    }

    /// Lines stand in the source as they are; `joined`: with those kept before.
    fn extend_run(&mut self, joined: bool, place: Range<u64>, number: u32, count: u32) {
        match self.lines.last_mut() {
            Some(Stored::Run { end, number: first, lines, .. })
                if joined && *end == place.start && *first + *lines == number =>
            {
                (*end, *lines) = (place.end, *lines + count);
            }
            _ => self.lines.push(Stored::Run { start: place.start, end: place.end, number, lines: count }),
        }
    }

    /// Whether the next segment may have the lines of this one: blank lines, all of them kept.
    pub(super) fn is_mere_space(&self) -> bool {
        self.blank_only && self.unkept == Unkept::default()
    }

    /// The lines of a segment of blank lines, for the one that follows.
    pub(super) fn into_lines(self) -> Vec<Stored> {
        self.lines
    }

    /// Takes the blank lines that stood before this segment.
    pub(super) fn take_over(&mut self, lines: Vec<Stored>, place: &mut Place<'_>) {
        if self.is_table() {
            let Place { source, sources, sink, .. } = place;
            for line in StoredLines::of(&lines, *source, sources) {
                sink.streamed(&self.head, &Line { text: "", runs: &[], ..line });
            }
        } else {
            self.lines = lines;
        }
    }

    /// The segment, complete.
    pub(super) fn finish(self) -> Segment {
        let lacks_output = self.lacks_output();
        let (dialect, found) = match self.head.kind {
            Kind::RunningConfig => self.detector.verdict(),
            Kind::NatTranslations | Kind::Show(_) | Kind::Vsphere(_) | Kind::OtherCommand | Kind::Text => {
                (self.foreign.unwrap_or(Dialect::Unknown), Vec::new())
            }
        };
        let mut head = self.head;
        if head.kind == Kind::RunningConfig && !dialect.is_ios() && head.prompt_host.is_none() {
            head.prompt_host = self.named;
        }
        if lacks_output {
            // An output that is missing is no empty one.
            head.kind = Kind::OtherCommand;
        }
        let mut evidence = self.evidence;
        evidence.extend(found);
        Segment {
            head,
            last_line: self.last_line,
            dialect,
            evidence,
            cut: self.pager,
            sealed: self.sealed,
            lines: self.lines,
            unkept: self.unkept,
        }
    }
}

/// `text`, which starts `shift` bytes into the cleaned line, with its own way back.
fn edited(text: &str, shift: usize, physical: &Physical<'_>) -> Edited {
    let shift = if text.is_empty() { 0 } else { shift };
    Edited { text: text.to_owned(), runs: cells::part(physical.cleaned.runs, shift, text.len()) }
}
