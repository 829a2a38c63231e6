//! `Get-VDSecurityPolicy` and `Get-SecurityPolicy`: as a list, as a table, as CSV.

use super::{Read, cells, told};
use crate::capture::{Line, property};
use crate::grammar::facts::{SecurityPolicy, VsphereFacts};
use crate::source::Span;
use crate::source::mask_line;

/// The policies read so far, and the one that is being read.
#[derive(Debug, Default)]
pub(super) struct Output {
    policies: Vec<SecurityPolicy>,
    /// The port group that the command asks for.
    asked: Option<String>,
    block: Block,
    columns: Option<Columns>,
}

#[derive(Debug, Default)]
struct Block {
    name: Option<String>,
    /// Each with the line that says it.
    mac_changes: Option<(Span, bool)>,
    forged: Option<(Span, bool)>,
    promiscuous: bool,
}

/// What stands in which column.
#[derive(Debug, Clone, Copy)]
struct Columns {
    csv: bool,
    name: Option<usize>,
    mac_changes: Option<usize>,
    forged: Option<usize>,
    /// Of a table: how many columns come from the first value on.
    values: (usize, usize),
}

/// Properties that name what a policy is of.
const NAMES: &[&str] = &["VDPortgroup", "VirtualPortGroup", "Portgroup", "VDSwitch", "VirtualSwitch", "Name", "Entity"];

impl Output {
    /// `Get-VDPortgroup NAME | Get-VDSecurityPolicy`, with or without `-Name`.
    pub(super) fn of(command: &str) -> Self {
        let asked = command.split('|').next().filter(|_| command.contains('|')).and_then(|part| {
            let rest = ["Get-VDPortgroup ", "Get-VirtualPortGroup "].iter().find_map(|cmdlet| {
                let head = part.trim_ascii_start().get(..cmdlet.len())?;
                head.eq_ignore_ascii_case(cmdlet).then(|| part.trim_ascii_start().get(cmdlet.len()..))?
            })?;
            let rest = rest.trim_ascii();
            let rest = rest.strip_prefix("-Name ").unwrap_or(rest).trim_ascii();
            let quoted = rest.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
            let name = quoted.unwrap_or_else(|| rest.split(' ').next().unwrap_or(""));
            // A pattern names many, and an option none.
            (!name.is_empty() && !name.starts_with(['-', '$']) && !name.contains('*')).then(|| name.to_owned())
        });
        Self { asked, ..Self::default() }
    }

    fn property<'a>(&mut self, line: &Line<'a>, key: &str, value: &'a str) -> Read<'a> {
        if NAMES.contains(&key) {
            if self.block.name.is_some() || self.block.mac_changes.is_some() {
                self.close();
            }
            self.block.name = told(line, value);
            return Read::Modelled;
        }
        if !matches!(key, "MacChanges" | "ForgedTransmits" | "AllowPromiscuous") {
            return Read::Harmless;
        }
        let Some(accepts) = accepts(value) else {
            return Read::Malformed(value, "ledger-true-or-false");
        };
        let known = match key {
            "MacChanges" => self.block.mac_changes.is_some(),
            "ForgedTransmits" => self.block.forged.is_some(),
            _ => self.block.promiscuous,
        };
        if known {
            self.close();
        }
        let said = Some((line.span_of(line.text.trim_ascii()), accepts));
        match key {
            "MacChanges" => self.block.mac_changes = said,
            "ForgedTransmits" => self.block.forged = said,
            _ => {
                self.block.promiscuous = true;
                return Read::Harmless;
            }
        }
        Read::Modelled
    }

    fn close(&mut self) {
        let Block { name, mac_changes, forged, .. } = std::mem::take(&mut self.block);
        // The line that decides: of one that rejects and one that does not, the one that rejects.
        let deciding = [mac_changes, forged].into_iter().flatten().min_by_key(|(_, accepts)| *accepts);
        let Some((span, _)) = deciding else { return };
        let (mac_changes, forged_transmits) = (mac_changes.map(|said| said.1), forged.map(|said| said.1));
        let name = name.or_else(|| self.asked.clone()).filter(|name| !name.starts_with("VMware."));
        self.policies.push(SecurityPolicy { span, name, mac_changes, forged_transmits });
    }

    fn row<'a>(&mut self, columns: Columns, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        let (cells, shift, name) = if columns.csv {
            let cells: Vec<String> = cells::csv(text).into_iter().map(std::borrow::Cow::into_owned).collect();
            let name = columns.name.and_then(|at| cells.get(at)).cloned();
            (cells, 0, name)
        } else {
            // A name may have blanks in it; what stands behind it is as many words as there are columns.
            let words: Vec<&str> = text.split_ascii_whitespace().collect();
            let (before, values) = columns.values;
            let shift = words.len().checked_sub(values)?;
            let name = words.get(..shift).map(|words| words.join(" ")).filter(|name| before > 0 && !name.is_empty());
            (words.into_iter().map(str::to_owned).collect(), shift.checked_sub(before)?, name)
        };
        let said = |at: Option<usize>| cells.get(at? + shift).and_then(|cell| accepts(cell));
        let (mac_changes, forged_transmits) = (said(columns.mac_changes), said(columns.forged));
        if mac_changes.is_none() && forged_transmits.is_none() {
            return None;
        }
        // PowerShell cuts what is too wide.
        let name = name.filter(|_| mask_line(line.text) == line.text);
        let whole = name.filter(|name| !name.ends_with("...") && !name.ends_with('…') && !name.starts_with("VMware."));
        let name = whole.or_else(|| self.asked.clone());
        self.policies.push(SecurityPolicy { span: line.span_of(text), name, mac_changes, forged_transmits });
        Some(Read::Modelled)
    }
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if text.is_empty() {
            self.close();
            return Read::Harmless;
        }
        if let Some(columns) = Columns::of(text) {
            self.close();
            self.columns = Some(columns);
            return Read::Harmless;
        }
        if let Some((key, value)) = property(text).filter(|(key, _)| !key.contains(' ')) {
            return self.property(line, key, value);
        }
        if text.starts_with("#TYPE ") {
            return Read::Harmless;
        }
        self.columns.and_then(|columns| self.row(columns, line, text)).unwrap_or(Read::Unknown)
    }

    fn finish(mut self) -> Option<VsphereFacts> {
        self.close();
        (!self.policies.is_empty()).then_some(VsphereFacts::Policies(self.policies))
    }
}

impl Columns {
    fn of(text: &str) -> Option<Self> {
        let cells = cells::csv(text);
        let csv = cells.len() > 1;
        let names: Vec<&str> =
            if csv { cells.iter().map(AsRef::as_ref).collect() } else { text.split_ascii_whitespace().collect() };
        let at = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
        let (mac_changes, forged) = (at("MacChanges"), at("ForgedTransmits"));
        if names.len() < 2 || names.contains(&":") || (mac_changes.is_none() && forged.is_none()) {
            return None;
        }
        let name = names.iter().position(|name| NAMES.iter().any(|known| known.eq_ignore_ascii_case(name)));
        let before = usize::from(name == Some(0));
        Some(Self { csv, name, mac_changes, forged, values: (before, names.len() - before) })
    }
}

/// `True` is Accept.
fn accepts(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "accept" => Some(true),
        "false" | "reject" => Some(false),
        _ => None,
    }
}
