//! What must hold of a line beside its first words.

pub(super) fn any(_: &str) -> bool {
    true
}

fn word(line: &str, index: usize) -> &str {
    line.split_ascii_whitespace().nth(index).unwrap_or("")
}

fn has_word(line: &str, wanted: &str) -> bool {
    line.split_ascii_whitespace().any(|word| word == wanted)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn indented(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// Nothing but the words of the tell-tale itself (at most three).
pub(super) fn alone(line: &str) -> bool {
    let words = line.split_ascii_whitespace().count();
    match word(line, 0) {
        "names" => words == 1,
        "no" => words == 2,
        _ => words == 3,
    }
}

pub(super) fn one_more_word(line: &str) -> bool {
    !indented(line) && line.split_ascii_whitespace().count() == 2
}

pub(super) fn asa_list(line: &str) -> bool {
    !is_number(word(line, 1)) && ["extended", "standard", "line", "remark", "permit", "deny"].contains(&word(line, 2))
}

pub(super) fn asa_group(line: &str) -> bool {
    !indented(line) && (has_word(line, "interface") || has_word(line, "global"))
}

/// ASA writes on one line each what IOS writes as a block: `crypto map M 20 set peer 192.0.2.1`.
pub(super) fn asa_crypto(line: &str) -> bool {
    matches!(word(line, 4), "match" | "set") || (word(line, 3) == "interface" && !indented(line))
}

/// `route inside 10.0.0.0 255.0.0.0 192.0.2.1 1`.
pub(super) fn asa_route(line: &str) -> bool {
    !indented(line) && word(line, 2).contains('.') && word(line, 4).contains('.')
}

pub(super) fn vdc(line: &str) -> bool {
    word(line, 2) == "id" || word(line, 2) == "combined-hostname"
}

pub(super) fn nxos_version(line: &str) -> bool {
    !indented(line) && word(line, 1).contains('(') && word(line, 1).starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn slash_address(line: &str) -> bool {
    let address = word(line, 2);
    address.contains('.') && address.contains('/')
}

/// Only at the left margin: `ip access-list extended X` is IOS's, `ip access-list X` is not.
pub(super) fn untyped_list(line: &str) -> bool {
    let name = word(line, 2);
    let ios = [
        "standard",
        "extended",
        "resequence",
        "logging",
        "log-update",
        "role-based",
        "helper",
        "persistent",
        "match-local-traffic",
        "fqdn",
    ];
    !indented(line) && !name.is_empty() && !ios.contains(&name)
}

pub(super) fn slot_one(line: &str) -> bool {
    line.starts_with("interface Ethernet1/")
}

/// `Ethernet104/1/23`: extenders are numbered from 100.
pub(super) fn fex_port(line: &str) -> bool {
    let mut parts = interface_number(line).split('/');
    parts.next().is_some_and(|fex| fex.len() == 3) && parts.count() == 2
}

pub(super) fn network_admin(line: &str) -> bool {
    has_word(line, "network-admin") || has_word(line, "network-operator")
}

/// `neighbor 10.0.0.1 remote-as 65001` with nothing else to tell it from IOS's: NX-OS indents by two and opens a block.
pub(super) fn bare_neighbor(line: &str) -> bool {
    let words = line.split_ascii_whitespace().count();
    line.starts_with("  neighbor ")
        && (words == 2 || (words == 4 && word(line, 2) == "remote-as" && word(line, 1).contains('/')))
}

pub(super) fn ios_neighbor(line: &str) -> bool {
    line.starts_with(" neighbor ") && word(line, 2) == "remote-as"
}

fn interface_number(line: &str) -> &str {
    let name = word(line, 1);
    name.find(|c: char| c.is_ascii_digit()).and_then(|at| name.get(at..)).unwrap_or("")
}

pub(super) fn four_part(line: &str) -> bool {
    interface_number(line).split('.').next().is_some_and(|number| number.split('/').count() == 4)
}

pub(super) fn bare_area(line: &str) -> bool {
    indented(line) && line.split_ascii_whitespace().count() == 2
}

pub(super) fn swi(line: &str) -> bool {
    line.trim_ascii_end().rsplit_once('.').is_some_and(|(_, extension)| extension == "swi")
}

pub(super) fn ethernet_one(line: &str) -> bool {
    let number = interface_number(line);
    is_number(number) && number != "0"
}

pub(super) fn names_eos(line: &str) -> bool {
    line.contains("EOS-4")
}

pub(super) fn slash_netmask(line: &str) -> bool {
    line.contains("netmask /")
}

pub(super) fn names_acos(line: &str) -> bool {
    line.contains("ACOS")
}

pub(super) fn hp_editor(line: &str) -> bool {
    line.contains("Configuration Editor")
}

pub(super) fn comware_version(line: &str) -> bool {
    line.contains(", Release") || line.contains(", ESS") || line.contains(", Feature")
}

/// The number before the first dot of `version 15.7`.
fn major(line: &str) -> u32 {
    let number = word(line, 1);
    if indented(line) || number.contains('(') {
        return 0;
    }
    number.split_once('.').and_then(|(major, _)| major.parse().ok()).unwrap_or(0)
}

pub(super) fn version_xe(line: &str) -> bool {
    matches!(major(line), 16..=26) && !line.contains(',')
}

pub(super) fn version_classic(line: &str) -> bool {
    matches!(major(line), 11 | 12 | 15)
}

/// `GigabitEthernet1` (virtual routers) and `GigabitEthernet0/0/0` (ISR 4000, ASR 1000).
pub(super) fn gigabit_xe(line: &str) -> bool {
    let number = interface_number(line).split('.').next().unwrap_or("");
    let parts = number.split('/').count();
    parts == 3 || (parts == 1 && is_number(number) && number != "0" && line.starts_with("interface Gig"))
}

const XE_ROUTERS: [&str; 7] = ["ISR4", "ASR1", "CSR1", "C8", "C9", "C11", "ISR1"];

pub(super) fn udi_xe(line: &str) -> bool {
    XE_ROUTERS.iter().any(|router| word(line, 3).starts_with(router))
}

pub(super) fn udi_classic(line: &str) -> bool {
    word(line, 3).starts_with("CISCO")
        || word(line, 3).starts_with("C8") && word(line, 3).contains("-K9") && word(line, 3).len() < 9
}

pub(super) fn masked_address(line: &str) -> bool {
    word(line, 3).starts_with("255.")
}

/// The second word is a number.
pub(super) fn second_is_number(line: &str) -> bool {
    is_number(word(line, 1))
}

/// `version RGOS 10.4(3b34)p3`, `version RSR_RGOS 11.9(6)B17P1`: Ruijie.
pub(super) fn rgos(line: &str) -> bool {
    word(line, 1).ends_with("RGOS")
}

/// `!version 2.2.0C build 66153` of systems that look like IOS; ACOS has a comma: `!version 2.7.2, build 70`.
pub(super) fn no_acos(line: &str) -> bool {
    !line.contains(',')
}
