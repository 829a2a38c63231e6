//! Which security policy an adapter is under, as far as the input tells.

use crate::model::{Macs, SecurityPolicy};
use crate::net::Mac;

/// What is known of the policy.
#[derive(Debug, Clone, Copy)]
pub(in crate::rules) struct Policy<'a> {
    pub(in crate::rules) known: Known,
    /// The policy that decides, where one does.
    pub(in crate::rules) by: Option<&'a SecurityPolicy>,
}

/// Whether a policy is known, and for sure that of the adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Known {
    /// That of the port group in which the adapter was seen.
    Its(Reject),
    /// All policies in the input say so; whether one of them is the adapter's, nothing tells.
    Any(Reject),
    /// None, or several that differ.
    No,
}

/// Whether a frame to or from another address than the configured one is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Reject {
    Yes,
    No,
}

impl<'a> Policy<'a> {
    /// The policy of the adapter that has, or had, one of these addresses, on the machine of that name.
    pub(super) fn of(macs: &'a Macs, of_adapter: &[Mac], vm: Option<&str>) -> Self {
        let of_port =
            macs.ports.iter().filter(|port| of_adapter.contains(&port.mac)).filter_map(|port| port.network.as_ref());
        let same_vm = |other: Option<&String>| match (vm, other) {
            (Some(vm), Some(other)) => vm.eq_ignore_ascii_case(other),
            (None, _) | (_, None) => true,
        };
        let adapters =
            macs.adapters.iter().filter(|adapter| of_adapter.contains(&adapter.mac) && same_vm(adapter.vm.as_ref()));
        let networks: Vec<&String> = of_port.chain(adapters.filter_map(|adapter| adapter.network.as_ref())).collect();
        let named = |policy: &&SecurityPolicy| policy.name.as_ref().is_some_and(|name| networks.contains(&name));
        let its: Vec<&SecurityPolicy> = macs.policies.iter().filter(named).collect();
        if !its.is_empty() {
            return Self::agreed(&its, Known::Its);
        }
        // Where its port group is known, a policy of another name is another's.
        let may_be = |policy: &&SecurityPolicy| networks.is_empty() || policy.name.is_none();
        Self::agreed(&macs.policies.iter().filter(may_be).collect::<Vec<_>>(), Known::Any)
    }

    fn agreed(policies: &[&'a SecurityPolicy], known: fn(Reject) -> Known) -> Self {
        let unknown = Self { known: Known::No, by: None };
        let Some(first) = policies.first().copied() else { return unknown };
        let rejects = first.rejects();
        match rejects {
            Some(rejects) if policies.iter().all(|policy| policy.rejects() == Some(rejects)) => {
                Self { known: known(if rejects { Reject::Yes } else { Reject::No }), by: Some(first) }
            }
            _ => unknown,
        }
    }
}
