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
    /// belong to the only nameless configuration. Other show commands give names only where neither a configuration nor
    /// a table does: a neighbour's `show version` must not part a router from its table.
    pub(super) fn assign(parsed: &[Parsed]) -> Self {
        let mut names: Vec<Option<String>> = Vec::new();
        let mut index = HashMap::new();
        let mut of_segment: Vec<Option<usize>> = vec![None; parsed.len()];
        let (mut main, mut beside) = (Named::default(), Named::default());
        for (named, by_show) in [(&mut main, false), (&mut beside, true)] {
            for (part, slot) in parsed.iter().zip(&mut of_segment) {
                if !is_device_text(part) || is_show(part) != by_show {
                    continue;
                }
                let Some(name) = host_name(part) else { continue };
                let device = *index.entry(name.clone()).or_insert_with(|| {
                    names.push(Some(name));
                    names.len() - 1
                });
                named.add(part.segment.head.source, device);
                *slot = Some(device);
            }
        }
        let mut nameless: Option<(usize, bool)> = None;
        for (at, (part, slot)) in parsed.iter().zip(&mut of_segment).enumerate() {
            if slot.is_some() || !is_device_text(part) {
                continue;
            }
            let source = part.segment.head.source;
            let named = if main.is_empty() { beside.device(source) } else { main.device(source) };
            let is_config = matches!(part.facts, Facts::Config(_));
            let owner = named.unwrap_or_else(|| match nameless {
                Some((device, has_config)) if !(is_config && has_config) || goes_on(parsed, at) => {
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
        let texts = || parsed.iter().filter(|part| is_device_text(part));
        // Names that configurations and tables give, and those that only other show commands do.
        let mut named: HashMap<SourceId, [BTreeSet<String>; 2]> = HashMap::new();
        for part in texts() {
            let [main, beside] = named.entry(part.segment.head.source).or_default();
            if is_show(part) { beside } else { main }.extend(host_name(part));
        }
        let told = |part: &Parsed| {
            let names = named.get(&part.segment.head.source);
            let only = names.is_some_and(|[main, beside]| main.len() == 1 || (main.is_empty() && beside.len() == 1));
            host_name(part).is_some() || only
        };
        let nameless = !texts().all(told);
        Self { names: named.into_values().flatten().flatten().collect(), nameless }
    }
}

/// Whether a segment says something about a router. A show command of which nothing was understood does not make a device.
fn is_device_text(part: &Parsed) -> bool {
    matches!(part.segment.head.kind, Kind::RunningConfig | Kind::NatTranslations) || is_show(part)
}

/// Whether a configuration without a beginning of its own goes on with the one above it, of which a show command without
/// a prompt parts it.
fn goes_on(parsed: &[Parsed], at: usize) -> bool {
    let Some(Parsed { segment, facts: Facts::Config(facts), .. }) = parsed.get(at) else { return false };
    let begins = facts.version.is_some() || facts.heading.is_some();
    let before = parsed.get(..at).unwrap_or_default().iter().rev();
    let mut before = before.take_while(|part| part.segment.head.source == segment.head.source).peekable();
    let parted = before.peek().is_some_and(|part| is_show(part));
    let above = before.find(|part| !is_show(part));
    !begins && parted && above.is_some_and(|part| matches!(part.facts, Facts::Config(_)))
}

/// What a switch says of Ethernet addresses makes no router.
fn is_show(part: &Parsed) -> bool {
    matches!(part.facts, Facts::Show(_)) && !part.tells_of_macs()
}

fn host_name(part: &Parsed) -> Option<String> {
    let in_config = match &part.facts {
        Facts::Config(facts) => facts.hostname.as_ref(),
        Facts::Table(_) | Facts::Show(_) | Facts::Vsphere(_) | Facts::None => None,
    };
    in_config.or(part.segment.head.prompt_host.as_ref()).map(|name| name.value.clone())
}

/// The devices that segments name.
#[derive(Debug, Default)]
struct Named {
    in_source: HashMap<SourceId, Only>,
    anywhere: Only,
}

impl Named {
    fn add(&mut self, source: SourceId, device: usize) {
        self.in_source.entry(source).or_default().add(device);
        self.anywhere.add(device);
    }

    fn is_empty(&self) -> bool {
        matches!(self.anywhere, Only::None)
    }

    /// The only one of the source, else the only one of the run.
    fn device(&self, source: SourceId) -> Option<usize> {
        self.in_source.get(&source).and_then(|only| only.device()).or_else(|| self.anywhere.device())
    }
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
