//! Access lists on interfaces, as the rules that speak of them need them.

use std::net::Ipv4Addr;

use super::context::Context;
use crate::eval::{Confidence, JudgedFlow, Outcome, in_use};
use crate::locale::{Text, say};
use crate::model::{Device, Interface};
use crate::net::{Address, is_private};
use crate::source::Span;

/// A list on an interface that drops a packet, and the flows it drops.
pub(super) struct Filter<'a> {
    /// Index of the device.
    pub(super) device: usize,
    pub(super) interface: &'a Interface,
    /// The name or number of the list.
    pub(super) list: &'a str,
    /// `in`, not `out`.
    pub(super) inbound: bool,
    /// The `ip access-group` line.
    pub(super) line: Span,
    /// The entry that decides; the `ip access-group` line where that is the end of the list.
    pub(super) entry: Span,
    /// Indices of the flows.
    pub(super) members: Vec<usize>,
}

/// The filters of all flows; `by` gives the entry and the `ip access-group` line of one, which has this index.
pub(super) fn filters<'a>(
    context: &Context<'a>,
    by: impl Fn(usize, &JudgedFlow) -> Option<(Span, Span)>,
) -> Vec<Filter<'a>> {
    filters_of(context, context.flows, by)
}

/// The same for other flows than those of the appliances' tunnels.
pub(super) fn filters_of<'a>(
    context: &Context<'a>,
    flows: &[JudgedFlow],
    by: impl Fn(usize, &JudgedFlow) -> Option<(Span, Span)>,
) -> Vec<Filter<'a>> {
    let mut filters: Vec<Filter<'a>> = Vec::new();
    for (at, flow) in flows.iter().enumerate() {
        let Some((entry, line)) = by(at, flow) else { continue };
        if let Some(known) = filters.iter_mut().find(|known| (known.entry, known.line) == (entry, line)) {
            known.members.push(at);
        } else if let Some((interface, list, inbound)) = context.device(flow).and_then(|device| placed(device, line)) {
            filters.push(Filter { device: flow.device, interface, list, inbound, line, entry, members: vec![at] });
        }
    }
    filters
}

/// Where an `ip access-group` line puts which list.
fn placed(device: &Device, line: Span) -> Option<(&Interface, &str, bool)> {
    device.interfaces.iter().find_map(|interface| {
        let lists = [(&interface.acl_in, true), (&interface.acl_out, false)];
        let here = lists.into_iter().filter_map(|(list, inbound)| Some((list.as_ref()?, inbound)));
        let mut here = here.filter(|(list, _)| list.span == line);
        here.next().map(|(list, inbound)| (interface, list.value.as_str(), inbound))
    })
}

/// Address and port by which a flow leaves, as far as they are known: by its entry, else as predicted.
pub(super) fn leaves_as(flow: &JudgedFlow) -> (Option<Address>, Option<u16>) {
    match (in_use(&flow.observed), &flow.predicted.inside_global) {
        (Some(entry), _) => (Some(entry.address.clone()), entry.port()),
        (None, Some(global)) => (Some(global.clone()), flow.predicted.expected_port),
        (None, None) if is_untranslated(flow) => (Some(Address::V4(flow.flow.local)), Some(flow.flow.local_port)),
        (None, None) => (None, flow.predicted.expected_port),
    }
}

/// Whether NAT leaves its address alone, for all that is known.
pub(super) fn is_untranslated(flow: &JudgedFlow) -> bool {
    let dropped = flow.predicted.outcome == Outcome::Dropped && flow.standing.fixed_by.is_none();
    let nowhere = flow.predicted.outcome == Outcome::Untranslated || dropped;
    in_use(&flow.observed).is_none() && flow.predicted.inside_global.is_none() && nowhere
}

/// Whether it leaves with a private address for the Internet, where no answer comes back: that is HCX203 or HCX204.
pub(super) fn is_hopeless(flow: &JudgedFlow) -> bool {
    let (flow, untranslated) = (&flow.flow, is_untranslated(flow));
    untranslated && is_private(flow.local) && !flow.peer.is_some_and(is_private)
}

/// `203.0.113.1:1543`.
pub(super) fn outside_name(flow: &JudgedFlow) -> Text {
    match leaves_as(flow) {
        (Some(address), Some(port)) => Text::from(format!("{address}:{port}")),
        (Some(address), None) => say!("hcx4-whatever-port", address),
        (None, Some(port)) => say!("hcx4-port-of-unseen", port),
        (None, None) => say!("hcx4-unseen"),
    }
}

impl Filter<'_> {
    /// Whether no entry decides, but the end of the list, which denies everything.
    pub(super) fn at_the_end(&self) -> bool {
        self.entry == self.line
    }

    /// Where a part of a configuration ends, the list may go on.
    pub(super) fn confidence(&self, device: Option<&Device>) -> Confidence {
        match (device.is_some_and(Device::config_is_whole), self.at_the_end()) {
            (true, _) => Confidence::Certain,
            (false, false) => Confidence::Likely,
            (false, true) => Confidence::Possible,
        }
    }

    /// Whether its number says that the list knows sources only.
    pub(super) fn is_standard(&self) -> bool {
        self.list.parse().is_ok_and(|number: u32| matches!(number, 1..=99 | 1300..=1999))
    }

    /// The entry that would let a packet pass, as it is typed.
    pub(super) fn permit(
        &self,
        flow: &JudgedFlow,
        source: (Option<Ipv4Addr>, u16),
        destination: (Option<Ipv4Addr>, u16),
    ) -> String {
        let host = |address: Option<Ipv4Addr>| address.map_or_else(|| "any".to_owned(), |a| format!("host {a}"));
        // A standard list knows sources only.
        if self.is_standard() {
            return format!("'permit {}'", host(source.0));
        }
        let protocol = flow.flow.protocol;
        let ((from, from_port), (to, to_port)) = (source, destination);
        format!("'permit {protocol} {} eq {from_port} {} eq {to_port}'", host(from), host(to))
    }

    /// Where the entries of [`Self::permit`] belong.
    pub(super) fn place(&self) -> Text {
        let list = self.list;
        if self.at_the_end() { say!("hcx4-place", list) } else { say!("hcx4-place-above", list) }
    }

    /// Of the words for `inbound` and `outbound`.
    pub(super) fn direction(&self) -> &'static str {
        if self.inbound { "inbound" } else { "outbound" }
    }

    /// The interface it is on.
    pub(super) fn interface(&self) -> &str {
        self.interface.name.value.as_str()
    }
}
