//! `show ip nat translations`.

use crate::capture::{Keep, Line, SegmentHead};
use crate::grammar::{Coverage, Rows, TableSummary};

/// Reads one table at a time, line by line.
#[derive(Debug, Default)]
pub struct Table {
    summary: TableSummary,
}

impl Table {
    /// Reads one line of a table segment.
    pub fn line(
        &mut self,
        _head: &SegmentHead,
        _line: &Line<'_>,
        _rows: &mut dyn Rows,
        _coverage: &mut Coverage,
    ) -> Keep {
        Keep::No
    }

    /// The segment is over.
    pub fn finish(&mut self) -> TableSummary {
        std::mem::take(&mut self.summary)
    }
}
