//! Adapters whose MAC address was changed: what is configured, what is in use, and what the switch makes of the difference.
//! The rules VSP6xx only put it into words.

mod judge;
mod policy;
mod sight;

use std::net::Ipv4Addr;

use super::Context;
use crate::intent::{Appliance, Uplink};
use crate::locale::{Text, say};
use crate::model::{Device, VsphereEvent};
use crate::net::{Endpoint, Mac};
use crate::source::Span;

pub(super) use judge::State;
pub(super) use policy::{Known, Policy, Reject};

/// An adapter that something is to be said of.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// Whose it is, for messages.
    pub(super) who: Text,
    /// The appliance, where it is one.
    pub(super) appliance: Option<&'a Appliance>,
    /// Its uplink, where that is known.
    pub(super) uplink: Option<&'a Uplink>,
    /// The name of the virtual machine, where it is known.
    pub(super) vm: Option<String>,
    /// The configured address, and who says so.
    pub(super) configured: Option<Configured>,
    /// The changes that vCenter logged, in order.
    pub(super) changes: Vec<&'a VsphereEvent>,
    /// How it stands.
    pub(super) state: State<'a>,
    /// What the switch does with an address that is not the configured one.
    pub(super) policy: Policy<'a>,
}

/// The configured address.
#[derive(Debug, Clone)]
pub(super) struct Configured {
    pub(super) mac: Mac,
    /// The line that says so, and in words what it says.
    pub(super) said: Vec<(Span, Text)>,
    pub(super) by: By,
}

/// Who says what is configured.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    /// The changes that vCenter logged.
    Events,
    /// `govc device.info`.
    DeviceInfo,
    /// The inventory, which somebody typed.
    Inventory,
}

impl Subject<'_> {
    /// The names for a finding.
    pub(super) fn names(&self) -> Vec<String> {
        self.appliance.iter().map(|appliance| appliance.name.clone()).collect()
    }
}

/// Every adapter of which two sides are known, or one that was changed, whichever device the rules look at: what a plan
/// changes on a router changes no MAC address.
pub(super) fn subjects<'a>(context: &Context<'a>) -> Vec<Subject<'a>> {
    let macs = &context.network.macs;
    let uplinks = || context.appliances.iter().flat_map(|appliance| &appliance.uplinks);
    let silent = macs.events.is_empty() && macs.adapters.is_empty() && uplinks().all(|uplink| uplink.mac.is_none());
    if silent {
        return Vec::new();
    }
    let sight = sight::Sight::of(context);
    let mut subjects: Vec<Subject<'a>> =
        macs.histories().iter().map(|history| judge::of_history(context, &sight, history)).collect();
    for appliance in context.appliances {
        for uplink in &appliance.uplinks {
            let told = |subject: &Subject<'_>| subject.uplink.is_some_and(|own| std::ptr::eq(own, uplink));
            if !subjects.iter().any(told) {
                subjects.extend(judge::of_uplink(context, &sight, appliance, uplink));
            }
        }
    }
    subjects
}

/// The entries of the ARP tables at an uplink's address: the router's index and the entry.
pub(super) fn arp_at<'a>(context: &Context<'a>, uplink: &Uplink) -> Vec<(usize, &'a crate::model::ArpEntry)> {
    let of = |(at, device): (usize, &'a Device)| {
        let entry = device.seen.arp.get(&uplink.vrf)?.get(uplink.address)?;
        // Without an age it is the router's own address, or one that somebody typed.
        (entry.age.is_some() || entry.mac.is_none()).then_some((at, entry))
    };
    routers(context).filter_map(of).collect()
}

/// Every router whose tables are IOS's.
fn routers<'a>(context: &Context<'a>) -> impl Iterator<Item = (usize, &'a Device)> {
    Context { only: None, ..*context }.devices()
}

/// `SM1-NE-I1 (192.19.72.203)`.
fn titled(context: &Context<'_>, appliance: &Appliance, address: Option<Ipv4Addr>) -> Text {
    address.map_or_else(|| appliance.name.clone(), |address| context.who(&Endpoint::bare(address))).into()
}

/// `R1`, or words for a router whose name is not known.
pub(super) fn router(device: &Device) -> Text {
    device.name.as_deref().map_or_else(|| say!("vsp6-router"), Text::from)
}

/// What a label says of a policy that rejects.
pub(super) fn policy_drops() -> Text {
    say!("vsp6-policy-drops")
}

/// ` on 2020-01-16 ...`, as the event says it.
pub(super) fn when(event: &VsphereEvent) -> String {
    event.time.as_ref().map_or_else(String::new, |time| format!(" ({})", time.text))
}
