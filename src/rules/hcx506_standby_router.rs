//! HCX506: the table may be that of the standby router of a pair.

use super::context::and_list;
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, is_active, standby_on};
use crate::locale::say;
use crate::model::{Device, TableState};

pub(super) const META: Meta = Meta {
    code: "HCX506",
    name: "standby-router",
    severity: Severity::Warning,
    summary: || say!("hcx506-summary"),
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
    // `show standby brief` says which of the two it is.
    if is_active(device) {
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
    let standby = device.interfaces.iter().find_map(|interface| standby_on(device, interface));
    if let Some(row) = standby {
        let message = format!(
            "{} is not the active router of HSRP group {} on {}, and its table shows no dynamic entry: the entries of {} \
             are on the other router",
            device.title(),
            row.group,
            row.interface,
            and_list(&names),
        );
        return Some(
            finished(device, META.finding(Some(at), message).at(row.span, "not the active one"), show, names, flows)
                .confidence(Confidence::Likely),
        );
    }
    let message = format!(
        "{} has a partner ({protocol} group {} on {}), and its table shows no dynamic entry: if it is the standby, \
         the entries of {} are on the other router",
        device.title(),
        group.value.group,
        interface.name,
        and_list(&names),
    );
    let finding = META.finding(Some(at), message).at(group.span, format!("{protocol}: one of two routers"));
    Some(finished(device, finding, show, names, flows).confidence(Confidence::Possible))
}

fn finished(device: &Device, finding: Finding, show: &str, names: Vec<String>, flows: Vec<usize>) -> Finding {
    let finding = match device.table.header {
        Some(header) => finding.because(header, "no dynamic entry below"),
        None => finding,
    };
    finding
        .help(format!(
            "Dynamic entries are not copied to the standby, so its empty table says nothing about ports. Type '{show}' \
             to see which router is active, and paste that router's 'show ip nat translations' with its 'show \
             running-config'. Nothing changes on the router, so there is nothing to undo."
        ))
        .concerning(names, flows)
}
