//! `show mac address-table` of switches, and of routers with a switch module.

use super::{Read, chatter};
use crate::capture::Line;
use crate::grammar::facts::{MacTableEntry, ShowFacts};
use crate::grammar::lex::split_word;
use crate::net::Mac;

/// The rows read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    rows: Vec<MacTableEntry>,
}

impl super::Output for Output {
    /// `[*] {VLAN | All} MAC {DYNAMIC | STATIC} [more columns] PORT`
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        let row = text.strip_prefix(['*', '+', 'G']).unwrap_or(text);
        let (vlan, rest) = split_word(row);
        let number = vlan.parse::<u16>().ok();
        if number.is_none() && !vlan.eq_ignore_ascii_case("all") {
            return if is_heading(text) { Read::Harmless } else { Read::Unknown };
        }
        let (hardware, rest) = split_word(rest);
        let Some(mac) = Mac::parse(hardware) else {
            return Read::Malformed(hardware, "ledger-mac-such-as");
        };
        let (kind, rest) = split_word(rest);
        let dynamic = kind.eq_ignore_ascii_case("dynamic");
        let port = rest.split_ascii_whitespace().next_back().unwrap_or("").to_owned();
        self.rows.push(MacTableEntry { span: line.span_of(text), vlan: number, mac, dynamic, port });
        Read::Modelled
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.rows.is_empty()).then_some(ShowFacts::MacTable(self.rows))
    }
}

fn is_heading(text: &str) -> bool {
    let starts = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    ["mac address table", "vlan ", "unicast entries", "multicast entries", "legend", "total mac addresses"]
        .iter()
        .any(|start| starts(start))
        || text.bytes().all(|byte| matches!(byte, b'-' | b'+' | b' '))
        || chatter::is_of_the_router(text)
}
