//! What to type, in blocks that one click selects whole.

use maud::{Markup, html};

use super::capital;
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
            @for why in &report.no_plan { p { b { (say!("html-no-plan").to(language)) " " } (mask_controls(why)) } }
        }
    }
}

fn plan(report: &Report, plan: &Plan, language: Language) -> Markup {
    let device = words::device(&report.network, plan.device);
    let keep = if plan.commands.is_empty() { Vec::new() } else { vec!["write memory".to_owned()] };
    let (id, title) = (plan.id.as_str(), mask_controls(&plan.title));
    let title = if plan.title.contains(&device) {
        say!("html-plan-title", plan = id, title)
    } else {
        say!("html-plan-title-on", plan = id, title, router = device)
    };
    let change = if change::asks(plan) { say!("html-plan-change-asks") } else { say!("html-plan-change") };
    let steps = [
        (change, change::configured(&plan.commands), false),
        (say!("html-plan-clear"), plan.clear.clone(), false),
        (say!("html-plan-check"), plan.verify.clone(), true),
        (say!("html-plan-keep"), keep, false),
    ];
    let steps = steps.iter().filter(|(_, lines, _)| !lines.is_empty()).enumerate();
    html! {
        div.card.long {
            h3 { (title.to(language)) }
            p { (say!("html-sentence", says = capital(&change::proof(plan).to(language))).to(language)) }
            @for (at, (title, lines, check)) in steps {
                h4 { (at + 1) ". " (title.to(language)) }
                (block(lines))
                @if *check && !plan.expect.is_empty() {
                    p { (capital(&change::expectation(plan).to(language))) }
                    pre tabindex="0" { @for row in &plan.expect { (change::one_line(row)) "\n" } }
                }
            }
            @if !plan.rollback.is_empty() {
                h4 { (say!("html-plan-rollback").to(language)) }
                (block(&change::configured(&plan.rollback)))
            }
            @for guard in &plan.guards {
                details {
                    summary { (capital(&mask_controls(&change::guard_title(guard).to(language)))) }
                    div.fold { (block(&change::configured(&guard.commands))) }
                }
            }
            @if !plan.notes.is_empty() {
                h4 { (say!("html-plan-notes").to(language)) }
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
