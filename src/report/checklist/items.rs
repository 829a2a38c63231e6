//! The items. One entry is all there is to an item: what it asks, where that comes from, which rules speak against it,
//! what looks for positive evidence, and what decides it otherwise.
//!
//! Origins, as far as they are public: the ports list of VCF Operations HCX 9.1, the underlay minimums of HCX 4.11, AWS
//! EVS "HCX internet access", Microsoft's AVS network checklist, and two field reports. Where a demand is our inference,
//! its origin says so.

use Next::{Told, Typed};

use super::Remark;
use super::scene::{LookAt, Scene};
use super::{path, port, services};
use crate::locale::{Text, say};
use crate::rules::Finding;

/// One item of the checklist.
#[derive(Debug)]
pub struct Item {
    /// 1 to 26; never reused.
    pub number: u8,
    /// What it asks, as a statement that is true when all is well.
    pub title: fn() -> Text,
    /// Where the demand comes from.
    pub origin: fn() -> Text,
    /// Who can answer it.
    pub answer: Answerer,
    /// Codes of rules whose findings speak against it; the first letters of a family stand for all of it.
    pub rules: &'static [&'static str],
    /// A wish, no need.
    pub optional: bool,
    pub(super) look: Look,
    /// What to paste, or where to look, while it is open.
    pub next: &'static [Next],
}

/// What to paste, or where to look.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// As it is typed. `PEER` and `OUTSIDE` stand for what the capture names.
    Typed(&'static str),
    /// In words. What goes in is the address of a peer.
    Told(fn(&str) -> Text),
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
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Router => "router",
            Self::Partly => "router in part",
            Self::Elsewhere => "no router",
        }
    }

    /// In a word or two.
    pub fn in_words(self) -> Text {
        match self {
            Self::Router => say!("checklist-router"),
            Self::Partly => say!("checklist-router-in-part"),
            Self::Elsewhere => say!("checklist-no-router"),
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
    /// What it asks, and whether that is a wish.
    pub(in crate::report) fn full_title(&self) -> Text {
        let title = (self.title)();
        if self.optional { say!("checklist-optional", title) } else { title }
    }

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

const CONFIG: Next = Typed("show running-config");
const TABLE: Next = Typed("show ip nat translations");
const BRIEF: Next = Typed("show ip interface brief");

/// Every item.
pub static ITEMS: &[Item] = &[
    Item {
        number: 1,
        title: || say!("checklist-1"),
        origin: || say!("checklist-1-origin"),
        answer: Answerer::Router,
        rules: &["HCX202", "HCX203", "HCX205", "HCX208", "HCX209", "HCX303", "HCX304", "HCX305", "HCX306", "HCX307"],
        optional: false,
        look: Look::Uplinks(port::own_endpoint),
        next: &[CONFIG, TABLE],
    },
    Item {
        number: 2,
        title: || say!("checklist-2"),
        origin: || say!("checklist-2-origin"),
        answer: Answerer::Router,
        rules: &["HCX102", "HCX201", "HCX210", "HCX412"],
        optional: false,
        look: Look::Uplinks(port::not_shared),
        next: &[CONFIG, TABLE],
    },
    Item {
        number: 3,
        title: || say!("checklist-3"),
        origin: || say!("checklist-3-origin"),
        answer: Answerer::Router,
        rules: &["HCX211"],
        optional: false,
        look: Look::Uplinks(port::resilient_ports),
        next: &[Told(|_| say!("checklist-3-next")), CONFIG],
    },
    Item {
        number: 4,
        title: || say!("checklist-4"),
        origin: || say!("checklist-4-origin"),
        answer: Answerer::Router,
        rules: &["HCX401", "HCX414"],
        optional: false,
        look: Look::Uplinks(path::way_out),
        next: &[CONFIG, Typed("show access-lists")],
    },
    Item {
        number: 5,
        title: || say!("checklist-5"),
        origin: || say!("checklist-5-origin"),
        answer: Answerer::Router,
        rules: &["HCX402"],
        optional: false,
        look: Look::Uplinks(path::way_back),
        next: &[CONFIG, Typed("show access-lists")],
    },
    Item {
        number: 6,
        title: || say!("checklist-6"),
        origin: || say!("checklist-6-origin"),
        answer: Answerer::Router,
        rules: &["HCX101", "HCX103", "HCX104", "HCX105"],
        optional: false,
        look: Look::Uplinks(port::seen_port),
        next: &[Told(|_| say!("checklist-6-next"))],
    },
    Item {
        number: 7,
        title: || say!("checklist-7"),
        origin: || say!("checklist-7-origin"),
        answer: Answerer::Router,
        rules: &["HCX206", "HCX302"],
        optional: false,
        look: Look::Uplinks(port::no_own_ipsec),
        next: &[CONFIG, Typed("show crypto isakmp sa"), Typed("show crypto ikev2 sa")],
    },
    Item {
        number: 8,
        title: || say!("checklist-8"),
        origin: || say!("checklist-8-origin"),
        answer: Answerer::Router,
        rules: &["HCX207", "HCX301"],
        optional: false,
        look: Look::Uplinks(port::not_given_away),
        next: &[Typed("show running-config | include ip nat"), CONFIG],
    },
    Item {
        number: 9,
        title: || say!("checklist-9"),
        origin: || say!("checklist-9-origin"),
        answer: Answerer::Router,
        rules: &["HCX403"],
        optional: false,
        look: Look::Uplinks(port::is_public),
        next: &[BRIEF, TABLE],
    },
    Item {
        number: 10,
        title: || say!("checklist-10"),
        origin: || say!("checklist-10-origin"),
        answer: Answerer::Router,
        rules: &["HCX203", "HCX204"],
        optional: false,
        look: Look::Uplinks(port::not_exempt),
        next: &[CONFIG],
    },
    Item {
        number: 11,
        title: || say!("checklist-11"),
        origin: || say!("checklist-11-origin"),
        answer: Answerer::Router,
        rules: &[],
        optional: false,
        look: Look::Uplinks(path::leaves_outside),
        next: &[Typed("show ip route PEER"), CONFIG],
    },
    Item {
        number: 12,
        title: || say!("checklist-12"),
        origin: || say!("checklist-12-origin"),
        answer: Answerer::Router,
        rules: &[],
        optional: false,
        look: Look::Uplinks(path::arrives_inside),
        next: &[CONFIG, Told(|_| say!("checklist-12-next"))],
    },
    Item {
        number: 13,
        title: || say!("checklist-13"),
        origin: || say!("checklist-13-origin"),
        answer: Answerer::Partly,
        rules: &["HCX407"],
        optional: false,
        look: Look::Uplinks(path::packet_size),
        next: &[Told(|peer| say!("checklist-13-next-ping", peer)), Told(|_| say!("checklist-13-next-profile"))],
    },
    Item {
        number: 14,
        title: || say!("checklist-14"),
        origin: || say!("checklist-14-origin"),
        answer: Answerer::Router,
        rules: &["HCX404"],
        optional: false,
        look: Look::Uplinks(path::icmp),
        next: &[CONFIG, Typed("show access-lists")],
    },
    Item {
        number: 15,
        title: || say!("checklist-15"),
        origin: || say!("checklist-15-origin"),
        answer: Answerer::Router,
        rules: &[],
        optional: true,
        look: Look::Whole(services::perftest),
        next: &[Told(|_| say!("checklist-15-next")), CONFIG],
    },
    Item {
        number: 16,
        title: || say!("checklist-16"),
        origin: || say!("checklist-16-origin"),
        answer: Answerer::Partly,
        rules: &[],
        optional: false,
        look: Look::Whole(services::management),
        next: &[Told(|_| say!("checklist-16-next")), Typed("HCX Manager: curl -kv https://CLOUD-MANAGER")],
    },
    Item {
        number: 17,
        title: || say!("checklist-17"),
        origin: || say!("checklist-17-origin"),
        answer: Answerer::Router,
        rules: &["HCX107", "HCX405", "HCX406"],
        optional: false,
        look: Look::Uplinks(services::timers),
        next: &[CONFIG, Typed("show ip nat statistics")],
    },
    Item {
        number: 18,
        title: || say!("checklist-18"),
        origin: || say!("checklist-18-origin"),
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &[Told(|_| say!("checklist-18-next-analytics")), Told(|_| say!("checklist-18-next-perftest"))],
    },
    Item {
        number: 19,
        title: || say!("checklist-19"),
        origin: || say!("checklist-19-origin"),
        answer: Answerer::Partly,
        rules: &[],
        optional: false,
        look: Look::Whole(path::policies),
        next: &[Typed("show policy-map interface OUTSIDE")],
    },
    Item {
        number: 20,
        title: || say!("checklist-20"),
        origin: || say!("checklist-20-origin"),
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &[Told(|_| say!("checklist-20-next"))],
    },
    Item {
        number: 21,
        title: || say!("checklist-21"),
        origin: || say!("checklist-21-origin"),
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::pool),
        next: &[Told(|_| say!("checklist-21-next")), Typed("PowerCLI: Get-HCXNetworkProfile")],
    },
    Item {
        number: 22,
        title: || say!("checklist-22"),
        origin: || say!("checklist-22-origin"),
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::switches),
        next: &[Typed("HCX Manager: GET /hybridity/api/interconnect/serviceMesh, trafficEnggCfg")],
    },
    Item {
        number: 23,
        title: || say!("checklist-23"),
        origin: || say!("checklist-23-origin"),
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::cloud),
        next: &[Told(|_| say!("checklist-23-next-peers")), Told(|_| say!("checklist-23-next-console"))],
    },
    Item {
        number: 24,
        title: || say!("checklist-24"),
        origin: || say!("checklist-24-origin"),
        answer: Answerer::Elsewhere,
        rules: &[],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &[Typed("PowerCLI: Get-VDPortgroup | Select Name, VlanConfiguration, PortBinding")],
    },
    Item {
        number: 25,
        title: || say!("checklist-25"),
        origin: || say!("checklist-25-origin"),
        answer: Answerer::Partly,
        rules: &["VSP6"],
        optional: false,
        look: Look::Whole(services::nothing),
        next: &[
            Told(|_| say!("checklist-25-next-arp")),
            Typed("PowerCLI: Get-VDPortgroup | Get-VDSecurityPolicy"),
            Told(|_| say!("checklist-25-next-events")),
        ],
    },
    Item {
        number: 26,
        title: || say!("checklist-26"),
        origin: || say!("checklist-26-origin"),
        answer: Answerer::Router,
        rules: &["HCX408"],
        optional: false,
        look: Look::Uplinks(services::algs),
        next: &[Typed("show running-config | include ip nat service"), CONFIG],
    },
];
