//! What word processors and chats make of blanks, quotes and dashes.

use crate::capture::cells::Cell;

/// Blanks that are no blank to a parser.
fn is_odd_blank(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Characters without a width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn is_odd_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn quote(c: char) -> Option<char> {
    match c {
        '\u{201c}'..='\u{201f}' => Some('"'),
        '\u{2018}'..='\u{201b}' => Some('\''),
        _ => None,
    }
}

/// Whether there is anything to undo.
pub(super) fn is_there(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| is_odd_blank(c) || is_unseen(c) || is_odd_dash(c) || quote(c).is_some())
}

/// Blanks, quotes and dashes as a router writes them. `spare` comes back empty.
pub(super) fn undo(cells: &mut Vec<Cell>, spare: &mut Vec<Cell>) {
    for cell in cells.iter_mut() {
        if is_odd_blank(cell.shown) {
            cell.shown = ' ';
        } else if let Some(quote) = quote(cell.shown) {
            cell.shown = quote;
        }
    }
    cells.retain(|cell| !is_unseen(cell.shown));
    if cells.iter().any(|cell| is_odd_dash(cell.shown)) {
        dashes(cells, spare);
    }
}

/// A word of dashes is the `---` of a table, whatever autocorrection made of it; within a word a dash is a hyphen.
fn dashes(cells: &mut Vec<Cell>, spare: &mut Vec<Cell>) {
    spare.clear();
    for word in cells.chunk_by(|a, b| (a.shown == ' ') == (b.shown == ' ')) {
        let alone = word.iter().all(|cell| cell.shown == '-' || is_odd_dash(cell.shown));
        if alone && word.iter().any(|cell| is_odd_dash(cell.shown)) {
            spare.extend([Cell::over('-', word); 3]);
            continue;
        }
        spare.extend(word.iter().map(|&cell| if is_odd_dash(cell.shown) { Cell { shown: '-', ..cell } } else { cell }));
    }
    std::mem::swap(cells, spare);
    spare.clear();
}
