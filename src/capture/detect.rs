//! Whose syntax a configuration is written in.
//!
//! Every line is compared with a table of tell-tales. Each tell-tale counts once, however often it occurs: a hundred
//! addresses weigh no more than one. The dialect with the greater sum wins, and the lines that spoke for it are shown.

mod conditions;
mod tells;

use std::sync::LazyLock;

use super::{Clue, Dialect, Evidence};
use crate::locale::Text;
use crate::net::first_eight;
use crate::source::Span;
use tells::TELLS;

/// One tell-tale.
#[derive(Debug)]
struct Tell {
    /// `Unknown` for what IOS and IOS-XE share.
    dialect: Dialect,
    weight: u32,
    start: &'static str,
    condition: fn(&str) -> bool,
    says: Clue,
}

const fn tell(
    dialect: Dialect,
    weight: u32,
    start: &'static str,
    condition: fn(&str) -> bool,
    says: &'static str,
) -> Tell {
    Tell { dialect, weight, start, condition, says: Clue::Line(says) }
}

/// The same where no words of the line say it.
const fn told(
    dialect: Dialect,
    weight: u32,
    start: &'static str,
    condition: fn(&str) -> bool,
    says: fn() -> Text,
) -> Tell {
    Tell { dialect, weight, start, condition, says: Clue::Told(says) }
}

/// Of each tell-tale, the nearest one before it that it starts with.
static SHORTER: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| {
    let shorter = |at: usize| {
        let start = TELLS.get(at)?.start;
        TELLS.get(..at)?.iter().rposition(|before| start.starts_with(before.start))
    };
    (0..TELLS.len()).map(shorter).collect()
});

/// Of each tell-tale the first eight bytes: to compare numbers took a third of the time of comparing strings.
static KEYS: LazyLock<Vec<u64>> =
    LazyLock::new(|| TELLS.iter().map(|tell| first_eight(tell.start.as_bytes())).collect());

/// Where a key is remembered: multiplied with the golden ratio, as Knuth has it.
fn place(key: u64) -> usize {
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56).unwrap_or(0)
}

/// How many lines are shown for a decision.
const SHOWN: usize = 5;

/// A sum that proves nothing: an interface name, an address with a mask.
const HINT: u32 = 2;

/// The first lines of a configuration say what it is; the two hundred thousandth ACL entry does not.
const READ: u32 = 100_000;

/// How many beginnings of lines are remembered that can tell nothing new.
const QUIET: usize = 256;

/// Collects evidence line by line.
#[derive(Debug)]
pub(super) struct Detector {
    /// Index of each tell-tale that was seen, and where.
    seen: Vec<(usize, Span)>,
    /// Of each tell-tale whether it was seen.
    known: [bool; TELLS.len()],
    lines: u32,
    /// First eight bytes of lines with which no tell-tale begins that has not been seen; each at the place that its bytes
    /// come to.
    quiet: [u64; QUIET],
}

impl Default for Detector {
    fn default() -> Self {
        Self { seen: Vec::new(), known: [false; TELLS.len()], lines: 0, quiet: [0; QUIET] }
    }
}

impl Detector {
    /// Looks at one line of a configuration.
    pub(super) fn observe(&mut self, text: &str, span: Span) {
        let line = text.trim_ascii_start();
        if line.is_empty() || self.lines >= READ {
            return;
        }
        self.lines += 1;
        let key = first_eight(line.as_bytes());
        let quiet = self.quiet.get(place(key)) == Some(&key);
        if !quiet {
            self.compare(line, text, key, span);
        }
    }

    fn compare(&mut self, line: &str, text: &str, key: u64, span: Span) {
        // In a sorted table every start of the line is a start of the last entry that does not come after the line.
        let mut next = KEYS.partition_point(|known| *known <= key).checked_sub(1);
        let news = self.may_bring_news(key, next);
        if let Some(place) = self.quiet.get_mut(place(key)).filter(|_| !news) {
            *place = key;
            return;
        }
        while next.and_then(|at| TELLS.get(at)).is_some_and(|tell| tell.start > line) {
            next = next.and_then(|at| at.checked_sub(1));
        }
        while let Some((at, tell)) = next.and_then(|at| Some((at, TELLS.get(at)?))) {
            next = SHORTER.get(at).copied().flatten();
            let Some(known) = self.known.get_mut(at).filter(|known| !**known) else { continue };
            if line.starts_with(tell.start) && (tell.condition)(text) {
                *known = true;
                self.seen.push((at, span));
            }
        }
    }

    /// Whether a line that begins so may begin as a tell-tale does that has not been seen. `last`: the last of those that
    /// do not come after it.
    fn may_bring_news(&self, key: u64, last: Option<usize>) -> bool {
        let mut next = last;
        while let Some((at, tell)) = next.and_then(|at| Some((at, TELLS.get(at)?))) {
            let known = KEYS.get(at).copied().unwrap_or(0);
            let bits = 64 - 8 * tell.start.len().min(8);
            let begins = (known ^ key).checked_shr(u32::try_from(bits).unwrap_or(0)).unwrap_or(0) == 0;
            if begins && self.known.get(at) == Some(&false) {
                return true;
            }
            // Those that differ behind the eighth byte stand side by side.
            next = if known == key { at.checked_sub(1) } else { SHORTER.get(at).copied().flatten() };
        }
        false
    }

    fn tells(&self) -> impl Iterator<Item = (&'static Tell, Span)> {
        self.seen.iter().filter_map(|&(index, span)| Some((TELLS.get(index)?, span)))
    }

    fn sum(&self, dialect: Dialect) -> u32 {
        self.tells().filter(|(tell, _)| tell.dialect == dialect).map(|(tell, _)| tell.weight).sum()
    }

    /// The dialect, and the lines that speak for it.
    pub(super) fn verdict(&self) -> (Dialect, Vec<Evidence>) {
        use Dialect::{A10, Arista, Aruba, Asa, Ios, IosXe, IosXr, NxOs, Other, Unknown};
        let (classic, xe, common) = (self.sum(Ios), self.sum(IosXe), self.sum(Unknown));
        let family = classic + xe + common;
        let others = [Asa, NxOs, IosXr, Arista, A10, Aruba, Other].map(|dialect| (self.sum(dialect), dialect));
        let (weight, other) = others.into_iter().max_by_key(|&(weight, _)| weight).unwrap_or((0, Unknown));
        // A lone hint is no proof of another vendor, and no reason to refuse a fragment.
        let dialect = if weight > family && weight > HINT {
            other
        } else if family <= HINT {
            Unknown
        } else if xe > classic {
            IosXe
        } else {
            Ios
        };
        (dialect, self.evidence(dialect))
    }

    fn evidence(&self, dialect: Dialect) -> Vec<Evidence> {
        let speaks = |tell: &Tell| tell.dialect == dialect || (tell.dialect == Dialect::Unknown && dialect.is_ios());
        let mut found: Vec<_> = self.tells().filter(|(tell, _)| speaks(tell)).collect();
        found.sort_by_key(|(tell, span)| (std::cmp::Reverse(tell.weight), span.start));
        found.truncate(SHOWN);
        found.sort_by_key(|(_, span)| span.start);
        found.into_iter().map(|(tell, span)| Evidence { span, says: tell.says }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn detect(text: &str) -> Dialect {
        let source = SourceMap::default().add(SourceFile::new("x"));
        let mut detector = Detector::default();
        for line in text.lines() {
            detector.observe(line, Span { source, start: 0, len: 0 });
        }
        detector.verdict().0
    }

    #[test]
    fn tells_are_sorted_for_the_search() {
        assert!(TELLS.is_sorted_by_key(|tell| tell.start.as_bytes()));
    }

    #[test]
    fn each_dialect_by_its_own_words() {
        use Dialect::{A10, Arista, Aruba, Asa, Ios, IosXe, IosXr, NxOs, Other, Unknown};
        for (text, dialect) in [
            ("version 15.7\nhostname R1", Ios),
            ("version 17.3\nhostname R1", IosXe),
            (
                "version 15.5\nplatform qfp utilization monitor load 80\ninterface GigabitEthernet0/0/0\n negotiation auto",
                IosXe,
            ),
            ("ip nat inside source list 1 interface Gi0/0 overload", Ios),
            ("hostname R1", Unknown),
            (
                ": Saved\nASA Version 9.8(2)\ninterface GigabitEthernet0/0\n nameif outside\n ip address 203.0.113.1 255.255.255.0",
                Asa,
            ),
            ("object network web\n host 10.0.0.5\n nat (inside,outside) static 203.0.113.5", Asa),
            (
                "version 9.3(5) Bios:version\nfeature nat\ninterface Ethernet1/1\n  no switchport\n  ip address 10.0.0.1/24",
                NxOs,
            ),
            (
                "!! IOS XR Configuration 6.3.1\ninterface GigabitEthernet0/0/0/0\n ipv4 address 10.0.0.1 255.255.255.0",
                IosXr,
            ),
            (
                "! device: sw1 (DCS-7050, EOS-4.20.1F)\ninterface Ethernet1\n   ip nat source static 10.0.0.5 203.0.113.5",
                Arista,
            ),
            ("interface Ethernet1\n  ip nat source dynamic access-list A overload", Arista),
            ("ip nat pool P 203.0.113.1 203.0.113.9 netmask /24\nslb server S 10.0.0.1", A10),
            (
                "acl number 2000\ninterface GigabitEthernet0/0/0\n nat outbound 2000\nip route-static 0.0.0.0 0.0.0.0 203.0.113.1",
                Other,
            ),
            ("version RGOS 10.4(3b34)p3\nhostname R1\ninterface GigabitEthernet 0/0\n ip nat outside", Other),
            ("!version 2.2.0C build 66153\nhostname R1\ninterface GigabitEthernet0/0\n ip nat outside", Other),
            ("frr version 8.1\nhostname R1\ninterface eth0\n ip address 10.0.0.1/24", Other),
            ("sysname core\ninterface GigabitEthernet1/0/1\n port link-mode bridge", Aruba),
        ] {
            assert_eq!(detect(text), dialect, "{text}");
        }
    }

    #[test]
    fn nvi_rules_are_not_aristas() {
        assert_eq!(detect("version 15.1\nip nat source static 10.0.0.5 203.0.113.5"), Dialect::Ios);
    }
}
