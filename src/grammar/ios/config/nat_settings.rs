//! `ip nat translation`, `settings`, `service` and the like. The words are those of Cisco-IOS-XE-nat.yang.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt, value};

use super::draft::{Draft, SettingKey};
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::NatSetting;
use crate::grammar::lex::{Expected, Res, choice, end, kw, number, port, split_word, word};
use crate::net::Protocol;
use crate::source::Spanned;

fn set<'a>(draft: &mut Draft, statement: &Statement<'a>, setting: NatSetting) -> Read<'a> {
    draft.facts.nat_settings.push(Spanned::new(setting, statement.span()));
    Ok(Outcome::Modelled)
}

/// A setting that cannot change which UDP port is used, or one that is taken back.
pub(super) fn other<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    set(draft, statement, NatSetting::Other(statement.text.to_owned()))
}

/// `{tcp|udp}`
fn tcp_or_udp(input: &str) -> Res<'_, Protocol> {
    const PROTOCOLS: &[(&str, Protocol)] = &[("tcp", Protocol::TCP), ("udp", Protocol::UDP)];
    choice(PROTOCOLS, "ledger-tcp-or-udp")(input)
}

/// `{SECONDS | never}`
fn seconds(input: &str) -> Res<'_, Option<u32>> {
    alt((value(None, kw("never", 1)), number(0, u32::MAX, "ledger-seconds-or-never").map(Some))).parse(input)
}

/// `translation {[KIND-]timeout S | port-timeout {tcp|udp} PORT S | max-entries [SCOPE] N}`
pub(super) fn translation<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const KINDS: &[(&str, &str)] = &[
        ("timeout", ""),
        ("udp-timeout", "udp"),
        ("tcp-timeout", "tcp"),
        ("dns-timeout", "dns"),
        ("icmp-timeout", "icmp"),
        ("finrst-timeout", "finrst"),
        ("syn-timeout", "syn"),
        ("pptp-timeout", "pptp"),
        ("arp-ping-timeout", "arp-ping"),
        ("routemap-entry-timeout", "routemap-entry"),
        ("esp-timeout", "esp"),
        ("sip-timeout", "sip"),
        ("skinny-timeout", "skinny"),
        ("port-timeout", "port"),
        ("max-entries", "max-entries"),
    ];
    let found = choice(KINDS, "ledger-timeout-or-max-entries")(statement.rest);
    if statement.negated {
        if let Ok((rest, kind)) = found {
            take_back(draft, kind, rest);
        }
        return other(draft, statement);
    }
    let Ok((rest, kind)) = found else { return not_known(statement) };
    match kind {
        "port" => port_timeout(draft, &statement.at(rest)),
        "max-entries" => max_entries(draft, &statement.at(rest)),
        kind => {
            let (rest, seconds) = cut(seconds).parse(rest)?;
            end(rest)?;
            set(draft, statement, NatSetting::Timeout { kind: kind.to_owned(), seconds })
        }
    }
}

/// `no translation KIND ...`: what stands above it counts no more.
fn take_back(draft: &mut Draft, kind: &str, rest: &str) {
    let key = match kind {
        "port" => (tcp_or_udp, port).parse(rest).ok().map(|(_, (protocol, port))| SettingKey::Port(protocol, port)),
        "max-entries" => max_entries_scope(rest).ok().map(|(_, scope)| SettingKey::MaxEntries(scope)),
        kind => Some(SettingKey::Timeout(kind.to_owned())),
    };
    if let Some(key) = key {
        draft.remove_setting(key);
    }
}

/// A word is there, but not one we know.
fn not_known<'a>(statement: &Statement<'a>) -> Read<'a> {
    let (_, _) = cut(word("ledger-nat-setting")).parse(statement.rest)?;
    Ok(statement.unsupported(Subject::Nat, "ledger-unknown-nat-setting"))
}

/// `port-timeout {tcp|udp} PORT {SECONDS | never}`
fn port_timeout<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (rest, (protocol, port, seconds)) = cut((tcp_or_udp, port, seconds)).parse(statement.rest)?;
    end(rest)?;
    set(draft, statement, NatSetting::PortTimeout { protocol, port, seconds })
}

/// `max-entries {N | all-host N | all-vrf N | host A N | list L N | vrf V N | redundancy R N}`
fn max_entries<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (rest, scope) = max_entries_scope(statement.rest)?;
    let (rest, limit) = cut(number(0, u32::MAX, "ledger-number-of-entries")).parse(rest)?;
    end(rest)?;
    if limit == 0 {
        // `show running-config all` shows so that there is no limit.
        return other(draft, statement);
    }
    set(draft, statement, NatSetting::MaxEntries { scope, limit })
}

/// `[all-host | all-vrf | host A | list L | vrf V | redundancy R]`
fn max_entries_scope(input: &str) -> Res<'_, String> {
    const SCOPES: &[(&str, (&str, bool))] = &[
        ("all-host", ("all-host", false)),
        ("all-vrf", ("all-vrf", false)),
        ("host", ("host", true)),
        ("list", ("list", true)),
        ("vrf", ("vrf", true)),
        ("redundancy", ("redundancy", true)),
    ];
    let (rest, scope) = opt(choice(SCOPES, "ledger-scope")).parse(input)?;
    match scope {
        None => Ok((rest, String::new())),
        Some((word, false)) => Ok((rest, word.to_owned())),
        Some((scope, true)) => cut(word("ledger-name")).map(|name: &str| format!("{scope} {name}")).parse(rest),
    }
}

/// What follows `ip nat settings`.
#[derive(Clone, Copy)]
enum Setting {
    InterfaceOverload,
    Mode,
    Pap,
    CentralPolicy,
    Other,
}

/// `settings {mode ... | pap ... | interface-overload ... | central-policy | ...}`
pub(super) fn settings<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const SETTINGS: &[(&str, Setting)] = &[
        ("interface-overload", Setting::InterfaceOverload),
        ("mode", Setting::Mode),
        ("pap", Setting::Pap),
        ("central-policy", Setting::CentralPolicy),
        ("nonpatdrop", Setting::Other),
        ("nonpatlog-disable", Setting::Other),
        ("gatekeeper-size", Setting::Other),
        ("high-performance", Setting::Other),
        ("log-destination", Setting::Other),
        ("pool", Setting::Other),
        ("scale", Setting::Other),
        ("support", Setting::Other),
        ("trans-err-limit", Setting::Other),
        ("cfg-check", Setting::Other),
        ("redundancy", Setting::Other),
    ];
    let Ok((rest, setting)) = choice(SETTINGS, "ledger-nat-setting")(statement.rest) else {
        return not_known(statement);
    };
    if statement.negated {
        return other(draft, statement);
    }
    match setting {
        Setting::InterfaceOverload => interface_overload(draft, &statement.at(rest)),
        Setting::Mode => {
            const MODES: &[(&str, bool)] = &[("cgn", true), ("default", false)];
            match cut(choice(MODES, "ledger-cgn-or-default")).parse(rest)? {
                (_, true) => set(draft, statement, NatSetting::Cgn),
                (_, false) => other(draft, statement),
            }
        }
        Setting::Pap => {
            let bpa = rest.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("bpa"));
            set(draft, statement, NatSetting::Pap { bpa })
        }
        // An SD-WAN edge: policy from the controller applies NAT, and the rules here need not be all.
        Setting::CentralPolicy => Ok(statement.unsupported(Subject::Nat, "ledger-central-policy")),
        Setting::Other => other(draft, statement),
    }
}

/// `interface-overload {port range start A end B | block port {tcp|udp} N}`
fn interface_overload<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    const FORMS: &[(&str, bool)] = &[("port", true), ("block", false)];
    let (rest, is_range) = cut(choice(FORMS, "ledger-port-or-block")).parse(statement.rest)?;
    if is_range {
        let words = (kw("range", 1), kw("start", 1), port, kw("end", 1));
        let (rest, (_, _, start, _)) = cut(words).parse(rest)?;
        let (after, last) = cut(port).parse(rest)?;
        end(after)?;
        if last < start {
            return Err(Expected::hard(rest, "ledger-end-port"));
        }
        return set(draft, statement, NatSetting::InterfaceOverloadRange { start, end: last });
    }
    let (rest, (_, protocol, port)) = cut((kw("port", 1), tcp_or_udp, port)).parse(rest)?;
    end(rest)?;
    set(draft, statement, NatSetting::InterfaceOverloadBlock { protocol, port })
}

/// `service {list ACL IKE preserve-port | enable-sym-port | ...}`
pub(super) fn service<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (rest, first) = cut(word("ledger-nat-service")).parse(statement.rest)?;
    if statement.negated {
        return other(draft, statement);
    }
    if first.eq_ignore_ascii_case("enable-sym-port") {
        return set(draft, statement, NatSetting::SymPort);
    }
    if first.eq_ignore_ascii_case("list") {
        let (rest, acl) = cut(word("ledger-access-list")).parse(rest)?;
        let (what, rest) = split_word(rest);
        if what.eq_ignore_ascii_case("ike") {
            let (rest, _) = cut(kw("preserve-port", 1)).parse(rest)?;
            end(rest)?;
            return set(draft, statement, NatSetting::IkePreservePort { acl: acl.to_owned() });
        }
    }
    // The application gateways rewrite payloads of their own protocols; none of them speaks UDP 4500.
    other(draft, statement)
}

/// `create flow-entries`, which is the default; `no` leaves bindings only.
pub(super) fn create<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    let (rest, _) = cut(kw("flow-entries", 1)).parse(statement.rest)?;
    end(rest)?;
    if statement.negated { set(draft, statement, NatSetting::NoFlowEntries) } else { other(draft, statement) }
}
