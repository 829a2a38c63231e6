//! The rows of the translation tables, read a second time and handed over device by device.
//!
//! A table can have ten million rows and lie among others in one file, and one file can hold the short tables of
//! thousands of devices. So a pass streams the rows of one device, however many, and holds back those of the devices
//! after it until they are asked for, up to [`HELD`] rows. Each pass reads only the inputs that have a table of one of
//! these devices: an input is read once, unless the devices in it have more rows together than are held.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::capture::{Dialect, Input, Keep, Kind, Line, SegmentHead};
use crate::grammar::{self, Row, Rows};
use crate::model::Network;
use crate::source::{SourceId, SourceMap, mask_line};

/// Rows that are in memory at most.
const HELD: u64 = 32_768;

/// Where a row stands: the name of its source, its segment and its line.
pub(in crate::report) struct At<'r, 'l> {
    pub(in crate::report) source: &'r str,
    pub(in crate::report) head: &'l SegmentHead,
    pub(in crate::report) line: &'l Line<'l>,
}

/// All rows of a capture. `T` is what a row is turned into as it is read.
pub(in crate::report) struct Tables<'r, T> {
    inputs: &'r [Input],
    platform: Option<Dialect>,
    /// Of each source of each input, the name to show.
    names: Vec<Vec<String>>,
    /// Of each input, the device of the table that begins at a line of one of its sources, counted from 0.
    owners: Vec<HashMap<(usize, u32), usize>>,
    /// By its first device, which is the one that is asked for first.
    batches: HashMap<usize, Batch>,
    form: fn(&At<'_, '_>, &Row<'_>) -> T,
    held: RefCell<HashMap<usize, Vec<T>>>,
}

/// Devices whose rows are read in one pass.
#[derive(Default)]
struct Batch {
    devices: BTreeSet<usize>,
    inputs: BTreeSet<usize>,
    /// Rows of all but the first device.
    held: u64,
}

impl<'r, T> Tables<'r, T> {
    /// `network` must have been read from `inputs` alone, so that they are its sources in the same order.
    pub(in crate::report) fn new(
        network: &Network,
        inputs: &'r [Input],
        platform: Option<Dialect>,
        form: fn(&At<'_, '_>, &Row<'_>) -> T,
    ) -> Self {
        let sources = network.sources.of_inputs();
        let places =
            sources.iter().enumerate().flat_map(|(input, ids)| (0..).zip(ids).map(move |(at, id)| (*id, (input, at))));
        let index: HashMap<SourceId, (usize, usize)> = places.collect();
        let mut owners = vec![HashMap::new(); inputs.len()];
        let mut inputs_of: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        for segment in network.segments.iter().filter(|segment| segment.kind == Kind::NatTranslations) {
            let (Some(device), Some(&(input, source))) = (segment.device, index.get(&segment.source)) else { continue };
            if let Some(owners) = owners.get_mut(input) {
                owners.insert((source, segment.first_line), device);
                inputs_of.entry(device).or_default().insert(input);
            }
        }
        Self {
            inputs,
            platform,
            names: sources.iter().map(|ids| ids.iter().map(|id| name(network, *id)).collect()).collect(),
            owners,
            batches: batches(network, &inputs_of),
            form,
            held: RefCell::default(),
        }
    }

    /// Hands over row after row of a device until `visit` answers `false`. Devices are asked for in order. An input
    /// that has become unreadable since the first pass is an error.
    pub(in crate::report) fn each(&self, device: usize, visit: &mut dyn FnMut(T) -> bool) -> Result<(), String> {
        if let Some(batch) = self.batches.get(&device) {
            return self.read(device, batch, visit);
        }
        let held = self.held.borrow_mut().remove(&device).unwrap_or_default();
        let _ = held.into_iter().all(visit);
        Ok(())
    }

    fn read(&self, device: usize, batch: &Batch, visit: &mut dyn FnMut(T) -> bool) -> Result<(), String> {
        let mut held = self.held.borrow_mut();
        let mut go_on = true;
        for &input in &batch.inputs {
            let (Some(owners), Some(names)) = (self.owners.get(input), self.names.get(input)) else { continue };
            let mut pass = Pass {
                row: &mut |head: &SegmentHead, row: &Row<'_>, line: &Line<'_>| {
                    let source = head.source.index();
                    let Some(owner) =
                        owners.get(&(source, head.first_line)).filter(|owner| batch.devices.contains(owner))
                    else {
                        return;
                    };
                    if !go_on {
                        return;
                    }
                    let name = names.get(source).map_or("?", String::as_str);
                    let formed = (self.form)(&At { source: name, head, line }, row);
                    if *owner == device {
                        go_on = visit(formed);
                    } else {
                        held.entry(*owner).or_default().push(formed);
                    }
                },
            };
            let inputs = self.inputs.get(input..=input).unwrap_or_default();
            grammar::parse(inputs, &mut SourceMap::default(), self.platform, &mut pass).map_err(|e| e.to_string())?;
            if !go_on {
                break;
            }
        }
        Ok(())
    }
}

fn name(network: &Network, source: SourceId) -> String {
    network.sources.get(source).map_or_else(String::new, |file| mask_line(file.name()))
}

/// Devices in order, as many together as may be held.
fn batches(network: &Network, inputs_of: &HashMap<usize, BTreeSet<usize>>) -> HashMap<usize, Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (index, device) in network.devices.iter().enumerate() {
        let Some(inputs) = inputs_of.get(&index) else { continue };
        let rows = device.table.row_count;
        match batches.last_mut() {
            Some(batch) if batch.held + rows <= HELD => {
                batch.held += rows;
                batch.devices.insert(index);
                batch.inputs.extend(inputs);
            }
            _ => batches.push(Batch { devices: BTreeSet::from([index]), inputs: inputs.clone(), held: 0 }),
        }
    }
    batches.into_iter().filter_map(|batch| Some((*batch.devices.first()?, batch))).collect()
}

struct Pass<'p> {
    row: &'p mut dyn FnMut(&SegmentHead, &Row<'_>, &Line<'_>),
}

impl Rows for Pass<'_> {
    fn row(&mut self, head: &SegmentHead, row: &Row<'_>, line: &Line<'_>) -> Keep {
        (self.row)(head, row, line);
        Keep::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Device;

    #[test]
    fn few_passes_and_few_rows_in_memory() {
        let rows = [10, HELD - 1, 1, 1, 5 * HELD, HELD, 1];
        let mut network = Network::default();
        for row_count in rows {
            let mut device = Device::default();
            device.table.row_count = row_count;
            network.devices.push(device);
        }
        let inputs_of = (0..rows.len()).map(|device| (device, BTreeSet::from([device / 4]))).collect();
        let batches = batches(&network, &inputs_of);
        let mut devices: Vec<(Vec<usize>, Vec<usize>)> = batches
            .values()
            .map(|batch| (batch.devices.iter().copied().collect(), batch.inputs.iter().copied().collect()))
            .collect();
        devices.sort();
        assert_eq!(devices, [(vec![0, 1, 2], vec![0]), (vec![3], vec![0]), (vec![4, 5], vec![1]), (vec![6], vec![1])]);
        assert!(batches.values().all(|batch| batch.held <= HELD));
    }
}
