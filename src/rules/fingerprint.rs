//! What makes a finding the same one in another capture.

use std::fmt::Write as _;

use hmac_sha256::Hash;

use super::Finding;
use crate::capture::Kind;
use crate::intent::Ignore;
use crate::model::Network;
use crate::source::{Span, Spanned};

/// 32 hexadecimal digits that stay the same from capture to capture, as long as the same rule finds the same on the same
/// device for the same appliances, because of the same line.
///
/// Line numbers have no part in it, nor has the output of show commands: timers and remapped ports change by the hour. Of
/// the line only what reports may show counts, so that no secret can be guessed from it.
pub fn fingerprint(network: &Network, finding: &Finding) -> String {
    let device = finding.device.and_then(|at| network.devices.get(at)).and_then(|device| device.name.as_deref());
    let mut appliances: Vec<&str> = finding.appliances.iter().map(String::as_str).collect();
    appliances.sort_unstable();
    let line = finding.labels.first().filter(|label| lasts(network, label.span));
    let line = line.and_then(|label| network.sources.quote_line(label.span)).unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    // Lengths, so that no text of one part can look like another part.
    let mut hash = Hash::new();
    let appliances = appliances.join("\n");
    for part in [finding.code, device.unwrap_or(""), &appliances, &words.join(" ")] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether an entry of the inventory or of a baseline means this finding.
pub(crate) fn accepts(ignore: &Ignore, network: &Network, finding: &Finding) -> bool {
    let same = |wanted: &Spanned<String>| fingerprint(network, finding) == wanted.value;
    ignore.code.value.eq_ignore_ascii_case(finding.code) && ignore.fingerprint.as_ref().is_none_or(same)
}

/// Whether the line at `span` is one that is written once and stays: of a configuration, or of a file of the user's.
fn lasts(network: &Network, span: Span) -> bool {
    let Some(at) = network.sources.position(span) else { return false };
    let holds = |first: u32, last: u32| (first..=last).contains(&at.line);
    let mut here = network.segments.iter().filter(|segment| segment.source == span.source);
    here.all(|segment| segment.kind == Kind::RunningConfig || !holds(segment.first_line, segment.last_line))
}
