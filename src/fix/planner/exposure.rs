//! What a static opens to the outside, and the entries that would close it again.

use std::net::Ipv4Addr;

use super::draft::{Draft, Typed};
use super::ports::LISTED;
use crate::eval::{Flow, JudgedFlow, Packet, dropped};
use crate::fix::command::Form;
use crate::fix::entry::{self, NewEntry, Permit};
use crate::fix::{Guard, Situation};
use crate::locale::{Text, say};
use crate::model::{Device, GlobalPort, Interface, NatSide};
use crate::net::{Address, InterfaceName, Protocol};

/// How an outside interface lets packets in that nobody asked for.
#[derive(PartialEq, Eq)]
enum Door<'d> {
    /// No list, or an undefined one, which permits everything.
    Open,
    /// A list that permits them.
    List(&'d str),
}

/// For each way in by which anybody can reach what the draft's statics give, what would admit the peers only.
pub(in crate::fix) fn exposure(situation: &Situation<'_>, device: &Device, draft: &Draft) -> Vec<Guard> {
    let mut doors: Vec<(Door<'_>, Vec<&Typed>, Vec<&InterfaceName>)> = Vec::new();
    let mut nameless: Vec<&InterfaceName> = Vec::new();
    for typed in &draft.statics {
        if let (Form::InterfacePort { interface, .. }, None) = (&typed.command.form, global(device, typed)) {
            nameless.push(interface);
            continue;
        }
        for interface in outside(device, typed) {
            let door = door(device, interface, typed).or_else(|| opened(device, interface, draft, typed));
            let Some(door) = door else { continue };
            let known = doors.iter().position(|(known, ..)| *known == door).unwrap_or(doors.len());
            if known == doors.len() {
                doors.push((door, Vec::new(), Vec::new()));
            }
            if let Some((_, all, interfaces)) = doors.get_mut(known) {
                all.push(typed);
                if !interfaces.contains(&&interface.name.value) {
                    interfaces.push(&interface.name.value);
                }
            }
        }
    }
    nameless.dedup();
    let blind = nameless.into_iter().map(|interface| Guard {
        why: say!("fix-guard-blind", interface = interface.to_string()),
        commands: Vec::new(),
    });
    doors.iter().map(|(door, all, at)| guard(situation, device, door, all, at)).chain(blind).collect()
}

/// The outside interfaces by which packets to a static may come.
fn outside<'d>(device: &'d Device, typed: &'d Typed) -> impl Iterator<Item = &'d Interface> {
    device.interfaces.iter().filter(move |interface| {
        let outside = interface.nat.as_ref().is_some_and(|nat| nat.value == NatSide::Outside);
        let its_own = match &typed.command.form {
            Form::InterfacePort { interface: name, .. } => interface.name.value == *name,
            Form::Address(_) | Form::AddressPort { .. } => true,
        };
        interface.shutdown.is_none() && outside && its_own
    })
}

fn door<'d>(device: &'d Device, interface: &'d Interface, typed: &Typed) -> Option<Door<'d>> {
    // Zones and inspection decide by what no list shows.
    if interface.zone.is_some() {
        return None;
    }
    let Some(list) = interface.acl_in.as_ref().filter(|list| device.has_list(&list.value)) else {
        return Some(Door::Open);
    };
    let (protocol, port) = match typed.command.form {
        Form::Address(_) => (Protocol::TCP, None),
        Form::AddressPort { protocol, global_port, .. } | Form::InterfacePort { protocol, global_port, .. } => {
            (protocol, Some(global_port))
        }
    };
    let anybody = Packet {
        protocol,
        source: None,
        source_port: None,
        destination: global(device, typed),
        destination_port: port,
    };
    let mut open = Vec::new();
    let denied = dropped(device, Some(list), &anybody, "it", &mut open).is_some();
    (!denied && open.is_empty()).then_some(Door::List(list.value.as_str()))
}

/// The list that the plan itself makes let anybody in, because no peer is named. Where the plan puts an entry above all
/// others there is no number left for one above that.
fn opened<'d>(device: &'d Device, interface: &'d Interface, draft: &Draft, typed: &Typed) -> Option<Door<'d>> {
    let list = interface.acl_in.as_ref().filter(|_| interface.zone.is_none())?.value.as_str();
    let permits = || draft.permits.iter().filter(|permit| permit.list == list);
    let (to, port) = (global(device, typed)?, typed.command.global_port());
    let lets_in = |permit: &Permit| {
        let (first, last) = permit.to.ports;
        permit.from.host.is_none()
            && permit.to.host.is_none_or(|host| host == to)
            && port.is_none_or(|port| (first..=last).contains(&port))
    };
    let fits = permits().all(|permit| !permit.standard && permit.before != Some(0));
    (fits && permits().any(lets_in)).then_some(Door::List(list))
}

fn global(device: &Device, typed: &Typed) -> Option<Ipv4Addr> {
    match &typed.command.form {
        Form::Address(global) | Form::AddressPort { global, .. } => Some(*global),
        Form::InterfacePort { interface, .. } => {
            // One that was only seen may be another one tomorrow, and an entry would still name this one.
            let address = GlobalPort::of_interface(device, interface).address().and_then(Address::v4);
            address.filter(|address| device.learned_at(*address).is_none())
        }
    }
}

fn guard(
    situation: &Situation<'_>,
    device: &Device,
    door: &Door<'_>,
    all: &[&Typed],
    interfaces: &[&InterfaceName],
) -> Guard {
    let mut lines: Vec<String> = Vec::new();
    let permits = all.iter().flat_map(|typed| permits(situation, device, typed));
    for line in permits.chain(all.iter().map(|typed| deny(device, typed))) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let ports = all.iter().filter(|typed| typed.command.is_port()).count();
    let on = match ports {
        0 => "address",
        ports if ports == all.len() => "port",
        _ => "either",
    };
    let open = |why: Text| say!("fix-guard-open", on, why);
    match door {
        Door::Open => {
            let list = free_name(device);
            let mut commands = vec![format!("ip access-list extended {list}")];
            commands.extend(lines.iter().map(|line| format!(" {line}")));
            commands.push(" permit ip any any".to_owned());
            let group = |name: &&InterfaceName| [format!("interface {name}"), format!(" ip access-group {list} in")];
            commands.extend(interfaces.iter().flat_map(group));
            let names = interfaces.iter().map(|name| Text::from(name.as_str()));
            let names = names.reduce(|first, second| say!("report-and", first, second)).unwrap_or_default();
            Guard { why: open(say!("fix-guard-no-list", interfaces = names, count = interfaces.len())), commands }
        }
        Door::List(list) => {
            let entries: Vec<NewEntry> = lines.into_iter().map(|line| (Some(0), line)).collect();
            let typed = device.acls.get(*list).map(|acl| entry::lines(list, false, acl, &entries));
            Guard {
                why: open(say!("fix-guard-list", list = *list)),
                commands: typed.map(|typed| typed.commands).unwrap_or_default(),
            }
        }
    }
}

/// A name that no list has.
fn free_name(device: &Device) -> String {
    let mut names = std::iter::once("HCX-IN".to_owned()).chain((2..).map(|number: u32| format!("HCX-IN-{number}")));
    names.find(|name| !device.acls.contains_key(name)).unwrap_or_default()
}

fn host(device: &Device, typed: &Typed) -> String {
    global(device, typed).map_or_else(|| "any".to_owned(), |global| format!("host {global}"))
}

/// An entry for each peer, and for what else the ports list of HCX lets come to an address of its own: answers to what
/// the appliance asks its peer beside the tunnels, and messages of ICMP, of which path MTU discovery needs one.
fn permits(situation: &Situation<'_>, device: &Device, typed: &Typed) -> Vec<String> {
    let to = host(device, typed);
    let flows = typed.flows.iter().filter_map(|&at| situation.flows.get(at)).map(|flow| &flow.flow);
    let peer = |flow: &Flow| flow.peer.map_or_else(|| "<peer>".to_owned(), |peer| peer.to_string());
    let permit = |flow: &Flow| {
        let peer = peer(flow);
        let port = typed.command.global_port().unwrap_or(flow.local_port);
        let all = situation.intent.path_resiliency == Some(true) && !typed.command.is_port();
        let port = if all { format!("range {port} {}", LISTED.end()) } else { format!("eq {port}") };
        format!("permit {} host {peer} eq {} {to} {port}", flow.protocol, flow.peer_port)
    };
    let mut lines: Vec<String> = flows.clone().map(permit).collect();
    if matches!(typed.command.form, Form::Address(_)) {
        let role =
            |flow: &JudgedFlow| situation.appliances.get(flow.appliance).map(|appliance| appliance.role.as_str());
        let role = typed.flows.iter().filter_map(|&at| situation.flows.get(at)).find_map(role).unwrap_or_default();
        let services = || situation.intent.requirements.of(role).filter(|row| row.source_ports.is_none());
        for flow in flows {
            let peer = peer(flow);
            let answers =
                services().map(|row| format!("permit {} host {peer} eq {} {to}", row.protocol, row.destination_port));
            lines.extend(answers);
            lines.extend(["echo", "echo-reply"].map(|message| format!("permit icmp host {peer} {to} {message}")));
        }
        lines.extend(["unreachable", "ttl-exceeded"].map(|message| format!("permit icmp any {to} {message}")));
    }
    lines
}

/// The entry for everybody else.
fn deny(device: &Device, typed: &Typed) -> String {
    let to = host(device, typed);
    match &typed.command.form {
        Form::Address(_) => format!("deny ip any {to}"),
        Form::AddressPort { protocol, global_port, .. } | Form::InterfacePort { protocol, global_port, .. } => {
            format!("deny {protocol} any {to} eq {global_port}")
        }
    }
}
