//! Tables of translations and sessions that other systems print, told by their headings.

use super::{Clue, Dialect};
use crate::locale::say;

/// Whose table it is that has this line, and what the line is. Sources: the vendors' command references; ASA by the
/// examples in `show xlate` of its command reference.
pub(super) fn table_of(text: &str) -> Option<(Dialect, Clue)> {
    let text = text.trim_ascii();
    // Statements of a configuration begin with a small letter: they must cost nothing here.
    if !text.as_bytes().first()?.is_ascii_uppercase() {
        return None;
    }
    if text.starts_with("Source IP") {
        return match () {
            () if text.contains("Translated IP") => {
                Some((Dialect::Arista, Clue::Told(|| say!("clue-arista-translations"))))
            }
            () if text.starts_with("Source IP or MAC") => {
                Some((Dialect::Aruba, Clue::Told(|| say!("clue-aruba-sessions"))))
            }
            () => None,
        };
    }
    if text.starts_with("Prot ") && (text.contains("Forward Source") || text.contains("Reverse Source")) {
        return Some((Dialect::A10, Clue::Told(|| say!("clue-a10-sessions"))));
    }
    if text.starts_with("Prot ") && text.contains("NAT Address") {
        return Some((Dialect::A10, Clue::Told(|| say!("clue-a10-nat-sessions"))));
    }
    if text.starts_with("NAT44 instance") {
        return Some((Dialect::IosXr, Clue::Told(|| say!("clue-xr-translations"))));
    }
    if is_xlate(text) {
        return Some((Dialect::Asa, Clue::Told(|| say!("clue-asa-xlate"))));
    }
    if text.starts_with("Manual NAT Policies (Section") || text.starts_with("Auto NAT Policies (Section") {
        return Some((Dialect::Asa, Clue::Told(|| say!("clue-asa-nat"))));
    }
    None
}

/// `UDP PAT from inside:10.0.0.5/4500 to outside:203.0.113.1/42505 flags ri`, `PAT Global 203.0.113.1(1024) Local ...`.
fn is_xlate(text: &str) -> bool {
    if text.starts_with("PAT Global ") || text.starts_with("Global ") && text.contains(" Local ") {
        return text.split_ascii_whitespace().any(|word| word.split('.').count() == 4);
    }
    let rest = ["TCP ", "UDP ", "ICMP ", "SCTP "].iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text);
    let Some(rest) = rest.strip_prefix("PAT from ").or_else(|| rest.strip_prefix("NAT from ")) else { return false };
    rest.split_ascii_whitespace().next().is_some_and(|end| end.contains(':')) && rest.contains(" to ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_by_their_headings() {
        for (line, dialect) in [
            ("Source IP           Destination IP      Translated IP       TGT Type Intf", Some(Dialect::Arista)),
            ("Source IP or MAC  Destination IP  Prot SPort DPort Cntr     Prio ToS", Some(Dialect::Aruba)),
            ("Prot Forward Source         Forward Dest           Reverse Source", Some(Dialect::A10)),
            ("UDP PAT from inside:10.0.0.5/4500 to outside:203.0.113.1/42505 flags ri", Some(Dialect::Asa)),
            ("NAT from inside:10.0.0.5 to outside:203.0.113.1", Some(Dialect::Asa)),
            ("PAT Global 203.0.113.1(1024) Local 10.0.0.5(4500)", Some(Dialect::Asa)),
            ("Auto NAT Policies (Section 2)", Some(Dialect::Asa)),
            ("Pro Inside global      Inside local       Outside local      Outside global", None),
            ("NAT from inside to outside is done by R1", None),
            ("Global addresses and Local ones", None),
            ("udp 203.0.113.1:4500 10.0.0.5:4500 --- ---", None),
            ("", None),
        ] {
            assert_eq!(table_of(line).map(|(dialect, _)| dialect), dialect, "{line}");
        }
    }
}
