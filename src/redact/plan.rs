//! Which words of a line are names and prose whatever they are, by the words before them.

use super::line::Manner;
use crate::grammar::ios::config::is_row_in_comment;

/// Words with their offsets, in order.
pub(super) fn words_of(text: &str) -> Vec<(usize, &str)> {
    let from = text.as_ptr() as usize;
    text.split_whitespace().map(|word| (word.as_ptr() as usize - from, word)).collect()
}

/// First words of which the rest is prose.
const PROSE: &[&str] = &[
    "title",
    "name",
    "contact",
    "location",
    "alarm-contact",
    "street-address",
    "contact-email-addr",
    "phone-number",
    "customer-id",
    "site-id",
    "contract-id",
    "subject-name",
    "label",
    "number",
    "display-name",
    "destination-pattern",
];

/// Behind these words, wherever they stand, comes a name.
const NAMED: &[&str] =
    &["hostname", "username", "user", "sent-username", "domain-name", "domain-list", "switchname", "by", "login:"];

/// How lines of machines begin that look like comments: read word by word, since they say what system this is.
const HEADINGS: &[&str] = &[
    "RANCID-CONTENT-TYPE",
    "BATFISH_FORMAT",
    "This is an ASA",
    "Last configuration",
    "NVRAM config",
    "Command:",
    "IOS XR",
    "device:",
    "No configuration",
    "Time:",
    "Running config",
    "Configuration Editor",
    "ACOS",
    "Current config",
    "boot system",
    "version",
];

/// What becomes of the words of one line.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent traits of a line, each asked for by its name")]
pub(super) struct Plan {
    /// From here on it is prose.
    prose: Option<usize>,
    /// Words that are names.
    names: Vec<(usize, usize)>,
    /// It looks like a command, so that words may be shortened.
    pub(super) command: bool,
    /// It is about releases, whose numbers have dots.
    pub(super) versions: bool,
    /// It is a comment.
    pub(super) comment: bool,
    /// It is a part of a certificate or a key.
    pub(super) dump: bool,
}

impl Plan {
    pub(super) fn of(text: &str, words: &[(usize, &str)]) -> Self {
        let mut plan = Self { dump: crate::source::is_dump(text), ..Self::default() };
        let Some(&(first, word)) = words.first() else { return plan };
        plan.versions = words.iter().any(|(_, word)| {
            ["version", "release"].iter().any(|known| word.trim_matches([',', ':']).eq_ignore_ascii_case(known))
        });
        if word.starts_with('!') {
            plan.comment = true;
            let read = HEADINGS.iter().any(|known| text.contains(known)) || is_row_in_comment(text.trim());
            plan.prose = (!read).then_some(first);
        }
        let typed = plan.prompt(text);
        let statement: Vec<_> =
            words_of(text.get(typed..).unwrap_or("")).into_iter().map(|(at, word)| (at + typed, word)).collect();
        plan.command =
            statement.first().is_some_and(|(_, word)| word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        plan.statement(&statement);
        plan
    }

    /// How the word at this place is treated.
    pub(super) fn manner(&self, at: usize) -> Manner {
        if self.prose.is_some_and(|from| at >= from) {
            Manner::Prose
        } else if self.names.iter().any(|&(from, to)| (from..to).contains(&at)) {
            Manner::Name
        } else {
            Manner::Command
        }
    }

    /// Notes the host name of a prompt; the answer is where what was typed begins.
    fn prompt(&mut self, text: &str) -> usize {
        let Some((host, typed)) = crate::capture::prompt(text) else { return 0 };
        // A column of `show version`.
        if text.contains("#\t") {
            return 0;
        }
        let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        // `RP/0/RSP0/CPU0:name`
        let name = host.rsplit_once(':').map_or(host, |(_, name)| name);
        self.names.push((place(name), place(name) + name.len()));
        place(typed)
    }

    fn statement(&mut self, words: &[(usize, &str)]) {
        let skipped =
            |word: &str| matches!(word, "no" | "do" | "default") || word.bytes().all(|byte| byte.is_ascii_digit());
        let lead = words.iter().position(|(_, word)| !skipped(word)).and_then(|at| words.get(at..)).unwrap_or(&[]);
        let at = |index: usize| lead.get(index).map(|(at, _)| *at);
        let word = |index: usize| lead.get(index).map_or("", |(_, word)| *word);
        let shortens = |index: usize, full: &str, least: usize| {
            let word = word(index);
            word.len() >= least && full.starts_with(&word.to_ascii_lowercase())
        };
        let mut prose = None;
        if PROSE.iter().any(|known| word(0).eq_ignore_ascii_case(known))
            || shortens(0, "description", 4)
            || shortens(0, "remark", 3)
        {
            prose = at(1);
        } else if shortens(0, "snmp-server", 4)
            && ["contact", "location", "chassis-id"].iter().any(|known| shortens(1, known, 3))
        {
            prose = at(2);
        } else if let Some(told) = lead.iter().take(8).position(|(_, word)| matches!(*word, "description" | "remark")) {
            prose = at(told + 1);
        }
        self.prose = self.prose.or(prose);
        let route = word(0) == "ip" && word(1) == "route";
        for (index, (_, known)) in lead.iter().enumerate() {
            let named = NAMED.contains(known)
                || (route && *known == "name")
                || (index == 0 && (shortens(0, "hostname", 4) || shortens(0, "username", 4)));
            self.names.extend(named.then(|| lead.get(index + 1)).flatten().map(|(at, name)| (*at, at + name.len())));
        }
        let domain = word(0) == "ip" && (word(1) == "host" || word(1).starts_with("domain"));
        if domain {
            let names = lead.iter().skip(2).filter(|(_, word)| !matches!(*word, "name" | "list" | "vrf" | "lookup"));
            self.names.extend(
                names
                    .filter(|(_, name)| !name.starts_with(|c: char| c.is_ascii_digit()))
                    .map(|(at, name)| (*at, at + name.len())),
            );
        }
    }
}
