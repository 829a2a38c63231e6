//! One page to look at: pictures, ports, findings that unfold, the plan, the checklist. No script, nothing from elsewhere.
//!
//! Text of the capture comes in through `maud`, which escapes it, and is masked before that. The policy in the head lets
//! no script and no other style in than the one of this file.

mod findings;
mod lanes;
mod picture;
mod plans;
mod ports;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::record::{Content, InputRecord, Record, rule_set};
use super::summary::{self, Row};
use super::{Report, possible, words};
use crate::eval::Verdict;
use crate::locale::{Language, Text, say};
use crate::source::{mask_controls, mask_name};
use lanes::Fate;
use picture::picture;

/// The style of a language, and its SHA-256 in base64; a test says which it is.
fn style(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => (include_str!("style.css"), "sjAB8HQwcdRh5THcJu0X+R0ECFiXd+oHmKhtSxtPyTs="),
        Language::Japanese => (
            concat!(include_str!("style.css"), include_str!("style.ja.css")),
            "y1ZxO3GYQ9B5iPZSUTt8SweggE1I0U17Wom+9XzTBnM=",
        ),
    }
}

/// Routers that are drawn; the table below has all.
const PICTURES: usize = 8;

/// Lanes that are drawn in one picture.
const LANES: usize = 60;

/// The whole page.
pub fn html(report: &Report, record: &Record) -> String {
    let word = words::verdict(report.verdict);
    let language = record.language;
    let (style, hash) = style(language);
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    let version = env!("CARGO_PKG_VERSION");
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (say!("html-title", verdict = word).to(language)) }
                style { (PreEscaped(style)) }
            }
            body {
                a.skip href="#main" { (say!("html-skip").to(language)) }
                (top(report, record))
                main id="main" {
                    (pictures(report, language))
                    (uplinks(report, language))
                    (ports::maps(report, language))
                    (findings::findings(report, language))
                    (plans::plans(report, language))
                    (findings::checklist(report, &record.checklist, language))
                    (provenance(report, record))
                }
                footer { p { (say!("html-made-by", version).to(language)) } }
            }
        }
    };
    page.into_string() + "\n"
}

/// A word in the colour of a verdict.
fn chip(verdict: Verdict) -> Markup {
    html! { span class={ "chip " (Fate::of(verdict).class()) } { (words::verdict(verdict)) } }
}

fn top(report: &Report, record: &Record) -> Markup {
    let word = words::verdict(report.verdict);
    let language = record.language;
    html! {
        header {
            div.top {
                div {
                    p.eyebrow { "hcxnat " (env!("CARGO_PKG_VERSION")) @if let Some(made) = &record.made { ", " (mask_name(made)) } }
                    h1 { (say!("html-heading").to(language)) }
                    p.lead { (words::capital(&summary::sentence(report).to(language))) }
                }
                p class={ "big " (Fate::of(report.verdict).class()) } { (word) }
            }
            @if let Some(closing) = &record.closing { p.soft { (mask_controls(&closing.to(language))) } }
            @if !report.paste_next.is_empty() {
                div.card {
                    h3 { (say!("html-paste-next").to(language)) }
                    pre.copy tabindex="0" { @for line in &report.paste_next { (mask_name(line)) "\n" } }
                }
            }
            (links(report, language))
        }
    }
}

fn links(report: &Report, language: Language) -> Markup {
    let links = [
        ("uplinks", say!("html-uplinks"), true),
        ("findings", say!("html-findings"), !report.findings.is_empty()),
        ("plan", say!("html-plan"), !report.plans.is_empty() || !report.no_plan.is_empty()),
        ("checklist", say!("html-checklist"), true),
        ("read", say!("html-read"), true),
    ];
    html! {
        nav aria-label=(say!("html-sections").to(language)) {
            ul { @for (id, name, _) in links.iter().filter(|(.., there)| *there) { li { a href={ "#" (id) } { (name.to(language)) } } } }
        }
    }
}

/// The rows of one router.
struct Router<'s> {
    device: usize,
    rows: Vec<&'s Row>,
}

/// Routers with uplinks, failing ones first.
fn routers(rows: &[Row]) -> Vec<Router<'_>> {
    let mut routers: Vec<Router<'_>> = Vec::new();
    for row in rows {
        match routers.iter_mut().find(|router| router.device == row.device) {
            Some(router) => router.rows.push(row),
            None => routers.push(Router { device: row.device, rows: vec![row] }),
        }
    }
    routers.sort_by_key(|router| std::cmp::Reverse(router.rows.iter().map(|row| row.verdict).max()));
    routers
}

fn pictures(report: &Report, language: Language) -> Markup {
    let rows = summary::rows(report, language);
    let routers = routers(&rows);
    if routers.is_empty() {
        return html! {};
    }
    let more = routers.len().saturating_sub(PICTURES);
    html! {
        section aria-labelledby="picture" {
            h2 id="picture" { (say!("html-pictures").to(language)) }
            @for router in routers.iter().take(PICTURES) { (pair(report, router, language)) }
            @if more > 0 { p.soft { (say!("html-other-routers", count = more).to(language)) } }
        }
    }
}

/// A router as it is, and beside it as its plan makes it.
fn pair(report: &Report, router: &Router<'_>, language: Language) -> Markup {
    let device = router.device;
    let router_name = words::router(&report.network, device).to(language);
    let name = router_name.as_str();
    let mut lanes = lanes::now(report, &router.rows, language);
    let more = lanes.len().saturating_sub(LANES);
    lanes.truncate(LANES);
    let plan = report.plans.iter().find(|plan| plan.device == device);
    let after = plan
        .map(|plan| (plan.id.as_str(), lanes::after(report, &router.rows, plan, language)))
        .filter(|(_, lanes)| !lanes.is_empty());
    html! {
        div.card {
            div.pair {
                div {
                    h3 { (say!("html-now", router = name).to(language)) }
                    (picture(&format!("now-{device}"), &say!("html-picture-now", router = name), &lanes, language))
                }
                @if let Some((plan, mut lanes)) = after {
                    @let () = lanes.truncate(LANES);
                    div {
                        h3 { (say!("html-after", router = name, plan).to(language)) }
                        (picture(&format!("after-{device}"), &say!("html-picture-after", router = name, plan), &lanes, language))
                    }
                }
            }
            @if more > 0 { p.soft { (say!("html-more-in-table", count = more).to(language)) } }
            (legend(&lanes, language))
        }
    }
}

/// What the lines mean, those that are there.
fn legend(lanes: &[lanes::Lane], language: Language) -> Markup {
    let entries = [
        (Fate::Good, "s-line s-good", say!("html-line-good")),
        (Fate::Bad, "s-line s-bad", say!("html-line-bad")),
        (Fate::Open, "s-line s-open", say!("html-line-open")),
        (Fate::Stranger, "s-line s-none", say!("html-line-stranger")),
    ];
    let there = |fate: Fate| lanes.iter().any(|lane| lane.fate == fate);
    html! {
        ul.legend aria-label=(say!("html-legend").to(language)) {
            @for (fate, class, says) in entries { @if there(fate) || fate == Fate::Good { (entry(class, &says, language)) } }
            @if lanes.iter().any(|lane| lane.wanted.is_some()) { (entry("s-line s-bad s-dash", &say!("html-line-wanted"), language)) }
        }
    }
}

fn entry(class: &str, says: &Text, language: Language) -> Markup {
    html! { li { svg viewBox="0 0 30 10" aria-hidden="true" { path class=(class) d="M0 5H30" {} } (says.to(language)) } }
}

fn uplinks(report: &Report, language: Language) -> Markup {
    let head = heads(language);
    let rows = possible::joined(summary::rows(report, language));
    let inferred = report.appliances.iter().any(|appliance| appliance.inferred);
    let possible = report.appliances.iter().any(|appliance| appliance.possible);
    html! {
        section aria-labelledby="uplinks" {
            h2 id="uplinks" { (say!("html-uplinks").to(language)) }
            @if rows.is_empty() {
                p { (say!("html-no-uplink").to(language)) }
            } @else {
                div.scroll {
                    table {
                        thead { tr { @for head in &head { th scope="col" { (head) } } } }
                        tbody { @for row in &rows { (uplink(report, row, language)) } }
                    }
                }
            }
            @if inferred { p.soft { (say!("html-inferred").to(language)) } }
            @if possible { p.soft { (possible::says().to(language)) } }
        }
    }
}

/// The columns of the table of uplinks.
pub(super) fn heads(language: Language) -> [String; 6] {
    let (verdict, appliance, router) =
        (say!("html-head-verdict"), say!("html-head-appliance"), say!("html-head-router"));
    let (local, global, outcome) = (Text::from("Inside local"), Text::from("Inside global"), say!("html-head-outcome"));
    [verdict, appliance, router, local, global, outcome].map(|head| head.to(language))
}

fn uplink(report: &Report, row: &Row, language: Language) -> Markup {
    let flow = row.flows.first().and_then(|at| report.flows.get(*at));
    let global = flow.and_then(summary::leaves_as);
    html! {
        tr {
            td { (chip(row.verdict)) }
            th scope="row" { (row.name) }
            td { (words::router(&report.network, row.device).to(language)) }
            td { code { (row.local) } }
            td { @match global { Some(global) => code { (mask_controls(&global.to_string())) }, None => (say!("html-not-known").to(language)) } }
            td { (row.words) }
        }
    }
}

fn provenance(report: &Report, record: &Record) -> Markup {
    let language = record.language;
    let asked = mask_name(&record.asked.to(language));
    html! {
        section aria-labelledby="read" {
            h2 id="read" { (say!("html-read").to(language)) }
            @if !record.inputs.is_empty() {
                div.scroll {
                    table {
                        thead { tr { @for head in &input_heads(language) { th scope="col" { (head) } } } }
                        tbody {
                            @for input in &record.inputs { (input_row(&say!("html-for-router").to(language), input, language)) }
                            @for input in &record.inventory { (input_row(&say!("html-for-inventory").to(language), input, language)) }
                        }
                    }
                }
            }
            ul {
                @for device in summary::devices(report, language) { li { (say!("html-read-router", router = device).to(language)) } }
                li { (say!("html-read-appliances", asked).to(language)) }
                li { (program().to(language)) }
                li { (words::capital(&words::coverage(&report.network.coverage).to(language))) }
                @if !report.not_checked.is_empty() { li { (say!("html-read-not-checked", what = mask_controls(&words::not_checked(report, language))).to(language)) } }
            }
        }
    }
}

/// The columns of the table of inputs.
pub(super) fn input_heads(language: Language) -> [String; 4] {
    let (input, wanted_for, bytes) = (say!("html-head-input"), say!("html-head-for"), say!("html-head-bytes"));
    [input, wanted_for, bytes, Text::from("SHA-256")].map(|head| head.to(language))
}

/// The program and its rules.
pub(super) fn program() -> Text {
    let (count, digest) = rule_set();
    say!("html-read-program", version = env!("CARGO_PKG_VERSION"), count, digest)
}

fn input_row(what: &str, input: &InputRecord, language: Language) -> Markup {
    html! {
        tr {
            td { code { (mask_name(&input.name)) } }
            td { (what) }
            @match &input.content {
                Content::Known { bytes, sha256 } => {
                    td { (words::grouped(*bytes)) }
                    td.wide { code { (sha256) } }
                }
                Content::Unknown(why) => { td {} td { (why.to(language)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648.
    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let group = chunk.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for digit in 0..4 {
                let value = (group >> (18 - 6 * digit)) & 63;
                out.push(if digit <= chunk.len() { char::from(DIGITS[value as usize]) } else { '=' });
            }
        }
        out
    }

    #[test]
    fn the_policy_lets_this_style_in_and_no_other() {
        assert_eq!(base64(b"foobar") + &base64(b"fo"), "Zm9vYmFyZm8=");
        for language in Language::ALL {
            let (style, hash) = style(language);
            assert_eq!(hash, base64(&hmac_sha256::Hash::hash(style.as_bytes())), "write this into style()");
        }
    }
}
