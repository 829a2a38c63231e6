//! Access lists as the router prints them with what they have matched.

use std::sync::Arc;

use crate::grammar::facts::AclEntry;
use crate::source::{Span, Spanned};

/// One list of `show access-lists` or `show ip access-lists`.
#[derive(Debug, Clone)]
pub struct ShownList {
    /// Its number or name.
    pub name: Spanned<Arc<str>>,
    /// Its first line.
    pub span: Span,
    /// Its entries in the order in which the router tries them.
    pub entries: Vec<ShownEntry>,
    /// A line among them that could not be read.
    pub unread: Option<Span>,
}

/// One entry, and how often it has matched.
#[derive(Debug, Clone)]
pub struct ShownEntry {
    /// The entry.
    pub entry: AclEntry,
    /// `(12 matches)`: packets since the counters were cleared. Platforms that filter in hardware do not count them all,
    /// so an absent count is not a count of none.
    pub matches: Option<u64>,
}
