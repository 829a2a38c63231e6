//! Rows of interest, and ways to those that matter: there can be thousands of appliances.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::OnceLock;

use super::Translation;
use crate::net::{Address, Endpoint};
use crate::source::Span;

/// Rows of interest, in the order printed.
#[derive(Debug, Clone, Default)]
pub struct TableRows {
    rows: Vec<Translation>,
    index: OnceLock<Index>,
}

/// Places of rows, in the order printed each.
#[derive(Debug, Clone, Default)]
struct Index {
    by_span: HashMap<Span, usize>,
    by_local: HashMap<Address, Vec<usize>>,
    by_global: HashMap<Endpoint, Vec<usize>>,
}

impl Index {
    fn of(rows: &[Translation]) -> Self {
        let mut index = Self::default();
        for (at, row) in rows.iter().enumerate() {
            index.by_span.entry(row.span).or_insert(at);
            if let Some(local) = &row.inside_local {
                index.by_local.entry(local.address.clone()).or_default().push(at);
            }
            if let Some(global) = &row.inside_global {
                index.by_global.entry(global.clone()).or_default().push(at);
            }
        }
        index
    }
}

impl TableRows {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.rows))
    }

    fn places<'r>(&'r self, places: Option<&'r Vec<usize>>) -> impl Iterator<Item = &'r Translation> + use<'r> {
        places.into_iter().flatten().filter_map(|&at| self.rows.get(at))
    }

    /// The row that stands at `span`.
    pub fn at(&self, span: Span) -> Option<&Translation> {
        self.rows.get(*self.index().by_span.get(&span)?)
    }

    /// The rows of an inside host.
    pub fn of_local(&self, address: &Address) -> impl Iterator<Item = &Translation> + use<'_> {
        self.places(self.index().by_local.get(address))
    }

    /// The rows that hold an inside global address and port.
    pub fn of_global(&self, global: &Endpoint) -> impl Iterator<Item = &Translation> + use<'_> {
        self.places(self.index().by_global.get(global))
    }

    /// Takes out the rows for which `stays` says no.
    pub(crate) fn retain(&mut self, stays: impl FnMut(&Translation) -> bool) {
        self.rows.retain(stays);
        self.index = OnceLock::new();
    }

    pub(super) fn push(&mut self, row: Translation) {
        self.rows.push(row);
        self.index = OnceLock::new();
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.rows.append(&mut other.rows);
        self.index = OnceLock::new();
    }
}

impl Deref for TableRows {
    type Target = [Translation];

    fn deref(&self) -> &[Translation] {
        &self.rows
    }
}

impl<'r> IntoIterator for &'r TableRows {
    type Item = &'r Translation;
    type IntoIter = std::slice::Iter<'r, Translation>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}
