//! Addresses as routers print them, including those a human has redacted.

use std::fmt;
use std::net::Ipv4Addr;

/// An address in a translation table: one that can be computed with, or a token that can only be compared.
///
/// People paste tables with `x.x.x.x` or `144.*.*.*` in them. Such a token is equal to itself only, so two rows with
/// the same token are *likely* the same address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// A dotted quad.
    V4(Ipv4Addr),
    /// Text that cannot be an address: redacted or mangled.
    Opaque(Box<str>),
}

impl Address {
    /// The address, unless it is opaque.
    pub fn v4(&self) -> Option<Ipv4Addr> {
        match self {
            Self::V4(address) => Some(*address),
            Self::Opaque(_) => None,
        }
    }
}

impl From<Ipv4Addr> for Address {
    fn from(address: Ipv4Addr) -> Self {
        Self::V4(address)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => address.fmt(f),
            Self::Opaque(token) => f.write_str(token),
        }
    }
}

/// What stands behind the colon of a table column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ident {
    /// A TCP or UDP port.
    Port(u16),
    /// An ICMP query id or an ESP SPI, as printed. Never a port.
    Other(Box<str>),
}

/// One column of a translation table: an address, perhaps with a port or an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// The address or the redacted token.
    pub address: Address,
    /// The port, ICMP id or SPI; absent where the row has none.
    pub ident: Option<Ident>,
}

impl Endpoint {
    /// An address with a TCP or UDP port.
    pub fn with_port(address: impl Into<Address>, port: u16) -> Self {
        Self { address: address.into(), ident: Some(Ident::Port(port)) }
    }

    /// An address alone.
    pub fn bare(address: impl Into<Address>) -> Self {
        Self { address: address.into(), ident: None }
    }

    /// The TCP or UDP port, if there is one.
    pub fn port(&self) -> Option<u16> {
        match self.ident {
            Some(Ident::Port(port)) => Some(port),
            Some(Ident::Other(_)) | None => None,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.ident {
            None => self.address.fmt(f),
            Some(Ident::Port(port)) => write!(f, "{}:{port}", self.address),
            Some(Ident::Other(id)) => write!(f, "{}:{id}", self.address),
        }
    }
}

/// A dotted quad, as [`Ipv4Addr`]'s own parser reads it, in a fraction of its time.
pub(crate) fn quad(text: &str) -> Option<Ipv4Addr> {
    let value = |digit: u8| u32::from(digit - b'0');
    let (mut address, mut rest) = (0, text.as_bytes());
    for place in 0..4 {
        // No leading zeros: to some they mean octal.
        let (octet, after) = match rest {
            [a @ b'1'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', after @ ..] => {
                (value(*a) * 100 + value(*b) * 10 + value(*c), after)
            }
            [a @ b'1'..=b'9', b @ b'0'..=b'9', after @ ..] => (value(*a) * 10 + value(*b), after),
            [a @ b'0'..=b'9', after @ ..] => (value(*a), after),
            _ => return None,
        };
        address = address << 8 | octet;
        rest = match (place, after) {
            _ if octet > 255 => return None,
            (3, []) => after,
            (0..=2, [b'.', after @ ..]) => after,
            _ => return None,
        };
    }
    Some(Ipv4Addr::from_bits(address))
}

/// A contiguous prefix: `network/length`, host bits kept as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Prefix {
    /// The address as written; host bits may be set (an interface address has them).
    pub address: Ipv4Addr,
    /// 0 to 32.
    pub length: u8,
}

impl Prefix {
    /// `None` when `length` exceeds 32.
    pub fn new(address: Ipv4Addr, length: u8) -> Option<Self> {
        (length <= 32).then_some(Self { address, length })
    }

    /// From a dotted mask; `None` when the mask is not contiguous.
    pub fn from_mask(address: Ipv4Addr, mask: Ipv4Addr) -> Option<Self> {
        let bits = u32::from(mask);
        let length = bits.leading_ones();
        (bits.count_ones() == length).then(|| Self { address, length: u8::try_from(length).unwrap_or(32) })
    }

    fn bits(self) -> u32 {
        u32::MAX.checked_shl(32 - u32::from(self.length)).unwrap_or(0)
    }

    /// The network address.
    pub fn network(self) -> Ipv4Addr {
        Ipv4Addr::from(u32::from(self.address) & self.bits())
    }

    /// Whether `address` lies inside.
    pub fn contains(self, address: Ipv4Addr) -> bool {
        (u32::from(address) ^ u32::from(self.address)) & self.bits() == 0
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

/// An access-list wildcard: a set bit means "do not care". It need not be contiguous (`0.0.0.254` is legal).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wildcard(pub Ipv4Addr);

impl Wildcard {
    /// Whether `address` equals `base` in every bit that the wildcard cares about.
    pub fn matches(self, base: Ipv4Addr, address: Ipv4Addr) -> bool {
        (u32::from(base) ^ u32::from(address)) & !u32::from(self.0) == 0
    }
}

/// RFC 1918 space.
pub fn is_private(address: Ipv4Addr) -> bool {
    address.is_private()
}

/// RFC 6598 shared space (100.64.0.0/10), which carriers use in front of their own NAT.
pub fn is_cgnat(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    a == 100 && b & 0xc0 == 64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> Ipv4Addr {
        text.parse().unwrap()
    }

    #[test]
    fn a_wildcard_need_not_be_contiguous() {
        let odd_hosts = Wildcard(ip("0.0.0.254"));
        assert!(odd_hosts.matches(ip("10.0.0.1"), ip("10.0.0.203")));
        assert!(!odd_hosts.matches(ip("10.0.0.1"), ip("10.0.0.202")));
    }

    #[test]
    fn quads_are_what_the_standard_library_takes_for_them() {
        for text in [
            "10.0.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "256.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "1.2.3.00",
            "1.2.3.",
            ".1.2.3",
            "1..2.3",
            "1.2.3.4 ",
            "1.2.3.1000",
            "1.2.3.x",
            "",
            "1.2.3.299",
            "100.20.3.0",
        ] {
            assert_eq!(quad(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn prefixes_at_both_ends() {
        assert!(Prefix::new(ip("10.0.0.1"), 0).unwrap().contains(ip("203.0.113.9")));
        assert!(!Prefix::new(ip("10.0.0.1"), 32).unwrap().contains(ip("10.0.0.2")));
        assert_eq!(Prefix::from_mask(ip("10.0.0.1"), ip("255.0.255.0")), None);
        assert_eq!(Prefix::from_mask(ip("10.0.0.9"), ip("255.255.255.248")).unwrap().network(), ip("10.0.0.8"));
    }

    #[test]
    fn shared_space_is_not_private_space() {
        assert!(is_cgnat(ip("100.64.0.1")) && is_cgnat(ip("100.127.255.255")));
        assert!(!is_cgnat(ip("100.128.0.0")) && !is_cgnat(ip("100.63.255.255")));
        assert!(!is_private(ip("100.64.0.1")));
    }
}
