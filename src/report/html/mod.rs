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
use super::{Report, words};
use crate::eval::Verdict;
use crate::locale::Language;
use crate::source::{mask_controls, mask_name};
use lanes::Fate;
use picture::picture;

const STYLE: &str = include_str!("style.css");

/// The SHA-256 of [`STYLE`], in base64; a test says which it is.
const STYLE_HASH: &str = "sjAB8HQwcdRh5THcJu0X+R0ECFiXd+oHmKhtSxtPyTs=";

/// Routers that are drawn; the table below has all.
const PICTURES: usize = 8;

/// Lanes that are drawn in one picture.
const LANES: usize = 60;

/// The whole page.
pub fn html(report: &Report, record: &Record) -> String {
    let word = words::verdict(report.verdict);
    let policy = format!("default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { "HCX uplinks behind Cisco NAT: " (word) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                (top(report, record))
                main id="main" {
                    (pictures(report, record.language))
                    (uplinks(report, record.language))
                    (ports::maps(report))
                    (findings::findings(report, record.language))
                    (plans::plans(report, record.language))
                    (findings::checklist(report, &record.checklist))
                    (provenance(report, record))
                }
                footer { p { "Made by hcxnat " (env!("CARGO_PKG_VERSION")) " from pasted text. It talked to no device." } }
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
    let links = [
        ("uplinks", "Uplinks", true),
        ("findings", "Findings", !report.findings.is_empty()),
        ("plan", "Plan", !report.plans.is_empty() || !report.no_plan.is_empty()),
        ("checklist", "Checklist", true),
        ("read", "What was read", true),
    ];
    html! {
        header {
            div.top {
                div {
                    p.eyebrow { "hcxnat " (env!("CARGO_PKG_VERSION")) @if let Some(made) = &record.made { ", " (mask_name(made)) } }
                    h1 { "HCX uplinks behind Cisco NAT" }
                    p.lead { (capital(&summary::sentence(report).to(record.language))) }
                }
                p class={ "big " (Fate::of(report.verdict).class()) } { (word) }
            }
            @if let Some(closing) = &record.closing { p.soft { (mask_controls(&closing.to(record.language))) } }
            @if !report.paste_next.is_empty() {
                div.card {
                    h3 { "To decide what is open, paste next" }
                    pre.copy tabindex="0" { @for line in &report.paste_next { (mask_name(line)) "\n" } }
                }
            }
            nav aria-label="Sections" {
                ul { @for (id, name, _) in links.iter().filter(|(.., there)| *there) { li { a href={ "#" (id) } { (name) } } } }
            }
        }
    }
}

/// With a capital letter.
fn capital(says: &str) -> String {
    let mut chars = says.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
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
    html! {
        section aria-labelledby="picture" {
            h2 id="picture" { "What the router does" }
            @for router in routers.iter().take(PICTURES) { (pair(report, router)) }
            @if routers.len() > PICTURES { p.soft { "The table below has the other " (routers.len() - PICTURES) " routers." } }
        }
    }
}

/// A router as it is, and beside it as its plan makes it.
fn pair(report: &Report, router: &Router<'_>) -> Markup {
    let device = router.device;
    let name = words::device(&report.network, device);
    let mut lanes = lanes::now(report, &router.rows);
    let more = lanes.len().saturating_sub(LANES);
    lanes.truncate(LANES);
    let plan = report.plans.iter().find(|plan| plan.device == device);
    let after =
        plan.map(|plan| (plan, lanes::after(report, &router.rows, plan))).filter(|(_, lanes)| !lanes.is_empty());
    html! {
        div.card {
            div.pair {
                div {
                    h3 { (name) " now" }
                    (picture(&format!("now-{device}"), &format!("{name}, now"), &lanes))
                }
                @if let Some((plan, mut lanes)) = after {
                    @let () = lanes.truncate(LANES);
                    div {
                        h3 { (name) " after plan " (plan.id) }
                        (picture(&format!("after-{device}"), &format!("{name}, after plan {}", plan.id), &lanes))
                    }
                }
            }
            @if more > 0 { p.soft { "And " (more) " more in the table." } }
            (legend(&lanes))
        }
    }
}

/// What the lines mean, those that are there.
fn legend(lanes: &[lanes::Lane]) -> Markup {
    let entries = [
        (Fate::Good, "s-line s-good", "keeps its port, or has it fixed"),
        (Fate::Bad, "s-line s-bad", "does not get what it needs"),
        (Fate::Open, "s-line s-open", "not decided by this capture"),
        (Fate::Stranger, "s-line s-none", "a host that is no appliance"),
    ];
    let there = |fate: Fate| lanes.iter().any(|lane| lane.fate == fate);
    html! {
        ul.legend aria-label="Lines" {
            @for (fate, class, says) in entries { @if there(fate) || fate == Fate::Good { (entry(class, says)) } }
            @if lanes.iter().any(|lane| lane.wanted.is_some()) { (entry("s-line s-bad s-dash", "the port it wanted, and another one has")) }
        }
    }
}

fn entry(class: &str, says: &str) -> Markup {
    html! { li { svg viewBox="0 0 30 10" aria-hidden="true" { path class=(class) d="M0 5H30" {} } (says) } }
}

fn uplinks(report: &Report, language: Language) -> Markup {
    let rows = summary::rows(report, language);
    let inferred = report.appliances.iter().any(|appliance| appliance.inferred);
    html! {
        section aria-labelledby="uplinks" {
            h2 id="uplinks" { "Uplinks" }
            @if rows.is_empty() {
                p { "No uplink was judged." }
            } @else {
                div.scroll {
                    table {
                        thead { tr { @for head in ["Verdict", "Appliance", "Router", "Inside local", "Inside global", "What becomes of it"] { th scope="col" { (head) } } } }
                        tbody { @for row in &rows { (uplink(report, row)) } }
                    }
                }
            }
            @if inferred { p.soft { "Appliances are inferred from UDP 4500 in the capture; nobody named them." } }
        }
    }
}

fn uplink(report: &Report, row: &Row) -> Markup {
    let flow = row.flows.first().and_then(|at| report.flows.get(*at));
    let global = flow.and_then(summary::leaves_as);
    html! {
        tr {
            td { (chip(row.verdict)) }
            th scope="row" { (row.name) }
            td { (words::device(&report.network, row.device)) }
            td { code { (row.local) } }
            td { @match global { Some(global) => code { (mask_controls(&global.to_string())) }, None => "not known" } }
            td { (row.words) }
        }
    }
}

fn provenance(report: &Report, record: &Record) -> Markup {
    let (count, digest) = rule_set();
    html! {
        section aria-labelledby="read" {
            h2 id="read" { "What was read" }
            @if !record.inputs.is_empty() {
                div.scroll {
                    table {
                        thead { tr { @for head in ["Input", "For", "Bytes", "SHA-256"] { th scope="col" { (head) } } } }
                        tbody {
                            @for input in &record.inputs { (input_row("router", input)) }
                            @for input in &record.inventory { (input_row("inventory", input)) }
                        }
                    }
                }
            }
            ul {
                @for device in summary::devices(report, record.language) { li { "Router: " (device) } }
                li { "Appliances: " (mask_name(&record.asked)) }
                li { "Program: hcxnat " (env!("CARGO_PKG_VERSION")) ", " (count) " rules (rule set " (digest) ")" }
                li { (capital(&words::coverage(&report.network.coverage).to(record.language))) }
                @if !report.not_checked.is_empty() { li { "Not checked: " (mask_controls(&words::not_checked(report, record.language))) } }
            }
        }
    }
}

fn input_row(what: &str, input: &InputRecord) -> Markup {
    html! {
        tr {
            td { code { (mask_name(&input.name)) } }
            td { (what) }
            @match &input.content {
                Content::Known { bytes, sha256 } => {
                    td { (words::grouped(*bytes)) }
                    td.wide { code { (sha256) } }
                }
                Content::Unknown(why) => { td {} td { (why) } }
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
        assert_eq!(STYLE_HASH, base64(&hmac_sha256::Hash::hash(STYLE.as_bytes())), "write this into STYLE_HASH");
    }
}
