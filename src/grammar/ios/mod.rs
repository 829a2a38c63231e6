//! Cisco IOS and IOS-XE.

pub mod config;
pub mod show;

use crate::capture::{Kind, Line, Segment};
use crate::locale::{Text, say};
use crate::source::SourceMap;

use super::{Coverage, Note, State, Subject};

/// How many lines of prose are pointed at, a segment. The rest is counted.
const SHOWN: usize = 20;

/// Accounts for the lines of a segment that is not read.
pub(super) fn unread(segment: &Segment, sources: &SourceMap, coverage: &mut Coverage) {
    let unkept = segment.unkept();
    for _ in 0..unkept.blank {
        coverage.count(State::Harmless);
    }
    let foreign = !segment.dialect.is_ios();
    let state = match segment.head.kind {
        Kind::OtherCommand if foreign => State::Unsupported,
        Kind::OtherCommand | Kind::Show(_) | Kind::Vsphere(_) => State::Harmless,
        Kind::RunningConfig | Kind::NatTranslations => State::Unsupported,
        Kind::Text => State::Unrecognized,
    };
    for _ in 0..unkept.text {
        coverage.count(state);
    }
    match segment.head.kind {
        Kind::OtherCommand if foreign => {
            let effect = say!("ledger-table-not-read", title = segment.dialect.title());
            let silent = |line: &Line<'_>| line.text.trim_ascii().is_empty();
            account(segment.lines(sources), silent, (state, Subject::None, &effect, 1), coverage);
        }
        Kind::OtherCommand | Kind::Show(_) | Kind::Vsphere(_) => {
            segment.lines(sources).for_each(|_| coverage.count(State::Harmless));
        }
        Kind::RunningConfig | Kind::NatTranslations => {
            let effect = say!("ledger-configuration-not-read", title = segment.dialect.title());
            let silent = |line: &Line<'_>| line.text.trim_ascii().trim_start_matches('!').is_empty();
            account(segment.lines(sources), silent, (state, Subject::Nat, &effect, 1), coverage);
        }
        Kind::Text if segment.sealed => {
            // What is in it could say anything of any router.
            let effect = segment.evidence.first().map_or_else(Text::default, |evidence| evidence.says.in_words());
            for line in segment.lines(sources) {
                let (state, subject, effect) = (State::Unsupported, Subject::Nat, effect.clone());
                coverage.note(Note { span: line.span(), line: line.number, state, subject, effect });
            }
        }
        Kind::Text => {
            let binary = segment.evidence.first().map(|evidence| evidence.says.in_words());
            let effect = binary.unwrap_or_else(|| say!("ledger-not-router-output"));
            let silent = |line: &Line<'_>| line.text.trim_ascii().is_empty();
            account(segment.lines(sources), silent, (state, Subject::None, &effect, SHOWN), coverage);
        }
    }
}

/// Counts each line, with a note for the first few that are not silent.
fn account<'a>(
    lines: impl Iterator<Item = Line<'a>>,
    silent: impl Fn(&Line<'a>) -> bool,
    (state, subject, effect, notes): (State, Subject, &Text, usize),
    coverage: &mut Coverage,
) {
    let mut noted = 0;
    for line in lines {
        if silent(&line) {
            coverage.count(State::Harmless);
        } else if noted < notes {
            noted += 1;
            let effect = effect.clone();
            coverage.note(Note { span: line.span(), line: line.number, state, subject, effect });
        } else {
            coverage.count(state);
        }
    }
}
