//! `govc device.info`, as text (`MAC Address:     00:50:56:86:67:1a`) and as JSON, with the keys of old and new releases
//! (`MacAddress`, `macAddress`). JSON is read line by line as pairs of key and value: what was cut in the middle is of use
//! as well.

use super::{Read, told};
use crate::capture::{Line, property};
use crate::grammar::facts::{Adapter, VsphereFacts};
use crate::net::Mac;
use crate::source::Span;

/// The adapters read so far, and the device that is being read.
#[derive(Debug, Default)]
pub(super) struct Output {
    vm: Option<String>,
    adapters: Vec<Adapter>,
    device: Device,
}

#[derive(Debug, Default)]
struct Device {
    name: Option<String>,
    mac: Option<(Span, Mac)>,
    address_type: Option<String>,
    network: Option<String>,
    port: Option<String>,
}

impl Output {
    /// `govc device.info -vm NAME`, or a path that ends with the name.
    pub(super) fn of(command: &str) -> Self {
        let mut words = command.split_ascii_whitespace();
        let named = words.find_map(|word| match word.split_once('=') {
            Some(("-vm", name)) => Some(Some(name)),
            _ => (word == "-vm").then_some(None),
        });
        let vm = named.and_then(|name| name.or_else(|| words.next()));
        let vm = vm.map(|vm| vm.trim_matches(['"', '\'']).rsplit('/').next().unwrap_or(vm));
        // `$name` is a variable of a script.
        let vm = vm.filter(|vm| !vm.is_empty() && !vm.starts_with('$')).map(str::to_owned);
        Self { vm, ..Self::default() }
    }

    /// One pair; `None` for a key that says nothing of adapters.
    fn pair<'a>(&mut self, line: &Line<'_>, span: Span, key: &str, value: &'a str) -> Option<Read<'a>> {
        let key: String = key.chars().filter(|c| *c != ' ').collect::<String>().to_ascii_lowercase();
        match key.as_str() {
            "name" => {
                self.close();
                self.device.name = told(line, value);
            }
            "macaddress" => match Mac::parse(value) {
                Some(mac) => self.device.mac = Some((span, mac)),
                None if value.is_empty() => return Some(Read::Harmless),
                None => return Some(Read::Malformed(value, "ledger-mac-with-colons")),
            },
            "addresstype" => self.device.address_type = told(line, value),
            // `DVSwitch: 50 2f ...` names the switch by its number, and not the port group.
            "summary" if !value.starts_with("DVSwitch") => self.device.network = told(line, value),
            "devicename" => self.device.network = told(line, value),
            "portkey" => self.device.port = told(line, value),
            _ => return None,
        }
        Some(Read::Modelled)
    }

    /// The device is over. A disk has no address.
    fn close(&mut self) {
        let Device { name, mac, address_type, network, port } = std::mem::take(&mut self.device);
        let Some((span, mac)) = mac else { return };
        let (vm, name) = (self.vm.clone(), name.unwrap_or_default());
        self.adapters.push(Adapter { span, vm, name, mac, address_type, network, port });
    }
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if text.is_empty() {
            return Read::Harmless;
        }
        if text.starts_with(['{', '}', '[', ']', '"']) {
            let (mut state, mut rest) = (Read::Harmless, text);
            while let Some((key, value, after)) = json_pair(rest) {
                rest = after;
                let span = line.span_of(value);
                match self.pair(line, span, key, value) {
                    Some(malformed @ Read::Malformed(..)) => return malformed,
                    Some(Read::Modelled) => state = Read::Modelled,
                    Some(_) | None => {}
                }
            }
            return state;
        }
        match property(text) {
            Some((key, value)) => self.pair(line, line.span_of(text), key, value).unwrap_or(Read::Harmless),
            None => Read::Unknown,
        }
    }

    fn finish(mut self) -> Option<VsphereFacts> {
        self.close();
        (!self.adapters.is_empty()).then_some(VsphereFacts::Adapters(self.adapters))
    }
}

/// The first `"key": "value"` of a text, and what follows it. Values that are no strings are passed over.
fn json_pair(mut text: &str) -> Option<(&str, &str, &str)> {
    loop {
        let (key, rest) = json_string(text)?;
        let Some(after) = rest.trim_ascii_start().strip_prefix(':').map(str::trim_ascii_start) else {
            text = rest;
            continue;
        };
        if !after.starts_with('"') {
            text = after;
            continue;
        }
        let (value, rest) = json_string(after)?;
        return Some((key, value, rest));
    }
}

/// The first string of a text, as it is written, and what follows it.
fn json_string(text: &str) -> Option<(&str, &str)> {
    let body = text.get(text.find('"')? + 1..)?;
    let mut escaped = false;
    let end = body.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some((body.get(..end)?, body.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_json() {
        let text = r#"{"devices":[{"Name":"ethernet-0","key":4000,"x":{"label":"a \" b"},"macAddress":"00:50"}]}"#;
        let (mut rest, mut found) = (text, Vec::new());
        while let Some((key, value, after)) = json_pair(rest) {
            found.push((key, value));
            rest = after;
        }
        assert_eq!(found, [("Name", "ethernet-0"), ("label", "a \\\" b"), ("macAddress", "00:50")]);
        for cut in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
            let _ = json_pair(&text[..cut]);
        }
    }

    #[test]
    fn the_machine_of_a_command() {
        for (command, vm) in [
            ("govc device.info -vm SM1-NE-I1 ethernet-0", Some("SM1-NE-I1")),
            ("govc device.info -json -vm=/DC/vm/hcx/SM1-NE-I1", Some("SM1-NE-I1")),
            ("govc device.info -vm $name -json ethernet-0", None),
            ("govc device.info", None),
        ] {
            assert_eq!(Output::of(command).vm.as_deref(), vm, "{command}");
        }
    }
}
