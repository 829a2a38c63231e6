//! From inputs to a [`Network`].

use super::Network;
use super::table::{TableBuilder, Watch};
use crate::capture::{Dialect, Input, InputError};
use crate::grammar;
use crate::source::SourceMap;

/// Reads every input and builds the devices. Rows that `watch` does not want are counted and forgotten. `platform`
/// overrides what is detected.
///
/// # Errors
/// When an input cannot be read.
pub fn read(
    inputs: &[Input],
    mut sources: SourceMap,
    watch: &Watch,
    platform: Option<Dialect>,
) -> Result<Network, InputError> {
    let mut tables = TableBuilder::new(watch);
    let (parsed, coverage) = grammar::parse(inputs, &mut sources, platform, &mut tables)?;
    Ok(super::lower::lower(sources, parsed, tables.finish(), coverage))
}
