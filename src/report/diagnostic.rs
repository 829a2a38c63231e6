//! One diagnostic on the terminal: a message, underlined excerpts from any number of files, and help.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use textwrap::WordSplitter;

use super::words;
use crate::intent::Problem;
use crate::locale::Language;
use crate::rules::Severity;
use crate::source::{Excerpts, SourceMap, Span, mask_controls};

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With ANSI colours.
    pub color: bool,
    /// With box-drawing characters; without, plain ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Of what is told; commands, codes and quoted lines are the same in all.
    pub language: Language,
}

impl Style {
    /// No colours, ASCII, 100 columns: what a file or a ticket gets.
    pub const PLAIN: Self = Self { color: false, unicode: false, width: 100, language: Language::English };

    /// `text` in the colour of an ANSI code (`1;31`), where colours are wanted.
    pub(super) fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn theme(self) -> GraphicalTheme {
        let characters = if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        // miette's own signs for these two are an emoji on many terminals.
        let characters = ThemeCharacters { warning: "!".into(), advice: "i".into(), ..characters };
        let styles = if self.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        GraphicalTheme { characters, styles }
    }
}

/// A diagnostic before it is drawn.
#[derive(Debug)]
pub(super) struct Drawn {
    severity: miette::Severity,
    code: Option<String>,
    message: String,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    /// Each of `labels` as a line of text, for the case that they cannot be drawn.
    told: Vec<String>,
    excerpts: Excerpts,
}

impl Drawn {
    /// `labels`: the place, what it shows, and whether it is the primary one. A label that no excerpt can show is a line
    /// under the message: evidence is never dropped.
    pub(super) fn new(severity: Severity, message: &str, labels: &[(Span, &str, bool)], sources: &SourceMap) -> Self {
        let spans: Vec<Span> = labels.iter().map(|(span, _, _)| *span).collect();
        let excerpts = Excerpts::cut(sources, &spans, 0);
        let mut message = mask_controls(message);
        let (mut drawn, mut told) = (Vec::new(), Vec::new());
        for (span, says, primary) in labels {
            let line = in_words(sources, *span, says);
            let Some(place) = excerpts.place(*span) else {
                message.extend(["\n", &line]);
                continue;
            };
            let says = Some(mask_controls(says)).filter(|says| !says.is_empty());
            drawn.push(match primary {
                true => LabeledSpan::new_primary_with_span(says, place),
                false => LabeledSpan::new_with_span(says, place),
            });
            told.push(line);
        }
        Self {
            severity: match severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Note => miette::Severity::Advice,
            },
            code: None,
            message,
            help: None,
            labels: drawn,
            told,
            excerpts,
        }
    }

    /// With a title line above the message.
    pub(super) fn code(mut self, code: &str) -> Self {
        self.code = Some(mask_controls(code));
        self
    }

    pub(super) fn help(mut self, help: &str) -> Self {
        self.help = Some(mask_controls(help)).filter(|help| !help.is_empty());
        self
    }

    /// The drawing, ending in a line end. The blank line that miette puts under the code is taken out: a screen is short.
    pub(super) fn draw(&self, style: Style) -> String {
        let mut out = String::new();
        let handler = GraphicalReportHandler::new_themed(style.theme()).with_width(style.width).with_links(false);
        // A line ends at a hyphen neither in a name nor in a range: both are copied.
        let handler = handler.with_word_splitter(WordSplitter::NoHyphenation);
        if handler.render_report(&mut out, self).is_err() {
            let lines = self.code.iter().chain([&self.message]).chain(&self.told).chain(&self.help);
            out = lines.flat_map(|line| [line, "\n"]).collect();
        }
        let out = match (&self.code, out.split_once("\n\n")) {
            (Some(_), Some((title, rest))) => format!("{title}\n{rest}"),
            _ => out,
        };
        let mut drawn: String = out.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        drawn.truncate(drawn.trim_end().len());
        drawn.push('\n');
        drawn
    }
}

/// `table.txt:70: udp 19.155.80.72:1543 ... (leaves as 1543)`; without the text where it was not kept.
fn in_words(sources: &SourceMap, span: Span, says: &str) -> String {
    let (place, says) = (words::place_in(sources, span), mask_controls(says));
    // Nobody reads a line of a thousand characters.
    match sources.quote_line(span).filter(|text| text.len() <= 1000) {
        Some(text) if says.is_empty() => format!("{place}: {}", text.trim()),
        Some(text) => format!("{place}: {} ({says})", text.trim()),
        None => format!("{place}: {says}"),
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl Diagnostic for Drawn {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.labels.is_empty()).then_some(&self.excerpts as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

/// The mistakes of an inventory, each underlined.
pub fn problems(problems: &[Problem], sources: &SourceMap, style: Style) -> String {
    let draw = |problem: &Problem| {
        let labels: Vec<(Span, &str, bool)> =
            problem.labels.iter().enumerate().map(|(i, (span, says))| (*span, says.as_str(), i == 0)).collect();
        Drawn::new(Severity::Error, &problem.message, &labels, sources).help(&problem.help).draw(style)
    };
    problems.iter().map(draw).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ranges_are_not_cut_at_hyphens() {
        let drawn = || Drawn::new(Severity::Error, "a message", &[], &SourceMap::default());
        for width in 40..60 {
            let help = "what Get-HCXAppliance prints; a range is written 192.0.2.10-192.0.2.20, without any blank";
            let screen = drawn().help(help).draw(Style { width, ..Style::PLAIN });
            assert!(screen.contains("Get-HCXAppliance") && screen.contains("192.0.2.10-192.0.2.20"), "{screen}");
        }
    }
}
