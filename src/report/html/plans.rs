//! What to type, in blocks that one click selects whole.

use maud::{Markup, html};

use super::capital;
use crate::fix::Plan;
use crate::locale::Language;
use crate::report::{Report, change, words};
use crate::source::mask_controls;

pub(super) fn plans(report: &Report, language: Language) -> Markup {
    if report.plans.is_empty() && report.no_plan.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="plan" {
            h2 id="plan" { "What to type" }
            @for wanted in &report.plans { (plan(report, wanted, language)) }
            @for why in &report.no_plan { p { b { "No plan: " } (mask_controls(why)) } }
        }
    }
}

fn plan(report: &Report, plan: &Plan, language: Language) -> Markup {
    let device = words::device(&report.network, plan.device);
    let keep = if plan.commands.is_empty() { Vec::new() } else { vec!["write memory".to_owned()] };
    let asks = if change::asks(plan) { ", line by line, because the router may ask" } else { "" };
    let steps = [
        (format!("Change{asks}"), change::configured(&plan.commands), false),
        ("Remove the entries that would survive it".to_owned(), plan.clear.clone(), false),
        ("Check".to_owned(), plan.verify.clone(), true),
        ("When it works, keep it".to_owned(), keep, false),
    ];
    let steps = steps.iter().filter(|(_, lines, _)| !lines.is_empty()).enumerate();
    html! {
        div.card.long {
            h3 { "Plan " (plan.id) ": " (mask_controls(&plan.title)) @if !plan.title.contains(&device) { ", on " (device) } }
            p { (capital(&change::proof(plan).to(language))) "." }
            @for (at, (title, lines, check)) in steps {
                h4 { (at + 1) ". " (title) }
                (block(lines))
                @if *check && !plan.expect.is_empty() {
                    p { (capital(&change::expectation(plan).to(language))) }
                    pre tabindex="0" { @for row in &plan.expect { (change::one_line(row)) "\n" } }
                }
            }
            @if !plan.rollback.is_empty() {
                h4 { "To take it back" }
                (block(&change::configured(&plan.rollback)))
            }
            @for guard in &plan.guards {
                details {
                    summary { (capital(&mask_controls(&change::guard_title(guard).to(language)))) }
                    div.fold { (block(&change::configured(&guard.commands))) }
                }
            }
            @if !plan.notes.is_empty() {
                h4 { "Before you type" }
                ul { @for note in &plan.notes { li { (capital(&mask_controls(note))) } } }
            }
        }
    }
}

fn block(lines: &[String]) -> Markup {
    html! {
        @if !lines.is_empty() { pre.copy tabindex="0" { @for line in lines { (change::one_line(line)) "\n" } } }
    }
}
