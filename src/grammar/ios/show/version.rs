//! `show version`.

use super::Read;
use crate::capture::{Dialect, Line};
use crate::grammar::facts::{Release, ShowFacts};
use crate::source::Spanned;

/// How software names itself at the start of a line, and whose it is. The first that fits counts.
const NAMES: &[(&str, Dialect)] = &[
    ("Cisco IOS XE Software", Dialect::IosXe),
    ("Cisco IOS-XE", Dialect::IosXe),
    ("Cisco IOS XR Software", Dialect::IosXr),
    ("Cisco Adaptive Security Appliance Software", Dialect::Asa),
    ("Cisco Nexus Operating System", Dialect::NxOs),
    ("Cisco IOS Software", Dialect::Ios),
    ("Cisco Internetwork Operating System Software", Dialect::Ios),
    ("Arista ", Dialect::Arista),
];

/// What the line of classic IOS has when it is the kernel of IOS-XE.
const XE_IMAGES: &[&str] = &["IOSXE", "IOS-XE", "LINUX_IOSD"];

/// Starts of lines that say nothing of NAT: legal text, memory, licences, counts of interfaces.
const HARMLESS: &[&str] = &[
    "Technical Support:",
    "Copyright",
    "Compiled ",
    "ROM:",
    "BOOTLDR:",
    "Uptime for this control processor",
    "System restarted at",
    "System image file is",
    "Last reload type:",
    "Last reset from",
    "Running default software",
    "This product contains cryptographic",
    "States and local country laws",
    "transfer and",
    "use. Delivery",
    "third-party authority",
    "Importers, exporters",
    "compliance with U.S.",
    "agree to comply",
    "to comply with U.S.",
    "A summary of U.S. laws",
    "http://",
    "https://",
    "If you require further assistance",
    "export@cisco.com",
    "All rights reserved",
    "licensed under the GNU",
    "software code licensed",
    "with ABSOLUTELY NO",
    "GPL code under",
    "documentation or",
    "or the applicable URL",
    "software.",
    "Cisco Internetwork Operating System",
    "IOS (tm)",
    "Processor board ID",
    "Configuration register is",
    "Technology ",
    "Technology-package",
    "License ",
    "Smart Licensing",
    "The current throughput level",
    "The current crypto throughput",
    "Router operating mode:",
    "Suite ",
    "Suite License Information",
    "Next reload license",
    "Next reboot",
    "Module ",
    "DRAM configuration",
    "SETUP:",
    "Base Ethernet MAC",
    "Motherboard ",
    "Model Number",
    "Model Revision",
    "Model number",
    "System Serial Number",
    "System serial number",
    "Power Supply",
    "Power supply",
    "Daughterboard",
    "Switch Ports",
    "Switch ",
    "CLEI Code",
    "Hardware Board",
    "Version ID",
    "Top Assembly",
    "Device#",
    "None ",
    "ipbase",
    "ipbasek9",
    "security",
    "securityk9",
    "uck9",
    "uc ",
    "data ",
    "datak9",
    "appxk9",
    "throughput",
    "internal_service",
    "FoundationSuiteK9",
    "AdvUCSuiteK9",
    "X.25 software",
    "Bridging software",
    "Primary Rate ISDN",
    "CPU:",
    "CORE:",
    "L1:",
    "D-cache",
    "I-cache",
];

/// Words of lines that begin with a number, or with the name of a model.
const OF_HARDWARE: &[&str] = &[
    " interface",
    " bytes of ",
    " kbytes of ",
    " port adapter",
    "(s) slot",
    " terminal line",
    "channelized ",
    " processor (revision",
    " Virtual Private Network",
    " ATM AIM",
    " cisco Systems",
];

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    facts: Option<Release>,
    uptime: Option<Spanned<String>>,
    reload: Option<Spanned<String>>,
    /// Inside the text on export laws or licences: it is wrapped where it likes.
    legal: bool,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if let Some(read) = self.release(line, text) {
            return read;
        }
        if self.facts.as_ref().is_some_and(|facts| !facts.dialect.is_ios()) {
            return Read::Harmless;
        }
        let said = |part: &str| Some(Spanned::new(part.to_owned(), line.span_of(part)));
        if let Some((_, uptime)) = text.split_once(" uptime is ") {
            self.legal = false;
            self.uptime = said(uptime.trim_ascii());
            return Read::Modelled;
        }
        if let Some(reason) = text.strip_prefix("System returned to ROM by") {
            self.legal = false;
            let reason = reason.trim_ascii();
            self.reload = self.reload.take().or(said(reason));
            return Read::Modelled;
        }
        if let Some(reason) = text.strip_prefix("Last reload reason:") {
            self.reload = said(reason.trim_ascii());
            return Read::Modelled;
        }
        self.legal |=
            text.starts_with("This product contains cryptographic") || text.starts_with("All rights reserved");
        self.legal &= !text.contains("Processor board ID") && !text.contains(" bytes of memory");
        let device = text.strip_prefix('*').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let listed = device || HARMLESS.iter().any(|start| text.starts_with(start));
        let rule = text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b' '));
        let hardware = OF_HARDWARE.iter().any(|word| text.contains(word));
        if self.legal || listed || rule || hardware { Read::Harmless } else { Read::Unknown }
    }

    fn finish(self) -> Option<ShowFacts> {
        let facts = self.facts?;
        Some(ShowFacts::Version(Release { uptime: self.uptime, reload: self.reload, ..facts }))
    }
}

impl Output {
    /// The line that names the software. IOS-XE has two: the second names the release of its IOS.
    fn release<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        let (_, dialect) = NAMES.iter().find(|(start, _)| text.starts_with(start))?;
        let xe = *dialect == Dialect::Ios && XE_IMAGES.iter().any(|image| text.contains(image));
        let dialect = if xe { Dialect::IosXe } else { *dialect };
        if let Some(known) = &mut self.facts {
            if xe {
                known.dialect = Dialect::IosXe;
            }
            return Some(Read::Harmless);
        }
        let version = text.split_once("Version ").and_then(|(_, rest)| rest.split([',', ' ', ':']).next());
        let version = version.filter(|version| version.bytes().any(|byte| byte.is_ascii_digit()));
        if version.is_none() && dialect.is_ios() {
            // `Cisco IOS-XE software, Copyright (c) ...` and the first line of old releases.
            return Some(Read::Harmless);
        }
        let version = version.map(|version| Spanned::new(version.to_owned(), line.span_of(version)));
        self.facts = Some(Release { span: line.span(), dialect, version, uptime: None, reload: None });
        Some(Read::Modelled)
    }
}
