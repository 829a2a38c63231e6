//! Ethernet addresses, equal however they are written.

use std::fmt;

/// A MAC address: `0050.5686.671a` (Cisco), `00:50:56:86:67:1a` (VMware) and `00-50-56-86-67-1A` are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mac(pub [u8; 6]);

impl Mac {
    /// Reads twelve hexadecimal digits in groups of two or four that dots, colons or hyphens separate, or in none.
    pub fn parse(text: &str) -> Option<Self> {
        let mark = text.chars().find(|c| matches!(c, '.' | ':' | '-'));
        let groups: Vec<&str> = mark.map_or_else(|| vec![text], |mark| text.split(mark).collect());
        let digits_each = 12_usize.checked_div(groups.len())?;
        let even = matches!(groups.len(), 1 | 3 | 6) && groups.iter().all(|group| group.len() == digits_each);
        let digits = groups.concat();
        if !even || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u64::from_str_radix(&digits, 16).ok()?;
        let [_, _, octets @ ..] = number.to_be_bytes();
        Some(Self(octets))
    }
}

/// What the addresses begin with that vCenter hands out or an administrator sets, and those that an ESXi host makes.
const VMWARE: [[u8; 3]; 2] = [[0x00, 0x50, 0x56], [0x00, 0x0c, 0x29]];

impl Mac {
    /// Whether it begins as VMware's addresses of virtual machines do.
    pub fn is_vmware(self) -> bool {
        VMWARE.iter().any(|maker| self.0.starts_with(maker))
    }
}

impl fmt::Display for Mac {
    /// As vCenter writes it: `00:50:56:86:67:1a`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, octet) in self.0.iter().enumerate() {
            let mark = if at == 0 { "" } else { ":" };
            write!(f, "{mark}{octet:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_one_address() {
        let mac = Mac([0, 0x50, 0x56, 0x86, 0x67, 0x1a]);
        for text in ["0050.5686.671a", "00:50:56:86:67:1a", "00-50-56-86-67-1A", "00505686671a"] {
            assert_eq!(Mac::parse(text), Some(mac), "{text}");
        }
        assert_eq!(mac.to_string(), "00:50:56:86:67:1a");
        assert!(mac.is_vmware() && !Mac([0x52, 0x54, 0, 0x12, 0, 1]).is_vmware());
    }

    #[test]
    fn what_is_no_mac() {
        for text in ["", "Incomplete", "0050.5686.67", "0050:5686.671a", "0050.5686.671g", "10.0.0.1", "00:50:56:86:67"]
        {
            assert_eq!(Mac::parse(text), None, "{text}");
        }
    }
}
