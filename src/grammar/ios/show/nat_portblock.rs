//! `show ip nat portblock dynamic global [detail]` (IOS-XE): the blocks of ports that NAT has of the transport port
//! manager. One `START-END rfcnt N` a block, under a line that names the protocol (rows known from a metrics exporter's
//! patterns; what else the detailed form prints was not found).

use super::Read;
use crate::capture::Line;
use crate::grammar::facts::{PortBlock, ShowFacts};
use crate::net::Protocol;

/// The blocks read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    protocol: Option<Protocol>,
    blocks: Vec<PortBlock>,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        let Some((range, count)) = text.split_once("rfcnt") else { return self.heading(text) };
        let numbers = range.split_once('-').and_then(|(first, last)| {
            let number = |text: &str| text.trim_ascii().parse::<u16>().ok();
            number(first).zip(number(last)).filter(|(first, last)| first <= last)
        });
        let Some((first, last)) = numbers else { return Read::Malformed(text, "ledger-two-ports") };
        let Ok(in_use) = count.trim_start_matches(':').trim_ascii().parse() else {
            return Read::Malformed(text, "ledger-number");
        };
        let Some(protocol) = self.protocol else { return Read::Unsupported("ledger-unknown-protocol-block") };
        self.blocks.push(PortBlock { span: line.span(), protocol, ports: first..=last, in_use });
        Read::Modelled
    }

    fn finish(self) -> Option<ShowFacts> {
        (!self.blocks.is_empty()).then_some(ShowFacts::PortBlocks(self.blocks))
    }
}

impl Output {
    /// Whatever else a line says, a protocol in it is the one of the blocks below it.
    fn heading<'a>(&mut self, text: &str) -> Read<'a> {
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let named = words.find_map(|word| match word {
            "tcp" | "TCP" => Some(Protocol::TCP),
            "udp" | "UDP" => Some(Protocol::UDP),
            _ => None,
        });
        if named.is_none() {
            return Read::Unknown;
        }
        self.protocol = named;
        Read::Harmless
    }
}
