//! HTML that came along: entities and tags.

use crate::capture::cells::Cell;

/// The entities that stand for what routers print, and for what word processors make of it.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("gt", '>'),
    ("hyphen", '-'),
    ("ldquo", '\u{201c}'),
    ("lsquo", '\u{2018}'),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("nbsp", ' '),
    ("ndash", '\u{2013}'),
    ("num", '#'),
    ("quot", '"'),
    ("rdquo", '\u{201d}'),
    ("rsquo", '\u{2019}'),
    ("shy", '\u{ad}'),
    ("vert", '|'),
    ("zwnj", '\u{200c}'),
];

/// Tags that are nothing but looks, and whose names nobody puts in the place of a redacted word.
const TAGS: &[&str] = &[
    "blockquote",
    "body",
    "br",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "html",
    "kbd",
    "li",
    "ol",
    "pre",
    "samp",
    "small",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "tt",
    "ul",
];

/// Tags of one letter, which are believed when they are closed on the same line, or close.
const LETTERS: &[&str] = &["a", "b", "i", "p", "s", "u"];

/// The longest entity, the longest tag, and how far a tag of one letter reaches.
const LONGEST_ENTITY: usize = 10;
const LONGEST_TAG: usize = 160;
const REACH: usize = 256;

/// Whether there may be anything to undo.
pub(super) fn is_there(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'&', b'<', bytes).any(|at| match bytes.get(at) {
        Some(b'&') => bytes.get(at + 1).is_some_and(|&next| next == b'#' || next.is_ascii_lowercase()),
        _ => bytes.get(at + 1).is_some_and(|&next| next == b'/' || next.is_ascii_alphabetic()),
    })
}

/// Tags taken away and entities as what they stand for; whether anything changed. `spare` comes back empty.
pub(super) fn undo(cells: &mut Vec<Cell>, spare: &mut Vec<Cell>) -> bool {
    spare.clear();
    let mut at = 0;
    while let Some(&cell) = cells.get(at) {
        let rest = cells.get(at..).unwrap_or(&[]);
        match cell.shown {
            '&' => match entity(rest) {
                Some((shown, taken)) => {
                    spare.push(Cell::over(shown, rest.get(..taken).unwrap_or(rest)));
                    at += taken;
                    continue;
                }
                None => spare.push(cell),
            },
            '<' => match tag(rest) {
                Some(taken) => {
                    at += taken;
                    continue;
                }
                None => spare.push(cell),
            },
            _ => spare.push(cell),
        }
        at += 1;
    }
    let changed = cells.len() != spare.len();
    std::mem::swap(cells, spare);
    spare.clear();
    changed
}

fn text_to(cells: &[Cell], end: char, longest: usize) -> Option<String> {
    let length = cells.iter().take(longest).position(|cell| cell.shown == end)?;
    Some(cells.iter().skip(1).take(length - 1).map(|cell| cell.shown).collect())
}

/// What the entity at the start of `cells` stands for, and how many cells it takes.
fn entity(cells: &[Cell]) -> Option<(char, usize)> {
    let name = text_to(cells, ';', LONGEST_ENTITY)?;
    let shown = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            let code = hex.unwrap_or_else(|| number.parse()).ok()?;
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((shown, name.chars().count() + 2))
}

/// How many cells the tag at the start of `cells` takes.
fn tag(cells: &[Cell]) -> Option<usize> {
    let inner = text_to(cells, '>', LONGEST_TAG).filter(|inner| !inner.contains('<'))?;
    let taken = inner.chars().count() + 2;
    let closing = inner.starts_with('/');
    let body = inner.trim_start_matches('/').trim_end_matches(['/', ' ']);
    let (name, attributes) = body.split_once(' ').unwrap_or((body, ""));
    let name = name.to_ascii_lowercase();
    if TAGS.contains(&name.as_str()) {
        return Some(taken);
    }
    let believed = LETTERS.contains(&name.as_str()) && (closing || attributes.contains('=') || is_closed(cells, &name));
    believed.then_some(taken)
}

fn is_closed(cells: &[Cell], name: &str) -> bool {
    let wanted: Vec<char> = format!("</{name}>").chars().collect();
    cells
        .get(..REACH)
        .unwrap_or(cells)
        .windows(wanted.len())
        .any(|part| part.iter().zip(&wanted).all(|(cell, wanted)| cell.shown.to_ascii_lowercase() == *wanted))
}
