//! Whose a segment is.

use std::collections::{BTreeSet, HashMap};

use crate::capture::Kind;
use crate::grammar::{Facts, Parsed};
use crate::source::SourceId;

/// Which device each segment belongs to.
pub(super) struct Owners {
    /// The host name of each device, where it has one.
    pub(super) names: Vec<Option<String>>,
    pub(super) of_segment: Vec<Option<usize>>,
}

impl Owners {
    /// Segments with a host name belong to it, wherever they stand. One without belongs to the only named device of
    /// its source, else to the only named device of the run; where there is no name at all, all nameless tables
    /// belong to the only nameless configuration.
    pub(super) fn assign(parsed: &[Parsed]) -> Self {
        let mut names: Vec<Option<String>> = Vec::new();
        let mut index = HashMap::new();
        let mut of_segment: Vec<Option<usize>> = parsed
            .iter()
            .map(|part| {
                let name = is_device_text(part).then(|| host_name(part)).flatten()?;
                Some(*index.entry(name.clone()).or_insert_with(|| {
                    names.push(Some(name));
                    names.len() - 1
                }))
            })
            .collect();
        let mut named_in: HashMap<SourceId, Only> = HashMap::new();
        let mut named_anywhere = Only::None;
        for (part, owner) in parsed.iter().zip(&of_segment) {
            if let Some(device) = *owner {
                named_in.entry(part.segment.head.source).or_default().add(device);
                named_anywhere.add(device);
            }
        }
        let mut nameless: Option<(usize, bool)> = None;
        for (part, slot) in parsed.iter().zip(&mut of_segment) {
            if slot.is_some() || !is_device_text(part) {
                continue;
            }
            let in_source = named_in.get(&part.segment.head.source).and_then(|only| only.device());
            let named = in_source.or_else(|| named_anywhere.device());
            let is_config = matches!(part.facts, Facts::Config(_));
            let owner = named.unwrap_or_else(|| match nameless {
                Some((device, has_config)) if !(is_config && has_config) => {
                    nameless = Some((device, has_config || is_config));
                    device
                }
                _ => {
                    names.push(None);
                    nameless = Some((names.len() - 1, is_config));
                    names.len() - 1
                }
            });
            *slot = Some(owner);
        }
        Self { names, of_segment }
    }
}

/// What joins the segments of one input to those of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The devices that it names.
    pub(crate) names: BTreeSet<String>,
    /// Something in it does not say whose it is, and it takes the other inputs to tell.
    pub(crate) nameless: bool,
}

impl Identity {
    /// That of several inputs.
    pub(crate) fn all<'i>(identities: impl IntoIterator<Item = &'i Self>) -> Self {
        identities.into_iter().fold(Self::default(), |mut all, one| {
            all.names.extend(one.names.iter().cloned());
            all.nameless |= one.nameless;
            all
        })
    }

    pub(super) fn of(parsed: &[Parsed]) -> Self {
        let mut named: HashMap<SourceId, BTreeSet<String>> = HashMap::new();
        let texts = || parsed.iter().filter(|part| is_device_text(part));
        for part in texts() {
            named.entry(part.segment.head.source).or_default().extend(host_name(part));
        }
        let told = |part: &Parsed| {
            host_name(part).is_some() || named.get(&part.segment.head.source).is_some_and(|names| names.len() == 1)
        };
        let nameless = !texts().all(told);
        Self { names: named.into_values().flatten().collect(), nameless }
    }
}

/// Whether a segment says something about a router. A show command that is not read does not make a device.
fn is_device_text(part: &Parsed) -> bool {
    matches!(part.segment.head.kind, Kind::RunningConfig | Kind::NatTranslations)
}

fn host_name(part: &Parsed) -> Option<String> {
    let in_config = match &part.facts {
        Facts::Config(facts) => facts.hostname.as_ref(),
        Facts::Table(_) | Facts::None => None,
    };
    in_config.or(part.segment.head.prompt_host.as_ref()).map(|name| name.value.clone())
}

/// The device that segments belong to, as long as it is one.
#[derive(Debug, Clone, Copy, Default)]
enum Only {
    #[default]
    None,
    One(usize),
    Several,
}

impl Only {
    fn add(&mut self, device: usize) {
        *self = match *self {
            Self::None => Self::One(device),
            Self::One(known) if known == device => Self::One(device),
            Self::One(_) | Self::Several => Self::Several,
        };
    }

    fn device(self) -> Option<usize> {
        match self {
            Self::One(device) => Some(device),
            Self::None | Self::Several => None,
        }
    }
}
