//! A row of a translation table, borrowed from its line.

use std::fmt;
use std::net::Ipv4Addr;

use crate::net::{Address, Endpoint, Ident, Protocol};

/// One row: `Pro  Inside global  Inside local  Outside local  Outside global`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// `None` for `---`.
    pub protocol: Option<Protocol>,
    /// Inside global.
    pub inside_global: Option<Cell<'a>>,
    /// Inside local.
    pub inside_local: Option<Cell<'a>>,
    /// Outside local.
    pub outside_local: Option<Cell<'a>>,
    /// Outside global.
    pub outside_global: Option<Cell<'a>>,
}

/// One column that is not `---`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The column as printed.
    pub text: &'a str,
    /// Its address.
    pub address: CellAddress<'a>,
    /// The port of a TCP or UDP row.
    pub port: Option<u16>,
    /// The ICMP id or ESP SPI of any other row.
    pub id: Option<&'a str>,
}

/// An address, or the text in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellAddress<'a> {
    /// A dotted quad.
    V4(Ipv4Addr),
    /// Redacted or mangled.
    Opaque(&'a str),
}

impl Cell<'_> {
    /// The same, owning its text.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint { address: self.address(), ident: self.ident() }
    }

    /// The address, owned.
    pub fn address(&self) -> Address {
        match self.address {
            CellAddress::V4(address) => Address::V4(address),
            CellAddress::Opaque(token) => Address::Opaque(token.into()),
        }
    }

    fn ident(&self) -> Option<Ident> {
        self.port.map(Ident::Port).or_else(|| self.id.map(|id| Ident::Other(id.into())))
    }
}

impl fmt::Display for Row<'_> {
    /// The row on one line, columns by one blank, `---` for what is not there. Reads back as the same row.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.protocol {
            Some(protocol) => protocol.fmt(f)?,
            None => f.write_str("---")?,
        }
        [self.inside_global, self.inside_local, self.outside_local, self.outside_global]
            .iter()
            .try_for_each(|column| write!(f, " {}", column.map_or("---", |cell| cell.text)))
    }
}

/// A row that is as plain as can be, without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainRow {
    /// `None` for `---`.
    pub protocol: Option<Protocol>,
    /// Inside global.
    pub inside_global: Option<PlainEnd>,
    /// Inside local.
    pub inside_local: Option<PlainEnd>,
    /// It has an inside local and an outside column: a flow, and not a static or a binding.
    pub live: bool,
}

/// An address and a port of a plain row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainEnd {
    /// The address.
    pub address: Ipv4Addr,
    /// The port of a TCP or UDP row.
    pub port: Option<u16>,
}
