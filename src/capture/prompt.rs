//! Prompts, and what was typed behind them.

use super::Kind;
use super::show::ShowCommand;

/// A line that starts with a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prompt<'a> {
    /// The host name, with an XR location in front where there is one.
    pub(super) host: &'a str,
    /// What stands in the parentheses, `config-if`.
    pub(super) mode: Option<&'a str>,
    /// What was typed.
    pub(super) typed: &'a str,
}

impl<'a> Prompt<'a> {
    /// Reads `R1#cmd`, `R1>cmd`, `R1(config-if)#cmd`, `RP/0/RSP0/CPU0:name#`. Says nothing about whether to believe it.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let line = text.trim_ascii_start();
        let mark = memchr::memchr2(b'#', b'>', line.as_bytes())?;
        let (before, typed) = (line.get(..mark)?, line.get(mark + 1..)?);
        let (host, mode) = match before.split_once('(') {
            Some((host, mode)) => (host, Some(mode.strip_suffix(')')?)),
            None => (before, None),
        };
        let host_ok = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/:@[]".contains(&byte);
        let mode_ok = |byte: u8| byte.is_ascii_alphanumeric() || b"-_()/.: ".contains(&byte);
        let sound = host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host.len() <= 80
            && host.bytes().all(host_ok)
            && mode.is_none_or(|mode| !mode.is_empty() && mode.bytes().all(mode_ok));
        sound.then(|| Self { host, mode, typed: typed.trim_ascii() })
    }

    /// Whether what is typed here becomes configuration.
    pub(super) fn configures(&self) -> bool {
        self.mode.is_some_and(|mode| !matches!(mode, "tcl" | "boot" | "diag" | "NOLICENSE"))
    }

    /// Whether the line cannot well be anything but a prompt, whatever stands around it.
    pub(super) fn is_certain(&self, known: impl Fn(&str) -> bool) -> bool {
        if known(self.host) {
            return true;
        }
        if self.mode.is_some_and(|mode| mode.contains("config") || mode.contains("cfg")) {
            return true;
        }
        // A lone `word#` is a prompt as long as it looks like a host name.
        match self.typed.split_ascii_whitespace().next() {
            None => self.host.len() > 1 && !self.host.contains('@') && !self.host.ends_with(':'),
            Some(verb) => is_exec_verb(verb),
        }
    }
}

/// The commands people type at an exec prompt, with the fewest letters that IOS (or habit) accepts.
const VERBS: &[(&str, usize)] = &[
    ("show", 2),
    ("configure", 3),
    ("terminal", 3),
    ("enable", 2),
    ("disable", 4),
    ("exit", 2),
    ("logout", 3),
    ("quit", 2),
    ("end", 3),
    ("clear", 2),
    ("ping", 1),
    ("traceroute", 2),
    ("write", 2),
    ("copy", 3),
    ("debug", 3),
    ("undebug", 1),
    ("no", 2),
    ("more", 2),
    ("telnet", 3),
    ("ssh", 3),
    ("reload", 3),
    ("dir", 3),
    ("do", 2),
    ("test", 4),
    ("verify", 3),
    ("monitor", 3),
    ("admin", 5),
    ("?", 1),
];

fn is_exec_verb(word: &str) -> bool {
    VERBS.iter().any(|&(verb, least)| abbreviates(word, verb, least)) || word.ends_with('?')
}

/// Whether IOS would take `word` for `full`, of which at least `least` letters are needed.
pub(super) fn abbreviates(word: &str, full: &str, least: usize) -> bool {
    word.len() >= least && full.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// What a typed command is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command<'a> {
    /// What its output is.
    pub(super) kind: Kind,
    /// `vrf NAME`.
    pub(super) vrf: Option<&'a str>,
    /// The verb of the pipe in full, and the pattern; also a keyword that leaves only a part of the output.
    pub(super) filter: Option<(&'static str, &'a str)>,
    /// It shows the configuration that is saved, not the one that runs.
    pub(super) saved: bool,
    /// Whether it prints pages: what follows a `terminal length 0` is not its output.
    pub(super) prints: bool,
}

impl<'a> Command<'a> {
    fn other(prints: bool) -> Self {
        Self { kind: Kind::OtherCommand, vrf: None, filter: None, saved: false, prints }
    }

    /// Resolves a command by IOS's rules of abbreviation. `do` in front is passed over.
    pub(super) fn resolve(typed: &'a str) -> Self {
        if typed.ends_with('?') {
            // The router explains, and shows what it would print to nobody.
            return Self::other(true);
        }
        let (command, pipe) = match typed.split_once('|') {
            Some((command, pipe)) => (command, Some(pipe.trim_ascii())),
            None => (typed, None),
        };
        let mut words = command.split_ascii_whitespace();
        let mut verb = words.next().unwrap_or("");
        if verb.eq_ignore_ascii_case("do") {
            verb = words.next().unwrap_or("");
        }
        let rest = words.next().and_then(|word| tail_from(command, word)).unwrap_or("");
        let resolved = if abbreviates(verb, "show", 2) {
            show(rest)
        } else if abbreviates(verb, "more", 2) && (rest.contains("running-config") || rest.contains("startup-config"))
            || abbreviates(verb, "write", 2) && abbreviates(rest, "terminal", 1)
        {
            let saved = abbreviates(verb, "more", 2) && !rest.contains("system:running-config");
            Self { kind: Kind::RunningConfig, saved, ..Self::other(true) }
        } else {
            Self::other(
                ["more", "ping", "debug", "dir", "test", "monitor", "traceroute"]
                    .iter()
                    .any(|full| abbreviates(verb, full, 2)),
            )
        };
        match pipe.map(filter) {
            Some(piped) => Self { filter: piped.or(resolved.filter), ..resolved },
            None => resolved,
        }
    }
}

/// The part of `text` from `word` (a slice of it) on.
pub(super) fn tail_from<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get((word.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?..).map(str::trim_ascii)
}

fn show(rest: &str) -> Command<'_> {
    let mut words = rest.split_ascii_whitespace();
    let mut first = words.next().unwrap_or("");
    if first.eq_ignore_ascii_case("sdwan") {
        // `show sdwan running-config` of an IOS-XE edge.
        first = words.next().filter(|word| abbreviates(word, "running-config", 2)).unwrap_or("");
    }
    // `show configuration` is an old name of `show startup-config`.
    let saved =
        [("startup-config", 3), ("configuration", 4)].iter().any(|&(full, least)| abbreviates(first, full, least));
    if saved
        || [("running-config", 2), ("derived-config", 3)].iter().any(|&(full, least)| abbreviates(first, full, least))
    {
        let arguments = words.next().and_then(|word| tail_from(rest, word));
        let whole = |arguments: &&str| {
            ["all", "full", "view full", "brief", "linenum"].iter().any(|word| arguments.eq_ignore_ascii_case(word))
        };
        let filter = arguments.filter(|arguments| !whole(arguments)).map(|part| ("part", part));
        return Command { kind: Kind::RunningConfig, filter, saved, ..Command::other(true) };
    }
    if let Some(show) = ShowCommand::resolve(rest).filter(|show| show.vrf.is_none_or(|vrf| vrf.len() <= LONGEST_VRF)) {
        let filter = show.part.map(|part| ("part", part));
        return Command { kind: Kind::Show(show.command), vrf: show.vrf, filter, ..Command::other(true) };
    }
    if !first.eq_ignore_ascii_case("ip") || !words.next().is_some_and(|word| abbreviates(word, "nat", 2)) {
        return Command::other(true);
    }
    let mut table = words.next().unwrap_or("");
    if abbreviates(table, "nvi", 2) {
        table = words.next().unwrap_or("");
    }
    if abbreviates(table, "translations", 1) { translations(words) } else { Command::other(true) }
}

/// Every row that is kept repeats the VRF of its table. IOS takes 32 letters.
const LONGEST_VRF: usize = 255;

/// The arguments of `show ip nat translations`.
fn translations<'a>(words: impl Iterator<Item = &'a str>) -> Command<'a> {
    const PARTS: [&str; 11] =
        ["tcp", "udp", "icmp", "esp", "gre", "inside", "outside", "filter", "total", "redundancy", "local"];
    let mut command = Command { kind: Kind::NatTranslations, ..Command::other(true) };
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        if abbreviates(word, "vrf", 2) {
            command.vrf = words.next();
            if command.vrf.is_some_and(|vrf| vrf.len() > LONGEST_VRF) {
                return Command::other(true);
            }
        } else if let Some(part) = PARTS.iter().find(|part| abbreviates(word, part, 2)) {
            let argument = words.peek().filter(|next| !abbreviates(next, "verbose", 1) && !abbreviates(next, "vrf", 2));
            command.filter = Some((part, argument.copied().unwrap_or("")));
        }
    }
    command
}

/// The pipe, unless it only switches the pager off.
fn filter(pipe: &str) -> Option<(&'static str, &str)> {
    const FILTERS: [&str; 12] = [
        "include", "exclude", "begin", "section", "count", "format", "redirect", "append", "tee", "grep", "egrep",
        "last",
    ];
    let (verb, pattern) = pipe.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((pipe, ""));
    if abbreviates(verb, "no-more", 2) {
        return None;
    }
    let full = FILTERS.iter().find(|full| abbreviates(verb, full, 1)).copied().unwrap_or("other");
    Some((full, pattern.trim_ascii()))
}

/// A command without a prompt, alone on its line: `show ip nat translations vrf X`. Only those that are read, and only
/// when every word of them is a command's: prose may start with "show".
pub(super) fn bare_command(text: &str) -> Option<Command<'_>> {
    let line = text.trim_ascii().trim_start_matches(['#', '>']).trim_ascii_start();
    if !line.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("sh")) {
        return None;
    }
    let command = Command::resolve(line);
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"!`\"'()".contains(&byte) || byte.is_ascii_whitespace();
    let short = line.split('|').next().is_some_and(|command| command.split_ascii_whitespace().count() <= 8);
    (command.kind != Kind::OtherCommand && short && line.bytes().all(plain)).then_some(command)
}

/// The command above a section of `show tech-support`: `------------------ show running-config ------------------`.
pub(super) fn section_title(text: &str) -> Option<&str> {
    let title = text.strip_prefix("------")?.trim_ascii_end().strip_suffix("------")?;
    let command = title.trim_matches('-').trim_ascii();
    command.starts_with("show ").then_some(command)
}

/// Whether the line is a `show` command without a prompt, of whatever kind.
pub(super) fn is_bare_show(text: &str) -> bool {
    text.starts_with("show ") || text.starts_with("sh ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_of_the_field() {
        for (line, host, mode, typed) in [
            ("R1#show run", "R1", None, "show run"),
            ("R1>en", "R1", None, "en"),
            ("R1(config-if)#ip nat inside", "R1", Some("config-if"), "ip nat inside"),
            ("edge.example.net# sh ip nat tr  ", "edge.example.net", None, "sh ip nat tr"),
            ("RP/0/RSP0/CPU0:core#show run", "RP/0/RSP0/CPU0:core", None, "show run"),
            ("RP/0//CPU0:router(config-cgn)#", "RP/0//CPU0:router", Some("config-cgn"), ""),
            ("2911(dhcp-config)#do show ip nat t", "2911", Some("dhcp-config"), "do show ip nat t"),
        ] {
            assert_eq!(Prompt::parse(line), Some(Prompt { host, mode, typed }), "{line}");
        }
        for line in ["# Heading", "<strong>", "description a#b", "-> next", "udp 10.0.0.1:1", ""] {
            assert!(Prompt::parse(line).is_none(), "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_prompt() {
        let unknown = |_: &str| false;
        for line in ["key#abc", "C#7 is a chord", "a>b"] {
            assert!(!Prompt::parse(line).unwrap().is_certain(unknown), "{line}");
        }
        for line in ["R1#", "R1(config)#x", "R1#sh ver", "R1>ping 10.0.0.1"] {
            assert!(Prompt::parse(line).unwrap().is_certain(unknown), "{line}");
        }
    }

    #[test]
    fn abbreviated_commands() {
        use Kind::{NatTranslations as Nat, OtherCommand as Other, RunningConfig as Run};
        for (typed, kind, vrf, filter) in [
            ("sh ip nat tr", Nat, None, None),
            ("sho ip na t", Nat, None, None),
            ("show ip nat translations vrf BLUE verbose", Nat, Some("BLUE"), None),
            ("do sh ip nat tra | i 4500", Nat, None, Some(("include", "4500"))),
            ("show ip nat translations udp | include 6.6", Nat, None, Some(("include", "6.6"))),
            ("show ip nat translations filter range", Nat, None, Some(("filter", "range"))),
            ("show ip nat nvi translations", Nat, None, None),
            ("sho run", Run, None, None),
            ("show running-config | section ip nat", Run, None, Some(("section", "ip nat"))),
            ("sh run all|inc static", Run, None, Some(("include", "static"))),
            ("sh run int g0/0", Run, None, Some(("part", "int g0/0"))),
            ("show running-config | no-more", Run, None, None),
            ("sh start", Run, None, None),
            ("more system:running-config", Run, None, None),
            ("wr t", Run, None, None),
            ("sh ip nat stat", Kind::Show(ShowCommand::NatStatistics), None, None),
            (
                "show ip int br | ex unassigned",
                Kind::Show(ShowCommand::IpInterfaceBrief),
                None,
                Some(("exclude", "unassigned")),
            ),
            ("sh ip int g0/0", Kind::Show(ShowCommand::IpInterface), None, Some(("part", "g0/0"))),
            ("show ip route", Kind::Show(ShowCommand::IpRoute), None, None),
            ("show ip cef", Other, None, None),
            ("show ipv6 nat tr", Other, None, None),
            ("terminal length 0", Other, None, None),
            ("conf t", Other, None, None),
            ("", Other, None, None),
        ] {
            let command = Command::resolve(typed);
            assert_eq!((command.kind, command.vrf, command.filter), (kind, vrf, filter), "{typed}");
        }
    }

    #[test]
    fn configurations_that_are_saved() {
        for typed in ["sh start", "show configuration | include nat", "more nvram:startup-config"] {
            assert!(Command::resolve(typed).saved, "{typed}");
        }
        for typed in ["sh run", "show derived-config", "more system:running-config", "wr t", "show version"] {
            assert!(!Command::resolve(typed).saved, "{typed}");
        }
    }

    #[test]
    fn a_command_needs_no_prompt_but_prose_is_none() {
        assert!(bare_command("show ip nat translations verbose").is_some());
        assert!(bare_command("#show running-config interface GigabitEthernet 1/0/10").is_some());
        for line in ["show ip nat translations         ! NAT working?", "show me", "- `show ip nat translations`"] {
            assert!(bare_command(line).is_none(), "{line}");
        }
    }
}
