//! `show ip interface brief`.

use std::net::Ipv4Addr;

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{InterfaceState, LinkState, SeenAddress, ShowFacts};
use crate::net::InterfaceName;
use crate::source::Spanned;

/// The rows read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    rows: Vec<InterfaceState>,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let mut words = line.text.split_ascii_whitespace();
        let (Some(name), Some(address)) = (words.next(), words.next()) else { return Read::Unknown };
        if (name, address) == ("Interface", "IP-Address") || line.text.starts_with("Any interface listed with OK?") {
            return Read::Harmless;
        }
        // `YES` or `NO` in the third column is IOS's; other systems have no such column.
        let (Some("YES" | "NO"), Some(method)) = (words.next(), words.next()) else { return Read::Unknown };
        let states: Vec<&str> = words.collect();
        let (link, protocol) = match states[..] {
            ["administratively", down, protocol] => (Some((down, LinkState::AdministrativelyDown)), Some(protocol)),
            ["up", protocol] => (states.first().map(|up| (*up, LinkState::Up)), Some(protocol)),
            [other, protocol] => (Some((other, LinkState::Down)), Some(protocol)),
            _ => (None, None),
        };
        let (Some((link_word, link)), Some(protocol)) = (link, protocol) else {
            return Read::Malformed(line.text, "ledger-line-state");
        };
        let Some(address_seen) = seen(address) else { return Read::Malformed(address, "ledger-ipv4-address") };
        let Some(interface) = InterfaceName::parse_any(name) else {
            return Read::Unsupported("ledger-unknown-interface-kind");
        };
        let mut row = InterfaceState::new(Spanned::new(interface, line.span_of(name)), line.span());
        row.address = Some(Spanned::new(address_seen, line.span_of(address)));
        row.method = Some(Spanned::new(method.to_ascii_lowercase(), line.span_of(method)));
        row.link = Some(Spanned::new(link, line.span_of(link_word)));
        row.protocol_up = Some(Spanned::new(protocol == "up", line.span_of(protocol)));
        self.rows.push(row);
        Read::Modelled
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.rows.is_empty()).then_some(ShowFacts::Interfaces(self.rows))
    }
}

fn seen(address: &str) -> Option<SeenAddress> {
    if address.eq_ignore_ascii_case("unassigned") {
        return Some(SeenAddress::Unassigned);
    }
    address.parse::<Ipv4Addr>().ok().map(SeenAddress::Bare)
}
