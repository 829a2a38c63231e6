//! From `--inventory` or `--ix`, `--ne`, `--peer` to what is to be judged.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Appliances;
use crate::capture::text_file;
use crate::intent::{Intent, read_inventory_with};
use crate::report::{Style, problems};
use crate::source::{SourceMap, mask_controls};

/// What is to be judged.
pub(super) struct Wanted {
    /// The appliances and their requirements.
    pub(super) intent: Intent,
    /// The sources it points into.
    pub(super) sources: SourceMap,
    /// The files it was read from.
    pub(super) files: Vec<PathBuf>,
    /// The text of one that is built in, by its name.
    pub(super) built_in: Option<(&'static str, &'static str)>,
}

/// Reads the inventory or the flags.
pub(super) fn intent(wanted: &Appliances, style: Style) -> Result<Wanted, Failure> {
    if let Some(path) = &wanted.inventory {
        let text = text_file(path)?;
        let mut wanted = inventory(&path.display().to_string(), &text, path.parent(), style)?;
        wanted.files.push(path.clone());
        return Ok(wanted);
    }
    let addresses: Vec<_> = wanted.ix.iter().chain(&wanted.ne).collect();
    let mut seen = HashSet::new();
    if let Some(twice) = addresses.iter().find(|address| !seen.insert(**address)) {
        return Err(Failure::Usage(format!("{twice} is given twice; an uplink belongs to one appliance")));
    }
    if addresses.is_empty() && !wanted.peer.is_empty() {
        return Err(Failure::Usage("--peer belongs to an appliance: add --ix or --ne".to_owned()));
    }
    let intent = Intent::from_addresses(&wanted.ix, &wanted.ne, &wanted.peer);
    Ok(Wanted { intent, sources: SourceMap::default(), files: Vec::new(), built_in: None })
}

/// Reads an inventory; `beside` is where a relative `requirements:` path starts.
pub(super) fn inventory(name: &str, text: &str, beside: Option<&Path>, style: Style) -> Result<Wanted, Failure> {
    let mut sources = SourceMap::default();
    let files = RefCell::new(Vec::new());
    let load = |path: &str| {
        let path = beside.unwrap_or(Path::new("")).join(path);
        let text = text_file(&path).map_err(|error| error.to_string());
        files.borrow_mut().push(path);
        text
    };
    match read_inventory_with(name, text, &mut sources, &load) {
        Ok(intent) => Ok(Wanted { intent, sources, files: files.take(), built_in: None }),
        Err(error) => {
            let drawn = problems(&error.problems, &sources, style);
            Err(Failure::Drawn(format!("error: cannot use the inventory {}\n{drawn}", mask_controls(name))))
        }
    }
}
