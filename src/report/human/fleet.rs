//! The screen of many routers: a line for each, the worst first, and how to see one in full.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use super::{NOTES, Screen};
use crate::eval::Verdict;
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
            Self::codes(&lines),
            self.of_the_run(),
            Self::how_to_see_one(&lines, &files),
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
        let word = |verdict: Option<Verdict>| verdict.map_or("without an appliance", words::verdict);
        let told = counts.iter().filter(|(_, count)| *count > 0);
        let told: Vec<String> =
            told.map(|(verdict, count)| format!("{} {}", words::grouped(*count), word(*verdict))).collect();
        let routers = words::count(network.devices.len() as u64, "router");
        let files = words::count(sources.len() as u64, "file");
        let mut out = String::new();
        self.paragraph(&mut out, "", &format!("{routers} in {files}: {}", told.join(", ")));
        let others: Vec<_> = network.segments.iter().filter(|segment| !segment.dialect.is_ios()).collect();
        for segment in others.iter().take(NOTES) {
            let (extent, title) = (words::extent(network, segment), segment.dialect.title());
            self.paragraph(&mut out, "", &format!("{extent}: {title}, which is not judged"));
        }
        if let Some(more) = others.len().checked_sub(NOTES).filter(|more| *more > 0) {
            let more = words::grouped(more as u64);
            self.paragraph(&mut out, "", &format!("and {more} more that are neither IOS nor IOS-XE"));
        }
        out
    }

    /// One line a router. Lines of a table are not wrapped: they are to be sorted and searched.
    fn table(&self, lines: &[Line<'_>], files: &HashMap<usize, Vec<String>>) -> String {
        let rows: Vec<[String; 4]> = lines.iter().map(|line| self.columns(line, files)).collect();
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count()).max();
        let (names, who, codes) = (width(0).unwrap_or(0), width(1).unwrap_or(0), width(2).unwrap_or(0));
        let verdicts = lines.iter().filter_map(|line| line.verdict).map(|verdict| words::verdict(verdict).len()).max();
        let verdicts = verdicts.unwrap_or(1);
        let mut out = String::new();
        for (line, [name, appliances, found, place]) in lines.iter().zip(&rows) {
            let verdict = match line.verdict {
                Some(verdict) => self.verdict_word(verdict, verdicts),
                None => format!("{:verdicts$}", "-"),
            };
            let _ = writeln!(out, "{verdict}  {name:names$}  {appliances:who$}  {found:codes$}  {place}");
        }
        if self.report.appliances.iter().any(|appliance| appliance.inferred) {
            let says = "Appliances are inferred from UDP 4500 on each router alone, nobody named them; --ix, --ne or \
                        --inventory make it certain.";
            self.paragraph(&mut out, "", says);
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
        [words::device(self.network(), line.device), self.who(line), codes.join(" ") + &more, place]
    }

    /// `NE-1 (1 of 3)`: the appliances that make the verdict.
    fn who(&self, line: &Line<'_>) -> String {
        let all = line.appliances.len();
        let worst = line.appliances.iter().filter(|(_, verdict)| Some(**verdict) == line.verdict);
        let mut worst = worst.filter_map(|(at, _)| self.report.appliances.get(*at));
        match (line.verdict, worst.next()) {
            (None, _) => "no appliance".to_owned(),
            (Some(Verdict::Pass), _) | (_, None) => words::count(all as u64, "appliance"),
            (Some(_), Some(first)) => {
                let more = worst.count();
                let name = mask_name(&first.name);
                let name = if more == 0 { name } else { format!("{name} and {more} more") };
                format!("{name} ({} of {all})", more + 1)
            }
        }
    }

    /// What was found, by code.
    fn codes(lines: &[Line<'_>]) -> String {
        let mut routers: BTreeMap<(std::cmp::Reverse<crate::rules::Severity>, &str, &str), u64> = BTreeMap::new();
        for line in lines {
            let found = line.findings.iter().map(|f| (std::cmp::Reverse(f.severity), f.code, f.name));
            found.collect::<BTreeSet<_>>().into_iter().for_each(|key| *routers.entry(key).or_default() += 1);
        }
        let mut out = String::new();
        for ((severity, code, name), count) in routers {
            let on = words::count(count, "router");
            let _ = writeln!(out, "{:7}  {code} {name}: on {on}", severity.0.as_str());
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

    fn how_to_see_one(lines: &[Line<'_>], files: &HashMap<usize, Vec<String>>) -> String {
        let Some(first) = lines.first() else { return String::new() };
        let file = files.get(&first.device).map_or_else(|| "FILE".to_owned(), |files| files.join(" "));
        let mut out = String::from("One router in full, with its change plan (add the options of this run):\n");
        let _ = writeln!(out, "  hcxnat check {}", mask_controls(&file));
        out.push_str(
            "All of them: -o json=FILE. What to type: hcxnat fix PATH. What a code means: hcxnat explain CODE.\n",
        );
        out
    }

    fn totals(&self) -> String {
        let mut out = String::new();
        self.paragraph(&mut out, "", &words::coverage(&self.network().coverage));
        self.not_checked(&mut out);
        out
    }
}
