//! Facts and coverage as a page a human can review.

use std::fmt::Write as _;

use super::{Text, push};
use crate::grammar::Coverage;
use crate::grammar::State;
use crate::grammar::facts::{ConfigFacts, Interface, NatKind, NatRule, Selector, StaticGlobal, Target};
use crate::source::Span;

/// The page for one fixture.
pub(super) fn of(text: &Text, facts: &ConfigFacts, coverage: &Coverage) -> String {
    check_spans(text, facts);
    let mut out = String::new();
    let at = |span: Span| text.sources.position(span).map_or(0, |position| position.line);
    for (word, value) in [("hostname", &facts.hostname), ("version", &facts.version)] {
        if let Some(value) = value {
            push(&mut out, format_args!("{:>3} {word} {value}", at(value.span)));
        }
    }
    for (word, span) in [("heading", facts.heading), ("end", facts.end)] {
        if let Some(span) = span {
            push(&mut out, format_args!("{:>3} {word}", at(span)));
        }
    }
    for interface in &facts.interfaces {
        push(&mut out, format_args!("{:>3} interface {}", at(interface.span), interface_line(interface)));
    }
    for (word, rules) in [("nat", &facts.nat_rules), ("withdrawn", &facts.withdrawn_nat_rules)] {
        for rule in rules {
            push(&mut out, format_args!("{:>3} {word} {}", at(rule.statement.span), rule_line(rule)));
        }
    }
    for pool in &facts.pools {
        let ranges: Vec<String> = pool.ranges.iter().map(|r| format!("{}-{}", r.value.0, r.value.1)).collect();
        let kind = pool.kind.as_ref().map_or(String::new(), |kind| format!(" type {kind}"));
        let length = pool.prefix_length.map_or(String::new(), |length| format!(" /{length}"));
        push(&mut out, format_args!("{:>3} pool {} {}{length}{kind}", at(pool.span), pool.name, ranges.join(" ")));
    }
    for setting in &facts.nat_settings {
        push(&mut out, format_args!("{:>3} setting {:?}", at(setting.span), setting.value));
    }
    lists(text, facts, &mut out);
    for fact in &facts.crypto {
        push(&mut out, format_args!("{:>3} crypto {:?}", at(fact.span), fact.value));
    }
    for (word, names) in [("vrf", &facts.vrfs), ("routing", &facts.routing_protocols)] {
        for name in names {
            push(&mut out, format_args!("{:>3} {word} {name}", at(name.span)));
        }
    }
    firewall(text, facts, &mut out);
    ledger(text, coverage, &mut out);
    out
}

fn firewall(text: &Text, facts: &ConfigFacts, out: &mut String) {
    let at = |span: Span| text.sources.position(span).map_or(0, |position| position.line);
    for map in &facts.crypto_maps {
        let list = map.list.as_ref().map(ToString::to_string);
        push(out, format_args!("{:>3} crypto map {} {list:?}", at(map.span), map.name));
    }
    let firewall = &facts.firewall;
    for zone in &firewall.zones {
        push(out, format_args!("{:>3} zone {zone}", at(zone.span)));
    }
    for pair in &firewall.pairs {
        let policy = pair.policy.as_ref().map(ToString::to_string);
        push(
            out,
            format_args!("{:>3} pair {} {} > {} {policy:?}", at(pair.span), pair.name, pair.source, pair.destination),
        );
    }
    for policy in &firewall.policies {
        push(out, format_args!("{:>3} policy {}", at(policy.name.span), policy.name));
        for class in &policy.classes {
            let action = class.action.as_ref().map(|action| action.value);
            push(out, format_args!("{:>3}   class {:?} {action:?}", at(class.span), class.class));
        }
    }
    for class in &firewall.classes {
        let matches: Vec<_> = class.matches.iter().map(|found| &found.value).collect();
        push(out, format_args!("{:>3} class {} any {} {matches:?}", at(class.span), class.name, class.any));
    }
    for drop in &firewall.dropping {
        push(out, format_args!("{:>3} drops {drop}", at(drop.span)));
    }
    for (policy, child) in &firewall.nested {
        push(out, format_args!("    policy {policy} has {child}"));
    }
    for (map, list) in &firewall.vlan_filters {
        push(out, format_args!("    {map} filters {list}"));
    }
    for rule in &firewall.inspections {
        push(out, format_args!("{:>3} inspects {} {}", at(rule.span), rule.name, rule.protocol));
    }
}

fn lists(text: &Text, facts: &ConfigFacts, out: &mut String) {
    let at = |span: Span| text.sources.position(span).map_or(0, |position| position.line);
    for list in &facts.access_lists {
        push(out, format_args!("{:>3} list {}", at(list.name.span), list.name));
    }
    // In the order written, whichever list they are of.
    let entries = facts.access_lists.iter().flat_map(|list| list.entries.iter().map(move |entry| (&list.name, entry)));
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(|(_, entry)| entry.span);
    for (list, entry) in entries {
        let icmp = entry.icmp.map_or(String::new(), |icmp| format!(" {icmp:?}"));
        let condition = entry.condition.as_ref().map_or(String::new(), |condition| format!(" if {condition}"));
        push(
            out,
            format_args!(
                "{:>3} acl {} {:?} {:?} {:?} {:?} {:?} -> {:?} {:?}{icmp}{condition}",
                at(entry.span),
                list,
                entry.sequence,
                entry.action,
                entry.protocol,
                entry.source,
                entry.source_port,
                entry.destination,
                entry.destination_port,
            ),
        );
    }
    for group in &facts.object_groups {
        let members: Vec<_> = group.members.iter().map(|member| &member.value).collect();
        push(out, format_args!("{:>3} group {} {members:?}", at(group.name.span), group.name));
    }
    for clause in &facts.route_maps {
        let matches: Vec<_> = clause.matches.iter().map(|found| &found.value).collect();
        push(
            out,
            format_args!(
                "{:>3} route-map {} {:?} {} {matches:?} sets {:?}",
                at(clause.span),
                clause.name,
                clause.action,
                clause.sequence,
                clause.sets.iter().map(|set| &set.value).collect::<Vec<_>>(),
            ),
        );
    }
    for entry in &facts.prefix_lists {
        push(
            out,
            format_args!(
                "{:>3} prefix-list {} {:?} {:?} {} ge {:?} le {:?}",
                at(entry.span),
                entry.name,
                entry.sequence,
                entry.action,
                entry.prefix,
                entry.ge,
                entry.le,
            ),
        );
    }
    for route in &facts.routes {
        let part = |text: Option<String>| text.map_or(String::new(), |text| format!(" {text}"));
        push(
            out,
            format_args!(
                "{:>3} route {}{}{}{} distance {}{}{}{}",
                at(route.span),
                route.prefix,
                part(route.vrf.as_ref().map(|vrf| format!("vrf {vrf}"))),
                part(route.interface.as_ref().map(ToString::to_string)),
                part(route.next_hop.as_ref().map(ToString::to_string)),
                route.distance,
                if route.dhcp { " dhcp" } else { "" },
                part(route.track.as_ref().map(|track| format!("track {track}"))),
                if route.global { " global" } else { "" },
            ),
        );
    }
}

fn interface_line(interface: &Interface) -> String {
    let mut out = interface.name.to_string();
    let mut add = |word: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, " | {word} {value}");
        }
    };
    add("address", interface.address.as_ref().map(|value| format!("{:?}", value.value)));
    let secondary: Vec<String> = interface.secondary.iter().map(ToString::to_string).collect();
    add("secondary", (!secondary.is_empty()).then(|| secondary.join(" ")));
    add("nat", interface.nat.map(|side| format!("{:?}", side.value)));
    add("vrf", interface.vrf.as_ref().map(ToString::to_string));
    add("shutdown", interface.shutdown.map(|_| String::new()));
    add("in", interface.acl_in.as_ref().map(ToString::to_string));
    add("out", interface.acl_out.as_ref().map(ToString::to_string));
    add("mtu", interface.mtu.as_ref().map(ToString::to_string));
    add("ip mtu", interface.ip_mtu.as_ref().map(ToString::to_string));
    add("no unreachables", interface.no_unreachables.map(|_| String::new()));
    add("pppoe pool", interface.pppoe_pool.as_ref().map(ToString::to_string));
    add("dialer pool", interface.dialer_pool.as_ref().map(ToString::to_string));
    for group in &interface.redundancy {
        add("redundancy", Some(format!("{:?}", group.value)));
    }
    add("crypto map", interface.crypto_map.as_ref().map(ToString::to_string));
    add("easy vpn", interface.easy_vpn.map(|_| String::new()));
    add("protection", interface.tunnel_protection.as_ref().map(ToString::to_string));
    add("tunnel source", interface.tunnel_source.as_ref().map(|source| format!("{:?}", source.value)));
    add("policy", interface.policy_route_map.as_ref().map(ToString::to_string));
    add("zone", interface.zone.as_ref().map(ToString::to_string));
    let inspect: Vec<String> =
        interface.inspect.iter().map(|i| format!("{} {}", i.name, if i.inbound { "in" } else { "out" })).collect();
    add("inspect", (!inspect.is_empty()).then(|| inspect.join(" ")));
    out
}

fn rule_line(rule: &NatRule) -> String {
    let mut out = rule.direction.as_str().to_owned();
    match &rule.kind {
        NatKind::Static(rule) => {
            let protocol = rule.protocol.map_or(String::new(), |protocol| format!(" {protocol}"));
            let global = match &rule.global.value {
                StaticGlobal::Address(endpoint) => endpoint.to_string(),
                StaticGlobal::Interface(name, port) => format!("{name} {port:?}"),
            };
            let network = rule.network.map_or(String::new(), |length| format!(" /{length}"));
            let _ = write!(out, " static{protocol} {} => {global}{network}", rule.local);
        }
        NatKind::Dynamic(rule) => {
            let (Selector::AccessList(by) | Selector::RouteMap(by)) = &rule.selector.value;
            let target = match &rule.target.value {
                Target::Interface(name) => format!("interface {name}"),
                Target::Pool(name) => format!("pool {name}"),
            };
            let _ = write!(out, " dynamic {by} => {target}");
        }
    }
    let options = &rule.options;
    let mut add = |word: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, " +{word}{}{value}", if value.is_empty() { "" } else { "=" });
        }
    };
    let nothing = |_| String::new();
    add("overload", options.overload.map(nothing));
    add("extended", options.extended.map(nothing));
    add("extendable", options.extendable.map(nothing));
    add("match-in-vrf", options.match_in_vrf.map(nothing));
    for (word, value) in [
        ("vrf", &options.vrf),
        ("route-map", &options.route_map),
        ("redundancy", &options.redundancy),
        ("track", &options.track),
        ("pool", &options.pool),
    ] {
        add(word, value.as_ref().map(ToString::to_string));
    }
    add("egress", options.egress_interface.as_ref().map(ToString::to_string));
    for other in &options.other {
        add("other", Some(other.to_string()));
    }
    out
}

fn ledger(text: &Text, coverage: &Coverage, out: &mut String) {
    push(
        out,
        format_args!(
            "--- modelled {} harmless {} unsupported {} malformed {} unrecognized {}",
            coverage.of(State::Modelled),
            coverage.of(State::Harmless),
            coverage.of(State::Unsupported),
            coverage.of(State::Malformed),
            coverage.of(State::Unrecognized),
        ),
    );
    for note in coverage.notes() {
        let part = text.sources.slice(note.span).unwrap();
        push(
            out,
            format_args!("{:>3} {} ({:?}) [{part}] {}", note.line, note.state.as_str(), note.subject, note.effect),
        );
    }
}

/// Every span leads back to text that says what the fact says.
pub(super) fn check_spans(text: &Text, facts: &ConfigFacts) {
    let slice = |span: Span| text.sources.slice(span).unwrap().to_owned();
    let says = |span: Span, what: &str| {
        let found = slice(span);
        assert!(found.contains(what), "\"{found}\" does not say \"{what}\"");
    };
    for name in facts.hostname.iter().chain(&facts.version).chain(&facts.vrfs).chain(&facts.routing_protocols) {
        assert_eq!(slice(name.span), name.value);
    }
    for interface in &facts.interfaces {
        says(interface.span, &slice(interface.name.span));
        for name in [&interface.vrf, &interface.acl_in, &interface.acl_out, &interface.crypto_map].into_iter().flatten()
        {
            assert_eq!(slice(name.span), name.value);
        }
        for prefix in &interface.secondary {
            says(prefix.span, &prefix.value.address.to_string());
        }
    }
    for rule in facts.nat_rules.iter().chain(&facts.withdrawn_nat_rules) {
        let whole = slice(rule.statement.span);
        assert!(whole.to_ascii_lowercase().contains("nat"), "{whole}");
        match &rule.kind {
            NatKind::Static(rule) => says(rule.local.span, &rule.local.value.address.to_string()),
            NatKind::Dynamic(rule) => {
                let (Selector::AccessList(by) | Selector::RouteMap(by)) = &rule.selector.value;
                says(rule.selector.span, by);
            }
        }
        for other in &rule.options.other {
            assert_eq!(slice(other.span), other.value);
        }
    }
    for pool in &facts.pools {
        assert_eq!(slice(pool.name.span), pool.name.value);
        for range in &pool.ranges {
            says(range.span, &range.value.1.to_string());
        }
    }
    for list in &facts.access_lists {
        assert_eq!(slice(list.name.span), list.name.value);
    }
    for entry in facts.access_lists.iter().flat_map(|list| &list.entries) {
        assert!(!slice(entry.span).is_empty());
        if let Some(condition) = &entry.condition {
            assert_eq!(slice(condition.span), condition.value);
        }
    }
    for route in &facts.routes {
        says(route.span, &route.prefix.address.to_string());
        if let Some(next_hop) = &route.next_hop {
            assert_eq!(slice(next_hop.span), next_hop.value.to_string());
        }
    }
}
