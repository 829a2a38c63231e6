//! The items. One entry is all there is to an item: what it asks, where that comes from, which rules speak against it,
//! what looks for positive evidence, and what decides it otherwise.
//!
//! Origins, as far as they are public: the ports list of VCF Operations HCX 9.1, the underlay minimums of HCX 4.11, AWS
//! EVS "HCX internet access", Microsoft's AVS network checklist, and two field reports. Where a demand is our inference,
//! its origin says so.

use super::Remark;
use super::scene::{LookAt, Scene};
use super::{path, port, services};
use crate::rules::Finding;

/// One item of the checklist.
#[derive(Debug)]
pub struct Item {
    /// 1 to 26; never reused.
    pub number: u8,
    /// What it asks, as a statement that is true when all is well.
    pub title: &'static str,
    /// Where the demand comes from.
    pub origin: &'static str,
    /// Who can answer it.
    pub answer: Answerer,
    /// Codes of rules whose findings speak against it; the first letters of a family stand for all of it.
    pub rules: &'static [&'static str],
    /// A wish, no need.
    pub optional: bool,
    pub(super) look: Look,
    /// What to paste, or where to look, while it is open. `PEER` and `OUTSIDE` stand for what the capture names.
    pub next: &'static [&'static str],
}

/// Who can answer an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answerer {
    /// The configuration and the show commands of the router.
    Router,
    /// The router for its own part only.
    Partly,
    /// No router.
    Elsewhere,
}

impl Answerer {
    /// In a word or two.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Router => "router",
            Self::Partly => "router in part",
            Self::Elsewhere => "no router",
        }
    }
}

/// What looks for evidence.
#[derive(Debug)]
pub(super) enum Look {
    /// At every uplink.
    Uplinks(LookAt),
    /// At all there is.
    Whole(fn(&Scene<'_>) -> Vec<Remark>),
}

impl Item {
    /// Whether a finding speaks against the item, or explains one that would.
    pub(super) fn is_about(&self, finding: &Finding) -> bool {
        let named =
            |code: &str| self.rules.iter().any(|known| code == *known || is_family(known) && code.starts_with(known));
        named(finding.code) || finding.covers.iter().any(|code| named(code))
    }
}

/// Whether a name is that of a family: `VSP6`, not `VSP601`.
fn is_family(name: &str) -> bool {
    name.len() == 4
}

const CONFIG: &str = "show running-config";
const TABLE: &str = "show ip nat translations";
const BRIEF: &str = "show ip interface brief";

/// Every item.
pub static ITEMS: &[Item] = &[
    Item {
        number: 1,
        title: "Each uplink has an address or a port of its own on the outside, or leaves without NAT",
        origin: "AWS EVS and IBM ask for an address each; in the field report a fixed port was enough",
        answer: Answerer::Router,
        rules: &["HCX202", "HCX203", "HCX205", "HCX208", "HCX209", "HCX303", "HCX304", "HCX305", "HCX306", "HCX307"],
        optional: false,
        look: Look::Uplinks(port::own_endpoint),
        next: &[CONFIG, TABLE],
    },
    Item {
        number: 2,
        title: "No two uplinks leave by one overload address",
        origin: "field report: two inside locals behind one inside global",
        answer: Answerer::Router,
        rules: &["HCX102", "HCX201", "HCX210", "HCX412"],
        optional: false,
        look: Look::Uplinks(port::not_shared),
        next: &[CONFIG, TABLE],
    },
    Item {
        number: 3,
        title: "With Application Path Resiliency, ports 4501-4628 are fixed as well as 4500",
        origin: "HCX 9.1 ports list: source ports 4500-4628; that a static of 4500 alone leaves the rest is inferred",
        answer: Answerer::Router,
        rules: &["HCX211"],
        optional: false,
        look: Look::Uplinks(port::resilient_ports),
        next: &[
            "inventory: hcx.application_path_resiliency, as the Service Mesh has it under Traffic Engineering",
            CONFIG,
        ],
    },
    Item {
        number: 4,
        title: "UDP 4500 of each uplink gets out",
        origin: "HCX 9.1 ports list: IX to IX and NE to NE, UDP 4500",
        answer: Answerer::Router,
        rules: &["HCX401", "HCX414"],
        optional: false,
        look: Look::Uplinks(path::way_out),
        next: &[CONFIG, "show access-lists"],
    },
    Item {
        number: 5,
        title: "Answers from the peer's UDP 4500 to the global port get in",
        origin: "inferred: a list without state sees the global port before NAT turns it back",
        answer: Answerer::Router,
        rules: &["HCX402"],
        optional: false,
        look: Look::Uplinks(path::way_back),
        next: &[CONFIG, "show access-lists"],
    },
    Item {
        number: 6,
        title: "The live table shows each uplink leaving from its port",
        origin: "field report: the appliance that left as 1543 stayed down",
        answer: Answerer::Router,
        rules: &["HCX101", "HCX103", "HCX104", "HCX105"],
        optional: false,
        look: Look::Uplinks(port::seen_port),
        next: &["show ip nat translations, once the appliance has spoken"],
    },
    Item {
        number: 7,
        title: "The router itself terminates no IPsec on the inside global address",
        origin: "inferred: a router that uses UDP 4500 of an address cannot give it away",
        answer: Answerer::Router,
        rules: &["HCX206", "HCX302"],
        optional: false,
        look: Look::Uplinks(port::no_own_ipsec),
        next: &[CONFIG, "show crypto isakmp sa", "show crypto ikev2 sa"],
    },
    Item {
        number: 8,
        title: "No static gives UDP 4500 of the address to another host",
        origin: "inferred from how static NAT takes a port",
        answer: Answerer::Router,
        rules: &["HCX207", "HCX301"],
        optional: false,
        look: Look::Uplinks(port::not_given_away),
        next: &["show running-config | include ip nat", CONFIG],
    },
    Item {
        number: 9,
        title: "The address on the outside is public: no second NAT follows",
        origin: "inferred: a NAT upstream may change the port again",
        answer: Answerer::Router,
        rules: &["HCX403"],
        optional: false,
        look: Look::Uplinks(port::is_public),
        next: &[BRIEF, TABLE],
    },
    Item {
        number: 10,
        title: "NAT takes each uplink: no exemption and no crypto map takes it by mistake",
        origin: "HCX underlay documentation: the uplink must reach the peer",
        answer: Answerer::Router,
        rules: &["HCX203", "HCX204"],
        optional: false,
        look: Look::Uplinks(port::not_exempt),
        next: &[CONFIG],
    },
    Item {
        number: 11,
        title: "The route to the peer leaves by an 'ip nat outside' interface",
        origin: "HCX underlay documentation; two providers are the usual trap",
        answer: Answerer::Router,
        rules: &["HCX204"],
        optional: false,
        look: Look::Uplinks(path::leaves_outside),
        next: &["show ip route PEER", CONFIG],
    },
    Item {
        number: 12,
        title: "The uplink network arrives on an 'ip nat inside' interface of this router",
        origin: "AWS EVS: the uplink is routable with a default gateway",
        answer: Answerer::Router,
        rules: &["HCX204", "HCX504"],
        optional: false,
        look: Look::Uplinks(path::arrives_inside),
        next: &[CONFIG, "HCX Manager, Network Profile of the uplink: its gateway is an address of this router"],
    },
    Item {
        number: 13,
        title: "The path carries packets of at least 1150 bytes, and as large as the Network Profile says",
        origin: "HCX 4.11 underlay minimums; profiles have 1500, 1440 (GCVE) or 1350 (AVS over VPN)",
        answer: Answerer::Partly,
        rules: &["HCX407"],
        optional: false,
        look: Look::Uplinks(path::packet_size),
        next: &[
            "ping PEER size 1500 df-bit, from the router",
            "HCX Manager, Network Profile of the uplink: its MTU on both sides",
        ],
    },
    Item {
        number: 14,
        title: "ICMP 3/4, 0, 8 and 11 pass",
        origin: "HCX 9.1 ports list, for perftest; path MTU discovery needs 3/4",
        answer: Answerer::Router,
        rules: &["HCX404"],
        optional: false,
        look: Look::Uplinks(path::icmp),
        next: &[CONFIG, "show access-lists"],
    },
    Item {
        number: 15,
        title: "TCP and UDP 5201 pass, for perftest",
        origin: "HCX 9.1 ports list: CCLI perftest",
        answer: Answerer::Router,
        rules: &[],
        optional: true,
        look: Look::Whole(services::perftest),
        next: &["name the appliances: --ix, --ne or --inventory", CONFIG],
    },
    Item {
        number: 16,
        title: "TCP 443 of the HCX Manager reaches the cloud's manager",
        origin: "HCX 9.1 ports list: site pairing and control",
        answer: Answerer::Partly,
        rules: &[],
        optional: false,
        look: Look::Whole(services::management),
        next: &["inventory: an appliance with role: Manager", "HCX Manager: curl -kv https://CLOUD-MANAGER"],
    },
    Item {
        number: 17,
        title: "Timers and limits of NAT do not take the entry of an uplink away",
        origin: "inferred: UDP entries live 300 seconds by default; the keepalive of HCX is not published",
        answer: Answerer::Router,
        rules: &["HCX107", "HCX405", "HCX406"],
        optional: false,
        look: Look::Uplinks(services::timers),
        next: &[CONFIG, "show ip nat statistics"],
    },
    Item {
        number: 18,
        title: "Bandwidth, loss and round-trip time meet the minimum of each service",
        origin: "HCX 4.11 underlay minimums: 250 Mbps for vMotion and RAV, 50 for the rest, 150 ms, loss 0.1 % or 1 %",
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &["HCX Manager, Transport Analytics of the Service Mesh", "CCLI of the HCX Manager: perftest (KB 56211)"],
    },
    Item {
        number: 19,
        title: "No policy of quality of service polices UDP 4500",
        origin: "inferred",
        answer: Answerer::Partly,
        rules: &[],
        optional: false,
        look: Look::Whole(path::policies),
        next: &["show policy-map interface OUTSIDE"],
    },
    Item {
        number: 20,
        title: "DNS and NTP of the HCX Manager work",
        origin: "HCX 9.1 ports list",
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &["HCX Manager, Administration: the state of DNS and NTP"],
    },
    Item {
        number: 21,
        title: "The address pool holds IX, every NE (8 networks each), HA members and spares",
        origin: "AVS network checklist; HCX takes one address an appliance and profile",
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::pool),
        next: &["HCX Manager, Network Profile of the uplink: its ranges and use", "PowerCLI: Get-HCXNetworkProfile"],
    },
    Item {
        number: 22,
        title: "Application Path Resiliency, encryption and GRO are known",
        origin: "HCX API: trafficEnggCfg of the Service Mesh",
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::switches),
        next: &["HCX Manager: GET /hybridity/api/interconnect/serviceMesh, trafficEnggCfg"],
    },
    Item {
        number: 23,
        title: "The cloud side has a public address for each appliance, and its firewall is open",
        origin: "AWS EVS, AVS, the HCX Terraform provider",
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::cloud),
        next: &[
            "inventory: peers of each uplink",
            "the cloud's console: public addresses of IX and NE, and the rules in front of them",
        ],
    },
    Item {
        number: 24,
        title: "Networks to extend have a VLAN, are not private or ephemeral, and are on a distributed switch",
        origin: "HCX 4.5 user guide, restrictions of Network Extension",
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &["PowerCLI: Get-VDPortgroup | Select Name, VlanConfiguration, PortBinding"],
    },
    Item {
        number: 25,
        title: "The MAC address of each uplink is the configured one, and its port group accepts it after a vMotion",
        origin: "field report: a MAC that vCenter had changed blocked a VM a month later",
        answer: Answerer::Partly,
        rules: &["VSP6"],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &[
            "show ip arp, and uplinks: mac in the inventory",
            "PowerCLI: Get-VDPortgroup | Get-VDSecurityPolicy; Get-VIEvent for 'Changed MAC address'",
        ],
    },
    Item {
        number: 26,
        title: "No 'ip nat service' line about IKE or ESP stands where several uplinks are",
        origin: "Cisco: IKE preserve-port and ESP spi-match are for IPsec without UDP",
        answer: Answerer::Router,
        rules: &["HCX408"],
        optional: false,
        look: Look::Uplinks(services::algs),
        next: &["show running-config | include ip nat service", CONFIG],
    },
];
