//! Show commands whose output is read beside the configuration and the translation table.

use std::net::Ipv4Addr;

use crate::net::{InterfaceName, Mac};

use super::prompt::{abbreviates, tail_from};

/// A show command whose output says what the running-config does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ShowCommand {
    /// `show ip nat statistics`.
    NatStatistics,
    /// `show ip nat pool [name NAME]`.
    NatPool,
    /// `show ip nat portblock dynamic global [detail]`.
    NatPortblock,
    /// `show version`.
    Version,
    /// `show ip interface brief`.
    IpInterfaceBrief,
    /// `show ip interface [NAME]`.
    IpInterface,
    /// `show [ip] access-lists [NAME]`.
    AccessLists,
    /// `show ip route`.
    IpRoute,
    /// `show [ip] arp`.
    IpArp,
    /// `show crypto isakmp sa`.
    CryptoIsakmpSa,
    /// `show crypto ikev2 sa`.
    CryptoIkev2Sa,
    /// `show standby brief`.
    StandbyBrief,
    /// `show mac address-table`.
    MacAddressTable,
}

/// The words of a command after `show`, each with the fewest letters that tell it from its neighbours.
type Words = &'static [(&'static str, usize)];

/// Longer commands before those they begin with.
const COMMANDS: &[(Words, ShowCommand)] = &[
    (&[("ip", 2), ("nat", 2), ("nvi", 2), ("statistics", 1)], ShowCommand::NatStatistics),
    (&[("ip", 2), ("nat", 2), ("statistics", 1)], ShowCommand::NatStatistics),
    (&[("ip", 2), ("nat", 2), ("portblock", 3), ("dynamic", 1), ("global", 1)], ShowCommand::NatPortblock),
    (&[("ip", 2), ("nat", 2), ("pool", 3)], ShowCommand::NatPool),
    (&[("ip", 2), ("interface", 3), ("brief", 1)], ShowCommand::IpInterfaceBrief),
    (&[("ip", 2), ("interface", 3)], ShowCommand::IpInterface),
    (&[("ip", 2), ("access-lists", 2)], ShowCommand::AccessLists),
    (&[("access-lists", 8)], ShowCommand::AccessLists),
    (&[("ip", 2), ("route", 2)], ShowCommand::IpRoute),
    (&[("ip", 2), ("arp", 2)], ShowCommand::IpArp),
    (&[("arp", 3)], ShowCommand::IpArp),
    (&[("crypto", 2), ("isakmp", 2), ("sa", 2)], ShowCommand::CryptoIsakmpSa),
    (&[("crypto", 2), ("ikev2", 3), ("sa", 2)], ShowCommand::CryptoIkev2Sa),
    (&[("standby", 4), ("brief", 1)], ShowCommand::StandbyBrief),
    (&[("mac", 3), ("address-table", 3)], ShowCommand::MacAddressTable),
    (&[("mac-address-table", 4)], ShowCommand::MacAddressTable),
    (&[("version", 2)], ShowCommand::Version),
];

/// A show command and what its arguments leave of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resolved<'a> {
    pub(super) command: ShowCommand,
    pub(super) vrf: Option<&'a str>,
    /// Arguments that leave a part of the output, as typed.
    pub(super) part: Option<&'a str>,
}

impl ShowCommand {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NatStatistics => "nat-statistics",
            Self::NatPool => "nat-pool",
            Self::NatPortblock => "nat-portblock",
            Self::Version => "version",
            Self::IpInterfaceBrief => "ip-interface-brief",
            Self::IpInterface => "ip-interface",
            Self::AccessLists => "access-lists",
            Self::IpRoute => "ip-route",
            Self::IpArp => "ip-arp",
            Self::CryptoIsakmpSa => "crypto-isakmp-sa",
            Self::CryptoIkev2Sa => "crypto-ikev2-sa",
            Self::StandbyBrief => "standby-brief",
            Self::MacAddressTable => "mac-address-table",
        }
    }

    /// The command in full, as it is typed.
    pub fn command(self) -> &'static str {
        match self {
            Self::NatStatistics => "show ip nat statistics",
            Self::NatPool => "show ip nat pool",
            Self::NatPortblock => "show ip nat portblock dynamic global",
            Self::Version => "show version",
            Self::IpInterfaceBrief => "show ip interface brief",
            Self::IpInterface => "show ip interface",
            Self::AccessLists => "show access-lists",
            Self::IpRoute => "show ip route",
            Self::IpArp => "show ip arp",
            Self::CryptoIsakmpSa => "show crypto isakmp sa",
            Self::CryptoIkev2Sa => "show crypto ikev2 sa",
            Self::StandbyBrief => "show standby brief",
            Self::MacAddressTable => "show mac address-table",
        }
    }

    /// The command that `rest`, what was typed after `show`, abbreviates; `None` for others and for arguments that make
    /// another output of it.
    pub(super) fn resolve(rest: &str) -> Option<Resolved<'_>> {
        let (command, arguments) = COMMANDS.iter().find_map(|(words, command)| {
            let mut typed = rest.split_ascii_whitespace();
            words
                .iter()
                .all(|&(full, least)| typed.next().is_some_and(|word| abbreviates(word, full, least)))
                .then(|| (*command, typed.next().and_then(|word| tail_from(rest, word)).unwrap_or("")))
        })?;
        let mut words = arguments.split_ascii_whitespace();
        let vrf = words.next().filter(|word| abbreviates(word, "vrf", 2)).and_then(|_| words.next());
        let after_vrf = || words.clone().next().and_then(|word| tail_from(arguments, word)).unwrap_or("");
        let arguments = if vrf.is_some() { after_vrf() } else { arguments };
        let part = (!arguments.is_empty() && !says_more(arguments)).then_some(arguments);
        let fits = match command {
            Self::NatStatistics | Self::Version => arguments.is_empty(),
            Self::IpInterface => part.is_none_or(|name| InterfaceName::parse(name).is_some()),
            Self::AccessLists => part.is_none_or(|name| name.split_ascii_whitespace().count() == 1),
            Self::IpRoute => part.is_none_or(|part| !abbreviates(part, "summary", 2) && !part.contains("repair")),
            Self::NatPool
            | Self::NatPortblock
            | Self::IpInterfaceBrief
            | Self::IpArp
            | Self::CryptoIsakmpSa
            | Self::CryptoIkev2Sa
            | Self::StandbyBrief => true,
            // Its counters and timers are other outputs.
            Self::MacAddressTable => part.is_none_or(|part| {
                let other = ["count", "aging-time", "learning", "notification", "move"];
                !other.iter().any(|word| abbreviates(part.split(' ').next().unwrap_or(""), word, 2))
            }),
        };
        fits.then_some(Resolved { command, vrf, part })
    }

    /// The command whose output has this line and no other text has it.
    pub(super) fn by_looks(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        // Statements of a configuration begin with a small letter: they must cost nothing here.
        if !text.as_bytes().first()?.is_ascii_uppercase() {
            return None;
        }
        let words = |wanted: &[&str]| {
            let mut words = text.split_ascii_whitespace();
            wanted.iter().all(|word| words.next() == Some(word)) && words.next().is_none()
        };
        if words(&["Interface", "IP-Address", "OK?", "Method", "Status", "Protocol"]) {
            Some(Self::IpInterfaceBrief)
        } else if ["Total active translations: ", "Total translations: "].iter().any(|start| text.starts_with(start)) {
            Some(Self::NatStatistics)
        } else if words(&["Protocol", "Address", "Age", "(min)", "Hardware", "Addr", "Type", "Interface"])
            || is_arp_row(text)
        {
            Some(Self::IpArp)
        } else if words(&["Mac", "Address", "Table"])
            || words(&["Vlan", "Mac", "Address", "Type", "Ports"])
            || words(&["VLAN", "MAC", "Address", "Type", "Ports"])
        {
            Some(Self::MacAddressTable)
        } else if is_route_legend(text) {
            Some(Self::IpRoute)
        } else if is_release(text) {
            Some(Self::Version)
        } else if text.starts_with("IPv4 Crypto ISAKMP SA") {
            Some(Self::CryptoIsakmpSa)
        } else if words(&["IPv4", "Crypto", "IKEv2", "SA"]) {
            Some(Self::CryptoIkev2Sa)
        } else if text.starts_with("P indicates configured to preempt") {
            Some(Self::StandbyBrief)
        } else if text.starts_with("Standard IP access list ") || text.starts_with("Extended IP access list ") {
            Some(Self::AccessLists)
        } else {
            None
        }
    }
}

/// A whole row of the ARP table, pasted alone: `Internet 192.19.72.203 3 0050.5686.671a ARPA GigabitEthernet0/1`.
fn is_arp_row(text: &str) -> bool {
    let Some(row) = text.strip_prefix("Internet ") else { return false };
    let mut words = row.split_ascii_whitespace();
    let address = words.next().is_some_and(|word| word.parse::<Ipv4Addr>().is_ok());
    let age = words.next().is_some_and(|word| word == "-" || word.parse::<u32>().is_ok());
    let hardware = words.next().is_some_and(|word| word == "Incomplete" || Mac::parse(word).is_some());
    address && age && hardware && words.next() == Some("ARPA")
}

/// Arguments that say the same at greater length.
fn says_more(arguments: &str) -> bool {
    let mut words = arguments.split_ascii_whitespace();
    words.all(|word| abbreviates(word, "detailed", 3) || abbreviates(word, "all", 2))
}

/// The first line of the legend: Cisco's has mobile routes, or local ones; that of Arista has `K - kernel`, that of
/// IOS-XR `(>) - Diversion path`.
fn is_route_legend(text: &str) -> bool {
    let Some(legend) = text.strip_prefix("Codes: ") else { return false };
    let cisco = legend.contains("M - mobile") || legend.starts_with("L - local, C - connected");
    cisco && legend.contains("C - connected") && !legend.contains("kernel") && !legend.contains("(>)")
}

/// The line of `show version` that names the release.
fn is_release(text: &str) -> bool {
    let software =
        ["Cisco IOS Software", "Cisco IOS XE Software, Version", "Cisco Internetwork Operating System Software"];
    software.iter().any(|start| text.starts_with(start)) && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations() {
        use ShowCommand::{
            AccessLists, CryptoIkev2Sa, CryptoIsakmpSa, IpArp, IpInterface, IpInterfaceBrief, IpRoute, MacAddressTable,
            NatPool, NatPortblock, NatStatistics, StandbyBrief, Version,
        };
        for (typed, command, vrf, part) in [
            ("ip nat stat", NatStatistics, None, None),
            ("ip nat nvi stat", NatStatistics, None, None),
            ("ip nat pool name P", NatPool, None, Some("name P")),
            ("ip nat portblock dynamic global detail", NatPortblock, None, None),
            ("ver", Version, None, None),
            ("ip int br", IpInterfaceBrief, None, None),
            ("ip int", IpInterface, None, None),
            ("ip int g0/0", IpInterface, None, Some("g0/0")),
            ("ip interface GigabitEthernet 0/0", IpInterface, None, Some("GigabitEthernet 0/0")),
            ("access-list 101", AccessLists, None, Some("101")),
            ("ip acc", AccessLists, None, None),
            ("ip ro", IpRoute, None, None),
            ("ip route vrf RED static", IpRoute, Some("RED"), Some("static")),
            ("arp", IpArp, None, None),
            ("ip arp vrf RED", IpArp, Some("RED"), None),
            ("cry isa sa", CryptoIsakmpSa, None, None),
            ("crypto ikev2 sa detailed", CryptoIkev2Sa, None, None),
            ("stand br", StandbyBrief, None, None),
            ("mac add", MacAddressTable, None, None),
            ("mac-address-table dynamic vlan 10", MacAddressTable, None, Some("dynamic vlan 10")),
        ] {
            assert_eq!(ShowCommand::resolve(typed), Some(Resolved { command, vrf, part }), "{typed}");
        }
        for typed in [
            "ip nat limits all-host",
            "mac address-table count",
            "mac",
            "ip in",
            "version running",
            "ip route summary",
            "access",
            "standby",
            "",
        ] {
            assert_eq!(ShowCommand::resolve(typed), None, "{typed}");
        }
    }

    #[test]
    fn looks() {
        for (line, command) in [
            (
                "Interface              IP-Address      OK? Method Status                Protocol",
                Some(ShowCommand::IpInterfaceBrief),
            ),
            ("Total active translations: 2 (0 static, 2 dynamic; 2 extended)", Some(ShowCommand::NatStatistics)),
            ("Protocol  Address          Age (min)  Hardware Addr   Type   Interface", Some(ShowCommand::IpArp)),
            ("Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP", Some(ShowCommand::IpRoute)),
            ("Codes: C - connected, S - static, K - kernel,", None),
            ("Interface              IP Address         Status     Protocol           MTU", None),
            (
                "Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M, RELEASE",
                Some(ShowCommand::Version),
            ),
            ("Cisco IOS Software is what we run here.", None),
            ("Internet  192.19.72.203   3   0050.5686.671a  ARPA   GigabitEthernet0/1", Some(ShowCommand::IpArp)),
            ("Internet  192.19.72.203   0   Incomplete      ARPA", Some(ShowCommand::IpArp)),
            ("Internet 192.19.72.203 is slow", None),
            ("          Mac Address Table", Some(ShowCommand::MacAddressTable)),
            ("Vlan    Mac Address       Type        Ports", Some(ShowCommand::MacAddressTable)),
            ("Total number of translations: 4", None),
            ("interface GigabitEthernet0/0", None),
            ("", None),
        ] {
            assert_eq!(ShowCommand::by_looks(line), command, "{line}");
        }
    }
}
