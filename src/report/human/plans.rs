//! What to type.

use std::fmt::Write as _;

use super::Screen;
use crate::fix::Plan;
use crate::report::{change, words};
use crate::source::mask_controls;

impl Screen<'_> {
    /// (d) What to type.
    pub(super) fn plans(&self) -> String {
        let mut out = String::new();
        for plan in &self.report.plans {
            self.plan(&mut out, plan);
        }
        for why in &self.report.no_plan {
            self.paragraph(&mut out, "", &format!("No plan: {}", mask_controls(why)));
        }
        out
    }

    fn plan(&self, out: &mut String, plan: &Plan) {
        let device = words::device(self.network(), plan.device);
        let title = mask_controls(&plan.title);
        let on = if title.contains(&device) { String::new() } else { format!(" for {device}") };
        let title = format!("Plan {}{on}: {title}", plan.id);
        self.paragraph(out, "", &self.style.paint("1", &title));
        let keep = if plan.commands.is_empty() { Vec::new() } else { vec!["write memory".to_owned()] };
        let change = if change::asks(plan) { "Change, line by line, because the router may ask:" } else { "Change:" };
        let steps = [
            (change, change::configured(&plan.commands)),
            ("Remove the entries that would survive it:", plan.clear.clone()),
            ("Check:", plan.verify.clone()),
            ("When it works, keep it:", keep),
        ];
        for (at, (title, lines)) in steps.iter().filter(|(_, lines)| !lines.is_empty()).enumerate() {
            self.commands(out, &format!("{}. {title}", at + 1), lines);
            if *title == "Check:" {
                self.expected(out, plan);
            }
        }
        self.commands(out, "To take it back, if need be:", &change::configured(&plan.rollback));
        for guard in &plan.guards {
            let title = change::guard_title(guard);
            self.paragraph(out, "  ", &mask_controls(&format!("{}{}", title[..1].to_uppercase(), &title[1..])));
            self.commands(out, "", &change::configured(&guard.commands));
        }
        for note in &plan.notes {
            self.paragraph(out, "  ", &format!("Note: {}", mask_controls(note)));
        }
        let proof = change::proof(plan);
        self.paragraph(out, "  ", &format!("{}{}", proof[..1].to_uppercase(), &proof[1..]));
    }

    fn commands(&self, out: &mut String, title: &str, lines: &[String]) {
        if !lines.is_empty() && !title.is_empty() {
            let _ = writeln!(out, "  {title}");
        }
        for line in lines {
            let _ = writeln!(out, "     {}", self.style.paint("36", &change::one_line(line)));
        }
    }

    /// Rows of a table are not wrapped: they are to be compared.
    fn expected(&self, out: &mut String, plan: &Plan) {
        if plan.expect.is_empty() {
            return;
        }
        self.paragraph(out, "     ", change::expectation(plan));
        for row in &plan.expect {
            let _ = writeln!(out, "       {}", change::one_line(row));
        }
    }
}
