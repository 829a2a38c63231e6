//! Output of show commands, one file a command.

mod access_lists;
mod chatter;
mod crypto_sa;
mod ip_arp;
mod ip_interface_brief;
mod ip_route;
mod nat_translations;
mod standby_brief;

pub use nat_translations::Table;

use crate::capture::{Line, ShowCommand};
use crate::grammar::facts::ShowFacts;
use crate::grammar::{Coverage, Note, State, Subject};

/// What a line of a show command's output turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Read<'a> {
    /// Its meaning is in the facts.
    Modelled,
    /// A heading, a legend, a counter that says nothing about NAT.
    Harmless,
    /// Known by its form, and not modelled: why.
    Unsupported(&'static str),
    /// Known by its first words; then came this, and something else was expected.
    Malformed(&'a str, &'static str),
    /// No line of this command.
    Unknown,
}

/// How many lines of a segment are pointed at that do not belong there. The rest is counted.
const SHOWN: usize = 20;

/// Reads the output of one command. `None` where it says nothing that is known: the router refused, or it is another
/// system's.
pub(crate) fn parse<'a>(
    command: ShowCommand,
    lines: impl Iterator<Item = Line<'a>>,
    coverage: &mut Coverage,
) -> Option<ShowFacts> {
    let mut reader = Reader { command, noted: 0, coverage };
    match command {
        ShowCommand::IpInterfaceBrief => {
            let mut output = ip_interface_brief::Output::default();
            reader.each(lines, |line| output.line(line));
            output.finish()
        }
        ShowCommand::AccessLists => {
            let mut output = access_lists::Output::default();
            reader.each(lines, |line| output.line(line));
            output.finish()
        }
        ShowCommand::IpRoute => {
            let mut output = ip_route::Output::default();
            reader.each(lines, |line| output.line(line));
            output.finish()
        }
        ShowCommand::IpArp => {
            let mut output = ip_arp::Output::default();
            reader.each(lines, |line| output.line(line));
            output.finish()
        }
        ShowCommand::CryptoIsakmpSa | ShowCommand::CryptoIkev2Sa => {
            let mut output = crypto_sa::Output::new(if command == ShowCommand::CryptoIsakmpSa { 1 } else { 2 });
            reader.each(lines, |line| output.line(line));
            output.finish()
        }
        ShowCommand::StandbyBrief => {
            let mut output = standby_brief::Output::default();
            reader.each(lines, |line| output.line(line));
            output.finish()
        }
        ShowCommand::NatStatistics
        | ShowCommand::NatPool
        | ShowCommand::NatPortblock
        | ShowCommand::Version
        | ShowCommand::IpInterface => {
            reader.each(lines, |_| Read::Harmless);
            None
        }
    }
}

/// Hands lines to a command's own reader and keeps the ledger.
struct Reader<'c> {
    command: ShowCommand,
    noted: usize,
    coverage: &'c mut Coverage,
}

impl Reader<'_> {
    fn each<'a>(&mut self, lines: impl Iterator<Item = Line<'a>>, mut read: impl FnMut(&Line<'a>) -> Read<'a>) {
        for line in lines {
            let text = line.text.trim_ascii();
            let read = if text.is_empty() { Read::Harmless } else { read(&line) };
            match read {
                Read::Unknown if chatter::is_of_the_router(text) || chatter::is_refusal(text) => {
                    self.coverage.count(State::Harmless);
                }
                Read::Modelled => self.coverage.count(State::Modelled),
                Read::Harmless => self.coverage.count(State::Harmless),
                Read::Unsupported(effect) => self.note(&line, line.text, State::Unsupported, effect.to_owned()),
                Read::Malformed(part, effect) => self.note(&line, part, State::Malformed, effect.to_owned()),
                Read::Unknown => {
                    let effect = format!("no line of '{}'", self.command.command());
                    self.note(&line, line.text, State::Unrecognized, effect);
                }
            }
        }
    }

    /// What a show command leaves out the engine does not know: nothing rests on its absence.
    fn note(&mut self, line: &Line<'_>, part: &str, state: State, effect: String) {
        if self.noted == SHOWN {
            return self.coverage.count(state);
        }
        self.noted += 1;
        let span = line.span_of(part);
        self.coverage.note(Note { span, line: line.number, state, subject: Subject::None, effect });
    }
}
