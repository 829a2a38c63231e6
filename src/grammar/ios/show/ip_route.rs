//! `show ip route`: the table, and the detailed form for one address.
//!
//! A route begins with its letters and its prefix. In the classic form a heading (`10.0.0.0/24 is subnetted`) gives the
//! length that its subnets leave out; a long prefix stands alone, and its ways follow on the next line; further ways of
//! the same route stand below the first.

mod detail;
mod row;

use std::collections::HashMap;

use super::{Read, chatter};
use crate::capture::Line;
use crate::grammar::facts::{RouteOrigin, RouteTable, ShowFacts, ShownPath, ShownRoute};
use crate::net::{InterfaceName, Prefix};
use crate::source::{Span, Spanned};
use row::{Begin, Way};

/// The tables read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// Those before the current one.
    tables: Vec<RouteTable>,
    table: RouteTable,
    /// The length that the last heading gives to subnets that are printed without one.
    subnets: Option<u8>,
    /// A route of this many ways or none, to which the next lines may add.
    open: bool,
    /// Lines of the legend follow.
    legend: bool,
    detail: detail::Detail,
    /// Output of another system: none of it is believed.
    foreign: bool,
    /// Where interfaces are in the table, as printed.
    interfaces: HashMap<String, u32>,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if let Some(system) = row::foreign(text) {
            self.foreign = true;
            return Read::Unsupported(system);
        }
        if let Some(read) = self.of_the_table(line, text) {
            return read;
        }
        if let Some(read) = self.detailed(line, text) {
            return read;
        }
        match row::begin(text) {
            Begin::Heading(length) => {
                (self.subnets, self.open) = (length, false);
                Read::Harmless
            }
            Begin::Route(route) => self.route(line, text, &route),
            Begin::More if self.open => self.way(line, text, text),
            Begin::Other if chatter::is_of_the_router(text) || chatter::is_refusal(text) => Read::Unknown,
            Begin::More | Begin::Other => {
                self.unread(line.span_of(text));
                Read::Unknown
            }
        }
    }

    fn finish(mut self) -> Option<ShowFacts> {
        self.tables.push(self.table);
        self.tables.retain(|table| !table.routes.is_empty() || table.last_resort.is_some());
        self.tables.iter_mut().for_each(RouteTable::sort);
        (!self.tables.is_empty() && !self.foreign).then_some(ShowFacts::Routes(self.tables))
    }
}

impl Output {
    /// Lines that say something of a whole table.
    fn of_the_table<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        if text.starts_with("Codes:") {
            self.legend = true;
            return Some(Read::Harmless);
        }
        // `% Network not in table`, `% IP routing table RED does not exist`: not even that there is no default route.
        if text.starts_with('%') {
            return Some(Read::Harmless);
        }
        if let Some(vrf) = text.strip_prefix("Routing Table:") {
            self.start(vrf.trim_ascii());
            return Some(Read::Modelled);
        }
        if let Some(gateway) = text.strip_prefix("Gateway of last resort is ") {
            self.legend = false;
            let gateway = gateway.split_ascii_whitespace().next()?.parse().ok();
            let span = line.span_of(text);
            self.table.last_resort = Some(Spanned::new(gateway, span));
            return Some(Read::Modelled);
        }
        if self.legend && text.contains(" - ") {
            return Some(Read::Harmless);
        }
        self.legend = false;
        None
    }

    fn start(&mut self, vrf: &str) {
        let vrf = Some(vrf).filter(|vrf| !vrf.is_empty() && *vrf != "default").map(str::to_owned);
        let before = std::mem::replace(&mut self.table, RouteTable { vrf, ..RouteTable::default() });
        self.tables.push(before);
        self.detail = detail::Detail::default();
        (self.subnets, self.open) = (None, false);
        self.interfaces.clear();
    }

    /// What cannot be read may be the route that counts.
    fn unread(&mut self, span: Span) {
        self.table.unread.get_or_insert(span);
        self.open = false;
    }

    fn route<'a>(&mut self, line: &Line<'a>, text: &'a str, begun: &row::Route<'a>) -> Read<'a> {
        let Some(prefix) = begun.prefix(self.subnets) else {
            self.unread(line.span_of(text));
            return Read::Malformed(begun.network, "ledger-prefix-with-its-length");
        };
        self.add_route(line.span_of(text), begun.origin, prefix);
        if begun.rest.is_empty() { Read::Modelled } else { self.way(line, text, begun.rest) }
    }

    fn add_route(&mut self, span: Span, origin: RouteOrigin, prefix: Prefix) {
        let first = u32::try_from(self.table.paths.len()).unwrap_or(u32::MAX);
        self.table.routes.push(ShownRoute { span, origin, prefix, distance: None, paths: (first, 0) });
        self.open = true;
    }

    /// One way of the last route.
    fn way<'a>(&mut self, line: &Line<'a>, text: &'a str, rest: &'a str) -> Read<'a> {
        let Some(way) = row::way(rest) else {
            self.unread(line.span_of(text));
            return Read::Malformed(rest, "ledger-via-or-connected");
        };
        self.add(line.span_of(text), &way);
        Read::Modelled
    }

    fn add(&mut self, span: Span, way: &Way<'_>) {
        let interface = way.interface.as_ref().and_then(|name| self.interface(name));
        let path = ShownPath { span, next_hop: way.next_hop, interface, elsewhere: way.elsewhere };
        self.table.paths.push(path);
        if let Some(route) = self.table.routes.last_mut() {
            route.distance = route.distance.or(way.distance);
            route.paths.1 += 1;
        }
    }

    fn interface(&mut self, printed: &str) -> Option<u32> {
        if let Some(at) = self.interfaces.get(printed) {
            return Some(*at);
        }
        let at = u32::try_from(self.table.interfaces.len()).ok()?;
        self.table.interfaces.push(InterfaceName::parse(printed)?);
        self.interfaces.insert(printed.to_owned(), at);
        Some(at)
    }

    /// A line of the detailed form.
    fn detailed<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        let found = self.detail.line(text)?;
        Some(match found {
            detail::Found::Entry(prefix) => {
                self.add_route(line.span_of(text), RouteOrigin::Other, prefix);
                Read::Modelled
            }
            detail::Found::Known(origin, distance) => {
                if let Some(route) = self.table.routes.last_mut() {
                    (route.origin, route.distance) = (origin, distance);
                }
                Read::Modelled
            }
            detail::Found::Way(way) => {
                self.add(line.span_of(text), &way);
                Read::Modelled
            }
            detail::Found::Nothing => Read::Harmless,
            detail::Found::Trouble => {
                self.unread(line.span_of(text));
                Read::Malformed(text, "ledger-routing-entry-line")
            }
        })
    }
}
