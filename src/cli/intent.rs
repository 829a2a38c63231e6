//! From `--inventory` or `--ix`, `--ne`, `--peer` to what is to be judged.

use std::collections::HashSet;
use std::path::Path;

use super::Failure;
use super::args::Appliances;
use crate::capture::text_file;
use crate::intent::{Intent, read_inventory_with};
use crate::report::{Style, problems};
use crate::source::{SourceMap, mask_controls};

/// The intent, and the sources it points into.
pub(super) fn intent(wanted: &Appliances, style: Style) -> Result<(Intent, SourceMap), Failure> {
    if let Some(path) = &wanted.inventory {
        let text = text_file(path)?;
        return inventory(&path.display().to_string(), &text, path.parent(), style);
    }
    let addresses: Vec<_> = wanted.ix.iter().chain(&wanted.ne).collect();
    let mut seen = HashSet::new();
    if let Some(twice) = addresses.iter().find(|address| !seen.insert(**address)) {
        return Err(Failure::Usage(format!("{twice} is given twice; an uplink belongs to one appliance")));
    }
    if addresses.is_empty() && !wanted.peer.is_empty() {
        return Err(Failure::Usage("--peer belongs to an appliance: add --ix or --ne".to_owned()));
    }
    Ok((Intent::from_addresses(&wanted.ix, &wanted.ne, &wanted.peer), SourceMap::default()))
}

/// Reads an inventory; `beside` is where a relative `requirements:` path starts.
pub(super) fn inventory(
    name: &str,
    text: &str,
    beside: Option<&Path>,
    style: Style,
) -> Result<(Intent, SourceMap), Failure> {
    let mut sources = SourceMap::default();
    let load = |path: &str| text_file(&beside.unwrap_or(Path::new("")).join(path)).map_err(|error| error.to_string());
    match read_inventory_with(name, text, &mut sources, &load) {
        Ok(intent) => Ok((intent, sources)),
        Err(error) => {
            let drawn = problems(&error.problems, &sources, style);
            Err(Failure::Drawn(format!("error: cannot use the inventory {}\n{drawn}", mask_controls(name))))
        }
    }
}
