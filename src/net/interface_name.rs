//! Interface names, equal however they are abbreviated.

use std::fmt;

/// An interface name in IOS's own long form, so that `g0/0`, `Gi0/0` and `GigabitEthernet 0/0` are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InterfaceName(Box<str>);

impl InterfaceName {
    /// Reads a name as typed or printed: a kind, perhaps abbreviated, and a number, perhaps after a blank.
    ///
    /// `None` when there is no number or the kind is not one that IOS or IOS-XE has.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, number) = text.trim().split_at(number_at(text.trim()));
        let kind = kind.trim_end().to_ascii_lowercase();
        let numbered = number.starts_with(|c: char| c.is_ascii_digit());
        let kind = (!kind.is_empty() && numbered).then(|| long_kind(&kind)).flatten()?;
        Some(Self(format!("{kind}{number}").into()))
    }

    /// Reads a name where nothing else can stand: a kind that is not known here, or one without a number
    /// (`Sdwan-system-intf`), is taken as it is spelled.
    ///
    /// `None` when `word` is no such name at all: a word with neither digit nor hyphen is the beginning of one.
    pub fn parse_any(word: &str) -> Option<Self> {
        let letters = word.starts_with(|c: char| c.is_ascii_alphabetic());
        let spelled = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.:-_".contains(&byte));
        let complete = word.bytes().any(|byte| byte.is_ascii_digit() || byte == b'-');
        Self::parse(word).or_else(|| (letters && spelled && complete).then(|| Self(word.into())))
    }

    /// The canonical text, e.g. `GigabitEthernet0/0`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The interface that a subinterface is of: `GigabitEthernet0/0` of `GigabitEthernet0/0.100`.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('.')?;
        Some(Self(parent.into()))
    }

    /// The number part, e.g. `0/0/1.100`.
    pub fn number(&self) -> &str {
        &self.0[number_at(&self.0)..]
    }
}

/// Where the number begins: the kind may have digits too (`Dot11Radio0`).
fn number_at(name: &str) -> usize {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | ':')).len()
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The kinds, most usual first: an abbreviation resolves to the first kind it is a prefix of, which is how the
/// abbreviations of the field come out right (`e` is Ethernet, `t` would be Tunnel, `te` TenGigabitEthernet).
const KINDS: &[&str] = &[
    "GigabitEthernet",
    "FastEthernet",
    "Ethernet",
    "TenGigabitEthernet",
    "TwoGigabitEthernet",
    "TwentyFiveGigE",
    "FiveGigabitEthernet",
    "FortyGigabitEthernet",
    "FiftyGigE",
    "HundredGigE",
    "Serial",
    "Loopback",
    "Vlan",
    "Dialer",
    "Tunnel",
    "Port-channel",
    "BDI",
    "BVI",
    "Cellular",
    "ATM",
    "Virtual-Template",
    "Virtual-Access",
    "VirtualPortGroup",
    "Multilink",
    "Null",
    "POS",
    "Async",
    "BRI",
    "Group-Async",
    "Embedded-Service-Engine",
    "Service-Engine",
    "Integrated-Service-Engine",
    "Wlan-GigabitEthernet",
    "wlan-ap",
    "Dot11Radio",
    "AppGigabitEthernet",
    "AppNav-Compress",
    "NVI",
    "LISP",
    "nve",
    "pseudowire",
    "EVC",
    "CEM",
    "Controller",
    "Bundle-Ether",
    "Management",
    "mgmt",
    "FourHundredGigE",
    "Crypto-Engine",
    "ucse",
    "vmi",
    "SDLC",
    "Sdwan-system-intf",
    "Port-group",
    "Virtual-PPP",
    "Virtual-TokenRing",
    "TokenRing",
    "Fddi",
    "Hssi",
    "MFR",
    "Switch",
    "Content-Engine",
    "ISM",
    "Vasi-left",
    "Vasi-right",
    "vasileft",
    "vasiright",
    "L2vpn-vfi",
    "EOBC",
    "Overlay",
    "Bluetooth",
    "Tunnel-tp",
    "Tunnel-te",
    "SM",
    "BD-VIF",
    "Cable-Modem",
    "CTunnel",
    "Virtual-Dot11Radio",
    "Multiservice",
    "LIIN",
    "TwoHundredGigE",
    "PRP-channel",
    "Cable",
    "Modular-Cable",
    "Video",
    "Analysis-Module",
    "Ethernet-Internal",
    "SSLVPN-VIF",
    "wlan-controller",
    "Pos-channel",
    "capwap",
    "GMPLS",
    "AppNav-UnCompress",
];

fn long_kind(lower: &str) -> Option<&'static str> {
    let prefix_of = |kind: &&&str| kind.len() >= lower.len() && kind[..lower.len()].eq_ignore_ascii_case(lower);
    let exact = KINDS.iter().find(|kind| kind.eq_ignore_ascii_case(lower));
    exact.or_else(|| KINDS.iter().find(prefix_of)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(text: &str) -> Option<String> {
        InterfaceName::parse(text).map(|name| name.to_string())
    }

    #[test]
    fn abbreviations_of_the_field() {
        for (typed, expected) in [
            ("g0/0", "GigabitEthernet0/0"),
            ("Gi0/0/1.100", "GigabitEthernet0/0/1.100"),
            ("gigabitEthernet 0/1/0", "GigabitEthernet0/1/0"),
            ("GigabitEthernet1", "GigabitEthernet1"),
            ("fa0/1", "FastEthernet0/1"),
            ("e0/0", "Ethernet0/0"),
            ("Te1/1/0", "TenGigabitEthernet1/1/0"),
            ("s0/0/0:15", "Serial0/0/0:15"),
            ("lo0", "Loopback0"),
            ("Di1", "Dialer1"),
            ("Tu100", "Tunnel100"),
            ("Po10", "Port-channel10"),
            ("vl10", "Vlan10"),
            ("BDI20", "BDI20"),
            ("Dot11Radio0/0/0.20", "Dot11Radio0/0/0.20"),
            ("dot11radio 1", "Dot11Radio1"),
        ] {
            assert_eq!(long(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn names_of_unknown_kinds() {
        for name in ["Sdwan-system-intf", "Quux0/4", "LIIN0"] {
            assert_eq!(InterfaceName::parse_any(name).map(|name| name.to_string()).as_deref(), Some(name));
        }
        assert_eq!(InterfaceName::parse_any("gi0/1"), InterfaceName::parse("GigabitEthernet0/1"));
        for word in ["Gi", "10.0.0.1", "is", "Gi0/0,", "-", "0/0"] {
            assert_eq!(InterfaceName::parse_any(word), None, "{word}");
        }
    }

    #[test]
    fn what_is_not_an_interface() {
        for text in ["", "overload", "10.0.0.1", "pool1", "x9", "Gi", "Gi0/0overload"] {
            assert_eq!(long(text), None, "{text}");
        }
    }
}
