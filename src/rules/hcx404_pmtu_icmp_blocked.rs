//! HCX404: the message that a packet is too large does not get through.

use super::filter::{Filter, filters};
use super::mtu::{self, ETHERNET};
use super::passing::{Passing, by_way, concerned, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::{Confidence, JudgedFlow, icmp_dropped};
use crate::locale::{Text, say};
use crate::model::Interface;
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX404",
    name: "pmtu-icmp-blocked",
    severity: Severity::Warning,
    summary: || say!("hcx404-summary"),
    needs: "config",
    cure: Cure::None,
};

/// Destination unreachable, fragmentation needed and DF set (RFC 792, RFC 1191).
const FRAGMENTATION_NEEDED: (u8, u8) = (3, 4);

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let by = |at, _: &JudgedFlow| dropped(context, at);
    let mut findings: Vec<Finding> = filters(context, by).iter().map(|filter| filtered(context, filter)).collect();
    findings.extend(steps(context).iter().map(|step| step.finding(context)));
    findings
}

/// The entry and the `ip access-group` line by which the outside interface's inbound list drops the message.
fn dropped(context: &Context<'_>, at: usize) -> Option<(Span, Span)> {
    let passing = Passing::of(context, at)?;
    if passing.is_hopeless() || passing.is_inspected() {
        return None;
    }
    let to = passing.outside_address();
    let lists = passing.ways.iter().filter_map(|way| way.egress?.acl_in.as_ref());
    lists.into_iter().find_map(|list| Some((icmp_dropped(passing.device, list, to, FRAGMENTATION_NEEDED)?, list.span)))
}

fn filtered(context: &Context<'_>, filter: &Filter<'_>) -> Finding {
    let who = who(context, &filter.members);
    let (list, interface, direction) = (filter.list, filter.interface(), "inbound");
    let mut finding = META.finding(Some(filter.device), say!("hcx404-filtered", list, interface, who = &who));
    if filter.at_the_end() {
        finding = finding.at(filter.line, say!("hcx4-end-denies", direction));
    } else {
        finding = finding
            .at(filter.entry, say!("hcx404-denies"))
            .because(filter.line, say!("hcx4-puts-list", interface, direction));
    }
    let (names, flows) = concerned(context, &filter.members);
    let passing = filter.members.iter().filter_map(|&at| Passing::of(context, at));
    let mut passing = passing;
    let decided = passing.all(|passing| passing.ways.iter().all(|way| way.decided));
    let whole = filter.confidence(context.network.devices.get(filter.device));
    finding
        .help(help(context, filter))
        // A firewall feature that the text does not show may let it in.
        .confidence(by_way(decided, whole.min(Confidence::Likely)))
        .concerning(names, flows)
}

fn help(context: &Context<'_>, filter: &Filter<'_>) -> Text {
    let mut permits: Vec<String> = Vec::new();
    for &at in &filter.members {
        let to = Passing::of(context, at).and_then(|passing| passing.outside_address());
        let to = to.map_or_else(|| "any".to_owned(), |address| format!("host {address}"));
        let permit = format!("'permit icmp any {to} packet-too-big'");
        if !permits.contains(&permit) {
            permits.push(permit);
        }
    }
    let permit = if filter.is_standard() {
        say!("hcx404-permit-standard")
    } else {
        say!("hcx404-permit", permits = &permits, place = filter.place())
    };
    say!("hcx404-help", permit)
}

/// Interfaces that keep the router from sending the message itself, where packets have to become smaller here.
fn steps<'a>(context: &Context<'a>) -> Vec<Step<'a>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (at, passing) in passing(context).filter(|(_, passing)| !passing.is_hopeless()) {
        for way in passing.ways {
            let (Some(inside), Some(outside)) = (way.ingress, way.egress) else { continue };
            for (from, to) in [(inside, outside), (outside, inside)] {
                let Some(step) = Step::of(at, &passing, from, to, way.decided) else { continue };
                match steps.iter_mut().find(|known| known.line == step.line && known.to.name == step.to.name) {
                    Some(known) if known.members.contains(&at) => {}
                    Some(known) => known.members.push(at),
                    None => steps.push(step),
                }
            }
        }
    }
    steps
}

/// A place where packets meet a smaller MTU, and the router may not say so.
struct Step<'a> {
    device: usize,
    from: &'a Interface,
    to: &'a Interface,
    sizes: (u32, u32),
    /// `no ip unreachables` on `from`.
    line: Span,
    /// What makes `to` the smaller one.
    because: Span,
    decided: bool,
    members: Vec<usize>,
}

impl<'a> Step<'a> {
    fn of(at: usize, passing: &Passing<'a>, from: &'a Interface, to: &'a Interface, decided: bool) -> Option<Self> {
        let line = from.no_unreachables?;
        let narrow = mtu::of(passing.device, to)?;
        // Larger frames on the inside are no reason to send larger packets: what HCX sends, its Network Profile says.
        let from_size = mtu::of(passing.device, from).map_or(ETHERNET, |mtu| mtu.bytes.min(ETHERNET));
        let sizes = (from_size, narrow.bytes);
        (sizes.1 < sizes.0).then(|| Self {
            device: passing.flow.device,
            from,
            to,
            sizes,
            line,
            because: narrow.line,
            decided,
            members: vec![at],
        })
    }

    fn finding(&self, context: &Context<'_>) -> Finding {
        let (from, to) = (self.from.name.value.as_str(), self.to.name.value.as_str());
        let (large, small) = self.sizes;
        let (names, flows) = concerned(context, &self.members);
        let who = &who(context, &self.members);
        META.finding(Some(self.device), say!("hcx404-step", who, from, large, small, to))
            .at(self.line, say!("hcx404-step-line"))
            .because(self.because, say!("hcx404-step-mtu", to, small))
            .help(say!("hcx404-step-help", from, small))
            // That the setting of the interface on which the packet came in is the one that counts was not found
            // documented.
            .confidence(by_way(self.decided, Confidence::Likely))
            .concerning(names, flows)
    }
}
