//! A second reading of configurations: words of one line after the other, by a reader that knows the manual and not our
//! grammar. It knows where it is by the last header, and nothing else.

use std::net::Ipv4Addr;

/// What the line belongs to.
enum Under {
    Nothing,
    Interface(String),
    /// Name, and whether it is extended.
    List(String, bool),
    RouteMap(String, String),
    Pool(usize),
}

pub(crate) fn statements(bytes: &[u8], prose: bool) -> Vec<String> {
    let text = decoded(bytes);
    let mut reader = Reader { under: Under::Nothing, out: Vec::new(), entries: Vec::new() };
    let mut banner: Option<String> = None;
    for line in text.lines() {
        if let Some(end) = &banner {
            if line.contains(end.as_str()) {
                banner = None;
            }
            continue;
        }
        banner = opens_banner(line);
        let typed = if prose { behind_prompt(line) } else { line };
        let words: Vec<&str> = typed.split_whitespace().collect();
        if banner.is_none() && !words.is_empty() {
            reader.line(&words, prose);
        }
    }
    reader.out
}

fn decoded(bytes: &[u8]) -> String {
    let Some(wide) = bytes.strip_prefix(b"\xff\xfe") else { return String::from_utf8_lossy(bytes).into_owned() };
    let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The sign that ends the banner which this line opens and does not end.
fn opens_banner(line: &str) -> Option<String> {
    let rest = line.strip_prefix("banner ")?.trim_start();
    let (_, text) = rest.split_once(' ')?;
    let text = text.trim_start();
    let sign: String = text.chars().take(if text.starts_with('^') { 2 } else { 1 }).collect();
    let after = text.get(sign.len()..)?;
    (!sign.is_empty() && !after.contains(&sign)).then_some(sign)
}

/// What is typed at a prompt, in notes that show one.
fn behind_prompt(line: &str) -> &str {
    match line.split_once('#') {
        Some((host, typed)) if !host.trim().is_empty() && !host.trim().contains(' ') => typed,
        _ => line,
    }
}

struct Reader {
    under: Under,
    out: Vec<String>,
    /// List and how many entries it has so far.
    entries: Vec<(String, usize)>,
}

impl Reader {
    fn line(&mut self, words: &[&str], prose: bool) {
        if self.continues(words) {
            return;
        }
        // What is not known of an interface may stand between what is, indented or not.
        if starts_block(words) {
            self.under = Under::Nothing;
        }
        match words {
            ["interface", name @ ..] if !name.is_empty() && !prose => {
                self.under = Under::Interface(short(&name.concat()));
            }
            ["ip", "access-list", kind @ ("standard" | "extended"), name, ..] => {
                self.under = Under::List((*name).to_owned(), *kind == "extended");
            }
            ["access-list", name, rest @ ..] if name.parse::<u32>().is_ok() => {
                let number: u32 = name.parse().unwrap();
                let extended = (100..200).contains(&number) || (2000..2700).contains(&number);
                let ip = extended || (1..100).contains(&number) || (1300..2000).contains(&number);
                if ip {
                    self.entry(name, extended, rest);
                }
            }
            ["route-map", name, action @ ("permit" | "deny"), rest @ ..] => {
                let sequence = rest.first().copied().unwrap_or("10").to_owned();
                self.out.push(format!("route-map {name} {action} {sequence}"));
                self.under = Under::RouteMap((*name).to_owned(), sequence);
            }
            ["route-map", name] => {
                self.out.push(format!("route-map {name} permit 10"));
                self.under = Under::RouteMap((*name).to_owned(), "10".to_owned());
            }
            ["ip", "prefix-list", name, rest @ ..] => self.prefix_list(name, rest),
            ["ip", "route", rest @ ..] => self.out.extend(route(rest)),
            ["ip", "nat", "pool", name, rest @ ..] => self.pool(name, rest),
            ["ip", "nat", side @ ("inside" | "outside"), of @ ("source" | "destination"), rest @ ..] => {
                self.out.extend(rule(&format!("{side}-{of}"), rest));
            }
            ["ip", "nat", "source", rest @ ..] => self.out.extend(rule("nvi-source", rest)),
            _ => {}
        }
    }

    /// Whether the line belongs to the header before it.
    fn continues(&mut self, words: &[&str]) -> bool {
        match &self.under {
            Under::Nothing => false,
            Under::Interface(name) => {
                let Some(fact) = of_interface(words) else { return false };
                // Said again, it replaces what was said.
                let prefix = format!("interface {name} ");
                let subject = fact.split(' ').next().unwrap_or_default().to_owned();
                if subject != "secondary" {
                    self.out.retain(|old| {
                        old.strip_prefix(&prefix).is_none_or(|old| old.split(' ').next() != Some(&subject))
                    });
                }
                self.out.push(format!("{prefix}{fact}"));
                true
            }
            Under::List(name, extended) => {
                let (name, extended) = (name.clone(), *extended);
                let rest = if words[0].parse::<u32>().is_ok() { &words[1..] } else { words };
                let is_entry = rest.first().is_some_and(|word| ["permit", "deny"].contains(word));
                if is_entry {
                    self.entry(&name, extended, rest);
                }
                is_entry
            }
            Under::RouteMap(name, sequence) => {
                let ["match", "ip", "address", lists @ ..] = words else { return false };
                if lists.first() != Some(&"prefix-list") {
                    self.out.push(format!("match {name} {sequence} ip address {}", lists.join(" ")));
                }
                true
            }
            Under::Pool(at) => {
                let ["address" | "range", first, last, ..] = words else { return false };
                let pool = &mut self.out[*at];
                *pool = pool.replace(" /", &format!("{first}-{last} /")).replace("  ", " ");
                true
            }
        }
    }

    fn entry(&mut self, list: &str, extended: bool, words: &[&str]) {
        let Some(entry) = acl_entry(extended, words) else { return };
        let at = self.entries.iter().position(|(name, _)| name == list).unwrap_or_else(|| {
            self.entries.push((list.to_owned(), 0));
            self.entries.len() - 1
        });
        self.entries[at].1 += 1;
        self.out.push(format!("acl {list} #{} {entry}", self.entries[at].1));
    }

    fn prefix_list(&mut self, name: &str, words: &[&str]) {
        let rest = if words.first() == Some(&"seq") { words.get(2..).unwrap_or_default() } else { words };
        if let [action @ ("permit" | "deny"), prefix, lengths @ ..] = rest {
            let lengths = if lengths.is_empty() { String::new() } else { format!(" {}", lengths.join(" ")) };
            self.out.push(format!("prefix-list {name} {action} {prefix}{lengths}"));
        }
    }

    fn pool(&mut self, name: &str, words: &[&str]) {
        let after = |word: &str| words.iter().position(|w| *w == word).and_then(|at| words.get(at + 1)).copied();
        let mask = after("netmask").and_then(length);
        let long = after("prefix-length").and_then(|length| length.parse().ok());
        let length = mask.or(long).map_or("-".to_owned(), |length: u32| length.to_string());
        let kind = after("type").map(|kind| format!(" {kind}")).unwrap_or_default();
        // `<start-ip>` and `start-ip` are for the reader of a manual.
        let range = match words {
            [first, last, ..] if is_address(first) && is_address(last) => format!("{first}-{last} "),
            ["prefix-length" | "netmask", ..] => String::from(" "),
            _ => return,
        };
        // Said again, it replaces what was said.
        self.out.retain(|old| !old.starts_with(&format!("pool {name} ")));
        if range == " " {
            self.under = Under::Pool(self.out.len());
        }
        self.out.push(format!("pool {name} {range}/{length}{kind}"));
    }
}

/// Headers that end what is above them even where somebody has indented the whole configuration.
fn starts_block(words: &[&str]) -> bool {
    matches!(words, ["interface" | "router" | "route-map" | "access-list" | "line" | "end" | "exit", ..])
        || words[0].starts_with('!')
        || matches!(words, ["ip", "access-list" | "nat" | "route" | "prefix-list", ..])
}

fn is_address(word: &str) -> bool {
    word.parse::<Ipv4Addr>().is_ok()
}

/// The length of a mask.
fn length(mask: &str) -> Option<u32> {
    let mask = u32::from(mask.parse::<Ipv4Addr>().ok()?);
    (mask.leading_ones() + mask.trailing_zeros() >= 32).then(|| mask.leading_ones())
}

fn short(name: &str) -> String {
    if name.starts_with("vasi") {
        return name.to_owned();
    }
    let letter: String = name.chars().take(1).flat_map(char::to_lowercase).collect();
    let digits = name.find(|c: char| c.is_ascii_digit()).map_or("", |at| &name[at..]);
    format!("{letter}{digits}")
}

fn of_interface(words: &[&str]) -> Option<String> {
    Some(match words {
        ["ip", "address", "dhcp", ..] => "address dhcp".to_owned(),
        ["ip", "address", "negotiated", ..] => "address negotiated".to_owned(),
        ["ip", "address", address, mask, "secondary", ..] if is_address(address) => {
            format!("secondary {address}/{}", length(mask)?)
        }
        ["ip", "address", address, mask, ..] if is_address(address) => format!("address {address}/{}", length(mask)?),
        ["ip", "unnumbered", of @ ..] => format!("unnumbered {}", short(&of.concat())),
        ["ip", "nat", side @ ("inside" | "outside" | "enable")] => format!("nat {side}"),
        ["ip", "vrf", "forwarding", vrf] | ["vrf", "forwarding", vrf] => format!("vrf {vrf}"),
        ["shutdown"] => "shutdown".to_owned(),
        ["ip", "access-group", list, way @ ("in" | "out")] => format!("{way} {list}"),
        _ => return None,
    })
}

/// The options that take a word.
const PAIRS: &[&str] = &["vrf", "route-map", "redundancy", "mapping-id", "track", "pool", "egress-interface"];

fn options(words: &[&str]) -> String {
    let mut found = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if PAIRS.contains(word) {
            found.extend(words.next().map(|value| format!("{word} {value}")));
        } else {
            found.push((*word).to_owned());
        }
    }
    found.sort();
    found.join(", ")
}

fn rule(direction: &str, words: &[&str]) -> Option<String> {
    // A manual leaves places open: `list <access-list-number>`, `interface interface`.
    if words.iter().any(|word| word.starts_with('<')) || words.windows(2).any(|pair| pair[0] == pair[1]) {
        return None;
    }
    let (what, rest) = match words {
        // Outside, the manual has the global address first.
        ["static", one, other, rest @ ..] if direction == "outside-source" && is_address(one) && is_address(other) => {
            (format!("static ip {other} {one}"), rest)
        }
        ["static", rest @ ..] => fixed(rest)?,
        [by @ ("list" | "route-map"), name, "pool", pool, rest @ ..] => (format!("{by} {name} pool {pool}"), rest),
        [by @ ("list" | "route-map"), name, "interface", rest @ ..] => {
            let (name_of, rest) = interface(rest)?;
            (format!("{by} {name} interface {name_of}"), rest)
        }
        _ => return None,
    };
    Some(format!("nat {direction} {what} [{}]", options(rest)))
}

/// `Gi0/0` or `GigabitEthernet 0/0`.
fn interface<'a>(words: &'a [&'a str]) -> Option<(String, &'a [&'a str])> {
    let (first, rest) = words.split_first()?;
    if first.contains(|c: char| c.is_ascii_digit()) {
        return Some((short(first), rest));
    }
    let (number, rest) = rest.split_first()?;
    Some((short(&format!("{first}{number}")), rest))
}

fn fixed<'a>(words: &'a [&'a str]) -> Option<(String, &'a [&'a str])> {
    match words {
        [protocol @ ("tcp" | "udp"), local, local_port, "interface", rest @ ..] => {
            let (name, rest) = interface(rest)?;
            let (port, rest) = rest.split_first()?;
            Some((format!("static {protocol} {local}:{local_port} {name}:{port}"), rest))
        }
        [protocol @ ("tcp" | "udp"), local, local_port, global, port, rest @ ..] => {
            Some((format!("static {protocol} {local}:{local_port} {global}:{port}"), rest))
        }
        ["network", local, global, mask, rest @ ..] => {
            let length = mask.strip_prefix('/').and_then(|length| length.parse().ok()).or_else(|| length(mask))?;
            Some((format!("static ip {local} {global}/{length}"), rest))
        }
        [local, "interface", rest @ ..] if is_address(local) => {
            let (name, rest) = interface(rest)?;
            Some((format!("static ip {local} {name}"), rest))
        }
        [local, global, rest @ ..] if is_address(local) && is_address(global) => {
            Some((format!("static ip {local} {global}"), rest))
        }
        _ => None,
    }
}

fn route(words: &[&str]) -> Option<String> {
    let (vrf, words) = match words {
        ["vrf", vrf, rest @ ..] => (format!("vrf {vrf} "), rest),
        _ => (String::new(), words),
    };
    let [network, mask, rest @ ..] = words else { return None };
    let length = length(mask).filter(|_| is_address(network))?;
    let (mut via, mut distance) = (Vec::new(), 1_u8);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        match *word {
            "name" | "track" | "tag" => drop(rest.next()),
            "permanent" | "global" | "multicast" => {}
            "dhcp" => via.push("dhcp".to_owned()),
            number if number.parse::<u8>().is_ok() => distance = number.parse().ok()?,
            hop if is_address(hop) => via.push(hop.to_owned()),
            name if name.contains(|c: char| c.is_ascii_digit()) => via.push(short(name)),
            name => via.push(short(&format!("{name}{}", rest.next()?))),
        }
    }
    Some(format!("route {vrf}{network}/{length} {} {distance}", via.join(" ")))
}

fn acl_entry(extended: bool, words: &[&str]) -> Option<String> {
    let (action, rest) = words.split_first().filter(|(word, _)| ["permit", "deny"].contains(word))?;
    if !extended {
        let (from, _) = addresses(rest, true)?;
        return Some(format!("{action} ip {from} any"));
    }
    let (protocol, rest) = match rest {
        ["object-group", name, rest @ ..] => (format!("group:{name}"), rest),
        [protocol, rest @ ..] => ((*protocol).to_owned(), rest),
        [] => return None,
    };
    let (from, rest) = addresses(rest, false)?;
    let (from_ports, rest) = ports(rest);
    let (to, rest) = addresses(rest, false)?;
    let (to_ports, _) = ports(rest);
    Some(format!("{action} {protocol} {from}{from_ports} {to}{to_ports}"))
}

fn addresses<'a>(words: &'a [&'a str], standard: bool) -> Option<(String, &'a [&'a str])> {
    Some(match words {
        ["any", rest @ ..] => ("any".to_owned(), rest),
        ["host", address, rest @ ..] => (format!("{address}~0.0.0.0"), rest),
        ["object-group" | "addrgroup", name, rest @ ..] => (format!("group:{name}"), rest),
        [address, wildcard, rest @ ..] if is_address(address) && is_address(wildcard) => {
            (format!("{address}~{wildcard}"), rest)
        }
        [address, rest @ ..] if standard && is_address(address) => (format!("{address}~0.0.0.0"), rest),
        _ => return None,
    })
}

fn ports<'a>(words: &'a [&'a str]) -> (String, &'a [&'a str]) {
    let Some((how, rest)) = words.split_first().filter(|(how, _)| ["eq", "neq", "lt", "gt", "range"].contains(how))
    else {
        return (String::new(), words);
    };
    let most = match *how {
        "range" => 2,
        "eq" | "neq" => 10,
        _ => 1,
    };
    let named: Vec<String> = rest.iter().take(most).map_while(|word| port(word)).collect();
    let rest = rest.get(named.len()..).unwrap_or_default();
    (format!(" {how} {}", named.join(",")), rest)
}

/// Names that the corpus uses, with the numbers that IANA gives them.
const PORTS: &[(&str, u16)] = &[
    ("bgp", 179),
    ("bootpc", 68),
    ("bootps", 67),
    ("cmd", 514),
    ("domain", 53),
    ("echo", 7),
    ("ftp", 21),
    ("ftp-data", 20),
    ("isakmp", 500),
    ("lpd", 515),
    ("nntp", 119),
    ("non500-isakmp", 4500),
    ("ntp", 123),
    ("pop3", 110),
    ("rip", 520),
    ("smtp", 25),
    ("snmp", 161),
    ("snmptrap", 162),
    ("ssh", 22),
    ("syslog", 514),
    ("tacacs", 49),
    ("telnet", 23),
    ("tftp", 69),
    ("www", 80),
];

fn port(word: &str) -> Option<String> {
    let number = word.parse::<u16>().ok();
    number.or_else(|| PORTS.iter().find(|(name, _)| *name == word).map(|(_, port)| *port)).map(|port| port.to_string())
}
