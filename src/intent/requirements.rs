//! What a product needs of the network, as data.

use std::ops::RangeInclusive;

use super::inventory::InventoryError;
use super::yaml::{self, Checker, Fields, Node, Value, nearest};
use crate::net::Protocol;
use crate::source::SourceMap;

/// A set of requirements, with where each claim comes from.
#[derive(Debug, Clone)]
pub struct Requirements {
    /// `VMware HCX`, ...
    pub product: String,
    /// One row a need.
    pub rows: Vec<Requirement>,
}

/// One need of one role.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// `IX`, `NE`, ...; `any` for every role.
    pub role: String,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// Source ports that must survive translation; `None` where any source port will do, and only the way must be open.
    pub source_ports: Option<RangeInclusive<u16>>,
    /// Destination port at the peer.
    pub destination_port: u16,
    /// Only with Application Path Resiliency.
    pub path_resiliency: bool,
    /// Nice to have: without it the product works.
    pub optional: bool,
    /// What it is for.
    pub purpose: String,
    /// Where the claim comes from.
    pub source: String,
}

const ROW_KEYS: &[&str] =
    &["role", "protocol", "source_ports", "destination_port", "path_resiliency", "optional", "purpose", "source"];

impl Requirements {
    /// The built-in requirements of VMware HCX.
    pub fn hcx() -> Self {
        // A test reads the embedded file; were it broken all the same, an empty set keeps the program honest: nothing
        // required is nothing passed, every verdict is inconclusive.
        Self::read("requirements_hcx.yaml", include_str!("requirements_hcx.yaml"), &mut SourceMap::default())
            .unwrap_or_else(|_| Self { product: "VMware HCX".to_owned(), rows: Vec::new() })
    }

    /// Reads a requirements file of the form of the built-in one and registers its text in `sources`.
    ///
    /// # Errors
    /// When it is not YAML of version 1; every mistake in the file is told.
    pub fn read(name: &str, text: &str, sources: &mut SourceMap) -> Result<Self, InventoryError> {
        let source = yaml::register(name, text, sources);
        let root = yaml::parse(text, source).map_err(InventoryError::from)?;
        let mut check = Checker::default();
        let fields = check.map(&root, "a requirements file", &["version", "product", "requirements"]);
        check.version_1(&fields, "a requirements file");
        let product = check.required(&fields, "product", "a requirements file", "name the product, for the reports");
        let rows = match fields.get("requirements") {
            Some(node) => {
                check.list(node, "requirements").iter().filter_map(|row| requirement(&mut check, row)).collect()
            }
            None => Vec::new(),
        };
        if rows.is_empty() && check.problems.is_empty() {
            check.wrong(root.span, "nothing required", "a requirements file without requirements", "add at least one");
        }
        let product = product.unwrap_or_default().to_owned();
        InventoryError::unless_empty(check.problems).map_or(Ok(Self { product, rows }), Err)
    }

    /// The rows that a role must meet, those of `any` role among them. A role that no row names (an appliance that was
    /// inferred) is taken for the first one.
    pub fn of<'r>(&'r self, role: &str) -> impl Iterator<Item = &'r Requirement> + use<'r> {
        let roles = self.roles();
        let known = roles.iter().find(|known| known.eq_ignore_ascii_case(role)).or(roles.first()).copied();
        self.rows.iter().filter(move |row| row.role == "any" || Some(row.role.as_str()) == known)
    }

    /// The roles that have a row of their own.
    pub(super) fn roles(&self) -> Vec<&str> {
        let mut roles: Vec<&str> = Vec::new();
        for row in self.rows.iter().filter(|row| row.role != "any") {
            if !roles.contains(&row.role.as_str()) {
                roles.push(&row.role);
            }
        }
        roles
    }
}

fn requirement(check: &mut Checker, node: &Node) -> Option<Requirement> {
    let fields = check.map(node, "a requirement", ROW_KEYS);
    let role = check.required(&fields, "role", "a requirement", "a role such as IX, or `any`");
    let protocol = protocol(check, &fields);
    let any =
        matches!(fields.get("source_ports").map(|node| &node.value), Some(Value::Scalar(text)) if text.trim() == "any");
    let source_ports = if any { Some(None) } else { ports(check, &fields, "source_ports").map(Some) };
    let destination_port = ports(check, &fields, "destination_port");
    let truth = |check: &mut Checker, key| fields.get(key).map_or(Some(false), |node| check.truth(node, key));
    let path_resiliency = truth(check, "path_resiliency");
    let optional = truth(check, "optional");
    let purpose = check.required(&fields, "purpose", "a requirement", "say what the port is for");
    let source = check.required(&fields, "source", "a requirement", "say where the claim comes from");
    Some(Requirement {
        role: role?.to_owned(),
        protocol: protocol?,
        source_ports: source_ports?,
        destination_port: *destination_port?.start(),
        path_resiliency: path_resiliency?,
        optional: optional?,
        purpose: purpose?.to_owned(),
        source: source?.to_owned(),
    })
}

fn protocol(check: &mut Checker, fields: &Fields<'_>) -> Option<Protocol> {
    let text = check.required(fields, "protocol", "a requirement", "tcp or udp")?;
    let protocol = Protocol::parse(&text.to_ascii_lowercase()).filter(|protocol| protocol.has_ports());
    if let (None, Some(node)) = (protocol, fields.get("protocol")) {
        let help = match nearest(text, ["udp", "tcp"]) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write tcp or udp: only these have ports".to_owned(),
        };
        check.wrong(node.span, "no protocol with ports", format!("`{text}` has no ports"), help);
    }
    protocol
}

/// `4500` or `4500-4628`; a lone destination port is a range of one. That source ports may be `any` is for the caller.
fn ports(check: &mut Checker, fields: &Fields<'_>, key: &str) -> Option<RangeInclusive<u16>> {
    let text = check.required(fields, key, "a requirement", "a port, such as 4500")?;
    let one = |text: &str| text.trim().parse::<u16>().ok().filter(|port| *port > 0);
    let range = match text.split_once('-') {
        Some((first, last)) if key == "source_ports" => one(first).zip(one(last)),
        Some(_) => None,
        None => one(text).map(|port| (port, port)),
    };
    let range = range.filter(|(first, last)| first <= last).map(|(first, last)| first..=last);
    if let (None, Some(node)) = (&range, fields.get(key)) {
        let form = if key == "source_ports" { "a port or a range" } else { "a port" };
        let help = if key == "source_ports" { "write it as 4500, \"4500-4628\" or any" } else { "write it as 4500" };
        let message = format!("`{text}` is not {form} from 1 to 65535");
        check.wrong(node.span, "bad port", message, help);
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_requirements_parse() {
        let hcx = Requirements::hcx();
        assert_eq!((hcx.product.as_str(), hcx.roles()), ("VMware HCX", vec!["IX", "NE", "Manager"]));
        let paths = hcx.rows.iter().find(|row| row.path_resiliency).unwrap();
        assert_eq!((paths.source_ports.clone(), paths.destination_port), (Some(4500..=4628), 4500));
        let kept = hcx.rows.iter().filter(|row| row.source_ports.is_some());
        assert!(kept.clone().all(|row| row.protocol == Protocol::UDP && !row.optional));
        assert!(kept.count() == 3 && hcx.rows.iter().all(|row| !row.source.is_empty()));
    }
}
