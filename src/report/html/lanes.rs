//! What the pictures draw: each uplink as a lane from its inside local endpoint to its peer, now and after the plan.

use std::collections::BTreeSet;

use crate::eval::{JudgedFlow, Outcome, Verdict};
use crate::fix::{After, Plan};
use crate::locale::{Language, say};
use crate::report::summary::{self, Row};
use crate::report::{Report, words};
use crate::source::{Span, mask_controls, mask_name};

/// How a lane fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Good,
    Bad,
    Open,
    /// A host that is no appliance.
    Stranger,
}

impl Fate {
    pub(super) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Good,
            Verdict::Inconclusive => Self::Open,
            Verdict::Fail => Self::Bad,
        }
    }

    /// The last part of the names of its classes.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Open => "open",
            Self::Stranger => "none",
        }
    }
}

/// One uplink from left to right.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    /// Who.
    pub(super) name: String,
    /// Inside local endpoint.
    pub(super) local: String,
    /// Inside global address.
    pub(super) address: String,
    /// What stands for the port there: `:4500`, `4500?`.
    pub(super) port: String,
    /// It does not get out.
    pub(super) dropped: bool,
    /// The port that it wanted and another one has.
    pub(super) wanted: Option<String>,
    /// The other end: the address, and its port.
    pub(super) peer: (String, String),
    /// What makes it so: a line of the configuration, or of the plan, and where it stands.
    pub(super) rule: Option<(String, String)>,
    pub(super) fate: Fate,
    /// All of it in words.
    pub(super) says: String,
}

/// The lanes of one router as they are.
pub(super) fn now(report: &Report, rows: &[&Row], language: Language) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for row in rows {
        let Some(flow) = first(report, row) else { continue };
        let lane = lane_now(report, row, flow, language);
        if let Some(stranger) = stranger(report, flow, &lane, language)
            && !lanes.iter().any(|known| known.local == stranger.local && known.address == stranger.address)
        {
            lanes.push(stranger);
        }
        lanes.push(lane);
    }
    by_address(lanes)
}

/// The lanes of one router when its plan is carried out, in the order of those before it.
pub(super) fn after(report: &Report, rows: &[&Row], plan: &Plan, language: Language) -> Vec<Lane> {
    let lane = |row: &&Row| {
        let (flow, at) = (first(report, row)?, *row.flows.first()?);
        let after = plan.proof.after.iter().find(|after| after.flow == at)?;
        Some(lane_after(lane_now(report, row, flow, language), flow, (plan, after), language))
    };
    by_address(rows.iter().filter_map(lane).collect())
}

fn first<'r>(report: &'r Report, row: &Row) -> Option<&'r JudgedFlow> {
    report.flows.get(*row.flows.first()?)
}

/// Lanes of one address side by side, in the order in which the first of each comes.
fn by_address(lanes: Vec<Lane>) -> Vec<Lane> {
    let mut order: Vec<String> = Vec::new();
    for lane in &lanes {
        if !order.contains(&lane.address) {
            order.push(lane.address.clone());
        }
    }
    let mut lanes = lanes;
    lanes.sort_by_key(|lane| order.iter().position(|address| *address == lane.address));
    lanes
}

fn lane_now(report: &Report, row: &Row, flow: &JudgedFlow, language: Language) -> Lane {
    let leaves = summary::leaves_as(flow);
    let shared = flow.standing.shared.as_ref().map(|(global, _)| global.in_words().to(language));
    let address = leaves.as_ref().map(|global| global.address.to_string()).or(shared);
    let wanted = flow.flow.local_port;
    let seen = leaves.as_ref().and_then(crate::net::Endpoint::port);
    let (port, lost) = match (seen, flow.predicted.outcome) {
        (Some(port), _) if port == wanted => (format!(":{port}"), false),
        (Some(port), _) => (format!(":{port}"), flow.standing.fixed_by.is_none()),
        (None, Outcome::Dropped) => (say!("html-lane-dropped").to(language), false),
        (None, Outcome::Remapped) => (say!("html-lane-not", port = wanted).to(language), true),
        (None, _) => (format!("{wanted}?"), false),
    };
    let peers: BTreeSet<_> =
        row.flows.iter().filter_map(|at| report.flows.get(*at)).map(|flow| flow.flow.peer).collect();
    let peer = match (flow.flow.peer, peers.len()) {
        (_, 2..) => (say!("html-lane-peers", count = peers.len()).to(language), String::new()),
        (Some(peer), _) => (peer.to_string(), say!("html-lane-port", port = flow.flow.peer_port).to(language)),
        (None, _) => (say!("html-lane-any-peer").to(language), String::new()),
    };
    Lane {
        name: row.name.clone(),
        local: row.local.clone(),
        address: mask_controls(&address.unwrap_or_else(|| say!("html-not-known").to(language))),
        port,
        dropped: seen.is_none() && flow.predicted.outcome == Outcome::Dropped,
        wanted: lost.then(|| format!(":{wanted}")),
        peer,
        rule: flow.standing.fixed_by.or(flow.predicted.rule).and_then(|span| quoted(report, span)),
        fate: Fate::of(row.verdict),
        says: format!("{}: {} {}: {}", words::verdict(row.verdict), row.name, row.local, row.words),
    }
}

fn lane_after(lane: Lane, flow: &JudgedFlow, (plan, after): (&Plan, &After), language: Language) -> Lane {
    let (address, port) = match &after.leaves_as {
        Some(global) => {
            let port = global.port().map_or_else(|| format!("{}?", flow.flow.local_port), |port| format!(":{port}"));
            (mask_controls(&global.address.to_string()), port)
        }
        None => (lane.address.clone(), format!("{}?", flow.flow.local_port)),
    };
    let own = flow.flow.local.to_string();
    let typed = plan.commands.iter().find(|line| {
        line.starts_with("ip nat inside source static") && line.split_whitespace().any(|word| word == own)
    });
    let rule = typed
        .map(|line| (mask_name(line), say!("html-lane-plan", plan = plan.id.as_str()).to(language)))
        .or_else(|| lane.rule.clone());
    let fate = Fate::of(after.verdict);
    let says = say!(
        "html-lane-after",
        verdict = words::verdict(after.verdict),
        name = &lane.name,
        local = &lane.local,
        global = format!("{address}{port}"),
        by = if after.fixed { "static" } else { "nothing" }
    )
    .to(language);
    Lane { address, port, dropped: false, wanted: None, rule, fate, says, ..lane }
}

/// The host that has the port, where it is no appliance.
fn stranger(report: &Report, flow: &JudgedFlow, lane: &Lane, language: Language) -> Option<Lane> {
    let holder = flow.standing.holder.as_ref()?;
    let local = holder.local.as_ref()?;
    let own = |address| report.appliances.iter().any(|a| a.uplinks.iter().any(|uplink| uplink.address == address));
    if local.address.v4().is_some_and(own) {
        return None;
    }
    let local = mask_controls(&local.to_string());
    Some(Lane {
        name: say!("html-lane-stranger").to(language),
        port: format!(":{}", flow.flow.local_port),
        dropped: false,
        wanted: None,
        peer: (say!("html-lane-elsewhere").to(language), String::new()),
        rule: if holder.is_static { quoted(report, holder.span) } else { lane.rule.clone() },
        fate: Fate::Stranger,
        says: say!("html-lane-stranger-has", local = &local, port = flow.flow.local_port, address = &lane.address)
            .to(language),
        local,
        address: lane.address.clone(),
    })
}

fn quoted(report: &Report, span: Span) -> Option<(String, String)> {
    let line = report.network.sources.quote_line(span)?;
    Some((line.trim().to_owned(), words::place(&report.network, span)))
}
