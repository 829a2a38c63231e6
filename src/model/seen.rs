//! What show commands saw on a router, kept apart from what is configured.

use std::collections::HashMap;

use crate::grammar::facts::{InterfaceState, ShowFacts};
use crate::net::InterfaceName;

/// What was observed on a router, at the moments when its commands were typed. Of two snapshots the later one counts.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Interfaces, by name.
    pub interfaces: HashMap<InterfaceName, InterfaceState>,
}

impl Seen {
    /// Whether no show command said anything.
    pub fn is_empty(&self) -> bool {
        self.interfaces.is_empty()
    }

    /// Takes what one command said over what was known before.
    pub(super) fn take(&mut self, facts: ShowFacts) {
        match facts {
            ShowFacts::Interfaces(interfaces) => interfaces.into_iter().for_each(|interface| self.interface(interface)),
        }
    }

    fn interface(&mut self, later: InterfaceState) {
        let Some(known) = self.interfaces.get_mut(&later.name.value) else {
            self.interfaces.insert(later.name.value.clone(), later);
            return;
        };
        // `show ip interface brief` prints no mask and less of the rest, and does not take back what the other said.
        let bare = later.address.as_ref().and_then(|address| address.value.prefix()).map(|prefix| prefix.address);
        let same = |earlier: &InterfaceState| earlier.address.as_ref()?.value.prefix().map(|prefix| prefix.address);
        let keeps_mask = bare.is_some() && same(known) == bare;
        let earlier = std::mem::replace(known, later);
        if keeps_mask && known.address.as_ref().is_some_and(|address| address.value.is_bare()) {
            known.address = earlier.address;
        }
        known.method = known.method.take().or(earlier.method);
    }
}
