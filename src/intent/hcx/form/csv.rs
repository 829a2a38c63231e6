//! `Export-Csv` and `ConvertTo-Csv`.

use csv::{Position, ReaderBuilder, StringRecord};

use super::{File, Problem, Read, is_column};
use crate::intent::yaml::{Key, Value};

/// What stands between the cells, when the first line names columns that PowerCLI has.
pub(super) fn delimiter(text: &str) -> Option<u8> {
    let first = after_type(text).lines().find(|line| !line.trim().is_empty())?;
    let columns = |delimiter: &u8| {
        first.split(char::from(*delimiter)).filter(|cell| is_column(cell.trim().trim_matches('"'))).count()
    };
    [b',', b';', b'\t'].into_iter().max_by_key(columns).filter(|best| columns(best) > 1)
}

/// The text behind `#TYPE VMware.VimAutomation...`, which Windows PowerShell writes above the columns.
fn after_type(text: &str) -> &str {
    let text = text.trim_start();
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with("#TYPE") => rest,
        _ => text,
    }
}

pub(super) fn read(file: File<'_>, delimiter: u8) -> Result<Read, Problem> {
    let text = after_type(file.text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut columns: Option<Vec<Key>> = None;
    let mut read = Read::default();
    for record in reader.records() {
        let record = record.map_err(|error| broken(file, text, &error))?;
        let cells = cells(text, &record);
        let Some(columns) = &columns else {
            columns = Some(cells.iter().map(|cell| file.key(cell)).collect());
            continue;
        };
        let mut entries = Vec::new();
        for (key, (cell, shown)) in columns.iter().zip(record.iter().zip(cells)) {
            let mut node = file.scalar(shown);
            if let Value::Scalar(text) = &mut node.value {
                cell.trim().clone_into(text);
            }
            entries.push((key.clone(), node));
        }
        read.objects.push(file.object(entries));
    }
    Ok(read)
}

/// Where each cell stands in the text, in order; the whole record for one that is written otherwise, with quotation
/// marks doubled.
fn cells<'t>(text: &'t str, record: &StringRecord) -> Vec<&'t str> {
    let start = record.position().map_or(0, Position::byte);
    let mut rest = usize::try_from(start).ok().and_then(|start| text.get(start..)).unwrap_or("");
    let line = rest.lines().next().unwrap_or("");
    let mut cells = Vec::new();
    for cell in record {
        match rest.find(cell).and_then(|at| Some((rest.get(at..at + cell.len())?, rest.get(at + cell.len()..)?))) {
            Some((found, after)) => {
                cells.push(found);
                rest = after;
            }
            None => cells.push(line),
        }
    }
    cells
}

fn broken(file: File<'_>, text: &str, error: &csv::Error) -> Problem {
    let at = error.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
    let line = text.get(at..).unwrap_or("").lines().next().unwrap_or("");
    Problem {
        message: format!("this is not CSV: {error}"),
        help: "write it with `| Export-Csv x.csv -NoTypeInformation`".to_owned(),
        labels: vec![(file.span(line), "here".to_owned())],
    }
}
