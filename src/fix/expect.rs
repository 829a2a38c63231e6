//! The rows that the table should show once a change is made and the appliances have spoken.

use super::command::Form;
use super::planner::Draft;
use crate::eval::{JudgedFlow, Outcome, in_use};
use crate::model::{Device, GlobalPort, NatKind, NatRule, StaticGlobal};
use crate::net::{Endpoint, InterfaceName};

/// What stands for a peer that nobody named.
const ANY_PEER: &str = "<peer>";

/// One side of a static row: the inside global and the inside local endpoint.
struct Pair {
    protocol: Option<String>,
    global: String,
    local: String,
}

/// For every flow that the draft touches: the row of its static, and the live row towards its peer below it.
pub(super) fn rows(device: &Device, draft: &Draft, after: &[JudgedFlow], touched: &[usize]) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut add = |row: String| {
        if !rows.contains(&row) {
            rows.push(row);
        }
    };
    for (at, flow) in touched.iter().filter_map(|&at| Some((at, after.get(at)?))) {
        let fixed = fixed(device, draft, at, flow, after);
        for pair in &fixed {
            add(row(device, pair.protocol.as_deref().unwrap_or("---"), [&pair.global, &pair.local, "---", "---"]));
        }
        if let Some(global) = leaves_as(device, flow, fixed.first()) {
            let local = Endpoint::with_port(flow.flow.local, flow.flow.local_port).to_string();
            let peer = flow.flow.peer.map_or_else(|| ANY_PEER.to_owned(), |peer| peer.to_string());
            let peer = format!("{peer}:{}", flow.flow.peer_port);
            add(row(device, &flow.flow.protocol.to_string(), [&global, &local, &peer, &peer]));
        }
    }
    rows
}

/// The static of a flow: those that the draft types, else the one that the configuration has.
fn fixed(device: &Device, draft: &Draft, at: usize, flow: &JudgedFlow, after: &[JudgedFlow]) -> Vec<Pair> {
    // Whoever gets a port of the same interface shows its address as well.
    let others = |name: &InterfaceName| {
        let same = draft
            .statics
            .iter()
            .filter(|typed| matches!(&typed.command.form, Form::InterfacePort { interface, .. } if interface == name));
        let mut flows = same.flat_map(|typed| &typed.flows).filter_map(|&at| after.get(at));
        flows.find_map(|flow| Some(in_use(&flow.observed)?.address.to_string()))
    };
    let typed = draft.statics.iter().filter(|typed| typed.flows.contains(&at));
    let mut pairs: Vec<Pair> = typed
        .map(|typed| {
            let pair = |protocol: &dyn ToString, global: String, port: u16, local_port: u16| Pair {
                protocol: Some(protocol.to_string()),
                global: format!("{global}:{port}"),
                local: format!("{}:{local_port}", typed.command.local),
            };
            match &typed.command.form {
                Form::Address(global) => {
                    Pair { protocol: None, global: global.to_string(), local: typed.command.local.to_string() }
                }
                Form::AddressPort { protocol, local_port, global, global_port } => {
                    pair(protocol, global.to_string(), *global_port, *local_port)
                }
                Form::InterfacePort { protocol, local_port, interface, global_port } => {
                    let own = address_of(device, interface, flow);
                    let address = own.or_else(|| others(interface)).unwrap_or_else(|| unknown(interface));
                    pair(protocol, address, *global_port, *local_port)
                }
            }
        })
        .collect();
    if pairs.is_empty() {
        let rule = device.nat_rules.iter().find(|rule| Some(rule.statement.span) == flow.standing.fixed_by);
        pairs.extend(rule.and_then(|rule| configured(device, rule, flow)));
    }
    pairs
}

fn configured(device: &Device, rule: &NatRule, flow: &JudgedFlow) -> Option<Pair> {
    let NatKind::Static(fixed) = &rule.kind else { return None };
    // The row of a whole network names the network, in a form that no sample shows.
    if fixed.network.is_some() {
        return None;
    }
    let global = match &fixed.global.value {
        StaticGlobal::Address(endpoint) => endpoint.to_string(),
        StaticGlobal::Interface(name, port) => {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{}{port}", address_of(device, name, flow).unwrap_or_else(|| unknown(name)))
        }
    };
    let protocol = fixed.protocol.map(|protocol| protocol.to_string());
    Some(Pair { protocol, global, local: fixed.local.value.to_string() })
}

/// The address of an interface: as configured, else as the rows of the flow show it.
fn address_of(device: &Device, name: &InterfaceName, flow: &JudgedFlow) -> Option<String> {
    match GlobalPort::of_interface(device, name) {
        GlobalPort::Address(address) => Some(address.to_string()),
        GlobalPort::Interface(_) => in_use(&flow.observed).map(|seen| seen.address.to_string()),
    }
}

/// What stands for an address that nothing shows.
fn unknown(name: &InterfaceName) -> String {
    format!("<{name}>")
}

/// What a live row has as inside global; nothing where that cannot be told.
fn leaves_as(device: &Device, flow: &JudgedFlow, fixed: Option<&Pair>) -> Option<String> {
    if let Some(pair) = fixed {
        let port = if pair.protocol.is_none() { format!(":{}", flow.flow.local_port) } else { String::new() };
        return Some(format!("{}{port}", pair.global));
    }
    if let Some(seen) = in_use(&flow.observed) {
        return Some(seen.to_string());
    }
    let port = match flow.predicted.outcome {
        Outcome::Kept | Outcome::Remapped => flow.predicted.expected_port?,
        _ => return None,
    };
    let shared = flow.standing.shared.as_ref().map(|(global, _)| match global {
        GlobalPort::Address(address) => address.to_string(),
        GlobalPort::Interface(name) => address_of(device, name, flow).unwrap_or_else(|| unknown(name)),
    });
    let global = flow.predicted.inside_global.as_ref().map(ToString::to_string).or(shared)?;
    Some(format!("{global}:{port}"))
}

/// In the columns of `show ip nat translations`: narrow ones on classic IOS, wide ones on IOS-XE (samples of both).
fn row(device: &Device, protocol: &str, [global, local, outside_local, outside_global]: [&str; 4]) -> String {
    if device.is_xe() {
        format!("{protocol:<4} {global:<21} {local:<21} {outside_local:<21} {outside_global}")
    } else {
        format!("{protocol:<3} {global:<18} {local:<18} {outside_local:<18} {outside_global}")
    }
}
