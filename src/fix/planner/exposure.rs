//! What a static opens to the outside, and the entries that would close it again.

use std::net::Ipv4Addr;

use super::draft::{Draft, Typed};
use crate::eval::{Packet, dropped};
use crate::fix::Situation;
use crate::fix::command::Form;
use crate::model::{Device, GlobalPort, Interface, NatSide};
use crate::net::{Address, InterfaceName, Protocol};

/// How an outside interface lets packets in that nobody asked for.
#[derive(PartialEq, Eq)]
enum Door<'d> {
    /// No list, or an undefined one, which permits everything.
    Open(&'d InterfaceName),
    /// A list that permits them.
    List(&'d str),
}

/// A note for each way in by which anybody can reach what the draft's statics give.
pub(in crate::fix) fn exposure(situation: &Situation<'_>, device: &Device, draft: &Draft) -> Vec<String> {
    let mut doors: Vec<(Door<'_>, Vec<&Typed>)> = Vec::new();
    for typed in &draft.statics {
        for door in outside(device, typed).filter_map(|interface| door(device, interface, typed)) {
            match doors.iter_mut().find(|(known, _)| *known == door) {
                Some((_, all)) => all.push(typed),
                None => doors.push((door, vec![typed])),
            }
        }
    }
    doors.iter().map(|(door, all)| sentence(situation, device, door, all)).collect()
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
    let defined = |list: &str| device.acls.get(list).is_some_and(|list| !list.entries.is_empty());
    let Some(list) = interface.acl_in.as_ref().filter(|list| defined(&list.value)) else {
        return Some(Door::Open(&interface.name.value));
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

fn global(device: &Device, typed: &Typed) -> Option<Ipv4Addr> {
    match &typed.command.form {
        Form::Address(global) | Form::AddressPort { global, .. } => Some(*global),
        Form::InterfacePort { interface, .. } => {
            GlobalPort::of_interface(device, interface).address().and_then(Address::v4)
        }
    }
}

fn sentence(situation: &Situation<'_>, device: &Device, door: &Door<'_>, all: &[&Typed]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in all.iter().flat_map(|typed| entries(situation, device, typed)) {
        let line = format!("'{line}'");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let (why, place) = match door {
        Door::Open(name) => (
            format!("{name} has no inbound list"),
            format!(
                "in an extended list that ends with 'permit ip any any', and 'ip access-group LIST in' under {name}"
            ),
        ),
        Door::List(list) => (format!("inbound list {list} permits it"), format!("at the top of list {list}")),
    };
    let what = if all.iter().any(|typed| !typed.command.is_port()) {
        "anybody can reach the appliance on an address of its own"
    } else {
        "anybody can reach the appliance on the port that is fixed"
    };
    format!("inbound: {what} ({why}). To admit its peers only: {} {place}", lines.join(", "))
}

/// A permit for each peer, and the deny for everybody else.
fn entries(situation: &Situation<'_>, device: &Device, typed: &Typed) -> Vec<String> {
    let to = global(device, typed).map_or_else(|| "any".to_owned(), |global| format!("host {global}"));
    let mut lines = Vec::new();
    for flow in typed.flows.iter().filter_map(|&at| situation.flows.get(at)).map(|flow| &flow.flow) {
        let peer = flow.peer.map_or_else(|| "<peer>".to_owned(), |peer| peer.to_string());
        let port = typed.command.global_port().unwrap_or(flow.local_port);
        let all = situation.intent.path_resiliency == Some(true) && !typed.command.is_port();
        let port = if all { format!("range {port} {}", super::ports::LISTED.end()) } else { format!("eq {port}") };
        lines.push(format!("permit {} host {peer} eq {} {to} {port}", flow.protocol, flow.peer_port));
    }
    lines.push(match &typed.command.form {
        Form::Address(_) => format!("deny ip any {to}"),
        Form::AddressPort { protocol, global_port, .. } | Form::InterfacePort { protocol, global_port, .. } => {
            format!("deny {protocol} any {to} eq {global_port}")
        }
    });
    lines
}
