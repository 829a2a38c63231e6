//! HCX506: the table may be that of the standby router of a pair.

use super::context::and_list;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::model::{Device, TableState};

pub(super) const META: Meta = Meta {
    code: "HCX506",
    name: "standby-router",
    severity: Severity::Warning,
    summary: "the router is one of a redundant pair and its table shows no dynamic entry: it may be the standby",
    needs: "config and table",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.devices().filter_map(|(at, device)| finding(context, at, device)).collect()
}

fn finding(context: &Context<'_>, at: usize, device: &Device) -> Option<Finding> {
    // Of a table that was filtered or cut, HCX501 and HCX502 speak.
    if device.table.state != TableState::Complete || device.table.live_count > 0 {
        return None;
    }
    let live = device.interfaces.iter().filter(|interface| interface.shutdown.is_none());
    let (interface, group) = live.flat_map(|i| i.redundancy.iter().map(move |group| (i, group))).next()?;
    let (protocol, show) = match group.value.protocol {
        "vrrp" => ("VRRP", "show vrrp brief"),
        "glbp" => ("GLBP", "show glbp brief"),
        _ => ("HSRP", "show standby brief"),
    };
    // Statics are on both routers; only who shares an address needs an entry to be judged by.
    let shares = |index: &usize| {
        context
            .flows
            .get(*index)
            .is_some_and(|f| f.device == at && f.standing.shared.is_some() && f.observed.is_empty())
    };
    let flows: Vec<usize> = (0..context.flows.len()).filter(shares).collect();
    let names = context.names(context.at(&flows));
    if names.is_empty() {
        return None;
    }
    let message = format!(
        "{} has a partner ({protocol} group {} on {}), and its table shows no dynamic entry: if it is the standby, \
         the entries of {} are on the other router",
        device.title(),
        group.value.group,
        interface.name,
        and_list(&names),
    );
    let mut finding = META.finding(Some(at), message).at(group.span, format!("{protocol}: one of two routers"));
    if let Some(header) = device.table.header {
        finding = finding.because(header, "no dynamic entry below");
    }
    Some(
        finding
            .help(format!(
                "Dynamic entries are not copied to the standby, so its empty table says nothing about ports. Type \
                 '{show}' to see which router is active, and paste that router's 'show ip nat translations' with its \
                 'show running-config'. Nothing changes on the router, so there is nothing to undo."
            ))
            .confidence(Confidence::Possible)
            .concerning(names, flows),
    )
}
