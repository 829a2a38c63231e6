//! The state machine that groups lines into segments.
//!
//! A prompt always starts a segment. Without one, the looks of a line decide, and cautiously: a table ends a
//! configuration and a configuration ends a table, but prose between two rows does not tear the table apart.
//! The text of a banner decides nothing. Every line goes into exactly one segment.

mod banner;
mod open;
mod physical;
mod plain;

use std::collections::HashSet;

use super::clean::Cleaned;
use super::foreign::table_of;
use super::prompt::{Command, Prompt, bare_command, is_bare_show, section_title};
use super::shape::{
    Shape, hostname, is_config_line, is_continuation, is_header, is_heading, is_row, is_total, is_version,
    starts_like_a_row,
};
use super::show::ShowCommand;
use super::undress::{Context, is_interrupted};
use super::vsphere::VsphereForm;
use super::{Clue, Dialect, Evidence, Kind, Line, SegmentHead, Sink, wrap};
use crate::source::{SourceId, SourceMap, Span, Spanned};
use open::{Open, Place};
pub(super) use physical::{Lines, Physical};

/// Kept text of one source that is neither configuration nor table. Beyond it such lines are only counted.
const PROSE: usize = 4 << 20;

/// How many host names a capture can have.
const HOSTS: usize = 4096;

/// The least and most that is offered of a table at once.
const REACH: usize = 4 << 10;
const FAR: usize = 1 << 30;

/// Splits one source.
#[derive(Debug)]
pub(super) struct Splitter {
    source: SourceId,
    open: Option<Open>,
    hosts: HashSet<String>,
    /// Between the first and the last line of a key or a certificate.
    armoured: bool,
    prose: usize,
    /// How many bytes of a table are offered at once: few after a block that was soon over, so that no byte is looked at
    /// again and again.
    reach: usize,
    /// Looks at each line by itself, for tests to compare with.
    #[cfg(test)]
    pub(super) patient: bool,
}

impl Splitter {
    pub(super) fn new(source: SourceId) -> Self {
        Self {
            source,
            open: None,
            hosts: HashSet::new(),
            armoured: false,
            prose: PROSE,
            reach: REACH,
            #[cfg(test)]
            patient: false,
        }
    }

    /// Hides what lies at `start` from quotation.
    pub(super) fn hide(&self, start: u64, len: usize, sources: &mut SourceMap) {
        if let (Some(file), Some(last)) = (sources.get_mut(self.source), len.checked_sub(1)) {
            file.hide(start..=start + last as u64);
        }
    }

    /// Takes the next line.
    pub(super) fn line(&mut self, physical: &Physical<'_>, sources: &mut SourceMap, sink: &mut dyn Sink) {
        let text = physical.cleaned.text;
        self.armour(text, physical, sources);
        let mut place = Place { source: self.source, sources, sink, prose: &mut self.prose };
        if let Some(open) = &mut self.open {
            // The hot path: a row inside a table, or the lines below it.
            if open.is_table() && !open.closed && (starts_like_a_row(text) || is_continuation(text)) {
                return open.push(physical, text, &mut place);
            }
            if open.banner.as_mut().is_some_and(|banner| banner.holds(text)) {
                return open.push(physical, text, &mut place);
            }
            open.banner = None;
        }
        if let Some(prompt) = Prompt::parse(text).filter(|prompt| self.believes(prompt)) {
            return self.prompted(&prompt, physical, sources, sink);
        }
        self.bare(physical, sources, sink);
    }

    /// Hides the body of a key or a certificate between `-----BEGIN ...-----` and `-----END ...-----` (RFC 7468). Some of its
    /// lines are too short to be told by their looks.
    fn armour(&mut self, text: &str, physical: &Physical<'_>, sources: &mut SourceMap) {
        let edge = text.trim_ascii_end().ends_with("-----");
        if edge && text.contains("-----BEGIN ") {
            // Somebody may put such lines around a configuration.
            self.armoured = ["KEY", "CERTIFICATE", "PKCS"].iter().any(|what| text.contains(what));
        } else if self.armoured && (edge && text.contains("-----END ") || Prompt::parse(text).is_some()) {
            self.armoured = false;
        } else if self.armoured {
            self.hide(physical.start, physical.raw.len(), sources);
        }
    }

    /// Takes what it can of many lines at once: how many bytes, how many lines. They start with line `number` at `start`.
    pub(super) fn block(
        &mut self,
        bytes: &[u8],
        number: u32,
        start: u64,
        sources: &mut SourceMap,
        sink: &mut dyn Sink,
    ) -> (usize, u32) {
        let Some(open) = self.open.as_mut().filter(|open| open.is_table() && !open.closed && open.banner.is_none())
        else {
            return (0, 0);
        };
        let offered = match memchr::memrchr(b'\n', bytes.get(..self.reach).unwrap_or(bytes)) {
            Some(last) => bytes.get(..=last).unwrap_or(bytes),
            None => return (0, 0),
        };
        // A row that a terminal may have cut goes with the line after it.
        let wide = match bytes.get(offered.len()..) {
            Some(after) if !after.is_empty() => wrap::cut_row(offered, after),
            _ => wrap::last_wide(offered),
        };
        let offered = wide.and_then(|at| offered.get(..at)).unwrap_or(offered);
        let passed = sink.block(&open.head, offered);
        self.reach = (passed.bytes * 2).clamp(REACH, FAR);
        let mut place = Place { source: self.source, sources, sink, prose: &mut self.prose };
        for &(at, line) in &passed.look {
            let rest = bytes.get(at..).unwrap_or_default();
            let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let Some(raw) = rest.get(..length).and_then(|raw| std::str::from_utf8(raw).ok()) else { continue };
            let physical = Physical {
                number: number + line,
                start: start + at as u64,
                raw,
                more: &[],
                cleaned: Cleaned::plain(raw),
                refused: false,
            };
            open.push(&physical, physical.cleaned.text, &mut place);
        }
        if passed.lines > 0 {
            open.passed_to(number + passed.lines - 1);
        }
        (passed.bytes, passed.lines)
    }

    /// Takes what it can of the lines of a configuration at once: how many bytes, how many lines. None that begins
    /// behind `reach` is taken.
    pub(super) fn plain(
        &mut self,
        lines: Lines<'_>,
        reach: usize,
        sources: &mut SourceMap,
        sink: &mut dyn Sink,
    ) -> (usize, u32) {
        #[cfg(test)]
        if self.patient {
            return (0, 0);
        }
        let plain = |open: &&mut Open| open.takes_plain() && !self.armoured;
        let Some(open) = self.open.as_mut().filter(plain) else { return (0, 0) };
        let ends = plain::plain_lines(lines.text, reach, lines.dirty);
        let Some(&length) = ends.last() else { return (0, 0) };
        let mut place = Place { source: self.source, sources, sink, prose: &mut self.prose };
        (length, open.push_plain(&lines, &ends, &mut place))
    }

    /// What is being read.
    pub(super) fn context(&self) -> Context {
        match &self.open {
            Some(open) if open.banner.is_some() => Context::Banner,
            Some(open) if open.closed || open.ended => Context::Prose,
            Some(open) => match open.head.kind {
                Kind::NatTranslations => Context::Table,
                Kind::RunningConfig if open.typed => Context::Typed,
                Kind::RunningConfig => Context::Config,
                Kind::Show(_) | Kind::Vsphere(_) => Context::Other,
                Kind::OtherCommand if open.prints => Context::Other,
                Kind::OtherCommand | Kind::Text => Context::Prose,
            },
            None => Context::Prose,
        }
    }

    /// The input is over.
    pub(super) fn finish(&mut self, sources: &SourceMap, sink: &mut dyn Sink) {
        if let Some(open) = self.open.take() {
            sink.segment(sources, open.finish());
        }
    }

    /// The whole input is no text: one segment of one line, which shows the first bytes. `what` names the message that says what
    /// it is.
    pub(super) fn unread(
        &mut self,
        start: &str,
        what: Clue,
        sealed: bool,
        sources: &mut SourceMap,
        sink: &mut dyn Sink,
    ) {
        let raw: String = start.chars().map(|c| if c.is_control() { '.' } else { c }).collect();
        let physical =
            Physical { number: 1, start: 0, raw: &raw, more: &[], cleaned: Cleaned::plain(&raw), refused: false };
        let mut open = Open::new(self.head(&physical, Kind::Text));
        open.evidence.push(Evidence { span: self.span(&physical), says: what });
        open.sealed = sealed;
        open.push(&physical, &raw, &mut Place { source: self.source, sources, sink, prose: &mut self.prose });
        self.open = Some(open);
        self.finish(sources, sink);
    }

    fn believes(&self, prompt: &Prompt<'_>) -> bool {
        prompt.is_certain(|host| self.hosts.contains(host))
    }

    fn span(&self, physical: &Physical<'_>) -> Span {
        physical.span(self.source)
    }

    fn cleaned_line<'a>(&self, physical: &'a Physical<'a>) -> Line<'a> {
        physical.line(self.source)
    }

    fn head(&self, physical: &Physical<'_>, kind: Kind) -> SegmentHead {
        SegmentHead {
            source: self.source,
            first_line: physical.number,
            kind,
            prompt_host: None,
            command: None,
            vrf: None,
            filter: None,
        }
    }

    /// A line with a prompt.
    fn prompted(&mut self, prompt: &Prompt<'_>, physical: &Physical<'_>, sources: &mut SourceMap, sink: &mut dyn Sink) {
        self.learn(prompt.host);
        if let Some(open) = self.open.as_mut().filter(|open| open.is_of(prompt.host)) {
            open.finished = true;
        }
        let prompt = &Prompt { typed: if is_interrupted(prompt.typed) { "" } else { prompt.typed }, ..*prompt };
        if let Some(pager) = &physical.cleaned.pager {
            // The pager was answered with `q`: what came before it is cut.
            let span = pager_span(self.span(physical), pager);
            if let Some(open) = &mut self.open {
                open.pager = Some(span);
            }
        }
        let command = Command::resolve(prompt.typed);
        if prompt.typed.is_empty() && self.close_with(prompt, physical, sources, sink) {
            return;
        }
        if prompt.configures() && !prompt.typed.is_empty() && !prints_in_between(prompt.typed, &command) {
            return self.typed(prompt, physical, sources, sink);
        }
        let line = self.cleaned_line(physical);
        let mut head = self.command_head(&line, physical, prompt.typed, &command);
        head.prompt_host = Some(Spanned::new(prompt.host.to_owned(), line.span_of(prompt.host)));
        if self.completes(&head, sources, sink, physical) {
            return;
        }
        self.start(head, command.prints, sources, sink);
        self.push(physical, "", sources, sink);
    }

    /// The head of a segment that a command starts.
    fn command_head(
        &self,
        line: &Line<'_>,
        physical: &Physical<'_>,
        typed: &str,
        command: &Command<'_>,
    ) -> SegmentHead {
        let mut head = self.head(physical, command.kind);
        if !typed.is_empty() {
            head.command = Some(Spanned::new(typed.to_owned(), line.span_of(typed)));
        }
        head.vrf = command.vrf.map(ToOwned::to_owned);
        head.filter = command.filter.map(|(verb, pattern)| {
            let span = if pattern.is_empty() { line.span_of(typed) } else { line.span_of(pattern) };
            Spanned::new(super::Filter { verb, pattern: pattern.to_owned() }, span)
        });
        head
    }

    /// An empty prompt ends what the same device printed; it is that segment's last line.
    fn close_with(
        &mut self,
        prompt: &Prompt<'_>,
        physical: &Physical<'_>,
        sources: &mut SourceMap,
        sink: &mut dyn Sink,
    ) -> bool {
        let typing = self.open.as_ref().is_some_and(|open| open.typed_at(prompt.host)) && prompt.configures();
        let same = |open: &Open| match &open.head.prompt_host {
            Some(_) => open.is_of(prompt.host),
            None => !open.blank_only,
        };
        if !self.open.as_ref().is_some_and(same) {
            return false;
        }
        self.push(physical, "", sources, sink);
        if let Some(open) = &mut self.open {
            open.closed = !typing;
        }
        true
    }

    /// A statement typed in configuration mode.
    fn typed(&mut self, prompt: &Prompt<'_>, physical: &Physical<'_>, sources: &mut SourceMap, sink: &mut dyn Sink) {
        if !self.open.as_ref().is_some_and(|open| open.typed_at(prompt.host)) {
            let line = self.cleaned_line(physical);
            let mut head = self.head(physical, Kind::RunningConfig);
            head.prompt_host = Some(Spanned::new(prompt.host.to_owned(), line.span_of(prompt.host)));
            self.start(head, true, sources, sink);
            if let Some(open) = &mut self.open {
                open.typed = true;
            }
        }
        if physical.refused {
            // It has not become configuration.
            return self.push(physical, "", sources, sink);
        }
        self.push(physical, prompt.typed, sources, sink);
        if let Some(open) = &mut self.open {
            open.banner = banner::Banner::open(prompt.typed);
        }
        if let Some((name, open)) = hostname(prompt.typed).zip(self.open.as_mut()) {
            // The next prompt shows the new name; it is still the same device.
            open.renamed = Some(name.to_owned());
            let name = name.to_owned();
            self.learn(&name);
        }
    }

    /// A half-typed command, completed with Tab or typed again, is one command.
    fn completes(
        &mut self,
        head: &SegmentHead,
        sources: &mut SourceMap,
        sink: &mut dyn Sink,
        physical: &Physical<'_>,
    ) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.silent && open.head.kind == head.kind) else {
            return false;
        };
        let half = open.head.command.as_ref().map_or("", |command| command.value.as_str());
        let full = head.command.as_ref().map_or("", |command| command.value.as_str());
        let continued = half.split_ascii_whitespace().zip(full.split_ascii_whitespace()).all(|(a, b)| b.starts_with(a));
        let longer = full.split_ascii_whitespace().count() >= half.split_ascii_whitespace().count();
        if open.head.prompt_host != head.prompt_host || !continued || !longer || half.is_empty() {
            return false;
        }
        open.head = SegmentHead { first_line: open.head.first_line, ..head.clone() };
        open.finished = false;
        self.push(physical, "", sources, sink);
        true
    }

    fn learn(&mut self, host: &str) {
        if self.hosts.len() < HOSTS && !self.hosts.contains(host) {
            self.hosts.insert(host.to_owned());
        }
    }

    /// Ends the open segment and starts another, which takes over blank lines that stood before it.
    fn start(&mut self, mut head: SegmentHead, prints: bool, sources: &mut SourceMap, sink: &mut dyn Sink) {
        let before = match self.open.take() {
            Some(open) if open.is_mere_space() => {
                head.first_line = open.head.first_line;
                open.into_lines()
            }
            Some(open) => {
                sink.segment(sources, open.finish());
                Vec::new()
            }
            None => Vec::new(),
        };
        let mut open = Open::new(head);
        open.prints = prints;
        open.take_over(before, &mut Place { source: self.source, sources, sink, prose: &mut self.prose });
        self.open = Some(open);
    }

    fn push(&mut self, physical: &Physical<'_>, text: &str, sources: &mut SourceMap, sink: &mut dyn Sink) {
        let mut place = Place { source: self.source, sources, sink, prose: &mut self.prose };
        if let Some(open) = &mut self.open {
            open.push(physical, text, &mut place);
        }
    }

    /// A line without a prompt.
    fn bare(&mut self, physical: &Physical<'_>, sources: &mut SourceMap, sink: &mut dyn Sink) {
        let text = physical.cleaned.text;
        let title = section_title(text);
        let command = title.map(Command::resolve).or_else(|| bare_command(text));
        if let Some(command) = command {
            let line = self.cleaned_line(physical);
            let typed = title.unwrap_or(text.trim_ascii());
            let head = self.command_head(&line, physical, typed, &command);
            if let Some(open) = &mut self.open {
                open.finished |= open.titled && title.is_some();
            }
            self.start(head, true, sources, sink);
            if let Some(open) = &mut self.open {
                open.titled = title.is_some();
            }
            return self.push(physical, "", sources, sink);
        }
        if let Some((form, typed)) = self.vsphere_command(text) {
            let line = self.cleaned_line(physical);
            let command = Some(Spanned::new(typed.to_owned(), line.span_of(typed)));
            self.start(SegmentHead { command, ..self.head(physical, Kind::Vsphere(form)) }, true, sources, sink);
            return self.push(physical, "", sources, sink);
        }
        if let Some((dialect, says)) = table_of(text) {
            self.foreign(Evidence { span: self.span(physical), says }, dialect, physical, sources, sink);
        } else if let Some(kind) = self.starts(text) {
            self.start(self.head(physical, kind), true, sources, sink);
        }
        if let Some(open) = &mut self.open {
            open.note_looks(text, self.source, physical);
        }
        self.push(physical, text, sources, sink);
    }

    /// A command of vSphere's, where a router does not speak: its lines begin with small letters, as some prompts do.
    fn vsphere_command<'a>(&self, text: &'a str) -> Option<(VsphereForm, &'a str)> {
        let reading = |open: &Open| {
            let router = matches!(open.head.kind, Kind::RunningConfig | Kind::NatTranslations);
            router && !open.closed && !open.ended
        };
        let may = match text.as_bytes().first() {
            Some(first) if self.open.as_ref().is_some_and(reading) => {
                first.is_ascii_uppercase() || matches!(first, b'[' | b'$' | b'~')
            }
            first => first.is_some(),
        };
        may.then(|| VsphereForm::of_command(text)).flatten()
    }

    /// A line of another system's table: what is open is that table, or ends here.
    fn foreign(
        &mut self,
        evidence: Evidence,
        dialect: Dialect,
        physical: &Physical<'_>,
        sources: &mut SourceMap,
        sink: &mut dyn Sink,
    ) {
        if !self.open.as_ref().is_some_and(|open| open.can_be_foreign(dialect)) {
            self.start(self.head(physical, Kind::OtherCommand), true, sources, sink);
        }
        if let Some(open) = self.open.as_mut().filter(|open| open.foreign.is_none()) {
            open.head.kind = Kind::OtherCommand;
            open.foreign = Some(dialect);
            open.evidence.push(evidence);
        }
    }

    /// The kind of the segment that this line starts, if it starts one.
    fn starts(&self, text: &str) -> Option<Kind> {
        let blank = text.trim_ascii().is_empty();
        let Some(open) = &self.open else {
            return Some(if blank { Kind::Text } else { by_shape(text).unwrap_or(Kind::Text) });
        };
        if blank {
            return None;
        }
        match open.head.kind {
            Kind::Text => by_shape(text),
            _ if open.closed || open.ended => Some(by_shape(text).unwrap_or(Kind::Text)),
            Kind::OtherCommand if !open.prints => by_shape(text),
            Kind::OtherCommand => match Shape::of(text) {
                Shape::TableHeader => Some(Kind::NatTranslations),
                Shape::ConfigHeading => Some(Kind::RunningConfig),
                _ => VsphereForm::by_looks_among_router_text(text).map(Kind::Vsphere),
            },
            Kind::NatTranslations | Kind::RunningConfig | Kind::Show(_) if is_bare_show(text) => {
                Some(Kind::OtherCommand)
            }
            Kind::NatTranslations => by_shape(text).filter(|&kind| match kind {
                Kind::Vsphere(_) => VsphereForm::by_looks_among_router_text(text).is_some(),
                other => other != Kind::NatTranslations,
            }),
            Kind::Show(command) => by_shape(text).filter(|&kind| open.is_left_for(kind, command, text)),
            Kind::Vsphere(form) => by_shape(text).filter(|&kind| kind != Kind::Vsphere(form)),
            Kind::RunningConfig => in_configuration(open, text),
        }
    }
}

/// The kind of the segment that a line of a configuration starts. Nearly all start none, so what is rare is asked first
/// and the table of statements last.
fn in_configuration(open: &Open, text: &str) -> Option<Kind> {
    if is_header(text) || is_row(text) || is_total(text) {
        Some(Kind::NatTranslations)
    } else if is_heading(text) {
        open.has_body.then_some(Kind::RunningConfig)
    } else if open.is_second_device(text) && is_config_line(text) {
        Some(Kind::RunningConfig)
    } else {
        by_looks_of_others(text).filter(|_| !is_config_line(text))
    }
}

/// The kind of a line that is of no configuration and no table.
fn by_looks_of_others(text: &str) -> Option<Kind> {
    let show = ShowCommand::by_looks(text).map(Kind::Show);
    show.or_else(|| VsphereForm::by_looks_among_router_text(text).map(Kind::Vsphere))
}

fn by_shape(text: &str) -> Option<Kind> {
    match Shape::of(text) {
        Shape::TableHeader | Shape::TableRow => Some(Kind::NatTranslations),
        Shape::ConfigHeading | Shape::ConfigLine => Some(Kind::RunningConfig),
        Shape::Other => {
            let show = ShowCommand::by_looks(text).map(Kind::Show);
            show.or_else(|| VsphereForm::by_looks(text).map(Kind::Vsphere))
        }
    }
}

/// `do show ...` and, where the image allows it, `show ...` in configuration mode, and a question for help: no configuration,
/// but output of its own.
fn prints_in_between(typed: &str, command: &Command<'_>) -> bool {
    typed.ends_with('?')
        || command.prints && (typed.starts_with("do ") || typed.starts_with("sh")) && !typed.starts_with("shutdown")
}

fn pager_span(line: Span, pager: &std::ops::Range<usize>) -> Span {
    let len = u32::try_from(pager.len()).unwrap_or(0);
    Span { start: line.start + pager.start as u64, len, ..line }
}
