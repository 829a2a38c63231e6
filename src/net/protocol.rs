//! IP protocols and the port names that IOS prints instead of numbers.

use std::fmt;

/// An IP protocol, by number. `Protocol::ANY` (IOS `ip`) matches every protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// `ip` in an access list, `any` in a table.
    Any,
    /// One protocol number.
    Number(u8),
}

impl Protocol {
    /// ICMP, 1.
    pub const ICMP: Self = Self::Number(1);
    /// TCP, 6.
    pub const TCP: Self = Self::Number(6);
    /// UDP, 17.
    pub const UDP: Self = Self::Number(17);
    /// GRE, 47.
    pub const GRE: Self = Self::Number(47);
    /// ESP, 50.
    pub const ESP: Self = Self::Number(50);

    /// Reads the word IOS uses in access lists and tables: a name or a number from 0 to 255.
    pub fn parse(word: &str) -> Option<Self> {
        if matches!(word, "any" | "ip" | "ipv4") {
            return Some(Self::Any);
        }
        let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        named.map(|(_, number)| *number).or_else(|| word.parse().ok()).map(Self::Number)
    }

    /// Whether a rule for `self` applies to a packet of `other`.
    pub fn covers(self, other: Self) -> bool {
        self == Self::Any || self == other
    }

    /// Whether the protocol has 16-bit ports.
    pub fn has_ports(self) -> bool {
        matches!(self, Self::TCP | Self::UDP)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Number(number) => match NAMES.iter().find(|(_, known)| known == number) {
                Some((name, _)) => f.write_str(name),
                None => number.fmt(f),
            },
        }
    }
}

const NAMES: &[(&str, u8)] = &[
    ("icmp", 1),
    ("igmp", 2),
    ("ipinip", 4),
    ("tcp", 6),
    ("udp", 17),
    ("gre", 47),
    ("esp", 50),
    ("ahp", 51),
    ("eigrp", 88),
    ("ospf", 89),
    ("nos", 94),
    ("pim", 103),
    ("pcp", 108),
    ("sctp", 132),
];

/// The port behind a name that IOS prints in access lists (`isakmp`, `non500-isakmp`, `domain`, ...).
///
/// Names are shared between TCP and UDP except where IOS itself differs (`cmd`/`syslog` 514, `exec`/`biff` 512,
/// `login`/`who` 513).
pub fn port_by_name(name: &str) -> Option<u16> {
    PORTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, port)| *port)
}

const PORTS: &[(&str, u16)] = &[
    ("echo", 7),
    ("discard", 9),
    ("daytime", 13),
    ("chargen", 19),
    ("ftp-data", 20),
    ("ftp", 21),
    ("ssh", 22),
    ("telnet", 23),
    ("smtp", 25),
    ("time", 37),
    ("nameserver", 42),
    ("whois", 43),
    ("tacacs", 49),
    ("domain", 53),
    ("bootps", 67),
    ("bootpc", 68),
    ("tftp", 69),
    ("gopher", 70),
    ("finger", 79),
    ("www", 80),
    ("hostname", 101),
    ("pop2", 109),
    ("pop3", 110),
    ("sunrpc", 111),
    ("ident", 113),
    ("nntp", 119),
    ("ntp", 123),
    ("msrpc", 135),
    ("netbios-ns", 137),
    ("netbios-dgm", 138),
    ("netbios-ss", 139),
    ("snmp", 161),
    ("snmptrap", 162),
    ("xdmcp", 177),
    ("bgp", 179),
    ("irc", 194),
    ("dnsix", 195),
    ("mobile-ip", 434),
    ("https", 443),
    ("pim-auto-rp", 496),
    ("isakmp", 500),
    ("biff", 512),
    ("exec", 512),
    ("login", 513),
    ("who", 513),
    ("cmd", 514),
    ("syslog", 514),
    ("lpd", 515),
    ("talk", 517),
    ("rip", 520),
    ("uucp", 540),
    ("klogin", 543),
    ("kshell", 544),
    ("onep-plain", 15001),
    ("onep-tls", 15002),
    ("drip", 3949),
    ("non500-isakmp", 4500),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_and_read_back() {
        for number in 0..=255 {
            let protocol = Protocol::Number(number);
            assert_eq!(Protocol::parse(&protocol.to_string()), Some(protocol));
        }
        assert_eq!(Protocol::parse("ip"), Some(Protocol::Any));
        assert_eq!(Protocol::parse("256"), None);
    }

    #[test]
    fn the_two_ike_ports() {
        assert_eq!(port_by_name("isakmp"), Some(500));
        assert_eq!(port_by_name("NON500-ISAKMP"), Some(4500));
        assert_eq!(port_by_name("4500"), None);
    }
}
