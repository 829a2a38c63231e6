//! What to type, in blocks that one click selects whole.

use maud::{Markup, html};

use crate::fix::Plan;
use crate::locale::{Language, say};
use crate::report::{Report, change, words};
use crate::source::mask_controls;

pub(super) fn plans(report: &Report, language: Language) -> Markup {
    if report.plans.is_empty() && report.no_plan.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="plan" {
            h2 id="plan" { (say!("html-to-type").to(language)) }
            @for wanted in &report.plans { (plan(report, wanted, language)) }
            @for why in &report.no_plan { p { b { (say!("html-no-plan").to(language)) " " } (mask_controls(&why.to(language))) } }
        }
    }
}

fn plan(report: &Report, plan: &Plan, language: Language) -> Markup {
    let (id, title) = (plan.id.as_str(), mask_controls(&plan.title.to(language)));
    let title = if change::names_router(&report.network, plan) {
        say!("html-plan-title", plan = id, title)
    } else {
        say!("html-plan-title-on", plan = id, title, router = words::router(&report.network, plan.device))
    };
    html! {
        div.card.long {
            h3 { (title.to(language)) }
            p { (say!("html-sentence", says = words::capital(&change::proof(plan).to(language))).to(language)) }
            @for (at, step) in change::steps(plan).iter().enumerate() {
                h4 { (at + 1) ". " (step.title.to(language)) }
                (block(&step.lines))
                @if step.checks && !plan.expect.is_empty() {
                    p { (words::capital(&change::expectation(plan).to(language))) }
                    pre tabindex="0" { @for row in &plan.expect { (change::one_line(row)) "\n" } }
                }
            }
            @if !plan.rollback.is_empty() {
                h4 { (say!("html-plan-rollback").to(language)) }
                (block(&change::configured(&plan.rollback)))
            }
            @for guard in &plan.guards {
                details {
                    summary { (words::capital(&mask_controls(&change::guard_title(guard).to(language)))) }
                    div.fold { (block(&change::configured(&guard.commands))) }
                }
            }
            @if !plan.notes.is_empty() {
                h4 { (say!("html-plan-notes").to(language)) }
                ul { @for note in &plan.notes { li { (words::capital(&mask_controls(&note.to(language)))) } } }
            }
        }
    }
}

fn block(lines: &[String]) -> Markup {
    html! {
        @if !lines.is_empty() { pre.copy tabindex="0" { @for line in lines { (change::one_line(line)) "\n" } } }
    }
}
