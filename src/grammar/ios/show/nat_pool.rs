//! `show ip nat pool [name NAME]` (IOS-XE).

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{PoolUse, PortUse, ShowFacts};
use crate::net::Protocol;
use crate::source::Spanned;

/// The pools read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    pools: Vec<PoolUse>,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        match words[..] {
            ["NAT", "Pool", "Statistics"] | ["Assigned", "Available"] => return Read::Harmless,
            _ if text.starts_with("(Low ports are less than 1024") => return Read::Harmless,
            ["Pool", "name", name, ..] => {
                let name = name.trim_end_matches(',');
                self.pools.push(PoolUse::new(Spanned::new(name.to_owned(), line.span_of(name))));
                return Read::Modelled;
            }
            _ => {}
        }
        let (what, assigned, available) = match words[..] {
            ["Addresses", assigned, available] => (None, assigned, available),
            [protocol @ ("UDP" | "TCP"), reach @ ("Low" | "High"), "Ports", assigned, available] => {
                let protocol = if protocol == "UDP" { Protocol::UDP } else { Protocol::TCP };
                (Some((protocol, reach == "Low")), assigned, available)
            }
            _ => return Read::Unknown,
        };
        let Some(pool) = self.pools.last_mut() else { return Read::Unknown };
        let (Ok(taken), Ok(left)) = (assigned.parse::<u64>(), available.parse::<u64>()) else {
            return Read::Malformed(text, "ledger-two-numbers");
        };
        match what {
            None => {
                pool.total = Some(taken.saturating_add(left));
                pool.allocated = Some(Spanned::new(taken, line.span_of(assigned)));
            }
            Some((protocol, low)) => {
                let ports = PortUse { protocol, low, assigned: taken, available: left };
                pool.ports.push(Spanned::new(ports, line.span_of(text)));
            }
        }
        Read::Modelled
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.pools.is_empty()).then_some(ShowFacts::NatPools(self.pools))
    }
}
