//! The ports of an inside global address: which are in use, and who has those around 4500.

use maud::{Markup, html};

use crate::eval::{JudgedFlow, Verdict};
use crate::intent::Appliance;
use crate::locale::{Language, Text, say};
use crate::model::{Device, GlobalPort, PortSet};
use crate::net::{Address, Endpoint, Protocol};
use crate::report::{Report, summary, words};
use crate::source::{Span, mask_controls, mask_name};

/// Addresses that are drawn.
const ADDRESSES: usize = 6;

const WIDTH: u32 = 1180;

/// How many ports one bar of the overview stands for.
const PER_BAR: u32 = 256;

/// The group of ports from which IOS takes one for 4500 (Cisco Press ICND2: 0-511, 512-1023, 1024-65535).
const GROUP: (u32, u32) = (1024, 65535);

/// Ports before and behind 4500 that are drawn one by one.
const AROUND: u16 = 16;

const WANTED: u16 = 4500;

/// Who has a port.
struct Holder {
    port: u16,
    who: String,
    line: Option<Span>,
}

/// A port in the overview.
struct Mark {
    port: u16,
    x: f64,
    class: &'static str,
    anchor: &'static str,
    is_told: bool,
}

/// An address, and what is known of its ports.
struct Ports<'r> {
    device: usize,
    address: Address,
    taken: PortSet,
    holders: Vec<Holder>,
    /// Somebody who wants 4500 does not get it.
    contested: bool,
    report: &'r Report,
    language: Language,
}

/// A map for each inside global address that an uplink leaves by and of which the table shows ports.
pub(super) fn maps(report: &Report, language: Language) -> Markup {
    let all = addresses(report);
    let shown = all.iter().take(ADDRESSES);
    let maps: Vec<Ports<'_>> =
        shown.filter_map(|(device, address)| Ports::of(report, *device, address, language)).collect();
    let more = all.len().saturating_sub(ADDRESSES);
    if maps.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="ports" {
            h2 id="ports" { (say!("html-ports").to(language)) }
            @for (at, map) in maps.iter().enumerate() { (map.card(at)) }
            @if more > 0 { p.soft { (say!("html-more-addresses", count = more).to(language)) } }
        }
    }
}

/// Addresses by which uplinks leave, those of failing ones first.
fn addresses(report: &Report) -> Vec<(usize, Address)> {
    let mut flows: Vec<_> = report.flows.iter().collect();
    flows.sort_by_key(|flow| std::cmp::Reverse(flow.verdict));
    let mut found: Vec<(usize, Address)> = Vec::new();
    for flow in flows {
        let Some(address) = address_of(flow).map(|address| (flow.device, address)) else { continue };
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// The address by which a flow leaves.
fn address_of(flow: &JudgedFlow) -> Option<Address> {
    let shared = flow.standing.shared.as_ref().and_then(|(global, _)| global.address().cloned());
    summary::leaves_as(flow).map(|global| global.address).or(shared)
}

impl<'r> Ports<'r> {
    fn of(report: &'r Report, index: usize, address: &Address, language: Language) -> Option<Self> {
        let device = report.network.devices.get(index)?;
        let mut taken = PortSet::default();
        device.table.occupied.of(Protocol::UDP, address).for_each(|set| taken.add(set));
        if taken.is_empty() {
            return None;
        }
        let holders = holders(report, device, address, language);
        let by_it = |flow: &&JudgedFlow| flow.device == index && address_of(flow).as_ref() == Some(address);
        let contested = report.flows.iter().filter(by_it).any(|flow| flow.verdict != Verdict::Pass);
        Some(Self { device: index, address: address.clone(), taken, holders, contested, report, language })
    }

    fn card(&self, at: usize) -> Markup {
        let address = mask_controls(&self.address.to_string());
        let router = words::router(&self.report.network, self.device);
        let title = say!("html-ports-of", address, router).to(self.language);
        let (label, description) = (format!("ports-{at}-title"), format!("ports-{at}-desc"));
        html! {
            div.card {
                h3 { (title) }
                figure {
                    div.scroll {
                        svg viewBox={ "0 0 " (WIDTH) " 178" } role="img" aria-labelledby={ (label) " " (description) } {
                            title id=(label) { (title) }
                            desc id=(description) { (self.in_words()) }
                            (self.overview())
                            (self.close_up())
                        }
                    }
                    figcaption { (self.in_words()) }
                }
                (self.table())
            }
        }
    }

    fn in_words(&self) -> String {
        let group = self.taken.iter().filter(|port| u32::from(*port) >= GROUP.0).count();
        let free = self.taken.first_free(1024..=u16::MAX).filter(|_| self.contested);
        say!(
            "html-ports-told",
            count = group,
            ports = words::grouped(group as u64),
            first = GROUP.0,
            last = GROUP.1,
            bar = PER_BAR,
            wanted = WANTED,
            state = self.state(WANTED),
            next = free.map_or_else(Text::default, |port| say!("html-ports-first-free", port))
        )
        .to(self.language)
    }

    /// `taken` or `free`: what messages choose their words by.
    fn state(&self, port: u16) -> &'static str {
        if self.taken.contains(port) { "taken" } else { "free" }
    }

    /// How full each part of the group is.
    fn overview(&self) -> Markup {
        let bars = (GROUP.1 + 1 - GROUP.0) / PER_BAR;
        let step = f64::from(WIDTH) / f64::from(bars);
        let mut counts = vec![0_u32; bars as usize];
        for port in self.taken.iter().map(u32::from).filter(|port| *port >= GROUP.0) {
            if let Some(count) = counts.get_mut(((port - GROUP.0) / PER_BAR) as usize) {
                *count += 1;
            }
        }
        let x = |port: u32| f64::from(port - GROUP.0) / f64::from(PER_BAR) * step;
        let width = format!("{:.2}", step - 0.8);
        html! {
            text.s-small x="0" y="13" { (GROUP.0) }
            text.s-small.s-end x=(WIDTH) y="13" { (GROUP.1) }
            rect.s-track x="0" y="20" width=(WIDTH) height="40" rx="4" {}
            @for (at, count) in (0_u32..).zip(&counts).filter(|(_, count)| **count > 0) {
                @let height = (f64::from(*count) / f64::from(PER_BAR) * 40.0).max(1.5);
                rect.s-bar x=(format!("{:.2}", f64::from(at) * step)) y=(format!("{:.2}", 60.0 - height)) width=(width) height=(format!("{height:.2}")) {}
            }
            @for mark in self.marks(&x) {
                path class={ "s-line s-" (mark.class) } d=(format!("M{:.1} 16V66", mark.x)) {}
                @if mark.is_told {
                    text class={ "s-mono " (mark.anchor) } x=(format!("{:.1}", mark.x)) y="82" { (mark.port) }
                }
            }
        }
    }

    /// 4500, and other ports by which uplinks leave. A name that would stand on another one is left out.
    fn marks(&self, x: &dyn Fn(u32) -> f64) -> Vec<Mark> {
        let strays = self.holders.iter().map(|holder| holder.port);
        let strays = strays.filter(|port| !(WANTED..=WANTED + 128).contains(port) && u32::from(*port) >= GROUP.0);
        let mut marks: Vec<Mark> = Vec::new();
        for (port, class) in std::iter::once((WANTED, "open")).chain(strays.map(|port| (port, "bad"))) {
            let x = x(u32::from(port));
            let is_told = marks.iter().filter(|mark| mark.is_told).all(|mark| (mark.x - x).abs() > 44.0);
            let anchor = match x {
                x if x < 24.0 => "",
                x if x > f64::from(WIDTH) - 24.0 => "s-end",
                _ => "s-mid",
            };
            marks.push(Mark { port, x, class, anchor, is_told });
        }
        marks
    }

    /// The ports around 4500, one by one.
    fn close_up(&self) -> Markup {
        let (first, last) = (WANTED - AROUND, WANTED + AROUND);
        let cell = f64::from(WIDTH) / f64::from(last - first + 1);
        let x = |port: u16| f64::from(port - first) * cell;
        let who = self.holders.iter().find(|holder| holder.port == WANTED);
        let held_by = match who {
            Some(holder) => say!("html-port-held", who = &holder.who),
            None if self.taken.contains(WANTED) => say!("html-port-taken"),
            None => say!("html-port-free"),
        };
        let middle = format!("{:.1}", x(WANTED) + cell / 2.0);
        html! {
            @for port in first..=last {
                @let held = self.taken.contains(port);
                @let class = match (port == WANTED, held) {
                    (true, true) if self.contested => "p-bad",
                    (true, _) => "p-good",
                    (false, true) => "c-taken",
                    (false, false) => "c-free",
                };
                rect class=(class) x=(format!("{:.1}", x(port) + 1.5)) y="112" width=(format!("{:.1}", cell - 3.0)) height="34" rx="4" {
                    title { (say!("html-port-state", port, state = self.state(port)).to(self.language)) }
                }
            }
            text.s-small x="0" y="104" { (first) }
            text.s-small.s-end x=(WIDTH) y="104" { (last) }
            text.s-text.s-mid x=(middle) y="104" { (WANTED) }
            text.s-small.s-mid x=(middle) y="170" {
                (held_by.to(self.language))
            }
        }
    }

    fn table(&self) -> Markup {
        if self.holders.is_empty() {
            return html! {};
        }
        let heads = [say!("html-head-port"), say!("html-head-host"), say!("html-head-line")];
        let more = self.holders.len().saturating_sub(HOLDERS);
        html! {
            h4 { (say!("html-holders").to(self.language)) }
            div.scroll {
                table {
                    thead { tr { @for head in &heads { th scope="col" { (head.to(self.language)) } } } }
                    tbody {
                        @for holder in self.holders.iter().take(HOLDERS) {
                            tr {
                                td { code { (holder.port) } }
                                td { (holder.who) }
                                td { @if let Some(line) = holder.line { code { (words::place(&self.report.network, line)) } } }
                            }
                        }
                    }
                }
            }
            @if more > 0 { p.soft { (say!("html-and-more", count = more).to(self.language)) } }
        }
    }
}

/// Holders that are listed.
const HOLDERS: usize = 40;

/// Hosts whose rows were kept: appliances, and whoever has a port of 4500 to 4628; and statics for 4500.
fn holders(report: &Report, device: &Device, address: &Address, language: Language) -> Vec<Holder> {
    let mut holders: Vec<Holder> = Vec::new();
    let name = |local: &Endpoint| {
        let own = |a: &&Appliance| a.uplinks.iter().any(|uplink| Some(uplink.address) == local.address.v4());
        let local_text = mask_controls(&local.to_string());
        match report.appliances.iter().find(own) {
            Some(appliance) if !appliance.inferred => {
                format!("{} ({local_text})", mask_name(&appliance.name))
            }
            _ => local_text,
        }
    };
    for row in device.table.rows.iter().filter(|row| row.protocol == Some(Protocol::UDP)) {
        let (Some(global), Some(local)) = (&row.inside_global, &row.inside_local) else { continue };
        let (true, Some(port)) = (global.address == *address, global.port()) else { continue };
        let who = name(local);
        if !holders.iter().any(|known| known.port == port && known.who == who) {
            holders.push(Holder { port, who, line: Some(row.span) });
        }
    }
    let global = GlobalPort::Address(address.clone());
    for (port, rule) in device.static_ports(Protocol::UDP, &global) {
        if !holders.iter().any(|known| known.port == port) {
            holders.push(Holder { port, who: say!("html-port-static").to(language), line: Some(rule.statement.span) });
        }
    }
    holders.sort_by_key(|holder| holder.port);
    holders
}
