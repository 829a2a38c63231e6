//! Cisco IOS and IOS-XE.

pub mod config;
pub mod show;

use crate::capture::Segment;
use crate::source::SourceMap;

use super::Coverage;

/// Accounts for the lines of a segment that is not read.
pub(super) fn unread(_segment: &Segment, _sources: &SourceMap, _coverage: &mut Coverage) {}
