//! The form and the options of a static line.

use super::NAME_SPARES;
use super::hosts::{Host, Way, route_map, target_interface};
use super::ports::Taken;
use crate::eval::Outcome;
use crate::fix::Situation;
use crate::fix::command::{Form, StaticCommand};
use crate::model::{Device, Interface, NatKind, Redundancy};
use crate::net::Address;
use std::net::Ipv4Addr;

/// A line, and what must be known of it.
pub(super) type Line = (StaticCommand, Vec<String>);

const XE_INTERFACE: &str = "Cisco documents interface overload as the one way in which NAT on IOS-XE may share the address of \
    an interface, and does not say that static lines of the form 'interface NAME PORT' are covered: a public address of \
    its own for each appliance is the safe way";

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
            return Err(if host.ways.len() > 1 {
                format!("{why} by each provider, and a spare address belongs to one provider only")
            } else {
                format!("{why}; {NAME_SPARES}")
            });
        }
        let port = self.port_for(device, host, taken)?;
        let forms: Vec<Form> =
            host.ways.iter().map(|way| form(device, host, way, port)).collect::<Result<_, String>>()?;
        taken.extend(host.ways.iter().map(|way| (way.global.clone(), port)));
        let lines = forms.into_iter().zip(&host.ways);
        Ok(lines.map(|(form, way)| self.with_options(device, host, Some(way), form)).collect())
    }

    /// The command with the conditions of the rule it takes over from.
    pub(super) fn with_options(&self, device: &Device, host: &Host<'_>, way: Option<&Way<'_>>, form: Form) -> Line {
        let options = way.map(|way| &way.rule.options);
        let mut notes = self.form_notes(host, way, &form);
        let on_interface = matches!(form, Form::InterfacePort { .. });
        let selector = way.and_then(|way| route_map(way.rule)).map(str::to_owned);
        if let (Some(name), true) = (&selector, on_interface) {
            notes.push(format!(
                "the rule it replaces has route-map {name}; that the interface form takes one is not certain, so it is left \
                 out: check the case which the route-map excludes"
            ));
        }
        if on_interface && device.is_xe() {
            notes.push(XE_INTERFACE.to_owned());
        }
        let vrf = match options {
            Some(options) => options.vrf.as_ref().map(|vrf| vrf.value.clone()),
            None => host.flow.flow.vrf.clone().or_else(|| vrf_of(device, host.flow.flow.local)),
        };
        let redundancy = redundancy(device, &form, &mut notes);
        let command = StaticCommand {
            local: host.flow.flow.local,
            form,
            vrf,
            match_in_vrf: options.is_some_and(|options| options.match_in_vrf.is_some()),
            redundancy,
            route_map: selector.filter(|_| !on_interface),
        };
        (command, notes)
    }

    fn form_notes(&self, host: &Host<'_>, way: Option<&Way<'_>>, form: &Form) -> Vec<String> {
        let mut notes = Vec::new();
        match form {
            Form::Address(_) => {
                notes.push(
                    "each spare address must be routed to this router and used by nothing else; with a static for the whole \
                     address anyone can reach the appliance on it unless an access list says otherwise"
                        .to_owned(),
                );
                if way.is_none() {
                    notes.push(format!(
                        "no NAT rule gives {} a translation today: make sure that this is not on purpose (traffic for a \
                         VPN of this router, say)",
                        self.name(host)
                    ));
                }
            }
            Form::AddressPort { global_port, .. } | Form::InterfacePort { global_port, .. } => {
                if self.intent.path_resiliency.is_none() {
                    notes.push(
                        "this fixes one port each: right while Application Path Resiliency is off (with it on, each appliance \
                         needs a public address of its own)"
                            .to_owned(),
                    );
                }
                let first = |way: &&Way<'_>| host.ways.first().is_some_and(|first| first.global == way.global);
                if let Some(way) = way.filter(first).filter(|_| *global_port != host.flow.flow.local_port) {
                    let name = self.name(host);
                    notes.push(format!(
                        "{name} leaves from port {global_port}, always: 4500 of {} belongs to one host only, and that is another one or the router itself. Static NAT with explicit \
                         ports cured the published case; whether on one address or two, its report does not say. A second public \
                         address for {name} is the better cure",
                        way.global
                    ));
                }
                if host.ways.len() > 1 {
                    notes.push(
                        "one line for each provider, told apart by route-map; a spare address would serve one provider only, so \
                         none is used"
                            .to_owned(),
                    );
                }
            }
        }
        notes
    }
}

fn form(device: &Device, host: &Host<'_>, way: &Way<'_>, global_port: u16) -> Result<Form, String> {
    let (protocol, local_port) = (host.flow.flow.protocol, host.flow.flow.local_port);
    let several = host.ways.len() > 1;
    let global = way.global.address().and_then(Address::v4);
    if let Some(interface) = target_interface(way.rule) {
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
    global
        .map(|global| Form::AddressPort { protocol, local_port, global, global_port })
        .ok_or_else(|| format!("the address of {} is not known", way.global))
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
        notes.push("type the same line on the standby router of the redundancy group".to_owned());
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
    let mut statics = device.nat_rules.iter().filter(|rule| matches!(rule.kind, NatKind::Static(_)));
    let named = |options: &crate::model::NatOptions| {
        let mapped = options.other.iter().any(|other| other.value.contains("mapping-id"));
        options.redundancy.as_ref().filter(|_| !mapped).map(|group| group.value.clone())
    };
    statics.find_map(|rule| named(&rule.options))
}

/// The VRF of the interface on whose subnet a host is.
fn vrf_of(device: &Device, host: Ipv4Addr) -> Option<String> {
    let interface = device.interfaces.iter().find(|i| i.prefixes().any(|prefix| prefix.contains(host)))?;
    interface.vrf.as_ref().map(|vrf| vrf.value.clone())
}
