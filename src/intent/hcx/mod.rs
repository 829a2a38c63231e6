//! Inventories that HCX itself can write: answers of its REST interface, and what PowerCLI prints of it.
//!
//! The most is told by `POST /hybridity/api/metrics/interconnect`: both ends of every tunnel. `Get-HCXInterconnectStatus`
//! has addresses, but not of which interface; `Get-HCXAppliance` has names and no addresses; `Get-HCXNetworkProfile` has
//! the ranges that HCX takes addresses from. All fields are optional: no captured answer with addresses was found, the
//! names of the fields are those of the published structures.

mod form;
mod join;
mod known;
mod read;
mod write;

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::inventory::InventoryError;
use super::{Appliance, Intent, NetworkProfile, Uplink, yaml};
use crate::source::{SourceMap, Span};
use form::File;
use read::Facts;

/// What to do where an export cannot be used.
const PASTE: &str = "write it to a file with `| ConvertTo-Json -Depth 100 | Out-File FILE.json` behind the command, or put \
                     `$FormatEnumerationLimit = -1` before it and `| Format-List` behind it";

/// What the exports of a site tell.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Those whose addresses are told, in the order of the files.
    pub appliances: Vec<Appliance>,
    /// Those whose addresses HCX may give to uplinks; none where addresses of appliances are told.
    pub network_profiles: Vec<NetworkProfile>,
    /// Application Path Resiliency; `None` where it is not told, or told both ways.
    pub path_resiliency: Option<bool>,
    /// What the reader should know: what was left out, taken for granted, or not read. In the order of the text.
    pub notes: Vec<Note>,
}

/// Something to know about an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub at: Option<Span>,
    /// What.
    pub text: String,
}

impl Note {
    /// With its place in front, fit to leave the program.
    pub fn in_words(&self, sources: &SourceMap) -> String {
        write::in_words(self.at, &self.text, sources)
    }
}

/// Whether a text is something that HCX or PowerCLI wrote. Told by what is in it, whatever its file is called.
pub fn is_export(text: &str) -> bool {
    form::of(text).is_some()
}

/// Reads exports of one site, each a name and a text, and joins what they tell of the same appliance. Their texts are
/// registered in `sources`.
///
/// # Errors
/// When a text is none that HCX or PowerCLI writes, or has a mistake in what is of use here; every mistake is told.
pub fn read_exports(exports: &[(&str, &str)], sources: &mut SourceMap) -> Result<Imported, InventoryError> {
    let mut facts = Facts::default();
    for (name, text) in exports {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let source = yaml::register(name, text, sources);
        let file = File { text, source };
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim_end();
        let at = file.span(first);
        match form::of(text) {
            Some(form) => facts.read(form, file),
            None if first.is_empty() => facts.check.wrong(at, "", format!("{name} is empty"), PASTE),
            None => facts.check.wrong(at, "this", format!("{name} is nothing that HCX or PowerCLI writes"), WANTED),
        }
    }
    let (imported, problems) = join::join(facts);
    InventoryError::unless_empty(problems).map_or(Ok(imported), Err)
}

const WANTED: &str = "wanted is an answer of the HCX REST interface, or what Get-HCXInterconnectStatus, Get-HCXAppliance, \
                      Get-HCXNetworkProfile or Get-HCXServiceMesh print, as JSON, CSV, Format-List or Format-Table";

/// What tells one host from another.
fn at_home(uplink: &Uplink) -> (Ipv4Addr, Option<String>) {
    (uplink.address, uplink.vrf.clone())
}

impl Imported {
    /// Adds what is told to an intent: what that has already counts more.
    pub fn add_to(&self, intent: &mut Intent) {
        let same = |known: &Appliance, appliance: &Appliance| {
            let at_one_address = |a: &Uplink| appliance.uplinks.iter().any(|b| a.address == b.address);
            known.name.eq_ignore_ascii_case(&appliance.name) || known.uplinks.iter().any(at_one_address)
        };
        let of_inventory = intent.appliances.len();
        for appliance in &self.appliances {
            let mut named = intent.appliances.iter_mut().take(of_inventory).filter(|known| !known.possible);
            if let Some(known) = named.find(|known| same(known, appliance)) {
                for uplink in known.uplinks.iter_mut().filter(|uplink| uplink.peers.is_empty()) {
                    let told = appliance.uplinks.iter().find(|told| told.address == uplink.address);
                    uplink.peers.extend(told.into_iter().flat_map(|told| told.peers.iter().copied()));
                }
                continue;
            }
            for possible in intent.appliances.iter_mut().filter(|known| known.possible) {
                possible.uplinks.retain(|uplink| appliance.uplinks.iter().all(|own| own.address != uplink.address));
            }
            intent.appliances.push(appliance.clone());
        }
        if intent.appliances.is_empty() {
            for profile in &self.network_profiles {
                // Of an address in several profiles the first has it, as in an inventory.
                let mut possible = profile.as_appliance();
                let known: HashSet<_> =
                    intent.appliances.iter().flat_map(|known| &known.uplinks).map(at_home).collect();
                possible.uplinks.retain(|uplink| !known.contains(&at_home(uplink)));
                intent.appliances.push(possible);
            }
        }
        intent.path_resiliency = intent.path_resiliency.or(self.path_resiliency);
    }

    /// What is told, as an intent of its own.
    pub fn intent(&self) -> Intent {
        let mut intent = Intent::default();
        self.add_to(&mut intent);
        intent
    }

    /// The same as an inventory, with comments that say where it comes from.
    pub fn to_yaml(&self, sources: &SourceMap) -> String {
        write::yaml(self, sources)
    }
}
