//! The inventory file.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::RangeInclusive;

use super::accepted::ignore;
use super::yaml::{self, Checker, Fields, Node, Problem, nearest};
use super::{Appliance, Intent, NetworkProfile, Requirements, Uplink};
use crate::net::Mac;
use crate::source::{SourceMap, Span, Spanned};

/// The commented inventory that `init` writes.
pub const TEMPLATE: &str = include_str!("inventory_template.yaml");

/// The JSON Schema of the inventory, as text: editors check and complete a file by it. What it cannot say (that names and
/// addresses come once, that a date exists, which roles there are) is left to [`read_inventory`].
pub const SCHEMA: &str = include_str!("../../docs/schema/inventory.v1.json");

/// Why an inventory (or a requirements file) cannot be used: every mistake in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryError {
    /// In the order of the file; never empty.
    pub problems: Vec<Problem>,
}

impl InventoryError {
    pub(super) fn unless_empty(mut problems: Vec<Problem>) -> Option<Self> {
        problems.sort_by_key(|problem| problem.labels.first().map(|(span, _)| *span));
        (!problems.is_empty()).then_some(Self { problems })
    }
}

impl From<Problem> for InventoryError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl fmt::Display for InventoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.problems.iter().map(|problem| problem.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl std::error::Error for InventoryError {}

const ROOT_KEYS: &[&str] =
    &["version", "hcx", "appliances", "network_profiles", "spare_public_addresses", "requirements", "ignore"];
const HCX_KEYS: &[&str] = &["application_path_resiliency", "release"];
const APPLIANCE_KEYS: &[&str] = &["name", "role", "uplinks"];
const UPLINK_KEYS: &[&str] = &["address", "peers", "vrf", "mac"];
const PROFILE_KEYS: &[&str] = &["name", "ranges", "vrf"];

/// Reads an inventory that names no requirements file, and registers its text in `sources`, so that findings can point
/// into it.
///
/// # Errors
/// When it is not YAML of version 1; every mistake in the file is told.
pub fn read_inventory(name: &str, text: &str, sources: &mut SourceMap) -> Result<Intent, InventoryError> {
    read_inventory_with(name, text, sources, &|path| Err(format!("{path} is a file, and none is read here")))
}

/// The same, where `load` reads the file that `requirements: PATH` names; the path is as written in the inventory.
///
/// # Errors
/// When it is not YAML of version 1; every mistake in the file is told.
pub fn read_inventory_with(
    name: &str,
    text: &str,
    sources: &mut SourceMap,
    load: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Intent, InventoryError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = yaml::register(name, text, sources);
    let root = yaml::parse(text, source).map_err(InventoryError::from)?;
    let mut check = Checker::default();
    let fields = check.map(&root, "an inventory", ROOT_KEYS);
    check.version_1(&fields, "an inventory");
    let requirements = requirements(&mut check, &fields, sources, load);
    let mut intent = Intent { requirements: requirements.unwrap_or_else(Requirements::hcx), ..Intent::default() };
    if let Some(node) = fields.get("hcx") {
        hcx(&mut check, node, &mut intent);
    }
    if let Some(node) = fields.get("appliances") {
        let nodes = check.list(node, "appliances");
        intent.appliances = nodes.iter().filter_map(|node| appliance(&mut check, node, &intent.requirements)).collect();
        duplicates(&mut check, &intent.appliances, nodes);
    }
    if let Some(node) = fields.get("network_profiles") {
        let profiles =
            check.list(node, "network_profiles").iter().filter_map(|node| profile(&mut check, node)).collect();
        add_profiles(&mut check, profiles, &mut intent);
    }
    if let Some(node) = fields.get("spare_public_addresses") {
        let nodes = check.list(node, "spare_public_addresses");
        intent.spare_addresses =
            nodes.iter().filter_map(|node| address(&mut check, node, "a spare public address")).collect();
    }
    if let Some(node) = fields.get("ignore") {
        intent.ignores = check.list(node, "ignore").iter().filter_map(|node| ignore(&mut check, node)).collect();
    }
    InventoryError::unless_empty(check.problems).map_or(Ok(intent), Err)
}

fn requirements(
    check: &mut Checker,
    fields: &Fields<'_>,
    sources: &mut SourceMap,
    load: &dyn Fn(&str) -> Result<String, String>,
) -> Option<Requirements> {
    let node = fields.get("requirements")?;
    let path = check.text(node, "requirements")?;
    if path.eq_ignore_ascii_case("hcx") {
        return Some(Requirements::hcx());
    }
    match load(path) {
        Ok(text) => match Requirements::read(path, &text, sources) {
            Ok(requirements) => return Some(requirements),
            Err(error) => check.problems.extend(error.problems),
        },
        Err(why) => {
            let help = "`hcx` is the built-in profile; anything else is a path, relative to the inventory";
            check.wrong(node.span, "not read", format!("no requirements: {why}"), help);
        }
    }
    None
}

fn hcx(check: &mut Checker, node: &Node, intent: &mut Intent) {
    let fields = check.map(node, "hcx", HCX_KEYS);
    if let Some(node) = fields.get("application_path_resiliency") {
        intent.path_resiliency = check.truth(node, "application_path_resiliency");
    }
    if let Some(node) = fields.get("release") {
        intent.release = check.text(node, "release").map(ToOwned::to_owned);
    }
}

fn appliance(check: &mut Checker, node: &Node, requirements: &Requirements) -> Option<Appliance> {
    let fields = check.map(node, "an appliance", APPLIANCE_KEYS);
    let name =
        check.required(&fields, "name", "an appliance", "its name as the Service Mesh shows it, such as SM1-IX-I1");
    let title = name.map_or_else(|| "an appliance".to_owned(), |name| format!("appliance {name}"));
    let role = role(check, &fields, &title, requirements);
    let uplinks = match fields.get("uplinks") {
        Some(node) => check.list(node, "uplinks").iter().filter_map(|node| uplink(check, node)).collect::<Vec<_>>(),
        None => Vec::new(),
    };
    let empty = |check: &mut Checker, node| check.list(node, "uplinks").is_empty();
    if name.is_some() && fields.get("uplinks").map_or(fields.lacks("uplinks"), |node| empty(check, node)) {
        let help = "add `uplinks:` with one `- address: A.B.C.D` for each uplink interface";
        check.wrong(fields.span, "no uplinks", format!("{title} has no uplinks"), help);
    }
    Some(Appliance { name: name?.to_owned(), role: role?, uplinks, inferred: false, possible: false })
}

fn role(check: &mut Checker, fields: &Fields<'_>, title: &str, requirements: &Requirements) -> Option<String> {
    let roles = requirements.roles();
    let list = format!("the roles of {}: {}", requirements.product, roles.join(", "));
    let text = check.required(fields, "role", title, &list)?;
    // A profile that has rows for `any` only takes every role.
    if roles.is_empty() {
        return Some(text.to_owned());
    }
    if let Some(role) = roles.iter().find(|role| role.eq_ignore_ascii_case(text)) {
        return Some((*role).to_owned());
    }
    if let Some(node) = fields.get("role") {
        let help = match nearest(text, roles.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? {list}"),
            None => list,
        };
        check.wrong(node.span, "unknown role", format!("`{text}` is not a role of {}", requirements.product), help);
    }
    None
}

fn uplink(check: &mut Checker, node: &Node) -> Option<Uplink> {
    let fields = check.map(node, "an uplink", UPLINK_KEYS);
    let peers = fields.get("peers").map_or(&[][..], |node| check.list(node, "peers"));
    let peers = peers.iter().filter_map(|node| address(check, node, "a peer address")).collect();
    let optional = |key| fields.get(key).filter(|node| !matches!(node.value, yaml::Value::Null));
    let vrf = optional("vrf").and_then(|node| check.text(node, "vrf")).map(ToOwned::to_owned);
    let mac = optional("mac").and_then(|node| mac(check, node));
    check.required(&fields, "address", "an uplink", "the inside local address, such as 192.19.72.202")?;
    let node = fields.get("address")?;
    let address = address(check, node, "an uplink address")?;
    if !is_host(address) {
        let message = format!("{address} cannot be the address of an uplink");
        check.wrong(node.span, "not a host address", message, "write the address that the uplink interface has");
    }
    Some(Uplink { address, span: Some(node.span), peers, vrf, mac })
}

/// A Network Profile and where its ranges are.
fn profile(check: &mut Checker, node: &Node) -> Option<NetworkProfile> {
    let fields = check.map(node, "a Network Profile", PROFILE_KEYS);
    let name = check.required(&fields, "name", "a Network Profile", "its name as HCX shows it");
    let nodes = fields.get("ranges").map_or(&[][..], |node| check.list(node, "ranges"));
    let mut ranges = Vec::new();
    for node in nodes {
        let Some(text) = check.text(node, "a range") else { continue };
        match read_range(text) {
            Ok(range) => ranges.push(Spanned::new(range, node.span)),
            Err(help) => {
                let message = format!("`{text}` is no range of IPv4 addresses");
                check.wrong(
                    node.span,
                    "not a range",
                    message,
                    format!("{help}; a range is written 192.0.2.10-192.0.2.20"),
                );
            }
        }
    }
    if nodes.is_empty() && !fields.is_empty() && (fields.get("ranges").is_some() || fields.lacks("ranges")) {
        let help = "add `ranges:` with one `- FIRST-LAST` for each range of its IP pool";
        check.wrong(fields.span, "no ranges", "a Network Profile has no ranges", help);
    }
    let vrf = fields.get("vrf").filter(|node| !matches!(node.value, yaml::Value::Null));
    let vrf = vrf.and_then(|node| check.text(node, "vrf")).map(ToOwned::to_owned);
    Some(NetworkProfile { name: name?.to_owned(), ranges, vrf })
}

/// Their addresses become possible uplinks, but for those that an appliance has.
fn add_profiles(check: &mut Checker, profiles: Vec<NetworkProfile>, intent: &mut Intent) {
    check.problems.extend(NetworkProfile::too_many(&profiles));
    for profile in profiles {
        let mut possible = profile.as_appliance();
        let taken = |uplink: &Uplink| {
            let known = intent.appliances.iter().flat_map(|appliance| &appliance.uplinks);
            known.clone().any(|known| (known.address, &known.vrf) == (uplink.address, &uplink.vrf))
        };
        possible.uplinks.retain(|uplink| !taken(uplink));
        intent.appliances.push(possible);
    }
}

fn address(check: &mut Checker, node: &Node, what: &str) -> Option<Ipv4Addr> {
    let text = check.text(node, what)?;
    read_address(text)
        .map_err(|help| {
            let message = format!("`{text}` is not an IPv4 address, as {what} must be");
            check.wrong(node.span, "not an IPv4 address", message, help);
        })
        .ok()
}

/// Reads an IPv4 address typed by hand.
///
/// # Errors
/// What to write instead.
pub fn read_address(text: &str) -> Result<Ipv4Addr, String> {
    let alone = text.split_once('/').map_or(text, |(address, _)| address);
    match alone.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) if alone == text => Ok(address),
        Ok(IpAddr::V4(address)) => Err(format!("write the address alone, without the prefix length: {address}")),
        Ok(IpAddr::V6(_)) => {
            Err("only IPv4 is judged: PAT on UDP 4500 concerns an HCX uplink that leaves through IPv4 \
                                  NAT; write the uplink's IPv4 address"
                .to_owned())
        }
        Err(_) => Err("write four numbers from 0 to 255 without leading zeros, such as 192.19.72.202".to_owned()),
    }
}

/// Whether an interface can have the address.
pub(super) fn is_host(address: Ipv4Addr) -> bool {
    !(address.is_unspecified() || address.is_multicast() || address.is_broadcast() || address.is_loopback())
}

/// Reads one address, or the first and the last one of a range.
///
/// # Errors
/// What to write instead.
pub(super) fn read_range(text: &str) -> Result<RangeInclusive<Ipv4Addr>, String> {
    if let Some((first, last)) = network(text) {
        return Err(format!("write the first and the last address, without the prefix length: {first}-{last}"));
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (read_address(first.trim())?, read_address(last.trim())?);
    if first > last {
        return Err(format!("the lower address first: {last}-{first}"));
    }
    Ok(first..=last)
}

/// The first and the last address of `192.0.2.0/24` that an interface can have.
fn network(text: &str) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let (address, length) = text.split_once('/')?;
    let (address, length) = (address.trim().parse::<Ipv4Addr>().ok()?, length.trim().parse::<u32>().ok()?);
    let hosts = u32::MAX.checked_shr(length).filter(|_| (1..=30).contains(&length))?;
    let first = u32::from(address) & !hosts;
    Some((Ipv4Addr::from(first + 1), Ipv4Addr::from((first | hosts) - 1)))
}

/// Six octets, with colons, hyphens, in Cisco's three groups, or with nothing between them.
fn mac(check: &mut Checker, node: &Node) -> Option<Spanned<Mac>> {
    let text = check.text(node, "mac")?;
    if let Some(mac) = Mac::parse(text) {
        return Some(Spanned::new(mac, node.span));
    }
    check.wrong(
        node.span,
        "not a MAC address",
        format!("`{text}` is not a MAC address"),
        "write it as \"00:50:56:86:67:1a\"",
    );
    None
}

/// Two appliances of one name, and two uplinks of one address in one VRF.
fn duplicates(check: &mut Checker, appliances: &[Appliance], nodes: &[Node]) {
    let mut names: HashMap<&str, Span> = HashMap::new();
    for (name, span) in nodes.iter().filter_map(name_of) {
        if let Some(first) = names.insert(name, span) {
            let labels = vec![(span, "again".to_owned()), (first, "first here".to_owned())];
            let help = "give each appliance its own name: findings are told by name".to_owned();
            check.problems.push(Problem { message: format!("two appliances are called {name}"), help, labels });
        }
    }
    let mut seen: HashMap<(Ipv4Addr, Option<&str>), Span> = HashMap::new();
    for uplink in appliances.iter().flat_map(|appliance| &appliance.uplinks) {
        let Some(span) = uplink.span else { continue };
        if let Some(first) = seen.insert((uplink.address, uplink.vrf.as_deref()), span) {
            let labels = vec![(span, "again".to_owned()), (first, "first here".to_owned())];
            let message = format!("uplink address {} is given twice", uplink.address);
            let help = "each uplink has an address of its own; with several VRFs, add `vrf:`".to_owned();
            check.problems.push(Problem { message, help, labels });
        }
    }
}

fn name_of(node: &Node) -> Option<(&str, Span)> {
    let yaml::Value::Map(entries) = &node.value else { return None };
    let (_, name) = entries.iter().find(|(key, _)| key.text == "name")?;
    match &name.value {
        yaml::Value::Scalar(text) => Some((text.trim(), name.span)),
        yaml::Value::Null | yaml::Value::List(_) | yaml::Value::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_told_as_a_range() {
        for (network, range) in [
            ("192.168.10.0/24", "192.168.10.1-192.168.10.254"),
            ("192.0.2.77/30", "192.0.2.77-192.0.2.78"),
            ("192.0.2.78/30", "192.0.2.77-192.0.2.78"),
        ] {
            assert!(read_range(network).unwrap_err().ends_with(range), "{network}");
        }
        for wrong in ["192.0.2.7/32", "192.0.2.7/0", "192.0.2.7/33", "192.0.2.7/x"] {
            assert!(read_range(wrong).unwrap_err().ends_with("192.0.2.7"), "{wrong}");
        }
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        for (place, keys) in [
            ("", ROOT_KEYS),
            ("/properties/hcx", HCX_KEYS),
            ("/$defs/appliance", APPLIANCE_KEYS),
            ("/$defs/uplink", UPLINK_KEYS),
            ("/$defs/network_profile", PROFILE_KEYS),
            ("/$defs/ignore", crate::intent::accepted::KEYS),
        ] {
            let object = schema.pointer(place).unwrap();
            let mut known: Vec<&str> = object["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            let mut read = keys.to_vec();
            known.sort_unstable();
            read.sort_unstable();
            assert_eq!(known, read, "{place}");
            assert_eq!(object["additionalProperties"], false, "{place}");
        }
    }
}
