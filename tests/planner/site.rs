//! Small sites with an edge router, made up at random.

use std::fmt::Write as _;

use hcxnat::intent::{Appliance, Intent, Uplink};
use proptest::prelude::*;

use crate::scenario::Scenario;

/// The shared address, and the network it is in.
const GLOBAL: &str = "203.0.113.1";

#[derive(Debug, Clone)]
pub(crate) struct Site {
    xe: bool,
    appliances: Vec<Unit>,
    spares: usize,
    apr: Option<bool>,
    share: Share,
    table: TableKind,
    stranger: Stranger,
    inbound: List,
    outbound: List,
    inside: List,
    crypto: bool,
    hsrp: Option<bool>,
    setting: Option<&'static str>,
    whole_config: bool,
}

#[derive(Debug, Clone)]
struct Unit {
    ix: bool,
    peer: Option<u8>,
    /// Whether it has a second peer.
    two_peers: bool,
    row: Row,
    fixed: Fixed,
}

/// What the table shows of an appliance.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Row {
    None,
    /// The wanted port, where nobody before it has that.
    Kept,
    Moved,
}

/// A static of an appliance that is there already.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fixed {
    None,
    /// 4500 of the shared address.
    Port,
    /// The same by its interface.
    Interface,
    /// The whole shared address.
    Whole,
    /// An address of its own.
    Own,
    /// Another port of it.
    OtherPort,
}

/// How inside hosts get out.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Share {
    Interface,
    Dhcp,
    Pool,
    RouteMap,
    TwoProviders,
    NoOverload,
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum TableKind {
    None,
    Complete,
    Filtered,
}

/// Somebody who is none of the appliances.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stranger {
    None,
    Static4500,
    Static14500,
    StaticWhole,
    Row4500,
    Row14500,
}

/// An access list on an interface.
#[derive(Debug, Clone, Copy, PartialEq)]
enum List {
    None,
    Open,
    Only4500,
    NoRoom,
    EndDenies,
    Numbered,
    Standard,
}

fn unit() -> impl Strategy<Value = Unit> {
    let row = prop_oneof![2 => Just(Row::None), 2 => Just(Row::Kept), 2 => Just(Row::Moved)];
    let fixed = prop_oneof![
        14 => Just(Fixed::None),
        1 => Just(Fixed::Port),
        1 => Just(Fixed::Interface),
        1 => Just(Fixed::Whole),
        1 => Just(Fixed::Own),
        1 => Just(Fixed::OtherPort),
    ];
    let peer = prop_oneof![1 => Just(None), 3 => (11_u8..13).prop_map(Some)];
    let two = prop::bool::weighted(0.15);
    (any::<bool>(), peer, two, row, fixed).prop_map(|(ix, peer, two_peers, row, fixed)| Unit {
        ix,
        peer,
        two_peers,
        row,
        fixed,
    })
}

fn list() -> impl Strategy<Value = List> {
    prop_oneof![
        8 => Just(List::None),
        1 => Just(List::Open),
        2 => Just(List::Only4500),
        1 => Just(List::NoRoom),
        1 => Just(List::EndDenies),
        1 => Just(List::Numbered),
        1 => Just(List::Standard),
    ]
}

pub(crate) fn site() -> impl Strategy<Value = Site> {
    let share = prop_oneof![
        6 => Just(Share::Interface),
        1 => Just(Share::Dhcp),
        2 => Just(Share::Pool),
        1 => Just(Share::RouteMap),
        1 => Just(Share::TwoProviders),
        1 => Just(Share::NoOverload),
        1 => Just(Share::Nothing),
    ];
    let table = prop_oneof![1 => Just(TableKind::None), 3 => Just(TableKind::Complete), 1 => Just(TableKind::Filtered)];
    let stranger = prop_oneof![
        5 => Just(Stranger::None),
        1 => Just(Stranger::Static4500),
        1 => Just(Stranger::Static14500),
        1 => Just(Stranger::StaticWhole),
        1 => Just(Stranger::Row4500),
        1 => Just(Stranger::Row14500),
    ];
    let setting = prop_oneof![
        8 => Just(None),
        1 => Just(Some("ip nat settings interface-overload block port udp 4500")),
        1 => Just(Some("ip nat settings interface-overload port range start 4501 end 20000")),
        1 => Just(Some("ip nat settings mode cgn")),
    ];
    let apr = prop_oneof![3 => Just(None), 2 => Just(Some(false)), 1 => Just(Some(true))];
    let first = (any::<bool>(), prop::collection::vec(unit(), 1..7), 0..4_usize, apr, share, table, stranger);
    let lists = (list(), list(), list());
    let rest =
        (prop::bool::weighted(0.2), prop::option::weighted(0.2, any::<bool>()), setting, prop::bool::weighted(0.9));
    (first, lists, rest).prop_map(|(first, (inbound, outbound, inside), (crypto, hsrp, setting, whole_config))| {
        let (xe, appliances, spares, apr, share, table, stranger) = first;
        let setting = setting.filter(|_| xe);
        Site {
            xe,
            appliances,
            spares,
            apr,
            share,
            table,
            stranger,
            inbound,
            outbound,
            inside,
            crypto,
            hsrp,
            setting,
            whole_config,
        }
    })
}

impl Site {
    pub(crate) fn scenario(&self) -> Scenario {
        let mut intent = Intent { path_resiliency: self.apr, ..Intent::default() };
        for (at, unit) in self.appliances.iter().enumerate() {
            let role = if unit.ix { "IX" } else { "NE" };
            let mut uplink = Uplink::new(host(at).parse().unwrap());
            uplink.peers.extend(unit.peer.map(|peer| peer_address(peer).parse::<std::net::Ipv4Addr>().unwrap()));
            if unit.two_peers && !uplink.peers.is_empty() {
                uplink.peers.push(peer_address(40).parse().unwrap());
            }
            let name = format!("{role}-{at}");
            intent.appliances.push(Appliance {
                name,
                role: role.to_owned(),
                uplinks: vec![uplink],
                inferred: false,
                possible: false,
            });
        }
        intent.spare_addresses.extend((0..self.spares).map(|at| spare(at).parse::<std::net::Ipv4Addr>().unwrap()));
        Scenario::of("site", intent, self.text())
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |line: &str| {
            let _ = writeln!(text, "{line}");
        };
        line(if self.xe { "version 17.3" } else { "version 15.7" });
        line("hostname EDGE\n!");
        if self.xe {
            line("platform qfp utilization monitor load 80\nplatform punt-keepalive disable-kernel-core\n!");
        }
        if self.crypto {
            line(
                "crypto isakmp policy 10\n encr aes 256\n!\ncrypto map VPN 10 ipsec-isakmp\n set peer 192.0.2.99\n match address 150\n!",
            );
        }
        line("interface GigabitEthernet0/0/0");
        line(if self.share == Share::Dhcp { " ip address dhcp" } else { " ip address 203.0.113.1 255.255.255.0" });
        line(" ip nat outside");
        group(self.inbound, "IN", "in", &mut line);
        group(self.outbound, "OUT", "out", &mut line);
        if let Some(named) = self.hsrp {
            line(" standby 1 ip 203.0.113.3");
            if named {
                line(" standby 1 name OUTSIDE");
            }
        }
        if self.crypto {
            line(" crypto map VPN");
        }
        line("!\ninterface GigabitEthernet0/0/1\n ip address 10.0.0.1 255.255.255.0\n ip nat inside");
        group(self.inside, "LAN", "in", &mut line);
        line("!");
        if self.share == Share::TwoProviders {
            line("interface GigabitEthernet0/0/2\n ip address 192.0.2.1 255.255.255.0\n ip nat outside\n!");
        }
        self.nat(&mut line);
        if self.share == Share::TwoProviders {
            line("ip route 0.0.0.0 0.0.0.0 203.0.113.254 track 1\nip route 0.0.0.0 0.0.0.0 192.0.2.254 10\n!");
        } else {
            line("ip route 0.0.0.0 0.0.0.0 203.0.113.254\n!");
        }
        line("access-list 1 permit 10.0.0.0 0.0.0.255\n!");
        self.lists(&mut line);
        if self.whole_config {
            line("end");
        }
        self.table(&mut line);
        text
    }

    fn nat(&self, line: &mut impl FnMut(&str)) {
        if let Some(setting) = self.setting {
            line(setting);
        }
        let pool = "ip nat pool P 203.0.113.2 203.0.113.2 prefix-length 24";
        match self.share {
            Share::Interface | Share::Dhcp => {
                line("ip nat inside source list 1 interface GigabitEthernet0/0/0 overload");
            }
            Share::Pool => line(&format!("{pool}\nip nat inside source list 1 pool P overload")),
            Share::RouteMap => line("ip nat inside source route-map RM interface GigabitEthernet0/0/0 overload"),
            Share::TwoProviders => line(
                "ip nat inside source route-map ISP1 interface GigabitEthernet0/0/0 overload\n\
                 ip nat inside source route-map ISP2 interface GigabitEthernet0/0/2 overload",
            ),
            Share::NoOverload => line(&format!("{pool}\nip nat inside source list 1 pool P")),
            Share::Nothing => {}
        }
        let global = self.global();
        for (at, unit) in self.appliances.iter().enumerate() {
            let host = host(at);
            match unit.fixed {
                Fixed::None => {}
                Fixed::Port => line(&format!("ip nat inside source static udp {host} 4500 {global} 4500 extendable")),
                Fixed::Interface => {
                    line(&format!("ip nat inside source static udp {host} 4500 interface GigabitEthernet0/0/0 4500"));
                }
                Fixed::Whole => line(&format!("ip nat inside source static {host} {global}")),
                Fixed::Own => line(&format!("ip nat inside source static {host} 203.0.113.{}", 150 + at)),
                Fixed::OtherPort => {
                    line(&format!("ip nat inside source static udp {host} 500 {global} 500 extendable"));
                }
            }
        }
        match self.stranger {
            Stranger::Static4500 => {
                line(&format!("ip nat inside source static udp 10.0.0.99 4500 {global} 4500 extendable"));
            }
            Stranger::Static14500 => {
                line(&format!("ip nat inside source static udp 10.0.0.99 4500 {global} 14500 extendable"));
            }
            Stranger::StaticWhole => line(&format!("ip nat inside source static 10.0.0.99 {global}")),
            Stranger::None | Stranger::Row4500 | Stranger::Row14500 => {}
        }
    }

    fn lists(&self, line: &mut impl FnMut(&str)) {
        if self.share == Share::RouteMap {
            line("route-map RM permit 10\n match ip address 1\n!");
        }
        if self.share == Share::TwoProviders {
            for (name, interface) in [("ISP1", "GigabitEthernet0/0/0"), ("ISP2", "GigabitEthernet0/0/2")] {
                line(&format!("route-map {name} permit 10\n match ip address 1\n match interface {interface}\n!"));
            }
        }
        for (list, name) in [(self.inbound, "IN"), (self.outbound, "OUT"), (self.inside, "LAN")] {
            entries(list, name, line);
        }
    }

    /// The address that hosts share.
    fn global(&self) -> &'static str {
        match self.share {
            Share::Pool | Share::NoOverload => "203.0.113.2",
            _ => GLOBAL,
        }
    }

    fn table(&self, line: &mut impl FnMut(&str)) {
        if self.table == TableKind::None {
            return;
        }
        line(if self.table == TableKind::Filtered {
            "EDGE#show ip nat translations | include udp"
        } else {
            "EDGE#show ip nat translations\nPro Inside global      Inside local       Outside local      Outside global"
        });
        let global = self.global();
        // A host that stays: by its row the address is known, whatever else is cleared.
        let mut rows = vec![format!("udp {global}:53000 10.0.0.200:53000 192.0.2.53:53 192.0.2.53:53")];
        let mut taken = match self.stranger {
            Stranger::Row4500 => {
                rows.push(format!("udp {global}:4500 10.0.0.99:4500 192.0.2.77:4500 192.0.2.77:4500"));
                true
            }
            Stranger::Row14500 => {
                rows.push(format!("udp {global}:14500 10.0.0.99:14500 192.0.2.77:4500 192.0.2.77:4500"));
                false
            }
            Stranger::Static4500 => {
                rows.push(format!("udp {global}:4500 10.0.0.99:4500 --- ---"));
                true
            }
            Stranger::None | Stranger::Static14500 | Stranger::StaticWhole => false,
        };
        for (at, unit) in self.appliances.iter().enumerate() {
            let peer = peer_address(unit.peer.unwrap_or(11));
            let port = match unit.row {
                Row::None => continue,
                Row::Kept if !taken => {
                    taken = true;
                    4500
                }
                Row::Kept | Row::Moved => 1024 + at,
            };
            rows.push(format!("udp {global}:{port} {}:4500 {peer}:4500 {peer}:4500", host(at)));
        }
        for row in &rows {
            line(row);
        }
        if self.table == TableKind::Complete {
            line(&format!("Total number of translations: {}", rows.len()));
        }
        line("EDGE#");
    }
}

fn host(at: usize) -> String {
    format!("10.0.0.{}", 5 + at)
}

fn spare(at: usize) -> String {
    format!("203.0.113.{}", 200 + at)
}

fn peer_address(peer: u8) -> String {
    format!("198.51.100.{peer}")
}

fn name_of(list: List, name: &str) -> String {
    match (list, name) {
        (List::Numbered, "IN") => "101".to_owned(),
        (List::Numbered, "OUT") => "102".to_owned(),
        (List::Numbered, _) => "103".to_owned(),
        _ => name.to_owned(),
    }
}

fn group(list: List, name: &str, direction: &str, line: &mut impl FnMut(&str)) {
    if list != List::None {
        line(&format!(" ip access-group {} {direction}", name_of(list, name)));
    }
}

fn entries(list: List, name: &str, line: &mut impl FnMut(&str)) {
    let outward = name != "IN";
    let one = if outward { "permit udp any eq 4500 any" } else { "permit udp any any eq non500-isakmp" };
    let number = name_of(list, name);
    let (kind, body) = match list {
        List::None => return,
        List::Open => ("extended", " permit ip any any".to_owned()),
        List::Only4500 => {
            ("extended", format!(" remark HCX\n {one}\n permit tcp any any established\n deny ip any any log"))
        }
        List::NoRoom => ("extended", " 1 permit tcp any any\n 2 deny udp any any\n 3 permit ip any any".to_owned()),
        List::EndDenies => ("extended", " permit tcp any any\n permit icmp any any".to_owned()),
        List::Standard => ("standard", " 10 deny 198.51.100.0 0.0.0.255\n 20 permit 172.16.0.0 0.0.255.255".to_owned()),
        List::Numbered => {
            for entry in ["permit tcp any any", "deny udp any any", "permit ip any any"] {
                line(&format!("access-list {number} {entry}"));
            }
            return;
        }
    };
    line(&format!("ip access-list {kind} {name}\n{body}\n!"));
}
