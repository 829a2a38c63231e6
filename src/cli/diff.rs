//! `diff`: the same appliances in two captures.

use super::args::{Args, Diff, Platform};
use super::check::settings;
use super::exit::{self, Exit, Facts};
use super::output::{self, Plain};
use super::{Failure, Io, input, intent, progress};
use crate::capture::Input;
use crate::intent::Intent;
use crate::report::{Report, diff_text, is_fleet, json};
use crate::source::SourceMap;
use crate::{Settings, analyze};

pub(super) fn run(wanted: &Diff, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let found = intent::intent(&wanted.appliances, args, io)?;
    let [before, after] = [&wanted.before, &wanted.after].map(|path| wanted.capture(path));
    // Both may be read twice, standard input too.
    let before = input::inputs(&before, true, &wanted.output, io)?;
    let after = input::inputs(&after, true, &wanted.output, io)?;
    let both: Vec<Input> = before.iter().chain(&after).cloned().collect();
    let outputs = output::plan(&wanted.output, &both, &found.files)?;
    let settings = settings(Platform::Auto);
    let settings = Settings { platform: wanted.platform.dialect(), ..settings };
    let read = |inputs: &[Input], intent: &Intent, sources: SourceMap| analyze(inputs, intent, sources, &settings);
    let (mut was, mut is) = progress::during(io, &both, || {
        Ok::<_, Failure>((
            read(&before, &found.intent, found.sources.clone())?,
            read(&after, &found.intent, found.sources.clone())?,
        ))
    })?;
    if let Some(intent) = of_either(&found.intent, &was, &is) {
        was = read(&before, &intent, found.sources.clone())?;
        is = read(&after, &intent, found.sources)?;
    }
    input::must_be_recognised(&was.network)?;
    input::must_be_recognised(&is.network)?;
    let (exit, closing) = exit::decide(Facts::of(&is), wanted.fail_on);
    let screen = args.stdout_style(io);
    for output in &outputs {
        let bytes = match output.format {
            Plain::Json => json::diff(&was, &is),
            Plain::Human => {
                let style = if output.file.is_some() { args.file_style() } else { screen };
                format!("{}{}\n", diff_text(&was, &is, style), closing.to(style.language)).into_bytes()
            }
        };
        match output::write(output, io, |to| to.write_all(&bytes)) {
            Ok(()) | Err(Failure::Pipe) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(exit)
}

/// What was inferred in only one of the captures is asked of the other one too: an entry that has gone is a change, and no
/// reason to forget its host. `None` where nothing is to be asked again.
fn of_either(intent: &Intent, before: &Report, after: &Report) -> Option<Intent> {
    let fleet = is_fleet(before.network.devices.len()) || is_fleet(after.network.devices.len());
    if !intent.appliances.is_empty() || fleet {
        return None;
    }
    let mut appliances = before.appliances.clone();
    let known = |one: &crate::intent::Appliance| before.appliances.iter().any(|known| known.uplinks == one.uplinks);
    appliances.extend(after.appliances.iter().filter(|one| !known(one)).cloned());
    let more = appliances.len() > before.appliances.len() || appliances.len() > after.appliances.len();
    more.then(|| Intent { appliances, ..intent.clone() })
}
