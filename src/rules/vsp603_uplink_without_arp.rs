//! VSP603: nobody answers at an appliance's uplink address, so that no translation is to be expected.

use super::macs::{State, arp_at, router, subjects};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{self, Confidence, Observed};
use crate::intent::{Appliance, Uplink};
use crate::locale::say;
use crate::model::{Device, Interface};
use crate::net::Endpoint;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "VSP603",
    name: "uplink-without-arp",
    severity: Severity::Warning,
    summary: || say!("vsp603-summary"),
    needs: "show ip arp",
    cure: Cure::None,
};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let subjects = subjects(context);
    let blocked = |uplink: &Uplink| {
        subjects.iter().any(|subject| {
            matches!(subject.state, State::Blocked(_)) && subject.uplink.is_some_and(|own| std::ptr::eq(own, uplink))
        })
    };
    // Of two routers on a network one may not have asked again.
    let answers = |uplink: &Uplink| arp_at(context, uplink).iter().any(|(_, entry)| entry.mac.is_some());
    let mut findings = Vec::new();
    // Who was found by its row in the table has spoken.
    for appliance in context.appliances.iter().filter(|appliance| !appliance.inferred) {
        for uplink in appliance.uplinks.iter().filter(|uplink| !blocked(uplink) && !answers(uplink)) {
            findings
                .extend(context.devices().filter_map(|(at, device)| finding(context, (at, device), appliance, uplink)));
        }
    }
    findings
}

fn finding(
    context: &Context<'_>,
    (at, device): (usize, &Device),
    appliance: &Appliance,
    uplink: &Uplink,
) -> Option<Finding> {
    let table = device.seen.arp.get(&uplink.vrf)?;
    // An entry of a static is there as long as its line, whoever speaks.
    let lives = |seen: &Observed| device.table.rows.at(seen.span).is_some_and(|row| !row.is_binding());
    let translated = context
        .flows
        .iter()
        .any(|flow| flow.device == at && flow.flow.local == uplink.address && flow.observed.iter().any(lives));
    let (who, router) = (context.who(&Endpoint::bare(uplink.address)), router(device));
    let (severity, span, says, shows): (_, Span, _, _) = match table.get(uplink.address) {
        Some(entry) if entry.mac.is_none() => (
            Severity::Warning,
            entry.span,
            if translated { say!("vsp603-silent-translated", who, router) } else { say!("vsp603-silent", who, router) },
            say!("vsp603-silent-line"),
        ),
        Some(_) => return None,
        // It may never have been asked; before deployment that is as it should be.
        None if translated || !table.whole => return None,
        None => {
            let neighbour = table.first_on(&on_link(device, uplink)?.name.value)?;
            (Severity::Note, neighbour, say!("vsp603-absent", who, router), say!("vsp603-absent-line"))
        }
    };
    Some(
        META.finding(Some(at), says)
            .severity(severity)
            .confidence(Confidence::Likely)
            .at(span, shows)
            .help(say!("vsp603-help"))
            .concerning(vec![appliance.name.clone()], Vec::new()),
    )
}

/// The interface in whose network the uplink is, where this router is up there and forwards.
fn on_link<'d>(device: &'d Device, uplink: &Uplink) -> Option<&'d Interface> {
    let own = |interface: &&Interface| {
        interface.vrf_name() == uplink.vrf.as_deref()
            && interface.shutdown.is_none()
            && interface.prefixes().any(|prefix| prefix.contains(uplink.address))
    };
    let interface = device.interfaces.iter().find(own)?;
    (device.trouble_of(interface).is_none() && eval::standby_on(device, interface).is_none()).then_some(interface)
}
