//! A line on standard error that says how far reading has come, when it takes long and somebody is looking.

use std::fs;
use std::io::Write;
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::Io;
use crate::capture::{self, Input};

/// Nobody needs to be told of less.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// Characters of the bar, and of the whole line.
const BAR: usize = 30;
const LINE: usize = 70;

/// Runs `work`, which reads `inputs`.
pub(super) fn during<T: Send>(io: &mut Io<'_>, inputs: &[Input], work: impl FnOnce() -> T + Send) -> T {
    if io.stderr_is_terminal { watch(io.stderr, inputs, PATIENCE, work) } else { work() }
}

fn watch<T: Send>(stderr: &mut dyn Write, inputs: &[Input], patience: Duration, work: impl FnOnce() -> T + Send) -> T {
    let before = capture::bytes_read();
    thread::scope(|scope| {
        let (done, finished) = channel::<()>();
        let worker = scope.spawn(move || {
            // Gone when the work is, however it ends.
            let _done = done;
            work()
        });
        let (mut wait, mut all) = (patience, None);
        while finished.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = STEP;
            let all = *all.get_or_insert_with(|| size(inputs));
            // Who cannot be told is not told.
            let _ = write!(stderr, "\r{:LINE$}", line(capture::bytes_read() - before, all));
            let _ = stderr.flush();
        }
        if all.is_some() {
            let _ = write!(stderr, "\r{:LINE$}\r", "");
        }
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Bytes of all inputs; `None` where one does not say.
fn size(inputs: &[Input]) -> Option<u64> {
    let of = |input: &Input| match input {
        Input::File(path) => fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|meta| meta.len()),
        Input::Stdin => None,
        Input::Memory { bytes, .. } => Some(bytes.len() as u64),
    };
    inputs.iter().map(of).sum()
}

fn line(read: u64, all: Option<u64>) -> String {
    let mega = |bytes: u64| bytes / 1_000_000;
    let Some(all) = all.filter(|all| *all > 0) else { return format!("{} MB read", mega(read)) };
    // What is unpacked is more than its file.
    let read = read.min(all);
    let (percent, full) = (read * 100 / all, usize::try_from(read * BAR as u64 / all).unwrap_or(0));
    let doing = if read == all { "read; judging" } else { "read" };
    format!("[{:-<BAR$}] {percent:3} % of {} MB {doing}", "#".repeat(full), mega(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> [Input; 1] {
        [Input::Memory { name: "x".to_owned(), bytes: vec![0; 2_000_000] }]
    }

    #[test]
    fn only_who_waits_is_told() {
        let mut shown = Vec::new();
        let slow = || thread::sleep(Duration::from_millis(150));
        watch(&mut shown, &input(), Duration::from_millis(1), slow);
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains("% of 2 MB read") && shown.ends_with(&format!("\r{:LINE$}\r", "")), "{shown:?}");
        assert!(!shown.contains(['\n', '\u{1b}']));
        let mut silent = Vec::new();
        assert_eq!(watch(&mut silent, &input(), PATIENCE, || 7), 7);
        assert!(silent.is_empty());
    }

    #[test]
    fn a_file_is_not_told_of_progress() {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut io = Io {
            stdin: &mut std::io::empty(),
            stdin_is_terminal: false,
            stdout: &mut stdout,
            stdout_is_terminal: false,
            stderr: &mut stderr,
            stderr_is_terminal: false,
        };
        let caller = thread::current().id();
        assert!(during(&mut io, &input(), || thread::current().id() == caller));
        assert!(stderr.is_empty());
    }

    #[test]
    fn what_is_said() {
        assert_eq!(line(5_000_000, None), "5 MB read");
        assert_eq!(line(0, Some(2_000_000)), format!("[{}]   0 % of 2 MB read", "-".repeat(BAR)));
        assert_eq!(line(9, Some(3)), format!("[{}] 100 % of 0 MB read; judging", "#".repeat(BAR)));
        assert!(line(u64::MAX / 200, Some(u64::MAX / 200)).len() <= LINE + 20);
    }
}
