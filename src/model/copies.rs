//! What a capture shows of a configuration beside the whole one that runs: parts of it, and what is saved.

use std::collections::{HashMap, HashSet};

use super::ConfigState;
use super::lower::{begins, config_state};
use super::owners::Owners;
use crate::grammar::{Coverage, Facts, Note, Parsed};
use crate::source::{SourceMap, Span};

/// Where the last whole configuration of each device that runs begins and ends.
type Running = HashMap<usize, (Span, Span)>;

/// Takes back what is doubtful of a copy only because it is one: lines that a filter (`| include ip nat`) tore from
/// their place, where the whole configuration has them in it, and all of a saved configuration that is not judged.
pub(super) fn settle(parsed: &mut [Parsed], owners: &Owners, sources: &SourceMap, coverage: &mut Coverage) {
    let running = running(parsed, owners, sources);
    let mut lines = HashMap::new();
    for (part, owner) in parsed.iter_mut().zip(&owners.of_segment) {
        let Some((device, place)) = owner.and_then(|device| Some((device, running.get(&device)?))) else { continue };
        if is_saved(part, sources) {
            (part.doubts, part.unrecognized) = (Vec::new(), 0);
        }
        let head = &part.segment.head;
        let torn = matches!(part.facts, Facts::Config(_)) && head.filter.is_some();
        if !torn || part.doubts.is_empty() && part.unrecognized == 0 {
            continue;
        }
        let whole = lines.entry(device).or_insert_with(|| lines_of(*place, sources));
        let repeats = |note: &Note| line_at(note.span, sources).is_some_and(|line| whole.contains(line));
        part.doubts.retain(|doubt| !repeats(doubt));
        let here = |note: &Note| {
            note.span.source == head.source && (head.first_line..=part.segment.last_line).contains(&note.line)
        };
        part.unrecognized -= coverage.settle(|note| here(note) && repeats(note)).min(part.unrecognized);
    }
}

fn running(parsed: &[Parsed], owners: &Owners, sources: &SourceMap) -> Running {
    let place = |part: &Parsed| {
        let Facts::Config(facts) = &part.facts else { return None };
        let whole = config_state(&part.segment.head, part.segment.cut, facts) == ConfigState::Complete;
        begins(facts).zip(facts.end).filter(|_| whole && !is_saved(part, sources))
    };
    let parts = parsed.iter().zip(&owners.of_segment);
    parts.filter_map(|(part, owner)| (*owner).zip(place(part))).collect()
}

fn lines_of((first, end): (Span, Span), sources: &SourceMap) -> HashSet<&str> {
    let lines = sources.get(first.source).map(|file| file.lines(first.start, usize::MAX));
    let lines = lines.into_iter().flatten().take_while(|(start, _)| *start <= end.start);
    lines.map(|(_, line)| line.trim_ascii()).collect()
}

fn line_at(span: Span, sources: &SourceMap) -> Option<&str> {
    let mut lines = sources.get(span.source)?.lines(span.start, 1);
    lines.next().map(|(_, line)| line.trim_ascii())
}

/// Whether it is the configuration that is saved, and not the one that runs. Above the former IOS prints how much of the
/// memory it fills.
pub(super) fn is_saved(part: &Parsed, sources: &SourceMap) -> bool {
    let Facts::Config(facts) = &part.facts else { return false };
    let size = |heading| sources.slice(heading).is_some_and(|heading| heading.starts_with("Using "));
    part.segment.head.is_saved() || part.segment.head.command.is_none() && facts.heading.is_some_and(size)
}
