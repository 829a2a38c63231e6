//! HCX414: an interface on an appliance's way was down, or without an address, when the capture was taken.

use super::passing::{concerned, passing, who};
use super::{Context, Cure, Finding, Meta, Severity};
use crate::eval::Confidence;
use crate::locale::say;
use crate::model::{Interface, Trouble as What};
use crate::source::Span;

pub(super) const META: Meta = Meta {
    code: "HCX414",
    name: "interface-down",
    severity: Severity::Error,
    summary: || say!("hcx414-summary"),
    needs: "config and show ip interface brief",
    cure: Cure::None,
};

struct Trouble<'a> {
    device: usize,
    interface: &'a Interface,
    seen: Span,
    what: What,
    /// There is another way out.
    spared: bool,
    members: Vec<usize>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut found: Vec<Trouble<'_>> = Vec::new();
    for (at, passing) in passing(context) {
        let device = passing.device;
        let egresses = || passing.ways.iter().filter_map(|way| way.egress);
        let spared = egresses().any(|interface| device.trouble_of(interface).is_none());
        for interface in passing.ways.iter().flat_map(|way| [way.ingress, way.egress]).flatten() {
            let Some((seen, what)) = device.trouble_of(interface) else { continue };
            let known = found.iter_mut().find(|known| known.seen == seen);
            match known {
                Some(known) if known.members.contains(&at) => {}
                Some(known) => known.members.push(at),
                None => {
                    let spared = spared && egresses().any(|egress| egress.name == interface.name);
                    let device = passing.flow.device;
                    found.push(Trouble { device, interface, seen, what, spared, members: vec![at] });
                }
            }
        }
    }
    found.iter().map(|trouble| finding(context, trouble)).collect()
}

fn finding(context: &Context<'_>, trouble: &Trouble<'_>) -> Finding {
    let Trouble { interface, what, .. } = trouble;
    let (name, who) = (interface.name.value.as_str(), &who(context, &trouble.members));
    let (names, flows) = concerned(context, &trouble.members);
    let severity = if trouble.spared { Severity::Warning } else { Severity::Error };
    let (message, line) = match what {
        What::Down => (say!("hcx414-down", interface = name, who), say!("hcx414-down-line", interface = name)),
        What::Unaddressed => {
            (say!("hcx414-unaddressed", interface = name, who), say!("hcx414-unaddressed-line", interface = name))
        }
    };
    META.finding(Some(trouble.device), message)
        .severity(severity)
        .at(trouble.seen, line)
        .because(interface.span, say!("hcx414-interface"))
        .help(say!("hcx414-help"))
        .confidence(Confidence::Likely)
        .concerning(names, flows)
}
