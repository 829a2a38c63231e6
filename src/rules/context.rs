//! What a rule may see.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use super::passing::Ways;
use crate::capture::Dialect;
use crate::eval::{Confidence, Holder, JudgedFlow, Observed, Outcome, StepKind, Verdict};
use crate::intent::{Appliance, Intent};
use crate::locale::{Text, say};
use crate::model::{ConfigState, Device, GlobalPort, Network};
use crate::net::{Address, Endpoint, Protocol};
use crate::source::Span;

/// What a rule may see.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What was read.
    pub network: &'a Network,
    /// What the user means.
    pub intent: &'a Intent,
    /// The appliances judged, named or inferred.
    pub appliances: &'a [Appliance],
    /// Their flows.
    pub flows: &'a [JudgedFlow],
    /// What must pass whatever its source port: management, tests.
    pub services: &'a [JudgedFlow],
    /// Look at this device alone, where only that one has changed.
    pub only: Option<usize>,
    /// The appliance of each uplink address: there can be thousands.
    pub(crate) hosts: &'a HashMap<Ipv4Addr, usize>,
    /// Today, where the caller knows it.
    pub today: Option<jiff::civil::Date>,
    pub(super) ways: &'a Ways<'a>,
}

impl<'a> Context<'a> {
    /// Devices with their index, those whose system is not modelled left out.
    pub(super) fn devices(&self) -> impl Iterator<Item = (usize, &'a Device)> + use<'a> {
        let only = self.only;
        let devices =
            self.network.devices.iter().enumerate().filter(move |(at, _)| only.is_none_or(|only| only == *at));
        devices.filter(|(_, device)| device.dialect.is_none_or(Dialect::is_ios))
    }

    /// The device of a flow.
    pub(super) fn device(&self, flow: &JudgedFlow) -> Option<&'a Device> {
        self.network.devices.get(flow.device)
    }

    /// The name of a flow's appliance.
    pub(super) fn name(&self, flow: &JudgedFlow) -> String {
        self.appliances.get(flow.appliance).map_or_else(|| flow.flow.local.to_string(), |a| a.name.clone())
    }

    /// Names of the appliances of some flows, each once.
    pub(super) fn names<'f>(&self, flows: impl IntoIterator<Item = &'f JudgedFlow>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for flow in flows {
            let name = self.name(flow);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The appliance that owns an inside local address.
    pub(super) fn appliance_at(&self, address: &Address) -> Option<&'a Appliance> {
        self.appliances.get(*self.hosts.get(&address.v4()?)?)
    }

    /// The appliances whose inside local endpoint a static names, and their flows.
    pub(super) fn owners(&self, device: usize, locals: &[&Endpoint]) -> (Vec<String>, Vec<usize>) {
        let own = |flow: &JudgedFlow| {
            let port = |local: &Endpoint| local.port().is_none_or(|port| port == flow.flow.local_port);
            let is = |local: &&Endpoint| local.address == Address::V4(flow.flow.local) && port(local);
            flow.device == device && locals.iter().any(is)
        };
        let flows: Vec<usize> = (0..self.flows.len()).filter(|&at| self.flows.get(at).is_some_and(own)).collect();
        (self.names(self.at(&flows)), flows)
    }

    /// `SM1-IX-I1 (192.19.72.202)`, or the address alone for a stranger.
    pub(super) fn who(&self, local: &Endpoint) -> String {
        match self.appliance_at(&local.address) {
            Some(appliance) if appliance.name.contains(&local.address.to_string()) => appliance.name.clone(),
            Some(appliance) => format!("{} ({})", appliance.name, local.address),
            None => local.address.to_string(),
        }
    }

    /// Flows with their index, grouped by device and the shared address they leave by.
    pub(super) fn shared_groups(&self) -> Vec<Group> {
        let mut groups = Groups::default();
        for (at, flow) in self.flows.iter().enumerate() {
            if let Some((global, _)) = &flow.standing.shared {
                groups.add(flow.device, global, at);
            }
        }
        groups.list
    }

    /// The groups of [`Self::shared_groups`], and, where no configuration was pasted, those whose rows name the same
    /// inside global address: what holds a port there is seen in the table alone.
    pub(super) fn holder_groups(&self) -> Vec<Group> {
        let mut groups = Groups::from(self.shared_groups());
        for (at, flow) in self.flows.iter().enumerate() {
            let blind = self.device(flow).is_some_and(|device| device.config == ConfigState::Absent);
            let Some(seen) = flow.observed.iter().find(|seen| blind && !seen.kept) else { continue };
            let global = GlobalPort::Address(seen.inside_global.address.clone());
            groups.add(flow.device, &global, at);
        }
        groups.list
    }

    /// Who holds the port that a flow does not get.
    pub(super) fn holder(&self, flow: &JudgedFlow) -> Option<Holder> {
        if flow.standing.holder.is_some() || flow.standing.shared.is_some() {
            return flow.standing.holder.clone();
        }
        let seen = flow.observed.iter().find(|seen| !seen.kept)?;
        let wanted = Endpoint::with_port(seen.inside_global.address.clone(), flow.flow.local_port);
        let row = self.device(flow)?.table.rows.of_global(&wanted).find(|row| {
            row.protocol == Some(flow.flow.protocol)
                && row.inside_local.as_ref().is_some_and(|local| local.address != Address::V4(flow.flow.local))
        })?;
        Some(Holder { span: row.span, local: row.inside_local.clone(), is_static: false })
    }

    /// The flows at these indices.
    pub(super) fn at(&self, indices: &[usize]) -> Vec<&'a JudgedFlow> {
        indices.iter().filter_map(|&at| self.flows.get(at)).collect()
    }
}

/// Flows by device and address, in the order in which the first of each came.
#[derive(Default)]
struct Groups {
    list: Vec<Group>,
    places: HashMap<(usize, GlobalPort), usize>,
}

/// A device, an address, and the flows.
type Group = (usize, GlobalPort, Vec<usize>);

impl Groups {
    fn add(&mut self, device: usize, global: &GlobalPort, flow: usize) {
        let next = self.list.len();
        let place = *self.places.entry((device, global.clone())).or_insert(next);
        match self.list.get_mut(place) {
            Some((.., members)) => members.push(flow),
            None => self.list.push((device, global.clone(), vec![flow])),
        }
    }
}

impl From<Vec<Group>> for Groups {
    fn from(list: Vec<Group>) -> Self {
        let places = list.iter().enumerate().map(|(at, (device, global, _))| ((*device, global.clone()), at)).collect();
        Self { list, places }
    }
}

/// Whether the table shows the flow leaving by another port than a static gives it.
pub(super) fn seen_remapped(flow: &JudgedFlow) -> bool {
    flow.verdict == Verdict::Fail && flow.observed.iter().any(|seen| !seen.kept)
}

/// The protocol of a flow: `UDP`, or what another product's requirements name.
pub(super) fn protocol(flow: &JudgedFlow) -> String {
    in_capitals(flow.flow.protocol)
}

/// `UDP`.
pub(super) fn in_capitals(protocol: Protocol) -> String {
    protocol.to_string().to_uppercase()
}

/// Whether a row of the table shows that the flow has the port.
pub(super) fn seen_to_pass(flow: &JudgedFlow) -> bool {
    flow.verdict == Verdict::Pass && !flow.observed.is_empty()
}

/// Whether the flow does not have the port, or will not have it.
pub(super) fn loses(flow: &JudgedFlow) -> bool {
    seen_remapped(flow) || (flow.observed.is_empty() && flow.predicted.outcome == Outcome::Remapped)
}

/// Lines that led to the rule of a flow: the rule itself left out, what its list matched kept.
pub(super) fn rule_evidence(flow: &JudgedFlow) -> Vec<Span> {
    let rule = flow.predicted.rule;
    flow.trace
        .steps
        .iter()
        .filter(|step| step.kind == StepKind::RuleMatched && step.evidence.first().copied() == rule)
        .flat_map(|step| step.evidence.iter().skip(1).copied())
        .collect()
}

/// By what port an entry leaves, where another one is wanted.
pub(super) fn leaves_instead(seen: &Observed, wanted: u16) -> Text {
    match seen.inside_global.port() {
        Some(port) => say!("leaves-as", port, wanted),
        None => say!("leaves-without-port", wanted),
    }
}

/// How sure a claim about a shared address can be: two redacted addresses need not be the same.
pub(super) fn at_most(global: &GlobalPort) -> Confidence {
    let redacted = global.address().is_some_and(|address| address.v4().is_none());
    if redacted { Confidence::Likely } else { Confidence::Certain }
}
