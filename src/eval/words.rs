//! Words that go into several sentences of the engine.

use std::net::Ipv4Addr;

use crate::locale::{Text, say};
use crate::model::Interface;

/// `a or b or c`: one of them counts.
pub(super) fn either<'d>(interfaces: impl IntoIterator<Item = &'d Interface>) -> Text {
    names(interfaces, &say!("eval-or"))
}

/// `a and b and c`: all of them count.
pub(super) fn all<'d>(interfaces: impl IntoIterator<Item = &'d Interface>) -> Text {
    names(interfaces, &say!("eval-and"))
}

fn names<'d>(interfaces: impl IntoIterator<Item = &'d Interface>, between: &Text) -> Text {
    let mut parts = Vec::new();
    for interface in interfaces {
        if !parts.is_empty() {
            parts.push(between.clone());
        }
        parts.push(interface.name.value.as_str().into());
    }
    Text::joined(parts)
}

/// What a message is told of a thing that is so or not.
pub(super) fn yes_or_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// The peer; where nobody named it, just that.
pub(super) fn peer(peer: Option<Ipv4Addr>) -> Text {
    peer.map_or_else(|| say!("eval-the-peer"), |peer| peer.to_string().into())
}

/// Where packets to the peer go; where nobody named it, to the Internet.
pub(super) fn destination(peer: Option<Ipv4Addr>) -> Text {
    peer.map_or_else(|| say!("eval-the-internet"), |peer| peer.to_string().into())
}
