//! From the facts of segments to devices.

use super::{Network, Table};
use crate::grammar::{Coverage, Parsed};
use crate::source::{SourceId, SourceMap};

pub(super) fn lower(
    sources: SourceMap,
    _parsed: Vec<Parsed>,
    _tables: Vec<((SourceId, u32), Table)>,
    coverage: Coverage,
) -> Network {
    Network { sources, devices: Vec::new(), segments: Vec::new(), coverage }
}
