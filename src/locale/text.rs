//! A message before it is put into words.

use std::fmt;

use super::{Language, catalogue};

/// Something to be told: the name of a message and what goes into it, or words that are the same in every language.
///
/// It is displayed in English.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text(Said);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Said {
    /// As it stands.
    Verbatim(String),
    Message {
        id: &'static str,
        arguments: Vec<(&'static str, Value)>,
    },
    /// One behind the other.
    Joined(Vec<Text>),
}

/// What goes into a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// A name, an address, a command: the same in every language.
    Word(String),
    /// A number that the words around it may depend on.
    Number(u64),
    /// Another text.
    Text(Text),
    /// Several, as a list in words: `a, b and c`.
    List(Vec<Text>),
}

impl Text {
    /// The message `id` with what goes into it; see `say!`.
    pub(crate) fn message(id: &'static str, arguments: Vec<(&'static str, Value)>) -> Self {
        Self(Said::Message { id, arguments })
    }

    /// The message `id`, into which nothing goes. Costs nothing until it is told.
    pub(crate) fn named(id: &'static str) -> Self {
        Self::message(id, Vec::new())
    }

    /// One behind the other, with nothing between them.
    pub(crate) fn joined(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(Said::Joined(parts.into_iter().collect()))
    }

    /// In the words of a language.
    pub fn to(&self, language: Language) -> String {
        match &self.0 {
            Said::Verbatim(text) => text.clone(),
            Said::Message { id, arguments } => catalogue::render(language, id, arguments),
            Said::Joined(parts) => parts.iter().map(|part| part.to(language)).collect(),
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Said::Verbatim(text) => text.is_empty(),
            Said::Message { .. } => false,
            Said::Joined(parts) => parts.iter().all(Self::is_empty),
        }
    }
}

impl Default for Text {
    /// Nothing.
    fn default() -> Self {
        Self(Said::Verbatim(String::new()))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to(Language::English))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Said::Verbatim(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&Text> for Value {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Vec<Text>> for Value {
    fn from(list: Vec<Text>) -> Self {
        Self::List(list)
    }
}

impl From<&[String]> for Value {
    fn from(list: &[String]) -> Self {
        Self::List(list.iter().map(|item| Text::from(item.as_str())).collect())
    }
}

impl From<&Vec<String>> for Value {
    fn from(list: &Vec<String>) -> Self {
        Self::from(list.as_slice())
    }
}

macro_rules! words {
    ($($type:ty),*) => {
        $(impl From<$type> for Value {
            fn from(word: $type) -> Self {
                Self::Word(word.to_string())
            }
        })*
    };
}

words!(String, &String, &str, std::net::Ipv4Addr, &std::net::Ipv4Addr, crate::net::Address, &crate::net::Address);
words!(crate::net::Endpoint, &crate::net::Endpoint, crate::net::Protocol, jiff::civil::Date, &jiff::civil::Date);
words!(crate::net::Mac, &crate::net::Mac, &crate::net::InterfaceName, crate::net::Prefix);

macro_rules! numbers {
    ($($type:ty),*) => {
        $(impl From<$type> for Value {
            fn from(number: $type) -> Self {
                Self::Number(number as u64)
            }
        })*
    };
}

#[allow(clippy::cast_lossless, reason = "one line for all")]
mod numbers {
    use super::Value;
    numbers!(u8, u16, u32, u64, usize);
}

/// A [`Text`]: `say!("hcx405-short", who, seconds = timer.seconds)`. What goes in is whatever becomes a [`Value`].
macro_rules! say {
    ($id:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::locale::Text::message($id, vec![$((
            stringify!($name),
            $crate::locale::Value::from($crate::locale::say!(@value $name $(= $value)?)),
        )),*])
    };
    (@value $name:ident = $value:expr) => { $value };
    (@value $name:ident) => { $name };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_lists_and_texts_in_texts() {
        let who = vec![Text::from("a"), Text::from("b"), Text::from("c")];
        let text = say!("hcx405-long", who, how_long = say!("hcx405-seconds", seconds = 86_400_u32));
        assert!(text.to_string().starts_with("entries of the shared address of a, b and c stay for 86400 seconds: "));
        let japanese = text.to(Language::Japanese);
        assert!(japanese.starts_with("a、b、c の共有アドレスのエントリは 86400 秒 残ります"), "{japanese}");
        assert!(Text::default().is_empty() && !text.is_empty());
    }
}
