//! Cells of CSV, and words of a table with columns.

use std::borrow::Cow;

/// The cells of a line of CSV with commas, semicolons or tabs between them, quotation marks taken off.
pub(super) fn csv(line: &str) -> Vec<Cow<'_, str>> {
    let Some(mark) = separator(line) else { return vec![unquoted(line)] };
    let (mut cells, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == mark && !quoted => {
                cells.push(unquoted(line.get(from..at).unwrap_or("")));
                from = at + 1;
            }
            _ => {}
        }
    }
    cells.push(unquoted(line.get(from..).unwrap_or("")));
    cells
}

/// The first mark between cells that stands in no quotation.
fn separator(line: &str) -> Option<u8> {
    let mut quoted = false;
    line.bytes().find(|&byte| {
        quoted ^= byte == b'"';
        !quoted && matches!(byte, b',' | b';' | b'\t')
    })
}

fn unquoted(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim_ascii();
    match cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')) {
        Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_line() {
        assert_eq!(csv("a,\"b, c\",\"say \"\"x\"\"\""), ["a", "b, c", "say \"x\""]);
        assert_eq!(csv("\"a,b\";c"), ["a,b", "c"]);
        assert_eq!(csv("alone"), ["alone"]);
        assert_eq!(csv("a,\"open"), ["a", "\"open"]);
    }
}
