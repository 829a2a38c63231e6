//! From inputs to a [`Network`].

use std::io;

use rayon::prelude::*;

use super::Network;
use super::owners::Identity;
use super::table::{KeyedTable, TableBuilder, Watch};
use crate::capture::{Dialect, Input, InputError};
use crate::grammar::{self, Coverage, Parsed};
use crate::source::SourceMap;

/// Reads every input and builds the devices. Rows that `watch` does not want are counted and forgotten. `platform`
/// overrides what is detected.
///
/// # Errors
/// When an input cannot be read; of several the first.
pub fn read(
    inputs: &[Input],
    sources: SourceMap,
    watch: &Watch,
    platform: Option<Dialect>,
) -> Result<Network, InputError> {
    let reader = Reader::new(inputs, &sources, watch, platform);
    let all: Vec<usize> = (0..inputs.len()).collect();
    Ok(Reading::network(reader.read(&all)?, sources))
}

/// Sources that one input, an archive, may have; fewer where there are many inputs.
const MEMBERS: u32 = 1 << 17;

/// Reads inputs side by side, each as if it were alone.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    inputs: &'r [Input],
    watch: &'r Watch,
    platform: Option<Dialect>,
    /// The first id that is free, and from one input to the next.
    ids: (u32, u32),
}

impl<'r> Reader<'r> {
    /// `sources`: those that are there already.
    pub(crate) fn new(inputs: &'r [Input], sources: &SourceMap, watch: &'r Watch, platform: Option<Dialect>) -> Self {
        let first = sources.next_id();
        let count = u32::try_from(inputs.len()).unwrap_or(u32::MAX).max(1);
        let ids = (first, ((u32::MAX - first) / count).clamp(1, MEMBERS));
        Self { inputs, watch, platform, ids }
    }

    /// The inputs at these places, in the order asked for.
    ///
    /// # Errors
    /// When an input cannot be read; of several the first.
    pub(crate) fn read(&self, places: &[usize]) -> Result<Vec<Reading>, InputError> {
        match places {
            // Other threads are not even started for one input.
            [at] => self.one(*at).map(|one| one.into_iter().collect()),
            _ => places.par_iter().filter_map(|at| self.one(*at).transpose()).collect::<Vec<_>>().into_iter().collect(),
        }
    }

    fn one(&self, at: usize) -> Result<Option<Reading>, InputError> {
        let Some(input) = self.inputs.get(at) else { return Ok(None) };
        let (first, step) = self.ids;
        let first = first.saturating_add(step.saturating_mul(u32::try_from(at).unwrap_or(u32::MAX)));
        let mut sources = SourceMap::from_id(first);
        let mut tables = TableBuilder::new(self.watch);
        let (parsed, coverage) = grammar::parse(std::slice::from_ref(input), &mut sources, self.platform, &mut tables)?;
        if sources.next_id() - first > step {
            return Err(too_many(input));
        }
        Ok(Some(Reading { sources, parsed, tables: tables.finish(), coverage }))
    }
}

fn too_many(input: &Input) -> InputError {
    let path = match input {
        Input::File(path) => path.clone(),
        Input::Stdin => "<stdin>".into(),
        Input::Memory { name, .. } => name.into(),
    };
    let error = io::Error::other("it holds more files than can be read beside so many others: read it alone");
    InputError::Unreadable { path, error }
}

/// An input that was read, and whose devices have not been put together.
#[derive(Debug)]
pub(crate) struct Reading {
    sources: SourceMap,
    parsed: Vec<Parsed>,
    tables: Vec<KeyedTable>,
    coverage: Coverage,
}

impl Reading {
    /// Whose it is.
    pub(crate) fn identity(&self) -> Identity {
        Identity::of(&self.parsed)
    }

    /// Whether it says of virtual machines, behind whatever router, which MAC addresses they have.
    pub(crate) fn tells_of_macs(&self) -> bool {
        self.parsed.iter().any(Parsed::tells_of_macs)
    }

    /// About how much of the input is held in memory.
    pub(crate) fn weight(&self) -> usize {
        self.sources.kept()
    }

    /// The devices of some inputs, which come in order. `sources`: those that are there already.
    pub(crate) fn network(readings: Vec<Self>, mut sources: SourceMap) -> Network {
        let (mut maps, mut parsed, mut tables) = (Vec::new(), Vec::new(), Vec::new());
        let mut coverage = Coverage::default();
        for reading in readings {
            maps.push(reading.sources);
            parsed.extend(reading.parsed);
            tables.extend(reading.tables);
            coverage.absorb(reading.coverage);
        }
        sources.join(maps);
        super::lower::lower(sources, parsed, tables, coverage)
    }
}
