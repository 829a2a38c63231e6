//! Where evidence lies, for programs that show it in the user's own files: a relative path, and lines and columns from 1.

use std::fmt::Write as _;
use std::path::{Component, Path};

use super::Report;
use crate::source::{Span, mask_name};

/// A path from the directory the program was started in, or from the root of the file system where it leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RelativePath {
    /// With slashes, without `.` and `..`.
    pub(super) path: String,
    /// It is counted from the root of the file system.
    pub(super) from_root: bool,
}

/// `name` as it is seen from `directory`, without asking the file system.
pub(super) fn relative(name: &str, directory: Option<&Path>) -> RelativePath {
    let name = mask_name(name);
    let path = Path::new(&name);
    let leaves = path.components().any(|part| matches!(part, Component::ParentDir));
    let whole = match directory {
        Some(directory) if path.is_absolute() || leaves => parts(&directory.join(path)),
        _ => parts(path),
    };
    let own = directory.map(parts).filter(|_| path.is_absolute() || leaves);
    match own {
        Some(own) if whole.len() > own.len() && whole.starts_with(&own) => {
            RelativePath { path: whole.get(own.len()..).unwrap_or_default().join("/"), from_root: false }
        }
        Some(_) => RelativePath { path: whole.join("/"), from_root: true },
        None => RelativePath { path: whole.join("/"), from_root: path.is_absolute() },
    }
}

fn parts(path: &Path) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()),
            Component::Prefix(prefix) => parts.push(prefix.as_os_str().to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir => {}
        }
    }
    parts
}

/// The same with every byte encoded that an URI does not hold as it is (RFC 3986).
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$'()*+,;=@/".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Lines and columns of a span, 1-based; the end column is one past the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// `None` when the text was not kept: a made-up place is worse than none.
pub(super) fn region(report: &Report, span: Span) -> Option<Region> {
    let sources = &report.network.sources;
    let (start, end) = (sources.position(span)?, sources.end_position(span)?);
    Some(Region { line: start.line, column: start.column, end_line: end.line, end_column: end.column })
}

/// The name of the source that a span lies in.
pub(super) fn source(report: &Report, span: Span) -> Option<&str> {
    report.network.sources.get(span.source).map(crate::source::SourceFile::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_where_the_program_was_started() {
        let here = Path::new("/srv/captures");
        for (name, path, from_root) in [
            ("edge.txt", "edge.txt", false),
            ("./site/edge.txt", "site/edge.txt", false),
            ("/srv/captures/edge.txt", "edge.txt", false),
            ("../captures/edge.txt", "edge.txt", false),
            ("../edge.txt", "srv/edge.txt", true),
            ("/etc/edge.txt", "etc/edge.txt", true),
            ("a/../edge.txt", "edge.txt", false),
            ("box.zip!edge.txt", "box.zip!edge.txt", false),
        ] {
            assert_eq!(relative(name, Some(here)), RelativePath { path: path.to_owned(), from_root }, "{name}");
        }
        assert_eq!(uri("my captures/\u{e9}<1>.txt"), "my%20captures/%C3%A9%3C1%3E.txt");
    }
}
