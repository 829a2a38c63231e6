//! From objects to what they tell.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use super::form::{self, File, Form};
use super::known::{Kind, Name, Object, SCOPE, STATISTICS, Side, TRAFFIC, TUNNEL, role_of_type};
use super::{Note, PASTE};
use crate::intent::inventory::{is_host, read_address, read_range};
use crate::intent::yaml::{Checker, Key, Node, Value};
use crate::source::{Span, Spanned};

/// Of an address that somebody made unreadable.
const UNREADABLE: &str = "Where it was made unreadable, put the address back: without it nothing can be judged";

/// What some exports tell, nothing of it joined yet.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) appliances: Vec<Found>,
    pub(super) profiles: Vec<Profile>,
    /// Application Path Resiliency, of each Service Mesh that tells.
    pub(super) resilient: Vec<Spanned<bool>>,
    pub(super) notes: Vec<Note>,
    pub(super) check: Checker,
    /// Keys that nobody asked for, each once, by what they are of.
    unread: Vec<(Kind, Vec<(String, Span)>)>,
}

/// An appliance, as far as one object tells of it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
    pub(super) role: Option<&'static str>,
    pub(super) side: Option<Side>,
    pub(super) tunnels: Vec<Tunnel>,
    /// Addresses of which it is not said that a tunnel ends there.
    pub(super) addresses: Vec<Spanned<Ipv4Addr>>,
    /// Where the other end is, where no tunnel tells.
    pub(super) peer: Option<Ipv4Addr>,
    /// Names and ids of the appliances at the other end.
    pub(super) partners: Vec<String>,
    pub(super) at: Span,
}

/// One tunnel of an appliance.
#[derive(Debug, Clone)]
pub(super) struct Tunnel {
    pub(super) local: Option<Spanned<Ipv4Addr>>,
    pub(super) local_port: Option<Spanned<u16>>,
    pub(super) remote: Option<Spanned<Ipv4Addr>>,
    pub(super) remote_port: Option<Spanned<u16>>,
}

/// A Network Profile.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) ranges: Vec<Spanned<RangeInclusive<Ipv4Addr>>>,
    /// Whether it is one for uplinks; `None` where that is not said in words.
    pub(super) uplink: Option<bool>,
    pub(super) at: Span,
}

impl Facts {
    /// Reads one file.
    pub(super) fn read(&mut self, form: Form, file: File<'_>) {
        let read = match form::read(form, file) {
            Ok(read) => read,
            Err(problem) => return self.check.problems.push(problem),
        };
        let sum = |facts: &Self| {
            let of_use = facts.appliances.len() + facts.profiles.len() + facts.resilient.len();
            of_use + facts.notes.len() + facts.check.problems.len()
        };
        let before = sum(self);
        for node in &read.objects {
            self.node(node, 0);
        }
        if let Some(first) = read.unread.first() {
            let lines = if read.unread.len() == 1 { "this line is" } else { "lines like this one are" };
            self.note(
                Some(*first),
                format!("{lines} no output of PowerCLI, and not read ({} in all)", read.unread.len()),
            );
        }
        for (kind, keys) in std::mem::take(&mut self.unread) {
            let (first, names) = (keys.first().map(|(_, span)| *span), keys.iter().map(|(key, _)| key.as_str()));
            let names = names.collect::<Vec<_>>().join(", ");
            self.note(first, format!("not known, and not read, of {}: {names}", kind.title()));
        }
        if sum(self) == before {
            let at = read.objects.first().map(|node| node.span);
            self.note(at, "nothing in this file is of use for an inventory".to_owned());
        }
    }

    fn note(&mut self, at: Option<Span>, text: String) {
        self.notes.push(Note { at, text });
    }

    /// One value and what it holds.
    fn node(&mut self, node: &Node, depth: usize) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.node(item, depth)),
            Value::Null | Value::Scalar(_) => {}
            Value::Map(_) => {
                let Some(object) = Object::of(node) else { return };
                self.object(object, node.span, depth);
            }
        }
    }

    fn object(&mut self, object: Object<'_>, at: Span, depth: usize) {
        let Some(kind) = Kind::of(object) else {
            if let (true, Some(errors)) = (depth == 0, object.get("errors").or(object.get("message"))) {
                let help = "log in (POST /hybridity/api/sessions), and ask again with the header x-hm-authorization of the answer";
                self.check.wrong(errors.span, "here", "this is an error that HCX answered with, no data", help);
            } else {
                let keys: Vec<&str> = object.unknown(&[]).take(6).map(|key| key.text.as_str()).collect();
                self.note(Some(at), format!("not known, and not read: an object with {}", keys.join(", ")));
            }
            return;
        };
        match kind {
            Kind::Page => {
                self.unread(kind, object, kind.keys());
                if depth < 4 {
                    object.entries().for_each(|node| self.page(node, depth + 1));
                }
                return;
            }
            Kind::Useless(what) => return self.useless(what, at),
            Kind::Appliance => self.appliance(object, at),
            Kind::Profile => self.profile(object, at),
            Kind::Mesh => self.mesh(object),
        }
        self.unread(kind, object, kind.keys());
    }

    /// What a page holds beside its objects (how many, where the next is) is no object.
    fn page(&mut self, node: &Node, depth: usize) {
        let known = |node: &Node| Object::of(node).and_then(Kind::of).is_some();
        if matches!(node.value, Value::List(_)) || known(node) {
            self.node(node, depth);
        }
    }

    fn useless(&mut self, what: &str, at: Span) {
        let text = format!("{what} tells nothing of uplinks, and is not read");
        if !self.notes.iter().any(|note| note.text == text && note.at.map(|at| at.source) == Some(at.source)) {
            self.note(Some(at), text);
        }
    }

    /// Keeps the keys that are none of `known`, each once.
    fn unread(&mut self, kind: Kind, object: Object<'_>, known: &[&str]) {
        let at = self.unread.iter().position(|(of, _)| *of == kind);
        let at = at.unwrap_or_else(|| {
            self.unread.push((kind, Vec::new()));
            self.unread.len() - 1
        });
        let Some((_, keys)) = self.unread.get_mut(at) else { return };
        for Key { text, span } in object.unknown(known) {
            if !keys.iter().any(|(key, _)| key.eq_ignore_ascii_case(text)) {
                keys.push((text.clone(), *span));
            }
        }
        self.unread.retain(|(_, keys)| !keys.is_empty());
    }

    fn appliance(&mut self, object: Object<'_>, at: Span) {
        let name = object.text_of(&["applianceName", "appliance", "name"]);
        self.must_be_whole(name);
        let id = object.text_of(&["applianceId", "id"]);
        let kind = object.text_of(&["applianceType", "type", "serviceComponent"]);
        let told = name.and_then(|(name, _)| Name::read(name));
        let mut found = Found {
            name: name.map(|(name, _)| name.to_owned()),
            id: id.map(|(id, _)| id.to_owned()),
            role: told.map(|name| name.role).or(kind.and_then(|(kind, _)| role_of_type(kind))),
            side: told.map(|name| name.side),
            tunnels: Vec::new(),
            addresses: Vec::new(),
            peer: None,
            partners: Vec::new(),
            at: name.or(id).map_or(at, |(_, span)| span),
        };
        for partner in object.objects("peerAppliances").chain(object.objects("peerAppliance")) {
            let names = [partner.text_of(&["applianceName", "name"]), partner.text_of(&["applianceId", "id"])];
            found.partners.extend(names.into_iter().flatten().map(|(text, _)| text.to_ascii_lowercase()));
        }
        for statistics in object.objects("statistics") {
            self.unread(Kind::Appliance, statistics, STATISTICS);
            found.tunnels.extend(statistics.objects("tunnels").map(|tunnel| self.tunnel(tunnel)));
            if let Some(ends) = statistics.objects("peerSiteConnectivity").next() {
                found.addresses = self.addresses(ends.get("localSiteIp"));
                found.peer = self.addresses(ends.get("peerSiteIp")).first().map(|peer| peer.value);
            }
        }
        for way in object.objects("summary").flat_map(|summary| summary.objects("transportSummary")) {
            if found.addresses.is_empty() {
                found.addresses = self.addresses(way.get("transportIp"));
            }
        }
        found.addresses.extend(self.addresses(object.get("ipAddress")));
        self.appliances.push(found);
    }

    fn tunnel(&mut self, tunnel: Object<'_>) -> Tunnel {
        self.unread(Kind::Appliance, tunnel, TUNNEL);
        Tunnel {
            local: self.addresses(tunnel.get("localAddress")).first().copied(),
            local_port: port(tunnel, "localPort"),
            remote: self.addresses(tunnel.get("remoteAddress")).first().copied(),
            remote_port: port(tunnel, "remotePort"),
        }
    }

    fn profile(&mut self, object: Object<'_>, at: Span) {
        let name = object.text("name");
        self.must_be_whole(name);
        let mut ranges = self.ranges(object.get("networkIpRange"));
        for scope in object.objects("ipScopes") {
            self.unread(Kind::Profile, scope, SCOPE);
            ranges.extend(self.ranges(scope.get("networkIpRanges")));
        }
        let types = object.get("interconnectNetworkType").map(words).unwrap_or_default();
        // ConvertTo-Json writes numbers for the words of an enumeration; which number is which is not published.
        let in_words = types.iter().any(|(text, _)| text.starts_with(|c: char| c.is_ascii_alphabetic()));
        let uplink = in_words.then(|| types.iter().any(|(text, _)| text.eq_ignore_ascii_case("uplink")));
        let at = name.map_or(at, |(_, span)| span);
        let name = name.map_or_else(|| "without a name".to_owned(), |(name, _)| name.to_owned());
        if ranges.is_empty() {
            self.note(Some(at), format!("Network Profile {name} has no address range here"));
        }
        self.profiles.push(Profile { name, ranges, uplink, at });
    }

    fn mesh(&mut self, object: Object<'_>) {
        for traffic in object.objects("trafficEnggCfg") {
            self.unread(Kind::Mesh, traffic, TRAFFIC);
            if let Some(node) = traffic.get("isAppPathResiliencyEnabled") {
                let told = self.check.truth(node, "isAppPathResiliencyEnabled");
                self.resilient.extend(told.map(|told| Spanned::new(told, node.span)));
            }
        }
    }

    /// The IPv4 addresses of a value; `0.0.0.0` stands for none.
    fn addresses(&mut self, node: Option<&Node>) -> Vec<Spanned<Ipv4Addr>> {
        let mut found = Vec::new();
        for (text, span) in node.map(words).unwrap_or_default() {
            if is_none(&text) || self.is_no_value(&text, span) {
                continue;
            }
            if text.parse::<Ipv6Addr>().is_ok() {
                self.note(Some(span), format!("{text} is left out: only IPv4 is judged"));
                continue;
            }
            let alone = text.split_once('/').map_or(text.as_str(), |(address, _)| address);
            match read_address(alone) {
                Ok(address) if is_host(address) => found.push(Spanned::new(address, span)),
                Ok(address) => self.note(Some(span), format!("{address} is left out: no interface has it")),
                Err(help) => self.check.wrong(
                    span,
                    "not an IPv4 address",
                    format!("`{text}` is not an IPv4 address"),
                    format!("{help}. {UNREADABLE}"),
                ),
            }
        }
        found
    }

    /// `a-b`, `a`, or an object with the first and the last address.
    fn ranges(&mut self, node: Option<&Node>) -> Vec<Spanned<RangeInclusive<Ipv4Addr>>> {
        let mut found = Vec::new();
        let nodes = match node {
            Some(Node { value: Value::List(items), .. }) => items.as_slice(),
            Some(node) => std::slice::from_ref(node),
            None => &[],
        };
        for node in nodes {
            let texts = match Object::of(node) {
                Some(range) => ends(range).into_iter().collect(),
                None => words(node),
            };
            for (text, span) in texts.into_iter().filter(|(text, _)| !is_none(text)) {
                if self.is_no_value(&text, span) {
                    continue;
                }
                match read_range(&text) {
                    Ok(range) => found.push(Spanned::new(range, span)),
                    Err(help) => self.check.wrong(
                        span,
                        "no address range",
                        format!("`{text}` is no range of IPv4 addresses"),
                        format!("{help}. {UNREADABLE}"),
                    ),
                }
            }
        }
        found
    }

    /// What PowerShell writes in place of a value it has no room for.
    fn is_no_value(&mut self, text: &str, span: Span) -> bool {
        let typed = text.ends_with("[]") || text.starts_with("@{") || text.starts_with("System.");
        if typed || is_cut(text) {
            let (message, what) = if typed {
                ("PowerShell wrote the type of a list here, not what is in it", "a type")
            } else {
                ("PowerShell has cut off this value", "cut off")
            };
            self.check.wrong(span, what, message, PASTE);
        }
        typed || is_cut(text)
    }

    fn must_be_whole(&mut self, name: Option<(&str, Span)>) {
        if let Some((name, span)) = name.filter(|(name, _)| is_cut(name)) {
            self.is_no_value(name, span);
        }
    }
}

fn is_cut(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('\u{2026}')
}

fn is_none(text: &str) -> bool {
    let word = ["n/a", "na", "none", "null", "unknown", "-", "--"].iter().any(|none| none.eq_ignore_ascii_case(text));
    word || text == "0.0.0.0"
}

fn port(tunnel: Object<'_>, key: &str) -> Option<Spanned<u16>> {
    let (text, span) = tunnel.text(key)?;
    text.parse().ok().filter(|port| *port > 0).map(|port| Spanned::new(port, span))
}

/// First and last address of a range that REST writes as an object.
fn ends(range: Object<'_>) -> Option<(String, Span)> {
    let (first, span) = range.text("startAddress")?;
    match range.text("endAddress") {
        Some((last, end)) => {
            Some((format!("{first}-{last}"), if end.start > span.start { span.to(end) } else { span }))
        }
        None => Some((first.to_owned(), span)),
    }
}

/// The words of a list, as JSON has it or as PowerShell prints it: `{a, b}`.
fn words(node: &Node) -> Vec<(String, Span)> {
    match &node.value {
        Value::Null | Value::Map(_) => Vec::new(),
        Value::List(items) => items.iter().flat_map(words).collect(),
        Value::Scalar(text) => split(text, node.span),
    }
}

fn split(text: &str, span: Span) -> Vec<(String, Span)> {
    // A type is one word, whatever is in it.
    let typed = text.starts_with("@{") || text.ends_with("[]");
    let parts = |c: char| !typed && (matches!(c, ',' | ';' | '{' | '}') || c.is_whitespace());
    // "10.0.0.1 - 10.0.0.9" is one word too.
    let joined = text.replace(" - ", "-");
    let whole = joined.len() == text.len() && span.len as usize == text.len();
    let mut words: Vec<(String, Span)> = Vec::new();
    for word in joined.split(parts).filter(|word| !word.is_empty()) {
        let start = word.as_ptr().addr() - joined.as_ptr().addr();
        let place = Span { start: span.start + start as u64, len: u32::try_from(word.len()).unwrap_or(0), ..span };
        words.push((word.to_owned(), if whole { place } else { span }));
    }
    words
}
