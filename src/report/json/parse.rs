//! `hcxnat.parse.v1`.

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::macs::MacsV1;
use super::observed::ObservedV1;
use super::{CoverageV1, EndpointV1, TOOL, ToolV1, source_name};
use crate::capture::{Dialect, Kind};
use crate::grammar::{Cell, Row};
use crate::model::{
    Addressing, Interface, NatKind, NatOptions, NatRule, NatSide, Network, Pool, Selector, StaticGlobal, Target,
};
use crate::report::parse::{At, Tables};
use crate::source::{SourceMap, mask_controls, mask_name};

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct ParseV1<'r> {
    #[cfg_attr(test, schemars(extend("const" = "hcxnat.parse.v1")))]
    schema: &'static str,
    tool: ToolV1,
    segments: Vec<SegmentV1>,
    devices: Vec<DeviceV1<'r>>,
    /// What vSphere and switches say of MAC addresses; left out where nobody said anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    macs: Option<MacsV1>,
    coverage: CoverageV1,
}

impl<'r> ParseV1<'r> {
    pub(in crate::report) fn new(network: &Network, segments: Vec<SegmentV1>, devices: Vec<DeviceV1<'r>>) -> Self {
        let coverage = CoverageV1::of(&network.coverage, &network.sources);
        let macs = MacsV1::of(network);
        Self { schema: "hcxnat.parse.v1", tool: TOOL, segments, devices, macs, coverage }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct SegmentV1 {
    source: String,
    first_line: u32,
    last_line: u32,
    device: Option<String>,
    kind: &'static str,
    dialect: &'static str,
    evidence: Vec<EvidenceV1>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EvidenceV1 {
    line: Option<u32>,
    text: String,
}

pub(in crate::report) fn segments_v1(network: &Network) -> Vec<SegmentV1> {
    let sources = &network.sources;
    let name = |index: usize| network.devices.get(index).and_then(|device| device.name.as_deref().map(mask_name));
    let segment = |segment: &crate::model::SegmentSummary| SegmentV1 {
        source: sources.get(segment.source).map(|file| mask_name(file.name())).unwrap_or_default(),
        first_line: segment.first_line,
        last_line: segment.last_line,
        device: segment.device.and_then(name),
        kind: match segment.kind {
            Kind::RunningConfig if segment.saved => "startup-config",
            Kind::RunningConfig => "running-config",
            Kind::NatTranslations => "nat-translations",
            Kind::Show(command) => command.as_str(),
            Kind::Vsphere(form) => form.as_str(),
            Kind::OtherCommand => "other-command",
            Kind::Text => "text",
        },
        dialect: segment.dialect.as_str(),
        evidence: segment
            .evidence
            .iter()
            .map(|evidence| EvidenceV1 {
                line: super::line(sources, evidence.span),
                text: sources.quote(evidence.span).unwrap_or_else(|| evidence.says.to_string()),
            })
            .collect(),
    };
    network.segments.iter().map(segment).collect()
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct DeviceV1<'r> {
    name: Option<String>,
    dialect: Option<&'static str>,
    version: Option<String>,
    interfaces: Vec<InterfaceV1>,
    nat_rules: Vec<NatRuleV1>,
    pools: Vec<PoolV1>,
    /// What show commands saw; left out where none said anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<ObservedV1>,
    /// Written while the table is read, one row at a time.
    #[cfg_attr(test, schemars(with = "Vec<RowV1>"))]
    translations: JsonRows<'r>,
}

/// The device of that index; `None` when there is none.
pub(in crate::report) fn device_v1<'r>(
    network: &Network,
    index: usize,
    tables: &'r Tables<'r, RowV1>,
) -> Option<DeviceV1<'r>> {
    let (sources, device) = (&network.sources, network.devices.get(index)?);
    let mut pools: Vec<&Pool> = device.pools.values().collect();
    pools.sort_by_key(|pool| pool.span);
    Some(DeviceV1 {
        name: device.name.as_ref().map(|_| mask_name(device.title())),
        dialect: device.dialect.map(Dialect::as_str),
        version: device.version.as_ref().map(|version| mask_name(&version.value)),
        interfaces: device.interfaces.iter().map(|interface| InterfaceV1::of(sources, interface)).collect(),
        nat_rules: device.nat_rules.iter().map(|rule| NatRuleV1::of(sources, rule)).collect(),
        pools: pools.into_iter().map(|pool| PoolV1::of(sources, pool)).collect(),
        observed: ObservedV1::of(sources, device),
        translations: JsonRows { tables, device: index },
    })
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct InterfaceV1 {
    line: Option<u32>,
    source: String,
    name: String,
    address: Option<String>,
    secondary: Vec<String>,
    nat: Option<&'static str>,
    vrf: Option<String>,
    shutdown: bool,
    acl_in: Option<String>,
    acl_out: Option<String>,
    mtu: Option<u32>,
}

impl InterfaceV1 {
    fn of(sources: &SourceMap, interface: &Interface) -> Self {
        let text = |value: &Option<crate::source::Spanned<String>>| value.as_ref().map(|v| mask_controls(&v.value));
        Self {
            line: super::line(sources, interface.span),
            source: source_name(sources, interface.span),
            name: interface.name.to_string(),
            address: interface.address.as_ref().map(|address| match &address.value {
                Addressing::Static(prefix) => prefix.to_string(),
                Addressing::Dhcp => "dhcp".to_owned(),
                Addressing::Negotiated => "negotiated".to_owned(),
                Addressing::Unnumbered(name) => format!("unnumbered {name}"),
            }),
            secondary: interface.secondary.iter().map(ToString::to_string).collect(),
            nat: interface.nat.as_ref().map(|side| match side.value {
                NatSide::Inside => "inside",
                NatSide::Outside => "outside",
                NatSide::Enable => "enable",
            }),
            vrf: text(&interface.vrf),
            shutdown: interface.shutdown.is_some(),
            acl_in: text(&interface.acl_in),
            acl_out: text(&interface.acl_out),
            mtu: interface.mtu.as_ref().map(|mtu| mtu.value),
        }
    }
}

#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NatRuleV1 {
    line: Option<u32>,
    source: String,
    direction: &'static str,
    kind: &'static str,
    protocol: Option<String>,
    local: Option<EndpointV1>,
    /// A static on the address of an interface has the port alone here.
    global: Option<EndpointV1>,
    /// The interface that supplies the global address.
    interface: Option<String>,
    acl: Option<String>,
    route_map: Option<String>,
    pool: Option<String>,
    prefix_length: Option<u8>,
    overload: bool,
    vrf: Option<String>,
    options: Vec<String>,
}

impl NatRuleV1 {
    fn of(sources: &SourceMap, rule: &NatRule) -> Self {
        let tail = &rule.options;
        let mut out = Self {
            line: super::line(sources, rule.statement.span),
            source: source_name(sources, rule.statement.span),
            direction: rule.direction.as_str(),
            route_map: tail.route_map.as_ref().map(|name| mask_controls(&name.value)),
            pool: tail.pool.as_ref().map(|name| mask_controls(&name.value)),
            overload: tail.overload.is_some(),
            vrf: tail.vrf.as_ref().map(|name| mask_controls(&name.value)),
            options: options(tail),
            ..Self::default()
        };
        match &rule.kind {
            NatKind::Static(fixed) => {
                out.kind = "static";
                out.protocol = fixed.protocol.map(|protocol| protocol.to_string());
                out.local = Some(EndpointV1::of(&fixed.local.value));
                out.prefix_length = fixed.network;
                match &fixed.global.value {
                    StaticGlobal::Address(endpoint) => out.global = Some(EndpointV1::of(endpoint)),
                    StaticGlobal::Interface(name, port) => {
                        out.interface = Some(name.to_string());
                        out.global = port.map(EndpointV1::port_alone);
                    }
                }
            }
            NatKind::Dynamic(dynamic) => {
                out.kind = "dynamic";
                match &dynamic.selector.value {
                    Selector::AccessList(name) => out.acl = Some(mask_controls(name)),
                    Selector::RouteMap(name) => out.route_map = Some(mask_controls(name)),
                }
                match &dynamic.target.value {
                    Target::Interface(name) => out.interface = Some(name.to_string()),
                    Target::Pool(name) => out.pool = Some(mask_controls(name)),
                }
            }
        }
        out
    }
}

/// The tail of a rule as words, without what has a key of its own.
fn options(tail: &NatOptions) -> Vec<String> {
    let flags = [(&tail.extended, "extended"), (&tail.extendable, "extendable"), (&tail.match_in_vrf, "match-in-vrf")];
    let flags = flags.into_iter().filter(|(flag, _)| flag.is_some()).map(|(_, word)| word.to_owned());
    let named = [(&tail.redundancy, "redundancy"), (&tail.track, "track")];
    let named = named.into_iter().filter_map(|(name, word)| Some(format!("{word} {}", name.as_ref()?.value)));
    let egress = tail.egress_interface.iter().map(|name| format!("egress-interface {name}"));
    let other = tail.other.iter().map(|other| other.value.clone());
    flags.chain(named).chain(egress).chain(other).map(|word| mask_controls(&word)).collect()
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PoolV1 {
    line: Option<u32>,
    source: String,
    name: String,
    ranges: Vec<[String; 2]>,
    prefix_length: Option<u8>,
    r#type: Option<String>,
}

impl PoolV1 {
    fn of(sources: &SourceMap, pool: &Pool) -> Self {
        Self {
            line: super::line(sources, pool.span),
            source: source_name(sources, pool.span),
            name: mask_controls(&pool.name.value),
            ranges: pool.ranges.iter().map(|r| [r.value.0.to_string(), r.value.1.to_string()]).collect(),
            prefix_length: pool.prefix_length,
            r#type: pool.kind.as_ref().map(|kind| mask_controls(&kind.value)),
        }
    }
}

/// One row of a translation table.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::report) struct RowV1 {
    line: u32,
    source: String,
    protocol: Option<String>,
    vrf: Option<String>,
    inside_global: Option<EndpointV1>,
    inside_local: Option<EndpointV1>,
    outside_local: Option<EndpointV1>,
    outside_global: Option<EndpointV1>,
}

impl RowV1 {
    pub(in crate::report) fn of(at: &At<'_, '_>, row: &Row<'_>) -> Self {
        let cell = |cell: Option<Cell<'_>>| cell.map(|cell| EndpointV1::of(&cell.endpoint()));
        Self {
            line: at.line.number,
            source: at.source.to_owned(),
            protocol: row.protocol.map(|protocol| protocol.to_string()),
            vrf: at.head.vrf.as_deref().map(mask_controls),
            inside_global: cell(row.inside_global),
            inside_local: cell(row.inside_local),
            outside_local: cell(row.outside_local),
            outside_global: cell(row.outside_global),
        }
    }
}

/// The rows of a device as a JSON list that exists only while it is written.
struct JsonRows<'r> {
    tables: &'r Tables<'r, RowV1>,
    device: usize,
}

impl Serialize for JsonRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut failed = None;
        let mut each = |row: RowV1| {
            failed = list.serialize_element(&row).err();
            failed.is_none()
        };
        self.tables.each(self.device, &mut each).map_err(serde::ser::Error::custom)?;
        match failed {
            Some(error) => Err(error),
            None => list.end(),
        }
    }
}
