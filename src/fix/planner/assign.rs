//! Who gets which address or port.

use std::net::Ipv4Addr;

use super::draft::{Draft, Refusal, Typed, Why};
use super::forms::{Line, is_mirrored, tracked_static};
use super::hosts::{Host, Wanted};
use super::ports::Taken;
use super::spares::Spares;
use crate::eval::JudgedFlow;
use crate::fix::Situation;
use crate::fix::command::{Form, StaticCommand};
use crate::locale::{Text, say};
use crate::model::Device;

/// Flows that need a static, on one device.
pub(super) struct Given<'a> {
    pub(super) index: usize,
    pub(super) wanted: Vec<usize>,
    /// Those of them that share no address and can be given one.
    pub(super) alone: Vec<usize>,
    /// All flows, as judged without the statics that go.
    pub(super) world: &'a [JudgedFlow],
}

impl Situation<'_> {
    /// A static for every host, or the reason why it has none. An error where no plan can be made for the device.
    pub(super) fn assign(
        &self,
        device: &Device,
        given: &Given<'_>,
        spares: &mut Spares,
        draft: &mut Draft,
    ) -> Result<(), Why> {
        let removals = std::mem::take(&mut draft.removals);
        let wanted =
            Wanted { flows: given.wanted.clone(), alone: given.alone.clone(), world: given.world, removals: &removals };
        let hosts = self.hosts(device, &wanted);
        let nvi = |host: &Host<'_>| host.ways.iter().any(|way| way.rule.is_nvi());
        if hosts.iter().any(nvi) {
            return Err(self.no_nvi(device, given.index, &hosts, spares.clone()));
        }
        if let Some(mapped) = device.nat_rules.iter().find(|rule| is_mirrored(rule)).filter(|_| !hosts.is_empty()) {
            return Err(say!("fix-mirrored", rule = self.line(mapped).unwrap_or_default()).into());
        }
        self.distribute(device, given.index, &hosts, spares, draft);
        // Who gets nothing new keeps what it has.
        let fixed = |at: &usize| given.world.get(*at).is_some_and(|flow| flow.standing.fixed_by.is_some());
        let served = |flows: &[usize]| {
            flows.iter().all(|at| fixed(at) || draft.statics.iter().any(|typed| typed.flows.contains(at)))
        };
        let (kept, lost): (Vec<_>, Vec<_>) = removals.iter().cloned().partition(|removal| served(&removal.flows));
        drop(hosts);
        draft.removals = kept;
        draft.lost.extend(lost.iter().map(|removal| removal.rule.statement.span));
        Ok(())
    }

    /// Spare addresses first, then ports.
    fn distribute(&self, device: &Device, index: usize, hosts: &[Host<'_>], spares: &mut Spares, draft: &mut Draft) {
        let devices = &self.network.devices;
        let mut order: Vec<&Host<'_>> = hosts.iter().collect();
        order.sort_by_cached_key(|host| self.need(device, host));
        let mut shared: Vec<&Host<'_>> = Vec::new();
        let mut wanting = 0;
        for host in order {
            if let Some(rule) = tracked_static(device, host) {
                let why = say!("fix-tracked", line = self.line(rule).unwrap_or_default()).into();
                draft.refused.push(Refusal { name: Some(self.name(host)), flows: host.flows.clone(), why });
                continue;
            }
            let movable = host.ways.len() <= 1 && !host.keeps;
            let address = movable.then(|| spares.take(devices, index, host.flow.flow.local)).flatten();
            if let Some(address) = address {
                let line = self.with_options(device, host, host.ways.first(), Form::Address(address));
                self.give(device, host, vec![line], draft);
            } else {
                wanting += usize::from(movable);
                shared.push(host);
            }
        }
        let addresses = draft.statics.len();
        if addresses > 0 && wanting > 0 {
            draft.notes.push(say!("fix-some-spares", given = addresses, all = addresses + wanting));
        }
        self.share(device, hosts, shared, draft);
    }

    /// Ports of shared addresses. Who has 4500 keeps it; where nobody has, it goes to an IX first.
    fn share(&self, device: &Device, hosts: &[Host<'_>], mut shared: Vec<&Host<'_>>, draft: &mut Draft) {
        shared.sort_by_key(|host| (!host.keeps, !host.holds, self.rank(host), host.flows.first().copied()));
        // Who is refused keeps what it has, so that is not to be had by others.
        let mut staying: Vec<Ipv4Addr> = Vec::new();
        let given = loop {
            let mut taken = Taken::of(hosts.iter().filter(|host| !staying.contains(&host.flow.flow.local)));
            let given: Vec<Result<Vec<Line>, Why>> =
                shared.iter().map(|host| self.on_the_shared_address(device, host, &mut taken)).collect();
            let refused = shared.iter().zip(&given).filter(|(_, lines)| lines.is_err());
            let known = staying.len();
            staying = refused.map(|(host, _)| host.flow.flow.local).collect();
            if staying.len() == known {
                break given;
            }
        };
        for (host, lines) in shared.into_iter().zip(given) {
            match lines {
                Ok(lines) => self.give(device, host, lines, draft),
                Err(why) => {
                    let (name, flows) = (Some(self.name(host)), host.flows.clone());
                    draft.refused.push(Refusal { name, flows, why });
                }
            }
        }
    }

    /// Who needs a spare address most comes first.
    fn need(&self, device: &Device, host: &Host<'_>) -> impl Ord + use<> {
        let has_port = !host.ways.is_empty() && self.no_port(device, host).is_none();
        (has_port, !host.fails, host.holds, self.rank(host), host.flows.first().copied())
    }

    /// IX before the others: all migrations go through it.
    fn rank(&self, host: &Host<'_>) -> u8 {
        let role = self.appliances.get(host.flow.appliance).map_or("", |appliance| appliance.role.as_str());
        u8::from(!role.eq_ignore_ascii_case("IX"))
    }

    fn give(&self, device: &Device, host: &Host<'_>, lines: Vec<Line>, draft: &mut Draft) {
        let rule = host.ways.first().map(|way| way.rule).or_else(|| device.nat_rules.first());
        let interface = || device.interfaces.first().map(|interface| interface.span);
        let Some(at) = rule.map(|rule| rule.statement.span).or_else(interface) else { return };
        for Line { command, notes, moved } in lines {
            let (flows, name) = (host.flows.clone(), self.name(host));
            draft.statics.push(Typed { command, at, flows, name, notes, moved });
        }
    }

    /// Why there is no plan for the NAT virtual interface, with the lines that would be needed.
    fn no_nvi(&self, device: &Device, index: usize, hosts: &[Host<'_>], mut spares: Spares) -> Why {
        let mut draft = Draft::default();
        self.distribute(device, index, hosts, &mut spares, &mut draft);
        let quote = |line: String| format!("'{line}'");
        let statics = draft.statics.iter().map(|typed| nvi(&typed.command));
        let mut lists: Vec<String> = Vec::new();
        for rule in hosts.iter().flat_map(|host| &host.ways).map(|way| way.rule) {
            let line = self.line(rule).unwrap_or_default();
            if !lists.contains(&line) {
                lists.push(line);
            }
        }
        let before = lists.iter().map(|line| format!("no {line}"));
        let lines: Vec<String> = before.chain(statics).chain(lists.iter().cloned()).map(quote).collect();
        let asks_for_spares = draft.refused.iter().any(|refusal| refusal.why.asks_for_spares);
        let refused = draft
            .refused
            .into_iter()
            .map(|refusal| say!("fix-nvi-refused", name = refusal.name.unwrap_or_default(), why = refusal.why.says));
        let says = say!("fix-nvi", lines = lines.join(", "), refused = Text::joined(refused));
        Why { says, asks_for_spares }
    }
}

/// The same static in NVI syntax, which leaves `inside` out.
fn nvi(command: &StaticCommand) -> String {
    command.to_string().replacen("ip nat inside source", "ip nat source", 1)
}
