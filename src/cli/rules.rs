//! `rules`.

use std::io::Write;

use serde::Serialize;

use super::args::Args;
use super::exit::Exit;
use super::output::{self, Output, Plain};
use super::{Failure, Io};
use crate::locale::Language;
use crate::rules::{Rule, registry};

pub(super) fn run(asked: &[Output<Plain>], args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    for output in &output::plan(asked, &[], &[])? {
        output::write(output, io, |to| match output.format {
            Plain::Human => table(registry(), args.language(), to),
            Plain::Json => json(registry(), to),
        })?;
    }
    Ok(Exit::Pass)
}

fn table(rules: &[Rule], language: Language, to: &mut dyn Write) -> std::io::Result<()> {
    let widest = |column: fn(&Rule) -> &str| rules.iter().map(|rule| column(rule).len()).max().unwrap_or(0);
    let (name, needs) = (widest(|rule| rule.meta.name), widest(|rule| rule.meta.needs));
    for Rule { meta, .. } in rules {
        let (severity, summary) = (meta.severity.as_str(), (meta.summary)().to(language));
        writeln!(to, "{}  {severity:7}  {:name$}  {:needs$}  {}", meta.code, meta.name, meta.needs, summary)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct RuleV1 {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    needs: &'static str,
    summary: String,
}

fn json(rules: &[Rule], to: &mut dyn Write) -> std::io::Result<()> {
    let rule = |rule: &Rule| RuleV1 {
        code: rule.meta.code,
        name: rule.meta.name,
        severity: rule.meta.severity.as_str(),
        needs: rule.meta.needs,
        summary: (rule.meta.summary)().to_string(),
    };
    let rules: Vec<RuleV1> = rules.iter().map(rule).collect();
    serde_json::to_writer_pretty(&mut *to, &serde_json::json!({ "schema": "hcxnat.rules.v1", "rules": rules }))?;
    to.write_all(b"\n")
}
