//! `show standby brief`.

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{Member, ShowFacts, StandbyGroup, StandbyState};
use crate::grammar::lex::{interface, number, split_word};

/// The rows read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    rows: Vec<StandbyGroup>,
    /// A row of NX-OS, which prints `(conf)` behind the virtual address.
    foreign: bool,
}

impl super::Output for Output {
    /// `INTERFACE GROUP PRIORITY [P] STATE ACTIVE STANDBY VIRTUAL`
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        let first = split_word(text).0;
        if text.starts_with("P indicates") || text.bytes().all(|byte| byte == b'|') || first == "Interface" {
            return Read::Harmless;
        }
        if text.ends_with("(conf)") {
            self.foreign = true;
            return Read::Unsupported("ledger-nxos-output");
        }
        let Ok((rest, interface)) = interface(text) else { return Read::Unknown };
        let Ok((rest, group)) = number(0_u16, 4095, "ledger-group")(rest) else {
            return Read::Malformed(split_word(rest).0, "ledger-group-range");
        };
        let Ok((rest, priority)) = number(0_u16, 255, "ledger-priority")(rest) else {
            return Read::Malformed(split_word(rest).0, "ledger-priority-range");
        };
        let (mut word, mut rest) = split_word(rest);
        let preempt = word == "P";
        if preempt {
            (word, rest) = split_word(rest);
        }
        let Some(state) = state(word) else {
            return Read::Malformed(word, "ledger-standby-state");
        };
        let (active, rest) = split_word(rest);
        let (standby, rest) = split_word(rest);
        let (Some(active), Some(standby)) = (member(active), member(standby)) else {
            return Read::Malformed(active, "ledger-standby-member");
        };
        let address = split_word(rest).0.parse().ok();
        let span = line.span_of(text);
        self.rows.push(StandbyGroup { span, interface, group, priority, preempt, state, active, standby, address });
        Read::Modelled
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.rows.is_empty() && !self.foreign).then_some(ShowFacts::Standby(self.rows))
    }
}

fn state(word: &str) -> Option<StandbyState> {
    const OTHERS: [&str; 5] = ["Speak", "Listen", "Learn", "Init", "Disabled"];
    match word {
        "Active" => Some(StandbyState::Active),
        "Standby" => Some(StandbyState::Standby),
        other => OTHERS.iter().find(|name| **name == other).map(|name| StandbyState::Other(name)),
    }
}

fn member(word: &str) -> Option<Member> {
    match word {
        "local" => Some(Member::Local),
        "unknown" => Some(Member::Unknown),
        address => address.parse().ok().map(Member::Address),
    }
}
