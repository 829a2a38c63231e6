//! A report built by hand, so that the renderers can be tested without the analysis.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::net::Ipv4Addr;

use hcxnat::capture::{Clue, Dialect, Evidence, Kind};
use hcxnat::eval::{Confidence, Flow, Observed, Outcome, Prediction, Standing, Step, StepKind, Trace, Verdict};
use hcxnat::fix::{After, Guard, Plan, Proof};
use hcxnat::grammar::{Note, State, Subject};
use hcxnat::intent::{Appliance, Uplink};
use hcxnat::model::{ConfigState, Device, Network, SegmentSummary, TableState};
use hcxnat::net::{Endpoint, Protocol};
use hcxnat::report::{JudgedFlow, Report};
use hcxnat::rules::{Finding, Label, Severity};
use hcxnat::source::{SourceFile, SourceId, SourceMap, Span, Spanned};

/// Texts by name, and spans by what they say.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) sources: SourceMap,
    texts: Vec<(SourceId, String)>,
}

impl Texts {
    pub(crate) fn add(&mut self, name: &str, text: &str) -> SourceId {
        let id = self.sources.add(SourceFile::new(name));
        let mut start = 0;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            self.sources.get_mut(id).unwrap().keep(start, number, line);
            start += line.len() as u64;
        }
        self.texts.push((id, text.to_owned()));
        id
    }

    pub(crate) fn span(&self, needle: &str) -> Span {
        let found = self.texts.iter().find_map(|(id, text)| Some((*id, text.find(needle)?)));
        let (source, start) = found.unwrap_or_else(|| panic!("no text holds {needle:?}"));
        Span { source, start: start as u64, len: u32::try_from(needle.len()).unwrap() }
    }
}

const CONFIG: &str = "\
version 15.7
hostname EDGE-RTR
enable secret 9 $9$topsecret
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.252
 ip nat outside
 ip access-group OUTSIDE-IN in
 crypto map VPN
interface GigabitEthernet0/1
 ip address 192.19.72.1 255.255.255.0
 ip nat inside
ip nat inside source list NAT-ACL pool PUBLIC overload
ip nat pool PUBLIC 19.155.80.72 19.155.80.72 prefix-length 29
ip access-list standard NAT-ACL
 permit 192.19.72.0 0.0.0.255
ip nat inside source static udp 10.0.0.5
snmp-server community hunter2 RO
end
";

const TABLE: &str = "\
EDGE-RTR#show ip nat translations
Pro Inside global         Inside local          Outside local         Outside global
udp 19.155.80.72:4500     192.19.72.202:4500    203.0.113.11:4500     203.0.113.11:4500
udp 19.155.80.72:1543     192.19.72.203:4500    203.0.113.12:4500     203.0.113.12:4500
";

const INVENTORY: &str = "\
version: 1
appliances:
  - {name: SM1-IX-I1, role: IX, uplinks: [{address: 192.19.72.202}]}
  - {name: SM1-NE-I1, role: NE, uplinks: [{address: 192.19.72.203}]}
";

pub(crate) const SECRETS: &[&str] = &["$9$topsecret", "hunter2"];

fn appliance(name: &str, role: &str, address: &str, texts: &Texts) -> Appliance {
    let uplink = Uplink { span: Some(texts.span(address)), ..Uplink::new(address.parse().unwrap()) };
    Appliance { name: name.into(), role: role.into(), uplinks: vec![uplink], inferred: false, possible: false }
}

fn network(mut texts: Texts) -> Network {
    let (config, table) = (texts.span("version 15.7").source, texts.span("EDGE-RTR#").source);
    let mut device = Device::default();
    device.name = Some("EDGE-RTR".into());
    device.dialect = Some(Dialect::Ios);
    device.version = Some(Spanned::new("15.7".into(), texts.span("15.7")));
    device.config = ConfigState::Complete;
    device.table.state = TableState::Complete;
    device.table.row_count = 540;
    let segment = |source, kind, last_line, span, says: &'static str| SegmentSummary {
        source,
        first_line: 1,
        last_line,
        device: Some(0),
        kind,
        saved: false,
        dialect: Dialect::Ios,
        evidence: vec![Evidence { span, says: Clue::Line(says) }],
    };
    let mut network = Network {
        devices: vec![device],
        segments: vec![
            segment(config, Kind::RunningConfig, 18, texts.span("version 15.7"), "`version 15.7`"),
            segment(table, Kind::NatTranslations, 4, texts.span("Pro Inside"), "header of the table"),
        ],
        ..Network::default()
    };
    let note = |needle: &str, line, state, subject, effect: &str| Note {
        span: texts.span(needle),
        line,
        state,
        subject,
        effect: effect.into(),
    };
    (0..13).for_each(|_| network.coverage.count(State::Modelled));
    (0..6).for_each(|_| network.coverage.count(State::Harmless));
    network.coverage.note(note(" crypto map VPN", 8, State::Unsupported, Subject::None, "not modelled"));
    let effect = "expected a port after 10.0.0.5";
    network.coverage.note(note("static udp 10.0.0.5", 16, State::Malformed, Subject::Nat, effect));
    network.sources = std::mem::take(&mut texts.sources);
    network
}

fn flow(
    appliance: usize,
    local: &str,
    peer: &str,
    global: &str,
    span: Span,
    rule: Span,
    verdict: Verdict,
) -> JudgedFlow {
    let (address, port) = global.split_once(':').unwrap();
    let inside_global = Endpoint::with_port(address.parse::<Ipv4Addr>().unwrap(), port.parse().unwrap());
    JudgedFlow {
        appliance,
        device: 0,
        flow: Flow {
            protocol: Protocol::UDP,
            local: local.parse().unwrap(),
            local_port: 4500,
            peer: Some(peer.parse().unwrap()),
            peer_port: 4500,
            vrf: None,
        },
        predicted: Prediction {
            outcome: Outcome::Either,
            inside_global: Some(inside_global.address.clone()),
            expected_port: Some(1024),
            rule: Some(rule),
            confidence: Confidence::Likely,
            reason: "two appliances share one inside global address".into(),
            stories: Vec::new(),
            tried: Vec::new(),
            depends: false,
        },
        observed: vec![Observed { span, inside_global, kept: port == "4500" }],
        trace: Trace {
            steps: vec![
                Step { kind: StepKind::Ingress, says: "enters by GigabitEthernet0/1".into(), evidence: vec![] },
                Step { kind: StepKind::RuleMatched, says: "list NAT-ACL permits it".into(), evidence: vec![rule] },
            ],
        },
        standing: Standing::default().into(),
        more_ports: Vec::new(),
        verdict,
    }
}

fn label(primary: bool, span: Span, message: &str) -> Label {
    Label { primary, span, message: message.into() }
}

fn findings(texts: &Texts) -> Vec<Finding> {
    let moved = texts.span("udp 19.155.80.72:1543     192.19.72.203:4500");
    let holder = texts.span("udp 19.155.80.72:4500     192.19.72.202:4500");
    let rule = texts.span("ip nat inside source list NAT-ACL pool PUBLIC overload");
    let finding = |code, name, severity, message: &str, labels| Finding {
        code,
        name,
        severity,
        confidence: Confidence::Certain,
        device: Some(0),
        appliances: vec!["SM1-NE-I1".into()],
        message: message.into(),
        help: String::new().into(),
        labels,
        covers: vec![],
        plan: None,
        flows: vec![1],
    };
    let first = finding(
        "HCX101",
        "port-remapped",
        Severity::Error,
        "SM1-NE-I1 sends from 4500 and leaves as 19.155.80.72:1543. The appliance at the other site answers to 4500, so \
         the tunnel stays down.",
        vec![
            label(true, moved, "leaves as 1543, not 4500"),
            label(false, holder, "SM1-IX-I1 holds 19.155.80.72:4500"),
            label(false, rule, "this rule puts both behind one address"),
            label(false, texts.span("192.19.72.203}").narrowed(13), "the inventory says so"),
        ],
    );
    vec![Finding {
        help: "Give SM1-NE-I1 a static of its own; plan F1 does.".into(),
        covers: vec!["HCX201"],
        plan: Some(0),
        ..first
    }]
}

trait Narrowed {
    fn narrowed(self, len: u32) -> Self;
}

impl Narrowed for Span {
    fn narrowed(self, len: u32) -> Self {
        Self { len, ..self }
    }
}

fn after(flow: usize, address: &str, fixed: bool) -> After {
    let leaves_as = Endpoint::with_port(address.parse::<Ipv4Addr>().unwrap(), 4500);
    After { flow, leaves_as: Some(leaves_as), fixed, verdict: Verdict::Pass }
}

fn plan() -> Plan {
    let line = "ip nat inside source static udp 192.19.72.203 4500 19.155.80.73 4500 extendable";
    Plan {
        id: "F1".into(),
        title: "give SM1-NE-I1 19.155.80.73:4500".into(),
        device: 0,
        commands: vec![line.into()],
        clear: vec!["clear ip nat translation udp inside 19.155.80.72 1543 192.19.72.203 4500".into()],
        verify: vec!["show ip nat translations | include 192.19.72.203".into()],
        expect: vec![
            "udp 19.155.80.73:4500  192.19.72.203:4500 ---                ---".into(),
            "udp 19.155.80.73:4500  192.19.72.203:4500 203.0.113.12:4500  203.0.113.12:4500".into(),
        ],
        rollback: vec![format!("no {line}")],
        guards: vec![Guard {
            why: "anybody can reach an appliance on the port that is fixed, because GigabitEthernet0/0 has no inbound list"
                .into(),
            commands: vec![
                "ip access-list extended HCX-IN".into(),
                " permit udp host 203.0.113.12 eq 4500 host 19.155.80.73 eq 4500".into(),
            ],
        }],
        notes: vec!["The tunnel of SM1-NE-I1 is down for a few seconds.".into()],
        proof: Proof {
            resolves: vec!["HCX101"],
            remaining: vec![],
            verdict_after: Verdict::Pass,
            after: vec![after(0, "19.155.80.72", false), after(1, "19.155.80.73", true)],
        },
        cured: vec![],
    }
}

/// Two appliances behind one address; the capture is in one file and the table in another.
pub(crate) fn incident() -> Report {
    let mut texts = Texts::default();
    texts.add("inventory.yaml", INVENTORY);
    texts.add("edge.txt", CONFIG);
    texts.add("table.txt", TABLE);
    let rule = texts.span("ip nat inside source list NAT-ACL pool PUBLIC overload");
    let row = |needle: &str| texts.span(needle);
    let (kept, moved) = (row("udp 19.155.80.72:4500"), row("udp 19.155.80.72:1543"));
    let flows = vec![
        flow(0, "192.19.72.202", "203.0.113.11", "19.155.80.72:4500", kept, rule, Verdict::Pass),
        flow(1, "192.19.72.203", "203.0.113.12", "19.155.80.72:1543", moved, rule, Verdict::Fail),
    ];
    Report {
        appliances: vec![
            appliance("SM1-IX-I1", "IX", "192.19.72.202", &texts),
            appliance("SM1-NE-I1", "NE", "192.19.72.203", &texts),
        ],
        flows,
        services: vec![],
        findings: findings(&texts),
        ignored: vec![],
        plans: vec![plan()],
        no_plan: vec![],
        verdict: Verdict::Fail,
        paste_next: vec![],
        not_checked: vec!["bandwidth, loss and round-trip time".into(), "the router at the other site".into()],
        network: network(texts),
    }
}

/// The same with nothing seen and little known.
pub(crate) fn undecided() -> Report {
    let mut report = incident();
    report.findings.clear();
    report.plans.clear();
    report.verdict = Verdict::Inconclusive;
    for flow in &mut report.flows {
        flow.observed.clear();
        flow.predicted.outcome = Outcome::Unknown;
        flow.predicted.reason = "the running-config is cut off before the NAT rules".into();
        flow.verdict = Verdict::Inconclusive;
    }
    let cut = report.network.segments[0].evidence[0].span;
    report.network.devices[0].config = ConfigState::Cut(cut);
    report.network.devices[0].table.state = TableState::Absent;
    report.network.segments.truncate(1);
    report.appliances.iter_mut().for_each(|appliance| appliance.inferred = true);
    report.paste_next = vec!["`terminal length 0`, then `show running-config`: it stops at a pager prompt".into()];
    report.no_plan = vec!["nothing can be proved while the NAT rules are missing".into()];
    report
}

/// A table of which every second row was kept, and a label for each of these.
pub(crate) fn rows(report: &mut Report, count: u32) -> Vec<Label> {
    let sources = &mut report.network.sources;
    let source = sources.add(SourceFile::new("many.txt"));
    let (mut labels, mut start) = (Vec::new(), 0);
    for number in 0..count {
        let row = format!("udp 19.155.80.72:{number}\n");
        sources.get_mut(source).unwrap().keep(start, 2 * number + 1, &row);
        let len = u32::try_from(row.len()).unwrap() - 1;
        labels.push(label(number == 0, Span { source, start, len }, "holds a port"));
        start += 2 * row.len() as u64;
    }
    labels
}

/// A line of a source as the user pasted it.
pub(crate) fn line<'t>(report: &Report, name: &str, number: usize) -> &'t str {
    assert!(report.network.sources.iter().any(|(_, file)| file.name() == name));
    let text = match name {
        "edge.txt" => CONFIG,
        "table.txt" => TABLE,
        _ => INVENTORY,
    };
    text.lines().nth(number - 1).unwrap()
}
