//! `show ip arp` and `show arp`.

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{ArpEntry, ShowFacts};
use crate::grammar::lex::{address, interface, kw, number, split_word};
use crate::net::Mac;

/// The rows read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    rows: Vec<ArpEntry>,
}

impl super::Output for Output {
    /// `Internet ADDRESS {AGE | -} {MAC | Incomplete} TYPE [INTERFACE]`
    ///
    /// The columns of other systems (ASA `inside 10.0.0.5 0050.5686.671a 12`, NX-OS `10.0.0.5 00:01:02 ...`) do not begin
    /// with the protocol.
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if text.starts_with("Protocol ") {
            return Read::Harmless;
        }
        let Ok((rest, _)) = kw("Internet", 8)(text) else { return Read::Unknown };
        let Ok((rest, host)) = address(rest) else {
            return Read::Malformed(split_word(rest).0, "expected an IPv4 address");
        };
        let (age_word, rest) = split_word(rest);
        let age = match number(0, u32::MAX, "minutes")(age_word) {
            Ok((_, minutes)) => Some(minutes),
            Err(_) if age_word == "-" => None,
            Err(_) => return Read::Malformed(age_word, "expected the age in minutes, or '-'"),
        };
        let (hardware, rest) = split_word(rest);
        let mac = Mac::parse(hardware);
        if mac.is_none() && !hardware.eq_ignore_ascii_case("incomplete") {
            return Read::Malformed(hardware, "expected a hardware address such as 0050.5686.671a, or 'Incomplete'");
        }
        // An entry that nobody answers may end with its type, and one of an unknown kind of interface stands all the same.
        let interface = interface(split_word(rest).1).ok().map(|(_, name)| name);
        self.rows.push(ArpEntry { span: line.span_of(text), address: host, age, mac, interface });
        Read::Modelled
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.rows.is_empty()).then_some(ShowFacts::Arp(self.rows))
    }
}
