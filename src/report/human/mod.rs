//! The screen of `check`: what was read, what becomes of each appliance, why, and what to type.

mod fleet;
mod plans;
pub(in crate::report) mod wrap;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use crate::capture::{Dialect, Kind, ShowCommand, VsphereForm};
use crate::eval::Verdict;
use crate::grammar::{Note, State};
use crate::locale::{Text, say};
use crate::model::{Network, SegmentSummary};
use crate::report::diagnostic::{Drawn, Style};
use crate::report::summary::{self, Row};
use crate::report::{Report, is_fleet, possible, words};
use crate::rules::{Finding, Severity};
use crate::source::{Span, mask_controls, mask_name};

/// Notes of the ledger that are underlined; the rest is counted, and `parse` lists all.
const NOTES: usize = 5;

/// Lines of evidence that one finding shows; the rest is counted.
const LABELS: usize = 12;

/// Findings of one code that are shown; the rest is counted.
const SAME_CODE: usize = 20;

/// How the screen of `check` is drawn.
#[derive(Debug, Clone)]
pub struct HumanOptions {
    /// Colours, characters, width.
    pub style: Style,
    /// Why the program ends with the exit code it ends with; the last line.
    pub closing: Option<String>,
}

/// The whole screen.
pub fn human(report: &Report, options: &HumanOptions) -> String {
    let screen = Screen { report, style: options.style };
    let mut sections = if is_fleet(report.network.devices.len()) {
        screen.overview()
    } else {
        vec![screen.devices(), screen.appliances(), screen.findings(), screen.plans(), screen.ledger()]
    };
    sections.push(screen.verdict(options.closing.as_deref()));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

struct Screen<'r> {
    report: &'r Report,
    style: Style,
}

impl Screen<'_> {
    fn network(&self) -> &Network {
        &self.report.network
    }

    /// (a) What was read, and on what evidence.
    fn devices(&self) -> String {
        let mut out = String::new();
        for index in 0..self.network().devices.len() {
            let line = self.device(index);
            self.paragraph(&mut out, "", &line);
        }
        if !self.network().macs.is_empty() {
            let title = self.told(&say!("report-mac-addresses"));
            let line = format!("{}: {}", self.style.paint("1", &title), self.mac_sources().join(", "));
            self.paragraph(&mut out, "", &line);
        }
        for segment in self.network().segments.iter().filter(|segment| !segment.dialect.is_ios()) {
            let extent = words::extent(self.network(), segment);
            let title = segment.dialect.title();
            self.paragraph(&mut out, "", &self.told(&say!("report-not-ios", extent, title)));
        }
        out
    }

    /// What was read that belongs to no router.
    fn mac_sources(&self) -> Vec<String> {
        let network = self.network();
        let title = |segment: &SegmentSummary| match segment.kind {
            Kind::Vsphere(VsphereForm::Events) => Some(say!("report-vcenter-events")),
            Kind::Vsphere(VsphereForm::SecurityPolicy) => Some(say!("report-security-policy")),
            Kind::Vsphere(form) => Some(form.title().into()),
            Kind::Show(command @ ShowCommand::MacAddressTable) => Some(command.command().into()),
            _ => None,
        };
        let shown = |segment| Some(format!("{} {}", self.told(&title(segment)?), words::extent(network, segment)));
        network.segments.iter().filter_map(shown).collect()
    }

    fn device(&self, index: usize) -> String {
        let network = self.network();
        let Some(device) = network.devices.get(index) else { return String::new() };
        let version = device.version.as_ref().map_or_else(String::new, |v| format!(" {}", mask_name(&v.value)));
        let dialect = device.dialect.filter(|dialect| *dialect != Dialect::Unknown);
        let mut parts: Vec<String> = dialect.iter().map(|dialect| format!("{}{version}", dialect.title())).collect();
        let of = |kind: Kind| network.segments.iter().filter(move |s| s.device == Some(index) && s.kind == kind);
        for segment in of(Kind::RunningConfig) {
            let title = if segment.saved { "startup-config" } else { "running-config" };
            parts.push(format!("{title} {}{}", words::extent(network, segment), self.evidence(segment)));
        }
        let number = device.table.row_count;
        // The number is that of the table that is judged: of several of one router the last, where that is known.
        let header =
            device.table.header.and_then(|header| Some((header.source, network.sources.position(header)?.line)));
        let is_judged = |segment: &&SegmentSummary| {
            header.is_some_and(|(source, line)| {
                segment.source == source && (segment.first_line..=segment.last_line).contains(&line)
            })
        };
        let judged = of(Kind::NatTranslations).position(|segment| is_judged(&segment)).unwrap_or(0);
        for (i, segment) in of(Kind::NatTranslations).enumerate() {
            let rows = if i == judged {
                say!("report-translations", number, shown = words::grouped(number))
            } else {
                say!("report-more-translations")
            };
            parts.push(format!("{} {}", self.told(&rows), words::extent(network, segment)));
        }
        let shown = network.segments.iter().filter(|segment| segment.device == Some(index));
        parts.extend(shown.filter_map(|segment| match segment.kind {
            Kind::Show(command) => Some(format!("{} {}", command.command(), words::extent(network, segment))),
            _ => None,
        }));
        parts.extend(summary::reserve(network, device).iter().map(|text| self.told(text)));
        let name = self.style.paint("1", &self.router(index));
        format!("{name}: {}", parts.join(", "))
    }

    /// The line a segment was recognised by.
    fn evidence(&self, segment: &SegmentSummary) -> String {
        let sources = &self.network().sources;
        let Some(evidence) = segment.evidence.first() else { return String::new() };
        let (Some(at), Some(line)) = (sources.position(evidence.span), sources.quote_line(evidence.span)) else {
            return self.told(&say!("report-by", evidence = evidence.says.in_words()));
        };
        let line = line.trim();
        let quoted = if line.chars().count() > 40 { evidence.says.in_words() } else { format!("'{line}'").into() };
        self.told(&say!("report-by-line", line = at.line, quoted))
    }

    /// (b) One aligned line for each uplink.
    fn appliances(&self) -> String {
        let rows = possible::joined(self.rows());
        let width = |column: fn(&Row) -> &str| rows.iter().map(|row| wrap::columns(column(row))).max().unwrap_or(0);
        let (verdicts, names, ends) =
            (width(|row| words::verdict(row.verdict)), width(|row| &row.name), width(|row| &row.local));
        let mut out = String::new();
        for row in &rows {
            let word = self.verdict_word(row.verdict, verdicts);
            let (name, local) = (wrap::padded(&row.name, names), wrap::padded(&row.local, ends));
            self.paragraph(&mut out, "", &format!("{word}  {name}  {local}  {}", row.words));
        }
        if self.report.appliances.iter().any(|appliance| appliance.inferred) {
            self.paragraph(&mut out, "", &self.told(&say!("report-inferred")));
        }
        if self.report.appliances.iter().any(|appliance| appliance.possible) {
            self.paragraph(&mut out, "", &self.told(&possible::says()));
        }
        out
    }

    /// Where there are several routers, each line says on which it is.
    fn rows(&self) -> Vec<Row> {
        let mut rows = summary::rows(self.report, self.style.language);
        if self.network().devices.len() > 1 {
            for row in &mut rows {
                let router = words::router(self.network(), row.device);
                row.words = self.told(&say!("report-on-router", router, words = &row.words));
            }
        }
        rows
    }

    /// (c) Findings with their evidence. Of many with one code the first are shown; the JSON has all.
    fn findings(&self) -> String {
        let mut drawn: Vec<String> = Vec::new();
        let mut shown: HashSet<Span> = HashSet::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.report.findings {
            let count = counts.entry(finding.code).or_default();
            *count += 1;
            if *count <= SAME_CODE {
                drawn.push(self.finding(finding, &mut shown));
            }
        }
        let hidden = counts.iter().filter(|(_, count)| **count > SAME_CODE);
        let mut lines = String::new();
        for (code, count) in hidden {
            let more = words::grouped((count - SAME_CODE) as u64);
            self.paragraph(&mut lines, "", &self.told(&say!("report-more-of-code", more, code = *code)));
        }
        lines.push_str(&self.accepted());
        if !lines.is_empty() {
            drawn.push(lines);
        }
        drawn.join("\n")
    }

    /// Findings that the inventory accepts.
    fn accepted(&self) -> String {
        let mut lines = String::new();
        let ignored = &self.report.ignored;
        let mut accepted: Vec<String> = ignored.iter().take(SAME_CODE).map(|finding| self.title(finding)).collect();
        if ignored.len() > SAME_CODE {
            accepted.push(self.told(&words::and_more(ignored.len() - SAME_CODE)));
        }
        if !accepted.is_empty() {
            self.paragraph(&mut lines, "", &self.told(&say!("report-accepted", findings = accepted.join("; "))));
        }
        lines
    }

    /// A finding with its first labels. A line of the capture that an earlier one has shown is named, and not shown
    /// again.
    fn finding(&self, finding: &Finding, shown: &mut HashSet<Span>) -> String {
        let labels = finding.labels.iter().take(LABELS);
        let (old, new): (Vec<_>, Vec<_>) = labels.partition(|label| shown.contains(&label.span));
        let language = self.style.language;
        let mut message = finding.message.to(language);
        for label in old {
            let _ = write!(message, "\n{}: {}", words::place(self.network(), label.span), label.message.to(language));
        }
        if finding.labels.len() > LABELS {
            let more = finding.labels.len() - LABELS;
            let more = say!("report-more-lines", more, shown = words::grouped(more as u64));
            let _ = write!(message, "\n{}", more.to(language));
        }
        let says: Vec<String> = new.iter().map(|label| label.message.to(language)).collect();
        let labels = new.iter().zip(&says).map(|(label, says)| (label.span, says.as_str(), label.primary));
        let labels: Vec<(Span, &str, bool)> = labels.collect();
        shown.extend(labels.iter().map(|(span, _, _)| *span));
        Drawn::new(finding.severity, &message, &labels, &self.network().sources)
            .code(&self.title(finding))
            .help(&finding.help.to(language))
            .draw(self.style)
    }

    /// (e) The account of every line, and the worst of what was not understood; (f) what nobody looked at.
    fn ledger(&self) -> String {
        let coverage = &self.network().coverage;
        let mut worst: Vec<&Note> = coverage.notes().iter().filter(|note| words::touches_nat(note)).collect();
        worst.retain(|note| matches!(note.state, State::Unsupported | State::Malformed));
        // Malformed before unsupported: a line that could not be read may say anything.
        worst.sort_by_key(|note| note.state != State::Malformed);
        let mut out = String::new();
        if !worst.is_empty() {
            let shown = &worst[..worst.len().min(NOTES)];
            let effects: Vec<String> = shown.iter().map(|note| self.told(&note.effect)).collect();
            let labels: Vec<(Span, &str, bool)> =
                shown.iter().zip(&effects).map(|(note, effect)| (note.span, effect.as_str(), false)).collect();
            let more = worst.len() - shown.len();
            let help = if more == 0 { Text::default() } else { say!("report-parse-lists", more) };
            let title = self.told(&say!("report-not-modelled", lines = words::lines(worst.len() as u64)));
            let drawn = Drawn::new(Severity::Warning, &title, &labels, &self.network().sources).help(&self.told(&help));
            out.push_str(drawn.draw(self.style).trim_start_matches('\n'));
        }
        self.paragraph(&mut out, "", &self.told(&words::coverage(coverage)));
        self.not_checked(&mut out);
        out
    }

    fn not_checked(&self, out: &mut String) {
        if let Some(unread) = words::unread(self.network()) {
            self.paragraph(out, "", &self.told(&unread));
        }
        if !self.report.not_checked.is_empty() {
            let list = mask_controls(&words::not_checked(self.report, self.style.language));
            self.paragraph(out, "", &self.told(&say!("report-not-checked", list)));
        }
    }

    /// (g) The verdict, what to paste when there is none, and why the exit code.
    fn verdict(&self, closing: Option<&str>) -> String {
        let report = self.report;
        let mut out = String::new();
        let word = self.verdict_word(report.verdict, 0);
        self.paragraph(&mut out, "", &format!("{word}: {}", self.told(&summary::sentence(self.report))));
        if !report.paste_next.is_empty() {
            let _ = writeln!(out, "{}", self.told(&say!("report-paste-next")));
            for line in &report.paste_next {
                self.paragraph(&mut out, "  ", &mask_controls(line));
            }
        }
        if let Some(closing) = closing {
            self.paragraph(&mut out, "", closing);
        }
        out
    }

    /// In the language of the screen.
    fn told(&self, text: &Text) -> String {
        text.to(self.style.language)
    }

    fn title(&self, finding: &Finding) -> String {
        summary::title(self.report, finding, self.style.language)
    }

    /// The name of a router.
    fn router(&self, index: usize) -> String {
        self.told(&words::router(self.network(), index))
    }

    fn verdict_word(&self, verdict: Verdict, width: usize) -> String {
        let word = wrap::padded(words::verdict(verdict), width);
        let colour = match verdict {
            Verdict::Pass => "1;32",
            Verdict::Inconclusive => "1;33",
            Verdict::Fail => "1;31",
        };
        self.style.paint(colour, &word)
    }

    fn paragraph(&self, out: &mut String, indent: &str, text: &str) {
        wrap::paragraph(out, indent, text, self.style.width);
    }
}
