//! Lanes drawn: appliances on the left, the router's NAT, the inside global addresses with their ports, the peers.

use maud::{Markup, html};

use super::lanes::Lane;
use crate::locale::{Language, Text, say};

/// Columns of the picture, in its own units: where each begins, and how wide it is.
const WIDTH: u32 = 620;
const APPLIANCE: (u32, u32) = (0, 196);
const BAND: (u32, u32) = (236, 44);
const GLOBAL: (u32, u32) = (318, 136);
const PEER: (u32, u32) = (486, 134);

/// Room for the column titles.
const TOP: u32 = 34;

/// Room for the address above a group.
const HEAD: u32 = 22;

/// From this many lanes on they are drawn closer.
const MANY: usize = 9;

/// Where everything stands.
struct Plan {
    /// The middle of each lane.
    middles: Vec<u32>,
    /// Lanes of one address: first, last, top, bottom.
    groups: Vec<(usize, usize, u32, u32)>,
    /// Height of a box.
    boxed: u32,
    bottom: u32,
    /// What makes the lanes so, each once: the text and the place.
    rules: Vec<(String, String)>,
}

impl Plan {
    fn of(lanes: &[Lane]) -> Self {
        let (pitch, boxed) = if lanes.len() < MANY { (60, 46) } else { (46, 38) };
        let (mut middles, mut groups) = (Vec::new(), Vec::<(usize, usize, u32, u32)>::new());
        let mut y = TOP;
        for (at, lane) in lanes.iter().enumerate() {
            let same = at > 0 && lanes.get(at - 1).is_some_and(|before| before.address == lane.address);
            if !same {
                let top = y + 6;
                y += HEAD + 6;
                groups.push((at, at, top, top));
            }
            middles.push(y + pitch / 2);
            y += pitch;
            if let Some(group) = groups.last_mut() {
                (group.1, group.3) = (at, y);
            }
        }
        let mut rules: Vec<(String, String)> = Vec::new();
        for rule in lanes.iter().filter_map(|lane| lane.rule.as_ref()) {
            if !rules.contains(rule) {
                rules.push(rule.clone());
            }
        }
        Self { middles, groups, boxed, bottom: y + 10, rules }
    }

    fn middle(&self, at: usize) -> u32 {
        self.middles.get(at).copied().unwrap_or(TOP)
    }

    fn number(&self, lane: &Lane) -> Option<usize> {
        let rule = lane.rule.as_ref()?;
        self.rules.iter().position(|known| known == rule).map(|at| at + 1)
    }
}

/// The picture of some lanes. `id` tells it from the others of the page.
pub(super) fn picture(id: &str, title: &Text, lanes: &[Lane], language: Language) -> Markup {
    let plan = Plan::of(lanes);
    let (label, description) = (format!("{id}-title"), format!("{id}-desc"));
    let by = format!("{label} {description}");
    let says: Vec<String> = lanes.iter().map(|lane| say!("html-sentence", says = &lane.says).to(language)).collect();
    html! {
        figure {
            div.scroll {
                svg viewBox={ "0 0 " (WIDTH) " " (plan.bottom) } role="img" aria-labelledby=(by) {
                    title id=(label) { (title.to(language)) }
                    desc id=(description) { (says.join(" ")) }
                    (heads(language))
                    rect.s-band x=(BAND.0) y=(TOP) width=(BAND.1) height=(plan.bottom - TOP - 4) rx="8" {}
                    @for group in &plan.groups { (address(lanes, *group)) }
                    @for (at, lane) in lanes.iter().enumerate() { (way(&plan, at, lane)) }
                    (wishes(&plan, lanes))
                    @for (at, lane) in lanes.iter().enumerate() { (ends(&plan, at, lane)) }
                    @for run in peers(lanes) { (peer(&plan, lanes, run)) }
                }
            }
            (rules(&plan, language))
        }
    }
}

fn heads(language: Language) -> Markup {
    html! {
        text.s-small x=(APPLIANCE.0) y="14" { (say!("html-column-appliance").to(language)) }
        text.s-text.s-mid x=(BAND.0 + BAND.1 / 2) y="14" { "NAT" }
        text.s-small x=(GLOBAL.0) y="14" { "Inside global" }
        text.s-small x=(PEER.0) y="14" { (say!("html-column-peer").to(language)) }
    }
}

/// The box of an address, with its name on top.
fn address(lanes: &[Lane], (first, _, top, bottom): (usize, usize, u32, u32)) -> Markup {
    let name = lanes.get(first).map_or("", |lane| lane.address.as_str());
    html! {
        rect.s-group x=(GLOBAL.0) y=(top) width=(GLOBAL.1) height=(bottom - top) rx="8" {}
        text.s-mono.s-mid x=(GLOBAL.0 + GLOBAL.1 / 2) y=(top + 19) { (cut(name, 17)) title { (name) } }
    }
}

/// The lines of a lane.
fn way(plan: &Plan, at: usize, lane: &Lane) -> Markup {
    let (y, colour) = (plan.middle(at), format!("s-line s-{}", lane.fate.class()));
    let (left, right) = (APPLIANCE.0 + APPLIANCE.1, PEER.0);
    let pill = PILL.0;
    html! {
        path class=(colour) d={ "M" (left) " " (y) "H" (BAND.0) } {}
        path class=(colour) d={ "M" (BAND.0 + BAND.1) " " (y) "H" (pill) } {}
        @if !lane.dropped { path class=(colour) d={ "M" (pill + PILL.1) " " (y) "H" (right) } {} }
        @if let Some(number) = plan.number(lane) {
            circle.s-badge cx=(BAND.0 + BAND.1 / 2) cy=(y) r="10" {}
            text.s-num x=(BAND.0 + BAND.1 / 2) y=(y + 4) { (number) }
        }
    }
}

/// The lane that has the port which another one wanted.
fn holder(lanes: &[Lane], at: usize, lane: &Lane) -> Option<usize> {
    let wanted = lane.wanted.as_ref()?;
    lanes
        .iter()
        .enumerate()
        .position(|(other, known)| other != at && known.address == lane.address && known.port == *wanted)
}

/// Up to this many lines lead to one port before they are put together.
const FEW: usize = 3;

/// Dashed lines to ports that were taken, with a cross where they end.
fn wishes(plan: &Plan, lanes: &[Lane]) -> Markup {
    let mut wishes: Vec<(usize, usize)> = Vec::new();
    for (at, lane) in lanes.iter().enumerate() {
        wishes.extend(holder(lanes, at, lane).map(|holder| (at, holder)));
    }
    let others = |holder: usize| wishes.iter().filter(|(_, known)| *known == holder).count();
    let side = |holder: usize, below: bool| {
        let from = wishes.iter().filter(|(at, known)| *known == holder && (*at > holder) == below).map(|(at, _)| *at);
        if below { from.max() } else { from.min() }
    };
    let mut holders: Vec<usize> = wishes.iter().map(|(_, holder)| *holder).collect();
    holders.dedup();
    html! {
        @for holder in holders.iter().filter(|holder| others(**holder) > FEW) {
            @for below in [false, true] { @if let Some(from) = side(*holder, below) { (wish(plan, from, *holder, true)) } }
        }
        @for (at, holder) in &wishes {
            @if others(*holder) > FEW {
                circle.p-bad cx=(BAND.0 + BAND.1 + BUS) cy=(plan.middle(*at)) r="3" {}
            } @else {
                (wish(plan, *at, *holder, false))
            }
        }
    }
}

/// How far behind the band the lines run that are put together.
const BUS: u32 = 18;

/// A curve, or a line with corners for several lanes.
fn wish(plan: &Plan, from: usize, to: usize, straight: bool) -> Markup {
    let (start, end) = (plan.middle(from), plan.middle(to));
    let (x, stop) = (BAND.0 + BAND.1, PILL.0 - 9);
    let end = if end < start { end + 9 } else { end.saturating_sub(9) };
    let way = if straight {
        format!("M{} {start}V{end}H{stop}", x + BUS)
    } else {
        format!("M{x} {start}C{} {start} {} {end} {stop} {end}", x + 26, stop - 26)
    };
    html! {
        path.s-line.s-bad.s-dash d=(way) {}
        path.s-line.s-bad d={ "M" (stop - 4) " " (end - 4) "l8 8m0 -8l-8 8" } {}
    }
}

/// The pill of a port.
const PILL: (u32, u32) = (346, 80);

/// The box of an appliance and the pill of its port.
fn ends(plan: &Plan, at: usize, lane: &Lane) -> Markup {
    let (y, class) = (plan.middle(at), lane.fate.class());
    let top = y - plan.boxed / 2;
    html! {
        g {
            title { (lane.says) }
            rect.s-box x=(APPLIANCE.0 + 1) y=(top) width=(APPLIANCE.1 - 1) height=(plan.boxed) rx="8" {}
            rect class={ "p-" (class) } x=(APPLIANCE.0 + 1) y=(top) width="6" height=(plan.boxed) rx="3" {}
            text.s-text x=(APPLIANCE.0 + 18) y=(y - 4) { (cut_middle(&lane.name, 22)) }
            text.s-mono x=(APPLIANCE.0 + 18) y=(y + 13) { (cut(&lane.local, 23)) }
            rect class={ "p-" (class) } x=(PILL.0) y=(y - 13) width=(PILL.1) height="26" rx="13" {}
            text class={ "s-mono s-mid t-" (class) } x=(PILL.0 + PILL.1 / 2) y=(y + 4) { (cut(&lane.port, 10)) }
        }
    }
}

/// Lanes to one peer that stand side by side.
fn peers(lanes: &[Lane]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, lane) in lanes.iter().enumerate() {
        match runs.last_mut() {
            Some((first, last)) if lanes.get(*first).is_some_and(|known| known.peer == lane.peer) => *last = at,
            _ => runs.push((at, at)),
        }
    }
    runs
}

fn peer(plan: &Plan, lanes: &[Lane], (first, last): (usize, usize)) -> Markup {
    let (top, bottom) = (plan.middle(first) - plan.boxed / 2, plan.middle(last) + plan.boxed / 2);
    let Some((name, port)) = lanes.get(first).map(|lane| &lane.peer) else { return html! {} };
    let (x, y) = (PEER.0 + PEER.1 / 2, u32::midpoint(top, bottom));
    html! {
        rect.s-box x=(PEER.0) y=(top) width=(PEER.1 - 1) height=(bottom - top) rx="8" {}
        @if port.is_empty() {
            text.s-small.s-mid x=(x) y=(y + 4) { (cut(name, 17)) }
        } @else {
            text.s-mono.s-mid x=(x) y=(y - 3) { (cut(name, 17)) }
            text.s-small.s-mid x=(x) y=(y + 14) { (port) }
        }
    }
}

/// What the numbers on the band stand for.
fn rules(plan: &Plan, language: Language) -> Markup {
    let more = plan.rules.len().saturating_sub(RULES);
    html! {
        @if !plan.rules.is_empty() {
            figcaption {
                @for (at, (rule, place)) in plan.rules.iter().take(RULES).enumerate() {
                    (at + 1) ". " code { (rule) } " (" (place) ")" br;
                }
                @if more > 0 { (say!("html-more-rules", count = more).to(language)) }
            }
        }
    }
}

/// Rules that are written out below a picture.
const RULES: usize = 8;

/// The room that a character takes: wide ones count twice.
fn width(c: char) -> usize {
    if c >= '\u{1100}' { 2 } else { 1 }
}

/// As many characters as there is room for.
fn fitting(text: impl Iterator<Item = char>, room: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += width(*c);
        used <= room
    };
    text.take_while(fits).collect()
}

/// The beginning of a text that is longer than there is room for.
fn cut(text: &str, room: usize) -> String {
    if text.chars().map(width).sum::<usize>() <= room {
        return text.to_owned();
    }
    fitting(text.chars(), room.saturating_sub(1)) + "\u{2026}"
}

/// Beginning and end: names of one site differ in their last characters.
fn cut_middle(text: &str, room: usize) -> String {
    if text.chars().map(width).sum::<usize>() <= room {
        return text.to_owned();
    }
    let (end, start) = (room / 2, room - room / 2 - 1);
    let end: String = fitting(text.chars().rev(), end).chars().rev().collect();
    format!("{}\u{2026}{end}", fitting(text.chars(), start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("SM1-NE-I1", 9), "SM1-NE-I1");
        assert_eq!(cut("SM1-NE-I10", 9), "SM1-NE-I\u{2026}");
        assert_eq!(cut_middle("Production-West-NE-I3", 9), "Prod\u{2026}E-I3");
        assert_eq!(cut("\u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}", 6), "\u{65e5}\u{672c}\u{2026}");
    }
}
