//! What several objects tell of the same appliance, put together.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;

use super::known::{Name, Side};
use super::read::{Facts, Found, Profile, Tunnel};
use super::{Imported, Note};
use crate::intent::yaml::Problem;
use crate::intent::{Appliance, NetworkProfile, Uplink};
use crate::source::{Span, Spanned};

/// The port that every HCX uplink sends from and to.
const IKE_NAT_T: u16 = 4500;

/// What the facts come to, and what is wrong with them.
pub(super) fn join(facts: Facts) -> (Imported, Vec<Problem>) {
    let Facts { appliances, profiles, resilient, notes, check, .. } = facts;
    let mut join = Join { profiles, notes, problems: check.problems, unsure: Vec::new() };
    let mut found = merged(appliances);
    join.other_site(&mut found);
    let mut imported = Imported { path_resiliency: join.resilience(&resilient), ..Imported::default() };
    let (receivers, own): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.side == Some(Side::Receiver));
    for found in &own {
        imported.appliances.extend(join.appliance(found, &receivers));
    }
    join.receivers(&receivers, &own, &imported);
    join.unsure();
    join.twice(&imported.appliances);
    imported.network_profiles = join.ranges(&imported.appliances);
    if imported.appliances.is_empty() && imported.network_profiles.is_empty() && join.problems.is_empty() {
        let own = own.iter().map(|found| (found.at, "no address of it".to_owned()));
        let labels = own.chain(receivers.iter().map(|found| (found.at, "at the other site".to_owned())));
        join.problems.push(Problem {
            message: "no address of an uplink is told".to_owned(),
            help: "add the answer of POST /hybridity/api/metrics/interconnect of the source site, or what \
                   Get-HCXInterconnectStatus prints there; before deployment, what Get-HCXNetworkProfile prints"
                .to_owned(),
            labels: labels.take(1).collect(),
        });
    }
    imported.notes = join.notes;
    imported.notes.sort_by_key(|note| note.at);
    (imported, join.problems)
}

struct Join {
    profiles: Vec<Profile>,
    notes: Vec<Note>,
    problems: Vec<Problem>,
    /// Addresses taken for uplinks' though they may be those of other interfaces, and whose they are.
    unsure: Vec<(Span, String)>,
}

impl Join {
    fn note(&mut self, at: Span, text: String) {
        self.notes.push(Note { at: Some(at), text });
    }

    /// What has no name is of the other site where a tunnel of another appliance ends at it, and its own end elsewhere:
    /// it sees that appliance behind NAT.
    fn other_site(&mut self, found: &mut [Found]) {
        let ends = |found: &Found, end: fn(&Tunnel) -> Option<Spanned<Ipv4Addr>>| -> Vec<Ipv4Addr> {
            found.tunnels.iter().filter_map(end).map(|end| end.value).collect()
        };
        let own: Vec<Vec<Ipv4Addr>> = found.iter().map(|found| ends(found, |tunnel| tunnel.local)).collect();
        let mut reached_by: HashMap<Ipv4Addr, Vec<usize>> = HashMap::new();
        for (at, found) in found.iter().enumerate().filter(|(_, found)| found.side != Some(Side::Receiver)) {
            for address in ends(found, |tunnel| tunnel.remote) {
                reached_by.entry(address).or_default().push(at);
            }
        }
        for (found, here) in found.iter_mut().zip(&own).filter(|(found, _)| found.side.is_none()) {
            let goes_to = ends(found, |tunnel| tunnel.remote);
            let elsewhere =
                |other: &usize| own.get(*other).is_some_and(|other| !other.iter().any(|it| goes_to.contains(it)));
            if here.iter().filter_map(|address| reached_by.get(address)).flatten().any(elsewhere) {
                found.side = Some(Side::Receiver);
                let text = "a tunnel of another appliance ends at this one: it is taken for the other site's";
                self.note(found.at, text.to_owned());
            }
        }
    }

    fn appliance(&mut self, found: &Found, receivers: &[Found]) -> Option<Appliance> {
        let title = title(found);
        let ends = self.ends(found, &title);
        let role = match found.role {
            Some(role @ ("IX" | "NE")) => role,
            Some(role) => {
                self.note(
                    found.at,
                    format!("{title} is left out: what {role} appliances send crosses in the tunnel of the IX"),
                );
                return None;
            }
            None => {
                let why = "neither its name nor its type says whether it is an IX or an NE";
                self.note(found.at, format!("{title} is left out: {why}"));
                return None;
            }
        };
        let Some(first) = ends.first() else {
            self.note(found.at, format!("{title} is left out: no address of it is told"));
            return None;
        };
        let name = found.name.clone().unwrap_or_else(|| format!("{role} {}", first.value));
        let peers = receivers.iter().filter(|receiver| are_partners(found, receiver));
        let peers: Vec<Ipv4Addr> = peers.flat_map(|receiver| self.peers(receiver)).collect();
        let uplinks = ends.iter().map(|end| {
            let tunnels = found.tunnels.iter().filter(|tunnel| tunnel.local == Some(*end));
            let mut of_tunnels: Vec<Ipv4Addr> = tunnels.filter_map(|tunnel| Some(tunnel.remote?.value)).collect();
            of_tunnels = once(of_tunnels);
            let told = if of_tunnels.is_empty() { once(peers.clone()) } else { of_tunnels };
            let peers = if told.is_empty() { found.peer.into_iter().collect() } else { told };
            Uplink { span: Some(end.span), peers, ..Uplink::new(end.value) }
        });
        let uplinks = uplinks.collect();
        found.tunnels.iter().for_each(|tunnel| self.ports(&name, tunnel));
        Some(Appliance { name, role: role.to_owned(), uplinks, inferred: false, possible: false })
    }

    /// The uplinks of an appliance: where its tunnels end, or else whatever addresses it has.
    fn ends(&mut self, found: &Found, title: &str) -> Vec<Spanned<Ipv4Addr>> {
        let ends = once(found.tunnels.iter().filter_map(|tunnel| tunnel.local).collect());
        if !ends.is_empty() {
            let other = found.addresses.iter().find(|address| !ends.contains(address));
            if let Some(other) = other {
                let text = format!("{} of {title} is left out: its tunnels end elsewhere", other.value);
                self.note(other.span, text);
            }
            return ends;
        }
        let mut ends = once(found.addresses.clone());
        let of_profile = |address: Ipv4Addr| {
            let holds = |profile: &&Profile| profile.ranges.iter().any(|range| range.value.contains(&address));
            self.profiles.iter().filter(holds).filter_map(|profile| Some((profile.uplink?, &profile.name))).max()
        };
        let known: Vec<_> =
            ends.iter().map(|end| (*end, of_profile(end.value).map(|(up, name)| (up, name.clone())))).collect();
        for (end, profile) in known {
            match profile {
                Some((true, _)) => {}
                Some((false, name)) => {
                    let text =
                        format!("{} of {title} is left out: Network Profile {name} is none for uplinks", end.value);
                    self.note(end.span, text);
                    ends.retain(|other| *other != end);
                }
                None => self.unsure.push((end.span, title.to_owned())),
            }
        }
        ends
    }

    /// The addresses of an appliance at the other site.
    fn peers(&mut self, receiver: &Found) -> Vec<Ipv4Addr> {
        let all = addresses(receiver);
        if let (true, Some(first)) = (receiver.tunnels.iter().all(|tunnel| tunnel.local.is_none()), all.first()) {
            self.unsure.push((first.span, title(receiver)));
        }
        all.into_iter().map(|address| address.value).collect()
    }

    /// `Get-HCXInterconnectStatus` has one address an appliance and does not say which.
    fn unsure(&mut self) {
        let mut unsure = std::mem::take(&mut self.unsure);
        unsure.sort();
        while let Some((first, _)) = unsure.first().cloned() {
            let (here, rest): (Vec<_>, _) = unsure.into_iter().partition(|(span, _)| span.source == first.source);
            unsure = rest;
            let names = once(here.into_iter().map(|(_, name)| name).collect()).join(", ");
            let text = format!(
                "of {names} it is not told whether the address is the uplink's or another interface's; it is taken for the \
                 uplink's. The interconnect metrics tell, or the Network Profiles beside it"
            );
            self.note(first, text);
        }
    }

    /// A port at either end of a tunnel that is not the one expected.
    fn ports(&mut self, name: &str, tunnel: &Tunnel) {
        if let Some(port) = tunnel.remote_port.filter(|port| port.value != IKE_NAT_T) {
            self.note(port.span, format!("a tunnel of {name} goes to port {port} of its peer, not to {IKE_NAT_T}"));
        }
        if let Some(port) = tunnel.local_port.filter(|port| port.value != IKE_NAT_T) {
            self.note(port.span, format!("a tunnel of {name} is sent from port {port}, not from {IKE_NAT_T}"));
        }
    }

    /// What the other side tells of this one.
    fn receivers(&mut self, receivers: &[Found], own: &[Found], imported: &Imported) {
        for receiver in receivers {
            let name = title(receiver);
            for tunnel in &receiver.tunnels {
                if let (Some(port), Some(remote)) = (tunnel.remote_port.filter(|p| p.value != IKE_NAT_T), tunnel.remote)
                {
                    // Whether a receiver tells what it sees, or what it was configured with, no dump has shown yet.
                    let text = format!(
                        "{name} has {remote}:{port} for the other end of its tunnel, not port {IKE_NAT_T}: if that is what it \
                         sees, the port is changed on the way"
                    );
                    self.note(port.span, text);
                }
            }
            if !own.iter().any(|found| are_partners(found, receiver)) {
                let text = format!("{name} is at the other site, and nothing tells to which appliance it is the peer");
                self.note(receiver.at, text);
            }
        }
        let nameless = own.iter().find(|found| found.side.is_none() && !imported.appliances.is_empty());
        if let Some(found) = nameless {
            let text = "names like SM1-IX-I1 and SM1-IX-R1 tell the source site from the other one; this appliance, and any other \
                        without such a name, is taken for the source site's";
            self.note(found.at, text.to_owned());
        }
    }

    /// Addresses that two appliances have, each told once.
    fn twice(&mut self, appliances: &[Appliance]) {
        let mut first: HashMap<Ipv4Addr, (usize, Option<Span>)> = HashMap::new();
        let mut told: HashSet<Ipv4Addr> = HashSet::new();
        for (at, uplink) in appliances.iter().enumerate().flat_map(|(at, it)| it.uplinks.iter().map(move |up| (at, up)))
        {
            let (of, span) = *first.entry(uplink.address).or_insert((at, uplink.span));
            if of == at || !told.insert(uplink.address) {
                continue;
            }
            let labels = [(uplink.span, "again"), (span, "first here")];
            let labels = labels.into_iter().filter_map(|(span, says)| Some((span?, says.to_owned())));
            self.problems.push(Problem {
                message: format!("{} is the address of two appliances", uplink.address),
                help: "one of these exports is of another time or another site: leave it out".to_owned(),
                labels: labels.collect(),
            });
        }
    }

    fn resilience(&mut self, told: &[Spanned<bool>]) -> Option<bool> {
        let first = told.first()?;
        if let Some(other) = told.iter().find(|other| other.value != first.value) {
            let text =
                "Application Path Resiliency is on for one Service Mesh and off for another: it is left open here";
            self.note(other.span, text.to_owned());
            return None;
        }
        Some(first.value)
    }

    /// The Network Profiles to be tested: before there are appliances, those for uplinks, or that may be.
    fn ranges(&mut self, appliances: &[Appliance]) -> Vec<NetworkProfile> {
        let profiles: Vec<Profile> =
            self.profiles.iter().filter(|profile| !profile.ranges.is_empty()).cloned().collect();
        let mut kept: Vec<NetworkProfile> = Vec::new();
        for Profile { name, ranges, uplink, at } in profiles {
            let why = match (appliances, uplink) {
                (_, Some(false)) => "it is none for uplinks",
                ([_, ..], _) => "the addresses of the appliances are told",
                ([], _) => {
                    if uplink.is_none() {
                        let text = "whether it is for uplinks is not told in words; it is taken for one that is";
                        self.note(at, format!("Network Profile {name}: {text}"));
                    }
                    let same = |known: &&mut NetworkProfile| known.name == name;
                    match kept.iter_mut().find(same) {
                        Some(known) => known
                            .ranges
                            .extend(ranges.into_iter().filter(|r| !known.ranges.contains(r)).collect::<Vec<_>>()),
                        None => kept.push(NetworkProfile { name, ranges, vrf: None }),
                    }
                    continue;
                }
            };
            self.note(at, format!("the addresses of Network Profile {name} are not tested: {why}"));
        }
        self.problems.extend(NetworkProfile::too_many(&kept));
        kept
    }
}

fn title(found: &Found) -> String {
    found.name.clone().or(found.id.clone()).unwrap_or_else(|| "an appliance without a name".to_owned())
}

/// One of each appliance: by its id, its name, or, of what has no name, its address.
fn merged(appliances: Vec<Found>) -> Vec<Found> {
    let mut merged: Vec<Option<Found>> = Vec::new();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for mut found in appliances {
        // What is found now may show that two of those before are one.
        loop {
            let alike = keys(&found).into_iter().filter_map(|key| known.get(&key)).flatten().copied();
            let same =
                alike.filter(|at| merged.get(*at).is_some_and(|it| it.as_ref().is_some_and(|it| same(it, &found))));
            let Some(before) = same.min().and_then(|at| merged.get_mut(at)?.take()) else { break };
            found = both(before, found);
        }
        for key in keys(&found) {
            known.entry(key).or_default().push(merged.len());
        }
        merged.push(Some(found));
    }
    let mut merged: Vec<Found> = merged.into_iter().flatten().collect();
    merged.sort_by_key(|found| found.at);
    merged
}

/// What an appliance can be known by.
fn keys(found: &Found) -> Vec<String> {
    let id = found.id.iter().map(|id| format!("id {}", id.to_ascii_lowercase()));
    let name = found.name.iter().map(|name| format!("name {}", name.to_ascii_lowercase()));
    id.chain(name).chain(addresses(found).iter().map(ToString::to_string)).collect()
}

fn same(a: &Found, b: &Found) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => Some(a.eq_ignore_ascii_case(b)),
        _ => None,
    };
    match (same(&a.id, &b.id), same(&a.name, &b.name)) {
        (Some(true), _) | (_, Some(true)) => true,
        (_, Some(false)) => false,
        (_, None) => addresses(a).iter().any(|address| addresses(b).contains(address)),
    }
}

fn both(a: Found, b: Found) -> Found {
    let mut tunnels = a.tunnels;
    tunnels.extend(b.tunnels);
    Found {
        name: a.name.or(b.name),
        id: a.id.or(b.id),
        role: a.role.or(b.role),
        side: a.side.or(b.side),
        tunnels,
        addresses: [a.addresses, b.addresses].concat(),
        peer: a.peer.or(b.peer),
        partners: [a.partners, b.partners].concat(),
        at: a.at.min(b.at),
    }
}

/// The addresses of an appliance, those of its tunnels before any other.
fn addresses(found: &Found) -> Vec<Spanned<Ipv4Addr>> {
    let ends: Vec<_> = found.tunnels.iter().filter_map(|tunnel| tunnel.local).collect();
    if ends.is_empty() { found.addresses.clone() } else { ends }
}

/// Whether two appliances are the ends of one tunnel: it goes there, one of them says so, or their names differ in the
/// side alone.
fn are_partners(own: &Found, receiver: &Found) -> bool {
    let names = |of: &Found, partner: &Found| {
        let mut known = [&partner.name, &partner.id].into_iter().flatten();
        known.any(|known| of.partners.contains(&known.to_ascii_lowercase()))
    };
    let name = |found: &Found| {
        let name = Name::read(found.name.as_deref()?)?;
        Some((name.mesh.to_ascii_lowercase(), name.role, name.number))
    };
    let faces = own
        .tunnels
        .iter()
        .any(|tunnel| tunnel.remote.is_some() && receiver.tunnels.iter().any(|other| other.local == tunnel.remote));
    faces || names(own, receiver) || names(receiver, own) || name(own).is_some_and(|own| name(receiver) == Some(own))
}

/// Each once, in order.
fn once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut kept = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}
