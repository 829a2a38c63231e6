//! `show crypto isakmp sa` and `show crypto ikev2 sa`, short and detailed.

use std::net::Ipv4Addr;

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{IkeEnd, IkeSa, ShowFacts};
use crate::grammar::lex::{address, number, split_word};

/// The associations read so far.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<IkeSa>,
    /// A heading of IOS has been seen. ASA prints other ones, and rows of another form.
    headed: bool,
}

/// `show crypto isakmp sa`.
#[derive(Debug, Default)]
pub(super) struct Isakmp(Rows);

/// `show crypto ikev2 sa`.
#[derive(Debug, Default)]
pub(super) struct Ikev2(Rows);

impl super::Output for Isakmp {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        self.0.line(line, 1, isakmp)
    }

    fn finish(self) -> Option<ShowFacts> {
        self.0.finish(1)
    }
}

impl super::Output for Ikev2 {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        self.0.line(line, 2, ikev2)
    }

    fn finish(self) -> Option<ShowFacts> {
        self.0.finish(2)
    }
}

/// The two ends of an association, and its state.
type Row = ([IkeEnd; 2], String);

impl Rows {
    fn line<'a>(&mut self, line: &Line<'a>, version: u8, read: fn(&str) -> Option<Row>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if is_heading(text) {
            self.headed = true;
            return Read::Harmless;
        }
        if is_of_asa(text) {
            return Read::Unsupported("ledger-asa-output");
        }
        match read(text) {
            Some((ends, state)) => {
                let up = is_up(&state);
                self.rows.push(IkeSa { span: line.span_of(text), version, ends, state, up });
                Read::Modelled
            }
            None if is_detail(line.text) => Read::Harmless,
            None => Read::Unknown,
        }
    }

    fn finish(self, version: u8) -> Option<ShowFacts> {
        (self.headed || !self.rows.is_empty()).then_some(ShowFacts::Ike(version, self.rows))
    }
}

/// `DST SRC STATE CONN-ID [SLOT] STATUS`, or in detail `C-ID LOCAL REMOTE [VRF] STATUS ENCR HASH ...`.
fn isakmp(text: &str) -> Option<Row> {
    let bare = |address| IkeEnd { address, port: None };
    if let Ok((rest, first)) = address(text) {
        let (rest, second) = address(rest).ok()?;
        let (state, rest) = split_word(rest);
        let (id, _) = split_word(rest);
        let known = state.contains('_') && id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty();
        // A deleted association keeps its row for a while.
        let state = if text.contains("(deleted)") { format!("{state} (deleted)") } else { state.to_owned() };
        return known.then(|| ([bare(first), bare(second)], state));
    }
    let (rest, _) = number(0, u32::MAX, "ledger-connection")(text).ok()?;
    let (rest, local) = address(rest).ok()?;
    let (rest, remote) = address(rest).ok()?;
    // The VRF is blank for most.
    let mut words = rest.split_ascii_whitespace().take(2);
    let state = words.find(|word| word.starts_with("ACTIVE") || word.starts_with("MM") || word.starts_with("QM"))?;
    Some(([bare(local), bare(remote)], state.to_owned()))
}

/// `ID LOCAL/PORT REMOTE/PORT VRF/VRF STATUS`
fn ikev2(text: &str) -> Option<Row> {
    let (rest, _) = number(0, u32::MAX, "ledger-tunnel")(text).ok()?;
    let (local, rest) = split_word(rest);
    let (remote, rest) = split_word(rest);
    let (vrfs, rest) = split_word(rest);
    let (state, _) = split_word(rest);
    let ends = [end(local)?, end(remote)?];
    (vrfs.contains('/') && !state.is_empty()).then(|| (ends, state.to_owned()))
}

fn end(word: &str) -> Option<IkeEnd> {
    let (address, port) = word.split_once('/')?;
    Some(IkeEnd { address: address.parse::<Ipv4Addr>().ok()?, port: Some(port.parse().ok()?) })
}

/// `QM_IDLE` is IKEv1's quiescent state of an association that is there; `READY` IKEv2's; `ACTIVE` is printed by the
/// detailed form.
fn is_up(state: &str) -> bool {
    matches!(state, "QM_IDLE" | "READY" | "ACTIVE")
}

fn is_heading(text: &str) -> bool {
    let crypto = ["IPv4 Crypto ", "IPv6 Crypto "].iter().any(|start| text.starts_with(start));
    let mut words = text.split_ascii_whitespace();
    let first = [words.next().unwrap_or(""), words.next().unwrap_or("")];
    crypto || matches!(first, ["dst", "src"] | ["C-id" | "Tunnel-id", "Local"])
}

/// Lines below a row, and the legend of the detailed form.
fn is_detail(line: &str) -> bool {
    const LEGEND: [&str; 6] = ["Codes:", "K - ", "X - ", "psk - ", "renc - ", "Session-id"];
    let text = line.trim_ascii();
    let indented = line.starts_with("  ") || line.starts_with('\t');
    LEGEND.iter().any(|start| text.starts_with(start)) || (indented && text.contains([':', '-', '=', '/']))
}

/// `IKEv1 SAs:`, `Active SA: 1`, `1   IKE Peer: 198.51.100.7`, `There are no IKEv2 SAs`.
fn is_of_asa(text: &str) -> bool {
    ["IKEv1 SAs:", "IKEv2 SAs:", "Active SA:", "There are no IKE", "Total IKE SA:", "Rekey SA:"]
        .iter()
        .any(|start| text.starts_with(start))
        || text.contains("IKE Peer:")
}
