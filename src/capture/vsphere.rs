//! What vCenter and ESXi print: commands behind the prompts of a shell or of PowerShell, and lines that no router has.

use crate::net::Mac;

/// A form in which vSphere tells of adapters, their MAC addresses and the policies they are under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VsphereForm {
    /// `govc events`, `Get-VIEvent`, an export of vCenter's events, or one of its lines in any text.
    Events,
    /// `govc device.info`, as text or JSON.
    DeviceInfo,
    /// `esxcli network vm port list`.
    PortList,
    /// `Get-VDSecurityPolicy`, `Get-SecurityPolicy`.
    SecurityPolicy,
}

/// The commands by a word that is in each of them.
const COMMANDS: &[(&str, VsphereForm)] = &[
    ("govc events", VsphereForm::Events),
    ("get-vievent", VsphereForm::Events),
    ("govc device.info", VsphereForm::DeviceInfo),
    ("esxcli network vm port list", VsphereForm::PortList),
    ("get-vdsecuritypolicy", VsphereForm::SecurityPolicy),
    ("get-securitypolicy", VsphereForm::SecurityPolicy),
];

impl VsphereForm {
    /// The name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "vsphere-events",
            Self::DeviceInfo => "vsphere-device-info",
            Self::PortList => "vsphere-port-list",
            Self::SecurityPolicy => "vsphere-security-policy",
        }
    }

    /// What prints it, in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Events => "vCenter events",
            Self::DeviceInfo => "govc device.info",
            Self::PortList => "esxcli network vm port list",
            Self::SecurityPolicy => "security policy of port groups",
        }
    }

    /// The form that a typed command prints, and the command without its prompt.
    pub(super) fn of_command(text: &str) -> Option<(Self, &str)> {
        let typed = typed(text.trim_ascii())?;
        let lower = typed.to_ascii_lowercase();
        let begins = |command: &str| {
            lower.strip_prefix(command).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '|', ';']))
        };
        // A pipeline of PowerShell ends with the command that prints: `Get-VDPortgroup X | Get-VDSecurityPolicy | fl`.
        let piped = |command: &str| {
            let cmdlet = lower.starts_with("get-") || lower.starts_with("(get-") || lower.starts_with('$');
            let mut parts = lower.split('|').filter_map(|part| part.split_ascii_whitespace().next());
            cmdlet && command.starts_with("get-") && parts.any(|word| word == command)
        };
        COMMANDS.iter().find(|(command, _)| begins(command) || piped(command)).map(|(_, form)| (*form, typed))
    }

    /// The form that this line alone belongs to.
    pub(super) fn by_looks(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        if has_mac_change(text) {
            return Some(Self::Events);
        }
        let first = *text.as_bytes().first()?;
        if first == b'{' {
            let device = memchr::memmem::find(text.as_bytes(), b"\"devices\":").is_some();
            return (device || text.contains("\"Devices\":")).then_some(Self::DeviceInfo);
        }
        if is_govc_event(text) {
            return Some(Self::Events);
        }
        if let Some(class) = text.strip_prefix("#TYPE ").filter(|class| class.contains("VMware.Vim")) {
            let policy = class.ends_with("SecurityPolicy").then_some(Self::SecurityPolicy);
            return policy.or_else(|| class.ends_with("Event").then_some(Self::Events));
        }
        if !(first.is_ascii_uppercase() || first == b'"') {
            return None;
        }
        if let Some((key, value)) = property(text) {
            return Self::by_property(key, value);
        }
        let columns = |wanted: &[&str]| {
            let mut words = text.split([',', ' ', '\t']).map(|word| word.trim_matches('"'));
            let found = wanted.iter().filter(|name| words.clone().any(|word| word == **name)).count();
            found == wanted.len() && words.all(|word| !word.ends_with('.'))
        };
        if columns(&["AllowPromiscuous", "MacChanges"]) || columns(&["MacChanges", "ForgedTransmits"]) {
            Some(Self::SecurityPolicy)
        } else if columns(&["OldMac", "NewMac"]) || columns(&["FullFormattedMessage", "CreatedTime"]) {
            Some(Self::Events)
        } else {
            None
        }
    }

    /// The form that a line `Key : value` belongs to.
    fn by_property(key: &str, value: &str) -> Option<Self> {
        match key {
            "OldMac" | "NewMac" => Mac::parse(value).map(|_| Self::Events),
            "FullFormattedMessage" => Some(Self::Events),
            "AllowPromiscuous" | "MacChanges" | "ForgedTransmits" => is_truth(value).then_some(Self::SecurityPolicy),
            "VDPortgroup" | "VirtualPortGroup" => Some(Self::SecurityPolicy),
            // ESXi numbers its ports from 2^25.
            "Port ID" => (value.len() >= 7 && value.parse::<u32>().is_ok()).then_some(Self::PortList),
            "Name" => value.strip_prefix("ethernet-").and_then(|n| n.parse::<u8>().ok()).map(|_| Self::DeviceInfo),
            _ => None,
        }
    }

    /// The same, for a line in the middle of what a router printed: what may be a statement or a row is the router's.
    pub(super) fn by_looks_among_router_text(text: &str) -> Option<Self> {
        let first = *text.as_bytes().first()?;
        let foreign = match first {
            b' ' => text.trim_ascii_start().starts_with("Port ID: "),
            first => first.is_ascii_uppercase() || first.is_ascii_digit() || matches!(first, b'"' | b'[' | b'{' | b'#'),
        };
        foreign.then(|| Self::by_looks(text)).flatten()
    }
}

/// `[Thu Jan 16 09:12:03 2020] [info] ...`, as `govc events` prints every event.
fn is_govc_event(text: &str) -> bool {
    let Some((time, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once("] [")) else { return false };
    let words = time.split_ascii_whitespace().count();
    words == 5 && ["info] ", "warning] ", "error] ", "user] "].iter().any(|category| rest.starts_with(category))
}

/// `True`, `False`, and what people make of them.
fn is_truth(value: &str) -> bool {
    ["true", "false", "accept", "reject"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// `Key : value`, `Key: value`.
pub(crate) fn property(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.trim_ascii().split_once(':')?;
    let (key, value) = (key.trim_ascii_end(), value.trim_ascii());
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
    (!key.is_empty() && key.len() <= 40 && key.bytes().all(word)).then_some((key, value))
}

/// What vCenter logs when it gives an adapter another MAC address (`VmMacChangedEvent`), as it stood in the log of an
/// incident of 2020. How the sentence goes on behind the adapter may differ by version.
pub(crate) const MAC_CHANGED: &str = "Changed MAC address from ";

/// Whether the event's sentence is in the line, with both addresses and the adapter.
fn has_mac_change(text: &str) -> bool {
    let Some(at) = memchr::memmem::find(text.as_bytes(), MAC_CHANGED.as_bytes()) else { return false };
    let mut words = text.get(at + MAC_CHANGED.len()..).unwrap_or("").split_ascii_whitespace();
    let mac = |word: Option<&str>| word.is_some_and(|word| Mac::parse(word).is_some());
    mac(words.next()) && words.next() == Some("to") && mac(words.next()) && words.next() == Some("for")
}

/// What was typed behind the prompt of a shell, of ESXi or of PowerShell, if the line may be such a prompt or begins with
/// one of the commands itself.
fn typed(text: &str) -> Option<&str> {
    let starts = |text: &str| {
        let head = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
        ["govc ", "esxcli ", "get-", "(get-", "$"].iter().any(|start| head(start))
    };
    if starts(text) && !text.starts_with("$ ") {
        return Some(text);
    }
    // `[root@esx1:~] `, `PS C:\> `, `PowerCLI C:\> `, `user@host:~$ `, `~ # `, `$ `, `# `, `% `.
    let marks = ["] ", "> ", ">", "$ ", "# ", "% "];
    let prompt = |mark: &&str| {
        let (before, after) = text.split_once(*mark)?;
        let after = after.trim_ascii_start();
        let shell = match *mark {
            "] " => before.starts_with('['),
            "> " | ">" => before.starts_with("PS") || before.starts_with("PowerCLI") || before.is_empty(),
            _ => before.split_ascii_whitespace().count() <= 2,
        };
        (shell && before.len() <= 80 && starts(after)).then_some(after)
    };
    marks.iter().find_map(prompt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use VsphereForm::{DeviceInfo, Events, PortList, SecurityPolicy};

    #[test]
    fn commands_behind_prompts() {
        for (line, form) in [
            ("govc events /DC/vm/SM1-NE-I1", Some(Events)),
            ("admin@jump:~$ govc events -n 100", Some(Events)),
            ("PS C:\\> Get-VIEvent -Entity SM1-NE-I1 | Format-List", Some(Events)),
            ("$ govc device.info -vm SM1-NE-I1 ethernet-0", Some(DeviceInfo)),
            ("[root@esx1:~] esxcli network vm port list -w 2178744", Some(PortList)),
            ("~ # esxcli network vm port list -w 2178744", Some(PortList)),
            ("PS> Get-VDPortgroup HCX-Uplink | Get-VDSecurityPolicy | fl", Some(SecurityPolicy)),
            ("PowerCLI C:\\> Get-VirtualPortGroup -Name X | Get-SecurityPolicy", Some(SecurityPolicy)),
            ("Run Get-VDSecurityPolicy and paste what it prints.", None),
            ("Get-VDSecurityPolicyX", None),
            ("R1#show ip arp", None),
            ("govc vm.info X", None),
            ("", None),
        ] {
            assert_eq!(VsphereForm::of_command(line).map(|(form, _)| form), form, "{line}");
        }
        let esxi = "[root@esx1:~] esxcli network vm port list -w 2178744";
        assert_eq!(VsphereForm::of_command(esxi).map(|(_, typed)| typed), Some(&esxi[14..]));
    }

    #[test]
    fn looks() {
        let event = "Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62 for adapter 4000";
        let exported = format!("info,\"{event}\",1/16/2020");
        for (line, form) in [
            (event, Some(Events)),
            (exported.as_str(), Some(Events)),
            ("Changed MAC address from the old one to the new one for adapter 1", None),
            ("10.1.6.3 changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62", None),
            ("OldMac               : 00:50:56:86:67:1a", Some(Events)),
            ("[Mon Feb 17 02:00:11 2020] [info] DRS migrated NE from esx1 to esx2", Some(Events)),
            ("[Mon Feb 17 02:00:11 2020] R1#show ip arp", None),
            ("#TYPE VMware.Vim.VmMacChangedEvent", Some(Events)),
            ("# TYPE", None),
            ("MacChanges       : False", Some(SecurityPolicy)),
            ("MacChanges are rejected: see below", None),
            ("VDPortgroup AllowPromiscuous MacChanges ForgedTransmits", Some(SecurityPolicy)),
            ("   Port ID: 33554578", Some(PortList)),
            ("Port ID: 1", None),
            ("Name:           ethernet-0", Some(DeviceInfo)),
            ("Name: R1", None),
            ("{\"devices\":[{\"Name\":\"ethernet-0\"", Some(DeviceInfo)),
            ("{\"segments\":[]}", None),
            ("Hardware is iGbE, address is 0050.5686.671a (bia 0050.5686.671a)", None),
            ("", None),
        ] {
            assert_eq!(VsphereForm::by_looks(line), form, "{line}");
        }
        for line in [" description Changed MAC address", "snmp-server contact", "! MacChanges : False"] {
            assert_eq!(VsphereForm::by_looks_among_router_text(line), None);
        }
    }
}
