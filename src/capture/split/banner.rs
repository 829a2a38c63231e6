//! Text between the delimiters of a `banner` statement, or of a macro, which is anything at all.

/// A banner without its closing delimiter within so many lines is taken for a cut one.
const LONGEST: u32 = 200;

/// An open banner.
#[derive(Debug)]
pub(super) struct Banner {
    delimiter: String,
    /// Whether the delimiter has a line of its own.
    alone: bool,
    lines: u32,
}

impl Banner {
    /// The banner that `text` opens and does not close.
    ///
    /// `show running-config` prints the delimiter as `^C`, terminals may make it one byte, people type any character.
    /// ASA has no delimiter and Arista closes with `EOF`. The commands of `macro name NAME` end with a line of `@`.
    pub(super) fn open(text: &str) -> Option<Self> {
        let text = text.trim_ascii_start();
        if text.strip_prefix("macro name ").is_some_and(|name| !name.trim_ascii().is_empty()) {
            return Some(Self { delimiter: "@".to_owned(), alone: true, lines: 0 });
        }
        let rest = text.strip_prefix("banner ")?.trim_ascii_start();
        let (kind, rest) = rest.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((rest, ""));
        if !["motd", "login", "exec", "incoming", "prompt-timeout", "slip-ppp", "config-save"].contains(&kind) {
            return None;
        }
        let rest = rest.trim_start_matches([' ', '\t']);
        let alone = rest.trim_ascii().is_empty();
        let delimiter = if alone {
            "EOF".to_owned()
        } else if rest.starts_with("^C") {
            "^C".to_owned()
        } else {
            rest.chars().next()?.to_string()
        };
        let body = rest.strip_prefix(delimiter.as_str()).unwrap_or("");
        // A word behind `banner motd` is ASA's text, not a delimiter of one letter.
        let word = delimiter.chars().all(char::is_alphanumeric) && !body.trim_ascii().is_empty();
        (!word && !body.contains(&delimiter)).then_some(Self { delimiter, alone, lines: 0 })
    }

    /// Whether the line is still the banner's; the line with the closing delimiter is.
    pub(super) fn holds(&mut self, text: &str) -> bool {
        if self.lines >= LONGEST {
            return false;
        }
        self.lines += 1;
        // What IOS answers to the first line names the delimiter.
        if text.starts_with("Enter TEXT message") {
            return true;
        }
        let closes =
            if self.alone { text.trim_ascii() == self.delimiter } else { text.contains(self.delimiter.as_str()) };
        if closes {
            self.lines = LONGEST;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        for (first, last) in [
            ("banner motd ^C", "^C"),
            ("banner motd ^CWelcome", "bye ^C"),
            ("banner login \u{3}", "\u{3}"),
            ("banner exec #", "the end#"),
            ("banner motd", "EOF"),
            ("macro name EDGE", "@"),
            ("banner motd c", "c"),
        ] {
            let mut banner = Banner::open(first).unwrap();
            assert!(banner.holds("R1>show run") && banner.holds(last) && !banner.holds("hostname R1"), "{first}");
        }
        for text in [
            "banner motd ^C Welcome ^C",
            "banner motd Authorized access only",
            "banner motd #x#",
            "bannerx",
            "macro apply X",
        ] {
            assert!(Banner::open(text).is_none(), "{text}");
        }
    }
}
