//! Which static NAT lines cure a device.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::command::{Form, StaticCommand};
use super::{Plan, Plans, Situation, proof};
use crate::eval::{JudgedFlow, router_speaks_ike, whole_address_owner};
use crate::model::{Device, Direction, GlobalPort, NatKind, NatRule, Selector, StaticGlobal, Target, Translation};
use crate::net::{Endpoint, InterfaceName, Protocol};
use crate::rules::Finding;
use crate::source::Span;

/// Findings that static NAT for the appliances concerned can cure.
const CURABLE: &[&str] = &["HCX101", "HCX102", "HCX103", "HCX104", "HCX201", "HCX202", "HCX206", "HCX207"];

/// Global ports handed out on a shared address after 4500: the rest of the range that HCX's port list names, because a
/// firewall written by that list lets them through.
const NEXT_PORTS: std::ops::RangeInclusive<u16> = 4501..=4628;

/// Plans for every device that has something to cure.
pub(super) fn plan(mut situation: Situation<'_>) -> Plans {
    let mut plans = Plans::default();
    let mut spares = situation.unused_spares();
    for device in 0..situation.network.devices.len() {
        let Some(draft) = situation.draft(device, &mut spares) else { continue };
        match draft.and_then(|draft| proof::prove(&mut situation, device, draft)) {
            Ok(proven) => plans.plans.push(Plan { id: format!("F{}", plans.plans.len() + 1), ..proven }),
            Err(why) => plans.refused.push(why),
        }
    }
    plans
}

/// A plan that is not proven yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) statics: Vec<(StaticCommand, Span)>,
    pub(super) clear: Vec<Translation>,
    pub(super) notes: Vec<String>,
    pub(super) table_seen: bool,
}

/// One appliance uplink to be given a static.
struct Host<'a> {
    flow: &'a JudgedFlow,
    global: &'a GlobalPort,
    rule: &'a NatRule,
    /// It has the port now and should keep it.
    holds: bool,
}

impl Situation<'_> {
    /// Spare addresses that no configuration and no watched row uses already.
    fn unused_spares(&self) -> Vec<Ipv4Addr> {
        let mut used: HashSet<Ipv4Addr> = HashSet::new();
        for device in &self.network.devices {
            used.extend(device.interfaces.iter().flat_map(|i| i.prefixes().map(|prefix| prefix.address)));
            used.extend(
                device.interfaces.iter().flat_map(|i| i.redundancy.iter().filter_map(|group| group.value.address)),
            );
            used.extend(device.routes.iter().filter_map(|route| route.next_hop.as_ref().map(|hop| hop.value)));
            used.extend(device.table.rows.iter().filter_map(|row| row.inside_global.as_ref()?.address.v4()));
            used.extend(device.table.occupied.keys().filter_map(|(.., address)| address.v4()));
            for rule in &device.nat_rules {
                if let NatKind::Static(fixed) = &rule.kind
                    && let StaticGlobal::Address(endpoint) = &fixed.global.value
                {
                    used.extend(endpoint.address.v4());
                }
            }
        }
        let in_pool = |address: &Ipv4Addr| {
            let mut pools = self.network.devices.iter().flat_map(|device| device.pools.values());
            pools.any(|pool| pool.ranges.iter().any(|range| (range.value.0..=range.value.1).contains(address)))
        };
        let free = |address: &Ipv4Addr| !used.contains(address) && !in_pool(address);
        self.intent.spare_addresses.iter().copied().filter(free).collect()
    }

    /// `None` when the device needs nothing; an error when it needs what cannot be had.
    fn draft(&self, index: usize, spares: &mut Vec<Ipv4Addr>) -> Option<Result<Draft, String>> {
        let device = self.network.devices.get(index)?;
        let mut wanted: Vec<usize> = self
            .findings
            .iter()
            .filter(|finding| finding.device == Some(index) && CURABLE.contains(&finding.code))
            .flat_map(|finding| finding.flows.iter().copied())
            .collect();
        // Whoever shares the address with one that needs a static needs one too.
        let rivals: Vec<usize> =
            wanted.iter().filter_map(|&at| self.flows.get(at)).flat_map(|flow| flow.standing.rivals.clone()).collect();
        wanted.extend(rivals);
        wanted.sort_unstable();
        wanted.dedup();
        let flows: Vec<&JudgedFlow> = wanted.iter().filter_map(|&at| self.flows.get(at)).collect();
        if flows.is_empty() {
            return None;
        }
        let hosts = hosts(device, &flows);
        if hosts.iter().any(|host| host.rule.direction == Direction::NviSource) {
            return Some(Err(format!(
                "no plan for {}: it uses the NAT virtual interface ('ip nat source', 'ip nat enable'), whose statics and clear \
                 commands are others; plans are made for 'ip nat inside source' only",
                device.title()
            )));
        }
        let mut draft = Draft { table_seen: device.table.is_complete(), ..Draft::default() };
        if let Err(why) = self.assign(device, &hosts, spares, &mut draft) {
            return Some(Err(why));
        }
        // Clearing alone helps only against entries that the configuration would not make again.
        let stale = |finding: &&Finding| finding.device == Some(index) && finding.code == "HCX104";
        if draft.statics.is_empty() && !self.findings.iter().any(|finding| stale(&finding)) {
            return Some(Err(format!(
                "no plan for {}: the NAT rule that makes these entries is not in the capture; paste 'show running-config'",
                device.title()
            )));
        }
        draft.clear = rows_to_clear(device, &flows);
        Some(Ok(draft))
    }

    fn assign(
        &self,
        device: &Device,
        hosts: &[Host<'_>],
        spares: &mut Vec<Ipv4Addr>,
        draft: &mut Draft,
    ) -> Result<(), String> {
        let mut taken: HashSet<(GlobalPort, u16)> = HashSet::new();
        // Losers take the spare addresses first; of those who stay on the shared one, the holder keeps its port.
        let mut order: Vec<&Host<'_>> = hosts.iter().collect();
        order.sort_by_key(|host| host.holds);
        let short = order.len().saturating_sub(spares.len());
        let stay = order.len() - short;
        if let Some(rest) = order.get_mut(stay..) {
            rest.sort_by_key(|host| !host.holds);
        }
        for (at, host) in order.iter().enumerate() {
            let form = if spares.is_empty() {
                let port = self.port_for(device, host, &taken, short)?;
                taken.insert((host.global.clone(), port));
                port_form(host, port)?
            } else {
                Form::Address(spares.remove(0))
            };
            draft.note_form(self, host, &form, at == 0);
            let (command, note) = with_options(device, host, form);
            draft.notes.extend(note);
            draft.statics.push((command, host.rule.statement.span));
        }
        Ok(())
    }

    /// A fixed port on the shared address: 4500 for one, the next of HCX's range for the others.
    fn port_for(
        &self,
        device: &Device,
        host: &Host<'_>,
        taken: &HashSet<(GlobalPort, u16)>,
        short: usize,
    ) -> Result<u16, String> {
        let name = self.appliances.get(host.flow.appliance).map_or("the appliance", |a| a.name.as_str());
        if let Some(why) = self.no_port(device, host, name, short) {
            return Err(why);
        }
        let globals = globals(device, host);
        let own_ike = globals.iter().any(|global| router_speaks_ike(device, global).is_some());
        let reserved: HashSet<u16> = globals
            .iter()
            .flat_map(|global| device.static_ports(host.flow.flow.protocol, global))
            .map(|(port, _)| port)
            .collect();
        let wanted = host.flow.flow.local_port;
        let free = |port: &u16| {
            let occupied = host.global.address().is_some_and(|address| {
                *port != wanted && device.table.is_occupied(host.flow.flow.protocol, address, *port)
            });
            !occupied && !reserved.contains(port) && !taken.contains(&(host.global.clone(), *port))
        };
        let first = (!own_ike).then_some(wanted);
        first
            .into_iter()
            .chain(NEXT_PORTS)
            .find(free)
            .ok_or_else(|| format!("no plan for {}: no free port from 4500 to 4628 on {}", device.title(), host.global))
    }

    /// Why no port of the shared address will do.
    fn no_port(&self, device: &Device, host: &Host<'_>, name: &str, short: usize) -> Option<String> {
        if self.intent.path_resiliency == Some(true) {
            return Some(format!(
                "no plan for {}: with Application Path Resiliency an appliance uses ports 4500-4628, which one port static \
                 cannot carry. {short} more public address(es) are needed: name them as spare_public_addresses",
                device.title()
            ));
        }
        if let Some(never) = &host.flow.standing.never {
            return Some(format!(
                "no plan for {}: {} cannot have a port of {} ({}). {short} more public address(es) are needed: name them as \
                 spare_public_addresses",
                device.title(),
                name,
                host.global,
                never.reason
            ));
        }
        let globals = globals(device, host);
        if let Some(owner) = whole_address_owner(device, &globals.iter().collect::<Vec<_>>(), &host.flow.flow) {
            return Some(format!(
                "no plan for {}: a static gives the whole of {} to {owner}, so no port of it can be given to {name}. {short} \
                 more public address(es) are needed: name them as spare_public_addresses",
                device.title(),
                host.global
            ));
        }
        None
    }
}

/// One host an inside local address, with the rule it shares an address by.
fn hosts<'a>(device: &'a Device, flows: &[&'a JudgedFlow]) -> Vec<Host<'a>> {
    let mut hosts: Vec<Host<'a>> = Vec::new();
    for flow in flows {
        let Some((global, span)) = &flow.standing.shared else { continue };
        let Some(rule) = device.nat_rules.iter().find(|rule| rule.statement.span == *span) else { continue };
        let holds = flow.observed.iter().any(|seen| seen.kept);
        match hosts
            .iter_mut()
            .find(|host| host.flow.flow.local == flow.flow.local && host.flow.flow.vrf == flow.flow.vrf)
        {
            Some(host) => host.holds |= holds,
            None => hosts.push(Host { flow, global, rule, holds }),
        }
    }
    hosts
}

/// The shared address as the table shows it and as the configuration names it: the same, unless it comes by DHCP or PPP.
fn globals(device: &Device, host: &Host<'_>) -> Vec<GlobalPort> {
    let named = interface_of(host.rule).map(|name| GlobalPort::of_interface(device, name));
    named.into_iter().filter(|named| named != host.global).chain([host.global.clone()]).collect()
}

fn target(rule: &NatRule) -> Option<&Target> {
    match &rule.kind {
        NatKind::Dynamic(dynamic) => Some(&dynamic.target.value),
        NatKind::Static(_) => None,
    }
}

fn interface_of(rule: &NatRule) -> Option<&InterfaceName> {
    match target(rule)? {
        Target::Interface(name) => Some(name),
        Target::Pool(_) => None,
    }
}

fn port_form(host: &Host<'_>, global_port: u16) -> Result<Form, String> {
    let (protocol, local_port) = (host.flow.flow.protocol, host.flow.flow.local_port);
    if let Some(interface) = interface_of(host.rule) {
        return Ok(Form::InterfacePort { protocol, local_port, interface: interface.clone(), global_port });
    }
    let global = host.global.address().and_then(crate::net::Address::v4);
    global
        .map(|global| Form::AddressPort { protocol, local_port, global, global_port })
        .ok_or_else(|| format!("no plan: the address of {} is not known", host.global))
}

/// The command with the conditions of the rule it takes over from.
fn with_options(device: &Device, host: &Host<'_>, form: Form) -> (StaticCommand, Option<String>) {
    let options = &host.rule.options;
    let selector = match &host.rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::RouteMap(name) => Some(name.clone()),
            Selector::AccessList(_) => None,
        },
        NatKind::Static(_) => None,
    };
    // The YANG model of IOS-XE has no route-map on the interface form; classic IOS takes it.
    let refused = device.is_xe() && matches!(form, Form::InterfacePort { .. });
    let note = selector.as_ref().filter(|_| refused).map(|name| {
        format!("the rule it replaces has route-map {name}; the interface form takes none on IOS-XE, so check the case it excludes")
    });
    let command = StaticCommand {
        local: host.flow.flow.local,
        form,
        vrf: options.vrf.as_ref().map(|vrf| vrf.value.clone()),
        match_in_vrf: options.match_in_vrf.is_some(),
        route_map: selector.filter(|_| !refused),
    };
    (command, note)
}

/// Entries that would outlive the change: those of the appliances, and whoever holds the port they are to have.
fn rows_to_clear(device: &Device, flows: &[&JudgedFlow]) -> Vec<Translation> {
    let mut rows: Vec<Translation> = Vec::new();
    for row in &device.table.rows {
        let own = flows.iter().any(|flow| {
            let local = Endpoint::with_port(flow.flow.local, flow.flow.local_port);
            row.protocol == Some(flow.flow.protocol) && row.inside_local.as_ref() == Some(&local)
        });
        let holder =
            flows.iter().any(|flow| flow.standing.holder.as_ref().is_some_and(|holder| holder.span == row.span));
        // A static binding cannot be cleared, and need not be.
        if (own || holder) && !(row.is_binding() && flows.iter().any(|flow| flow.standing.fixed_by.is_some())) {
            rows.push(row.clone());
        }
    }
    rows
}

/// `clear ip nat translation udp inside GLOBAL PORT LOCAL PORT` (command reference of 12.2 and later).
pub(super) fn clear_command(row: &Translation) -> Option<String> {
    let (global, local) = (row.inside_global.as_ref()?, row.inside_local.as_ref()?);
    let protocol = row.protocol.unwrap_or(Protocol::UDP);
    Some(format!(
        "clear ip nat translation {protocol} inside {} {} {} {}",
        global.address,
        global.port()?,
        local.address,
        local.port()?
    ))
}

impl Draft {
    fn note_form(&mut self, situation: &Situation<'_>, host: &Host<'_>, form: &Form, first: bool) {
        match form {
            Form::Address(global) => {
                if first {
                    self.notes.push(
                        "each spare address must be routed to this router and used by nothing else; with a static for the whole \
                         address anyone can reach the appliance on it unless an access list says otherwise"
                            .to_owned(),
                    );
                }
                debug_assert!(!global.is_unspecified());
            }
            Form::AddressPort { global_port, .. } | Form::InterfacePort { global_port, .. } => {
                if situation.intent.path_resiliency.is_none() && first {
                    self.notes.push(
                        "this fixes one port each: right while Application Path Resiliency is off (with it on, each appliance \
                         needs a public address of its own)"
                            .to_owned(),
                    );
                }
                if *global_port != host.flow.flow.local_port {
                    let name =
                        situation.appliances.get(host.flow.appliance).map_or("the appliance", |a| a.name.as_str());
                    self.notes.push(format!(
                        "{name} leaves from port {global_port}, always: 4500 of {} belongs to one host only, and that is another one or the router itself. Static NAT with explicit \
                         ports cured the published case; whether on one address or two, its report does not say. A second public \
                         address for {name} is the better cure",
                        host.global
                    ));
                }
            }
        }
    }
}
