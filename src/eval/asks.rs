//! Which show commands would answer what a capture leaves open.

use super::{JudgedFlow, Verdict};
use crate::model::{Device, Interface, NatKind, NatSide, Selector, TableState};

/// The commands, beside the configuration and the translation table, that would decide open flows of a device. What is
/// there already is not asked for again.
pub fn show_commands<'f>(device: &Device, flows: impl Iterator<Item = &'f JudgedFlow>) -> Vec<String> {
    let open: Vec<_> = flows.filter(|flow| flow.verdict == Verdict::Inconclusive && flow.observed.is_empty()).collect();
    let mut wanted = Vec::new();
    let outside = |interface: &&Interface| {
        interface.shutdown.is_none() && interface.nat.as_ref().is_some_and(|nat| nat.value != NatSide::Inside)
    };
    let several = device.interfaces.iter().filter(outside).count() > 1;
    for flow in &open {
        let vrf = flow.flow.vrf.as_deref();
        // Of a part of a configuration the rest may decide the way; what a routing protocol has learned, no line of it does.
        let learned = !device.routing_protocols.is_empty();
        let learned = learned && !flow.standing.routed && (several || !flow.standing.open.is_empty());
        let asks = flow.standing.way_open && device.config_is_whole() || learned;
        if asks && device.seen.routes.deciding(vrf, flow.flow.peer).is_none() {
            wanted.push(vrf.map_or_else(|| "show ip route".to_owned(), |vrf| format!("show ip route vrf {vrf}")));
        }
    }
    if !open.is_empty() && !device.config_is_whole() && lacks_a_list(device) {
        wanted.push("show access-lists".to_owned());
    }
    let pair = device.interfaces.iter().flat_map(|interface| &interface.redundancy);
    let hsrp = pair.filter(|group| group.value.protocol == "standby").count() > 0;
    let empty = device.table.state == TableState::Complete && device.table.live_count == 0;
    if !open.is_empty() && hsrp && empty && device.seen.standby.is_empty() {
        wanted.push("show standby brief".to_owned());
    }
    wanted
}

/// Whether a NAT rule or an interface names an access list that the capture does not have.
fn lacks_a_list(device: &Device) -> bool {
    let of_rules = device.nat_rules.iter().filter_map(|rule| match &rule.kind {
        NatKind::Dynamic(dynamic) => match &dynamic.selector.value {
            Selector::AccessList(name) => Some(name),
            Selector::RouteMap(_) => None,
        },
        NatKind::Static(_) => None,
    });
    let on_interfaces = device.interfaces.iter().flat_map(|interface| [&interface.acl_in, &interface.acl_out]);
    let on_interfaces = on_interfaces.flatten().map(|list| &list.value);
    of_rules.chain(on_interfaces).any(|name| !device.acls.contains_key(name))
}
