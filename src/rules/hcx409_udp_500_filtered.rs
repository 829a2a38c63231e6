//! HCX409: a list that lets UDP 4500 through and not UDP 500, which old releases of HCX used too.

use super::passing::{Passing, concerned, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, Packet, dropped_unlike};
use crate::locale::say;
use crate::net::Protocol;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX409",
    name: "udp-500-filtered",
    severity: Severity::Note,
    summary: || say!("hcx409-summary"),
    needs: "config",
    cure: Cure::None,
};

/// From this release on UDP 500 is not asked about. Which build ceased to use it was not found: Microsoft's text of October
/// 2022 speaks of legacy HCX, and older releases were named R147 and the like.
const WITHOUT_500: u32 = 4;

const IKE: u16 = 500;
const IKE_NAT_T: u16 = 4500;

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let release = context.intent.release.as_deref();
    if release.and_then(major).is_some_and(|major| major >= WITHOUT_500) {
        return Vec::new();
    }
    let mut found: Vec<(usize, Vec<Dropped>, Vec<usize>)> = Vec::new();
    let nat_t = |passing: &Passing<'_>| {
        let flow = &passing.flow.flow;
        (flow.protocol, flow.local_port, flow.peer_port) == (Protocol::UDP, IKE_NAT_T, IKE_NAT_T)
    };
    // What another product sends has no port 500 beside it.
    for (at, passing) in passing(context).filter(|(_, passing)| nat_t(passing)) {
        let dropped = dropped(&passing);
        if dropped.is_empty() {
            continue;
        }
        let device = passing.flow.device;
        match found.iter_mut().find(|(known, ..)| *known == device) {
            Some((_, all, members)) => {
                all.extend(dropped);
                members.push(at);
            }
            None => found.push((device, dropped, vec![at])),
        }
    }
    found.iter().map(|(device, dropped, members)| finding(context, *device, dropped, members)).collect()
}

/// `4` of "4.10" or "HCX 4.10"; `None` of "R147" and the like, which are older, and of what is no release.
fn major(release: &str) -> Option<u32> {
    let number = release.trim_start_matches(|c: char| !c.is_ascii_digit());
    let old = release.trim().starts_with(['R', 'r']);
    let digits = number.split('.').next().filter(|_| !old)?;
    digits.parse().ok()
}

/// An entry that drops UDP 500, and the list it stands in.
struct Dropped {
    entry: Span,
    line: Span,
    list: String,
}

fn dropped(passing: &Passing<'_>) -> Vec<Dropped> {
    if passing.is_hopeless() {
        return Vec::new();
    }
    let flow = &passing.flow.flow;
    let (near, inspected) = (passing.outside_address(), passing.is_inspected());
    let packet = |source, destination, port| Packet {
        protocol: flow.protocol,
        source,
        source_port: Some(port),
        destination,
        destination_port: Some(port),
    };
    let ways = passing.ways.iter().flat_map(|way| {
        let lists = [
            (way.ingress.and_then(|ingress| ingress.acl_in.as_ref()), Some(flow.local), flow.peer),
            (way.egress.and_then(|egress| egress.acl_out.as_ref()), near, flow.peer),
            (way.egress.and_then(|egress| egress.acl_in.as_ref()).filter(|_| !inspected), flow.peer, near),
        ];
        lists.into_iter().filter_map(|(list, source, destination)| {
            let list = list?;
            let packet = |port| packet(source, destination, port);
            let entry = dropped_unlike(passing.device, list, &packet(IKE), &packet(IKE_NAT_T))?;
            Some(Dropped { entry, line: list.span, list: list.value.clone() })
        })
    });
    ways.collect()
}

fn finding(context: &Context<'_>, device: usize, dropped: &[Dropped], members: &[usize]) -> Finding {
    let mut lists: Vec<String> = Vec::new();
    for Dropped { list, .. } in dropped {
        if !lists.contains(list) {
            lists.push(list.clone());
        }
    }
    let message = say!("hcx409-message", lists = &lists, who = &who(context, members));
    let (names, flows) = concerned(context, members);
    let mut finding = META.finding(Some(device), message);
    for Dropped { entry, line, .. } in dropped {
        let says = if entry == line { say!("hcx409-end") } else { say!("hcx409-denies") };
        let first = finding.labels.is_empty();
        finding = if first { finding.at(*entry, says) } else { finding.because(*entry, says) };
    }
    finding.help(say!("hcx409-help")).confidence(Confidence::Possible).concerning(names, flows)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn releases_as_people_write_them() {
        for (text, is) in [
            ("4.10", Some(4)),
            ("HCX 4.11.3", Some(4)),
            ("9.1", Some(9)),
            ("3.5.3", Some(3)),
            ("R147", None),
            ("?", None),
        ] {
            assert_eq!(major(text), is, "{text}");
        }
    }
}
