//! What vCenter and ESXi print, one file a form. The forms are those of `govc`, PowerCLI and `esxcli`; keys that are not
//! known are passed over.

mod cells;
mod device_info;
mod events;
mod port_list;
mod security_policy;
mod time;

use super::facts::VsphereFacts;
use super::read::{Ledger, Read};
use crate::capture::{Line, SegmentHead, VsphereForm};
use crate::grammar::Coverage;
use crate::source::{Spanned, mask_line, unmasked};

/// Reads an output line by line.
trait Output {
    /// Takes a line; a blank one may end something.
    fn line<'a>(&mut self, line: &Line<'a>) -> Read<'a>;

    /// What it all says; `None` for nothing.
    fn finish(self) -> Option<VsphereFacts>;
}

/// Reads one output. `None` where it says nothing that is known.
pub(super) fn parse<'a>(
    form: VsphereForm,
    head: &SegmentHead,
    lines: impl Iterator<Item = Line<'a>>,
    coverage: &mut Coverage,
) -> Option<VsphereFacts> {
    let ledger = Ledger::new(form.title(), coverage);
    // A command with a password in it names nothing.
    let command = head.command.as_ref().map(|command| command.value.as_str());
    let command = command.filter(|command| mask_line(command) == *command).unwrap_or("");
    match form {
        VsphereForm::Events => read(events::Output::default(), lines, ledger),
        VsphereForm::DeviceInfo => read(device_info::Output::of(command), lines, ledger),
        VsphereForm::PortList => read(port_list::Output::default(), lines, ledger),
        VsphereForm::SecurityPolicy => read(security_policy::Output::of(command), lines, ledger),
    }
}

fn read<'a>(
    mut output: impl Output,
    lines: impl Iterator<Item = Line<'a>>,
    mut ledger: Ledger<'_>,
) -> Option<VsphereFacts> {
    for line in lines {
        let read = output.line(&line);
        let text = line.text.trim_ascii();
        // The prompt behind the output, and the lines between columns.
        let frame = text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b' ')) || is_prompt(text);
        ledger.enter(&line, if read == Read::Unknown && frame { &Read::Harmless } else { &read });
    }
    output.finish()
}

/// `[root@esx1:~]`, `PS C:\>`, `admin@jump:~$`: nothing was typed behind it.
fn is_prompt(text: &str) -> bool {
    let esxi = text.starts_with('[') && text.ends_with(']') && text.contains('@');
    let power = (text.starts_with("PS") || text.starts_with("PowerCLI")) && text.ends_with('>');
    esxi || power || (text.ends_with('$') && text.contains('@') && !text.contains(' '))
}

/// A name as findings may tell it: none where reports mask the words, or where there is nothing.
fn told(line: &Line<'_>, part: &str) -> Option<String> {
    unmasked(line.text, part).filter(|part| !part.is_empty()).map(str::to_owned)
}

/// The same with its place.
fn told_at(line: &Line<'_>, part: &str) -> Option<Spanned<String>> {
    told(line, part).map(|name| Spanned::new(name, line.span_of(part)))
}
