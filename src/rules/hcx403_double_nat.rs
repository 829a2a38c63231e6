//! HCX403: the inside global address is itself not public.

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
    let mut findings: Vec<Finding> = Vec::new();
    for (at, flow) in context.flows.iter().enumerate() {
        // A private peer is reached over a VPN or a private line: no second NAT is to be expected.
        if flow.flow.peer.is_some_and(is_private) {
            continue;
        }
        let seen = flow.observed.first();
        let global = seen.map(|seen| &seen.inside_global.address).or(flow.predicted.inside_global.as_ref());
        let Some(address) = global.and_then(Address::v4).filter(|a| is_private(*a) || is_cgnat(*a)) else { continue };
        let name = context.name(flow);
        let known = findings.iter_mut().find(|known| {
            known.device == Some(flow.device) && known.message.to_string().starts_with(&format!("{address} "))
        });
        if let Some(known) = known {
            known.flows.push(at);
            known.appliances.push(name);
            continue;
        }
        let space = if is_cgnat(address) { "carrier-grade NAT space (RFC 6598)" } else { "private space (RFC 1918)" };
        let mut finding = META
            .finding(
                Some(flow.device),
                format!("{address} is {space}: if another NAT upstream translates again, the port that leaves here need not be the one that arrives"),
            )
            .confidence(Confidence::Likely)
            .help(
                "What this router keeps or fixes says nothing about a NAT upstream. Ask the provider, or get a public address on this \
                 router.",
            )
            .concerning(vec![name], vec![at]);
        let owner = context.device(flow).and_then(|device| device.owner_of(address));
        let line = owner.and_then(Interface::address_line);
        if let Some(span) = line.or(seen.map(|seen| seen.span)).or(flow.predicted.rule) {
            finding = finding.at(span, "not a public address");
        }
        findings.push(finding);
    }
    findings
}
