//! Who else has the port that a flow wants of a shared address, and who else wants it.

use super::judge::{Holder, Place, own_rows};
use super::scene::Scene;
use super::{Flow, fixed};
use crate::model::{NatKind, NatRule, Translation};
use crate::net::{Address, Endpoint, Ident};

impl<'d> Scene<'_, 'd> {
    /// Who else holds the port: a static of the configuration, or a row of the table.
    pub(super) fn holder(&self, place: &Place<'d>) -> Option<Holder> {
        if let Some(rule) = self.reserving(place, self.flow.local_port)
            && let NatKind::Static(fixed) = &rule.kind
        {
            let local = Some(fixed.local.value.clone());
            return Some(Holder { span: rule.statement.span, local, is_static: true });
        }
        // Of several rows the one towards the same peer tells most.
        let peer = self.flow.peer.map(Address::V4);
        let same = |row: &&Translation| row.outside_global.as_ref().map(|outside| &outside.address) == peer.as_ref();
        let rows = || self.rows_holding(place, self.flow.local_port);
        let row = rows().find(same).or_else(|| rows().next())?;
        Some(Holder { span: row.span, local: row.inside_local.clone(), is_static: false })
    }

    /// Who else has a port, a static as `None`; no answer where nobody is known to have it.
    pub(super) fn holders(&self, place: &Place<'d>, port: u16) -> Option<Vec<Option<&'d Translation>>> {
        let fixed = self.reserving(place, port).map(|_| None);
        let holders: Vec<_> = fixed.into_iter().chain(self.rows_holding(place, port).map(Some)).collect();
        (!holders.is_empty()).then_some(holders)
    }

    /// The static that gives a port to another host.
    fn reserving(&self, place: &Place<'d>, port: u16) -> Option<&'d NatRule> {
        let globals = [&place.named, &place.global];
        let mut statics = globals.into_iter().flat_map(|global| self.device.static_ports(self.flow.protocol, global));
        let holds = |(theirs, rule): &(u16, &NatRule)| *theirs == port && !fixed::is_from(rule, self.flow);
        statics.find(holds).map(|(_, rule)| rule)
    }

    /// Rows of other hosts that hold a port.
    pub(super) fn rows_holding(
        &self,
        place: &Place<'d>,
        port: u16,
    ) -> impl Iterator<Item = &'d Translation> + use<'_, 'd> {
        let wanted =
            place.global.address().map(|address| Endpoint { address: address.clone(), ident: Some(Ident::Port(port)) });
        let (own, flow) = (Endpoint::with_port(self.flow.local, self.flow.local_port), self.flow);
        let other_vrf = move |row: &Translation| row.vrf.is_some() && flow.vrf.is_some() && row.vrf != flow.vrf;
        let rows = wanted.map(|wanted| self.device.table.rows.of_global(&wanted));
        rows.into_iter().flatten().filter(move |row| {
            row.protocol == Some(flow.protocol)
                && row.inside_local.as_ref().is_some_and(|local| *local != own || other_vrf(row))
        })
    }

    /// The other hosts that want the same port of a shared address.
    pub(super) fn rivals(&self, place: &Place<'_>) -> impl Iterator<Item = usize> {
        // Entries may show two hosts of one pool on two of its addresses.
        let shares = |theirs: &Place<'_>| {
            let known = theirs.global.address().is_some() && place.global.address().is_some();
            theirs.global == place.global || (theirs.named == place.named && !known)
        };
        let other = |flow: &Flow| {
            (flow.local, &flow.vrf) != (self.flow.local, &self.flow.vrf)
                && flow.protocol == self.flow.protocol
                && flow.local_port == self.flow.local_port
        };
        let rival = move |at: &usize| {
            self.asked.get(*at).is_some_and(|(_, flow)| other(flow)) && self.places.of_flow(*at).iter().any(shares)
        };
        self.places.flows_of(place).into_iter().filter(rival)
    }

    /// Whether a rival shares a place for sure when this flow does.
    pub(super) fn is_sure(&self, rival: usize, place: &Place<'_>) -> bool {
        self.places.go_together(self.at, rival, place)
    }

    pub(super) fn is_waiting(&self, rival: usize) -> bool {
        self.asked.get(rival).is_some_and(|(_, flow)| self.behaviour.is_some() || !self.has_row(flow))
    }

    pub(super) fn has_row(&self, flow: &Flow) -> bool {
        own_rows(self.device, flow).next().is_some()
    }
}
