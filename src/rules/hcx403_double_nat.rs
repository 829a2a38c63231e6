//! HCX403: the inside global address is itself not public.

use std::net::Ipv4Addr;

use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::model::Interface;
use crate::net::{Address, is_cgnat, is_private};

pub(super) const META: Meta = Meta {
    code: "HCX403",
    name: "double-nat",
    severity: Severity::Warning,
    summary: || say!("hcx403-summary"),
    needs: "config or table",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<(Ipv4Addr, Finding)> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        // A private peer is reached over a VPN or a private line: no second NAT is to be expected.
        if flow.flow.peer.is_some_and(is_private) {
            continue;
        }
        let seen = flow.observed.first();
        let global = seen.map(|seen| &seen.inside_global.address).or(flow.predicted.inside_global.as_ref());
        let Some(address) = global.and_then(Address::v4).filter(|a| is_private(*a) || is_cgnat(*a)) else { continue };
        let name = context.name(flow);
        let same =
            |(known, finding): &&mut (Ipv4Addr, Finding)| (*known, finding.device) == (address, Some(flow.device));
        if let Some((_, known)) = findings.iter_mut().find(same) {
            known.flows.push(at);
            known.appliances.push(name);
            continue;
        }
        let message = if is_cgnat(address) { say!("hcx403-carrier", address) } else { say!("hcx403-private", address) };
        let mut finding = META
            .finding(Some(flow.device), message)
            .confidence(Confidence::Likely)
            .help(say!("hcx403-help"))
            .concerning(vec![name], vec![at]);
        let owner = context.device(flow).and_then(|device| device.owner_of(address));
        let line = owner.and_then(Interface::address_line);
        if let Some(span) = line.or(seen.map(|seen| seen.span)).or(flow.predicted.rule) {
            finding = finding.at(span, say!("hcx403-line"));
        }
        findings.push((address, finding));
    }
    findings.into_iter().map(|(_, finding)| finding).collect()
}
