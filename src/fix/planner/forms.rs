//! The form and the options of a static line.

use super::draft::Why;
use super::hosts::{Host, Way, route_map};
use super::ports::{LISTED, Taken, why_not};
use crate::eval::{JudgedFlow, Outcome, StepKind, denied_of};
use crate::fix::Situation;
use crate::fix::command::{Form, StaticCommand};
use crate::locale::{Text, say};
use crate::model::{Device, Direction, Interface, NatKind, NatRule, Redundancy, Selector};
use crate::net::Address;
use std::net::Ipv4Addr;

/// Entries of a list that one note quotes.
const QUOTED: usize = 3;

/// A line, and what must be known of it.
pub(super) struct Line {
    pub(super) command: StaticCommand,
    pub(super) notes: Vec<Text>,
    /// Why it does not give the host the port that it sends from.
    pub(super) moved: Option<Text>,
}

impl Situation<'_> {
    /// A fixed port on the shared address, or on each of several.
    pub(super) fn on_the_shared_address(
        &self,
        device: &Device,
        host: &Host<'_>,
        taken: &mut Taken,
    ) -> Result<Vec<Line>, Why> {
        if host.ways.is_empty() {
            let why = if host.flow.predicted.outcome == Outcome::Untranslated { "untranslated" } else { "pool" };
            return Err(Why::asking_for_spares(say!("fix-needs-static", why)));
        }
        if let Some(why) = self.no_port(device, host) {
            return Err(if host.keeps {
                self.without_port(host, &why)
            } else if host.ways.len() > 1 {
                say!("fix-otherwise-each-provider", why).into()
            } else {
                Why::asking_for_spares(say!("fix-otherwise-own", why))
            });
        }
        let port = self.port_for(device, host, taken).map_err(|why| self.without_port(host, &why))?;
        let forms: Vec<Form> = host.ways.iter().map(|way| form(device, host, way, port)).collect::<Result<_, Why>>()?;
        let notes = self.port_notes(host, port);
        let moved = (port != host.flow.flow.local_port).then(|| why_not(device, host, taken, port)).flatten();
        taken.add(host, port);
        let lines = forms.into_iter().zip(&host.ways);
        let mut lines: Vec<Line> = lines.map(|(form, way)| self.with_options(device, host, Some(way), form)).collect();
        if let Some(first) = lines.first_mut() {
            first.notes.splice(0..0, notes);
            first.moved = moved;
        }
        Ok(lines)
    }

    fn without_port(&self, host: &Host<'_>, why: &Text) -> Why {
        if host.keeps {
            return say!("fix-keeps-unsure", why, local = host.flow.flow.local).into();
        }
        let resiliency = if self.intent.path_resiliency.is_none() { "unknown" } else { "known" };
        Why::asking_for_spares(say!("fix-needs-own", why, resiliency))
    }

    /// The command with the conditions of the rule it takes over from.
    pub(super) fn with_options(&self, device: &Device, host: &Host<'_>, way: Option<&Way<'_>>, form: Form) -> Line {
        let options = way.map(|way| &way.rule.options);
        let mut notes = self.form_notes(device, host, way, &form);
        let on_interface = matches!(form, Form::InterfacePort { .. });
        let selector = way.and_then(|way| route_map(way.rule)).map(str::to_owned);
        if let (Some(name), true) = (&selector, on_interface) {
            notes.push(say!("fix-route-map-left-out", name));
        }
        if host.ways.len() < 2 && leaves_by_several(host.flow) {
            notes.push(say!("fix-by-any-provider"));
        }
        let vrf = match options {
            Some(options) => options.vrf.as_ref().map(|vrf| vrf.value.clone()),
            None => host.flow.flow.vrf.clone().or_else(|| vrf_of(device, host.flow.flow.local)),
        };
        let named = way.filter(|way| is_static(way.rule)).and_then(|way| way.rule.options.redundancy.as_ref());
        let redundancy = match named.filter(|_| !on_interface) {
            Some(group) => Some(group.value.clone()),
            None => redundancy(device, &form, &mut notes),
        };
        let command = StaticCommand {
            local: host.flow.flow.local,
            ambiguous: has_static(device, host.flow.flow.local, vrf.as_deref()),
            form,
            vrf,
            match_in_vrf: options.is_some_and(|options| options.match_in_vrf.is_some()),
            redundancy,
            route_map: selector.filter(|_| !on_interface),
        };
        Line { command, notes, moved: None }
    }

    fn form_notes(&self, device: &Device, host: &Host<'_>, way: Option<&Way<'_>>, form: &Form) -> Vec<Text> {
        let mut notes = Vec::new();
        match form {
            Form::Address(_) => {
                notes.push(say!("fix-spare-routed"));
                if way.is_none() {
                    notes.push(say!("fix-untranslated-today", name = self.name(host)));
                }
                notes.extend(way.and_then(|way| self.no_longer_spared(device, host, way.rule)));
            }
            Form::InterfacePort { .. } if device.is_xe() => {
                notes.push(say!("fix-xe-interface"));
                if has_interface_static(device, host) {
                    notes.push(say!("fix-xe-key"));
                }
            }
            Form::AddressPort { .. } | Form::InterfacePort { .. } => {}
        }
        notes
    }

    /// What the list of a rule keeps from NAT, and a static that asks no list does not.
    fn no_longer_spared(&self, device: &Device, host: &Host<'_>, rule: &NatRule) -> Option<Text> {
        let NatKind::Dynamic(dynamic) = &rule.kind else { return None };
        let Selector::AccessList(list) = &dynamic.selector.value else { return None };
        let sources = &self.network.sources;
        let entry = |span| {
            let line = sources.quote_line(span).unwrap_or_default();
            let entry = line.split_whitespace().collect::<Vec<_>>().join(" ");
            sources.position(span).map(|at| say!("fix-entry-at", line = at.line, entry))
        };
        let denied = denied_of(device, list, host.flow.flow.local);
        let entries: Vec<Text> = denied.iter().copied().filter_map(entry).take(QUOTED).collect();
        let more = denied.len().saturating_sub(entries.len());
        (!entries.is_empty()).then(|| say!("fix-no-longer-spared", list, entries, more))
    }

    /// What must be known of a fixed port on a shared address.
    fn port_notes(&self, host: &Host<'_>, port: u16) -> Vec<Text> {
        let (wanted, name) = (host.flow.flow.local_port, self.name(host));
        let mut notes = Vec::new();
        let Some(first) = host.ways.first() else { return notes };
        if host.keeps {
            notes.push(say!("fix-keeps-port", name, wanted, global = first.global.in_words()));
        } else if port != wanted {
            notes.push(say!("fix-better"));
            notes.push(self.why_this_port(port));
        }
        if self.intent.path_resiliency.is_none() {
            notes.push(say!("fix-one-port-each"));
        }
        if host.ways.len() > 1 {
            notes.push(say!("fix-line-each-provider"));
        }
        notes
    }

    fn why_this_port(&self, port: u16) -> Text {
        if LISTED.contains(&port) {
            return say!("fix-listed-ports");
        }
        let resiliency = if self.intent.path_resiliency == Some(false) { "off" } else { "maybe" };
        say!("fix-readable-ports", resiliency)
    }
}

/// Whether a flow may leave by several interfaces, or does when one fails.
fn leaves_by_several(flow: &JudgedFlow) -> bool {
    !flow.standing.failover.is_empty() || flow.trace.steps.iter().any(|step| step.kind == StepKind::Branch)
}

fn form(device: &Device, host: &Host<'_>, way: &Way<'_>, global_port: u16) -> Result<Form, Why> {
    let (protocol, local_port) = (host.flow.flow.protocol, host.flow.flow.local_port);
    let several = host.ways.len() > 1;
    // An address that was only seen, and not configured, is none to type.
    let global = way.global.address().and_then(Address::v4).filter(|address| device.learned_at(*address).is_none());
    if let Some(interface) = &way.interface {
        if !several {
            return Ok(Form::InterfacePort { protocol, local_port, interface: interface.clone(), global_port });
        }
        if device.is_xe() || global.is_none() {
            let address = if device.is_xe() { "xe" } else { "unknown" };
            return Err(say!("fix-several-providers", interface = interface.to_string(), address).into());
        }
    }
    let global = global.ok_or_else(|| say!("fix-address-unknown", global = way.global.in_words()))?;
    if device.is_xe() && device.owner_of(global).is_some() && !several {
        return Err(Why::asking_for_spares(say!("fix-secondary", global)));
    }
    Ok(Form::AddressPort { protocol, local_port, global, global_port })
}

/// The group whose active router answers for the global address of a static.
fn redundancy(device: &Device, form: &Form, notes: &mut Vec<Text>) -> Option<String> {
    let (Form::Address(global) | Form::AddressPort { global, .. }) = form else { return None };
    let groups = |i: &Interface| i.redundancy.iter().map(|group| group.value.clone()).collect::<Vec<Redundancy>>();
    let is_virtual = |i: &&Interface| groups(i).iter().any(|group| group.address == Some(*global));
    let near = |i: &&Interface| !i.redundancy.is_empty() && i.prefixes().any(|prefix| prefix.contains(*global));
    let interfaces = || device.interfaces.iter().filter(|interface| interface.shutdown.is_none());
    let here = interfaces().find(is_virtual).or_else(|| interfaces().find(near));
    let groups = here.map(groups).unwrap_or_default();
    let exact = groups.iter().find(|group| group.address == Some(*global)).or(groups.first());
    let name = exact.and_then(|group| group.name.clone()).or_else(|| sibling_group(device));
    if name.is_some() {
        notes.push(say!("fix-standby-too"));
    } else if let Some(group) = exact {
        let (protocol, group) = (group.protocol.to_string(), group.group.to_string());
        notes.push(say!("fix-group-without-name", protocol, group, global));
    }
    name
}

/// `redundancy NAME` as other statics have it. A number with a mapping-id is another feature, and its id is used up.
fn sibling_group(device: &Device) -> Option<String> {
    let mut statics = device.nat_rules.iter().filter(|rule| is_static(rule));
    statics.find_map(|rule| Some(rule.options.redundancy.as_ref().filter(|_| !is_mirrored(rule))?.value.clone()))
}

/// `redundancy N mapping-id M`: a pair of routers keeps the translations of the rule alike by that number.
pub(super) fn is_mirrored(rule: &NatRule) -> bool {
    rule.options.other.iter().any(|other| other.value.contains("mapping-id"))
}

fn is_static(rule: &NatRule) -> bool {
    matches!(rule.kind, NatKind::Static(_))
}

/// Statics of an inside address.
fn statics_of(device: &Device, local: Ipv4Addr) -> impl Iterator<Item = &NatRule> {
    let own = move |rule: &&NatRule| match &rule.kind {
        NatKind::Static(fixed) => {
            let inside = matches!(rule.direction, Direction::InsideSource | Direction::NviSource);
            inside && fixed.network.is_none() && fixed.local.value.address == Address::V4(local)
        }
        NatKind::Dynamic(_) => false,
    };
    device.nat_rules.iter().filter(own)
}

/// A static of a host that holds only while an object is up.
pub(super) fn tracked_static<'d>(device: &'d Device, host: &Host<'_>) -> Option<&'d NatRule> {
    let vrf = host.flow.flow.vrf.as_deref();
    statics_of(device, host.flow.flow.local).find(|rule| rule.options.track.is_some() && rule.vrf() == vrf)
}

fn has_static(device: &Device, local: Ipv4Addr, vrf: Option<&str>) -> bool {
    statics_of(device, local).any(|rule| rule.vrf() == vrf)
}

/// Whether the host has an interface static for the same port already, in another VRF or by another interface.
fn has_interface_static(device: &Device, host: &Host<'_>) -> bool {
    statics_of(device, host.flow.flow.local).any(|rule| match &rule.kind {
        NatKind::Static(fixed) => {
            matches!(fixed.global.value, crate::model::StaticGlobal::Interface(..))
                && fixed.protocol == Some(host.flow.flow.protocol)
                && fixed.local.value.port() == Some(host.flow.flow.local_port)
        }
        NatKind::Dynamic(_) => false,
    })
}

/// The VRF of the interface on whose subnet a host is.
fn vrf_of(device: &Device, host: Ipv4Addr) -> Option<String> {
    let interface = device.interfaces.iter().find(|i| i.prefixes().any(|prefix| prefix.contains(host)))?;
    interface.vrf.as_ref().map(|vrf| vrf.value.clone())
}
