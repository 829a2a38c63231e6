//! HCX407: an interface on the way carries less than HCX needs, or less than its Network Profile may say.

use super::mtu::{self, By, ETHERNET, Mtu};
use super::passing::{by_way, concerned, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::{Text, say};
use crate::model::Interface;

pub(super) const META: Meta = Meta {
    code: "HCX407",
    name: "mtu-too-small",
    severity: Severity::Note,
    summary: || say!("hcx407-summary"),
    needs: "config",
    cure: Cure::None,
};

/// The least MTU of the underlay (VMware HCX User Guide 4.11, "Network Underlay Minimum Requirements").
const LEAST: u32 = 1150;

/// The narrowest interface on the way of some flows.
struct Narrow<'a> {
    device: usize,
    interface: &'a Interface,
    mtu: Mtu,
    decided: bool,
    members: Vec<usize>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut narrow: Vec<Narrow<'_>> = Vec::new();
    for (at, passing) in passing(context) {
        let interfaces = passing.ways.iter().flat_map(|way| {
            let ends = [(way.ingress, true), (way.egress, way.decided)];
            ends.into_iter().filter_map(|(interface, decided)| Some((interface?, decided)))
        });
        let known = interfaces
            .filter_map(|(interface, decided)| Some((mtu::of(passing.device, interface)?, interface, decided)));
        let Some((mtu, interface, decided)) = known.min_by_key(|(mtu, ..)| mtu.bytes) else { continue };
        let device = passing.flow.device;
        match narrow.iter_mut().find(|known| known.device == device && known.interface.name == interface.name) {
            Some(known) => {
                known.members.push(at);
                known.decided &= decided;
            }
            None if mtu.bytes < ETHERNET => narrow.push(Narrow { device, interface, mtu, decided, members: vec![at] }),
            None => {}
        }
    }
    narrow.iter().map(|narrow| finding(context, narrow)).collect()
}

fn finding(context: &Context<'_>, narrow: &Narrow<'_>) -> Finding {
    let Mtu { bytes, line, by } = narrow.mtu;
    let who = &who(context, &narrow.members);
    let interface = narrow.interface.name.value.as_str();
    let (names, flows) = concerned(context, &narrow.members);
    let (severity, message, help) = if bytes < LEAST {
        let message = say!("hcx407-least", who, interface, bytes, least = LEAST);
        (Severity::Error, message, raise(narrow.interface, bytes))
    } else if by == By::Stated {
        (Severity::Note, say!("hcx407-profile", who, interface, bytes), say!("hcx407-profile-help", bytes))
    } else {
        (Severity::Note, say!("hcx407-profile-at-most", who, interface, bytes), say!("hcx407-profile-help", bytes))
    };
    let label = match by {
        By::Stated => say!("hcx407-stated", bytes),
        By::Pppoe => say!("hcx407-pppoe", ethernet = ETHERNET, interface),
        By::Tunnel => say!("hcx407-tunnel", ethernet = ETHERNET),
    };
    META.finding(Some(narrow.device), message)
        .at(line, label)
        .severity(severity)
        .help(help)
        // The minimum was read in a transcription of the vendor's page.
        .confidence(by_way(
            narrow.decided,
            if by == By::Stated && bytes >= LEAST { Confidence::Certain } else { Confidence::Likely },
        ))
        .concerning(names, flows)
}

/// How the size is raised, and brought back.
fn raise(interface: &Interface, bytes: u32) -> Text {
    let name = interface.name.value.as_str();
    let (command, owner) = match (&interface.ip_mtu, &interface.mtu) {
        (Some(_), _) => ("ip mtu", name),
        (None, Some(_)) => ("mtu", name),
        // A subinterface has the size of its line.
        (None, None) => ("mtu", name.split('.').next().unwrap_or(name)),
    };
    say!("hcx407-raise", command, owner, ethernet = ETHERNET, bytes, least = LEAST)
}
