//! Any number of inputs in little memory.
//!
//! Inputs that say something of one device are analysed together, others apart, and of what is apart only the result is
//! kept. A few routers are one part however they were pasted: what is inferred on one of them is asked of the others,
//! because they may be a pair. Of a fleet that would be wrong: private addresses come again at every site.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use super::groups::groups;
use super::part::Part;
use super::whole::Whole;
use super::{not_checked, paste_next};
use crate::Settings;
use crate::capture::{Input, InputError};
use crate::eval::{self, Flow, Strays, Verdict};
use crate::intent::Intent;
use crate::model::{Identity, Network, Reader, Reading, Watch};
use crate::report::{Report, is_fleet};
use crate::rules;
use crate::source::SourceMap;

/// Bytes of kept text that are read before something is done with them: enough for every thread to have its share.
const WINDOW: usize = 1 << 20;

/// How many inputs are read at once, as long as nobody knows how large they are, and at most.
const FIRST: usize = 16;
const MOST: usize = 512;

/// How often a fleet is read until everything is known of it that takes the whole of it.
const PASSES: usize = 3;

/// One run.
pub(super) struct Run<'r> {
    inputs: &'r [Input],
    intent: &'r Intent,
    settings: &'r Settings,
    watch: &'r Watch,
    window: usize,
}

/// An input that was read and not looked into.
struct Held {
    place: usize,
    identity: Identity,
    reading: Reading,
}

/// A group of inputs: its places, whose it is, and what came of it.
struct Group {
    places: Vec<usize>,
    identity: Identity,
    part: Part,
    /// The same if nothing that was asked about concerns any device, this one or another.
    nowhere: Option<Part>,
}

/// What came of a fleet.
struct Fleet {
    /// All that was asked about.
    asked: HashSet<Flow>,
    whole: Whole,
    /// What it comes to if nothing that was asked about concerns any of the devices; `None` once something does. That
    /// is known only at the end, and to read a fleet again takes longer than to judge it twice.
    nowhere: Option<Whole>,
    /// The groups of inputs that were analysed, and whose they are.
    groups: Vec<(Vec<usize>, Identity)>,
    /// What was asked about and concerns one of the devices.
    at_home: HashSet<Flow>,
}

/// What came of reading all inputs.
enum Pass {
    /// All of them, to be analysed together.
    Few(Vec<Held>),
    /// The groups, analysed.
    Fleet(Box<Fleet>),
    /// Not to be taken apart, as it turned out on the way: a virtual machine may be behind any of the routers.
    Whole,
}

impl<'r> Run<'r> {
    pub(super) fn new(inputs: &'r [Input], intent: &'r Intent, settings: &'r Settings, watch: &'r Watch) -> Self {
        Self { inputs, intent, settings, watch, window: WINDOW }
    }

    pub(super) fn report(&self, sources: SourceMap) -> Result<Report, InputError> {
        let reader = Reader::new(self.inputs, &sources, self.watch, self.settings.platform);
        let mut items: Vec<Vec<usize>> = (0..self.inputs.len()).map(|place| vec![place]).collect();
        let mut astray = HashSet::new();
        // What the first pass brings to light of the whole, the second one knows; a third one sees nothing new.
        for _ in 0..PASSES {
            let fleet = match self.pass(&reader, &items, &astray)? {
                Pass::Few(held) => return Ok(finish(self.together(held, sources))),
                Pass::Fleet(fleet) => fleet,
                Pass::Whole => break,
            };
            let lost = self.astray(&fleet.at_home);
            let joined = groups(fleet.groups.iter().map(|(_, identity)| identity));
            if joined.len() == fleet.groups.len() {
                let Fleet { whole, nowhere, .. } = *fleet;
                match nowhere {
                    _ if lost == astray => return Ok(finish(whole.finish(sources))),
                    Some(nowhere) => return Ok(finish(nowhere.finish(sources))),
                    None => {}
                }
            }
            let places = |at: &usize| fleet.groups.get(*at).map_or(&[][..], |(places, _)| places.as_slice());
            items = joined.iter().map(|group| group.iter().flat_map(places).copied().collect()).collect();
            for places in &mut items {
                places.sort_unstable();
            }
            astray = lost;
        }
        let all = (0..self.inputs.len()).collect::<Vec<_>>();
        Ok(finish(self.together(Self::held(&reader, &all)?, sources)))
    }

    /// All inputs as one part.
    fn together(&self, held: Vec<Held>, sources: SourceMap) -> Part {
        let network = Self::network(held, sources);
        let plans = !(self.settings.overview && is_fleet(network.devices.len()));
        Part::of(network, self.intent, self.settings, Strays::Everywhere, plans)
    }

    /// What was asked about and concerns no device.
    fn astray(&self, at_home: &HashSet<Flow>) -> HashSet<Flow> {
        let mut astray = eval::all_asked(self.intent, &self.intent.appliances);
        astray.retain(|flow| !at_home.contains(flow));
        astray
    }

    fn held(reader: &Reader<'_>, places: &[usize]) -> Result<Vec<Held>, InputError> {
        let readings = places.iter().zip(reader.read(places)?);
        Ok(readings.map(|(place, reading)| Held { place: *place, identity: reading.identity(), reading }).collect())
    }

    /// Reads all inputs, `items` being those known to belong together. Where they turn out to be a fleet, no more of them
    /// is held at a time than a window.
    fn pass(&self, reader: &Reader<'_>, items: &[Vec<usize>], astray: &HashSet<Flow>) -> Result<Pass, InputError> {
        let mut fleet = Fleet {
            asked: self.astray(&HashSet::new()),
            whole: Whole::new(self.intent),
            nowhere: (astray.is_empty() && !self.intent.appliances.is_empty()).then(|| Whole::new(self.intent)),
            groups: Vec::new(),
            at_home: HashSet::new(),
        };
        let (mut held, mut names, mut one) = (Vec::new(), BTreeSet::new(), self.is_one());
        let (mut items, mut step) = (items.iter().peekable(), FIRST);
        while items.peek().is_some() {
            let mut places = Vec::new();
            while let Some(item) = items.next_if(|_| places.len() < step) {
                places.extend(item);
            }
            held.extend(Self::held(reader, &places)?);
            one |= held.iter().rev().take(places.len()).any(|held| held.reading.tells_of_macs());
            if one && !fleet.groups.is_empty() {
                return Ok(Pass::Whole);
            }
            for input in held.iter().rev().take(places.len()) {
                names.extend(input.identity.names.iter().cloned());
            }
            let weight: usize = held.iter().map(|held| held.reading.weight()).sum();
            step = (self.window / (weight / held.len().max(1)).max(1)).clamp(1, MOST);
            if is_fleet(names.len()) && weight >= self.window && !one {
                self.take_in(std::mem::take(&mut held), astray, &mut fleet);
            }
        }
        let one_group = || groups(held.iter().map(|held| &held.identity)).len() < 2;
        if fleet.groups.is_empty() && (!is_fleet(names.len()) || one || one_group()) {
            return Ok(Pass::Few(held));
        }
        self.take_in(held, astray, &mut fleet);
        Ok(Pass::Fleet(Box::new(fleet)))
    }

    /// Analyses the groups of some inputs, each on its own.
    fn take_in(&self, held: Vec<Held>, astray: &HashSet<Flow>, fleet: &mut Fleet) {
        let guess = fleet.nowhere.is_some().then_some(&fleet.asked);
        for Group { places, identity, mut part, nowhere } in self.apart(held, astray, guess) {
            fleet.groups.push((places, identity));
            fleet.at_home.extend(part.at_home.drain());
            fleet.whole.add(part);
            match (&mut fleet.nowhere, nowhere) {
                (Some(whole), Some(part)) => whole.add(part),
                _ => fleet.nowhere = None,
            }
        }
    }

    /// Whether everything must be seen at once: public addresses are handed out to one device after the other, a MAC
    /// address may be seen behind any of them, and standard input cannot be read again.
    fn is_one(&self) -> bool {
        let hands_out = !self.intent.spare_addresses.is_empty() && !self.settings.overview;
        let mut uplinks = self.intent.appliances.iter().flat_map(|appliance| &appliance.uplinks);
        hands_out
            || uplinks.any(|uplink| uplink.mac.is_some())
            || self.inputs.iter().any(|input| matches!(input, Input::Stdin))
    }

    fn network(held: Vec<Held>, sources: SourceMap) -> Network {
        Reading::network(held.into_iter().map(|held| held.reading).collect(), sources)
    }

    fn apart(&self, held: Vec<Held>, astray: &HashSet<Flow>, guess: Option<&HashSet<Flow>>) -> Vec<Group> {
        let groups = groups(held.iter().map(|held| &held.identity));
        let mut held: Vec<Option<Held>> = held.into_iter().map(Some).collect();
        let mut take = |at: &usize| held.get_mut(*at).and_then(Option::take);
        let groups: Vec<Vec<Held>> = groups.iter().map(|group| group.iter().filter_map(&mut take).collect()).collect();
        groups.into_par_iter().map(|group| self.group(group, astray, guess)).collect()
    }

    /// Analyses inputs that belong together, and again as if `guess` were astray where nothing is at home here.
    fn group(&self, held: Vec<Held>, astray: &HashSet<Flow>, guess: Option<&HashSet<Flow>>) -> Group {
        let places = held.iter().map(|held| held.place).collect();
        let identity = Identity::all(held.iter().map(|held| &held.identity));
        let (network, overview) = (Self::network(held, SourceMap::default()), self.settings.overview);
        let judge = |network, astray: &HashSet<Flow>| {
            Part::of(network, self.intent, self.settings, Strays::Only(astray), !overview).condensed(overview)
        };
        let (part, network) = judge(network, astray);
        let guess = guess.filter(|_| part.at_home.is_empty());
        let nowhere = guess.map(|asked| judge(network, asked).0);
        Group { places, identity, part, nowhere }
    }
}

/// The verdict over all, and what would decide what is open.
fn finish(part: Part) -> Report {
    let mut report = part.report;
    eval::doubt_what_passes(&report.network, &mut report.flows);
    report.verdict = rules::verdict(&report.flows, &part.uplinks, &report.appliances);
    if report.verdict == Verdict::Inconclusive {
        report.paste_next = paste_next(&report.network, &report.appliances, &report.flows);
    }
    report.not_checked = not_checked();
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::json;

    fn inputs(routers: usize) -> Vec<Input> {
        let memory = |name: String, text: String| Input::Memory { name, bytes: text.into_bytes() };
        let config = |at: usize| {
            let contact = "snmp-server contact somebody at the other end of the line\n".repeat(20);
            let text = format!(
                "{contact}version 15.7\nhostname R{at}\ninterface Gi0\n ip address 203.0.113.{at} 255.255.255.0\n ip nat outside\n\
                 interface Gi1\n ip address 10.0.0.1 255.255.255.0\n ip nat inside\n\
                 ip nat inside source list 1 interface Gi0 overload\naccess-list 1 permit any\nend\n"
            );
            memory(format!("{at}.cfg"), text)
        };
        let table = |at: usize| {
            let row = |host: u8, port: u16| {
                format!("udp 203.0.113.{at}:{port} 10.0.0.{host}:4500 198.51.100.9:4500 198.51.100.9:4500\n")
            };
            let header = "Pro Inside global Inside local Outside local Outside global\n";
            let text = format!("R{at}#show ip nat translations\n{header}{}{}", row(5, 4500), row(6, 1024));
            memory(format!("{at}.nat"), text)
        };
        (1..=routers).map(config).chain((1..=routers).map(table)).collect()
    }

    fn report(inputs: &[Input], intent: &Intent, window: usize) -> String {
        let (settings, watch) = (Settings::default(), Watch::hcx([]));
        let run = Run { window, ..Run::new(inputs, intent, &settings, &watch) };
        String::from_utf8(json::check(&run.report(SourceMap::default()).unwrap())).unwrap()
    }

    #[test]
    fn what_is_read_in_pieces_comes_to_the_same() {
        let inputs = inputs(20);
        let lost = Intent::from_addresses(&[[10, 0, 0, 6].into(), [172, 16, 0, 9].into()], &[], &[]);
        for intent in [Intent::default(), lost] {
            let at_once = report(&inputs, &intent, WINDOW);
            assert!(at_once.contains("HCX101"));
            for window in [1, 9000] {
                assert_eq!(report(&inputs, &intent, window), at_once);
            }
        }
    }

    /// What concerns none of the routers is asked of all, and a fleet that is read once says the same as one that is read
    /// again with that in mind.
    #[test]
    fn what_is_at_home_nowhere_takes_no_second_reading() {
        let inputs = inputs(20);
        let intent = Intent::from_addresses(&[[172, 16, 0, 9].into()], &[], &[]);
        let (settings, watch) = (Settings::default(), Watch::hcx([]));
        let run = Run { window: 9000, ..Run::new(&inputs, &intent, &settings, &watch) };
        let reader = Reader::new(&inputs, &SourceMap::default(), &watch, None);
        let items: Vec<Vec<usize>> = (0..20).map(|at| vec![at, at + 20]).collect();
        let all = run.astray(&HashSet::new());
        let [first, second] = [HashSet::new(), all].map(|astray| match run.pass(&reader, &items, &astray).unwrap() {
            Pass::Fleet(fleet) => fleet,
            Pass::Few(_) | Pass::Whole => panic!("20 routers are a fleet"),
        });
        assert!(second.nowhere.is_none());
        let said = |whole: Whole| String::from_utf8(json::check(&finish(whole.finish(SourceMap::default())))).unwrap();
        let again = said(second.whole);
        assert_eq!(said(first.nowhere.unwrap()), again);
        assert_eq!(report(&inputs, &intent, 9000), again);
        assert!(again.contains("172.16.0.9"));
    }

    #[test]
    fn no_more_than_a_window_is_held() {
        let inputs = inputs(200);
        let (intent, settings, watch) = (Intent::default(), Settings::default(), Watch::hcx([]));
        let window = 9000;
        let run = Run { window, ..Run::new(&inputs, &intent, &settings, &watch) };
        let reader = Reader::new(&inputs, &SourceMap::default(), &watch, None);
        let items: Vec<Vec<usize>> = (0..200).map(|at| vec![at, at + 200]).collect();
        let Pass::Fleet(fleet) = run.pass(&reader, &items, &HashSet::new()).unwrap() else {
            panic!("200 routers are a fleet")
        };
        assert_eq!(fleet.groups.len(), 200);
        // All of a group has been let go of but the lines that are quoted.
        let kept = fleet.whole.finish(SourceMap::default()).report.network.sources.kept();
        let whole: usize = reader.read(&(0..400).collect::<Vec<_>>()).unwrap().iter().map(Reading::weight).sum();
        assert!(kept * 2 < whole, "{kept} of {whole}");
    }
}
