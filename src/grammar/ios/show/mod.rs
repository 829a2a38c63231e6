//! Output of show commands, one file a command.

mod access_lists;
mod chatter;
mod crypto_sa;
mod ip_arp;
mod ip_interface;
mod ip_interface_brief;
mod ip_route;
mod mac_address_table;
mod nat_pool;
mod nat_portblock;
mod nat_statistics;
mod nat_translations;
mod standby_brief;
mod version;

pub use nat_translations::Table;
pub(crate) use nat_translations::cells;

use crate::capture::{Line, ShowCommand};
use crate::grammar::Coverage;
use crate::grammar::facts::ShowFacts;
use crate::grammar::read::{Ledger, Read};
use crate::source::Spanned;

/// Reads the output of one command, line by line.
trait Output: Default {
    /// Takes a line that is not blank.
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a>;

    /// What it all says; `None` for nothing.
    fn finish(self) -> Option<ShowFacts>;
}

/// Reads the output of one command. `None` where it says nothing that is known: the router refused, or it is another
/// system's.
pub(crate) fn parse<'a>(
    command: ShowCommand,
    lines: impl Iterator<Item = Line<'a>>,
    coverage: &mut Coverage,
) -> Option<ShowFacts> {
    let mut reader = Reader { ledger: Ledger::new(command.command(), coverage) };
    match command {
        ShowCommand::NatStatistics => reader.read::<nat_statistics::Output>(lines),
        ShowCommand::NatPool => reader.read::<nat_pool::Output>(lines),
        ShowCommand::NatPortblock => reader.read::<nat_portblock::Output>(lines),
        ShowCommand::Version => reader.read::<version::Output>(lines),
        ShowCommand::IpInterfaceBrief => reader.read::<ip_interface_brief::Output>(lines),
        ShowCommand::IpInterface => reader.read::<ip_interface::Output>(lines),
        ShowCommand::AccessLists => reader.read::<access_lists::Output>(lines),
        ShowCommand::IpRoute => reader.read::<ip_route::Output>(lines),
        ShowCommand::IpArp => reader.read::<ip_arp::Output>(lines),
        ShowCommand::CryptoIsakmpSa => reader.read::<crypto_sa::Isakmp>(lines),
        ShowCommand::CryptoIkev2Sa => reader.read::<crypto_sa::Ikev2>(lines),
        ShowCommand::MacAddressTable => reader.read::<mac_address_table::Output>(lines),
        ShowCommand::StandbyBrief => reader.read::<standby_brief::Output>(lines),
    }
}

/// Hands lines to a command's own reader and keeps the ledger.
struct Reader<'c> {
    ledger: Ledger<'c>,
}

impl Reader<'_> {
    fn read<'a, O: Output>(&mut self, lines: impl Iterator<Item = Line<'a>>) -> Option<ShowFacts> {
        let mut output = O::default();
        for line in lines {
            let text = line.text.trim_ascii();
            let read = if text.is_empty() { Read::Harmless } else { output.line(&line) };
            let said = read == Read::Unknown && (chatter::is_of_the_router(text) || chatter::is_refusal(text));
            self.ledger.enter(&line, if said { &Read::Harmless } else { &read });
        }
        output.finish()
    }
}

/// The number behind `label` in `text`, a part of the line.
fn figure(line: &Line<'_>, text: &str, label: &str) -> Option<Spanned<u64>> {
    let (_, rest) = text.split_once(label)?;
    let rest = rest.trim_ascii_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    digits.parse().ok().map(|value| Spanned::new(value, line.span_of(digits)))
}
