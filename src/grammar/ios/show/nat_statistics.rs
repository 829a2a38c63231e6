//! `show ip nat statistics`.

use super::{Read, figure};
use crate::capture::Line;
use crate::grammar::facts::{
    EntryLimit, InterfaceList, MappingUse, NatStatistics, PoolUse, Selector, ShowFacts, Target,
};
use crate::net::InterfaceName;
use crate::source::Spanned;

/// Counters and headings that say nothing of ports and addresses.
const HARMLESS: &[&str] = &[
    "Hits:",
    "CEF Translated packets:",
    "Expired translations:",
    "Dynamic mappings:",
    "-- Inside ",
    "-- Outside ",
    "-- Source",
    "nat-limit statistics:",
    "In-to-out drops:",
    "IP alias add fail:",
    "Limit entry add fail:",
    "Total doors:",
    "Appl doors:",
    "Normal doors:",
    "Queued Packets:",
    "Reserved port",
    "Dynamic overload mapping configured:",
    "total tcp ports",
    "total udp ports",
    "tcp ports reserved flag",
    "longest chain in pool:",
    "average len",
    "ip-aliases:",
];

/// Which list of interfaces goes on with the next line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Listing {
    #[default]
    None,
    Outside,
    Inside,
    /// `NAT Enabled interfaces:` (NVI).
    Enabled,
}

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    facts: Option<NatStatistics>,
    listing: Listing,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if let Some(read) = self.heading(line, text).or_else(|| self.names(line, text)) {
            return read;
        }
        self.listing = Listing::None;
        if HARMLESS.iter().any(|start| text.starts_with(start)) {
            return Read::Harmless;
        }
        let first = text.split([' ', ':']).next().unwrap_or("");
        let numbered = text.strip_prefix("[Id: ").and_then(|rest| rest.split_once("] ")).map(|(_, mapping)| mapping);
        match (first, numbered) {
            (_, Some(mapping)) => self.mapping(line, mapping),
            ("access-list" | "route-map", None) => self.mapping(line, text),
            ("Total", _) => self.total(line, text),
            ("Peak", _) => self.count(line, text, "Peak translations:", |facts| &mut facts.peak),
            ("Port", _) => self.count(line, text, "Port block alloc fail:", |facts| &mut facts.port_block_failures),
            ("Pool", _) => self.count(line, text, "Pool stats drop:", |facts| &mut facts.pool_drops),
            ("pool", _) => self.pool(line, text),
            ("start", _) => self.range(line, text),
            ("type", _) => self.usage(line, text),
            _ if text.contains("max allowed") => self.limit(line, text),
            _ => Read::Unknown,
        }
    }

    fn finish(self) -> Option<ShowFacts> {
        self.facts.map(|facts| ShowFacts::NatStatistics(Box::new(facts)))
    }
}

impl Output {
    fn facts(&mut self, line: &Line<'_>) -> &mut NatStatistics {
        self.facts.get_or_insert_with(|| NatStatistics::new(line.span()))
    }

    fn heading<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        let (heading, rest) = text.split_once(':')?;
        // Packet Tracer writes `Outside Interfaces`.
        self.listing = match heading.to_ascii_lowercase().as_str() {
            "outside interfaces" => Listing::Outside,
            "inside interfaces" => Listing::Inside,
            "nat enabled interfaces" => Listing::Enabled,
            _ => return None,
        };
        let list = InterfaceList { heading: line.span_of(heading), names: Vec::new() };
        match self.listing {
            Listing::Outside => self.facts(line).outside = Some(list),
            Listing::Inside => self.facts(line).inside = Some(list),
            Listing::None | Listing::Enabled => {}
        }
        if rest.trim_ascii().is_empty() {
            return Some(Read::Harmless);
        }
        Some(self.names(line, rest.trim_ascii()).unwrap_or(Read::Unsupported("ledger-unknown-interface")))
    }

    /// Interfaces, separated by commas, on as many lines as it takes.
    fn names<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        if self.listing == Listing::None {
            return None;
        }
        let words = text.split(',').map(str::trim_ascii).filter(|word| !word.is_empty());
        let names: Option<Vec<_>> = words
            .map(|word| InterfaceName::parse_any(word).map(|name| Spanned::new(name, line.span_of(word))))
            .collect();
        let names = names?;
        let listing = self.listing;
        let facts = self.facts(line);
        match listing {
            Listing::Outside => facts.outside.as_mut()?.names.extend(names),
            Listing::Inside => facts.inside.as_mut()?.names.extend(names),
            Listing::None | Listing::Enabled => return Some(Read::Harmless),
        }
        Some(Read::Modelled)
    }

    fn count<'a>(
        &mut self,
        line: &Line<'a>,
        text: &'a str,
        label: &str,
        slot: impl Fn(&mut NatStatistics) -> &mut Option<Spanned<u64>>,
    ) -> Read<'a> {
        let Some(count) = figure(line, text, label) else { return Read::Unknown };
        *slot(self.facts(line)) = Some(count);
        Read::Modelled
    }

    /// `Total active translations: 6 (1 static, 5 dynamic; 5 extended)`.
    fn total<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let label = ["Total active translations:", "Total translations:"].into_iter().find(|l| text.starts_with(l));
        let Some(label) = label else { return Read::Unknown };
        let Some(total) = figure(line, text, label) else { return Read::Malformed(text, "ledger-number") };
        let statics =
            text.split_once('(').and_then(|(_, rest)| rest.split_once(" static")?.0.trim_ascii().parse().ok());
        let facts = self.facts(line);
        (facts.total, facts.statics) = (Some(total), statics);
        Read::Modelled
    }

    /// `access-list 1 pool P refcount 2`, `route-map M interface Gi0/0 refcount 0`, `route-map M`.
    fn mapping<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let mut words = text.split_ascii_whitespace();
        let kind = words.next().unwrap_or("");
        let Some(name) = words.next() else { return Read::Malformed(text, "ledger-name-of-list") };
        let selector = match kind {
            "access-list" => Selector::AccessList(name.to_owned()),
            "route-map" => Selector::RouteMap(name.to_owned()),
            _ => return Read::Unknown,
        };
        let (mut target, mut refcount) = (None, None);
        while let Some(word) = words.next() {
            match word {
                "pool" => target = words.next().map(|name| Target::Pool(name.to_owned())),
                "interface" => target = words.next().and_then(InterfaceName::parse).map(Target::Interface),
                "refcount" => refcount = words.next().and_then(|count| count.parse().ok()),
                _ => {}
            }
        }
        self.facts(line).mappings.push(MappingUse { span: line.span(), selector, target, refcount });
        Read::Modelled
    }

    /// `pool P: id 6, netmask 255.255.255.0`.
    fn pool<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let name = text.strip_prefix("pool ").and_then(|rest| Some(rest.rsplit_once(": ")?.0));
        let Some(name) = name.map(str::trim_ascii).filter(|name| !name.is_empty() && !name.contains(' ')) else {
            return Read::Malformed(text, "ledger-name-of-pool");
        };
        let name = Spanned::new(name.to_owned(), line.span_of(name));
        self.facts(line).pools.push(PoolUse::new(name));
        Read::Modelled
    }

    /// `start A end B`.
    fn range<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let &["start", first, "end", last] = &words[..] else { return Read::Unknown };
        let (Ok(from), Ok(to)) = (first.parse(), last.parse()) else {
            return Read::Malformed(text, "ledger-two-ipv4-addresses");
        };
        let Some(pool) = self.facts(line).pools.last_mut() else { return Read::Unknown };
        pool.ranges.push(Spanned::new((from, to), line.span_of(text)));
        Read::Modelled
    }

    /// `type generic, total addresses 14, allocated 2 (14%), misses 0`.
    fn usage<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let Some(pool) = self.facts.as_mut().and_then(|facts| facts.pools.last_mut()) else { return Read::Unknown };
        pool.total = figure(line, text, "total addresses ").map(|total| total.value);
        pool.allocated = figure(line, text, "allocated ");
        pool.misses = figure(line, text, "misses ");
        if pool.total.is_none() || pool.allocated.is_none() {
            return Read::Malformed(text, "ledger-pool-usage");
        }
        Read::Modelled
    }

    /// `max entry: max allowed 500000, used 160974, missed 0`; limits of lists, hosts and VRFs have the same form.
    fn limit<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let part = |label| figure(line, text, label).map(|count| count.value);
        let (Some(allowed), Some(used)) = (part("max allowed "), part("used ")) else {
            return Read::Malformed(text, "ledger-entries-used");
        };
        if !text.starts_with("max entry:") {
            return Read::Unsupported("ledger-some-hosts-limit");
        }
        let limit = EntryLimit { allowed, used, missed: part("missed ").unwrap_or(0) };
        self.facts(line).limit = Some(Spanned::new(limit, line.span_of(text)));
        Read::Modelled
    }
}
