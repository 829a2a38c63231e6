//! The translation table: which ports are taken, and the rows somebody may cite.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use super::ports::Gathered;
use super::{Occupied, TableRows};
use crate::capture::{Keep, Line, SegmentHead};
use crate::grammar::{CellAddress, PlainEnd, PlainRow, Row, Rows, Sieve, Sifted, SiftedRows};
use crate::net::{Address, Endpoint, Protocol};
use crate::source::{SourceId, Span};

/// Which rows are worth keeping in full.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Inside local addresses of appliances: their rows are kept.
    pub locals: HashSet<Ipv4Addr>,
    /// Ports in question: rows with such an inside local or inside global port are kept.
    pub ports: RangeInclusive<u16>,
    /// The protocol in question.
    pub protocol: Protocol,
}

impl Watch {
    /// The ports that HCX sources, and these addresses.
    pub fn hcx(locals: impl IntoIterator<Item = Ipv4Addr>) -> Self {
        Self { locals: locals.into_iter().collect(), ports: 4500..=4628, protocol: Protocol::UDP }
    }

    fn covers(&self, row: &Row<'_>) -> bool {
        row.protocol.is_none_or(|protocol| protocol.covers(self.protocol))
    }

    /// Whether a row of a covered protocol is to be kept.
    fn wants(&self, row: &Row<'_>) -> bool {
        let watched = |port: Option<u16>| port.is_some_and(|port| self.ports.contains(&port));
        row.inside_local.is_some_and(|cell| watched(cell.port) || self.is_local(cell.address))
            || row.inside_global.is_some_and(|cell| watched(cell.port))
    }

    fn is_local(&self, address: CellAddress<'_>) -> bool {
        matches!(address, CellAddress::V4(address) if self.locals.contains(&address))
    }
}

/// One row that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The row in the user's text.
    pub span: Span,
    /// `None` for `---`.
    pub protocol: Option<Protocol>,
    /// The VRF of the command that printed it.
    pub vrf: Option<String>,
    /// Inside global.
    pub inside_global: Option<Endpoint>,
    /// Inside local.
    pub inside_local: Option<Endpoint>,
    /// Outside local.
    pub outside_local: Option<Endpoint>,
    /// Outside global.
    pub outside_global: Option<Endpoint>,
}

impl Translation {
    /// `clear ip nat translation udp inside GLOBAL PORT LOCAL PORT` (command reference of 12.2 and later).
    pub fn clear_command(&self) -> Option<String> {
        let (global, local) = (self.inside_global.as_ref()?, self.inside_local.as_ref()?);
        let protocol = self.protocol.unwrap_or(Protocol::UDP);
        let (global_port, local_port) = (global.port()?, local.port()?);
        let (global, local) = (&global.address, &local.address);
        Some(format!("clear ip nat translation {protocol} inside {global} {global_port} {local} {local_port}"))
    }

    /// A row without outside columns: a static entry, or a binding of a simple or CGN translation.
    pub fn is_binding(&self) -> bool {
        self.outside_global.is_none() && self.outside_local.is_none()
    }
}

/// How far a table can be trusted to be all there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TableState {
    /// No table was pasted.
    #[default]
    Absent,
    /// Whole as far as can be seen.
    Complete,
    /// Passed through a filter (`| include 4500`), here: what is not in it may still be on the router.
    Filtered(Span),
    /// Cut off, or holding fewer rows than it says, here.
    Cut(Span),
}

/// What is known of a translation table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// How much of it there is.
    pub state: TableState,
    /// Rows read, watched or not.
    pub row_count: u64,
    /// Of these, rows with inside and outside columns: entries of live flows, not statics or other bindings.
    pub live_count: u64,
    /// Neither a total of its own nor a VRF or protocol in the command: what NAT counts may be compared with its rows.
    pub is_comparable: bool,
    /// The header or the first line, to point at when something is missing from the table.
    pub header: Option<Span>,
    /// Rows of interest, in the order printed.
    pub rows: TableRows,
    /// The protocol whose rows and ports were kept; of others nothing is known.
    pub watched: Option<Protocol>,
    /// Inside global ports in use.
    pub occupied: Occupied,
    /// Hosts that an entry without ports gives a whole inside global address (`--- G L --- ---`), by that address.
    pub whole: HashMap<Ipv4Addr, Ipv4Addr>,
    /// Superseded snapshots of the same table in the same capture: the last one is judged.
    pub earlier_snapshots: u32,
    /// Where each of them begins, and where the one in its place does; left out where either has no header.
    pub earlier: Vec<(Span, Span)>,
}

impl Table {
    /// Whether a port that no row holds may be called free.
    pub fn is_complete(&self) -> bool {
        self.state == TableState::Complete
    }

    /// Whether rows of `protocol` were kept, where there are any.
    pub fn watches(&self, protocol: Protocol) -> bool {
        self.watched.is_none_or(|watched| watched == protocol)
    }

    /// Whether some row holds `port` on `global`.
    pub fn is_occupied(&self, protocol: Protocol, global: &Address, port: u16) -> bool {
        self.occupied.of(protocol, global).any(|set| set.contains(port))
    }

    /// The lowest port from `from` to 65535 that no row holds on `global`, ports in `except` counting as free and
    /// ports in `reserved` as held.
    pub fn first_free(
        &self,
        protocol: Protocol,
        global: &Address,
        from: u16,
        except: &[u16],
        reserved: &[u16],
    ) -> Option<u16> {
        // Address ports are shared across VRFs when they map to one global table; that IOS does so is an inference.
        let sets: Vec<_> = self.occupied.of(protocol, global).collect();
        (from..=u16::MAX).find(|port| {
            let held = sets.iter().any(|set| set.contains(*port)) && !except.contains(port);
            !held && !reserved.contains(port)
        })
    }

    /// Whether a row holds `port` on an address that is redacted or mangled, and so may be `global`.
    pub fn may_occupy(&self, protocol: Protocol, global: &Address, port: u16) -> bool {
        self.occupied.maybe_of(protocol, global).any(|set| set.contains(port))
    }

    /// Whether rows of addresses that are redacted or mangled may be rows of `global`.
    pub fn hides_ports(&self, protocol: Protocol, global: &Address) -> bool {
        self.occupied.maybe_of(protocol, global).any(|set| !set.is_empty())
    }

    /// Adds the rows of another part of the same table. How far the whole can be trusted is for the caller to say.
    pub(super) fn add(&mut self, mut other: Self) {
        // Two filters can let the same row through.
        let key = |row: &Translation| {
            let (global, local) = (row.inside_global.clone(), row.inside_local.clone());
            (row.protocol, row.vrf.clone(), global, local, row.outside_global.clone())
        };
        let mut known: HashSet<_> = self.rows.iter().map(key).collect();
        other.rows.retain(|row| known.insert(key(row)));
        self.append(other);
    }

    /// Adds the rows of a table of another VRF.
    pub(super) fn append(&mut self, other: Self) {
        self.row_count += other.row_count;
        self.live_count += other.live_count;
        self.header = self.header.or(other.header);
        self.rows.append(other.rows);
        self.whole.extend(other.whole);
        self.occupied.append(other.occupied);
    }

    /// Takes a row out, as `clear ip nat translation` would.
    pub fn clear(&mut self, row: &Translation) {
        self.rows.retain(|other| other != row);
        if let (None, Some(global)) = (row.protocol, &row.inside_global) {
            global.address.v4().map(|address| self.whole.remove(&address));
        }
        if let (Some(protocol), Some(global)) = (row.protocol, &row.inside_global)
            && let Some(port) = global.port()
        {
            self.occupied.remove(row.vrf.as_deref(), protocol, &global.address, port);
        }
    }
}

/// A table and the segment it was read from: source and first line.
pub(super) type KeyedTable = ((SourceId, u32), Table);

/// Collects one [`Table`] for each table segment of a capture.
#[derive(Debug)]
pub(super) struct TableBuilder<'w> {
    watch: &'w Watch,
    tables: Vec<KeyedTable>,
    /// Ports of the last table.
    ports: Ports,
    /// The VRF of the last table.
    vrf: Option<String>,
}

/// Inside global ports of one table and the watched protocol. A row costs no allocation: neighbours mostly have the
/// same address, and an address is looked up without being copied.
#[derive(Debug, Default)]
struct Ports {
    sets: Vec<Gathered>,
    /// The address of the last row, as its index.
    last: Option<(Ipv4Addr, usize)>,
    by_address: HashMap<Ipv4Addr, usize>,
    by_token: HashMap<Box<str>, usize>,
}

impl Ports {
    fn insert(&mut self, address: CellAddress<'_>, port: u16) {
        let next = self.sets.len();
        let at = match (address, self.last) {
            (CellAddress::V4(address), Some((last, at))) if last == address => at,
            (CellAddress::V4(address), _) => {
                let at = *self.by_address.entry(address).or_insert(next);
                self.last = Some((address, at));
                at
            }
            (CellAddress::Opaque(token), _) => match self.by_token.get(token) {
                Some(&at) => at,
                None => *self.by_token.entry(token.into()).or_insert(next),
            },
        };
        if at == next {
            self.sets.push(Gathered::default());
        }
        if let Some(set) = self.sets.get_mut(at) {
            set.push(port);
        }
    }

    /// The ports by address, and nothing left.
    fn drain(&mut self) -> impl Iterator<Item = (Address, Gathered)> {
        let Self { mut sets, by_address, by_token, .. } = std::mem::take(self);
        let addresses = by_address.into_iter().map(|(address, at)| (Address::V4(address), at));
        let tokens = by_token.into_iter().map(|(token, at)| (Address::Opaque(token), at));
        addresses.chain(tokens).filter_map(move |(address, at)| Some((address, std::mem::take(sets.get_mut(at)?))))
    }
}

impl<'w> TableBuilder<'w> {
    pub(super) fn new(watch: &'w Watch) -> Self {
        Self { watch, tables: Vec::new(), ports: Ports::default(), vrf: None }
    }

    /// The tables, complete.
    pub(super) fn finish(mut self) -> Vec<KeyedTable> {
        self.close();
        self.tables
    }

    /// Gives the last table its ports.
    fn close(&mut self) {
        let (protocol, vrf) = (self.watch.protocol, self.vrf.take());
        if let Some((_, table)) = self.tables.last_mut() {
            for (address, ports) in self.ports.drain() {
                table.occupied.put(vrf.clone(), protocol, address, ports.set());
            }
        }
    }

    fn current(&mut self, head: &SegmentHead) -> Option<&mut Table> {
        let key = (head.source, head.first_line);
        if self.tables.last().is_none_or(|(last, _)| *last != key) {
            self.close();
            self.vrf.clone_from(&head.vrf);
            self.tables.push((key, Table { watched: Some(self.watch.protocol), ..Table::default() }));
        }
        self.tables.last_mut().map(|(_, table)| table)
    }
}

impl Sieve for Watch {
    fn sift(&self, row: &PlainRow) -> Sifted {
        if row.protocol.is_some_and(|protocol| !protocol.covers(self.protocol)) {
            return Sifted::Nothing;
        }
        let watched = |end: PlainEnd| end.port.is_some_and(|port| self.ports.contains(&port));
        let local = row.inside_local.is_some_and(|end| watched(end) || self.locals.contains(&end.address));
        if local || row.inside_global.is_some_and(watched) {
            return Sifted::Whole;
        }
        match row.inside_global {
            Some(PlainEnd { port: None, .. }) if row.protocol.is_none() => Sifted::Whole,
            Some(PlainEnd { address, port: Some(port) }) if row.protocol == Some(self.protocol) => {
                Sifted::Port(address, port)
            }
            _ => Sifted::Nothing,
        }
    }
}

impl Rows for TableBuilder<'_> {
    fn sieve(&self) -> Option<&dyn Sieve> {
        Some(self.watch)
    }

    fn sifted(&mut self, head: &SegmentHead, rows: &SiftedRows) {
        if let Some(table) = self.current(head) {
            table.row_count += rows.all;
            table.live_count += rows.live;
        }
        for (address, port) in &rows.ports {
            self.ports.insert(CellAddress::V4(*address), *port);
        }
    }

    fn row(&mut self, head: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep {
        let watch = self.watch;
        let Some(table) = self.current(head) else { return Keep::No };
        table.row_count += 1;
        let outside = row.outside_local.or(row.outside_global);
        table.live_count += u64::from(row.inside_local.and(outside).is_some());
        if !watch.covers(row) {
            return Keep::No;
        }
        if row.protocol.is_none()
            && let (Some(global), Some(local)) = (row.inside_global, row.inside_local)
            && let (CellAddress::V4(global_address), CellAddress::V4(local_address)) = (global.address, local.address)
            && global.port.is_none()
        {
            table.whole.insert(global_address, local_address);
        }
        if row.protocol == Some(watch.protocol)
            && let Some(cell) = row.inside_global
            && let Some(port) = cell.port
        {
            self.ports.insert(cell.address, port);
        }
        if !watch.wants(row) {
            return Keep::No;
        }
        let Some((_, table)) = self.tables.last_mut() else { return Keep::No };
        table.rows.push(Translation {
            span: line.span(),
            protocol: row.protocol,
            vrf: head.vrf.clone(),
            inside_global: row.inside_global.map(|cell| cell.endpoint()),
            inside_local: row.inside_local.map(|cell| cell.endpoint()),
            outside_local: row.outside_local.map(|cell| cell.endpoint()),
            outside_global: row.outside_global.map(|cell| cell.endpoint()),
        });
        Keep::Yes
    }
}
