//! What a PowerShell window shows: `Format-List`, a key and a value a line, and `Format-Table`, an object a line.

use super::{File, Key, Node, Read, Value, is_column, is_prompt};

/// Whether some line is the head of a table of PowerCLI, or names a property of it.
pub(super) fn looks_like(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let table = |pair: &[&str]| matches!(pair, [head, rule] if is_head(head, rule));
    let keys: Vec<&str> = lines.iter().filter_map(|line| property(line)).map(|(key, _)| key).collect();
    let known = keys.iter().find(|key| is_column(key));
    // An inventory has names too.
    let listed = known.is_some_and(|known| keys.iter().any(|key| is_column(key) && !key.eq_ignore_ascii_case(known)));
    listed || lines.windows(2).any(table)
}

/// Names of columns, and a line of hyphens under them.
fn is_head(head: &str, rule: &str) -> bool {
    let ruled = rule.contains("--") && rule.chars().all(|c| c == '-' || c.is_whitespace());
    ruled && head.split_whitespace().any(is_column)
}

/// `NetworkIpRange : {192.19.72.202-192.19.72.210}`. Blanks before the colon tell it from YAML.
fn property(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let name = key.trim_end();
    let word = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (key.len() > name.len() && word(name)).then_some((name, value))
}

/// Objects as they come; blank lines part them.
pub(super) fn read(file: File<'_>) -> Read {
    let mut read = Read::default();
    let mut list: Vec<(Key, Node)> = Vec::new();
    let mut table: Option<Vec<Column<'_>>> = None;
    let mut lines = file.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() || is_prompt(line) {
            table = None;
            end(file, &mut list, &mut read);
        } else if lines.peek().is_some_and(|rule| is_head(line, rule)) {
            end(file, &mut list, &mut read);
            table = lines.next().map(|rule| columns(line, rule));
        } else if let Some(columns) = &table {
            read.objects.push(row(file, columns, line));
        } else if let Some((key, value)) = property(line) {
            // Where no blank line parts them, the first key comes again.
            if list.iter().any(|(known, _)| known.text == key) {
                end(file, &mut list, &mut read);
            }
            list.push((file.key(key), file.scalar(value)));
        } else if !(line.starts_with(char::is_whitespace) && continued(file, &mut list, line)) {
            read.unread.push(file.span(line.trim()));
        }
    }
    end(file, &mut list, &mut read);
    read
}

fn end(file: File<'_>, list: &mut Vec<(Key, Node)>, read: &mut Read) {
    if !list.is_empty() {
        read.objects.push(file.object(std::mem::take(list)));
    }
}

/// A value that did not fit goes on in the next line: a list behind a comma, or the word at the end.
fn continued(file: File<'_>, list: &mut [(Key, Node)], line: &str) -> bool {
    let Some((_, Node { value, .. })) = list.last_mut() else { return false };
    let more = file.scalar(line);
    match value {
        Value::List(items) => items.push(more),
        Value::Scalar(text) if !text.ends_with(',') => text.push_str(line.trim()),
        Value::Scalar(_) | Value::Null | Value::Map(_) => return broken_list(list, more),
    }
    true
}

fn broken_list(list: &mut [(Key, Node)], more: Node) -> bool {
    let Some((_, node)) = list.last_mut() else { return false };
    node.value = Value::List(vec![node.clone(), more]);
    true
}

struct Column<'t> {
    name: &'t str,
    /// Where its hyphens begin, in characters.
    start: usize,
}

fn columns<'t>(head: &'t str, rule: &str) -> Vec<Column<'t>> {
    let starts: Vec<usize> = rule
        .char_indices()
        .zip(std::iter::once(' ').chain(rule.chars()))
        .enumerate()
        .filter(|(_, ((_, c), before))| *c == '-' && before.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    starts.iter().zip(ends).map(|(&start, end)| Column { name: cut(head, start, end).trim(), start }).collect()
}

/// The cells of a line. Numbers stand at the right end of their column and may begin left of its hyphens.
fn row(file: File<'_>, columns: &[Column<'_>], line: &str) -> Node {
    let chars: Vec<char> = line.chars().collect();
    let begins = |column: &Column<'_>| {
        let mut at = column.start.min(chars.len());
        while at > 0 && chars.get(at - 1).is_some_and(|c| !c.is_whitespace()) {
            at -= 1;
        }
        at
    };
    let starts: Vec<usize> = columns.iter().map(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let cells = columns.iter().zip(starts.iter().zip(ends));
    let cells = cells.map(|(column, (&start, end))| (file.key(column.name), file.scalar(cut(line, start, end))));
    file.object(cells.collect())
}

/// The characters from `start` to before `end`.
fn cut(line: &str, start: usize, end: usize) -> &str {
    let byte = |at: usize| line.char_indices().nth(at).map_or(line.len(), |(at, _)| at);
    line.get(byte(start)..byte(end).max(byte(start))).unwrap_or("")
}
