//! `show ip arp` and `show arp`.

use super::{Read, chatter};
use crate::capture::Line;
use crate::grammar::facts::{ArpEntry, ShowFacts};
use crate::grammar::lex::{address, interface, kw, number, split_word};
use crate::net::Mac;

/// The rows read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    rows: Vec<ArpEntry>,
    /// A row that could not be read may be that of any host.
    unread: bool,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if text.starts_with("Protocol ") {
            return Read::Harmless;
        }
        match row(line, text) {
            Ok(Some(row)) => {
                self.rows.push(row);
                Read::Modelled
            }
            Ok(None) => {
                self.unread |= !chatter::is_of_the_router(text);
                Read::Unknown
            }
            Err((word, expected)) => {
                self.unread = true;
                Read::Malformed(word, expected)
            }
        }
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.rows.is_empty()).then_some(ShowFacts::Arp { entries: self.rows, unread: self.unread })
    }
}

/// `Internet ADDRESS {AGE | -} {MAC | Incomplete} TYPE [INTERFACE]`
///
/// The columns of other systems (ASA `inside 10.0.0.5 0050.5686.671a 12`, NX-OS `10.0.0.5 00:01:02 ...`) do not begin with
/// the protocol.
fn row<'a>(line: &Line<'a>, text: &'a str) -> Result<Option<ArpEntry>, (&'a str, &'static str)> {
    let Ok((rest, _)) = kw("Internet", 8)(text) else { return Ok(None) };
    let Ok((rest, host)) = address(rest) else {
        return Err((split_word(rest).0, "ledger-ipv4-address"));
    };
    let (age_word, rest) = split_word(rest);
    let age = match number(0, u32::MAX, "ledger-minutes")(age_word) {
        Ok((_, minutes)) => Some(minutes),
        Err(_) if age_word == "-" => None,
        Err(_) => return Err((age_word, "ledger-age")),
    };
    let (hardware, rest) = split_word(rest);
    let mac = Mac::parse(hardware);
    if mac.is_none() && !hardware.eq_ignore_ascii_case("incomplete") {
        return Err((hardware, "ledger-mac-or-incomplete"));
    }
    // An entry that nobody answers may end with its type, and one of an unknown kind of interface stands all the same.
    let interface = interface(split_word(rest).1).ok().map(|(_, name)| name);
    Ok(Some(ArpEntry { span: line.span_of(text), address: host, age, mac, interface }))
}
