//! What to type.

use std::fmt::Write as _;

use super::Screen;
use crate::fix::Plan;
use crate::locale::say;
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
            self.paragraph(&mut out, "", &self.told(&say!("report-no-plan", why = mask_controls(&self.told(why)))));
        }
        out
    }

    fn plan(&self, out: &mut String, plan: &Plan) {
        let (id, title) = (&plan.id, mask_controls(&self.told(&plan.title)));
        let title = if change::names_router(self.network(), plan) {
            say!("report-plan", id, title)
        } else {
            say!("report-plan-for", id, router = self.router(plan.device), title)
        };
        self.paragraph(out, "", &self.style.paint("1", &self.told(&title)));
        let keep = if plan.commands.is_empty() { Vec::new() } else { vec!["write memory".to_owned()] };
        let change = if change::asks(plan) { say!("report-change-asks") } else { say!("report-change") };
        let steps = [
            (say!("report-look"), change::look_first(plan), false),
            (change, change::configured(&plan.commands), false),
            (say!("report-clear"), plan.clear.clone(), false),
            (say!("report-check"), plan.verify.clone(), true),
            (say!("report-keep"), keep, false),
        ];
        for (at, (title, lines, check)) in steps.iter().filter(|(_, lines, _)| !lines.is_empty()).enumerate() {
            self.commands(out, &format!("{}. {}", at + 1, self.told(title)), lines);
            if *check {
                self.expected(out, plan);
            }
        }
        self.commands(out, &self.told(&say!("report-take-back")), &change::configured(&plan.rollback));
        for guard in &plan.guards {
            let title = self.told(&change::guard_title(guard));
            self.paragraph(out, "  ", &mask_controls(&words::capital(&title)));
            self.commands(out, "", &change::configured(&guard.commands));
        }
        for note in &plan.notes {
            self.paragraph(out, "  ", &self.told(&say!("report-note", note = mask_controls(&self.told(note)))));
        }
        self.paragraph(out, "  ", &words::capital(&self.told(&change::proof(plan))));
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
        self.paragraph(out, "     ", &self.told(&change::expectation(plan)));
        for row in &plan.expect {
            let _ = writeln!(out, "       {}", change::one_line(row));
        }
    }
}
