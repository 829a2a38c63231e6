//! From inputs to a [`Network`].

use super::Network;
use super::table::{TableBuilder, Watch};
use crate::capture::{Input, InputError};
use crate::grammar;
use crate::source::SourceMap;

/// Reads every input and builds the devices. Rows that `watch` does not want are counted and forgotten.
///
/// # Errors
/// When an input cannot be read.
pub fn read(inputs: &[Input], mut sources: SourceMap, watch: &Watch) -> Result<Network, InputError> {
    let mut tables = TableBuilder::new(watch);
    let (parsed, coverage) = grammar::parse(inputs, &mut sources, &mut tables)?;
    Ok(super::lower::lower(sources, parsed, tables.tables, coverage))
}
