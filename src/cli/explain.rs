//! `explain`.

use super::args::Args;
use super::exit::Exit;
use super::{Failure, Io};
use crate::intent::nearest;
use crate::locale::Language;
use crate::rules::{Rule, registry};

pub(super) fn run(code: &str, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let page = page(code, args.language(), registry()).map_err(Failure::Usage)?;
    io.stdout.write_all(page.as_bytes())?;
    if !page.ends_with('\n') {
        io.stdout.write_all(b"\n")?;
    }
    Ok(Exit::Pass)
}

/// The page of a rule, by code or name.
fn page(wanted: &str, language: Language, rules: &[Rule]) -> Result<&'static str, String> {
    let is = |rule: &&Rule| [rule.meta.code, rule.meta.name].iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if let Some(rule) = rules.iter().find(is) {
        return Ok(rule.page(language));
    }
    let names = || rules.iter().flat_map(|rule| [rule.meta.code, rule.meta.name]);
    let near = nearest(wanted, names()).map_or_else(String::new, |near| format!("; did you mean {near}?"));
    let list: Vec<String> = rules.iter().map(|rule| format!("  {}  {}", rule.meta.code, rule.meta.name)).collect();
    Err(format!("there is no rule {wanted}{near}\nThe rules:\n{}", list.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_code_or_name_in_any_case() {
        for wanted in ["HCX101", "hcx101", "Port-Remapped"] {
            for language in Language::ALL {
                assert!(page(wanted, language, registry()).unwrap().contains("HCX101"), "{wanted}");
            }
        }
        let error = page("port-remaped", Language::English, registry()).unwrap_err();
        assert!(error.contains("did you mean port-remapped?") && error.contains("  HCX201  "), "{error}");
    }
}
