//! What a report for a ticket says of the run: hashes of what was read, the date.
//!
//! Hashing is for those who ask: a file is read a second time, after the analysis, and was the same file if it has not
//! changed since. Standard input is held in memory instead.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::exit::Exit;
use super::intent::Wanted;
use crate::capture::Input;
use crate::locale::{Language, Text, say};
use crate::report::checklist::Checklist;
use crate::report::{Content, InputRecord, Record, Report};

/// How the files stood before they were read.
pub(super) struct Stamps(Vec<Option<Stamp>>);

type Stamp = (u64, SystemTime);

impl Stamps {
    /// Of the inputs of a run, then of its inventory.
    pub(super) fn of(inputs: &[Input], inventory: &[PathBuf]) -> Self {
        let input = |input: &Input| match input {
            Input::File(path) => stamp(path),
            Input::Stdin | Input::Memory { .. } => None,
        };
        Self(inputs.iter().map(input).chain(inventory.iter().map(|path| stamp(path))).collect())
    }
}

/// `None` for what is no regular file and cannot be read twice.
fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((meta.len(), meta.modified().ok()?))
}

/// Everything a ticket keeps.
pub(super) fn record(
    (inputs, wanted): (&[Input], &Wanted),
    stamps: &Stamps,
    report: &Report,
    (exit, closing): (Exit, &Text),
    language: Language,
) -> Record {
    let (of_inputs, of_inventory) = stamps.0.split_at(inputs.len().min(stamps.0.len()));
    let input = |(input, stamp): (&Input, &Option<Stamp>)| match input {
        Input::File(path) => file(path, stamp.as_ref()),
        Input::Memory { name, bytes } => InputRecord { name: name.clone(), content: Content::of(bytes) },
        Input::Stdin => {
            InputRecord { name: "<stdin>".to_owned(), content: Content::Unknown(say!("ledger-stdin-not-kept")) }
        }
    };
    let inventory = wanted.files.iter().zip(of_inventory).map(|(path, stamp)| file(path, stamp.as_ref()));
    let built_in = wanted.built_in.iter();
    let built_in =
        built_in.map(|(name, text)| InputRecord { name: (*name).to_owned(), content: Content::of(text.as_bytes()) });
    Record {
        inputs: inputs.iter().zip(of_inputs).map(input).collect(),
        inventory: inventory.chain(built_in).collect(),
        asked: asked(report, wanted),
        made: Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        checklist: Checklist::of(report, &wanted.intent),
        closing: Some(closing.clone()),
        directory: std::env::current_dir().ok(),
        exit_code: exit as u8,
        language,
    }
}

fn asked(report: &Report, wanted: &Wanted) -> Text {
    let by_file = !wanted.files.is_empty() || wanted.built_in.is_some();
    let how = match (wanted.intent.appliances.is_empty(), by_file) {
        (false, true) => "inventory",
        (false, false) => "command-line",
        (true, _) => "inferred",
    };
    say!("ledger-asked", count = report.appliances.len(), how)
}

fn file(path: &Path, before: Option<&Stamp>) -> InputRecord {
    let content = match before {
        None => Content::Unknown(say!("ledger-read-once")),
        Some(before) => match digest(path) {
            Ok(_) if stamp(path).as_ref() != Some(before) => Content::Unknown(say!("ledger-changed-while-read")),
            Ok((bytes, sha256)) => Content::Known { bytes, sha256 },
            Err(_) => Content::Unknown(say!("ledger-not-read-again")),
        },
    };
    InputRecord { name: path.display().to_string(), content }
}

fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = hmac_sha256::Hash::new();
    let (mut buffer, mut bytes) = (vec![0; 1 << 16], 0);
    loop {
        let read = file.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
        hash.update(part);
        bytes += read as u64;
    }
    Ok((bytes, crate::report::hex(&hash.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_hashed_as_its_bytes_are() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("edge.txt");
        let bytes = vec![b'x'; 200_000];
        fs::write(&path, &bytes).unwrap();
        let stamp = stamp(&path);
        assert_eq!(file(&path, stamp.as_ref()).content, Content::of(&bytes));
        fs::write(&path, "other").unwrap();
        assert!(matches!(file(&path, stamp.as_ref()).content, Content::Unknown(_)));
        assert!(matches!(file(dir.path(), super::stamp(dir.path()).as_ref()).content, Content::Unknown(_)));
    }
}
