//! The words of each language.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Language, Text, Value};

macro_rules! files {
    ($language:literal: $($name:literal),*) => {
        &[$((concat!($language, "/", $name), include_str!(concat!($language, "/", $name)))),*]
    };
}

macro_rules! catalogues {
    ($($name:literal),* $(,)?) => {
        const ENGLISH: &[(&str, &str)] = files!("en": $($name),*);
        const JAPANESE: &[(&str, &str)] = files!("ja": $($name),*);
    };
}

catalogues!(
    "capture.ftl",
    "hcx1.ftl",
    "hcx2.ftl",
    "hcx3.ftl",
    "hcx4.ftl",
    "hcx5.ftl",
    "vsp6.ftl",
    "checklist.ftl",
    "fix.ftl",
    "html.ftl",
    "ledger.ftl",
    "report.ftl",
    "eval.ftl",
);

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: [LazyLock<Bundle>; 2] =
    [LazyLock::new(|| bundle(Language::English)), LazyLock::new(|| bundle(Language::Japanese))];

fn bundle(language: Language) -> Bundle {
    let (files, code) = match language {
        Language::English => (ENGLISH, "en"),
        Language::Japanese => (JAPANESE, "ja"),
    };
    let mut bundle = Bundle::new_concurrent(vec![code.parse::<LanguageIdentifier>().unwrap_or_default()]);
    // Marks around what goes in, for languages written from right to left: none of these is, and terminals show them.
    bundle.set_use_isolating(false);
    for (_, file) in files {
        // What cannot be read is missing, and a test says so.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(readable, _)| readable);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// A message in words. One that a language lacks is told in English; its name, where that lacks it too.
pub(super) fn render(language: Language, id: &'static str, arguments: &[(&'static str, Value)]) -> String {
    let found = [language, Language::English].into_iter().find_map(|language| {
        let bundle = BUNDLES.get(language as usize)?;
        let pattern = bundle.get_message(id)?.value()?;
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            given.set(*name, in_words(language, value));
        }
        Some(bundle.format_pattern(pattern, Some(&given), &mut Vec::new()).into_owned())
    });
    found.unwrap_or_else(|| id.to_owned())
}

fn in_words(language: Language, value: &Value) -> FluentValue<'_> {
    match value {
        Value::Word(word) => FluentValue::String(Cow::Borrowed(word)),
        Value::Number(number) => FluentValue::from(*number),
        Value::Text(text) => FluentValue::from(text.to(language)),
        Value::List(items) => FluentValue::from(list(language, items)),
    }
}

/// `a, b and c`; `a、b、c`.
fn list(language: Language, items: &[Text]) -> String {
    let items: Vec<String> = items.iter().map(|item| item.to(language)).collect();
    match (language, items.as_slice()) {
        (Language::Japanese, items) => items.join("、"),
        (Language::English, [head @ .., last]) if !head.is_empty() => format!("{} and {last}", head.join(", ")),
        (Language::English, items) => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use fluent_syntax::ast;

    use super::*;

    /// The messages of a language and what goes into each. A file that cannot be read, a name that comes twice or a term
    /// fails the test.
    fn messages(files: &[(&str, &str)]) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages = BTreeMap::new();
        for (name, text) in files {
            let resource =
                fluent_syntax::parser::parse(*text).unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
            for entry in resource.body {
                let ast::Entry::Message(message) = entry else { continue };
                let mut used = BTreeSet::new();
                variables(&message.value.unwrap_or_else(|| panic!("{name}: {}", message.id.name)), &mut used);
                let known = messages.insert(message.id.name.to_owned(), used);
                assert!(known.is_none(), "{name}: {} comes twice", message.id.name);
            }
        }
        messages
    }

    fn variables(pattern: &ast::Pattern<&str>, used: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            let ast::PatternElement::Placeable { expression } = element else { continue };
            match expression {
                ast::Expression::Inline(inline) => variable(inline, used),
                ast::Expression::Select { selector, variants } => {
                    variable(selector, used);
                    for variant in variants {
                        variables(&variant.value, used);
                    }
                }
            }
        }
    }

    fn variable(inline: &ast::InlineExpression<&str>, used: &mut BTreeSet<String>) {
        match inline {
            ast::InlineExpression::VariableReference { id } => {
                used.insert(id.name.to_owned());
            }
            ast::InlineExpression::Placeable { expression } => {
                if let ast::Expression::Inline(inline) = expression.as_ref() {
                    variable(inline, used);
                }
            }
            ast::InlineExpression::StringLiteral { .. } => {}
            other => panic!("{other:?} is not used here"),
        }
    }

    /// `say!("id", a, b = ...)` in the sources: the names of messages and of what goes into them. What the ledger says is
    /// passed on by its name alone for the most part: `Text::named`.
    fn said() -> BTreeMap<String, BTreeSet<String>> {
        let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |text| {
            // A test says what it likes.
            let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or("");
            for call in code.split("say!(").skip(1) {
                let Some((id, rest)) = call.trim_start().strip_prefix('"').and_then(|call| call.split_once('"')) else {
                    continue;
                };
                if id.contains(' ') {
                    continue;
                }
                said.entry(id.to_owned()).or_default().extend(names(rest));
            }
            for id in code.split("\"ledger-").skip(1).filter_map(|rest| rest.split_once('"')) {
                said.entry(format!("ledger-{}", id.0)).or_default();
            }
        });
        said
    }

    fn walk(directory: &Path, see: &mut impl FnMut(&str)) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, see);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("locale/text.rs") {
                see(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// The names before `=` or `,` at the depth of the call itself.
    fn names(rest: &str) -> Vec<String> {
        let (mut depth, mut word, mut names, mut value, mut quoted) = (0, String::new(), Vec::new(), true, false);
        let mut before = ' ';
        for c in rest.chars() {
            if quoted {
                quoted = c != '"' || before == '\\';
                before = if before == '\\' { ' ' } else { c };
                continue;
            }
            match c {
                '"' => quoted = true,
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.extend((!value).then(|| std::mem::take(&mut word)));
                    (value, word) = (false, String::new());
                }
                '=' if depth == 0 && !value => {
                    names.push(std::mem::take(&mut word));
                    value = true;
                }
                c if !value && !c.is_whitespace() => word.push(c),
                _ => {}
            }
            before = c;
        }
        names.extend((!value).then_some(word));
        names.into_iter().filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn every_language_has_every_message_and_no_other() {
        let (english, japanese, said) = (messages(ENGLISH), messages(JAPANESE), said());
        let names = |messages: &BTreeMap<String, BTreeSet<String>>| messages.keys().cloned().collect::<BTreeSet<_>>();
        let lacks = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
        assert_eq!(lacks(&names(&said), &names(&english)), [""; 0], "said, and not in en");
        assert_eq!(lacks(&names(&english), &names(&said)), [""; 0], "in en, and said nowhere");
        assert_eq!(lacks(&names(&english), &names(&japanese)), [""; 0], "in en, and not in ja");
        assert_eq!(lacks(&names(&japanese), &names(&english)), [""; 0], "in ja, and not in en");
        for (id, given) in &said {
            for (language, used) in [("en", &english[id]), ("ja", &japanese[id])] {
                assert_eq!(lacks(used, given), [""; 0], "{id} in {language} wants what nobody gives");
            }
            let used: BTreeSet<String> = english[id].union(&japanese[id]).cloned().collect();
            assert_eq!(lacks(given, &used), [""; 0], "{id} is given what no language uses");
        }
    }

    #[test]
    fn what_is_read_from_the_sources() {
        assert_eq!(names(", who, seconds = f(a, b), lost = \"a, b\")"), ["who", "seconds", "lost"]);
        assert_eq!(names(")"), [""; 0]);
    }
}
