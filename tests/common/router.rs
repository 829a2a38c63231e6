//! A router that obeys what a plan types, as far as the text of a capture shows it: it removes what is taken back, puts
//! entries of lists where their numbers say, adds `extendable` to port statics by itself, and forgets cleared rows.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fmt::Write as _;

use hcxnat::capture::Kind;
use hcxnat::model::{AclEntry, Device, NatKind, NatRule};
use hcxnat::report::Report;

/// Stands where typed lines go; where a list stands.
const HERE: &str = "\0here";
const LIST: &str = "\0list ";

/// The text of a capture, and what was typed since.
pub(crate) struct Router {
    lines: Vec<String>,
    line_end: &'static str,
    lists: Vec<List>,
    /// The list that is being edited.
    open: Option<usize>,
    /// What a router would have complained about.
    pub(crate) complaints: Vec<String>,
}

struct List {
    name: String,
    header: Option<String>,
    /// Number and text; remarks have none.
    entries: Vec<(Option<u32>, String)>,
}

impl Router {
    /// `device`: whose configuration the lines are typed into.
    pub(crate) fn of(report: &Report, device: usize, text: &str) -> Self {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut segments = report.network.segments.iter().rev();
        let config = segments.find(|s| s.device == Some(device) && s.kind == Kind::RunningConfig && !s.saved);
        if let Some(config) = config {
            let (first, last) = (config.first_line as usize - 1, config.last_line as usize);
            let end = lines[first..last].iter().position(|line| line == "end").map_or(last, |at| first + at);
            lines.insert(end, HERE.to_owned());
        }
        Self { lines, line_end, lists: Vec::new(), open: None, complaints: Vec::new() }
    }

    /// The capture that would be pasted now.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            if let Some(name) = line.strip_prefix(LIST) {
                let list = self.lists.iter().find(|list| list.name == name).unwrap();
                if let Some(header) = &list.header {
                    let _ = write!(out, "{header}{}", self.line_end);
                }
                for (_, text) in &list.entries {
                    let lead = if list.header.is_some() { " ".to_owned() } else { format!("access-list {name} ") };
                    let _ = write!(out, "{lead}{text}{}", self.line_end);
                }
            } else if line != HERE {
                let _ = write!(out, "{line}{}", self.line_end);
            }
        }
        out
    }

    /// Lines of configuration mode.
    pub(crate) fn configure(&mut self, commands: &[String]) {
        self.open = None;
        for command in commands {
            let words: Vec<&str> = command.split_whitespace().collect();
            match words.as_slice() {
                ["ip", "access-list", "resequence", name, start, step] => {
                    let (start, step): (u32, u32) = (start.parse().unwrap(), step.parse().unwrap());
                    let at = self.list(name);
                    let numbered = self.lists[at].entries.iter_mut().filter(|(number, _)| number.is_some());
                    (0..).zip(numbered).for_each(|(nth, (number, _))| *number = Some(start + nth * step));
                }
                ["ip", "access-list", kind @ ("extended" | "standard"), name] => {
                    let at = self.list(name);
                    let header = format!("ip access-list {kind} {name}");
                    self.open = Some(at);
                    let known = &mut self.lists[at];
                    if known.header.is_none() && known.name.parse::<u32>().is_err() {
                        known.header = Some(header);
                    }
                }
                _ if command.starts_with(' ') => self.edit(command.trim()),
                ["no", "ip", "nat", ..] => self.take_back(&words[1..]),
                ["ip", "nat", "inside", "source", "static", ..] => self.add(&words),
                _ => self.complaints.push(format!("no such command here: {command}")),
            }
        }
    }

    /// The same, where a list may be new, and put on an interface.
    pub(crate) fn guard(&mut self, commands: &[String]) {
        let (lists, interface) =
            commands.split_at(commands.iter().position(|c| c.starts_with("interface")).unwrap_or(commands.len()));
        let before = self.complaints.len();
        self.configure(lists);
        let new: Vec<String> = self.complaints.drain(before..).collect();
        self.complaints.extend(new.into_iter().filter(|complaint| !complaint.starts_with("there is no list")));
        let mut header = "";
        for line in interface {
            match self.lines.iter().position(|known| known == header) {
                _ if line.starts_with("interface") => header = line,
                Some(at) => self.lines.insert(at + 1, line.clone()),
                None => self.complaints.push(format!("there is no {header}")),
            }
        }
    }

    /// Clear commands of exec mode, one entry each.
    pub(crate) fn clear(&mut self, commands: &[String]) {
        for command in commands {
            let words: Vec<_> = command.split_whitespace().skip(4).collect();
            let &[protocol, "inside", global, global_port, local, local_port] = words.as_slice() else {
                self.complaints.push(format!("not a clear command of a port entry: {command}"));
                continue;
            };
            let cells = [format!("{global}:{global_port}"), format!("{local}:{local_port}")];
            if self.forget(|line| line.contains(protocol) && cells.iter().all(|cell| has_cell(line, cell))) == 0 {
                self.complaints.push(format!("no row is left to clear for {command}"));
            }
        }
    }

    /// Index of a list, taken out of the lines on first use.
    fn list(&mut self, name: &str) -> usize {
        if let Some(at) = self.lists.iter().position(|list| list.name == name) {
            return at;
        }
        let mut list = List { name: name.to_owned(), header: None, entries: Vec::new() };
        let (mut kept, mut inside, mut placed) = (Vec::new(), false, false);
        for line in std::mem::take(&mut self.lines) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let entry = match words.as_slice() {
                ["ip", "access-list", "extended" | "standard", of] if *of == name => {
                    inside = true;
                    list.header = Some(line.trim().to_owned());
                    Some(None)
                }
                ["access-list", of, ..] if *of == name => Some(Some(words[2..].join(" "))),
                _ if inside && line.starts_with(' ') => Some(Some(words.join(" "))),
                _ => None,
            };
            let Some(entry) = entry else {
                inside = false;
                kept.push(line);
                continue;
            };
            if !placed {
                placed = true;
                kept.push(format!("{LIST}{name}"));
            }
            list.entries.extend(entry.map(|text| (None, text)));
        }
        if !placed {
            self.complaints.push(format!("there is no list {name}"));
            let here = kept.iter().position(|line| line == HERE).unwrap_or(kept.len());
            kept.insert(here, format!("{LIST}{name}"));
        }
        number(&mut list.entries);
        self.lines = kept;
        self.lists.push(list);
        self.lists.len() - 1
    }

    /// A line inside the open list.
    fn edit(&mut self, line: &str) {
        let Some(list) = self.open.and_then(|at| self.lists.get_mut(at)) else {
            self.complaints.push(format!("no list is open for '{line}'"));
            return;
        };
        let entries = &mut list.entries;
        let (first, rest) = line.split_once(' ').unwrap();
        if first == "no" {
            let wanted: Option<u32> = rest.parse().ok();
            let found = entries.iter().position(|(number, text)| match wanted {
                Some(_) => *number == wanted,
                None => text == rest,
            });
            match found {
                Some(at) => drop(entries.remove(at)),
                None => self.complaints.push(format!("nothing to take back by '{line}'")),
            }
        } else if let Ok(number) = first.parse::<u32>() {
            if entries.iter().any(|(known, _)| *known == Some(number)) {
                self.complaints.push(format!("number {number} is in use in {}", list.name));
            }
            let at = entries.iter().position(|(known, _)| known.is_some_and(|known| known > number));
            // A remark belongs to the entry below it.
            let mut at = at.unwrap_or(entries.len());
            while at > 0 && entries[at - 1].0.is_none() {
                at -= 1;
            }
            entries.insert(at, (Some(number), rest.to_owned()));
        } else {
            let last = entries.iter().filter_map(|(number, _)| *number).max().unwrap_or(0);
            entries.push((Some(last + 10), line.to_owned()));
        }
    }

    /// IOS adds `extendable` to a port static that names an address.
    fn add(&mut self, words: &[&str]) {
        let mut line = words.join(" ");
        let port = matches!(words.get(5), Some(&("udp" | "tcp"))) && words.get(8) != Some(&"interface");
        if port && !line.ends_with("extendable") {
            line.push_str(" extendable");
        }
        if self.lines.iter().any(|known| same(known, &line)) {
            self.complaints.push(format!("it is there already: {line}"));
        }
        match self.lines.iter().position(|line| line == HERE) {
            Some(at) => self.lines.insert(at, line),
            None => self.complaints.push(format!("there is no configuration for {line}")),
        }
    }

    /// Removes a static, its row and its child entries.
    fn take_back(&mut self, words: &[&str]) {
        let line = words.join(" ");
        let Some(at) = self.lines.iter().position(|known| same(known, &line)) else {
            self.complaints.push(format!("nothing to take back by 'no {line}'"));
            return;
        };
        self.lines.remove(at);
        let (local, global) = match &words[5..] {
            ["udp" | "tcp", local, port, "interface", _, global, ..] => {
                (format!("{local}:{port}"), format!(":{global}"))
            }
            ["udp" | "tcp", local, port, global, global_port, ..] => {
                (format!("{local}:{port}"), format!("{global}:{global_port}"))
            }
            [local, global, ..] => ((*local).to_owned(), (*global).to_owned()),
            _ => return,
        };
        self.forget(|line| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let &[protocol, inside_global, inside_local, ..] = cells.as_slice() else { return false };
            let is_row = matches!(protocol, "udp" | "tcp" | "---");
            if local.contains(':') {
                return is_row && inside_local == local && inside_global.ends_with(&global);
            }
            let address = |cell: &str| cell.split(':').next().unwrap_or_default().to_owned();
            is_row && address(inside_local) == local && address(inside_global) == global
        });
    }

    /// Takes rows out of the tables, and out of the totals below them; says how many.
    fn forget(&mut self, is_row: impl Fn(&str) -> bool) -> usize {
        let (mut all, mut gone) = (0, 0);
        let mut kept = Vec::new();
        for line in std::mem::take(&mut self.lines) {
            if is_row(line.trim_start()) {
                gone += 1;
                all += 1;
            } else if let Some(total) = line.strip_prefix("Total number of translations:") {
                let total: usize = total.trim().parse().unwrap();
                kept.push(format!("Total number of translations: {}", total - gone));
                gone = 0;
            } else {
                kept.push(line);
            }
        }
        self.lines = kept;
        all
    }
}

/// Gives every entry its number: the one before it, else ten above the last. In that order they are tried.
fn number(entries: &mut [(Option<u32>, String)]) {
    let mut last = 0;
    for (number, text) in entries.iter_mut() {
        if text.starts_with("remark") {
            continue;
        }
        let explicit = text.split_once(' ').and_then(|(first, rest)| Some((first.parse::<u32>().ok()?, rest)));
        match explicit {
            Some((explicit, rest)) => {
                last = explicit;
                *text = rest.to_owned();
            }
            None => last += 10,
        }
        *number = Some(last);
    }
    if entries.iter().all(|(number, _)| number.is_some()) {
        entries.sort_by_key(|(number, _)| *number);
    }
}

/// Whether two NAT lines are the same line to IOS.
fn same(a: &str, b: &str) -> bool {
    let words = |line: &str| -> Vec<String> {
        line.split_whitespace().filter(|word| *word != "extendable").map(str::to_owned).collect()
    };
    words(a) == words(b)
}

/// Whether a cell stands in a row, glued to the next one or not.
fn has_cell(line: &str, cell: &str) -> bool {
    let rest = line.find(cell).map(|at| &line[at + cell.len()..]);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()) || rest.split_whitespace().count() < 4)
}

/// NAT rules and lists of a device without their places: what must be the same before a plan and after its rollback.
/// `extendable` is left out, because IOS adds it, and so are the numbers of entries: only their order counts.
pub(crate) fn model(device: &Device) -> Vec<String> {
    let mut rules: Vec<String> = device.nat_rules.iter().map(rule).collect();
    rules.sort();
    let mut lists: Vec<String> = device
        .acls
        .iter()
        .map(|(name, acl)| format!("{name}: {:?}", acl.entries.iter().map(entry).collect::<Vec<_>>()))
        .collect();
    lists.sort();
    rules.into_iter().chain(lists).collect()
}

fn rule(rule: &NatRule) -> String {
    let kind = match &rule.kind {
        NatKind::Static(fixed) => {
            format!("{:?} {:?} {:?} {:?}", fixed.protocol, fixed.local.value, fixed.global.value, fixed.network)
        }
        NatKind::Dynamic(dynamic) => format!("{:?} {:?}", dynamic.selector.value, dynamic.target.value),
    };
    let options = &rule.options;
    let of = |option: &Option<hcxnat::source::Spanned<String>>| option.as_ref().map(|option| option.value.clone());
    let others: Vec<_> = options.other.iter().map(|other| other.value.clone()).collect();
    format!(
        "{:?} {kind} {:?} {:?} {:?} {:?} {:?} {:?} {others:?}",
        rule.direction,
        options.overload.is_some(),
        of(&options.vrf),
        options.match_in_vrf.is_some(),
        of(&options.route_map),
        of(&options.redundancy),
        of(&options.track),
    )
}

fn entry(entry: &AclEntry) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        entry.action,
        entry.protocol,
        entry.source,
        entry.source_port,
        entry.destination,
        entry.destination_port,
        entry.condition.as_ref().map(|condition| condition.value.clone())
    )
}
