//! `show ip route ADDRESS`: the one route that the router uses for it.

use super::row::Way;
use crate::grammar::facts::RouteOrigin;
use crate::grammar::lex::{number, split_word};
use crate::net::{InterfaceName, Prefix};

/// Whether such an entry is being read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Detail {
    entry: bool,
    ways: bool,
}

/// What a line of it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// `Routing entry for P`.
    Entry(Prefix),
    /// `Known via "ospf 1", distance 110, ...`.
    Known(RouteOrigin, Option<u8>),
    /// A way.
    Way(Way<'a>),
    /// Nothing that matters.
    Nothing,
    /// It should say something and cannot be read.
    Trouble,
}

impl Detail {
    /// What a line says; `None` where no such entry is open.
    pub(super) fn line<'a>(&mut self, text: &'a str) -> Option<Found<'a>> {
        if let Some(prefix) = text.strip_prefix("Routing entry for ") {
            *self = Self { entry: true, ways: false };
            return Some(self::prefix(prefix).map_or(Found::Trouble, Found::Entry));
        }
        if !self.entry {
            return None;
        }
        if let Some(known) = text.strip_prefix("Known via \"") {
            return Some(self::known(known).unwrap_or(Found::Trouble));
        }
        if text.starts_with("Routing Descriptor Blocks") {
            self.ways = true;
            return Some(Found::Nothing);
        }
        if !self.ways {
            return Some(Found::Nothing);
        }
        let block = text.trim_start_matches('*').trim_ascii();
        let begins = text.starts_with('*') || block.starts_with(|c: char| c.is_ascii_digit());
        Some(if begins { way(block).map_or(Found::Trouble, Found::Way) } else { Found::Nothing })
    }
}

/// `198.51.100.0/24`, perhaps with `, supernet` behind it.
fn prefix(text: &str) -> Option<Prefix> {
    let (address, length) = text.split(',').next()?.trim_ascii().split_once('/')?;
    Prefix::new(address.parse().ok()?, length.parse().ok()?)
}

/// `ospf 1", distance 110, metric 2, type intra area`
fn known(text: &str) -> Option<Found<'static>> {
    const NAMES: [(&str, RouteOrigin); 9] = [
        ("connected", RouteOrigin::Connected),
        ("local", RouteOrigin::Local),
        ("static", RouteOrigin::Static),
        ("ospf", RouteOrigin::Protocol("OSPF")),
        ("bgp", RouteOrigin::Protocol("BGP")),
        ("eigrp", RouteOrigin::Protocol("EIGRP")),
        ("rip", RouteOrigin::Protocol("RIP")),
        ("isis", RouteOrigin::Protocol("IS-IS")),
        ("nhrp", RouteOrigin::Protocol("NHRP")),
    ];
    let (source, rest) = text.split_once('"')?;
    let name = split_word(source).0;
    let origin = NAMES.iter().find(|(known, _)| *known == name).map_or(RouteOrigin::Other, |(_, origin)| *origin);
    let distance = rest.split_once("distance ").map(|(_, value)| value.split(',').next().unwrap_or("").trim_ascii());
    let distance =
        distance.and_then(|value| number(0_u8, u8::MAX, "ledger-distance")(value).ok()).map(|(_, value)| value);
    Some(Found::Known(origin, distance))
}

/// `A [(VRF)] [, from A] [, AGE ago] [, via IF]`, `directly connected, via IF`
fn way(text: &str) -> Option<Way<'_>> {
    let mut parts = text.split(',').map(str::trim_ascii);
    let head = parts.next()?;
    let mut way = Way::default();
    if let Some(vrf) = head.strip_prefix("directly connected") {
        way.elsewhere = vrf.contains('(');
    } else {
        let (gateway, vrf) = split_word(head);
        way.next_hop = Some(gateway.parse().ok()?);
        way.elsewhere = vrf.contains('(');
    }
    let via = parts.filter_map(|part| part.strip_prefix("via ")).map(str::trim_ascii);
    way.interface = via.into_iter().find(|name| InterfaceName::parse(name).is_some());
    Some(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry() {
        let mut detail = Detail::default();
        assert_eq!(detail.line("Known via \"static\""), None);
        let prefix = Prefix::new([0, 0, 0, 0].into(), 0).unwrap();
        assert_eq!(detail.line("Routing entry for 0.0.0.0/0, supernet"), Some(Found::Entry(prefix)));
        assert_eq!(
            detail.line("Known via \"bgp 65000\", distance 20, metric 0, candidate default path"),
            Some(Found::Known(RouteOrigin::Protocol("BGP"), Some(20)))
        );
        assert_eq!(detail.line("Last update from 203.0.113.254 3d04h ago"), Some(Found::Nothing));
        assert_eq!(detail.line("Routing Descriptor Blocks:"), Some(Found::Nothing));
        let way =
            Way { next_hop: Some([203, 0, 113, 254].into()), interface: Some("GigabitEthernet0/0"), ..Way::default() };
        let line = "* 203.0.113.254, from 203.0.113.254, 3d04h ago, via GigabitEthernet0/0";
        assert_eq!(detail.line(line), Some(Found::Way(way)));
        assert_eq!(detail.line("Route metric is 0, traffic share count is 1"), Some(Found::Nothing));
        assert_eq!(detail.line("* somewhere"), Some(Found::Trouble));
    }
}
