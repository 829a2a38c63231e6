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
    /// Its entries in the order in which the router tries them. A list can have a million, so one that stands in for what
    /// a configuration lacks has handed them over.
    pub entries: Vec<AclEntry>,
    /// What each has matched, as in `(12 matches)`: packets since the counters were cleared. Platforms that filter in
    /// hardware do not count them all, so an absent count is not a count of none.
    pub matches: Vec<Option<u64>>,
    /// A line among them that could not be read.
    pub unread: Option<Span>,
}
