//! What HCX calls its objects and their keys.
//!
//! From the structures that developer.broadcom.com publishes of PowerCLI (`VMware.VimAutomation.Hcx.Types.V1`) and of the
//! interconnect metrics API, and from what scripts that call the other interfaces read. Case tells nothing: PowerCLI
//! writes `Name`, REST `name`.

use crate::intent::yaml::{Key, Node, Value};
use crate::source::Span;

/// What an object is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of `Get-HCXAppliance`, `Get-HCXInterconnectStatus`, the appliances and the interconnect metrics of REST.
    Appliance,
    /// Of `Get-HCXNetworkProfile` and the networks of REST.
    Profile,
    /// Of `Get-HCXServiceMesh` and the Service Meshes of REST.
    Mesh,
    /// Holds the others: a page of REST, a list of PowerShell.
    Page,
    /// Known, and of no use here.
    Useless(&'static str),
}

const APPLIANCE: &[&str] = &[
    "appliance",
    "applianceId",
    "applianceName",
    "applianceType",
    "applianceVersion",
    "availableVersion",
    "cloudUrl",
    "computeProfileId",
    "currentVersion",
    "dataStore",
    "dvsId",
    "dvsName",
    "endPointId",
    "hostOrCluster",
    "id",
    "ipAddress",
    "location",
    "name",
    "network",
    "networkExtensionCount",
    "peerAppliance",
    "peerAppliances",
    "serviceComponent",
    "serviceMeshId",
    "statistics",
    "status",
    "summary",
    "timestamp",
    "tunnelStatus",
    "type",
    "uid",
    "updateAvailable",
];

const PROFILE: &[&str] = &[
    "backings",
    "computeProfileId",
    "dnsSuffix",
    "gateway",
    "id",
    "interconnectNetworkType",
    "ipScopes",
    "l3TenantManaged",
    "mtu",
    "name",
    "networkBacking",
    "networkId",
    "networkIpRange",
    "objectId",
    "prefixLength",
    "primaryDns",
    "secondaryDns",
    "serviceMeshId",
    "staticRoute",
    "uid",
    "usage",
];

const MESH: &[&str] = &[
    "backingApplianceType",
    "computeProfile",
    "computeProfiles",
    "dvs",
    "id",
    "lastTaskDetails",
    "name",
    "service",
    "serviceMeshId",
    "serviceStatus",
    "services",
    "state",
    "trafficEnggCfg",
    "uid",
    "updateAvailable",
    "wanoptBandwidth",
];

const PAGE: &[&str] = &["count", "data", "items", "paging", "result", "results", "value"];

/// Keys inside others, by what they stand in.
pub(super) const STATISTICS: &[&str] = &["peerSiteConnectivity", "systemStatus", "tunnels"];
pub(super) const TUNNEL: &[&str] = &[
    "counters",
    "detail",
    "id",
    "ikev2Status",
    "localAddress",
    "localPort",
    "remoteAddress",
    "remotePort",
    "summary",
    "timestamp",
    "tunnelType",
];
pub(super) const SCOPE: &[&str] =
    &["dnsSuffix", "gateway", "networkIpRanges", "prefixLength", "primaryDns", "secondaryDns"];
pub(super) const TRAFFIC: &[&str] = &[
    "groEnabled",
    "isAppPathResiliencyEnabled",
    "isEncryptionlessTunnelEnabledForMigration",
    "isEncryptionlessTunnelEnabledForNE",
    "isTcpFlowConditioningEnabled",
];

/// Whether PowerCLI has a property of this name, whatever of.
pub(super) fn is_column(word: &str) -> bool {
    [APPLIANCE, PROFILE, MESH].iter().any(|list| lists(list, word))
}

fn lists(known: &[&str], word: &str) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
}

impl Kind {
    /// Decided by its keys; `None` for what looks like nothing known.
    pub(super) fn of(object: Object<'_>) -> Option<Self> {
        let any = |keys: &[&str]| keys.iter().any(|key| object.has(key));
        let all = |keys: &[&str]| keys.iter().all(|key| object.has(key));
        if any(&["destinationNetwork", "destinationGateway"]) {
            return Some(Self::Useless("a Network Extension"));
        }
        if any(&["deploymentCompute", "deploymentStorage", "deploymentContainer"]) {
            return Some(Self::Useless("a Compute Profile"));
        }
        if any(&["uplinkMetrics", "pmtuMetrics"]) {
            return Some(Self::Useless("a measurement of the underlay"));
        }
        if any(&["networkIpRange", "ipScopes", "interconnectNetworkType"]) {
            return Some(Self::Profile);
        }
        if any(&["trafficEnggCfg", "serviceStatus", "wanoptBandwidth"]) || all(&["serviceMeshId", "computeProfiles"]) {
            return Some(Self::Mesh);
        }
        let certain = ["statistics", "applianceName", "applianceType", "applianceId", "tunnelStatus", "peerAppliance"];
        let described = any(&["appliance", "name"]) && any(&["ipAddress", "serviceComponent"]);
        let named = object.text("name").is_some_and(|name| Name::read(name.0).is_some());
        if any(&certain) || described || named {
            return Some(Self::Appliance);
        }
        let page = |key: &&str| matches!(object.get(key).map(|node| &node.value), Some(Value::List(_) | Value::Map(_)));
        PAGE.iter().any(page).then_some(Self::Page)
    }

    /// In the plural.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Appliance => "appliances",
            Self::Profile => "Network Profiles",
            Self::Mesh => "Service Meshes",
            Self::Page => "the answer",
            Self::Useless(what) => what,
        }
    }

    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Appliance => APPLIANCE,
            Self::Profile => PROFILE,
            Self::Mesh => MESH,
            Self::Page | Self::Useless(_) => PAGE,
        }
    }
}

/// The entries of an object, asked for in any case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'n>(&'n [(Key, Node)]);

impl<'n> Object<'n> {
    pub(super) fn of(node: &'n Node) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Self(entries)),
            Value::Null | Value::Scalar(_) | Value::List(_) => None,
        }
    }

    fn has(self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known.text.eq_ignore_ascii_case(key))
    }

    /// What stands under a key, unless it is empty.
    pub(super) fn get(self, key: &str) -> Option<&'n Node> {
        let mut found = self.0.iter().filter(|(known, _)| known.text.eq_ignore_ascii_case(key)).map(|(_, node)| node);
        found.find(|node| match &node.value {
            Value::Null => false,
            Value::Scalar(text) => !text.trim().is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(_) => true,
        })
    }

    /// The first of some keys that has a text, and its place.
    pub(super) fn text_of(self, keys: &[&str]) -> Option<(&'n str, Span)> {
        keys.iter().find_map(|key| self.text(key))
    }

    pub(super) fn text(self, key: &str) -> Option<(&'n str, Span)> {
        let node = self.get(key)?;
        match &node.value {
            Value::Scalar(text) => Some((text.trim(), node.span)),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The objects in a list under a key; one alone counts as a list of one.
    pub(super) fn objects(self, key: &str) -> impl Iterator<Item = Self> + use<'n> {
        let nodes = match self.get(key) {
            Some(Node { value: Value::List(items), .. }) => items.as_slice(),
            Some(node) => std::slice::from_ref(node),
            None => &[],
        };
        nodes.iter().filter_map(Self::of)
    }

    pub(super) fn entries(self) -> impl Iterator<Item = &'n Node> {
        self.0.iter().map(|(_, node)| node)
    }

    /// Keys that are none of `known`.
    pub(super) fn unknown(self, known: &[&str]) -> impl Iterator<Item = &'n Key> {
        self.0.iter().map(|(key, _)| key).filter(move |key| !lists(known, &key.text))
    }
}

/// Which end of a Service Mesh an appliance is, as its name says: `-I1` initiates, `-R1` receives (the vendor's port
/// list; field).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Initiator,
    Receiver,
}

/// What the name of an appliance tells: `SM1-NE-I2`. The name of the Service Mesh may have hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name<'t> {
    pub(super) mesh: &'t str,
    pub(super) role: &'static str,
    pub(super) side: Side,
    pub(super) number: u32,
}

impl<'t> Name<'t> {
    pub(super) fn read(name: &'t str) -> Option<Self> {
        let (rest, end) = name.trim().rsplit_once('-')?;
        let (mesh, role) = rest.rsplit_once('-').filter(|(mesh, _)| !mesh.is_empty())?;
        let side = match end.get(..1)?.to_ascii_uppercase().as_str() {
            "I" => Side::Initiator,
            "R" => Side::Receiver,
            _ => return None,
        };
        let digits = end.get(1..).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        // IXE is the IX of HCX 9.1.1. WO, SGW and SDR were not found in use; the pattern is likely.
        let roles = [("IX", "IX"), ("IXE", "IX"), ("NE", "NE"), ("WO", "WO"), ("SGW", "SGW"), ("SDR", "SDR")];
        let (_, role) = roles.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(role))?;
        Some(Self { mesh, role, side, number: digits.parse().ok()? })
    }
}

/// The role that a type or component stands for: `HCX-WAN-IX`, `L2Concentrator`.
pub(super) fn role_of_type(text: &str) -> Option<&'static str> {
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let table = [
        ("HCXWANIX", "IX"),
        ("HCXWANIXEDGE", "IX"),
        ("INTERCONNECT", "IX"),
        ("HCXNETEXT", "NE"),
        ("L2CONCENTRATOR", "NE"),
        ("NETWORKEXTENSION", "NE"),
        ("WANOPTIMIZATION", "WO"),
    ];
    table.into_iter().find(|(known, _)| *known == text).map(|(_, role)| role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_role_and_side() {
        let read = |name| Name::read(name).map(|name| (name.mesh, name.role, name.side, name.number));
        assert_eq!(read("SM1-IX-I1"), Some(("SM1", "IX", Side::Initiator, 1)));
        assert_eq!(read("HCX-OnPrem-1-2-NE-I12"), Some(("HCX-OnPrem-1-2", "NE", Side::Initiator, 12)));
        assert_eq!(read("mesh-ixe-r1"), Some(("mesh", "IX", Side::Receiver, 1)));
        for other in ["SM1-IX", "SM1-IX-X1", "SM1-IX-I", "IX-I1", "-IX-I1", "SM1-DR-I1", "SM1-IX-I1a", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn types_tell_roles() {
        for (text, role) in [
            ("HCX-WAN-IX", Some("IX")),
            ("HCX-WAN-IX-EDGE", Some("IX")),
            ("Interconnect", Some("IX")),
            ("L2Concentrator", Some("NE")),
            ("WANOptimization", Some("WO")),
            // ConvertTo-Json writes the number of an enumeration, which is not published.
            ("0", None),
        ] {
            assert_eq!(role_of_type(text), role, "{text}");
        }
    }
}
