//! What our grammar makes of a configuration, one line a statement, in words that another reader can come to as well.

use hcxnat::capture::{Keep, Line, SegmentHead};
use hcxnat::grammar::facts::{
    AclEntry, AclProtocol, Action, AddressMatch, Addressing, ConfigFacts, Interface, NatKind, NatRule, NatSide,
    PortMatch, RouteMapMatch, Selector, StaticGlobal, StaticRoute, Target,
};
use hcxnat::grammar::{self, Facts, Row, Rows};
use hcxnat::net::{Endpoint, InterfaceName, Protocol};
use hcxnat::source::SourceMap;

use crate::common::memory;

struct NoRows;

impl Rows for NoRows {
    fn row(&mut self, _: &SegmentHead, _: &Row<'_>, _: &Line<'_>) -> Keep {
        Keep::No
    }
}

pub(crate) fn ours(bytes: &[u8]) -> Vec<String> {
    let (parsed, _) = grammar::parse(&[memory(bytes)], &mut SourceMap::default(), None, &mut NoRows).unwrap();
    let mut out = Vec::new();
    for parsed in &parsed {
        if let Facts::Config(facts) = &parsed.facts {
            configuration(facts, &mut out);
        }
    }
    out
}

fn configuration(facts: &ConfigFacts, out: &mut Vec<String>) {
    out.extend(facts.interfaces.iter().flat_map(interface));
    out.extend(facts.nat_rules.iter().map(rule));
    for pool in &facts.pools {
        let ranges = pool.ranges.iter().map(|range| format!("{}-{}", range.value.0, range.value.1));
        let length = pool.prefix_length.map_or("-".to_owned(), |length| length.to_string());
        let kind = pool.kind.as_ref().map(|kind| format!(" {kind}")).unwrap_or_default();
        out.push(format!("pool {} {} /{length}{kind}", pool.name, ranges.collect::<Vec<_>>().join(" ")));
    }
    for list in &facts.access_lists {
        let numbered = (1..).zip(&list.entries);
        out.extend(numbered.map(|(number, entry)| format!("acl {} #{number} {}", list.name, acl_entry(entry))));
    }
    out.extend(facts.routes.iter().map(route));
    for clause in &facts.route_maps {
        out.push(format!("route-map {} {} {}", clause.name, action(clause.action), clause.sequence));
        for matched in &clause.matches {
            if let RouteMapMatch::IpAddress(lists) = &matched.value {
                out.push(format!("match {} {} ip address {}", clause.name, clause.sequence, lists.join(" ")));
            }
        }
    }
    for entry in &facts.prefix_lists {
        let length = |word, length: Option<u8>| length.map(|length| format!(" {word} {length}")).unwrap_or_default();
        let (ge, le) = (length("ge", entry.ge), length("le", entry.le));
        let prefix = format!("{}/{}", entry.prefix.address, entry.prefix.length);
        out.push(format!("prefix-list {} {} {prefix}{ge}{le}", entry.name, action(entry.action)));
    }
}

/// The first letter and the number: names are typed in all lengths.
fn short(name: &InterfaceName) -> String {
    if name.as_str().starts_with("vasi") {
        return name.as_str().to_owned();
    }
    format!("{}{}", name.as_str()[..1].to_ascii_lowercase(), name.number())
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Permit => "permit",
        Action::Deny => "deny",
    }
}

fn interface(interface: &Interface) -> Vec<String> {
    let name = short(&interface.name.value);
    let mut facts = Vec::new();
    match interface.address.as_ref().map(|address| &address.value) {
        Some(Addressing::Static(prefix)) => facts.push(format!("address {}/{}", prefix.address, prefix.length)),
        Some(Addressing::Dhcp) => facts.push("address dhcp".to_owned()),
        Some(Addressing::Negotiated) => facts.push("address negotiated".to_owned()),
        Some(Addressing::Unnumbered(of)) => facts.push(format!("unnumbered {}", short(of))),
        None => {}
    }
    for secondary in &interface.secondary {
        facts.push(format!("secondary {}/{}", secondary.value.address, secondary.value.length));
    }
    facts.extend(interface.nat.as_ref().map(|nat| match nat.value {
        NatSide::Inside => "nat inside".to_owned(),
        NatSide::Outside => "nat outside".to_owned(),
        NatSide::Enable => "nat enable".to_owned(),
    }));
    facts.extend(interface.vrf.as_ref().map(|vrf| format!("vrf {vrf}")));
    facts.extend(interface.shutdown.map(|_| "shutdown".to_owned()));
    facts.extend(interface.acl_in.as_ref().map(|acl| format!("in {acl}")));
    facts.extend(interface.acl_out.as_ref().map(|acl| format!("out {acl}")));
    facts.into_iter().map(|fact| format!("interface {name} {fact}")).collect()
}

fn endpoint(endpoint: &Endpoint) -> String {
    let port = endpoint.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", endpoint.address)
}

fn rule(rule: &NatRule) -> String {
    let direction = rule.direction.as_str();
    let what = match &rule.kind {
        NatKind::Static(fixed) => {
            let protocol = fixed.protocol.map_or("ip".to_owned(), |protocol| protocol.to_string());
            let network = fixed.network.map(|length| format!("/{length}")).unwrap_or_default();
            let global = match &fixed.global.value {
                StaticGlobal::Address(global) => endpoint(global),
                StaticGlobal::Interface(name, port) => {
                    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                    format!("{}{port}", short(name))
                }
            };
            format!("static {protocol} {} {global}{network}", endpoint(&fixed.local.value))
        }
        NatKind::Dynamic(dynamic) => {
            let selector = match &dynamic.selector.value {
                Selector::AccessList(list) => format!("list {list}"),
                Selector::RouteMap(map) => format!("route-map {map}"),
            };
            let target = match &dynamic.target.value {
                Target::Interface(name) => format!("interface {}", short(name)),
                Target::Pool(pool) => format!("pool {pool}"),
            };
            format!("{selector} {target}")
        }
    };
    let options = &rule.options;
    let flag = |word: &str, given: bool| given.then(|| word.to_owned());
    let named = |word: &str, value: Option<String>| value.map(|value| format!("{word} {value}"));
    let text = |value: &Option<hcxnat::source::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
    let mut all: Vec<String> = [
        flag("overload", options.overload.is_some()),
        flag("extended", options.extended.is_some()),
        flag("extendable", options.extendable.is_some()),
        flag("match-in-vrf", options.match_in_vrf.is_some()),
        named("vrf", text(&options.vrf)),
        named("route-map", text(&options.route_map)),
        named("redundancy", text(&options.redundancy)),
        named("track", text(&options.track)),
        named("pool", text(&options.pool)),
        named("egress-interface", options.egress_interface.as_ref().map(|name| short(&name.value))),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.extend(options.other.iter().map(|other| other.value.clone()));
    all.sort();
    format!("nat {direction} {what} [{}]", all.join(", "))
}

fn address(address: &AddressMatch) -> String {
    match address {
        AddressMatch::Any => "any".to_owned(),
        AddressMatch::Wildcard(address, wildcard) => format!("{address}~{}", wildcard.0),
        AddressMatch::ObjectGroup(name) => format!("group:{name}"),
        AddressMatch::Unknown(text) => format!("unknown:{text}"),
    }
}

fn ports(ports: &PortMatch) -> String {
    let list = |ports: &[u16]| ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    match ports {
        PortMatch::Any => String::new(),
        PortMatch::Eq(of) => format!(" eq {}", list(of)),
        PortMatch::Neq(of) => format!(" neq {}", list(of)),
        PortMatch::Lt(port) => format!(" lt {port}"),
        PortMatch::Gt(port) => format!(" gt {port}"),
        PortMatch::Range(first, last) => format!(" range {first},{last}"),
        PortMatch::ObjectGroup(name) => format!(" group:{name}"),
        PortMatch::Unknown(text) => format!(" unknown:{text}"),
    }
}

fn acl_entry(entry: &AclEntry) -> String {
    let protocol = match &entry.protocol {
        AclProtocol::Is(Protocol::Any) => "ip".to_owned(),
        AclProtocol::Is(protocol) => protocol.to_string(),
        AclProtocol::ObjectGroup(name) => format!("group:{name}"),
    };
    let from = format!("{}{}", address(&entry.source), ports(&entry.source_port));
    let to = format!("{}{}", address(&entry.destination), ports(&entry.destination_port));
    format!("{} {protocol} {from} {to}", action(entry.action))
}

fn route(route: &StaticRoute) -> String {
    let vrf = route.vrf.as_ref().map(|vrf| format!("vrf {vrf} ")).unwrap_or_default();
    let mut via = Vec::new();
    via.extend(route.interface.as_ref().map(|name| short(&name.value)));
    via.extend(route.next_hop.as_ref().map(|hop| hop.value.to_string()));
    via.extend(route.dhcp.then(|| "dhcp".to_owned()));
    let prefix = format!("{}/{}", route.prefix.address, route.prefix.length);
    format!("route {vrf}{prefix} {} {}", via.join(" "), route.distance)
}
