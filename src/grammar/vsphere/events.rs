//! Events of vCenter: lines of `govc events`, records of `Get-VIEvent` as a list or as CSV, rows of an export, and the
//! sentence alone in any text. Only the sentence of `VmMacChangedEvent` is known by heart; of the others the class name is.

mod sentence;

use super::{Read, cells, time, told, told_at};
use crate::capture::{Line, property};
use crate::grammar::facts::{EventKind, EventTime, VsphereEvent, VsphereFacts};
use crate::net::Mac;
use crate::source::{Span, Spanned, mask_line};
use sentence::Told;

/// Events read so far, and the record that is being read.
#[derive(Debug, Default)]
pub(super) struct Output {
    events: Vec<VsphereEvent>,
    columns: Option<Columns>,
    record: Record,
}

/// Where the header of CSV says what stands.
#[derive(Debug, Clone, Copy)]
struct Columns {
    vm: Option<usize>,
    macs: Option<(usize, usize)>,
    adapter: Option<usize>,
}

/// An event as properties, one a line.
#[derive(Debug, Default)]
struct Record {
    open: bool,
    /// The message, put together again where it was wrapped.
    message: Option<(Span, String)>,
    /// The last property was the message.
    wraps: bool,
    time: Option<EventTime>,
    vm: Option<Spanned<String>>,
    old: Option<(Span, Mac)>,
    new: Option<Mac>,
    adapter: Option<String>,
}

impl super::Output for Output {
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a> {
        let text = line.text.trim_ascii();
        if text.is_empty() {
            self.close();
            return Read::Harmless;
        }
        if self.record.wraps && line.text.starts_with("    ") {
            if let Some((_, message)) = &mut self.record.message {
                message.push(' ');
                message.push_str(text);
            }
            return Read::Modelled;
        }
        // The number of an event may look like a secret, and not be there.
        if text.starts_with("#TYPE ") || text.starts_with("Key  ") {
            return Read::Harmless;
        }
        if let Some(columns) = Columns::of(text) {
            self.close();
            self.columns = Some(columns);
            return Read::Harmless;
        }
        if let Some(read) = self.columns.and_then(|columns| self.row(columns, line, text)) {
            return read;
        }
        if let Some((key, value)) = property(text).filter(|(key, _)| !key.contains(' ')) {
            return self.property(line, key, value);
        }
        self.sentence(line, text)
    }

    fn finish(mut self) -> Option<VsphereFacts> {
        self.close();
        (!self.events.is_empty()).then_some(VsphereFacts::Events(self.events))
    }
}

impl Output {
    /// A line that tells an event by its text.
    fn sentence<'a>(&mut self, line: &Line<'a>, text: &'a str) -> Read<'a> {
        let Some(told) = Told::find(text) else {
            // `[Thu Jan 16 09:12:03 2020] [info] ...`: another event.
            return if text.starts_with('[') && time::find(text).is_some() { Read::Harmless } else { Read::Unknown };
        };
        let vm = told.vm.and_then(|vm| told_at(line, vm));
        let span = line.span_of(told.part);
        self.events.push(VsphereEvent { span, time: time::find(text), vm, what: told.what });
        Read::Modelled
    }

    fn row<'a>(&mut self, columns: Columns, line: &Line<'a>, text: &'a str) -> Option<Read<'a>> {
        let cells = cells::csv(text);
        if cells.len() < 2 {
            return None;
        }
        let cell = |at: Option<usize>| cells.get(at?).map(AsRef::as_ref).filter(|cell: &&str| !cell.is_empty());
        let macs =
            columns.macs.and_then(|(old, new)| Some((Mac::parse(cell(Some(old))?)?, Mac::parse(cell(Some(new))?)?)));
        let by_columns = || {
            let (old, new) = macs?;
            let adapter = cell(columns.adapter).filter(|_| mask_line(text) == text).unwrap_or("").to_owned();
            Some(Told { what: EventKind::MacChanged { old, new, adapter }, vm: None, part: text })
        };
        let Some(told) = Told::find(text).or_else(by_columns) else { return Some(Read::Harmless) };
        // A cell with quotation marks in it stands nowhere as it is.
        let named = cell(columns.vm).filter(|vm| is_name(vm));
        let named = named.and_then(|vm| text.find(vm).and_then(|at| text.get(at..at + vm.len())));
        let vm = named.or(told.vm).and_then(|vm| told_at(line, vm));
        let span = line.span_of(told.part);
        self.events.push(VsphereEvent { span, time: time::find(text), vm, what: told.what });
        Some(Read::Modelled)
    }

    fn property<'a>(&mut self, line: &Line<'a>, key: &str, value: &'a str) -> Read<'a> {
        let record = &mut self.record;
        // PowerShell prints each property once: where one comes again, the next record has begun.
        let again = match key {
            "FullFormattedMessage" => record.message.is_some(),
            "CreatedTime" => record.time.is_some(),
            "OldMac" => record.old.is_some(),
            _ => false,
        };
        if again {
            self.close();
        }
        let record = &mut self.record;
        (record.open, record.wraps) = (true, false);
        match key {
            "FullFormattedMessage" => {
                (record.message, record.wraps) = (Some((line.span_of(value), value.to_owned())), true);
            }
            "CreatedTime" => record.time = time::find(value),
            "Vm" | "VM" | "VmName" if is_name(value) => {
                record.vm = told_at(line, value);
            }
            "OldMac" | "NewMac" => {
                let Some(mac) = Mac::parse(value) else {
                    return Read::Malformed(value, "ledger-mac-with-colons");
                };
                if key == "OldMac" {
                    record.old = Some((line.span_of(line.text.trim_ascii()), mac));
                } else {
                    record.new = Some(mac);
                }
            }
            "Adapter" => record.adapter = told(line, value),
            _ => return Read::Harmless,
        }
        Read::Modelled
    }

    /// The record is over.
    fn close(&mut self) {
        let record = std::mem::take(&mut self.record);
        if !record.open {
            return;
        }
        let told = record.message.as_ref().and_then(|(span, message)| Some((*span, Told::find(message)?)));
        let (span, what, named) = match (told, record.old, record.new) {
            (Some((span, told)), ..) => {
                // The message is put together from several lines.
                let shown = mask_line(told.part) == told.part;
                (span, told.what, told.vm.filter(|_| shown).map(|vm| Spanned::new(vm.to_owned(), span)))
            }
            (None, Some((span, old)), Some(new)) => {
                let adapter = record.adapter.unwrap_or_default();
                (span, EventKind::MacChanged { old, new, adapter }, None)
            }
            _ => return,
        };
        self.events.push(VsphereEvent { span, time: record.time, vm: record.vm.or(named), what });
    }
}

impl Columns {
    /// The header of CSV with events: one column holds their text, or two the addresses.
    fn of(text: &str) -> Option<Self> {
        let cells = cells::csv(text);
        let at =
            |names: &[&str]| cells.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)));
        let macs = at(&["OldMac"]).zip(at(&["NewMac"]));
        let message = at(&["FullFormattedMessage", "Message", "Description", "Event"]);
        if cells.len() < 2 || (macs.is_none() && message.is_none()) || time::find(text).is_some() {
            return None;
        }
        let vm = at(&["Vm", "VmName", "VM Name", "Virtual Machine", "Target", "Entity", "EntityName", "Object"]);
        Some(Self { vm, macs, adapter: at(&["Adapter"]) })
    }
}

/// Whether a property is a name, and not the type of an object that PowerShell did not unfold.
fn is_name(value: &str) -> bool {
    !value.is_empty() && !value.starts_with("VMware.Vim") && !value.starts_with('{')
}
