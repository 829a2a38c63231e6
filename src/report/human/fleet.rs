//! The screen of many routers: a line for each, the worst first, and how to see one in full.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use super::{NOTES, Screen, wrap};
use crate::eval::Verdict;
use crate::locale::{Text, say};
use crate::report::words;
use crate::rules::Finding;
use crate::source::{mask_controls, mask_name};

/// Codes that the line of a router shows; the rest is counted.
const CODES: usize = 5;

/// What the line of a router says.
struct Line<'r> {
    device: usize,
    /// `None` where no appliance has to do with it.
    verdict: Option<Verdict>,
    /// Its appliances, each with the worst verdict of its flows.
    appliances: BTreeMap<usize, Verdict>,
    /// Worst first.
    findings: Vec<&'r Finding>,
}

impl Screen<'_> {
    /// All sections but the last, which is that of any screen.
    pub(super) fn overview(&self) -> Vec<String> {
        let mut lines = self.lines();
        let count = |wanted| lines.iter().filter(|line| line.verdict == wanted).count() as u64;
        let counts = [Some(Verdict::Fail), Some(Verdict::Inconclusive), Some(Verdict::Pass), None];
        let counts = counts.map(|verdict| (verdict, count(verdict)));
        // A router that nobody asks about needs a look before one that passes.
        let rank = |line: &Line<'_>| match line.verdict {
            Some(Verdict::Fail) => 0,
            Some(Verdict::Inconclusive) => 1,
            None => 2,
            Some(Verdict::Pass) => 3,
        };
        lines.sort_by_key(|line| (rank(line), line.device));
        let files = self.files();
        vec![
            self.head(&counts),
            self.table(&lines, &files),
            self.codes(&lines),
            self.of_the_run(),
            self.how_to_see_one(&lines, &files),
            self.totals(),
        ]
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let line = |device| Line { device, verdict: None, appliances: BTreeMap::new(), findings: Vec::new() };
        let mut lines: Vec<Line<'_>> = (0..self.network().devices.len()).map(line).collect();
        for flow in &self.report.flows {
            let Some(line) = lines.get_mut(flow.device) else { continue };
            line.verdict = line.verdict.max(Some(flow.verdict));
            let worst = line.appliances.entry(flow.appliance).or_insert(flow.verdict);
            *worst = flow.verdict.max(*worst);
        }
        for finding in &self.report.findings {
            if let Some(line) = finding.device.and_then(|device| lines.get_mut(device)) {
                line.findings.push(finding);
            }
        }
        lines
    }

    /// The files of each device, in order.
    fn files(&self) -> HashMap<usize, Vec<String>> {
        let mut files: HashMap<usize, Vec<String>> = HashMap::new();
        for segment in &self.network().segments {
            let Some(device) = segment.device else { continue };
            let name = self.network().sources.get(segment.source).map_or("?", |file| file.name());
            let (files, name) = (files.entry(device).or_default(), mask_name(name));
            if !files.contains(&name) {
                files.push(name);
            }
        }
        files
    }

    fn head(&self, counts: &[(Option<Verdict>, u64)]) -> String {
        let network = self.network();
        let sources: BTreeSet<_> = network.segments.iter().map(|segment| segment.source).collect();
        let word = |(verdict, count): &(Option<Verdict>, u64)| {
            let count = words::grouped(*count);
            match verdict {
                Some(verdict) => self.told(&say!("report-routers-of", count, verdict = words::verdict(*verdict))),
                None => self.told(&say!("report-routers-without", count)),
            }
        };
        let told: Vec<String> = counts.iter().filter(|(_, count)| *count > 0).map(word).collect();
        let routers = counted(network.devices.len() as u64);
        let number = sources.len() as u64;
        let files = say!("report-files", number, shown = words::grouped(number));
        let mut out = String::new();
        self.paragraph(&mut out, "", &self.told(&say!("report-fleet", routers, files, verdicts = told.join(", "))));
        let others: Vec<_> = network.segments.iter().filter(|segment| !segment.dialect.is_ios()).collect();
        for segment in others.iter().take(NOTES) {
            let (extent, title) = (words::extent(network, segment), segment.dialect.title());
            self.paragraph(&mut out, "", &self.told(&say!("report-fleet-not-judged", extent, title)));
        }
        if let Some(more) = others.len().checked_sub(NOTES).filter(|more| *more > 0) {
            let more = words::grouped(more as u64);
            self.paragraph(&mut out, "", &self.told(&say!("report-fleet-more-not-judged", more)));
        }
        out
    }

    /// One line a router. Lines of a table are not wrapped: they are to be sorted and searched.
    fn table(&self, lines: &[Line<'_>], files: &HashMap<usize, Vec<String>>) -> String {
        let rows: Vec<[String; 4]> = lines.iter().map(|line| self.columns(line, files)).collect();
        let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|text| wrap::columns(text)).max();
        let (names, who, codes) = (width(0).unwrap_or(0), width(1).unwrap_or(0), width(2).unwrap_or(0));
        let verdicts = lines.iter().filter_map(|line| line.verdict).map(|verdict| words::verdict(verdict).len()).max();
        let verdicts = verdicts.unwrap_or(1);
        let mut out = String::new();
        for (line, [name, appliances, found, place]) in lines.iter().zip(&rows) {
            let verdict = match line.verdict {
                Some(verdict) => self.verdict_word(verdict, verdicts),
                None => format!("{:verdicts$}", "-"),
            };
            let [name, appliances, found] =
                [(name, names), (appliances, who), (found, codes)].map(|(text, width)| wrap::padded(text, width));
            let _ = writeln!(out, "{verdict}  {name}  {appliances}  {found}  {place}");
        }
        if self.report.appliances.iter().any(|appliance| appliance.inferred) {
            self.paragraph(&mut out, "", &self.told(&say!("report-fleet-inferred")));
        }
        out
    }

    fn columns(&self, line: &Line<'_>, files: &HashMap<usize, Vec<String>>) -> [String; 4] {
        let mut codes: Vec<&str> = Vec::new();
        for finding in &line.findings {
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
        let more = codes.len().saturating_sub(CODES);
        codes.truncate(CODES);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        let label = line.findings.iter().find_map(|finding| finding.labels.first());
        let file = || files.get(&line.device).and_then(|files| files.first()).cloned().unwrap_or_default();
        let place = label.map_or_else(file, |label| words::place(self.network(), label.span));
        [self.router(line.device), self.who(line), codes.join(" ") + &more, place]
    }

    /// `NE-1 (1 of 3)`: the appliances that make the verdict.
    fn who(&self, line: &Line<'_>) -> String {
        let all = line.appliances.len();
        let worst = line.appliances.iter().filter(|(_, verdict)| Some(**verdict) == line.verdict);
        let mut worst = worst.filter_map(|(at, _)| self.report.appliances.get(*at));
        match (line.verdict, worst.next()) {
            (None, _) => self.told(&say!("report-none-here")),
            (Some(Verdict::Pass), _) | (_, None) => self.told(&words::appliances(all as u64)),
            (Some(_), Some(first)) => {
                let more = worst.count();
                let name = mask_name(&first.name);
                let name = if more == 0 { Text::from(name) } else { say!("report-and-others", name, more) };
                self.told(&say!("report-these-of", name, some = more + 1, all))
            }
        }
    }

    /// What was found, by code.
    fn codes(&self, lines: &[Line<'_>]) -> String {
        let mut routers: BTreeMap<(std::cmp::Reverse<crate::rules::Severity>, &str, &str), u64> = BTreeMap::new();
        for line in lines {
            let found = line.findings.iter().map(|f| (std::cmp::Reverse(f.severity), f.code, f.name));
            found.collect::<BTreeSet<_>>().into_iter().for_each(|key| *routers.entry(key).or_default() += 1);
        }
        let mut out = String::new();
        for ((severity, code, name), count) in routers {
            let says = self.told(&say!("report-code-on", code, name, routers = counted(count)));
            let _ = writeln!(out, "{:7}  {says}", severity.0.as_str());
        }
        out
    }

    /// What is said of no router.
    fn of_the_run(&self) -> String {
        let mut shown = std::collections::HashSet::new();
        let findings = self.report.findings.iter().filter(|finding| finding.device.is_none());
        let mut drawn: Vec<String> = findings.map(|finding| self.finding(finding, &mut shown)).collect();
        drawn.extend(Some(self.accepted()).filter(|accepted| !accepted.is_empty()));
        drawn.join("\n")
    }

    fn how_to_see_one(&self, lines: &[Line<'_>], files: &HashMap<usize, Vec<String>>) -> String {
        let Some(first) = lines.first() else { return String::new() };
        let file = files.get(&first.device).map_or_else(|| "FILE".to_owned(), |files| files.join(" "));
        let (one, all) = (self.told(&say!("report-see-one")), self.told(&say!("report-see-all")));
        format!("{one}\n  hcxnat check {}\n{all}\n", mask_controls(&file))
    }

    fn totals(&self) -> String {
        let mut out = String::new();
        self.paragraph(&mut out, "", &self.told(&words::coverage(&self.network().coverage)));
        self.not_checked(&mut out);
        out
    }
}

/// `1,543 routers`.
fn counted(number: u64) -> Text {
    say!("report-routers", number, shown = words::grouped(number))
}
