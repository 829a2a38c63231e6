//! From `--inventory` or `--ix`, `--ne`, `--peer` to what is to be judged.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::args::{Appliances, Args};
use super::{Failure, Io};
use crate::capture::text_file;
use crate::intent::hcx::{Imported, Note, is_export, read_exports};
use crate::intent::{Intent, read_baseline, read_inventory_with};
use crate::report::{Style, problems};
use crate::source::{SourceMap, mask_controls, mask_name};

/// What is to be judged.
#[derive(Default)]
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

/// Reads the inventory, in one file or several, or the flags.
pub(super) fn intent(wanted: &Appliances, args: &Args, io: &mut Io<'_>) -> Result<Wanted, Failure> {
    if !wanted.inventory.is_empty() {
        return files(&wanted.inventory, args.stderr_style(io), io);
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

/// Joins an inventory and what HCX wrote; only what is in a file tells which it is.
fn files(paths: &[PathBuf], style: Style, io: &mut Io<'_>) -> Result<Wanted, Failure> {
    let mut wanted: Option<(&Path, Wanted)> = None;
    let mut exports: Vec<(String, String)> = Vec::new();
    for path in paths {
        let (name, text) = (path.display().to_string(), text_file(path)?);
        if is_export(&text) {
            exports.push((name, text));
        } else if let Some((first, _)) = &wanted {
            let first = first.display();
            return Err(Failure::Usage(format!(
                "{first} and {name} are both inventories: there is one, and files that HCX or PowerCLI wrote beside it"
            )));
        } else {
            wanted = Some((path, inventory(&name, &text, path.parent(), style)?));
        }
    }
    let mut wanted = wanted.map_or_else(Wanted::default, |(_, wanted)| wanted);
    wanted.files.extend(paths.iter().cloned());
    if !exports.is_empty() {
        let imported = imported(&exports, &mut wanted.sources, style)?;
        say(&imported.notes, &wanted.sources, io);
        imported.add_to(&mut wanted.intent);
    }
    Ok(wanted)
}

/// What HCX wrote, each a name and a text.
pub(super) fn imported(
    exports: &[(String, String)],
    sources: &mut SourceMap,
    style: Style,
) -> Result<Imported, Failure> {
    let exports: Vec<(&str, &str)> = exports.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    read_exports(&exports, sources).map_err(|error| {
        let names: Vec<&str> = exports.iter().map(|(name, _)| *name).collect();
        let drawn = problems(&error.problems, sources, style);
        Failure::Drawn(format!("error: cannot import {}\n{drawn}", mask_name(&names.join(", "))))
    })
}

/// How many notes are told by a command that is about something else.
const NOTES: usize = 12;

fn say(notes: &[Note], sources: &SourceMap, io: &mut Io<'_>) {
    for note in notes.iter().take(NOTES) {
        // Whoever does not read this gets the verdict all the same.
        let _ = writeln!(io.stderr, "note: {}", note.in_words(sources));
    }
    if let Some(more) = notes.len().checked_sub(NOTES).filter(|more| *more > 0) {
        let _ = writeln!(io.stderr, "note: {more} more; `hcxnat import` tells all");
    }
}

/// Reads a baseline, and takes what it accepts for accepted.
pub(super) fn accept(wanted: &mut Wanted, path: &Path, style: Style) -> Result<(), Failure> {
    let text = text_file(path)?;
    let name = path.display().to_string();
    let accepted = read_baseline(&name, &text, &mut wanted.sources).map_err(|error| {
        let drawn = problems(&error.problems, &wanted.sources, style);
        Failure::Drawn(format!("error: cannot use the baseline {}\n{drawn}", mask_controls(&name)))
    })?;
    wanted.intent.ignores.extend(accepted);
    wanted.files.push(path.to_owned());
    Ok(())
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
