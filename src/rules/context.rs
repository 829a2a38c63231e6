//! What a rule may see.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::net::Ipv4Addr;

use crate::capture::Dialect;
use crate::eval::{Confidence, Holder, JudgedFlow, Outcome, Passage, StepKind, Verdict};
use crate::intent::{Appliance, Intent};
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
    /// Today, where the caller knows it.
    pub today: Option<jiff::civil::Date>,
    pub(super) memo: &'a Memo<'a>,
}

/// What several rules ask for, found once.
#[derive(Debug)]
pub(crate) struct Memo<'a> {
    /// The ways of each flow.
    pub(super) ways: Vec<OnceCell<Vec<Passage<'a>>>>,
    appliances: OnceCell<HashMap<Ipv4Addr, &'a Appliance>>,
}

impl Memo<'_> {
    /// Nothing yet, of so many flows.
    pub(super) fn of(flows: usize) -> Self {
        Self { ways: vec![OnceCell::new(); flows], appliances: OnceCell::new() }
    }
}

/// Adds a flow to the group of its device and address.
fn join(
    groups: &mut Vec<(usize, GlobalPort, Vec<usize>)>,
    places: &mut HashMap<(usize, GlobalPort), usize>,
    key: (usize, GlobalPort),
    at: usize,
) {
    match places.get(&key).and_then(|&place| groups.get_mut(place)) {
        Some((.., members)) => members.push(at),
        None => {
            places.insert(key.clone(), groups.len());
            groups.push((key.0, key.1, vec![at]));
        }
    }
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
        let address = address.v4()?;
        let by_address = self.memo.appliances.get_or_init(|| {
            let mut by_address = HashMap::new();
            let uplinks =
                self.appliances.iter().flat_map(|appliance| appliance.uplinks.iter().map(move |u| (u, appliance)));
            for (uplink, appliance) in uplinks {
                by_address.entry(uplink.address).or_insert(appliance);
            }
            by_address
        });
        by_address.get(&address).copied()
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
    pub(super) fn shared_groups(&self) -> Vec<(usize, GlobalPort, Vec<usize>)> {
        let (mut groups, mut places) = (Vec::new(), HashMap::new());
        for (at, flow) in self.flows.iter().enumerate() {
            let Some((global, _)) = &flow.standing.shared else { continue };
            join(&mut groups, &mut places, (flow.device, global.clone()), at);
        }
        groups
    }

    /// The groups of [`Self::shared_groups`], and, where no configuration was pasted, those whose rows name the same
    /// inside global address: what holds a port there is seen in the table alone.
    pub(super) fn holder_groups(&self) -> Vec<(usize, GlobalPort, Vec<usize>)> {
        let mut groups = self.shared_groups();
        let known = groups.iter().enumerate().map(|(place, (device, global, _))| ((*device, global.clone()), place));
        let mut places: HashMap<_, _> = known.collect();
        for (at, flow) in self.flows.iter().enumerate() {
            let blind = self.device(flow).is_some_and(|device| device.config == ConfigState::Absent);
            let Some(seen) = flow.observed.iter().find(|seen| blind && !seen.kept) else { continue };
            let global = GlobalPort::Address(seen.inside_global.address.clone());
            join(&mut groups, &mut places, (flow.device, global), at);
        }
        groups
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

/// Addresses of flows, for messages: `192.19.72.202 and 192.19.72.203`.
pub(super) fn and_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// How sure a claim about a shared address can be: two redacted addresses need not be the same.
pub(super) fn at_most(global: &GlobalPort) -> Confidence {
    let redacted = global.address().is_some_and(|address| address.v4().is_none());
    if redacted { Confidence::Likely } else { Confidence::Certain }
}
