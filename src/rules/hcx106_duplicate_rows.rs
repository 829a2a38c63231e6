//! HCX106: the same row is in the table more than once.

use std::collections::{HashMap, HashSet};

use super::{Context, Cure, Finding, Meta, Severity};
use crate::locale::say;
use crate::model::{Device, Translation};
use crate::net::{Address, Endpoint, Protocol};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX106",
    name: "duplicate-rows",
    severity: Severity::Note,
    summary: || say!("hcx106-summary"),
    needs: "table",
    cure: Cure::None,
};

/// Duplicates that are underlined; the rest is counted.
const SHOWN: usize = 4;

/// A row without its place.
type Key<'a> = (Option<Protocol>, Option<&'a str>, [Option<&'a Endpoint>; 4]);

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    context.devices().filter_map(|(at, device)| finding(context, at, device)).collect()
}

fn key(row: &Translation) -> Key<'_> {
    let columns = [&row.inside_global, &row.inside_local, &row.outside_local, &row.outside_global];
    (row.protocol, row.vrf.as_deref(), columns.map(Option::as_ref))
}

/// Rows that repeat an earlier one, with that one. Only rows of appliances and of who holds their port are compared.
fn repeated<'d>(context: &Context<'_>, at: usize, device: &'d Device) -> Vec<(Span, &'d Translation)> {
    let here = || context.flows.iter().filter(move |flow| flow.device == at);
    let hosts: HashSet<Address> = here().map(|flow| Address::V4(flow.flow.local)).collect();
    let holders: HashSet<Endpoint> = here().filter_map(|flow| context.holder(flow)?.local).collect();
    let of_interest = |row: &&Translation| {
        let local = row.inside_local.as_ref();
        local.is_some_and(|local| hosts.contains(&local.address) || holders.contains(local))
    };
    let mut first: HashMap<Key<'_>, Span> = HashMap::new();
    let mut repeated = Vec::new();
    for row in device.table.rows.iter().filter(of_interest) {
        let known = *first.entry(key(row)).or_insert(row.span);
        if known != row.span {
            repeated.push((known, row));
        }
    }
    repeated
}

fn finding(context: &Context<'_>, at: usize, device: &Device) -> Option<Finding> {
    let repeated = repeated(context, at, device);
    if repeated.is_empty() {
        return None;
    }
    let mut finding = META.finding(Some(at), say!("hcx106-repeated", count = repeated.len()));
    for (_, row) in repeated.iter().take(SHOWN) {
        finding = finding.at(row.span, say!("hcx106-again"));
    }
    for (known, _) in repeated.iter().take(SHOWN) {
        finding = finding.because(*known, say!("hcx106-first"));
    }
    let locals: HashSet<&Address> =
        repeated.iter().filter_map(|(_, row)| Some(&row.inside_local.as_ref()?.address)).collect();
    let of_them = |index: &usize| {
        context.flows.get(*index).is_some_and(|f| f.device == at && locals.contains(&Address::V4(f.flow.local)))
    };
    let flows: Vec<usize> = (0..context.flows.len()).filter(of_them).collect();
    Some(finding.help(say!("hcx106-help")).concerning(context.names(context.at(&flows)), flows))
}
