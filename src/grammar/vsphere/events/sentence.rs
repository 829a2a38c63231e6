//! What the text of an event says.

use crate::capture::MAC_CHANGED;
use crate::grammar::facts::EventKind;
use crate::net::Mac;
use crate::source::unmasked;

/// What a text tells, and of whom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told<'a> {
    pub(super) what: EventKind,
    pub(super) vm: Option<&'a str>,
    /// The words that say it.
    pub(super) part: &'a str,
}

impl<'a> Told<'a> {
    pub(super) fn find(text: &'a str) -> Option<Self> {
        mac_changed(text).or_else(|| mac_conflict(text)).or_else(|| port_blocked(text)).or_else(|| moved(text))
    }
}

/// `Changed MAC address from OLD to NEW for adapter ADAPTER`, and where the version says it, ` for VM on HOST in DATACENTER`.
fn mac_changed(text: &str) -> Option<Told<'_>> {
    let from = text.find(MAC_CHANGED)?;
    let rest = text.get(from + MAC_CHANGED.len()..)?;
    let (old, rest) = rest.split_once(" to ")?;
    let (new, rest) = rest.split_once(" for adapter ")?;
    let (old, new) = (Mac::parse(old.trim_ascii())?, Mac::parse(new.trim_ascii())?);
    // The cell or the sentence ends here.
    let rest = rest.split(['"', ',', ';', '\t']).next().unwrap_or("").trim_ascii_end().trim_end_matches('.');
    let labelled = rest
        .strip_prefix("Network adapter ")
        .map_or(0, |number| "Network adapter ".len() + number.find(' ').unwrap_or(number.len()));
    let end = if labelled > 0 { labelled } else { rest.find(' ').unwrap_or(rest.len()) };
    let (adapter, after) = rest.split_at_checked(end)?;
    let vm = ["for ", "of "].iter().find_map(|word| after.trim_ascii().strip_prefix(word)).and_then(name);
    let end = place(text, adapter) + adapter.len();
    let what = EventKind::MacChanged { old, new, adapter: unmasked(text, adapter).unwrap_or("").to_owned() };
    Some(Told { what, vm, part: text.get(from..end)? })
}

/// A name in front of ` on HOST`, ` in DATACENTER` or ` from HOST`. Without them it is one word: more are prose.
fn name(text: &str) -> Option<&str> {
    let text = text.trim_ascii();
    let end = [" on ", " in ", " from "].iter().filter_map(|word| text.find(word)).min();
    let name = text.get(..end.unwrap_or(text.len()))?.trim_matches(['\'', '"']);
    (!name.is_empty() && (end.is_some() || !name.contains(' '))).then_some(name)
}

fn mac_conflict(text: &str) -> Option<Told<'_>> {
    if !(text.contains("VmMacConflictEvent") || text.contains(" conflicts with ")) {
        return None;
    }
    Some(Told { what: EventKind::MacConflict(mac_in(text)?), vm: None, part: text })
}

fn mac_in(text: &str) -> Option<Mac> {
    text.split(|c: char| !(c.is_ascii_hexdigit() || matches!(c, ':' | '.' | '-')))
        .filter(|word| word.len() > 12)
        .find_map(Mac::parse)
}

fn port_blocked(text: &str) -> Option<Told<'_>> {
    let by_text = text.contains(" was blocked") && (text.contains("port ") || text.contains("Port "));
    if !(text.contains("DvsPortBlockedEvent") || by_text) {
        return None;
    }
    let after = ["dvPort ", "port ", "Port "].iter().find_map(|word| Some(text.split_once(word)?.1));
    let number = after.and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()).filter(|n| !n.is_empty());
    Some(Told {
        what: EventKind::PortBlocked { port: number.map(str::to_owned), mac: mac_in(text) },
        vm: None,
        part: text,
    })
}

/// A move that is over. The words are those of English vCenters as people quote them; no list of them was at hand.
fn moved(text: &str) -> Option<Told<'_>> {
    let told = |vm| Some(Told { what: EventKind::Moved, vm, part: text });
    if let Some((_, rest)) = text.split_once("DRS migrated ") {
        return told(name(rest));
    }
    if let Some((_, rest)) = text.split_once("Migration of virtual machine ").filter(|_| text.contains("completed")) {
        return told(name(rest));
    }
    let class = ["DrsVmMigratedEvent", "VmMigratedEvent"].iter().any(|class| text.contains(class));
    if class { told(None) } else { None }
}

fn place(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = "Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62 for adapter ";

    #[test]
    fn adapters_and_machines() {
        for (tail, adapter, vm) in [
            ("XXXXXXXX_3783", "XXXXXXXX_3783", None),
            ("4000.", "4000", None),
            ("Network adapter 1", "Network adapter 1", None),
            ("4000 for SM1-NE-I1 on esx1.example in DC", "4000", Some("SM1-NE-I1")),
            ("Network adapter 2 for my vm on esx1", "Network adapter 2", Some("my vm")),
            ("4000 of SM1-NE-I1", "4000", Some("SM1-NE-I1")),
            ("4000 for the second time this week", "4000", None),
            ("4000\",\"SM1-NE-I1\"", "4000", None),
        ] {
            let text = format!("[info] {EVENT}{tail}");
            let told = Told::find(&text).unwrap();
            let EventKind::MacChanged { adapter: found, .. } = &told.what else { panic!("{told:?}") };
            assert_eq!((found.as_str(), told.vm), (adapter, vm), "{text}");
            assert_eq!(told.part, format!("{EVENT}{adapter}"));
        }
    }

    #[test]
    fn other_events() {
        for (text, wanted) in [
            (
                "DRS migrated SM1-NE-I1 from esx1 to esx2 in cluster C in DC",
                Some((EventKind::Moved, Some("SM1-NE-I1"))),
            ),
            (
                "Migration of virtual machine NE from esx1, ds to esx2, ds completed",
                Some((EventKind::Moved, Some("NE"))),
            ),
            ("Migration of virtual machine NE from esx1 to esx2 started", None),
            (
                "The dvPort 33 was blocked in the vSphere Distributed Switch",
                Some((EventKind::PortBlocked { port: Some("33".to_owned()), mac: None }, None)),
            ),
            ("port 4500 is blocked by the firewall", None),
            ("the address 10.0.0.5 conflicts with another one", None),
        ] {
            assert_eq!(Told::find(text).map(|told| (told.what, told.vm)), wanted, "{text}");
        }
    }
}
