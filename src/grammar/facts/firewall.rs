//! Firewalls of a router: zones with their pairs and policies, and the older `ip inspect`.

use crate::source::{Span, Spanned};

/// What a configuration says of its firewalls.
#[derive(Debug, Clone, Default)]
pub struct Firewall {
    /// `zone security NAME`.
    pub zones: Vec<Spanned<String>>,
    /// `zone-pair security ...`.
    pub pairs: Vec<ZonePair>,
    /// `policy-map type inspect NAME`.
    pub policies: Vec<InspectPolicy>,
    /// `class-map type inspect NAME`.
    pub classes: Vec<InspectClass>,
    /// `ip inspect name NAME PROTOCOL`.
    pub inspections: Vec<InspectRule>,
    /// Names of policies of quality of service and of maps of VLANs, each with a line in it that drops all packets of a
    /// class.
    pub dropping: Vec<Spanned<String>>,
    /// Policies of quality of service, each with one that stands in a class of it.
    pub nested: Vec<(String, String)>,
    /// `vlan filter NAME vlan-list LIST`: the map, and the list as it stands.
    pub vlan_filters: Vec<(String, String)>,
}

impl Firewall {
    /// Adds what another part of the same configuration says.
    pub fn add(&mut self, other: Self) {
        self.zones.extend(other.zones);
        self.pairs.extend(other.pairs);
        self.policies.extend(other.policies);
        self.classes.extend(other.classes);
        self.inspections.extend(other.inspections);
        self.dropping.extend(other.dropping);
        self.nested.extend(other.nested);
        self.vlan_filters.extend(other.vlan_filters);
    }

    /// The maps that look at what enters and leaves a VLAN, be it routed.
    pub(crate) fn maps_of_vlan(&self, vlan: u16) -> impl Iterator<Item = &str> {
        let holds = move |list: &str| {
            list.split(',').any(|range| {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                let limit = |number: &str| number.trim().parse::<u16>().ok();
                // `all`, or what cannot be read.
                limit(first).zip(limit(last)).is_none_or(|(first, last)| (first..=last).contains(&vlan))
            })
        };
        self.vlan_filters.iter().filter(move |(_, list)| holds(list)).map(|(map, _)| map.as_str())
    }

    /// The line that drops all packets of a class of a policy of quality of service, or of a policy within it.
    pub(crate) fn drops(&self, policy: &str) -> Option<Span> {
        let mut within = vec![policy];
        let mut at = 0;
        while let Some(&policy) = within.get(at) {
            if let Some(drop) = self.dropping.iter().find(|drop| drop.value == policy) {
                return Some(drop.span);
            }
            for (_, child) in self.nested.iter().filter(|(parent, _)| parent == policy) {
                if !within.contains(&child.as_str()) {
                    within.push(child);
                }
            }
            at += 1;
        }
        None
    }
}

/// `ip inspect NAME in|out` on an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The inspection rule.
    pub name: Spanned<String>,
    /// `in`, not `out`.
    pub inbound: bool,
}

/// `ip inspect name NAME PROTOCOL ...`.
#[derive(Debug, Clone)]
pub struct InspectRule {
    /// The inspection rule it belongs to.
    pub name: Spanned<String>,
    /// `udp`, `tcp`, `isakmp`, ..., in lower case.
    pub protocol: String,
    /// The statement.
    pub span: Span,
}

/// `zone-pair security NAME source A destination B`.
#[derive(Debug, Clone)]
pub struct ZonePair {
    /// Its name.
    pub name: Spanned<String>,
    /// The header line.
    pub span: Span,
    /// Where packets come from.
    pub source: String,
    /// Where they go.
    pub destination: String,
    /// `service-policy type inspect NAME`.
    pub policy: Option<Spanned<String>>,
}

/// `policy-map type inspect NAME`.
#[derive(Debug, Clone)]
pub struct InspectPolicy {
    /// Its name.
    pub name: Spanned<String>,
    /// Its classes, in order.
    pub classes: Vec<PolicyClass>,
}

/// `class type inspect NAME` or `class class-default` in a policy.
#[derive(Debug, Clone)]
pub struct PolicyClass {
    /// The class-map; `None` for `class-default`.
    pub class: Option<String>,
    /// The line.
    pub span: Span,
    /// What is done with its packets, where a line says so.
    pub action: Option<Spanned<ZoneAction>>,
}

/// What a zone policy does with the packets of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneAction {
    /// `inspect`: passes, and lets the answers in.
    Inspect,
    /// `pass`: passes, in this direction only.
    Pass,
    /// `drop`.
    Drop,
}

/// `class-map type inspect [match-any|match-all] NAME`.
#[derive(Debug, Clone)]
pub struct InspectClass {
    /// Its name.
    pub name: Spanned<String>,
    /// The header line.
    pub span: Span,
    /// `match-any`; without a word `match-all` holds.
    pub any: bool,
    /// Its conditions.
    pub matches: Vec<Spanned<ClassMatch>>,
}

/// A condition of an inspect class-map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClassMatch {
    /// `match protocol NAME`, in lower case.
    Protocol(String),
    /// `match access-group name LIST` or `match access-group NUMBER`.
    AccessGroup(String),
    /// `match class-map NAME`.
    ClassMap(String),
    /// Not modelled.
    Other(String),
}
