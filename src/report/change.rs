//! The change plan as text to paste into a router.

use std::fmt::Write as _;

use super::{Report, words};
use crate::eval::Verdict;
use crate::fix::{Guard, Plan, Proof};
use crate::locale::{Text, say};
use crate::model::Network;
use crate::source::mask_controls;

/// Every plan, ready to paste. What is not a command is a `!` comment, which IOS ignores.
pub fn change_script(report: &Report) -> String {
    let mut out = String::new();
    for plan in &report.plans {
        if !out.is_empty() {
            out.push_str("!\n");
        }
        script(&mut out, report, plan);
    }
    out
}

/// Why there is nothing to type, as `!` comments.
pub fn no_change(report: &Report) -> String {
    let mut out = String::new();
    if report.plans.is_empty() && report.no_plan.is_empty() {
        comment(
            &mut out,
            match report.verdict {
                Verdict::Inconclusive if report.flows.is_empty() => {
                    "no change: no appliance could be judged, so nothing can be said of a plan"
                }
                Verdict::Inconclusive => "no change: what was pasted decides too little for a plan",
                Verdict::Pass | Verdict::Fail => "no change: there is nothing that a plan could cure",
            },
        );
    }
    report.no_plan.iter().for_each(|why| comment(&mut out, &format!("no plan: {why}")));
    report.paste_next.iter().for_each(|next| comment(&mut out, &format!("paste next: {next}")));
    out
}

fn script(out: &mut String, report: &Report, plan: &Plan) {
    comment(out, &format!("{} for {}: {}", plan.id, words::device(&report.network, plan.device), plan.title));
    plan.notes.iter().for_each(|note| comment(out, &format!("note: {note}")));
    comment(out, &proof(plan).to_string());
    let mut number = 0;
    let mut step = |title: &str, lines: &[String]| {
        if !lines.is_empty() {
            number += 1;
            comment(out, &format!("{number}. {title}"));
            for line in lines {
                paste(out, line);
            }
        }
    };
    step("see first that the numbers typed below are free", &look_first(plan));
    step(if asks(plan) { "change, line by line: the router may ask" } else { "change" }, &configured(&plan.commands));
    step("remove entries that would survive the change", &plan.clear);
    let mut check = plan.verify.clone();
    if !plan.expect.is_empty() {
        check.push(format!("! {}", expectation(plan)));
        check.extend(plan.expect.iter().map(|row| format!("!   {row}")));
    }
    step("check", &check);
    if !plan.commands.is_empty() {
        // Not to be saved by the same paste: only after a look at what the check shows.
        step("when it works, keep it", &["! write memory".to_owned()]);
    }
    if !plan.rollback.is_empty() {
        comment(out, "to take it back:");
        for line in configured(&plan.rollback) {
            // A command is not wrapped: it is to be copied.
            paste(out, &format!("! {line}"));
        }
    }
    for guard in &plan.guards {
        comment(out, &guard_title(guard).to_string());
        for line in configured(&guard.commands) {
            paste(out, &format!("! {line}"));
        }
    }
}

/// What stands above lines that close again what a plan opens.
pub(super) fn guard_title(guard: &Guard) -> Text {
    let why = &guard.why;
    if guard.commands.is_empty() { say!("report-guard", why) } else { say!("report-guard-lines", why) }
}

/// A step of a plan, as the page and the ticket number them.
pub(super) struct PlanStep {
    pub(super) title: Text,
    /// Never empty.
    pub(super) lines: Vec<String>,
    /// The rows to expect belong below it.
    pub(super) checks: bool,
}

/// What to look at before entries with numbers are typed: one that is taken would be refused, and the rollback would
/// take out somebody else's. A list that is numbered anew needs no look.
pub(super) fn look_first(plan: &Plan) -> Vec<String> {
    let mut looks: Vec<String> = Vec::new();
    let (mut list, mut anew) = ("", Vec::new());
    for line in &plan.commands {
        if let Some(rest) = line.strip_prefix("ip access-list resequence ") {
            anew.extend(rest.split(' ').next());
        } else if let Some(name) = line.strip_prefix("ip access-list ").and_then(|rest| rest.split(' ').nth(1)) {
            list = name;
        }
        let numbered = line.strip_prefix(' ').is_some_and(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        let look = format!("show ip access-lists {list}");
        if numbered && !anew.contains(&list) && !looks.contains(&look) {
            looks.push(look);
        }
    }
    looks
}

/// The steps of a plan that have something to type.
pub(super) fn steps(plan: &Plan) -> Vec<PlanStep> {
    let change = if asks(plan) { say!("html-plan-change-asks") } else { say!("html-plan-change") };
    let keep = if plan.commands.is_empty() { Vec::new() } else { vec!["write memory".to_owned()] };
    let step = |title, lines, checks| PlanStep { title, lines, checks };
    let mut steps = vec![
        step(say!("html-plan-look"), look_first(plan), false),
        step(change, configured(&plan.commands), false),
        step(say!("html-plan-clear"), plan.clear.clone(), false),
        step(say!("html-plan-check"), plan.verify.clone(), true),
        step(say!("html-plan-keep"), keep, false),
    ];
    steps.retain(|step| !step.lines.is_empty());
    steps
}

/// Whether the title of a plan names its router. It does in every language if it does in English.
pub(super) fn names_router(network: &Network, plan: &Plan) -> bool {
    mask_controls(&plan.title.to_string()).contains(&words::device(network, plan.device))
}

/// Whether a line of the change may make the router ask before it obeys.
pub(super) fn asks(plan: &Plan) -> bool {
    plan.commands.iter().any(|line| line.starts_with("no ip nat "))
}

/// What stands above the rows to expect.
pub(super) fn expectation(plan: &Plan) -> Text {
    let named = !plan.expect.iter().any(|row| row.contains("<peer>"));
    if named { say!("report-expect") } else { say!("report-expect-any-peer") }
}

fn paste(out: &mut String, line: &str) {
    let _ = writeln!(out, "{}", one_line(line));
}

/// Columns of a comment line.
const WIDTH: usize = 100;

fn comment(out: &mut String, text: &str) {
    for line in mask_controls(text).lines() {
        let mut column = 0;
        for word in line.split(' ') {
            let len = word.chars().count() + 1;
            if column == 0 || column + len > WIDTH {
                // What continues a line is indented.
                out.push_str(if column == 0 { "!" } else { "\n! " });
                column = if column == 0 { 1 } else { 3 };
            }
            let _ = write!(out, " {word}");
            column += len;
        }
        out.push('\n');
    }
}

/// A command is one line, whatever a name in it holds.
pub(super) fn one_line(line: &str) -> String {
    mask_controls(line).replace('\n', "?")
}

/// Commands of configuration mode with the way in and out.
pub(super) fn configured(commands: &[String]) -> Vec<String> {
    if commands.is_empty() {
        return Vec::new();
    }
    let body = commands.iter().map(|line| one_line(line));
    std::iter::once("configure terminal".to_owned()).chain(body).chain(["end".to_owned()]).collect()
}

/// What re-running the analysis on the repaired model says.
pub(super) fn proof(plan: &Plan) -> Text {
    let Proof { resolves, remaining, verdict_after, after: _ } = &plan.proof;
    let (partly, wholly): (Vec<&str>, Vec<&str>) = resolves.iter().copied().partition(|code| remaining.contains(code));
    let mut all: Vec<Text> = Vec::new();
    let partly = partly.into_iter().map(|code| say!("report-in-part", code));
    for code in wholly.into_iter().map(Text::from).chain(partly) {
        all.extend((!all.is_empty()).then(|| Text::from(", ")));
        all.push(code);
    }
    let codes = Text::joined(all);
    let resolves = if codes.is_empty() { say!("report-resolves-none") } else { say!("report-resolves", codes) };
    let verdict = words::verdict(*verdict_after);
    match remaining.as_slice() {
        [] => say!("report-proof", resolves, verdict),
        codes => say!("report-proof-but", resolves, verdict, codes = codes.join(", ")),
    }
}
