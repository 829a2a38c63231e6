//! The form and the options of a static line.

use super::NAME_SPARES;
use super::hosts::{Host, Way, route_map};
use super::ports::{LISTED, Taken, why_not};
use crate::eval::Outcome;
use crate::fix::Situation;
use crate::fix::command::{Form, StaticCommand};
use crate::model::{Device, Direction, Interface, NatKind, NatRule, Redundancy};
use crate::net::Address;
use std::net::Ipv4Addr;

/// A line, and what must be known of it.
pub(super) struct Line {
    pub(super) command: StaticCommand,
    pub(super) notes: Vec<String>,
    /// Why it does not give the host the port that it sends from.
    pub(super) moved: Option<String>,
}

const BETTER: &str = "static NAT with explicit ports cured the published case; whether on one address or two, its report does \
    not say. A public address of its own for each appliance is the better cure";

const XE_INTERFACE: &str = "Cisco documents interface overload as the one way in which NAT on IOS-XE may share the address of \
    an interface, and does not say that static lines of the form 'interface NAME PORT' are covered: a public address of \
    its own for each appliance is the safe way";

pub(in crate::fix) const XE_KEY: &str = "by Cisco's model of IOS-XE an interface static is known by protocol, inside address and inside port, so \
    of two lines for one inside address the router may refuse the second";

impl Situation<'_> {
    /// A fixed port on the shared address, or on each of several.
    pub(super) fn on_the_shared_address(
        &self,
        device: &Device,
        host: &Host<'_>,
        taken: &mut Taken,
    ) -> Result<Vec<Line>, String> {
        if host.ways.is_empty() {
            let why = if host.flow.predicted.outcome == Outcome::Untranslated {
                "no NAT rule takes it"
            } else {
                "the pool of its NAT rule may have no address left for it"
            };
            return Err(format!("{why}, so it needs a static with a public address of its own: {NAME_SPARES}"));
        }
        if let Some(why) = self.no_port(device, host) {
            return Err(if host.keeps {
                self.without_port(host, &why)
            } else if host.ways.len() > 1 {
                format!(
                    "{why}. Otherwise it needs a public address of its own by each provider, and a spare address belongs to one \
                     provider only"
                )
            } else {
                format!("{why}. Otherwise it needs a public address of its own: {NAME_SPARES}")
            });
        }
        let port = self.port_for(device, host, taken).map_err(|why| self.without_port(host, &why))?;
        let forms: Vec<Form> =
            host.ways.iter().map(|way| form(device, host, way, port)).collect::<Result<_, String>>()?;
        let notes = self.port_notes(host, port);
        let moved = host.ways.first().filter(|_| port != host.flow.flow.local_port);
        let moved = moved.map(|way| why_not(device, host, way, taken, port));
        taken.add(host, port);
        let lines = forms.into_iter().zip(&host.ways);
        let mut lines: Vec<Line> = lines.map(|(form, way)| self.with_options(device, host, Some(way), form)).collect();
        if let Some(first) = lines.first_mut() {
            first.notes.splice(0..0, notes);
            first.moved = moved;
        }
        Ok(lines)
    }

    fn without_port(&self, host: &Host<'_>, why: &str) -> String {
        if host.keeps {
            return format!(
                "it has the port now, and what works is left as it is; but {why}. A public address of its own would make it sure of \
                 its port, and would change the address that the cloud side sees and interrupt its tunnel: that is for you to \
                 decide ('ip nat inside source static {} ADDRESS', then clear its entries)",
                host.flow.flow.local
            );
        }
        let off = if self.intent.path_resiliency.is_none() {
            " (ports 4501-4628 are left out while Application Path Resiliency may be on: with \
             'application_path_resiliency: false' they are used)"
        } else {
            ""
        };
        format!("{why}{off}, so it needs a public address of its own: {NAME_SPARES}")
    }

    /// The command with the conditions of the rule it takes over from.
    pub(super) fn with_options(&self, device: &Device, host: &Host<'_>, way: Option<&Way<'_>>, form: Form) -> Line {
        let options = way.map(|way| &way.rule.options);
        let mut notes = self.form_notes(device, host, way, &form);
        let on_interface = matches!(form, Form::InterfacePort { .. });
        let selector = way.and_then(|way| route_map(way.rule)).map(str::to_owned);
        if let (Some(name), true) = (&selector, on_interface) {
            notes.push(format!(
                "the rule it replaces has route-map {name}; that the interface form takes one is not certain, so it is left \
                 out: check the case which the route-map excludes"
            ));
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

    fn form_notes(&self, device: &Device, host: &Host<'_>, way: Option<&Way<'_>>, form: &Form) -> Vec<String> {
        let mut notes = Vec::new();
        match form {
            Form::Address(_) => {
                notes.push(
                    "each spare address must be routed to this router and used by nothing else; all that the appliance sends \
                     leaves by it then, whatever the port"
                        .to_owned(),
                );
                if way.is_none() {
                    notes.push(format!(
                        "no NAT rule gives {} a translation today: make sure that this is not on purpose (traffic for a VPN \
                         of this router, say)",
                        self.name(host)
                    ));
                }
            }
            Form::InterfacePort { .. } if device.is_xe() => {
                notes.push(XE_INTERFACE.to_owned());
                if has_interface_static(device, host) {
                    notes.push(XE_KEY.to_owned());
                }
            }
            Form::AddressPort { .. } | Form::InterfacePort { .. } => {}
        }
        notes
    }

    /// What must be known of a fixed port on a shared address.
    fn port_notes(&self, host: &Host<'_>, port: u16) -> Vec<String> {
        let (wanted, name) = (host.flow.flow.local_port, self.name(host));
        let mut notes = Vec::new();
        let Some(first) = host.ways.first() else { return notes };
        if host.keeps {
            notes.push(format!(
                "{name} has port {wanted} of {} now and keeps it: what works is not moved, so no spare address is used for it",
                first.global
            ));
        } else if port != wanted {
            notes.push(BETTER.to_owned());
            notes.push(self.why_this_port(port));
        }
        if self.intent.path_resiliency.is_none() {
            notes.push(
                "this fixes one port each: right while Application Path Resiliency is off (with it on, each appliance needs a \
                 public address of its own)"
                    .to_owned(),
            );
        }
        if host.ways.len() > 1 {
            notes.push(
                "one line for each provider, told apart by route-map; a spare address would serve one provider only, so none is \
                 used"
                    .to_owned(),
            );
        }
        notes
    }

    fn why_this_port(&self, port: u16) -> String {
        if LISTED.contains(&port) {
            return "ports from 4501 on are chosen because HCX's port list names 4500-4628: a firewall written by that list lets \
                    them through"
                .to_owned();
        }
        let listed = match self.intent.path_resiliency {
            Some(false) => "4501-4628 are taken",
            _ => {
                "4501-4628, which HCX's port list names, are left to Application Path Resiliency, because it may be on \
                 ('application_path_resiliency: false' in the inventory lets a plan use them)"
            }
        };
        format!("ports like 14500 are chosen to be recognised: {listed}")
    }
}

fn form(device: &Device, host: &Host<'_>, way: &Way<'_>, global_port: u16) -> Result<Form, String> {
    let (protocol, local_port) = (host.flow.flow.protocol, host.flow.flow.local_port);
    let several = host.ways.len() > 1;
    // An address that was only seen, and not configured, is none to type.
    let global = way.global.address().and_then(Address::v4).filter(|address| device.learned_at(*address).is_none());
    if let Some(interface) = &way.interface {
        if !several {
            return Ok(Form::InterfacePort { protocol, local_port, interface: interface.clone(), global_port });
        }
        if device.is_xe() || global.is_none() {
            return Err(format!(
                "it leaves by several providers, each with a rule of its own, and needs one static for each with a route-map. \
                 That takes the address of {interface} in so many words, {}",
                if device.is_xe() { "which IOS-XE does not support" } else { "which is not known" }
            ));
        }
    }
    let global = global.ok_or_else(|| format!("the address of {} is not known", way.global))?;
    if device.is_xe() && device.owner_of(global).is_some() && !several {
        return Err(format!(
            "{global} is a secondary address of the router, and IOS-XE does not support a static that names one: it needs a \
             public address of its own; {NAME_SPARES}"
        ));
    }
    Ok(Form::AddressPort { protocol, local_port, global, global_port })
}

/// The group whose active router answers for the global address of a static.
fn redundancy(device: &Device, form: &Form, notes: &mut Vec<String>) -> Option<String> {
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
        notes.push(
            "type the same line on the standby router of the redundancy group; live rows are on the active one only"
                .to_owned(),
        );
    } else if let Some(group) = exact {
        notes.push(format!(
            "{} group {} answers for {global} and has no name: give it one and add 'redundancy NAME' to the static line, here \
             and on the standby router",
            group.protocol, group.group
        ));
    }
    name
}

/// `redundancy NAME` as other statics have it. A number with a mapping-id is another feature, and its id is used up.
fn sibling_group(device: &Device) -> Option<String> {
    let mut statics = device.nat_rules.iter().filter(|rule| is_static(rule));
    let named = |options: &crate::model::NatOptions| {
        let mapped = options.other.iter().any(|other| other.value.contains("mapping-id"));
        options.redundancy.as_ref().filter(|_| !mapped).map(|group| group.value.clone())
    };
    statics.find_map(|rule| named(&rule.options))
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
