//! What `parse` prints. Rows of a translation table are written as they pass: the inputs are read once for everything
//! but the rows, and once more for the rows.

mod rows;

use std::io::{self, Write};

use super::json::{ParseV1, RowV1, device_v1, segments_v1};
use super::words;
use crate::capture::{Dialect, Input, Kind};
use crate::grammar::{Cell, Note, Row};
use crate::model::{Addressing, Device, NatSide, Network, Pool, Seen};
use crate::source::{Span, Spanned, mask_controls};

pub(super) use rows::{At, Tables};

/// Writes what was understood as JSON. `network` must have been read from `inputs`, none of which is
/// standard input, with the same `platform`.
///
/// # Errors
/// When the writer fails, or an input cannot be read a second time.
pub fn parse_json(
    network: &Network,
    inputs: &[Input],
    platform: Option<Dialect>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let tables = Tables::new(network, inputs, platform, RowV1::of);
    let devices = (0..network.devices.len()).filter_map(|index| device_v1(network, index, &tables)).collect();
    let document = ParseV1::new(network, segments_v1(network), devices);
    serde_json::to_writer_pretty(&mut *out, &document).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Writes what was understood as text. `network` must have been read from `inputs`, none of which is
/// standard input, with the same `platform`.
///
/// # Errors
/// When the writer fails, or an input cannot be read a second time.
pub fn parse_text(
    network: &Network,
    inputs: &[Input],
    platform: Option<Dialect>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for segment in &network.segments {
        let owner = segment.device.map_or_else(String::new, |index| format!(" of {}", words::device(network, index)));
        let kind = match segment.kind {
            Kind::RunningConfig if segment.saved => "startup-config",
            Kind::RunningConfig => "running-config",
            Kind::NatTranslations => "show ip nat translations",
            Kind::Show(command) => command.command(),
            Kind::Vsphere(form) => form.title(),
            Kind::OtherCommand => "another command, not read",
            Kind::Text => "text, not read",
        };
        let dialect = match segment.dialect {
            Dialect::Unknown => String::new(),
            known => format!(", {}", known.title()),
        };
        writeln!(out, "{}: {kind}{owner}{dialect}", words::extent(network, segment))?;
        for evidence in &segment.evidence {
            let quoted = network.sources.quote_line(evidence.span).unwrap_or_default();
            writeln!(out, "    {}: {}: {}", words::place(network, evidence.span), evidence.says, quoted.trim())?;
        }
    }
    let tables = Tables::new(network, inputs, platform, row_text);
    for (index, device) in network.devices.iter().enumerate() {
        writeln!(out, "\n{}", words::device(network, index))?;
        interfaces(network, device, out)?;
        nat(network, device, out)?;
        seen(network, device, out)?;
        translations(&tables, index, out)?;
    }
    macs(network, out)?;
    notes(network, out)?;
    writeln!(out, "\n{}", words::coverage(&network.coverage))
}

fn interfaces(network: &Network, device: &Device, out: &mut dyn Write) -> io::Result<()> {
    for interface in &device.interfaces {
        let mut parts = Vec::new();
        parts.extend(interface.address.as_ref().map(|address| match &address.value {
            Addressing::Static(prefix) => prefix.to_string(),
            Addressing::Dhcp => "address by DHCP".to_owned(),
            Addressing::Negotiated => "address negotiated".to_owned(),
            Addressing::Unnumbered(name) => format!("unnumbered {name}"),
        }));
        parts.extend(interface.secondary.iter().map(|prefix| format!("{prefix} secondary")));
        parts.extend(interface.nat.as_ref().map(|side| match side.value {
            NatSide::Inside => "NAT inside".to_owned(),
            NatSide::Outside => "NAT outside".to_owned(),
            NatSide::Enable => "NAT enable".to_owned(),
        }));
        let named = |word: &str, name: &Option<Spanned<String>>| {
            name.as_ref().map(|name| format!("{word} {}", mask_controls(&name.value)))
        };
        parts.extend(named("VRF", &interface.vrf));
        parts.extend(named("access list in", &interface.acl_in));
        parts.extend(named("access list out", &interface.acl_out));
        parts.extend(interface.mtu.as_ref().map(|mtu| format!("MTU {}", mtu.value)));
        parts.extend(interface.shutdown.map(|_| "shut down".to_owned()));
        writeln!(out, "  {}: {} {}", words::place(network, interface.span), interface.name.value, parts.join(", "))?;
    }
    Ok(())
}

fn nat(network: &Network, device: &Device, out: &mut dyn Write) -> io::Result<()> {
    let mut pools: Vec<&Pool> = device.pools.values().collect();
    pools.sort_by_key(|pool| pool.span);
    let statements = device.nat_rules.iter().map(|rule| rule.statement.span).chain(pools.iter().map(|pool| pool.span));
    for span in statements {
        let quoted = network.sources.quote_line(span).unwrap_or_default();
        writeln!(out, "  {}: {}", words::place(network, span), quoted.trim())?;
    }
    Ok(())
}

/// What show commands saw: the lines themselves, in order.
fn seen(network: &Network, device: &Device, out: &mut dyn Write) -> io::Result<()> {
    let Seen { interfaces, nat, pools, port_blocks, release, .. } = &device.seen;
    let mut spans: Vec<Span> = interfaces.values().map(|interface| interface.span).collect();
    let addresses =
        interfaces.values().filter_map(|interface| Some((interface.span, interface.address.as_ref()?.span)));
    spans.extend(addresses.filter(|(line, address)| !contains(*line, *address)).map(|(_, address)| address));
    spans.extend(release.iter().map(|release| release.span));
    spans.extend(pools.values().map(|pool| pool.allocated.as_ref().map_or(pool.name.span, |count| count.span)));
    spans.extend(port_blocks.iter().flatten().map(|block| block.span));
    if let Some(nat) = nat {
        spans.push(nat.span);
        let lists = [&nat.outside, &nat.inside].into_iter().flatten();
        spans.extend(lists.flat_map(|list| &list.names).map(|name| name.span));
        spans.extend(nat.mappings.iter().map(|mapping| mapping.span));
        spans.extend(nat.limit.iter().map(|limit| limit.span));
    }
    spans.sort_unstable();
    for span in spans {
        let quoted = network.sources.quote_line(span).unwrap_or_default();
        writeln!(out, "  {}: seen: {}", words::place(network, span), quoted.trim())?;
    }
    Ok(())
}

/// What vSphere and switches say of MAC addresses: the lines themselves, in order.
fn macs(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    if network.macs.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nMAC addresses")?;
    for span in network.macs.places() {
        let quoted = network.sources.quote_line(span).unwrap_or_default();
        writeln!(out, "  {}: seen: {}", words::place(network, span), quoted.trim())?;
    }
    Ok(())
}

fn contains(line: Span, part: Span) -> bool {
    line.source == part.source && line.start <= part.start && part.end() <= line.end()
}

fn translations(tables: &Tables<'_, String>, device: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut failed = None;
    let mut each = |row: String| {
        failed = writeln!(out, "  {row}").err();
        failed.is_none()
    };
    tables.each(device, &mut each).map_err(io::Error::other)?;
    failed.map_or(Ok(()), Err)
}

fn row_text(at: &At<'_, '_>, row: &Row<'_>) -> String {
    let cell = |cell: Option<Cell<'_>>| cell.map_or_else(|| "---".to_owned(), |cell| mask_controls(cell.text));
    let protocol = row.protocol.map_or_else(|| "---".to_owned(), |protocol| protocol.to_string());
    let vrf = at.head.vrf.as_ref().map_or_else(String::new, |vrf| format!("  vrf {}", mask_controls(vrf)));
    let (global, local) = (cell(row.inside_global), cell(row.inside_local));
    let (out_local, out_global) = (cell(row.outside_local), cell(row.outside_global));
    let (source, number) = (at.source, at.line.number);
    format!("{source}:{number}: {protocol:<4} {global:<21} {local:<21} {out_local:<21} {out_global}{vrf}")
}

fn notes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let notes = network.coverage.notes();
    if !notes.is_empty() {
        writeln!(out, "\nNot modelled:")?;
    }
    for note in notes {
        let Note { span, state, effect, .. } = note;
        let quoted = network.sources.quote_line(*span).unwrap_or_default();
        let effect = mask_controls(&effect.to_string());
        writeln!(out, "  {}: {}, {effect}: {}", words::place(network, *span), state.as_str(), quoted.trim())?;
    }
    match network.coverage.dropped_notes() {
        0 => Ok(()),
        more => writeln!(out, "  and {} more", words::grouped(more)),
    }
}
