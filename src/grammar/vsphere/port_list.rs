//! `esxcli network vm port list -w WORLD`: one block of properties a port.

use super::{Read, told};
use crate::capture::{Line, property};
use crate::grammar::facts::{EsxiPort, VsphereFacts};
use crate::net::Mac;
use crate::source::Span;

/// The ports read so far, and the one that is being read.
#[derive(Debug, Default)]
pub(super) struct Output {
    ports: Vec<EsxiPort>,
    block: Block,
}

#[derive(Debug, Default)]
struct Block {
    id: Option<String>,
    network: Option<String>,
    dv_port: Option<String>,
    mac: Option<(Span, Mac)>,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if text.is_empty() {
            self.close();
            return Read::Harmless;
        }
        let Some((key, value)) = property(text) else { return Read::Unknown };
        let filled = || told(line, value);
        match key {
            "Port ID" => {
                self.close();
                self.block.id = filled();
            }
            "Portgroup" => self.block.network = filled(),
            "DVPort ID" => self.block.dv_port = filled(),
            "MAC Address" => match Mac::parse(value) {
                Some(mac) => self.block.mac = Some((line.span_of(text), mac)),
                None => return Read::Malformed(value, "ledger-mac-with-colons"),
            },
            "vSwitch" | "IP Address" | "Team Uplink" | "Uplink Port ID" | "Active Filters" => return Read::Harmless,
            _ => return Read::Unknown,
        }
        Read::Modelled
    }

    fn finish(mut self) -> Option<VsphereFacts> {
        self.close();
        (!self.ports.is_empty()).then_some(VsphereFacts::Ports(self.ports))
    }
}

impl Output {
    /// The block is over. The output is known to be cut short now and then: a block without an address says nothing.
    fn close(&mut self) {
        let Block { id, network, dv_port, mac } = std::mem::take(&mut self.block);
        if let (Some(id), Some((span, mac))) = (id, mac) {
            self.ports.push(EsxiPort { span, id, network, dv_port, mac });
        }
    }
}
