//! HCX506: the table may be that of the standby router of a pair.

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
    let router = &device.in_words();
    let standby = device.interfaces.iter().find_map(|interface| standby_on(device, interface));
    if let Some(row) = standby {
        let interface = row.interface.to_string();
        let message = say!("hcx506-standby", router, group = row.group, interface, names = &names);
        let finding = META.finding(Some(at), message).at(row.span, say!("hcx506-standby-line"));
        return Some(finished(device, finding, show, names, flows).confidence(Confidence::Likely));
    }
    let (group_number, interface) = (group.value.group, interface.name.to_string());
    let message = say!("hcx506-pair", router, protocol, group = group_number, interface, names = &names);
    let finding = META.finding(Some(at), message).at(group.span, say!("hcx506-pair-line", protocol));
    Some(finished(device, finding, show, names, flows).confidence(Confidence::Possible))
}

fn finished(device: &Device, finding: Finding, show: &str, names: Vec<String>, flows: Vec<usize>) -> Finding {
    let finding = match device.table.header {
        Some(header) => finding.because(header, say!("hcx506-header-line")),
        None => finding,
    };
    finding.help(say!("hcx506-help", show)).concerning(names, flows)
}
