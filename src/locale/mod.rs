//! What is told to people, in their language.
//!
//! Whoever has something to say makes a [`Text`]: the name of a message and what goes into it. Only who prints it chooses a
//! [`Language`]. The words are in `en/*.ftl` and `ja/*.ftl` (Project Fluent); a test names messages that one of them lacks
//! and messages that nobody uses. Commands, and the terms of Cisco and VMware, stay as they are in every language.

mod catalogue;
mod text;

pub(crate) use text::say;
pub use text::{Text, Value};

/// A language of the reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// `en`, `ja`: the code of ISO 639.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// The language of a locale as the environment names it: `ja_JP.UTF-8`, `en`, `C`. `None` for any other language.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let code = locale.split(['_', '-', '.', '@']).next().unwrap_or("");
        match code.to_ascii_lowercase().as_str() {
            "ja" => Some(Self::Japanese),
            "en" | "c" | "posix" => Some(Self::English),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for (locale, language) in [
            ("ja_JP.UTF-8", Some(Language::Japanese)),
            ("ja", Some(Language::Japanese)),
            ("en_GB@euro", Some(Language::English)),
            ("C.UTF-8", Some(Language::English)),
            ("de_DE", None),
            ("", None),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
        assert!(Language::ALL.iter().all(|language| Language::of_locale(language.code()) == Some(*language)));
    }
}
