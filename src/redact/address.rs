//! Other addresses for addresses, of the same kind and in the same relation.
//!
//! Two addresses that share their first bits share as many in the copy (J. Xu et al., "Prefix-preserving IP address
//! anonymization", 2002): at each bit, what stands before it decides whether it is turned. It is not turned on the way
//! into a block that must stay itself, and never in the last eight bits, so that network and broadcast addresses, and
//! ranges of addresses, are what they were.

use std::collections::{HashMap, HashSet};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::key::Key;

/// Blocks that are mapped into themselves: base, length, and whether their addresses stay as they are.
const BLOCKS: &[(u32, u32, bool)] = &[
    (0x0000_0000, 8, true),
    (0x0a00_0000, 8, false),
    (0x6440_0000, 10, false),
    (0x7f00_0000, 8, true),
    (0xa9fe_0000, 16, false),
    (0xac10_0000, 12, false),
    (0xc0a8_0000, 16, false),
    // Multicast, of which 224/8 is known to all.
    (0xe000_0000, 8, true),
    (0xe000_0000, 4, false),
    (0xf000_0000, 4, true),
];

/// How many bits of an address are turned at most.
const TURNED: u32 = 24;

/// How many blocks are remembered.
const REMEMBERED: usize = 1 << 16;

#[derive(Debug)]
pub(super) struct Addresses {
    key: Key,
    /// What has been worked out, for each /24 and each /64.
    known: HashMap<u32, u32>,
    known6: HashMap<u64, u64>,
    /// Length and bits of prefixes behind which no bit is turned, because the order of a range hangs on it.
    ordered: HashSet<(u32, u32)>,
}

impl Addresses {
    pub(super) fn new(key: Key) -> Self {
        Self { key, known: HashMap::new(), known6: HashMap::new(), ordered: HashSet::new() }
    }

    /// Keeps the addresses from `low` to `high` together and in order. To be said before the first address is mapped.
    pub(super) fn keep_order(&mut self, low: Ipv4Addr, high: Ipv4Addr) {
        let (low, high) = (u32::from(low), u32::from(high));
        let common = (low ^ high).leading_zeros();
        // Two addresses that are further apart are no range.
        if low < high && common >= 8 {
            for at in common..TURNED {
                self.ordered.extend([(at, first(low, at)), (at, first(high, at))]);
            }
        }
    }

    pub(super) fn v4(&mut self, address: Ipv4Addr) -> Ipv4Addr {
        let bits = u32::from(address);
        if stays(bits) {
            return address;
        }
        let block = first(bits, TURNED);
        let mapped = match self.known.get(&block) {
            Some(&mapped) => mapped,
            None => self.remember(block),
        };
        Ipv4Addr::from(mapped | (bits & !block))
    }

    /// An address in front of a mask of `length`: a network address stays one, and a broadcast address.
    pub(super) fn v4_in(&mut self, address: Ipv4Addr, length: u32) -> Ipv4Addr {
        let (bits, mapped) = (u32::from(address), u32::from(self.v4(address)));
        let hosts = u32::MAX.checked_shr(length).unwrap_or(0);
        Ipv4Addr::from(match bits & hosts {
            0 => mapped & !hosts,
            ones if ones == hosts => mapped | hosts,
            _ => mapped,
        })
    }

    fn remember(&mut self, block: u32) -> u32 {
        let mut mapped = 0;
        for at in 0..TURNED {
            let (before, bit) = (first(block, at), 1 << (31 - at));
            let turned = if self.is_fixed(at, before) {
                false
            } else if at == TURNED - 1 && mapped == before {
                // No address is its own pseudonym.
                true
            } else {
                self.key.draw(&[b"4", &at.to_be_bytes(), &before.to_be_bytes()])[0] & 1 == 1
            };
            mapped |= (block ^ if turned { bit } else { 0 }) & bit;
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(block, mapped);
        mapped
    }

    /// Whether the bit behind these first bits must not be turned.
    fn is_fixed(&self, at: u32, before: u32) -> bool {
        let into = |&(base, length, _): &(u32, u32, bool)| at < length && first(base, at) == before;
        BLOCKS.iter().any(into) || self.ordered.contains(&(at, before))
    }

    /// The first half by the same rule, below what says whose the block is; the second half is turned as a whole.
    pub(super) fn v6(&mut self, address: Ipv6Addr) -> Ipv6Addr {
        let bits = u128::from(address);
        let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or(0);
        let (network, host) = (half(bits >> 64), half(bits));
        let kept = match address.octets()[0] {
            0 | 0xff => return address,
            0xfe => 64,
            0xfc | 0xfd => 8,
            _ => 3,
        };
        let mapped = match self.known6.get(&network) {
            Some(&mapped) => mapped,
            None => self.remember6(network, kept),
        };
        let turned = u64::from_be_bytes(part(self.key.draw(&[b"6h"])));
        // Router addresses such as ::1, and networks.
        let host = if host < 1 << 16 { host } else { host ^ turned };
        Ipv6Addr::from(u128::from(mapped) << 64 | u128::from(host))
    }

    fn remember6(&mut self, network: u64, kept: u32) -> u64 {
        let mut mapped = 0;
        for at in 0..64_u32 {
            let (before, bit) = (if at == 0 { 0 } else { network & (u64::MAX << (64 - at)) }, 1 << (63 - at));
            let draw = || self.key.draw(&[b"6", &at.to_be_bytes(), &before.to_be_bytes()])[0] & 1 == 1;
            mapped |= (network ^ if at >= kept && draw() { bit } else { 0 }) & bit;
        }
        if self.known6.len() >= REMEMBERED {
            self.known6.clear();
        }
        self.known6.insert(network, mapped);
        mapped
    }

    /// The hexadecimal digits of a MAC address, whose maker is kept. Virtual addresses of HSRP, VRRP and GLBP stay: they
    /// are the same everywhere.
    pub(super) fn mac(&self, digits: &str) -> String {
        let lower = digits.to_ascii_lowercase();
        let common = ["00000c07ac", "00000c9ff", "00005e0001", "0007b400", "000000000000", "ffffffffffff"];
        let (maker, own) = lower.split_at_checked(lower.len().saturating_sub(6)).unwrap_or(("", &lower));
        if common.iter().any(|known| lower.starts_with(known)) {
            return lower;
        }
        let drawn = self.key.draw(&[b"m", lower.as_bytes()]);
        let own: String =
            own.bytes().zip(drawn).map(|(_, byte)| char::from(b"0123456789abcdef"[usize::from(byte & 15)])).collect();
        format!("{maker}{own}")
    }
}

/// The first `length` bits, the others 0.
fn first(bits: u32, length: u32) -> u32 {
    bits & !u32::MAX.checked_shr(length).unwrap_or(0)
}

fn part(drawn: [u8; 32]) -> [u8; 8] {
    let mut out = [0; 8];
    out.copy_from_slice(drawn.get(..8).unwrap_or(&[0; 8]));
    out
}

/// What is the same in every network: masks and wildcards, and blocks that nobody owns.
fn stays(bits: u32) -> bool {
    mask_length(Ipv4Addr::from(bits)).is_some()
        || BLOCKS.iter().any(|&(base, length, stays)| stays && first(bits, length) == base)
}

/// The length that a contiguous mask or wildcard stands for.
pub(super) fn mask_length(mask: Ipv4Addr) -> Option<u32> {
    let bits = u32::from(mask);
    let ones = |bits: u32| (bits.leading_ones() == bits.count_ones()).then_some(bits.leading_ones());
    ones(bits).or_else(|| ones(!bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{is_cgnat, is_private};
    use proptest::prelude::*;

    fn addresses() -> Addresses {
        Addresses::new(Key::from_text("test"))
    }

    #[test]
    fn what_nobody_owns_stays() {
        let mut map = addresses();
        for same in [
            "0.0.0.0",
            "255.255.255.255",
            "255.255.252.0",
            "0.0.3.255",
            "127.0.0.1",
            "224.0.0.5",
            "0.0.0.254",
            "240.0.0.1",
        ] {
            let address = same.parse().unwrap();
            assert_eq!(map.v4(address), address, "{same}");
        }
        let stays = |text: &str| addresses().v6(text.parse().unwrap()).to_string() == text;
        assert!(stays("::1") && stays("ff02::5") && stays("fe80::1") && !stays("fe80::250:56ff:fe86:671a"));
        assert!(!stays("2001:db8::1"));
    }

    #[test]
    fn a_network_and_its_wildcard_fit() {
        let mut map = addresses();
        for (base, length) in [("10.0.0.0", 8), ("10.20.0.0", 16), ("172.16.0.0", 12), ("198.51.100.128", 25)] {
            let mapped = u32::from(map.v4_in(base.parse().unwrap(), length));
            assert_eq!(mapped & u32::MAX.checked_shr(length).unwrap(), 0, "{base}/{length}");
        }
        assert_eq!(map.v4_in("10.0.0.0".parse().unwrap(), 8).to_string(), "10.0.0.0");
        assert!(map.v4_in("10.20.255.255".parse().unwrap(), 16).to_string().ends_with(".255.255"));
    }

    #[test]
    fn makers_are_kept() {
        let map = addresses();
        assert!(map.mac("00505686671A").starts_with("005056") && map.mac("00505686671a") != "00505686671a");
        assert_eq!(map.mac("00000c07ac0a"), "00000c07ac0a");
    }

    proptest! {
        #[test]
        fn relations_hold(a: u32, b: u32, near in 0_u32..32) {
            let mut map = addresses();
            let b = if near % 2 == 0 { a ^ (b >> near) } else { b };
            let (x, y) = (Ipv4Addr::from(a), Ipv4Addr::from(b));
            let (mx, my) = (map.v4(x), map.v4(y));
            prop_assert_eq!((is_private(x), is_cgnat(x)), (is_private(mx), is_cgnat(mx)));
            prop_assert_eq!(
                (x.is_loopback(), x.is_link_local(), x.is_multicast(), x.is_unspecified()),
                (mx.is_loopback(), mx.is_link_local(), mx.is_multicast(), mx.is_unspecified())
            );
            if !stays(a) {
                prop_assert_ne!(x, mx);
            }
            if !stays(a) && !stays(b) {
                prop_assert_eq!((a ^ b).leading_zeros(), (u32::from(mx) ^ u32::from(my)).leading_zeros());
            }
        }

        #[test]
        fn a_range_stays_one(low in 0x0b00_0000_u32..0xdf00_0000, size in 1_u32..100_000, within in 0_u32..100_000) {
            let mut map = addresses();
            let (high, between) = (low + size, low + within.min(size));
            map.keep_order(low.into(), high.into());
            prop_assume!([low, high, between].iter().all(|bits| !stays(*bits)) && low >> 24 == high >> 24);
            let [l, b, h] = [low, between, high].map(|bits| u32::from(map.v4(bits.into())));
            prop_assert!(l <= b && b <= h);
            prop_assert_eq!(h - l, high - low);
        }
    }
}
