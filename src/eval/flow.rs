//! A flow to ask about.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use crate::net::Protocol;

/// The peer nobody knows, at the port where every HCX peer listens.
const ANY_PEER: &str = "any:4500";

/// A packet from an inside host to a peer. The peer may be unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Flow {
    /// The IP protocol.
    pub protocol: Protocol,
    /// Inside local address.
    pub local: Ipv4Addr,
    /// Inside local port.
    pub local_port: u16,
    /// Outside global address; `None` when nobody said.
    pub peer: Option<Ipv4Addr>,
    /// Port at the peer.
    pub peer_port: u16,
    /// VRF of the inside host.
    pub vrf: Option<String>,
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}:{} > ", self.protocol, self.local, self.local_port)?;
        match self.peer {
            Some(peer) => write!(f, "{peer}:{}", self.peer_port),
            None => write!(f, "any:{}", self.peer_port),
        }
    }
}

/// Why a flow cannot be read, with what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}; write it as 'udp 192.0.2.10:4500 > 203.0.113.12:4500'")]
pub struct FlowError(String);

impl FromStr for Flow {
    type Err = FlowError;

    /// Reads `PROTOCOL LOCAL:PORT > PEER:PORT`, where the peer may be `any:PORT`; with UDP, `any` is `any:4500`. `->` is
    /// taken for `>`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = |what: &str| FlowError(what.to_owned());
        let (protocol, rest) =
            text.trim().split_once(char::is_whitespace).ok_or_else(|| bad("a flow has a protocol and two ends"))?;
        let protocol = match Protocol::parse(protocol) {
            Some(protocol) if protocol.has_ports() => protocol,
            _ => return Err(bad("the protocol of a flow is tcp or udp")),
        };
        let (local, peer) = rest.split_once('>').ok_or_else(|| bad("a flow has '>' between its two ends"))?;
        let (local, local_port) = endpoint(local.trim_end_matches('-'))?;
        let peer = if protocol == Protocol::UDP && peer.trim() == "any" { ANY_PEER } else { peer };
        let (peer, peer_port) = endpoint(peer)?;
        let local = local.ok_or_else(|| bad("the inside local address must be known"))?;
        Ok(Self { protocol, local, local_port, peer, peer_port, vrf: None })
    }
}

fn endpoint(text: &str) -> Result<(Option<Ipv4Addr>, u16), FlowError> {
    let text = text.trim();
    let (address, port) = text.rsplit_once(':').ok_or_else(|| FlowError(format!("'{text}' has no port")))?;
    let port = port.parse().map_err(|_| FlowError(format!("'{port}' is not a port from 0 to 65535")))?;
    match address {
        "any" | "*" | "?" => Ok((None, port)),
        _ => address
            .parse()
            .map(|address| (Some(address), port))
            .map_err(|_| FlowError(format!("'{address}' is not an IPv4 address"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_and_read_back() {
        for text in ["udp 192.19.72.203:4500 > 203.0.113.12:4500", "tcp 10.0.0.1:443 > any:443"] {
            assert_eq!(text.parse::<Flow>().unwrap().to_string(), text);
        }
        assert!("udp 192.0.2.1:4500 -> 203.0.113.12:4500".parse::<Flow>().is_ok());
        let anywhere = "udp 192.0.2.1:4500 > any".parse::<Flow>().unwrap();
        assert_eq!(anywhere.to_string(), "udp 192.0.2.1:4500 > any:4500");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, word) in [
            ("udp", "two ends"),
            ("gre 1.1.1.1:1 > 2.2.2.2:2", "tcp or udp"),
            ("udp 1.1.1.1 > 2.2.2.2:2", "no port"),
            ("udp 1.1.1.1:70000 > 2.2.2.2:2", "70000"),
            ("udp fe80::1:4500 > 2.2.2.2:2", "IPv4"),
            ("udp any:4500 > 2.2.2.2:2", "must be known"),
            ("tcp 1.1.1.1:443 > any", "no port"),
        ] {
            assert!(text.parse::<Flow>().unwrap_err().to_string().contains(word), "{text}");
        }
    }
}
